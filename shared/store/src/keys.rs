//! Every key of the table, in one place.
//!
//! The table has one partition key `pk`, one sort key `sk`, and a TTL attribute `expires` (seconds). Two sparse indexes
//! project keys only: `due` (`due_pk`, `due_at` in milliseconds) for scheduled work, and `listing` (`list_pk`,
//! `list_sk`) for the lists that organizers page through. Treat index reads as hints: re-read each item consistently
//! before a decision.
//!
//! [`ACCESS_PATTERNS`] lists the access patterns; `README.md` of this crate shows the same list, and a test keeps the
//! two equal.

use domain::activity::Object;
use domain::announcement::AnnouncementId;
use domain::bof::BofId;
use domain::conference::{Class, ConferenceId, PoolId, TrackId};
use domain::invitation::Invitation;
use domain::mail::MailPriority;
use domain::message::MessageId;
use domain::person::PersonKey;
use domain::proposal::ProposalId;
use domain::registration::RegistrationId;
use domain::reminder::Subject;
use domain::role::RoleId;
use domain::timetable::SessionId;
use domain::waitlist::{Entry, EntryId};
use jiff::Timestamp;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    pub pk: String,
    pub sk: String,
}

impl Key {
    fn new(pk: String, sk: &str) -> Self {
        Self { pk, sk: sk.to_owned() }
    }
}

/// How one kind of item is found, and which functions write it.
#[derive(Clone, Copy, Debug)]
pub struct AccessPattern {
    pub question: &'static str,
    pub item: &'static str,
    /// Its partition key, or the index's.
    pub pk: &'static str,
    /// Its sort key, or the index's.
    pub sk: &'static str,
    /// `table`, `due` or `listing`.
    pub by: &'static str,
    /// The functions that write it.
    pub writers: &'static str,
}

const fn by_key(
    question: &'static str,
    item: &'static str,
    pk: &'static str,
    sk: &'static str,
    writers: &'static str,
) -> AccessPattern {
    AccessPattern { question, item, pk, sk, by: "table", writers }
}

/// Every access pattern.
pub const ACCESS_PATTERNS: &[AccessPattern] = &[
    by_key("Which editions are there?", "edition in the list", "EDITIONS", "{c}", "organize, people, settings, setup"),
    by_key(
        "Which version of this edition is in force?",
        "edition head",
        "C#{c}",
        "HEAD",
        "organize, people, settings, setup",
    ),
    by_key("What is this edition?", "edition definition", "C#{c}", "DEFINITION", "organize, people, settings, setup"),
    by_key(
        "Is this pool sold out, and how many shards has it?",
        "pool status",
        "C#{c}#POOL#{p}",
        "STATUS",
        "organize, register, promote-waitlist, people, review, release-decisions, directory",
    ),
    by_key(
        "How many passes has this shard?",
        "shard",
        "C#{c}#POOL#{p}#{n}",
        "SHARD",
        "organize, register, promote-waitlist, release-passes, mail-feedback, reconfirm, directory",
    ),
    by_key(
        "Until when can this pool be claimed, and was it released?",
        "release",
        "C#{c}#POOL#{p}",
        "RELEASE",
        "organize, release-passes",
    ),
    by_key(
        "What does this person have here?",
        "person",
        "C#{c}#PERSON#{key}",
        "PERSON",
        "register, reconfirm, bofs, people, directory",
    ),
    by_key(
        "What became of this waitlist entry?",
        "waitlist entry",
        "C#{c}#ENTRY#{id}",
        "ENTRY",
        "register, organize, promote-waitlist, mail-feedback, people, review, release-decisions, directory",
    ),
    by_key(
        "Who is next?",
        "place in the queue",
        "C#{c}#QUEUE#{0-7}",
        "{class}#{joined_at}#{id}",
        "register, organize, promote-waitlist, people, review, release-decisions, directory",
    ),
    by_key(
        "Has anybody joined since the queue was read, or was the pool reopened?",
        "tally",
        "C#{c}#TALLY#{0-7}",
        "TALLY",
        "register, promote-waitlist, people",
    ),
    by_key(
        "What was announced?",
        "announcement",
        "C#{c}#ANNOUNCEMENTS",
        "{id}",
        "organize, register, promote-waitlist, release-passes",
    ),
    by_key(
        "Until when can proposals be sent to this track, and what was told of it?",
        "call",
        "C#{c}#TRACK#{t}",
        "CALL",
        "organize, tracks, close-cfps",
    ),
    by_key("Who wants to be reminded of this call?", "watch", "C#{c}#TRACK#{t}#WATCHERS", "{person}", "tracks"),
    by_key(
        "Which reminders of this deadline are done?",
        "reminder series",
        "C#{c}#REMIND#{deadline}",
        "REMINDERS",
        "close-cfps, send-reminders, organize",
    ),
    by_key(
        "What has this person been reminded of?",
        "reminded",
        "C#{c}#REMINDED#{person}",
        "REMINDED",
        "send-reminders, organize",
    ),
    by_key("Which mails does this person not want?", "mail wishes", "WISHES#{reader}", "WISHES", "sign-in"),
    by_key(
        "What does this message say, and how far is it?",
        "message",
        "C#{c}#MESSAGE#{id}",
        "MESSAGE",
        "message-people, send-messages, organize",
    ),
    by_key(
        "Who gets this message?",
        "batch of recipients",
        "C#{c}#MESSAGE#{id}",
        "BATCH#{list}#{n}",
        "message-people, send-messages",
    ),
    by_key("Who may send proposals to this track late?", "late link", "C#{c}#TRACK#{t}#LATE", "{person}", "tracks"),
    by_key(
        "What does this proposal say, and what became of it?",
        "proposal",
        "C#{c}#PROPOSAL#{id}",
        "PROPOSAL",
        "submit-proposal, review, release-decisions, organize",
    ),
    by_key(
        "How did this proposal come to be so?",
        "change of a proposal",
        "C#{c}#PROPOSAL#{id}",
        "CHANGE#{revision}",
        "submit-proposal, review, release-decisions, organize",
    ),
    by_key(
        "Which proposals has this track, and in which state?",
        "row of a proposal",
        "C#{c}#TRACK#{t}#PROPOSALS",
        "{id}",
        "submit-proposal, review, release-decisions, organize",
    ),
    by_key(
        "Which proposals has this person?",
        "pointer to a proposal",
        "C#{c}#SPEAKER#{key}",
        "{id}",
        "submit-proposal, organize",
    ),
    by_key(
        "What has this person submitted to this track?",
        "submissions",
        "C#{c}#TRACK#{t}#BY#{key}",
        "SUBMISSIONS",
        "submit-proposal, organize",
    ),
    by_key(
        "Which number comes next in the programme?",
        "counter",
        "C#{c}#NUMBERS",
        "NUMBERS",
        "submit-proposal, bofs, timetable",
    ),
    by_key(
        "Which BoF has which slot, and who is next?",
        "board",
        "C#{c}#BOFS",
        "BOARD",
        "bofs, register, organize, reconfirm",
    ),
    by_key("Which version has the draft of the timetable?", "draft head", "C#{c}#DRAFT", "DRAFT", "timetable"),
    by_key("Which sessions has this person bookmarked?", "bookmarks", "C#{c}#BOOKMARKS", "{key}", "timetable"),
    by_key("What is this session, and where is it placed?", "session", "C#{c}#SESSIONS", "{id}", "timetable"),
    by_key(
        "Which release of the timetable is in force?",
        "release of the timetable",
        "C#{c}#TIMETABLE",
        "RELEASE",
        "timetable, publish-timetable",
    ),
    by_key("What did each release change?", "list of releases", "C#{c}#RELEASES", "{number}", "timetable"),
    by_key("What is in this release?", "part of a release", "C#{c}#RELEASE#{parts}", "PART#{n}", "timetable"),
    by_key("Whom does this release tell?", "batch of mails", "C#{c}#RELEASE#{parts}", "BATCH#{n}", "timetable"),
    by_key("What is this BoF?", "BoF", "C#{c}#BOFS", "BOF#{id}", "bofs, register, organize, reconfirm"),
    by_key(
        "What was decided of this proposal, and what were its people told?",
        "verdict",
        "C#{c}#PROPOSAL#{id}",
        "DECISION",
        "review, release-decisions",
    ),
    by_key("What do reviewers say in this track?", "review", "C#{c}#TRACK#{t}#REVIEWS", "{proposal}#{key}", "review"),
    by_key("How are this track's proposals tagged?", "tags", "C#{c}#TRACK#{t}#TAGS", "{proposal}", "review"),
    by_key(
        "How far is this track's selection?",
        "selection",
        "C#{c}#TRACK#{t}",
        "SELECTION",
        "review, release-decisions, submit-proposal",
    ),
    by_key(
        "Does this invitation work?",
        "invitation",
        "C#{c}#INVITATION#{id}",
        "INVITATION",
        "organize, register, review, release-decisions, submit-proposal, directory",
    ),
    by_key(
        "What became of this mail?",
        "mail",
        "MAIL#{obligation}",
        "MAIL",
        "every writer that owes it, deliver-mail, mail-feedback",
    ),
    by_key(
        "Is anything to be sent to this address at all?",
        "suppressed address",
        "SUPPRESSED#{hash}",
        "SUPPRESSED",
        "mail-feedback, organize",
    ),
    by_key("What are the keys of linked addresses made with?", "salt of people", "PEOPLE", "SALT", "organize, people"),
    by_key("Which addresses are one person?", "link of an address", "LINK#{hash}", "LINK", "people"),
    by_key("Does this link or code prove an address?", "linking attempt", "LINKING#{id}", "ATTEMPT", "people"),
    by_key("Who organizes, leads and reviews here?", "role", "C#{c}#ROLES", "{key}-{role}-{track}", "people"),
    by_key("What came of a track and its sessions?", "outcomes", "C#{c}#TRACK#{t}", "OUTCOMES", "tracks"),
    by_key("Which earlier editions were imported?", "import", "SERIES#{s}#HISTORY", "{c}", "organize"),
    by_key(
        "Under which salt are the people of imports kept?",
        "salt of a series",
        "SERIES#{s}#HISTORY",
        "SALT",
        "organize",
    ),
    by_key(
        "Was somebody registered for an imported edition?",
        "page of an import",
        "SERIES#{s}#HISTORY#{c}",
        "{0-63}",
        "organize",
    ),
    by_key(
        "How far has finding places in queues again come?",
        "walk through a series",
        "SERIES#{s}#STANDINGS",
        "STANDINGS",
        "organize, promote-waitlist",
    ),
    by_key("Does this link or code sign in?", "sign-in attempt", "SIGN-IN#{id}", "ATTEMPT", "sign-in"),
    by_key("Is this person here?", "check-in", "C#{c}#CHECK-IN#{registration}", "CHECK-IN", "check-in"),
    by_key("How many people are here?", "tally of check-ins", "C#{c}#DOOR#{0-7}", "DOOR", "check-in"),
    by_key(
        "Which API tokens has this address, and does this one work?",
        "API token",
        "TOKENS#{owner}",
        "{id}",
        "people, every HTTP function (last use)",
    ),
    by_key("Has this session been ended?", "ended session", "SESSION#{id}", "ENDED", "sign-in"),
    by_key(
        "How often was this asked lately?",
        "counter with TTL",
        "LIMIT#{what}#{whose}#{window}",
        "LIMIT",
        "sign-in, register, people",
    ),
    by_key(
        "Who did what, and when?",
        "activity entry",
        "C#{c}#ACTIVITY#{0-7}",
        "{instant}#{id}",
        "every function that writes",
    ),
    by_key("What did the latest audit of this edition find?", "audit", "C#{c}#AUDIT", "LATEST", "audit, organize"),
    by_key(
        "When are people asked if they still come, and how far is it?",
        "round",
        "C#{c}#RECONFIRMATION",
        "ROUND",
        "organize, reconfirm",
    ),
    by_key("How many come, and how many do not?", "answers", "C#{c}#ANSWERS#{0-7}", "ANSWERS", "register, reconfirm"),
    AccessPattern {
        question: "Which pools have passes to give on, or a resize to finish?",
        item: "shard, pool status",
        pk: "DUE#promote-waitlist#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "organize, register, promote-waitlist, release-passes, mail-feedback, reconfirm",
    },
    by_key(
        "Whose class on the waitlist may have changed?",
        "mark",
        "C#{c}#STANDING#{key}",
        "STANDING",
        "submit-proposal, review, release-decisions, organize, promote-waitlist",
    ),
    AccessPattern {
        question: "Whose class on the waitlist is to be found again?",
        item: "mark",
        pk: "DUE#promote-waitlist#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "submit-proposal, review, release-decisions, organize, promote-waitlist",
    },
    AccessPattern {
        question: "Which offers are to be reminded of, or have run out?",
        item: "waitlist entry",
        pk: "DUE#promote-waitlist#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "promote-waitlist",
    },
    AccessPattern {
        question: "Of which series are places in queues to be found again?",
        item: "walk through a series",
        pk: "DUE#promote-waitlist#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "organize, promote-waitlist",
    },
    AccessPattern {
        question: "Who has ever waited?",
        item: "waitlist entry",
        pk: "C#{c}#WAITLIST#{0-15}",
        sk: "{joined_at}#{id}",
        by: "listing",
        writers: "register, organize, promote-waitlist, review, release-decisions",
    },
    AccessPattern {
        question: "Which calls open, close, or were moved?",
        item: "call",
        pk: "DUE#close-cfps#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "organize, tracks, close-cfps",
    },
    AccessPattern {
        question: "Which deadlines are people to be reminded of now?",
        item: "reminder series",
        pk: "DUE#send-reminders#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "close-cfps, send-reminders, organize",
    },
    AccessPattern {
        question: "Which reserved pools end, or are soon to end?",
        item: "release",
        pk: "DUE#release-passes#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "organize, release-passes",
    },
    AccessPattern {
        question: "Which editions ask, remind or end their round next?",
        item: "round",
        pk: "DUE#reconfirm#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "organize, reconfirm",
    },
    AccessPattern {
        question: "Which decisions are to be told, and which speakers may lack a pass?",
        item: "selection",
        pk: "DUE#release-decisions#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "review, release-decisions, submit-proposal",
    },
    AccessPattern {
        question: "Which messages are to be sent, or to be counted?",
        item: "message",
        pk: "DUE#send-messages#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "message-people, send-messages, organize",
    },
    AccessPattern {
        question: "Which releases have not told everybody yet?",
        item: "release of the timetable",
        pk: "DUE#publish-timetable#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "timetable, publish-timetable",
    },
    AccessPattern {
        question: "Which mails does a person wait for at a screen?",
        item: "mail",
        pk: "DUE#deliver-mail#interactive-{0-3}",
        sk: "due_at",
        by: "due",
        writers: "every writer that owes it, deliver-mail",
    },
    AccessPattern {
        question: "Which mails can their readers act on until some instant only?",
        item: "mail",
        pk: "DUE#deliver-mail#time-critical-{0-3}",
        sk: "due_at",
        by: "due",
        writers: "every writer that owes it, deliver-mail",
    },
    AccessPattern {
        question: "Which other mails are to be sent now?",
        item: "mail",
        pk: "DUE#deliver-mail#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "every writer that owes it, deliver-mail",
    },
    AccessPattern {
        question: "What has failed and is to be tried again now?",
        item: "any due item",
        pk: "DUE#{workflow}#again",
        sk: "due_at",
        by: "due",
        writers: "every workflow, organize",
    },
    AccessPattern {
        question: "What has failed too often and needs a person?",
        item: "any due item",
        pk: "DUE#set-aside#{0-15}",
        sk: "due_at",
        by: "due",
        writers: "every workflow",
    },
    by_key(
        "Which items did workflows meet that cannot be read?",
        "record beside an item",
        "BESIDE#{pk}",
        "BESIDE#{sk}",
        "every workflow (deliver-mail too), timetable, organize",
    ),
    AccessPattern {
        question: "Who is registered?",
        item: "person",
        pk: "C#{c}#REGISTRATIONS#{0-15}",
        sk: "{registered_at}#{key}",
        by: "listing",
        writers: "register, reconfirm",
    },
    AccessPattern {
        question: "Who was invited to this pool?",
        item: "invitation",
        pk: "C#{c}#POOL#{p}#INVITATIONS",
        sk: "{invited_at}#{id}",
        by: "listing",
        writers: "organize, review, release-decisions, submit-proposal",
    },
    AccessPattern {
        question: "Which messages were written?",
        item: "message",
        pk: "C#{c}#MESSAGES",
        sk: "{created_at}#{id}",
        by: "listing",
        writers: "message-people, send-messages, organize",
    },
    AccessPattern {
        question: "Which mails were sent?",
        item: "mail",
        pk: "C#{c}#MAILS#{0-15}",
        sk: "{instant}#{key}",
        by: "listing",
        writers: "deliver-mail, mail-feedback, organize",
    },
    AccessPattern {
        question: "Which mails were given up?",
        item: "mail",
        pk: "C#{c}#MAILS#failed",
        sk: "{instant}#{key}",
        by: "listing",
        writers: "deliver-mail, organize",
    },
    AccessPattern {
        question: "Which mails came back?",
        item: "mail",
        pk: "C#{c}#MAILS#bounced",
        sk: "{instant}#{key}",
        by: "listing",
        writers: "mail-feedback, organize",
    },
];

/// Partition keys that an index's entries are spread over: a hot index key throttles the table's own writes.
pub const SPREAD: u32 = 16;

/// The one of the [`SPREAD`] keys for this text.
pub fn spread(of: &str) -> u32 {
    // FNV-1a: stable over builds, unlike the standard library's hasher.
    let hash = of.bytes().fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    // The low bits follow the last letters. The top bits of a product spread names that count up.
    u32::try_from((hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60).unwrap_or(0) % SPREAD
}

/// The sort key of an edition's head.
pub(crate) const HEAD: &str = "HEAD";

/// The sort key of a pool's status.
pub(crate) const STATUS: &str = "STATUS";

pub(crate) const EDITIONS: &str = "EDITIONS";

/// Partition keys that an edition's activity entries are spread over: each takes 500 acts a second, and the page of all
/// acts is one short read of each.
pub(crate) const ACTIVITY_SPREAD: u32 = 8;

pub(crate) fn activity_partition(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#ACTIVITY#{number}")
}
/// The partition of an object's activity entries.
pub(crate) fn activity(c: &ConferenceId, object: &Object) -> String {
    activity_partition(c, spread(&object.to_string()) % ACTIVITY_SPREAD)
}
/// The sort key of an activity entry. Milliseconds are padded like those of [`queue_sort`].
pub(crate) fn activity_time(at: Timestamp, id: &str) -> String {
    format!("{:015}#{id}", at.as_millisecond())
}
pub(crate) fn activity_entry(c: &ConferenceId, entry: &domain::activity::Entry) -> Key {
    Key { pk: activity(c, &entry.object), sk: activity_time(entry.at, &entry.id) }
}

pub(crate) fn edition_entry(c: &ConferenceId) -> Key {
    Key::new(EDITIONS.into(), c.as_str())
}
pub(crate) fn head(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}"), HEAD)
}
pub(crate) fn definition(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}"), "DEFINITION")
}
pub(crate) fn status(c: &ConferenceId, p: &PoolId) -> Key {
    Key::new(format!("C#{c}#POOL#{p}"), STATUS)
}
pub(crate) fn release(c: &ConferenceId, p: &PoolId) -> Key {
    Key::new(format!("C#{c}#POOL#{p}"), "RELEASE")
}
pub(crate) fn shard(c: &ConferenceId, p: &PoolId, number: u32) -> Key {
    Key::new(format!("C#{c}#POOL#{p}#{number}"), "SHARD")
}
pub(crate) fn call(c: &ConferenceId, t: &TrackId) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}"), "CALL")
}
pub(crate) fn outcomes(c: &ConferenceId, t: &TrackId) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}"), "OUTCOMES")
}
pub(crate) fn watchers(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#WATCHERS")
}
pub(crate) fn watch(c: &ConferenceId, t: &TrackId, id: &str) -> Key {
    Key::new(watchers(c, t), id)
}
pub(crate) fn reminders(c: &ConferenceId, subject: &Subject) -> Key {
    Key::new(format!("C#{c}#REMIND#{subject}"), "REMINDERS")
}
pub(crate) fn reminded(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#REMINDED#{person}"), "REMINDED")
}
pub(crate) fn mail_wishes(reader: &str) -> Key {
    Key::new(format!("WISHES#{reader}"), "WISHES")
}
pub(crate) fn message(c: &ConferenceId, id: &MessageId) -> Key {
    Key::new(format!("C#{c}#MESSAGE#{id}"), "MESSAGE")
}
/// A batch of the recipients under a name.
pub(crate) fn message_batch(c: &ConferenceId, id: &MessageId, list: &str, number: u32) -> Key {
    Key::new(format!("C#{c}#MESSAGE#{id}"), &format!("BATCH#{list}#{number:05}"))
}
/// The edition's list of messages.
pub(crate) fn messages(c: &ConferenceId) -> String {
    format!("C#{c}#MESSAGES")
}
/// The edition and the message that a due entry names.
pub(crate) fn parse_message(key: &Key) -> Option<(ConferenceId, MessageId)> {
    let (c, id) = key.pk.strip_prefix("C#")?.split_once("#MESSAGE#")?;
    Some((c.parse().ok()?, MessageId::parse(id)?))
}
/// The edition and the track of the call that a due entry names.
pub(crate) fn parse_call(key: &Key) -> Option<(ConferenceId, TrackId)> {
    let (c, t) = key.pk.strip_prefix("C#")?.split_once("#TRACK#")?;
    Some((c.parse().ok()?, t.parse().ok()?))
}
/// The edition and the deadline that a due entry of reminders names.
pub(crate) fn parse_reminders(key: &Key) -> Option<(ConferenceId, Subject)> {
    let (c, subject) = key.pk.strip_prefix("C#")?.split_once("#REMIND#")?;
    Some((c.parse().ok()?, subject.parse().ok()?))
}
pub(crate) fn late_links(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#LATE")
}
pub(crate) fn late_link(c: &ConferenceId, t: &TrackId, id: &str) -> Key {
    Key::new(late_links(c, t), id)
}
pub(crate) fn person(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#PERSON#{person}"), "PERSON")
}
/// The person that such a key names.
pub(crate) fn parse_person(key: &Key) -> Option<PersonKey> {
    let (_, person) = key.pk.strip_prefix("C#")?.split_once("#PERSON#")?;
    (key.sk == "PERSON").then(|| person.parse().ok())?
}
pub(crate) fn announcements(c: &ConferenceId) -> String {
    format!("C#{c}#ANNOUNCEMENTS")
}
pub(crate) fn announcement(c: &ConferenceId, id: &AnnouncementId) -> Key {
    Key::new(announcements(c), id.as_str())
}
pub(crate) fn entry(c: &ConferenceId, id: &EntryId) -> Key {
    Key::new(format!("C#{c}#ENTRY#{id}"), "ENTRY")
}

/// Keys that the queue is spread over. A person who joins writes one of them and its tally, so concurrent joins rarely
/// conflict; a reader of the queue reads all of them.
pub const QUEUES: u32 = 8;

pub(crate) fn queue(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#QUEUE#{number}")
}
/// The one of the [`QUEUES`] keys that an entry is in.
pub(crate) fn queue_number(id: &EntryId) -> u32 {
    spread(id.as_str()) % QUEUES
}
/// The prefix of a class's sort keys.
pub(crate) fn class_prefix(class: Class) -> String {
    let word = Class::WORDS.iter().find(|(_, c)| *c == class).map_or("", |(word, _)| word);
    format!("{word}#")
}
/// An entry's position in the queue: within a class, sort keys are ordered by time of joining, then id.
pub(crate) fn queue_place(c: &ConferenceId, entry: &Entry) -> Key {
    let place = queue_sort(entry.standing.class, entry.joined_at, &entry.id);
    Key { pk: queue(c, queue_number(&entry.id)), sk: place }
}
pub(crate) fn queue_sort(class: Class, joined_at: Timestamp, id: &EntryId) -> String {
    // Milliseconds are padded to the digits that the year 9999 needs, so that text sorts like numbers.
    format!("{}{:015}#{id}", class_prefix(class), joined_at.as_millisecond())
}
/// Parses the time of joining and the entry out of a position's sort key.
pub(crate) fn parse_place(sk: &str) -> Option<(Timestamp, EntryId)> {
    let mut parts = sk.split('#').skip(1);
    let joined_at = Timestamp::from_millisecond(parts.next()?.parse().ok()?).ok()?;
    Some((joined_at, EntryId::parse(parts.next()?)?))
}
pub(crate) fn tally(c: &ConferenceId, number: u32) -> Key {
    Key::new(format!("C#{c}#TALLY#{number}"), "TALLY")
}
pub(crate) fn waitlist(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#WAITLIST#{number}")
}
/// The edition and the entry that a due entry of the waitlist names.
pub(crate) fn parse_entry(key: &Key) -> Option<(ConferenceId, EntryId)> {
    let (c, id) = key.pk.strip_prefix("C#")?.split_once("#ENTRY#")?;
    Some((c.parse().ok()?, EntryId::parse(id)?))
}

/// The sort key of a proposal itself.
pub(crate) const PROPOSAL: &str = "PROPOSAL";
/// The prefix of the sort keys of a proposal's changes.
pub(crate) const CHANGE: &str = "CHANGE#";

pub(crate) fn proposal(c: &ConferenceId, id: &ProposalId) -> Key {
    Key::new(format!("C#{c}#PROPOSAL#{id}"), PROPOSAL)
}
pub(crate) fn proposal_change(c: &ConferenceId, id: &ProposalId, revision: u64) -> Key {
    Key::new(format!("C#{c}#PROPOSAL#{id}"), &format!("{CHANGE}{revision:08}"))
}
/// The partition of a track's proposals: their ids are its sort keys.
pub(crate) fn track_proposals(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#PROPOSALS")
}
/// The partition of a person's proposals: their ids are its sort keys.
pub(crate) fn speaker(c: &ConferenceId, person: &PersonKey) -> String {
    format!("C#{c}#SPEAKER#{person}")
}
pub(crate) fn submissions(c: &ConferenceId, t: &TrackId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}#BY#{person}"), "SUBMISSIONS")
}
/// The decision on a proposal, and the latest one that was sent.
pub(crate) fn ruling(c: &ConferenceId, id: &ProposalId) -> Key {
    Key::new(format!("C#{c}#PROPOSAL#{id}"), "DECISION")
}
/// The partition of a track's reviews, by proposal.
pub(crate) fn reviews(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#REVIEWS")
}
pub(crate) fn review(c: &ConferenceId, t: &TrackId, proposal: &ProposalId, person: &PersonKey) -> Key {
    Key { pk: reviews(c, t), sk: format!("{proposal}#{person}") }
}
/// The partition of the tags of a track's proposals: their ids are its sort keys.
pub(crate) fn tags(c: &ConferenceId, t: &TrackId) -> String {
    format!("C#{c}#TRACK#{t}#TAGS")
}
pub(crate) fn tagged(c: &ConferenceId, t: &TrackId, proposal: &ProposalId) -> Key {
    Key { pk: tags(c, t), sk: proposal.as_str().to_owned() }
}
pub(crate) fn selection(c: &ConferenceId, t: &TrackId) -> Key {
    Key::new(format!("C#{c}#TRACK#{t}"), "SELECTION")
}
/// The edition and the track that a due selection names.
pub(crate) fn parse_selection(key: &Key) -> Option<(ConferenceId, TrackId)> {
    let (c, t) = key.pk.strip_prefix("C#")?.split_once("#TRACK#")?;
    Some((c.parse().ok()?, t.parse().ok()?))
}
/// The sort key of a mark to reclassify a person on the waitlist.
pub(crate) const STANDING: &str = "STANDING";

pub(crate) fn standing(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(format!("C#{c}#STANDING#{person}"), STANDING)
}
/// The edition of such a mark.
pub(crate) fn parse_class_mark(key: &Key) -> Option<ConferenceId> {
    let (c, person) = key.pk.strip_prefix("C#")?.split_once("#STANDING#")?;
    person.parse::<PersonKey>().ok()?;
    c.parse().ok()
}
pub(crate) fn numbers(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#NUMBERS"), "NUMBERS")
}
/// The latest consistency check of an edition.
pub(crate) fn audit(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#AUDIT"), "LATEST")
}

/// The campaign of "are you still coming?".
pub(crate) fn round(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#RECONFIRMATION"), "ROUND")
}
/// The edition of the campaign that a due entry names.
pub(crate) fn parse_campaign(key: &Key) -> Option<ConferenceId> {
    key.pk.strip_prefix("C#")?.strip_suffix("#RECONFIRMATION")?.parse().ok()
}

/// Keys that answers are counted on.
pub(crate) const TALLIES: u32 = 8;

pub(crate) fn answers(c: &ConferenceId, number: u32) -> Key {
    Key::new(format!("C#{c}#ANSWERS#{number}"), "ANSWERS")
}

/// The sort key of the BoF board.
pub(crate) const BOARD: &str = "BOARD";

pub(crate) fn check_in(c: &ConferenceId, registration: &RegistrationId) -> Key {
    Key::new(format!("C#{c}#CHECK-IN#{registration}"), "CHECK-IN")
}
pub(crate) fn door_tally(c: &ConferenceId, number: u32) -> Key {
    Key::new(format!("C#{c}#DOOR#{number}"), "DOOR")
}
pub(crate) fn bofs(c: &ConferenceId) -> String {
    format!("C#{c}#BOFS")
}
pub(crate) fn board(c: &ConferenceId) -> Key {
    Key::new(bofs(c), BOARD)
}
/// The prefix of the sort keys of a release's sessions.
pub(crate) const PART: &str = "PART";
/// The prefix of the sort keys of a release's mails.
pub(crate) const BATCH: &str = "BATCH";

pub(crate) fn draft(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#DRAFT"), "DRAFT")
}
pub(crate) fn bookmarks(c: &ConferenceId) -> String {
    format!("C#{c}#BOOKMARKS")
}
pub(crate) fn bookmarked(c: &ConferenceId, person: &PersonKey) -> Key {
    Key::new(bookmarks(c), person.as_str())
}
pub(crate) fn sessions(c: &ConferenceId) -> String {
    format!("C#{c}#SESSIONS")
}
pub(crate) fn session(c: &ConferenceId, id: &SessionId) -> Key {
    Key::new(sessions(c), id.as_str())
}
/// The head of the release in force.
pub(crate) fn timetable(c: &ConferenceId) -> Key {
    Key::new(format!("C#{c}#TIMETABLE"), "RELEASE")
}
/// The edition of the release that a due entry names.
pub(crate) fn parse_timetable(key: &Key) -> Option<ConferenceId> {
    key.pk.strip_prefix("C#")?.strip_suffix("#TIMETABLE").filter(|_| key.sk == "RELEASE")?.parse().ok()
}
pub(crate) fn release_parts(c: &ConferenceId, parts: &str) -> String {
    format!("C#{c}#RELEASE#{parts}")
}
pub(crate) fn release_part(c: &ConferenceId, parts: &str, what: &str, number: usize) -> Key {
    Key::new(release_parts(c, parts), &format!("{what}#{number:04}"))
}
pub(crate) fn release_list(c: &ConferenceId) -> String {
    format!("C#{c}#RELEASES")
}
pub(crate) fn release_listed(c: &ConferenceId, number: u32) -> Key {
    Key::new(release_list(c), &format!("{number:08}"))
}
pub(crate) fn bof(c: &ConferenceId, id: &BofId) -> Key {
    Key::new(bofs(c), &format!("BOF#{id}"))
}

pub(crate) fn invitation(c: &ConferenceId, id: &str) -> Key {
    Key::new(format!("C#{c}#INVITATION#{id}"), "INVITATION")
}
pub(crate) fn mail(key: &str) -> Key {
    Key::new(format!("MAIL#{key}"), "MAIL")
}
pub(crate) fn suppressed(hash: &str) -> Key {
    Key::new(format!("SUPPRESSED#{hash}"), "SUPPRESSED")
}
pub(crate) fn people_salt() -> Key {
    Key::new("PEOPLE".into(), "SALT")
}
pub(crate) fn link(hash: &PersonKey) -> Key {
    Key::new(format!("LINK#{hash}"), "LINK")
}
pub(crate) fn roles(c: &ConferenceId) -> String {
    format!("C#{c}#ROLES")
}

/// The sort key of the salt for a series' imported people.
pub(crate) const SALT: &str = "SALT";

pub(crate) fn history(series: &str) -> String {
    format!("SERIES#{series}#HISTORY")
}
pub(crate) fn history_salt(series: &str) -> Key {
    Key::new(history(series), SALT)
}
pub(crate) fn history_head(series: &str, c: &ConferenceId) -> Key {
    Key::new(history(series), c.as_str())
}
pub(crate) fn history_pages(series: &str, c: &ConferenceId) -> String {
    format!("SERIES#{series}#HISTORY#{c}")
}
pub(crate) fn history_page(series: &str, c: &ConferenceId, number: u32) -> Key {
    Key::new(history_pages(series, c), &format!("{number:02}"))
}
pub(crate) fn standings(series: &str) -> Key {
    Key::new(format!("SERIES#{series}#STANDINGS"), STANDINGS)
}
/// The sort key of a scan through a series.
pub(crate) const STANDINGS: &str = "STANDINGS";

pub(crate) fn role(c: &ConferenceId, id: &RoleId) -> Key {
    Key::new(roles(c), id.as_str())
}
pub(crate) fn linking(id: &str) -> Key {
    Key::new(format!("LINKING#{id}"), "ATTEMPT")
}
pub(crate) fn attempt(id: &str) -> Key {
    Key::new(format!("SIGN-IN#{id}"), "ATTEMPT")
}
pub(crate) fn api_tokens(owner: &str) -> String {
    format!("TOKENS#{owner}")
}
pub(crate) fn api_token(owner: &str, id: &str) -> Key {
    Key::new(api_tokens(owner), id)
}
pub(crate) fn ended_session(id: &str) -> Key {
    Key::new(format!("SESSION#{id}"), "ENDED")
}
pub(crate) fn limit(what: &str, whose: &str, window: i64) -> Key {
    Key::new(format!("LIMIT#{what}#{whose}#{window}"), "LIMIT")
}

pub(crate) fn due(workflow: &str, number: u32) -> String {
    format!("DUE#{workflow}#{number}")
}
/// The workflow that a partition of due items belongs to.
pub fn workflow_of(due_pk: &str) -> Option<&str> {
    due_pk.strip_prefix("DUE#")?.split_once('#').map(|(workflow, _)| workflow)
}
/// Failed items that are tried again, apart from the others, so that each is listed separately. Few items, so one key.
pub(crate) fn due_again(workflow: &str) -> String {
    format!("DUE#{workflow}#again")
}
/// Items that failed too often: no workflow lists them.
pub(crate) fn due_set_aside(number: u32) -> String {
    format!("DUE#set-aside#{number}")
}

/// The prefix of both keys of a record beside an item, so that it is not mistaken for the item.
const BESIDE: &str = "BESIDE#";

/// The record beside an unreadable item that a workflow met.
pub(crate) fn beside(of: &Key) -> Key {
    Key { pk: format!("{BESIDE}{}", of.pk), sk: format!("{BESIDE}{}", of.sk) }
}
/// The item that such a record is about.
pub(crate) fn beside_of(beside: &Key) -> Option<Key> {
    let part = |text: &str| text.strip_prefix(BESIDE).map(str::to_owned);
    Some(Key { pk: part(&beside.pk)?, sk: part(&beside.sk)? })
}

/// The workflow whose due items are listed by priority.
pub(crate) const DELIVER_MAIL: &str = "deliver-mail";

/// Partition keys of each mail priority above the lowest. A mail writes its index entry four times, so four keys of
/// 1,000 units a second carry 1,000 mails a second. SES sends fewer, and each key costs one more query. They take 4,000
/// new mails a second, which is all that a fresh table writes.
const URGENT_SPREAD: u32 = 4;

/// All partitions of the `due` index that hold a workflow's items, and only its items. Each begins with
/// `DUE#{workflow}#`, which the stream's filters match.
pub(crate) fn due_partitions(workflow: &str) -> Vec<String> {
    match workflow {
        DELIVER_MAIL => MailPriority::ALL.into_iter().flat_map(due_mail_partitions).collect(),
        _ => (0..SPREAD).map(|number| due(workflow, number)).collect(),
    }
}
/// Those of them that hold mails of this priority.
pub(crate) fn due_mail_partitions(priority: MailPriority) -> Vec<String> {
    (0..mail_spread(priority)).map(|number| due_mail_partition(priority, number)).collect()
}
/// The partition that lists a mail while it is due.
pub(crate) fn due_mail(mail: &Key, priority: MailPriority) -> String {
    due_mail_partition(priority, spread(&mail.pk) % mail_spread(priority))
}
fn due_mail_partition(priority: MailPriority, number: u32) -> String {
    match priority {
        MailPriority::Interactive => format!("DUE#{DELIVER_MAIL}#interactive-{number}"),
        MailPriority::TimeCritical => format!("DUE#{DELIVER_MAIL}#time-critical-{number}"),
        // Before mails had priorities, all were listed here: those queued then are found here, whatever their kind.
        MailPriority::Routine => due(DELIVER_MAIL, number),
    }
}
fn mail_spread(priority: MailPriority) -> u32 {
    match priority {
        MailPriority::Interactive | MailPriority::TimeCritical => URGENT_SPREAD,
        MailPriority::Routine => SPREAD,
    }
}
pub(crate) fn registrations(c: &ConferenceId, number: u32) -> String {
    format!("C#{c}#REGISTRATIONS#{number}")
}
pub(crate) fn invitations(c: &ConferenceId, p: &PoolId) -> String {
    format!("C#{c}#POOL#{p}#INVITATIONS")
}
pub(crate) fn invitation_entry(invitation: &Invitation) -> String {
    format!("{}#{}", invitation.invited_at, invitation.id)
}
pub(crate) fn mails(c: &str, number: u32) -> String {
    format!("C#{c}#MAILS#{number}")
}

/// Mails that were given up.
pub(crate) fn failed_mails(c: &str) -> String {
    format!("C#{c}#MAILS#failed")
}

/// Sent mails that did not arrive, or that their reader did not want.
pub(crate) fn bounced_mails(c: &str) -> String {
    format!("C#{c}#MAILS#bounced")
}

/// The parts of a shard's or a status's key that a due entry names: edition, pool, and the shard's number.
pub(crate) fn parse_pool(key: &Key) -> Option<(ConferenceId, PoolId, Option<u32>)> {
    let rest = key.pk.strip_prefix("C#")?;
    let (c, rest) = rest.split_once("#POOL#")?;
    let (pool, number) = match rest.split_once('#') {
        Some((pool, number)) => (pool, Some(number.parse().ok()?)),
        None => (rest, None),
    };
    Some((c.parse().ok()?, pool.parse().ok()?, number))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_pool_key_says_which_pool() {
        let (c, p) = ("lpc-2023".parse().unwrap(), "mc-tracing".parse().unwrap());
        assert_eq!(parse_pool(&shard(&c, &p, 7)), Some((c.clone(), p.clone(), Some(7))));
        assert_eq!(parse_pool(&status(&c, &p)), Some((c, p, None)));
    }

    #[test]
    fn a_mail_is_listed_where_its_workflow_looks() {
        let partitions = due_partitions(DELIVER_MAIL);
        assert_eq!(partitions.len(), 24);
        assert!(partitions.iter().all(|pk| pk.starts_with("DUE#deliver-mail#")), "{partitions:?}");
        for priority in MailPriority::ALL {
            let own = due_mail_partitions(priority);
            let used: BTreeSet<_> = (0..200).map(|n| due_mail(&mail(&format!("sign-in:{n}")), priority)).collect();
            assert_eq!(used, own.iter().cloned().collect(), "{priority:?}");
            assert!(own.iter().all(|pk| partitions.contains(pk)), "{priority:?}");
        }
        assert_eq!(
            due_mail_partitions(MailPriority::Routine),
            (0..SPREAD).map(|n| due(DELIVER_MAIL, n)).collect::<Vec<_>>()
        );
        assert_eq!(due_partitions("reconfirm").len(), SPREAD as usize);
    }

    #[test]
    fn keys_spread_evenly() {
        let mut counts = [0; SPREAD as usize];
        for n in 0..1600 {
            counts[spread(&format!("person-{n}")) as usize] += 1;
        }
        assert!(counts.iter().all(|c| (60..160).contains(c)), "{counts:?}");
    }
}
