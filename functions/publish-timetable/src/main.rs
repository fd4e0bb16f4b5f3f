//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("publish-timetable").await?;
        let told = publish_timetable::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({ "mails": told.mails, "more": told.more }))
    })
}
