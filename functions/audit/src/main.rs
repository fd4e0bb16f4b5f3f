//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        let audit = audit::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({
            "shards": audit.shards, "registrations": audit.registrations, "mails": audit.mails,
            "findings": audit.findings.len(),
        }))
    })
}
