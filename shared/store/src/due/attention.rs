//! Work that needs a person: due items that failed, and items that workflows left out. Organizers view, retry, or skip
//! them.

use std::collections::{BTreeMap, BTreeSet};

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::failure::{Failure, FailureState};
use domain::phrase::Phrase;
use futures_util::future::try_join_all;
use jiff::Timestamp;

use super::WORKFLOWS;
use super::record::{attribute, failure_of};
use crate::keys::{self, Key, SPREAD};
use crate::table::{Cancelled, DUE, FAILURE, Guard, Item, TRIES, Write, millis, text};
use crate::{Edition, Store, StoreError};

/// A failed item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attention {
    /// Identifies it in URLs.
    pub id: String,
    pub key: Key,
    pub workflow: String,
    /// A description for people.
    pub object: Phrase,
    /// Without names and addresses.
    pub error: String,
    pub failures: u32,
    pub since: Timestamp,
    pub next_try_at: Option<Timestamp>,
    pub state: FailureState,
}

/// The scope of failed items to list.
#[derive(Clone, Copy, Debug)]
pub enum AttentionScope<'a> {
    /// An edition's own, and those of its series.
    Edition(&'a Edition),
    /// The same, plus items that belong to no edition, or to an unreadable edition, which has no agenda of its own.
    Deployment(&'a Edition),
    All,
}

/// A person's decision about a failed item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttentionAct {
    /// The workflow tries again now, with a fresh count.
    Retry,
    /// No workflow tries again; the record of the failure stays on the item.
    Skip,
}

/// Items handled per pass. Each pass lists again, since the listing reads everything.
const AT_ONCE: usize = 500;

impl Store {
    /// Failed items: first those set aside, then by the start of the failure. At most `limit`, with the total.
    pub async fn attention(
        &self,
        scope: AttentionScope<'_>,
        limit: usize,
    ) -> Result<(Vec<Attention>, usize), StoreError> {
        let mut found = self.failed_items(scope).await?;
        let total = found.len();
        found.truncate(limit);
        Ok((found, total))
    }

    /// How many items of the whole deployment are set aside.
    pub async fn count_set_aside(&self) -> Result<usize, StoreError> {
        let partitions: Vec<_> = (0..SPREAD).map(keys::due_set_aside).collect();
        let listed = try_join_all(partitions.iter().map(|pk| self.table.query_index_whole(&DUE, pk))).await?;
        Ok(listed.iter().map(Vec::len).sum())
    }

    /// Applies a person's decision to a failed item; returns whether the item exists in their scope. Guarded by the
    /// item's due time as it was read; a repeat changes nothing.
    pub async fn act_on_failed(
        &self,
        ctx: &Context,
        scope: AttentionScope<'_>,
        id: &str,
        act: AttentionAct,
    ) -> Result<bool, StoreError> {
        let Some(key) = key_of_id(id) else { return Ok(false) };
        let kind = if act == AttentionAct::Retry { Kind::ItemRetried } else { Kind::ItemSkipped };
        // One act, with one entry: in the first of its writes.
        let mut entry = match scope {
            AttentionScope::Edition(own) | AttentionScope::Deployment(own) => {
                self.activity(ctx, own.id(), Act::new(kind, id, ctx.id("activity", 12)))
            }
            AttentionScope::All => None,
        };
        if keys::beside_of(&key).is_none() {
            // Other workflows may have met it too. The page shows only the item's own record, so the decision covers
            // both.
            self.decide(ctx, scope, &keys::beside(&key), act, &mut entry).await?;
        }
        self.decide(ctx, scope, &key, act, &mut entry).await
    }

    async fn decide(
        &self,
        ctx: &Context,
        scope: AttentionScope<'_>,
        key: &Key,
        act: AttentionAct,
        entry: &mut Option<Write>,
    ) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let Some(found) = self.table.get(key).await? else { return Ok(false) };
            if !self.is_in(scope, key, &found, &mut BTreeMap::new()).await? {
                return Ok(false);
            }
            let Some(write) = decided(ctx.now(), key, &found, act) else { return Ok(true) };
            let writes = std::iter::once(write).chain(entry.clone()).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {
                    *entry = None;
                    return Ok(true);
                }
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this item changes just now".into()))
    }

    /// The same for all failed items in a scope; skips only items set aside. Returns how many.
    pub async fn act_on_all_failed(
        &self,
        ctx: &Context,
        scope: AttentionScope<'_>,
        act: AttentionAct,
    ) -> Result<usize, StoreError> {
        let mut done = BTreeSet::new();
        loop {
            let mut left = self.failed_items(scope).await?;
            left.retain(|one| !done.contains(&one.key));
            left.retain(|one| act == AttentionAct::Retry || one.state == FailureState::SetAside);
            if left.is_empty() {
                return Ok(done.len());
            }
            for one in left.into_iter().take(AT_ONCE) {
                self.act_on_failed(ctx, scope, &one.id, act).await?;
                done.insert(one.key);
            }
        }
    }

    async fn failed_items(&self, scope: AttentionScope<'_>) -> Result<Vec<Attention>, StoreError> {
        let aside = (0..SPREAD).map(keys::due_set_aside);
        let partitions: Vec<_> = aside.chain(WORKFLOWS.iter().map(|workflow| keys::due_again(workflow))).collect();
        let listed = try_join_all(partitions.iter().map(|pk| self.table.query_index_whole(&DUE, pk))).await?;
        let listed: Vec<Key> = listed.into_iter().flatten().filter(|key| may_be_in(scope, key)).collect();
        let items = self.table.get_all(&listed).await?;
        let mut readable = BTreeMap::new();
        let mut found = Vec::new();
        for (key, item) in listed.into_iter().zip(items) {
            let Some(item) = item else { continue };
            let Some(failure) = shown_failure(&key, &item) else { continue };
            if self.is_in(scope, &key, &item, &mut readable).await? {
                found.push(attention(key, &failure));
            }
        }
        // An item with a failure of its own needs no record beside it.
        let own: BTreeSet<Key> = found.iter().map(|one| one.key.clone()).collect();
        found.retain(|one| keys::beside_of(&one.key).is_none_or(|of| !own.contains(&of)));
        found.sort_by_key(|one| (one.state != FailureState::SetAside, one.since, one.key.clone()));
        Ok(found)
    }

    async fn is_in(
        &self,
        scope: AttentionScope<'_>,
        key: &Key,
        item: &Item,
        readable: &mut BTreeMap<ConferenceId, bool>,
    ) -> Result<bool, StoreError> {
        let deployment = match scope {
            AttentionScope::All => return Ok(true),
            AttentionScope::Edition(_) => false,
            AttentionScope::Deployment(_) => true,
        };
        if matches_key(scope, key) {
            return Ok(true);
        }
        let (AttentionScope::Edition(own) | AttentionScope::Deployment(own)) = scope else { return Ok(true) };
        let about = edition_of(key).or_else(|| item.get("conference")?.as_s().ok()?.parse().ok());
        let Some(about) = about else { return Ok(deployment && series_of(key).is_none()) };
        if about == *own.id() {
            return Ok(true);
        }
        if !deployment {
            return Ok(false);
        }
        if let Some(known) = readable.get(&about) {
            return Ok(!known);
        }
        let has_agenda = match self.edition(&about).await {
            Ok(edition) => edition.is_some(),
            Err(error) if error.is_the_items_fault() => false,
            Err(error) => return Err(error),
        };
        readable.insert(about, has_agenda);
        Ok(!has_agenda)
    }
}

/// The write of a decision; `None` if it holds already.
fn decided(now: Timestamp, key: &Key, found: &Item, act: AttentionAct) -> Option<Write> {
    let failure = shown_failure(key, found)?;
    let seen = |name: &'static str| match found.get(name) {
        Some(value) => Guard::Equals(name, value.clone()),
        None => Guard::Unset(name),
    };
    let guards = vec![Guard::Exists, seen("due_pk"), seen("due_at")];
    match act {
        AttentionAct::Retry => {
            let is_so = failure.failures == 0 && failure.state() == FailureState::Retrying;
            let set = vec![
                (FAILURE, attribute(&failure.retried(now))),
                ("due_pk", text(keys::due_again(&failure.workflow))),
                ("due_at", millis(now)),
            ];
            (!is_so).then(|| Write::Set { key: key.clone(), set, remove: Vec::new(), guards })
        }
        AttentionAct::Skip => {
            let is_so = failure.state() == FailureState::Skipped;
            let set = vec![(FAILURE, attribute(&failure.skipped(now)))];
            (!is_so).then(|| Write::Set { key: key.clone(), set, remove: vec!["due_pk", "due_at"], guards })
        }
    }
}

/// The failure of an item. An item set aside has one even if its record is lost.
fn shown_failure(key: &Key, item: &Item) -> Option<Failure> {
    failure_of(item).or_else(|| {
        let due_pk = item.get("due_pk")?.as_s().ok()?;
        let at = item.get("due_at")?.as_n().ok()?.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok())?;
        let is_aside = (0..SPREAD).any(|number| keys::due_set_aside(number) == *due_pk);
        let workflow = workflow_of(key);
        is_aside.then(|| Failure::set_aside(workflow, "the record of the failure is lost", at))
    })
}

/// The workflow that processes items with this key, or that uses them most.
pub(super) fn workflow_of(key: &Key) -> &'static str {
    match key.sk.as_str() {
        "MAIL" => "deliver-mail",
        "CALL" => "close-cfps",
        "REMINDERS" | "REMINDED" => "send-reminders",
        "MESSAGE" => "send-messages",
        "SELECTION" | "DECISION" | keys::PROPOSAL => "release-decisions",
        keys::ERASURE | keys::RETENTION => "retain-data",
        "ROUND" | "PERSON" => "reconfirm",
        "RELEASE" if key.pk.ends_with("#TIMETABLE") => "publish-timetable",
        "RELEASE" => "release-passes",
        keys::EVENT => keys::DELIVER_WEBHOOKS,
        _ if key.pk.contains("#WEBHOOK") => keys::DELIVER_WEBHOOKS,
        _ => "promote-waitlist",
    }
}

fn attention(key: Key, failure: &Failure) -> Attention {
    Attention {
        id: id_of(&key),
        object: described(&keys::beside_of(&key).unwrap_or_else(|| key.clone())),
        workflow: failure.workflow.clone(),
        error: failure.error.clone(),
        failures: failure.failures,
        since: failure.since,
        next_try_at: failure.next_try_at,
        state: failure.state(),
        key,
    }
}

/// Whether an item's key places it in the scope.
fn matches_key(scope: AttentionScope<'_>, key: &Key) -> bool {
    match scope {
        AttentionScope::All => true,
        AttentionScope::Edition(edition) | AttentionScope::Deployment(edition) => {
            edition_of(key).is_some_and(|c| c == *edition.id())
                || series_of(key).is_some_and(|series| series == edition.conference.series)
        }
    }
}

/// Whether an item may be in the scope, before it is read: only the keys of mails do not name their edition.
fn may_be_in(scope: AttentionScope<'_>, key: &Key) -> bool {
    match scope {
        AttentionScope::Edition(_) => matches_key(scope, key) || key.sk == "MAIL",
        AttentionScope::Deployment(_) | AttentionScope::All => true,
    }
}

/// The edition that a key names; works for a record beside an item too.
fn edition_of(key: &Key) -> Option<ConferenceId> {
    let of = keys::beside_of(key);
    let pk = of.as_ref().map_or(&key.pk, |of| &of.pk);
    pk.strip_prefix("C#")?.split('#').next()?.parse().ok()
}

fn series_of(key: &Key) -> Option<String> {
    let of = keys::beside_of(key);
    let pk = of.as_ref().map_or(&key.pk, |of| &of.pk);
    pk.strip_prefix("SERIES#")?.split('#').next().map(str::to_owned)
}

/// A description of an item for people.
fn described(key: &Key) -> Phrase {
    let about = key.pk.split('#').skip(2).collect::<Vec<_>>();
    let last = about.last().copied().unwrap_or_default();
    let of = |id| Phrase::of(id).arg("name", last);
    match key.sk.as_str() {
        "SHARD" => of("item-shard").arg("pool", about.get(1).copied().unwrap_or_default()),
        keys::STATUS => of("item-pool"),
        "RELEASE" if key.pk.ends_with("#TIMETABLE") => Phrase::of("item-timetable"),
        "RELEASE" => of("item-pool-end"),
        "PERSON" => of("item-person"),
        "ENTRY" => of("item-entry"),
        "MAIL" => Phrase::of("item-mail").arg("name", key.pk.trim_start_matches("MAIL#")),
        "CALL" => of("item-call"),
        "REMINDERS" => of("item-reminders"),
        "REMINDED" => of("item-reminded"),
        "MESSAGE" => of("item-message"),
        keys::PROPOSAL => of("item-proposal"),
        keys::EVENT => of("item-webhook-event"),
        event if key.pk.contains("#WEBHOOK#") => of("item-webhook-delivery").arg("event", event),
        "DECISION" => of("item-decision"),
        "SELECTION" => of("item-selection"),
        "INVITATION" => of("item-invitation"),
        "ROUND" => Phrase::of("item-reconfirmation"),
        keys::RETENTION => Phrase::of("item-retention").arg("name", key.pk.split('#').nth(1).unwrap_or_default()),
        "DEFINITION" => Phrase::of("item-definition").arg("name", key.pk.trim_start_matches("C#")),
        keys::HEAD => Phrase::of("item-head").arg("name", key.pk.trim_start_matches("C#")),
        keys::STANDING => of("item-class"),
        keys::STANDINGS => Phrase::of("item-classes"),
        sk => Phrase::verbatim([key.pk.as_str(), sk].join(" ")),
    }
}

/// A key as hexadecimal digits, safe in a URL.
fn id_of(key: &Key) -> String {
    let text = format!("{}\n{}", key.pk, key.sk);
    text.bytes().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

fn key_of_id(id: &str) -> Option<Key> {
    let digits = id.as_bytes();
    if digits.is_empty() || !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes = digits.chunks(2).map(byte).collect::<Option<Vec<_>>>()?;
    let text = String::from_utf8(bytes).ok()?;
    let (pk, sk) = text.split_once('\n')?;
    (!pk.is_empty() && !sk.is_empty()).then(|| Key { pk: pk.to_owned(), sk: sk.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_a_key_and_nothing_else() {
        let key = Key { pk: "MAIL#offer:x-1".into(), sk: "MAIL".into() };
        assert_eq!(key_of_id(&id_of(&key)), Some(key));
        for wrong in ["", "zz", "4", "41", "4a0a", "0a4a", "ünï"] {
            assert_eq!(key_of_id(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn people_read_what_an_item_is() {
        let (c, p) = ("demo-2030".parse().unwrap(), "net".parse().unwrap());
        let shown = |key: &Key| described(key).in_log();
        assert_eq!(shown(&keys::shard(&c, &p, 7)), r#"item-shard [("name", Text("7")), ("pool", Text("net"))]"#);
        assert_eq!(shown(&keys::status(&c, &p)), r#"item-pool [("name", Text("net"))]"#);
        assert_eq!(shown(&keys::release(&c, &p)), r#"item-pool-end [("name", Text("net"))]"#);
        assert_eq!(shown(&keys::definition(&c)), r#"item-definition [("name", Text("demo-2030"))]"#);
        assert_eq!(shown(&keys::call(&c, &"net".parse().unwrap())), r#"item-call [("name", Text("net"))]"#);
        assert_eq!(shown(&keys::mail("offer:x-1")), r#"item-mail [("name", Text("offer:x-1"))]"#);
        assert_eq!(edition_of(&keys::beside(&keys::definition(&c))), Some(c));
    }
}
