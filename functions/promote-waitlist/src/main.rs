//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("promote-waitlist").await?;
        let run = promote_waitlist::run(&function.context, &function.store).await?;
        let done = run.done;
        Ok::<_, store::StoreError>(serde_json::json!({
            "offered": done.offered,
            "reminded": done.reminded,
            "lapsed": done.lapsed,
            "reopened": done.reopened,
            "more": run.more,
            "not_processed": run.failed.len(),
        }))
    })
}
