//! The priority class of a person: the facts that decide it, an organizer's move, and the changes that follow new facts.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{Class, ConferenceId};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalId};
use domain::registration::Person;
use domain::role::RoleKind;
use domain::waitlist::{Entry, EntryId, EntryState, Facts, Ground, Moved, PriorityClass, priority_class};

use super::{Ending, entry_write};
use crate::keys::Key;
use crate::proposals::Mark;
use crate::queue::change_class;
use crate::table::{Cancelled, Guard, TRIES, Write, text, typed};
use crate::{Edition, Store, StoreError, keys};

impl Store {
    /// The facts about a person, by any of their addresses: the tracks of this edition, their roles in it, and whether
    /// they were registered for an earlier edition of the series, here or imported.
    pub async fn facts(
        &self,
        edition: &Edition,
        email: &EmailAddress,
        first_time: Option<bool>,
    ) -> Result<Facts, StoreError> {
        let conference = &edition.conference;
        let addresses = self.addresses_of(email).await?;
        let mut facts = Facts { first_time, ..Facts::of(conference, &addresses) };
        if facts.leads.is_none() {
            let roles = self.roles_of(edition, &addresses).await?;
            facts.leads = roles.into_iter().find_map(|role| match role.kind {
                RoleKind::Lead { track } if conference.track(track.as_str()).is_some() => Some(track),
                _ => None,
            });
        }
        if facts.leads.is_none() {
            facts.contributes = self.contribution(edition, &addresses).await?;
        }
        let all = self.editions().await?;
        let (earlier, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|e| e.ends_on < conference.starts_on);
        for entry in earlier {
            let Some(earlier) = self.readable_edition(&entry.id).await? else { continue };
            if earlier.conference.series != conference.series {
                continue;
            }
            facts.history = true;
            let keys: Vec<_> = addresses.iter().map(|own| keys::person(&entry.id, &earlier.person_key(own))).collect();
            let people: Vec<Person> = self.readable(self.table.get_all(&keys).await?.into_iter().flatten());
            if people.iter().any(|person| person.confirmed().is_some()) {
                facts.attended = Some(entry.id);
                return Ok(facts);
            }
        }
        let others = others.into_iter().map(|entry| entry.id).collect();
        let imported = self.imported_attendance(conference, &others, &addresses).await?;
        (facts.history, facts.attended) = (facts.history || imported.0, imported.1);
        Ok(facts)
    }

    /// Moves a person to another class; the time of joining stays. Guarded by the entry's version; `None` if there is
    /// no such entry, an error in words if they do not wait.
    pub async fn move_entry(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &EntryId,
        class: Class,
        reason: &str,
    ) -> Result<Option<Ending>, StoreError> {
        for attempt in 0..TRIES {
            let Some(entry) = self.entry(c, id).await? else { return Ok(None) };
            if entry.state != EntryState::Waiting {
                return Ok(Some(Ending::Otherwise(entry)));
            }
            let last = entry.moved.last();
            if entry.priority.class == class && last.is_some_and(|moved| moved.to == class && moved.reason == reason) {
                return Ok(Some(Ending::Done(entry)));
            }
            let mut after = entry.clone();
            after.rev += 1;
            after.moved.push(Moved { at: ctx.now(), from: entry.priority.class, to: class, reason: reason.to_owned() });
            after.priority = PriorityClass { class, ground: Ground::Moved };
            let mut writes = reclass_writes(c, &entry, &after);
            let act = Act::new(Kind::EntryMoved, id, after.rev).before(entry.priority.class.as_str());
            writes.extend(self.activity(ctx, c, act.after(class.as_str())));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(Ending::Done(after))),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(Ending::Busy))
    }

    /// Reclassifies a person after the facts have changed; the time of joining stays, and so does an organizer's
    /// decision. Guarded by the entry's version; a repeat finds nothing to do.
    pub async fn reclassify(&self, ctx: &Context, edition: &Edition, email: &EmailAddress) -> Result<(), StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let group = self.group(edition, email).await?;
            let entry = self.entries_of(c, &group).await?.into_iter().find(Entry::is_active);
            let Some(entry) = entry else { return Ok(()) };
            if entry.state != EntryState::Waiting || entry.priority.ground == Ground::Moved {
                return Ok(());
            }
            let facts = self.facts(edition, email, entry.first_time).await?;
            let now = priority_class(&edition.conference.waitlist, &facts);
            if now == entry.priority {
                return Ok(());
            }
            let after = Entry { priority: now, rev: entry.rev + 1, ..entry.clone() };
            let mut writes = reclass_writes(c, &entry, &after);
            let act = Act::new(Kind::EntryReclassified, &entry.id, after.rev)
                .before(entry.priority.class.as_str())
                .after(after.priority.class.as_str());
            writes.push(self.activity_by_itself(ctx, c, "promote-waitlist", act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this person's position is being changed".into()))
    }

    /// Reclassifies a person after a change of a proposal has marked them, under each of their addresses. Then removes
    /// the mark. Guarded by the mark: a newer mark stays due.
    pub(crate) async fn reclassify_marked(&self, ctx: &Context, c: &ConferenceId, key: &Key) -> Result<(), StoreError> {
        let Some(found) = self.table.get(key).await? else { return Ok(()) };
        let mark: Mark = typed(found)?;
        if let Some(edition) = self.edition(c).await? {
            for address in self.addresses_of(&mark.email).await? {
                self.reclassify(ctx, &edition, &address).await?;
            }
        }
        let guards = vec![Guard::Equals("by", text(mark.by))];
        let done = Write::Delete { key: key.clone(), guards };
        match self.table.transact(ctx.id("transaction", 26), vec![done]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// A proposal that makes a person a contributor, by any of their addresses.
    async fn contribution(
        &self,
        edition: &Edition,
        addresses: &[EmailAddress],
    ) -> Result<Option<ProposalId>, StoreError> {
        let proposals = self.proposals_of(edition, addresses).await?;
        let theirs = |proposal: &Proposal| proposal.contributors().into_iter().any(|email| addresses.contains(email));
        Ok(proposals.into_iter().find(theirs).map(|proposal| proposal.id))
    }
}

fn reclass_writes(c: &ConferenceId, before: &Entry, after: &Entry) -> Vec<Write> {
    let mut writes = vec![entry_write(c, after, Some(before))];
    if before.priority.class != after.priority.class {
        // Notifies a concurrent read of the queue class by class, which might miss this person in both classes.
        let moves = Write::Count {
            key: keys::status(c, &after.pool),
            names: vec!["moves"],
            set: Vec::new(),
            guards: vec![Guard::Exists],
        };
        writes.extend(change_class(c, before, after));
        writes.push(moves);
    }
    writes
}
