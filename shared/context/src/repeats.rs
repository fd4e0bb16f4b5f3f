//! Keeps a cause that lasts from filling the log.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// How long a cause is not logged again.
const QUIET_FOR: SignedDuration = SignedDuration::from_mins(1);

/// When each cause was last logged. Causes are words of the code, so there are few.
#[derive(Debug, Default)]
pub(crate) struct LoggedCauses {
    last: Mutex<HashMap<&'static str, Timestamp>>,
}

impl LoggedCauses {
    pub(crate) fn is_news(&self, cause: &'static str, now: Timestamp) -> bool {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        // A clock that was set back must not silence a cause for longer.
        let quiet =
            last.get(cause).is_some_and(|at| (SignedDuration::ZERO..QUIET_FOR).contains(&now.duration_since(*at)));
        if !quiet {
            last.insert(cause, now);
        }
        !quiet
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cause_is_news_once_a_minute() {
        let causes = LoggedCauses::default();
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(causes.is_news("full", at(100)));
        assert!(!causes.is_news("full", at(100)));
        assert!(causes.is_news("read-only", at(101)));
        assert!(!causes.is_news("full", at(159)));
        assert!(causes.is_news("full", at(160)));
        assert!(!causes.is_news("full", at(219)));
        assert!(causes.is_news("full", at(50)), "the clock was set back");
    }
}
