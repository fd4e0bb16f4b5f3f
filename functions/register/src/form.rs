//! The registration form.

use askama::Template;
use domain::conference::{Attendance, Conference, Phase, QuestionKind};
use domain::instant::readable;
use domain::person::EmailAddress;
use serde_json::Value;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    key: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    virtual_offered: bool,
    in_person_sold_out: bool,
}

#[derive(Template)]
#[template(path = "closed.html")]
struct ClosedPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    words: String,
}

/// `GET /conferences/{conference}/register`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let invitation = request.query("invitation").unwrap_or_default();
    let now = app.context.now();
    let closed = match conference.registration.phase(now) {
        _ if !invitation.is_empty() => None,
        Phase::Open => None,
        Phase::Before => Some(("Registration is not open yet", "opens", conference.registration.opens.at)),
        Phase::After => Some(("Registration is closed", "closed", conference.registration.closes.at)),
    };
    if let Some((title, verb, at)) = closed {
        let words = format!("Registration {verb} on {}.", readable(at, &conference.time_zone));
        let layout = request.layout().titled(title);
        return Ok(Reply::page(200, &ClosedPage { layout, conference, words }));
    }
    let general = conference.open_pool(Attendance::InPerson).map(|pool| &pool.id);
    let sold_out = app.store.sold_out(edition.id(), &general.into_iter().collect::<Vec<_>>()).await?;
    let attendance = match request.query("attendance") {
        Some("virtual") => "virtual",
        _ => "in_person",
    };
    let document = serde_json::json!({
        "attendance": attendance,
        "invitation": invitation,
        "email": request.caller.email.as_ref().map(EmailAddress::as_str).unwrap_or_default(),
    });
    let values = Typed::new(&document, None);
    Ok(Reply::page(200, &page(app, request, values, None, sold_out == [true] && invitation.is_empty())?))
}

/// The form again, with what was typed and what is wrong with it.
pub(crate) fn again(app: &App, request: &Request, document: &Value, problem: &Problem) -> Result<Reply, Problem> {
    let values = Typed::new(document, Some(problem));
    let sold_out = problem.kind() == Kind::SoldOut;
    let page = page(app, request, values, Some(problem), sold_out)?;
    Ok(problem.on_page(&page))
}

fn page<'a>(
    app: &App,
    request: &'a Request,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    in_person_sold_out: bool,
) -> Result<FormPage<'a>, Problem> {
    let conference = &request.edition()?.conference;
    // The same form sent twice is one registration; after a refusal a new key lets the corrected one be another.
    let typed = values.text("idempotency_key");
    let busy = problem.is_some_and(|p| p.kind() == Kind::Busy);
    let key = if busy && !typed.is_empty() { typed.to_owned() } else { app.context.id("form", 26) };
    Ok(FormPage {
        layout: request.layout().titled("Register"),
        conference,
        key,
        values,
        problem,
        virtual_offered: conference.open_pool(Attendance::Virtual).is_some(),
        in_person_sold_out,
    })
}
