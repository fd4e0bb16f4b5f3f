//! A registration in the form of an answer, and its manage token.

use context::Context;
use contract::Stated;
use contract::registrations::{self as answers, RegistrationSummary};
use domain::person::EmailAddress;
use domain::registration::Registration;

/// The cookie that keeps a token after the mailed link was opened, so that the token leaves the address bar. Browsers
/// send it only to the registration's own path.
pub(crate) const COOKIE: &str = "plumbline-manage";

/// The cookie's lifetime, in seconds.
pub(crate) const COOKIE_SECONDS: i64 = 3600;

/// A registration's manage token; `None` if its signing key has been retired.
pub(crate) fn token(ctx: &Context, registration: &Registration) -> Option<String> {
    store::manage_token(ctx, registration)
}

/// Whether this is the registration's token.
pub(crate) fn holds(ctx: &Context, registration: &Registration, given: Option<&str>) -> bool {
    given.is_some_and(|given| {
        ctx.keys().verify(given, &registration.key_id, "manage", &[registration.id.as_str(), &registration.nonce])
    })
}

/// All fields, for the holder and organizers.
pub(crate) fn whole<'a>(registration: &'a Registration, email: &'a EmailAddress) -> answers::Registration<'a> {
    answers::Registration::seen(registration, email)
}

/// The same with the token, for the request that made the registration.
pub(crate) fn made<'a>(
    ctx: &Context,
    registration: &'a Registration,
    email: &'a EmailAddress,
) -> answers::Registration<'a> {
    answers::Registration { manage_token: token(ctx, registration), ..whole(registration, email) }
}

/// Id and state only, for a caller without proof.
pub(crate) fn summary(registration: &Registration) -> RegistrationSummary<'_> {
    RegistrationSummary {
        id: registration.id.as_str(),
        state: Stated::new(&registration.state),
        pool: registration.pool.as_str(),
        attendance: registration.attendance,
        registered_at: registration.registered_at,
        held_until: registration.state.held_until(),
        cancelled_at: registration.state.cancelled_at(),
        lapsed_at: registration.state.lapsed_at(),
    }
}
