//! Promise 5: retries are free.

use std::collections::{BTreeMap, BTreeSet};

use domain::invitation::{Invitation, InvitationState};
use domain::waitlist::Entry;

use super::{Seen, addresses_part, bofs, no_shows, proposals};
use crate::plan::{Act, Answer, POOLS};

/// 5: the same key gets the same answer. Without a key, a repeat learns no token. A resize's repeats agree. No person
/// is invited twice.
pub(super) fn promise_5_retries_are_free(seen: &Seen<'_>) -> Result<(), String> {
    if seen.world.calls.is_some() {
        proposals::a_repeat_is_free(seen)?;
        bofs::a_repeat_is_free(seen)?;
    }
    let mut by_key: BTreeMap<(usize, u32), (&str, &str)> = BTreeMap::new();
    let mut by_resize: BTreeMap<(usize, u32), u16> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let Some(response) = &attempt.response else { continue };
        match attempt.act {
            Act::Register { person, key: Some(key), invited, .. } if response.status == 201 => {
                let text = |name: &str| response.json[name].as_str().unwrap_or_default();
                let (id, token) = (text("id"), text("manage_token"));
                if token.is_empty() != seen.world.confirm_minutes.is_some() && !invited {
                    return Err(format!("person {person} registered and got no token, or one without proof"));
                }
                // Two registrations are remembered; a person who cancelled more often than that gets a new one.
                if seen.now.registration(id).is_none() {
                    by_key.remove(&(person, key));
                    continue;
                }
                let first = by_key.entry((person, key)).or_insert((id, token));
                if *first != (id, token) && seen.now.registration(first.0).is_some() && !addresses_part(seen) {
                    return Err(format!("person {person}'s key {key} was answered {} and {id}", first.0));
                }
            }
            Act::Register { person, .. } if response.status == 200 && !response.json["manage_token"].is_null() => {
                return Err(format!("a repeat that proves nothing was given person {person}'s token"));
            }
            Act::Resize { pool, id, .. } if matches!(response.status, 200 | 409) => {
                let first = by_resize.entry((pool, id)).or_insert(response.status);
                if *first != response.status {
                    return Err(format!("resize {id} of {} was answered {first} and {}", POOLS[pool], response.status));
                }
            }
            _ => {}
        }
    }
    waits_once(seen)?;
    no_shows::a_repeat_is_free(seen)?;
    let mut invited = BTreeSet::new();
    let open = |invitation: &&Invitation| invitation.state == InvitationState::Open;
    if let Some(twice) =
        seen.now.invitations.values().filter(open).find(|i| !invited.insert((i.pool.as_str(), i.email.folded())))
    {
        return Err(format!("a person was invited to {} twice, lately by {}", twice.pool, twice.id));
    }
    resize_once(seen)
}

/// The same request to join is one entry, and the same offer accepted twice is one registration.
fn waits_once(seen: &Seen<'_>) -> Result<(), String> {
    let mut by_key: BTreeMap<(usize, u32), Vec<(&str, &str)>> = BTreeMap::new();
    let mut accepted: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for attempt in &seen.book.attempts {
        let Some(response) = &attempt.response else { continue };
        let text = |name: &str| response.json[name].as_str().unwrap_or_default();
        let answer = (text("id"), text("manage_token"));
        match attempt.act {
            Act::Join { person, key, .. } if response.status == 201 => {
                if answer.1.is_empty() {
                    return Err(format!("person {person} joined and got no token"));
                }
                if let Some(key) = key {
                    by_key.entry((person, key)).or_default().push(answer);
                }
            }
            Act::Join { person, .. } if !answer.1.is_empty() => {
                return Err(format!("a repeat that proves nothing was given the token of person {person}'s entry"));
            }
            Act::Answer { how: Answer::Accept, .. } if response.status == 200 => {
                let entry = attempt.about.as_deref().unwrap_or_default();
                let first = accepted.entry(entry).or_insert(answer);
                if *first != answer {
                    return Err(format!("{entry} was accepted as {} and as {}", first.0, answer.0));
                }
            }
            _ => {}
        }
    }
    for ((person, key), answers) in by_key {
        for (first, other) in answers.iter().zip(answers.iter().skip(1)) {
            if first != other && !another_between(seen, first.0, other.0) && !addresses_part(seen) {
                return Err(format!("person {person}'s key {key} was answered {} and {}", first.0, other.0));
            }
        }
    }
    Ok(())
}

/// Whether the same person joined between two entries: only the latest request is remembered.
fn another_between(seen: &Seen<'_>, first: &str, other: &str) -> bool {
    let (Some(first), Some(other)) = (seen.now.entries.get(first), seen.now.entries.get(other)) else { return false };
    let (from, until) = (first.joined_at.min(other.joined_at), first.joined_at.max(other.joined_at));
    let between = |entry: &&Entry| {
        entry.id.person() == first.id.person()
            && (from..=until).contains(&entry.joined_at)
            && ![&first.id, &other.id].contains(&&entry.id)
    };
    seen.now.entries.values().any(|entry| between(&entry))
}

/// A remembered resize has no second effect: a short run never forgets one.
fn resize_once(seen: &Seen<'_>) -> Result<(), String> {
    for (pool, status) in &seen.now.statuses {
        let mut ids = BTreeSet::new();
        if let Some(twice) = status.resized.iter().find(|resized| !ids.insert(&resized.id)) {
            return Err(format!("{pool} made the resize {} twice", twice.id));
        }
    }
    Ok(())
}
