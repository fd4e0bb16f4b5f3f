//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("deliver-mail").await?;
        let ses = deliver_mail::client(aws_sdk_ses::config::Builder::from(&function.aws));
        let done = deliver_mail::run(&function.context, &function.store, &ses).await?;
        Ok::<_, store::StoreError>(serde_json::json!({
            "sent": done.sent, "delayed": done.delayed, "failed": done.failed, "unknown": done.unknown,
        }))
    })
}
