//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("retain-data").await?;
        let run = store::run_again(STEPS, || retain_data::run(&function.context, &function.store)).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "steps": done.steps, "items": done.items, "more": run.more, "not_processed": run.failed.len(),
        }))
    })
}

/// Steps of each erasure in one run. One that scans reads 20 MB, in two to three seconds.
const STEPS: u32 = 12;
