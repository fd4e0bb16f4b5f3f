//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("close-cfps").await?;
        let run = close_cfps::run(&function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "opened": done.opened,
            "moved": done.moved,
            "closed": done.closed,
            "mails": done.mails,
            "more": run.more,
            "not_processed": run.failed.len(),
        }))
    })
}
