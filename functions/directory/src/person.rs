//! One person of an edition, with everything that it has of them.

use askama::Template;
use contract::directory::{FoundSession, Person};
use contract::mails::Mail as MailShown;
use contract::registrations::Registration as RegistrationShown;
use domain::conference::consents::Agreed;
use domain::conference::{Conference, QuestionKind};
use domain::directory::PersonRow;
use domain::registration::Registration;
use domain::role::RoleState;
use domain::timetable::Released;
use domain::waitlist::{Entry, EntryState};
use lists::people::person_of;
use store::{Edition, PersonRecords};
use web::{App, Layout, Problem, Reply, Request, mail_kind};

/// Mails shown on the page.
const MAILS_SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    row: &'a PersonRow,
    registration: Option<&'a Registration>,
    checked_in: Option<String>,
    /// Until when its pass is held, while the address is not confirmed.
    held_until: Option<String>,
    /// When it was cancelled.
    cancelled: Option<String>,
    entry: Option<&'a Entry>,
    /// The label of each question with its answer.
    answers: Vec<(&'a str, String)>,
    /// Each text that they agreed to, with its version and when.
    agreed: Vec<(&'a str, String)>,
    sessions: Vec<FoundSession>,
    mails: Vec<MailRow<'a>>,
}

struct MailRow<'a> {
    mail: MailShown<'a>,
    kind: String,
    can_be_sent_again: bool,
}

/// The registration that the row shows.
fn registration<'a>(row: &PersonRow, records: &'a PersonRecords) -> Option<&'a Registration> {
    let id = &row.registration.as_ref()?.id;
    records.people.iter().find_map(|person| person.registration(id))
}

fn entry<'a>(row: &PersonRow, records: &'a PersonRecords) -> Option<&'a Entry> {
    let id = &row.waitlist.as_ref()?.id;
    records.entries.iter().find(|entry| entry.id == *id)
}

/// A session of the published timetable.
pub(crate) fn session(edition: &Edition, released: &Released) -> FoundSession {
    let session = &released.session;
    FoundSession {
        id: session.id.to_string(),
        title: session.title.clone(),
        room: released.placement.room.to_string(),
        starts_at: released.placement.starts_at,
        url: format!("/conferences/{}/sessions/{}", edition.id(), session.id),
    }
}

async fn sessions(app: &App, edition: &Edition, row: &PersonRow) -> Result<Vec<FoundSession>, Problem> {
    let Some(head) = app.store.release_head(edition.id()).await? else { return Ok(Vec::new()) };
    let release = app.store.timetable_release(edition.id(), &head).await?;
    let guids: Vec<_> = row.addresses.iter().map(|own| edition.person_guid(own)).collect();
    let takes_part = |released: &&Released| released.session.people.iter().any(|one| guids.contains(&one.guid));
    Ok(release.taking_place().filter(takes_part).map(|released| session(edition, released)).collect())
}

/// `GET …/people/{id}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let row = person_of(app, edition, request.parameter("id").unwrap_or_default()).await?;
    let records = app.store.person_records(edition, &row).await?;
    let mails = app.store.person_mails(edition, &row, &records).await?;
    let sessions = sessions(app, edition, &row).await?;
    let (registration, entry) = (registration(&row, &records), entry(&row, &records));
    let own: Vec<_> = registration.iter().map(|registration| &registration.id).collect();
    let checked_in = app.store.check_ins(edition.id(), &own).await?.into_iter().flatten().next();
    let checked_in_at = checked_in.and_then(|check_in| check_in.first_at);
    if !request.wants_html {
        let person = Person {
            id: &row.id,
            name: &row.name,
            email: &row.email,
            addresses: &row.addresses,
            affiliation: row.affiliation.as_deref(),
            registration: registration.map(|registration| RegistrationShown {
                checked_in_at,
                ..RegistrationShown::seen(registration, &row.email)
            }),
            waitlist: entry.map(Into::into),
            proposals: row.proposals.iter().map(Into::into).collect(),
            sessions,
            roles: row.roles.iter().map(Into::into).collect(),
            speaks: row.speaks,
            mails: mails.iter().map(Into::into).collect(),
        };
        return Ok(Reply::json(200, &person));
    }
    let page = PersonPage {
        layout: request.layout().titled(row.shown_name().to_owned()),
        conference: &edition.conference,
        row: &row,
        registration,
        checked_in: checked_in_at.map(|at| request.messages.short_instant(at, &edition.conference.time_zone)),
        held_until: registration
            .and_then(|registration| registration.state.held_until())
            .map(|at| request.messages.short_instant(at, &edition.conference.time_zone)),
        cancelled: registration
            .and_then(|registration| registration.state.cancelled_at())
            .map(|at| request.messages.short_instant(at, &edition.conference.time_zone)),
        entry,
        answers: registration.map(|registration| answers(request, edition, registration)).unwrap_or_default(),
        agreed: registration.map(|registration| agreed(request, edition, registration)).unwrap_or_default(),
        sessions,
        mails: mails
            .iter()
            .take(MAILS_SHOWN)
            .map(|mail| MailRow {
                mail: mail.into(),
                kind: mail_kind(request.messages, mail.kind),
                can_be_sent_again: mail.can_be_sent_again(),
            })
            .collect(),
    };
    Ok(Reply::page(200, &page))
}

/// The answers to the edition's questions, for people.
fn answers<'a>(request: &Request, edition: &'a Edition, registration: &Registration) -> Vec<(&'a str, String)> {
    let answered = |question: &'a domain::conference::Question| {
        let answer = registration.answers.get(&question.id)?;
        let text = match (&question.kind, answer.as_str()) {
            (QuestionKind::Tick, "true" | "yes") => request.t("yes").to_string(),
            (QuestionKind::Tick, _) => request.t("no").to_string(),
            (QuestionKind::Date, day) => day.parse().map_or(answer.clone(), |day| request.messages.full_day(day)),
            _ => answer.clone(),
        };
        Some((question.label.as_str(), text))
    };
    edition.conference.questions.iter().filter_map(answered).collect()
}

/// What they agreed to, for people.
fn agreed<'a>(request: &Request, edition: &'a Edition, registration: &'a Registration) -> Vec<(&'a str, String)> {
    let zone = &edition.conference.time_zone;
    let shown = |(id, agreed): (&'a String, &'a Agreed)| {
        let consent = edition.conference.privacy.consents.iter().find(|consent| consent.id == *id);
        // A text that is no longer asked for is known by its id.
        let text = consent.map_or(id.as_str(), |consent| consent.text.as_str());
        let when = request.messages.short_instant(agreed.agreed_at, zone);
        (text, request.t("person-agreed").arg("version", &agreed.version).arg("when", when).to_string())
    };
    registration.consents.iter().map(shown).collect()
}

/// The kind of pill for an entry's state.
fn entry_kind(state: &EntryState) -> &'static str {
    match state {
        EntryState::Waiting => "info",
        EntryState::Offered => "warn",
        EntryState::Accepted { .. } => "good",
        EntryState::Declined { .. } | EntryState::Lapsed { .. } | EntryState::Withdrawn { .. } => "",
    }
}
