//! What a person writes: parsed from the body of a request.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::group::{Group, PEOPLE_MAX, proposal_states};
use crate::conference::{Conference, TrackId};
use crate::directory::Filter;
use crate::input::{Object, any_text, boolean, line, must_be_one_of, paragraphs, parsed, unknown_key};
use crate::instant::instant;
use crate::person::base32;
use crate::phrase::Phrase;
use crate::request_mark::RequestMark;

/// The longest subject, in characters.
pub const SUBJECT_MAX: usize = 200;

/// The longest text, in characters. Each mail holds a copy, and a batch of mails must fit into one transaction (4 MB).
pub const BODY_MAX: usize = 10_000;

/// The names of a group's values beside those of the filter.
const OF_PROPOSALS: [&str; 2] = ["track", "proposal_state"];

/// A validated message before it has recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageDraft {
    pub subject: String,
    /// Markdown.
    pub body: String,
    pub group: Group,
    /// Whether it also goes to people who opted out, if they have a pass or a proposal.
    pub necessary: bool,
    /// `None` for at once.
    pub send_at: Option<Timestamp>,
}

impl MessageDraft {
    /// Parses subject, text, group and time.
    pub fn read(o: &Object<'_>, conference: &Conference) -> Option<Self> {
        let subject = o.required("subject", line(SUBJECT_MAX));
        let body = o.required("body", paragraphs(BODY_MAX));
        let send_at = o.optional("send_at", time(&conference.time_zone));
        let necessary = o.optional("necessary", boolean).unwrap_or(false);
        let group = read_group(o, conference);
        Some(Self { subject: subject?, body: body?, group: group?, necessary, send_at })
    }

    /// Identifies the request, to recognize a repeat.
    pub fn mark(&self, idempotency_key: &str) -> RequestMark {
        let group = serde_json::to_string(&self.group).unwrap_or_default();
        let send_at = self.send_at.map(|at| at.to_string()).unwrap_or_default();
        let body = hash(&[&self.subject, &self.body, &group, &send_at, &self.necessary.to_string()]);
        RequestMark { key: hash(&[idempotency_key]), body }
    }
}

fn hash(parts: &[&str]) -> String {
    base32(&Sha256::digest(parts.join("\u{0}").as_bytes())[..16])
}

fn time(zone: &TimeZone) -> impl Fn(&Value) -> Result<Timestamp, Phrase> {
    |value| instant(any_text(value)?, zone)
}

/// A filter, or ids of people, so that leaving something out never writes to everyone.
fn read_group(o: &Object<'_>, conference: &Conference) -> Option<Group> {
    let ids: Vec<String> = o.list("ids", |id| any_text(id).map(str::to_owned));
    if ids.len() > PEOPLE_MAX {
        o.reject("ids", Phrase::of("must-be-at-most").arg("max", PEOPLE_MAX));
        return None;
    }
    let Some(filter) = o.optional_object("filter") else {
        if ids.is_empty() {
            o.reject("filter", Phrase::of("group-required"));
            return None;
        }
        return Some(Group { ids: ids.into_iter().collect(), ..Group::default() });
    };
    match parse_group(|name| text_of(&filter, name), conference) {
        Ok(group) => {
            let known = Filter::NAMES.iter().chain(&OF_PROPOSALS);
            for (key, _) in filter.entries().filter(|(key, _)| !known.clone().any(|name| name == key)) {
                let shown: String = key.chars().take(40).collect();
                o.reject_within(&format!("filter/{shown}"), unknown_key(known.clone().copied()));
            }
            Some(Group { ids: ids.into_iter().collect(), ..group })
        }
        Err(errors) => {
            for (name, detail) in errors {
                o.reject_within(&format!("filter/{name}"), detail);
            }
            None
        }
    }
}

fn text_of<'a>(filter: &Object<'a>, name: &str) -> Option<&'a str> {
    let (_, value) = filter.entries().find(|(key, _)| *key == name)?;
    Some(match value {
        Value::Bool(true) => "true",
        Value::Bool(false) => "false",
        Value::Null => return None,
        other => other.as_str().unwrap_or("?"),
    })
}

/// Parses a group from texts by name, as in a query; an empty text counts as absent.
///
/// # Errors
/// Every value that is not allowed, by name.
pub fn parse_group<'a>(
    text_of: impl Fn(&str) -> Option<&'a str>,
    conference: &Conference,
) -> Result<Group, Vec<(String, Phrase)>> {
    let mut errors = Vec::new();
    let filter = Filter::parse(&text_of).unwrap_or_else(|refused| {
        let named =
            |error: crate::input::ValidationError| (error.pointer.trim_start_matches('/').to_owned(), error.detail);
        errors.extend(refused.into_iter().map(named));
        Filter::default()
    });
    let text = |name: &str| text_of(name).map(str::trim).filter(|text| !text.is_empty());
    let track = text("track").map(|name| {
        let id = parsed::<TrackId>(&Value::from(name)).ok().filter(|id| conference.track(id.as_str()).is_some());
        id.ok_or_else(|| must_be_one_of(conference.tracks.iter().map(|track| track.id.as_str())))
    });
    let state = text("proposal_state").map(|word| {
        let known = proposal_states().any(|state| state == word);
        if known { Ok(word.to_owned()) } else { Err(must_be_one_of(proposal_states())) }
    });
    let mut take = |name: &str, detail: Phrase| errors.push((name.to_owned(), detail));
    let track = track.and_then(|track| track.map_err(|detail| take("track", detail)).ok());
    let proposal_state = state.and_then(|state| state.map_err(|detail| take("proposal_state", detail)).ok());
    if errors.is_empty() { Ok(Group { filter, track, proposal_state, ..Group::default() }) } else { Err(errors) }
}
