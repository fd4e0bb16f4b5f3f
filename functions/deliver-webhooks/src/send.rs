//! One try: resolves the name, checks every address, connects to one that was checked, and posts the event.
//!
//! An organizer chooses the address, so the request must not reach what only this deployment can reach. The name is
//! resolved once, and the connection goes to the resolved address itself. No redirect is followed.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use context::Context;
use domain::webhook::{AddressClass, Outcome, class_of};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use store::Sending;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::signature;

/// The limit for a whole try.
const LASTS: Duration = Duration::from_secs(10);

/// The limit for connecting to one address, so that there is time for another.
const CONNECT_LASTS: Duration = Duration::from_secs(3);

/// Addresses of one name that are tried.
const ADDRESSES_MOST: usize = 3;

/// The most that is read of an answer's head, and of its body. Only the beginning of a refusal is shown.
const ANSWER_BYTES: usize = 64 * 1024;
const SHOWN_BYTES: usize = 1024;

/// Makes one try; ends within [`LASTS`].
pub(crate) async fn send(context: &Context, sending: &Sending) -> Outcome {
    tokio::select! {
        outcome = attempt(context, sending) => outcome.unwrap_or_else(Outcome::Failed),
        () = context.sleep(LASTS) => Outcome::Failed(format!("no answer within {} s", LASTS.as_secs())),
    }
}

async fn attempt(context: &Context, sending: &Sending) -> Result<Outcome, String> {
    let is_https = sending.url.is_https();
    if !is_https && !context.settings().webhooks_to_loopback {
        return Err("only HTTPS is allowed".into());
    }
    let (host, port) = sending.url.host();
    let resolved = tokio::net::lookup_host((host, port)).await.map_err(|_| "the name cannot be resolved".to_owned())?;
    let addresses = checked(resolved, if is_https { AddressClass::Public } else { AddressClass::Loopback })?;
    let stream = connect(context, &addresses).await?;
    if !is_https {
        return exchange(stream, sending).await;
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| "the name cannot have a certificate".to_owned())?;
    let stream = tls()?.connect(name, stream).await.map_err(|error| format!("no TLS connection: {error}"))?;
    exchange(stream, sending).await
}

/// The addresses of a name, if each of them is of this class. A name with one private address is refused: which one a
/// connection gets would be chance.
fn checked(resolved: impl Iterator<Item = SocketAddr>, class: AddressClass) -> Result<Vec<SocketAddr>, String> {
    let addresses: Vec<_> = resolved.collect();
    if addresses.is_empty() {
        return Err("the name has no address".into());
    }
    if addresses.iter().any(|address| class_of(address.ip()) != class) {
        return Err("the name has an address that is not public".into());
    }
    Ok(addresses.into_iter().take(ADDRESSES_MOST).collect())
}

async fn connect(context: &Context, addresses: &[SocketAddr]) -> Result<TcpStream, String> {
    for address in addresses {
        tokio::select! {
            connected = TcpStream::connect(address) => if let Ok(stream) = connected { return Ok(stream) },
            () = context.sleep(CONNECT_LASTS) => {}
        }
    }
    Err("no connection".into())
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    sending: &Sending,
) -> Result<Outcome, String> {
    let broken = |error: hyper::Error| format!("the connection broke: {error}");
    let handshake = http1::Builder::new().max_buf_size(ANSWER_BYTES).handshake(TokioIo::new(stream));
    let (mut sender, connection) = handshake.await.map_err(broken)?;
    let request = request(sending).map_err(|_| "the request cannot be made".to_owned())?;
    let answered = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        Ok(outcome(answer).await)
    };
    let mut answered = std::pin::pin!(answered);
    // The connection is driven here, so that it ends with this try.
    tokio::select! {
        outcome = &mut answered => outcome,
        _ = connection => answered.await,
    }
}

fn request(sending: &Sending) -> Result<Request<Full<Bytes>>, http::Error> {
    let seconds = sending.at.as_second();
    Request::builder()
        .method("POST")
        .uri(sending.url.path())
        .header("host", sending.url.authority())
        .header("connection", "close")
        .header("user-agent", "Plumbline-Webhooks/1")
        .header("content-type", "application/json")
        .header("webhook-id", &sending.id)
        .header("webhook-timestamp", seconds)
        .header("webhook-signature", signature::header(&sending.secrets, &sending.id, seconds, &sending.body))
        .body(Full::new(Bytes::from(sending.body.clone())))
}

async fn outcome(answer: Response<Incoming>) -> Outcome {
    let status = answer.status();
    if status.is_success() {
        return Outcome::Answered(status.as_u16(), String::new());
    }
    if status.is_redirection() {
        return Outcome::Answered(status.as_u16(), "redirects are not followed".into());
    }
    let mut body = answer.into_body();
    let mut begin = Vec::new();
    while begin.len() < SHOWN_BYTES {
        let Some(Ok(frame)) = body.frame().await else { break };
        begin.extend(frame.data_ref().into_iter().flatten().take(SHOWN_BYTES));
    }
    Outcome::Answered(status.as_u16(), String::from_utf8_lossy(&begin).into_owned())
}

/// The client's settings, made once: reading the system's roots takes milliseconds.
fn tls() -> Result<TlsConnector, String> {
    static CONFIG: OnceLock<Option<Arc<ClientConfig>>> = OnceLock::new();
    let config = CONFIG.get_or_init(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let config = config.with_safe_default_protocol_versions().ok()?;
        let is_usable = !roots.is_empty();
        is_usable.then(|| Arc::new(config.with_root_certificates(roots).with_no_client_auth()))
    });
    config.clone().map(TlsConnector::from).ok_or_else(|| "this machine trusts no certificates".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(addresses: &[&str], class: AddressClass) -> Result<Vec<SocketAddr>, String> {
        checked(addresses.iter().map(|address| address.parse().unwrap()), class)
    }

    #[test]
    fn a_name_with_one_private_address_is_refused() {
        assert!(check(&["8.8.8.8:443", "1.1.1.1:443"], AddressClass::Public).is_ok());
        assert!(check(&["8.8.8.8:443", "10.0.0.1:443"], AddressClass::Public).is_err());
        assert!(check(&["[::ffff:127.0.0.1]:443"], AddressClass::Public).is_err());
        assert!(check(&["127.0.0.1:80"], AddressClass::Loopback).is_ok());
        assert!(check(&["8.8.8.8:80"], AddressClass::Loopback).is_err());
        assert!(check(&[], AddressClass::Public).is_err());
    }

    #[test]
    fn a_name_has_few_addresses_that_are_tried() {
        let many: Vec<_> = (1..9).map(|n| format!("8.8.8.{n}:443")).collect();
        let many: Vec<_> = many.iter().map(String::as_str).collect();
        assert_eq!(check(&many, AddressClass::Public).unwrap().len(), ADDRESSES_MOST);
    }
}
