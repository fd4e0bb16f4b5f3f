//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        function.record_oldest_due_age("publish-timetable").await?;
        let run = publish_timetable::run(&function.context, &function.store).await?;
        let notified = run.done;
        Ok::<_, store::StoreError>(
            serde_json::json!({ "mails": notified.mails, "more": run.more, "not_processed": run.failed.len() }),
        )
    })
}
