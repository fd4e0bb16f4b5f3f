//! People: names and e-mail addresses, and the keys derived from addresses.

use std::fmt;
use std::str::FromStr;

use crate::phrase::Phrase;
use email_address::{EmailAddress as Checked, Options};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The longest address that SMTP can carry (RFC 5321, section 4.5.3.1.3).
const EMAIL_MAX: usize = 254;

/// What the stand-in of an erased person's address begins with.
const ERASED: &str = "erased-";

/// Keeps the owner's spelling, but compares by [`EmailAddress::folded`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// The owner's spelling.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form that identifies the person: Unicode-normalised (NFKC) and lower case, so that `Ann@Example.org` equals
    /// `ann@example.org`; the domain in DNS form (UTS 46), so that `ann@bücher.example` equals
    /// `ann@xn--bcher-kva.example`.
    pub fn folded(&self) -> String {
        let fold = |text: &str| text.nfkc().collect::<String>().to_lowercase().nfkc().collect::<String>();
        match self.parts() {
            Some((local, domain)) => format!("{}@{domain}", fold(local)),
            None => fold(&self.0),
        }
    }

    /// The form for the mail service: the domain in DNS form.
    pub fn deliverable(&self) -> String {
        self.parts().map_or_else(|| self.0.clone(), |(local, domain)| format!("{local}@{domain}"))
    }

    /// A placeholder for an unknown address. Its domain never exists (RFC 6761, section 6.4), so no mail can reach it.
    ///
    /// # Panics
    /// If `whose` contains other characters than letters, digits and hyphens.
    pub fn stand_in(whose: &str) -> Self {
        Self::checked(&format!("{whose}@unknown.invalid")).expect("an address")
    }

    /// Stands for the address of an erased person. It names the key that the address had in an edition, and has the same
    /// key there: so what follows from the address follows from its stand-in.
    pub fn erased(key: &PersonKey) -> Self {
        Self::stand_in(&format!("{ERASED}{key}"))
    }

    /// The key that such an address names.
    fn erased_key(&self) -> Option<PersonKey> {
        self.0.strip_suffix("@unknown.invalid")?.strip_prefix(ERASED)?.parse().ok()
    }

    /// Whether it stands for the address of an erased person.
    pub fn is_erased(&self) -> bool {
        self.erased_key().is_some()
    }

    /// Whether it is such a placeholder.
    pub fn is_stand_in(&self) -> bool {
        self.folded().ends_with("@unknown.invalid")
    }

    /// The local part, and the domain in DNS form; `None` if the domain is not valid in DNS.
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
        Self::checked(&text).map_err(|refused| refused.in_log())
    }
}

impl FromStr for EmailAddress {
    type Err = Phrase;

    /// Refuses placeholders: only stored items have them.
    fn from_str(text: &str) -> Result<Self, Phrase> {
        match Self::checked(text)? {
            address if address.is_stand_in() => Err(Phrase::of("must-receive-mail")),
            address => Ok(address),
        }
    }
}

impl EmailAddress {
    fn checked(text: &str) -> Result<Self, Phrase> {
        // Composed (NFC), so that both encodings of an accented letter are equal.
        // Trim spaces only: a line break could end a header.
        let text: String = text.trim_matches(' ').chars().take(EMAIL_MAX * 2).nfc().collect();
        if text.is_empty() {
            return Err(Phrase::of("must-not-be-empty"));
        }
        if text.len() > EMAIL_MAX {
            return Err(Phrase::of("must-be-at-most-characters").arg("max", EMAIL_MAX));
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(Phrase::of("must-not-have-spaces"));
        }
        if crate::text::clean_line(&text).ok().as_ref() != Some(&text) {
            return Err(Phrase::of("must-not-have-invisible"));
        }
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        Checked::parse_with_options(&text, options).map_err(|_| Phrase::of("must-be-email"))?;
        Ok(Self(text))
    }
}

/// A name as on a badge: one line of 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares names, ignoring case, width and spacing.
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
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        crate::input::line(200)(&serde_json::Value::String(text.to_owned())).map(Self)
    }
}

/// Identifies a person in one edition: a hash of the folded e-mail with the edition's salt, as 26 characters of
/// Crockford's base 32. Keys and ids thus contain no address, and without the salt cannot be derived from one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonKey(String);

impl PersonKey {
    pub fn new(salt: &str, email: &EmailAddress) -> Self {
        if let Some(key) = email.erased_key() {
            return key;
        }
        let mut hash = Sha256::new();
        hash.update(salt.as_bytes());
        hash.update([0]);
        hash.update(email.folded().as_bytes());
        Self(base32(&hash.finalize()[..16]))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for PersonKey {
    type Err = Phrase;
    fn from_str(text: &str) -> Result<Self, Phrase> {
        if text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b)) {
            Ok(Self(text.to_owned()))
        } else {
            Err(Phrase::of("must-be-person-key"))
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
    fn all_spellings_of_an_address_are_one_person() {
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
        // Domains that are invalid in DNS stay unchanged.
        assert_eq!(folded("ann@xn--a.example"), "ann@xn--a.example");
    }

    #[test]
    fn an_undeliverable_address_is_refused() {
        for bad in ["", "ann", "ann@", "@example.org", "ann@example", "a b@example.org", "a@b.org\r\nBcc: x@y.org"] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
        assert!(format!("{}@example.org", "a".repeat(300)).parse::<EmailAddress>().is_err());
        assert!("Ann <ann@example.org>".parse::<EmailAddress>().is_err());
        assert!("ann@[127.0.0.1]".parse::<EmailAddress>().is_err());
    }

    #[test]
    fn a_person_key_depends_on_the_salt() {
        let email: EmailAddress = "ann@example.org".parse().unwrap();
        assert_eq!(PersonKey::new("a", &email).as_str().len(), 26);
        assert_ne!(PersonKey::new("a", &email), PersonKey::new("b", &email));
        assert_eq!(PersonKey::new("a", &email).as_str().parse(), Ok(PersonKey::new("a", &email)));
    }
}
