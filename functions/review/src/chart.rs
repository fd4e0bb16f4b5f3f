//! A small chart of the distribution of scores, as SVG without styles or scripts.

use domain::review::{Bucket, Figures};

/// The chart's height, in its own units.
const HEIGHT: u64 = 32;

/// The width of a bar with the gap after it.
const STEP: u64 = 14;

/// The distribution of a proposal's scores.
pub(crate) struct Chart {
    /// The exact figures as text: `1: 0, 2: 3, …`.
    pub(crate) words: String,
    pub(crate) width: u64,
    pub(crate) height: u64,
    pub(crate) bars: Vec<Bar>,
}

pub(crate) struct Bar {
    pub(crate) x: u64,
    pub(crate) y: u64,
    pub(crate) height: u64,
    pub(crate) label: String,
    pub(crate) count: u64,
}

/// The scores of a bar, without words of a language: `3`, or `20–40`.
fn label(bucket: &Bucket) -> String {
    if bucket.from == bucket.to { bucket.from.to_string() } else { format!("{}–{}", bucket.from, bucket.to) }
}

/// The chart of these figures; `None` without scores.
pub(crate) fn chart(figures: &Figures) -> Option<Chart> {
    if figures.distribution.is_empty() || figures.count == 0 {
        return None;
    }
    let most = figures.distribution.iter().map(|bucket| bucket.count).max().unwrap_or(1).max(1);
    let bars = (0u64..).zip(&figures.distribution).map(|(n, bucket)| {
        // Draws a line for an empty bar, so that its position is visible.
        let height = (bucket.count * (HEIGHT - 2) / most).max(1);
        Bar { x: n * STEP, y: HEIGHT - height, height, label: label(bucket), count: bucket.count }
    });
    let words = figures.distribution.iter().map(|bucket| format!("{}: {}", label(bucket), bucket.count));
    Some(Chart {
        words: words.collect::<Vec<_>>().join(", "),
        width: figures.distribution.len() as u64 * STEP,
        height: HEIGHT,
        bars: bars.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::conference::{ReviewPolicy, TrackKind};
    use domain::review::{Score, figures};

    #[test]
    fn a_chart_shows_the_same_as_bars_and_as_text() {
        let policy = ReviewPolicy::of(TrackKind::Refereed);
        let chart = chart(&figures(&policy, &[Score(500), Score(500), Score(200)])).unwrap();
        assert_eq!(chart.words, "1: 0, 2: 1, 3: 0, 4: 0, 5: 2");
        assert_eq!(chart.bars.iter().map(|bar| bar.height).collect::<Vec<_>>(), [1, 15, 1, 1, 30]);
        assert!(chart.bars.iter().all(|bar| bar.y + bar.height == chart.height && bar.x < chart.width));
        assert!(super::chart(&figures(&policy, &[])).is_none());
    }
}
