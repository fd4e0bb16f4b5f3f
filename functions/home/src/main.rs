//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::http(|app, event| async move { home::handle(&app, event).await })
}
