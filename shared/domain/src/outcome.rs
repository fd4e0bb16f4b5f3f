//! The results of a track and of its sessions. Leads record them after the event; next year's call starts from them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::conference::track::Link;
use crate::input::{Object, Reading, Source, ValidationError, any_text, at_line, integer, line, web_address};
use crate::phrase::Phrase;

/// The most lines for one track and its sessions, so that they fit one item.
const LINES_MAX: usize = 150;

/// The results of one track.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcomes {
    /// Results of the track as a whole.
    #[serde(default)]
    pub lines: Vec<String>,
    #[serde(default)]
    pub sessions: Vec<SessionOutcome>,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub revision: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Timestamp>,
}

/// The results of one session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOutcome {
    /// The id of the session's proposal.
    pub id: String,
    pub title: String,
    #[serde(default)]
    pub lines: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
}

/// A session that can have results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub id: String,
    pub title: String,
}

/// A request to change a track's results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomesRequest {
    /// The new results.
    pub outcomes: Outcomes,
    /// The revision that the editor saw, if given.
    pub made_on: Option<u64>,
}

/// Parses `{lines, sessions: [{id, lines, recording?}], revision?}`. A form has `lines_of.<id>` and
/// `recording_of.<id>` instead, with one item on each line.
pub fn read(source: Source, document: &Value, held: &[Held]) -> Result<OutcomesRequest, Vec<ValidationError>> {
    let reading = Reading::new(source);
    let request = reading.root(document).map(|o| {
        let lines = texts(&o, "lines");
        let made_on = o.optional("revision", integer(0, u64::MAX));
        let sessions = match source {
            Source::Typed => {
                o.objects("sessions").into_iter().filter_map(|session| of_session(session, held)).collect()
            }
            Source::Form => of_form(&o, held),
        };
        o.done();
        let count = lines.len() + sessions.iter().map(|session: &SessionOutcome| session.lines.len()).sum::<usize>();
        if count > LINES_MAX {
            reading.reject("/lines", Phrase::of("outcome-too-many").arg("sum", count).arg("max", LINES_MAX));
        }
        let sessions = sessions.into_iter().filter(|session| !session.lines.is_empty() || session.recording.is_some());
        let outcomes = Outcomes { lines, sessions: sessions.collect(), ..Outcomes::default() };
        OutcomesRequest { outcomes, made_on }
    });
    reading.finish(request)
}

/// Items: a list, or the lines of a text.
fn texts(o: &Object<'_>, key: &'static str) -> Vec<String> {
    if o.has_text(key) {
        return o.optional(key, lines_of).unwrap_or_default();
    }
    o.list(key, line(500))
}

fn lines_of(value: &Value) -> Result<Vec<String>, Phrase> {
    let lines = any_text(value)?.lines().enumerate().filter(|(_, text)| !text.trim().is_empty());
    let read = |(at, text): (usize, &str)| line(500)(&Value::from(text)).map_err(|detail| at_line(at + 1, detail));
    lines.map(read).collect()
}

fn of_session(o: Object<'_>, held: &[Held]) -> Option<SessionOutcome> {
    let session = o.required("id", |v| {
        let id = any_text(v)?;
        held.iter().find(|held| held.id == id).ok_or_else(|| Phrase::of("must-be-own-session"))
    });
    let lines = texts(&o, "lines");
    let recording = o.optional("recording", web_address);
    o.done();
    let session = session?;
    Some(SessionOutcome { id: session.id.clone(), title: session.title.clone(), lines, recording })
}

fn of_form(o: &Object<'_>, held: &[Held]) -> Vec<SessionOutcome> {
    let (lines, recordings) = (o.optional_object("lines_of"), o.optional_object("recording_of"));
    let said = |from: &Option<Object<'_>>, id: &str| -> Option<Value> {
        let found = from.as_ref()?.entries().find(|(key, _)| *key == id).map(|(_, value)| value.clone());
        found.filter(|value| value.as_str().is_some_and(|text| !text.trim().is_empty()))
    };
    let sessions = held.iter().map(|session| {
        let noted = |from: &Option<Object<'_>>, detail: Phrase| {
            if let Some(from) = from {
                from.reject(&session.id, detail);
            }
        };
        let said_lines = said(&lines, &session.id).map(|text| lines_of(&text)).transpose();
        let said_recording = said(&recordings, &session.id).map(|text| web_address(&text)).transpose();
        let said_lines = said_lines.map_err(|detail| noted(&lines, detail)).ok().flatten();
        let recording = said_recording.map_err(|detail| noted(&recordings, detail)).ok().flatten();
        let (id, title) = (session.id.clone(), session.title.clone());
        SessionOutcome { id, title, lines: said_lines.unwrap_or_default(), recording }
    });
    sessions.collect()
}

impl Outcomes {
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.sessions.is_empty()
    }

    /// Compares the content, ignoring revision and time.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.lines == other.lines && self.sessions == other.sessions
    }

    /// The lines for the next edition: the track's, then its sessions' with their titles.
    pub fn accomplishments(&self) -> Vec<String> {
        let of_sessions = self
            .sessions
            .iter()
            .flat_map(|session| session.lines.iter().map(move |line| format!("{}: {line}", session.title)));
        // A definition allows at most 500 characters in a line.
        self.lines.iter().cloned().chain(of_sessions).map(|line| line.chars().take(500).collect()).collect()
    }

    pub fn recordings(&self) -> Vec<Link> {
        let link =
            |session: &SessionOutcome| Some(Link { label: session.title.clone(), url: session.recording.clone()? });
        self.sessions.iter().filter_map(link).collect()
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use serde_json::json;

    fn check(source: Source, document: &Value, expected: &Expect) {
        let held = [("a1", "Rings"), ("b2", "Probes")].map(|(id, title)| Held { id: id.into(), title: title.into() });
        let shown = match read(source, document, &held) {
            Ok(request) => {
                let outcomes = &request.outcomes;
                format!("{:?} {:?} {:?}", request.made_on, outcomes.accomplishments(), outcomes.recordings())
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn leads_record_results_of_a_track_and_its_sessions() {
        let expected = &expect![[
            r#"Some(2) ["A plan.", "Rings: Merged.", "Rings: Tested."] [Link { label: "Rings", url: "https://example.org/a" }]"#
        ]];
        check(
            Source::Typed,
            &json!({"lines": ["A plan."], "revision": 2, "sessions": [
                {"id": "a1", "lines": ["Merged.", "Tested."], "recording": "https://example.org/a"}, {"id": "b2"}]}),
            expected,
        );
        check(
            Source::Form,
            &json!({"lines": "A plan.\r\n\r\n", "revision": "2", "lines_of": {"a1": "Merged.\r\nTested.", "b2": " "},
                    "recording_of": {"a1": "https://example.org/a", "b2": ""}}),
            expected,
        );
    }

    #[test]
    fn invalid_values_are_reported() {
        check(
            Source::Typed,
            &json!({"lines": ["a\nb"], "sessions": [{"id": "c3"}, {"id": "a1", "recording": "x"}]}),
            &expect![[r#"
                /lines/0: must not contain the control character U+000A
                /sessions/0/id: must be an accepted session of this track
                /sessions/1/recording: must be a web address that begins with https:// or http://"#]],
        );
        check(
            Source::Form,
            &json!({"lines": "", "lines_of": {"a1": "x".repeat(501)}, "recording_of": {"b2": "ftp://x"}}),
            &expect![[r#"
                /lines_of/a1: line 1: must be at most 500 characters long
                /recording_of/b2: must be a web address that begins with https:// or http://"#]],
        );
        check(
            Source::Typed,
            &json!({"lines": vec!["x"; 151]}),
            &expect!["/lines: are 151 with those of the sessions; 150 are the most of a track"],
        );
    }
}
