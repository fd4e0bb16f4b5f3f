//! A track's call for proposals as it stands: its window, the closes it had before, and what has been told of it.
//!
//! Whether a proposal is in time is decided by the window alone, in the write that sends it; what is noted here of
//! opening and closing is what people have been told.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conference::{Cfp, Phase, Window};
use crate::instant::{Before, Deadline};
use crate::person::EmailAddress;

/// A track's call for proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// First instant at which a proposal can be sent.
    pub opens: Deadline,
    /// First instant at which it is too late.
    pub closes: Deadline,
    /// The closes that it had before, in order: each was told to people, and is shown struck through.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub was: Vec<Deadline>,
    /// When the close was last moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_at: Option<Timestamp>,
    /// How long before the close people are reminded.
    #[serde(default)]
    pub reminders: Vec<Before>,
    /// Whether the reminders are planned for this close.
    #[serde(default)]
    pub planned: bool,
    /// How many of these changes people with drafts have been told of.
    #[serde(default)]
    pub told: usize,
    #[serde(rename = "phase")]
    pub announced: Phase,
    /// Counts what was written: guards writes against each other.
    #[serde(default)]
    pub revision: u64,
}

/// Why a call cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CannotChange {
    /// It has opened, and that has been told.
    HasOpened { opened_at: Timestamp },
    /// The new close is over already: whoever relied on the old one would be too late without having been told.
    ClosesInThePast {
        /// The time that it is.
        now: Timestamp,
    },
}

impl CannotChange {
    /// The key of the call that is wrong.
    pub fn key(&self) -> &'static str {
        match self {
            Self::HasOpened { .. } => "opens",
            Self::ClosesInThePast { .. } => "closes",
        }
    }

    /// What is wrong and what would be right, as a sentence without a full stop.
    pub fn detail(&self) -> String {
        match self {
            Self::HasOpened { opened_at } => format!("the call has opened already, and stays so: {opened_at}"),
            Self::ClosesInThePast { now } => format!("a deadline can only be moved to a time to come: it is {now} now"),
        }
    }
}

/// What is to be done about a call now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Plan the reminders of its close.
    Plan,
    /// Tell people with drafts that the deadline was moved.
    Moved,
    /// Tell everybody that it has opened.
    Opened,
    /// Tell everybody that it has closed, and the leads what came in.
    Closed,
}

impl Call {
    /// A call as it is defined first. What has happened by then is no news.
    pub fn new(cfp: &Cfp, now: Timestamp) -> Self {
        let announced = cfp.window.phase(now);
        Self {
            opens: cfp.window.opens.clone(),
            closes: cfp.window.closes.clone(),
            was: Vec::new(),
            moved_at: None,
            reminders: cfp.reminders.clone(),
            planned: announced == Phase::After,
            told: 0,
            announced,
            revision: 0,
        }
    }

    pub fn window(&self) -> Window {
        Window { opens: self.opens.clone(), closes: self.closes.clone() }
    }

    /// Where an instant lies: the first instant of `closes` is too late.
    pub fn phase(&self, now: Timestamp) -> Phase {
        self.window().phase(now)
    }

    /// The call as it is defined now; `None` if it is so already. A close that was public is kept; one of a call that
    /// has not opened is not, since nobody has begun to rely on it.
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
            // Whoever hears that it was moved hears that it is open: nothing more is to be told of that.
            after.announced = Phase::Open;
        }
        Ok(Some(after))
    }

    /// When something is to be done next; `None` after the close.
    pub fn due(&self, now: Timestamp) -> Option<Timestamp> {
        match self.announced {
            Phase::After => None,
            _ if !self.planned || self.told < self.was.len() => Some(now),
            Phase::Before => Some(self.opens.at),
            Phase::Open => Some(self.closes.at),
        }
    }

    /// What is to be done now, and the call when it is done. Being late is no reason to tell everything in a row: of a
    /// call that has opened and closed since somebody looked, only the close is told.
    pub fn step(&self, now: Timestamp) -> Option<(Step, Self)> {
        let after = |after: Self| Self { revision: self.revision + 1, ..after };
        let phase = self.phase(now);
        match (self.announced, phase) {
            (Phase::After, _) => None,
            // Closed meanwhile: that the close was moved helps nobody any more.
            (_, Phase::After) => {
                let told = self.was.len();
                Some((Step::Closed, after(Self { announced: phase, planned: true, told, ..self.clone() })))
            }
            _ if !self.planned => Some((Step::Plan, after(Self { planned: true, ..self.clone() }))),
            _ if self.told < self.was.len() => {
                Some((Step::Moved, after(Self { told: self.was.len(), ..self.clone() })))
            }
            (Phase::Before, Phase::Open) => Some((Step::Opened, after(Self { announced: phase, ..self.clone() }))),
            _ => None,
        }
    }

    /// Whether the last change gave people more time; `None` if it was never changed.
    pub fn extended(&self) -> Option<bool> {
        self.was.last().map(|was| was.at < self.closes.at)
    }
}

/// Lets one person send proposals to one track until an instant of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateLink {
    /// Names it: the key of the person, who has at most one in a track.
    pub id: String,
    /// The only address it is for.
    pub email: EmailAddress,
    /// First instant at which it is too late.
    pub until: Deadline,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// Everything that was done to it, in order.
    pub log: Vec<LateAct>,
}

/// Something that was done to a late link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateAct {
    pub at: Timestamp,
    pub by: EmailAddress,
    /// Until when it was given; `None` where it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

impl LateLink {
    /// The most acts that are kept: whoever changes their mind more often is told to write a mail.
    pub const ACTS_MAX: usize = 50;

    /// A link as it is given now, after what was done to the one before.
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

    /// The link taken back.
    #[must_use]
    pub fn revoked(&self, by: &EmailAddress, now: Timestamp) -> Self {
        let mut log = self.log.clone();
        log.push(LateAct { at: now, by: by.clone(), until: None });
        Self { revoked_at: Some(now), log, ..self.clone() }
    }

    /// Whether it works at this instant.
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

    /// Tells everything that is to be told at an hour.
    fn told(call: &mut Call, hour: i64) -> Vec<Step> {
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
        assert_eq!(told(&mut call, 9), []);
        assert_eq!(call.due(at(9)), Some(at(10)));
        assert_eq!(told(&mut call, 10), [Step::Opened]);
        assert_eq!(call.due(at(10)), Some(at(20)));
        assert_eq!(told(&mut call, 19), []);
        assert_eq!(told(&mut call, 20), [Step::Closed]);
        assert_eq!((call.due(at(20)), told(&mut call, 99)), (None, vec![]));
    }

    #[test]
    fn what_was_over_when_a_call_was_defined_is_no_news() {
        assert_eq!(told(&mut Call::new(&window(10, 20), at(15)), 15), []);
        assert_eq!(told(&mut Call::new(&window(10, 20), at(25)), 25), []);
    }

    #[test]
    fn after_an_outage_only_the_close_is_told() {
        let mut call = Call::new(&window(10, 20), at(0));
        assert_eq!(told(&mut call, 30), [Step::Closed]);
    }

    #[test]
    fn an_extension_is_told_once_and_the_close_again_at_its_time() {
        let mut call = Call::new(&window(10, 20), at(15));
        call = call.changed(&window(10, 40), at(19)).unwrap().unwrap();
        assert_eq!((call.extended(), call.was.clone()), (Some(true), vec![deadline(20)]));
        assert_eq!(call.due(at(19)), Some(at(19)));
        assert_eq!(told(&mut call, 19), [Step::Moved]);
        assert_eq!(told(&mut call, 20), []);
        assert_eq!(told(&mut call, 40), [Step::Closed]);
        // Opened again after the close.
        call = call.changed(&window(10, 60), at(50)).unwrap().unwrap();
        assert_eq!(call.was, [deadline(20), deadline(40)]);
        assert_eq!(told(&mut call, 50), [Step::Moved]);
        assert_eq!(told(&mut call, 60), [Step::Closed]);
    }

    #[test]
    fn a_deadline_moves_to_a_time_to_come_only() {
        let call = Call::new(&window(10, 20), at(15));
        assert_eq!(call.changed(&window(10, 20), at(15)), Ok(None));
        assert_eq!(call.changed(&window(10, 15), at(15)), Err(CannotChange::ClosesInThePast { now: at(15) }));
        assert_eq!(call.changed(&window(11, 20), at(15)), Err(CannotChange::HasOpened { opened_at: at(10) }));
        let shorter = call.changed(&window(10, 16), at(15)).unwrap().unwrap();
        assert_eq!(shorter.extended(), Some(false));
    }

    #[test]
    fn before_a_call_opens_its_window_is_only_a_plan() {
        let call = Call::new(&window(10, 20), at(0));
        let later = call.changed(&window(12, 30), at(5)).unwrap().unwrap();
        assert_eq!((later.was.len(), later.opens.at), (0, at(12)));
    }

    #[test]
    fn reminders_are_planned_again_when_the_deadline_or_they_themselves_change() {
        let steps = |call: &Call| call.step(at(15)).map(|(step, after)| (step, after.planned));
        let mut call = Call::new(&window(10, 20), at(15));
        assert_eq!(steps(&call), Some((Step::Plan, true)));
        told(&mut call, 15);
        assert_eq!((steps(&call), call.due(at(15))), (None, Some(at(20))));
        let mut other = window(10, 20);
        other.reminders.push("P1D".parse().unwrap());
        let call = call.changed(&other, at(15)).unwrap().unwrap();
        assert_eq!((steps(&call), call.due(at(15))), (Some((Step::Plan, true)), Some(at(15))));
        let over = Call::new(&window(10, 20), at(25));
        assert_eq!((steps(&over), over.due(at(25))), (None, None));
    }

    #[test]
    fn other_words_for_the_same_instant_are_no_other_deadline() {
        let call = Call::new(&window(10, 20), at(15));
        let mut said = window(10, 20);
        said.window.closes.announced = "the same, in other words".into();
        let after = call.changed(&said, at(15)).unwrap().unwrap();
        assert_eq!((after.was.len(), after.closes.announced.as_str()), (0, "the same, in other words"));
    }

    proptest! {
        #[test]
        fn however_a_call_is_moved_and_looked_at_its_last_close_is_told_once(
            steps in prop::collection::vec((0i64..30, prop::option::of(1i64..60)), 1..20),
        ) {
            let mut call = Call::new(&window(10, 20), at(0));
            let mut hour = 0;
            let mut closes_told = Vec::new();
            for (wait, move_by) in steps {
                hour += wait;
                if let Some(by) = move_by {
                    let opens = call.opens.at.as_second() / 3600;
                    if let Ok(Some(after)) = call.changed(&window(opens, (hour + by).max(opens + 1)), at(hour)) {
                        call = after;
                    }
                }
                for step in told(&mut call, hour) {
                    match step {
                        Step::Closed => closes_told.push(call.closes.at),
                        Step::Plan | Step::Opened | Step::Moved => prop_assert_eq!(call.phase(at(hour)), Phase::Open),
                    }
                }
                // Nothing is left to tell, and what comes next is to come.
                prop_assert!(call.due(at(hour)).is_none_or(|due| due > at(hour)));
                prop_assert_eq!(call.announced, call.phase(at(hour)));
            }
            let last = call.closes.at;
            closes_told.extend(told(&mut call, hour + 1000).into_iter().map(|_| last));
            let mut once = closes_told.clone();
            once.dedup();
            prop_assert_eq!(&once, &closes_told);
            prop_assert_eq!(closes_told.last(), Some(&last));
        }

        #[test]
        fn a_late_link_works_until_its_instant_and_not_after_it_was_taken_back(until in 1i64..100, now in 0i64..100) {
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
