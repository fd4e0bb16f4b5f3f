//! The lines about calls for proposals and the reminders of their deadlines.

use domain::instant::Before;
use domain::person::EmailAddress;
use domain::reminder::{Concern, ReminderKind, Subject};
use jiff::Timestamp;
use store::{Edition, What};
use web::{App, Problem};

use super::acts::{Act, fixed, unknown};
use super::{Concerned, Line, NAMED};

/// The line of what is about a call; `None` if it is about something else.
pub(super) fn line(edition: &Edition, at: Timestamp, what: &What) -> Option<Line> {
    let plain = |id: String, workflow, what: String, count| Line {
        id,
        at,
        workflow,
        what,
        count,
        concerns: Vec::new(),
        can_run: false,
        can_pause: false,
        paused: false,
    };
    let name = |track: &str| edition.conference.track(track).map_or(track.to_owned(), |track| track.name.clone());
    Some(match what {
        What::CallOpens { track } => {
            let said = format!("the call of {} opens, and that is announced", name(track.as_str()));
            plain(format!("call-opens:{track}"), "close-cfps", said, 0)
        }
        What::CallCloses { track, sent } => {
            let said = format!("the call of {} closes, and its leads hear what came in", name(track.as_str()));
            plain(format!("call-closes:{track}"), "close-cfps", said, *sent)
        }
        What::Remind { subject, before, concerns, next, paused } => {
            let said = match subject {
                Subject::Call(track) => format!("people are reminded of the call of {}", name(track.as_str())),
                Subject::Reviews(track) => format!("reviewers of {} are reminded", name(track.as_str())),
                Subject::Acceptance(_) => "the people of an accepted proposal are reminded to answer".to_owned(),
            };
            let mut people: Vec<&EmailAddress> = Vec::new();
            for concern in concerns {
                if !people.contains(&&concern.email) {
                    people.push(&concern.email);
                }
            }
            Line {
                concerns: concerns.iter().take(NAMED).map(|concern| concerned(edition, concern)).collect(),
                can_run: *next,
                can_pause: true,
                paused: *paused,
                ..plain(format!("remind:{subject}:{before}"), "send-reminders", said, people.len() as u64)
            }
        }
        What::TellDecisions { track, count } => {
            let said = format!("decisions of {} are made known", name(track.as_str()));
            plain(format!("tell-decisions:{track}"), "release-decisions", said, *count)
        }
        What::AcceptancesEnd { track, count } => {
            let said = format!("the leads of {} are told who has not confirmed", name(track.as_str()));
            plain(format!("acceptances-end:{track}"), "release-decisions", said, *count)
        }
        _ => return None,
    })
}

/// Why a person is reminded.
pub(super) fn why(concern: &Concern) -> &'static str {
    match concern.line.kind {
        ReminderKind::Drafts => "has begun a proposal",
        ReminderKind::Calls => "asked to be reminded",
        ReminderKind::Leads => "leads the track",
        ReminderKind::Reviews => "owes reviews",
        ReminderKind::Acceptances => "has not answered",
    }
}

/// A draft is private: the line only says that there is one.
fn concerned(edition: &Edition, concern: &Concern) -> Concerned {
    let why = why(concern);
    let key = edition.person_key(&concern.email);
    Concerned { id: format!("{key}:{}", concern.line.kind.as_str()), name: format!("{} ({why})", concern.email) }
}

/// Runs the next reminder of a deadline now, holds them back, lets them go.
pub(super) async fn act_on_reminders(app: &App, edition: &Edition, named: &str, action: Act) -> Result<(), Problem> {
    let (subject, before) = named.rsplit_once(':').ok_or_else(unknown)?;
    let (subject, before): (Subject, Before) =
        (subject.parse().map_err(|_| unknown())?, before.parse().map_err(|_| unknown())?);
    let (ctx, c) = (&app.context, edition.id());
    let reminding = app.store.deadline_of(edition, &subject).await?.ok_or_else(unknown)?;
    let left = app.store.reminder_series(c, &subject).await?.upcoming(reminding.deadline.at, &reminding.reminders);
    if !left.iter().any(|(_, known)| *known == before) {
        return Err(unknown());
    }
    tracing::info!(conference.id = %c, agenda.line = %subject, "an organizer changes the agenda");
    match action {
        Act::Pause => app.store.pause_reminders(ctx, c, &subject, true).await?,
        Act::Resume => app.store.pause_reminders(ctx, c, &subject, false).await?,
        Act::Run if left.first().is_some_and(|(_, next)| *next == before) => {
            app.store.remind_now(ctx, edition, &subject).await?;
        }
        Act::Run => return Err(fixed()),
    }
    Ok(())
}
