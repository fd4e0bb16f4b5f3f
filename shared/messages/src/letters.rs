//! The texts of mails that organizers can replace: which letters there are, their texts, and the variables of each.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use crate::catalog::MAIL;
use crate::language::Language;

/// Letters that belong to no edition, or whose text is the product's own.
const FIXED: [&str; 6] = ["sign-in", "link-address", "address-linked", "address-unlinked", "message-test", "message"];

/// What every letter of an edition can show.
const COMMON: [&str; 3] = ["conference", "title", "track"];

/// One text of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LetterText {
    /// `{letter}-{part}`.
    pub id: String,
    /// `subject`, `opening`, `button`, `closing` or the name of a variant.
    pub part: String,
    /// The text as an organizer would write it: `Your pass for {conference}`. Of a text with a plural, the general
    /// form.
    pub original: String,
    /// Names of the values that it can show.
    pub variables: Vec<String>,
}

/// The names of all letters, in the order of the file.
pub fn letters() -> Vec<&'static str> {
    all().filter(|name| !FIXED.contains(name)).collect()
}

fn all() -> impl Iterator<Item = &'static str> {
    MAIL.ids().filter_map(|id| id.strip_suffix("-subject"))
}

/// The letter whose text this is: `offer-reminder-opening` is of `offer-reminder`, not of `offer`.
fn letter_of(id: &str) -> Option<&'static str> {
    let named = all().filter(|name| id.strip_prefix(name).is_some_and(|rest| rest.starts_with('-')));
    named.max_by_key(|name| name.len()).filter(|name| !FIXED.contains(name))
}

/// The texts of a letter in this language, in the order of the file; empty if there is no such letter.
pub fn letter_texts(letter: &str, language: Language) -> Vec<LetterText> {
    let ids = MAIL.ids().filter(|id| letter_of(id) == Some(letter));
    ids.filter_map(|id| {
        let original = MAIL.pattern(language, id, written)?;
        let mut variables: BTreeSet<String> = COMMON.into_iter().map(str::to_owned).collect();
        MAIL.pattern(Language::English, id, |pattern| collect(pattern, &mut variables))?;
        let part = id[letter.len() + 1..].to_owned();
        Some(LetterText { id: id.to_owned(), part, original, variables: variables.into_iter().collect() })
    })
    .collect()
}

/// The values of a text of a mail; `None` if organizers cannot replace it.
pub fn variables(id: &str) -> Option<Vec<String>> {
    letter_texts(letter_of(id)?, Language::English).into_iter().find(|text| text.id == id).map(|text| text.variables)
}

fn collect(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let (Expression::Inline(inline) | Expression::Select { selector: inline, .. }) = expression;
        if let InlineExpression::VariableReference { id } = inline {
            into.insert(id.name.to_owned());
        }
        if let Expression::Select { variants, .. } = expression {
            for variant in variants {
                collect(&variant.value, into);
            }
        }
    }
}

fn written(pattern: &Pattern<&str>) -> String {
    let element = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => (*value).to_owned(),
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::VariableReference { id }) } => {
            format!("{{{}}}", id.name)
        }
        PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
            (*value).to_owned()
        }
        PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
            let general = variants.iter().find(|variant| variant.default);
            general.map(|variant| written(&variant.value)).unwrap_or_default()
        }
        PatternElement::Placeable { .. } => String::new(),
    };
    pattern.elements.iter().map(element).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_has_its_own_texts_and_no_others() {
        let parts = |letter| {
            let texts = letter_texts(letter, Language::English);
            texts.into_iter().map(|text| text.part).collect::<Vec<_>>()
        };
        assert_eq!(parts("offer"), ["subject", "opening", "button", "closing"]);
        assert_eq!(parts("registered"), ["subject", "opening", "online", "button", "closing", "online-closing"]);
        assert!(parts("sign-in").is_empty() && parts("shoes").is_empty());
    }

    #[test]
    fn a_text_is_shown_as_it_would_be_written() {
        let texts = letter_texts("unclaimed", Language::German);
        assert_eq!(texts[0].original, "{count} reservierte Pässe nicht abgerufen: {conference}");
        assert_eq!(texts[1].variables, ["claim-by", "conference", "count", "title", "track"]);
        assert_eq!(variables("offer-subject").unwrap(), ["conference", "title", "track", "until"]);
        assert_eq!(variables("fact-pass"), None);
        assert_eq!(variables("sign-in-subject"), None);
    }

    #[test]
    fn every_letter_has_a_subject_that_can_be_written() {
        for language in Language::OFFERED {
            for letter in letters() {
                let texts = letter_texts(letter, language);
                assert!(texts.iter().any(|text| text.part == "subject"), "{letter}");
                for text in texts {
                    text.original
                        .parse::<domain::conference::MailText>()
                        .unwrap_or_else(|e| panic!("{}: {e:?}", text.id));
                }
            }
        }
    }
}
