//! One line of the agenda: who exactly, and what exactly. Looking changes nothing.

use askama::Template;
use domain::conference::{Attendance, Conference, PoolId};
use domain::instant::readable;
use domain::mail::Mail;
use domain::reconfirmation::{Campaign, ReconfirmationState, Stage};
use domain::registration::Person;
use domain::waitlist::Entry;
use serde::Serialize;
use store::{Cursor, Edition, What};
use web::{App, Layout, Problem, Reply, Request, next_link};

use super::acts::unknown;
use super::{Line, calls, line, lines};

/// A person, or a mail, that a line is about.
#[derive(Serialize)]
struct About {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    detail: String,
    /// Where more is said of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
}

impl About {
    fn reader(email: &impl ToString, detail: impl Into<String>) -> Self {
        Self { name: None, email: Some(email.to_string()), detail: detail.into(), path: None }
    }

    fn entry(edition: &Edition, entry: &Entry, detail: String) -> Self {
        Self {
            name: Some(entry.name.to_string()),
            email: Some(entry.email.to_string()),
            detail,
            path: Some(format!("/conferences/{}/waitlist/{}", edition.id(), entry.id)),
        }
    }
}

#[derive(Template)]
#[template(path = "agenda_line.html")]
struct PreviewPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    line: Line,
    about: Vec<About>,
    next: Option<String>,
}

/// People on one page.
const PAGE: usize = 100;

/// `GET …/agenda/{line}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let wanted = request.parameter("line").unwrap_or_default();
    let mut found = None;
    for upcoming in app.store.agenda(&app.context, edition).await? {
        let what = upcoming.what.clone();
        let line = line(app, edition, upcoming).await?;
        if line.id == wanted {
            found = Some((line, Some(what)));
            break;
        }
    }
    if found.is_none() {
        // Lines that no workflow has: registration opens and closes.
        found = lines(app, edition).await?.into_iter().find(|line| line.id == wanted).map(|line| (line, None));
    }
    let (line, what) = found.ok_or_else(unknown)?;
    let cursor = request.cursor()?;
    let (about, after) = match what {
        Some(what) => about(app, edition, what, cursor.as_ref()).await?,
        None => (Vec::new(), None),
    };
    let next = next_link(&format!("/conferences/{}/agenda/{}", edition.id(), line.id), after.as_ref());
    if !request.wants_html {
        return Ok(Reply::json(200, &serde_json::json!({ "line": line, "about": about, "next": next })));
    }
    let layout = request.layout().titled("Agenda");
    Ok(Reply::page(200, &PreviewPage { layout, conference: &edition.conference, line, about, next }))
}

async fn about(
    app: &App,
    edition: &Edition,
    what: What,
    cursor: Option<&Cursor>,
) -> Result<(Vec<About>, Option<Cursor>), Problem> {
    let zone = &edition.conference.time_zone;
    let offers = |entries: Vec<Entry>| {
        let until = |entry: &Entry| entry.offer.as_ref().map(|offer| readable(offer.expires_at, zone));
        let detail = |entry: &Entry| format!("their offer stands until {}", until(entry).unwrap_or_default());
        entries.iter().map(|entry| About::entry(edition, entry, detail(entry))).collect::<Vec<_>>()
    };
    Ok(match what {
        What::GiveOn { pool, passes, .. } => (next_offers(app, edition, &pool, passes).await?, None),
        What::RemindOffers { entries } | What::EndOffers { entries } => (offers(entries), None),
        What::TellLeads { pool, unclaimed, .. } => {
            let detail = format!("is told that {unclaimed} passes of {pool} are unclaimed");
            (leads(edition, &pool).iter().map(|email| About::reader(email, detail.clone())).collect(), None)
        }
        What::Release { pool, unclaimed, .. } => {
            let general = edition.conference.open_pool(Attendance::InPerson).map(|pool| pool.id.clone());
            let general = general.ok_or_else(|| Problem::not_found("pool"))?;
            let mut about = next_offers(app, edition, &general, unclaimed).await?;
            let invitations = app.store.invitations(edition.id(), &pool, None, PAGE).await?;
            let open = invitations.items.iter().filter(|i| i.state == domain::invitation::InvitationState::Open);
            about.extend(open.map(|i| About::reader(&i.email, "their invitation stops working")));
            (about, None)
        }
        What::Reconfirm { stage, .. } => round(app, edition, stage, cursor).await?,
        What::CallOpens { track }
        | What::CallCloses { track, .. }
        | What::TellDecisions { track, .. }
        | What::AcceptancesEnd { track, .. } => {
            let track = edition.conference.track(track.as_str());
            let leads = track.map(|track| track.leads.clone()).unwrap_or_default();
            (leads.iter().map(|email| About::reader(email, "leads the track")).collect(), None)
        }
        What::Remind { concerns, .. } => {
            (concerns.iter().map(|concern| About::reader(&concern.email, calls::why(concern))).collect(), None)
        }
        What::SendMails { .. } => {
            let mails = app.store.queued_mails(edition.id()).await?;
            let detail = |mail: &Mail| {
                let kind = mail.key.split(':').next().unwrap_or_default();
                format!("{kind}, owed since {}", readable(mail.owed_at, zone))
            };
            (mails.iter().map(|mail| About::reader(&mail.to, detail(mail))).collect(), None)
        }
    })
}

/// Who gets an offer, in order, as far as there are passes.
async fn next_offers(app: &App, edition: &Edition, pool: &PoolId, passes: u64) -> Result<Vec<About>, Problem> {
    let zone = &edition.conference.time_zone;
    let next = app.store.would_get(edition, pool, passes).await?;
    let detail = |(n, entry): (usize, &Entry)| {
        let (class, joined) = (entry.standing.class.label(), readable(entry.joined_at, zone));
        About::entry(edition, entry, format!("gets offer {}: of {class}, joined {joined}", n + 1))
    };
    Ok(next.iter().enumerate().map(detail).collect())
}

fn leads(edition: &Edition, pool: &PoolId) -> Vec<domain::person::EmailAddress> {
    let conference = &edition.conference;
    let track = conference.pool(pool).and_then(|pool| pool.track.as_ref());
    let led = conference.tracks.iter().find(|t| Some(&t.id) == track).map(|track| track.leads.clone());
    led.filter(|leads| !leads.is_empty()).unwrap_or_else(|| conference.organizers.clone())
}

/// The people that a stage of the campaign concerns now, a page of the registrations at a time.
async fn round(
    app: &App,
    edition: &Edition,
    stage: Stage,
    cursor: Option<&Cursor>,
) -> Result<(Vec<About>, Option<Cursor>), Problem> {
    let Some(round) = app.store.round(edition).await?.map(|known| known.round) else { return Err(unknown()) };
    let page = app.store.registrations(edition.id(), cursor, PAGE).await?;
    let concerned = |person: &&Person| is_concerned(&round, stage, person);
    let about = page.items.iter().filter(concerned).filter_map(|person| {
        let registration = person.confirmed()?;
        Some(About {
            name: Some(registration.name.to_string()),
            email: Some(person.email.to_string()),
            detail: match stage {
                Stage::Ask => "is asked".into(),
                Stage::Remind(_) => "is reminded, unless they answer before".into(),
                Stage::End => "has not answered".into(),
            },
            path: Some(format!("/conferences/{}/registrations/{}", edition.id(), registration.id)),
        })
    });
    Ok((about.collect(), page.next))
}

fn is_concerned(round: &Campaign, stage: Stage, person: &Person) -> bool {
    let Some(registration) = person.confirmed().filter(|r| r.attendance == Attendance::InPerson) else { return false };
    let state = registration.reconfirmation.as_ref().map(|known| &known.state);
    match stage {
        Stage::Ask => state.is_none() && registration.comes_since() < round.ask_at,
        Stage::Remind(_) | Stage::End => matches!(state, Some(ReconfirmationState::Asked { .. })),
    }
}
