//! Request to typed input, result to answer: who may call what, problems, sessions, layout.
//!
//! An HTTP function is a `match` over its routes; [`serve`] does what is the same for all of them. Knows nothing of
//! any aggregate: what a page shows is the function's.

pub mod access;
mod body;
mod deadline;
mod layout;
mod markdown;
mod problem;
mod reply;
mod request;
mod request_log;
pub mod session;
mod typed;
mod upload;
mod wanted;

use std::future::Future;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use context::Context;
use store::Store;

pub use access::Caller;
pub use body::BODY_MAX;
pub use deadline::Clocks;
pub use layout::{ASSETS, Layout, asset, script};
pub use markdown::{Html, markdown};
pub use problem::{Kind, Problem};
pub use reply::Reply;
pub use request::{Request, checked_key, next_link};
pub use typed::Typed;
pub use upload::Upload;
pub use wanted::lead_on;

use request_log::RequestLog;

/// What an HTTP function works with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    pub context: Context,
    pub store: Store,
}

impl App {
    /// Puts an app together.
    pub fn new(context: Context, store: Store) -> Self {
        Self { context, store }
    }
}

/// Serves one request: reads it, decides whether the caller may, hands it to `handle`, and turns what comes back into
/// an answer. Never fails: what goes wrong is an answer too.
pub async fn serve<F>(
    app: &App,
    event: ApiGatewayV2httpRequest,
    handle: impl FnOnce(App, Request) -> F,
) -> ApiGatewayV2httpResponse
where
    F: Future<Output = Result<Reply, Problem>>,
{
    let mut news = RequestLog::begin(&app.context, &event);
    let (store, units) = app.store.metered();
    let app = App { context: app.context.clone(), store: store.traced(news.trace()) };
    let wants_html = request::wants_html(&event);
    let wanted = wanted::page(&event).filter(|_| wants_html);
    let refusal = |problem: &Problem, layout| {
        let reply = problem.reply(wants_html, layout);
        match &wanted {
            Some(page) if problem.kind() == Kind::SignInRequired => wanted::remember(reply, page),
            _ => reply,
        }
    };
    let answered = match Request::read(&app, event).await {
        Ok(request) => {
            news.about(&request);
            let layout = request.layout();
            let answered = handle(app.clone(), request).await;
            answered.unwrap_or_else(|problem| {
                news.went_wrong(&problem);
                refusal(&problem, layout)
            })
        }
        Err(problem) => {
            news.went_wrong(&problem);
            refusal(&problem, Layout::new("Plumbline"))
        }
    };
    news.write(&app.context, answered.status(), &units);
    answered.finish(&app.context, &units)
}
