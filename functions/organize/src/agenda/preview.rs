//! One line of the agenda: which people it affects and what they get. Viewing it changes nothing.

use askama::Template;
use contract::agenda::{AgendaAbout as About, AgendaPreview};
use domain::conference::{Attendance, Class, Conference, PoolId};
use domain::mail::Mail;
use domain::message::{Recipient, Skipped};
use domain::person::EmailAddress;
use domain::reconfirmation::{Campaign, ReconfirmationState, Stage};
use domain::registration::Person;
use domain::waitlist::Entry;
use messages::Messages;
use store::{Cursor, Edition, What};
use web::agenda_lines::{agenda_line, concern_reason};
use web::{App, Layout, Problem, Reply, Request, next_link};

use super::acts::unknown;
use super::{Shown, lines, messages_of};

/// A recipient whose name is unknown.
fn reader(email: &EmailAddress, detail: impl Into<String>) -> About {
    About { name: None, email: Some(email.clone()), detail: detail.into(), path: None }
}

fn on_waitlist(edition: &Edition, entry: &Entry, detail: String) -> About {
    About {
        name: Some(entry.name.to_string()),
        email: Some(entry.email.clone()),
        detail,
        path: Some(format!("/conferences/{}/waitlist/{}", edition.id(), entry.id)),
    }
}

#[derive(Template)]
#[template(path = "agenda_line.html")]
struct PreviewPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    shown: Shown,
    about: Vec<About>,
    next: Option<String>,
}

/// People on one page.
const PAGE: usize = 100;

/// `GET …/agenda/{line}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let wanted = request.parameter("line").unwrap_or_default();
    let messages = messages_of(request);
    let mut found = None;
    for upcoming in app.store.agenda(&app.context, edition).await? {
        let what = upcoming.what.clone();
        let line = agenda_line(&app.store, edition, messages, upcoming).await?;
        if line.id == wanted {
            found = Some((line, Some(what)));
            break;
        }
    }
    if found.is_none() {
        // Lines without a workflow: what the clock alone does.
        let lines = lines(app, edition, messages).await?;
        found = lines.into_iter().find(|line| line.id == wanted).map(|line| (line, None));
    }
    let (line, what) = found.ok_or_else(unknown)?;
    let cursor = request.cursor()?;
    let (about, after) = match what {
        Some(what) => about(app, edition, messages, what, cursor.as_ref()).await?,
        None => (Vec::new(), None),
    };
    let next = next_link(&format!("/conferences/{}/agenda/{}", edition.id(), line.id), after.as_ref());
    if !request.wants_html {
        return Ok(Reply::json(200, &AgendaPreview { line, about, next }));
    }
    let conference = &edition.conference;
    let layout = request.layout().titled(line.what.as_str());
    let shown = Shown::new(messages, conference, app.context.now(), line);
    Ok(Reply::page(200, &PreviewPage { layout, conference, shown, about, next }))
}

async fn about(
    app: &App,
    edition: &Edition,
    messages: Messages,
    what: What,
    cursor: Option<&Cursor>,
) -> Result<(Vec<About>, Option<Cursor>), Problem> {
    let zone = &edition.conference.time_zone;
    let offers = |entries: Vec<Entry>| {
        let until = |entry: &Entry| entry.offer.as_ref().map(|offer| messages.instant(offer.expires_at, zone));
        let detail =
            |entry: &Entry| messages.t("agenda-about-offer").arg("at", until(entry).unwrap_or_default()).to_string();
        entries.iter().map(|entry| on_waitlist(edition, entry, detail(entry))).collect::<Vec<_>>()
    };
    Ok(match what {
        What::GiveOn { pool, passes, .. } => (next_offers(app, edition, messages, &pool, passes).await?, None),
        What::RemindOffers { entries } | What::EndOffers { entries } => (offers(entries), None),
        What::EndHolds { people } => {
            (people.iter().filter_map(|person| held(edition, messages, person)).collect(), None)
        }
        What::TellLeads { pool, unclaimed, .. } => {
            let detail = messages.t("agenda-about-unclaimed").arg("count", unclaimed).arg("pool", pool.to_string());
            (leads(edition, &pool).iter().map(|email| reader(email, detail.to_string())).collect(), None)
        }
        What::Release { pool, unclaimed, .. } => {
            let general = edition.conference.open_pool(Attendance::InPerson).map(|pool| pool.id.clone());
            let general = general.ok_or_else(|| Problem::not_found("no-such-pool"))?;
            let mut about = next_offers(app, edition, messages, &general, unclaimed).await?;
            let invitations = app.store.invitations(edition.id(), &pool, None, PAGE).await?;
            let open = invitations.items.iter().filter(|i| i.state == domain::invitation::InvitationState::Open);
            about.extend(open.map(|i| reader(&i.email, messages.t("agenda-about-invitation"))));
            (about, None)
        }
        What::Reconfirm { stage, .. } => campaign(app, edition, messages, stage, cursor).await?,
        What::CallOpens { track }
        | What::CallCloses { track, .. }
        | What::TellDecisions { track, .. }
        | What::AcceptancesEnd { track, .. } => {
            let track = edition.conference.track(track.as_str());
            let leads = track.map(|track| track.leads.clone()).unwrap_or_default();
            (leads.iter().map(|email| reader(email, messages.word("agenda-why", "leads"))).collect(), None)
        }
        What::Remind { concerns, .. } => {
            (concerns.iter().map(|concern| reader(&concern.email, concern_reason(messages, concern))).collect(), None)
        }
        What::SendMessage { message } => {
            let group = (&message.group, message.necessary);
            let all = app.store.message_recipients(&app.context, edition, group.0, group.1).await?;
            let detail = |one: &Recipient| messages.word("message-to", one.skipped.map_or("gets", Skipped::as_str));
            let about = all.iter().take(PAGE).map(|one| About {
                name: one.name.clone(),
                email: Some(one.email.clone()),
                detail: detail(one).to_string(),
                path: Some(format!("/conferences/{}/people/{}", edition.id(), one.key)),
            });
            (about.collect(), None)
        }
        What::EraseData { .. } => (Vec::new(), None),
        What::SendMails { .. } => {
            let mails = app.store.queued_mails(edition.id()).await?;
            let detail = |mail: &Mail| {
                let kind = mail.key.split(':').next().unwrap_or_default();
                let at = messages.instant(mail.queued_at, zone);
                messages.t("agenda-about-mail").arg("kind", kind).arg("at", at).to_string()
            };
            (mails.iter().map(|mail| reader(&mail.to, detail(mail))).collect(), None)
        }
    })
}

/// A person whose pass is held until they confirm the address.
fn held(edition: &Edition, messages: Messages, person: &Person) -> Option<About> {
    let registration = person.active()?;
    let until = messages.instant(registration.state.held_until()?, &edition.conference.time_zone);
    Some(About {
        name: Some(registration.name.to_string()),
        email: Some(person.email.clone()),
        detail: messages.t("agenda-about-hold").arg("at", until).to_string(),
        path: Some(format!("/conferences/{}/people/{}", edition.id(), person.key)),
    })
}

/// The people who get the next offers, in order, as far as there are passes.
async fn next_offers(
    app: &App,
    edition: &Edition,
    messages: Messages,
    pool: &PoolId,
    passes: u64,
) -> Result<Vec<About>, Problem> {
    let zone = &edition.conference.time_zone;
    let next = app.store.would_get(edition, pool, passes).await?;
    let detail = |(n, entry): (usize, &Entry)| {
        let class = Class::WORDS.iter().find(|(_, class)| *class == entry.priority.class).map_or("", |(word, _)| word);
        let detail = messages
            .t("agenda-about-next-offer")
            .arg("number", n + 1)
            .arg("class", messages.word("agenda-class", class))
            .arg("at", messages.instant(entry.joined_at, zone));
        on_waitlist(edition, entry, detail.to_string())
    };
    Ok(next.iter().enumerate().map(detail).collect())
}

fn leads(edition: &Edition, pool: &PoolId) -> Vec<EmailAddress> {
    let conference = &edition.conference;
    let track = conference.pool(pool).and_then(|pool| pool.track.as_ref());
    let led = conference.tracks.iter().find(|t| Some(&t.id) == track).map(|track| track.leads.clone());
    led.filter(|leads| !leads.is_empty()).unwrap_or_else(|| conference.organizers.clone())
}

/// The people that a stage of the campaign now affects, one page of registrations at a time.
async fn campaign(
    app: &App,
    edition: &Edition,
    messages: Messages,
    stage: Stage,
    cursor: Option<&Cursor>,
) -> Result<(Vec<About>, Option<Cursor>), Problem> {
    let Some(campaign) = app.store.campaign_figures(edition).await?.map(|known| known.campaign) else {
        return Err(unknown());
    };
    let page = app.store.registrations(edition.id(), cursor, PAGE).await?;
    let concerned = |person: &&Person| is_concerned(&campaign, stage, person);
    let detail = messages.t(match stage {
        Stage::Ask => "agenda-about-asked",
        Stage::Remind(_) => "agenda-about-reminded",
        Stage::End => "agenda-about-unanswered",
    });
    let detail = detail.to_string();
    let about = page.items.iter().filter(concerned).filter_map(|person| {
        let registration = person.confirmed()?;
        Some(About {
            name: Some(registration.name.to_string()),
            email: Some(person.email.clone()),
            detail: detail.clone(),
            path: Some(format!("/conferences/{}/registrations/{}", edition.id(), registration.id)),
        })
    });
    Ok((about.collect(), page.next))
}

fn is_concerned(campaign: &Campaign, stage: Stage, person: &Person) -> bool {
    let Some(registration) = person.confirmed().filter(|r| r.attendance == Attendance::InPerson) else { return false };
    let state = registration.reconfirmation.as_ref().map(|known| &known.state);
    match stage {
        Stage::Ask => state.is_none() && registration.comes_since() < campaign.ask_at,
        Stage::Remind(_) | Stage::End => matches!(state, Some(ReconfirmationState::Asked { .. })),
    }
}
