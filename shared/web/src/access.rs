//! Who may call what: one row for every route, and the one place that decides (promise 9).

use domain::conference::{PoolId, TrackId};
use domain::person::EmailAddress;
use store::Edition;

use crate::{Kind, Problem};

/// A route: the template has it, a function answers it, a test walks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// The HTTP method.
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// The function that answers.
    pub function: &'static str,
    /// Who may call it.
    pub who: Who,
    /// What it is for, in a few words.
    pub summary: &'static str,
}

impl Route {
    /// As API Gateway names it: `GET /conferences/{conference}`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Everybody.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds the registration's manage token, and organizers. The function decides with
    /// [`Caller::may_manage`], since the registration has to be read.
    Holder,
    /// Organizers, and leads for the allotments of their tracks.
    PoolKeeper,
    /// Organizers of the edition.
    Organizer,
    /// Organizers of the edition; for one that does not exist yet, the deployment's first organizers.
    Definer,
}

const fn route(
    method: &'static str,
    path: &'static str,
    function: &'static str,
    who: Who,
    summary: &'static str,
) -> Route {
    Route { method, path, function, who, summary }
}

/// Every route but `$default`, which answers what there is no route for.
pub const ROUTES: &[Route] = &[
    route("GET", "/", "home", Who::Anyone, "all editions"),
    route("GET", "/conferences/{conference}", "home", Who::Anyone, "one edition"),
    route("GET", "/assets/{file}", "home", Who::Anyone, "styles"),
    route("GET", "/problems/{problem}", "home", Who::Anyone, "what a kind of problem means"),
    route("GET", "/openapi.json", "home", Who::Anyone, "this contract"),
    route("GET", "/healthz", "home", Who::Anyone, "ready or not"),
    route("GET", "/conferences/{conference}/register", "register", Who::Anyone, "the registration form"),
    route("POST", "/conferences/{conference}/registrations", "register", Who::Anyone, "register"),
    route("GET", "/conferences/{conference}/registrations/{id}", "register", Who::Holder, "a registration"),
    route("PATCH", "/conferences/{conference}/registrations/{id}", "register", Who::Holder, "change it"),
    route("DELETE", "/conferences/{conference}/registrations/{id}", "register", Who::Holder, "cancel it"),
    route(
        "POST",
        "/conferences/{conference}/registrations/{id}",
        "register",
        Who::Holder,
        "change or cancel it by form",
    ),
    route("GET", "/conferences/{conference}/link", "register", Who::Anyone, "the form to get one's link again"),
    route("POST", "/conferences/{conference}/link", "register", Who::Anyone, "get one's link again"),
    route("PUT", "/conferences/{conference}", "organize", Who::Definer, "create or change an edition"),
    route("GET", "/conferences/{conference}/definition", "organize", Who::Organizer, "an edition's definition"),
    route("POST", "/conferences/{conference}/definition", "organize", Who::Organizer, "change it by form"),
    route("GET", "/conferences/{conference}/organize", "organize", Who::Organizer, "the organizers' overview"),
    route("GET", "/conferences/{conference}/pools", "organize", Who::PoolKeeper, "pools with their figures"),
    route("GET", "/conferences/{conference}/pools/{pool}", "organize", Who::PoolKeeper, "one pool"),
    route("PATCH", "/conferences/{conference}/pools/{pool}", "organize", Who::Organizer, "change its capacity"),
    route("POST", "/conferences/{conference}/pools/{pool}", "organize", Who::Organizer, "change its capacity by form"),
    route("GET", "/conferences/{conference}/pools/{pool}/invitations", "organize", Who::PoolKeeper, "who was invited"),
    route("POST", "/conferences/{conference}/pools/{pool}/invitations", "organize", Who::PoolKeeper, "invite somebody"),
    route(
        "DELETE",
        "/conferences/{conference}/pools/{pool}/invitations/{invitation}",
        "organize",
        Who::PoolKeeper,
        "take an invitation back",
    ),
    route(
        "POST",
        "/conferences/{conference}/pools/{pool}/invitations/{invitation}",
        "organize",
        Who::PoolKeeper,
        "take it back by form",
    ),
    route("GET", "/conferences/{conference}/registrations", "organize", Who::Organizer, "who is registered"),
    route("GET", "/conferences/{conference}/registrations.csv", "organize", Who::Organizer, "the same as CSV"),
    route("GET", "/conferences/{conference}/mails", "organize", Who::Organizer, "what was sent, and what failed"),
    route(
        "POST",
        "/conferences/{conference}/mails/{mail}/resend",
        "organize",
        Who::Organizer,
        "send a failed mail again",
    ),
    route("GET", "/sign-in", "sign-in", Who::Anyone, "the form to sign in"),
    route("POST", "/sign-in", "sign-in", Who::Anyone, "ask for a link by mail"),
    route("GET", "/sign-in/{token}", "sign-in", Who::Anyone, "the page behind the link: one button"),
    route("POST", "/sign-in/{token}", "sign-in", Who::Anyone, "sign in by link, or by code"),
    route("POST", "/sign-out", "sign-in", Who::Anyone, "end the session"),
    route("GET", "/me", "sign-in", Who::SignedIn, "who is signed in"),
];

/// Who calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// Who is signed in.
    pub email: Option<EmailAddress>,
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
        let Some(email) = &self.email else { return false };
        self.first_organizer || edition.is_some_and(|edition| edition.conference.is_organizer(email))
    }

    /// The tracks they lead.
    pub fn leads<'e>(&self, edition: &'e Edition) -> Vec<&'e TrackId> {
        let Some(email) = &self.email else { return Vec::new() };
        edition.conference.tracks.iter().filter(|t| t.leads.contains(email)).map(|t| &t.id).collect()
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
            Ok(())
        } else if self.email.is_some() {
            Err(Problem::new(Kind::Forbidden, "open the link from the confirmation mail"))
        } else {
            Err(Problem::new(Kind::SignInRequired, "open the link from the confirmation mail, or send its token"))
        }
    }
}

/// Decides whether this caller may call a route about this edition and pool.
pub fn decide(who: Who, caller: &Caller, edition: Option<&Edition>, pool: Option<&PoolId>) -> Result<(), Problem> {
    let allowed = match who {
        // The function decides about holders when it has read the registration.
        Who::Anyone | Who::Holder => true,
        Who::SignedIn => caller.email.is_some(),
        Who::Organizer | Who::Definer => caller.organizes(edition),
        Who::PoolKeeper => match (edition, pool) {
            (Some(edition), Some(pool)) => caller.keeps(edition, pool),
            (Some(edition), None) => caller.organizes(Some(edition)) || !caller.leads(edition).is_empty(),
            (None, _) => false,
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
