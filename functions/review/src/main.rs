//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::http(|app, event| async move { review::handle(&app, event).await })
}
