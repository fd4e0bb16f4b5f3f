//! The sample edition's programme: proposals from its tracks' topics and from a file. They are imported, placed by a
//! suggestion, and published, as an organizer would do it.
//!
//! Uses the store in the ordinary way. Its speakers are role addresses: sign in as one to see a speaker's page.

use std::collections::BTreeSet;
use std::fmt;

use domain::conference::{Conference, ConferenceId, TrackKind};
use domain::person::{EmailAddress, PersonName};
use domain::proposal::{Content, ImportedProposal, Named};
use domain::timetable::{Draft, Drafted, Guid, Interest, Placement, Session, SessionId, suggest};
use messages::Messages;
use serde::Deserialize;
use store::{Actor, DraftChange, Edition, PublishOutcome, StoreError};

use crate::stack::Stack;

/// Sessions of tracks without topics.
const SESSIONS: &str = include_str!("../sample/sessions.toml");

/// The length of a microconference's topic, in minutes.
const TOPIC_MINUTES: u32 = 25;

/// The number of topics that fit a microconference's half day.
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
    /// The file is invalid.
    File(String),
    Store(StoreError),
    /// A session found no place, or a concurrent change interfered.
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

/// A session to create: its track, title and length.
pub(crate) struct Wanted {
    pub(crate) track: String,
    pub(crate) title: String,
    pub(crate) minutes: u32,
}

pub(crate) fn wanted(conference: &Conference) -> Result<Vec<Wanted>, SampleError> {
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

/// The proposal of such a session, already confirmed: one speaker, whose address is a role's.
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
    /// Gives the sample edition its programme, unless it has one. Every step can be repeated, so after a crash the next
    /// start continues.
    pub async fn load_sample_programme(&self, c: &ConferenceId) -> Result<Option<usize>, SampleError> {
        let (ctx, store) = (self.context(), self.store());
        let Some(edition) = store.edition(c).await? else { return Ok(None) };
        if store.release_head(c).await?.is_some() {
            return Ok(None);
        }
        let conference = &*edition.conference;
        let confirmed = self.confirmed_titles(&edition).await?;
        for (number, wanted) in (1..).zip(wanted(conference)?) {
            if confirmed.contains(&wanted.title) {
                continue;
            }
            let brought = proposal(conference, &wanted, number)?;
            let addresses: Vec<_> = brought.speakers.iter().map(|speaker| speaker.email.clone()).collect();
            let by = Actor { addresses: &addresses, as_lead: true };
            store.import_proposal(ctx, &edition, &brought, by, false).await?;
        }
        // An id that every play has, whatever its keys. A repeat finds it too.
        let id: SessionId = "entry-opening".parse().expect("of the alphabet of ids");
        let guid = Guid::named(&[c.as_str(), id.as_str()]);
        let opening = Session { title: "Opening".into(), id, guid, ..store.new_entry(ctx, &edition, None).await? };
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
                return Err(SampleError::Left(format!(
                    "{id} has no place: {}",
                    Messages::default().say(&reason.sentence())
                )));
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

impl Stack {
    /// The titles of sessions that exist before the example proposals are imported.
    async fn confirmed_titles(&self, edition: &Edition) -> Result<BTreeSet<String>, SampleError> {
        let drafting = self.store().draft(edition).await?;
        Ok(drafting.draft.sessions.into_iter().map(|drafted| drafted.session.title).collect())
    }
}

fn done(change: DraftChange<(), SampleError>) -> Result<(), SampleError> {
    match change {
        DraftChange::Done(()) => Ok(()),
        DraftChange::Refused(error) => Err(error),
        DraftChange::Busy => Err(SampleError::Left("the timetable is being changed by another request".into())),
    }
}
