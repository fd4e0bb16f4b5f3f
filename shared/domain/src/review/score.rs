//! Score statistics: one overall score for each review; count, mean and spread for each proposal.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::conference::ReviewPolicy;

/// The range of overall scores: the criteria's common range, or else 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    pub min: u64,
    pub max: u64,
}

/// A score in hundredths, so that means are compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(pub u64);

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Score {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A double represents two decimals of a number below 10,000 without visible error.
        serializer.serialize_f64(f64::from(u32::try_from(self.0).unwrap_or(u32::MAX)) / 100.0)
    }
}

/// A bucket of the histogram of scores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bucket {
    pub from: u64,
    /// Inclusive end; equals `from` if each score has its own bucket.
    pub to: u64,
    pub count: u64,
}

impl Bucket {
    /// `3`, or `20 to 40`.
    pub fn label(&self) -> String {
        if self.from == self.to { self.from.to_string() } else { format!("{} to {}", self.from, self.to) }
    }
}

/// Statistics of one proposal's reviews.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub count: u64,
    pub mean: Option<Score>,
    /// The population standard deviation.
    pub disagreement: Option<Score>,
    pub distribution: Vec<Bucket>,
}

impl Scale {
    /// The scale of a track's overall scores; `None` without criteria.
    pub fn of(policy: &ReviewPolicy) -> Option<Self> {
        let first = policy.criteria.first()?;
        let same = policy.criteria.iter().all(|c| (c.min, c.max) == (first.min, first.max));
        Some(if same { Self { min: first.min, max: first.max } } else { Self { min: 0, max: 100 } })
    }

    fn buckets(self) -> Vec<Bucket> {
        let width = self.max - self.min;
        if width <= 10 {
            return (self.min..=self.max).map(|n| Bucket { from: n, to: n, count: 0 }).collect();
        }
        let edge = |n: u64| self.min + width * n / 5;
        (0..5).map(|n| Bucket { from: edge(n), to: edge(n + 1), count: 0 }).collect()
    }

    fn bucket_of(self, score: Score) -> usize {
        let width = self.max - self.min;
        let above = score.0.saturating_sub(self.min * 100);
        let number = if width <= 10 { (above + 50) / 100 } else { (above * 5 / (width * 100)).min(4) };
        usize::try_from(number).unwrap_or(0)
    }
}

/// A review's overall score: the weighted mean of its scores, on the track's scale.
pub fn overall(policy: &ReviewPolicy, scores: &BTreeMap<String, u64>) -> Option<Score> {
    let scale = Scale::of(policy)?;
    let (mut sum, mut weights) = (0, 0);
    for criterion in &policy.criteria {
        // A score can be out of range if the definition changed later.
        let Some(score) = scores.get(&criterion.id) else { continue };
        let score = (*score).clamp(criterion.min, criterion.max);
        // In millionths of the criterion's range.
        sum += criterion.weight * ((score - criterion.min) * 1_000_000 / (criterion.max - criterion.min));
        weights += criterion.weight;
    }
    let share = sum.checked_div(weights)?;
    Some(Score(scale.min * 100 + (share * (scale.max - scale.min) * 100 + 500_000) / 1_000_000))
}

/// Computes a proposal's statistics.
pub fn figures(policy: &ReviewPolicy, scores: &[Score]) -> Figures {
    let count = scores.len() as u64;
    let total: u64 = scores.iter().map(|score| score.0).sum();
    let mean = (total + count / 2).checked_div(count);
    let squares = |mean: u64| scores.iter().map(|score| score.0.abs_diff(mean).pow(2)).sum::<u64>();
    let disagreement = mean.and_then(|mean| squares(mean).checked_div(count)).map(u64::isqrt);
    let mut distribution = Vec::new();
    if let Some(scale) = Scale::of(policy) {
        distribution = scale.buckets();
        for score in scores {
            distribution[scale.bucket_of(*score)].count += 1;
        }
    }
    Figures { count, mean: mean.map(Score), disagreement: disagreement.map(Score), distribution }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::{Criterion, ReviewMode, TrackKind};
    use proptest::prelude::*;

    fn policy(criteria: &[(&str, u64, u64, u64)]) -> ReviewPolicy {
        let criterion = |(id, weight, min, max): &(&str, u64, u64, u64)| Criterion {
            id: (*id).into(),
            label: (*id).into(),
            weight: *weight,
            min: *min,
            max: *max,
        };
        let criteria = criteria.iter().map(criterion).collect();
        ReviewPolicy { mode: ReviewMode::Scored, criteria, blind: false, due_by: None }
    }

    fn scores(given: &[(&str, u64)]) -> BTreeMap<String, u64> {
        given.iter().map(|(id, score)| ((*id).to_owned(), *score)).collect()
    }

    #[test]
    fn a_single_criterion_defines_the_scale() {
        let policy = ReviewPolicy::of(TrackKind::Refereed);
        for n in 1..=5 {
            assert_eq!(overall(&policy, &scores(&[("overall", n)])), Some(Score(n * 100)));
        }
        assert_eq!(overall(&policy, &scores(&[])), None);
    }

    #[test]
    fn weights_count_and_different_ranges_use_0_to_100() {
        let alike = policy(&[("a", 3, 1, 5), ("b", 1, 1, 5)]);
        assert_eq!(overall(&alike, &scores(&[("a", 5), ("b", 1)])), Some(Score(400)));
        let unlike = policy(&[("a", 1, 0, 10), ("b", 1, 1, 5)]);
        assert_eq!(overall(&unlike, &scores(&[("a", 10), ("b", 1)])), Some(Score(5000)));
        assert_eq!(overall(&unlike, &scores(&[("b", 5)])), Some(Score(10_000)));
    }

    #[test]
    fn a_lead_sees_mean_spread_and_disagreement() {
        let policy = ReviewPolicy::of(TrackKind::Refereed);
        let seen = figures(&policy, &[Score(100), Score(500), Score(500)]);
        assert_eq!((seen.count, seen.mean, seen.disagreement), (3, Some(Score(367)), Some(Score(188))));
        assert_eq!(seen.distribution.iter().map(|b| b.count).collect::<Vec<_>>(), [1, 0, 0, 0, 2]);
        let agreed = figures(&policy, &[Score(400), Score(400)]);
        assert_eq!((agreed.mean, agreed.disagreement), (Some(Score(400)), Some(Score(0))));
        let none = figures(&policy, &[]);
        assert_eq!((none.count, none.mean, none.disagreement), (0, None, None));
        assert_eq!(Score(367).to_string(), "3.67");
    }

    proptest! {
        #[test]
        fn a_score_stays_on_its_scale_and_is_counted_once(
            criteria in prop::collection::vec((1u64..=100, 0u64..=99, 1u64..=100, 0u64..=200), 1..=5),
        ) {
            let named: Vec<_> = criteria.iter().enumerate()
                .map(|(n, (weight, min, more, _))| (format!("c{n}"), *weight, *min, (min + more).min(100).max(min + 1)))
                .collect();
            let borrowed: Vec<_> = named.iter().map(|(id, w, min, max)| (id.as_str(), *w, *min, *max)).collect();
            let policy = policy(&borrowed);
            let given = named.iter().zip(&criteria).map(|((id, ..), (.., score))| (id.clone(), *score)).collect();
            let scale = Scale::of(&policy).unwrap();
            let score = overall(&policy, &given).unwrap();
            prop_assert!((scale.min * 100..=scale.max * 100).contains(&score.0), "{score} on {scale:?}");
            let seen = figures(&policy, &[score]);
            prop_assert_eq!(seen.distribution.iter().map(|b| b.count).sum::<u64>(), 1);
        }
    }
}
