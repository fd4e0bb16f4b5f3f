//! The HTTP layer shared by all functions: access control, request parsing, problems, sessions and page layout.
//!
//! An HTTP function is a `match` over its routes; [`serve`] does the work that all functions share. Start there. This
//! crate knows no aggregate: each function builds its own pages and JSON.

pub mod access;
pub mod agenda_lines;
mod api_token;
pub mod appearance;
mod badge_style;
mod body;
mod deadline;
pub mod definition;
mod desk;
mod export;
mod file_version;
mod imported;
mod language;
mod layout;
mod problem;
mod reply;
mod request;
mod request_log;
mod return_to;
pub mod session;
mod typed;
mod upload;

use std::future::Future;

use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use context::Context;
use messages::{Catalog, Messages};
use store::Store;

pub use access::Caller;
pub use body::{BODY_MAX, too_large};
pub use deadline::Clocks;
pub use desk::Room;
pub use export::{ANSWER_BYTES, Part};
pub use formats::markdown::{Html, first_sentence, markdown};
pub use imported::Pasted;
pub use layout::{ASSETS, Frame, Layout, asset, asset_of_another_version, mail_kind, script};
pub use problem::{Kind, Problem, value_error};
pub use reply::Reply;
pub use request::{Request, checked_key, next_link};
pub use return_to::{page_before_sign_in, redirect_after_sign_in};
pub use typed::Typed;
pub use upload::Upload;

use request_log::RequestLog;

/// The dependencies of an HTTP function. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    pub context: Context,
    pub store: Store,
}

impl App {
    pub fn new(context: Context, store: Store) -> Self {
        Self { context, store }
    }
}

/// Serves one request: reads it, checks access, calls `handle` and builds the answer. Never fails: errors become
/// answers too. `catalog` holds the texts of the function's pages.
pub async fn serve<F>(
    app: &App,
    event: ApiGatewayV2httpRequest,
    catalog: &'static Catalog,
    handle: impl FnOnce(App, Request) -> F,
) -> ApiGatewayV2httpResponse
where
    F: Future<Output = Result<Reply, Problem>>,
{
    let mut log = RequestLog::begin(&app.context, &event);
    let (store, units) = app.store.metered();
    let app = App { context: app.context.clone(), store: store.traced(log.trace()) };
    let wants_html = request::wants_html(&event);
    let chosen = language::chosen(&event).filter(|_| wants_html);
    let wanted = language::wanted(&event);
    let messages = Messages::new(wanted.unwrap_or_default(), catalog);
    let return_to = return_to::page(&event).filter(|_| wants_html);
    let refusal = |problem: &Problem, layout| {
        let reply = problem.reply(wants_html, layout);
        match &return_to {
            Some(page) if problem.kind() == Kind::SignInRequired => return_to::remember(reply, page),
            _ => reply,
        }
    };
    let answered = match Request::read(&app, event, wanted, messages).await {
        Ok(request) => {
            log.set_request(&request);
            let layout = Layout { messages: request.problem_messages(), ..request.layout() };
            let app = App { context: app.context.clone(), store: request.acting(&app.store) };
            // Boxed, because unoptimised code keeps the futures of all routes on the stack.
            let answered = Box::pin(handle(app, request)).await.and_then(export::check_size);
            answered.unwrap_or_else(|problem| {
                log.set_problem(&problem);
                refusal(&problem, layout)
            })
        }
        Err(problem) => {
            log.set_problem(&problem);
            refusal(&problem, Layout { messages, ..Layout::new("Plumbline") })
        }
    };
    let answered = match chosen {
        Some(language) => language::keep(answered, language),
        None => answered,
    };
    log.write(&app.context, answered.status(), &units);
    answered.finish(&app.context, &units)
}
