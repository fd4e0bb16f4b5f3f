//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("release-passes").await?;
        let run = release_passes::run(&function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "passes": done.passes, "notices": done.notices, "more": run.more, "not_processed": run.failed.len(),
        }))
    })
}
