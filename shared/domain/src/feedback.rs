//! Feedback on sessions: a rating and a comment, from people with a pass, after the session.
//!
//! Nothing says whose it is, and no time is stored: the log of requests would tell. Few answers are not shown, because
//! speakers might guess who gave them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::timetable::{Released, State};

/// The fewest answers that are shown.
pub const SHOWN_FROM: usize = 3;

/// The best rating. The worst is 1.
pub const RATING_MAX: u64 = 5;

/// The most characters of a comment.
pub const COMMENT_MAX: usize = 2000;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    pub rating: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Why a session cannot be rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRatable {
    NotOver,
    Cancelled,
}

/// Whether a session can be rated now: from its end on.
pub fn is_ratable(released: &Released, now: Timestamp) -> Result<(), NotRatable> {
    if released.session.state == State::Cancelled {
        return Err(NotRatable::Cancelled);
    }
    if now < released.placement.period().ends_at { Err(NotRatable::NotOver) } else { Ok(()) }
}

/// All feedback on a session, as its speakers and the organizers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary<'a> {
    pub count: usize,
    /// In hundredths.
    pub average: u32,
    pub comments: Vec<&'a str>,
}

/// `None` while there are too few answers.
pub fn summary(all: &[Feedback]) -> Option<Summary<'_>> {
    let count = u32::try_from(all.len()).ok().filter(|_| all.len() >= SHOWN_FROM)?;
    let total: u32 = all.iter().map(|feedback| feedback.rating * 100).sum();
    let comments = all.iter().filter_map(|feedback| feedback.comment.as_deref()).collect();
    Some(Summary { count: all.len(), average: (total + count / 2) / count, comments })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_answers_are_not_shown() {
        let given = |rating: u32| Feedback { rating, comment: (rating < 5).then(|| format!("{rating}")) };
        let all = [given(5), given(4), given(4)];
        assert_eq!(summary(&all[..2]), None);
        let shown = summary(&all).unwrap();
        assert_eq!((shown.count, shown.average, shown.comments), (3, 433, vec!["4", "4"]));
    }
}
