//! Reminders before a deadline: decides which is due, which is outdated, and which kinds a person switched off.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::TrackId;
use crate::instant::Before;
use crate::person::EmailAddress;
use crate::phrase::Phrase;
use crate::proposal::ProposalId;

/// The subject of reminders. The deadline and the recipients are looked up when a reminder is due, so they are never
/// outdated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The deadline of a track's call for proposals.
    Call(TrackId),
    /// The deadline for a track's reviews.
    Reviews(TrackId),
    /// The deadline for an accepted proposal's people to confirm.
    Acceptance(ProposalId),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(track) => write!(f, "call:{track}"),
            Self::Reviews(track) => write!(f, "reviews:{track}"),
            Self::Acceptance(proposal) => write!(f, "acceptance:{proposal}"),
        }
    }
}

impl FromStr for Subject {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        match text.split_once(':') {
            Some(("call", track)) => Ok(Self::Call(track.parse()?)),
            Some(("reviews", track)) => Ok(Self::Reviews(track.parse()?)),
            Some(("acceptance", id)) => {
                ProposalId::parse(id).map(Self::Acceptance).ok_or_else(|| Phrase::of("must-name-proposal"))
            }
            _ => Err(Phrase::of("must-be-subject")),
        }
    }
}

/// The kind of reminder, or of another mail that answers no act of its reader. Readers can switch off each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderKind {
    /// For people with unsubmitted drafts.
    Drafts,
    /// For people who subscribed to reminders of a call.
    Calls,
    Leads,
    Reviews,
    /// For people whose proposal is accepted but not confirmed.
    Acceptances,
    /// Messages of organizers and leads to a group of people.
    Messages,
}

impl ReminderKind {
    /// The words of links and the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("drafts", Self::Drafts),
        ("calls", Self::Calls),
        ("leads", Self::Leads),
        ("reviews", Self::Reviews),
        ("acceptances", Self::Acceptances),
        ("messages", Self::Messages),
    ];

    /// As in links and the API.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }
}

/// The state of one deadline's reminders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// Times before the deadline that are done: sent, or skipped as outdated. They stay done if the deadline moves.
    #[serde(default)]
    pub done: BTreeSet<Before>,
    /// Whether the deadline was seen before. Reminders due before the first look are not sent late.
    #[serde(default)]
    pub looked_at: bool,
    /// Whether an organizer paused the reminders.
    #[serde(default)]
    pub paused: bool,
    /// Version for optimistic locking.
    #[serde(default)]
    pub revision: u64,
}

/// The decision about a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The reminder to send now, as the time before the deadline.
    pub send: Option<Before>,
    /// The state afterwards.
    pub after: Series,
    /// The time of the next decision; `None` if no reminder is left.
    pub next_at: Option<Timestamp>,
}

impl Series {
    /// Decides about a deadline at `at` with reminders at these times before it.
    ///
    /// A reminder is outdated when the next one is due or the deadline has passed. After an outage only the last due
    /// reminder is sent, so that people do not get a burst.
    pub fn decide(&self, at: Timestamp, reminders: &[Before], now: Timestamp) -> Decision {
        let mut after = Self { looked_at: true, revision: self.revision + 1, ..self.clone() };
        let left: BTreeSet<_> = reminders.iter().copied().filter(|before| !self.done.contains(before)).collect();
        // The shortest time before the deadline is the latest instant, the only reminder that is not outdated.
        let due: BTreeSet<_> = left.iter().copied().filter(|before| before.from(at) <= now).collect();
        let latest = due.first().copied();
        // A later reminder that was done before the deadline moved does not make this one outdated.
        let send = latest.filter(|_| now < at && self.looked_at && !self.paused);
        if !self.paused {
            after.done.extend(due.iter().copied());
        }
        let next = left.difference(&due).map(|before| before.from(at)).min();
        let next_at = if self.paused { None } else { next };
        Decision { send, after, next_at }
    }

    /// The remaining reminders: when, and how long before the deadline.
    pub fn upcoming(&self, at: Timestamp, reminders: &[Before]) -> Vec<(Timestamp, Before)> {
        let left = reminders.iter().filter(|before| !self.done.contains(before));
        let mut upcoming: Vec<_> = left.map(|before| (before.from(at), *before)).collect();
        upcoming.sort();
        upcoming.dedup();
        upcoming
    }
}

/// One line of a reminder to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub kind: ReminderKind,
    pub track: TrackId,
    pub at: Timestamp,
    /// The deadline, as announced.
    pub announced: String,
    /// Titles of proposals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// The path of the page to open.
    pub path: String,
}

/// The proposals that a reminder counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    OfCall { submitted: usize, drafts: usize },
    ToReview(usize),
}

impl Counted {
    pub fn phrase(self) -> Phrase {
        match self {
            Self::OfCall { submitted, drafts } => {
                Phrase::of("reminder-of-call").count("submitted", submitted).count("drafts", drafts)
            }
            Self::ToReview(count) => Phrase::of("reminder-to-review").count("count", count),
        }
    }
}

/// A recipient of a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub email: EmailAddress,
    /// The name for the greeting, if known.
    pub name: Option<String>,
    pub line: Line,
}

/// The key of one reminder to one person, so that it is sent once: the deadline, the time before it, and the kind.
pub fn obligation(subject: &Subject, before: Before, kind: ReminderKind) -> String {
    format!("{subject}:{before}:{}", kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use proptest::prelude::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    fn before(hours: i64) -> Before {
        format!("PT{hours}H").parse().unwrap()
    }

    fn looked(done: &[i64]) -> Series {
        Series { looked_at: true, done: done.iter().map(|h| before(*h)).collect(), ..Series::default() }
    }

    /// Decides at each of these hours and lists the sent reminders.
    fn sent(series: &mut Series, closes: i64, hours: impl IntoIterator<Item = i64>) -> Vec<(i64, Before)> {
        let reminders = [before(168), before(24), before(3)];
        let mut all = Vec::new();
        for hour in hours {
            let decision = series.decide(at(closes), &reminders, at(hour));
            all.extend(decision.send.map(|sent| (hour, sent)));
            *series = decision.after;
        }
        all
    }

    #[test]
    fn each_reminder_comes_once_at_its_time() {
        let expected = [(832, before(168)), (976, before(24)), (997, before(3))];
        assert_eq!(sent(&mut looked(&[]), 1000, 0..1100), expected);
        let decision = looked(&[]).decide(at(1000), &[before(24), before(3)], at(0));
        assert_eq!(decision.next_at, Some(at(976)));
    }

    #[test]
    fn moving_the_deadline_repeats_no_sent_reminder() {
        let mut series = looked(&[]);
        assert_eq!(sent(&mut series, 1000, 0..900), [(832, before(168))]);
        assert_eq!(sent(&mut series, 1200, 900..1300), [(1176, before(24)), (1197, before(3))]);
    }

    #[test]
    fn after_an_outage_only_the_last_due_reminder_is_sent() {
        assert_eq!(sent(&mut looked(&[]), 1000, [0, 998, 999, 1001]), [(998, before(3))]);
        assert_eq!(sent(&mut looked(&[]), 1000, [0, 1000, 1001]), []);
        assert_eq!(sent(&mut looked(&[]), 1000, [0, 980, 998]), [(980, before(24)), (998, before(3))]);
    }

    #[test]
    fn reminders_due_before_the_first_look_are_skipped() {
        assert_eq!(sent(&mut Series::default(), 1000, 900..1100), [(976, before(24)), (997, before(3))]);
    }

    #[test]
    fn a_paused_reminder_is_sent_later_unless_outdated() {
        let mut series = Series { paused: true, ..looked(&[]) };
        assert_eq!(sent(&mut series, 1000, 0..980), []);
        series.paused = false;
        assert_eq!(sent(&mut series, 1000, 980..1100), [(980, before(24)), (997, before(3))]);
    }

    #[test]
    fn subjects_survive_parsing() {
        let subject = Subject::Call("tracing".parse().unwrap());
        assert_eq!(subject.to_string().parse(), Ok(subject));
        assert!("party:tracing".parse::<Subject>().is_err());
    }

    proptest! {
        #[test]
        fn no_reminder_is_sent_twice_or_late_for_any_schedule(
            looks in prop::collection::vec((0i64..100, prop::option::of(0i64..400)), 1..40),
        ) {
            let reminders = [before(168), before(24), before(3)];
            let (mut series, mut hour, mut closes) = (looked(&[]), 0, 300);
            let mut all = BTreeSet::new();
            for (wait, moved) in looks {
                hour += wait;
                closes = moved.map_or(closes, |by| hour + 1 + by);
                let decision = series.decide(at(closes), &reminders, at(hour));
                if let Some(sent) = decision.send {
                    prop_assert!(all.insert(sent), "twice");
                    prop_assert!(hour < closes && sent.from(at(closes)) <= at(hour));
                    // It is the last one due: no other pending reminder is.
                    prop_assert!(!reminders.iter().any(|r| !series.done.contains(r) && *r < sent && r.from(at(closes)) <= at(hour)));
                }
                prop_assert!(decision.next_at.is_none_or(|next| next > at(hour)));
                series = decision.after;
            }
        }
    }
}
