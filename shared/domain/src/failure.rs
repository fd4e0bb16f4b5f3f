//! Failures of due items: how often an item failed, why, when it is retried, and when it is set aside.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Failures after which an item is set aside; with the back-off below, about two hours after the first one.
pub const FAILURES_MAX: u32 = 8;

/// Time between the first failure and the first retry; it doubles with each failure.
const FIRST_RETRY: SignedDuration = SignedDuration::from_mins(1);

/// Longest time between two retries.
const LONGEST_RETRY: SignedDuration = SignedDuration::from_hours(1);

/// Longest wait for an item that concurrent writes keep changing.
const LONGEST_BUSY: SignedDuration = SignedDuration::from_mins(1);

/// Longest stored error text, in characters.
const ERROR_MAX: usize = 300;

/// The failures of one item since it was last processed or written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The workflow that processes the item.
    pub workflow: String,
    /// The last error, without names and addresses.
    pub error: String,
    /// Failures caused by the item itself.
    pub failures: u32,
    /// Consecutive conflicts with concurrent writes. The item did not cause them, so they never set it aside.
    #[serde(default)]
    pub busy: u32,
    pub since: Timestamp,
    pub failed_at: Timestamp,
    /// The time of the next retry; `None` once the item is set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Timestamp>,
    /// The time at which an organizer skipped the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped_at: Option<Timestamp>,
}

/// The state of a failed item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureState {
    /// The workflow retries it automatically.
    Retrying,
    /// It needs a person, who can retry or skip it.
    SetAside,
    /// A person skipped it.
    Skipped,
}

impl FailureState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Retrying => "retrying",
            Self::SetAside => "set_aside",
            Self::Skipped => "skipped",
        }
    }
}

impl Failure {
    /// The record after one more failure of the item.
    #[must_use]
    pub fn after(before: Option<&Self>, workflow: &str, error: &str, now: Timestamp) -> Self {
        let failures = before.map_or(0, |before| before.failures).saturating_add(1);
        let next_try_at = (failures < FAILURES_MAX).then(|| now + retry_delay(failures));
        Self { failures, busy: 0, next_try_at, ..Self::begun(before, workflow, error, now) }
    }

    /// The record after a conflict with a concurrent write. After the first conflict the item is retried at once.
    #[must_use]
    pub fn after_busy(before: Option<&Self>, workflow: &str, error: &str, now: Timestamp) -> Self {
        let earlier = before.map_or(0, |before| before.busy);
        let delay = match earlier {
            0 => SignedDuration::ZERO,
            times => SignedDuration::from_secs(1 << (times - 1).min(10)).min(LONGEST_BUSY),
        };
        let busy = earlier.saturating_add(1);
        Self { busy, next_try_at: Some(now + delay), ..Self::begun(before, workflow, error, now) }
    }

    /// The record of an item that no retry can process: set aside at once.
    #[must_use]
    pub fn set_aside(workflow: &str, error: &str, now: Timestamp) -> Self {
        Self { failures: 1, ..Self::begun(None, workflow, error, now) }
    }

    fn begun(before: Option<&Self>, workflow: &str, error: &str, now: Timestamp) -> Self {
        Self {
            workflow: workflow.to_owned(),
            error: without_personal_data(error),
            failures: before.map_or(0, |before| before.failures),
            busy: before.map_or(0, |before| before.busy),
            since: before.map_or(now, |before| before.since),
            failed_at: now,
            next_try_at: None,
            skipped_at: None,
        }
    }

    /// The record after a person requested a retry: the counts start again.
    #[must_use]
    pub fn retried(&self, now: Timestamp) -> Self {
        Self { failures: 0, busy: 0, next_try_at: Some(now), skipped_at: None, ..self.clone() }
    }

    /// The record after a person skipped the item.
    #[must_use]
    pub fn skipped(&self, now: Timestamp) -> Self {
        Self { next_try_at: None, skipped_at: Some(now), ..self.clone() }
    }

    pub fn state(&self) -> FailureState {
        match (self.skipped_at, self.next_try_at) {
            (Some(_), _) => FailureState::Skipped,
            (None, Some(_)) => FailureState::Retrying,
            (None, None) => FailureState::SetAside,
        }
    }
}

fn retry_delay(failures: u32) -> SignedDuration {
    let minutes = FIRST_RETRY.as_secs() << failures.saturating_sub(1).min(10);
    SignedDuration::from_secs(minutes).min(LONGEST_RETRY)
}

/// Removes possible personal data from an error's text: parsers quote the value that they could not read.
pub fn without_personal_data(error: &str) -> String {
    let mut kept = String::new();
    let mut quote: Option<char> = None;
    let mut last = ' ';
    for c in error.chars() {
        match quote {
            None => {
                // An apostrophe inside a word does not open a quotation.
                let opens = matches!(c, '"' | '`') || (c == '\'' && !last.is_alphanumeric());
                kept.push(c);
                if opens {
                    quote = Some(c);
                }
            }
            Some(opened) if c == opened && last != '\\' => {
                kept.push('…');
                kept.push(c);
                quote = None;
            }
            Some(_) => {}
        }
        last = c;
    }
    let words = kept.split(' ').map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(ERROR_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn tries_back_off_to_an_hour_and_end_with_setting_aside() {
        let mut failure = Failure::after(None, "deliver-mail", "no", at(0));
        let mut delays = Vec::new();
        while let Some(next) = failure.next_try_at {
            delays.push(next.duration_since(failure.failed_at).as_secs() / 60);
            assert_eq!(failure.state(), FailureState::Retrying);
            failure = Failure::after(Some(&failure), "deliver-mail", "no", next);
        }
        assert_eq!(delays, [1, 2, 4, 8, 16, 32, 60]);
        assert_eq!((failure.failures, failure.state()), (FAILURES_MAX, FailureState::SetAside));
        assert_eq!(failure.since, at(0));
    }

    #[test]
    fn others_in_the_way_are_not_counted_as_failures() {
        let mut failure = Failure::after(None, "x", "no", at(0));
        let mut delays = Vec::new();
        for _ in 0..12 {
            failure = Failure::after_busy(Some(&failure), "x", "busy", at(100));
            delays.push(failure.next_try_at.unwrap().duration_since(at(100)).as_secs());
        }
        assert_eq!(delays, [0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
        assert_eq!((failure.failures, failure.state()), (1, FailureState::Retrying));
        assert_eq!(Failure::after(Some(&failure), "x", "no", at(200)).busy, 0);
    }

    #[test]
    fn a_person_starts_the_count_afresh_or_skips() {
        let aside = Failure::set_aside("x", "no", at(0));
        assert_eq!(aside.state(), FailureState::SetAside);
        let again = aside.retried(at(9));
        assert_eq!((again.failures, again.next_try_at, again.state()), (0, Some(at(9)), FailureState::Retrying));
        let failed = Failure::after(Some(&again), "x", "no", at(10));
        assert_eq!((failed.failures, failed.since), (1, at(0)));
        let skipped = aside.skipped(at(9));
        assert_eq!(
            (skipped.state(), skipped.skipped_at, skipped.error.as_str()),
            (FailureState::Skipped, Some(at(9)), "no")
        );
        assert_eq!(skipped.retried(at(10)).state(), FailureState::Retrying);
    }

    #[test]
    fn an_error_keeps_no_value_that_was_read() {
        for (error, kept) in [
            (r#"invalid type: string "Ann Lee", expected u64"#, r#"invalid type: string "…", expected u64"#),
            (r#"a "b \" c" d"#, r#"a "…" d"#),
            ("unknown variant `Ann`, expected `x`", "unknown variant `…`, expected `…`"),
            ("ann@example.org is no address", "… is no address"),
            ("it isn't there", "it isn't there"),
            ("an open \"Ann Lee", "an open \""),
        ] {
            assert_eq!(without_personal_data(error), kept);
        }
        assert_eq!(without_personal_data(&"é".repeat(900)).chars().count(), ERROR_MAX);
    }
}
