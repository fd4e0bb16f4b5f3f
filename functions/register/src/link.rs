//! "Send me my link again": answers the same for any address.

use askama::Template;
use domain::conference::Conference;
use domain::input::{only, parsed};
use domain::person::EmailAddress;
use web::{App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "link.html")]
struct LinkPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    typed: &'a str,
    fault: Option<&'a str>,
    sent: bool,
}

/// `GET /conferences/{conference}/link`
pub(crate) fn show(request: &Request) -> Result<Reply, Problem> {
    Ok(Reply::page(200, &page(request, "", None, false)?))
}

fn page<'a>(request: &'a Request, typed: &'a str, fault: Option<&'a str>, sent: bool) -> Result<LinkPage<'a>, Problem> {
    let conference = &request.edition()?.conference;
    Ok(LinkPage { layout: request.layout().titled("Your link again"), conference, typed, fault, sent })
}

/// `POST /conferences/{conference}/link` `{email}`
pub(crate) async fn send(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let email = match only(source, &document, "email", parsed::<EmailAddress>) {
        Ok(email) => email,
        Err(faults) if request.is_form() && request.wants_html => {
            let typed = document["email"].as_str().unwrap_or_default();
            return Ok(Reply::page(422, &page(request, typed, faults.first().map(|f| f.detail.as_str()), false)?));
        }
        Err(faults) => return Err(faults.into()),
    };
    app.store.link_again(&app.context, request.edition()?, &email).await?;
    if request.is_form() && request.wants_html {
        return Ok(Reply::page(202, &page(request, "", None, true)?));
    }
    let said = "if this address is registered, its link is on the way by mail";
    Ok(Reply::json(202, &serde_json::json!({ "detail": said })))
}
