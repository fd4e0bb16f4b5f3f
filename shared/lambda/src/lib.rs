//! Starts a function on AWS Lambda: settings, clients, logging and the runtime's loop. Everything else is the same on
//! AWS and on a single machine. Start at [`http`], [`workflow`] or [`listener`], one for each kind of function.

mod aws;
mod https;
mod log;

use std::future::Future;
use std::time::Duration;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_types::SdkConfig;
use context::{AwsEnvironment, Context};
use jiff::Timestamp;
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use store::{Store, StoreError};
use tokio::signal::unix::{SignalKind, signal};
use web::App;

pub use lambda_runtime::Error;

/// Limit for the first connection to the table, made while the function starts. Lambda gives a starting function more
/// CPU than a small function has afterwards, so the TLS handshake is cheapest here.
const WARM_UP: Duration = Duration::from_millis(1500);

/// One call of a function that no one waits for.
#[derive(Clone, Debug)]
pub struct Workflow {
    pub context: Context,
    pub store: Store,
    /// For clients of services other than DynamoDB.
    pub aws: SdkConfig,
    /// When Lambda ends this call.
    pub deadline: Timestamp,
}

/// What a function keeps between its calls.
struct Started {
    context: Context,
    store: Store,
    aws: SdkConfig,
}

impl Started {
    fn call(&self, call: &lambda_runtime::Context) -> Workflow {
        // A deadline beyond the range of time is as good as none.
        let millis = i64::try_from(call.deadline).unwrap_or(i64::MAX);
        let deadline = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::MAX);
        Workflow { context: self.context.clone(), store: self.store.clone(), aws: self.aws.clone(), deadline }
    }
}

impl Workflow {
    /// Logs the age of the oldest due item as a metric. An alarm watches it: a high value means the workflow falls
    /// behind, a missing one that it does not run.
    pub async fn record_oldest_due_age(&self, workflow: &'static str) -> Result<(), StoreError> {
        let seconds = self.store.oldest_due(&self.context, workflow).await?;
        tracing::info!(dimension.workflow = workflow, metric.oldest_due_seconds = seconds, "looked for what is due");
        Ok(())
    }
}

impl Workflow {
    /// Logs how many items are set aside, of whatever workflow, as a metric that an alarm watches.
    pub async fn record_set_aside(&self) -> Result<(), StoreError> {
        let count = self.store.count_set_aside().await?;
        if count > 0 {
            tracing::warn!(metric.set_aside = count, "items need a person: see the agenda");
        } else {
            tracing::info!(metric.set_aside = count, "nothing is set aside");
        }
        Ok(())
    }
}

/// Runs a function that answers HTTP requests, until the runtime stops it.
pub fn http<F>(handle: impl Fn(App, ApiGatewayV2httpRequest) -> F) -> Result<(), Error>
where
    F: Future<Output = ApiGatewayV2httpResponse>,
{
    block_on(async {
        let started = start()?;
        warm_up(&started).await;
        let app = App::new(started.context, started.store);
        let answer = |event: LambdaEvent<ApiGatewayV2httpRequest>| {
            let answered = handle(app.clone(), event.payload);
            async { Ok::<_, Error>(answered.await) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Runs a workflow function until the runtime stops it. Ignores the content of the waking event: due work is stored on
/// items.
pub fn workflow<F, E>(run: impl Fn(Workflow) -> F) -> Result<(), Error>
where
    F: Future<Output = Result<Value, E>>,
    E: std::error::Error + Send + Sync + 'static,
{
    block_on(async {
        let started = start()?;
        // Links in the mails of a workflow begin with it.
        if started.context.settings().base_url.is_empty() {
            return Err("PLUMBLINE_BASE_URL must be set".into());
        }
        let answer = |event: LambdaEvent<Value>| {
            let ran = run(started.call(&event.context));
            async { ran.await.map_err(Error::from) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Runs a function that reads events of another service, until the runtime stops it. Delivery is at least once, so
/// `receive` must handle repeated events.
pub fn listener<F, E>(receive: impl Fn(Workflow, Value) -> F) -> Result<(), Error>
where
    F: Future<Output = Result<Value, E>>,
    E: std::error::Error + Send + Sync + 'static,
{
    block_on(async {
        let started = start()?;
        let answer = |event: LambdaEvent<Value>| {
            let received = receive(started.call(&event.context), event.payload);
            async { received.await.map_err(Error::from) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Runs until the runtime's loop ends or `SIGTERM` arrives. `SIGTERM` interrupts running work like a crash; every
/// write is safe to repeat, so no data is lost. An idle function stops at once.
fn block_on(main: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            ended = main => ended,
            _ = terminated.recv() => Ok(()),
        }
    })
}

fn start() -> Result<Started, Error> {
    let environment = AwsEnvironment::read()?;
    let context = Context::from_environment()?;
    tracing::subscriber::set_global_default(log::Log { context: context.clone(), stack: environment.stack.clone() })?;
    let aws = aws::config(&environment)?;
    let store = Store::new(aws::table(&environment, &aws), &context.settings().table);
    Ok(Started { context, store, aws })
}

/// Connects to the table before the first request, with the cheapest call. A failure does not matter: the first
/// request connects again.
async fn warm_up(started: &Started) {
    tokio::select! {
        _ = started.store.session_ended("warm-up") => {}
        () = started.context.sleep(WARM_UP) => tracing::warn!("the table did not answer while the function started"),
    }
}
