//! One event on its way to one endpoint.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Endpoint, EndpointState, Event, EventKind};
use crate::failure::without_personal_data;

/// Tries of a delivery, until it is given up. The delays between them add up to 3.5 days.
pub const TRIES_MOST: u32 = 10;

/// How long the log keeps an event and its deliveries.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Tries that the log of one delivery shows: those of two rounds.
const SHOWN: usize = 20;

const ERROR_LONGEST: usize = 200;

const FIRST_DELAY: SignedDuration = SignedDuration::from_secs(5);
const LONGEST_DELAY: SignedDuration = SignedDuration::from_hours(24);

/// How long to wait after a number of tries: six times longer each time, from 5 s to 24 h. `jitter` is between 0 and
/// 999; it takes up to a fifth off, so that deliveries that failed together are not repeated together.
pub fn delay_after(tries: u32, jitter: u32) -> SignedDuration {
    let delay = FIRST_DELAY.as_millis() * 6i128.pow(tries.saturating_sub(1).min(8));
    let delay = delay.min(LONGEST_DELAY.as_millis());
    let less = delay * i128::from(jitter.min(999)) / 5000;
    SignedDuration::from_millis(i64::try_from(delay - less).unwrap_or(i64::MAX))
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The receiver answered with this status, and these first characters if it refused.
    Answered(u16, String),
    /// There was no answer, and why.
    Failed(String),
}

impl Outcome {
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Answered(200..=299, _))
    }

    /// Whether the receiver says that it wants no more.
    pub fn is_gone(&self) -> bool {
        matches!(self, Self::Answered(410, _))
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Answered(status, _) => Some(*status),
            Self::Failed(_) => None,
        }
    }

    fn error(&self) -> Option<String> {
        let text = match self {
            Self::Answered(..) if self.is_success() => return None,
            Self::Answered(_, text) | Self::Failed(text) => text,
        };
        let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        Some(without_personal_data(line.trim()).chars().take(ERROR_LONGEST).collect())
    }
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Timestamp,
    /// The status of the answer; none without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    pub millis: u64,
    /// Its first 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    Pending,
    Delivered,
    /// Given up: no more tries, or the endpoint is not active.
    Failed,
}

impl DeliveryState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The event's: the `webhook-id`, the same for every try and replay.
    pub id: String,
    pub endpoint: String,
    pub kind: EventKind,
    /// When the event happened.
    pub at: Timestamp,
    /// The whole body, the same for every try and replay.
    pub body: String,
    pub state: DeliveryState,
    /// Tries begun since it was queued or replayed.
    pub tries: u32,
    /// The latest tries, oldest first.
    #[serde(default)]
    pub attempts: Vec<Attempt>,
    /// When it is tried next; also the end of a try's claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_try_at: Option<Timestamp>,
    pub rev: u64,
}

impl Delivery {
    pub fn new(event: &Event, endpoint: &Endpoint, base_url: &str, now: Timestamp) -> Self {
        Self {
            id: event.id.clone(),
            endpoint: endpoint.id.clone(),
            kind: event.kind,
            at: event.at,
            body: event.body(base_url),
            state: DeliveryState::Pending,
            tries: 0,
            attempts: Vec::new(),
            next_try_at: Some(now),
            rev: 1,
        }
    }

    /// Whether it is to be tried at this time.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state == DeliveryState::Pending && self.next_try_at.is_none_or(|at| at <= now)
    }

    /// Claims it for one try until an instant, at which it is due again if the try never ends. `Err` has it given up:
    /// every allowed try was begun, and the last never ended.
    pub fn claim(&self, until: Timestamp) -> Result<Self, Self> {
        if self.tries >= TRIES_MOST {
            return Err(Self { state: DeliveryState::Failed, next_try_at: None, rev: self.rev + 1, ..self.clone() });
        }
        Ok(Self { tries: self.tries + 1, next_try_at: Some(until), rev: self.rev + 1, ..self.clone() })
    }

    /// The delivery after a try. `next` is when the next one would be.
    #[must_use]
    pub fn tried(&self, outcome: &Outcome, began: Timestamp, millis: u64, next: Timestamp) -> Self {
        let mut after = Self { rev: self.rev + 1, ..self.clone() };
        after.attempts.push(Attempt { at: began, status: outcome.status(), millis, error: outcome.error() });
        let old = after.attempts.len().saturating_sub(SHOWN);
        after.attempts.drain(..old);
        (after.state, after.next_try_at) = if outcome.is_success() {
            (DeliveryState::Delivered, None)
        } else if outcome.is_gone() || self.tries >= TRIES_MOST {
            (DeliveryState::Failed, None)
        } else {
            (DeliveryState::Pending, Some(next))
        };
        after
    }

    /// Puts it off without a try.
    #[must_use]
    pub fn postponed(&self, until: Timestamp) -> Self {
        Self { next_try_at: Some(until), rev: self.rev + 1, ..self.clone() }
    }

    /// Given up, because its endpoint gets no events now.
    #[must_use]
    pub fn stopped(&self, state: EndpointState, now: Timestamp) -> Self {
        let mut after = Self { state: DeliveryState::Failed, next_try_at: None, rev: self.rev + 1, ..self.clone() };
        let error = Some(format!("the endpoint is {state}"));
        after.attempts.push(Attempt { at: now, status: None, millis: 0, error });
        after
    }

    /// Queued again with its tries anew; `None` if it is queued already.
    pub fn replayed(&self, now: Timestamp) -> Option<Self> {
        let again =
            Self { state: DeliveryState::Pending, tries: 0, next_try_at: Some(now), rev: self.rev + 1, ..self.clone() };
        (self.state != DeliveryState::Pending).then_some(again)
    }
}
