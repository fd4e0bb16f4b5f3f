//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("release-decisions").await?;
        let run = release_decisions::run(&function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "told": done.notified,
            "invited": done.invited,
            "more": run.more,
            "not_processed": run.failed.len(),
        }))
    })
}
