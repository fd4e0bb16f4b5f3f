//! What people do: acts as they come, with what their clients know.

use std::sync::Arc;

use domain::person::{EmailAddress, PersonKey};
use domain::sign_in::Attempt as Attempted;
use domain::waitlist::{Entry, EntryState, Offer};
use jiff::{SignedDuration, Timestamp};

use super::{Client, Done, REQUEST_LASTS, Run, Workflow, organizer};
use crate::book::Attempt;
use crate::plan::{Act, PROCESSES, ROUND};
use crate::promises;
use crate::request::{self, Knows, START, Told};

impl Run<'_> {
    pub(super) fn start_acts(&mut self) {
        while let Some(start) = self.plan.acts.get(self.started).filter(|start| start.step <= self.step) {
            self.started += 1;
            match start.act {
                Act::Wake { mail: true } => self.wake(Workflow::Mail, start.process),
                Act::Wake { mail: false } => self.wake(Workflow::Promote, start.process),
                Act::Walk => self.wake(Workflow::Round, start.process),
                Act::Leap { stage, millis } => self.leap(stage, millis),
                Act::Wait { millis } => {
                    self.tell(&format!("{millis} ms pass"));
                    self.clock.set(self.now() + SignedDuration::from_millis(millis));
                }
                // Most of these come while there is an offer.
                Act::Jump { .. } | Act::Answer { offered: true, .. } => {
                    self.pending.push_back((start.act.clone(), start.process));
                }
                _ => self.comes(start.act.clone(), start.process),
            }
        }
        // Not at once, so that other things happen while there is an offer.
        let now = self.plan.choices.get(self.step as usize).is_some_and(|choice| choice % 4 == 0);
        let offered = |entry: &Entry| entry.state == EntryState::Offered;
        if !now || !self.dump.entries.values().any(offered) {
            return;
        }
        // Whatever is under way when hours pass is over time: mostly nothing is.
        if matches!(self.pending.front(), Some((Act::Jump { .. }, _))) && self.actors.len() > 1 {
            return;
        }
        match self.pending.pop_front() {
            Some((Act::Jump { reminder, millis }, _)) => {
                self.jump(reminder, millis);
                // Whoever was about to answer does so at this very moment.
                if let Some((act @ Act::Answer { .. }, process)) = self.pending.front().cloned() {
                    self.pending.pop_front();
                    self.comes(self.resolved(&act), process);
                }
            }
            Some((act, process)) => self.comes(self.resolved(&act), process),
            None => {}
        }
    }

    /// A client comes with its request.
    pub(super) fn comes(&mut self, act: Act, process: usize) {
        self.clients.push(Client { act, process, tries: 0, again_at: None });
        self.ask(self.clients.len() - 1);
    }

    /// Time passes until about the next reminder or end of an offer.
    pub(super) fn jump(&mut self, reminder: bool, millis: i64) {
        let offers = self.dump.entries.values().filter(|entry| entry.state == EntryState::Offered);
        let offers = offers.filter_map(|entry| entry.offer.as_ref());
        let reminder_of = |offer: &Offer| offer.remind_at.filter(|_| !offer.reminded);
        let instants = offers.filter_map(|offer| if reminder { reminder_of(offer) } else { Some(offer.expires_at) });
        let Some(next) = instants.min() else { return };
        self.clock.set(next + SignedDuration::from_millis(millis));
        let (_, session) = web::session::begin(&self.context, &organizer());
        self.session = session;
        self.tell(&format!("it is {} now", self.now()));
    }

    /// Time passes until about an instant of the round.
    pub(super) fn leap(&mut self, stage: usize, millis: i64) {
        let start: Timestamp = START.parse().unwrap_or(Timestamp::MIN);
        let to = start + SignedDuration::from_secs(ROUND[stage]) + SignedDuration::from_millis(millis);
        if to > self.now() {
            self.clock.set(to);
            let (_, session) = web::session::begin(&self.context, &organizer());
            self.session = session;
            self.tell(&format!("it is {} now", self.now()));
        }
    }

    /// An act as it is done now: whoever has an offer answers it.
    pub(super) fn resolved(&self, act: &Act) -> Act {
        let Act::Answer { person, offered: true, how, twice } = *act else { return act.clone() };
        let people = self.plan.world.people;
        let has_offer = |person: &usize| {
            let entry = self.book.waits.get(person).and_then(|(id, _)| self.dump.entries.get(id));
            entry.is_some_and(|entry| entry.state == EntryState::Offered)
        };
        let person = (person..person + people).map(|person| person % people).find(has_offer).unwrap_or(person);
        Act::Answer { person, offered: true, how, twice }
    }

    /// A client sends its request, again if need be.
    pub(super) fn ask(&mut self, client: usize) {
        let Client { act, process, tries, again_at } = &mut self.clients[client];
        *again_at = None;
        *tries += 1;
        let (act, process) = (act.clone(), (*process + *tries as usize) % PROCESSES);
        self.begin(Some(client), &act, process);
        let twice = matches!(
            act,
            Act::Register { twice: true, .. }
                | Act::Cancel { twice: true, .. }
                | Act::Invite { twice: true, .. }
                | Act::Join { twice: true, .. }
                | Act::Answer { twice: true, .. }
                | Act::Reconfirm { twice: true, .. }
        );
        if twice && self.clients[client].tries == 1 {
            self.begin(Some(client), &act, (process + 1) % PROCESSES);
        }
    }

    /// Sends one request to one process.
    pub(super) fn begin(&mut self, client: Option<usize>, act: &Act, process: usize) {
        let person = match *act {
            Act::Register { person, .. }
            | Act::Cancel { person, .. }
            | Act::Change { person, .. }
            | Act::Link { person }
            | Act::Invite { person, .. }
            | Act::Revoke { person }
            | Act::Join { person, .. }
            | Act::Answer { person, .. }
            | Act::Reconfirm { person, .. }
            | Act::Move { person, .. }
            | Act::LinkAddress { person, .. }
            | Act::UnlinkAddress { person, .. } => Some(person),
            Act::Resize { .. }
            | Act::Put { .. }
            | Act::Wake { .. }
            | Act::Wait { .. }
            | Act::Jump { .. }
            | Act::Leap { .. }
            | Act::Walk => None,
        };
        let knows = Knows {
            registration: person.and_then(|person| self.book.held.get(&person).cloned()),
            entry: person.and_then(|person| self.book.waits.get(&person).cloned()),
            code: person.and_then(|person| self.book.codes.get(&person).cloned()),
            session: self.session.clone(),
            ..self.knows_of_addresses(act)
        };
        let Some(request) = request::request(act, &self.plan.world, &knows) else { return };
        let about = match act {
            Act::Cancel { .. } | Act::Change { .. } | Act::Reconfirm { .. } => knows.registration.map(|(id, _)| id),
            Act::Answer { .. } | Act::Move { .. } => knows.entry.map(|(id, _)| id),
            _ => None,
        };
        let attempt = self.book.attempts.len();
        let least_free = self.least_free_lately();
        self.book.attempts.push(Attempt {
            act: act.clone(),
            begun: self.now(),
            begun_step: self.step,
            ended: None,
            told: None,
            before: promises::registrations(&self.dump),
            least_free,
            about,
        });
        let (direct, app) = (Arc::clone(&self.direct), self.processes[process].app.clone());
        let future = async move { Done::Answered(Told::read(&direct.request(&app, request).await)) };
        let name = format!("{act:?}");
        self.tell(&format!("#{} in process {process}: {name}", self.next_actor));
        self.add(name, process, Some(attempt), client, Box::pin(future), REQUEST_LASTS);
    }

    /// What somebody knows who links or takes away an address: the mail's link, their own list.
    pub(super) fn knows_of_addresses(&self, act: &Act) -> Knows {
        let (Act::LinkAddress { person, other } | Act::UnlinkAddress { person, other }) = *act else {
            return Knows::default();
        };
        let Ok(own) = request::address(person).parse::<EmailAddress>() else { return Knows::default() };
        let Ok(other) = request::address(other).parse::<EmailAddress>() else { return Knows::default() };
        let (_, own_session) = web::session::begin(&self.context, &own);
        let live = |(attempt, by): &&(Attempted, EmailAddress)| {
            attempt.email == other && *by == own && attempt.is_live(self.now())
        };
        let link = self.dump.linkings.values().find(live).and_then(|(attempt, _)| {
            let parts = [attempt.id.as_str(), attempt.nonce.as_str()];
            let token = self.context.keys().token(&attempt.key_id, "link", &parts)?;
            Some(format!("/me/link/{}.{token}", attempt.id))
        });
        let id = self.dump.people_salt.as_ref().map(|salt| PersonKey::new(salt, &other));
        Knows { own_session, link, address: id.map(|id| format!("/me/addresses/{id}")), ..Knows::default() }
    }
}
