//! Pools, registrations, invitations, reconfirmation and check-in.

use domain::conference::{ConferenceId, PoolId};
use domain::invitation::Invitation;
use domain::person::PersonKey;
use domain::registration::RegistrationId;

use super::Key;

/// The sort key of a pool's status.
pub(crate) const STATUS: &str = "STATUS";

pub(crate) fn status(c: &ConferenceId, p: &PoolId) -> Key {
    Key::new(format!("C#{c}#POOL#{p}"), STATUS)
}
pub(crate) fn release(c: &ConferenceId, p: &PoolId) -> Key {
    Key::new(format!("C#{c}#POOL#{p}"), "RELEASE")
}
pub(crate) fn shard(c: &ConferenceId, p: &PoolId, number: u32) -> Key {
    Key::new(format!("C#{c}#POOL#{p}#{number}"), "SHARD")
}
pub(crate) fn person(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#PERSON#{person}"), "PERSON")
}

/// The edition and the person that such a key names.
pub(crate) fn parse_person(key: &Key) -> Option<(ConferenceId, PersonKey)> {
    let (c, person) = key.pk.strip_prefix("C#")?.split_once("#PERSON#")?;
    (key.sk == "PERSON").then(|| Some((c.parse().ok()?, person.parse().ok()?)))?
}

/// The campaign of "are you still coming?".
pub(crate) fn campaign(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#RECONFIRMATION"), "ROUND")
}

/// The edition of the campaign that a due entry names.
pub(crate) fn parse_campaign(key: &Key) -> Option<ConferenceId> {
    key.pk.strip_prefix("C#")?.strip_suffix("#RECONFIRMATION")?.parse().ok()
}

/// Keys that answers are counted on.
pub(crate) const TALLIES: u32 = 8;

pub(crate) fn answers(c: &ConferenceId, number: u32) -> Key {
    Key::new(format!("C#{c}#ANSWERS#{number}"), "ANSWERS")
}
pub(crate) fn check_in(c: &ConferenceId, registration: &RegistrationId) -> Key {
    Key::new(format!("C#{c}#CHECK-IN#{registration}"), "CHECK-IN")
}
pub(crate) fn door_tally(c: &ConferenceId, number: u32) -> Key {
    Key::new(format!("C#{c}#DOOR#{number}"), "DOOR")
}
pub(crate) fn invitation(c: &ConferenceId, id: &str) -> Key {
    Key::new(format!("C#{c}#INVITATION#{id}"), "INVITATION")
}
pub(crate) fn registrations(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#REGISTRATIONS#{number}")
}
pub(crate) fn invitations(c: &ConferenceId, p: &PoolId) -> String {
    format!("C#{c}#POOL#{p}#INVITATIONS")
}
pub(crate) fn invitation_entry(invitation: &Invitation) -> String {
    format!("{}#{}", invitation.invited_at, invitation.id)
}

/// The parts of a shard's or a status's key that a due entry names: edition, pool, and the shard's number.
pub(crate) fn parse_pool(key: &Key) -> Option<(ConferenceId, PoolId, Option<u32>)> {
    let rest = key.pk.strip_prefix("C#")?;
    let (c, rest) = rest.split_once("#POOL#")?;
    let (pool, number) = match rest.split_once('#') {
        Some((pool, number)) => (pool, Some(number.parse().ok()?)),
        None => (rest, None),
    };
    Some((c.parse().ok()?, pool.parse().ok()?, number))
}
