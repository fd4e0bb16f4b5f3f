//! The table: keys, items and transactions, one module per aggregate.
//!
//! Every write is conditional, says in a line what guards it and why twice is harmless, and reports its units.
//! Nothing here decides: `domain` says what to write.

mod acceptances;
mod agenda;
mod agenda_calls;
mod announcements;
pub mod audit;
mod bofs;
mod calls;
mod closing;
mod decisions;
mod due;
mod edition_cache;
mod editions;
mod feedback;
mod group;
mod history;
pub mod invitations;
pub mod keys;
mod late_links;
mod limits;
mod links;
mod listing;
mod mail_queue;
mod mail_wishes;
mod mails;
mod new_tracks;
mod notifications;
mod outcomes;
mod pools;
mod promotion;
mod proposals;
mod queue;
mod readable;
mod reclassification;
mod reconfirmation;
mod registrations;
mod releases;
mod reminders;
mod review_reminders;
mod reviews;
mod roles;
mod sign_ins;
mod speaker_passes;
mod table;
mod timetable;
mod track_edits;
mod units;
mod waitlist;
mod watchers;

use std::sync::{Arc, OnceLock};

use aws_sdk_dynamodb::Client;

pub use acceptances::{answer_token, answerer};
pub use agenda::{Upcoming, What};
pub use announcements::Announced;
pub use bofs::{BofChangeOutcome, BofProposeOutcome, Bofs};
pub use closing::CallsProcessed;
pub use decisions::{DecisionOutcome, ReleaseOutcome, going};
pub use due::{Attention, AttentionAct, AttentionScope, Failed, Run, WORKFLOWS, run_again};
pub use edition_cache::CACHE_FOR;
pub use editions::{Edition, EditionEntry, PutEdition};
pub use feedback::FeedbackOutcome;
pub use history::{Import, ImportOutcome, Imported};
pub use invitations::Invited;
pub use late_links::LateLinkOutcome;
pub use links::{Both, LinkOutcome, UnlinkOutcome};
pub use listing::{Cursor, Page};
pub use mail_queue::MailQueue;
pub use mail_wishes::{MailWishes, unsubscribe_path, unsubscribe_token};
pub use mails::Handover;
pub use new_tracks::BecomingTrack;
pub use notifications::{ReleasePreview, Releases};
pub use outcomes::SayingOutcomes;
pub use pools::{PoolFigures, Resizing};
pub use promotion::Promoted;
pub use proposals::{Actor, MergeOutcome, ProposeOutcome, RevisionOutcome};
pub use reconfirmation::{CampaignFigures, ReconfirmOutcome, Reconfirmed};
pub use registrations::{
    CancelOutcome, ChangeOutcome, Changes, EMPTY_IN_A_ROW, Held, RegisterOutcome, RegistrationRequest, manage_token,
};
pub use releases::{Release, Released};
pub use reminders::{Reminded, Reminding};
pub use reviews::{ReviewOutcome, is_under_review};
pub use roles::{RoleChangeOutcome, RoleOfferOutcome, Team, defined_roles};
pub use speaker_passes::{PassStanding, Room, SPEAKERS_POOL, SpeakerPass};
pub use table::StoreError;
pub use timetable::{AllBookmarks, DraftChange, Drafting, Publication, PublishOutcome, Published, ReleaseHead, Told};
pub use track_edits::EditTrack;
pub use units::Units;
pub use waitlist::{AcceptOutcome, Ending, JoinOutcome, Leave, entry_token};
pub use watchers::{Watch, WatchOutcome};

use table::Table;

/// The table of one Plumbline. Cheap to clone; clones share what they have learnt of editions and shards.
#[derive(Clone, Debug)]
pub struct Store {
    table: Table,
    editions: Arc<editions::Known>,
    people_salt: Arc<OnceLock<Arc<str>>>,
    shards: Arc<pools::Hints>,
    /// Held while a BoF board is changed: people of one process wait for each other rather than collide.
    board: Arc<tokio::sync::Mutex<()>>,
    timetables: Arc<timetable::KnownReleases>,
    /// In one run of a workflow: what it met that it could not read.
    left_out: Option<Arc<due::LeftOut>>,
}

impl Store {
    /// The store over this table.
    pub fn new(client: Client, table: &str) -> Self {
        Self {
            table: Table::new(client, table),
            editions: Arc::default(),
            people_salt: Arc::default(),
            shards: Arc::default(),
            board: Arc::default(),
            timetables: Arc::default(),
            left_out: None,
        }
    }

    /// The same store, counting its units by itself: for one request or one run of a workflow.
    #[must_use]
    pub fn metered(&self) -> (Self, Arc<Units>) {
        let units = Arc::new(Units::default());
        let mut store = self.clone();
        store.table.units = Arc::clone(&units);
        (store, units)
    }

    /// The same store, whose mails name the request that owed them, so that it is found from the mail.
    #[must_use]
    pub fn traced(mut self, trace: &str) -> Self {
        self.table.trace = Some(trace.into());
        self
    }
}
