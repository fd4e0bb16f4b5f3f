//! Looks up a text and fills in its variables.

use std::fmt;

use domain::conference::MailTexts;
use domain::input::ValidationError;
use domain::phrase::{Argument, Phrase};
use fluent_bundle::{FluentArgs, FluentValue};

use crate::catalog::{Catalog, PROBLEMS, SITE};
use crate::language::Language;

/// The texts of one catalog and of [`SITE`], in one language. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Messages {
    pub language: Language,
    catalog: &'static Catalog,
}

impl Default for Messages {
    fn default() -> Self {
        Self::new(Language::default(), &SITE)
    }
}

impl Messages {
    pub fn new(language: Language, catalog: &'static Catalog) -> Self {
        Self { language, catalog }
    }

    /// The text with this id. Format it with `Display`, after adding its variables with [`Text::arg`].
    pub fn t<'a>(&self, id: &'a str) -> Text<'a> {
        Text { messages: *self, id, suffix: "", args: None, own: None }
    }

    /// The text with the id `{group}-{word}`, for words of the API such as states and kinds.
    pub fn word<'a>(&self, group: &'a str, word: &'a str) -> Text<'a> {
        Text { messages: *self, id: group, suffix: word, args: None, own: None }
    }

    /// Whether there is a text with the id `{group}-{word}`.
    pub fn has(&self, group: &str, word: &str) -> bool {
        let id = full_id(group, word);
        self.catalogs().iter().any(|catalog| catalog.has(self.language, &id))
    }

    /// A phrase in this language. Fragments stay fragments; see [`Messages::sentence`].
    pub fn say(&self, phrase: &Phrase) -> String {
        let Some(id) = phrase.id() else { return phrase.as_verbatim().unwrap_or_default().to_owned() };
        let mut args = FluentArgs::with_capacity(phrase.args().len());
        for (name, value) in phrase.args() {
            args.set(
                *name,
                match value {
                    Argument::Text(text) => FluentValue::from(text.as_str()),
                    Argument::Count(count) => FluentValue::from(*count),
                    Argument::Phrase(phrase) => FluentValue::from(self.say(phrase)),
                    Argument::Word(group, word) => FluentValue::from(self.word(group, word).to_string()),
                    Argument::Instant(at, zone) => FluentValue::from(self.instant(*at, zone)),
                },
            );
        }
        self.format(id, Some(&args)).unwrap_or_else(|| id.to_owned())
    }

    /// A phrase as a sentence.
    pub fn sentence(&self, phrase: &Phrase) -> String {
        let text = self.say(phrase);
        let mut letters = text.chars();
        let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
        format!("{first}{}.", letters.as_str())
    }

    /// A validation error on one line, for a terminal: its pointer and what is wrong.
    pub fn error_line(&self, error: &ValidationError) -> String {
        let pointer = if error.pointer.is_empty() { "/" } else { &error.pointer };
        format!("{pointer}: {}", self.say(&error.detail))
    }

    fn catalogs(&self) -> [&'static Catalog; 3] {
        [self.catalog, &SITE, &PROBLEMS]
    }

    fn format(&self, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        self.catalogs().iter().find_map(|catalog| catalog.format(self.language, id, args))
    }
}

fn full_id(id: &str, suffix: &str) -> String {
    // Ids have no underscores, so that words of the API fit in.
    if suffix.is_empty() { id.to_owned() } else { format!("{id}-{}", suffix.replace('_', "-")) }
}

/// A text and its variables.
#[derive(Debug)]
pub struct Text<'a> {
    messages: Messages,
    id: &'a str,
    suffix: &'a str,
    args: Option<FluentArgs<'a>>,
    /// Texts that replace ours.
    own: Option<&'a MailTexts>,
}

impl<'a> Text<'a> {
    /// Sets a variable. Numbers follow the language's plural rules and digit grouping; years and ids are text.
    #[must_use]
    pub fn arg(mut self, name: &'a str, value: impl ToValue) -> Self {
        self.args.get_or_insert_default().set(name, value.to_value());
        self
    }

    /// The text that `own` has for this id, if it has one, instead of ours.
    #[must_use]
    pub fn or_own(mut self, own: &'a MailTexts) -> Self {
        self.own = Some(own);
        self
    }

    /// A variable as text, with digits grouped.
    fn value(&self, name: &str) -> Option<String> {
        let value = self.args.as_ref()?.get(name)?;
        Some(self.messages.language.shown(value))
    }

    /// Whether this is no text at all, for parts of a page that a caller leaves out.
    pub fn is_empty(&self) -> bool {
        self.id.is_empty()
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return Ok(());
        }
        let id = full_id(self.id, self.suffix);
        if let Some(own) = self.own.and_then(|own| own.get(&id)) {
            return f.write_str(&own.filled(|name| self.value(name)));
        }
        let found = self.messages.format(&id, self.args.as_ref());
        // A test finds every id that is missing. A reader sees the id rather than an error page.
        f.write_str(&found.unwrap_or(id))
    }
}

impl From<Text<'_>> for String {
    fn from(text: Text<'_>) -> Self {
        text.to_string()
    }
}

/// What a variable of a text can be: a text or a whole number.
pub trait ToValue {
    fn to_value(&self) -> FluentValue<'static>;
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> FluentValue<'static> {
        (**self).to_value()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl ToValue for $number {
            fn to_value(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        })*
    };
}

numbers!(u8, u16, u32, u64, usize, i32, i64);

macro_rules! texts {
    ($($text:ty),*) => {
        $(impl ToValue for $text {
            fn to_value(&self) -> FluentValue<'static> {
                FluentValue::from(self.to_string())
            }
        })*
    };
}

texts!(str, String, Text<'_>);
