//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::listener(|function, event| async move {
        let totals = mail_feedback::process_feedback(&function.context, &function.store, &event).await?;
        Ok::<_, store::StoreError>(
            serde_json::json!({ "known": totals.known, "unknown": totals.unknown, "lapsed": totals.lapsed }),
        )
    })
}
