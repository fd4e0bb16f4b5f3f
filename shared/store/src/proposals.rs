//! Proposals: one item each, pointers to it for its track and its people, and its history beside it.
//!
//! [`change_writes`] makes every write of a proposal. It derives pointers, history and counts from the two versions, so
//! that they cannot differ from the proposal.

mod gate;
mod import;
mod mails;
mod moves;
mod rows;
mod writes;

use context::Context;
use domain::activity::{Act as ActivityAct, Kind};
use domain::conference::{ConferenceId, Track, TrackId};
use domain::person::{EmailAddress, PersonName};
use domain::proposal::{
    Act, Change, Content, Deed, Invited, Proposal, ProposalId, ProposalRequest, ProposalState, Refusal, SPEAKERS_MAX,
    WrongState, code, guid,
};
use domain::request_mark::RequestMark;

use crate::activity::activity_by;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Reason, TRIES, Write, number, typed};
use crate::{Edition, Store, StoreError, keys};

pub(crate) use mails::about;
pub use moves::MergeOutcome;
pub(crate) use moves::marked_once;
pub use rows::ProposalRow;
pub(crate) use rows::{pending_write, row_of_item};
pub(crate) use writes::{Edit, Mark, change_writes, pointer_keys};

/// The person who acts on a proposal.
#[derive(Clone, Copy, Debug)]
pub struct Actor<'a> {
    pub addresses: &'a [EmailAddress],
    /// Whether they act as a lead of its track or an organizer: deadlines and limits do not apply to those.
    pub as_lead: bool,
}

impl Actor<'_> {
    /// Their primary address.
    pub(crate) fn email(&self) -> &EmailAddress {
        self.addresses.first().expect("a signed-in person has an address")
    }
}

/// The entry of what a lead or an organizer does with a proposal; `None` for its own people, whose acts its history has.
pub(crate) fn lead_entry(
    ctx: &Context,
    edition: &Edition,
    by: Actor<'_>,
    deed: Deed,
    (before, after): (Option<&Proposal>, &Proposal),
) -> Option<Write> {
    let kind = match deed {
        Deed::Created | Deed::Edited | Deed::Answered => Kind::ProposalEdited,
        Deed::Submitted => Kind::ProposalSubmitted,
        Deed::Withdrawn => Kind::ProposalWithdrawn,
        Deed::MoveAsked => Kind::MoveAsked,
        Deed::MoveAnswered => Kind::MoveAnswered,
        Deed::Merged => Kind::ProposalMerged,
        Deed::Decided => Kind::DecisionDelivered,
        Deed::Confirmed => Kind::ProposalConfirmed,
        Deed::Declined => Kind::ProposalDeclined,
        Deed::BecameTrack => Kind::BecameTrack,
        Deed::Imported => Kind::ProposalImported,
    };
    let mut act = ActivityAct::new(kind, &after.id, after.revision).of_track(Some(&after.track));
    if let Some(before) = before.filter(|before| before.track != after.track) {
        act = act.before(before.track.as_str()).after(after.track.as_str());
    } else if let Some(before) = before.filter(|before| before.state.as_str() != after.state.as_str()) {
        act = act.before(before.state.as_str()).after(after.state.as_str());
    }
    by.as_lead.then(|| activity_by(ctx, edition, by.email(), act))
}

/// The outcome of creating a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposeOutcome {
    Created(Box<Proposal>),
    /// A repeat of an answered request; the answer is the same.
    Replayed(Box<Proposal>),
    /// The `Idempotency-Key` was used for another request.
    KeyReused,
    /// The proposal was refused, and why.
    Refused(Refusal),
    /// Too many concurrent writes. Nothing was stored.
    Busy,
}

/// The outcome of changing a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RevisionOutcome {
    /// The change is stored, now or since before.
    Done(Box<Proposal>),
    /// The proposal changed since the revision that the request names; this is the current state.
    Stale(Box<Proposal>),
    /// The change was refused, and why.
    Refused(Box<Proposal>, Refusal),
    /// Too many concurrent writes. Nothing was changed.
    Busy,
}

/// The changed proposal, or a refusal; `None` if nothing changes.
pub(crate) type Made = Result<Option<Proposal>, Refusal>;

impl Store {
    pub async fn proposal(&self, c: &ConferenceId, id: &ProposalId) -> Result<Option<Proposal>, StoreError> {
        self.table.get(&keys::proposal(c, id)).await?.map(typed).transpose()
    }

    /// A track's proposals, drafts too, in order of their numbers.
    pub async fn proposals_of_track(&self, c: &ConferenceId, t: &TrackId) -> Result<Vec<Proposal>, StoreError> {
        self.pointed(c, &[keys::track_proposals(c, t)]).await
    }

    /// A person's proposals under all their addresses: those they own, and those that name them as a speaker.
    pub async fn proposals_of(
        &self,
        edition: &Edition,
        addresses: &[EmailAddress],
    ) -> Result<Vec<Proposal>, StoreError> {
        let c = edition.id();
        let partitions: Vec<_> = addresses.iter().map(|a| keys::speaker(c, &edition.person_key(a))).collect();
        self.pointed(c, &partitions).await
    }

    /// A proposal's history, oldest first; it begins when the proposal is first submitted.
    pub async fn proposal_changes(&self, c: &ConferenceId, id: &ProposalId) -> Result<Vec<Change>, StoreError> {
        let items = self.table.query(&keys::proposal(c, id).pk).await?;
        let is_change = |sk: &str| sk.starts_with(keys::CHANGE);
        let changes =
            items.into_iter().filter(|i| i.get("sk").and_then(|v| v.as_s().ok()).is_some_and(|s| is_change(s)));
        let mut changes = changes.map(typed).collect::<Result<Vec<Change>, _>>()?;
        changes.sort_by_key(|change| change.revision);
        Ok(changes)
    }

    async fn pointed(&self, c: &ConferenceId, partitions: &[String]) -> Result<Vec<Proposal>, StoreError> {
        let mut ids = std::collections::BTreeSet::new();
        for pk in partitions {
            let pointers = self.table.query(pk).await?;
            ids.extend(pointers.iter().filter_map(|p| ProposalId::parse(p.get("sk")?.as_s().ok()?)));
        }
        let keys: Vec<_> = ids.iter().map(|id| keys::proposal(c, id)).collect();
        let mut proposals: Vec<Proposal> = self.readable(self.table.get_all(&keys).await?.into_iter().flatten());
        proposals.sort_by_key(|proposal| proposal.number);
        Ok(proposals)
    }

    /// A number that is unique in this edition's programme: a counter that only grows. An unused number leaves a
    /// harmless gap.
    pub(crate) async fn next_number(&self, c: &ConferenceId) -> Result<u64, StoreError> {
        self.table.count(&keys::numbers(c), None).await
    }

    /// Reserves every number up to one for imported sessions. Guarded by the counter's being lower; a repeat, or a
    /// counter that is further, changes nothing.
    pub async fn reserve_numbers(&self, ctx: &Context, c: &ConferenceId, up_to: u64) -> Result<(), StoreError> {
        let key = keys::numbers(c);
        let set = vec![("count", number(up_to))];
        for guard in [Guard::Unset("count"), Guard::AtMost("count", number(up_to))] {
            let write = Write::Set { key: key.clone(), set: set.clone(), remove: Vec::new(), guards: vec![guard] };
            match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
                Ok(()) => return Ok(()),
                // The counter exists, or is further already.
                Err(Cancelled::Reasons(reasons)) if !reasons.iter().any(|r| matches!(r, Reason::Conflict)) => {}
                Err(Cancelled::Reasons(_)) => return Err(StoreError::Busy("numbers are given just now".into())),
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// Creates a proposal, as a draft or submitted at once. Guarded by its absence (a repeat with the same key finds
    /// it), by the call being open, and by the version of its owner's submissions.
    pub async fn propose(
        &self,
        ctx: &Context,
        edition: &Edition,
        track: &Track,
        requested: &ProposalRequest,
        by: Actor<'_>,
        mark: Option<&RequestMark>,
    ) -> Result<ProposeOutcome, StoreError> {
        let c = edition.id();
        let id = match mark {
            Some(mark) => ProposalId::of_request(edition.person_key(by.email()).as_str(), mark),
            None => ProposalId::new(ctx.id("proposal", ProposalId::LENGTH)),
        };
        if mark.is_some()
            && let Some(earlier) = self.proposal(c, &id).await?
        {
            return Ok(repeated(earlier, mark));
        }
        let number = self.next_number(c).await?;
        let guid = guid(&ctx.id("guid", 26));
        for attempt in 0..TRIES {
            let now = ctx.now();
            let blank = Proposal { request: mark.cloned(), ..blank(&id, number, &guid, track, by, now) };
            let made = match Self::filled(ctx, blank, requested, by) {
                Ok(draft) if requested.submit => Self::handed_in(&draft, track, now),
                Ok(draft) => Ok(draft.next(now)),
                Err(refusal) => Err(refusal),
            };
            let counted = match made {
                Ok(made) => {
                    let counts = self.count_writes(edition, None, &made, Some((track, by))).await?;
                    counts.map(|counts| (made, counts))
                }
                Err(refusal) => Err(refusal),
            };
            let (made, counts) = match counted {
                Ok(counted) => counted,
                Err(refusal) => {
                    let refusal = self.rather_the_deadline(edition, track, by, now, refusal).await?;
                    return Ok(ProposeOutcome::Refused(refusal));
                }
            };
            let gate = self.gate(edition, track, by, now).await?;
            let deed = if requested.submit { Deed::Submitted } else { Deed::Created };
            let mut writes = vec![gate];
            writes.extend(change_writes(ctx, edition, &Edit { before: None, after: &made, by: by.email(), deed }));
            writes.extend(counts);
            writes.extend(lead_entry(ctx, edition, by, deed, (None, &made)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(ProposeOutcome::Created(Box::new(made))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) => {
                    if let Some(refusal) = gate::shut(&reasons, now)? {
                        return Ok(ProposeOutcome::Refused(refusal));
                    }
                    if let Some(Reason::Guard(Some(earlier))) = reasons.into_iter().nth(1) {
                        return Ok(repeated(typed(earlier)?, mark));
                    }
                    self.back_off(ctx, attempt).await;
                }
            }
        }
        Ok(ProposeOutcome::Busy)
    }

    /// Changes a proposal's text and speakers, and submits it if requested. Guarded by its revision, and by the call
    /// being open, unless it is a draft or a lead changes it. `None` if there is no such proposal.
    pub async fn edit_proposal(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        requested: &ProposalRequest,
        by: Actor<'_>,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let deed =
            |p: &Proposal| if requested.submit && !p.state.contributes() { Deed::Submitted } else { Deed::Edited };
        let make = |p: &Proposal, track: Option<&Track>| {
            let filled = Self::filled(ctx, p.clone(), requested, by)?;
            if requested.submit && matches!(p.state, ProposalState::Draft | ProposalState::Withdrawn { .. }) {
                return Self::handed_in(&filled, track.ok_or(Refusal::NoCall)?, ctx.now()).map(Some);
            }
            let missing = track.map(|track| filled.missing(track)).unwrap_or_default();
            if !matches!(p.state, ProposalState::Draft) && !missing.is_empty() {
                return Err(Refusal::Incomplete(missing));
            }
            Ok((filled != *p).then(|| filled.next(ctx.now())))
        };
        self.change_proposal(ctx, edition, (id, revision), by, deed, make).await
    }

    /// Submits a draft or a withdrawn proposal. Guarded by its revision, by the call being open, and by the version of
    /// its owner's submissions; a repeat finds it submitted.
    pub async fn submit_proposal(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        by: Actor<'_>,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let make = |p: &Proposal, track: Option<&Track>| {
            if matches!(p.state, ProposalState::Submitted) {
                return Ok(None);
            }
            Self::handed_in(p, track.ok_or(Refusal::NoCall)?, ctx.now()).map(Some)
        };
        self.change_proposal(ctx, edition, (id, revision), by, |_| Deed::Submitted, make).await
    }

    /// Withdraws a proposal. Guarded by its revision; a repeat finds it withdrawn.
    pub async fn withdraw_proposal(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        by: Actor<'_>,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let make = |p: &Proposal, _: Option<&Track>| {
            if matches!(p.state, ProposalState::Withdrawn { .. }) {
                return Ok(None);
            }
            Ok(Some(p.clone().withdraw(ctx.now())?))
        };
        let Some(now) = self.proposal(edition.id(), id).await? else { return Ok(None) };
        let leads = self.team(edition).await?.leads(&now.track);
        self.change_and_notify(ctx, edition, (id, revision), by, &leads, |_| Deed::Withdrawn, make).await
    }

    /// Notes whether a named person speaks. Guarded by the proposal's revision; the last answer counts, and a repeat
    /// changes nothing.
    pub async fn answer_as_speaker(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &ProposalId,
        speaker: &EmailAddress,
        (yes, name): (bool, Option<&PersonName>),
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        let make = |p: &Proposal, _: Option<&Track>| {
            let answered = p.clone().answered(speaker, yes, name, ctx.now());
            Ok(answered.filter(|answered| answered.speakers != p.speakers))
        };
        let by = Actor { addresses: std::slice::from_ref(speaker), as_lead: false };
        self.change_proposal(ctx, edition, (id, None), by, |_| Deed::Answered, make).await
    }

    /// Deletes a draft. Guarded by its revision and its being a draft; a repeat finds nothing.
    pub async fn delete_draft(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        by: Actor<'_>,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.proposal(edition.id(), id).await? else { return Ok(None) };
            if revision.is_some_and(|revision| revision != before.revision) {
                return Ok(Some(RevisionOutcome::Stale(Box::new(before))));
            }
            if before.state != ProposalState::Draft {
                let wrong = WrongState { state: before.state.as_str(), act: Act::Delete };
                return Ok(Some(RevisionOutcome::Refused(Box::new(before), Refusal::State(wrong))));
            }
            let mut writes = writes::deletion(edition, &before);
            if by.as_lead {
                let act = ActivityAct::new(Kind::ProposalDeleted, id, before.revision).of_track(Some(&before.track));
                writes.push(activity_by(ctx, edition, by.email(), act));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(RevisionOutcome::Done(Box::new(before)))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(RevisionOutcome::Busy))
    }

    /// Changes a proposal with `make`, over the revision that was read, with all dependent writes.
    ///
    /// The call must be open for a submission, and for its people's changes to a submitted proposal; a lead's change
    /// needs no open call.
    pub(crate) async fn change_proposal(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        by: Actor<'_>,
        deed: impl Fn(&Proposal) -> Deed,
        make: impl Fn(&Proposal, Option<&Track>) -> Made,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        self.change_and_notify(ctx, edition, (id, revision), by, &[], deed, make).await
    }

    /// The same, with mails to people outside the proposal.
    #[allow(clippy::too_many_arguments, reason = "the change, its actor, its mails, and its guards")]
    async fn change_and_notify(
        &self,
        ctx: &Context,
        edition: &Edition,
        (id, revision): (&ProposalId, Option<u64>),
        by: Actor<'_>,
        leads: &[EmailAddress],
        deed: impl Fn(&Proposal) -> Deed,
        make: impl Fn(&Proposal, Option<&Track>) -> Made,
    ) -> Result<Option<RevisionOutcome>, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.proposal(edition.id(), id).await? else { return Ok(None) };
            if revision.is_some_and(|revision| revision != before.revision) {
                return Ok(Some(RevisionOutcome::Stale(Box::new(before))));
            }
            let track = edition.conference.track(before.track.as_str());
            let refused = |refusal| Ok(Some(RevisionOutcome::Refused(Box::new(before.clone()), refusal)));
            let (deed, now) = (deed(&before), ctx.now());
            let after = match (make(&before, track), track) {
                (Ok(Some(after)), _) => after,
                (Ok(None), _) => return Ok(Some(RevisionOutcome::Done(Box::new(before)))),
                (Err(refusal), Some(track)) if deed == Deed::Submitted => {
                    return refused(self.rather_the_deadline(edition, track, by, now, refusal).await?);
                }
                (Err(refusal), _) => return refused(refusal),
            };
            let mut writes = Vec::new();
            let changed = deed == Deed::Edited && before.state != ProposalState::Draft;
            let gated = deed == Deed::Submitted || (changed && !by.as_lead);
            if gated {
                let Some(track) = track else { return refused(Refusal::NoCall) };
                writes.push(self.gate(edition, track, by, after.updated_at).await?);
            }
            let limited = track.filter(|_| deed == Deed::Submitted).map(|track| (track, by));
            match self.count_writes(edition, Some(&before), &after, limited).await? {
                Ok(counts) => writes.extend(counts),
                Err(refusal) => {
                    let Some(track) = track else { return refused(refusal) };
                    return refused(self.rather_the_deadline(edition, track, by, now, refusal).await?);
                }
            }
            let edit = Edit { before: Some(&before), after: &after, by: by.email(), deed };
            writes.extend(change_writes(ctx, edition, &edit));
            writes.extend(mails::mails_to_leads(edition, &edit, leads).iter().map(enqueue_mail));
            writes.extend(self.following_writes(ctx, edition, Some(&before), &after).await?);
            writes.extend(lead_entry(ctx, edition, by, deed, (Some(&before), &after)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(RevisionOutcome::Done(Box::new(after)))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) => {
                    if gated && let Some(refusal) = gate::shut(&reasons, after.updated_at)? {
                        return refused(refusal);
                    }
                    self.back_off(ctx, attempt).await;
                }
            }
        }
        Ok(Some(RevisionOutcome::Busy))
    }

    /// A proposal with the request's text.
    fn filled(ctx: &Context, p: Proposal, requested: &ProposalRequest, by: Actor<'_>) -> Result<Proposal, Refusal> {
        let nonces: Vec<_> = (0..SPEAKERS_MAX).map(|_| ctx.nonce()).collect();
        let links = Invited { nonces: &nonces, key_id: ctx.keys().current() };
        let filled = Proposal { content: requested.content.clone(), ..p };
        filled.with_speakers(&requested.speakers, by.addresses, &links, ctx.now())
    }

    /// A submitted proposal, if it has everything that this track requires.
    fn handed_in(p: &Proposal, track: &Track, now: jiff::Timestamp) -> Result<Proposal, Refusal> {
        let submitted = p.clone().submit(now)?;
        let missing = p.missing(track);
        if missing.is_empty() { Ok(submitted) } else { Err(Refusal::Incomplete(missing)) }
    }
}

/// The answer to a repeat of the request that created this proposal.
/// A draft without content.
fn blank(id: &ProposalId, number: u64, guid: &str, track: &Track, by: Actor<'_>, now: jiff::Timestamp) -> Proposal {
    Proposal {
        id: id.clone(),
        number,
        code: code(number),
        guid: guid.to_owned(),
        track: track.id.clone(),
        content: Content::default(),
        owner: by.email().clone(),
        speakers: Vec::new(),
        state: ProposalState::Draft,
        created_at: now,
        submitted_at: None,
        updated_at: now,
        revision: 0,
        moving: None,
        became: None,
        invitations: 0,
        request: None,
    }
}

fn repeated(earlier: Proposal, mark: Option<&RequestMark>) -> ProposeOutcome {
    if earlier.request.as_ref() == mark {
        ProposeOutcome::Replayed(Box::new(earlier))
    } else {
        ProposeOutcome::KeyReused
    }
}
