//! A text for people, by the id of its message: decisions say what is wrong, and whoever knows the reader's language
//! renders it (`messages::Messages::say`).

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A text by its message and variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    source: Source,
    args: Vec<(&'static str, Argument)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Source {
    Message(&'static str),
    Verbatim(String),
}

/// A variable of a [`Phrase`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Stays as it is: names, ids, words of the API, limits.
    Text(String),
    /// Follows the language's plural rules and digit grouping.
    Count(u64),
    Phrase(Phrase),
    /// The text of a word of the API, by the group of its messages.
    Word(&'static str, String),
    Instant(Timestamp, TimeZone),
}

impl Phrase {
    /// The message with this id, in `problems.ftl` or in the file of the function that answers.
    pub fn of(id: &'static str) -> Self {
        Self { source: Source::Message(id), args: Vec::new() }
    }

    /// What a person wrote, such as a name. It is the same in every language; sentences of ours have messages.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self { source: Source::Verbatim(text.into()), args: Vec::new() }
    }

    /// Sets a variable that is the same in every language.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "callers name numbers, texts and references to them alike")]
    pub fn arg(self, name: &'static str, value: impl ToString) -> Self {
        self.with(name, Argument::Text(value.to_string()))
    }

    /// Sets a number that the text's plural depends on.
    #[must_use]
    pub fn count(self, name: &'static str, count: impl TryInto<u64>) -> Self {
        self.with(name, Argument::Count(count.try_into().unwrap_or(u64::MAX)))
    }

    /// Sets a variable that is a text of its own.
    #[must_use]
    pub fn phrase(self, name: &'static str, phrase: impl Into<Self>) -> Self {
        self.with(name, Argument::Phrase(phrase.into()))
    }

    /// Sets a variable to the text of a word of the API, such as a state: the message `{group}-{word}`.
    #[must_use]
    pub fn word_of(self, group: &'static str, name: &'static str, word: &str) -> Self {
        self.with(name, Argument::Word(group, word.to_owned()))
    }

    /// Sets a time, which is shown in this zone.
    #[must_use]
    pub fn instant(self, name: &'static str, at: Timestamp, zone: &TimeZone) -> Self {
        self.with(name, Argument::Instant(at, zone.clone()))
    }

    fn with(mut self, name: &'static str, value: Argument) -> Self {
        self.args.push((name, value));
        self
    }

    /// Several phrases, one after the other.
    pub fn joined(phrases: impl IntoIterator<Item = Self>) -> Self {
        let both = |one, other| Self::of("one-and-other").phrase("one", one).phrase("other", other);
        phrases.into_iter().reduce(both).unwrap_or_else(|| Self::verbatim(""))
    }

    /// The id of its message; `None` if it is a text of its own.
    pub fn id(&self) -> Option<&'static str> {
        match self.source {
            Source::Message(id) => Some(id),
            Source::Verbatim(_) => None,
        }
    }

    /// The text of a phrase without a message.
    pub fn as_verbatim(&self) -> Option<&str> {
        match &self.source {
            Source::Message(_) => None,
            Source::Verbatim(text) => Some(text),
        }
    }

    pub fn args(&self) -> &[(&'static str, Argument)] {
        &self.args
    }

    /// For logs: the message's id with its variables.
    pub fn in_log(&self) -> String {
        match &self.source {
            Source::Verbatim(text) => text.clone(),
            Source::Message(id) if self.args.is_empty() => (*id).to_owned(),
            Source::Message(id) => format!("{id} {:?}", self.args),
        }
    }
}

#[cfg(test)]
mod english {
    //! Phrases in English, for the tests of this crate.

    use std::fmt;
    use std::sync::LazyLock;

    use fluent_bundle::concurrent::FluentBundle;
    use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

    use super::{Argument, Phrase};

    #[allow(clippy::default_trait_access, reason = "English is the default, and its type is in another crate")]
    static ENGLISH: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
        let source = include_str!("../../messages/en/problems.ftl").to_owned();
        let mut bundle = FluentBundle::new_concurrent(vec![Default::default()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(FluentResource::try_new(source).expect("a message file")).expect("ids of its own");
        bundle
    });

    impl fmt::Display for Phrase {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let Some(id) = self.id() else { return f.write_str(self.as_verbatim().unwrap_or_default()) };
            let mut args = FluentArgs::new();
            for (name, value) in &self.args {
                args.set(
                    *name,
                    match value {
                        Argument::Text(text) => FluentValue::from(text.clone()),
                        Argument::Count(count) => FluentValue::from(*count),
                        Argument::Phrase(phrase) => FluentValue::from(phrase.to_string()),
                        Argument::Word(_, word) => FluentValue::from(word.clone()),
                        Argument::Instant(at, zone) => FluentValue::from(crate::instant::readable(*at, zone)),
                    },
                );
            }
            let message = ENGLISH.get_message(id).and_then(|message| message.value());
            let message = message.unwrap_or_else(|| panic!("there is no message {id}"));
            f.write_str(&ENGLISH.format_pattern(message, Some(&args), &mut Vec::new()))
        }
    }
}
