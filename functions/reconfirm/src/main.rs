//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("reconfirm").await?;
        let done = reconfirm::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({
            "asked": done.asked,
            "reminded": done.reminded,
            "kept": done.kept,
            "returned": done.returned,
            "more": done.more,
        }))
    })
}
