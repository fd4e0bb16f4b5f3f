//! The one way that time, randomness, ids, keys and settings come in.
//!
//! Only this crate reads a clock, entropy or the environment; `clippy.toml` bans it elsewhere. A test, the
//! simulation and a rehearsal bring their own [`Clock`] and seed, and everything above repeats exactly.

mod aws;
mod clock;
mod keys;
mod randomness;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use aws::AwsEnvironment;
pub use clock::{Clock, SetClock, SystemClock};
pub use keys::{KeyRing, SigningKey};
pub use randomness::Randomness;
pub use settings::Settings;

/// Time, randomness, keys and settings of one running Plumbline. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    clock: Arc<dyn Clock>,
    randomness: Arc<Randomness>,
    keys: Arc<KeyRing>,
    settings: Arc<Settings>,
}

impl Context {
    /// Puts a context together.
    pub fn new(clock: Arc<dyn Clock>, randomness: Randomness, keys: KeyRing, settings: Settings) -> Self {
        Self { clock, randomness: Arc::new(randomness), keys: Arc::new(keys), settings: Arc::new(settings) }
    }

    /// What a deployed function has: the system's clock and entropy, settings from the environment.
    pub fn from_environment() -> Result<Self, String> {
        let (settings, keys) = Settings::from_environment()?;
        Ok(Self::new(Arc::new(SystemClock), Randomness::from_entropy()?, keys, settings))
    }

    /// The time, in whole milliseconds, as everything is stored.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    /// Waits on this context's clock.
    pub async fn sleep(&self, duration: Duration) {
        self.clock.sleep(duration).await;
    }

    /// A random duration up to `most`, to keep those who collided apart.
    pub fn jitter(&self, most: Duration) -> Duration {
        most.mul_f64(self.randomness.fraction("jitter"))
    }

    /// A random number below `below`, of the branch `purpose`.
    pub fn below(&self, purpose: &'static str, below: u32) -> u32 {
        self.randomness.below(purpose, below)
    }

    /// A new random id of `characters` characters of base 32 (5 bits each), of the branch `kind`.
    pub fn id(&self, kind: &'static str, characters: usize) -> String {
        self.randomness.id(kind, characters)
    }

    /// A nonce of 130 bits.
    pub fn nonce(&self) -> String {
        self.randomness.id("nonce", 26)
    }

    /// The signing keys.
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
