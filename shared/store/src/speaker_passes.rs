//! Speakers' passes: an accepted proposal writes its speakers' invitations from the pool `speakers`. A proposal that
//! leaves the programme revokes its unclaimed ones. Both happen in the transaction that changes the proposal.

use std::collections::BTreeSet;

use context::Context;
use domain::conference::{Attendance, ConferenceId, Pool, PoolId, TrackId};
use domain::invitation::{Invitation, InvitationState};
use domain::person::{EmailAddress, PersonName};
use domain::proposal::{Proposal, ProposalState};
use domain::registration::Person;
use domain::review::{Earned, Pass, earn, take_back};

use crate::invitations::invitation_writes;
use crate::table::{Guard, Write, item, listed, millis, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// The pool that speakers are invited from.
pub const SPEAKERS_POOL: &str = "speakers";

/// The remaining passes of the speakers' pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    pub pool: PoolId,
    /// Passes that are neither claimed nor reserved by an open invitation.
    pub left: u64,
}

/// The state of a speaker's pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerPass {
    pub email: EmailAddress,
    pub name: PersonName,
    pub standing: PassStanding,
}

/// The state of a speaker's pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassStanding {
    /// They hold an in-person pass.
    Holds,
    /// They have an unclaimed invitation.
    Unclaimed,
    /// Their invitation was claimed and returned, or revoked.
    GivenUp,
    /// They have none: the pool was empty, has ended, or does not exist.
    None,
}

impl PassStanding {
    /// The word in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Unclaimed => "unclaimed",
            Self::GivenUp => "given_up",
            Self::None => "none",
        }
    }
}

/// The passes that a proposal earns its speakers now.
#[derive(Debug, Default)]
pub(crate) struct Earning {
    /// Writes for the proposal's transaction.
    pub(crate) writes: Vec<Write>,
    pub(crate) invited: Vec<EmailAddress>,
    /// Speakers who got no pass.
    pub(crate) short: Vec<EmailAddress>,
}

/// The speakers who earn a pass: confirmed ones, while the proposal is accepted or confirmed.
fn entitled(proposal: &Proposal) -> BTreeSet<String> {
    let comes = matches!(proposal.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. });
    let speakers = proposal.speakers.iter().filter(|speaker| comes && speaker.is_confirmed());
    // An erased speaker stays in the programme, and no one could claim their pass.
    speakers.filter(|speaker| !speaker.email.is_erased()).map(|speaker| speaker.email.folded()).collect()
}

/// A speaker's pass and invitations, over all their addresses.
struct Known {
    pass: Pass,
    invitations: Vec<Invitation>,
}

impl Known {
    /// The invitation that counts: an open one, otherwise one that this proposal earned, otherwise any.
    fn invitation(&self, proposal: &Proposal) -> Option<&Invitation> {
        let open = self.invitations.iter().find(|i| i.state == InvitationState::Open);
        let own = || self.invitations.iter().find(|i| i.earned_by.contains(&proposal.id));
        open.or_else(own).or(self.invitations.first())
    }
}

impl Store {
    /// The pool that speakers are invited from, while it can be claimed.
    async fn speakers_pool<'e>(&self, ctx: &Context, edition: &'e Edition) -> Result<Option<&'e Pool>, StoreError> {
        let pool = edition.conference.pools.iter().find(|p| p.id.as_str() == SPEAKERS_POOL && p.is_reserved());
        let Some(pool) = pool else { return Ok(None) };
        let over = pool.claim_by.as_ref().is_some_and(|by| by.at <= ctx.now());
        let released = self.release_of(edition.id(), &pool.id).await?.is_some_and(|r| r.released_at.is_some());
        Ok(Some(pool).filter(|_| !over && !released))
    }

    /// How many more speakers can be invited; `None` if the edition has no pool for them, or it has ended.
    pub async fn speakers_room(&self, ctx: &Context, edition: &Edition) -> Result<Option<Room>, StoreError> {
        let Some(pool) = self.speakers_pool(ctx, edition).await? else { return Ok(None) };
        let figures = self.pool(edition.id(), &pool.id).await?;
        let (mut open, mut after) = (0, None);
        loop {
            let page = self.invitations(edition.id(), &pool.id, after.as_ref(), 500).await?;
            open += page.items.iter().filter(|invitation| invitation.state == InvitationState::Open).count() as u64;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        Ok(Some(Room { pool: pool.id.clone(), left: (figures.free + figures.returned).saturating_sub(open) }))
    }

    async fn pass_of(&self, edition: &Edition, pool: &PoolId, email: &EmailAddress) -> Result<Known, StoreError> {
        let c = edition.id();
        let addresses = self.addresses_of(email).await?;
        let people: Vec<_> = addresses.iter().map(|a| keys::person(c, &edition.person_key(a))).collect();
        let invitations: Vec<_> =
            addresses.iter().map(|a| keys::invitation(c, &edition.invitation_id(pool, a))).collect();
        let mut found = self.table.get_all(&[people.clone(), invitations].concat()).await?;
        let invitations = found.split_off(people.len());
        let mut pass = Pass::None;
        for person in found.into_iter().flatten() {
            let person: Person = typed(person)?;
            if person.confirmed().is_some_and(|held| held.attendance == Attendance::InPerson) {
                pass = Pass::InPerson;
            }
        }
        let invitations = invitations.into_iter().flatten().map(typed).collect::<Result<Vec<_>, _>>()?;
        Ok(Known { pass, invitations })
    }

    /// The invitations that a proposal earns its speakers now, for the transaction that accepts it or confirms its
    /// speakers. Each is guarded by the items that were read for it. `room` counts down; once it is used up, speakers
    /// without a pass are listed as short.
    pub(crate) async fn earn_writes(
        &self,
        ctx: &Context,
        edition: &Edition,
        proposal: &Proposal,
        room: Option<&mut Room>,
    ) -> Result<Earning, StoreError> {
        let mut earning = Earning::default();
        let Some(room) = room else { return Ok(earning) };
        let entitled = entitled(proposal);
        for speaker in proposal.speakers.iter().filter(|s| entitled.contains(&s.email.folded())) {
            let known = self.pass_of(edition, &room.pool, &speaker.email).await?;
            let invitation = known.invitation(proposal);
            match (earn(&proposal.id, known.pass, invitation), invitation) {
                (Earned::Nothing, _) | (Earned::Shared, None) => {}
                (Earned::Shared, Some(before)) => {
                    let mut after = before.clone();
                    after.earned_by.push(proposal.id.clone());
                    earning.writes.push(over(edition.id(), &after, before));
                }
                (Earned::New, _) if room.left == 0 => earning.short.push(speaker.email.clone()),
                (Earned::New, _) => {
                    room.left -= 1;
                    let id = edition.invitation_id(&room.pool, &speaker.email);
                    let before = known.invitations.iter().find(|invitation| invitation.id == id);
                    let to = (&speaker.email, Some(speaker.name.as_str()), None);
                    let earned = vec![proposal.id.clone()];
                    let (_, writes) = invitation_writes(ctx, edition, &room.pool, to, earned, before);
                    earning.writes.extend(writes);
                    earning.invited.push(speaker.email.clone());
                }
            }
        }
        Ok(earning)
    }

    /// The writes for passes after a change of a proposal, for its transaction. Revokes invitations that it no longer
    /// earns, unless they are claimed or another proposal has earned them too. If a speaker should get one now, makes
    /// the track's selection due. Guarded by the invitations as they were read.
    pub(crate) async fn pass_writes(
        &self,
        ctx: &Context,
        edition: &Edition,
        before: Option<&Proposal>,
        after: &Proposal,
    ) -> Result<Vec<Write>, StoreError> {
        let c = edition.id();
        let was = before.map(entitled).unwrap_or_default();
        let is = entitled(after);
        let mut writes = Vec::new();
        let pool = SPEAKERS_POOL.parse().expect("a pool's name");
        for speaker in before.iter().flat_map(|before| &before.speakers) {
            let folded = speaker.email.folded();
            if !was.contains(&folded) || is.contains(&folded) {
                continue;
            }
            let known = self.pass_of(edition, &pool, &speaker.email).await?;
            let taken = known.invitations.iter().filter_map(|i| Some((i, take_back(&after.id, i)?)));
            writes.extend(taken.map(|(before, after)| over(c, &after, before)));
        }
        if is.iter().any(|email| !was.contains(email)) {
            writes.push(look_again(ctx, c, &after.track));
        }
        Ok(writes)
    }

    /// The passes of an accepted proposal's speakers; empty for any other proposal.
    pub async fn speaker_passes(&self, edition: &Edition, proposal: &Proposal) -> Result<Vec<SpeakerPass>, StoreError> {
        let pool = SPEAKERS_POOL.parse().expect("a pool's name");
        let entitled = entitled(proposal);
        let mut passes = Vec::new();
        for speaker in proposal.speakers.iter().filter(|s| entitled.contains(&s.email.folded())) {
            let known = self.pass_of(edition, &pool, &speaker.email).await?;
            let standing = match (known.pass, known.invitation(proposal).map(|invitation| &invitation.state)) {
                (Pass::InPerson, _) => PassStanding::Holds,
                (Pass::None, Some(InvitationState::Open)) => PassStanding::Unclaimed,
                (Pass::None, Some(_)) => PassStanding::GivenUp,
                (Pass::None, None) => PassStanding::None,
            };
            passes.push(SpeakerPass { email: speaker.email.clone(), name: speaker.name.clone(), standing });
        }
        Ok(passes)
    }
}

/// Puts an open invitation over the version that was read. Guarded by its being open still, and earned by the same
/// proposals.
fn over(c: &ConferenceId, after: &Invitation, before: &Invitation) -> Write {
    let mut put = item(&keys::invitation(c, &after.id), after);
    listed(&mut put, keys::invitations(c, &after.pool), keys::invitation_entry(after));
    let earned = serde_dynamo::to_attribute_value(&before.earned_by).expect("a list of texts");
    let guards = vec![
        Guard::Equals("status", text("open")),
        Guard::Equals("nonce", text(&before.nonce)),
        Guard::EqualsOrUnset("earned_by", earned),
    ];
    Write::Put { item: put, guards }
}

/// Makes a track's selection due, because a speaker may have no pass. No guard: if there is nothing to do, the run does
/// nothing.
pub(crate) fn look_again(ctx: &Context, c: &ConferenceId, t: &TrackId) -> Write {
    let key = keys::selection(c, t);
    let due_pk = keys::due("release-decisions", keys::spread(&key.pk));
    Write::Count {
        key,
        // Raises the version, so that a run that has already looked looks again.
        names: vec!["rev"],
        set: vec![("due_pk", text(due_pk)), ("due_at", millis(ctx.now()))],
        guards: Vec::new(),
    }
}
