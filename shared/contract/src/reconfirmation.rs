//! "Are you still coming?": the question in a registration, the answer, the figures.

use domain::conference::Silence;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::DONE;
use crate::registrations::Registration;
use crate::route::row::{SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};

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
