//! Every route: who answers it, who may call it.

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
    /// Whoever holds the registration's manage token (or the link of an acceptance), and organizers. The function decides, since the registration
    /// has to be read.
    Holder,
    /// Organizers, and leads for the allotments of their tracks.
    PoolKeeper,
    /// Organizers, and leads of the track that the path names.
    TrackLead,
    /// Organizers, and whoever leads a track.
    TeamKeeper,
    /// Organizers, and leads and reviewers of a track. The function decides about the track of what it has read.
    Reviewer,
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
    route("GET", "/conferences/{conference}/announcements", "home", Who::Anyone, "announcements"),
    route("GET", "/conferences/{conference}/announcements.atom", "home", Who::Anyone, "the same as a feed"),
    route("GET", "/conferences/{conference}/announcements/{announcement}", "home", Who::Anyone, "one of them"),
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
    route(
        "GET",
        "/conferences/{conference}/registrations/{id}/reconfirm",
        "register",
        Who::Holder,
        "the page that asks whether its holder still comes",
    ),
    route(
        "POST",
        "/conferences/{conference}/registrations/{id}/reconfirm",
        "register",
        Who::Holder,
        "answer that question",
    ),
    route("GET", "/conferences/{conference}/link", "register", Who::Anyone, "the form to get one's link again"),
    route("POST", "/conferences/{conference}/link", "register", Who::Anyone, "get one's link again"),
    route("GET", "/conferences/{conference}/join-waitlist", "register", Who::Anyone, "the form to join the waitlist"),
    route("POST", "/conferences/{conference}/waitlist", "register", Who::Anyone, "join the waitlist"),
    route("GET", "/conferences/{conference}/waitlist/{id}", "register", Who::Holder, "a place on the waitlist"),
    route("DELETE", "/conferences/{conference}/waitlist/{id}", "register", Who::Holder, "leave the waitlist"),
    route("POST", "/conferences/{conference}/waitlist/{id}", "register", Who::Holder, "leave it by form"),
    route("POST", "/conferences/{conference}/waitlist/{id}/accept", "register", Who::Holder, "accept an offer"),
    route("POST", "/conferences/{conference}/waitlist/{id}/decline", "register", Who::Holder, "decline an offer"),
    route("GET", "/conferences/{conference}/bofs", "bofs", Who::Anyone, "birds of a feather"),
    route("GET", "/conferences/{conference}/propose-bof", "bofs", Who::SignedIn, "the form to propose one"),
    route("POST", "/conferences/{conference}/bofs", "bofs", Who::SignedIn, "propose one: it gets the first free slot"),
    route("GET", "/conferences/{conference}/bofs/{bof}", "bofs", Who::Anyone, "one of them"),
    route("PATCH", "/conferences/{conference}/bofs/{bof}", "bofs", Who::SignedIn, "change its text"),
    route("DELETE", "/conferences/{conference}/bofs/{bof}", "bofs", Who::SignedIn, "call it off"),
    route("POST", "/conferences/{conference}/bofs/{bof}", "bofs", Who::SignedIn, "change it or call it off by form"),
    route("PUT", "/conferences/{conference}", "organize", Who::Definer, "create or change an edition"),
    route("GET", "/conferences/{conference}/definition", "organize", Who::Organizer, "an edition's definition"),
    route("POST", "/conferences/{conference}/definition", "organize", Who::Organizer, "change it by form"),
    route("GET", "/conferences/{conference}/organize", "organize", Who::Organizer, "the organizers' overview"),
    route("GET", "/conferences/{conference}/pools", "organize", Who::PoolKeeper, "pools with their figures"),
    route("GET", "/conferences/{conference}/pools/{pool}", "organize", Who::PoolKeeper, "one pool"),
    route("PATCH", "/conferences/{conference}/pools/{pool}", "organize", Who::Organizer, "change its capacity"),
    route("POST", "/conferences/{conference}/pools/{pool}", "organize", Who::Organizer, "change its capacity by form"),
    route(
        "POST",
        "/conferences/{conference}/pools/{pool}/release",
        "organize",
        Who::Organizer,
        "end a reserved pool now",
    ),
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
    route("GET", "/conferences/{conference}/tracks", "tracks", Who::Anyone, "tracks and their calls, open ones first"),
    route(
        "GET",
        "/conferences/{conference}/tracks.atom",
        "tracks",
        Who::Anyone,
        "open calls as a feed, soonest close first",
    ),
    route("GET", "/conferences/{conference}/tracks/{track}", "tracks", Who::Anyone, "a track and its call"),
    route(
        "PATCH",
        "/conferences/{conference}/tracks/{track}",
        "tracks",
        Who::TrackLead,
        "change its text and deadline",
    ),
    route("POST", "/conferences/{conference}/tracks/{track}", "tracks", Who::TrackLead, "change it by form"),
    route("GET", "/conferences/{conference}/tracks/{track}/edit", "tracks", Who::TrackLead, "the form to change it"),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/remind",
        "tracks",
        Who::Anyone,
        "be reminded before the call closes",
    ),
    route("DELETE", "/conferences/{conference}/tracks/{track}/remind", "tracks", Who::SignedIn, "not be reminded"),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/remind/stop",
        "tracks",
        Who::SignedIn,
        "not be reminded, by form",
    ),
    route(
        "GET",
        "/conferences/{conference}/tracks/{track}/remind/{watch}",
        "tracks",
        Who::Anyone,
        "the page behind the mailed link: one button",
    ),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/remind/{watch}",
        "tracks",
        Who::Anyone,
        "be reminded, by the mailed link",
    ),
    route(
        "GET",
        "/conferences/{conference}/tracks/{track}/late-links",
        "tracks",
        Who::TrackLead,
        "who may send proposals late",
    ),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/late-links",
        "tracks",
        Who::TrackLead,
        "let somebody send proposals late",
    ),
    route(
        "DELETE",
        "/conferences/{conference}/tracks/{track}/late-links/{link}",
        "tracks",
        Who::TrackLead,
        "take a late link back",
    ),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/late-links/{link}",
        "tracks",
        Who::TrackLead,
        "take it back by form",
    ),
    route("GET", "/conferences/{conference}/registrations", "organize", Who::Organizer, "who is registered"),
    route("GET", "/conferences/{conference}/registrations.csv", "organize", Who::Organizer, "the same as CSV"),
    route("GET", "/conferences/{conference}/reconfirmation", "organize", Who::Organizer, "who still comes, in figures"),
    route("GET", "/conferences/{conference}/waitlist", "organize", Who::Organizer, "who waits, in order"),
    route("GET", "/conferences/{conference}/waitlist.csv", "organize", Who::Organizer, "the same as CSV"),
    route(
        "PATCH",
        "/conferences/{conference}/waitlist/{id}",
        "organize",
        Who::Organizer,
        "move somebody, with a reason",
    ),
    route("POST", "/conferences/{conference}/waitlist/{id}/move", "organize", Who::Organizer, "move somebody by form"),
    route("POST", "/conferences/{conference}/announcements", "organize", Who::Organizer, "write an announcement"),
    route(
        "PATCH",
        "/conferences/{conference}/announcements/{announcement}",
        "organize",
        Who::Organizer,
        "publish it or take it back",
    ),
    route(
        "POST",
        "/conferences/{conference}/announcements/{announcement}",
        "organize",
        Who::Organizer,
        "publish it or take it back by form",
    ),
    route("GET", "/conferences/{conference}/agenda", "organize", Who::Organizer, "what will happen by itself"),
    route(
        "POST",
        "/conferences/{conference}/agenda/{line}",
        "organize",
        Who::Organizer,
        "run it now, hold it back, let it go",
    ),
    route(
        "GET",
        "/conferences/{conference}/new-tracks",
        "organize",
        Who::Organizer,
        "proposals that may become tracks",
    ),
    route(
        "GET",
        "/conferences/{conference}/proposals/{id}/become-track",
        "organize",
        Who::Organizer,
        "the form to make a proposal a track",
    ),
    route(
        "POST",
        "/conferences/{conference}/proposals/{id}/become-track",
        "organize",
        Who::Organizer,
        "make a proposal a track",
    ),
    route("GET", "/conferences/{conference}/history", "organize", Who::Organizer, "imported earlier editions"),
    route("POST", "/conferences/{conference}/history", "organize", Who::Organizer, "import registrations of some"),
    route(
        "DELETE",
        "/conferences/{conference}/history/editions/{edition}",
        "organize",
        Who::Organizer,
        "remove an imported edition",
    ),
    route(
        "POST",
        "/conferences/{conference}/history/editions/{edition}",
        "organize",
        Who::Organizer,
        "remove it by form",
    ),
    route(
        "POST",
        "/conferences/{conference}/history/erasures",
        "organize",
        Who::Organizer,
        "erase somebody from imported editions",
    ),
    route("GET", "/conferences/{conference}/mails", "organize", Who::Organizer, "what was sent, and what failed"),
    route(
        "POST",
        "/conferences/{conference}/mails/{mail}/resend",
        "organize",
        Who::Organizer,
        "send a failed mail again",
    ),
    route("GET", "/conferences/{conference}/reviews", "review", Who::Reviewer, "what one owes, and has reviewed"),
    route("GET", "/conferences/{conference}/reviews.csv", "review", Who::Reviewer, "the same as CSV"),
    route(
        "GET",
        "/conferences/{conference}/proposals/{id}/reviews",
        "review",
        Who::Reviewer,
        "a proposal as its judges see it",
    ),
    route("PUT", "/conferences/{conference}/proposals/{id}/reviews/mine", "review", Who::Reviewer, "review it"),
    route(
        "POST",
        "/conferences/{conference}/proposals/{id}/reviews/mine",
        "review",
        Who::Reviewer,
        "review it by form",
    ),
    route(
        "DELETE",
        "/conferences/{conference}/proposals/{id}/reviews/{review}",
        "review",
        Who::Reviewer,
        "lift a conflict of interest, for leads",
    ),
    route(
        "POST",
        "/conferences/{conference}/proposals/{id}/reviews/{review}",
        "review",
        Who::Reviewer,
        "lift it by form",
    ),
    route("PUT", "/conferences/{conference}/proposals/{id}/tags", "review", Who::Reviewer, "tag it, for leads"),
    route("POST", "/conferences/{conference}/proposals/{id}/tags", "review", Who::Reviewer, "tag it by form"),
    route("POST", "/conferences/{conference}/proposals/{id}/decision", "review", Who::Reviewer, "decide, for leads"),
    route(
        "GET",
        "/conferences/{conference}/tracks/{track}/selection",
        "review",
        Who::TrackLead,
        "choose among proposals",
    ),
    route("GET", "/conferences/{conference}/tracks/{track}/selection.csv", "review", Who::TrackLead, "the same as CSV"),
    route(
        "GET",
        "/conferences/{conference}/tracks/{track}/compare",
        "review",
        Who::TrackLead,
        "proposals side by side",
    ),
    route("POST", "/conferences/{conference}/tracks/{track}/decisions", "review", Who::TrackLead, "decide on many"),
    route(
        "GET",
        "/conferences/{conference}/tracks/{track}/decisions/release",
        "review",
        Who::TrackLead,
        "what a release would send",
    ),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/decisions/release",
        "review",
        Who::TrackLead,
        "release the decisions",
    ),
    route(
        "POST",
        "/conferences/{conference}/tracks/{track}/invite-speakers",
        "review",
        Who::TrackLead,
        "look for passes for speakers without",
    ),
    route("GET", "/conferences/{conference}/proposals/{id}/answer", "review", Who::Holder, "an acceptance to answer"),
    route("POST", "/conferences/{conference}/proposals/{id}/confirm", "review", Who::Holder, "confirm an acceptance"),
    route("POST", "/conferences/{conference}/proposals/{id}/decline", "review", Who::Holder, "decline an acceptance"),
    route("GET", "/sign-in", "sign-in", Who::Anyone, "the form to sign in"),
    route("POST", "/sign-in", "sign-in", Who::Anyone, "ask for a link by mail"),
    route("GET", "/sign-in/{token}", "sign-in", Who::Anyone, "the page behind the link: one button"),
    route("POST", "/sign-in/{token}", "sign-in", Who::Anyone, "sign in by link, or by code"),
    route("POST", "/sign-out", "sign-in", Who::Anyone, "end the session"),
    route("GET", "/me", "people", Who::SignedIn, "who is signed in, and all that is theirs"),
    route("GET", "/conferences/{conference}/roles", "people", Who::TeamKeeper, "organizers, leads and reviewers"),
    route("POST", "/conferences/{conference}/roles", "people", Who::TeamKeeper, "offer somebody a role"),
    // The function decides: whose role it is, and who may take it back.
    route("DELETE", "/conferences/{conference}/roles/{role}", "people", Who::SignedIn, "take it back, or give it up"),
    route("POST", "/conferences/{conference}/roles/{role}", "people", Who::SignedIn, "accept it, or end it by form"),
    route("GET", "/me/mails", "sign-in", Who::SignedIn, "which mails one wants"),
    route("POST", "/me/mails", "sign-in", Who::SignedIn, "switch kinds of mails off or on"),
    route("GET", "/unsubscribe/{token}", "sign-in", Who::Anyone, "the page behind the link in a mail: one button"),
    route("POST", "/unsubscribe/{token}", "sign-in", Who::Anyone, "switch mails off by one click"),
];
