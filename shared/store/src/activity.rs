//! The activity log: entries of acts, each written in the transaction of its change (promise 11).
//!
//! A store knows who acts, like it knows which request it serves: a request of an organizer, lead or reviewer, or a run
//! of a workflow, works with a store of its own. A store without an actor serves attendees and writes no entries.
//!
//! An entry costs two write units. It has no index entry: it is in a base-table partition, which its object chooses and
//! its instant sorts. So the latest entries of all objects are one short read of each partition, and those of one
//! object are in one partition.

use std::sync::Arc;

use context::Context;
use domain::activity::{Act, Actor, Entry, Filter};
use domain::conference::ConferenceId;
use domain::person::{EmailAddress, PersonKey};
use futures_util::future::try_join_all;
use jiff::Timestamp;

use crate::keys::ACTIVITY_SPREAD;
use crate::table::{Guard, Write, item};
use crate::{Cursor, Edition, Page, Store, StoreError, keys};

/// Entries read from one partition at a time, at most.
const BATCH: usize = 100;

/// Rounds of reads for one page. A filter that few entries match gets a short page with a `next` instead of a long
/// read: 8 partitions of 100 entries below 1 KB are up to 100 read units a round.
const ROUNDS: usize = 5;

/// Who works with a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Acting {
    Staff {
        email: EmailAddress,
        /// Their edition and their key in it; `None` while they create the edition.
        at: Option<(ConferenceId, PersonKey)>,
    },
    Workflow(&'static str),
}

impl Acting {
    fn actor(&self) -> Option<Actor> {
        match self {
            Self::Staff { at, .. } => at.as_ref().map(|(_, key)| Actor::Person(key.clone())),
            Self::Workflow(name) => Some(Actor::Workflow((*name).to_owned())),
        }
    }
}

impl Store {
    /// The same store for a request of an organizer, lead or reviewer: their acts get entries. `edition` is `None` while
    /// they create it.
    #[must_use]
    pub fn acting(&self, edition: Option<&Edition>, email: &EmailAddress) -> Self {
        let at = edition.map(|edition| (edition.id().clone(), edition.person_key(email)));
        Self { acting: Some(Arc::new(Acting::Staff { email: email.clone(), at })), ..self.clone() }
    }

    /// The same store for a run of a workflow.
    #[must_use]
    pub fn acting_workflow(&self, name: &'static str) -> Self {
        Self { acting: Some(Arc::new(Acting::Workflow(name))), ..self.clone() }
    }

    /// The entry of an act, for the transaction of the change; `None` if an attendee does it, which needs none.
    pub(crate) fn activity(&self, ctx: &Context, c: &ConferenceId, act: Act) -> Option<Write> {
        let actor = self.acting.as_ref()?.actor()?;
        Some(entry_write(c, &act.by(actor, ctx.now())))
    }

    /// The same with the instant at which the act was asked for: its repeat at a later time has the same key.
    pub(crate) fn activity_since(&self, c: &ConferenceId, act: Act, since: Timestamp) -> Option<Write> {
        let actor = self.acting.as_ref()?.actor()?;
        Some(entry_write(c, &act.by(actor, since)))
    }

    /// The same for an automatic act, no matter whose request causes it.
    pub(crate) fn activity_by_itself(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        workflow: &'static str,
        act: Act,
    ) -> Write {
        let running = match self.acting.as_deref() {
            Some(Acting::Workflow(running)) => running,
            _ => workflow,
        };
        entry_write(c, &act.by(Actor::Workflow(running.to_owned()), ctx.now()))
    }

    /// The same for an act that concerns a series, in the edition whose organizer acts.
    pub(crate) fn activity_here(&self, ctx: &Context, act: Act) -> Option<Write> {
        match self.acting.as_deref()? {
            Acting::Staff { at: Some((c, key)), .. } => {
                Some(entry_write(c, &act.by(Actor::Person(key.clone()), ctx.now())))
            }
            _ => None,
        }
    }

    /// The entry of a definition's write. An edition that is being created has no people yet: `salt` makes their keys.
    pub(crate) fn activity_of_definition(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        salt: &str,
        act: Act,
    ) -> Option<Write> {
        let actor = match self.acting.as_deref()? {
            Acting::Staff { email, .. } => Actor::Person(PersonKey::new(salt, email)),
            Acting::Workflow(name) => Actor::Workflow((*name).to_owned()),
        };
        Some(entry_write(c, &act.by(actor, ctx.now())))
    }

    /// Entries that match, latest first, `limit` to a page. A page may have fewer, and still a `next`.
    pub async fn activity_page(
        &self,
        c: &ConferenceId,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Entry>, StoreError> {
        let partitions: Vec<_> = match &filter.object {
            Some(object) => vec![keys::activity(c, object)],
            None => (0..ACTIVITY_SPREAD).map(|n| keys::activity_partition(c, n)).collect(),
        };
        let oldest = filter.since.map(|since| keys::activity_time(since, ""));
        let selective = *filter != Filter::default();
        let batch = if selective { BATCH } else { limit + 1 };
        let mut items = Vec::new();
        let mut before = after.and_then(place_of);
        for _ in 0..ROUNDS {
            let read = partitions.iter().map(|pk| self.table.query_latest(pk, before.as_deref(), batch));
            let found = try_join_all(read).await?;
            // Entries older than the last one of a full batch may lack entries of that partition in between.
            let complete_to = found.iter().filter(|some| some.len() == batch).filter_map(|some| some.last());
            let complete_to = complete_to.map(|(sk, _)| sk.clone()).max();
            let mut merged: Vec<_> = found.into_iter().flatten().collect();
            merged.retain(|(sk, _)| complete_to.as_ref().is_none_or(|to| sk >= to));
            merged.sort_by(|a, b| b.0.cmp(&a.0));
            for (sk, found) in merged {
                if oldest.as_ref().is_some_and(|oldest| sk < *oldest) {
                    return Ok(Page { items, next: None });
                }
                let entry = self.readable_one::<Entry>(Some(found)).filter(|entry| filter.matches(entry));
                if entry.is_some() && items.len() == limit {
                    return Ok(Page { items, next: before.as_deref().and_then(cursor_of) });
                }
                items.extend(entry);
                before = Some(sk);
            }
            if complete_to.is_none() {
                return Ok(Page { items, next: None });
            }
        }
        Ok(Page { items, next: before.as_deref().and_then(cursor_of) })
    }
}

/// The entry of an act by a named person.
pub(crate) fn activity_by(ctx: &Context, edition: &Edition, by: &EmailAddress, act: Act) -> Write {
    entry_write(edition.id(), &act.by(Actor::Person(edition.person_key(by)), ctx.now()))
}

/// A sort key begins with milliseconds, so that keys sort like instants; a cursor begins with an instant like all others.
fn cursor_of(place: &str) -> Option<Cursor> {
    let (millis, id) = place.split_once('#')?;
    Some(Cursor::at(format!("{}#{id}", Timestamp::from_millisecond(millis.parse().ok()?).ok()?)))
}

fn place_of(cursor: &Cursor) -> Option<String> {
    let (at, id) = cursor.as_str().split_once('#')?;
    Some(keys::activity_time(at.parse().ok()?, id))
}

/// Guarded by its absence, so that a repeat of an act cannot write it twice.
fn entry_write(c: &ConferenceId, entry: &Entry) -> Write {
    Write::Put { item: item(&keys::activity_entry(c, entry), entry), guards: vec![Guard::Absent] }
}
