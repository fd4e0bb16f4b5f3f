//! A registration as an answer, and its manage token.

use context::Context;
use domain::conference::{Attendance, PoolId};
use domain::person::EmailAddress;
use domain::reconfirmation::Reconfirmation;
use domain::registration::{Registration, RegistrationId, RegistrationState};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;

/// The cookie that keeps a token after the mailed link was opened, so that it leaves the address bar. It is sent
/// only to the registration's own path.
pub(crate) const COOKIE: &str = "plumbline-manage";

/// How long that cookie lasts, in seconds.
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

/// A registration as its holder and organizers see it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a RegistrationId,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a EmailAddress>,
    pool: &'a PoolId,
    attendance: Attendance,
    #[serde(skip_serializing_if = "Option::is_none")]
    affiliation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_time: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answers: Option<&'a BTreeMap<String, String>>,
    registered_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reconfirmation: Option<&'a Reconfirmation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    manage_token: Option<String>,
}

impl<'a> Shown<'a> {
    /// All of it, for callers who may manage it.
    pub(crate) fn whole(registration: &'a Registration, email: &'a EmailAddress) -> Self {
        Self {
            name: Some(registration.name.as_str()),
            email: Some(email),
            affiliation: registration.affiliation.as_deref(),
            first_time: registration.first_time,
            answers: Some(&registration.answers),
            reconfirmation: registration.reconfirmation.as_ref(),
            ..Self::state(registration)
        }
    }

    /// Id and state only, for callers without proof.
    pub(crate) fn state(registration: &'a Registration) -> Self {
        let (status, cancelled_at) = match registration.state {
            RegistrationState::Confirmed => ("confirmed", None),
            RegistrationState::Cancelled { cancelled_at } => ("cancelled", Some(cancelled_at)),
        };
        Self {
            id: &registration.id,
            status,
            name: None,
            email: None,
            pool: &registration.pool,
            attendance: registration.attendance,
            affiliation: None,
            first_time: None,
            answers: None,
            registered_at: registration.registered_at,
            cancelled_at,
            reconfirmation: None,
            manage_token: None,
        }
    }

    /// With the token, for the request that made it.
    pub(crate) fn with_token(mut self, token: Option<String>) -> Self {
        self.manage_token = token;
        self
    }
}
