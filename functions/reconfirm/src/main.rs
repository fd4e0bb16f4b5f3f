//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("reconfirm").await?;
        let run = reconfirm::run(&function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "asked": done.asked,
            "reminded": done.reminded,
            "kept": done.kept,
            "returned": done.returned,
            "more": run.more, "not_processed": run.failed.len(),
        }))
    })
}
