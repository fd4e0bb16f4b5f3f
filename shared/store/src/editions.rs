//! Editions: a small head names the version in force, and another item holds the definition.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{self, Conference, ConferenceId, Pool, PoolId};
use domain::input::ValidationError;
use domain::pass::resize::{CapacityInUse, Goal, Resize};
use domain::pass::{PoolStatus, Stock};
use domain::person::{EmailAddress, PersonKey};
use domain::phrase::Phrase;
use domain::timetable::Guid;
use domain::webhook::EventKind;
use futures_util::future::join;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::effects::{in_use, lowered};
use crate::erasures::retention_write;
use crate::releases::release_write;
use crate::reminders::series::review_looks;
use crate::table::{Cancelled, Guard, Item, Write, due_at, item, number, typed};
use crate::{CACHE_FOR, Resizing, Store, StoreError, keys};

/// The version of an edition in force.
#[derive(Clone, Debug)]
pub struct Edition {
    pub conference: Arc<Conference>,
    /// The definition as submitted, for display and changes.
    pub document: Arc<Value>,
    /// Counts the changes of the definition.
    pub revision: u64,
    /// The events that its active endpoints want: an act writes an event only if it is among them.
    pub(crate) webhooks: Arc<[EventKind]>,
    /// Salts the keys of its people.
    salt: Arc<str>,
    /// Salts the keys of linked addresses, the same in all editions.
    pub(crate) people_salt: Arc<str>,
}

impl Edition {
    /// A person's key in this edition.
    pub fn person_key(&self, email: &EmailAddress) -> PersonKey {
        PersonKey::new(&self.salt, email)
    }

    /// A person's id in the edition's schedule exports. It follows from the secret random salt, so that guessing an
    /// address confirms nothing.
    pub fn person_guid(&self, email: &EmailAddress) -> Guid {
        Guid::named(&[&self.salt, "person", self.person_key(email).as_str()])
    }

    /// The id of a person's invitation to a pool. A person has one invitation per pool at a time, so one key.
    pub(crate) fn invitation_id(&self, pool: &PoolId, email: &EmailAddress) -> String {
        PersonKey::new(&format!("{}#{pool}", self.salt), email).as_str().to_owned()
    }

    pub fn id(&self) -> &ConferenceId {
        &self.conference.id
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    revision: u64,
    pub(crate) salt: String,
    created_at: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    revision: u64,
    document: String,
    /// The events that active webhooks ask for. Stored here so that an act needs no further read to know them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    webhooks: Vec<EventKind>,
}

impl Stored {
    /// The definition as submitted, and parsed.
    pub(crate) fn read(&self) -> Result<(Value, Conference), String> {
        let document: Value = serde_json::from_str(&self.document).map_err(|error| error.to_string())?;
        let conference = conference::read(&document).map_err(|errors| errors[0].in_log())?;
        Ok((document, conference))
    }
}

/// One line of the list of editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionEntry {
    pub id: ConferenceId,
    pub name: String,
    pub days: String,
    /// First day, for sorting.
    pub starts_on: jiff::civil::Date,
    pub ends_on: jiff::civil::Date,
    pub city: String,
    pub country: String,
}

/// Writes that one transaction takes.
const WRITES_MAX: usize = 100;

/// Editions that this process has read, by id. A head's revision says whether one is still in force.
pub(crate) type Known = Mutex<HashMap<ConferenceId, Edition>>;

/// Conditions and writes that go with a change of an edition.
#[derive(Debug, Default)]
pub(crate) struct Over {
    /// The only version that it may replace; any version if `None`.
    pub(crate) revision: Option<u64>,
    /// Other writes of its transaction.
    pub(crate) with: Vec<Write>,
    /// Whether these have the entry of the act already.
    pub(crate) has_entry: bool,
}

/// The outcome of a `PUT` of an edition.
#[derive(Debug)]
pub enum PutEdition {
    Created(Edition),
    /// It was changed, or already matched.
    Changed(Edition),
    /// The document lowers or omits a pool whose passes are in use. Nothing was changed.
    InUse(PoolId, CapacityInUse),
    /// The change is not allowed: a deadline cannot move there, or the document changes too much at once. Nothing was
    /// changed.
    Refused(Vec<ValidationError>),
    /// A concurrent request changes it.
    Busy,
}

impl Store {
    /// The edition in force, read consistently.
    pub async fn edition(&self, id: &ConferenceId) -> Result<Option<Edition>, StoreError> {
        let Some(head) = self.table.get(&keys::head(id)).await? else { return Ok(None) };
        self.edition_of(id, head).await.map(Some)
    }

    /// The edition of an item that cannot exist without one.
    pub(crate) async fn edition_there(&self, id: &ConferenceId) -> Result<Edition, StoreError> {
        self.edition(id).await?.ok_or_else(|| StoreError::Broken(format!("{id} has no definition")))
    }

    /// The edition in force, for workflows over all editions. Unreadable editions are left out, so that they do not
    /// affect the others.
    pub async fn readable_edition(&self, id: &ConferenceId) -> Result<Option<Edition>, StoreError> {
        match self.edition(id).await {
            Err(error) if error.is_the_items_fault() => {
                self.go_on_without(&keys::definition(id), error)?;
                Ok(None)
            }
            found => found,
        }
    }

    /// The edition from this process's memory if it is there, otherwise from the table. For callers that read the head
    /// with their other items and compare the revision.
    pub async fn edition_hint(&self, id: &ConferenceId) -> Result<Option<Edition>, StoreError> {
        let known = self.known(id);
        if known.is_some() { Ok(known) } else { self.edition(id).await }
    }

    pub(crate) fn known(&self, id: &ConferenceId) -> Option<Edition> {
        self.editions.lock().unwrap_or_else(PoisonError::into_inner).get(id).cloned()
    }

    /// The edition that a head item names.
    pub(crate) async fn edition_of(&self, id: &ConferenceId, head: Item) -> Result<Edition, StoreError> {
        let head: Head = typed(head)?;
        if let Some(known) = self.known(id).filter(|known| known.revision == head.revision) {
            return Ok(known);
        }
        let definition = keys::definition(id);
        let (people_salt, stored) = join(self.people_salt(), self.table.get(&definition)).await;
        let people_salt = people_salt?.ok_or_else(|| StoreError::Broken("there is no salt of people".into()))?;
        let stored: Stored = typed(stored?.ok_or_else(|| StoreError::Broken(format!("{id} has no definition")))?)?;
        let (document, conference) =
            stored.read().map_err(|why| StoreError::Unreadable { key: definition.clone(), why })?;
        let edition = Edition {
            conference: Arc::new(conference),
            document: Arc::new(document),
            // The definition may be newer than the head that was read; the next read of the head shows that.
            revision: stored.revision,
            webhooks: stored.webhooks.into(),
            salt: head.salt.into(),
            people_salt,
        };
        self.editions.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), edition.clone());
        Ok(edition)
    }

    /// Whether a head item names another version than this one.
    pub(crate) fn is_stale(edition: &Edition, head: Option<Item>) -> Result<bool, StoreError> {
        let head = head.ok_or_else(|| StoreError::Broken(format!("{} has no head", edition.id())))?;
        Ok(typed::<Head>(head)?.revision != edition.revision)
    }

    /// All editions, latest first.
    pub async fn editions(&self) -> Result<Vec<EditionEntry>, StoreError> {
        let items = self.table.query(keys::EDITIONS).await?;
        let mut entries: Vec<EditionEntry> = self.readable(items);
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.starts_on));
        Ok(entries)
    }

    /// Creates or changes an edition.
    ///
    /// A pool's capacity changes if the document changes it; otherwise an organizer's later resize stays. Pools are
    /// lowered before the definition is written, and raised by an intent in its transaction.
    pub async fn put_edition(
        &self,
        ctx: &Context,
        conference: &Conference,
        document: &Value,
    ) -> Result<PutEdition, StoreError> {
        self.put_edition_over(ctx, conference, document, Over::default()).await
    }

    /// The same for one version only: if another one is in force, it is [`PutEdition::Busy`]. The version 0 means that
    /// there is none yet.
    pub async fn change_edition(
        &self,
        ctx: &Context,
        revision: u64,
        conference: &Conference,
        document: &Value,
    ) -> Result<PutEdition, StoreError> {
        let over = Over { revision: Some(revision), ..Over::default() };
        self.put_edition_over(ctx, conference, document, over).await
    }

    /// The same for one version only, together with other writes.
    pub(crate) async fn put_edition_over(
        &self,
        ctx: &Context,
        conference: &Conference,
        document: &Value,
        over: Over,
    ) -> Result<PutEdition, StoreError> {
        let id = &conference.id;
        self.found_people(ctx).await?;
        let before = self.edition(id).await?;
        let in_force = before.as_ref().map_or(0, |before| before.revision);
        if over.revision.is_some_and(|wanted| wanted != in_force) {
            return Ok(PutEdition::Busy);
        }
        if let Some(before) = before.as_ref().filter(|before| *before.document == *document) {
            self.finish_resizes(ctx, conference).await?;
            self.begin_calls(ctx, conference).await?;
            self.give_bof_slots(ctx, conference).await?;
            ctx.sleep(CACHE_FOR).await;
            return Ok(PutEdition::Changed(before.clone()));
        }
        let calls = match self.call_writes(ctx, before.as_ref().map(|b| &*b.conference), conference).await? {
            Ok(writes) => writes,
            Err(errors) => return Ok(PutEdition::Refused(errors)),
        };
        if let Some(before) = &before
            && let Some((pool, in_use)) = self.lower_pools(ctx, before, conference).await?
        {
            return Ok(PutEdition::InUse(pool, in_use));
        }
        let revision = before.as_ref().map_or(0, |b| b.revision) + 1;
        let salt = before.as_ref().map_or_else(|| ctx.id("salt", 26), |b| b.salt.to_string());
        let mut writes = Self::edition_writes(ctx, conference, document, before.as_ref(), (&salt, revision));
        for pool in &conference.pools {
            writes.extend(self.raise_write(ctx, id, pool, before.as_ref(), revision).await?);
            writes.extend(release_write(ctx, conference, pool, before.as_ref().map(|b| &*b.conference)));
        }
        writes.extend(calls);
        writes.extend(review_looks(before.as_ref().map(|b| &*b.conference), conference, ctx.now()));
        writes.extend(retention_write(before.as_ref().map(|b| &*b.conference), conference));
        writes.extend(self.campaign_write_of(conference, before.as_ref().map(|b| &*b.conference)).await?);
        if !over.has_entry {
            let kind = if before.is_some() { Kind::EditionChanged } else { Kind::EditionCreated };
            let act = Act::new(kind, id, revision).before(revision - 1).after(revision);
            writes.extend(self.activity_of_definition(ctx, id, &salt, act));
        }
        writes.extend(over.with);
        if writes.len() > WRITES_MAX {
            let detail = Phrase::of("edition-changes-too-much");
            return Ok(PutEdition::Refused(vec![ValidationError { pointer: String::new(), detail }]));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => {}
            Err(Cancelled::Store(error)) => return Err(error),
            Err(Cancelled::Reasons(_)) => return Ok(PutEdition::Busy),
        }
        self.finish_resizes(ctx, conference).await?;
        self.give_bof_slots(ctx, conference).await?;
        if before.is_some() {
            // After this wait, no process uses the old version any more.
            ctx.sleep(CACHE_FOR).await;
        }
        let edition =
            self.edition(id).await?.ok_or_else(|| StoreError::Broken("an edition just written is gone".into()))?;
        Ok(if before.is_some() { PutEdition::Changed(edition) } else { PutEdition::Created(edition) })
    }

    /// Writes the calls that an edition lacks because an earlier version of this program wrote it. Guarded by their
    /// absence; a repeat finds nothing to write.
    async fn begin_calls(&self, ctx: &Context, conference: &Conference) -> Result<(), StoreError> {
        let Ok(writes) = self.call_writes(ctx, Some(conference), conference).await? else { return Ok(()) };
        for batch in writes.chunks(WRITES_MAX) {
            match self.table.transact(ctx.id("transaction", 26), batch.to_vec()).await {
                // A concurrent request writes them at this moment.
                Ok(()) | Err(Cancelled::Reasons(_)) => {}
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(())
    }

    /// Guarded by the head's revision: of two concurrent changes, one has to retry, and a repeat finds its own.
    fn edition_writes(
        ctx: &Context,
        conference: &Conference,
        document: &Value,
        before: Option<&Edition>,
        (salt, revision): (&str, u64),
    ) -> Vec<Write> {
        let id = &conference.id;
        let salt = salt.to_owned();
        let guards = before.map_or(vec![Guard::Absent], |b| vec![Guard::Equals("revision", number(b.revision))]);
        let entry = EditionEntry {
            id: id.clone(),
            name: conference.name.clone(),
            days: conference.days(),
            starts_on: conference.starts_on,
            ends_on: conference.ends_on,
            city: conference.place.city.clone(),
            country: conference.place.country.clone(),
        };
        let put = |item: Item| Write::Put { item, guards: Vec::new() };
        let webhooks = before.map(|before| before.webhooks.to_vec()).unwrap_or_default();
        vec![
            Write::Put { item: item(&keys::head(id), &Head { revision, salt, created_at: ctx.now() }), guards },
            put(item(&keys::definition(id), &Stored { revision, document: document.to_string(), webhooks })),
            put(item(&keys::edition_entry(id), &entry)),
        ]
    }

    /// Lowers the pools that the document lowers or omits; returns the first pool that is in use.
    async fn lower_pools(
        &self,
        ctx: &Context,
        before: &Edition,
        after: &Conference,
    ) -> Result<Option<(PoolId, CapacityInUse)>, StoreError> {
        let pools = self.changed_pools(before, after).await?;
        let lowered = lowered(&before.conference, after, &pools);
        // Check all of them before changing the first.
        if let Some(in_use) = in_use(&lowered, &pools) {
            return Ok(Some(in_use));
        }
        for (pool, wanted) in lowered {
            let resize_id = format!("put-{}-{}", before.revision + 1, ctx.id("resize", 8));
            match self.resize(ctx, before.id(), &pool, &resize_id, wanted).await? {
                Resizing::Done(_) => {}
                Resizing::InUse(in_use) => return Ok(Some((pool, in_use))),
                Resizing::Reused(_) | Resizing::Busy => return Err(StoreError::Busy("a pool is being resized".into())),
            }
        }
        Ok(None)
    }

    /// The write that creates a new pool's status, or notes the raise of an existing pool.
    async fn raise_write(
        &self,
        ctx: &Context,
        id: &ConferenceId,
        pool: &Pool,
        before: Option<&Edition>,
        revision: u64,
    ) -> Result<Option<Write>, StoreError> {
        let key = keys::status(id, &pool.id);
        let was = before.and_then(|b| b.conference.pool(&pool.id)).map_or(0, |p| p.capacity);
        let Some(found) = self.table.get(&key).await? else {
            let goal = Goal::Raise { left: pool.capacity, into: Stock::Free };
            let resize = Resize { id: format!("put-{revision}"), target: pool.capacity, goal };
            let mut created = item(&key, &PoolStatus { resize: Some(resize), ..PoolStatus::default() });
            due_at(&mut created, "promote-waitlist", ctx.now() + crate::pools::RESIZE_PATIENCE);
            return Ok(Some(Write::Put { item: created, guards: vec![Guard::Absent] }));
        };
        if pool.capacity == was {
            return Ok(None);
        }
        let status: PoolStatus = typed(found)?;
        if status.resize.is_some() {
            return Err(StoreError::Busy("a pool is being resized".into()));
        }
        let now = self.pool(id, &pool.id).await?;
        if pool.capacity <= now.capacity {
            return Ok(None);
        }
        let goal = Goal::Raise { left: pool.capacity - now.capacity, into: Stock::Returned };
        let resize = Resize { id: format!("put-{revision}"), target: pool.capacity, goal };
        Ok(Some(crate::pools::intent(ctx, &key, &status, &resize)))
    }

    async fn finish_resizes(&self, ctx: &Context, conference: &Conference) -> Result<(), StoreError> {
        for pool in &conference.pools {
            self.finish_resize(ctx, &conference.id, &pool.id).await?;
        }
        Ok(())
    }
}

/// The writes of a new document for the same edition that changes no pool and nothing in the list of editions. Guarded
/// by the head's revision: of two concurrent changes, one has to retry, and a repeat finds its own.
pub(crate) fn definition_writes(before: &Edition, document: &Value) -> Vec<Write> {
    definition_writes_for(before, document, &before.webhooks)
}

/// The same with the events that its endpoints want.
pub(crate) fn definition_writes_for(before: &Edition, document: &Value, webhooks: &[EventKind]) -> Vec<Write> {
    let (id, revision) = (before.id(), before.revision + 1);
    let stored = Stored { revision, document: document.to_string(), webhooks: webhooks.to_vec() };
    vec![
        Write::Set {
            key: keys::head(id),
            set: vec![("revision", number(revision))],
            remove: Vec::new(),
            guards: vec![Guard::Equals("revision", number(before.revision))],
        },
        Write::Put { item: item(&keys::definition(id), &stored), guards: Vec::new() },
    ]
}
