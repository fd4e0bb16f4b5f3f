//! Actions on a whole proposal: submit, withdraw, move, merge. Each answers the proposal, or its page.

use domain::conference::TrackId;
use domain::input::{Reading, line, one_of, paragraphs, parsed};
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use store::MergeOutcome;
use web::{App, Kind, Problem, Reply, Request};

use crate::one::page;
use crate::refused::{refused, revised, stale};
use crate::seen::{Seen, if_match, path, seen};
use crate::show;

/// A form gets the next page, or the proposal's page with the error; a program gets the proposal.
async fn answered(
    app: &App,
    request: &Request,
    seen: Seen<'_>,
    done: Result<(Proposal, &str), Problem>,
) -> Result<Reply, Problem> {
    match done {
        Ok((proposal, done)) if request.wants_html => {
            Ok(Reply::see_other(&format!("{}?done={done}", path(seen.edition, &proposal))))
        }
        Ok((proposal, _)) => Ok(show::json(200, seen.edition, &proposal)),
        Err(problem) if request.wants_html => {
            let now = app.store.proposal(seen.edition.id(), &seen.proposal.id).await?;
            let seen = Seen { proposal: now.unwrap_or_else(|| seen.proposal.clone()), ..seen };
            page(app, request, &seen, Some(&problem)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST …/submit`
pub(crate) async fn submit(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    let done = async {
        seen.may_submit()?;
        let target = (&seen.proposal.id, if_match(request)?);
        let done = app.store.submit_proposal(&app.context, seen.edition, target, seen.actor()).await?;
        Ok((revised(seen.edition, done)?, "submitted"))
    };
    let done = done.await;
    answered(app, request, seen, done).await
}

/// `POST …/withdraw`
pub(crate) async fn withdraw(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    let done = async {
        seen.may_edit()?;
        let target = (&seen.proposal.id, if_match(request)?);
        let done = app.store.withdraw_proposal(&app.context, seen.edition, target, seen.actor()).await?;
        Ok((revised(seen.edition, done)?, "withdrawn"))
    };
    let done = done.await;
    answered(app, request, seen, done).await
}

/// The request in `POST …/move`.
enum Shift {
    /// Requests the move: moves it, or asks the other track's lead.
    Ask(TrackId, Option<String>),
    /// The receiving lead's answer; the requesting lead can also take the request back.
    Answer(bool),
}

fn read_shift(request: &Request) -> Result<Shift, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let shift = reading.root(&document).and_then(|o| {
        if o.has("answer") {
            let answer = o.required("answer", one_of(&[("accept", true), ("decline", false)]));
            o.done();
            return answer.map(Shift::Answer);
        }
        let track = o.required("track", parsed::<TrackId>);
        let reason = o.optional("reason", paragraphs(1000));
        o.done();
        Some(Shift::Ask(track?, reason))
    });
    Ok(reading.finish(shift)?)
}

/// `POST …/move`: the proposal's people and leads request a move; the lead of the other track answers.
pub(crate) async fn shift(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    let done = shifted(app, request, &seen).await;
    answered(app, request, seen, done).await
}

async fn shifted<'d>(app: &App, request: &Request, seen: &Seen<'_>) -> Result<(Proposal, &'d str), Problem> {
    let edition = seen.edition;
    if !seen.receives {
        seen.may_edit()?;
    }
    let target = (&seen.proposal.id, if_match(request)?);
    match read_shift(request)? {
        Shift::Ask(to, reason) => {
            seen.may_edit()?;
            let to = edition
                .conference
                .track(to.as_str())
                .ok_or_else(|| Problem::validation("/track", edition.conference.must_be_a_track()))?;
            let caller = &request.caller;
            let at_once = seen.proposal.state == ProposalState::Draft
                || caller.organizes(Some(edition))
                || caller.leads(edition).contains(&&to.id);
            let ctx = &app.context;
            let done = app.store.ask_to_move(ctx, edition, target, (to, reason, at_once), seen.actor()).await?;
            let proposal = revised_move(seen, to, done)?;
            let said = if proposal.track == to.id { "moved" } else { "move-asked" };
            Ok((proposal, said))
        }
        Shift::Answer(accept) => {
            if accept && !seen.receives {
                let detail = Phrase::of("move-not-yours");
                return Err(Problem::new(Kind::Forbidden, detail));
            }
            let done = app.store.answer_move(&app.context, edition, target, accept, seen.actor()).await?;
            Ok((revised(edition, done)?, if accept { "moved" } else { "stays" }))
        }
    }
}

/// When a move is refused, the errors are about the receiving track.
fn revised_move(
    seen: &Seen<'_>,
    to: &domain::conference::Track,
    done: Option<store::RevisionOutcome>,
) -> Result<Proposal, Problem> {
    match done {
        Some(store::RevisionOutcome::Refused(_, refusal)) => Err(refused(seen.edition, Some(to), refusal)),
        other => revised(seen.edition, other),
    }
}

/// `POST …/merge` `{into}`: a lead merges it into another proposal, with its speakers.
pub(crate) async fn merge(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    let done = merged(app, request, &seen).await;
    answered(app, request, seen, done).await
}

async fn merged<'d>(app: &App, request: &Request, seen: &Seen<'_>) -> Result<(Proposal, &'d str), Problem> {
    seen.may_lead()?;
    let edition = seen.edition;
    let revision = if_match(request)?;
    let (document, source) = request.document()?;
    let into = domain::input::only(source, &document, "into", line(200))?;
    let into = into.rsplit('/').next().unwrap_or_default();
    let unknown = || Problem::validation("/into", Phrase::of("must-be-other-proposal"));
    let other = if let Some(id) = ProposalId::parse(into) {
        app.store.proposal(edition.id(), &id).await?
    } else {
        // Find it by number or code, as the list shows them.
        let all = app.store.proposals_of_track(edition.id(), &seen.proposal.track).await?;
        let named = |p: &Proposal| p.number.to_string() == into.trim_start_matches('#') || p.code == into;
        all.into_iter().find(named)
    };
    let other = other.filter(|other| other.state != ProposalState::Draft).ok_or_else(unknown)?;
    let leads = request.caller.organizes(Some(edition)) || request.caller.leads(edition).contains(&&other.track);
    if !leads || other.id == seen.proposal.id {
        return Err(unknown());
    }
    match app
        .store
        .merge_proposals(&app.context, edition, (&seen.proposal.id, revision), &other.id, seen.actor())
        .await?
    {
        MergeOutcome::Merged(into) => Ok((*into, "merged")),
        MergeOutcome::Stale(now) => Err(stale(edition, &now)),
        MergeOutcome::Refused(refusal) => Err(refused(edition, seen.track(), refusal)),
        MergeOutcome::Busy => Err(Problem::busy(Phrase::of("nothing-changed"))),
        MergeOutcome::Gone => Err(Problem::not_found("no-such-proposal")),
    }
}
