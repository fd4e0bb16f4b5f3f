//! The sample edition's programme: proposals from its tracks' topics and from a file, brought in as an organizer brings
//! them in, placed by a suggestion, published.
//!
//! It goes the ordinary way, through the store. Its speakers are role addresses: signing in as one shows the page of
//! a speaker.

use std::fmt;

use domain::conference::{Conference, ConferenceId, TrackKind};
use domain::person::{EmailAddress, PersonName};
use domain::proposal::{Content, ImportedProposal, Named};
use domain::timetable::{Draft, Drafted, Guid, Interest, Placement, Session, suggest};
use serde::Deserialize;
use store::{Actor, DraftChange, PublishOutcome, StoreError};

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
    Store(StoreError),
    /// Something did not find a place, or was changed concurrently.
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

/// The proposal behind such a session, which takes place: one speaker, whose address is a role's.
fn proposal(conference: &Conference, wanted: &Wanted, number: usize) -> Result<ImportedProposal, SampleError> {
    let track = conference.track(&wanted.track);
    let track = track.ok_or_else(|| SampleError::File(format!("there is no track {}", wanted.track)))?;
    let email: EmailAddress = format!("speaker-{number}@example.org").parse().expect("an address");
    Ok(ImportedProposal {
        guid: Guid::named(&[conference.id.as_str(), "sample proposal", &number.to_string()]).to_string(),
        track: track.id.clone(),
        content: Content {
            title: wanted.title.clone(),
            abstract_text: "An example of the sample edition; not a real talk.".into(),
            minutes: Some(u64::from(wanted.minutes)),
            ..Content::default()
        },
        speakers: vec![Named { name: format!("Speaker {number}").parse::<PersonName>().expect("one line"), email }],
        confirmed: true,
    })
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
        for (number, wanted) in (1..).zip(wanted(conference)?) {
            let brought = proposal(conference, &wanted, number)?;
            let addresses: Vec<_> = brought.speakers.iter().map(|speaker| speaker.email.clone()).collect();
            let by = Actor { addresses: &addresses, as_lead: true };
            store.import_proposal(ctx, &edition, &brought, by, false).await?;
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
            let new = draft.session(&opening.id).is_none();
            let opening = new.then(|| Drafted { session: opening.clone(), placement: opens });
            Ok::<_, SampleError>((opening.into_iter().collect(), ()))
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
            PublishOutcome::Done { changes, .. } => Ok(Some(changes.len())),
            PublishOutcome::Unchanged(_) => Ok(None),
            PublishOutcome::Busy => {
                Err(SampleError::Left("the timetable is being published by another request".into()))
            }
        }
    }
}

fn done(change: DraftChange<(), SampleError>) -> Result<(), SampleError> {
    match change {
        DraftChange::Done(()) => Ok(()),
        DraftChange::Refused(error) => Err(error),
        DraftChange::Busy => Err(SampleError::Left("the timetable is being changed by another request".into())),
    }
}
