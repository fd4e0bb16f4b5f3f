//! Reviews of the refereed track, half done by 15 August.

use jiff::ToSpan;
use jiff::civil::date;
use serde_json::json;

use super::SeasonError;
use super::calendar::{at, scatter, time_on};
use super::calls::{Talk, Talks};
use super::event::{Act, Event};
use super::play::Visitor;
use super::text::{Fate, Text, pick};

pub(super) const REVIEWERS: usize = 5;

/// Of ten proposals, how many each reviewer has read.
const READ: [usize; REVIEWERS] = [8, 6, 5, 3, 2];

pub(super) fn events(talks: &Talks) -> Vec<Event> {
    let refereed = talks.0.iter().enumerate().filter(|(_, talk)| talk.track == "refereed");
    let submitted: Vec<_> = refereed.filter(|(_, talk)| talk.fate == Fate::Submitted).collect();
    let mut events = Vec::new();
    for (reviewer, read) in READ.into_iter().enumerate() {
        for (index, (talk, _)) in submitted.iter().enumerate().filter(|(index, _)| (index * 7 + reviewer) % 10 < read) {
            let day = date(2023, 8, 8).checked_add(i64::try_from(index % 7).expect("few").days());
            let when = time_on(day.expect("within the season"), index + 40 * reviewer, 18, 22);
            events.push(Event::new(at(when), Act::Review { reviewer, talk: *talk }));
        }
    }
    events
}

fn reviewer_email(reviewer: usize) -> String {
    format!("reviewer-{}@example.org", reviewer + 1)
}

/// Good talks get good scores from everyone, more or less.
fn score(talk: &Talk, reviewer: usize, criterion: usize) -> usize {
    let merit = 2 + scatter(talk.number, 4);
    (merit + scatter(talk.number * 31 + reviewer * 7 + criterion, 3)).saturating_sub(1).clamp(1, 5)
}

pub(super) async fn review(
    visitor: &Visitor<'_>,
    reviewer: usize,
    talk: &Talk,
    text: &Text,
) -> Result<(), SeasonError> {
    let id = visitor.play.made("proposal", &talk.title)?.id;
    let path = format!("/proposals/{id}/reviews/mine");
    let body = if (talk.number + reviewer).is_multiple_of(29) {
        json!({ "conflict": true, "comment": "We work for the same employer." })
    } else {
        let comment = pick(&text.reviews, scatter(talk.number * 5 + reviewer, 61));
        let scores = json!({ "relevance": score(talk, reviewer, 0), "clarity": score(talk, reviewer, 1) });
        json!({ "scores": scores, "comment": comment })
    };
    let token = visitor.sign_in(&reviewer_email(reviewer));
    visitor.ask("PUT", &path, Some(&token), &body).await.map(drop)
}
