//! What acts on many people need besides the acts on one: which mails are queued already, and a person's mails.

use std::collections::HashSet;

use context::Context;
use domain::conference::ConferenceId;
use domain::directory::PersonRow;
use domain::mail::Mail;
use domain::proposal::Proposal;
use domain::registration::Person;
use domain::waitlist::Entry;

use crate::registrations::link_key;
use crate::registrations::writes::LINK_WINDOW;
use crate::table::typed;
use crate::waitlist::waitlist_link_key;
use crate::{Edition, Store, StoreError, keys};

/// Mails about changes of one registration or one proposal that a person's page shows at most.
const CHANGES_SHOWN: u64 = 8;

/// What is stored of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonRecords {
    /// The items of their addresses.
    pub people: Vec<Person>,
    /// Their waitlist entries, the latest of each address.
    pub entries: Vec<Entry>,
    /// Those that were submitted.
    pub proposals: Vec<Proposal>,
}

impl Store {
    /// The ids of those who were mailed all their links within the last minutes, so that another request queues nothing.
    pub async fn with_queued_links(
        &self,
        ctx: &Context,
        rows: &[impl AsRef<PersonRow>],
    ) -> Result<HashSet<String>, StoreError> {
        let window = ctx.now().as_second() / LINK_WINDOW.as_secs();
        let mut asked = Vec::new();
        for row in rows.iter().map(AsRef::as_ref) {
            let pass = row.registration.as_ref().filter(|registration| registration.is_active());
            let waits = row.waitlist.as_ref().filter(|entry| entry.is_active());
            let links = [
                pass.map(|registration| link_key(&registration.id, &registration.state, window)),
                waits.map(|entry| waitlist_link_key(&entry.id, window)),
            ];
            asked.extend(links.into_iter().flatten().map(|mail| (row.id.clone(), keys::mail(&mail))));
        }
        let keys: Vec<_> = asked.iter().map(|(_, key)| key.clone()).collect();
        let found = self.table.get_many(&keys, true).await?;
        let mut queued: HashSet<_> = asked.iter().map(|(id, _)| id.clone()).collect();
        for ((id, _), mail) in asked.iter().zip(found) {
            if mail.is_none() {
                queued.remove(id);
            }
        }
        Ok(queued)
    }

    /// What is stored of one person, read consistently.
    pub async fn person_records(&self, edition: &Edition, row: &PersonRow) -> Result<PersonRecords, StoreError> {
        let c = edition.id();
        let people: Vec<_> = row.addresses.iter().map(|own| keys::person(c, &edition.person_key(own))).collect();
        let people: Vec<Person> = self.readable(self.table.get_all(&people).await?.into_iter().flatten());
        let entries: Vec<_> =
            people.iter().filter_map(|person| person.entry.as_ref()).map(|id| keys::entry(c, id)).collect();
        let proposals: Vec<_> = row.proposals.iter().map(|proposal| keys::proposal(c, &proposal.id)).collect();
        let mut found = self.table.get_all(&[entries.as_slice(), &proposals].concat()).await?;
        let proposals = found.split_off(entries.len());
        Ok(PersonRecords {
            people,
            entries: self.readable(found.into_iter().flatten()),
            proposals: self.readable(proposals.into_iter().flatten()),
        })
    }

    /// The mails to a person about their pass, their waitlist entry, their proposals and their roles, latest first.
    /// Their keys name the obligations, so they need no index.
    pub async fn person_mails(
        &self,
        edition: &Edition,
        row: &PersonRow,
        records: &PersonRecords,
    ) -> Result<Vec<Mail>, StoreError> {
        let mut names = Vec::new();
        for registration in records.people.iter().flat_map(|person| person.registration.iter().chain(&person.previous))
        {
            let kinds = [
                "confirm-address",
                "hold-lapsed",
                "registration-confirmed",
                "registration-cancelled",
                "reconfirm-ask",
                "reconfirm-kept",
            ];
            names.extend(kinds.map(|kind| format!("{kind}:{}", registration.id)));
            let last = u64::from(registration.sequence);
            let changes = last.saturating_sub(CHANGES_SHOWN - 1).max(1)..=last;
            for kind in ["registration-changed", "pass-offered-on"] {
                names.extend(changes.clone().map(|n| format!("{kind}:{}:{n}", registration.id)));
            }
        }
        for entry in &records.entries {
            let kinds = ["waitlist-joined", "offer", "offer-reminder", "offer-lapsed", "waitlist-left"];
            names.extend(kinds.map(|kind| format!("{kind}:{}", entry.id)));
        }
        let own: Vec<_> = row.addresses.iter().map(|own| edition.person_key(own)).collect();
        for proposal in &records.proposals {
            let id = &proposal.id;
            for key in &own {
                let revisions = 1..=proposal.revision.min(CHANGES_SHOWN);
                names.extend(revisions.map(|n| format!("proposal-submitted:{id}:{n}:{key}")));
                names.extend((1..=3).map(|round| format!("decision-released:{id}:{round}:{key}")));
            }
            let theirs = proposal.speakers.iter().filter(|speaker| row.addresses.contains(&speaker.email));
            names.extend(theirs.map(|speaker| format!("speaker-invited:{id}:{}", speaker.nonce)));
        }
        let addresses = row.addresses.as_slice();
        for role in self.all_roles_of(edition, addresses).await? {
            let kinds = ["role-invitation", "role-removed"];
            let revisions = 0..=role.rev.min(CHANGES_SHOWN);
            names.extend(revisions.flat_map(|n| kinds.map(|kind| format!("{kind}:{}:{n}", role.id))));
        }
        self.mails_named(edition.id(), names).await
    }

    async fn mails_named(&self, c: &ConferenceId, names: Vec<String>) -> Result<Vec<Mail>, StoreError> {
        let keys: Vec<_> = names.iter().map(|name| keys::mail(name)).collect();
        let found = self.table.get_many(&keys, false).await?;
        let mut mails: Vec<Mail> = found.into_iter().flatten().filter_map(|item| typed(item).ok()).collect();
        mails.retain(|mail| mail.conference.as_deref() == Some(c.as_str()));
        mails.sort_by(|a, b| b.queued_at.cmp(&a.queued_at).then_with(|| a.key.cmp(&b.key)));
        Ok(mails)
    }
}
