//! One act on one person.

use contract::directory::ActResult;
use domain::directory::{BulkAct, PersonRow};
use store::{CancelOutcome, Edition, Ending, Invited, Openings};
use web::{App, Problem};

/// Does it. Each write has its own guards, so that who was changed by someone else meanwhile stays as they are.
pub(super) async fn perform(
    app: &App,
    edition: &Edition,
    act: &BulkAct,
    row: &PersonRow,
    openings: &mut Openings,
) -> Result<ActResult, Problem> {
    let (store, ctx) = (&app.store, &app.context);
    Ok(match act {
        BulkAct::Cancel { reason } => {
            let Some(registration) = &row.registration else { return Ok(ActResult::NoPass) };
            let id = &registration.id;
            let cancelled = match reason {
                Some(reason) => store.cancel_because(ctx, edition, id, reason).await?,
                None => store.cancel(ctx, edition, id).await?,
            };
            match cancelled {
                Some(CancelOutcome::Cancelled(_)) => ActResult::Done,
                Some(CancelOutcome::Kept(_) | CancelOutcome::Busy) => ActResult::Failed,
                None => ActResult::NoPass,
            }
        }
        BulkAct::Move { class, reason } => {
            let Some(entry) = &row.waitlist else { return Ok(ActResult::NotWaiting) };
            match store.move_entry(ctx, edition.id(), &entry.id, *class, reason).await? {
                Some(Ending::Done(_)) => ActResult::Done,
                Some(Ending::Otherwise(_) | Ending::Lapsed(_)) | None => ActResult::NotWaiting,
                Some(Ending::Busy) => ActResult::Failed,
            }
        }
        BulkAct::Resend => {
            store.link_again(ctx, edition, &row.email).await?;
            ActResult::Done
        }
        BulkAct::Invite { pool } => {
            let name = Some(row.name.as_str()).filter(|name| !name.is_empty());
            match store.invite_within(ctx, edition, pool, (&row.email, name, None), openings).await? {
                Invited::New(invitation) => {
                    openings.add(invitation);
                    ActResult::Done
                }
                Invited::Already(_) => ActResult::Already,
                Invited::PoolEmpty => ActResult::PoolEmpty,
            }
        }
    })
}
