//! The live links of sessions. They are items of their own, so that no draft, release or export can contain them, and a
//! change shows at once.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::live::{Links, OwnLinks};
use domain::timetable::{Session, SessionId};
use serde::{Deserialize, Serialize};

use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Edition, Store, StoreError, keys};

/// A session's own links, as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct LiveLinks {
    session: SessionId,
    #[serde(flatten)]
    links: Links,
    /// Counts the changes: guards concurrent writes.
    revision: u64,
}

impl Store {
    /// The own links of all sessions that have some, or had.
    pub async fn live_links(&self, c: &ConferenceId) -> Result<OwnLinks, StoreError> {
        let found: Vec<LiveLinks> = self.readable(self.table.query(&keys::live_links(c)).await?);
        Ok(found.into_iter().map(|stored| (stored.session, stored.links)).collect())
    }

    pub async fn live_links_of(&self, c: &ConferenceId, session: &SessionId) -> Result<Option<Links>, StoreError> {
        let found: Option<LiveLinks> =
            self.table.get(&keys::live_links_of(c, session)).await?.map(typed).transpose()?;
        Ok(found.map(|stored| stored.links))
    }

    /// Changes a session's own links; `false` if many change them at once. Guarded by the revision that was read; a
    /// repeat changes nothing. The entry of the activity log does not contain them.
    pub async fn change_live_links(
        &self,
        ctx: &Context,
        edition: &Edition,
        session: &Session,
        change: impl Fn(&mut Links),
    ) -> Result<bool, StoreError> {
        let c = edition.id();
        let key = keys::live_links_of(c, &session.id);
        for attempt in 0..TRIES {
            let before: Option<LiveLinks> = self.table.get(&key).await?.map(typed).transpose()?;
            let mut links = before.as_ref().map(|stored| stored.links.clone()).unwrap_or_default();
            let (was, revision) = (links.clone(), before.as_ref().map_or(0, |stored| stored.revision));
            change(&mut links);
            if links == was {
                return Ok(true);
            }
            links.changed_at = Some(ctx.now());
            let after = LiveLinks { session: session.id.clone(), links, revision: revision + 1 };
            let guard = match before {
                None => Guard::Absent,
                Some(before) => Guard::Equals("revision", number(before.revision)),
            };
            let act = Act::new(Kind::LiveLinksChanged, &session.id, after.revision).of_track(session.track.as_ref());
            let mut writes = vec![Write::Put { item: item(&key, &after), guards: vec![guard] }];
            writes.extend(self.activity(ctx, c, act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(true),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(false)
    }
}
