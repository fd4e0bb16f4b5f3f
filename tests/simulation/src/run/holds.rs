//! Held passes: what the mail tells, and when holds end.

use jiff::SignedDuration;

use super::{Run, organizer};
use crate::request;

impl Run<'_> {
    /// The registration and the token in the mail that asks a person to confirm their address. The answer to their
    /// request has no token.
    pub(super) fn mailed_link(&self, person: usize) -> Option<(String, String)> {
        self.plan.world.confirm_minutes?;
        let own = request::address(person);
        let latest = self.dump.people.values().filter(|known| known.email.folded() == own);
        let latest =
            latest.filter_map(|known| known.registration.as_ref()).find(|registration| registration.was_held)?;
        Some((latest.id.to_string(), store::manage_token(&self.context, latest)?))
    }

    /// Time passes until about the next end of a hold.
    pub(super) fn near_end_of_hold(&mut self, millis: i64) {
        let registrations = self.dump.people.values().filter_map(|person| person.registration.as_ref());
        let Some(next) = registrations.filter_map(|registration| registration.state.held_until()).min() else { return };
        let to = next + SignedDuration::from_millis(millis);
        if to > self.now() {
            self.clock.set(to);
            let (_, session) = web::session::begin(&self.context, &organizer());
            self.session = session;
            self.tell(&format!("it is {} now", self.now()));
        }
    }
}
