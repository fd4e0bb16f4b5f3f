//! Named API tokens: a person's own keys for programs, each for one edition.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::conference::ConferenceId;
use crate::input::{Object, line, one_of, parsed};
use crate::person::{EmailAddress, base32};
use crate::phrase::Phrase;

/// Every token begins with this, so that secret scanners and we recognize one.
pub const PREFIX: &str = "plumbline_";

/// The lifetime of a token that names no end.
pub const DEFAULT_VALID: SignedDuration = SignedDuration::from_hours(90 * 24);
/// The longest lifetime.
pub const LONGEST_VALID: SignedDuration = SignedDuration::from_hours(366 * 24);

/// How often the last use is written, so that reads stay cheap.
pub const USE_NOTED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// The most tokens that a person may create in [`LIMIT_WINDOW`].
pub const MOST_CREATED: u64 = 50;
pub const LIMIT_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// What a token may do, within the roles of its person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Safe methods only.
    Read,
    Write,
}

impl Scope {
    pub const WORDS: &'static [(&'static str, Self)] = &[("read", Self::Read), ("write", Self::Write)];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }

    /// Whether it allows this HTTP method (RFC 9110, section 9.2.1).
    pub fn allows(self, method: &str) -> bool {
        self == Self::Write || matches!(method, "GET" | "HEAD" | "OPTIONS")
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiToken {
    pub id: String,
    /// The hashed address of its person, which the token contains.
    pub owner: String,
    pub email: EmailAddress,
    pub name: String,
    pub scope: Scope,
    pub conference: ConferenceId,
    /// Of the secret, which is not stored. A plain hash is enough, because the secret has 160 random bits.
    pub hash: String,
    /// Hash of the request, to recognize a repeat with the same `Idempotency-Key`.
    pub request: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

impl ApiToken {
    pub fn has_expired(&self, now: Timestamp) -> bool {
        now >= self.expires_at
    }

    /// Whether a use at this time must be recorded.
    pub fn notes_use(&self, now: Timestamp) -> bool {
        self.last_used_at.is_none_or(|last| now.duration_since(last) >= USE_NOTED_EVERY)
    }
}

/// The hash under which a secret is stored.
pub fn hash(secret: &str) -> String {
    base32(&Sha256::digest(secret.as_bytes()))
}

/// The parts of a token: `plumbline_{owner}_{id}_{secret}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    pub owner: &'a str,
    pub id: &'a str,
    pub secret: &'a str,
}

impl<'a> Parts<'a> {
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.strip_prefix(PREFIX)?.split('_');
        let (owner, id, secret) = (parts.next()?, parts.next()?, parts.next()?);
        let is_word = |part: &str| (1..=64).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        (parts.next().is_none() && [owner, id, secret].into_iter().all(is_word)).then_some(Self { owner, id, secret })
    }

    pub fn text(&self) -> String {
        format!("{PREFIX}{}_{}_{}", self.owner, self.id, self.secret)
    }
}

/// A validated request for a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    pub name: String,
    pub scope: Scope,
    pub conference: ConferenceId,
    /// Without one, it lives for [`DEFAULT_VALID`].
    pub expires_at: Option<Timestamp>,
}

impl NewToken {
    pub fn read(o: Object<'_>, now: Timestamp) -> Option<Self> {
        let name = o.required("name", line(100));
        let scope = o.required("scope", one_of(Scope::WORDS));
        let conference = o.required("conference", parsed::<ConferenceId>);
        let expires_at = o.optional("expires_at", end);
        if expires_at.is_some_and(|at| at <= now) {
            o.reject("expires_at", Phrase::of("must-be-in-future"));
        }
        if expires_at.is_some_and(|at| at > now + LONGEST_VALID) {
            o.reject("expires_at", Phrase::of("must-be-within-366-days"));
        }
        o.done();
        Some(Self { name: name?, scope: scope?, conference: conference?, expires_at })
    }

    /// Tells requests under one `Idempotency-Key` apart.
    pub fn mark(&self) -> String {
        let text = format!("{:?}", (&self.name, self.scope.as_str(), self.conference.as_str(), self.expires_at));
        base32(&Sha256::digest(text.as_bytes())[..16])
    }
}

/// An instant, or a day: then the token works until that day's end in UTC.
fn end(value: &serde_json::Value) -> Result<Timestamp, Phrase> {
    let text = crate::input::any_text(value)?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let day: jiff::civil::Date = text.parse().map_err(|_| Phrase::of("must-be-instant-or-day"))?;
    let next = day.tomorrow().map_err(|_| Phrase::of("must-be-earlier-day"))?;
    let end = next.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| Phrase::of("must-be-earlier-day"))?;
    Ok(end.timestamp())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::input::{Reading, Source};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_token_reads_as_its_parts() {
        let parts = Parts { owner: "0a", id: "1b", secret: "2c" };
        assert_eq!(Parts::parse(&parts.text()), Some(parts));
        for bad in
            ["", "plumbline_", "plumbline_a_b", "plumbline_a_b_", "plumbline_a_b_c_d", "plumbline_a_b_c!", "a_b_c"]
        {
            assert_eq!(Parts::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_read_token_allows_safe_methods_only() {
        assert!(Scope::Read.allows("GET") && !Scope::Read.allows("POST") && !Scope::Read.allows("DELETE"));
        assert!(Scope::Write.allows("DELETE"));
    }

    #[test]
    fn an_end_is_an_instant_or_the_end_of_a_day_within_a_year() {
        let read = |end: serde_json::Value| {
            let document = json!({"name": "n", "scope": "read", "conference": "demo-2030", "expires_at": end});
            let reading = Reading::new(Source::Typed);
            let requested = reading.root(&document).and_then(|o| NewToken::read(o, at("2030-02-01T12:00:00Z")));
            reading.finish(requested).map(|requested| requested.expires_at)
        };
        assert_eq!(read(json!("2030-03-01")), Ok(Some(at("2030-03-02T00:00:00Z"))));
        assert_eq!(read(json!("2030-03-01T09:00:00Z")), Ok(Some(at("2030-03-01T09:00:00Z"))));
        assert_eq!(read(json!(null)), Ok(None));
        for bad in ["2030-02-01T12:00:00Z", "2029-01-01", "2031-02-04", "soon"] {
            assert_eq!(read(json!(bad)).unwrap_err()[0].pointer, "/expires_at", "{bad}");
        }
    }

    #[test]
    fn the_last_use_is_noted_once_an_hour() {
        let token = ApiToken {
            id: "i".into(),
            owner: "o".into(),
            email: "ann@example.org".parse().unwrap(),
            name: "n".into(),
            scope: Scope::Read,
            conference: "demo-2030".parse().unwrap(),
            hash: hash("s"),
            request: String::new(),
            created_at: at("2030-02-01T00:00:00Z"),
            expires_at: at("2030-03-01T00:00:00Z"),
            last_used_at: Some(at("2030-02-01T12:00:00Z")),
        };
        assert!(!token.notes_use(at("2030-02-01T12:59:59Z")) && token.notes_use(at("2030-02-01T13:00:00Z")));
        assert!(!token.has_expired(at("2030-02-28T23:59:59Z")) && token.has_expired(at("2030-03-01T00:00:00Z")));
    }
}
