//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("promote-waitlist").await?;
        let done = promote_waitlist::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({
            "offered": done.offered,
            "reminded": done.reminded,
            "lapsed": done.lapsed,
            "reopened": done.reopened,
            "more": done.more,
        }))
    })
}
