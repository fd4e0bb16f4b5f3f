//! Invitations to reserved pools.

use context::Context;
use domain::conference::{ConferenceId, PoolId};
use domain::invitation::{Invitation, InvitationState};
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::ProposalId;

use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Write, item, listed, text, typed};
use crate::{Cursor, Edition, Page, Store, StoreError, keys};

/// What became of a wish to invite somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invited {
    /// The invitation is written and its mail owed.
    New(Invitation),
    /// They have an open one for this pool already.
    Already(Invitation),
    /// As many are open as the pool has passes left.
    PoolEmpty,
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

/// A new invitation and its mail. Guarded by the absence of one before it, or by its nonce.
pub(crate) fn invitation_writes(
    ctx: &Context,
    edition: &Edition,
    pool: &PoolId,
    (email, name): (&EmailAddress, Option<&str>),
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
        earned_by,
        state: InvitationState::Open,
    };
    let mut put = item(&keys::invitation(c, &invitation.id), &invitation);
    listed(&mut put, keys::invitations(c, pool), keys::invitation_entry(&invitation));
    // Whoever is invited again gets another mail.
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
    /// Invites somebody to claim a pass. Its id follows from the pool and the address, and is guarded by its absence
    /// or by the nonce of the one before it, which was claimed or revoked: of two who invite the same person, one does
    /// it, and a repeat finds it.
    ///
    /// Two organizers at once can together write more invitations than there are passes; the last to claim is then
    /// told that the pool is empty. An invitation holds no pass: what is unclaimed is one figure, `free`.
    pub async fn invite(
        &self,
        ctx: &Context,
        edition: &Edition,
        pool: &PoolId,
        email: &EmailAddress,
        name: Option<&str>,
    ) -> Result<Invited, StoreError> {
        let c = edition.id();
        let open: Vec<Invitation> = self
            .invitations(c, pool, None, 1000)
            .await?
            .items
            .into_iter()
            .filter(|invitation| invitation.state == InvitationState::Open)
            .collect();
        if let Some(invitation) = open.iter().find(|invitation| invitation.email == *email) {
            return Ok(Invited::Already(invitation.clone()));
        }
        // The list is an index and may be late; the item itself is not.
        let key = keys::invitation(c, &edition.invitation_id(pool, email));
        let earlier: Option<Invitation> = self.table.get(&key).await?.map(typed).transpose()?;
        if let Some(open) = earlier.as_ref().filter(|earlier| earlier.state == InvitationState::Open) {
            return Ok(Invited::Already(open.clone()));
        }
        let figures = self.pool(c, pool).await?;
        if open.len() as u64 >= figures.free + figures.spare {
            return Ok(Invited::PoolEmpty);
        }
        let (invitation, writes) = invitation_writes(ctx, edition, pool, (email, name), Vec::new(), earlier.as_ref());
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Invited::New(invitation)),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => {
                // Somebody else invites the same person at this moment.
                let now: Option<Invitation> = self.table.get(&key).await?.map(typed).transpose()?;
                let open = now.filter(|now| now.state == InvitationState::Open);
                open.map(Invited::Already).ok_or_else(|| StoreError::Busy("somebody is invited just now".into()))
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

    /// Takes an open invitation back. Guarded by its being open; answers it as it is afterwards.
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
        // Another pool's is not this caller's to take back.
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
        match self.table.transact(ctx.id("transaction", 26), vec![revoke]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => self.table.get(&key).await?.map(typed).transpose(),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}
