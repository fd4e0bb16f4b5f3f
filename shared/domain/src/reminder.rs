//! Reminders before a deadline: which is due now, which has become useless, and what a person can be spared.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::TrackId;
use crate::instant::Before;
use crate::person::EmailAddress;
use crate::proposal::ProposalId;

/// Whose deadline people are reminded of. What it is, and who is concerned, is found when a reminder is due: nothing
/// here can be out of date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The close of a track's call for proposals.
    Call(TrackId),
    /// When a track's reviews are wanted.
    Reviews(TrackId),
    /// Until when an accepted proposal's people say whether they come.
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
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("call", track)) => Ok(Self::Call(track.parse()?)),
            Some(("reviews", track)) => Ok(Self::Reviews(track.parse()?)),
            Some(("acceptance", id)) => {
                ProposalId::parse(id).map(Self::Acceptance).ok_or_else(|| "must name a proposal".to_owned())
            }
            _ => Err("must be what people are reminded of, such as call:tracing".into()),
        }
    }
}

/// Why somebody is reminded. Each kind can be switched off by its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReminderKind {
    /// They have drafts that are not sent.
    Drafts,
    /// They asked to be reminded of the call.
    Calls,
    Leads,
    Reviews,
    /// Their proposal is accepted, and they have not said whether they come.
    Acceptances,
}

impl ReminderKind {
    /// The words of links and the API.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        ("drafts", Self::Drafts),
        ("calls", Self::Calls),
        ("leads", Self::Leads),
        ("reviews", Self::Reviews),
        ("acceptances", Self::Acceptances),
    ];

    /// As in links and the API.
    pub fn as_str(self) -> &'static str {
        Self::WORDS.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// For people: reminders of …
    pub fn label(self) -> &'static str {
        match self {
            Self::Drafts => "proposals that you have begun and not sent, and deadlines of theirs that move",
            Self::Calls => "calls for proposals that you asked to be reminded of",
            Self::Leads => "calls of the tracks that you lead",
            Self::Reviews => "reviews that you owe",
            Self::Acceptances => "accepted proposals that you have not answered",
        }
    }
}

/// What has been done for one deadline.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The times before it that are done: sent, or left out because they would have come too late. Moving the deadline
    /// leaves them done.
    #[serde(default)]
    pub done: BTreeSet<Before>,
    /// Whether the deadline has been looked at: what was over by then is not made up for.
    #[serde(default)]
    pub looked_at: bool,
    /// Whether an organizer holds reminders back.
    #[serde(default)]
    pub paused: bool,
    /// Counts what was written: guards writes against each other.
    #[serde(default)]
    pub revision: u64,
}

/// What to do for a deadline now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The time before the deadline to write for now.
    pub send: Option<Before>,
    /// The series when that is done.
    pub after: Series,
    /// When to look again; `None` when nothing is left.
    pub next_at: Option<Timestamp>,
}

impl Series {
    /// Decides about a deadline at `at` with reminders these times before it.
    ///
    /// A reminder is useful until the next one's time, and never once the deadline is there: after an outage the last
    /// that is due is sent and the ones before it are left out, so nothing comes in a burst.
    pub fn decide(&self, at: Timestamp, reminders: &[Before], now: Timestamp) -> Decision {
        let mut after = Self { looked_at: true, revision: self.revision + 1, ..self.clone() };
        let left: BTreeSet<_> = reminders.iter().copied().filter(|before| !self.done.contains(before)).collect();
        // The shortest time before the deadline is the latest instant: the only one that is still useful.
        let due: BTreeSet<_> = left.iter().copied().filter(|before| before.from(at) <= now).collect();
        let latest = due.first().copied();
        // A later one that was done already, before the deadline was moved, makes this one no less useful.
        let send = latest.filter(|_| now < at && self.looked_at && !self.paused);
        if !self.paused {
            after.done.extend(due.iter().copied());
        }
        let next = left.difference(&due).map(|before| before.from(at)).min();
        let next_at = if self.paused { None } else { next };
        Decision { send, after, next_at }
    }

    /// What is still to come of a deadline: when, and how long before it.
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
    /// The track that it is about.
    pub track: TrackId,
    pub at: Timestamp,
    /// The deadline as it was announced.
    pub announced: String,
    /// What it is about: titles of drafts, or how many proposals have come in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<String>,
    /// Where to go, as a path.
    pub path: String,
}

/// Somebody who is concerned by a reminder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub email: EmailAddress,
    /// The name to greet, if it is known.
    pub name: Option<String>,
    pub line: Line,
}

/// What names one reminder to one person, so that it is sent once: the deadline, how long before it, and why.
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

    /// Looks at each of these hours, and says what is sent when.
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
    fn what_was_sent_is_not_sent_again_when_the_deadline_is_moved_and_the_others_come() {
        let mut series = looked(&[]);
        assert_eq!(sent(&mut series, 1000, 0..900), [(832, before(168))]);
        assert_eq!(sent(&mut series, 1200, 900..1300), [(1176, before(24)), (1197, before(3))]);
    }

    #[test]
    fn after_an_outage_only_the_last_that_is_due_comes_and_none_after_the_deadline() {
        assert_eq!(sent(&mut looked(&[]), 1000, [0, 998, 999, 1001]), [(998, before(3))]);
        assert_eq!(sent(&mut looked(&[]), 1000, [0, 1000, 1001]), []);
        assert_eq!(sent(&mut looked(&[]), 1000, [0, 980, 998]), [(980, before(24)), (998, before(3))]);
    }

    #[test]
    fn what_was_over_when_a_deadline_was_first_seen_is_not_made_up_for() {
        assert_eq!(sent(&mut Series::default(), 1000, 900..1100), [(976, before(24)), (997, before(3))]);
    }

    #[test]
    fn what_is_held_back_waits_and_comes_only_while_it_is_useful() {
        let mut series = Series { paused: true, ..looked(&[]) };
        assert_eq!(sent(&mut series, 1000, 0..980), []);
        series.paused = false;
        assert_eq!(sent(&mut series, 1000, 980..1100), [(980, before(24)), (997, before(3))]);
    }

    #[test]
    fn subjects_are_read_as_they_are_written() {
        let subject = Subject::Call("tracing".parse().unwrap());
        assert_eq!(subject.to_string().parse(), Ok(subject));
        assert!("party:tracing".parse::<Subject>().is_err());
    }

    proptest! {
        #[test]
        fn nobody_is_reminded_twice_or_too_late_however_late_we_look_and_however_the_deadline_moves(
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
                    // No other that is not done yet is due: this is the last.
                    prop_assert!(!reminders.iter().any(|r| !series.done.contains(r) && *r < sent && r.from(at(closes)) <= at(hour)));
                }
                prop_assert!(decision.next_at.is_none_or(|next| next > at(hour)));
                series = decision.after;
            }
        }
    }
}
