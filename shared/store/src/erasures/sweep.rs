//! The scans of an erasure: which names a person has, and their removal from every item.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::conference::ConferenceId;
use domain::erasure::{Erasure, Place};
use domain::mail::READER_ERASED;
use domain::person::EmailAddress;
use domain::personal_data::{DataKind, Erased};
use domain::role::Role;
use serde_json::{Map, Value};

use super::{PAGES_AT_ONCE, key_at, place};
use crate::keys::{self, Key};
use crate::personal_data::{as_json, conference_of, kind_of};
use crate::table::{Cancelled, Change, Guard, Item, Write, key_of};
use crate::{Edition, Store, StoreError};

/// Shorter names are parts of other words too often to be looked for in mails to others.
const NAME_MIN: usize = 5;

/// What is to become of an item.
enum Fate {
    Stays,
    /// It is in use just now: the next scan finds it again.
    InUse,
    Goes,
    Becomes(Map<String, Value>),
}

impl Store {
    /// Reads the names that the person has in the next items; returns where to go on.
    pub(super) async fn learn(&self, erasure: &mut Erasure, from: Option<&Place>) -> Result<Option<Place>, StoreError> {
        let mut after = from.map(key_at);
        for _ in 0..PAGES_AT_ONCE {
            let (items, next) = self.table.scan_page(after.as_ref(), true).await?;
            for item in items {
                let key = key_of(&item)?;
                let is_theirs = kind_of(&key).is_some_and(|kind| kind != DataKind::Tokens);
                let Some(value) = as_json(item).filter(|_| is_theirs) else { continue };
                if erasure.covers(conference_of(&key, &value).as_ref()) {
                    erasure.traces.learn_names(&value);
                }
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        Ok(after.map(place))
    }

    /// Removes the person from the next items; returns where to go on, and how many items had something of them.
    pub(super) async fn sweep(
        &self,
        ctx: &Context,
        erasure: &mut Erasure,
        from: Option<&Place>,
    ) -> Result<(Option<Place>, u64), StoreError> {
        let mut after = from.map(key_at);
        let mut found = 0;
        let mut editions = HashMap::new();
        for _ in 0..PAGES_AT_ONCE {
            let (items, next) = self.table.scan_page(after.as_ref(), true).await?;
            for item in items {
                found += u64::from(self.sweep_item(ctx, erasure, item, &mut editions).await?);
            }
            after = next;
            if after.is_none() {
                break;
            }
        }
        Ok((after.map(place), found))
    }

    /// Removes the person from one item; returns whether it had something of them. Guarded by all that is replaced: of
    /// a change meanwhile, the next scan finds what is left.
    async fn sweep_item(
        &self,
        ctx: &Context,
        erasure: &mut Erasure,
        item: Item,
        editions: &mut HashMap<ConferenceId, Option<Edition>>,
    ) -> Result<bool, StoreError> {
        let key = key_of(&item)?;
        if key.sk == keys::ERASURE || key.sk == "DEFINITION" {
            return Ok(false);
        }
        let Some(Value::Object(value)) = as_json(item.clone()) else { return Ok(false) };
        let whole = Value::Object(value.clone());
        let c = conference_of(&key, &whole);
        if !erasure.covers(c.as_ref()) {
            return Ok(false);
        }
        // Of all people, what has no address goes too, such as bookmarks under a key.
        if !erasure.traces.are_everyones() && !erasure.traces.are_in(&key.pk, &key.sk, &whole) {
            match is_mail_with_name(erasure, &key, &value) {
                None => return Ok(false),
                // It may be for a person with the same name: it leaves as it is, and the next scan finds it.
                Some(false) => return Ok(true),
                Some(true) => {}
            }
        }
        if let Some(c) = &c
            && !editions.contains_key(c)
        {
            editions.insert(c.clone(), self.readable_edition(c).await?);
        }
        let edition = c.as_ref().and_then(|c| editions.get(c)?.as_ref());
        let write = match fate(ctx, erasure, &key, &value, edition) {
            Fate::Stays => return Ok(false),
            Fate::InUse => return Ok(true),
            Fate::Goes => Write::Delete { key: key.clone(), guards: same_version(&item) },
            Fate::Becomes(after) => Write::Replace { key: key.clone(), changes: changes(&item, &value, &after)? },
        };
        let mut writes = vec![write];
        if let Some(c) = c.filter(|_| key.pk.contains("#RELEASE#") && key.sk.starts_with(keys::PART)) {
            writes.push(forget_release(&c));
        }
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(true),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// Counts on the release's head that its parts have changed, so that no process answers from its memory.
fn forget_release(c: &ConferenceId) -> Write {
    let guards = vec![Guard::Exists];
    Write::Count { key: keys::timetable(c), names: vec!["erased"], set: Vec::new(), guards }
}

/// Whether a mail to others that has the person's name in its facts, such as the list of a closed call, has left; `None`
/// for all other items.
fn is_mail_with_name(erasure: &Erasure, key: &Key, item: &Map<String, Value>) -> Option<bool> {
    let facts = item.get("facts").filter(|_| key.sk == "MAIL")?.as_object()?;
    let texts = || facts.values().filter_map(Value::as_str);
    let has_name = |name: &String| name.chars().count() >= NAME_MIN && texts().any(|text| text.contains(name.as_str()));
    erasure.traces.names.iter().any(has_name).then(|| is_over(item))
}

fn is_over(mail: &Map<String, Value>) -> bool {
    matches!(mail.get("status").and_then(Value::as_str), Some("sent" | "failed"))
}

/// Guards of an item's removal: nothing that says its version has changed.
fn same_version(item: &Item) -> Vec<Guard> {
    let versions = ["rev", "revision", "tries", "status"];
    let guards = versions.iter().filter_map(|name| Some(Guard::Equals(name, item.get(*name)?.clone())));
    guards.chain([Guard::Exists]).collect()
}

fn fate(ctx: &Context, erasure: &mut Erasure, key: &Key, item: &Map<String, Value>, edition: Option<&Edition>) -> Fate {
    let kind = kind_of(key);
    match kind {
        Some(
            DataKind::Addresses
            | DataKind::SignIns
            | DataKind::Calendar
            | DataKind::Tokens
            | DataKind::Preferences
            | DataKind::Bookmarks,
        ) => return Fate::Goes,
        Some(DataKind::Roles) if erasure.traces.are_everyones() && is_open_role(item) => return Fate::Stays,
        _ if key.pk.ends_with("#LATE") || matches!(key.sk.as_str(), keys::STANDING | "REMINDED") => return Fate::Goes,
        Some(DataKind::Mails) => {
            if is_claimed(ctx, item) || (is_to_team(erasure, item) && !is_over(item)) {
                return Fate::InUse;
            }
            if edition.is_none() && is_to(erasure, item) {
                return Fate::Goes;
            }
        }
        _ => {}
    }
    let keeps_name = edition.is_some_and(|edition| {
        let ends = edition.conference.privacy.ends_at(&edition.conference);
        is_public(key, item) && ends.is_none_or(|ends| ctx.now() < ends)
    });
    let stand_in = |email: &EmailAddress| match edition {
        Some(edition) => EmailAddress::erased(&edition.person_key(email)),
        None => EmailAddress::stand_in("erased"),
    };
    let mut after = match erasure.traces.erased(item, &stand_in, keeps_name) {
        Erased::Replaced(after) => after,
        Erased::Unchanged => item.clone(),
    };
    if keeps_name && let Some(edition) = edition {
        erasure.public.insert(edition.id().clone());
    }
    if key.sk == "MAIL" && (is_to(erasure, item) || erasure.traces.are_everyones()) {
        drop_mail(ctx, &mut after);
    }
    if kind == Some(DataKind::Registrations) && erasure.conference.is_none() {
        // The links of their addresses go too. An item that knows of a link which is not there is read as one whose
        // link is being changed, so the person could never come back.
        for name in ["alias_of", "link_rev"] {
            after.remove(name);
        }
    }
    if kind == Some(DataKind::Proposals) {
        blank(erasure, key, &mut after);
    }
    if after == *item { Fate::Stays } else { Fate::Becomes(after) }
}

/// Whether a mail is to someone whose address stays when everyone's data ends: they get it before its facts go.
fn is_to_team(erasure: &Erasure, mail: &Map<String, Value>) -> bool {
    let kept = erasure.traces.ended.as_ref().filter(|ended| ended.everyone).map(|ended| &ended.kept);
    kept.zip(reader(mail)).is_some_and(|(kept, to)| kept.contains(&to))
}

fn reader(mail: &Map<String, Value>) -> Option<EmailAddress> {
    EmailAddress::try_from(mail.get("to")?.as_str()?.to_owned()).ok()
}

/// Whether its person is still on the team: they need their address to sign in.
fn is_open_role(item: &Map<String, Value>) -> bool {
    serde_json::from_value::<Role>(Value::Object(item.clone())).is_ok_and(|role| role.is_open())
}

fn is_to(erasure: &Erasure, mail: &Map<String, Value>) -> bool {
    reader(mail).is_some_and(|to| erasure.traces.addresses.contains(&to))
}

/// Whether a mail is with the mail service just now.
fn is_claimed(ctx: &Context, mail: &Map<String, Value>) -> bool {
    let until = mail.get("until").and_then(Value::as_str).and_then(|until| until.parse().ok());
    mail.get("status").and_then(Value::as_str) == Some("claimed") && until.is_none_or(|until| ctx.now() < until)
}

/// Ends a mail that has not left: its reader is not to be written to any more. It stays without its facts, so that the
/// obligation is not met again.
fn drop_mail(ctx: &Context, mail: &mut Map<String, Value>) {
    if let Some(Value::Object(facts)) = mail.get_mut("facts") {
        facts.retain(|name, _| matches!(name.as_str(), "registration" | "entry" | "proposal" | "track"));
    }
    if is_over(mail) {
        return;
    }
    for name in ["due_pk", "due_at", "until", "doubts"] {
        mail.remove(name);
    }
    mail.insert("status".into(), "failed".into());
    mail.insert("failed_at".into(), ctx.now().to_string().into());
    mail.insert("error".into(), READER_ERASED.into());
}

/// What anyone can read: the programme.
fn is_public(key: &Key, item: &Map<String, Value>) -> bool {
    match kind_of(key) {
        Some(DataKind::Bofs | DataKind::Sessions) => true,
        _ if key.pk.ends_with("#SESSIONS") => true,
        _ if key.sk == keys::PROPOSAL => {
            matches!(item.get("state").and_then(Value::as_str), Some("accepted" | "confirmed"))
        }
        _ => false,
    }
}

/// Removes the content of a proposal that is not in the programme, and its history's.
fn blank(erasure: &Erasure, key: &Key, item: &mut Map<String, Value>) {
    let Some((_, id)) = key.pk.rsplit_once("#PROPOSAL#") else { return };
    let everyones = erasure.traces.are_everyones() && !is_public(key, item);
    if !everyones && !erasure.blanked.contains(id) {
        return;
    }
    if key.sk == keys::PROPOSAL {
        item.insert("content".into(), Value::Object(Map::from_iter([("title".to_owned(), "".into())])));
        item.remove("moving");
    }
    if key.sk.starts_with(keys::CHANGE)
        && let Some(Value::Array(fields)) = item.get_mut("fields")
    {
        for field in fields.iter_mut().filter_map(Value::as_object_mut) {
            field.insert("before".into(), "".into());
            field.insert("after".into(), "".into());
        }
    }
}

/// The attributes that differ, each with what it was.
fn changes(item: &Item, before: &Map<String, Value>, after: &Map<String, Value>) -> Result<Vec<Change>, StoreError> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let stored = |value: &Value| {
        serde_dynamo::to_attribute_value::<_, AttributeValue>(value).map_err(|e| StoreError::Broken(e.to_string()))
    };
    let mut changes = Vec::new();
    for name in names.into_iter().filter(|name| before.get(*name) != after.get(*name)) {
        let now = after.get(name).map(stored).transpose()?;
        changes.push(Change { name: name.clone(), was: item.get(name).cloned(), now });
    }
    Ok(changes)
}
