//! The only source of time, randomness, ids, keys and settings.
//!
//! Only this crate reads a clock, entropy or the environment; `clippy.toml` bans it elsewhere. Tests, the simulation
//! and rehearsals pass their own [`Clock`] and seed, so everything above this crate repeats exactly. Start at
//! [`Context`].

mod aws;
mod clock;
mod keys;
mod randomness;
mod repeats;
mod settings;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

pub use aws::AwsEnvironment;
pub use clock::{Clock, SetClock, SystemClock};
pub use keys::{KeyRing, SigningKey, same};
pub use randomness::Randomness;
pub use settings::Settings;

use repeats::LoggedCauses;

/// Time, randomness, keys and settings of one running Plumbline. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Context {
    clock: Arc<dyn Clock>,
    randomness: Arc<Randomness>,
    keys: Arc<KeyRing>,
    settings: Arc<Settings>,
    logged: Arc<LoggedCauses>,
}

impl Context {
    pub fn new(clock: Arc<dyn Clock>, randomness: Randomness, keys: KeyRing, settings: Settings) -> Self {
        Self {
            clock,
            randomness: Arc::new(randomness),
            keys: Arc::new(keys),
            settings: Arc::new(settings),
            logged: Arc::default(),
        }
    }

    /// The context of a deployed function: system clock, system entropy, settings from the environment.
    pub fn from_environment() -> Result<Self, String> {
        let (settings, keys) = Settings::from_environment()?;
        Ok(Self::new(Arc::new(SystemClock), Randomness::from_entropy()?, keys, settings))
    }

    /// In whole milliseconds: stored times have that precision, so comparisons with them are exact.
    pub fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
    }

    pub async fn sleep(&self, duration: Duration) {
        self.clock.sleep(duration).await;
    }

    /// Whether to log a cause that can last: at most once a minute, wherever it is met.
    pub fn should_log(&self, cause: &'static str) -> bool {
        self.logged.is_news(cause, self.now())
    }

    /// A random duration up to `most`, so that colliding writers retry at different times.
    pub fn jitter(&self, most: Duration) -> Duration {
        most.mul_f64(self.randomness.fraction("jitter"))
    }

    /// A random number below `below`, from the branch `purpose`.
    pub fn below(&self, purpose: &'static str, below: u32) -> u32 {
        self.randomness.below(purpose, below)
    }

    /// A new random id of `characters` characters of base 32 (5 bits each), from the branch `kind`.
    pub fn id(&self, kind: &'static str, characters: usize) -> String {
        self.randomness.id(kind, characters)
    }

    /// 130 bits.
    pub fn nonce(&self) -> String {
        self.randomness.id("nonce", 26)
    }

    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
