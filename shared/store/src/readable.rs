//! Checks whether an item parses as the type that its key names.

use domain::announcement::Announcement;
use domain::bof::{Board, Bof};
use domain::call::Call;
use domain::invitation::Invitation;
use domain::link::Link;
use domain::mail::Mail;
use domain::pass::{Ledger, PoolStatus};
use domain::proposal::{Change, Proposal, Submissions};
use domain::reconfirmation::{Answers, Campaign};
use domain::registration::Person;
use domain::reminder::Series;
use domain::review::{ProposalDecision, Review, Selection};
use domain::role::Role;
use domain::waitlist::Entry;
use serde::de::DeserializeOwned;

use crate::StoreError;
use crate::audit::AuditResult;
use crate::editions::{EditionEntry, Head, Stored};
use crate::history::Import;
use crate::keys::{self, Key};
use crate::mail_preferences::MailPreferences;
use crate::proposals::Mark;
use crate::queue::Tally;
use crate::reclassification::Scan;
use crate::releases::Release;
use crate::reminders::SentReminders;
use crate::table::{Item, typed};
use crate::timetable::{Batch, DraftHead, Kept, LiveLinks, Part, Published, ReleaseHead};
use crate::watchers::Watch;

/// Parses an item as the type that its key names. Items without a type of their own (counters, pointers, waitlist
/// positions apart from their key) are always readable.
pub(crate) fn check(key: &Key, item: Item) -> Result<(), StoreError> {
    fn read<T: DeserializeOwned>(item: Item) -> Result<(), StoreError> {
        typed::<T>(item).map(drop)
    }
    let Key { pk, sk } = key;
    match sk.as_str() {
        "SHARD" => read::<Ledger>(item),
        keys::STATUS => read::<PoolStatus>(item),
        "RELEASE" if pk.ends_with("#TIMETABLE") => read::<ReleaseHead>(item),
        "RELEASE" => read::<Release>(item),
        "PERSON" => read::<Person>(item),
        "ENTRY" => read::<Entry>(item),
        "MAIL" => read::<Mail>(item),
        "TALLY" => read::<Tally>(item),
        "CALL" => read::<Call>(item),
        "REMINDERS" => read::<Series>(item),
        "REMINDED" => read::<SentReminders>(item),
        "WISHES" => read::<MailPreferences>(item),
        keys::PROPOSAL => read::<Proposal>(item),
        "DECISION" => read::<ProposalDecision>(item),
        "SUBMISSIONS" => read::<Submissions>(item),
        "SELECTION" => read::<Selection>(item),
        "INVITATION" => read::<Invitation>(item),
        "MESSAGE" => read::<domain::message::Message>(item),
        "LINK" => read::<Link>(item),
        keys::ERASURE => read::<domain::erasure::Erasure>(item),
        keys::RETENTION => read::<crate::erasures::Retention>(item),
        "CHECK-IN" => read::<domain::ticket::CheckIn>(item),
        "DOOR" => read::<crate::DoorTally>(item),
        _ if pk.starts_with("TOKENS#") => read::<domain::api_token::ApiToken>(item),
        "CALENDAR" => read::<domain::calendar_address::CalendarAddress>(item),
        "ROUND" => read::<Campaign>(item),
        "ANSWERS" => read::<Answers>(item),
        "DRAFT" => read::<DraftHead>(item),
        "LATEST" => read::<AuditResult>(item),
        keys::BOARD => read::<Board>(item),
        keys::STANDING => read::<Mark>(item),
        keys::STANDINGS => read::<Scan>(item),
        keys::HEAD => read::<Head>(item),
        "DEFINITION" => {
            let stored: Stored = typed(item)?;
            stored.read().map(drop).map_err(|why| StoreError::Unreadable { key: key.clone(), why })
        }
        _ if *pk == keys::EDITIONS => read::<EditionEntry>(item),
        _ if pk.contains("#QUEUE#") => match keys::parse_place(sk) {
            Some(_) => Ok(()),
            None => Err(StoreError::Unreadable { key: key.clone(), why: "its key is no place in the queue".into() }),
        },
        _ if pk.contains("#ACTIVITY#") => read::<domain::activity::Entry>(item),
        _ if pk.ends_with("#BOFS") => read::<Bof>(item),
        _ if pk.ends_with("#SESSIONS") => read::<Kept>(item),
        _ if pk.ends_with("#LIVE") => read::<LiveLinks>(item),
        _ if pk.ends_with("#ROLES") => read::<Role>(item),
        _ if pk.ends_with("#REVIEWS") => read::<Review>(item),
        _ if pk.ends_with("#WATCHERS") => read::<Watch>(item),
        _ if pk.ends_with("#ANNOUNCEMENTS") => read::<Announcement>(item),
        _ if pk.ends_with("#RELEASES") => read::<Published>(item),
        _ if pk.ends_with("#HISTORY") && sk != keys::SALT => read::<Import>(item),
        _ if sk.starts_with(keys::CHANGE) => read::<Change>(item),
        _ if pk.contains("#MESSAGE#") => read::<domain::message::Batch>(item),
        _ if pk.contains("#RELEASE#") && sk.starts_with(keys::PART) => read::<Part>(item),
        _ if pk.contains("#RELEASE#") && sk.starts_with(keys::BATCH) => read::<Batch>(item),
        _ => Ok(()),
    }
}
