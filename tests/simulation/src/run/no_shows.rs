//! What happens to passes on the day, in its current meaning.

use domain::registration::Registration;
use domain::ticket::CheckIn;

use super::Run;
use crate::plan::Act;
use crate::plan::doors::{DoorAct, Sent};
use crate::plan::no_shows::NoShowAct;
use crate::request;

impl Run<'_> {
    /// Something happens on the day, in its current meaning; nothing, if there is no such pass.
    pub(super) fn on_the_day(&mut self, act: &NoShowAct, process: usize) {
        let missing = |registration: &&Registration| {
            let check_in = self.dump.check_ins.get(registration.id.as_str());
            registration.is_confirmed() && !check_in.is_some_and(CheckIn::is_here)
        };
        let act = match *act {
            NoShowAct::Release { of: None, twice } => NoShowAct::ReleaseOf { registration: None, twice },
            NoShowAct::Release { of: Some(person), twice } => {
                let Some(registration) = self.next_pass(person, missing) else { return };
                NoShowAct::ReleaseOf { registration: Some(registration), twice }
            }
            NoShowAct::GiveBack { person, check_in, twice } => {
                let offered_on = |registration: &&Registration| registration.offered_on.is_some();
                let Some(registration) = self.next_pass(person, offered_on) else { return };
                NoShowAct::Return { registration, check_in, twice }
            }
            NoShowAct::Come { person, twice } => {
                let Some(registration) = self.next_pass(person, missing) else { return };
                let scan = Sent { registration, code: None, device: "d0".into(), at: Some(self.now()) };
                self.comes(Act::Door(DoorAct::Send { scan, twice }), process);
                return;
            }
            ref act => act.clone(),
        };
        self.comes(Act::NoShow(act), process);
    }

    /// The registration of the next person, from this one on, whose current one is so.
    fn next_pass(&self, person: usize, is_so: impl Fn(&&Registration) -> bool) -> Option<String> {
        let people = self.plan.world.people;
        (person..person + people).find_map(|person| {
            let own = request::address(person % people);
            let person = self.dump.people.values().find(|person| person.email.folded() == own)?;
            person.registration.as_ref().filter(|one| is_so(one)).map(|one| one.id.to_string())
        })
    }

    /// The registration that a person knows of, and its link: from an answer, or from the mail that came to one who
    /// was registered at the door.
    pub(super) fn knows_of_pass(&self, person: usize) -> Option<(String, String)> {
        let held = self.book.held.get(&person).cloned();
        if held.is_some() || self.plan.world.no_shows.is_none() {
            return held;
        }
        let own = request::address(person);
        let person = self.dump.people.values().find(|person| person.email.folded() == own)?;
        let registration = person.registration.as_ref()?;
        Some((registration.id.to_string(), store::manage_token(&self.context, registration)?))
    }
}
