//! The registration form.

use askama::Template;
use domain::conference::{Attendance, Conference, Phase, PoolId, QuestionKind};
use domain::instant::readable;
use domain::person::EmailAddress;
use serde_json::Value;
use store::Edition;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    key: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    passes: Passes,
    /// Whether sending the form can do anything: a pass is left, or an invitation claims one.
    open: bool,
}

/// Which passes there are to have.
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

    /// Whether virtual passes can be had now.
    fn virtual_open(self) -> bool {
        self.virtual_offered && !self.virtual_sold_out
    }

    /// Whether nothing is left without an invitation.
    fn all_sold_out(self) -> bool {
        self.in_person_sold_out && !self.virtual_open()
    }

    /// What to choose beforehand: what was asked for, unless only the other is left.
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
        Phase::Before => Some(("Registration is not open yet", "opens", conference.registration.opens.at)),
        Phase::After => Some(("Registration is closed", "closed", conference.registration.closes.at)),
    };
    if let Some((title, verb, at)) = closed {
        let words = format!("Registration {verb} on {}.", readable(at, &conference.time_zone));
        let layout = request.layout().titled(title);
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

/// The form again, with what was typed and what is wrong with it.
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
    // The same form sent twice is one registration; after a refusal a new key lets the corrected one be another.
    let typed = values.text("idempotency_key");
    let busy = problem.is_some_and(|p| p.kind() == Kind::Busy);
    let key = if busy && !typed.is_empty() { typed.to_owned() } else { app.context.id("form", 26) };
    let open = !passes.all_sold_out() || !values.text("invitation").trim().is_empty() || busy;
    Ok(FormPage { layout: request.layout().titled("Register"), conference, key, values, problem, passes, open })
}
