//! Who somebody is: a name to print, and an e-mail that identifies them.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress as Checked, Options};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest address that SMTP can carry (RFC 5321, section 4.5.3.1.3).
const EMAIL_MAX: usize = 254;

/// An e-mail address as its owner wrote it; compares by [`EmailAddress::folded`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What identifies the person: Unicode-normalised (NFKC) and lower case, so that `Ann@Example.org` and
    /// `ann@example.org` are one; the domain as DNS has it (UTS 46), so that `ann@bücher.example` and
    /// `ann@xn--bcher-kva.example` are.
    pub fn folded(&self) -> String {
        let fold = |text: &str| text.nfkc().collect::<String>().to_lowercase().nfkc().collect::<String>();
        match self.parts() {
            Some((local, domain)) => format!("{}@{domain}", fold(local)),
            None => fold(&self.0),
        }
    }

    /// As a mail service takes it: the domain as DNS has it.
    pub fn deliverable(&self) -> String {
        self.parts().map_or_else(|| self.0.clone(), |(local, domain)| format!("{local}@{domain}"))
    }

    /// An address that no mail can reach, where somebody's real one is not known: its domain exists nowhere (RFC 6761,
    /// section 6.4).
    ///
    /// # Panics
    /// If `whose` is none of letters, digits and hyphens.
    pub fn stand_in(whose: &str) -> Self {
        format!("{whose}@unknown.invalid").parse().expect("an address")
    }

    /// Whether it only stands in for one that is not known.
    pub fn is_stand_in(&self) -> bool {
        self.0.ends_with("@unknown.invalid")
    }

    /// The local part, and the domain as DNS has it; `None` if it is no name there.
    fn parts(&self) -> Option<(&str, String)> {
        let (local, domain) = self.0.rsplit_once('@')?;
        Some((local, idna::domain_to_ascii(domain).ok()?))
    }
}

impl PartialEq for EmailAddress {
    fn eq(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }
}
impl Eq for EmailAddress {}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> Self {
        email.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for EmailAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        // Composed (NFC), so that `e` with an accent is one letter however it was typed.
        // Only spaces around it are forgiven: a line break could end a header.
        let text: String = text.trim_matches(' ').chars().take(EMAIL_MAX * 2).nfc().collect();
        if text.is_empty() {
            return Err("must not be empty".into());
        }
        if text.len() > EMAIL_MAX {
            return Err(format!("must be at most {EMAIL_MAX} characters long"));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err("must not contain spaces, line breaks or control characters".into());
        }
        if crate::text::clean_line(&text).ok().as_ref() != Some(&text) {
            return Err("must not contain invisible characters; type the address instead of pasting it".into());
        }
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        Checked::parse_with_options(&text, options)
            .map_err(|_| "must be an e-mail address such as name@example.org".to_owned())?;
        Ok(Self(text))
    }
}

/// A name as it stands on a badge: one line of 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether two spellings are of one name: case, width and spacing do not count.
    pub fn same_as(&self, other: &Self) -> bool {
        let fold = |n: &Self| {
            let text = n.0.nfkc().collect::<String>().to_lowercase();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        fold(self) == fold(other)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PersonName {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        crate::input::line(200)(&serde_json::Value::String(text.to_owned())).map(Self)
    }
}

/// Names one person in one conference: a hash of the folded e-mail under the edition's own salt, so that keys and
/// ids carry no address and cannot be guessed from one without the salt. 26 characters of Crockford's base 32.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonKey(String);

impl PersonKey {
    /// The key of this e-mail under the edition's salt.
    pub fn new(salt: &str, email: &EmailAddress) -> Self {
        let mut hash = Sha256::new();
        hash.update(salt.as_bytes());
        hash.update([0]);
        hash.update(email.folded().as_bytes());
        Self(base32(&hash.finalize()[..16]))
    }

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonKey {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b)) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be a person's key".into())
        }
    }
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Crockford's alphabet in lower case: no `i`, `l`, `o`, `u`, so an id survives being read aloud.
pub const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Bytes as Crockford's base 32, lower case, most significant bits first, no padding.
pub fn base32(bytes: &[u8]) -> String {
    let mut out = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut buffer, mut bits) = (0u32, 0u32);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(ALPHABET[(buffer >> bits) as usize & 31]));
            buffer &= (1 << bits) - 1;
        }
    }
    if bits > 0 {
        out.push(char::from(ALPHABET[(buffer << (5 - bits)) as usize & 31]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_one_address_however_it_is_typed() {
        let same = |a: &str, b: &str| a.parse::<EmailAddress>().unwrap() == b.parse::<EmailAddress>().unwrap();
        assert!(same("Ann@Example.ORG", "ann@example.org"));
        assert!(same("jose\u{301}@example.org", "JOS\u{c9}@example.org"));
        assert!(same("\u{ff41}nn@example.org", "ann@example.org"));
        assert!(!same("ann+lpc@example.org", "ann@example.org"));
        assert!(same("ann@b\u{fc}cher.example", "Ann@xn--bcher-kva.example"));
        assert!(same("ann@BU\u{308}CHER.example", "ann@XN--BCHER-KVA.example"));
        assert!(same("ann@\u{ff45}xample.org", "ann@example.org"));
        assert!(!same("ann@b\u{fc}cher.example", "ann@bucher.example"));
        let folded = |text: &str| text.parse::<EmailAddress>().unwrap().folded();
        assert_eq!(folded("J\u{f6}rg@B\u{fc}cher.example"), "j\u{f6}rg@xn--bcher-kva.example");
        // What is no name in DNS is left as it is.
        assert_eq!(folded("ann@xn--a.example"), "ann@xn--a.example");
    }

    #[test]
    fn an_address_that_cannot_get_mail_is_refused() {
        for bad in ["", "ann", "ann@", "@example.org", "ann@example", "a b@example.org", "a@b.org\r\nBcc: x@y.org"] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
        assert!(format!("{}@example.org", "a".repeat(300)).parse::<EmailAddress>().is_err());
        assert!("Ann <ann@example.org>".parse::<EmailAddress>().is_err());
        assert!("ann@[127.0.0.1]".parse::<EmailAddress>().is_err());
    }

    #[test]
    fn a_person_key_says_nothing_without_the_salt() {
        let email: EmailAddress = "ann@example.org".parse().unwrap();
        assert_eq!(PersonKey::new("a", &email).as_str().len(), 26);
        assert_ne!(PersonKey::new("a", &email), PersonKey::new("b", &email));
        assert_eq!(PersonKey::new("a", &email).as_str().parse(), Ok(PersonKey::new("a", &email)));
    }
}
