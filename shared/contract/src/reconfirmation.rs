//! "Are you still coming?": the question in a registration, the answer, the figures.

use domain::conference::Silence;
use domain::reconfirmation::ReconfirmationState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::DONE;
use crate::registrations::Registration;
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/registrations/{id}/reconfirm",
        "register",
        Who::Holder,
        "the page that asks whether its holder still comes",
    )
    .takes(&[DONE])
    .answers(&[json_or_page::<Registration<'_>>(200), SEE_OTHER]),
    post("/conferences/{conference}/registrations/{id}/reconfirm", "register", Who::Holder, "answer that question")
        .reads(json_or_form::<Reconfirm>())
        .answers(&[json::<Registration<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::NotAsked, Kind::RegistrationCancelled, Kind::ReconfirmationOver]),
    get("/conferences/{conference}/reconfirmation", "organize", Who::Organizer, "who still comes, in figures")
        .answers(&[json_or_page::<ReconfirmationCampaign<'_>>(200)]),
];

/// Whether the holder was asked if they are still coming, and their answer.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Reconfirmation {
    pub asked_at: Timestamp,
    #[serde(flatten)]
    pub state: Stated<ReconfirmationStatus>,
    /// Reminders whose time has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminded: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

words! {
    /// What a holder answered; `kept` and `returned` say what happened to the pass of one who did not.
    ReconfirmationStatus {
        Asked = "asked",
        Coming = "coming",
        NotComing = "not_coming",
        Kept = "kept",
        Returned = "returned",
    }
}

impl From<&ReconfirmationState> for ReconfirmationStatus {
    fn from(state: &ReconfirmationState) -> Self {
        match state {
            ReconfirmationState::Asked { .. } => Self::Asked,
            ReconfirmationState::Coming { .. } => Self::Coming,
            ReconfirmationState::NotComing { .. } => Self::NotComing,
            ReconfirmationState::Kept { .. } => Self::Kept,
            ReconfirmationState::Returned { .. } => Self::Returned,
        }
    }
}

impl From<&domain::reconfirmation::Reconfirmation> for Reconfirmation {
    fn from(known: &domain::reconfirmation::Reconfirmation) -> Self {
        let (mut reminded, mut answered_at, mut ended_at) = (None, None, None);
        match known.state {
            ReconfirmationState::Asked { reminded: count } => reminded = Some(count),
            ReconfirmationState::Coming { answered_at: at } | ReconfirmationState::NotComing { answered_at: at } => {
                answered_at = Some(at);
            }
            ReconfirmationState::Kept { ended_at: at } | ReconfirmationState::Returned { ended_at: at } => {
                ended_at = Some(at);
            }
        }
        Self { asked_at: known.asked_at, state: Stated::new(&known.state), reminded, answered_at, ended_at }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Reconfirm {
    /// `false` cancels the registration at once.
    pub coming: bool,
}

/// When people are asked whether they are still coming, and the answers so far.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ReconfirmationCampaign<'a> {
    /// Everyone who held an in-person pass before this is asked.
    pub ask_at: Timestamp,
    pub reminders_at: &'a [Timestamp],
    /// The end, exclusive: from this instant on it is too late.
    pub answer_by: Timestamp,
    /// What happens to the pass of a holder who does not answer.
    pub silence: Silence,
    pub paused: bool,
    /// yes + no + silent + returned
    pub asked: u64,
    pub yes: u64,
    pub no: u64,
    pub silent: u64,
    /// Passes that went to the waitlist because their holder did not answer.
    pub returned: u64,
}
