//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("deliver-mail").await?;
        // Records this for all workflows, because this one runs most often and another one may be what fails.
        function.record_set_aside().await?;
        let ses = deliver_mail::client(aws_sdk_ses::config::Builder::from(&function.aws));
        let ends_at = function.deadline - deliver_mail::STOPS_BEFORE;
        let run = deliver_mail::run_until(ends_at, &function.context, &function.store, &ses).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "sent": done.sent, "delayed": done.delayed, "failed": done.failed, "unknown": done.unknown,
            "not_processed": run.failed.len(),
        }))
    })
}
