//! Tickets and check-ins: one item per registration that was scanned, and eight tallies for the live count.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::person::PersonKey;
use domain::registration::{Person, Registration, RegistrationId};
use domain::ticket::{CheckIn, Refused, SIGNATURE, Scan, Scanned, TicketCode, admits};
use domain::webhook::EventKind;
use serde::Deserialize;

use crate::keys::{self, TALLIES};
use crate::table::{Batch, Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Store, StoreError};

/// The signature of a registration's ticket with one of our keys.
fn signature(ctx: &Context, key_id: &str, id: &RegistrationId, nonce: &str) -> Option<String> {
    let token = ctx.keys().token(key_id, "ticket", &[id.as_str(), nonce])?;
    Some(token[..SIGNATURE].to_owned())
}

/// The code of a registration's ticket. It stays the same through every change of the registration. If its key has been
/// retired, the current key signs.
pub fn ticket_code(ctx: &Context, registration: &Registration) -> TicketCode {
    ticket_code_of(ctx, &registration.id, &registration.nonce, &registration.key_id)
}

/// The same from what a mail about the registration knows.
pub fn ticket_code_of(ctx: &Context, id: &RegistrationId, nonce: &str, key_id: &str) -> TicketCode {
    let signed = signature(ctx, key_id, id, nonce);
    let signed = signed.or_else(|| signature(ctx, ctx.keys().current(), id, nonce));
    TicketCode { registration: id.clone(), signature: signed.expect("the current key is in the ring") }
}

/// Whether a code is the ticket of this registration, by any of our keys: old tickets stay valid through a rotation.
pub fn is_ticket_of(ctx: &Context, code: &TicketCode, registration: &Registration) -> bool {
    let given = code.signature.as_str();
    ctx.keys().ids().any(|key_id| {
        signature(ctx, key_id, &registration.id, &registration.nonce)
            .is_some_and(|signed| context::same(&signed, given))
    })
}

/// A registration at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtDoor {
    pub registration: Registration,
    pub check_in: Option<CheckIn>,
}

/// The outcome of a scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScanOutcome {
    Scanned(Registration, Scanned),
    Refused(Registration, Refused),
    Busy,
}

/// How many people are here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct DoorTally {
    #[serde(default)]
    pub admitted: u64,
    #[serde(default)]
    pub undone: u64,
}

impl Store {
    /// A registration with its check-in; `None` if there is no such registration.
    pub async fn at_door(&self, c: &ConferenceId, id: &RegistrationId) -> Result<Option<AtDoor>, StoreError> {
        Ok(self.read_at_door(c, id).await?.map(|(_, at_door)| at_door))
    }

    async fn read_at_door(
        &self,
        c: &ConferenceId,
        id: &RegistrationId,
    ) -> Result<Option<(Person, AtDoor)>, StoreError> {
        let mut batch = Batch::default();
        let person = batch.ask::<Person>(keys::person(c, &id.person()));
        let check_in = batch.ask::<CheckIn>(keys::check_in(c, id));
        let mut found = batch.read(&self.table).await?;
        let Some(person) = found.take(&person)? else { return Ok(None) };
        let Some(registration) = person.registration(id).cloned() else { return Ok(None) };
        let check_in = found.take(&check_in)?;
        Ok(Some((person, AtDoor { registration, check_in })))
    }

    /// A guard that holds while the holder of a registration is not checked in; `None` if they are.
    pub(crate) async fn guard_absence(
        &self,
        c: &ConferenceId,
        id: &RegistrationId,
    ) -> Result<Option<Write>, StoreError> {
        let key = keys::check_in(c, id);
        let check_in: Option<CheckIn> = self.table.get(&key).await?.map(typed).transpose()?;
        let guard = match check_in {
            Some(check_in) if check_in.is_here() => return Ok(None),
            Some(check_in) => Guard::Equals("rev", number(check_in.rev)),
            None => Guard::Absent,
        };
        Ok(Some(Write::Check { key, guards: vec![guard] }))
    }

    /// The check-ins of these registrations, in their order; absent ones as `None`.
    pub async fn check_ins(
        &self,
        c: &ConferenceId,
        ids: &[&RegistrationId],
    ) -> Result<Vec<Option<CheckIn>>, StoreError> {
        let keys: Vec<_> = ids.iter().map(|id| keys::check_in(c, id)).collect();
        let found = self.table.get_all(&keys).await?;
        Ok(found.into_iter().map(|item| self.readable_one(item)).collect())
    }

    /// How many people are here, consistently.
    pub async fn people_here(&self, c: &ConferenceId) -> Result<u64, StoreError> {
        let mut batch = Batch::default();
        let asked: Vec<_> = (0..TALLIES).map(|n| batch.ask::<DoorTally>(keys::door_tally(c, n))).collect();
        let mut found = batch.read(&self.table).await?;
        let (mut admitted, mut undone) = (0, 0);
        for asked in &asked {
            let tally = found.take(asked)?.unwrap_or_default();
            admitted += tally.admitted;
            undone += tally.undone;
        }
        Ok(u64::saturating_sub(admitted, undone))
    }

    /// Scans a registration's ticket. Guarded by the versions of the check-in and of the person: of racing scanners one
    /// admits, and none admits a pass that is cancelled at that moment. A repeat is recognized by device and time.
    pub async fn scan(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &RegistrationId,
        scan: &Scan,
        by: &PersonKey,
    ) -> Result<Option<ScanOutcome>, StoreError> {
        for attempt in 0..TRIES {
            let Some((person, AtDoor { registration, check_in })) = self.read_at_door(c, id).await? else {
                return Ok(None);
            };
            if let Err(refused) = admits(&registration) {
                return Ok(Some(ScanOutcome::Refused(registration, refused)));
            }
            let before = check_in.clone().unwrap_or_else(|| CheckIn::none(id.clone()));
            let scanned = before.scan(scan, by);
            let mut writes = match &scanned {
                Scanned::Admit(after) => {
                    let unchanged = vec![Guard::Equals("rev", number(person.rev))];
                    let check = Write::Check { key: keys::person(c, &person.key), guards: unchanged };
                    vec![check_in_write(c, after, check_in.as_ref()), check, count(c, id, "admitted")]
                }
                Scanned::Already { write: Some(after), .. } => vec![check_in_write(c, after, check_in.as_ref())],
                _ => return Ok(Some(ScanOutcome::Scanned(registration, scanned))),
            };
            // An earlier scan that arrives late corrects the time of the check-in.
            let kind = if matches!(scanned, Scanned::Admit(_)) { Kind::CheckedIn } else { Kind::CheckInCorrected };
            let act = Act::new(kind, id, ctx.id("activity", 12)).after(scan.at);
            writes.extend(self.activity(ctx, c, act));
            if let Scanned::Admit(after) = &scanned {
                let about = (id.as_str(), "checked_in", after.rev);
                writes.extend(self.event_write_in(ctx, c, EventKind::PersonCheckedIn, about));
            }
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(ScanOutcome::Scanned(registration, scanned))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(ScanOutcome::Busy))
    }

    /// Takes a check-in back. Guarded by its version; a repeat finds nothing to undo. `None` if there is no such
    /// registration.
    pub async fn undo_check_in(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &RegistrationId,
        by: &PersonKey,
    ) -> Result<Option<AtDoor>, StoreError> {
        for attempt in 0..TRIES {
            let Some(at_door) = self.at_door(c, id).await? else { return Ok(None) };
            let Some(before) = &at_door.check_in else { return Ok(Some(at_door)) };
            let Some(after) = before.undo(by, ctx.now()) else { return Ok(Some(at_door)) };
            let mut writes = vec![check_in_write(c, &after, Some(before)), count(c, id, "undone")];
            writes.extend(self.activity(ctx, c, Act::new(Kind::CheckInUndone, id, ctx.id("activity", 12))));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(AtDoor { check_in: Some(after), ..at_door })),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("a check-in changes just now".into()))
    }
}

/// Puts a check-in over the version that was read.
fn check_in_write(c: &ConferenceId, after: &CheckIn, before: Option<&CheckIn>) -> Write {
    let put = item(&keys::check_in(c, &after.registration), after);
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}

fn count(c: &ConferenceId, id: &RegistrationId, what: &'static str) -> Write {
    let key = keys::door_tally(c, keys::spread(id.as_str()) % TALLIES);
    Write::Count { key, names: vec![what], set: vec![("v", number(1))], guards: Vec::new() }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use context::{KeyRing, Randomness, SetClock, Settings, SigningKey};
    use serde_json::json;

    use super::*;

    fn with_keys(ids: &[&str]) -> Context {
        let key = |id: &&str| SigningKey { id: (*id).to_owned(), secret: id.repeat(32) };
        let keys = KeyRing::new(ids.iter().map(key).collect()).unwrap();
        let settings = Settings {
            table: "t".into(),
            base_url: String::new(),
            mail_from: "plumbline@example.org".parse().unwrap(),
            configuration_set: None,
            show_units: false,
            first_organizers: Vec::new(),
            open_setup: false,
            webhooks_to_loopback: false,
            workflows: std::collections::BTreeMap::new(),
        };
        Context::new(Arc::new(SetClock::stopped(jiff::Timestamp::UNIX_EPOCH)), Randomness::from_seed(1), keys, settings)
    }

    fn registration() -> Registration {
        let id = RegistrationId::new(&PersonKey::new("s", &"ann@example.org".parse().unwrap()), "7k3m9qxa");
        serde_json::from_value(json!({
            "id": id, "state": {"status": "confirmed"}, "name": "Ann", "attendance": "in_person", "pool": "general",
            "shard": 0, "nonce": "n", "key_id": "a", "registered_at": "2030-02-01T12:00:00Z",
        }))
        .unwrap()
    }

    #[test]
    fn a_ticket_stays_valid_and_the_same_through_a_rotation_of_the_keys() {
        let registration = registration();
        let code = ticket_code(&with_keys(&["a"]), &registration);
        let rotated = with_keys(&["b", "a"]);
        assert_eq!(ticket_code(&rotated, &registration), code);
        assert!(is_ticket_of(&rotated, &code, &registration));
        // Once the old key is gone, the page shows a new code.
        let retired = with_keys(&["b"]);
        assert!(!is_ticket_of(&retired, &code, &registration));
        assert!(is_ticket_of(&retired, &ticket_code(&retired, &registration), &registration));
    }

    #[test]
    fn a_ticket_is_of_one_registration_and_cannot_be_guessed() {
        let ctx = with_keys(&["a"]);
        let mine = registration();
        let code = ticket_code(&ctx, &mine);
        let other = Registration { nonce: "m".into(), ..mine.clone() };
        assert!(is_ticket_of(&ctx, &code, &mine) && !is_ticket_of(&ctx, &code, &other));
        let guessed = TicketCode { signature: "0".repeat(SIGNATURE), ..code };
        assert!(!is_ticket_of(&ctx, &guessed, &mine));
    }
}
