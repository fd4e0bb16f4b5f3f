//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("send-messages").await?;
        let run = send_messages::run(&function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "steps": done.steps,
            "mails": done.mails,
            "more": run.more,
            "not_processed": run.failed.len(),
        }))
    })
}
