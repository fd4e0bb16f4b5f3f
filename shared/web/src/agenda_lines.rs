//! The lines of the agenda: scheduled work in the words of the reader. Two functions show them: the agenda itself, and
//! the overview, which shows the next ones.

use contract::agenda::{AgendaLine, Concerned};
use domain::conference::{NoShowPasses, Phase, PoolId, Silence, TrackId};
use domain::instant::Before;
use domain::person::EmailAddress;
use domain::reconfirmation::Stage;
use domain::registration::{Person, Registration};
use domain::reminder::{Concern, Subject};
use domain::waitlist::Entry;
use jiff::Timestamp;
use messages::Messages;
use store::{Edition, Store, StoreError, Upcoming, What};

/// The most people named in one line; the line counts all of them.
const NAMED: usize = 20;

/// A line without people, which cannot be run or paused.
fn plain(at: Timestamp, workflow: &'static str) -> AgendaLine {
    AgendaLine {
        id: String::new(),
        at,
        workflow,
        what: String::new(),
        count: 0,
        concerns: Vec::new(),
        can_run: false,
        can_pause: false,
        paused: false,
    }
}

/// What the clock alone does, without a workflow.
pub fn clock_lines(edition: &Edition, messages: Messages, now: Timestamp) -> impl Iterator<Item = AgendaLine> {
    let registration = registration_line(edition, messages, now);
    registration.into_iter().chain(no_show_line(edition, messages, now))
}

/// When registration opens or closes next, if it still does.
fn registration_line(edition: &Edition, messages: Messages, now: Timestamp) -> Option<AgendaLine> {
    let window = &edition.conference.registration;
    let (id, what, at) = match window.phase(now) {
        Phase::Before => ("registration-opens", "agenda-what-registration-opens", window.opens.at),
        Phase::Open => ("registration-closes", "agenda-what-registration-closes", window.closes.at),
        Phase::After => return None,
    };
    Some(AgendaLine { id: id.to_owned(), what: messages.t(what).to_string(), ..plain(at, "register") })
}

/// When people who are not checked in become no-shows. What happens to their passes then is an organizer's act.
fn no_show_line(edition: &Edition, messages: Messages, now: Timestamp) -> Option<AgendaLine> {
    let policy = edition.conference.no_show.as_ref().filter(|policy| !policy.has_begun(now))?;
    let what = match policy.passes {
        NoShowPasses::List => "agenda-what-no-shows",
        NoShowPasses::OfferOn => "agenda-what-no-shows-offer",
    };
    Some(AgendaLine { id: "no-shows".into(), what: messages.t(what).to_string(), ..plain(policy.from.at, "check-in") })
}

/// The line of scheduled work.
pub async fn agenda_line(
    store: &Store,
    edition: &Edition,
    messages: Messages,
    upcoming: Upcoming,
) -> Result<AgendaLine, StoreError> {
    let at = upcoming.at;
    Ok(match upcoming.what {
        What::GiveOn { pool, passes, paused } => {
            let next = store.would_get(edition, &pool, passes).await?;
            let resells = next.is_empty() && passes > 0;
            AgendaLine {
                id: format!("give-on:{pool}"),
                what: of_pool(messages, if resells { "agenda-what-resell" } else { "agenda-what-offer" }, &pool),
                count: passes,
                concerns: on_waitlist(&next),
                can_run: paused,
                can_pause: true,
                paused,
                ..plain(at, "promote-waitlist")
            }
        }
        What::RemindOffers { entries } => AgendaLine {
            id: format!("remind-offers:{}", at.as_second()),
            what: messages.t("agenda-what-remind-offers").to_string(),
            count: entries.len() as u64,
            concerns: on_waitlist(&entries),
            can_run: true,
            ..plain(at, "promote-waitlist")
        },
        What::EndOffers { entries } => AgendaLine {
            id: format!("end-offers:{}", at.as_second()),
            what: messages.t("agenda-what-end-offers").to_string(),
            count: entries.len() as u64,
            concerns: on_waitlist(&entries),
            ..plain(at, "promote-waitlist")
        },
        What::EndHolds { people } => AgendaLine {
            id: format!("end-holds:{}", at.as_second()),
            what: messages.t("agenda-what-end-holds").to_string(),
            count: people.len() as u64,
            concerns: people.iter().filter_map(Person::active).take(NAMED).map(holder).collect(),
            ..plain(at, "promote-waitlist")
        },
        What::TellLeads { pool, unclaimed, paused } => {
            let what = of_pool(messages, "agenda-what-notify-leads", &pool);
            line_of_release(at, format!("tell-leads:{pool}"), what, unclaimed, paused)
        }
        What::Release { pool, unclaimed, paused } => {
            let what = of_pool(messages, "agenda-what-release", &pool);
            line_of_release(at, format!("release:{pool}"), what, unclaimed, paused)
        }
        What::Reconfirm { stage, count, paused } => line_of_campaign(edition, messages, at, stage, count, paused),
        What::SendMails { count } => AgendaLine {
            id: "send-mails".into(),
            what: messages.t("agenda-what-mails").to_string(),
            count,
            can_run: true,
            ..plain(at, "deliver-mail")
        },
        What::EraseData { everyone: true, .. } => AgendaLine {
            id: "erase-data".into(),
            what: messages.t("agenda-what-erase-data").to_string(),
            ..plain(at, "retain-data")
        },
        What::EraseData { everyone: false, questions } => AgendaLine {
            id: "erase-data".into(),
            what: messages.t("agenda-what-erase-answers").arg("count", questions).to_string(),
            ..plain(at, "retain-data")
        },
        What::SendMessage { message } => AgendaLine {
            id: format!("send-message:{}", message.id),
            what: messages.t("agenda-what-message").arg("subject", message.subject.as_str()).to_string(),
            can_run: true,
            can_pause: true,
            paused: message.is_paused(),
            ..plain(at, "send-messages")
        },
        What::CallOpens { track } => {
            let what = of_track(edition, messages, "agenda-what-call-opens", &track);
            AgendaLine { id: format!("call-opens:{track}"), what, ..plain(at, "close-cfps") }
        }
        What::CallCloses { track, sent } => {
            let what = of_track(edition, messages, "agenda-what-call-closes", &track);
            AgendaLine { id: format!("call-closes:{track}"), what, count: sent, ..plain(at, "close-cfps") }
        }
        What::Remind { subject, before, concerns, next, paused } => {
            let line = line_of_reminder(edition, messages, at, (&subject, before), &concerns);
            AgendaLine { can_run: next, paused, ..line }
        }
        What::TellDecisions { track, count } => {
            let what = of_track(edition, messages, "agenda-what-decisions", &track);
            AgendaLine { id: format!("tell-decisions:{track}"), what, count, ..plain(at, "release-decisions") }
        }
        What::AcceptancesEnd { track, count } => {
            let what = of_track(edition, messages, "agenda-what-unconfirmed", &track);
            AgendaLine { id: format!("acceptances-end:{track}"), what, count, ..plain(at, "release-decisions") }
        }
    })
}

/// How many passes, people, proposals or mails a line affects; empty if none.
pub fn affects(messages: Messages, line: &AgendaLine) -> String {
    if line.count == 0 {
        return String::new();
    }
    let unit = match line.id.split(':').next().unwrap_or_default() {
        "give-on" | "tell-leads" | "release" => "passes",
        "call-closes" | "tell-decisions" | "acceptances-end" => "proposals",
        "send-mails" => "mails",
        _ => "people",
    };
    messages.word("agenda-count", unit).arg("count", line.count).to_string()
}

fn on_waitlist(entries: &[Entry]) -> Vec<Concerned> {
    let name = |entry: &Entry| Concerned { id: entry.id.to_string(), name: entry.name.to_string() };
    entries.iter().take(NAMED).map(name).collect()
}

fn holder(registration: &Registration) -> Concerned {
    Concerned { id: registration.id.to_string(), name: registration.name.to_string() }
}

fn of_pool(messages: Messages, id: &'static str, pool: &PoolId) -> String {
    messages.t(id).arg("pool", pool.to_string()).to_string()
}

fn of_track(edition: &Edition, messages: Messages, id: &'static str, track: &TrackId) -> String {
    let name = edition.conference.track(track.as_str()).map_or(track.as_str(), |track| &track.name);
    messages.t(id).arg("track", name).to_string()
}

fn line_of_release(at: Timestamp, id: String, what: String, unclaimed: u64, paused: bool) -> AgendaLine {
    let plain = plain(at, "release-passes");
    AgendaLine { id, what, count: unclaimed, can_run: true, can_pause: true, paused, ..plain }
}

fn line_of_campaign(
    edition: &Edition,
    messages: Messages,
    at: Timestamp,
    stage: Stage,
    count: u64,
    paused: bool,
) -> AgendaLine {
    let returns = edition.conference.reconfirmation.as_ref().is_some_and(|r| r.silence == Silence::Return);
    let what = match stage {
        Stage::Ask => "agenda-what-ask",
        Stage::Remind(_) => "agenda-what-remind-answers",
        Stage::End if returns => "agenda-what-return",
        Stage::End => "agenda-what-keep",
    };
    AgendaLine {
        id: stage_id(stage),
        what: messages.t(what).to_string(),
        count,
        can_run: stage != Stage::End,
        can_pause: true,
        paused,
        ..plain(at, "reconfirm")
    }
}

/// The id of the line of a campaign's stage.
pub fn stage_id(stage: Stage) -> String {
    match stage {
        Stage::Ask => "reconfirm:ask".into(),
        Stage::Remind(number) => format!("reconfirm:remind-{}", number + 1),
        Stage::End => "reconfirm:end".into(),
    }
}

/// The line of a deadline's reminder.
fn line_of_reminder(
    edition: &Edition,
    messages: Messages,
    at: Timestamp,
    (subject, before): (&Subject, Before),
    concerns: &[Concern],
) -> AgendaLine {
    let what = match subject {
        Subject::Call(track) => of_track(edition, messages, "agenda-what-remind-call", track),
        Subject::Reviews(track) => of_track(edition, messages, "agenda-what-remind-reviews", track),
        Subject::Acceptance(_) => messages.t("agenda-what-remind-acceptance").to_string(),
    };
    let mut people: Vec<&EmailAddress> = Vec::new();
    for concern in concerns {
        if !people.contains(&&concern.email) {
            people.push(&concern.email);
        }
    }
    AgendaLine {
        id: format!("remind:{subject}:{before}"),
        what,
        count: people.len() as u64,
        concerns: concerns.iter().take(NAMED).map(|concern| reminded(edition, messages, concern)).collect(),
        can_pause: true,
        ..plain(at, "send-reminders")
    }
}

/// Why a person gets a reminder.
pub fn concern_reason(messages: Messages, concern: &Concern) -> String {
    messages.word("agenda-why", concern.line.kind.as_str()).to_string()
}

/// A draft is private, so the line shows only that there is one.
fn reminded(edition: &Edition, messages: Messages, concern: &Concern) -> Concerned {
    let name = messages.t("agenda-person-why").arg("email", concern.email.as_str());
    let name = name.arg("why", concern_reason(messages, concern));
    let key = edition.person_key(&concern.email);
    Concerned { id: format!("{key}:{}", concern.line.kind.as_str()), name: name.to_string() }
}
