//! Starts the runtime.

fn main() -> Result<(), lambda::Error> {
    lambda::listener(|function, event| async move {
        let client = aws_sdk_lambda::Client::new(&function.aws);
        let invoked = wake::wake(&function.context, &client, &event).await?;
        Ok::<_, wake::WakeError>(serde_json::json!({ "invoked": invoked }))
    })
}
