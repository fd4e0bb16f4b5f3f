//! What people have bookmarked: their own list, and how many want to hear both of two sessions.

use context::Context;
use domain::conference::ConferenceId;
use domain::person::EmailAddress;
use domain::timetable::{Draft, Interest, SessionId};
use serde::{Deserialize, Serialize};

use crate::keys::Key;
use crate::table::{Write, item, typed};
use crate::{Edition, Store, StoreError, keys};

/// Somebody's bookmarks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bookmarks {
    sessions: Vec<SessionId>,
}

/// What everybody has bookmarked, without who.
#[derive(Clone, Debug, Default)]
pub struct AllBookmarks(Vec<Bookmarks>);

impl AllBookmarks {
    /// How many people want to hear both of two, by what the draft says of the sessions.
    pub fn interest(&self, draft: &Draft) -> Interest {
        Interest::count(draft, self.0.iter().map(|bookmarks| bookmarks.sessions.as_slice()))
    }
}

impl Store {
    /// What somebody has bookmarked; nothing where they never did.
    pub async fn bookmarks(&self, edition: &Edition, person: &EmailAddress) -> Result<Vec<SessionId>, StoreError> {
        let found = self.table.get(&key(edition, person)).await?.map(typed::<Bookmarks>).transpose()?;
        Ok(found.unwrap_or_default().sessions)
    }

    /// Keeps somebody's bookmarks instead of what was kept. Nothing guards it: the last list is the one they see.
    pub async fn keep_bookmarks(
        &self,
        ctx: &Context,
        edition: &Edition,
        person: &EmailAddress,
        sessions: Vec<SessionId>,
    ) -> Result<(), StoreError> {
        let put = item(&key(edition, person), &Bookmarks { sessions });
        self.commit(ctx, Write::Put { item: put, guards: Vec::new() }).await
    }

    /// What everybody has bookmarked in an edition.
    pub async fn all_bookmarks(&self, c: &ConferenceId) -> Result<AllBookmarks, StoreError> {
        let found = self.table.query(&keys::bookmarks(c)).await?;
        Ok(AllBookmarks(found.into_iter().map(typed).collect::<Result<_, _>>()?))
    }
}

fn key(edition: &Edition, person: &EmailAddress) -> Key {
    keys::bookmarked(edition.id(), &edition.person_key(person))
}
