//! Promise 8 for the call's deadline: each person gets a reminder once for each kind and time before it, and in time.
//! Leads and authors get one mail about each close and each move.

use std::collections::BTreeMap;

use domain::conference::Phase;
use domain::instant::Before;
use domain::mail::{Mail, MailKind};
use domain::proposal::ProposalState;
use domain::reminder::Line;
use jiff::SignedDuration;

use super::Seen;
use crate::plan::calls::REMINDERS;
use crate::request::EDITION;
use crate::request::calls::TRACK;

/// How long a run may take between finding due work and queuing the mail.
const A_RUN: SignedDuration = SignedDuration::from_secs(60);

fn lines(mail: &Mail) -> Vec<Line> {
    serde_json::from_str(mail.fact("lines")).unwrap_or_default()
}

/// What a person has been reminded of is what their mails say, line by line; each mail comes in its time.
pub(super) fn once_and_in_time(seen: &Seen<'_>) -> Result<(), String> {
    let mut said: BTreeMap<&str, usize> = BTreeMap::new();
    // What an erased person was reminded of goes with them.
    let reminds = |mail: &&Mail| mail.kind == MailKind::Reminder && !seen.person_was_erased(&mail.to);
    for mail in seen.now.mails.values().filter(reminds) {
        let lines = lines(mail);
        let person = mail.key.rsplit(':').next().unwrap_or_default();
        *said.entry(person).or_default() += lines.len();
        // The mail's key names the first line: what, how long before it, why, and to which person.
        let before = mail.key.rsplit(':').nth(2).and_then(|text| text.parse::<Before>().ok());
        let (Some(first), Some(before)) = (lines.first(), before) else {
            return Err(format!("{} reminds of nothing", mail.key));
        };
        if mail.queued_at < before.from(first.at) || mail.queued_at >= first.at + A_RUN {
            return Err(format!("{} was queued at {}, and the deadline is {}", mail.key, mail.queued_at, first.at));
        }
    }
    for (person, done) in seen.now.programme.reminded.iter().filter(|(person, _)| !seen.was_erased(person)) {
        let said = said.remove(person.as_str()).unwrap_or_default();
        if said != done.len() {
            return Err(format!("{person} was reminded of {} things in {said} lines", done.len()));
        }
    }
    match said.into_iter().next() {
        Some((person, lines)) => Err(format!("{person} got {lines} lines of reminders that are not noted")),
        None => Ok(()),
    }
}

/// At the end: reminders whose time came when all due work was done were sent to each person with a draft.
pub(super) fn none_is_forgotten(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    let (Some(call), Some(from)) = (&programme.call, seen.book.settled_from.filter(|_| seen.at_end)) else {
        return Ok(());
    };
    if seen.reminders_were_broken() {
        return Ok(());
    }
    for before in REMINDERS {
        let before: Before = format!("PT{before}S").parse().expect("a duration");
        let at = before.from(call.closes.at);
        let last_moved = call.moved_at.is_none_or(|moved_at| moved_at < at);
        if at <= from || !last_moved || call.was.iter().any(|was| before.from(was.at) <= from) {
            continue;
        }
        if !programme.series.done.contains(&before) {
            return Err(format!("no run looked at the reminder {before} before the close"));
        }
        let drafts = programme.proposals.values().filter(|p| p.state == ProposalState::Draft && p.created_at < from);
        let lost = |id: &str| seen.proposal_was_broken(id) || seen.was_erased(id);
        for draft in drafts.filter(|draft| !lost(draft.id.as_str())) {
            let reminded = |mail: &&Mail| {
                mail.kind == MailKind::Reminder && mail.to == draft.owner && mail.key.contains(&format!(":{before}:"))
            };
            if !seen.now.mails.values().any(|mail| reminded(&mail)) {
                return Err(format!("{} is a draft, and its owner was not reminded {before} before", draft.id));
            }
        }
    }
    Ok(())
}

/// The lead gets one mail about each close that came, not before it; people with drafts get one about each move.
pub(super) fn closes_are_announced(seen: &Seen<'_>) -> Result<(), String> {
    let Some(call) = &seen.now.programme.call else { return Ok(()) };
    let response = |kind: MailKind| seen.now.mails.values().filter(move |mail| mail.kind == kind);
    for mail in response(MailKind::CallClosed) {
        let second = mail.key.split(':').nth(3).and_then(|second| second.parse::<i64>().ok());
        let closes = call.was.iter().chain([&call.closes]).map(|deadline| deadline.at);
        let of = closes.into_iter().find(|at| Some(at.as_second()) == second);
        if of.is_none_or(|at| mail.queued_at < at) {
            return Err(format!("{} was queued at {}: nothing had closed", mail.key, mail.queued_at));
        }
    }
    let closed = call.announced == Phase::After;
    let this_one = format!("call-closed:{EDITION}:{TRACK}:{}:", call.closes.at.as_second());
    let count = response(MailKind::CallClosed).filter(|mail| mail.key.starts_with(&this_one)).count();
    if count != usize::from(closed) {
        return Err(format!("the lead was told {count} times of the close, which is announced: {closed}"));
    }
    if seen.at_end && !closed && !seen.call_is_broken() {
        return Err(format!("the call closed at {}, and no one was notified", call.closes.at));
    }
    for mail in response(MailKind::CallMoved) {
        let number = mail.key.split(':').nth(3).and_then(|number| number.parse::<usize>().ok());
        if number.is_none_or(|number| number == 0 || number > call.was.len()) {
            return Err(format!("{} tells of a move that was not made", mail.key));
        }
    }
    Ok(())
}
