//! Late links: one person's own deadline in one track.

use context::Context;
use domain::activity::{Act, Kind};
use domain::call::LateLink;
use domain::conference::{ConferenceId, TrackId};
use domain::instant::Deadline;
use domain::mail::{Mail, MailKind};
use domain::person::{EmailAddress, PersonKey};
use jiff::Timestamp;

use crate::activity::activity_by;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, Item, Reason, TRIES, Write, item, millis, number, typed};
use crate::{Edition, Store, StoreError, keys};

/// The outcome of granting a late link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LateLinkOutcome {
    /// The link is granted, and its mail queued.
    Given(LateLink),
    /// They already have the same link.
    Already(LateLink),
    /// The track has no call.
    NoCall,
    /// The link has changed as often as its log allows.
    TooOften,
}

impl Store {
    /// One person's late link, even if it no longer works.
    pub async fn late_link(&self, c: &ConferenceId, t: &TrackId, id: &str) -> Result<Option<LateLink>, StoreError> {
        self.table.get(&keys::late_link(c, t, id)).await?.map(typed).transpose()
    }

    /// The late link that works for one of these addresses at `now`; of several, the one that lasts longest.
    pub async fn late_link_for(
        &self,
        edition: &Edition,
        t: &TrackId,
        addresses: &[EmailAddress],
        now: Timestamp,
    ) -> Result<Option<LateLink>, StoreError> {
        let key = |email| keys::late_link(edition.id(), t, edition.person_key(email).as_str());
        let found = self.table.get_all(&addresses.iter().map(key).collect::<Vec<_>>()).await?;
        let links = found.into_iter().flatten().map(typed::<LateLink>).collect::<Result<Vec<_>, _>>()?;
        Ok(links.into_iter().filter(|link| link.works(now)).max_by_key(|link| link.until.at))
    }

    /// A track's late links, revoked ones too, in order of their instants.
    pub async fn late_links(&self, c: &ConferenceId, t: &TrackId) -> Result<Vec<LateLink>, StoreError> {
        let items = self.table.query(&keys::late_links(c, t)).await?;
        let mut links = items.into_iter().map(typed).collect::<Result<Vec<LateLink>, _>>()?;
        links.sort_by(|a, b| (a.until.at, &a.id).cmp(&(b.until.at, &b.id)));
        Ok(links)
    }

    /// Grants a late link, or changes its instant. Guarded by its earlier changes (its log only grows) and by the
    /// existence of the track's call. A repeat finds the same link and queues no second mail.
    pub async fn give_late_link(
        &self,
        ctx: &Context,
        edition: &Edition,
        t: &TrackId,
        (email, until): (&EmailAddress, &Deadline),
        by: &EmailAddress,
    ) -> Result<LateLinkOutcome, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let id = edition.person_key(email);
        for attempt in 0..TRIES {
            let before = self.late_link(c, t, id.as_str()).await?;
            if let Some(same) = before.as_ref().filter(|link| link.works(now) && link.until == *until) {
                return Ok(LateLinkOutcome::Already(same.clone()));
            }
            if before.as_ref().is_some_and(|before| before.log.len() >= LateLink::ACTS_MAX) {
                return Ok(LateLinkOutcome::TooOften);
            }
            let link = LateLink::given(id.as_str(), email, until, before.as_ref(), by, now);
            // Each change has a mail of its own, numbered by the log.
            let mail =
                Mail::queued(MailKind::LateLink, &format!("{c}:{t}:{id}:{}", link.log.len()), email.clone(), now)
                    .about(c.as_str())
                    .with("track", t.as_str())
                    .with("until", until.at.to_string())
                    .with("announced", &until.announced);
            let check = Write::Check { key: keys::call(c, t), guards: vec![Guard::Exists] };
            let act = Act::new(Kind::LateLinkGiven, id.as_str(), format!("{t} {}", link.log.len()))
                .after(until.at)
                .of_track(Some(t));
            let entry = activity_by(ctx, edition, by, act);
            let writes = vec![check, put(c, t, &link, before.as_ref()), enqueue_mail(&mail), entry];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(LateLinkOutcome::Given(link)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(reasons)) if matches!(reasons.first(), Some(Reason::Guard(_))) => {
                    return Ok(LateLinkOutcome::NoCall);
                }
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this late link is being changed".into()))
    }

    /// Revokes a late link. Guarded by its earlier changes; a revoked link stays revoked.
    pub async fn revoke_late_link(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        t: &TrackId,
        id: &str,
        by: &EmailAddress,
    ) -> Result<Option<LateLink>, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.late_link(c, t, id).await? else { return Ok(None) };
            if before.revoked_at.is_some() {
                return Ok(Some(before));
            }
            let after = before.revoked(by, ctx.now());
            let act = Act::new(Kind::LateLinkRevoked, id, format!("{t} {}", after.log.len())).of_track(Some(t));
            let writes = std::iter::once(put(c, t, &after, Some(&before))).chain(self.activity(ctx, c, act)).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this late link is being changed".into()))
    }
}

/// Guarded by the number of earlier changes.
fn put(c: &ConferenceId, t: &TrackId, link: &LateLink, before: Option<&LateLink>) -> Write {
    let mut put: Item = item(&keys::late_link(c, t, &link.id), link);
    put.insert("until_at".into(), millis(link.until.at));
    put.insert("acts".into(), number(link.log.len()));
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("acts", number(before.log.len())));
    Write::Put { item: put, guards: vec![guard] }
}

/// Lets a transaction commit only while this person's late link works at `now`. A late proposal includes it in place of
/// [`open_check`](crate::calls::open_check).
pub(crate) fn late_check(c: &ConferenceId, t: &TrackId, person: &PersonKey, now: Timestamp) -> Write {
    let guards = vec![Guard::Above("until_at", millis(now)), Guard::Unset("revoked_at")];
    Write::Check { key: keys::late_link(c, t, person.as_str()), guards }
}
