//! Access control: decides for every row of the contract's routes who may call it (promise 9). Access that depends on
//! a single record, such as a registration's holder, is decided by the function after it reads the record.

use domain::conference::{PoolId, Track, TrackId};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::role::{Role, RoleKind};
use store::Edition;

pub use contract::{ROUTES, Route, Who};

use crate::{Kind, Problem};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The primary address of the signed-in person. On the register route it is the session's address instead, because
    /// that route saves the read of linked addresses.
    pub email: Option<EmailAddress>,
    /// All verified addresses of the signed-in person, primary first. Look up a person's records over all of them.
    pub addresses: Vec<EmailAddress>,
    /// Their roles in the edition of the path, in addition to those in the edition's definition.
    pub roles: Vec<Role>,
    pub session: Option<crate::session::Session>,
    /// Whether the deployment's settings name them as a first organizer.
    pub first_organizer: bool,
    /// A bearer token that is not a session; it may be a manage token.
    pub token: Option<String>,
}

impl Caller {
    pub fn organizes(&self, edition: Option<&Edition>) -> bool {
        self.first_organizer
            || self.roles.iter().any(|role| role.kind == RoleKind::Organizer)
            || edition.is_some_and(|edition| self.addresses.iter().any(|own| edition.conference.is_organizer(own)))
    }

    /// Whether they may check in attendees.
    pub fn checks_in(&self, edition: Option<&Edition>) -> bool {
        self.organizes(edition) || self.roles.iter().any(|role| role.kind == RoleKind::Door)
    }

    pub fn leads<'e>(&self, edition: &'e Edition) -> Vec<&'e TrackId> {
        self.tracks(edition, |track, role| {
            track.leads.iter().any(|lead| self.addresses.contains(lead))
                || role(&RoleKind::Lead { track: track.id.clone() })
        })
    }

    /// Includes the tracks they lead.
    pub fn reviews<'e>(&self, edition: &'e Edition) -> Vec<&'e TrackId> {
        let leads = self.leads(edition);
        self.tracks(edition, |track, role| {
            leads.contains(&&track.id) || role(&RoleKind::Reviewer { track: track.id.clone() })
        })
    }

    fn tracks<'e>(
        &self,
        edition: &'e Edition,
        theirs: impl Fn(&Track, &dyn Fn(&RoleKind) -> bool) -> bool,
    ) -> Vec<&'e TrackId> {
        let role = |kind: &RoleKind| self.roles.iter().any(|role| role.kind == *kind);
        edition.conference.tracks.iter().filter(|track| theirs(track, &role)).map(|track| &track.id).collect()
    }

    /// True for the track's leads and for organizers.
    pub fn manages_track(&self, edition: &Edition, track: &TrackId) -> bool {
        self.organizes(Some(edition)) || self.leads(edition).contains(&track)
    }

    /// The same caller with their roles in a different edition from the path's.
    #[must_use]
    pub fn with_roles(&self, roles: Vec<Role>) -> Self {
        Self { roles, ..self.clone() }
    }

    /// True for the leads of the pool's track and for organizers.
    pub fn manages_pool(&self, edition: &Edition, pool: &PoolId) -> bool {
        self.organizes(Some(edition))
            || edition
                .conference
                .pool(pool)
                .and_then(|pool| pool.track.as_ref())
                .is_some_and(|track| self.leads(edition).contains(&track))
    }

    /// Allows the holder of a registration's token and organizers to see and change it.
    pub fn may_manage(&self, edition: &Edition, holds_token: bool) -> Result<(), Problem> {
        if holds_token || self.organizes(Some(edition)) {
            return Ok(());
        }
        let problem = if self.email.is_some() {
            Problem::new(Kind::Forbidden, Phrase::of("holder-only"))
        } else {
            Problem::new(Kind::SignInRequired, Phrase::of("holder-link"))
        };
        Err(problem.way("link", Phrase::of("way-link"), format!("/conferences/{}/link", edition.id())))
    }
}

/// Decides whether a caller may call a route for this edition and for its pool or track, if the path names one.
pub fn decide(
    who: Who,
    caller: &Caller,
    edition: Option<&Edition>,
    pool: Option<&PoolId>,
    track: Option<&TrackId>,
) -> Result<(), Problem> {
    let allowed = match who {
        // The function checks the holder after it reads the registration.
        Who::Anyone | Who::Holder | Who::Founder => true,
        // The function checks a proposal's people after it reads the proposal.
        Who::SignedIn | Who::Author => caller.email.is_some(),
        Who::Organizer | Who::Definer => caller.organizes(edition),
        Who::Door => caller.checks_in(edition),
        Who::TeamKeeper => {
            caller.organizes(edition) || edition.is_some_and(|edition| !caller.leads(edition).is_empty())
        }
        Who::PoolKeeper => match (edition, pool) {
            (Some(edition), Some(pool)) => caller.manages_pool(edition, pool),
            (Some(edition), None) => caller.organizes(Some(edition)) || !caller.leads(edition).is_empty(),
            (None, _) => false,
        },
        Who::Reviewer => {
            caller.organizes(edition) || edition.is_some_and(|edition| !caller.reviews(edition).is_empty())
        }
        Who::TrackLead => match (edition, track) {
            (Some(edition), Some(track)) => caller.manages_track(edition, track),
            (edition, _) => caller.organizes(edition),
        },
    };
    match (allowed, &caller.email) {
        (true, _) => Ok(()),
        (false, None) => Err(Problem::new(Kind::SignInRequired, Phrase::of("signed-in-only")).way(
            "sign_in",
            Phrase::of("way-sign-in"),
            "/sign-in".into(),
        )),
        (false, Some(_)) => Err(Problem::new(Kind::Forbidden, Phrase::of("not-yours"))),
    }
}
