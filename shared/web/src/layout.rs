//! The frame of every page, and the static assets that pages load.

use domain::conference::Conference;
use domain::mail::MailKind;
use domain::phrase::Phrase;
use jiff::civil::Date;
use messages::{Language, Messages, Text};

use crate::appearance;
use crate::file_version::version_of;

/// The data of the frame around a page: header, navigation and title.
#[expect(clippy::struct_excessive_bools, reason = "what the reader may do, each on its own")]
#[derive(Clone, Debug, Default)]
pub struct Layout {
    pub title: String,
    /// The texts of the page, in the reader's language.
    pub messages: Messages,
    pub conference: Option<Frame>,
    pub signed_in: Option<String>,
    /// Whether the reader organizes this edition.
    pub organizer: bool,
    /// Whether the reader leads a track of this edition.
    pub leads: bool,
    /// Whether the reader reviews for a track of this edition.
    pub reviews: bool,
    /// Whether the reader may check in attendees of this edition.
    pub door: bool,
    /// The page's own path, without the query.
    pub path: String,
    /// Its query without the language, as it stands in the address; `None` if the page answers a form, so that its
    /// address cannot be opened again.
    pub query: Option<String>,
}

/// What every page of an edition shows of it.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub id: String,
    pub name: String,
    /// In place of a logo.
    pub mark: String,
    pub starts_on: Date,
    pub ends_on: Date,
    pub place: String,
    pub contact: String,
    pub website: Option<String>,
    pub has_bofs: bool,
    /// The path of the style sheet with the edition's colours.
    pub style: Option<String>,
    pub logo: Option<String>,
}

impl Frame {
    pub(crate) fn of(conference: &Conference) -> Self {
        Self {
            id: conference.id.to_string(),
            name: conference.name.clone(),
            mark: mark(conference),
            starts_on: conference.starts_on,
            ends_on: conference.ends_on,
            place: conference.place.line(),
            contact: conference.contact.to_string(),
            website: conference.website.clone(),
            has_bofs: !conference.bof_slots.is_empty(),
            style: appearance::style(conference).map(|asset| asset.path),
            logo: appearance::logo(conference).map(|asset| asset.path),
        }
    }
}

/// The letters that the acronym begins with, such as `LPC` of `lpc2023`, or else the name's first letter.
fn mark(conference: &Conference) -> String {
    let letters = conference.acronym.chars().take_while(|c| c.is_alphabetic()).take(4).collect::<String>();
    let letters = if letters.is_empty() { conference.name.chars().take(1).collect() } else { letters };
    letters.to_uppercase()
}

impl Layout {
    /// The frame of a page without an edition, for a reader who is not signed in.
    pub fn new(title: &str) -> Self {
        Self { title: title.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// A text in the reader's language. See [`Messages::t`].
    pub fn t<'a>(&self, id: &'a str) -> Text<'a> {
        self.messages.t(id)
    }

    /// A text that a decision names. See [`Messages::say`].
    pub fn say(&self, phrase: &Phrase) -> String {
        self.messages.say(phrase)
    }

    /// What a form calls the field that a JSON pointer names, with the numbers of its rows: `Speaker 2, E-mail` for
    /// `/speakers/1/email`. A field without a label keeps its name.
    pub fn field_label(&self, pointer: &str) -> String {
        let segments = pointer.split('/').filter(|segment| !segment.is_empty());
        let (rows, names): (Vec<_>, Vec<_>) = segments.partition(|segment| segment.parse::<usize>().is_ok());
        // The settings have a label for each path.
        let path = names.join("-");
        if self.messages.has("field", &path) {
            let row = rows.last().and_then(|row| row.parse::<usize>().ok());
            return row.map_or_else(
                || self.word("field", &path).to_string(),
                |row| format!("{} {}", self.word("field", &path), row + 1),
            );
        }
        self.label_by_parts(pointer)
    }

    fn label_by_parts(&self, pointer: &str) -> String {
        let mut labels: Vec<String> = Vec::new();
        let mut of_answers = false;
        for segment in pointer.split('/').filter(|segment| !segment.is_empty()) {
            if let (Ok(row), Some(last)) = (segment.parse::<usize>(), labels.last_mut()) {
                *last = format!("{last} {}", row + 1);
                continue;
            }
            // The fields of forms number their rows from one.
            let numbered = segment.rsplit_once('_').and_then(|(name, row)| Some((name, row.parse::<usize>().ok()?)));
            let name = numbered.map_or(segment, |(name, _)| name);
            let label = self.messages.has("label", name).then(|| self.word("label", name).to_string());
            if label.is_none() && of_answers {
                continue;
            }
            // The errors of answers name their question themselves; its id says nothing to people.
            of_answers = matches!(name, "answers" | "consents");
            let label = label.unwrap_or_else(|| name.to_owned());
            labels.push(numbered.map_or_else(|| label.clone(), |(_, row)| format!("{label} {row}")));
        }
        labels.join(", ")
    }

    /// The text of a word of the API, such as a state. See [`Messages::word`].
    pub fn word<'a>(&self, group: &'a str, word: &'a str) -> Text<'a> {
        self.messages.word(group, word)
    }

    /// The page's title in the browser's tab.
    pub fn full_title(&self) -> String {
        match (&self.conference, self.title.as_str()) {
            (None, "") => "Plumbline".to_owned(),
            (None, title) => title.to_owned(),
            (Some(frame), "") => frame.name.clone(),
            (Some(frame), title) => format!("{title} · {}", frame.name),
        }
    }

    /// The days of this edition, such as `13–15 November 2023`.
    pub fn days(&self) -> String {
        self.conference.as_ref().map(|frame| self.messages.days(frame.starts_on, frame.ends_on)).unwrap_or_default()
    }

    /// The path of a page of this edition; `path` follows `/conferences/{conference}`.
    pub fn path_of(&self, path: &str) -> String {
        self.conference.as_ref().map(|frame| format!("/conferences/{}{path}", frame.id)).unwrap_or_default()
    }

    /// Whether this page is at or below a path of this edition.
    pub fn is_at(&self, path: &str) -> bool {
        let whole = self.path_of(path);
        self.path.strip_prefix(&whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the page's query has this pair.
    pub fn has_in_query(&self, pair: &str) -> bool {
        self.query.as_ref().is_some_and(|query| query.split('&').any(|other| other == pair))
    }

    /// The other languages, each with the link that shows this page in it.
    pub fn languages(&self) -> Vec<(Language, String)> {
        let Some(query) = &self.query else { return Vec::new() };
        let and = if query.is_empty() { "" } else { "&" };
        Language::OFFERED
            .into_iter()
            .filter(|language| *language != self.messages.language)
            .map(|language| (language, format!("{}?{}{and}lang={}", self.path, query, language.tag())))
            .collect()
    }

    pub fn style(&self) -> String {
        format!("/assets/{}", ASSETS[0].name())
    }

    /// The script that adds the reader's local time to deadlines.
    pub fn zone_script(&self) -> String {
        format!("/assets/{}", ASSETS[1].name())
    }
}

/// A static file. Browsers cache it for a year, so its name contains a hash of its content.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    stem: &'static str,
    extension: &'static str,
    pub content_type: &'static str,
    pub body: &'static str,
}

impl Asset {
    pub fn name(&self) -> String {
        format!("{}-{}.{}", self.stem, version_of(self.body), self.extension)
    }
}

/// A script. Every page must also work without it.
const fn script_asset(stem: &'static str, body: &'static str) -> Asset {
    Asset { stem, extension: "js", content_type: "text/javascript; charset=utf-8", body }
}

pub const ASSETS: &[Asset] = &[
    Asset {
        stem: "plumbline",
        extension: "css",
        content_type: "text/css; charset=utf-8",
        body: include_str!("../assets/plumbline.css"),
    },
    script_asset("zone", include_str!("../assets/zone.js")),
    script_asset("proposal", include_str!("../assets/proposal.js")),
    script_asset("timetable", include_str!("../assets/timetable.js")),
    script_asset("timetable-worker", include_str!("../assets/timetable-worker.js")),
    script_asset("timetable-editor", include_str!("../assets/timetable-editor.js")),
    script_asset("wall", include_str!("../assets/wall.js")),
    script_asset("selection", include_str!("../assets/selection.js")),
    script_asset("desk", include_str!("../assets/desk.js")),
    script_asset("print", include_str!("../assets/print.js")),
    script_asset("check-in", include_str!("../assets/check-in.js")),
    script_asset("check-in-worker", include_str!("../assets/check-in-worker.js")),
];

/// The path of a script by its stem, such as `timetable`.
pub fn script(stem: &str) -> String {
    let found = ASSETS.iter().find(|asset| asset.stem == stem && asset.extension == "js");
    found.map(|asset| format!("/assets/{}", asset.name())).unwrap_or_default()
}

pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name() == name)
}

/// The asset that has this file name in another version of Plumbline. During a gradual deployment, both versions answer
/// requests, so a page of one may load its assets from the other.
pub fn asset_of_another_version(name: &str) -> Option<&'static Asset> {
    let (name, extension) = name.rsplit_once('.')?;
    let (stem, hash) = name.rsplit_once('-')?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    ASSETS.iter().find(|asset| is_hash && asset.stem == stem && asset.extension == extension)
}

/// The words for a kind of mail.
pub fn mail_kind(messages: Messages, kind: MailKind) -> String {
    let word = serde_json::to_value(kind).ok().and_then(|word| word.as_str().map(str::to_owned));
    messages.word("mail-kind", word.as_deref().unwrap_or_default()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_a_field_as_its_form_does() {
        let layout = Layout::new("");
        assert_eq!(layout.field_label("/email"), "E-mail");
        assert_eq!(layout.field_label("/speakers/1/email"), "Speaker 2, E-mail");
        assert_eq!(layout.field_label("/speaker_2/email"), "Speaker 2, E-mail");
        assert_eq!(layout.field_label("/time_zone"), "Time zone");
        assert_eq!(layout.field_label("/answers/size"), "Question");
        assert_eq!(layout.field_label("/something_new"), "something_new");
    }
}
