//! The promises as proposals and their call know them: the deadline, what was answered, receipts, who may read.

use std::collections::BTreeMap;

use domain::proposal::{Deed, ProposalState};
use jiff::Timestamp;
use serde_json::Value;

use super::Seen;
use crate::book::Attempt;
use crate::plan::Act;
use crate::plan::calls::{CallAct, with};
use crate::request::{ClientResponse, address};

/// Every answer that shows a proposal, with its act.
fn answers<'a>(seen: &Seen<'a>) -> impl Iterator<Item = (&'a CallAct, &'a Attempt, &'a ClientResponse)> {
    seen.book.attempts.iter().filter_map(|attempt| match (&attempt.act, &attempt.response) {
        (Act::Calls(act), Some(response)) if act.proposal().is_some() => Some((act, attempt, response)),
        _ => None,
    })
}

/// 5: one request is one proposal; a submitted one is not submitted again unless it was withdrawn.
pub(super) fn a_repeat_is_free(seen: &Seen<'_>) -> Result<(), String> {
    let mut ids: BTreeMap<(usize, u32), &str> = BTreeMap::new();
    for (act, _, response) in answers(seen) {
        let CallAct::Propose { person, number, .. } = *act else { continue };
        let Some(id) = response.json["id"].as_str().filter(|_| response.status == 201) else { continue };
        let first = ids.entry((person, number)).or_insert(id);
        if *first != id && !seen.was_erased(first) {
            return Err(format!("proposal {number} of person {person} was made as {first} and as {id}"));
        }
    }
    let mut submitted: BTreeMap<&str, bool> = BTreeMap::new();
    for ((id, revision), change) in &seen.now.programme.changes {
        let is = submitted.entry(id).or_default();
        match change.deed {
            Deed::Submitted if *is => return Err(format!("{id} was submitted again, as revision {revision}")),
            Deed::Submitted => *is = true,
            Deed::Withdrawn => *is = false,
            _ => {}
        }
    }
    Ok(())
}

/// 6: what an answer says of a proposal is so in the version that it speaks of; its history has every version since it was
/// submitted; and of two who changed one version, one did.
pub(super) fn what_was_answered_is_kept(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    let mut versions: BTreeMap<(&str, u64), (&Value, &Value)> = BTreeMap::new();
    for (act, _, response) in answers(seen) {
        if matches!(act, CallAct::Decide { .. }) || !matches!(response.status, 200 | 201) {
            continue;
        }
        let id = response.json["id"].as_str().unwrap_or_default();
        let own = act.person(seen.world.people).is_some_and(|person| seen.number_was_erased(person));
        if own || seen.was_erased(id) {
            continue;
        }
        let Some(now) = programme.proposals.get(id) else {
            return Err(format!("{act:?} was answered with {id}, which is not there"));
        };
        let Some(revision) = response.json["revision"].as_u64() else {
            // The answer to a reply to an acceptance shows the proposal's state.
            let wanted = if matches!(act, CallAct::Say { yes: true, .. }) { Deed::Confirmed } else { Deed::Declined };
            if !programme.changes.range((id.to_owned(), 0)..=(id.to_owned(), u64::MAX)).any(|(_, c)| c.deed == wanted) {
                return Err(format!("{act:?} was answered with success, and {id} was never {wanted:?}"));
            }
            continue;
        };
        let says = (&response.json["title"], &response.json["state"]);
        if *versions.entry((id, revision)).or_insert(says) != says {
            return Err(format!("revision {revision} of {id} was answered in two ways: a change is lost"));
        }
        let is_so = says.0 == now.content.title.as_str() && says.1 == now.state.as_str();
        if now.revision < revision || (now.revision == revision && !is_so) {
            return Err(format!("{act:?} was answered with revision {revision} of {id}, which is at {}", now.revision));
        }
    }
    for (id, proposal) in &programme.proposals {
        let known = programme.changes.contains_key(&(id.clone(), proposal.revision));
        if proposal.was_submitted() && !known {
            return Err(format!("the history of {id} does not know its revision {}", proposal.revision));
        }
    }
    wishes_are_behind_it(seen)
}

/// A proposal changes only at the request of one of its people.
fn wishes_are_behind_it(seen: &Seen<'_>) -> Result<(), String> {
    for ((id, revision), change) in &seen.now.programme.changes {
        let asked = |wanted: fn(&CallAct) -> bool| {
            seen.book.attempts.iter().any(|attempt| {
                matches!(&attempt.act, Act::Calls(act) if wanted(act)) && attempt.about.as_ref() == Some(id)
            })
        };
        let wanted = match change.deed {
            Deed::Withdrawn => asked(|act| matches!(act, CallAct::Withdraw { .. })) || seen.owner_was_erased(id),
            Deed::Confirmed => asked(|act| matches!(act, CallAct::Say { yes: true, .. })),
            Deed::Declined => asked(|act| matches!(act, CallAct::Say { yes: false, .. })),
            _ => true,
        };
        if !wanted {
            return Err(format!("revision {revision} of {id} is {:?} although no one asked for it", change.deed));
        }
    }
    Ok(())
}

/// 7: nothing is proposed, submitted or changed from the close on, and no answer says sooner that it has closed.
pub(super) fn the_close_is_the_close(seen: &Seen<'_>) -> Result<(), String> {
    let Some(call) = &seen.now.programme.call else { return Ok(()) };
    let closes = call.closes.at;
    let of = |id: &str| seen.before.and_then(|before| before.programme.proposals.get(id));
    for (id, proposal) in seen.now.programme.proposals.iter().filter(|_| seen.before.is_some()) {
        let before = of(id);
        if before.is_some_and(|before| before.revision == proposal.revision) {
            continue;
        }
        let deed = seen.now.programme.changes.get(&(id.clone(), proposal.revision)).map(|change| change.deed);
        let gated = match deed {
            Some(Deed::Submitted | Deed::Created) => true,
            Some(Deed::Edited) => before.is_some_and(|before| before.state != ProposalState::Draft),
            // A draft may be begun until the close, and changed after it.
            None => before.is_none(),
            _ => false,
        };
        if gated && proposal.updated_at >= closes {
            let how = deed.map_or("begun".to_owned(), |deed| format!("{deed:?}").to_lowercase());
            return Err(format!("{id} was {how} at {}, and the call closed at {closes}", proposal.updated_at));
        }
    }
    for (act, attempt, response) in answers(seen).filter(|(_, _, response)| response.problem() == "cfp-closed") {
        let (Some(ended), Some(closed_at)) = (attempt.ended, instant(&response.json["closed_at"])) else {
            return Err(format!("{act:?} was told that the call has closed, and not when"));
        };
        let announced = closed_at == closes || call.was.iter().any(|was| was.at == closed_at);
        if ended < closed_at || !announced {
            return Err(format!("{act:?} was told at {ended} that the call closed at {closed_at}"));
        }
    }
    Ok(())
}

fn instant(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}

/// 8: each submission has its receipt and each receipt its submission.
pub(super) fn receipts(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    for ((id, revision), _) in programme.changes.iter().filter(|(_, change)| change.deed == Deed::Submitted) {
        let prefix = format!("proposal-submitted:{id}:{revision}:");
        if !seen.now.mails.range(prefix.clone()..).next().is_some_and(|(key, _)| key.starts_with(&prefix)) {
            return Err(format!("{prefix}… was never queued"));
        }
    }
    for key in seen.now.mails.keys().filter_map(|key| key.strip_prefix("proposal-submitted:")) {
        let mut parts = key.split(':');
        let (id, revision) = (parts.next().unwrap_or_default(), parts.next().and_then(|text| text.parse().ok()));
        let change = programme.changes.get(&(id.to_owned(), revision.unwrap_or_default()));
        if !change.is_some_and(|change| change.deed == Deed::Submitted) {
            return Err(format!("a receipt was queued for {key}, which was not submitted"));
        }
    }
    Ok(())
}

/// 9: only its own people can read a proposal.
pub(super) fn only_its_people_read_it(seen: &Seen<'_>) -> Result<(), String> {
    for (act, _, response) in answers(seen).filter(|(_, _, response)| response.status == 200) {
        let CallAct::Read { person, of, number } = *act else { continue };
        if person != of && with(of, number, seen.world.people) != Some(person) {
            return Err(format!("{} read {}, which is {}'s", address(person), response.json["id"], address(of)));
        }
    }
    Ok(())
}
