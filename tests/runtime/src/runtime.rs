//! The Runtime API of one function.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long a function may take to ask or to answer before a test gives it up.
const PATIENCE: Duration = Duration::from_mins(1);

/// How an invocation ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Answered(Value),
    /// With an error that the function reported: `errorType`, `errorMessage`.
    Failed(Value),
}

/// The Runtime API of one function's processes, on a port of loopback. Ends when dropped.
#[derive(Debug)]
pub struct Runtime {
    address: SocketAddr,
    events: mpsc::UnboundedSender<(String, Value)>,
    polls: Mutex<mpsc::UnboundedReceiver<Instant>>,
    outcomes: Mutex<mpsc::UnboundedReceiver<(String, Outcome)>>,
    given: AtomicU64,
    server: JoinHandle<()>,
}

struct Shared {
    events: Mutex<mpsc::UnboundedReceiver<(String, Value)>>,
    polls: mpsc::UnboundedSender<Instant>,
    outcomes: mpsc::UnboundedSender<(String, Outcome)>,
}

impl Drop for Runtime {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Runtime {
    pub async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let (events, for_function) = mpsc::unbounded_channel();
        let (polled, polls) = mpsc::unbounded_channel();
        let (ended, outcomes) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared { events: Mutex::new(for_function), polls: polled, outcomes: ended });
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                let answer = service_fn(move |request| answer(Arc::clone(&shared), request));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
            }
        });
        let (polls, outcomes) = (Mutex::new(polls), Mutex::new(outcomes));
        Ok(Self { address, events, polls, outcomes, given: AtomicU64::new(0), server })
    }

    /// Where it listens: `AWS_LAMBDA_RUNTIME_API`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the function asks for work; answers when it did. Each poll is reported once.
    pub async fn polled(&self) -> Result<Instant, String> {
        let mut polls = self.polls.lock().await;
        match timeout(PATIENCE, polls.recv()).await {
            Ok(Some(when)) => Ok(when),
            _ => Err(format!("the function did not ask for work within {} s", PATIENCE.as_secs())),
        }
    }

    /// Gives the function an event to work on, without waiting.
    pub fn give(&self, event: Value) {
        let id = format!("invocation-{}", self.given.fetch_add(1, Ordering::Relaxed));
        // Received for as long as this is there.
        let _ = self.events.send((id, event));
    }

    /// Gives the function an event and waits for how it ends.
    pub async fn invoke(&self, event: Value) -> Result<Outcome, String> {
        self.give(event);
        self.outcome().await
    }

    /// Waits for how an event that was given ends.
    pub async fn outcome(&self) -> Result<Outcome, String> {
        let mut outcomes = self.outcomes.lock().await;
        match timeout(PATIENCE, outcomes.recv()).await {
            Ok(Some((_, outcome))) => Ok(outcome),
            _ => Err(format!("the function did not answer within {} s", PATIENCE.as_secs())),
        }
    }
}

async fn answer(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let path = request.uri().path().to_owned();
    let mut parts = path.trim_start_matches("/2018-06-01/runtime/").split('/');
    let answered = match (parts.next(), parts.next(), parts.next()) {
        (Some("invocation"), Some("next"), None) => next(&shared).await,
        (Some("invocation"), Some(id), Some(end @ ("response" | "error"))) => {
            let id = id.to_owned();
            let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            let value = serde_json::from_slice(&body).unwrap_or(Value::Null);
            let outcome = if end == "response" { Outcome::Answered(value) } else { Outcome::Failed(value) };
            let _ = shared.outcomes.send((id, outcome));
            Response::builder().status(StatusCode::ACCEPTED).body(Full::default())
        }
        _ => Response::builder().status(StatusCode::NOT_FOUND).body(Full::default()),
    };
    Ok(answered.expect("the answers are well formed"))
}

async fn next(shared: &Shared) -> Result<Response<Full<Bytes>>, http::Error> {
    let _ = shared.polls.send(Instant::now());
    let Some((id, event)) = shared.events.lock().await.recv().await else {
        return Response::builder().status(StatusCode::GONE).body(Full::default());
    };
    Response::builder()
        .header("lambda-runtime-aws-request-id", id)
        .header("lambda-runtime-deadline-ms", deadline().as_millis().to_string())
        .header("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-west-1:000000000000:function:test")
        .header("lambda-runtime-trace-id", "Root=1-00000000-000000000000000000000001;Sampled=0")
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(event.to_string())))
}

/// Fifteen seconds from now, as the template's `Timeout` says.
#[allow(clippy::disallowed_methods, reason = "the runtime's own clock, not the function's")]
fn deadline() -> Duration {
    std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default() + Duration::from_secs(15)
}
