//! All that is stored about a person. The whole table is read for it: an item of a kind that is added later is found
//! like all others, and a list of keys to read would miss it. At 1 MB a page, 100 MB take a few seconds and about
//! 12,500 read units.

use std::collections::BTreeMap;

use domain::conference::ConferenceId;
use domain::person::EmailAddress;
use domain::personal_data::{DataKind, Traces};
use serde_json::{Value, json};

use crate::keys::{self, Key};
use crate::table::{Item, key_of};
use crate::{Store, StoreError};

/// A person's part of one stored item.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonalItem {
    /// The edition that it belongs to; `None` for what belongs to the account.
    pub conference: Option<ConferenceId>,
    pub data: Value,
}

impl Store {
    /// What identifies a person with these addresses: in every edition, or only in one.
    pub(crate) async fn traces_of(
        &self,
        addresses: &[EmailAddress],
        only: Option<&ConferenceId>,
    ) -> Result<Traces, StoreError> {
        let mut traces = Traces { addresses: addresses.to_vec(), ..Traces::default() };
        for entry in self.editions().await?.into_iter().filter(|entry| only.is_none_or(|only| entry.id == *only)) {
            let Some(edition) = self.readable_edition(&entry.id).await? else { continue };
            for email in addresses {
                traces.ids.insert(edition.person_key(email).to_string());
                traces.ids.insert(edition.person_guid(email).to_string());
            }
        }
        if only.is_none() {
            for email in addresses {
                traces.ids.insert(self.address_id(email).await?);
                traces.ids.insert(self.reader(email).await?);
            }
        }
        Ok(traces)
    }

    /// All that is stored about a person with these addresses, by kind.
    pub async fn personal_data(
        &self,
        addresses: &[EmailAddress],
    ) -> Result<BTreeMap<DataKind, Vec<PersonalItem>>, StoreError> {
        let traces = self.traces_of(addresses, None).await?;
        let mut found: BTreeMap<DataKind, Vec<PersonalItem>> = BTreeMap::new();
        let mut after = None;
        loop {
            let (items, next) = self.table.scan_page(after.as_ref(), false).await?;
            for item in items {
                if let Some((kind, part)) = part_of(&traces, item)? {
                    found.entry(kind).or_default().push(part);
                }
            }
            after = next;
            if after.is_none() {
                return Ok(found);
            }
        }
    }
}

/// The person's part of an item, if it is about them.
fn part_of(traces: &Traces, item: Item) -> Result<Option<(DataKind, PersonalItem)>, StoreError> {
    let key = key_of(&item)?;
    let Some(kind) = kind_of(&key) else { return Ok(None) };
    let Some(value) = as_json(item) else { return Ok(None) };
    if !traces.are_in(&key.pk, &key.sk, &value) || !is_for_them(traces, kind, &key, &value) {
        return Ok(None);
    }
    let conference = conference_of(&key, &value);
    let data = match kind {
        // The definition is public, apart from the addresses of the team.
        DataKind::Settings => json!({ "named_in_settings": true }),
        _ => traces.part_of(&value),
    };
    Ok(Some((kind, PersonalItem { conference, data })))
}

/// Whether an item that has something of the person is about them, and not about another.
fn is_for_them(traces: &Traces, kind: DataKind, key: &Key, item: &Value) -> bool {
    let is = |field: &str| {
        let email =
            item.get(field).and_then(Value::as_str).and_then(|text| EmailAddress::try_from(text.to_owned()).ok());
        email.is_some_and(|email| traces.addresses.contains(&email))
    };
    match kind {
        DataKind::Mails => is("to"),
        DataKind::Roles | DataKind::Invitations => is("email"),
        DataKind::Reviews => is("reviewer"),
        // Rows of a track's list say what is decided and not released yet.
        DataKind::Proposals => !key.pk.ends_with("#PROPOSALS"),
        _ => true,
    }
}

/// `None` for items with bytes: only hashes are stored as bytes, and they name no one.
pub(crate) fn as_json(item: Item) -> Option<Value> {
    serde_dynamo::from_item(item).ok()
}

/// The edition that an item belongs to.
pub(crate) fn conference_of(key: &Key, item: &Value) -> Option<ConferenceId> {
    match key.pk.strip_prefix("C#") {
        Some(rest) => rest.split('#').next()?.parse().ok(),
        None => item.get("conference")?.as_str()?.parse().ok(),
    }
}

/// What an item under this key is to a person that it is about; `None` for copies and marks, which say nothing more
/// than the items that they follow from, and for drafts of the timetable.
pub(crate) fn kind_of(Key { pk, sk }: &Key) -> Option<DataKind> {
    let is_in = |part: &str| pk.contains(part);
    Some(match sk.as_str() {
        "PERSON" => DataKind::Registrations,
        "ENTRY" => DataKind::Waitlist,
        "MAIL" => DataKind::Mails,
        "INVITATION" => DataKind::Invitations,
        "CHECK-IN" => DataKind::CheckIns,
        "LINK" => DataKind::Addresses,
        "ATTEMPT" | "ENDED" => DataKind::SignIns,
        "CALENDAR" => DataKind::Calendar,
        "WISHES" => DataKind::Preferences,
        "DEFINITION" => DataKind::Settings,
        keys::STANDING | "SUBMISSIONS" | "DRAFT" | keys::BOARD => return None,
        _ if pk.starts_with("TOKENS#") => DataKind::Tokens,
        _ if is_in("#ACTIVITY#") => DataKind::Activity,
        _ if is_in("#QUEUE#") || is_in("#SPEAKER#") || pk.ends_with("#SESSIONS") => return None,
        _ if is_in("#PROPOSAL#") || pk.ends_with("#PROPOSALS") => DataKind::Proposals,
        _ if pk.ends_with("#REVIEWS") => DataKind::Reviews,
        _ if pk.ends_with("#ROLES") => DataKind::Roles,
        _ if pk.ends_with("#BOFS") => DataKind::Bofs,
        _ if pk.ends_with("#BOOKMARKS") => DataKind::Bookmarks,
        _ if pk.ends_with("#WATCHERS") => DataKind::Preferences,
        _ if pk.ends_with("#LATE") => DataKind::Invitations,
        _ if is_in("#MESSAGE#") => DataKind::Messages,
        _ if is_in("#RELEASE#") && sk.starts_with(keys::PART) => DataKind::Sessions,
        _ => DataKind::Other,
    })
}
