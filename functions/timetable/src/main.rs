//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::http(|app, event| async move { timetable::handle(&app, event).await })
}
