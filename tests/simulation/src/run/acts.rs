//! What people do: acts as they come, with what their clients know.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::bof::Bof;
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::ProposalState;
use domain::sign_in::Attempt as Attempted;
use domain::waitlist::{Entry, EntryState, Offer};
use jiff::{SignedDuration, Timestamp};

use super::{Client, Done, Moment, REQUEST_LASTS, Run, Workflow, organizer};
use crate::book::Attempt;
use crate::plan::calls::{CallAct, Calls, Job};
use crate::plan::erasures::EraseAct;
use crate::plan::holds::HoldAct;
use crate::plan::no_shows::NoShowAct;
use crate::plan::{Act, PROCESSES, ROUND};
use crate::promises;
use crate::request::calls::{LEAD, after_start};
use crate::request::{self, ClientResponse, Knows, START};

/// Requests and runs that may be under way when hours pass: they are over time then.
const FEW: usize = 3;

impl Run<'_> {
    pub(super) fn start_acts(&mut self) {
        // Whatever is under way when hours pass is over time: others wait until little is, and then come all at once.
        if let Some((moment, millis)) = self.nears.front().copied() {
            if self.actors.len() > FEW {
                return;
            }
            self.nears.pop_front();
            self.near(moment, millis);
        }
        while let Some(start) = self.plan.acts.get(self.started).filter(|start| start.step <= self.step) {
            self.started += 1;
            match start.act {
                Act::Wake { mail: true } => self.wake(Workflow::Mail, start.process),
                Act::Wake { mail: false } => self.wake(Workflow::Promote, start.process),
                Act::End => self.wake(Workflow::End, start.process),
                Act::Scan => self.wake(Workflow::Campaign, start.process),
                Act::Leap { stage, millis } => self.leap(stage, millis),
                Act::Calls(
                    ref act @ (CallAct::Say { .. } | CallAct::Release { .. } | CallAct::Run { job: Job::Release }),
                ) => self.laters.push_back((act.clone(), start.process)),
                Act::Calls(CallAct::Run { job }) => self.wake(Workflow::of(job), start.process),
                Act::Calls(CallAct::Near { which, millis }) => self.nears.push_back((Moment::Call(which), millis)),
                Act::Erase(EraseAct::Near { millis }) => self.nears.push_back((Moment::Erasure, millis)),
                Act::NoShow(NoShowAct::Near { millis }) => self.nears.push_back((Moment::NoShows, millis)),
                Act::Erase(EraseAct::Run) => self.wake(Workflow::Erase, start.process),
                Act::NoShow(ref act) => self.on_the_day(act, start.process),
                Act::Wait { millis } => {
                    self.tell(&format!("{millis} ms pass"));
                    self.clock.set(self.now() + SignedDuration::from_millis(millis));
                }
                // Most of these come while there is an offer.
                Act::Jump { .. } | Act::Answer { offered: true, .. } => {
                    self.pending.push_back((start.act.clone(), start.process));
                }
                Act::Calls(ref act) => self.comes(Act::Calls(self.fitting(act)), start.process),
                Act::Breaks(act) => self.breaks.push_back((act, start.process)),
                Act::Door(ref act) => self.at_the_door(act, start.process),
                Act::Hold(HoldAct::Near { millis }) => self.near_end_of_hold(millis),
                _ => self.comes(start.act.clone(), start.process),
            }
        }
        // An item to break may not be there yet.
        for _ in 0..self.breaks.len() {
            let Some((act, process)) = self.breaks.pop_front() else { break };
            if !self.breaks(act, process) {
                self.breaks.push_back((act, process));
            }
        }
        // Not at once, so that other things happen while there is an offer.
        let now = self.plan.choices.get(self.step as usize).is_some_and(|choice| choice % 4 == 0);
        if now
            && let Some(at) = self.laters.iter().position(|(act, _)| self.is_time_for(act))
            && let Some((act, process)) = self.laters.remove(at)
        {
            match act {
                CallAct::Run { job } => self.wake(Workflow::of(job), process),
                act => self.comes(Act::Calls(self.fitting(&act)), process),
            }
        }
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
                // The next person to answer does so at this very moment.
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

    /// Time passes until about an instant of the campaign.
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

    /// An act in its current meaning: a person with an offer answers it.
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
                | Act::Release { twice: true }
        ) || matches!(&act, Act::Calls(act) if act.is_twice())
            || matches!(&act, Act::Door(act) if act.is_twice())
            || matches!(&act, Act::Erase(act) if act.is_twice())
            || matches!(&act, Act::NoShow(act) if act.is_twice())
            || matches!(&act, Act::Hold(act) if act.is_twice());
        if twice && self.clients[client].tries == 1 {
            self.begin(Some(client), &act, (process + 1) % PROCESSES);
        }
    }

    /// Sends one request to one process.
    pub(super) fn begin(&mut self, client: Option<usize>, act: &Act, process: usize) {
        let person = match *act {
            Act::Calls(ref act) => act.person(self.plan.world.people),
            Act::Erase(act) => act.person(),
            Act::NoShow(ref act) => act.person(),
            Act::Hold(act) => act.person(),
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
            | Act::Enlarge { .. }
            | Act::Wake { .. }
            | Act::Wait { .. }
            | Act::Jump { .. }
            | Act::Leap { .. }
            | Act::Release { .. }
            | Act::Breaks(_)
            | Act::Door(_)
            | Act::End
            | Act::Scan => None,
        };
        let knows = Knows {
            registration: person.and_then(|person| self.mailed_link(person).or_else(|| self.knows_of_pass(person))),
            entry: person.and_then(|person| self.book.waits.get(&person).cloned()),
            code: person.and_then(|person| self.book.codes.get(&person).cloned().or_else(|| self.mailed_code(person))),
            session: self.session.clone(),
            ..match act {
                Act::Calls(act) => self.knows_of_calls(act, person),
                Act::Erase(act) => self.knows_of_erasures(*act),
                _ => self.knows_of_addresses(act),
            }
        };
        let Some(request) = request::request(act, &self.plan.world, &knows) else { return };
        let about = match act {
            Act::Cancel { .. } | Act::Change { .. } | Act::Reconfirm { .. } | Act::Hold(_) => {
                knows.registration.map(|(id, _)| id)
            }
            Act::Answer { .. } | Act::Move { .. } => knows.entry.map(|(id, _)| id),
            Act::Door(act) => act.about().map(str::to_owned),
            Act::NoShow(act) => act.about().map(str::to_owned),
            Act::Calls(_) => knows.bof.or(knows.proposal.map(|(id, _)| id)),
            _ => None,
        };
        let attempt = self.book.attempts.len();
        let least_free = self.least_free_lately();
        let least_open = self.open();
        self.book.attempts.push(Attempt {
            act: act.clone(),
            begun: self.now(),
            begun_step: self.step,
            ended: None,
            response: None,
            before: promises::registrations(&self.dump),
            least_free,
            least_open,
            about,
        });
        let (direct, app) = (Arc::clone(&self.direct), self.processes[process].app.clone());
        let future = async move { Done::Answered(ClientResponse::read(&direct.request(&app, request).await)) };
        let name = format!("{act:?}");
        self.tell(&format!("#{} in process {process}: {name}", self.next_actor));
        self.add(name, process, Some(attempt), client, Box::pin(future), REQUEST_LASTS);
    }

    /// What a person knows when they link or take away an address: the mail's link, their own list.
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

    /// Time passes until about an instant.
    fn near(&mut self, moment: Moment, millis: i64) {
        let at = match moment {
            Moment::Call(which) => {
                let instants = self.plan.world.calls.iter().flat_map(Calls::instants).collect::<Vec<_>>();
                instants.get(which).map(|seconds| after_start(*seconds))
            }
            Moment::NoShows => self.plan.world.no_shows.map(|policy| after_start(policy.from)),
            Moment::Erasure => self.next_of_erasures(),
        };
        let Some(at) = at else { return };
        let to = at + SignedDuration::from_millis(millis);
        if to > self.now() {
            self.clock.set(to);
            self.tell(&format!("it is {} now", self.now()));
        }
    }

    /// Whether there is something for an act: decisions to release, released ones to mail, acceptances to answer.
    fn is_time_for(&self, act: &CallAct) -> bool {
        let programme = &self.dump.programme;
        match act {
            CallAct::Say { .. } => {
                programme.proposals.values().any(|p| matches!(p.state, ProposalState::Accepted { .. }))
            }
            CallAct::Release { .. } => programme.rulings.values().any(|ruling| ruling.pending.is_some()),
            _ => programme.selection.as_ref().is_some_and(|(selection, _)| !selection.going.is_empty()),
        }
    }

    /// An act in its current meaning: about the next proposal or BoF that fits it, if there is any. For a first BoF it
    /// is by a person who attends.
    fn fitting(&self, act: &CallAct) -> CallAct {
        let mut act = act.clone();
        let programme = &self.dump.programme;
        let state = |id: &String| programme.proposals.get(id).map_or("", |proposal| proposal.state.as_str());
        let active = |id: &String| programme.bofs.get(id).is_some_and(Bof::is_active);
        let next = |ids: &BTreeMap<(usize, u32), String>, own: (usize, u32), fits: &dyn Fn(&String) -> bool| {
            let all = ids.range(own..).chain(ids.range(..own));
            all.filter(|(_, id)| fits(id)).map(|(own, _)| *own).next().unwrap_or(own)
        };
        let people = self.plan.world.people;
        match &mut act {
            CallAct::Submit { person: of, number, .. } => {
                let fits = |id: &String| state(id) == "draft" || state(id) == "withdrawn";
                (*of, *number) = next(&self.book.proposals, (*of, *number), &fits);
            }
            CallAct::Withdraw { person: of, number, .. } => {
                let fits = |id: &String| !matches!(state(id), "" | "draft" | "withdrawn");
                (*of, *number) = next(&self.book.proposals, (*of, *number), &fits);
            }
            CallAct::Decide { of, number, .. } => {
                let fits = |id: &String| matches!(state(id), "submitted" | "standby");
                (*of, *number) = next(&self.book.proposals, (*of, *number), &fits);
            }
            CallAct::Say { person: of, number, .. } => {
                let fits = |id: &String| state(id) == "accepted";
                (*of, *number) = next(&self.book.proposals, (*of, *number), &fits);
            }
            CallAct::CallOff { person, number, .. } => {
                (*person, *number) = next(&self.book.bofs, (*person, *number), &active);
            }
            CallAct::Bof { person, number, .. } if *number < 2 => {
                let mut all = (*person..*person + people).map(|person| person % people);
                *person = all.find(|person| self.book.held.contains_key(person)).unwrap_or(*person);
            }
            _ => {}
        }
        act
    }

    /// What the person of an act about a proposal or a BoF knows; the lead's knowledge if it has no person.
    fn knows_of_calls(&self, act: &CallAct, person: Option<usize>) -> Knows {
        let who = person.map_or_else(|| LEAD.to_owned(), request::address);
        let Ok(who) = who.parse::<EmailAddress>() else { return Knows::default() };
        let (_, own_session) = web::session::begin(&self.context, &who);
        let programme = &self.dump.programme;
        let proposal = act.proposal().and_then(|own| {
            let id = self.book.proposals.get(&own)?;
            Some((id.clone(), programme.proposals.get(id).map_or(0, |proposal| proposal.revision)))
        });
        Knows {
            own_session,
            proposal,
            speaker: programme.salt.as_ref().map(|salt| PersonKey::new(salt, &who).to_string()),
            bof: act.bof().and_then(|own| self.book.bofs.get(&own).cloned()),
            ..Knows::default()
        }
    }

    /// The code of a person's invitation as the mail has it, where the edition has a call: no answer gives it to them.
    fn mailed_code(&self, person: usize) -> Option<String> {
        self.plan.world.calls.as_ref()?;
        let own = request::address(person);
        let invitation = self.dump.invitations.values().find(|invitation| invitation.email.folded() == own)?;
        store::invitations::code(&self.context, &invitation.id, &invitation.nonce, &invitation.key_id)
    }
}
