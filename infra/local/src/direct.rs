//! Calls the functions behind their routes directly in the caller's future: no server, no runtime, no stack.

use std::net::Ipv4Addr;

use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response};
use web::App;

use crate::event;
use crate::problem::Problem;
use crate::routes::Routes;
use crate::template::Template;

/// The template's routes with the functions' own handlers. The caller chooses the app and its clock: the simulation
/// polls each request by itself.
#[derive(Clone, Debug)]
pub struct Direct {
    routes: Routes,
}

impl Direct {
    /// The template's routes; an error says what is wrong with the template.
    pub fn new(template: &Template) -> Result<Self, String> {
        Ok(Self { routes: Routes::new(template)? })
    }

    /// Answers a request with this app, through the same event as API Gateway's. If the future is dropped halfway, the
    /// table is in the same state as after a killed function.
    pub async fn request(&self, app: &App, mut request: Request<Bytes>) -> Response<Bytes> {
        request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
        self.answer(app, request).await.unwrap_or_else(Problem::response)
    }

    async fn answer(&self, app: &App, request: Request<Bytes>) -> Result<Response<Bytes>, Problem> {
        let (parts, body) = request.into_parts();
        let host = event::host(&parts)?;
        event::check_path(parts.uri.path())?;
        let taken = self.routes.take(event::method(&parts.method).as_str(), parts.uri.path());
        let function = taken.function;
        let (id, now) = (app.context.id("request", 16), app.context.now());
        let event = event::event(&parts, &host, &body, taken, Ipv4Addr::LOCALHOST.into(), id, now);
        Ok(event::response(function.handle(app, event).await))
    }
}
