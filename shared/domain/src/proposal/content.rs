//! The content of a proposal, and its parsing. A draft may be incomplete, but every value in it must be valid.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Proposal;
use crate::conference::track::Link;
use crate::conference::{Conference, Track, TrackId, answers};
use crate::input::{
    Object, ValidationError, any_text, at_line, boolean, integer, line, must_be_one_of, paragraphs, parsed, web_address,
};
use crate::instant::local_instant;
use crate::person::{EmailAddress, PersonName, base32};
use crate::phrase::Phrase;
use crate::request_mark::RequestMark;

/// In characters.
pub const TITLE_MAX: usize = 200;

/// In characters.
pub const ABSTRACT_MAX: usize = 10_000;

pub const SPEAKERS_MAX: usize = 10;

/// In characters.
pub const NOTES_MAX: usize = 5_000;

/// The longest proposal, if the track has no formats.
pub const MINUTES_MAX: u64 = 24 * 60;

/// The limit for each of: links, files, and times at which a speaker is unavailable.
pub const LIST_MAX: usize = 20;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// One line; may be empty in a draft.
    #[serde(default)]
    pub title: String,
    /// Markdown; may be empty in a draft.
    #[serde(default, rename = "abstract")]
    pub abstract_text: String,
    /// The id of one of the track's formats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Length in minutes. If the track has formats, one of the format's lengths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u64>,
    /// For leads and reviewers; never published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Links to more information.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// URLs of files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
    /// Times at which a speaker is unavailable.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unavailable: Vec<Unavailable>,
}

/// A person named as a speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name for the programme.
    pub name: PersonName,
    pub email: EmailAddress,
}

/// A proposal imported from another system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedProposal {
    /// Identifies it when it is imported again.
    pub guid: String,
    pub track: TrackId,
    pub content: Content,
    pub speakers: Vec<Named>,
    /// Whether it is confirmed: then it enters the timetable's draft at once and needs no decision.
    pub confirmed: bool,
}

/// A validated request to create or change a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRequest {
    pub content: Content,
    pub speakers: Vec<Named>,
    /// Whether to submit it at once.
    pub submit: bool,
}

/// A form cannot contain a list, so each row has its own key.
const SPEAKER_ROWS: [&str; SPEAKERS_MAX] = [
    "speaker_1",
    "speaker_2",
    "speaker_3",
    "speaker_4",
    "speaker_5",
    "speaker_6",
    "speaker_7",
    "speaker_8",
    "speaker_9",
    "speaker_10",
];

impl ProposalRequest {
    /// Parses the body of `POST …/proposals` and of `PUT …/proposals/{id}`.
    pub fn read(o: Object<'_>, conference: &Conference, track: &Track) -> Option<Self> {
        let title = o.optional("title", line(TITLE_MAX)).unwrap_or_default();
        let abstract_text = o.optional("abstract", paragraphs(ABSTRACT_MAX)).unwrap_or_default();
        let (format, minutes) = format(&o, track);
        let notes = o.optional("notes", paragraphs(NOTES_MAX));
        let links = links(&o);
        let files = texts(&o, "files", web_address);
        let unavailable = texts(&o, "unavailable", |v| {
            let absence: Unavailable = any_text(v)?.parse()?;
            absence.check(conference).map(|()| absence)
        });
        let answers = answers::read(&o, &track.questions, answers::Required::Later);
        let speakers = speakers(&o);
        let submit = o.optional("submit", boolean).unwrap_or(false);
        o.done();
        let content =
            Content { title, abstract_text, format, minutes, notes, links, files, answers: answers?, unavailable };
        Some(Self { content, speakers, submit })
    }

    /// Identifies repeats of this request under an `Idempotency-Key`.
    pub fn mark(&self, idempotency_key: &str, track: &Track) -> RequestMark {
        let hash = |text: &str| base32(&Sha256::digest(text.as_bytes())[..16]);
        let speakers: Vec<_> = self.speakers.iter().map(|s| (s.name.as_str(), s.email.folded())).collect();
        let body = format!("{:?}", (track.id.as_str(), &self.content, speakers, self.submit));
        RequestMark { key: hash(idempotency_key), body: hash(&body) }
    }
}

/// Format and length as given; fills in values for which the track leaves no choice.
fn format(o: &Object<'_>, track: &Track) -> (Option<String>, Option<u64>) {
    let format = o.optional("format", |v| {
        let id = line(40)(v)?;
        match track.formats.iter().find(|format| format.id == id) {
            Some(format) => Ok(format),
            None => Err(must_be_one_of(track.formats.iter().map(|format| format.id.as_str()))),
        }
    });
    let minutes = o.optional("minutes", integer(1, MINUTES_MAX));
    let of_length = |minutes| {
        let mut fitting = track.formats.iter().filter(|format| format.minutes.contains(&minutes));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let only = || track.formats.first().filter(|_| track.formats.len() == 1);
    let format = format.or_else(|| minutes.map_or_else(only, of_length)).or_else(only);
    let minutes = match (minutes, format) {
        (Some(minutes), Some(format)) if !format.minutes.contains(&minutes) => {
            let lengths: Vec<_> = format.minutes.iter().map(ToString::to_string).collect();
            o.reject(
                "minutes",
                Phrase::of("must-be-length-for").arg("lengths", lengths.join(", ")).arg("format", &format.label),
            );
            None
        }
        (Some(minutes), None) if !track.formats.iter().all(|f| f.minutes.contains(&minutes)) => {
            if !track.formats.iter().any(|f| f.minutes.contains(&minutes)) {
                let lengths: Vec<_> = track.formats.iter().flat_map(|f| &f.minutes).map(ToString::to_string).collect();
                o.reject("minutes", Phrase::of("must-be-one-of").arg("words", lengths.join(", ")));
            }
            Some(minutes)
        }
        (None, Some(format)) => format.minutes.first().copied().filter(|_| format.minutes.len() == 1),
        (minutes, _) => minutes,
    };
    (format.map(|format| format.id.clone()), minutes)
}

/// A list; a form has one item on each line.
fn texts<T>(o: &Object<'_>, key: &'static str, parse: impl Fn(&Value) -> Result<T, Phrase>) -> Vec<T> {
    let found = if o.has_text(key) {
        let read = |v: &Value| {
            let lines = any_text(v)?.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate();
            let read = |(at, line): (usize, &str)| parse(&Value::from(line)).map_err(|detail| at_line(at + 1, detail));
            lines.map(read).collect::<Result<Vec<_>, _>>()
        };
        o.optional(key, read).unwrap_or_default()
    } else {
        o.list(key, parse)
    };
    if found.len() > LIST_MAX {
        o.reject(key, Phrase::of("must-be-at-most").arg("max", LIST_MAX));
    }
    found
}

/// Links as `{label, url}`; a form has one on each line, the URL first.
fn links(o: &Object<'_>) -> Vec<Link> {
    if o.has_text("links") {
        return texts(o, "links", |v| {
            let text = any_text(v)?;
            let (url, label) = text.split_once(' ').unwrap_or((text, text));
            Ok(Link { url: web_address(&Value::from(url))?, label: line(200)(&Value::from(label))? })
        });
    }
    let links = o.objects("links").into_iter().filter_map(|link| {
        let url: Option<String> = link.required("url", web_address);
        let label = link.optional("label", line(200));
        link.done();
        Some(Link { label: label.unwrap_or_else(|| url.clone().unwrap_or_default()), url: url? })
    });
    let links: Vec<_> = links.collect();
    if links.len() > LIST_MAX {
        o.reject("links", Phrase::of("must-be-at-most").arg("max", LIST_MAX));
    }
    links
}

/// Speakers as a list; a form has a row for each. Ignores empty rows.
fn speakers(o: &Object<'_>) -> Vec<Named> {
    let row = |row: Object<'_>| {
        let name = row.optional("name", parsed);
        let email: Option<EmailAddress> = row.required("email", parsed);
        row.done();
        // A speaker named by e-mail alone enters their name when they confirm.
        let local = || email.as_ref()?.as_str().split('@').next()?.parse().ok();
        Some(Named { name: name.or_else(local)?, email: email? })
    };
    let mut named: Vec<Named> = o.objects("speakers").into_iter().filter_map(row).collect();
    let rows = SPEAKER_ROWS.iter().filter(|key| o.has(key)).filter_map(|key| o.optional_object(key));
    named.extend(rows.filter(|row| !row.is_blank()).filter_map(row));
    for (at, speaker) in named.iter().enumerate() {
        if named[..at].iter().any(|other| other.email == speaker.email) {
            o.reject("speakers", Phrase::of("has-twice").arg("value", &speaker.email));
        }
    }
    if named.len() > SPEAKERS_MAX {
        o.reject("speakers", Phrase::of("must-be-at-most").arg("max", SPEAKERS_MAX));
    }
    named
}

/// The fields that a submission to the track requires, beside the answers to its required questions.
pub fn required_fields(track: &Track) -> &'static [&'static str] {
    if track.formats.is_empty() {
        &["title", "abstract", "speakers"]
    } else {
        &["title", "abstract", "format", "minutes", "speakers"]
    }
}

impl Proposal {
    /// The missing values that a submission to the track requires.
    pub fn missing(&self, track: &Track) -> Vec<ValidationError> {
        let content = &self.content;
        let mut missing = Vec::new();
        let mut lacks =
            |pointer: &str, detail: Phrase| missing.push(ValidationError { pointer: pointer.into(), detail });
        if content.title.is_empty() {
            lacks("/title", Phrase::of("required-to-submit"));
        }
        if content.abstract_text.is_empty() {
            lacks("/abstract", Phrase::of("required-to-submit"));
        }
        match (&content.format, track.formats.is_empty()) {
            (None, false) => lacks("/format", Phrase::of("required-to-submit")),
            (Some(id), _) if !track.formats.iter().any(|format| format.id == *id) => {
                lacks("/format", Phrase::of("not-a-format").arg("id", id).arg("track", &track.name));
            }
            _ => {}
        }
        if !track.formats.is_empty() && content.minutes.is_none() {
            lacks("/minutes", Phrase::of("required-to-submit"));
        }
        if !self.speakers.iter().any(|speaker| speaker.state.as_str() != "declined") {
            lacks("/speakers", Phrase::of("must-name-speaker"));
        }
        for question in answers::missing(&track.questions, &content.answers) {
            lacks(
                &format!("/answers/{}", question.id),
                Phrase::of("required-to-submit-labelled").arg("label", &question.label),
            );
        }
        missing
    }
}

/// A time at which a speaker is unavailable: a day, or some hours of it, in local time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Unavailable {
    pub day: Date,
    /// Start and end; `None` for the whole day.
    pub hours: Option<(Time, Time)>,
}

impl Unavailable {
    /// The period in this zone. If daylight saving skips or repeats a time, uses the whole day.
    pub fn instants(&self, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let at = |day: Date, time: Time| local_instant(day.to_datetime(time), zone).ok();
        let whole = || {
            let start = self.day.to_zoned(zone.clone()).ok()?;
            Some((start.timestamp(), start.tomorrow().ok()?.timestamp()))
        };
        match self.hours {
            Some((from, until)) => at(self.day, from).zip(at(self.day, until)).or_else(whole),
            None => whole(),
        }
    }

    fn check(&self, conference: &Conference) -> Result<(), Phrase> {
        if (conference.starts_on..=conference.ends_on).contains(&self.day) {
            Ok(())
        } else {
            Err(Phrase::of("must-be-conference-day").arg("first", conference.starts_on).arg("last", conference.ends_on))
        }
    }
}

impl FromStr for Unavailable {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let expected = || Phrase::of("must-be-unavailable");
        let (day, hours) = match text.trim().split_once(' ') {
            Some((day, hours)) => (day, Some(hours)),
            None => (text.trim(), None),
        };
        let day = day.parse().map_err(|_| expected())?;
        let Some(hours) = hours else { return Ok(Self { day, hours: None }) };
        let (from, until) = hours.split_once(" to ").ok_or_else(expected)?;
        let time = |text: &str| text.trim().parse::<Time>().map_err(|_| expected());
        let (from, until) = (time(from)?, time(until)?);
        if until <= from {
            return Err(Phrase::of("must-end-after").arg("text", text));
        }
        Ok(Self { day, hours: Some((from, until)) })
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hours {
            Some((from, until)) => {
                write!(f, "{} {} to {}", self.day, from.strftime("%H:%M"), until.strftime("%H:%M"))
            }
            None => write!(f, "{}", self.day),
        }
    }
}

impl TryFrom<String> for Unavailable {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|refused: Phrase| refused.in_log())
    }
}

impl From<Unavailable> for String {
    fn from(absence: Unavailable) -> Self {
        absence.to_string()
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]
mod tests {
    use super::*;
    use crate::input::{Reading, Source};
    use expect_test::{Expect, expect};
    use proptest::prelude::*;
    use serde_json::json;

    fn conference() -> Conference {
        crate::conference::read(&json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030",
            "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
            "pools": [{"id": "general", "capacity": 10}],
            "tracks": [{
                "id": "net", "name": "Net", "kind": "refereed", "description": "x",
                "formats": [{"id": "talk", "label": "Talk", "minutes": [20, 45]},
                            {"id": "demo", "label": "Demonstration", "minutes": [10]}],
                "questions": [{"id": "level", "label": "For whom", "kind": "choice", "choices": ["new", "old"],
                               "required": true}],
            }],
        }))
        .unwrap()
    }

    fn check(source: Source, document: &Value, expected: &Expect) {
        let conference = conference();
        let reading = Reading::new(source);
        let request = reading.root(document).and_then(|o| ProposalRequest::read(o, &conference, &conference.tracks[0]));
        let shown = match reading.finish(request) {
            Ok(request) => format!(
                "{:?} {:?} {} links, {} files, {:?}, speakers {:?}",
                request.content.format,
                request.content.minutes,
                request.content.links.len(),
                request.content.files.len(),
                request.content.unavailable.iter().map(ToString::to_string).collect::<Vec<_>>(),
                request.speakers.iter().map(|s| s.email.as_str()).collect::<Vec<_>>(),
            ),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_draft_may_be_incomplete_but_not_invalid() {
        check(Source::Typed, &json!({}), &expect![[r#"None None 0 links, 0 files, [], speakers []"#]]);
        check(
            Source::Typed,
            &json!({
                "title": "a\nb", "format": "party", "minutes": 0, "links": [{"url": "javascript:x"}],
                "files": ["ftp://a"], "unavailable": ["2030-06-01"], "answers": {"level": "all", "size": "S"},
                "speakers": [{"name": "", "email": "a@example.org"}, {"name": "B", "email": "b"}], "colour": 1,
            }),
            &expect![[r#"
                /title: must not contain the control character U+000A
                /format: must be one of talk, demo
                /minutes: must be a whole number between 1 and 1440
                /links/0/url: must be a web address that begins with https:// or http://
                /files/0: must be a web address that begins with https:// or http://
                /unavailable/0: must be a day of the conference, 2030-05-01 to 2030-05-02
                /answers/level: must be one of new, old
                /answers/size: is not known here; expected level
                /speakers/0/name: must not be empty
                /speakers/1/email: must be an e-mail address such as name@example.org
                /colour: is not known here; expected title, abstract, format, minutes, notes, links, files, unavailable, answers, speakers, submit"#]],
        );
    }

    #[test]
    fn a_form_is_parsed_like_json() {
        let expected = &expect![[
            r#"Some("talk") Some(45) 2 links, 1 files, ["2030-05-01", "2030-05-02 09:00 to 12:00"], speakers ["a@example.org"]"#
        ]];
        check(
            Source::Typed,
            &json!({
                "format": "talk", "minutes": 45,
                "links": [{"url": "https://example.org/a", "label": "A talk"}, {"url": "https://example.org/b"}],
                "files": ["https://example.org/slides.pdf"],
                "unavailable": ["2030-05-01", "2030-05-02 09:00 to 12:00"],
                "speakers": [{"name": "A", "email": "a@example.org"}],
            }),
            expected,
        );
        check(
            Source::Form,
            &json!({
                "format": "talk", "minutes": "45",
                "links": "https://example.org/a A talk\r\nhttps://example.org/b\r\n",
                "files": "https://example.org/slides.pdf",
                "unavailable": "2030-05-01\r\n\r\n2030-05-02 09:00 to 12:00",
                "speaker_1": {"name": "A", "email": "a@example.org"}, "speaker_2": {"name": " ", "email": ""},
            }),
            expected,
        );
    }

    #[test]
    fn format_and_length_are_filled_in_if_there_is_no_choice() {
        check(
            Source::Typed,
            &json!({"minutes": 10}),
            &expect![[r#"Some("demo") Some(10) 0 links, 0 files, [], speakers []"#]],
        );
        check(
            Source::Typed,
            &json!({"format": "demo"}),
            &expect![[r#"Some("demo") Some(10) 0 links, 0 files, [], speakers []"#]],
        );
        check(
            Source::Typed,
            &json!({"format": "talk"}),
            &expect![[r#"Some("talk") None 0 links, 0 files, [], speakers []"#]],
        );
        check(
            Source::Typed,
            &json!({"format": "talk", "minutes": 10}),
            &expect!["/minutes: must be one of 20, 45 for Talk"],
        );
        check(Source::Typed, &json!({"minutes": 11}), &expect!["/minutes: must be one of 20, 45, 10"]);
    }

    proptest! {
        #[test]
        fn an_absence_survives_parsing(day in 1i8..=28, from in 0i8..23, length in 1i8..=23) {
            let day = Date::new(2030, 5, day).unwrap();
            let until = (from + length).min(23);
            prop_assume!(until > from);
            let hours = Some((Time::new(from, 0, 0, 0).unwrap(), Time::new(until, 30, 0, 0).unwrap()));
            for absence in [Unavailable { day, hours }, Unavailable { day, hours: None }] {
                prop_assert_eq!(absence.to_string().parse::<Unavailable>(), Ok(absence));
            }
        }
    }
}
