//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("deliver-webhooks").await?;
        let ends_at = function.deadline - deliver_webhooks::STOPS_BEFORE;
        let run = deliver_webhooks::run_until(ends_at, &function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "events": done.events, "delivered": done.delivered, "failed": done.failed, "held": done.held,
            "more": run.more, "not_processed": run.failed.len(),
        }))
    })
}
