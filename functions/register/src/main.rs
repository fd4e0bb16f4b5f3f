//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::http(|app, event| async move { register::handle(&app, event).await })
}
