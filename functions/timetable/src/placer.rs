//! Who may place sessions.

use domain::timetable::By;
use store::Edition;
use web::{Problem, Request};

use crate::view::{led, may_draft};

/// The placer: an organizer, or a lead of these tracks.
pub(crate) struct Placer(Option<Vec<domain::conference::TrackId>>);

impl Placer {
    pub(crate) fn of(request: &Request, edition: &Edition) -> Result<Self, Problem> {
        may_draft(request, edition)?;
        Ok(Self(if request.caller.organizes(Some(edition)) { None } else { Some(led(request, edition)) }))
    }

    pub(crate) fn by(&self) -> By<'_> {
        self.0.as_deref().map_or(By::Organizer, By::Lead)
    }
}
