//! The registration form.

use askama::Template;
use domain::conference::{Attendance, Conference, Phase, PoolId, QuestionKind};
use domain::person::EmailAddress;
use serde_json::Value;
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    key: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    passes: Passes,
    /// Whether the form can succeed: a pass is left, or an invitation claims one.
    open: bool,
}

/// Which passes are available.
#[derive(Clone, Copy)]
struct Passes {
    in_person_sold_out: bool,
    virtual_offered: bool,
    virtual_sold_out: bool,
}

impl Passes {
    async fn read(app: &App, edition: &Edition) -> Result<Self, Problem> {
        let pool = |attendance| edition.conference.open_pool(attendance).map(|pool| &pool.id);
        let (in_person, online) = (pool(Attendance::InPerson), pool(Attendance::Virtual));
        let pools: Vec<_> = in_person.into_iter().chain(online).collect();
        let sold_out = app.store.sold_out(edition.id(), &pools).await?;
        let is_sold_out =
            |wanted: Option<&PoolId>| pools.iter().zip(&sold_out).any(|(id, out)| Some(*id) == wanted && *out);
        Ok(Self {
            in_person_sold_out: is_sold_out(in_person),
            virtual_offered: online.is_some(),
            virtual_sold_out: is_sold_out(online),
        })
    }

    /// Whether virtual passes are available.
    fn virtual_open(self) -> bool {
        self.virtual_offered && !self.virtual_sold_out
    }

    /// Whether no pass is available without an invitation.
    fn all_sold_out(self) -> bool {
        self.in_person_sold_out && !self.virtual_open()
    }

    /// The preselected attendance: the requested one, unless only the other is left.
    fn preselected(self, asked: Option<&str>) -> &'static str {
        match asked {
            Some("virtual") if self.virtual_open() || self.in_person_sold_out => "virtual",
            Some("virtual") => "in_person",
            _ if self.in_person_sold_out && self.virtual_open() => "virtual",
            _ => "in_person",
        }
    }
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
        Phase::Before => Some(("registration-not-open", "registration-opens", conference.registration.opens.at)),
        Phase::After => Some(("registration-closed", "registration-closed-on", conference.registration.closes.at)),
    };
    if let Some((title, text, at)) = closed {
        let at = request.messages.instant(at, &conference.time_zone);
        let words = request.t(text).arg("at", at).to_string();
        let layout = request.layout().titled(request.t(title));
        return Ok(Reply::page(200, &ClosedPage { layout, conference, words }));
    }
    let passes = Passes::read(app, edition).await?;
    let attendance = if invitation.is_empty() { passes.preselected(request.query("attendance")) } else { "in_person" };
    let document = serde_json::json!({
        "attendance": attendance,
        "invitation": invitation,
        "email": request.caller.email.as_ref().map(EmailAddress::as_str).unwrap_or_default(),
    });
    let values = Typed::new(&document, None);
    Ok(Reply::page(200, &page(app, request, values, None, passes)?))
}

/// Shows the form again, with the typed values and the errors.
pub(crate) async fn again(app: &App, request: &Request, document: &Value, problem: Problem) -> Result<Reply, Problem> {
    let passes = Passes::read(app, request.edition()?).await?;
    let problem = if passes.virtual_open() { problem } else { problem.without_way("virtual") };
    let values = Typed::new(document, Some(&problem));
    let page = page(app, request, values, Some(&problem), passes)?;
    Ok(problem.on_page(&page))
}

fn page<'a>(
    app: &App,
    request: &'a Request,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    passes: Passes,
) -> Result<FormPage<'a>, Problem> {
    let conference = &request.edition()?.conference;
    // Sending the same form twice makes one registration. After a refusal, a new key makes the corrected form another
    // request.
    let typed = values.text("idempotency_key");
    let temporary = problem.is_some_and(Problem::is_temporary);
    let key = if temporary && !typed.is_empty() { typed.to_owned() } else { app.context.id("form", 26) };
    let open = !passes.all_sold_out() || !values.text("invitation").trim().is_empty() || temporary;
    Ok(FormPage {
        layout: request.layout().titled(request.t("register-title")),
        conference,
        key,
        values,
        problem,
        passes,
        open,
    })
}
