//! Dispatches a request: to a local route, or to the function of its route.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST};
use http::{HeaderValue, Method, Request, Response};
use web::App;

use super::Stack;
use crate::problem::Problem;
use crate::{event, local_routes};

impl Stack {
    /// Answers a request like the server. The default host is `localhost`.
    pub async fn request(&self, mut request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().authority().is_none() {
            request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
        }
        self.request_from(request, Ipv4Addr::LOCALHOST.into()).await
    }

    /// Answers a request with a clock and randomness of its own: the given app's.
    pub(crate) async fn request_with(&self, app: App, mut request: Request<Bytes>) -> Response<Bytes> {
        request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
        self.answer(app, request, Ipv4Addr::LOCALHOST.into()).await.unwrap_or_else(Problem::response)
    }

    /// Answers a request that came from an address.
    pub(crate) async fn request_from(&self, request: Request<Bytes>, source_ip: IpAddr) -> Response<Bytes> {
        let is_head = request.method() == Method::HEAD;
        let under_way = UnderWay::new(&self.inner.asked);
        let mut response =
            self.answer(self.inner.app.clone(), request, source_ip).await.unwrap_or_else(Problem::response);
        drop(under_way);
        if is_head {
            let length = HeaderValue::from(response.body().len());
            response.headers_mut().insert(CONTENT_LENGTH, length);
            *response.body_mut() = Bytes::new();
        }
        response
    }

    async fn answer(&self, app: App, request: Request<Bytes>, source_ip: IpAddr) -> Result<Response<Bytes>, Problem> {
        let (parts, body) = request.into_parts();
        let host = event::host(&parts)?;
        let path = parts.uri.path();
        event::check_path(path)?;
        if body.len() > event::BODY_LIMIT {
            return Err(Problem::too_large(event::BODY_LIMIT));
        }
        if path == "/_local" || path.starts_with("/_local/") {
            return local_routes::answer(self, &parts, &host, &body).await;
        }
        let taken = self.inner.routes.take(event::method(&parts.method).as_str(), path);
        let function = taken.function;
        let (id, now) = (app.context.id("request", 16), app.context.now());
        let event = event::event(&parts, &host, &body, taken, source_ip, id, now);
        // A task of its own: it completes even if the client disconnects, and a panic affects no other request.
        let answer = tokio::spawn(async move { function.handle(&app, event).await }).await;
        Ok(event::response(answer.map_err(|_| Problem::broken("the function panicked; see the log"))?))
    }
}

/// Counts a request while it is in progress, even if its client disconnects.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
