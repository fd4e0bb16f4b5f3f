//! A tree of seeded random generators with one branch per kind of id. Drawing another id of one kind does not change
//! the ids of other kinds.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::person::ALPHABET;
use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

pub struct Randomness {
    seed: [u8; 32],
    branches: Mutex<HashMap<&'static str, ChaCha20Rng>>,
}

impl std::fmt::Debug for Randomness {
    // The seed reveals all future ids.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Randomness")
    }
}

impl Randomness {
    /// Repeatable: the same seed draws the same values.
    pub fn from_seed(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self { seed: bytes, branches: Mutex::default() }
    }

    /// Unpredictable: seeded by the operating system.
    #[allow(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn from_entropy() -> Result<Self, String> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|e| format!("the system gives no randomness: {e}"))?;
        Ok(Self { seed, branches: Mutex::default() })
    }

    fn with<T>(&self, branch: &'static str, draw: impl FnOnce(&mut ChaCha20Rng) -> T) -> T {
        let mut branches = self.branches.lock().unwrap_or_else(PoisonError::into_inner);
        let generator = branches.entry(branch).or_insert_with(|| {
            let mut hash = Sha256::new();
            hash.update(self.seed);
            hash.update(branch.as_bytes());
            ChaCha20Rng::from_seed(hash.finalize().into())
        });
        draw(generator)
    }

    /// An id of `characters` characters of Crockford's base 32.
    pub fn id(&self, branch: &'static str, characters: usize) -> String {
        self.with(branch, |rng| {
            let mut bytes = vec![0; characters];
            rng.fill_bytes(&mut bytes);
            bytes.into_iter().map(|b| char::from(ALPHABET[usize::from(b & 31)])).collect()
        })
    }

    /// A number below `below`; 0 if `below` is 0.
    pub fn below(&self, branch: &'static str, below: u32) -> u32 {
        // Takes the high half of a 64-bit product; the bias is below 2^-32.
        let drawn = u64::from(self.with(branch, Rng::next_u32));
        u32::try_from((drawn * u64::from(below)) >> 32).unwrap_or(0)
    }

    /// A number in `0.0..1.0`.
    pub fn fraction(&self, branch: &'static str) -> f64 {
        f64::from(self.with(branch, Rng::next_u32)) / (f64::from(u32::MAX) + 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_id_of_one_kind_does_not_change_other_kinds() {
        let (a, b) = (Randomness::from_seed(7), Randomness::from_seed(7));
        a.id("nonce", 26);
        assert_eq!(a.id("attempt", 10), b.id("attempt", 10));
        assert_ne!(a.id("nonce", 26), b.id("nonce", 26));
    }

    #[test]
    fn numbers_stay_below_their_bound() {
        let random = Randomness::from_seed(1);
        assert!((0..1000).all(|_| random.below("x", 7) < 7));
        assert_eq!(random.below("x", 0), 0);
    }
}
