//! Invitations to reserved pools.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{ConferenceId, PoolId};
use domain::invitation::{Invitation, InvitationState};
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::ProposalId;

use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Write, item, listed, text, typed};
use crate::{Cursor, Edition, Page, Store, StoreError, keys};

/// The outcome of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invited {
    /// The invitation is written and its mail queued.
    New(Invitation),
    /// They already have an open one for this pool.
    Already(Invitation),
    /// The pool has as many open invitations as passes left.
    PoolEmpty,
}

/// A person to invite: their address, their name, and the organizers' note.
pub type Invitee<'a> = (&'a EmailAddress, Option<&'a str>, Option<&'a str>);

/// The open invitations of a pool, and its unclaimed passes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Openings {
    open: Vec<Invitation>,
    passes: u64,
}

impl Openings {
    /// A person's open invitation.
    pub fn of(&self, email: &EmailAddress) -> Option<&Invitation> {
        self.open.iter().find(|invitation| invitation.email == *email)
    }

    /// How many more people can be invited.
    pub fn left(&self) -> u64 {
        self.passes.saturating_sub(self.open.len() as u64)
    }

    pub fn add(&mut self, invitation: Invitation) {
        self.open.push(invitation);
    }
}

/// The code of an invitation: its id, a dot, and a keyed hash; `None` if its signing key has been retired.
pub fn code(ctx: &Context, id: &str, nonce: &str, key_id: &str) -> Option<String> {
    Some(format!("{id}.{}", ctx.keys().token(key_id, "invitation", &[id, nonce])?))
}

/// Whether this is the invitation's code.
pub(crate) fn verify(ctx: &Context, invitation: &Invitation, code: &str) -> bool {
    let Some((id, token)) = code.split_once('.') else { return false };
    id == invitation.id
        && ctx.keys().verify(token, &invitation.key_id, "invitation", &[&invitation.id, &invitation.nonce])
}

/// A new invitation and its mail. Guarded by the absence of an earlier one, or by the earlier one's nonce.
pub(crate) fn invitation_writes(
    ctx: &Context,
    edition: &Edition,
    pool: &PoolId,
    (email, name, note): Invitee<'_>,
    earned_by: Vec<ProposalId>,
    earlier: Option<&Invitation>,
) -> (Invitation, Vec<Write>) {
    let c = edition.id();
    let invitation = Invitation {
        id: edition.invitation_id(pool, email),
        pool: pool.clone(),
        email: email.clone(),
        invited_at: ctx.now(),
        nonce: ctx.nonce(),
        key_id: ctx.keys().current().to_owned(),
        note: note.map(str::to_owned),
        earned_by,
        state: InvitationState::Open,
    };
    let mut put = item(&keys::invitation(c, &invitation.id), &invitation);
    listed(&mut put, keys::invitations(c, pool), keys::invitation_entry(&invitation));
    // A person who is invited again gets another mail.
    let mut mail = Mail::queued(MailKind::Invitation, &ctx.id("invitation", 10), email.clone(), ctx.now())
        .about(c.as_str())
        .with("invitation", &invitation.id)
        .with("nonce", &invitation.nonce)
        .with("key_id", &invitation.key_id)
        .with("pool", pool.as_str());
    mail.name = name.map(str::to_owned);
    let guard = earlier.map_or(Guard::Absent, |earlier| Guard::Equals("nonce", text(&earlier.nonce)));
    let writes = vec![Write::Put { item: put, guards: vec![guard] }, enqueue_mail(&mail)];
    (invitation, writes)
}

impl Store {
    /// Invites a person to claim a pass. The invitation's id follows from the pool and the address. It is guarded by
    /// its absence, or by the nonce of the claimed or revoked invitation before it. Of two who invite the same person,
    /// one succeeds, and a repeat finds it.
    ///
    /// Two concurrent organizers can together write more invitations than there are passes. The last person to claim
    /// then finds the pool empty. An invitation holds no pass: unclaimed passes are one figure, `free`.
    pub async fn invite(
        &self,
        ctx: &Context,
        edition: &Edition,
        pool: &PoolId,
        email: &EmailAddress,
        name: Option<&str>,
    ) -> Result<Invited, StoreError> {
        let openings = self.openings(edition.id(), pool).await?;
        self.invite_within(ctx, edition, pool, (email, name, None), &openings).await
    }

    /// The open invitations of a pool, and the passes that more of them can promise.
    pub async fn openings(&self, c: &ConferenceId, pool: &PoolId) -> Result<Openings, StoreError> {
        let all = self.invitations(c, pool, None, 1000).await?.items;
        let open = all.into_iter().filter(|invitation| invitation.state == InvitationState::Open).collect();
        let figures = self.pool(c, pool).await?;
        Ok(Openings { open, passes: figures.free + figures.returned })
    }

    /// Invites a person like [`Store::invite`], with the openings that were read before.
    pub async fn invite_within(
        &self,
        ctx: &Context,
        edition: &Edition,
        pool: &PoolId,
        (email, name, note): Invitee<'_>,
        openings: &Openings,
    ) -> Result<Invited, StoreError> {
        let c = edition.id();
        if let Some(invitation) = openings.of(email) {
            return Ok(Invited::Already(invitation.clone()));
        }
        // The list is an index and may lag; the item itself does not.
        let key = keys::invitation(c, &edition.invitation_id(pool, email));
        let earlier: Option<Invitation> = self.table.get(&key).await?.map(typed).transpose()?;
        if let Some(open) = earlier.as_ref().filter(|earlier| earlier.state == InvitationState::Open) {
            return Ok(Invited::Already(open.clone()));
        }
        if openings.left() == 0 {
            return Ok(Invited::PoolEmpty);
        }
        let (invitation, writes) =
            invitation_writes(ctx, edition, pool, (email, name, note), Vec::new(), earlier.as_ref());
        let track = edition.conference.pool(pool).and_then(|pool| pool.track.as_ref());
        let act = Act::new(Kind::InvitationMade, &invitation.id, &invitation.nonce).after(pool.as_str());
        let entry = self.activity(ctx, c, act.of_track(track));
        let writes = writes.into_iter().chain(entry).collect();
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Invited::New(invitation)),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => {
                // A concurrent request invites the same person.
                let now: Option<Invitation> = self.table.get(&key).await?.map(typed).transpose()?;
                let open = now.filter(|now| now.state == InvitationState::Open);
                open.map(Invited::Already).ok_or_else(|| StoreError::Busy("this person is being invited".into()))
            }
        }
    }

    /// A pool's invitations, latest first.
    pub async fn invitations(
        &self,
        c: &ConferenceId,
        pool: &PoolId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Invitation>, StoreError> {
        self.list(vec![keys::invitations(c, pool)], after, limit).await
    }

    /// Revokes an open invitation. Guarded by its being open; returns its final state.
    pub async fn revoke(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        pool: &PoolId,
        id: &str,
    ) -> Result<Option<Invitation>, StoreError> {
        let key = keys::invitation(c, id);
        let Some(found) = self.table.get(&key).await? else { return Ok(None) };
        let invitation: Invitation = typed(found)?;
        // This caller may only revoke invitations of this pool.
        if invitation.pool != *pool {
            return Ok(None);
        }
        if invitation.state != InvitationState::Open {
            return Ok(Some(invitation));
        }
        let revoke = Write::Set {
            key: key.clone(),
            set: vec![("status", text("revoked"))],
            remove: Vec::new(),
            guards: vec![Guard::Equals("status", text("open"))],
        };
        let edition = self.edition_hint(c).await?;
        let track = edition.as_ref().and_then(|edition| edition.conference.pool(pool)?.track.as_ref());
        let act = Act::new(Kind::InvitationRevoked, id, &invitation.nonce).after(pool.as_str()).of_track(track);
        let writes = std::iter::once(revoke).chain(self.activity(ctx, c, act)).collect();
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => self.table.get(&key).await?.map(typed).transpose(),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}
