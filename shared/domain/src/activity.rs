//! The activity log: each act of an organizer, lead, reviewer or workflow that changes something is one entry, written
//! in the transaction of the change (promise 11). Entries are never changed, and name people only by their key, so that
//! erasing a person changes no entry.
//!
//! Attendees' own registrations, changes and cancellations have no entry: they are their own record. The same holds for
//! a proposal's people, whose changes are in its history.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::conference::TrackId;
use crate::person::{PersonKey, base32};
use crate::phrase::Phrase;

/// Declares an enumeration by its words, as stored and as in JSON.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($variant,)* }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];
            /// Its words, in the order of `ALL`.
            pub const WORDS: &[&str] = &[$($word,)*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl FromStr for $name {
            type Err = Phrase;
            fn from_str(text: &str) -> Result<Self, Phrase> {
                match text {
                    $($word => Ok(Self::$variant),)*
                    _ => Err(crate::input::must_be_one_of(Self::WORDS.iter().copied())),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(|refused: Phrase| serde::de::Error::custom(refused.in_log()))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What was done.
    Kind {
        EditionCreated = "edition_created",
        EditionChanged = "edition_changed",
        PoolResized = "pool_resized",
        PoolPutBack = "pool_put_back",
        PoolReleased = "pool_released",
        PoolPaused = "pool_paused",
        PoolResumed = "pool_resumed",
        PoolNoticed = "pool_noticed",
        ReleasePaused = "release_paused",
        ReleaseResumed = "release_resumed",
        PassesMoved = "passes_moved",
        SalesReopened = "sales_reopened",
        SalesStopped = "sales_stopped",
        OffersMade = "offers_made",
        InvitationMade = "invitation_made",
        InvitationRevoked = "invitation_revoked",
        RegistrationChanged = "registration_changed",
        RegistrationCancelled = "registration_cancelled",
        AddressConfirmed = "address_confirmed",
        HoldLapsed = "hold_lapsed",
        PassReturned = "pass_returned",
        PassOfferedOn = "pass_offered_on",
        PassGivenBack = "pass_given_back",
        WalkInRegistered = "walk_in_registered",
        CheckedIn = "checked_in",
        CheckInCorrected = "check_in_corrected",
        CheckInUndone = "check_in_undone",
        OfferAccepted = "offer_accepted",
        OfferDeclined = "offer_declined",
        OfferLapsed = "offer_lapsed",
        OfferUndelivered = "offer_undelivered",
        OfferReminded = "offer_reminded",
        EntryMoved = "entry_moved",
        EntryReclassified = "entry_reclassified",
        EntryRemoved = "entry_removed",
        EntryPassedOver = "entry_passed_over",
        AnnouncementPosted = "announcement_posted",
        AnnouncementPublished = "announcement_published",
        AnnouncementWithdrawn = "announcement_withdrawn",
        MailResent = "mail_resent",
        MailsHastened = "mails_hastened",
        RemindersSent = "reminders_sent",
        RemindersHastened = "reminders_hastened",
        RemindersPaused = "reminders_paused",
        RemindersResumed = "reminders_resumed",
        CampaignMailed = "campaign_mailed",
        CampaignPaused = "campaign_paused",
        CampaignResumed = "campaign_resumed",
        CampaignHastened = "campaign_hastened",
        ItemRetried = "item_retried",
        ItemSkipped = "item_skipped",
        RoleOffered = "role_offered",
        RoleAccepted = "role_accepted",
        RoleGivenUp = "role_given_up",
        RoleRemoved = "role_removed",
        TrackChanged = "track_changed",
        DeadlineMoved = "deadline_moved",
        CallOpened = "call_opened",
        CallClosed = "call_closed",
        CallMoved = "call_moved",
        OutcomesRecorded = "outcomes_recorded",
        DecisionsReleased = "decisions_released",
        SelectionNoticed = "selection_noticed",
        LateLinkGiven = "late_link_given",
        LateLinkRevoked = "late_link_revoked",
        ProposalImported = "proposal_imported",
        ProposalEdited = "proposal_edited",
        ProposalSubmitted = "proposal_submitted",
        ProposalWithdrawn = "proposal_withdrawn",
        ProposalDeleted = "proposal_deleted",
        MoveAsked = "move_asked",
        MoveAnswered = "move_answered",
        ProposalMerged = "proposal_merged",
        ProposalConfirmed = "proposal_confirmed",
        ProposalDeclined = "proposal_declined",
        BecameTrack = "became_track",
        ReviewGiven = "review_given",
        ConflictDeclared = "conflict_declared",
        ConflictLifted = "conflict_lifted",
        TagsChanged = "tags_changed",
        DecisionMade = "decision_made",
        DecisionDelivered = "decision_delivered",
        SpeakersInvited = "speakers_invited",
        SessionsChanged = "sessions_changed",
        LiveLinksChanged = "live_links_changed",
        TimetablePublished = "timetable_published",
        BofChanged = "bof_changed",
        BofCancelled = "bof_cancelled",
        BofsPlaced = "bofs_placed",
        MessageSent = "message_sent",
        MessageScheduled = "message_scheduled",
        MessageChanged = "message_changed",
        MessageCancelled = "message_cancelled",
        MessagePaused = "message_paused",
        MessageResumed = "message_resumed",
        MessageHastened = "message_hastened",
        MessageMailed = "message_mailed",
        HistoryImported = "history_imported",
        HistoryRemoved = "history_removed",
        HistoryErased = "history_erased",
        PersonErased = "person_erased",
        DataEnded = "data_ended",
        WebhookAdded = "webhook_added",
        WebhookChanged = "webhook_changed",
        WebhookRemoved = "webhook_removed",
        WebhookSecretRotated = "webhook_secret_rotated",
        WebhookDisabled = "webhook_disabled",
        WebhookTested = "webhook_tested",
        WebhookReplayed = "webhook_replayed",
    }
}

words! {
    /// What kind of thing an act changed.
    ObjectKind {
        Edition = "edition",
        Pool = "pool",
        Invitation = "invitation",
        Registration = "registration",
        Entry = "entry",
        Announcement = "announcement",
        Mail = "mail",
        Reminders = "reminders",
        Campaign = "campaign",
        Message = "message",
        Item = "item",
        Role = "role",
        Track = "track",
        LateLink = "late_link",
        Proposal = "proposal",
        Session = "session",
        Timetable = "timetable",
        Bof = "bof",
        History = "history",
        Person = "person",
        Webhook = "webhook",
    }
}

impl Kind {
    /// The kind of thing that this act changes.
    pub fn object(self) -> ObjectKind {
        match self {
            Self::EditionCreated | Self::EditionChanged | Self::BofsPlaced | Self::DataEnded => ObjectKind::Edition,
            Self::PoolResized
            | Self::PoolPutBack
            | Self::PoolReleased
            | Self::PoolPaused
            | Self::PoolResumed
            | Self::PoolNoticed
            | Self::ReleasePaused
            | Self::ReleaseResumed
            | Self::PassesMoved
            | Self::SalesReopened
            | Self::SalesStopped
            | Self::OffersMade => ObjectKind::Pool,
            Self::InvitationMade | Self::InvitationRevoked => ObjectKind::Invitation,
            Self::RegistrationChanged
            | Self::RegistrationCancelled
            | Self::AddressConfirmed
            | Self::HoldLapsed
            | Self::PassReturned
            | Self::PassOfferedOn
            | Self::PassGivenBack
            | Self::WalkInRegistered
            | Self::CheckedIn
            | Self::CheckInCorrected
            | Self::CheckInUndone => ObjectKind::Registration,
            Self::OfferAccepted
            | Self::OfferDeclined
            | Self::OfferLapsed
            | Self::OfferUndelivered
            | Self::OfferReminded
            | Self::EntryMoved
            | Self::EntryReclassified
            | Self::EntryRemoved
            | Self::EntryPassedOver => ObjectKind::Entry,
            Self::AnnouncementPosted | Self::AnnouncementPublished | Self::AnnouncementWithdrawn => {
                ObjectKind::Announcement
            }
            Self::MailResent | Self::MailsHastened => ObjectKind::Mail,
            Self::RemindersSent | Self::RemindersHastened | Self::RemindersPaused | Self::RemindersResumed => {
                ObjectKind::Reminders
            }
            Self::CampaignMailed | Self::CampaignPaused | Self::CampaignResumed | Self::CampaignHastened => {
                ObjectKind::Campaign
            }
            Self::ItemRetried | Self::ItemSkipped => ObjectKind::Item,
            Self::RoleOffered | Self::RoleAccepted | Self::RoleGivenUp | Self::RoleRemoved => ObjectKind::Role,
            Self::TrackChanged
            | Self::DeadlineMoved
            | Self::CallOpened
            | Self::CallClosed
            | Self::CallMoved
            | Self::OutcomesRecorded
            | Self::DecisionsReleased
            | Self::SelectionNoticed => ObjectKind::Track,
            Self::LateLinkGiven | Self::LateLinkRevoked => ObjectKind::LateLink,
            Self::ProposalImported
            | Self::ProposalEdited
            | Self::ProposalSubmitted
            | Self::ProposalWithdrawn
            | Self::ProposalDeleted
            | Self::MoveAsked
            | Self::MoveAnswered
            | Self::ProposalMerged
            | Self::ProposalConfirmed
            | Self::ProposalDeclined
            | Self::BecameTrack
            | Self::ReviewGiven
            | Self::ConflictDeclared
            | Self::ConflictLifted
            | Self::TagsChanged
            | Self::DecisionMade
            | Self::DecisionDelivered
            | Self::SpeakersInvited => ObjectKind::Proposal,
            Self::SessionsChanged | Self::LiveLinksChanged => ObjectKind::Session,
            Self::TimetablePublished => ObjectKind::Timetable,
            Self::BofChanged | Self::BofCancelled => ObjectKind::Bof,
            Self::MessageSent
            | Self::MessageScheduled
            | Self::MessageChanged
            | Self::MessageCancelled
            | Self::MessagePaused
            | Self::MessageResumed
            | Self::MessageHastened
            | Self::MessageMailed => ObjectKind::Message,
            Self::HistoryImported | Self::HistoryRemoved | Self::HistoryErased => ObjectKind::History,
            Self::PersonErased => ObjectKind::Person,
            Self::WebhookAdded
            | Self::WebhookChanged
            | Self::WebhookRemoved
            | Self::WebhookSecretRotated
            | Self::WebhookDisabled
            | Self::WebhookTested
            | Self::WebhookReplayed => ObjectKind::Webhook,
        }
    }
}

/// The thing that an act changed, written `kind:id`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Object {
    pub kind: ObjectKind,
    pub id: String,
}

impl Object {
    pub fn new(kind: ObjectKind, id: impl fmt::Display) -> Self {
        Self { kind, id: id.to_string() }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

impl FromStr for Object {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        let (kind, id) = text.split_once(':').ok_or(Phrase::of("must-be-kind-and-id"))?;
        Ok(Self { kind: kind.parse()?, id: id.to_owned() })
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(|refused: Phrase| serde::de::Error::custom(refused.in_log()))
    }
}

/// Who acted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    Person(PersonKey),
    Workflow(String),
}

impl Actor {
    /// The person's key or the workflow's name. Neither can look like the other: a key is 26 characters without a
    /// hyphen.
    pub fn id(&self) -> &str {
        match self {
            Self::Person(key) => key.as_str(),
            Self::Workflow(name) => name,
        }
    }
}

/// A small value before or after an act. Contains no names, addresses or texts by people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    Number(u64),
    At(Timestamp),
    Text(String),
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::At(at)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// An act, without its time and actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub kind: Kind,
    pub object: Object,
    pub before: Option<Value>,
    pub after: Option<Value>,
    pub track: Option<TrackId>,
    /// Identifies this change of the object, such as its new revision. A repeat of the act has the same value.
    pub change: String,
}

impl Act {
    pub fn new(kind: Kind, id: impl fmt::Display, change: impl fmt::Display) -> Self {
        let object = Object::new(kind.object(), id);
        Self { kind, object, before: None, after: None, track: None, change: change.to_string() }
    }

    #[must_use]
    pub fn before(mut self, before: impl Into<Value>) -> Self {
        self.before = Some(before.into());
        self
    }

    #[must_use]
    pub fn after(mut self, after: impl Into<Value>) -> Self {
        self.after = Some(after.into());
        self
    }

    #[must_use]
    pub fn of_track(mut self, track: Option<&TrackId>) -> Self {
        self.track = track.cloned();
        self
    }

    /// The entry of this act. Its id follows from the kind, the object and the change.
    pub fn by(self, actor: Actor, at: Timestamp) -> Entry {
        let hash = Sha256::digest(format!("{} {} {}", self.kind, self.object, self.change).as_bytes());
        Entry {
            id: base32(&hash[..10]),
            at: Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at),
            actor,
            kind: self.kind,
            object: self.object,
            before: self.before,
            after: self.after,
            track: self.track,
        }
    }
}

/// One act, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: String,
    pub at: Timestamp,
    pub actor: Actor,
    pub kind: Kind,
    pub object: Object,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<TrackId>,
}

/// Selects the entries of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A person's key or a workflow's name.
    pub actor: Option<String>,
    pub object: Option<Object>,
    pub kind: Option<Kind>,
    pub since: Option<Timestamp>,
    /// Only entries of these tracks.
    pub tracks: Option<Vec<TrackId>>,
}

impl Filter {
    pub fn matches(&self, entry: &Entry) -> bool {
        self.actor.as_ref().is_none_or(|actor| entry.actor.id() == actor)
            && self.object.as_ref().is_none_or(|object| entry.object == *object)
            && self.kind.is_none_or(|kind| entry.kind == kind)
            && self.since.is_none_or(|since| entry.at >= since)
            && self
                .tracks
                .as_ref()
                .is_none_or(|tracks| entry.track.as_ref().is_some_and(|track| tracks.contains(track)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resized(to: u64, change: &str) -> Act {
        Act::new(Kind::PoolResized, "general", change).before(450).after(to)
    }

    fn person() -> Actor {
        Actor::Person(PersonKey::new("salt", &"ann@example.org".parse().unwrap()))
    }

    #[test]
    fn a_repeat_of_an_act_has_the_same_id_and_another_act_has_another() {
        let (then, later) = (Timestamp::from_second(1).unwrap(), Timestamp::from_second(2).unwrap());
        let id = |act: Act, at| act.by(person(), at).id;
        assert_eq!(id(resized(470, "r1"), then), id(resized(470, "r1"), later));
        assert_ne!(id(resized(470, "r1"), then), id(resized(470, "r2"), then));
    }

    #[test]
    fn an_entry_reads_as_it_was_written() {
        let at = Timestamp::from_millisecond(1_500).unwrap();
        let track: TrackId = "net".parse().unwrap();
        for entry in [
            resized(470, "1").of_track(Some(&track)).by(person(), at),
            Act::new(Kind::DeadlineMoved, "net", 2).before(at).after("none").by(person(), at),
            Act::new(Kind::OffersMade, "general", 3).by(Actor::Workflow("promote-waitlist".into()), at),
        ] {
            let text = serde_json::to_string(&entry).unwrap();
            assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry, "{text}");
        }
    }

    #[test]
    fn words_are_distinct_and_parse() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse::<Kind>(), Ok(*kind));
        }
        assert_eq!(Kind::WORDS.iter().collect::<std::collections::BTreeSet<_>>().len(), Kind::ALL.len());
        assert_eq!("pool:general".parse::<Object>(), Ok(Object::new(ObjectKind::Pool, "general")));
        assert!("general".parse::<Object>().is_err() && "shoe:1".parse::<Object>().is_err());
    }

    #[test]
    fn a_filter_names_all_that_an_entry_must_have() {
        let at = Timestamp::from_second(9).unwrap();
        let entry = resized(470, "1").by(person(), at);
        let with = |change: &dyn Fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            filter.matches(&entry)
        };
        assert!(with(&|_| ()));
        assert!(with(&|f| f.kind = Some(Kind::PoolResized)) && !with(&|f| f.kind = Some(Kind::PoolPaused)));
        assert!(with(&|f| f.object = Some(entry.object.clone())));
        assert!(!with(&|f| f.object = Some(Object::new(ObjectKind::Pool, "virtual"))));
        assert!(with(&|f| f.since = Some(at)) && !with(&|f| f.since = Some(Timestamp::from_second(10).unwrap())));
        assert!(with(&|f| f.actor = Some(person().id().into())) && !with(&|f| f.actor = Some("audit".into())));
        // An edition's own entries are for organizers only.
        assert!(!with(&|f| f.tracks = Some(vec!["net".parse().unwrap()])));
    }
}
