//! Figures of a run: latency and cost, each for new registrations, their repeats and refusals.

use std::collections::BTreeSet;
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::crowd::Sent;
use crate::exactness::is_success;

/// The longest latency that is recorded exactly: 20 minutes, in microseconds.
const LONGEST: u64 = 20 * 60 * 1_000_000;

/// Latencies of one kind of answer, in microseconds, exact to three digits.
#[derive(Clone, Debug)]
pub(crate) struct Latency(Histogram<u64>);

impl Default for Latency {
    fn default() -> Self {
        Self(Histogram::new_with_bounds(1, LONGEST, 3).expect("bounds and digits are allowed"))
    }
}

impl Latency {
    pub(crate) fn add(&mut self, time: Duration) {
        self.0.saturating_record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX).max(1));
    }

    /// Takes in another's.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.0.add(&other.0).expect("both have the same bounds");
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.len()
    }

    /// What this part of all answers, from 0 to 1, did not exceed.
    pub(crate) fn quantile(&self, part: f64) -> Duration {
        Duration::from_micros(self.0.value_at_quantile(part))
    }

    pub(crate) fn most(&self) -> Duration {
        Duration::from_micros(self.0.max())
    }
}

/// Mean and most of a count per answer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Cost {
    count: f64,
    sum: f64,
    pub(crate) most: f64,
}

impl Cost {
    fn add(&mut self, value: f64) {
        self.count += 1.0;
        self.sum += value;
        self.most = self.most.max(value);
    }

    /// `None` if the server said nothing.
    pub(crate) fn mean(self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

/// Figures of one kind of answer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kind {
    pub(crate) latency: Latency,
    pub(crate) write_units: Cost,
    pub(crate) calls: Cost,
    /// Bytes of an answer's body, the latest.
    pub(crate) size: usize,
}

/// Figures of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Figures {
    /// The first success of each person.
    pub(crate) registrations: Kind,
    pub(crate) repeats: Kind,
    pub(crate) refusals: Kind,
}

impl Figures {
    /// Of all answers of a run.
    pub(crate) fn of(sent: &[Sent]) -> Self {
        let mut in_order: Vec<_> = sent.iter().collect();
        in_order.sort_by_key(|sent| sent.received);
        let mut figures = Self::default();
        let mut known = BTreeSet::new();
        for one in in_order {
            let Ok(answer) = &one.answer else { continue };
            let kind = match answer.status {
                _ if is_success(one) && known.insert(one.attendee) => &mut figures.registrations,
                200 | 201 => &mut figures.repeats,
                409 => &mut figures.refusals,
                _ => continue,
            };
            kind.latency.add(one.received.saturating_sub(one.asked));
            kind.size = answer.size;
            if let Some(units) = answer.units {
                kind.write_units.add(units.write);
                kind.calls.add(units.calls);
            }
        }
        figures
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attendee::Attendee;
    use crate::client::{Answer, Units};

    #[test]
    fn quantiles_are_those_of_the_numbers() {
        let mut latency = Latency::default();
        for ms in 1..=100 {
            latency.add(Duration::from_millis(ms));
        }
        let near = |part: f64| latency.quantile(part).as_millis();
        assert_eq!((near(0.5), near(0.95), near(0.99)), (50, 95, 99));
        assert_eq!((latency.most().as_millis(), latency.count()), (100, 100));
    }

    #[test]
    fn a_persons_second_success_is_a_repeat() {
        let sent = |status, write, ms| Sent {
            attendee: Attendee(0),
            first_asked: Duration::ZERO,
            asked: Duration::ZERO,
            received: Duration::from_millis(ms),
            answer: Ok(Answer { status, units: Some(Units { write, read: 3.0, calls: 2.0 }), ..Answer::default() }),
        };
        let figures = Figures::of(&[sent(201, 0.0, 9), sent(201, 6.0, 3), sent(409, 0.0, 10)]);
        assert_eq!(figures.registrations.write_units.mean(), Some(6.0));
        assert_eq!(figures.repeats.write_units.mean(), Some(0.0));
        assert_eq!(figures.refusals.latency.count(), 1);
        assert_eq!(Cost::default().mean(), None);
    }
}
