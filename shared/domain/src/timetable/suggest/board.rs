//! A bit set of occupied minutes.

/// One bit for each minute.
#[derive(Clone, Debug)]
pub(super) struct Minutes(Vec<u64>);

impl Minutes {
    pub(super) fn new(length: usize) -> Self {
        Self(vec![0; length.div_ceil(64)])
    }

    /// The words that a range touches, each with a mask of its bits.
    fn words(range: (usize, usize)) -> impl Iterator<Item = (usize, u64)> {
        let (from, until) = range;
        (from / 64..until.div_ceil(64)).map(move |word| {
            let low = from.saturating_sub(word * 64);
            let high = (until - word * 64).min(64);
            let mask = if high == 64 { u64::MAX } else { (1 << high) - 1 };
            (word, mask & !((1 << low) - 1))
        })
    }

    pub(super) fn take(&mut self, range: (usize, usize)) {
        for (word, mask) in Self::words(range) {
            if let Some(bits) = self.0.get_mut(word) {
                *bits |= mask;
            }
        }
    }

    pub(super) fn give_back(&mut self, range: (usize, usize)) {
        for (word, mask) in Self::words(range) {
            if let Some(bits) = self.0.get_mut(word) {
                *bits &= !mask;
            }
        }
    }

    /// Whether any minute of the range is occupied.
    pub(super) fn any(&self, range: (usize, usize)) -> bool {
        Self::words(range).any(|(word, mask)| self.0.get(word).is_some_and(|bits| bits & mask != 0))
    }

    /// The number of free minutes in the range.
    pub(super) fn free(&self, range: (usize, usize)) -> usize {
        let bits = |(word, mask): (usize, u64)| (!self.0.get(word).copied().unwrap_or(0) & mask).count_ones() as usize;
        Self::words(range).map(bits).sum()
    }

    /// The lengths of the free runs before `at` and from `at` on, up to 60 minutes each.
    pub(super) fn gap_before(&self, at: usize, from: usize) -> usize {
        (from.max(at.saturating_sub(60))..at).rev().take_while(|m| !self.any((*m, m + 1))).count()
    }

    pub(super) fn gap_after(&self, at: usize, until: usize) -> usize {
        (at..until.min(at + 60)).take_while(|m| !self.any((*m, m + 1))).count()
    }
}

/// A seeded random number generator (`SplitMix64`, by Sebastiano Vigna; public domain).
#[derive(Clone, Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_bit_set_equals_a_list_of_minutes(ranges in prop::collection::vec((0usize..300, 1usize..130), 1..6)) {
            let mut bits = Minutes::new(500);
            let mut list = [false; 500];
            for (from, length) in ranges {
                let range = (from, from + length);
                prop_assert_eq!(bits.any(range), list[range.0..range.1].contains(&true));
                prop_assert_eq!(bits.free(range), list[range.0..range.1].iter().filter(|m| !**m).count());
                bits.take(range);
                list[range.0..range.1].fill(true);
                let half = (from, from + length.div_ceil(2));
                bits.give_back(half);
                list[half.0..half.1].fill(false);
            }
        }
    }
}
