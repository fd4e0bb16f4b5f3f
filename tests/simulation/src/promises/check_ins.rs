//! Promise 12: one person, one check-in.

use domain::registration::Registration;
use domain::ticket::{CheckIn, Scan, admits};
use jiff::Timestamp;

use super::{Seen, audit, no_shows};
use crate::book::Attempt;
use crate::plan::Act;
use crate::plan::doors::{DoorAct, Sent};
use crate::request::ClientResponse;

/// 12: a ticket is admitted once, and only while its pass lets in; scans merge to the earliest since the latest undo;
/// what a device was answered is so; the live count agrees with the check-ins.
pub(super) fn promise_12_one_person_one_check_in(seen: &Seen<'_>) -> Result<(), String> {
    audit(seen, 12)?;
    if seen.world.doors.is_none() {
        return Ok(());
    }
    counts(seen)?;
    no_shows::only_the_missing_lose_their_pass(seen)?;
    for (id, item) in seen.now.check_ins.iter() {
        let about = |why: String| format!("{id} {why}");
        if let Some(before) = seen.before {
            changed(seen, id, before.check_ins.get(id), item).map_err(about)?;
        }
        if let Some(first_at) = item.first_at
            && !was_sent(seen, id, first_at)
            && !seen.was_checked_in_with_a_pass(id, first_at)
        {
            return Err(format!("{id} is here since {first_at}, and no device scanned it then"));
        }
    }
    for (at, attempt) in seen.book.attempts.iter().enumerate() {
        let (Act::Door(act), Some(response)) = (&attempt.act, &attempt.response) else { continue };
        match act {
            DoorAct::Send { scan, .. } => scan_is_kept(seen, at, attempt, scan, response)?,
            DoorAct::TakeBack { registration, .. } => undo_is_kept(seen, attempt, registration, response)?,
            DoorAct::Scan { .. } | DoorAct::Connect { .. } | DoorAct::Undo { .. } => {}
        }
    }
    Ok(())
}

/// The tallies count each admission and each undo.
fn counts(seen: &Seen<'_>) -> Result<(), String> {
    let tallies = seen.now.door_tallies.values();
    let counted = tallies.fold((0, 0), |(admitted, undone), one| (admitted + one.admitted, undone + one.undone));
    let made = seen.now.check_ins.values().fold((0, 0), |(admitted, undone), item| {
        let own = item.undone.len() as u64;
        (admitted + own + u64::from(item.admitted.is_some()), undone + own)
    });
    if counted == made {
        return Ok(());
    }
    Err(format!("the tallies count {counted:?} admissions and undos, and there were {made:?}"))
}

/// What one write may do to a check-in: admit, undo, or correct the time to an earlier one.
fn changed(seen: &Seen<'_>, id: &str, before: Option<&CheckIn>, after: &CheckIn) -> Result<(), String> {
    if before == Some(after) {
        return Ok(());
    }
    let (rev, undone) = before.map_or((0, &[][..]), |before| (before.rev, &before.undone[..]));
    if after.rev != rev + 1 {
        return Err(format!("was written over version {rev} as version {}", after.rev));
    }
    let Some(new) = after.undone.strip_prefix(undone) else { return Err("lost an undo".into()) };
    let (admitted, first_at) = before.map_or((None, None), |before| (before.admitted.as_ref(), before.first_at));
    match (admitted, &after.admitted) {
        (None, Some(scan)) if new.is_empty() && after.first_at == Some(scan.at) => {
            if let Some(last) = undone.iter().find(|past| past.undone_at >= scan.at) {
                return Err(format!("was let in by a scan of {}, undone at {}", scan.at, last.undone_at));
            }
            match seen.now.registration(id).map(admits) {
                Some(Ok(())) => Ok(()),
                Some(Err(refused)) => Err(format!("was let in, and its pass is {refused:?}")),
                None => Err("was let in, and is no registration".into()),
            }
        }
        (Some(was), Some(is)) if was != is => Err(format!("was let in by {was:?}, and then by {is:?}")),
        (Some(_), Some(_)) if new.is_empty() && after.first_at < first_at => Ok(()),
        (Some(_), Some(_)) => Err(format!("is here since {first_at:?}, and then since {:?}", after.first_at)),
        (Some(was), None) if new.len() == 1 && new[0].admitted == *was && after.first_at.is_none() => Ok(()),
        _ => Err(format!("was {before:?} and is {after:?}")),
    }
}

/// Whether any device says that it scanned this ticket at this instant. A form has the time of its request.
fn was_sent(seen: &Seen<'_>, id: &str, instant: Timestamp) -> bool {
    seen.book.attempts.iter().any(|attempt| match &attempt.act {
        Act::Door(DoorAct::Send { scan, .. }) if scan.registration == id => match scan.at {
            Some(at) => at == instant,
            None => (attempt.begun..=attempt.ended.unwrap_or(seen.time)).contains(&instant),
        },
        _ => false,
    })
}

fn is_scan(scan: &Scan, sent: &Sent) -> bool {
    scan.device == sent.device && sent.at.is_none_or(|at| at == scan.at)
}

/// What a scan was answered is in the table.
fn scan_is_kept(
    seen: &Seen<'_>,
    at: usize,
    attempt: &Attempt,
    sent: &Sent,
    response: &ClientResponse,
) -> Result<(), String> {
    let id = sent.registration.as_str();
    let registration = seen.now.registration(id);
    let item = seen.now.check_ins.get(id);
    match (response.status, response.problem()) {
        (200, _) => {
            let Some(item) = item else { return Err(format!("{id} was checked in, and nothing says so")) };
            let first_at = response.json["first_at"].as_str().and_then(|first_at| first_at.parse().ok());
            let Some(first_at) = first_at else { return Err(format!("{sent:?} was answered without the first scan")) };
            let admits = response.json["state"] == "checked_in";
            admission_is_kept(item, sent, admits).map_err(|why| format!("{id} {why}"))?;
            let latest = seen.book.undone.get(id).map_or(0, |(_, begun)| *begun);
            if at < latest || item.undone.iter().any(|past| is_scan(&past.admitted, sent)) {
                return Ok(());
            }
            merged(item, sent.at.or(attempt.ended), first_at).map_err(|why| format!("{id} {why}"))
        }
        (404, _) if registration.is_none() => Ok(()),
        (_, "registration-cancelled") if !registration.is_some_and(Registration::is_confirmed) => Ok(()),
        (_, "pass-offered-on") if seen.was_offered_on(id) || seen.was_given_back(id) => Ok(()),
        (_, "ticket-virtual") if went_online(seen) => Ok(()),
        (_, "check-in-undone") => {
            let undone = item.into_iter().flat_map(|item| &item.undone);
            let counts = sent.at.is_none_or(|at| undone.into_iter().any(|past| past.undone_at >= at));
            if counts {
                Ok(())
            } else {
                Err(format!("{sent:?} was refused because of an undo that is not in the table"))
            }
        }
        _ if response.is_temporary() => Ok(()),
        _ => Err(format!("{sent:?} was answered {}, and the registration is {registration:?}", response.words())),
    }
}

/// Exactly one scan is answered `checked_in`, and so are its repeats. After an undo, one more scan is.
fn admission_is_kept(item: &CheckIn, sent: &Sent, admits: bool) -> Result<(), String> {
    let current = item.admitted.as_ref().is_some_and(|scan| is_scan(scan, sent));
    let past = item.undone.iter().any(|past| is_scan(&past.admitted, sent));
    if admits && !current && !past {
        return Err(format!(
            "was let in by {sent:?} according to its answer, and by {:?} according to the table",
            item.admitted
        ));
    }
    // Both requests of a form that is sent twice at once may be the first.
    if !admits && current && item.undone.is_empty() && sent.at.is_some() {
        return Err(format!("was let in by {sent:?}, whose answer said that it was already checked in"));
    }
    Ok(())
}

/// A scan after the latest undo is merged: neither the table nor the answer may have a later first scan.
fn merged(item: &CheckIn, scanned: Option<Timestamp>, answered: Timestamp) -> Result<(), String> {
    let Some(first_at) = item.first_at else { return Err("was answered as checked in, and is not checked in".into()) };
    let Some(scanned) = scanned else { return Ok(()) };
    if answered < first_at {
        return Err(format!("is checked in since {first_at}, and a device was answered {answered}"));
    }
    if item.undone.iter().any(|past| past.undone_at >= scanned) {
        return Ok(());
    }
    if first_at > scanned || answered > scanned {
        return Err(format!(
            "was scanned at {scanned}, is checked in since {first_at}, and the device was answered {answered}"
        ));
    }
    Ok(())
}

/// Whether anyone asked for a virtual pass.
fn went_online(seen: &Seen<'_>) -> bool {
    let online = |attempt: &Attempt| {
        matches!(attempt.act, Act::Register { online: true, .. } | Act::Change { online: true, .. })
    };
    seen.book.attempts.iter().any(online)
}

/// An undo that was answered is in the table, where someone was checked in before it was asked for.
fn undo_is_kept(seen: &Seen<'_>, attempt: &Attempt, id: &str, response: &ClientResponse) -> Result<(), String> {
    match response.status {
        200 if !response.json["checked_in_at"].is_null() => {
            Err(format!("a check-in of {id} was undone, and the answer says that it is checked in"))
        }
        200 => {
            let admitted = |earlier: &Attempt| {
                let answer = earlier.response.as_ref().filter(|response| response.status == 200);
                let is_scan = matches!(&earlier.act, Act::Door(DoorAct::Send { scan, .. }) if scan.registration == id);
                is_scan && answer.is_some() && earlier.ended.is_some_and(|ended| ended < attempt.begun)
            };
            let undone = seen.now.check_ins.get(id).is_some_and(|item| !item.undone.is_empty());
            if !undone && seen.book.attempts.iter().any(admitted) {
                return Err(format!("an undo of {id} was answered with success, and the table does not have it"));
            }
            Ok(())
        }
        404 if seen.now.registration(id).is_none() => Ok(()),
        _ if response.is_temporary() => Ok(()),
        _ => Err(format!("an undo of {id} was answered {}", response.words())),
    }
}
