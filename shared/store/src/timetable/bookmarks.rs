//! Bookmarks: each person's list, and how many people want to attend both of two sessions.

use context::Context;
use domain::conference::ConferenceId;
use domain::person::EmailAddress;
use domain::timetable::{Draft, Interest, SessionId};
use serde::{Deserialize, Serialize};

use crate::keys::Key;
use crate::table::{Write, item, typed};
use crate::{Edition, Store, StoreError, keys};

/// A person's bookmarks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Bookmarks {
    sessions: Vec<SessionId>,
}

/// Everyone's bookmarks, without their names.
#[derive(Clone, Debug, Default)]
pub struct AllBookmarks(Vec<Bookmarks>);

impl AllBookmarks {
    /// How many people want to attend both of two sessions, according to the draft.
    pub fn interest(&self, draft: &Draft) -> Interest {
        Interest::count(draft, self.0.iter().map(|bookmarks| bookmarks.sessions.as_slice()))
    }
}

impl Store {
    /// A person's bookmarks under any of their addresses, in order.
    pub async fn bookmarks(&self, edition: &Edition, person: &[EmailAddress]) -> Result<Vec<SessionId>, StoreError> {
        let keys: Vec<_> = person.iter().map(|email| key(edition, email)).collect();
        let mut sessions = Vec::new();
        for found in self.table.get_all(&keys).await?.into_iter().flatten() {
            sessions.extend(typed::<Bookmarks>(found)?.sessions);
        }
        sessions.sort_unstable();
        sessions.dedup();
        Ok(sessions)
    }

    /// Replaces a person's bookmarks, under the first of their addresses. The lists under the others are emptied, so
    /// that one person counts once. No guard: the last list is the one they see.
    pub async fn keep_bookmarks(
        &self,
        ctx: &Context,
        edition: &Edition,
        person: &[EmailAddress],
        sessions: Vec<SessionId>,
    ) -> Result<(), StoreError> {
        let keys: Vec<_> = person.iter().map(|email| key(edition, email)).collect();
        let found = self.table.get_all(&keys).await?;
        for (number, (key, found)) in keys.iter().zip(found).enumerate() {
            let kept = if number == 0 { sessions.clone() } else { Vec::new() };
            if number == 0 || found.is_some() {
                let put = item(key, &Bookmarks { sessions: kept });
                self.commit(ctx, Write::Put { item: put, guards: Vec::new() }).await?;
            }
        }
        Ok(())
    }

    /// Everyone's bookmarks in an edition.
    pub async fn all_bookmarks(&self, c: &ConferenceId) -> Result<AllBookmarks, StoreError> {
        let found = self.table.query(&keys::bookmarks(c)).await?;
        Ok(AllBookmarks(found.into_iter().map(typed).collect::<Result<_, _>>()?))
    }
}

fn key(edition: &Edition, person: &EmailAddress) -> Key {
    keys::bookmarked(edition.id(), &edition.person_key(person))
}
