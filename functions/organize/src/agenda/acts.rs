//! `POST …/agenda/{line}`: runs, pauses or resumes a line.

use domain::conference::PoolId;
use domain::input::{Reading, one_of};
use domain::instant::Before;
use domain::message::MessageId;
use domain::phrase::Phrase;
use domain::reconfirmation::Stage;
use domain::reminder::Subject;
use jiff::Timestamp;
use store::{Edition, MessageChange};
use web::agenda_lines::stage_id;
use web::{App, Kind, Problem, Reply, Request};

use super::page;

/// The actions on a line.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Run,
    Pause,
    Resume,
}

/// `POST …/agenda/{line}` `{action: run | pause | resume}`
pub(crate) async fn act(app: &App, request: &Request) -> Result<Reply, Problem> {
    match acted(app, request).await {
        Ok(()) if request.wants_html => {
            Ok(Reply::see_other(&format!("/conferences/{}/agenda", request.edition()?.id())))
        }
        Ok(()) => page(app, request, None).await,
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn acted(app: &App, request: &Request) -> Result<(), Problem> {
    let edition = request.edition()?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let action = reading.root(&document).and_then(|o| {
        let action = o.required("action", one_of(&[("run", Act::Run), ("pause", Act::Pause), ("resume", Act::Resume)]));
        o.done();
        action
    });
    let action = reading.finish(action)?;
    let line = request.parameter("line").ok_or_else(unknown)?;
    let (what, about) = line.split_once(':').unwrap_or((line, ""));
    tracing::info!(conference.id = %edition.id(), agenda.line = what, "an organizer changes the agenda");
    match what {
        "reconfirm" => act_on_campaign(app, edition, stage_of(about).ok_or_else(unknown)?, action).await,
        "remind" => act_on_reminders(app, edition, about, action).await,
        "remind-offers" => act_on_offers(app, edition, about, action).await,
        "send-mails" if action == Act::Run => Ok(app.store.send_now(&app.context, edition.id()).await?),
        "send-message" => act_on_message(app, edition, about, action).await,
        "give-on" | "release" | "tell-leads" => act_on_pool(app, edition, what, about, action).await,
        // People were notified of the time, or it happens within a minute.
        "call-opens" | "call-closes" | "tell-decisions" | "acceptances-end" => {
            Err(edition.conference.track(about).map_or_else(unknown, |_| fixed()))
        }
        "erase-data" | "end-offers" | "send-mails" | "registration-opens" | "registration-closes" | "no-shows" => {
            Err(fixed())
        }
        _ => Err(unknown()),
    }
}

/// Pauses, resumes or runs a pool's reallocation, or the end of a reserved pool with the notice before it.
async fn act_on_pool(app: &App, edition: &Edition, what: &str, pool: &str, action: Act) -> Result<(), Problem> {
    let pool: PoolId = pool.parse().map_err(|_| unknown())?;
    let pool = edition.conference.pool(&pool).ok_or_else(unknown)?;
    let (ctx, c) = (&app.context, edition.id());
    match (what, action) {
        ("give-on", Act::Pause) => app.store.pause(ctx, c, &pool.id, true).await?,
        ("give-on", Act::Resume | Act::Run) => app.store.pause(ctx, c, &pool.id, false).await?,
        _ if !pool.is_reserved() => return Err(unknown()),
        (_, Act::Pause) => app.store.pause_release(ctx, c, &pool.id, true).await?,
        (_, Act::Resume) => app.store.pause_release(ctx, c, &pool.id, false).await?,
        ("release", Act::Run) => {
            app.store.release(ctx, edition, &pool.id).await?;
        }
        (_, Act::Run) => app.store.notify_leads(ctx, edition, &pool.id).await?,
    }
    Ok(())
}

/// Sends the reminders of offers that are due at an instant. They cannot be paused: people would lose their offer
/// without warning.
async fn act_on_offers(app: &App, edition: &Edition, at: &str, action: Act) -> Result<(), Problem> {
    let at = at.parse().ok().and_then(|second| Timestamp::from_second(second).ok()).ok_or_else(unknown)?;
    if action != Act::Run {
        return Err(fixed());
    }
    Ok(app.store.remind_offers_now(&app.context, edition.id(), at).await?)
}

/// Pauses, resumes or sends a scheduled message.
async fn act_on_message(app: &App, edition: &Edition, id: &str, action: Act) -> Result<(), Problem> {
    let id = MessageId::parse(id).ok_or_else(unknown)?;
    let change = match action {
        Act::Pause => MessageChange::Pause,
        Act::Resume => MessageChange::Resume,
        Act::Run => MessageChange::SendNow,
    };
    let changed = app.store.change_message(&app.context, edition.id(), &id, &change).await?;
    changed.map(drop).ok_or_else(unknown)
}

fn stage_of(name: &str) -> Option<Stage> {
    let stages = [Stage::Ask, Stage::Remind(0), Stage::Remind(1), Stage::End];
    stages.into_iter().find(|stage| stage_id(*stage).split_once(':').is_some_and(|(_, own)| own == name))
}

/// Pauses the campaign as a whole: a reminder without its question would be strange.
async fn act_on_campaign(app: &App, edition: &Edition, stage: Stage, action: Act) -> Result<(), Problem> {
    let (ctx, c) = (&app.context, edition.id());
    if app.store.campaign_figures(edition).await?.is_none() {
        return Err(unknown());
    }
    tracing::info!(conference.id = %c, agenda.line = stage_id(stage), "an organizer changes the agenda");
    let done = match action {
        Act::Pause => app.store.pause_campaign(ctx, c, true).await?,
        Act::Resume => app.store.pause_campaign(ctx, c, false).await?,
        Act::Run => app.store.bring_forward(ctx, c, stage).await?,
    };
    if done { Ok(()) } else { Err(fixed()) }
}

fn fixed() -> Problem {
    let detail = Phrase::of("agenda-fixed-detail");
    Problem::new(Kind::AgendaFixed, detail)
}

pub(super) fn unknown() -> Problem {
    Problem::not_found("no-such-agenda-line")
}

/// Runs the next reminder of a deadline, or pauses or resumes all of them.
async fn act_on_reminders(app: &App, edition: &Edition, named: &str, action: Act) -> Result<(), Problem> {
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
