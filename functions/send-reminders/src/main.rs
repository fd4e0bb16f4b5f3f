//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("send-reminders").await?;
        let done = send_reminders::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({
            "deadlines": done.deadlines,
            "mails": done.mails,
            "more": done.more,
        }))
    })
}
