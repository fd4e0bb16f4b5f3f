//! The state of a track's call for proposals: its window, its earlier deadlines, and the notifications sent about it.
//!
//! The write that submits a proposal checks the window alone. The opening and closing recorded here only say which
//! notifications were sent.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::{Cfp, Phase, Window};
use crate::instant::{Before, Deadline};
use crate::person::EmailAddress;
use crate::phrase::Phrase;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The first instant at which proposals are accepted.
    pub opens: Deadline,
    /// The end, exclusive: from this instant on it is too late.
    pub closes: Deadline,
    /// Earlier public deadlines, in order. Pages show them struck through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Deadline>,
    /// The time of the last change of the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_at: Option<Timestamp>,
    /// Times before the deadline at which people are reminded.
    #[serde(default)]
    pub reminders: Vec<Before>,
    /// Whether the reminders for the current deadline are planned.
    #[serde(default)]
    pub planned: bool,
    /// The number of deadline changes of which the owners of drafts were notified.
    #[serde(default, rename = "told")]
    pub notified: usize,
    #[serde(rename = "phase")]
    pub announced: Phase,
    /// Version for optimistic locking.
    #[serde(default)]
    pub revision: u64,
}

/// Why a change of a call is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotChange {
    /// It has opened, and people were notified.
    HasOpened { opened_at: Timestamp },
    /// The new deadline is in the past. People who relied on the old one would be late without notice.
    ClosesInThePast {
        /// The current time.
        now: Timestamp,
    },
}

impl CannotChange {
    /// The invalid key of the call.
    pub fn key(&self) -> &'static str {
        match self {
            Self::HasOpened { .. } => "opens",
            Self::ClosesInThePast { .. } => "closes",
        }
    }

    /// The problem and the fix, as a sentence without a full stop.
    pub fn detail(&self) -> Phrase {
        match self {
            Self::HasOpened { opened_at } => Phrase::of("call-has-opened").arg("opened-at", opened_at),
            Self::ClosesInThePast { now } => Phrase::of("call-deadline-past").arg("now", now),
        }
    }
}

/// The next step for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Plan the reminders of its deadline.
    Plan,
    /// Notify the owners of drafts of the moved deadline.
    Moved,
    /// Announce the opening.
    Opened,
    /// Process the close, and notify the leads of the number of proposals.
    Closed,
}

impl Call {
    /// The call of a new definition. Events before `now` are not announced.
    pub fn new(cfp: &Cfp, now: Timestamp) -> Self {
        let announced = cfp.window.phase(now);
        Self {
            opens: cfp.window.opens.clone(),
            closes: cfp.window.closes.clone(),
            was: Vec::new(),
            moved_at: None,
            reminders: cfp.reminders.clone(),
            planned: announced == Phase::After,
            notified: 0,
            announced,
            revision: 0,
        }
    }

    pub fn window(&self) -> Window {
        Window { opens: self.opens.clone(), closes: self.closes.clone() }
    }

    /// The phase at an instant; `closes` itself is too late.
    pub fn phase(&self, now: Timestamp) -> Phase {
        self.window().phase(now)
    }

    /// Applies a new definition; `None` if it changes nothing. Records the old deadline if it was public; people
    /// cannot have relied on that of a call that has not opened.
    pub fn changed(&self, cfp: &Cfp, now: Timestamp) -> Result<Option<Self>, CannotChange> {
        let window = &cfp.window;
        if self.window() == *window && self.reminders == cfp.reminders {
            return Ok(None);
        }
        let has_opened = self.phase(now) != Phase::Before;
        if has_opened && window.opens.at != self.opens.at {
            return Err(CannotChange::HasOpened { opened_at: self.opens.at });
        }
        let moved = window.closes.at != self.closes.at;
        if moved && window.closes.at <= now {
            return Err(CannotChange::ClosesInThePast { now });
        }
        let mut after = Self {
            opens: window.opens.clone(),
            closes: window.closes.clone(),
            reminders: cfp.reminders.clone(),
            planned: self.planned && !moved && self.reminders == cfp.reminders,
            revision: self.revision + 1,
            ..self.clone()
        };
        if moved && has_opened {
            after.was.push(self.closes.clone());
            after.moved_at = Some(now);
            // The notification of the new deadline also says that the call is open, so the opening needs none.
            after.announced = Phase::Open;
        }
        Ok(Some(after))
    }

    /// The time of the next step; `None` after the close.
    pub fn due(&self, now: Timestamp) -> Option<Timestamp> {
        match self.announced {
            Phase::After => None,
            _ if !self.planned || self.notified < self.was.len() => Some(now),
            Phase::Before => Some(self.opens.at),
            Phase::Open => Some(self.closes.at),
        }
    }

    /// The step due now, and the call after it. A late workflow does not send outdated notifications: if a call has
    /// opened and closed since the last run, only the close is processed.
    pub fn step(&self, now: Timestamp) -> Option<(Step, Self)> {
        let after = |after: Self| Self { revision: self.revision + 1, ..after };
        let phase = self.phase(now);
        match (self.announced, phase) {
            (Phase::After, _) => None,
            // The call has closed, so news of a moved deadline is useless.
            (_, Phase::After) => {
                let notified = self.was.len();
                Some((Step::Closed, after(Self { announced: phase, planned: true, notified, ..self.clone() })))
            }
            _ if !self.planned => Some((Step::Plan, after(Self { planned: true, ..self.clone() }))),
            _ if self.notified < self.was.len() => {
                Some((Step::Moved, after(Self { notified: self.was.len(), ..self.clone() })))
            }
            (Phase::Before, Phase::Open) => Some((Step::Opened, after(Self { announced: phase, ..self.clone() }))),
            _ => None,
        }
    }

    /// Whether the last change extended the deadline; `None` without a change.
    pub fn extended(&self) -> Option<bool> {
        self.was.last().map(|was| was.at < self.closes.at)
    }
}

/// Lets one person submit proposals to one track after the call's deadline, until the link's own deadline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateLink {
    /// The person's key: they have at most one link for a track.
    pub id: String,
    /// The only address that can use it.
    pub email: EmailAddress,
    /// The end, exclusive: from this instant on it is too late.
    pub until: Deadline,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// All acts on it, in order.
    pub log: Vec<LateAct>,
}

/// An act on a late link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateAct {
    pub at: Timestamp,
    pub by: EmailAddress,
    /// The new deadline; `None` for a revocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl LateLink {
    /// The limit of recorded acts, which bounds the item's size. Further changes are refused.
    pub const ACTS_MAX: usize = 50;

    /// A new link that continues the history of the one before.
    pub fn given(
        id: &str,
        email: &EmailAddress,
        until: &Deadline,
        before: Option<&Self>,
        by: &EmailAddress,
        now: Timestamp,
    ) -> Self {
        let mut log = before.map(|before| before.log.clone()).unwrap_or_default();
        log.push(LateAct { at: now, by: by.clone(), until: Some(until.at) });
        Self { id: id.to_owned(), email: email.clone(), until: until.clone(), revoked_at: None, log }
    }

    /// Revokes the link.
    #[must_use]
    pub fn revoked(&self, by: &EmailAddress, now: Timestamp) -> Self {
        let mut log = self.log.clone();
        log.push(LateAct { at: now, by: by.clone(), until: None });
        Self { revoked_at: Some(now), log, ..self.clone() }
    }

    pub fn works(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.until.at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use proptest::prelude::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hour)
    }

    fn deadline(hour: i64) -> Deadline {
        Deadline { at: at(hour), announced: format!("hour {hour}") }
    }

    fn window(opens: i64, closes: i64) -> Cfp {
        let window = Window { opens: deadline(opens), closes: deadline(closes) };
        Cfp { window, reminders: vec!["PT3H".parse().unwrap()], limit_per_person: None }
    }

    /// Performs all steps due at an hour.
    fn advance(call: &mut Call, hour: i64) -> Vec<Step> {
        let mut all = Vec::new();
        while let Some((step, after)) = call.step(at(hour)) {
            all.extend((step != Step::Plan).then_some(step));
            *call = after;
        }
        all
    }

    #[test]
    fn a_call_opens_once_and_closes_once() {
        let mut call = Call::new(&window(10, 20), at(0));
        assert_eq!(advance(&mut call, 9), []);
        assert_eq!(call.due(at(9)), Some(at(10)));
        assert_eq!(advance(&mut call, 10), [Step::Opened]);
        assert_eq!(call.due(at(10)), Some(at(20)));
        assert_eq!(advance(&mut call, 19), []);
        assert_eq!(advance(&mut call, 20), [Step::Closed]);
        assert_eq!((call.due(at(20)), advance(&mut call, 99)), (None, vec![]));
    }

    #[test]
    fn events_before_the_definition_are_not_announced() {
        assert_eq!(advance(&mut Call::new(&window(10, 20), at(15)), 15), []);
        assert_eq!(advance(&mut Call::new(&window(10, 20), at(25)), 25), []);
    }

    #[test]
    fn after_an_outage_only_the_close_is_processed() {
        let mut call = Call::new(&window(10, 20), at(0));
        assert_eq!(advance(&mut call, 30), [Step::Closed]);
    }

    #[test]
    fn an_extension_is_notified_once_and_the_close_at_its_new_time() {
        let mut call = Call::new(&window(10, 20), at(15));
        call = call.changed(&window(10, 40), at(19)).unwrap().unwrap();
        assert_eq!((call.extended(), call.was.clone()), (Some(true), vec![deadline(20)]));
        assert_eq!(call.due(at(19)), Some(at(19)));
        assert_eq!(advance(&mut call, 19), [Step::Moved]);
        assert_eq!(advance(&mut call, 20), []);
        assert_eq!(advance(&mut call, 40), [Step::Closed]);
        // Reopened after the close.
        call = call.changed(&window(10, 60), at(50)).unwrap().unwrap();
        assert_eq!(call.was, [deadline(20), deadline(40)]);
        assert_eq!(advance(&mut call, 50), [Step::Moved]);
        assert_eq!(advance(&mut call, 60), [Step::Closed]);
    }

    #[test]
    fn a_deadline_moves_only_to_the_future() {
        let call = Call::new(&window(10, 20), at(15));
        assert_eq!(call.changed(&window(10, 20), at(15)), Ok(None));
        assert_eq!(call.changed(&window(10, 15), at(15)), Err(CannotChange::ClosesInThePast { now: at(15) }));
        assert_eq!(call.changed(&window(11, 20), at(15)), Err(CannotChange::HasOpened { opened_at: at(10) }));
        let shorter = call.changed(&window(10, 16), at(15)).unwrap().unwrap();
        assert_eq!(shorter.extended(), Some(false));
    }

    #[test]
    fn the_window_of_an_unopened_call_can_change_freely() {
        let call = Call::new(&window(10, 20), at(0));
        let later = call.changed(&window(12, 30), at(5)).unwrap().unwrap();
        assert_eq!((later.was.len(), later.opens.at), (0, at(12)));
    }

    #[test]
    fn reminders_are_planned_again_when_the_deadline_or_they_themselves_change() {
        let steps = |call: &Call| call.step(at(15)).map(|(step, after)| (step, after.planned));
        let mut call = Call::new(&window(10, 20), at(15));
        assert_eq!(steps(&call), Some((Step::Plan, true)));
        advance(&mut call, 15);
        assert_eq!((steps(&call), call.due(at(15))), (None, Some(at(20))));
        let mut other = window(10, 20);
        other.reminders.push("P1D".parse().unwrap());
        let call = call.changed(&other, at(15)).unwrap().unwrap();
        assert_eq!((steps(&call), call.due(at(15))), (Some((Step::Plan, true)), Some(at(15))));
        let over = Call::new(&window(10, 20), at(25));
        assert_eq!((steps(&over), over.due(at(25))), (None, None));
    }

    #[test]
    fn the_same_instant_in_other_words_is_the_same_deadline() {
        let call = Call::new(&window(10, 20), at(15));
        let mut said = window(10, 20);
        said.window.closes.announced = "the same, in other words".into();
        let after = call.changed(&said, at(15)).unwrap().unwrap();
        assert_eq!((after.was.len(), after.closes.announced.as_str()), (0, "the same, in other words"));
    }

    proptest! {
        #[test]
        fn the_last_close_is_processed_once_after_any_changes(
            steps in prop::collection::vec((0i64..30, prop::option::of(1i64..60)), 1..20),
        ) {
            let mut call = Call::new(&window(10, 20), at(0));
            let mut hour = 0;
            let mut closes_announced = Vec::new();
            for (wait, move_by) in steps {
                hour += wait;
                if let Some(by) = move_by {
                    let opens = call.opens.at.as_second() / 3600;
                    if let Ok(Some(after)) = call.changed(&window(opens, (hour + by).max(opens + 1)), at(hour)) {
                        call = after;
                    }
                }
                for step in advance(&mut call, hour) {
                    match step {
                        Step::Closed => closes_announced.push(call.closes.at),
                        Step::Plan | Step::Opened | Step::Moved => prop_assert_eq!(call.phase(at(hour)), Phase::Open),
                    }
                }
                // No step that is due now remains.
                prop_assert!(call.due(at(hour)).is_none_or(|due| due > at(hour)));
                prop_assert_eq!(call.announced, call.phase(at(hour)));
            }
            let last = call.closes.at;
            closes_announced.extend(advance(&mut call, hour + 1000).into_iter().map(|_| last));
            let mut once = closes_announced.clone();
            once.dedup();
            prop_assert_eq!(&once, &closes_announced);
            prop_assert_eq!(closes_announced.last(), Some(&last));
        }

        #[test]
        fn a_late_link_works_until_its_deadline_or_revocation(until in 1i64..100, now in 0i64..100) {
            let (email, by) = ("ann@example.org".parse().unwrap(), "lead@example.org".parse().unwrap());
            let link = LateLink::given("id", &email, &deadline(until), None, &by, at(0));
            prop_assert_eq!(link.works(at(now)), now < until);
            let revoked = link.revoked(&by, at(now));
            prop_assert!(!revoked.works(at(0)));
            let again = LateLink::given("id", &email, &deadline(until), Some(&revoked), &by, at(now));
            prop_assert_eq!((again.works(at(now)), again.log.len()), (now < until, 3));
        }
    }
}
