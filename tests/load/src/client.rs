//! One keep-alive connection, and the answers that come over it.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{ACCEPT, CONTENT_TYPE, HOST, LOCATION, RETRY_AFTER};
use hyper::http::response::Parts;
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use crate::Outcome;

/// The longest that an answer is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// The address of `http://127.0.0.1:8080`, with or without a slash after it. Only addresses in numbers: this speaks to
/// a Plumbline on this machine.
pub(crate) fn address_of(url: &str) -> Outcome<SocketAddr> {
    let rest = url.strip_prefix("http://").map(|rest| rest.trim_end_matches('/'));
    rest.and_then(|rest| rest.replace("localhost", "127.0.0.1").parse().ok())
        .ok_or_else(|| format!("{url} is not an address such as http://127.0.0.1:8080"))
}

/// A request to send.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Bytes,
}

impl Ask {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), headers: Vec::new(), body: Bytes::new() }
    }

    pub(crate) fn post(path: impl Into<String>, body: &Value) -> Self {
        Self { method: "POST", ..Self::get(path) }.json(body)
    }

    pub(crate) fn put(path: impl Into<String>, body: &Value) -> Self {
        Self { method: "PUT", ..Self::get(path) }.json(body)
    }

    pub(crate) fn patch(path: impl Into<String>, body: &Value) -> Self {
        Self { method: "PATCH", ..Self::get(path) }.json(body)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self { method: "DELETE", ..Self::get(path) }
    }

    fn json(mut self, body: &Value) -> Self {
        self.body = Bytes::from(body.to_string());
        self.header("content-type", "application/json")
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    fn request(&self, host: &str) -> Result<Request<Full<Bytes>>, String> {
        let mut request = Request::builder().method(self.method).uri(&self.path).header(HOST, host);
        if !self.headers.iter().any(|(name, _)| *name == ACCEPT.as_str()) {
            request = request.header(ACCEPT, "application/json");
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(Full::new(self.body.clone())).map_err(|e| format!("{} is no request: {e}", self.path))
    }
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The body; null where it is not JSON.
    pub(crate) json: Value,
    /// The body's size in bytes.
    pub(crate) size: usize,
    /// Seconds to wait before asking again.
    pub(crate) retry_after: Option<u64>,
    /// What it cost at the table, if the server says so.
    pub(crate) units: Option<Units>,
}

/// A page as a browser gets it.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Where a redirect leads.
    pub(crate) location: Option<String>,
    pub(crate) is_html: bool,
    pub(crate) text: String,
}

/// What an answer cost at the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Units {
    pub(crate) write: f64,
    pub(crate) read: f64,
    pub(crate) calls: f64,
}

impl Answer {
    fn new(status: u16, headers: &HeaderMap, body: &[u8]) -> Self {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.parse::<f64>().ok();
        let units = || {
            Some(Units {
                write: number("x-plumbline-write-units")?,
                read: number("x-plumbline-read-units")?,
                calls: number("x-plumbline-calls")?,
            })
        };
        Self {
            status,
            json: serde_json::from_slice(body).unwrap_or_default(),
            size: body.len(),
            retry_after: headers.get(RETRY_AFTER).and_then(|v| v.to_str().ok()?.parse().ok()),
            units: units(),
        }
    }

    /// A text of the body.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.json[key].as_str()
    }

    /// The last part of a problem's type, as `sold-out`.
    pub(crate) fn problem(&self) -> Option<&str> {
        self.text("type").and_then(|kind| kind.rsplit('/').next())
    }

    /// Status and problem, for people.
    pub(crate) fn shown(&self) -> String {
        match (self.problem(), self.text("detail")) {
            (Some(problem), Some(detail)) => format!("{} {problem} ({detail})", self.status),
            (Some(problem), None) => format!("{} {problem}", self.status),
            (None, _) => self.status.to_string(),
        }
    }
}

/// A connection that is opened when it is needed and again when it was lost.
#[derive(Debug)]
pub(crate) struct Client {
    address: SocketAddr,
    host: String,
    sender: Option<SendRequest<Full<Bytes>>>,
}

impl Client {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self { address, host: address.to_string(), sender: None }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Sends a request and reads the whole answer. After an error it is not known whether it had an effect.
    pub(crate) async fn send(&mut self, ask: &Ask) -> Outcome<Answer> {
        let (parts, body) = self.exchanged(ask).await?;
        Ok(Answer::new(parts.status.as_u16(), &parts.headers, &body))
    }

    /// Gets a page, as a reader who is signed in with this session, if there is one.
    pub(crate) async fn page(&mut self, path: &str, session: Option<&str>) -> Outcome<Page> {
        let mut ask = Ask::get(path).header("accept", "text/html");
        if let Some(session) = session {
            ask = ask.header("cookie", format!("{}={session}", web::session::COOKIE));
        }
        let (parts, body) = self.exchanged(&ask).await?;
        let text_of = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        Ok(Page {
            status: parts.status.as_u16(),
            location: text_of(LOCATION).map(str::to_owned),
            is_html: text_of(CONTENT_TYPE).is_some_and(|kind| kind.starts_with("text/html")),
            text: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    async fn exchanged(&mut self, ask: &Ask) -> Outcome<(Parts, Bytes)> {
        let request = ask.request(&self.host)?;
        match tokio::time::timeout(PATIENCE, self.exchange(request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => {
                self.sender = None;
                Err(error)
            }
            Err(_) => {
                self.sender = None;
                Err(format!("no answer in {} s", PATIENCE.as_secs()))
            }
        }
    }

    async fn exchange(&mut self, request: Request<Full<Bytes>>) -> Outcome<(Parts, Bytes)> {
        let sender = self.connected().await?;
        let response = sender.send_request(request).await.map_err(|e| e.to_string())?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(|e| e.to_string())?.to_bytes();
        Ok((parts, body))
    }

    async fn connected(&mut self) -> Outcome<&mut SendRequest<Full<Bytes>>> {
        if let Some(sender) = &mut self.sender
            && sender.ready().await.is_err()
        {
            self.sender = None;
        }
        let sender = match self.sender.take() {
            Some(sender) => sender,
            None => connect(self.address).await?,
        };
        Ok(self.sender.insert(sender))
    }
}

async fn connect(address: SocketAddr) -> Outcome<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await.map_err(|e| format!("{address}: {e}"))?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    let (sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|e| e.to_string())?;
    // Its end is seen by the sender.
    drop(tokio::spawn(connection));
    Ok(sender)
}

/// Waits in real time: the server is another process.
#[expect(clippy::disallowed_methods, reason = "a load generator waits for another process, in real time")]
pub(crate) async fn wait(time: Duration) {
    tokio::time::sleep(time).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_this_machine() {
        assert_eq!(address_of("http://127.0.0.1:8080/").unwrap(), SocketAddr::from(([127, 0, 0, 1], 8080)));
        assert_eq!(address_of("http://localhost:8080").unwrap(), SocketAddr::from(([127, 0, 0, 1], 8080)));
        assert!(address_of("https://example.org/").unwrap_err().contains("such as http://127.0.0.1:8080"));
    }

    #[test]
    fn an_answer_shows_its_problem_and_its_cost() {
        let mut headers = HeaderMap::new();
        headers.insert("x-plumbline-write-units", "6".parse().unwrap());
        headers.insert("x-plumbline-read-units", "1.5".parse().unwrap());
        headers.insert("x-plumbline-calls", "2".parse().unwrap());
        headers.insert(RETRY_AFTER, "1".parse().unwrap());
        let answer = Answer::new(409, &headers, br#"{"type": "/problems/sold-out", "detail": "none left"}"#);
        assert_eq!(answer.shown(), "409 sold-out (none left)");
        assert_eq!(answer.units, Some(Units { write: 6.0, read: 1.5, calls: 2.0 }));
        assert_eq!(answer.retry_after, Some(1));
        assert_eq!(Answer::new(200, &HeaderMap::new(), b"<html>").units, None);
    }
}
