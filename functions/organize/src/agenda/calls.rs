//! Acts on the reminders of deadlines.

use domain::instant::Before;
use domain::reminder::Subject;
use store::Edition;
use web::{App, Problem};

use super::acts::{Act, fixed, unknown};

/// Runs the next reminder of a deadline, or pauses or resumes all of them.
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
