//! A waitlist entry for its holder: view, leave, accept, decline.

use askama::Template;
use contract::waitlist as answers;
use domain::conference::{Class, Conference};
use domain::input::{Reading, one_of};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::registration::Registration;
use domain::waitlist::{Entry, EntryId, EntryState, Freed, Ground};
use jiff::tz::TimeZone;
use messages::Messages;
use store::{AcceptOutcome, Edition, Ending, Leave};
use web::{App, Kind, Layout, Problem, Reply, Request};

use super::show;
use crate::show::COOKIE_SECONDS;

#[derive(Template)]
#[template(path = "entry.html")]
struct EntryPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    entry: &'a Entry,
    class: String,
    ahead: Option<u64>,
    /// Weeks with returned passes, latest first: the Monday and the number of passes.
    freed: Vec<(String, u64)>,
    joined: String,
    ended: Option<String>,
    /// The deadline of an offer that can be accepted, in the conference's zone and in UTC.
    until: Option<(String, String)>,
    done: Option<&'a str>,
    problem: Option<&'a Problem>,
}

/// An entry that the caller may manage.
struct Held<'a> {
    edition: &'a Edition,
    entry: Entry,
    by_token: bool,
}

/// Finds the entry and decides whether the caller may manage it. Other callers cannot find out that it exists.
async fn held<'a>(app: &App, request: &'a Request) -> Result<Held<'a>, Problem> {
    let edition = request.edition()?;
    let unknown = || Problem::not_found("no-such-entry");
    let id = request.parameter("id").and_then(EntryId::parse).ok_or_else(unknown)?;
    let entry = app.store.entry(edition.id(), &id).await?;
    let given = request.manage_token(show::COOKIE);
    let by_token = entry.as_ref().is_some_and(|entry| show::holds(&app.context, entry, given));
    request.check_origin(app)?;
    request.caller.may_manage(edition, by_token)?;
    Ok(Held { edition, entry: entry.ok_or_else(unknown)?, by_token })
}

/// The number of people ahead of an entry, while it waits.
pub(super) async fn ahead(app: &App, edition: &Edition, entry: &Entry) -> Result<Option<u64>, Problem> {
    if entry.state != EntryState::Waiting {
        return Ok(None);
    }
    Ok(Some(app.store.ahead_of(edition.id(), &edition.conference.waitlist, entry).await?))
}

/// Returned passes so far, by week.
async fn freed(app: &App, edition: &Edition, entry: &Entry) -> Result<Freed, Problem> {
    Ok(app.store.freed(edition.id(), &entry.pool).await?)
}

/// The entry's priority class, and why it is in it if that is not plain.
fn class_of(messages: Messages, entry: &Entry) -> String {
    let text = match (entry.priority.class, &entry.priority.ground) {
        (_, Ground::Moved) => messages.t("class-moved"),
        (Class::Newcomer, Ground::Unverified) => messages.t("class-unverified"),
        (class, _) => messages.word("class", class.as_str()),
    };
    text.to_string()
}

async fn page<'a>(
    app: &App,
    request: &Request,
    edition: &'a Edition,
    entry: &'a Entry,
    done: Option<&'a str>,
    problem: Option<&'a Problem>,
) -> Result<EntryPage<'a>, Problem> {
    let conference = &edition.conference;
    let (zone, messages) = (&conference.time_zone, request.messages);
    let offer = entry.open_offer(app.context.now());
    Ok(EntryPage {
        layout: request.layout().titled(request.t("entry-title")),
        conference,
        class: class_of(messages, entry),
        ahead: ahead(app, edition, entry).await?,
        freed: freed(app, edition, entry).await?.weeks().map(|(week, n)| (messages.day(week), n)).collect(),
        joined: messages.instant(entry.joined_at, zone),
        ended: entry.state.ended_at().map(|at| messages.instant(at, zone)),
        until: offer.map(|offer| {
            (messages.instant(offer.expires_at, zone), messages.instant(offer.expires_at, &TimeZone::UTC))
        }),
        entry,
        done,
        problem,
    })
}

/// `GET …/waitlist/{id}`: moves the mailed link's token into a cookie and out of the address bar. Opening the page
/// changes nothing, because mail scanners open links.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Held { edition, entry, by_token } = held(app, request).await?;
    if !request.wants_html {
        let freed = freed(app, edition, &entry).await?;
        let ahead = ahead(app, edition, &entry).await?;
        let freed_per_week = Some(show::weeks(&freed));
        return Ok(Reply::json(200, &answers::Entry { freed_per_week, ..show::whole(&entry, ahead) }));
    }
    if let (true, Some(token)) = (by_token, request.query("token")) {
        let path = request.path.clone();
        return Ok(Reply::see_other(&path).cookie(show::COOKIE, token, &path, COOKIE_SECONDS));
    }
    let done = match request.query("done") {
        Some("joined") => Some(request.t("done-joined").to_string()),
        Some("declined") => Some(request.t("done-declined").to_string()),
        Some("withdrawn") => Some(request.t("done-left").to_string()),
        _ => None,
    };
    Ok(Reply::page(200, &page(app, request, edition, &entry, done.as_deref(), None).await?))
}

/// `DELETE …/waitlist/{id}`
pub(crate) async fn withdraw(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Held { edition, entry, .. } = held(app, request).await?;
    let entry = leave(app, edition, &entry, Leave::Withdraw).await?;
    Ok(Reply::json(200, &show::whole(&entry, None)))
}

/// `POST …/waitlist/{id}` with `action=withdraw`, for forms.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Held { edition, entry, .. } = held(app, request).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let action = o.required("action", one_of(&[("withdraw", ())]));
        o.done();
        action
    });
    let left = match reading.finish(requested) {
        Ok(()) => leave(app, edition, &entry, Leave::Withdraw).await,
        Err(errors) => Err(errors.into()),
    };
    answer_form(app, request, edition, &entry, left.map(|_| format!("{}?done=withdrawn", request.path))).await
}

/// `POST …/waitlist/{id}/decline`
pub(crate) async fn decline(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Held { edition, entry, .. } = held(app, request).await?;
    let declined = leave(app, edition, &entry, Leave::Decline).await;
    if request.wants_html {
        let path = format!("/conferences/{}/waitlist/{}?done=declined", edition.id(), entry.id);
        return answer_form(app, request, edition, &entry, declined.map(|_| path)).await;
    }
    Ok(Reply::json(200, &show::whole(&declined?, None)))
}

/// `POST …/waitlist/{id}/accept`: answers with the registration.
pub(crate) async fn accept(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Held { edition, entry, .. } = held(app, request).await?;
    let accepted = accept_held(app, edition, &entry).await;
    if request.wants_html {
        let (path, token) = match &accepted {
            Ok((registration, _)) => {
                let path = format!("/conferences/{}/registrations/{}", edition.id(), registration.id);
                (path, crate::show::token(&app.context, registration))
            }
            Err(_) => (String::new(), None),
        };
        let reply =
            answer_form(app, request, edition, &entry, accepted.map(|_| format!("{path}?done=registered"))).await?;
        return Ok(match token {
            Some(token) => reply.cookie(crate::show::COOKIE, &token, &path, COOKIE_SECONDS),
            None => reply,
        });
    }
    let (registration, email) = accepted?;
    Ok(Reply::json(200, &crate::show::made(&app.context, &registration, &email)))
}

async fn accept_held(app: &App, edition: &Edition, entry: &Entry) -> Result<(Registration, EmailAddress), Problem> {
    match app.store.accept(&app.context, edition, &entry.id).await? {
        Some(AcceptOutcome::Accepted(registration, email)) => {
            tracing::info!(conference.id = %edition.id(), entry.id = %entry.id, metric.accepted = 1, "accepted");
            Ok((*registration, email))
        }
        Some(AcceptOutcome::Otherwise(entry)) => Err(no_offer(&entry)),
        Some(AcceptOutcome::Lapsed(entry)) => Err(lapsed(edition, &entry)),
        Some(AcceptOutcome::Busy) => Err(Problem::busy(Phrase::of("offer-busy"))),
        None => Err(Problem::not_found("no-such-entry")),
    }
}

async fn leave(app: &App, edition: &Edition, entry: &Entry, how: Leave) -> Result<Entry, Problem> {
    match app.store.leave(&app.context, edition, &entry.id, how).await? {
        Some(Ending::Done(entry)) => Ok(entry),
        Some(Ending::Otherwise(entry)) => Err(no_offer(&entry)),
        Some(Ending::Lapsed(entry)) => Err(lapsed(edition, &entry)),
        Some(Ending::Busy) => Err(Problem::busy(Phrase::of("entry-busy"))),
        None => Err(Problem::not_found("no-such-entry")),
    }
}

fn no_offer(entry: &Entry) -> Problem {
    let detail = match entry.state {
        EntryState::Waiting => Phrase::of("offer-not-yet"),
        EntryState::Accepted { .. } => Phrase::of("offer-was-accepted"),
        EntryState::Declined { .. } => Phrase::of("offer-was-declined"),
        _ => Phrase::of("entry-ended"),
    };
    Problem::new(Kind::NoOffer, detail).waitlist_state(entry.state.as_str())
}

fn lapsed(edition: &Edition, entry: &Entry) -> Problem {
    let zone = &edition.conference.time_zone;
    let detail = match &entry.offer {
        Some(offer) => Phrase::of("offer-was-held").instant("until", offer.expires_at, zone),
        None => Phrase::of("entry-ended"),
    };
    Problem::new(Kind::OfferLapsed, detail).way(
        "join",
        Phrase::of("way-join-again"),
        format!("/conferences/{}/join-waitlist", edition.id()),
    )
}

/// The answer to a form: the next page, or this page again with the error.
async fn answer_form(
    app: &App,
    request: &Request,
    edition: &Edition,
    entry: &Entry,
    done: Result<String, Problem>,
) -> Result<Reply, Problem> {
    match done {
        Ok(path) => Ok(Reply::see_other(&path)),
        Err(problem) if request.wants_html => {
            let now = app.store.entry(edition.id(), &entry.id).await?.unwrap_or_else(|| entry.clone());
            let page = page(app, request, edition, &now, None, Some(&problem)).await?;
            Ok(problem.on_page(&page))
        }
        Err(problem) => Err(problem),
    }
}
