//! The writes of a changed proposal: the item, its pointers, its history, and its mails.

use std::collections::{BTreeMap, BTreeSet};

use context::Context;
use domain::conference::{ConferenceId, Track, TrackId};
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::{Change, Deed, Proposal, Refusal, Submissions, limit};
use domain::webhook::EventKind;
use serde::{Deserialize, Serialize};

use super::{Actor, mails, rows};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::table::{Guard, Write, due_at, item, number, typed};
use crate::webhooks::event_write;
use crate::{Edition, Store, StoreError, keys};

/// One change of a proposal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edit<'a> {
    /// The version that was read; `None` if it is new.
    pub(crate) before: Option<&'a Proposal>,
    pub(crate) after: &'a Proposal,
    pub(crate) by: &'a EmailAddress,
    pub(crate) deed: Deed,
}

/// The writes of a change, the proposal's own first. Guarded by its revision (or its absence): the other writes follow
/// from the two versions, so a repeat writes nothing new. [`count_writes`](Store::count_writes) makes the counts for a
/// track's limit.
pub(crate) fn change_writes(ctx: &Context, edition: &Edition, edit: &Edit<'_>) -> Vec<Write> {
    let c = edition.id();
    let Edit { before, after, by, deed } = *edit;
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("revision", number(before.revision)));
    let mut writes = vec![Write::Put { item: item(&keys::proposal(c, &after.id), after), guards: vec![guard] }];
    let was = before.map(|before| pointers(edition, before)).unwrap_or_default();
    let is = pointers(edition, after);
    let nothing = serde_json::Map::new();
    // The track's own pointer is a row that says more.
    let others = is.difference(&was).filter(|key| **key != rows::key(c, after));
    writes.extend(others.map(|key| Write::Put { item: item(key, &nothing), guards: Vec::new() }));
    writes.extend(rows::row_write(edition, before, after, deed));
    writes.extend(was.difference(&is).map(|key| Write::Delete { key: key.clone(), guards: Vec::new() }));
    if after.was_submitted() {
        let change = Change::between(before, after, by, deed);
        let key = keys::proposal_change(c, &after.id, after.revision);
        writes.push(Write::Put { item: item(&key, &change), guards: Vec::new() });
    }
    let contributed = |proposal: &Proposal| {
        proposal.contributors().into_iter().map(|email| (edition.person_key(email), email.clone())).collect()
    };
    let was: BTreeMap<_, _> = before.map(contributed).unwrap_or_default();
    let is: BTreeMap<_, _> = contributed(after);
    let changed = was.iter().chain(&is).filter(|(key, _)| was.contains_key(*key) != is.contains_key(*key));
    writes.extend(changed.map(|(key, email)| mark_for_reclassification(c, key, email, after)));
    writes.extend(mails::mails_of(ctx, edition, edit).iter().map(enqueue_mail));
    let kind = match deed {
        Deed::Submitted => Some(EventKind::ProposalSubmitted),
        Deed::Decided => Some(EventKind::DecisionReleased),
        _ => None,
    };
    let about = (after.id.as_str(), after.state.as_str(), after.revision);
    writes.extend(kind.and_then(|kind| event_write(edition, kind, about, ctx.now())));
    writes
}

/// A person to reclassify on the waitlist, because their proposals have changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) email: EmailAddress,
    /// The change that marked them: if a later change marks them, they are reclassified again.
    pub(crate) by: String,
}

/// Marks a person, in the transaction that changes their contributions: `promote-waitlist` reclassifies them, also
/// after a crash. No guard: a later mark covers all before it.
fn mark_for_reclassification(c: &ConferenceId, person: &PersonKey, email: &EmailAddress, after: &Proposal) -> Write {
    let mark = Mark { email: email.clone(), by: format!("{}:{}", after.id, after.revision) };
    let mut put = item(&keys::class_mark(c, person), &mark);
    due_at(&mut put, "promote-waitlist", after.updated_at);
    Write::Put { item: put, guards: Vec::new() }
}

/// The writes that remove a draft and its pointers. Guarded by its revision.
pub(super) fn deletion(edition: &Edition, draft: &Proposal) -> Vec<Write> {
    let guards = vec![Guard::Equals("revision", number(draft.revision))];
    let mut writes = vec![Write::Delete { key: keys::proposal(edition.id(), &draft.id), guards }];
    let pointers = pointers(edition, draft).into_iter();
    writes.extend(pointers.map(|key| Write::Delete { key, guards: Vec::new() }));
    writes
}

/// The keys that point to a proposal: its track's, its owner's, its speakers'.
pub(crate) fn pointers(edition: &Edition, proposal: &Proposal) -> BTreeSet<Key> {
    let c = edition.id();
    let people = proposal.listed_for().into_iter().map(|email| edition.person_key(email));
    pointer_keys(c, proposal, people)
}

/// The same, for callers that know the keys of its people.
pub(crate) fn pointer_keys(
    c: &ConferenceId,
    proposal: &Proposal,
    people: impl Iterator<Item = PersonKey>,
) -> BTreeSet<Key> {
    let id = proposal.id.as_str();
    let track = Key { pk: keys::track_proposals(c, &proposal.track), sk: id.to_owned() };
    people.map(|person| Key { pk: keys::speaker(c, &person), sk: id.to_owned() }).chain([track]).collect()
}

impl Store {
    /// The writes that record a person's submissions to a track. With `limited`, their submissions under all their
    /// addresses must be fewer than the call allows. Guarded by the version of each item that was read.
    pub(crate) async fn count_writes(
        &self,
        edition: &Edition,
        before: Option<&Proposal>,
        after: &Proposal,
        limited: Option<(&Track, Actor<'_>)>,
    ) -> Result<Result<Vec<Write>, Refusal>, StoreError> {
        let c = edition.id();
        let key = |counts: (&TrackId, &EmailAddress)| keys::submissions(c, counts.0, &edition.person_key(counts.1));
        let was = before.and_then(Proposal::counts).map(key);
        let is = after.counts().map(key);
        if was == is {
            return Ok(Ok(Vec::new()));
        }
        let others = limited.iter().flat_map(|(track, by)| {
            let cfp = track.cfp.as_ref().is_some_and(|cfp| cfp.limit_per_person.is_some());
            by.addresses
                .iter()
                .filter(move |_| cfp)
                .map(|email| keys::submissions(c, &track.id, &edition.person_key(email)))
        });
        let asked: BTreeSet<Key> = was.iter().chain(is.iter()).cloned().chain(others).collect();
        let asked: Vec<_> = asked.into_iter().collect();
        let found = self.table.get_all(&asked).await?;
        let mut writes = Vec::new();
        let mut counted = Vec::new();
        for (key, found) in asked.iter().zip(found) {
            let guard = if found.is_some() { None } else { Some(Guard::Absent) };
            let read: Submissions = found.map_or(Ok(Submissions::default()), typed)?;
            let guards = vec![guard.unwrap_or(Guard::Equals("rev", number(read.rev)))];
            let mut now = read.clone();
            if Some(key) == was.as_ref() {
                now.proposals.remove(&after.id);
            } else {
                counted.push(read.clone());
            }
            if Some(key) == is.as_ref() {
                now.proposals.insert(after.id.clone());
            }
            now.rev = read.rev + 1;
            writes.push(if now.proposals == read.proposals {
                Write::Check { key: key.clone(), guards }
            } else {
                Write::Put { item: item(key, &now), guards }
            });
        }
        if let Some((track, _)) = limited
            && let Err(refusal) = limit(track.cfp.as_ref(), &counted)
        {
            return Ok(Err(refusal));
        }
        Ok(Ok(writes))
    }
}
