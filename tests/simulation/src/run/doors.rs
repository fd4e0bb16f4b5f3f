//! Scans as devices make them, keep them and send them.

use jiff::SignedDuration;

use super::Run;
use crate::plan::doors::{DoorAct, How, Sent};
use crate::plan::{Act, PROCESSES};
use crate::request;

/// A scan that a device keeps while it is offline.
#[derive(Debug)]
pub(super) struct Kept {
    device: usize,
    scan: Sent,
    twice: bool,
}

impl Run<'_> {
    /// Something happens at the door, in its current meaning; nothing, if there is no such ticket.
    pub(super) fn at_the_door(&mut self, act: &DoorAct, process: usize) {
        match *act {
            DoorAct::Scan { person, device, how, old, offline, twice } => {
                let Some(scan) = self.scanned(person, device, how, old) else { return };
                // A page needs the network.
                if offline && how != How::Form {
                    self.tell(&format!("device {device} is offline and keeps {scan:?}"));
                    self.kept.push(Kept { device, scan, twice });
                } else {
                    self.comes(Act::Door(DoorAct::Send { scan, twice }), process);
                }
            }
            DoorAct::Connect { device } => self.connect(|kept| kept.device == device, process),
            DoorAct::Undo { person, twice } => {
                let Some(registration) = self.checked_in(person) else { return };
                self.comes(Act::Door(DoorAct::TakeBack { registration, twice }), process);
            }
            DoorAct::Send { .. } | DoorAct::TakeBack { .. } => self.comes(Act::Door(act.clone()), process),
        }
    }

    /// All devices are online again.
    pub(super) fn connect_all(&mut self) {
        self.connect(|_| true, 0);
    }

    /// Sends what these devices kept, latest first.
    fn connect(&mut self, whose: impl Fn(&Kept) -> bool, process: usize) {
        let (sent, kept) = std::mem::take(&mut self.kept).into_iter().partition(|kept| whose(kept));
        self.kept = kept;
        for (at, Kept { scan, twice, .. }) in Vec::into_iter(sent).rev().enumerate() {
            self.comes(Act::Door(DoorAct::Send { scan, twice }), (process + at) % PROCESSES);
        }
    }

    /// A device's scan of a person's ticket at this moment.
    fn scanned(&mut self, person: usize, device: usize, how: How, old: bool) -> Option<Sent> {
        let own = request::address(person);
        let person = self.dump.people.values().find(|person| person.email.folded() == own)?;
        let previous = person.previous.as_ref().filter(|_| old);
        let registration = previous.or(person.registration.as_ref())?;
        let id = registration.id.to_string();
        let code = store::ticket_code(&self.context, registration).text();
        let ahead = self.plan.world.doors.as_ref()?.devices.get(device).copied().unwrap_or_default();
        let at = self.now() + SignedDuration::from_millis(ahead);
        self.forms += usize::from(how == How::Form);
        Some(match how {
            How::Code => Sent { registration: id, code: Some(code), device: format!("d{device}"), at: Some(at) },
            How::Search => Sent { registration: id, code: None, device: format!("d{device}"), at: Some(at) },
            How::Form => Sent { registration: id, code: None, device: format!("page-{}", self.forms), at: None },
        })
    }

    /// The registration of the next person who is checked in.
    fn checked_in(&self, person: usize) -> Option<String> {
        let people = self.plan.world.people;
        (person..person + people).find_map(|person| {
            let own = request::address(person % people);
            let person = self.dump.people.values().find(|person| person.email.folded() == own)?;
            let all = [&person.registration, &person.previous].into_iter().flatten();
            let here = |id: &String| self.dump.check_ins.get(id).is_some_and(|item| item.admitted.is_some());
            all.map(|registration| registration.id.to_string()).find(here)
        })
    }
}
