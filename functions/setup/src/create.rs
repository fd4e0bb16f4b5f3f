//! Creates the edition with its sessions. A repeat creates nothing more, and completes an interrupted run.

use domain::phrase::Phrase;
use domain::timetable::{Draft, Drafted};
use store::{DraftChange, Edition, PutEdition};
use web::{App, Kind, Problem};

use crate::plan::Plan;

/// Session numbers beyond this are not reserved: no edition will ever count so far.
const RESERVED: u32 = 1 << 30;

/// The edition of this id if it is the one that would be created, unchanged since then: then a request is a repeat.
pub(crate) async fn there_already(app: &App, plan: &Plan) -> Result<Option<Edition>, Problem> {
    let edition = app.store.edition(&plan.conference.id).await?;
    Ok(edition.filter(|edition| edition.revision == 1 && *edition.document == plan.document))
}

/// Returns whether the edition is new.
pub(crate) async fn create(app: &App, plan: &Plan) -> Result<bool, Problem> {
    let (context, store) = (&app.context, &app.store);
    let put = store.change_edition(context, 0, &plan.conference, &plan.document).await?;
    let (edition, is_new) = match put {
        PutEdition::Created(edition) => (edition, true),
        PutEdition::Changed(edition) => (edition, false),
        PutEdition::Refused(errors) => return Err(errors.into()),
        PutEdition::InUse(pool, in_use) => return Err(web::definition::capacity_in_use(&pool, in_use)),
        PutEdition::Busy => match there_already(app, plan).await? {
            Some(edition) => (edition, false),
            None => return Err(taken(app, plan).await?),
        },
    };
    import(app, &edition, &plan.sessions).await?;
    if is_new {
        tracing::info!(conference = %edition.id(), sessions = plan.sessions.len(), "an edition was set up");
    }
    Ok(is_new)
}

/// Another edition has the id, or the transaction met another one and can be sent again.
async fn taken(app: &App, plan: &Plan) -> Result<Problem, Problem> {
    let id = &plan.conference.id;
    Ok(match app.store.edition(id).await? {
        Some(_) => Problem::validation("/id", Phrase::of("setup-id-taken").arg("id", id)),
        None => Problem::busy(Phrase::of("setup-busy")),
    })
}

/// Adds the sessions that the draft does not have, so that a late repeat undoes no change since then.
async fn import(app: &App, edition: &Edition, sessions: &[Drafted]) -> Result<(), Problem> {
    if sessions.is_empty() {
        return Ok(());
    }
    let numbers = sessions.iter().map(|drafted| drafted.session.number);
    if let Some(up_to) = numbers.filter(|number| *number < RESERVED).max() {
        app.store.reserve_numbers(&app.context, edition.id(), u64::from(up_to)).await?;
    }
    let decide = |draft: &Draft| {
        let is_new = |new: &&Drafted| !draft.sessions.iter().any(|known| known.session.guid == new.session.guid);
        Ok::<_, Problem>((sessions.iter().filter(is_new).cloned().collect(), ()))
    };
    match app.store.change_draft(&app.context, edition, decide).await? {
        DraftChange::Done(()) => Ok(()),
        DraftChange::Refused(problem) => Err(problem),
        DraftChange::Busy => Err(Problem::new(Kind::Busy, Phrase::of("setup-not-all-sessions"))),
    }
}
