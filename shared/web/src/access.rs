//! Who may call what: the one place that decides (promise 9), for every row of the contract's routes.

use domain::conference::{PoolId, Track, TrackId};
use domain::person::EmailAddress;
use domain::role::{Role, RoleKind};
use store::Edition;

pub use contract::{ROUTES, Route, Who};

use crate::{Kind, Problem};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// Who is signed in: the primary of their addresses. Somebody who registers is who the session says: nothing of
    /// theirs is read for it.
    pub email: Option<EmailAddress>,
    /// All verified addresses of who is signed in, primary first: what is theirs is looked up over all of them.
    pub addresses: Vec<EmailAddress>,
    /// The roles they hold in the edition that the path names, beside what its definition says.
    pub roles: Vec<Role>,
    /// The session they are signed in with.
    pub session: Option<crate::session::Session>,
    /// Whether the deployment names them as a first organizer.
    pub first_organizer: bool,
    /// A token that is no session: it may be a manage token.
    pub token: Option<String>,
}

impl Caller {
    /// Whether they organize this edition.
    pub fn organizes(&self, edition: Option<&Edition>) -> bool {
        self.first_organizer
            || self.roles.iter().any(|role| role.kind == RoleKind::Organizer)
            || edition.is_some_and(|edition| self.addresses.iter().any(|own| edition.conference.is_organizer(own)))
    }

    /// The tracks they lead.
    pub fn leads<'e>(&self, edition: &'e Edition) -> Vec<&'e TrackId> {
        self.tracks(edition, |track, role| {
            track.leads.iter().any(|lead| self.addresses.contains(lead))
                || role(&RoleKind::Lead { track: track.id.clone() })
        })
    }

    /// The tracks they review: those that they are a reviewer of, and those that they lead.
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

    /// Whether this track is theirs to look after: whoever leads it, and organizers.
    pub fn has_track(&self, edition: &Edition, track: &TrackId) -> bool {
        self.organizes(Some(edition)) || self.leads(edition).contains(&track)
    }

    /// The same caller with the roles of another edition than the path names.
    #[must_use]
    pub fn with_roles(&self, roles: Vec<Role>) -> Self {
        Self { roles, ..self.clone() }
    }

    /// Whether this pool is theirs to look after.
    pub fn keeps(&self, edition: &Edition, pool: &PoolId) -> bool {
        self.organizes(Some(edition))
            || edition
                .conference
                .pool(pool)
                .and_then(|pool| pool.track.as_ref())
                .is_some_and(|track| self.leads(edition).contains(&track))
    }

    /// Whether they may see and change a registration: whoever has its token, and organizers.
    pub fn may_manage(&self, edition: &Edition, holds_token: bool) -> Result<(), Problem> {
        if holds_token || self.organizes(Some(edition)) {
            return Ok(());
        }
        let problem = if self.email.is_some() {
            Problem::new(Kind::Forbidden, "open the link from the confirmation mail; it is only for its holder")
        } else {
            Problem::new(Kind::SignInRequired, "open the link from the confirmation mail, or get it again by mail")
        };
        Err(problem.way("link", "Get your link again", format!("/conferences/{}/link", edition.id())))
    }
}

/// Decides whether this caller may call a route about this edition, and about this pool or track of it.
pub fn decide(
    who: Who,
    caller: &Caller,
    edition: Option<&Edition>,
    pool: Option<&PoolId>,
    track: Option<&TrackId>,
) -> Result<(), Problem> {
    let allowed = match who {
        // The function decides about holders when it has read the registration.
        Who::Anyone | Who::Holder => true,
        // The function decides about a proposal's people when it has read it.
        Who::SignedIn | Who::Author => caller.email.is_some(),
        Who::Organizer | Who::Definer => caller.organizes(edition),
        Who::TeamKeeper => {
            caller.organizes(edition) || edition.is_some_and(|edition| !caller.leads(edition).is_empty())
        }
        Who::PoolKeeper => match (edition, pool) {
            (Some(edition), Some(pool)) => caller.keeps(edition, pool),
            (Some(edition), None) => caller.organizes(Some(edition)) || !caller.leads(edition).is_empty(),
            (None, _) => false,
        },
        Who::Reviewer => {
            caller.organizes(edition) || edition.is_some_and(|edition| !caller.reviews(edition).is_empty())
        }
        Who::TrackLead => match (edition, track) {
            (Some(edition), Some(track)) => caller.has_track(edition, track),
            (edition, _) => caller.organizes(edition),
        },
    };
    match (allowed, &caller.email) {
        (true, _) => Ok(()),
        (false, None) => Err(Problem::new(Kind::SignInRequired, "this is for people who are signed in").way(
            "sign_in",
            "Sign in",
            "/sign-in".into(),
        )),
        (false, Some(_)) => Err(Problem::new(Kind::Forbidden, "you are signed in, but this is not yours to see or do")),
    }
}
