//! The message files. Each is parsed once per language, when its first text is asked for.

use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Pattern;

use crate::language::Language;
use crate::pseudo;

type Bundle = FluentBundle<FluentResource>;

/// One message file in every language.
pub struct Catalog {
    name: &'static str,
    english: &'static str,
    german: &'static str,
    parsed: [OnceLock<Bundle>; Language::COUNT],
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

macro_rules! catalogs {
    ($($(#[$doc:meta])* $catalog:ident = $file:literal;)*) => {
        $($(#[$doc])* pub static $catalog: Catalog = Catalog::new(
            $file,
            include_str!(concat!("../en/", $file, ".ftl")),
            include_str!(concat!("../de/", $file, ".ftl")),
        );)*

        /// Every catalog, for tests.
        pub static ALL: &[&Catalog] = &[$(&$catalog),*];
    };
}

catalogs! {
    /// What every page shares: navigation, dates, states, problems.
    SITE = "site";
    /// What decisions of the domain and the store say of values and acts.
    PROBLEMS = "problems";
    HOME = "home";
    REGISTER = "register";
    TRACKS = "tracks";
    SUBMIT_PROPOSAL = "submit-proposal";
    REVIEW = "review";
    TIMETABLE = "timetable";
    BOFS = "bofs";
    SIGN_IN = "sign-in";
    PEOPLE = "people";
    ORGANIZE = "organize";
    DESK = "desk";
    CHECK_IN = "check-in";
    DIRECTORY = "directory";
    SETTINGS = "settings";
    SETUP = "setup";
    MESSAGE_PEOPLE = "message-people";
    /// Announcements that events make.
    ANNOUNCEMENTS = "announcements";
    /// Every mail.
    MAIL = "mail";
}

impl Catalog {
    const fn new(name: &'static str, english: &'static str, german: &'static str) -> Self {
        Self { name, english, german, parsed: [const { OnceLock::new() }; Language::COUNT] }
    }

    /// The file's name without its folder and ending.
    pub fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) fn has(&self, language: Language, id: &str) -> bool {
        self.bundle(language).has_message(id)
    }

    pub(crate) fn format(&self, language: Language, id: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = self.bundle(language);
        let pattern = bundle.get_message(id)?.value()?;
        Some(bundle.format_pattern(pattern, args, &mut Vec::new()).into_owned())
    }

    /// The ids of its messages, in the order of the file.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &'static str> {
        let ids = self.english.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
        ids.filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase()))
    }

    /// What `read` makes of a message's pattern; `None` if there is no such message.
    pub(crate) fn pattern<T>(&self, language: Language, id: &str, read: impl FnOnce(&Pattern<&str>) -> T) -> Option<T> {
        Some(read(self.bundle(language).get_message(id)?.value()?))
    }

    fn bundle(&self, language: Language) -> &Bundle {
        self.parsed[language as usize].get_or_init(|| {
            let source = if language == Language::German { self.german } else { self.english };
            // A test parses every file without errors.
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
            let mut bundle = FluentBundle::new_concurrent(vec![language.identifier()]);
            // Pages mark the direction of a whole language; marks around each variable would show in mails.
            bundle.set_use_isolating(false);
            bundle.set_formatter(Some(if language == Language::German { grouped_by_point } else { grouped_by_comma }));
            bundle.set_transform(match language {
                Language::Long => Some(pseudo::longer),
                Language::Mirrored => Some(pseudo::mirrored),
                Language::English | Language::German => None,
            });
            bundle.add_resource_overriding(resource);
            bundle
        })
    }
}

type Memoizer = intl_memoizer::concurrent::IntlLangMemoizer;

impl Language {
    /// A variable as a text without a message shows it.
    pub(crate) fn shown(self, value: &FluentValue<'_>) -> String {
        let grouped = grouped(value, if self == Self::German { '.' } else { ',' });
        grouped.unwrap_or_else(|| match value {
            FluentValue::String(text) => text.to_string(),
            FluentValue::Number(number) => number.as_string().into_owned(),
            _ => String::new(),
        })
    }
}

fn grouped_by_comma(value: &FluentValue<'_>, _: &Memoizer) -> Option<String> {
    grouped(value, ',')
}

fn grouped_by_point(value: &FluentValue<'_>, _: &Memoizer) -> Option<String> {
    grouped(value, '.')
}

/// A whole number with its digits in groups of three. Others keep their form.
fn grouped(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    let digits = number.as_string().into_owned();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    Some(shown)
}
