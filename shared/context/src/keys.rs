//! Signing keys: tokens are derived from them with a keyed hash (HMAC-SHA-256, RFC 2104), so that none is stored.

use domain::person::base32;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;

#[derive(Clone, Serialize, Deserialize)]
pub struct SigningKey {
    /// Names it in what was made with it.
    pub id: String,
    /// At least 32 characters nobody can guess.
    pub secret: String,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

/// The keys in use: the first makes, all verify. Rotating puts a new one first and keeps the old ones for as long
/// as links made with them shall work.
#[derive(Clone, Debug)]
pub struct KeyRing(Vec<SigningKey>);

/// A keyed hash.
type Hash = [u8; 32];

impl KeyRing {
    /// A ring; refuses an empty one and weak keys.
    pub fn new(keys: Vec<SigningKey>) -> Result<Self, String> {
        if keys.is_empty() {
            return Err("there must be a signing key".into());
        }
        if let Some(weak) = keys.iter().find(|key| key.secret.len() < 32) {
            return Err(format!("the signing key {} must have at least 32 characters", weak.id));
        }
        Ok(Self(keys))
    }

    /// Reads `[{"id": "…", "secret": "…"}]`, newest first; or one key without the brackets, as it is generated when
    /// Plumbline is first deployed.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let first = text.trim_start().starts_with('{').then(|| serde_json::from_str(text).map(|key| vec![key]));
        let keys = first.unwrap_or_else(|| serde_json::from_str(text));
        // The parser's message could quote a secret.
        Self::new(keys.map_err(|_| "the signing keys must be [{\"id\", \"secret\"}]")?)
    }

    /// The key that new tokens are made with.
    pub fn current(&self) -> &str {
        &self.0[0].id
    }

    /// The names of all keys, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }

    /// The keyed hash of some parts for a purpose; `None` if the key has been retired. A part's length is hashed
    /// too, so that no two lists of parts are one text.
    pub fn hash(&self, key_id: &str, purpose: &str, parts: &[&str]) -> Option<Hash> {
        let key = self.0.iter().find(|key| key.id == key_id)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key.secret.as_bytes()).expect("HMAC takes a key of any length");
        for part in [&[purpose], parts].concat() {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Some(mac.finalize().into_bytes().into())
    }

    /// A token of 160 bits as 32 characters.
    pub fn token(&self, key_id: &str, purpose: &str, parts: &[&str]) -> Option<String> {
        Some(base32(&self.hash(key_id, purpose, parts)?[..20]))
    }

    /// Whether `given` is the token, in a time that does not depend on where they differ.
    pub fn verify(&self, given: &str, key_id: &str, purpose: &str, parts: &[&str]) -> bool {
        self.token(key_id, purpose, parts).is_some_and(|token| same(&token, given))
    }
}

/// Compares secrets in constant time.
fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(ids: &[&str]) -> KeyRing {
        KeyRing::new(ids.iter().map(|id| SigningKey { id: (*id).into(), secret: id.repeat(32) }).collect()).unwrap()
    }

    #[test]
    fn a_token_survives_rotation_until_its_key_is_retired() {
        let token = ring(&["a"]).token("a", "manage", &["1", "n"]).unwrap();
        let rotated = ring(&["b", "a"]);
        assert_eq!(rotated.current(), "b");
        assert!(rotated.verify(&token, "a", "manage", &["1", "n"]));
        assert!(!ring(&["b"]).verify(&token, "a", "manage", &["1", "n"]));
    }

    #[test]
    fn the_first_key_of_a_deployment_needs_no_brackets() {
        let key = format!(r#"{{"id":"a","secret":"{}"}}"#, "x".repeat(64));
        assert_eq!(KeyRing::from_json(&key).unwrap().current(), "a");
        assert_eq!(KeyRing::from_json(&format!("[{key}]")).unwrap().current(), "a");
    }

    #[test]
    fn tokens_differ_by_purpose_and_by_where_parts_end() {
        let ring = ring(&["a"]);
        assert_ne!(ring.token("a", "manage", &["1"]), ring.token("a", "session", &["1"]));
        assert_ne!(ring.token("a", "x", &["12", "3"]), ring.token("a", "x", &["1", "23"]));
    }

    #[test]
    fn weak_or_missing_keys_are_refused_without_showing_them() {
        let error = KeyRing::from_json(r#"[{"id":"a","secret":"short"}]"#).unwrap_err();
        assert!(!error.contains("short"));
        assert!(KeyRing::from_json("[]").is_err());
    }
}
