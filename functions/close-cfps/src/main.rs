//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("close-cfps").await?;
        let done = close_cfps::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({
            "opened": done.opened,
            "moved": done.moved,
            "closed": done.closed,
            "mails": done.mails,
            "more": done.more,
        }))
    })
}
