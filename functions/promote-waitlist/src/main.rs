//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::workflow(|function| async move {
        let done = promote_waitlist::run(&function.context, &function.store).await?;
        Ok::<_, store::StoreError>(serde_json::json!({ "reopened": done.reopened, "more": done.more }))
    })
}
