//! "Send me my link again": answers the same for any address.

use askama::Template;
use domain::conference::Conference;
use domain::input::{only, parsed};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use web::{App, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    sent: bool,
}

/// `GET /conferences/{conference}/link`
pub(crate) fn show(request: &Request) -> Result<Reply, Problem> {
    let page = page(request, Typed::empty(), None)?;
    Ok(Reply::page(200, &LinkPage { sent: request.query("sent").is_some(), ..page }))
}

fn page<'a>(request: &'a Request, values: Typed<'a>, problem: Option<&'a Problem>) -> Result<LinkPage<'a>, Problem> {
    let conference = &request.edition()?.conference;
    Ok(LinkPage { layout: request.layout().titled(request.t("link-title")), conference, values, problem, sent: false })
}

/// `POST /conferences/{conference}/link` `{email}`
pub(crate) async fn send(app: &App, request: &Request) -> Result<Reply, Problem> {
    match sent(app, request).await {
        Err(problem) if request.is_page_form() => {
            let typed = request.typed();
            Ok(problem.on_page(&page(request, Typed::new(&typed, Some(&problem)), Some(&problem))?))
        }
        answered => answered,
    }
}

async fn sent(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let email = only(source, &document, "email", parsed::<EmailAddress>)?;
    app.store.link_again(&app.context, request.edition()?, &email).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("{}?sent", request.path)));
    }
    Ok(request.said(202, &Phrase::of("link-on-its-way")))
}
