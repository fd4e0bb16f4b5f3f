//! Speakers answer acceptances: they confirm or decline, and the next proposal on standby follows when a place is free.

use context::Context;
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::{Decision, Deed, Proposal, ProposalId, ProposalState};
use domain::review::{ProposalDecision, figures, next_on_standby};

use crate::mails::enqueue_mail;
use crate::proposals::about;
use crate::table::Write;
use crate::{Actor, Edition, RevisionOutcome, Store, StoreError};

/// The token of the link that answers an acceptance; `None` if its signing key has been retired.
pub fn answer_token(ctx: &Context, proposal: &str, person: &str, nonce: &str, key_id: &str) -> Option<String> {
    ctx.keys().token(key_id, "answer", &[proposal, person, nonce])
}

/// Finds the owner of a link: a person's key, a dot, and the token of their latest decision. `None` if it matches no
/// person.
pub fn answerer<'a>(
    ctx: &Context,
    edition: &Edition,
    proposal: &'a Proposal,
    ruling: &ProposalDecision,
    link: &str,
) -> Option<&'a EmailAddress> {
    let notified = ruling.notified.as_ref().filter(|notified| notified.decision == Decision::Accepted)?;
    let (person, token) = link.split_once('.')?;
    let parts = [proposal.id.as_str(), person, &notified.nonce];
    let works = ctx.keys().verify(token, &notified.key_id, "answer", &parts);
    let people = proposal.people().into_iter().map(|(email, _)| email);
    people.filter(|_| works).find(|email| edition.person_key(email).as_str() == person)
}

impl Store {
    /// Notes whether an accepted proposal's speakers come. Guarded by its revision; a repeat changes nothing. `None` if
    /// there is no such proposal.
    pub async fn answer_acceptance(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &ProposalId,
        by: Actor<'_>,
        yes: bool,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let deed = if yes { Deed::Confirmed } else { Deed::Declined };
        let make = |proposal: &Proposal, _: Option<&_>| {
            let (proposal, now) = (proposal.clone(), ctx.now());
            Ok(match (yes, &proposal.state) {
                (true, ProposalState::Confirmed { .. }) | (false, ProposalState::Declined { .. }) => None,
                (true, _) => Some(proposal.confirm(now)?),
                (false, _) => Some(proposal.decline(now)?),
            })
        };
        let done = self.change_proposal(ctx, edition, (id, None), by, |_| deed, make).await?;
        if let Some(RevisionOutcome::Done(proposal)) = &done {
            self.reclassify_all(ctx, edition, proposal).await?;
        }
        Ok(done)
    }

    /// The writes that follow from a change of a proposal: its speakers' passes, and a mail to the leads if a place
    /// becomes free. Guarded by the passes as they were read; the mails by their absence.
    pub(crate) async fn following_writes(
        &self,
        ctx: &Context,
        edition: &Edition,
        before: Option<&Proposal>,
        after: &Proposal,
    ) -> Result<Vec<Write>, StoreError> {
        let mut writes = self.pass_writes(ctx, edition, before, after).await?;
        if before.is_some_and(|before| frees_a_place(before, after)) {
            writes.extend(self.place_freed_mails(edition, after).await?.iter().map(enqueue_mail));
        }
        Ok(writes)
    }

    /// The next proposal on standby in a track: by the lead's order, then by score, then by time of submission.
    pub async fn next_on_standby(
        &self,
        edition: &Edition,
        track: &domain::conference::TrackId,
    ) -> Result<Option<Proposal>, StoreError> {
        let c = edition.id();
        let mut standby = self.proposals_of_track(c, track).await?;
        standby.retain(|proposal| matches!(proposal.state, ProposalState::Standby { .. }));
        if standby.is_empty() {
            return Ok(None);
        }
        let rulings = self.rulings(c, &standby).await?;
        let reviews = self.track_reviews(c, track).await?;
        let policy = edition.conference.track(track.as_str()).map(|track| &track.review);
        // Proposals that are chosen already are not suggested again.
        let open = standby.into_iter().zip(rulings).filter(|(_, ruling)| ruling.pending.is_none());
        Ok(next_on_standby(open.map(|(proposal, ruling)| {
            let own = reviews.iter().filter(|review| review.proposal == proposal.id);
            let mean = policy.and_then(|policy| {
                let scores: Vec<_> = own.filter_map(|review| review.overall(policy)).collect();
                figures(policy, &scores).mean
            });
            (ruling.rank, mean, proposal.number, proposal)
        })))
    }

    async fn place_freed_mails(&self, edition: &Edition, proposal: &Proposal) -> Result<Vec<Mail>, StoreError> {
        let next = self.next_on_standby(edition, &proposal.track).await?;
        let leads = self.team(edition).await?.leads(&proposal.track);
        let mail = |to: &EmailAddress| {
            let mail = about(edition, proposal, MailKind::PlaceFreed, to, None).with("state", proposal.state.as_str());
            match &next {
                Some(next) => mail.with("next_title", next.shown_title()).with("next", next.id.as_str()),
                None => mail,
            }
        };
        Ok(leads.iter().take(20).map(mail).collect())
    }
}

/// Whether a change takes an accepted proposal out of the programme. A merged proposal stays in it.
fn frees_a_place(before: &Proposal, after: &Proposal) -> bool {
    let came = matches!(before.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. });
    let comes = match &after.state {
        ProposalState::Withdrawn { merged_into, .. } => merged_into.is_some(),
        ProposalState::Declined { .. } => false,
        _ => true,
    };
    came && !comes
}
