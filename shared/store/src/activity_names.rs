//! The names of the people and things in activity entries, which name them only by key or id.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use domain::activity::{Entry, Object, ObjectKind};
use domain::announcement::AnnouncementId;
use domain::bof::BofId;
use domain::conference::ConferenceId;
use domain::message::MessageId;
use domain::person::EmailAddress;
use domain::proposal::ProposalId;
use domain::waitlist::EntryId;

use crate::keys::Key;
use crate::roles::named;
use crate::table::Item;
use crate::{Edition, Store, StoreError, keys};

/// What is known of the actors and objects of some entries. The erased and unknown are missing.
#[derive(Clone, Debug, Default)]
pub struct ActivityNames {
    actors: HashMap<String, String>,
    objects: HashMap<Object, String>,
}

impl ActivityNames {
    pub fn actor(&self, entry: &Entry) -> Option<&str> {
        self.actors.get(entry.actor.id()).map(String::as_str)
    }

    pub fn object(&self, entry: &Entry) -> Option<&str> {
        self.objects.get(&entry.object).map(String::as_str)
    }

    /// Names an organizer who is only in the deployment's settings.
    pub fn know(&mut self, edition: &Edition, email: &EmailAddress) {
        self.actors.entry(edition.person_key(email).to_string()).or_insert_with(|| email.to_string());
    }

    /// The people who work or worked on the edition, by key, with their addresses.
    pub fn actors(&self) -> impl Iterator<Item = (&str, &str)> {
        self.actors.iter().map(|(key, name)| (key.as_str(), name.as_str()))
    }
}

impl Store {
    /// The names for a page of entries: one query of the roles, and one batch read of the things.
    pub async fn activity_names(&self, edition: &Edition, entries: &[Entry]) -> Result<ActivityNames, StoreError> {
        let c = edition.id();
        let mut names = ActivityNames::default();
        for (_, email) in named(edition) {
            names.actors.insert(edition.person_key(&email).to_string(), email.to_string());
        }
        let mut roles = HashMap::new();
        for role in self.roles(c).await? {
            names.actors.insert(edition.person_key(&role.email).to_string(), role.email.to_string());
            roles.insert(role.id.to_string(), role.email.to_string());
        }
        let mut asked: Vec<(Key, &Object)> = Vec::new();
        for Entry { object, .. } in entries {
            let known = match object.kind {
                ObjectKind::Track => edition.conference.track(&object.id).map(|track| track.name.clone()),
                ObjectKind::Role => roles.get(&object.id).cloned(),
                _ => None,
            };
            if let Some(known) = known {
                names.objects.insert(object.clone(), known);
            } else if let Some(key) = key_of(c, object)
                && !asked.iter().any(|(_, other)| *other == object)
            {
                asked.push((key, object));
            }
        }
        let keys: Vec<_> = asked.iter().map(|(key, _)| key.clone()).collect();
        for ((_, object), found) in asked.iter().zip(self.table.get_all(&keys).await?) {
            let name = found.as_ref().and_then(|item| name_in(object.kind, item));
            names.objects.extend(name.map(|name| ((*object).clone(), name)));
        }
        Ok(names)
    }
}

/// The item that has the thing's name.
fn key_of(c: &ConferenceId, object: &Object) -> Option<Key> {
    let id = object.id.as_str();
    match object.kind {
        ObjectKind::Registration | ObjectKind::LateLink => {
            let person = id.split('-').next()?.parse().ok()?;
            Some(keys::person(c, &person))
        }
        ObjectKind::Entry => EntryId::parse(id).map(|id| keys::entry(c, &id)),
        ObjectKind::Proposal => ProposalId::parse(id).map(|id| keys::proposal(c, &id)),
        ObjectKind::Invitation => Some(keys::invitation(c, id)),
        ObjectKind::Announcement => Some(keys::announcement(c, &AnnouncementId::of(id))),
        ObjectKind::Bof => id.parse::<BofId>().ok().map(|id| keys::bof(c, &id)),
        ObjectKind::Session => id.parse().ok().map(|id| keys::session(c, &id)),
        ObjectKind::Message => MessageId::parse(id).map(|id| keys::message(c, &id)),
        ObjectKind::Mail => Some(keys::mail(id)).filter(|_| id.contains(':')),
        _ => None,
    }
}

fn name_in(kind: ObjectKind, item: &Item) -> Option<String> {
    let path: &[&str] = match kind {
        ObjectKind::Registration | ObjectKind::LateLink => &["registration", "name"],
        ObjectKind::Entry => &["name"],
        ObjectKind::Invitation => &["email"],
        ObjectKind::Mail => &["to"],
        ObjectKind::Message => &["subject"],
        ObjectKind::Proposal => &["content", "title"],
        ObjectKind::Session => &["session", "title"],
        _ => &["title"],
    };
    let mut found = item.get(path[0])?;
    for name in &path[1..] {
        found = found.as_m().ok()?.get(*name)?;
    }
    match found {
        AttributeValue::S(text) => Some(text.clone()),
        _ => None,
    }
}
