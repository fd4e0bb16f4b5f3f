//! Review and selection: reviewers' scores and comments, the lead's decision, and its release.
//!
//! Reviews and decisions are stored beside the proposal, not in it. So the proposal's people see no change before the
//! decision is released.

mod ballot;
mod decision;
mod invitation;
mod score;
mod selection;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conference::{ReviewMode, ReviewPolicy};
use crate::input::{Object, Reading, Source, ValidationError, boolean, integer, line, paragraphs, unknown_key};
use crate::person::{EmailAddress, PersonKey};
use crate::phrase::Phrase;
use crate::proposal::ProposalId;

pub use ballot::{Ballot, Candidate, Vote, headings, read_ballot};
pub use decision::{
    DecisionChange, DecisionLogEntry, NotifiedDecision, Pending, ProposalDecision, Refusal, Rule, rule,
};
pub use invitation::{Earned, Pass, earn, take_back};
pub use score::{Bucket, Figures, Scale, Score, figures, overall};
pub use selection::{Going, Selection, next_on_standby, overdue};

/// The limit of a comment or note, in characters.
pub const COMMENT_MAX: usize = 5000;

/// The most tags of one proposal.
pub const TAGS_MAX: usize = 20;

/// One reviewer's review of one proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    pub proposal: ProposalId,
    /// The reviewer's key in the table.
    pub key: PersonKey,
    pub reviewer: EmailAddress,
    pub reviewed_at: Timestamp,
    pub updated_at: Timestamp,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
    #[serde(flatten)]
    pub said: Said,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Said {
    Given {
        /// By the id of the criterion.
        #[serde(default)]
        scores: BTreeMap<String, u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    /// A conflict of interest. From then on the proposal is hidden from the reviewer.
    Conflict {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
}

impl Review {
    /// Whether the proposal is hidden from this reviewer.
    pub fn is_conflict(&self) -> bool {
        matches!(self.said, Said::Conflict { .. })
    }

    pub fn scores(&self) -> Option<&BTreeMap<String, u64>> {
        match &self.said {
            Said::Given { scores, .. } => Some(scores),
            Said::Conflict { .. } => None,
        }
    }

    pub fn comment(&self) -> Option<&str> {
        match &self.said {
            Said::Given { comment, .. } | Said::Conflict { comment } => comment.as_deref(),
        }
    }

    /// The overall score.
    pub fn overall(&self, policy: &ReviewPolicy) -> Option<Score> {
        overall(policy, self.scores()?)
    }
}

/// Parses a review: `score` if there is one criterion, else `scores` by id; `comment`; `conflict`.
pub fn read(document: &Value, source: Source, policy: &ReviewPolicy) -> Result<Said, Vec<ValidationError>> {
    let reading = Reading::new(source);
    let said = reading.root(document).map(|o| {
        let conflict = o.optional("conflict", boolean).unwrap_or(false);
        let comment = o.optional("comment", paragraphs(COMMENT_MAX));
        if conflict {
            o.ignore("score");
            o.ignore("scores");
            o.done();
            return Said::Conflict { comment };
        }
        o.ignore("score");
        let given = o.optional_object("scores");
        for (id, _) in given.iter().flat_map(Object::entries).filter(|(id, _)| policy.criterion(id).is_none()) {
            let ids = policy.criteria.iter().map(|criterion| criterion.id.as_str());
            reading.reject(format!("/scores/{id}"), unknown_key(ids));
        }
        let there = |pointer: &str| document.pointer(pointer).filter(|value| !is_blank(value, source));
        let single = policy.criteria.len() == 1 && document.get("scores").is_none();
        let misplaced = !single && !policy.criteria.is_empty() && there("/score").is_some();
        if misplaced {
            let ids: Vec<_> = policy.criteria.iter().map(|criterion| criterion.id.as_str()).collect();
            o.reject("score", Phrase::of("must-be-scores").arg("criteria", ids.join(", ")));
        }
        let mut scores = BTreeMap::new();
        for criterion in &policy.criteria {
            let pointer = if single { "/score".to_owned() } else { format!("/scores/{}", criterion.id) };
            match there(&pointer).map(|value| o.read_as(value, integer(criterion.min, criterion.max))) {
                Some(Ok(score)) => _ = scores.insert(criterion.id.clone(), score),
                Some(Err(detail)) => reading.reject(pointer, detail),
                None if policy.mode == ReviewMode::Scored && !misplaced => {
                    reading.reject(pointer, Phrase::of("required"));
                }
                None => {}
            }
        }
        if policy.mode == ReviewMode::Lead && scores.is_empty() && comment.is_none() {
            o.reject("comment", Phrase::of("comment-required"));
        }
        o.done();
        Said::Given { scores, comment }
    });
    reading.finish(said)
}

fn is_blank(value: &Value, source: Source) -> bool {
    value.is_null() || source == Source::Form && value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Parses tags: a list, or in a form words separated by commas.
pub fn read_tags(document: &Value, source: Source) -> Result<Vec<String>, Vec<ValidationError>> {
    let reading = Reading::new(source);
    let tags = reading.root(document).map(|o| {
        let tags = match source {
            Source::Typed => o.list("tags", line(40)),
            Source::Form => {
                let text = o.optional("tags", line(1000)).unwrap_or_default();
                let words: Vec<_> = text.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
                if words.iter().any(|word| word.chars().count() > 40) {
                    o.reject("tags", Phrase::of("tags-too-long"));
                }
                words.into_iter().map(str::to_owned).collect()
            }
        };
        let mut tags: Vec<String> = tags.into_iter().map(|tag| tag.to_lowercase()).collect();
        if let Some(tag) = tags.iter().find(|tag| tag.contains(',')) {
            o.reject("tags", Phrase::of("must-not-have-comma").arg("tag", tag));
        }
        tags.sort();
        tags.dedup();
        if tags.len() > TAGS_MAX {
            o.reject("tags", Phrase::of("must-be-at-most").arg("max", TAGS_MAX));
        }
        o.done();
        tags
    });
    reading.finish(tags)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::{Criterion, TrackKind};
    use expect_test::{Expect, expect};
    use serde_json::json;

    fn two(mode: ReviewMode) -> ReviewPolicy {
        let criterion = |id: &str| Criterion { id: id.into(), label: id.into(), weight: 1, min: 1, max: 5 };
        ReviewPolicy { mode, criteria: vec![criterion("fit"), criterion("novelty")], blind: false, due_by: None }
    }

    fn check(policy: &ReviewPolicy, source: Source, document: &Value, expected: &Expect) {
        let shown = match read(document, source, policy) {
            Ok(said) => serde_json::to_string(&said).unwrap(),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_review_has_one_score_or_one_for_each_criterion() {
        let one = ReviewPolicy::of(TrackKind::Refereed);
        check(&one, Source::Typed, &json!({"score": 4}), &expect![[r#"{"status":"given","scores":{"overall":4}}"#]]);
        check(
            &one,
            Source::Form,
            &json!({"score": "4", "comment": " fine "}),
            &expect![[r#"{"status":"given","scores":{"overall":4},"comment":"fine"}"#]],
        );
        check(
            &one,
            Source::Typed,
            &json!({"scores": {"overall": 2}}),
            &expect![[r#"{"status":"given","scores":{"overall":2}}"#]],
        );
        check(
            &two(ReviewMode::Scored),
            Source::Form,
            &json!({"scores": {"fit": "5", "novelty": "1"}}),
            &expect![[r#"{"status":"given","scores":{"fit":5,"novelty":1}}"#]],
        );
    }

    #[test]
    fn a_missing_or_out_of_range_score_is_reported() {
        let one = ReviewPolicy::of(TrackKind::Refereed);
        check(&one, Source::Typed, &json!({"comment": "x"}), &expect!["/score: is required"]);
        check(&one, Source::Form, &json!({"score": ""}), &expect!["/score: is required"]);
        check(&one, Source::Typed, &json!({"score": 6}), &expect!["/score: must be a whole number between 1 and 5"]);
        check(
            &two(ReviewMode::Scored),
            Source::Typed,
            &json!({"score": 3}),
            &expect!["/score: must be scores, one for each of fit, novelty"],
        );
        check(
            &two(ReviewMode::Scored),
            Source::Typed,
            &json!({"scores": {"fit": 9, "charm": 1}}),
            &expect![[r"
                /scores/charm: is not known here; expected fit, novelty
                /scores/fit: must be a whole number between 1 and 5
                /scores/novelty: is required"]],
        );
        check(
            &one,
            Source::Typed,
            &json!({"score": 3, "stars": 1}),
            &expect!["/stars: is not known here; expected conflict, comment, score, scores"],
        );
    }

    #[test]
    fn a_comment_is_enough_if_the_lead_chooses() {
        let choice = ReviewPolicy::of(TrackKind::Microconference);
        check(
            &choice,
            Source::Typed,
            &json!({"comment": "yes"}),
            &expect![[r#"{"status":"given","scores":{},"comment":"yes"}"#]],
        );
        check(&choice, Source::Typed, &json!({}), &expect!["/comment: is required where nothing is scored"]);
        check(
            &two(ReviewMode::Lead),
            Source::Typed,
            &json!({"scores": {"fit": 3}}),
            &expect![[r#"{"status":"given","scores":{"fit":3}}"#]],
        );
    }

    #[test]
    fn a_conflict_needs_no_score_and_discards_scores() {
        let one = ReviewPolicy::of(TrackKind::Refereed);
        check(&one, Source::Form, &json!({"score": "", "conflict": "on"}), &expect![[r#"{"status":"conflict"}"#]]);
        check(
            &one,
            Source::Typed,
            &json!({"score": 5, "conflict": true, "comment": "my team"}),
            &expect![[r#"{"status":"conflict","comment":"my team"}"#]],
        );
    }

    #[test]
    fn tags_are_normalized_and_unique() {
        let read = |document, source| read_tags(&document, source).map_err(|errors| errors[0].to_string());
        assert_eq!(read(json!({"tags": "Short, late,short"}), Source::Form), Ok(vec!["late".into(), "short".into()]));
        assert_eq!(read(json!({"tags": ["b", "A"]}), Source::Typed), Ok(vec!["a".into(), "b".into()]));
        assert_eq!(read(json!({"tags": ""}), Source::Form), Ok(vec![]));
        assert_eq!(
            read(json!({"tags": ["a,b"]}), Source::Typed),
            Err("/tags: must not contain a comma: a,b".to_owned())
        );
    }
}
