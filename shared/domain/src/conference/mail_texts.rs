//! Texts of mails in an organizer's own words. Each replaces one text of `shared/messages`, whose id it has, in the mails
//! of the edition, in any language.
//!
//! A text shows a value by its name in braces: `Your pass for {conference}`. Which texts there are, and which values each
//! of them has, is in `shared/messages`; [`check`] takes them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::input::{Object, ValidationError, paragraphs};
use crate::phrase::Phrase;

/// The most characters of a text.
pub const TEXT_MAX: usize = 4_000;

/// By message id, such as `registered-subject`.
pub type MailTexts = BTreeMap<String, MailText>;

/// A text with values in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailText(String);

impl MailText {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names of the values in it.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.0.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim())
    }

    /// The text with its values. A value that is missing stays as its name in braces.
    pub fn filled(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut parts = self.0.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            filled += &value(name.trim()).unwrap_or_else(|| format!("{{{name}}}"));
            filled += rest;
        }
        filled
    }
}

impl FromStr for MailText {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let mut parts = text.split('{');
        let before = parts.next().unwrap_or_default();
        let unopened = Phrase::of("mail-unopened");
        if before.contains('}') {
            return Err(unopened);
        }
        for part in parts {
            let (name, rest) = part.split_once('}').ok_or_else(|| Phrase::of("mail-unclosed"))?;
            let name = name.trim();
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                return Err(Phrase::of("mail-wrong-name").arg("name", name));
            }
            if rest.contains('}') {
                return Err(unopened);
            }
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for MailText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

pub(super) fn read(o: &Object<'_>) -> MailTexts {
    let mut texts = MailTexts::new();
    for (id, value) in o.entries() {
        let text = paragraphs(TEXT_MAX)(value).and_then(|text| text.parse());
        match text {
            // A subject is a line of a mail's head.
            Ok(MailText(text)) if id.ends_with("-subject") && text.contains('\n') => {
                o.reject(id, Phrase::of("mail-subject-lines"));
            }
            Ok(text) => _ = texts.insert(id.clone(), text),
            Err(detail) => o.reject(id, detail),
        }
    }
    texts
}

/// The errors of texts that no mail has, or that name a value that their mail does not have. `known` answers the values
/// of a text, or `None` if there is no such text.
pub fn check(texts: &MailTexts, known: impl Fn(&str) -> Option<Vec<String>>) -> Vec<ValidationError> {
    let error = |id: &str, detail: Phrase| ValidationError { pointer: format!("/mail_texts/{id}"), detail };
    let mut errors = Vec::new();
    for (id, text) in texts {
        let Some(values) = known(id) else {
            errors.push(error(id, Phrase::of("mail-no-such-text")));
            continue;
        };
        let names: Vec<_> = values.iter().map(|name| format!("{{{name}}}")).collect();
        for name in text.variables().filter(|name| !values.iter().any(|value| value == name)) {
            errors.push(error(id, Phrase::of("mail-unknown-name").arg("name", name).arg("names", names.join(", "))));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> MailText {
        text.parse().unwrap()
    }

    #[test]
    fn values_stand_where_their_names_stood() {
        let value = |name: &str| (name == "conference").then(|| "Demo {2030}".to_owned());
        assert_eq!(text("Your pass for { conference }!").filled(value), "Your pass for Demo {2030}!");
        assert_eq!(text("{conference}{conference}").filled(value), "Demo {2030}Demo {2030}");
        assert_eq!(text("Until {until}.").filled(value), "Until {until}.");
        assert_eq!(text("Plain.").filled(value), "Plain.");
    }

    #[test]
    fn braces_that_name_no_value_are_refused() {
        for wrong in ["{", "}", "{a", "a}", "{}", "{A}", "{a b}", "{a}}", "{{a}}", "{a} and {"] {
            assert!(wrong.parse::<MailText>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_text_is_checked_against_what_its_mail_has() {
        let known = |id: &str| (id == "offer-subject").then(|| vec!["conference".to_owned(), "until".to_owned()]);
        let texts = MailTexts::from([
            ("offer-subject".to_owned(), text("By {until}, {name}")),
            ("shoes-subject".to_owned(), text("Shoes")),
        ]);
        let errors: Vec<_> = check(&texts, known).into_iter().map(|e| format!("{} {}", e.pointer, e.detail)).collect();
        assert_eq!(
            errors,
            [
                "/mail_texts/offer-subject has {name}, which this text does not have; it has {conference}, {until}",
                "/mail_texts/shoes-subject is no text of a mail; see the settings of mails for their ids",
            ]
        );
    }
}
