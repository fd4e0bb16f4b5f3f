//! The sample edition's programme: sessions from its tracks' topics and from a file, placed by a suggestion, published.
//!
//! It goes the ordinary way, through the store; nobody is written to, since its speakers are roles without an address.

use std::fmt;

use domain::conference::{Conference, ConferenceId, TrackKind};
use domain::person::PersonName;
use domain::timetable::{Draft, Drafted, Guid, Interest, Kind, Participant, Placement, Role, Session, suggest};
use serde::Deserialize;
use store::{DraftChange, Publishing, StoreError};

use crate::stack::Stack;

/// Sessions of tracks that have no topics.
const SESSIONS: &str = include_str!("../sample/sessions.toml");

/// How long a topic of a microconference is held, in minutes.
const TOPIC_MINUTES: u32 = 25;

/// Topics that a microconference's half day can hold.
const TOPICS: usize = 6;

#[derive(Deserialize)]
struct File {
    tracks: Vec<OfTrack>,
}

#[derive(Deserialize)]
struct OfTrack {
    id: String,
    minutes: u32,
    titles: Vec<String>,
}

/// The programme could not be made.
#[derive(Debug)]
pub enum SampleError {
    /// The file is not right.
    File(String),
    /// The table failed.
    Store(StoreError),
    /// Something did not find a place, or was changed by somebody else meanwhile.
    Left(String),
}

impl fmt::Display for SampleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(why) | Self::Left(why) => f.write_str(why),
            Self::Store(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SampleError {}

impl From<StoreError> for SampleError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// A session that is to be made: its track, title and length.
struct Wanted {
    track: String,
    title: String,
    minutes: u32,
}

fn wanted(conference: &Conference) -> Result<Vec<Wanted>, SampleError> {
    let file: File = toml::from_str(SESSIONS).map_err(|error| SampleError::File(error.to_string()))?;
    let of_file = file.tracks.into_iter().flat_map(|track| {
        let (id, minutes) = (track.id, track.minutes);
        track.titles.into_iter().map(move |title| Wanted { track: id.clone(), title, minutes })
    });
    let topics = conference.tracks.iter().filter(|track| track.kind == TrackKind::Microconference).flat_map(|track| {
        let topics = track.topics.iter().take(TOPICS);
        topics.map(|topic| Wanted { track: track.id.to_string(), title: topic.clone(), minutes: TOPIC_MINUTES })
    });
    Ok(of_file.chain(topics).collect())
}

/// Who speaks: a number, and nobody.
fn speaker(c: &ConferenceId, number: usize) -> Participant {
    Participant {
        guid: Guid::named(&[c.as_str(), "sample speaker", &number.to_string()]),
        key: None,
        name: format!("Speaker {number}").parse::<PersonName>().expect("one line"),
        role: Role::Speaker,
        unavailable: Vec::new(),
        code: None,
        biography: None,
        carried: serde_json::Map::new(),
    }
}

impl Stack {
    /// Gives the sample edition its programme, unless it has one. Each step is harmless twice: a death in between leaves
    /// what the next start goes on with.
    pub async fn load_sample_programme(&self, c: &ConferenceId) -> Result<Option<usize>, SampleError> {
        let (ctx, store) = (self.context(), self.store());
        let Some(edition) = store.edition(c).await? else { return Ok(None) };
        if store.release_head(c).await?.is_some() {
            return Ok(None);
        }
        let conference = &*edition.conference;
        let mut made = Vec::new();
        for (number, wanted) in (1..).zip(wanted(conference)?) {
            let blank = store.new_entry(ctx, &edition, Some(&format!("sample {number}"))).await?;
            made.push(Session {
                kind: Kind::Talk,
                track: conference.track(&wanted.track).map(|track| track.id.clone()),
                title: wanted.title,
                abstract_text: "An example session of the sample edition; not a real talk.".into(),
                minutes: wanted.minutes,
                people: vec![speaker(c, number)],
                ..blank
            });
        }
        let opening =
            Session { title: "Opening".into(), ..store.new_entry(ctx, &edition, Some("sample opening")).await? };
        let all = |draft: &Draft| {
            let opens = conference.each_day().first().map(|day| Placement {
                room: conference.rooms[0].id.clone(),
                starts_at: day.hours.starts_at,
                minutes: opening.minutes,
                override_reason: None,
            });
            let opening = Drafted { session: opening.clone(), placement: opens };
            let made = made.iter().map(|session| Drafted { session: session.clone(), placement: None });
            let new = made.chain([opening]).filter(|drafted| draft.session(&drafted.session.id).is_none());
            Ok::<_, SampleError>((new.collect(), ()))
        };
        done(store.change_draft(ctx, &edition, all).await?)?;
        let place = |draft: &Draft| {
            let suggestion = suggest(conference, draft, &Interest::default(), 1, |_| true);
            if let Some((id, reason)) = suggestion.unplaced.first() {
                return Err(SampleError::Left(format!("{id} has no place: {}", reason.sentence())));
            }
            let placed = suggestion.placed.into_iter().filter_map(|(id, placement)| {
                Some(Drafted { session: draft.session(&id)?.session.clone(), placement: Some(placement) })
            });
            Ok((placed.collect(), ()))
        };
        done(store.change_draft(ctx, &edition, place).await?)?;
        match store.publish_draft(ctx, &edition, None, false).await? {
            Publishing::Done { changes, .. } => Ok(Some(changes.len())),
            Publishing::Unchanged(_) => Ok(None),
            Publishing::Busy => Err(SampleError::Left("somebody else publishes the timetable".into())),
        }
    }
}

fn done(change: DraftChange<(), SampleError>) -> Result<(), SampleError> {
    match change {
        DraftChange::Done(()) => Ok(()),
        DraftChange::Refused(error) => Err(error),
        DraftChange::Busy => Err(SampleError::Left("somebody else changes the timetable".into())),
    }
}
