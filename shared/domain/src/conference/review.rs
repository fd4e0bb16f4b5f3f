//! A track's review policy: scoring, blind review, and the deadline for accepted speakers to confirm.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::TrackKind;
use crate::input::{Object, any_text, boolean, integer, line, one_of};
use crate::instant::Deadline;
use crate::phrase::Phrase;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPolicy {
    pub mode: ReviewMode,
    /// At least one for [`ReviewMode::Scored`].
    pub criteria: Vec<Criterion>,
    /// Hides the speakers from reviewers until the decision is released.
    pub blind: bool,
    /// The deadline for reviews.
    pub due_by: Option<Deadline>,
}

/// How proposals are ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewMode {
    Scored,
    /// By the lead. Reviews are comments, with scores if the track has criteria.
    Lead,
}

impl ReviewMode {
    /// The words of the definition.
    pub const WORDS: &'static [(&'static str, Self)] = &[("scored", Self::Scored), ("lead", Self::Lead)];

    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scored => "scored",
            Self::Lead => "lead",
        }
    }
}

/// A criterion that reviewers score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    pub id: String,
    pub label: String,
    /// Relative weight, 1 to 100.
    pub weight: u64,
    pub min: u64,
    pub max: u64,
}

/// The deadline for accepted speakers to confirm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfirmPolicy {
    /// One deadline for the whole track.
    pub by: Option<Deadline>,
    /// Days after the release of a decision; used without `by` or if it is too near.
    pub days: u64,
}

/// The default of `days`.
const DAYS: u64 = 14;

/// The least time to confirm, unless the conference begins earlier.
const LEAST: SignedDuration = SignedDuration::from_hours(3 * 24);

impl ConfirmPolicy {
    /// The deadline to confirm an acceptance released at this time: the track's own if that leaves at least three
    /// days, else `days` later, but at most the conference's start.
    pub fn deadline(&self, released_at: Timestamp, conference_begins: Timestamp) -> Timestamp {
        let hours = i64::try_from(self.days).unwrap_or(0) * 24;
        let own = self.by.as_ref().map(|by| by.at).filter(|by| *by >= released_at + LEAST);
        let by = own.unwrap_or(released_at + SignedDuration::from_hours(hours));
        // A speaker accepted during the conference has one day.
        by.min(conference_begins.max(released_at + SignedDuration::from_hours(24)))
    }
}

impl Default for ConfirmPolicy {
    fn default() -> Self {
        Self { by: None, days: DAYS }
    }
}

impl ReviewPolicy {
    /// The default policy: refereed tracks are scored by one criterion; the leads of other tracks choose.
    pub fn of(kind: TrackKind) -> Self {
        let mode = if kind == TrackKind::Refereed { ReviewMode::Scored } else { ReviewMode::Lead };
        Self { mode, criteria: default_criteria(mode), blind: false, due_by: None }
    }

    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }
}

fn default_criteria(mode: ReviewMode) -> Vec<Criterion> {
    match mode {
        ReviewMode::Scored => {
            vec![Criterion { id: "overall".into(), label: "Overall".into(), weight: 1, min: 1, max: 5 }]
        }
        ReviewMode::Lead => Vec::new(),
    }
}

/// Parses a track's `review`; if absent, uses the default of its kind.
pub(super) fn review(track: &Object<'_>, kind: Option<TrackKind>, zone: &TimeZone) -> ReviewPolicy {
    let usual = ReviewPolicy::of(kind.unwrap_or(TrackKind::Other));
    let Some(o) = track.optional_object("review") else { return usual };
    let mode = o.optional("mode", one_of(ReviewMode::WORDS)).unwrap_or(usual.mode);
    let blind = o.optional("blind", boolean).unwrap_or(false);
    let due_by = o.optional("due_by", |v| Deadline::parse(any_text(v)?, zone));
    let criteria: Vec<_> = o.objects("criteria").into_iter().filter_map(criterion).collect();
    let mut seen = BTreeSet::new();
    for twice in criteria.iter().filter(|criterion| !seen.insert(&criterion.id)) {
        o.reject("criteria", Phrase::of("has-id-twice").arg("id", &twice.id));
    }
    if o.count("criteria") > 12 {
        o.reject("criteria", Phrase::of("must-be-at-most-12"));
    }
    let said = o.count("criteria") > 0;
    o.done();
    ReviewPolicy { mode, criteria: if said { criteria } else { default_criteria(mode) }, blind, due_by }
}

fn criterion(o: Object<'_>) -> Option<Criterion> {
    let id = o.required("id", super::read::small_id);
    let label = o.required("label", line(100));
    let weight = o.optional("weight", integer(1, 100)).unwrap_or(1);
    let min = o.optional("min", integer(0, 99)).unwrap_or(1);
    let max = o.optional("max", integer(1, 100)).unwrap_or(5);
    if max <= min {
        o.reject("max", Phrase::of("must-be-more-than-min").arg("min", min));
    }
    o.done();
    Some(Criterion { id: id?, label: label?, weight, min, max })
}

/// Parses a track's `confirm_by` and `confirm_days`.
pub(super) fn confirm(track: &Object<'_>, zone: &TimeZone) -> ConfirmPolicy {
    let by = track.optional("confirm_by", |v| Deadline::parse(any_text(v)?, zone));
    let days = track.optional("confirm_days", integer(1, 90)).unwrap_or(DAYS);
    ConfirmPolicy { by, days }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Reading, Source};
    use expect_test::{Expect, expect};
    use serde_json::{Value, json};

    fn check(kind: TrackKind, track: &Value, expected: &Expect) {
        let reading = Reading::new(Source::Typed);
        let read = reading.root(track).map(|o| {
            let policy = review(&o, Some(kind), &TimeZone::UTC);
            let confirm = confirm(&o, &TimeZone::UTC);
            o.done();
            (policy, confirm)
        });
        let shown = match reading.finish(read) {
            Ok((policy, confirm)) => {
                let criteria = policy.criteria.iter();
                let criteria: Vec<_> =
                    criteria.map(|c| format!("{} x{} {}..{}", c.id, c.weight, c.min, c.max)).collect();
                let by = confirm.by.map(|by| by.at.to_string()).unwrap_or_default();
                format!("{} {:?} blind={} {} {by}", policy.mode.as_str(), criteria, policy.blind, confirm.days)
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn refereed_tracks_are_scored_and_leads_choose_in_others() {
        check(TrackKind::Refereed, &json!({}), &expect![[r#"scored ["overall x1 1..5"] blind=false 14 "#]]);
        check(TrackKind::Microconference, &json!({}), &expect!["lead [] blind=false 14 "]);
        check(
            TrackKind::Summit,
            &json!({"review": {"mode": "scored", "blind": true}, "confirm_by": "2030-01-01 anywhere on Earth"}),
            &expect![[r#"scored ["overall x1 1..5"] blind=true 14 2030-01-02T12:00:00Z"#]],
        );
        check(
            TrackKind::Refereed,
            &json!({"review": {"criteria": [
                {"id": "novelty", "label": "What is new", "weight": 2, "min": 0, "max": 4},
                {"id": "fit", "label": "Fits here"}]}, "confirm_days": 7}),
            &expect![[r#"scored ["novelty x2 0..4", "fit x1 1..5"] blind=false 7 "#]],
        );
    }

    #[test]
    fn an_inconsistent_policy_is_refused_with_its_pointer() {
        check(
            TrackKind::Refereed,
            &json!({"review": {"mode": "votes", "criteria": [
                {"id": "Fit", "label": "x"},
                {"id": "a", "label": "x", "min": 5, "max": 5},
                {"id": "b", "label": "x"}, {"id": "b", "label": "y", "weight": 0}], "stars": 5},
                "confirm_days": 0}),
            &expect![[r"
                /review/mode: must be one of scored, lead
                /review/criteria/0/id: must be 1 to 40 of a-z, 0-9 and _
                /review/criteria/1/max: must be more than min, 5
                /review/criteria/3/weight: must be a whole number between 1 and 100
                /review/criteria: has the id b twice
                /review/stars: is not known here; expected mode, blind, due_by, criteria
                /confirm_days: must be a whole number between 1 and 90"]],
        );
    }

    #[test]
    fn speakers_have_enough_time_to_confirm_before_the_conference() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let begins = at("2030-05-01T00:00:00Z");
        let check = |policy: &ConfirmPolicy, released: &str, expected: &str| {
            assert_eq!(policy.deadline(at(released), begins), at(expected), "{released}");
        };
        let by = Deadline::parse("2030-03-10T12:00:00Z", &TimeZone::UTC).ok();
        let fixed = ConfirmPolicy { by, days: 14 };
        check(&fixed, "2030-03-01T12:00:00Z", "2030-03-10T12:00:00Z");
        check(&fixed, "2030-03-07T12:00:00Z", "2030-03-10T12:00:00Z");
        check(&fixed, "2030-03-08T12:00:00Z", "2030-03-22T12:00:00Z");
        check(&ConfirmPolicy::default(), "2030-03-01T12:00:00Z", "2030-03-15T12:00:00Z");
        check(&ConfirmPolicy::default(), "2030-04-25T12:00:00Z", "2030-05-01T00:00:00Z");
        check(&ConfirmPolicy::default(), "2030-05-02T12:00:00Z", "2030-05-03T12:00:00Z");
    }
}
