//! The consistency check of one edition: the stored result of the daily one, and one on demand. The one on demand reads
//! bounded lists by key, because a function that answers requests must not scan the table.

use std::collections::BTreeSet;

use context::Context;
use domain::conference::ConferenceId;
use domain::pass::SHARDS_MAX;
use domain::registration::Registration;
use domain::waitlist::EntryState;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Audit, Finding, Seen, queued_by};
use crate::keys::{Key, QUEUES};
use crate::table::{Cancelled, LISTING, Range, Write, item, text, typed};
use crate::{Edition, Store, StoreError, keys};

/// The most registrations and waitlist entries that an on-demand check reads.
pub const AUDIT_MAX: usize = 4_000;

/// Findings stored with a result; the count includes all.
const KEPT: usize = 50;

/// Entries of a list per read.
const AT_ONCE: i32 = 500;

/// What started a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditedBy {
    /// The daily workflow, over the whole table.
    Daily,
    /// An organizer, over this edition's passes, people, waitlist and campaign.
    Organizer,
}

/// The result of a check of an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditResult {
    pub at: Timestamp,
    pub by: AuditedBy,
    /// Shards whose ledgers were compared with registrations and offers.
    pub shards: usize,
    pub registrations: usize,
    /// Waitlist entries that were compared.
    pub entries: usize,
    pub found: usize,
    pub findings: Vec<Finding>,
}

impl AuditResult {
    fn of(at: Timestamp, by: AuditedBy, audit: &Audit) -> Self {
        Self {
            at,
            by,
            shards: audit.shards,
            registrations: audit.registrations,
            entries: audit.entries,
            found: audit.findings.len(),
            findings: audit.findings.iter().take(KEPT).cloned().collect(),
        }
    }
}

impl Store {
    /// The latest check of an edition, if there is one.
    pub async fn audit_result(&self, c: &ConferenceId) -> Result<Option<AuditResult>, StoreError> {
        self.table.get(&keys::audit(c)).await?.map(typed).transpose()
    }

    /// Checks an edition now and stores the result; `None` if it is too large for that. Two readings in a row must
    /// agree, so that concurrent writes cause no finding. Corrects nothing.
    pub async fn audit_edition(&self, ctx: &Context, edition: &Edition) -> Result<Option<AuditResult>, StoreError> {
        let Some(first) = self.seen_of(edition).await? else { return Ok(None) };
        let mut audit = first.check();
        for _ in 0..3 {
            if audit.findings.is_empty() {
                break;
            }
            let Some(again) = self.seen_of(edition).await? else { return Ok(None) };
            let mut again = again.check();
            again.findings = again.findings.intersection(&audit.findings).cloned().collect();
            let settled = again.findings == audit.findings;
            audit = again;
            if settled {
                break;
            }
        }
        let result = AuditResult::of(ctx.now(), AuditedBy::Organizer, &audit);
        self.keep_audit(ctx, edition.id(), &result).await?;
        Ok(Some(result))
    }

    /// Stores each edition's part of the daily check. Findings that name no edition only go to the log.
    pub async fn keep_daily(&self, ctx: &Context, audit: &Audit) -> Result<(), StoreError> {
        for (c, own) in &audit.editions {
            let Ok(id) = c.parse::<ConferenceId>() else { continue };
            let mark = format!("C#{c}#");
            let findings = audit.findings.iter().filter(|finding| finding.detail.contains(&mark)).cloned().collect();
            let own = Audit { findings, ..own.clone() };
            self.keep_audit(ctx, &id, &AuditResult::of(ctx.now(), AuditedBy::Daily, &own)).await?;
        }
        Ok(())
    }

    /// No guard: the latest result wins, and a repeat puts the same one.
    async fn keep_audit(&self, ctx: &Context, c: &ConferenceId, result: &AuditResult) -> Result<(), StoreError> {
        let put = Write::Put { item: item(&keys::audit(c), result), guards: Vec::new() };
        match self.table.transact(ctx.id("transaction", 26), vec![put]).await {
            Ok(()) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => Err(StoreError::Busy("the audit is being written".into())),
        }
    }

    /// All items of an edition that its check compares; `None` if there are more than [`AUDIT_MAX`].
    async fn seen_of(&self, edition: &Edition) -> Result<Option<Seen>, StoreError> {
        let c = edition.id();
        let mut wanted = vec![keys::campaign(c)];
        for pool in &edition.conference.pools {
            // If a pool's status is unreadable, look for all the shards that it can have.
            let shards = match self.pool_status(c, &pool.id).await {
                Ok(status) => status.shards,
                Err(error) if error.is_the_items_fault() => SHARDS_MAX,
                Err(error) => return Err(error),
            };
            wanted.push(keys::status(c, &pool.id));
            wanted.extend((0..shards).map(|n| keys::shard(c, &pool.id, n)));
        }
        wanted.extend((0..QUEUES).map(|n| keys::tally(c, n)));
        wanted.extend((0..keys::TALLIES).map(|n| keys::answers(c, n)));
        let lists = (0..keys::SPREAD).flat_map(|n| [keys::registrations(c, n), keys::waitlist(c, n)]);
        let mut listed = 0;
        for list in lists {
            let mut range = Range::All;
            loop {
                let entries = self.table.query_index(&LISTING, &list, range, AT_ONCE).await?;
                let whole = entries.len() < usize::try_from(AT_ONCE).unwrap_or(0);
                let last = entries.last().and_then(|(_, sort)| sort.as_s().ok().cloned()).unwrap_or_default();
                listed += entries.len();
                wanted.extend(entries.into_iter().map(|(key, _)| key));
                if listed > AUDIT_MAX {
                    return Ok(None);
                }
                if whole {
                    break;
                }
                range = Range::Before(text(last));
            }
        }
        let mut seen = Seen::default();
        for found in self.table.get_all(&wanted).await?.into_iter().flatten() {
            // An unreadable item is a finding.
            drop(seen.sort(found));
        }
        // A person on the waitlist may have no registration, and several entries; one read asks for an item once.
        let waiting: BTreeSet<_> = seen.entries.values().map(|entry| keys::person(c, &entry.id.person())).collect();
        for person in self.table.get_all(&Vec::from_iter(waiting)).await?.into_iter().flatten() {
            // An unreadable item is a finding.
            drop(seen.sort(person));
        }
        for n in 0..QUEUES {
            for place in self.table.query(&keys::queue(c, n)).await? {
                // An unreadable item is a finding.
                drop(seen.sort(place));
            }
        }
        for mail in self.table.get_all(&seen.mail_keys()).await?.into_iter().flatten() {
            // An unreadable item is a finding.
            drop(seen.sort(mail));
        }
        Ok(Some(seen))
    }
}

impl Seen {
    /// The mails that these people and entries may have queued.
    fn mail_keys(&self) -> Vec<Key> {
        let of = |kinds: &'static [&'static str], id: String| {
            kinds.iter().map(move |kind| keys::mail(&format!("{kind}:{id}"))).collect::<Vec<_>>()
        };
        let registered = &["reconfirm-ask", "reconfirm-kept"];
        let waited = &["waitlist-joined", "offer", "offer-reminder", "offer-lapsed"];
        let passes = self.people.values().flat_map(|person| [&person.registration, &person.previous]).flatten();
        let passes = passes.flat_map(|registration: &Registration| {
            let own = queued_by(registration).map(|name| keys::mail(&name));
            of(registered, registration.id.to_string()).into_iter().chain(own).collect::<Vec<_>>()
        });
        // People on the waitlist get a mail when they join, and no other.
        let entries = self.entries.values().flat_map(|entry| {
            let kinds = if entry.state == EntryState::Waiting { &waited[..1] } else { &waited[..] };
            of(kinds, entry.id.to_string())
        });
        passes.chain(entries).collect()
    }
}
