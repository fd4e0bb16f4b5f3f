//! The table: keys, items and transactions, one module per aggregate.
//!
//! Every write is conditional and reports its units. A comment says what guards it and why a repeat is harmless.
//! Nothing here decides: `domain` says what to write.

mod acceptances;
mod activity;
mod activity_names;
mod agenda;
mod agenda_calls;
mod announcements;
mod api_tokens;
mod attempts;
pub mod audit;
mod bofs;
mod bulk;
mod calendar_addresses;
mod calls;
mod check_ins;
mod closing;
mod decisions;
mod directory;
mod due;
mod edition_cache;
mod editions;
mod effects;
mod erasures;
mod feedback;
mod group;
mod group_messages;
mod history;
mod holders;
pub mod invitations;
pub mod keys;
mod languages;
mod late_links;
mod limits;
mod links;
mod listing;
mod mail_figures;
mod mail_preferences;
mod mail_queue;
mod mails;
mod new_tracks;
mod next_up;
mod no_shows;
mod notifications;
mod opening;
mod outcomes;
mod personal_data;
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
mod session_feedback;
mod sign_ins;
mod speaker_passes;
mod statistics;
mod table;
mod timetable;
mod track_edits;
mod track_figures;
mod units;
mod waitlist;
mod watchers;
mod webhooks;

use std::sync::{Arc, OnceLock};

use aws_sdk_dynamodb::Client;

pub use acceptances::{answer_token, answerer};
pub use activity_names::ActivityNames;
pub use agenda::{Upcoming, What};
pub use announcements::Announced;
pub use api_tokens::TokenOutcome;
pub use bofs::{BofChangeOutcome, BofProposeOutcome, Bofs};
pub use bulk::PersonRecords;
pub use check_ins::{AtDoor, DoorTally, ScanOutcome, is_ticket_of, ticket_code, ticket_code_of};
pub use closing::CallsProcessed;
pub use decisions::{DecisionOutcome, ReleaseOutcome, going};
pub use directory::{PEOPLE_FOR, People, ROLES_FOR};
pub use due::{Attention, AttentionAct, AttentionScope, Failed, Run, WORKFLOWS, run_again};
pub use edition_cache::CACHE_FOR;
pub use editions::{Edition, EditionEntry, PutEdition};
pub use effects::TriedEdition;
pub use erasures::ErasureProgress;
pub use feedback::FeedbackOutcome;
pub use group_messages::{MessageChange, MessageOutcome, MessageTallies, MessagesSent};
pub use history::{Import, ImportOutcome, Imported};
pub use invitations::{Invited, Openings};
pub use late_links::LateLinkOutcome;
pub use links::{Both, LinkOutcome, UnlinkOutcome};
pub use listing::{Cursor, MailList, Page};
pub use mail_figures::MailFigures;
pub use mail_preferences::{MailPreferences, Unwanted, messages_kind, unsubscribe_path, unsubscribe_token};
pub use mail_queue::MailQueue;
pub use mails::Handover;
pub use new_tracks::BecomingTrack;
pub use next_up::{AlreadyRead, NextUp};
pub use no_shows::{GiveBackOutcome, NoPass, NoShows};
pub use notifications::{ReleasePreview, Releases};
pub use outcomes::SayingOutcomes;
pub use personal_data::PersonalItem;
pub use pools::{PoolDays, PoolFigures, Resizing};
pub use promotion::Promoted;
pub use proposals::{Actor, MergeOutcome, ProposalRow, ProposeOutcome, RevisionOutcome};
pub use reconfirmation::{CampaignFigures, ReconfirmOutcome, Reconfirmed};
pub use registrations::{
    CancelOutcome, ChangeOutcome, Changes, ConfirmOutcome, EMPTY_IN_A_ROW, Held, RegisterOutcome, RegistrationRequest,
    manage_token,
};
pub use releases::{Release, Released};
pub use reminders::{Reminded, Reminding};
pub use reviews::{ReviewOutcome, is_under_review};
pub use roles::{RoleChangeOutcome, RoleOfferOutcome, Team, defined_roles};
pub use speaker_passes::{PassStanding, Room, SPEAKERS_POOL, SpeakerPass};
pub use statistics::Newcomers;
pub use table::{Outage, StoreError};
pub use timetable::{
    AllBookmarks, DraftChange, Drafting, NotifiedSpeakers, Publication, PublishOutcome, Published, ReleaseHead,
};
pub use track_edits::EditTrack;
pub use track_figures::ReviewsOwed;
pub use units::Units;
pub use waitlist::{AcceptOutcome, Ending, JoinOutcome, Leave, entry_token};
pub use watchers::{Watch, WatchOutcome};
pub use webhooks::{AddWebhook, Sending, WebhooksDelivered};

use table::Table;

/// The table of one Plumbline. Cheap to clone; clones share their caches of editions and shards.
#[derive(Clone, Debug)]
pub struct Store {
    table: Table,
    editions: Arc<editions::Known>,
    people_salt: Arc<OnceLock<Arc<str>>>,
    shards: Arc<pools::Hints>,
    /// Held while a BoF board is changed: requests of one process wait for each other instead of conflicting.
    board: Arc<tokio::sync::Mutex<()>>,
    timetables: Arc<timetable::KnownReleases>,
    directories: Arc<directory::Directories>,
    sent_mails: Arc<mail_figures::SentMails>,
    known_reviews: Arc<track_figures::KnownReviews>,
    /// In one run of a workflow: the unreadable items that it met.
    left_out: Option<Arc<due::LeftOut>>,
    /// Whose acts get entries in the activity log; `None` for attendees, and outside requests.
    acting: Option<Arc<activity::Acting>>,
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
            directories: Arc::default(),
            sent_mails: Arc::default(),
            known_reviews: Arc::default(),
            left_out: None,
            acting: None,
        }
    }

    /// Checks that the table takes reads and writes; an error says why not.
    pub async fn check_storage(&self) -> Result<(), StoreError> {
        self.table.check_storage().await
    }

    /// The same store with a unit count of its own: for one request or one run of a workflow.
    #[must_use]
    pub fn metered(&self) -> (Self, Arc<Units>) {
        let units = Arc::new(Units::default());
        let mut store = self.clone();
        store.table.units = Arc::clone(&units);
        (store, units)
    }

    /// The same store, whose mails name the request that queued them, so that the mail leads to the request.
    #[must_use]
    pub fn traced(mut self, trace: &str) -> Self {
        self.table.trace = Some(trace.into());
        self
    }
}
