//! The sample's season: what people did between the first call and the moment that a scene shows.
//!
//! Every event is a request to the functions, at its own time of a rehearsal clock, and the workflows run in between.
//! The season is played in memory and stored when it is complete, so a crash leaves no half season. Ids come from the
//! number of an event and times from arithmetic, so that every play gives the same season.

mod calendar;
mod calls;
mod day;
mod event;
mod mails;
mod news;
mod people;
mod play;
mod reviews;
mod roles;
mod text;
mod timeline;
mod venue;
mod waitlist;

use std::fmt;

use clap::ValueEnum;
use context::{KeyRing, SetClock};
use jiff::Timestamp;
use store::StoreError;

use crate::conference_file::ConferenceFile;
use crate::data_directory::{DataDirectory, DataError};
use crate::sample::SampleError;
use crate::stack::{LoadError, Stack, StackError};
use play::Play;

/// The seed of ids. Tokens are safe from it, because they depend on the signing keys.
const SEED: u64 = 2023;

/// Mails that were sent weeks ago need no delay.
const MAILS_A_SECOND: u32 = 1_000_000;

/// A moment of the sample edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scene {
    /// 15 August 2023: sold out, a waitlist, calls and reviews in progress
    Season,
    /// 10 July 2023: registration is open and no one has come yet
    Start,
    /// 14 November 2023: the second day of the conference
    Day,
}

impl Scene {
    pub fn name(self) -> &'static str {
        match self {
            Self::Season => "season",
            Self::Start => "start",
            Self::Day => "day",
        }
    }

    /// What the clock shows.
    pub fn shows(self) -> Timestamp {
        match self {
            Self::Season => calendar::SEASON,
            Self::Start => calendar::START,
            Self::Day => calendar::DAY,
        }
        .parse()
        .expect("an instant")
    }
}

/// The season could not be played. The data directory has no table then.
#[derive(Debug)]
pub enum SeasonError {
    /// The sample's files are wrong.
    File(String),
    /// A function gave another answer than the season needs.
    Answer(String),
    Load(LoadError),
    Sample(SampleError),
    Stack(StackError),
    Store(StoreError),
    /// A workflow failed.
    Workflow(String),
    Data(DataError),
}

impl fmt::Display for SeasonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(text) | Self::Answer(text) | Self::Workflow(text) => f.write_str(text),
            Self::Load(error) => error.fmt(f),
            Self::Sample(error) => error.fmt(f),
            Self::Stack(error) => error.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Data(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SeasonError {}

macro_rules! from {
    ($($variant:ident($error:ty)),*) => {
        $(impl From<$error> for SeasonError {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        })*
    };
}

from!(Load(LoadError), Sample(SampleError), Stack(StackError), Store(StoreError), Data(DataError));

/// Plays the sample up to a scene, in memory: `text` is the edition's file, `base_url` goes into the mails' links.
/// The clock of the result is stopped.
pub async fn play(scene: Scene, text: &str, base_url: &str, keys: KeyRing) -> Result<Stack, SeasonError> {
    let file = ConferenceFile::read(text).map_err(|errors| SeasonError::Load(LoadError::Faults(errors)))?;
    let first = calendar::FIRST.parse().expect("an instant");
    let stack = Stack::builder(SetClock::stopped(first))
        .seed(SEED)
        .keys(keys)
        .base_url(base_url)
        .first_organizers(file.conference.organizers.clone())
        .mail_rate(MAILS_A_SECOND)
        .build()?;
    stack.load_conference(text).await?;
    let play = Play::new(stack, &file.conference);
    timeline::perform(&play, timeline::of(scene, &file.conference)?).await?;
    play.pass_until(scene.shows()).await?;
    Ok(play.stack)
}

/// Plays the sample into an empty data directory. The table's file comes last: a directory without one is empty.
pub async fn play_into(data: &DataDirectory, scene: Scene, text: &str, base_url: &str) -> Result<(), SeasonError> {
    let keys = data.keys(&context::Randomness::from_entropy().map_err(SeasonError::File)?)?;
    let stack = play(scene, text, base_url, keys).await?;
    let file = ConferenceFile::read(text).map_err(|errors| SeasonError::Load(LoadError::Faults(errors)))?;
    data.note_loaded(file.conference.id.as_str(), &file.document)?;
    data.note_scene(scene.name())?;
    data.note_time(scene.shows())?;
    data.adopt(stack.mails(), stack.table())?;
    Ok(())
}
