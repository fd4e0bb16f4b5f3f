//! Starts a function on AWS Lambda: settings, clients, logging, the runtime's loop. Nothing else differs between AWS
//! and one machine.

use std::future::Future;

use aws_config::{BehaviorVersion, SdkConfig};
use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use context::Context;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use store::Store;
use web::App;

pub use lambda_runtime::Error;

/// What a workflow function works with.
#[derive(Clone, Debug)]
pub struct Workflow {
    /// Time, randomness, keys, settings.
    pub context: Context,
    /// The table.
    pub store: Store,
    /// For the clients of other services.
    pub aws: SdkConfig,
}

/// Runs an HTTP function until the runtime ends it.
pub fn http<F>(handle: impl Fn(App, ApiGatewayV2httpRequest) -> F) -> Result<(), Error>
where
    F: Future<Output = ApiGatewayV2httpResponse>,
{
    block_on(async {
        let started = start().await?;
        let app = App::new(started.context, started.store);
        let answer = |event: LambdaEvent<ApiGatewayV2httpRequest>| {
            let answered = handle(app.clone(), event.payload);
            async { Ok::<_, Error>(answered.await) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Runs a workflow function until the runtime ends it. The event that wakes it is not read.
pub fn workflow<F, E>(run: impl Fn(Workflow) -> F) -> Result<(), Error>
where
    F: Future<Output = Result<Value, E>>,
    E: std::error::Error + Send + Sync + 'static,
{
    block_on(async {
        let started = start().await?;
        let answer = |_: LambdaEvent<Value>| {
            let ran = run(started.clone());
            async { ran.await.map_err(Error::from) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

fn block_on(main: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(main)
}

async fn start() -> Result<Workflow, Error> {
    tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false).without_time().init();
    let context = Context::from_environment()?;
    let aws = aws_config::defaults(BehaviorVersion::latest()).load().await;
    let store = Store::new(aws_sdk_dynamodb::Client::new(&aws), &context.settings().table);
    Ok(Workflow { context, store, aws })
}
