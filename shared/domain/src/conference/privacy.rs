//! How long an edition keeps personal data, and what people agree to.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::consents::{self, Consent};
use super::read::distinct;
use super::{Conference, Question};
use crate::input::{Object, integer};
use crate::personal_data::{AnswersTo, Ended};

/// Ten years.
const DAYS_MAX: u64 = 3660;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Privacy {
    /// Days from the edition's end; `None`: personal data is kept.
    pub keep_days: Option<u64>,
    /// What people are asked to agree to when they register.
    pub consents: Vec<Consent>,
}

impl Privacy {
    /// When the edition's personal data ends; `None`: never by itself.
    pub fn ends_at(&self, conference: &Conference) -> Option<Timestamp> {
        conference.days_after_end(self.keep_days?)
    }
}

impl Conference {
    /// What has ended by an instant.
    pub fn data_ended(&self, now: Timestamp) -> Ended {
        let answers = self.question_ends().filter(|(_, end)| *end <= now).map(|(answers, _)| answers).collect();
        let everyone = self.privacy.ends_at(self).is_some_and(|end| end <= now);
        Ended { everyone, answers, ..Ended::default() }
    }

    /// The next end of a retention period after an instant. A question that ends with everything else has none of its
    /// own.
    pub fn next_data_end(&self, after: Timestamp) -> Option<Timestamp> {
        let ends = self.question_ends().map(|(_, end)| end).chain(self.privacy.ends_at(self));
        ends.filter(|end| *end > after).min()
    }

    /// All ends of retention periods, for comparing two definitions.
    pub fn data_ends(&self) -> (Option<Timestamp>, BTreeMap<AnswersTo, Timestamp>) {
        (self.privacy.ends_at(self), self.question_ends().collect())
    }

    fn question_ends(&self) -> impl Iterator<Item = (AnswersTo, Timestamp)> {
        let own = self.questions.iter().map(|question| (None, question));
        let of_tracks = self.tracks.iter().flat_map(|t| t.questions.iter().map(|question| (Some(&t.id), question)));
        own.chain(of_tracks).filter_map(|(track, question): (_, &Question)| {
            let end = self.days_after_end(question.keep_days?)?;
            Some((AnswersTo { track: track.map(ToString::to_string), question: question.id.clone() }, end))
        })
    }

    fn days_after_end(&self, days: u64) -> Option<Timestamp> {
        let days = i64::try_from(days).unwrap_or(i64::MAX / 48);
        self.ends_at().checked_add(SignedDuration::from_hours(24 * days)).ok()
    }
}

/// `keep_days`, of the edition or of a question.
pub(super) fn keep_days(o: &Object<'_>) -> Option<u64> {
    o.optional("keep_days", integer(1, DAYS_MAX))
}

pub(super) fn read(o: Object<'_>) -> Privacy {
    let keep_days = keep_days(&o);
    let consents: Vec<_> = o.objects("consents").into_iter().filter_map(consents::definition).collect();
    distinct(&o, "consents", consents.iter().map(|consent| consent.id.as_str()));
    o.done();
    Privacy { keep_days, consents }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    use crate::conference::read;

    #[test]
    fn what_ends_is_the_answers_of_a_question_first_and_then_everyone() {
        let diet = |days| json!([{"id": "diet", "label": "Diet", "kind": "text", "keep_days": days}]);
        let conference = read(&json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030",
            "starts_on": "2030-05-01", "ends_on": "2030-05-03", "time_zone": "UTC",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
            "pools": [{"id": "general", "capacity": 10}],
            "questions": diet(10),
            "tracks": [{
                "id": "net", "name": "Net", "kind": "refereed", "description": "x", "leads": ["lead@example.org"],
                "questions": diet(20),
            }],
            "privacy": {"keep_days": 90},
        }))
        .unwrap();
        let end = conference.ends_at();
        let day = |days: i64| end + SignedDuration::from_hours(24 * days);
        let ended = |days| conference.data_ended(day(days));
        let diet = |track: Option<&str>| AnswersTo { track: track.map(str::to_owned), question: "diet".into() };
        assert!(ended(9).is_empty());
        assert_eq!(ended(10), Ended { answers: [diet(None)].into(), ..Ended::default() });
        assert_eq!(ended(20), Ended { answers: [diet(None), diet(Some("net"))].into(), ..Ended::default() });
        assert!(ended(90).everyone);
        assert_eq!(conference.next_data_end(end), Some(day(10)));
        assert_eq!(conference.next_data_end(day(10)), Some(day(20)));
        assert_eq!(conference.next_data_end(day(90)), None);
    }
}
