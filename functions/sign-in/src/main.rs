//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::http(|app, event| async move { sign_in::handle(&app, event).await })
}
