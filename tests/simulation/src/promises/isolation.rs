//! Promise 10: one failure affects only itself. Also which requests depend on a broken item.

use domain::mail::Mail;
use domain::person::EmailAddress;
use domain::proposal::Proposal;
use domain::registration::RegistrationId;
use domain::waitlist::{Entry, EntryState};
use jiff::{SignedDuration, Timestamp};

use super::Seen;
use crate::book::Attempt;
use crate::dump::Failure;
use crate::plan::calls::CallAct;
use crate::plan::{Act, POOLS};
use crate::request::calls::TRACK;
use crate::request::{EDITION, address};

/// Longest time between two tries.
const LONGEST_RETRY: SignedDuration = SignedDuration::from_hours(1);

/// 10: no failure ends a run or a process. A failed item is retried with a back-off or set aside, with its error, and
/// intact items do not fail. At the end every broken item is noticed. Once it is repaired and retried, no trace is
/// left.
pub(super) fn promise_10_one_fault_stays_one_fault(seen: &Seen<'_>) -> Result<(), String> {
    if let Some(name) = seen.book.panicked.first() {
        return Err(format!("{name} panicked, and its whole process with it"));
    }
    if let Some(why) = seen.book.failed.first() {
        return Err(format!("one failure ended a run: {why}"));
    }
    for ((pk, sk), failure) in &seen.now.failures {
        is_well_recorded(failure).map_err(|why| format!("{pk} {sk} {why}"))?;
        if failure.failures > 0 && seen.now.damage.ever.is_empty() {
            return Err(format!("{pk} {sk} failed, and nothing is broken: {}", failure.error));
        }
    }
    if !seen.at_end || seen.world.breakage.is_none() {
        return Ok(());
    }
    if seen.now.damage.is_empty() { nothing_is_left(seen) } else { nothing_goes_unnoticed(seen) }
}

/// A failure names its error, and has a next try unless it is set aside.
fn is_well_recorded(failure: &Failure) -> Result<(), String> {
    if failure.error.is_empty() || failure.workflow.is_empty() {
        return Err("failed without an error".into());
    }
    match failure.next_try_at {
        None if !failure.is_set_aside => Err("is not tried again, and not set aside".into()),
        Some(_) if failure.is_set_aside => Err("is set aside, and is to be tried again".into()),
        // One that a person asked to try again counts no failures.
        Some(next) if failure.failures > 0 && next > failure.failed_at + LONGEST_RETRY => {
            Err(format!("is not tried again before {next}"))
        }
        _ => Ok(()),
    }
}

/// A repaired and retried item is like any other.
fn nothing_is_left(seen: &Seen<'_>) -> Result<(), String> {
    match seen.now.failures.iter().next() {
        Some(((pk, sk), failure)) => Err(format!("{pk} {sk} is repaired, and still failing: {}", failure.error)),
        None => Ok(()),
    }
}

/// What a workflow met and could not process or read is set aside by now; and the other edition has come to rest.
fn nothing_goes_unnoticed(seen: &Seen<'_>) -> Result<(), String> {
    let damage = &seen.now.damage;
    for (pk, sk) in damage.items.keys().chain(&damage.panics) {
        let failure = seen.now.failures.get(&(pk.clone(), sk.clone()));
        if let Some(failure) = failure.filter(|failure| !failure.is_set_aside) {
            return Err(format!("{pk} {sk} failed {} times, and is not set aside", failure.failures));
        }
        let beside = seen.now.failures.contains_key(&(format!("BESIDE#{pk}"), format!("BESIDE#{sk}")));
        if failure.is_none() && !beside && was_passed_over(seen, pk, sk) {
            return Err(format!("{pk} {sk} was passed over, and nothing says so"));
        }
    }
    // What belongs to the other edition keeps nothing of it waiting unless it is broken itself.
    let whole = !damage.items.keys().chain(&damage.panics).any(|(pk, _)| !pk.contains(EDITION));
    let stuck = seen.now.elsewhere.iter().find(|(_, shard)| shard.held > 0);
    match stuck.filter(|_| whole) {
        Some((pk, shard)) => Err(format!("{pk} still holds {} passes: nothing there is broken", shard.held)),
        None => Ok(()),
    }
}

/// Whether an offer went past this entry since it broke.
fn was_passed_over(seen: &Seen<'_>, pk: &str, sk: &str) -> bool {
    let Some(entry) = pk.split("#ENTRY#").nth(1).and_then(|id| seen.now.entries.get(id)) else { return false };
    let since = seen.now.damage.ever.get(&(pk.to_owned(), sk.to_owned())).copied().unwrap_or(Timestamp::MAX);
    let later = |other: &Entry| {
        let offered_at = other.offer.as_ref().map(|offer| offer.offered_at);
        let is_behind = other.priority.class == entry.priority.class && other.joined_at > entry.joined_at;
        is_behind && offered_at.is_some_and(|at| at > since)
    };
    entry.state == EntryState::Waiting && seen.now.entries.values().any(later)
}

/// Items that cannot be read, or that no workflow gets to.
impl Seen<'_> {
    fn edition_has(&self, rest: &str, sk: &str) -> bool {
        self.now.damage.has(&format!("C#{EDITION}{rest}"), sk)
    }

    pub(super) fn shard_is_broken(&self, pool: &str, number: u32) -> bool {
        self.now.is_broken_shard(pool, number)
    }

    pub(super) fn pool_is_broken(&self, pool: &str) -> bool {
        self.now.shards.keys().any(|(of, number)| of == pool && self.shard_is_broken(pool, *number))
    }

    /// Whether an entry, or its owner, is broken.
    pub(super) fn entry_is_broken(&self, entry: &Entry) -> bool {
        self.edition_has(&format!("#ENTRY#{}", entry.id), "ENTRY") || self.person_is_broken(entry.id.person().as_str())
    }

    pub(super) fn person_is_broken(&self, key: &str) -> bool {
        self.edition_has(&format!("#PERSON#{key}"), "PERSON")
    }

    /// Whether it was broken at any time, even if it is repaired now.
    pub(super) fn person_was_broken(&self, key: &str) -> bool {
        self.now.damage.ever.contains_key(&(format!("C#{EDITION}#PERSON#{key}"), "PERSON".to_owned()))
    }

    /// Whether a mail is broken, or its edition cannot be read.
    pub(super) fn mail_waits_for_what_is_broken(&self, mail: &Mail) -> bool {
        let edition = mail.conference.as_deref().unwrap_or_default();
        self.now.damage.has(&format!("MAIL#{}", mail.key), "MAIL")
            || self.now.damage.has(&format!("C#{edition}"), "DEFINITION")
    }

    /// Whether the owner or a speaker of a proposal is broken.
    pub(super) fn a_person_of_is_broken(&self, proposal: &Proposal) -> bool {
        let emails = proposal.speakers.iter().map(|speaker| &speaker.email).chain([&proposal.owner]);
        let named: Vec<_> = emails.map(EmailAddress::folded).collect();
        let people = self.now.people.values().filter(|person| named.contains(&person.email.folded()));
        people.into_iter().any(|person| self.person_is_broken(person.key.as_str()))
    }

    pub(super) fn call_is_broken(&self) -> bool {
        self.edition_has(&format!("#TRACK#{TRACK}"), "CALL")
    }

    pub(super) fn selection_is_broken(&self) -> bool {
        self.edition_has(&format!("#TRACK#{TRACK}"), "SELECTION")
    }

    pub(super) fn campaign_is_broken(&self) -> bool {
        self.edition_has("#RECONFIRMATION", "ROUND")
    }

    fn ever(&self, rest: &str, sk: &str) -> bool {
        self.now.damage.ever_had(&format!("C#{EDITION}{rest}"), sk)
    }

    /// Whether the reminders of the call could not be sent for a while: those that are useless by now are left out.
    pub(super) fn reminders_were_broken(&self) -> bool {
        let series = |key: &(String, String)| key.1 == "REMINDERS" || key.1 == "CALL";
        self.now.damage.ever.keys().any(series)
    }

    pub(super) fn campaign_was_broken(&self) -> bool {
        self.ever("#RECONFIRMATION", "ROUND")
    }

    pub(super) fn proposal_was_broken(&self, id: &str) -> bool {
        self.ever(&format!("#PROPOSAL#{id}"), "PROPOSAL")
    }
}

/// Whether a finding of the audit is about passes that are sold without an item that cannot be read. Without the passes
/// of a shard, a pool is sold out and has a waitlist; without an entry, it reopens. Both are looked at again once the
/// item can be read.
pub(super) fn is_for_want_of_what_is_broken(seen: &Seen<'_>, finding: &str) -> bool {
    let (pool, rest) = finding.split_once(' ').unwrap_or_default();
    let Some((edition, _)) = pool.split_once("#POOL#") else { return false };
    let damage = &seen.now.damage;
    let is_repaired = seen.at_end && damage.is_empty();
    let mut broken = damage.ever.keys().filter(|_| !is_repaired);
    match rest {
        _ if rest.starts_with("says sold out") => broken.any(|(pk, sk)| pk.starts_with(pool) && sk == "SHARD"),
        _ if rest.ends_with("people wait") => {
            broken.any(|(pk, sk)| pk.starts_with(edition) && sk == "ENTRY" || pk.starts_with(pool) && sk == "SHARD")
        }
        _ => false,
    }
}

/// Whether a request is about something that was ever broken: then it may be answered with an internal error.
pub(super) fn meets_what_is_broken(seen: &Seen<'_>, attempt: &Attempt) -> bool {
    if seen.now.damage.ever.is_empty() {
        return false;
    }
    let about = attempt.about.as_deref().unwrap_or_default();
    let pool = |pool: &str| seen.now.damage.ever.keys().any(|(pk, _)| pk.contains(&format!("{EDITION}#POOL#{pool}#")));
    match &attempt.act {
        Act::Resize { pool: at, .. } => pool(POOLS[*at]),
        Act::Release { .. } => pool(POOLS[0]) || pool(POOLS[2]),
        // It writes all that its definition names.
        Act::Put { .. } => seen.now.damage.ever.keys().any(|(pk, sk)| pk.contains(EDITION) && sk != "ENTRY"),
        Act::Calls(act) => meets_in_calls(seen, act, about),
        Act::Reconfirm { .. } if seen.campaign_was_broken() => true,
        Act::Register { person, .. }
        | Act::Cancel { person, .. }
        | Act::Change { person, .. }
        | Act::Link { person }
        | Act::Invite { person, .. }
        | Act::Revoke { person }
        | Act::Join { person, .. }
        | Act::Answer { person, .. }
        | Act::Reconfirm { person, .. }
        | Act::Move { person, .. } => is_about(seen, *person, about),
        _ => false,
    }
}

fn meets_in_calls(seen: &Seen<'_>, act: &CallAct, about: &str) -> bool {
    let person = act.person(seen.world.people).is_some_and(|person| is_about(seen, person, about));
    let track = ["CALL", "SELECTION"].into_iter().any(|sk| seen.ever(&format!("#TRACK#{TRACK}"), sk));
    person || track || seen.proposal_was_broken(about) || seen.reminders_were_broken()
}

/// Whether something of a person's was ever broken: their item, an entry, or a shard that they have a pass of.
fn is_about(seen: &Seen<'_>, person: usize, about: &str) -> bool {
    let folded = address(person);
    let own = seen.now.people.iter().filter(|(_, person)| person.email.folded() == folded);
    own.into_iter().any(|(pk, person)| {
        let key = person.key.as_str();
        let passes = [&person.registration, &person.previous].into_iter().flatten();
        let entries = seen.now.entries.values().filter(|entry| entry.id.person().as_str() == key);
        let shards = passes.map(|registration| (registration.pool.to_string(), registration.shard));
        let offers = entries.clone().filter_map(|entry| Some((POOLS[0].to_owned(), entry.offer.as_ref()?.shard)));
        seen.now.damage.ever_had(pk, "PERSON")
            || entries.clone().any(|entry| seen.ever(&format!("#ENTRY#{}", entry.id), "ENTRY"))
            || shards.chain(offers).any(|(pool, number)| seen.ever(&format!("#POOL#{pool}#{number}"), "SHARD"))
            || RegistrationId::parse(about).is_some_and(|id| seen.ever(&format!("#PERSON#{}", id.person()), "PERSON"))
    })
}
