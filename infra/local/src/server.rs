//! The HTTP server: accepts connections, passes requests to the stack, and writes answers.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONNECTION;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::event::BODY_LIMIT;
use crate::problem::Problem;
use crate::stack::Stack;

/// The most connections at once; further ones wait to be accepted.
const CONNECTIONS: usize = 900;

/// The time limit for the head of a request, and again for its body.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
const BODY_WITHIN: Duration = Duration::from_mins(1);

/// How long requests in progress may take when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// Serves until `stop` resolves. Then it accepts no connections, finishes the requests in progress, and returns.
pub async fn serve(stack: Stack, listener: TcpListener, stop: impl Future<Output = ()>) {
    let (stopping, stopped) = watch::channel(false);
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &room) => accepted,
        };
        while connections.try_join_next().is_some() {}
        match accepted {
            Ok((stream, address, place)) => {
                let connection = serve_connection(stack.clone(), stream, address, stopped.clone());
                connections.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                // Usually no file descriptor is free; other connections must end first.
                tracing::warn!(cause = %error, "a connection could not be accepted");
                stack.context().sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    stopping.send_replace(true);
    if timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await.is_err() {
        tracing::warn!(left = connections.len(), "requests under way were cut off");
    }
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(room).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, address) = listener.accept().await?;
    // Answers are written whole, so waiting for more data would only delay them.
    stream.set_nodelay(true)?;
    Ok((stream, address.ip().to_canonical(), place))
}

async fn serve_connection(stack: Stack, stream: TcpStream, address: IpAddr, mut stopped: watch::Receiver<bool>) {
    let until_stop = stopped.clone();
    let service = service_fn(move |request| {
        let (stack, until_stop) = (stack.clone(), until_stop.clone());
        async move {
            let mut response = answer(&stack, request, address).await;
            if *until_stop.borrow() {
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            }
            Ok::<_, Infallible>(response.map(Full::new))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(cause = %error, "a connection ended early");
    }
}

async fn answer(stack: &Stack, request: Request<Incoming>, address: IpAddr) -> Response<Bytes> {
    let (parts, body) = request.into_parts();
    // Refuse a body with a declared length above the limit without reading it.
    if body.size_hint().lower() > BODY_LIMIT as u64 {
        return closing(Problem::too_large(BODY_LIMIT).response());
    }
    match timeout(BODY_WITHIN, Limited::new(body, BODY_LIMIT).collect()).await {
        Ok(Ok(body)) => stack.request_from(Request::from_parts(parts, body.to_bytes()), address).await,
        Ok(Err(error)) if error.is::<LengthLimitError>() => closing(Problem::too_large(BODY_LIMIT).response()),
        Ok(Err(_)) => closing(Problem::malformed("the body did not come whole").response()),
        Err(_) => closing(Problem::timeout().response()),
    }
}

/// Closes the connection, because the rest of the body stays unread.
fn closing(mut response: Response<Bytes>) -> Response<Bytes> {
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    use super::*;
    use crate::stack::tests::stack;

    async fn check(requests: &[u8], expected: &[&str]) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(serve(stack(), listener, async { drop(stopped.await) }));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(requests).await.unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).await.unwrap();
        let mut rest = answers.as_str();
        for part in expected {
            let at = rest.find(part).unwrap_or_else(|| panic!("no {part:?} in {answers}"));
            rest = &rest[at + part.len()..];
        }
        drop(stop);
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_connection_is_kept_for_the_next_request() {
        let requests = b"GET /_local/outbox HTTP/1.1\r\nHost: localhost\r\n\r\n\
            GET /_local/outbox HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        check(requests, &["HTTP/1.1 200", "[]", "HTTP/1.1 200", "[]"]).await;
    }

    #[tokio::test]
    async fn a_request_without_a_host_is_a_problem() {
        check(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", &["HTTP/1.1 400", "/problems/bad-request", "Host"]).await;
    }

    #[tokio::test]
    async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
        let request = format!("POST /me HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\nx", BODY_LIMIT + 1);
        check(request.as_bytes(), &["HTTP/1.1 413", "connection: close", "/problems/too-large"]).await;
    }
}
