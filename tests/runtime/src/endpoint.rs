//! Where a function's SDK finds the table.

use std::convert::Infallible;
use std::fmt;
use std::fs;
use std::future::pending;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What the table answers to an operation (`GetItem`) and its JSON body: a status and a JSON body; `None` for a call
/// that never gets an answer.
pub type Answers = dyn Fn(&str, &[u8]) -> Option<(u16, Vec<u8>)> + Send + Sync;

/// Where a system's own root certificates are, so that a function reads as many as it would on Lambda.
const SYSTEM_ROOTS: &[&str] = &["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"];

/// An endpoint of the table's API on a port of loopback. Ends when dropped.
pub struct Endpoint {
    address: SocketAddr,
    tls: bool,
    /// Root certificates, in a directory that goes with this.
    roots: (TempDir, PathBuf),
    server: JoinHandle<()>,
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.url())
    }
}

impl Drop for Endpoint {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Endpoint {
    /// Over plain HTTP.
    pub async fn plain(answers: Arc<Answers>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&answers)));
            }
        });
        Ok(Self { address, tls: false, roots: roots("")?, server })
    }

    /// Over TLS, with a certificate made for it, which [`Endpoint::roots`] lets a function trust.
    pub async fn tls(answers: Arc<Answers>) -> io::Result<Self> {
        let made = rcgen::generate_simple_self_signed([Ipv4Addr::LOCALHOST.to_string()]).map_err(io::Error::other)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .map_err(io::Error::other)?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answers) = (acceptor.clone(), Arc::clone(&answers));
                tokio::spawn(async move {
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, answers).await;
                    }
                });
            }
        });
        Ok(Self { address, tls: true, roots: roots(&made.cert.pem())?, server })
    }

    /// Its address: `AWS_ENDPOINT_URL_DYNAMODB`.
    pub fn url(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.address)
    }

    /// The root certificates to trust (`SSL_CERT_FILE`): those of the system, which take time to read, and its own.
    pub fn roots(&self) -> &Path {
        &self.roots.1
    }
}

/// One file, as in Lambda's own image; elsewhere they may be hundreds in a directory, and a start would measure those.
fn roots(own: &str) -> io::Result<(TempDir, PathBuf)> {
    let system = SYSTEM_ROOTS.iter().find_map(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    let directory = tempfile::tempdir()?;
    let path = directory.path().join("roots.pem");
    fs::write(&path, own.to_owned() + &system)?;
    Ok((directory, path))
}

async fn serve(stream: impl AsyncRead + AsyncWrite + Unpin, answers: Arc<Answers>) {
    let service = service_fn(move |request| answer(Arc::clone(&answers), request));
    // A function that is killed leaves its connection broken; that is its affair.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(answers: Arc<Answers>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let target = request.headers().get("x-amz-target").and_then(|v| v.to_str().ok()).unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let Some((status, body)) = answers(&operation, &body) else { return pending().await };
    let answer = Response::builder().status(status).header("content-type", "application/x-amz-json-1.0");
    Ok(answer.body(Full::new(Bytes::from(body))).expect("a status and a body"))
}

/// A table with nothing in it that takes every write: enough for a function to start and answer.
pub fn empty_table(operation: &str, _: &[u8]) -> Option<(u16, Vec<u8>)> {
    let body = match operation {
        "Query" | "Scan" => r#"{"Items":[],"Count":0,"ScannedCount":0}"#,
        "BatchGetItem" => r#"{"Responses":{},"UnprocessedKeys":{}}"#,
        "UpdateItem" => r#"{"Attributes":{"count":{"N":"1"}}}"#,
        "DescribeTable" => r#"{"Table":{"TableStatus":"ACTIVE"}}"#,
        _ => "{}",
    };
    Some((200, body.into()))
}
