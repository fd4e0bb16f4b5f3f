//! Signing keys. Tokens are derived from them with a keyed hash (HMAC-SHA-256, RFC 2104), so no token is stored.

use domain::person::base32;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use subtle::ConstantTimeEq;

#[derive(Clone, Serialize, Deserialize)]
pub struct SigningKey {
    /// Stored beside each token, so that verification finds the key after a rotation.
    pub id: String,
    /// At least 32 unguessable characters.
    pub secret: String,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SigningKey({})", self.id)
    }
}

/// The keys in use: the first one signs, all of them verify. To rotate, put a new key first and keep the old ones for
/// as long as links made with them must work.
#[derive(Clone, Debug)]
pub struct KeyRing(Vec<SigningKey>);

type Hash = [u8; 32];

impl KeyRing {
    /// Refuses an empty ring and weak keys.
    pub fn new(keys: Vec<SigningKey>) -> Result<Self, String> {
        if keys.is_empty() {
            return Err("there must be a signing key".into());
        }
        if let Some(weak) = keys.iter().find(|key| key.secret.len() < 32) {
            return Err(format!("the signing key {} must have at least 32 characters", weak.id));
        }
        Ok(Self(keys))
    }

    /// Reads `[{"id": "…", "secret": "…"}]`, newest first. Also accepts one key without the brackets: the template
    /// generates the first key of a deployment in that form.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let first = text.trim_start().starts_with('{').then(|| serde_json::from_str(text).map(|key| vec![key]));
        let keys = first.unwrap_or_else(|| serde_json::from_str(text));
        // The parser's message could quote a secret.
        Self::new(keys.map_err(|_| "the signing keys must be [{\"id\", \"secret\"}]")?)
    }

    /// The id of the key that signs new tokens.
    pub fn current(&self) -> &str {
        &self.0[0].id
    }

    /// The ids of all keys, the current one first.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }

    /// The keyed hash of `parts` for a purpose; `None` if the key is retired. Hashes the length of each part too, so
    /// that `["12", "3"]` and `["1", "23"]` differ.
    pub fn hash(&self, key_id: &str, purpose: &str, parts: &[&str]) -> Option<Hash> {
        let key = self.0.iter().find(|key| key.id == key_id)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(key.secret.as_bytes()).expect("HMAC takes a key of any length");
        for part in [&[purpose], parts].concat() {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Some(mac.finalize().into_bytes().into())
    }

    /// 160 bits as 32 characters of base 32.
    pub fn token(&self, key_id: &str, purpose: &str, parts: &[&str]) -> Option<String> {
        Some(base32(&self.hash(key_id, purpose, parts)?[..20]))
    }

    /// Compares in constant time.
    pub fn verify(&self, given: &str, key_id: &str, purpose: &str, parts: &[&str]) -> bool {
        self.token(key_id, purpose, parts).is_some_and(|token| same(&token, given))
    }
}

/// Compares two secrets in constant time: the duration must not show how many characters match.
pub fn same(a: &str, b: &str) -> bool {
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
