//! Turns an accepted proposal of a call for tracks into a track: adds the track to the edition's definition.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::conference::new_tracks::{ACCOMPLISHMENTS, KEY_ATTENDEES, RECORDED, TOPICS};
use crate::conference::{self, Conference, Length, NewTracks, Track, TrackId};
use crate::input::{Object, ValidationError, any_text, boolean, integer, line, one_of, parsed};
use crate::person::EmailAddress;
use crate::phrase::Phrase;
use crate::proposal::{Proposal, ProposalId};

/// An organizer's settings for the new track. The defaults come from the proposal and from the call's terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// The id in URLs; derived from the name by default.
    pub id: Option<TrackId>,
    /// The track's name.
    pub name: Option<String>,
    /// The length of its block.
    pub length: Option<Length>,
    pub recorded: Option<bool>,
    /// The number of passes reserved for it; 0 for none.
    pub passes: Option<u64>,
    /// The deadline for claiming them, in the format of a definition.
    pub claim_by: Option<String>,
    /// The opening of its own call, in the format of a definition; at once by default.
    pub opens: Option<String>,
    /// The deadline of its own call, in the format of a definition.
    pub closes: Option<String>,
    /// Another proposal to merge into it.
    pub merge_with: Option<ProposalId>,
}

impl Terms {
    /// Reads the body of `POST …/become-track`.
    pub fn read(o: Object<'_>) -> Option<Self> {
        let text = |key| o.optional(key, line(100));
        let id = |v: &Value| ProposalId::parse(any_text(v)?).ok_or_else(|| Phrase::of("must-be-proposal"));
        let terms = Self {
            id: o.optional("id", parsed),
            name: o.optional("name", line(200)),
            length: o.optional("length", one_of(Length::WORDS)),
            recorded: o.optional("recorded", boolean),
            passes: o.optional("passes", integer(0, 100)),
            claim_by: text("claim_by"),
            opens: text("opens"),
            closes: text("closes"),
            merge_with: o.optional("merge_with", id),
        };
        o.done();
        Some(terms)
    }
}

/// A proposal's answers about the new track.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub length: Length,
    /// Whether its sessions should be recorded.
    pub recorded: bool,
    pub topics: Vec<String>,
    pub key_attendees: Vec<String>,
    /// Results of earlier editions.
    pub accomplishments: Vec<String>,
}

impl Asked {
    /// Reads a proposal's answers.
    pub fn of(proposal: &Proposal) -> Self {
        let content = &proposal.content;
        let lines = |id: &str| -> Vec<String> {
            content.answers.get(id).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
        };
        let half = content.format.as_deref() == Some(Length::Half.as_str());
        Self {
            length: if half { Length::Half } else { Length::Full },
            recorded: content.answers.get(RECORDED).is_none_or(|answer| answer != "no"),
            topics: lines(TOPICS),
            key_attendees: lines(KEY_ATTENDEES),
            accomplishments: lines(ACCOMPLISHMENTS),
        }
    }
}

/// The leads of the new track: the confirmed speakers, or else the proposal's owner.
pub fn leads(proposal: &Proposal) -> Vec<&EmailAddress> {
    let confirmed: Vec<_> = proposal.speakers.iter().filter(|s| s.is_confirmed()).map(|s| &s.email).collect();
    if confirmed.is_empty() { vec![&proposal.owner] } else { confirmed }
}

/// Derives an id from a name: its letters and digits, in words joined by hyphens.
pub fn id_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut id = String::new();
    for word in words.map(str::to_ascii_lowercase) {
        // Leaves room for the `mc-` of its pool.
        if id.len() + word.len() + 1 > 36 {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id += &word;
    }
    id
}

/// A new track, and the definition with it.
#[derive(Clone, Debug)]
pub struct Became {
    pub track: TrackId,
    /// The definition, as a document and parsed.
    pub document: Value,
    pub conference: Conference,
}

/// Makes a track of a proposal, merging another one if requested. Errors point to the setting at fault, or into the
/// definition.
pub fn become_track(
    (document, conference): (&Value, &Conference),
    (call, new_tracks): (&Track, &NewTracks),
    proposal: &Proposal,
    merged: Option<&Proposal>,
    terms: &Terms,
    now: Timestamp,
) -> Result<Became, Vec<ValidationError>> {
    let error = |pointer: &str, detail: Phrase| vec![ValidationError { pointer: pointer.into(), detail }];
    let both = || [Some(proposal), merged].into_iter().flatten();
    let name = terms.name.clone().unwrap_or_else(|| proposal.shown_title().to_owned());
    let id = match &terms.id {
        Some(id) => id.clone(),
        None => id_of(&name).parse().map_err(|_| error("/id", Phrase::of("track-id-required")))?,
    };
    let pool = format!("mc-{id}");
    if conference.track(id.as_str()).is_some() || conference.pools.iter().any(|p| p.id.as_str() == pool) {
        return Err(error("/id", Phrase::of("track-exists").arg("id", id)));
    }
    let asked: Vec<_> = both().map(Asked::of).collect();
    let length = terms.length.unwrap_or(asked[0].length);
    let passes = terms.passes.unwrap_or(new_tracks.passes);
    let written = |term: &Option<String>, usual: Option<&crate::instant::Deadline>| {
        term.clone().or_else(|| usual.map(|usual| usual.announced.clone()))
    };
    let closes = written(&terms.closes, new_tracks.closes.as_ref())
        .ok_or_else(|| error("/closes", Phrase::of("track-closes-required")))?;
    let mut track = Map::new();
    let mut say = |key: &str, value: Value| track.insert(key.to_owned(), value);
    say("id", json!(id));
    say("name", json!(name));
    say("kind", json!("microconference"));
    say("leads", json!(distinct(both().flat_map(leads).map(EmailAddress::as_str))));
    let texts: Vec<_> = both().map(|p| p.content.abstract_text.as_str()).filter(|text| !text.is_empty()).collect();
    say("description", json!(if texts.is_empty() { name.clone() } else { texts.join("\n\n") }));
    say("topics", json!(distinct(asked.iter().flat_map(|asked| &asked.topics).map(String::as_str))));
    let accomplishments = asked.iter().flat_map(|asked| &asked.accomplishments).map(String::as_str);
    say("accomplishments", json!(distinct(accomplishments)));
    say("recordings", json!(both().flat_map(|p| &p.content.links).collect::<Vec<_>>()));
    say("block_minutes", json!(new_tracks.minutes(length)));
    say("recorded", json!(terms.recorded.unwrap_or(asked.iter().all(|asked| asked.recorded))));
    say("cfp", json!({ "opens": terms.opens.clone().unwrap_or_else(|| now.to_string()), "closes": closes }));
    let mut document = document.clone();
    let mut tracks = document["tracks"].as_array().cloned().unwrap_or_default();
    let at = tracks.len();
    tracks.push(Value::Object(track));
    document["tracks"] = tracks.into();
    let mut pools = document["pools"].as_array().cloned().unwrap_or_default();
    let pool_at = pools.len();
    if passes > 0 {
        let claim_by = written(&terms.claim_by, new_tracks.claim_by.as_ref())
            .ok_or_else(|| error("/claim_by", Phrase::of("track-claim-by-required").arg("call", &call.id)))?;
        pools.push(json!({ "id": pool, "capacity": passes, "claim_by": claim_by, "track": id }));
        document["pools"] = pools.into();
    }
    match conference::read(&document) {
        Ok(conference) => Ok(Became { track: id, document, conference }),
        Err(errors) => Err(errors.into_iter().map(|error| of_term(error, at, pool_at)).collect()),
    }
}

/// Points an error in the definition to the setting that caused it, if one did.
fn of_term(error: ValidationError, track: usize, pool: usize) -> ValidationError {
    let own = [
        (format!("/tracks/{track}/cfp/opens"), "/opens"),
        (format!("/tracks/{track}/cfp/closes"), "/closes"),
        (format!("/tracks/{track}/id"), "/id"),
        (format!("/tracks/{track}/name"), "/name"),
        (format!("/pools/{pool}/claim_by"), "/claim_by"),
    ];
    let known = own.iter().find(|(pointer, _)| *pointer == error.pointer);
    ValidationError { pointer: known.map_or(error.pointer.clone(), |(_, term)| (*term).to_owned()), ..error }
}

fn distinct<'a>(items: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    items.filter(|item| seen.insert(item.to_lowercase())).collect()
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]
mod tests;
