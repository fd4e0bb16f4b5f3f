//! Tickets: the code that lets a person in, and what a scan of it does (promise 12).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::conference::Attendance;
use crate::person::PersonKey;
use crate::registration::{Registration, RegistrationId};

/// Characters of the signature: 80 bits.
pub const SIGNATURE: usize = 16;

/// Characters of a person's key.
const KEY: usize = 26;

/// How far ahead of our clock a device's may be.
pub const CLOCK_AHEAD: SignedDuration = SignedDuration::from_mins(10);

/// The most undone admissions that an item keeps.
const PAST_MAX: usize = 20;

/// A code as scanned or typed: the registration's id and a signature, without separators, in any case. It names no
/// person: the id is derived from a salted hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketCode {
    pub registration: RegistrationId,
    pub signature: String,
}

impl TicketCode {
    /// Accepts spaces and hyphens, and the letters that people mistake for digits (Crockford's base 32).
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 200 {
            return None;
        }
        let letters = text.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        });
        let text: String = letters.collect();
        if !text.is_ascii() || text.len() <= KEY + SIGNATURE {
            return None;
        }
        let (person, rest) = text.split_at(KEY);
        let (random, signature) = rest.split_at(rest.len() - SIGNATURE);
        person.parse::<PersonKey>().ok()?;
        let registration = RegistrationId::parse(&format!("{person}-{random}"))?;
        Some(Self { registration, signature: signature.to_owned() })
    }

    /// As in the QR code: capitals make it small.
    pub fn text(&self) -> String {
        format!("{}{}", self.registration.as_str().replace('-', ""), self.signature).to_ascii_uppercase()
    }

    /// In groups, for people who type it.
    pub fn spelled(&self) -> String {
        let text = self.text();
        let groups: Vec<&str> = (0..text.len()).step_by(5).map(|at| &text[at..(at + 5).min(text.len())]).collect();
        groups.join("-")
    }
}

/// The short part of a registration's id, which a person can say at the door.
pub fn number(registration: &RegistrationId) -> String {
    registration.as_str().rsplit('-').next().unwrap_or_default().to_ascii_uppercase()
}

/// One scan: the device and its clock's time identify it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    pub device: String,
    pub at: Timestamp,
}

/// An admission that was undone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    pub admitted: Scan,
    pub undone_at: Timestamp,
    /// The key of the person who undid it.
    pub by: PersonKey,
}

/// Whether the holder of a registration is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    pub registration: RegistrationId,
    /// The scan that was answered with the admission; `None` after an undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admitted: Option<Scan>,
    /// The earliest scan since the last undo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_at: Option<Timestamp>,
    /// The key of the person whose device admitted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonKey>,
    /// Latest last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<Undone>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

/// What a scan does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// The one admission: to write.
    Admit(CheckIn),
    /// A repeat of the scan that was the admission.
    Repeat { first_at: Timestamp },
    /// Admitted before. An earlier scan that comes late is to write.
    Already { first_at: Timestamp, write: Option<CheckIn> },
    /// The scan is older than the latest undo, which counts.
    Undone { undone_at: Timestamp },
}

impl CheckIn {
    pub fn none(registration: RegistrationId) -> Self {
        Self { registration, admitted: None, first_at: None, by: None, undone: Vec::new(), rev: 0 }
    }

    /// Decides a scan. Scans arrive late, twice and in any order: the result has the earliest time, and exactly one of
    /// them is answered with the admission.
    pub fn scan(&self, scan: &Scan, by: &PersonKey) -> Scanned {
        if let (Some(admitted), Some(first_at)) = (&self.admitted, self.first_at) {
            if admitted == scan {
                return Scanned::Repeat { first_at };
            }
            if self.past(scan).is_none()
                && scan.at < first_at
                && self.undone.iter().all(|past| past.undone_at < scan.at)
            {
                let write = Self { first_at: Some(scan.at), rev: self.rev + 1, ..self.clone() };
                return Scanned::Already { first_at: scan.at, write: Some(write) };
            }
            return Scanned::Already { first_at, write: None };
        }
        if let Some(past) = self.past(scan) {
            return Scanned::Repeat { first_at: past.admitted.at };
        }
        match self.undone.last() {
            Some(last) if scan.at <= last.undone_at => Scanned::Undone { undone_at: last.undone_at },
            _ => Scanned::Admit(Self {
                admitted: Some(scan.clone()),
                first_at: Some(scan.at),
                by: Some(by.clone()),
                rev: self.rev + 1,
                ..self.clone()
            }),
        }
    }

    /// Whether its holder is here.
    pub fn is_here(&self) -> bool {
        self.first_at.is_some()
    }

    fn past(&self, scan: &Scan) -> Option<&Undone> {
        self.undone.iter().find(|past| past.admitted == *scan)
    }

    /// Takes the admission back; `None` if there is none.
    pub fn undo(&self, by: &PersonKey, at: Timestamp) -> Option<Self> {
        let admitted = self.admitted.clone()?;
        let undone = Undone { admitted, undone_at: at, by: by.clone() };
        let kept = self.undone.iter().skip((self.undone.len() + 1).saturating_sub(PAST_MAX)).cloned();
        let undone = kept.chain([undone]).collect();
        Some(Self { admitted: None, first_at: None, by: None, undone, rev: self.rev + 1, ..self.clone() })
    }
}

/// Why a ticket does not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its pass is held until the holder confirms the address.
    NotConfirmed,
    Cancelled,
    /// Its holder did not come in time, and an organizer offered the pass to others.
    OfferedOn,
    Virtual,
}

/// Whether a registration lets its holder in.
pub fn admits(registration: &Registration) -> Result<(), Refused> {
    if registration.state.held_until().is_some() {
        return Err(Refused::NotConfirmed);
    }
    if !registration.is_confirmed() {
        let offered_on = registration.offered_on.is_some();
        return Err(if offered_on { Refused::OfferedOn } else { Refused::Cancelled });
    }
    if registration.attendance == Attendance::Virtual {
        return Err(Refused::Virtual);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn id() -> RegistrationId {
        RegistrationId::new(&PersonKey::new("s", &"ann@example.org".parse().unwrap()), "7k3m9qxa")
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn scan(device: &str, second: i64) -> Scan {
        Scan { device: device.into(), at: at(second) }
    }

    fn door() -> PersonKey {
        PersonKey::new("s", &"door@example.org".parse().unwrap())
    }

    #[test]
    fn a_code_is_read_as_scanned_and_as_typed() {
        let code = TicketCode { registration: id(), signature: "0123456789abcdef".into() };
        assert_eq!(code.text().len(), 50);
        assert_eq!(TicketCode::parse(&code.text()), Some(code.clone()));
        assert_eq!(TicketCode::parse(&code.spelled().to_lowercase()), Some(code.clone()));
        assert_eq!(TicketCode::parse(&code.text().replace('0', "O").replace('1', "l")), Some(code));
        for bad in ["", "x", &"0".repeat(42), &"!".repeat(50), &"ä".repeat(50), &"0".repeat(300)] {
            assert_eq!(TicketCode::parse(bad), None, "{bad}");
        }
        assert_eq!(number(&id()), "7K3M9QXA");
    }

    #[test]
    fn an_undone_admission_is_not_repeated_by_a_late_copy_of_its_scan() {
        let Scanned::Admit(here) = CheckIn::none(id()).scan(&scan("a", 10), &door()) else { panic!() };
        let gone = here.undo(&door(), at(20)).unwrap();
        assert_eq!(gone.undo(&door(), at(21)), None);
        assert_eq!(gone.scan(&scan("a", 10), &door()), Scanned::Repeat { first_at: at(10) });
        assert_eq!(gone.scan(&scan("b", 15), &door()), Scanned::Undone { undone_at: at(20) });
        let Scanned::Admit(again) = gone.scan(&scan("b", 25), &door()) else { panic!() };
        // A scan of before the undo does not move the time of the new admission.
        assert_eq!(again.scan(&scan("c", 15), &door()), Scanned::Already { first_at: at(25), write: None });
    }

    proptest! {
        #[test]
        fn scans_in_any_order_give_one_admission_and_the_earliest_time(
            scans in proptest::collection::vec((0u8..4, 0i64..50), 1..20)
        ) {
            let mut item = CheckIn::none(id());
            let mut admissions = 0;
            for (device, second) in &scans {
                match item.scan(&scan(&device.to_string(), *second), &door()) {
                    Scanned::Admit(after) => { admissions += 1; item = after; }
                    Scanned::Already { write, first_at } => {
                        prop_assert!(first_at <= at(*second));
                        item = write.unwrap_or(item);
                    }
                    Scanned::Repeat { .. } => {}
                    Scanned::Undone { .. } => prop_assert!(false),
                }
            }
            prop_assert_eq!(admissions, 1);
            prop_assert_eq!(item.first_at, scans.iter().map(|(_, second)| at(*second)).min());
        }
    }
}
