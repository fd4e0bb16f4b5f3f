//! A registration for its holder: view, change, cancel.

use std::collections::BTreeMap;

use askama::Template;
use domain::bof::with_bofs;
use domain::conference::{Attendance, Conference, QuestionKind, answers, consents};
use domain::input::{Object, Reading, boolean, line, one_of, parsed};
use domain::live::{OpenRoom, is_day, open_rooms};
use domain::phrase::Phrase;
use domain::registration::{Person, Registration};
use domain::timetable::Release;
use serde_json::{Value, json};
use store::{CancelOutcome, ChangeOutcome, Changes};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::confirm;
use crate::create::sold_out;
use crate::held::{Held, held};
use crate::show;
use crate::ticket::{Drawn, drawn};

#[derive(Template)]
#[template(path = "manage.html")]
struct ManagePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    person: &'a Person,
    registration: &'a Registration,
    values: Typed<'a>,
    registered: String,
    ticket: Option<Drawn>,
    cancelled: Option<String>,
    /// Whether the conference is over, and certificates are available.
    is_over: bool,
    virtual_offered: bool,
    /// The rooms whose links are shown now.
    live: Vec<OpenRoom<'a>>,
    done: Option<&'a str>,
    problem: Option<&'a Problem>,
}

/// The registration as the values of its form.
fn as_typed(registration: &Registration) -> Value {
    let consents: BTreeMap<_, _> = registration.consents.iter().map(|(id, agreed)| (id, &agreed.version)).collect();
    json!({
        "name": registration.name,
        "affiliation": registration.affiliation,
        "attendance": registration.attendance,
        "first_time": registration.first_time.map(|first| if first { "yes" } else { "no" }),
        "answers": registration.answers,
        "consents": consents,
    })
}

fn page<'a>(
    app: &App,
    request: &Request,
    held: &'a Held<'_>,
    values: Typed<'a>,
    live: Vec<OpenRoom<'a>>,
    done: Option<&'a str>,
    problem: Option<&'a Problem>,
) -> ManagePage<'a> {
    let conference = &held.edition.conference;
    let registration = held.registration();
    let zone = &conference.time_zone;
    ManagePage {
        layout: request.layout().titled(request.t("pass-title")),
        conference,
        person: &held.person,
        registration,
        values,
        ticket: drawn(app, registration),
        registered: request.messages.instant(registration.registered_at, zone),
        cancelled: registration.state.cancelled_at().map(|at| request.messages.instant(at, zone)),
        is_over: app.context.now().to_zoned(zone.clone()).date() > conference.ends_on,
        virtual_offered: conference.open_pool(Attendance::Virtual).is_some(),
        live,
        done,
        problem,
    }
}

/// `GET …/registrations/{id}`: the mailed link's token moves into a cookie and out of the address bar.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = held(app, request).await?;
    if !request.wants_html {
        let at_door = app.store.at_door(held.edition.id(), &held.id).await?;
        let checked_in_at = at_door.and_then(|at_door| at_door.check_in).and_then(|check_in| check_in.first_at);
        let answer = show::whole(held.registration(), &held.person.email);
        return Ok(Reply::json(200, &contract::registrations::Registration { checked_in_at, ..answer }));
    }
    if let (true, Some(token)) = (held.by_token, request.query("token")) {
        let path = request.path.clone();
        return Ok(Reply::see_other(&path).cookie(show::COOKIE, token, &path, show::COOKIE_SECONDS));
    }
    if confirm::concerns(held.registration()) {
        return Ok(confirm::page(request, &held, None));
    }
    let done = match request.query("done") {
        Some("confirmed") => Some(request.t("done-confirmed").to_string()),
        Some("registered") => Some(request.t("done-registered").to_string()),
        Some("changed") => Some(request.t("done-changed").to_string()),
        Some("cancelled") => Some(request.t("done-cancelled").to_string()),
        _ => None,
    };
    let kept = as_typed(held.registration());
    let live = live(app, &held).await?;
    Ok(Reply::page(200, &page(app, request, &held, Typed::new(&kept, None), live, done.as_deref(), None)))
}

/// The rooms whose links the holder sees now. Reads the timetable only on the days of the conference.
async fn live<'a>(app: &App, held: &Held<'a>) -> Result<Vec<OpenRoom<'a>>, Problem> {
    let (edition, now) = (held.edition, app.context.now());
    if !held.registration().is_confirmed() || !is_day(&edition.conference, now) {
        return Ok(Vec::new());
    }
    let Some(head) = app.store.release_head(edition.id()).await? else { return Ok(Vec::new()) };
    let release = app.store.timetable_release(edition.id(), &head).await?;
    // A BoF opens the day's links as any session does.
    let bofs = app.store.bofs(edition.id()).await?.all;
    let release = with_bofs(&edition.conference, Release::clone(&release), &bofs);
    let own = app.store.live_links(edition.id()).await?;
    Ok(open_rooms(&edition.conference, &release, &own, now))
}

/// `DELETE …/registrations/{id}`
pub(crate) async fn cancel(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = held(app, request).await?;
    let cancelled = cancel_held(app, &held).await?;
    Ok(Reply::json(200, &show::whole(&cancelled, &held.person.email)))
}

async fn cancel_held(app: &App, held: &Held<'_>) -> Result<Registration, Problem> {
    match app.store.cancel(&app.context, held.edition, &held.id).await? {
        Some(CancelOutcome::Cancelled(registration)) => {
            tracing::info!(conference = %held.edition.id(), registration = %registration.id, "cancelled");
            Ok(registration)
        }
        Some(CancelOutcome::Kept(_) | CancelOutcome::Busy) => Err(Problem::busy(Phrase::of("cancel-busy"))),
        None => Err(Problem::not_found("no-such-registration")),
    }
}

/// `PATCH …/registrations/{id}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = held(app, request).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let changes = reading.root(&document).map(|o| {
        let changes = read_changes(&o, &held.edition.conference, held.registration());
        o.done();
        changes
    });
    let changed = change_held(app, &held, &reading.finish(changes)?).await?;
    Ok(Reply::json(200, &show::whole(&changed, &held.person.email)))
}

/// Collects the errors; `finish` reports them.
fn read_changes(o: &Object<'_>, conference: &Conference, before: &Registration) -> Changes {
    if o.entries().any(|(key, _)| key == "email") {
        o.ignore("email");
        o.reject("email", Phrase::of("email-fixed"));
    }
    let attendance = o.optional("attendance", one_of(Attendance::WORDS));
    if let Some(attendance) = attendance.filter(|a| conference.open_pool(*a).is_none()) {
        o.reject("attendance", attendance.no_passes());
    }
    let name = o.optional("name", parsed);
    if name.is_none()
        && o.entries().any(|(key, value)| key == "name" && value.as_str().is_some_and(|t| t.trim().is_empty()))
    {
        o.reject("name", Phrase::of("must-not-be-empty"));
    }
    let given = o.entries().any(|(key, _)| key == "affiliation");
    let affiliation = o.optional("affiliation", line(200));
    let first_time = o.optional("first_time", boolean);
    let some_answers = o.entries().any(|(key, _)| key == "answers");
    // Parse answers even if there are none, so that all unknown fields are reported.
    let answers = if some_answers { answers::read(o, &conference.questions, answers::Required::Now) } else { None };
    if !some_answers {
        o.ignore("answers");
    }
    let consents = if o.entries().any(|(key, _)| key == "consents") {
        consents::read(o, &conference.privacy.consents, &before.consents)
    } else {
        None
    };
    Changes { name, affiliation: given.then_some(affiliation), first_time, answers, consents, attendance }
}

async fn change_held(app: &App, held: &Held<'_>, changes: &Changes) -> Result<Registration, Problem> {
    match app.store.change(&app.context, held.edition, &held.id, changes).await? {
        Some(ChangeOutcome::Changed(registration)) => Ok(registration),
        Some(ChangeOutcome::Cancelled(_)) => {
            Err(Problem::new(Kind::RegistrationCancelled, Phrase::of("cancelled-stays")).way(
                "register",
                Phrase::of("way-register-again"),
                format!("/conferences/{}/register", held.edition.id()),
            ))
        }
        Some(ChangeOutcome::NotConfirmed(_)) => {
            let path = format!("/conferences/{}/registrations/{}", held.edition.id(), held.id);
            let problem = Problem::new(Kind::AddressNotConfirmed, Phrase::of("confirm-first"));
            Err(problem.way("registration", Phrase::of("way-registration"), path))
        }
        Some(ChangeOutcome::Lapsed(_)) => Err(confirm::lapsed(held.edition)),
        Some(ChangeOutcome::SoldOut(pool)) => Err(sold_out(held.edition, &pool)),
        Some(ChangeOutcome::Busy) => Err(Problem::busy(Phrase::of("change-busy"))),
        None => Err(Problem::not_found("no-such-registration")),
    }
}

/// `POST …/registrations/{id}`: for forms, with `action=cancel` or `action=change`. With `whole` the form contains
/// every field, so a missing checkbox means that it is not ticked.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let held = held(app, request).await?;
    let (document, source) = request.document()?;
    let conference = &held.edition.conference;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let cancel = o.required("action", one_of(&[("cancel", true), ("change", false)]))?;
        let whole = o.optional("whole", boolean).unwrap_or_default();
        let mut changes = if cancel { Changes::default() } else { read_changes(&o, conference, held.registration()) };
        if whole {
            let unticked = held.registration().first_time.is_some_and(|first| first).then_some(false);
            changes.first_time = changes.first_time.or(unticked);
            if !o.entries().any(|(key, _)| key == "answers") {
                changes.answers = answers::read(&o, &conference.questions, answers::Required::Now);
            }
            if !o.entries().any(|(key, _)| key == "consents") {
                let before = &held.registration().consents;
                changes.consents = consents::read(&o, &conference.privacy.consents, before);
            }
        }
        o.done();
        Some((cancel, changes))
    });
    let done = match reading.finish(requested) {
        Err(errors) => Err(errors.into()),
        Ok((true, _)) => cancel_held(app, &held).await.map(|_| "cancelled"),
        Ok((false, changes)) => change_held(app, &held, &changes).await.map(|_| "changed"),
    };
    match done {
        Ok(done) => Ok(Reply::see_other(&format!("{}?done={done}", request.path))),
        Err(problem) if request.wants_html && confirm::concerns(held.registration()) => {
            Ok(confirm::page(request, &held, Some(&problem)))
        }
        Err(problem) if request.wants_html => {
            // A form that only cancels shows the stored values.
            let kept = as_typed(held.registration());
            let typed = if document["action"] == "change" { &document } else { &kept };
            Ok(problem.on_page(&page(
                app,
                request,
                &held,
                Typed::new(typed, Some(&problem)),
                Vec::new(),
                None,
                Some(&problem),
            )))
        }
        Err(problem) => Err(problem),
    }
}
