//! The reminders of a track's selection: missing reviews, and acceptances without an answer.

use context::Context;
use domain::conference::{ConferenceId, TrackId};
use domain::instant::{Before, Deadline};
use domain::proposal::{Proposal, ProposalId, ProposalState};
use domain::reminder::{Concern, Counted, Line, ReminderKind, Subject};
use domain::review::overdue;
use jiff::Timestamp;

use crate::agenda::{Upcoming, What};
use crate::reminders::series::{Reminding, look};
use crate::reviews::is_under_review;
use crate::table::Write;
use crate::{Edition, Store, StoreError, keys};

/// How long before the deadline reviewers are reminded of missing reviews.
const OF_REVIEWS: &[&str] = &["P7D", "P1D"];

/// How long before the deadline speakers are reminded to answer an acceptance.
const OF_ACCEPTANCES: &[&str] = &["P7D", "P3D", "P1D"];

fn times(before: &[&str]) -> Vec<Before> {
    before.iter().filter_map(|text| text.parse().ok()).collect()
}

/// The deadline of a track's reviews, if its definition sets one.
pub(crate) fn reviews_deadline(edition: &Edition, t: &TrackId) -> Option<Reminding> {
    let track = edition.conference.track(t.as_str())?;
    Some(Reminding { deadline: track.review.due_by.clone()?, reminders: times(OF_REVIEWS) })
}

/// Has the deadline of an acceptance processed, in the transaction that sends the acceptance.
pub(crate) fn acceptance_look(c: &ConferenceId, id: &ProposalId, now: Timestamp) -> Write {
    look(c, &Subject::Acceptance(id.clone()), now)
}

impl Store {
    /// Scheduled work in the tracks' selections: decisions to send, reminders of reviews, and the end of acceptances.
    pub(crate) async fn upcoming_selections(
        &self,
        ctx: &Context,
        edition: &Edition,
    ) -> Result<Vec<Upcoming>, StoreError> {
        let mut upcoming = Vec::new();
        for track in &edition.conference.tracks {
            let of_track = self.upcoming_selection(ctx, edition, &track.id).await;
            upcoming.extend(self.or_without(&keys::selection(edition.id(), &track.id), of_track)?);
            let subject = Subject::Reviews(track.id.clone());
            let key = keys::reminders(edition.id(), &subject);
            let reminders = self.upcoming_reminders(edition, subject, ctx.now()).await;
            upcoming.extend(self.or_without(&key, reminders)?);
        }
        Ok(upcoming)
    }

    pub(crate) async fn upcoming_selection(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
    ) -> Result<Vec<Upcoming>, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let mut upcoming = Vec::new();
        let selection = self.selection(c, t).await?;
        if !selection.going.is_empty() {
            let what = What::TellDecisions { track: t.clone(), count: selection.going.len() as u64 };
            upcoming.push(Upcoming { at: now, what });
        }
        if selection.round > 0 {
            let proposals = self.proposals_of_track(c, t).await?;
            let (_, next) = overdue(&proposals, Some(now), now);
            let waits =
                |p: &&Proposal| matches!(p.state, ProposalState::Accepted { confirm_by, .. } if confirm_by == next);
            let count = proposals.iter().filter(waits).count() as u64;
            let what = What::AcceptancesEnd { track: t.clone(), count };
            upcoming.extend(next.map(|at| Upcoming { at, what }));
        }
        Ok(upcoming)
    }

    /// A proposal's deadline to answer an acceptance; `None` once it is answered.
    pub(crate) async fn acceptance_deadline(
        &self,
        edition: &Edition,
        id: &ProposalId,
    ) -> Result<Option<Reminding>, StoreError> {
        let state = self.proposal(edition.id(), id).await?.map(|proposal| proposal.state);
        Ok(match state {
            Some(ProposalState::Accepted { confirm_by: Some(at), .. }) => {
                let announced = domain::instant::readable(at, &edition.conference.time_zone);
                Some(Reminding { deadline: Deadline { at, announced }, reminders: times(OF_ACCEPTANCES) })
            }
            _ => None,
        })
    }

    /// The people of an acceptance without an answer.
    pub(crate) async fn concerned_by_acceptance(
        &self,
        edition: &Edition,
        id: &ProposalId,
        deadline: &Deadline,
    ) -> Result<Vec<Concern>, StoreError> {
        let c = edition.id();
        let Some(proposal) = self.proposal(c, id).await? else { return Ok(Vec::new()) };
        if !matches!(proposal.state, ProposalState::Accepted { .. }) {
            return Ok(Vec::new());
        }
        let concern = |(email, name): (&domain::person::EmailAddress, Option<&str>)| Concern {
            email: email.clone(),
            name: name.map(str::to_owned),
            line: Line {
                kind: ReminderKind::Acceptances,
                track: proposal.track.clone(),
                at: deadline.at,
                announced: deadline.announced.clone(),
                about: vec![proposal.shown_title().to_owned()],
                counted: None,
                path: format!("/conferences/{c}/proposals/{id}/answer"),
            },
        };
        Ok(proposal.people().into_iter().map(concern).collect())
    }

    /// Reviewers and leads of the track with missing reviews. Their own proposals and declared conflicts do not count.
    pub(crate) async fn concerned_by_reviews(
        &self,
        edition: &Edition,
        t: &TrackId,
        deadline: &Deadline,
    ) -> Result<Vec<Concern>, StoreError> {
        let c = edition.id();
        let mut proposals = self.proposals_of_track(c, t).await?;
        proposals.retain(|proposal| is_under_review(&proposal.state));
        let reviews = self.track_reviews(c, t).await?;
        let team = self.team(edition).await?;
        let mut reviewers = team.reviewers(t);
        reviewers.extend(team.leads(t).into_iter().filter(|lead| !team.reviewers(t).contains(lead)));
        let mut concerns = Vec::new();
        for email in reviewers {
            let addresses = self.addresses_of(&email).await?;
            let said = |id: &ProposalId| reviews.iter().any(|r| r.proposal == *id && addresses.contains(&r.reviewer));
            let to_review = proposals.iter().filter(|p| !p.is_seen_by(&addresses) && !said(&p.id)).count();
            if to_review == 0 {
                continue;
            }
            let line = Line {
                kind: ReminderKind::Reviews,
                track: t.clone(),
                at: deadline.at,
                announced: deadline.announced.clone(),
                about: Vec::new(),
                counted: Some(Counted::ToReview(to_review)),
                path: format!("/conferences/{c}/reviews"),
            };
            concerns.push(Concern { email, name: None, line });
        }
        Ok(concerns)
    }
}
