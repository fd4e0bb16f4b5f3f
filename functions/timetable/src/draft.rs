//! Steps that all changes of the timetable's draft share: who may change a session, and storing the change.

use domain::phrase::Phrase;
use domain::timetable::{Draft, Drafted, Kind as SessionKind, Session, SessionId};
use store::{DraftChange, Edition};
use web::{App, Kind, Problem, Request};

pub(crate) fn session_id(request: &Request) -> Result<SessionId, Problem> {
    let name = request.parameter("session").unwrap_or_default();
    name.parse().map_err(|_| Problem::not_found("no-such-session"))
}

/// Organizers may change every session, leads those of their track.
pub(crate) fn may_change(request: &Request, edition: &Edition, session: &Session) -> Result<(), Problem> {
    let theirs = session.track.as_ref().is_some_and(|track| request.caller.leads(edition).contains(&track));
    if theirs || request.caller.organizes(Some(edition)) {
        return Ok(());
    }
    Err(Problem::new(Kind::Forbidden, Phrase::of("session-not-yours")))
}

/// A session of the draft that the caller may change.
pub(crate) fn changeable<'d>(
    request: &Request,
    edition: &Edition,
    draft: &'d Draft,
    id: &SessionId,
) -> Result<&'d Drafted, Problem> {
    let drafted = draft.session(id).ok_or_else(|| Problem::not_found("no-such-session"))?;
    if drafted.session.kind == SessionKind::Bof {
        return Err(Problem::new(Kind::Forbidden, Phrase::of("session-bof")));
    }
    may_change(request, edition, &drafted.session)?;
    Ok(drafted)
}

/// Stores what `decide` makes of the draft. Calls it again if another change was stored first.
pub(crate) async fn change<T>(
    app: &App,
    edition: &Edition,
    decide: impl Fn(&Draft) -> Result<(Vec<Drafted>, T), Problem>,
) -> Result<T, Problem> {
    match app.store.change_draft(&app.context, edition, decide).await? {
        DraftChange::Done(done) => Ok(done),
        DraftChange::Refused(problem) => Err(problem),
        DraftChange::Busy => Err(Problem::busy(Phrase::of("timetable-busy"))),
    }
}
