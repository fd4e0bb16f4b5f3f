//! The promises for decisions: private until released, then mailed once, with the passes that they earn.

use domain::invitation::Invitation;
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalState};
use domain::review::ProposalDecision;
use jiff::Timestamp;

use super::Seen;
use crate::book::Attempt;
use crate::plan::Act;
use crate::plan::calls::{CallAct, DECISIONS};
use crate::request::calls::NOTE;

/// When unclaimed passes of speakers are released (`claim_by` of every world): acceptances earn none from then on.
const CLAIM_BY: &str = "2030-03-02T12:00:00Z";

fn of_calls<'a>(seen: &Seen<'a>) -> impl Iterator<Item = (&'a CallAct, &'a Attempt)> {
    seen.book.attempts.iter().filter_map(|attempt| match &attempt.act {
        Act::Calls(act) => Some((act, attempt)),
        _ => None,
    })
}

fn releases<'a>(seen: &Seen<'a>) -> impl Iterator<Item = &'a Attempt> {
    of_calls(seen).filter(|(act, _)| matches!(act, CallAct::Release { .. })).map(|(_, attempt)| attempt)
}

/// 2: an accepted speaker has a pass or an invitation, or is due to be checked again. Every mail that mentions an
/// invitation has a matching one.
pub(super) fn acceptances_earn_passes(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    let invited = |folded: &str| seen.now.invitations.values().any(|i: &Invitation| i.email.folded() == folded);
    let released = |mail: &&Mail| mail.kind == MailKind::DecisionReleased && !seen.person_was_erased(&mail.to);
    for mail in seen.now.mails.values().filter(released) {
        if mail.fact("pass") == "invited" && !invited(&mail.to.folded()) {
            return Err(format!("{} says that its reader is invited, and there is no invitation", mail.key));
        }
    }
    let over = seen.time >= CLAIM_BY.parse::<Timestamp>().expect("a constant");
    let looks_again = programme.selection.as_ref().is_some_and(|(_, due)| *due);
    if over || looks_again {
        return Ok(());
    }
    let comes = |p: &&Proposal| matches!(p.state, ProposalState::Accepted { .. } | ProposalState::Confirmed { .. });
    for proposal in programme.proposals.values().filter(comes) {
        let comes = |email: &EmailAddress| !seen.person_was_erased(email);
        for speaker in proposal.speakers.iter().filter(|speaker| speaker.is_confirmed() && comes(&speaker.email)) {
            let folded = speaker.email.folded();
            let person = seen.now.people.values().find(|person| person.email.folded() == folded);
            // A person who has given up a pass does not get another.
            let came = person.is_some_and(|person| person.registration.is_some() || person.previous.is_some());
            if !came && !invited(&folded) {
                return Err(format!("{} is accepted, and a speaker has no pass and no invitation", proposal.id));
            }
        }
    }
    Ok(())
}

/// 6: a decision that was released with success is mailed in the end.
pub(super) fn releases_are_kept(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    for (act, attempt) in of_calls(seen) {
        let (CallAct::Decide { .. }, Some(response)) = (act, &attempt.response) else { continue };
        let id = attempt.about.as_deref().unwrap_or_default();
        let rev = programme.rulings.get(id).map_or(0, |ruling| ruling.rev);
        if response.status == 200 && response.json["rev"].as_u64().is_some_and(|response| response > rev) {
            return Err(format!("{act:?} was answered with version {}, and it is at {rev}", response.json["rev"]));
        }
    }
    if !seen.at_end || seen.selection_is_broken() {
        return Ok(());
    }
    // A release covers only what could be read then. An unreadable speaker keeps their proposal's decision waiting.
    let waits = |id: &String| programme.proposals.get(id).is_some_and(|p| seen.a_person_of_is_broken(p));
    let whole = |id: &String| !seen.proposal_was_broken(id) && !waits(id) && !seen.was_erased(id);
    let submitted = programme.proposals.iter().filter(|(id, p)| p.state == ProposalState::Submitted && whole(id));
    for (id, proposal) in submitted {
        // The last decision that was requested, if it was granted and is one, on the proposal's current version.
        let asked = |(act, attempt): &(&CallAct, &Attempt)| {
            matches!(act, CallAct::Decide { .. }) && attempt.about.as_ref() == Some(id)
        };
        let Some((CallAct::Decide { decision, .. }, last)) = of_calls(seen).filter(asked).last() else { continue };
        let granted = last.response.as_ref().is_some_and(|response| response.status == 200)
            && DECISIONS[*decision] != "undecided";
        let Some(decided_at) = last.ended.filter(|_| granted && last.begun > proposal.updated_at) else { continue };
        let released = |release: &&Attempt| {
            release.begun > decided_at && release.response.as_ref().is_some_and(|response| response.status == 202)
        };
        let others = of_calls(seen).filter(asked).filter(|(_, other)| other.ended.is_none_or(|at| at > last.begun));
        if others.count() == 1
            && let Some(release) = releases(seen).find(released)
        {
            let word = DECISIONS[*decision];
            return Err(format!("{id} was decided {word}, released at {}, and never sent", release.begun));
        }
    }
    // Whatever has been decided since, one that was pending when all was released is not pending on the same version.
    for (id, ruling) in programme.rulings.iter().filter(|(id, _)| whole(id)) {
        let Some(proposal) = programme.proposals.get(id) else { continue };
        let (Some(_), Some(last)) = (&ruling.pending, ruling.log.last()) else { continue };
        let decidable = matches!(
            proposal.state,
            ProposalState::Submitted | ProposalState::Standby { .. } | ProposalState::Rejected { .. }
        );
        let since = last.at.max(proposal.updated_at);
        let released = |release: &&Attempt| {
            release.begun > since && release.response.as_ref().is_some_and(|response| response.status == 202)
        };
        if decidable && let Some(release) = releases(seen).find(released) {
            return Err(format!("the decision on {id} was released at {}, and never sent", release.begun));
        }
    }
    Ok(())
}

/// 8: each decision that was mailed was decided and released before, once in each of its rounds.
pub(super) fn decisions_are_sent_once(seen: &Seen<'_>) -> Result<(), String> {
    let programme = &seen.now.programme;
    for (id, ruling) in &programme.rulings {
        let Some(response) = &ruling.notified else { continue };
        let prefix = format!("decision-released:{id}:{}:", response.round);
        if !seen.now.mails.range(prefix.clone()..).next().is_some_and(|(key, _)| key.starts_with(&prefix)) {
            return Err(format!("{prefix}… was never queued"));
        }
        let last = ruling.log.iter().rev().find(|deciding| deciding.at <= response.released_at);
        let decided_at = last.map_or(response.released_at, |deciding| deciding.at);
        let after = |release: &Attempt| {
            release.begun <= response.released_at && release.ended.is_none_or(|ended| ended >= decided_at)
        };
        if !releases(seen).any(after) {
            return Err(format!("what was decided on {id} at {decided_at} was sent, and no one released it"));
        }
    }
    for mail in seen.now.mails.values().filter(|mail| mail.kind == MailKind::DecisionReleased) {
        let mut parts = mail.key.split(':').skip(1);
        let (id, round) = (parts.next().unwrap_or_default(), parts.next().and_then(|round| round.parse::<u32>().ok()));
        let rounds = programme.rulings.get(id).map_or(0, |ruling| ruling.rounds);
        if round.is_none_or(|round| round > rounds) {
            return Err(format!("{} was queued, and its people were told {rounds} times", mail.key));
        }
    }
    // The nonce is the link's, and goes with an erased reader.
    for invitation in seen.now.invitations.values().filter(|one| !seen.person_was_erased(&one.email)) {
        let own =
            |mail: &&domain::mail::Mail| mail.kind == MailKind::Invitation && mail.fact("nonce") == invitation.nonce;
        let mails = seen.now.mails.values().filter(own).count();
        if mails != 1 {
            return Err(format!("the invitation {} has {mails} mails", invitation.id));
        }
    }
    Ok(())
}

/// 9: until a decision is mailed, no answer to its people names it.
pub(super) fn decisions_are_private(seen: &Seen<'_>) -> Result<(), String> {
    let undecided =
        |id: &str| seen.now.programme.rulings.get(id).is_none_or(|ruling: &ProposalDecision| ruling.rounds == 0);
    for (act, attempt) in of_calls(seen).filter(|(act, _)| act.proposal().is_some()) {
        let (Some(response), Some(id)) = (&attempt.response, attempt.about.as_deref()) else { continue };
        if matches!(act, CallAct::Decide { .. }) || !undecided(id) {
            continue;
        }
        let text = response.json.to_string();
        let words = DECISIONS[..3].iter().map(|word| format!("\"state\":\"{word}\"")).chain([NOTE.to_owned()]);
        for word in words {
            if text.contains(&word) {
                return Err(format!("{act:?} was answered with {word} before a decision on {id} was sent"));
            }
        }
    }
    Ok(())
}
