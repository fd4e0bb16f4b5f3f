//! Calls for proposals: drafts, submissions, withdrawals, and the choice of further microconferences.

use domain::conference::{Conference, TrackKind};
use jiff::civil::{Date, DateTime, date};
use jiff::{ToSpan, tz::TimeZone};
use serde_json::{Value, json};

use super::SeasonError;
use super::calendar::{ZONE, at, days_between, time_on};
use super::event::{Act, Event};
use super::people::Person;
use super::play::Visitor;
use super::text::{Fate, Text, pick};
use crate::sample;

/// Speakers of proposals that are not in the programme.
const OTHER_SPEAKERS: usize = 201;

/// A proposal of the season.
#[derive(Clone, Debug)]
pub(super) struct Talk {
    pub(super) number: usize,
    pub(super) track: String,
    pub(super) title: String,
    pub(super) fate: Fate,
    /// Whether it is in the programme in November.
    pub(super) is_chosen: bool,
    abstract_text: String,
    minutes: u32,
    format: Option<String>,
    topics: Vec<String>,
    at: DateTime,
}

#[derive(Clone, Debug)]
pub(super) struct Talks(pub(super) Vec<Talk>);

impl Talks {
    /// The sessions of the programme that were proposed by 15 August, and other proposals.
    pub(super) fn of(conference: &Conference, text: &Text) -> Result<Self, SeasonError> {
        let mut talks = Vec::new();
        for (index, wanted) in sample::wanted(conference)?.into_iter().enumerate() {
            let before = talks.iter().filter(|talk: &&Talk| talk.track == wanted.track).count();
            if before < proposed_by_august(conference, &wanted.track) {
                let abstract_text = pick(&text.abstracts, index).to_owned();
                talks.push(Talk {
                    number: index + 1,
                    track: wanted.track,
                    title: wanted.title,
                    fate: Fate::Submitted,
                    is_chosen: true,
                    abstract_text,
                    minutes: wanted.minutes,
                    format: None,
                    topics: Vec::new(),
                    at: DateTime::MIN,
                });
            }
        }
        for (index, proposal) in text.proposals.iter().enumerate() {
            let proposal = proposal.clone();
            talks.push(Talk {
                number: OTHER_SPEAKERS + index,
                track: proposal.track,
                title: proposal.title,
                fate: proposal.fate,
                is_chosen: false,
                abstract_text: proposal.abstract_text,
                minutes: 45,
                format: None,
                topics: proposal.topics,
                at: DateTime::MIN,
            });
        }
        for (index, talk) in talks.iter_mut().enumerate() {
            complete(conference, talk, index)?;
        }
        Ok(Self(talks))
    }
}

/// How many sessions of a track's programme are proposed by 15 August.
fn proposed_by_august(conference: &Conference, track: &str) -> usize {
    match track {
        "refereed" => 16,
        "networking" => 5,
        "kernel-summit" => 4,
        _ if conference.track(track).is_some_and(|track| track.kind == TrackKind::Microconference) => 3,
        _ => 2,
    }
}

/// What follows from its track: the format, the length, and when it is proposed.
fn complete(conference: &Conference, talk: &mut Talk, index: usize) -> Result<(), SeasonError> {
    let track = conference.track(&talk.track);
    let track = track.ok_or_else(|| SeasonError::File(format!("there is no track {}", talk.track)))?;
    if let Some(format) = track.formats.first() {
        talk.format = Some(format.id.clone());
        let longest = format.minutes.iter().copied().filter(|minutes| *minutes <= u64::from(talk.minutes)).max();
        let minutes = longest.or(format.minutes.first().copied()).unwrap_or(u64::from(talk.minutes));
        talk.minutes = u32::try_from(minutes).expect("less than a day");
    }
    let call = track.cfp.as_ref().ok_or_else(|| SeasonError::File(format!("{} has no call", talk.track)))?;
    let zone = TimeZone::get(ZONE).expect("a zone");
    let day = |instant: jiff::Timestamp| instant.to_zoned(zone.clone()).date();
    let (opens, closes) = (day(call.window.opens.at), day(call.window.closes.at));
    talk.at = proposed_at(opens.max(date(2023, 5, 2)), closes.min(date(2023, 8, 15)), index);
    Ok(())
}

/// Half of the proposals come in the last days before the deadline, or so far.
fn proposed_at(opens: Date, until: Date, index: usize) -> DateTime {
    let days = days_between(opens, until).max(2);
    let after = if index.is_multiple_of(2) { days - 1 - index % 5 % (days - 1) } else { 1 + index * 5 % (days - 1) };
    let day = opens.checked_add(i64::try_from(after).expect("a few weeks").days()).expect("within the season");
    time_on(day, 300 + index, 9, 22)
}

pub(super) fn events(talks: &Talks) -> Vec<Event> {
    let mut events = Vec::new();
    for (index, talk) in talks.0.iter().enumerate() {
        events.push(Event::new(at(talk.at), Act::Propose { talk: index }));
        if talk.fate == Fate::Withdrawn {
            let withdrawn = talk.at.checked_add(1.day()).expect("within the season");
            events.push(Event::new(at(withdrawn), Act::Withdraw { talk: index }));
        }
    }
    events.push(Event::new(at(date(2023, 7, 26).at(16, 30, 0, 0)), Act::DecideTracks));
    events.push(Event::new(at(date(2023, 7, 27).at(10, 15, 0, 0)), Act::ReleaseTracks));
    events
}

fn proposal(talk: &Talk, speaker: &Person) -> Value {
    let mut body = json!({
        "title": talk.title,
        "abstract": talk.abstract_text,
        "speakers": [{ "name": speaker.name, "email": speaker.email }],
        "submit": talk.fate != Fate::Draft,
    });
    if let Some(format) = &talk.format {
        body["format"] = json!(format);
    }
    if talk.topics.is_empty() {
        body["minutes"] = json!(talk.minutes);
    } else {
        body["answers"] = json!({ "topics": talk.topics.join("\n"), "recorded": "yes" });
    }
    body
}

pub(super) async fn propose(visitor: &Visitor<'_>, talk: &Talk) -> Result<(), SeasonError> {
    let speaker = Person::speaker(talk.number);
    let token = visitor.sign_in(&speaker.email);
    let path = format!("/tracks/{}/proposals", talk.track);
    let made = visitor.ask("POST", &path, Some(&token), &proposal(talk, &speaker)).await?;
    visitor.play.note("proposal", &talk.title, &made)
}

pub(super) async fn withdraw(visitor: &Visitor<'_>, talk: &Talk) -> Result<(), SeasonError> {
    let id = visitor.play.made("proposal", &talk.title)?.id;
    let token = visitor.sign_in(&Person::speaker(talk.number).email);
    visitor.ask("POST", &format!("/proposals/{id}/withdraw"), Some(&token), &json!({})).await.map(drop)
}

pub(super) fn lead_of(track: &str) -> String {
    format!("lead.{track}@example.org")
}

pub(super) async fn decide(visitor: &Visitor<'_>, talk: &Talk, decision: &str, note: &str) -> Result<(), SeasonError> {
    let id = visitor.play.made("proposal", &talk.title)?.id;
    let token = visitor.sign_in(&lead_of(&talk.track));
    let body = json!({ "decision": decision, "note": note });
    visitor.ask("POST", &format!("/proposals/{id}/decision"), Some(&token), &body).await.map(drop)
}

/// The sample's microconferences fill the rooms, so one proposal more waits and the others are rejected.
pub(super) async fn decide_tracks(visitor: &Visitor<'_>, talks: &Talks) -> Result<(), SeasonError> {
    let proposed = talks.0.iter().filter(|talk| talk.track == "microconferences" && talk.fate == Fate::Submitted);
    for (index, talk) in proposed.enumerate() {
        let (decision, note) = match index {
            0 => ("standby", "If a room becomes free, it is yours."),
            _ => ("rejected", "The subject is good, but all rooms are taken this year. Please try again."),
        };
        decide(visitor, talk, decision, note).await?;
    }
    Ok(())
}

/// Releases a track's decisions after looking at the preview.
pub(super) async fn release(visitor: &Visitor<'_>, track: &str) -> Result<(), SeasonError> {
    let (token, path) = (visitor.sign_in(&lead_of(track)), format!("/tracks/{track}/decisions/release"));
    let preview = visitor.ask("GET", &path, Some(&token), &Value::Null).await?["preview"].clone();
    visitor.ask("POST", &path, Some(&token), &json!({ "preview": preview })).await.map(drop)
}
