//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::listener(|function, event| async move {
        let told = mail_feedback::hear(&function.context, &function.store, &event).await?;
        Ok::<_, store::StoreError>(
            serde_json::json!({ "known": told.known, "unknown": told.unknown, "lapsed": told.lapsed }),
        )
    })
}
