//! The proposals that a caller may judge: those of the tracks that they review or lead, except hidden ones.

use contract::reviews::ProposalLine;
use domain::conference::{Track, TrackId};
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId, ProposalState};
use domain::review::Review;
use store::Edition;
use web::{App, Caller, Kind, Problem, Request};

/// A track as its reviewers and leads see it.
pub struct TrackView<'r> {
    pub edition: &'r Edition,
    pub track: &'r Track,
    /// Whether they decide, as a lead or an organizer.
    pub as_lead: bool,
    /// The proposals that they may judge, in order of number.
    pub proposals: Vec<Proposal>,
    pub reviews: Vec<Review>,
    /// The number of proposals hidden from them: their own, and those with a conflict of interest.
    pub hidden: usize,
}

/// A proposal as its reviewers and leads see it.
pub struct Judged<'r> {
    pub edition: &'r Edition,
    pub track: &'r Track,
    pub as_lead: bool,
    pub proposal: Proposal,
    pub reviews: Vec<Review>,
}

impl Judged<'_> {
    /// Whether they see the names of the speakers.
    pub fn names(&self) -> bool {
        sees_names(self.track, self.as_lead, &self.proposal)
    }

    /// Their own review.
    pub fn mine(&self, caller: &Caller) -> Option<&Review> {
        own(&self.reviews, caller)
    }
}

/// Whether a judge sees the speakers' names: leads do. Reviewers do too, but in a blind track only after the decision
/// is released.
pub fn sees_names(track: &Track, as_lead: bool, proposal: &Proposal) -> bool {
    as_lead || !track.review.blind || !matches!(proposal.state, ProposalState::Draft | ProposalState::Submitted)
}

/// The caller's own review among these.
pub fn own<'a>(reviews: impl IntoIterator<Item = &'a Review>, caller: &Caller) -> Option<&'a Review> {
    reviews.into_iter().find(|review| caller.addresses.contains(&review.reviewer))
}

/// Whether a proposal is hidden from a reviewer: it is their own, or they have a conflict.
fn is_hidden<'a>(proposal: &Proposal, reviews: impl IntoIterator<Item = &'a Review>, caller: &Caller) -> bool {
    let theirs = |review: &&Review| review.is_conflict() && caller.addresses.contains(&review.reviewer);
    let names_them = proposal.speakers.iter().any(|speaker| caller.addresses.contains(&speaker.email));
    proposal.is_owned_by(&caller.addresses) || names_them || reviews.into_iter().any(|review| theirs(&review))
}

/// Whether judges see a proposal at all: it was submitted, and for reviewers it was not withdrawn.
fn is_there(proposal: &Proposal, as_lead: bool) -> bool {
    let withdrawn = matches!(proposal.state, ProposalState::Withdrawn { .. });
    proposal.was_submitted() && proposal.state != ProposalState::Draft && (as_lead || !withdrawn)
}

/// A track's proposals that the caller may judge.
pub async fn track_view<'r>(app: &App, request: &'r Request, track: &'r Track) -> Result<TrackView<'r>, Problem> {
    let edition = request.edition()?;
    let as_lead = request.caller.manages_track(edition, &track.id);
    let c = edition.id();
    let reads = (app.store.proposals_of_track(c, &track.id), app.store.track_reviews(c, &track.id));
    let (proposals, reviews) = futures_util::future::join(reads.0, reads.1).await;
    let (mut proposals, mut reviews) = (proposals?, reviews?);
    proposals.retain(|proposal| is_there(proposal, as_lead));
    let all = proposals.len();
    let of = |id: &ProposalId| reviews.iter().filter(|review| review.proposal == *id).collect::<Vec<_>>();
    proposals.retain(|proposal| !is_hidden(proposal, of(&proposal.id), &request.caller));
    let hidden = all - proposals.len();
    reviews.retain(|review| proposals.iter().any(|proposal| proposal.id == review.proposal));
    Ok(TrackView { edition, track, as_lead, proposals, reviews, hidden })
}

/// The track in the path.
pub fn named_track(request: &Request) -> Result<&Track, Problem> {
    let edition = request.edition()?;
    let track = request.parameter("track").and_then(|track| edition.conference.track(track));
    track.ok_or_else(|| Problem::not_found("no-such-track-page"))
}

/// The proposal in the path, if the caller may judge it. A hidden one does not exist for them.
pub async fn judged<'r>(app: &App, request: &'r Request) -> Result<Judged<'r>, Problem> {
    let id =
        request.parameter("id").and_then(ProposalId::parse).ok_or_else(|| Problem::not_found("no-such-proposal"))?;
    judged_by_id(app, request, &id).await
}

/// The same for any proposal.
pub async fn judged_by_id<'r>(app: &App, request: &'r Request, id: &ProposalId) -> Result<Judged<'r>, Problem> {
    let unknown = || Problem::not_found("no-such-proposal");
    let edition = request.edition()?;
    let proposal = app.store.proposal(edition.id(), id).await?.ok_or_else(unknown)?;
    let track = edition.conference.track(proposal.track.as_str()).ok_or_else(unknown)?;
    let as_lead = request.caller.manages_track(edition, &track.id);
    if !as_lead && !reviews_track(request, edition, &track.id) {
        return Err(Problem::new(Kind::Forbidden, Phrase::of("review-not-yours")));
    }
    let reviews = app.store.reviews_of(edition.id(), &proposal).await?;
    if !is_there(&proposal, as_lead) || is_hidden(&proposal, &reviews, &request.caller) {
        return Err(unknown());
    }
    Ok(Judged { edition, track, as_lead, proposal, reviews })
}

/// The proposal in the path, if the caller may decide about it.
pub async fn led<'r>(app: &App, request: &'r Request) -> Result<Judged<'r>, Problem> {
    let judged = judged(app, request).await?;
    if judged.as_lead { Ok(judged) } else { Err(Problem::new(Kind::Forbidden, Phrase::of("for-leads-of-track"))) }
}

fn reviews_track(request: &Request, edition: &Edition, track: &TrackId) -> bool {
    request.caller.reviews(edition).contains(&track)
}

/// A proposal on one line; `names` says whether to show the speakers.
pub fn line(proposal: &Proposal, names: bool) -> ProposalLine<'_> {
    ProposalLine {
        id: proposal.id.as_str(),
        number: proposal.number,
        track: proposal.track.as_str(),
        title: proposal.shown_title(),
        state: (&proposal.state).into(),
        minutes: proposal.content.minutes,
        submitted_at: proposal.submitted_at,
        speakers: names.then(|| proposal.speakers.iter().map(|speaker| speaker.name.as_str()).collect()),
    }
}

/// The speakers, on one line.
pub fn speakers(proposal: &Proposal) -> String {
    let names: Vec<_> = proposal.speakers.iter().map(|speaker| speaker.name.as_str()).collect();
    names.join(", ")
}
