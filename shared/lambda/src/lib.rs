//! Starts a function on AWS Lambda: settings, clients, logging, the runtime's loop. Nothing else differs between AWS
//! and one machine.

mod aws;
mod log;

use std::future::Future;
use std::time::Duration;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_types::SdkConfig;
use context::{AwsEnvironment, Context};
use lambda_runtime::{LambdaEvent, service_fn};
use serde_json::Value;
use store::{Store, StoreError};
use tokio::signal::unix::{SignalKind, signal};
use web::App;

pub use lambda_runtime::Error;

/// What the first connection to the table may take while the function starts. Lambda lends a starting function more
/// CPU than a small one has afterwards, so the handshake is cheapest here.
const WARM_UP: Duration = Duration::from_millis(1500);

/// What a workflow function works with.
#[derive(Clone, Debug)]
pub struct Workflow {
    pub context: Context,
    pub store: Store,
    /// For the clients of other services.
    pub aws: SdkConfig,
}

impl Workflow {
    /// Logs for how long the oldest due item has been waiting, as a metric: an alarm watches it, and also that it is
    /// there, since it comes with every run.
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

/// Runs an HTTP function until the runtime ends it.
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

/// Runs a workflow function until the runtime ends it. The event that wakes it is not read.
pub fn workflow<F, E>(run: impl Fn(Workflow) -> F) -> Result<(), Error>
where
    F: Future<Output = Result<Value, E>>,
    E: std::error::Error + Send + Sync + 'static,
{
    block_on(async {
        let started = start()?;
        // Mails that a workflow sends have links in them.
        if started.context.settings().base_url.is_empty() {
            return Err("PLUMBLINE_BASE_URL must be set".into());
        }
        let answer = |_: LambdaEvent<Value>| {
            let ran = run(started.clone());
            async { ran.await.map_err(Error::from) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Runs a function that is told what happened elsewhere, until the runtime ends it. It must bear being told twice.
pub fn listener<F, E>(hear: impl Fn(Workflow, Value) -> F) -> Result<(), Error>
where
    F: Future<Output = Result<Value, E>>,
    E: std::error::Error + Send + Sync + 'static,
{
    block_on(async {
        let started = start()?;
        let answer = |event: LambdaEvent<Value>| {
            let heard = hear(started.clone(), event.payload);
            async { heard.await.map_err(Error::from) }
        };
        lambda_runtime::run(service_fn(answer)).await
    })
}

/// Runs until the runtime's loop ends or `SIGTERM` comes. What is under way then is left as a crash would leave it,
/// which every write allows for; a function that waits ends at once and in order.
fn block_on(main: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut terminated = signal(SignalKind::terminate())?;
        tokio::select! {
            ended = main => ended,
            _ = terminated.recv() => Ok(()),
        }
    })
}

fn start() -> Result<Workflow, Error> {
    let environment = AwsEnvironment::read()?;
    let context = Context::from_environment()?;
    tracing::subscriber::set_global_default(log::Log { context: context.clone(), stack: environment.stack.clone() })?;
    let aws = aws::config(&environment);
    let store = Store::new(aws::table(&environment, &aws), &context.settings().table);
    Ok(Workflow { context, store, aws })
}

/// Connects to the table before the first request comes, with its cheapest call. Whether it worked is of no account.
async fn warm_up(started: &Workflow) {
    tokio::select! {
        _ = started.store.session_ended("warm-up") => {}
        () = started.context.sleep(WARM_UP) => tracing::warn!("the table did not answer while the function started"),
    }
}
