//! The gate below the SDK: every call to the table and to the mail service stops here until the scheduler answers it.

use std::collections::BTreeMap;
use std::future::Future;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context as Task, Poll, Waker};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use jiff::Timestamp;

/// Which service a call is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    Table,
    Mail,
}

/// A call that waits at the gate.
#[derive(Clone, Debug)]
pub struct Call {
    /// The actor that made it.
    pub who: usize,
    pub service: Service,
    /// The operation, such as `TransactWriteItems`; empty for the mail service.
    pub operation: String,
    pub body: Vec<u8>,
    /// The caller no longer waits for the answer; the call itself is still on its way.
    pub abandoned: Option<Timestamp>,
    pub stalled_until: Option<Timestamp>,
}

/// What a call gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// An HTTP status and a body.
    Http(u16, Vec<u8>),
    /// The connection broke or nothing came back in time.
    Lost,
    /// The caller panics.
    Panic,
}

#[derive(Default)]
struct State {
    current: usize,
    now: Timestamp,
    next: u64,
    parked: BTreeMap<u64, (Call, Option<Waker>)>,
    answers: BTreeMap<u64, Answer>,
}

/// The gate. Clones are the same gate.
#[derive(Clone, Default)]
pub struct Gate {
    state: Arc<Mutex<State>>,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate")
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the actor whose future is polled next, and the time.
    pub fn polls(&self, who: usize, now: Timestamp) {
        let mut state = self.lock();
        state.current = who;
        state.now = now;
    }

    /// The calls that could be answered now, oldest first.
    pub fn ready(&self, now: Timestamp) -> Vec<u64> {
        let state = self.lock();
        let ready = |call: &Call| call.stalled_until.is_none_or(|until| until <= now);
        state.parked.iter().filter(|(_, (call, _))| ready(call)).map(|(id, _)| *id).collect()
    }

    /// A parked call.
    pub fn call(&self, id: u64) -> Option<Call> {
        self.lock().parked.get(&id).map(|(call, _)| call.clone())
    }

    /// Keeps a call from being answered until a time.
    pub fn stall(&self, id: u64, until: Timestamp) {
        if let Some((call, _)) = self.lock().parked.get_mut(&id) {
            call.stalled_until = Some(until);
        }
    }

    /// When the next stalled call may be answered.
    pub fn next_stalled(&self) -> Option<Timestamp> {
        self.lock().parked.values().filter_map(|(call, _)| call.stalled_until).min()
    }

    /// Takes a call from the gate and gives it its answer. The answer is dropped if no caller waits for it.
    pub fn answer(&self, id: u64, answer: Answer) {
        let mut state = self.lock();
        let Some((call, waker)) = state.parked.remove(&id) else { return };
        if call.abandoned.is_none() {
            state.answers.insert(id, answer);
        }
        drop(state);
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// What stalls goes on.
    pub fn release(&self) {
        for (call, _) in self.lock().parked.values_mut() {
            call.stalled_until = None;
        }
    }

    /// The SDK's connection through this gate.
    pub fn connection(&self, service: Service) -> Connection {
        Connection { gate: self.clone(), service }
    }
}

/// A connection that ends at the gate.
#[derive(Clone, Debug)]
pub struct Connection {
    gate: Gate,
    service: Service,
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let mut state = self.gate.lock();
        let id = state.next;
        state.next += 1;
        let call =
            Call { who: state.current, service: self.service, operation, body, abandoned: None, stalled_until: None };
        state.parked.insert(id, (call, None));
        drop(state);
        let service = self.service;
        let waiting = Waiting { gate: self.gate.clone(), id };
        HttpConnectorFuture::new(async move { respond(service, waiting.await) })
    }
}

impl HttpClient for Connection {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

struct Waiting {
    gate: Gate,
    id: u64,
}

impl Future for Waiting {
    type Output = Answer;

    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Answer> {
        let mut state = self.gate.lock();
        if let Some(answer) = state.answers.remove(&self.id) {
            return Poll::Ready(answer);
        }
        if let Some((_, waker)) = state.parked.get_mut(&self.id) {
            *waker = Some(task.waker().clone());
        }
        Poll::Pending
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let mut state = self.gate.lock();
        let now = state.now;
        state.answers.remove(&self.id);
        if let Some((call, waker)) = state.parked.get_mut(&self.id) {
            call.abandoned = Some(now);
            *waker = None;
        }
    }
}

fn respond(service: Service, answer: Answer) -> Result<HttpResponse, ConnectorError> {
    let content_type = match service {
        Service::Table => "application/x-amz-json-1.0",
        Service::Mail => "text/xml",
    };
    match answer {
        Answer::Lost => Err(ConnectorError::timeout("the answer was lost".into())),
        // Without the message that a panic prints: it is meant to be.
        Answer::Panic => resume_unwind(Box::new("made by the simulation")),
        Answer::Http(status, body) => {
            let status = status.try_into().map_err(|_| ConnectorError::other("no such status".into(), None))?;
            let mut response = HttpResponse::new(status, SdkBody::from(body));
            response.headers_mut().insert("content-type", content_type);
            Ok(response)
        }
    }
}
