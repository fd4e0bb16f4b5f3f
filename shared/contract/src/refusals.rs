//! What each route may refuse with: one table, which the OpenAPI document shows and the API tests hold every answer
//! against.

use crate::{Kind, Route, Who};

/// Whatever is asked: the request itself is not right, or something is wrong or too much here.
const ANY: &[Kind] = &[Kind::BadRequest, Kind::Broken, Kind::Busy];

/// Whatever has a body that is read.
const READS: &[Kind] = &[Kind::Malformed, Kind::TooLarge, Kind::UnsupportedMediaType, Kind::Invalid];

/// Whatever submits a proposal.
const SUBMITS: &[Kind] = &[
    Kind::CfpNotOpen,
    Kind::CfpClosed,
    Kind::ProposalState,
    Kind::LimitReached,
    Kind::ChangedMeanwhile,
    Kind::Invalid,
];

/// Whatever changes a proposal, and may submit it.
const CHANGES: &[Kind] = &[
    Kind::CfpNotOpen,
    Kind::CfpClosed,
    Kind::ProposalState,
    Kind::LimitReached,
    Kind::ChangedMeanwhile,
    Kind::TooManyRequests,
];

/// The same, where the revision that is changed must be named.
const CHANGES_AND_NAMES: &[Kind] = &[
    Kind::CfpNotOpen,
    Kind::CfpClosed,
    Kind::ProposalState,
    Kind::LimitReached,
    Kind::ChangedMeanwhile,
    Kind::PreconditionRequired,
    Kind::TooManyRequests,
];

/// Every kind of problem that a route may answer with, by status.
pub fn refusals(route: &Route) -> Vec<Kind> {
    let mut kinds = ANY.to_vec();
    if route.path.contains('{') && !route.path.starts_with("/sign-in/") {
        kinds.push(Kind::NotFound);
    }
    if route.method != "GET" {
        kinds.push(Kind::CrossOrigin);
    }
    match route.who {
        Who::Anyone => {}
        Who::SignedIn => kinds.push(Kind::SignInRequired),
        Who::Holder
        | Who::Author
        | Who::PoolKeeper
        | Who::TrackLead
        | Who::TeamKeeper
        | Who::Reviewer
        | Who::Organizer
        | Who::Definer => {
            kinds.extend([Kind::SignInRequired, Kind::Forbidden]);
        }
    }
    let (reads, own) = own(route);
    if reads {
        kinds.extend(READS);
    }
    kinds.extend(own);
    kinds.sort_by_key(|kind| (kind.status(), Kind::ALL.iter().position(|k| k == kind)));
    kinds.dedup();
    kinds
}

/// Whether a route reads a body, and what only it refuses with.
fn own(route: &Route) -> (bool, &'static [Kind]) {
    let conference = route.path.strip_prefix("/conferences/{conference}").unwrap_or(route.path);
    match (route.method, conference) {
        (method, _) if route.function == "bofs" => bofs(method, conference),
        (method, _) if route.function == "timetable" => timetable(method, conference),
        ("POST", "/registrations") => (
            true,
            &[
                Kind::RegistrationNotOpen,
                Kind::RegistrationClosed,
                Kind::InvitationInvalid,
                Kind::SoldOut,
                Kind::AlreadyRegistered,
                Kind::IdempotencyKeyReused,
            ],
        ),
        ("POST", "/waitlist") => (
            true,
            &[
                Kind::RegistrationNotOpen,
                Kind::RegistrationClosed,
                Kind::PassesAvailable,
                Kind::AlreadyWaiting,
                Kind::AlreadyRegistered,
                Kind::IdempotencyKeyReused,
                Kind::TooManyRequests,
            ],
        ),
        ("POST", "/waitlist/{id}") => (true, &[Kind::NoOffer]),
        ("DELETE", "/waitlist/{id}") => (false, &[Kind::NoOffer]),
        ("POST", "/waitlist/{id}/accept" | "/waitlist/{id}/decline") => (false, &[Kind::NoOffer, Kind::OfferLapsed]),
        ("PATCH", "/waitlist/{id}") | ("POST", "/waitlist/{id}/move") => (true, &[Kind::NotWaiting]),
        ("POST", "/proposals/{id}/become-track") => (true, &[Kind::ProposalState, Kind::Conflict]),
        ("POST", "/announcements") => (true, &[Kind::IdempotencyKeyReused]),
        ("POST", "/audit") => (false, &[Kind::AuditTooLarge]),
        ("POST", "/agenda/{line}") => (true, &[Kind::AgendaFixed]),
        ("POST", "/pools/{pool}/release") => (false, &[Kind::PoolOpen]),
        ("PATCH" | "POST", "/registrations/{id}") => (true, &[Kind::RegistrationCancelled, Kind::SoldOut]),
        ("POST", "/registrations/{id}/reconfirm") => {
            (true, &[Kind::NotAsked, Kind::RegistrationCancelled, Kind::ReconfirmationOver])
        }
        ("PUT", "") | ("POST", "/definition" | "/next-edition") => (true, &[Kind::CapacityInUse, Kind::Conflict]),
        ("PATCH" | "POST", "/pools/{pool}") => (true, &[Kind::CapacityInUse, Kind::IdempotencyKeyReused]),
        ("POST", "/pools/{pool}/invitations") => (true, &[Kind::PoolOpen, Kind::ClaimOver, Kind::PoolEmpty]),
        ("DELETE" | "POST", "/pools/{pool}/invitations/{invitation}") => (false, &[Kind::InvitationClaimed]),
        ("PATCH" | "POST", "/tracks/{track}") => (true, &[Kind::ChangedMeanwhile]),
        ("POST", "/tracks/{track}/remind") => (true, &[Kind::CfpClosed, Kind::TooManyRequests]),
        (
            "GET",
            "/agenda/{line}"
            | "/announcements"
            | "/pools/{pool}/invitations"
            | "/registrations"
            | "/waitlist"
            | "/mails"
            | "/tracks"
            | "/tracks/{track}"
            | "/next-edition",
        ) => (false, &[Kind::Invalid]),
        ("POST", "/mails/{mail}/resend") => (false, &[Kind::MailNotFailed, Kind::Conflict]),
        ("POST", "/link" | "/me/mails" | "/tracks/{track}/late-links" | "/history" | "/history/erasures")
        | ("PATCH" | "POST", "/announcements/{announcement}") => (true, &[]),
        ("POST", "/roles/{role}") => (true, &[Kind::Forbidden, Kind::RoleNotOpen, Kind::LastOrganizer, Kind::Conflict]),
        ("DELETE", "/roles/{role}") => {
            (false, &[Kind::Forbidden, Kind::RoleNotOpen, Kind::LastOrganizer, Kind::Conflict])
        }
        ("POST", "/sign-in" | "/roles" | "/me/addresses") => (true, &[Kind::TooManyRequests]),
        ("GET", "/me/link/{token}") => (false, &[Kind::SignInFailed, Kind::Forbidden]),
        ("POST", "/me/link/{token}") => {
            (true, &[Kind::SignInFailed, Kind::Forbidden, Kind::AddressTaken, Kind::BothRegistered, Kind::Conflict])
        }
        ("PATCH" | "POST", "/me/addresses/{address}") | ("PUT" | "POST", "/tracks/{track}/outcomes") => {
            (true, &[Kind::Conflict])
        }
        ("DELETE", "/me/addresses/{address}") => (false, &[Kind::Conflict]),
        ("GET", "/sign-in/{token}") => (false, &[Kind::SignInFailed]),
        ("POST", "/sign-in/{token}") => (true, &[Kind::SignInFailed]),
        (method, path) if route.function == "submit-proposal" => of_proposals(method, path),
        (method, path) => of_selection(method, path),
    }
}

/// The same of reviews and decisions.
fn of_selection(method: &str, conference: &str) -> (bool, &'static [Kind]) {
    match (method, conference) {
        ("PUT" | "POST", "/proposals/{id}/reviews/mine") => (true, &[Kind::ReviewClosed]),
        ("POST", "/proposals/{id}/reviews/{review}" | "/tracks/{track}/decisions")
        | ("PUT" | "POST", "/proposals/{id}/tags") => (true, &[]),
        ("POST", "/proposals/{id}/decision") => (true, &[Kind::NotDecidable, Kind::DecisionReleased, Kind::Conflict]),
        ("GET", "/tracks/{track}/selection" | "/tracks/{track}/compare") => (false, &[Kind::Invalid]),
        ("POST", "/tracks/{track}/decisions/release") => (true, &[Kind::NothingDecided, Kind::Conflict]),
        ("POST", "/proposals/{id}/confirm" | "/proposals/{id}/decline") => (false, &[Kind::NotAccepted]),
        _ => (false, &[]),
    }
}

/// Of the function `bofs`.
fn bofs(method: &str, path: &str) -> (bool, &'static [Kind]) {
    match (method, path) {
        ("POST", "/bofs") => {
            (true, &[Kind::InPersonOnly, Kind::NoSlotLeft, Kind::BofLimit, Kind::IdempotencyKeyReused])
        }
        ("PATCH" | "POST", "/bofs/{bof}") => (true, &[Kind::Forbidden, Kind::BofCancelled]),
        ("DELETE", "/bofs/{bof}") => (false, &[Kind::Forbidden]),
        _ => (false, &[]),
    }
}

/// The same of the routes of proposals.
fn of_proposals(method: &str, path: &str) -> (bool, &'static [Kind]) {
    match (method, path) {
        ("POST", "/tracks/{track}/proposals") => (
            true,
            &[Kind::CfpNotOpen, Kind::CfpClosed, Kind::LimitReached, Kind::IdempotencyKeyReused, Kind::TooManyRequests],
        ),
        ("POST", "/proposals/import") => (true, &[]),
        ("PUT", "/proposals/{id}") => (true, CHANGES_AND_NAMES),
        ("POST", "/proposals/{id}") => (true, CHANGES),
        ("POST", "/proposals/{id}/submit") => (false, SUBMITS),
        ("DELETE", "/proposals/{id}") | ("POST", "/proposals/{id}/withdraw") => {
            (false, &[Kind::ProposalState, Kind::ChangedMeanwhile])
        }
        ("POST", "/proposals/{id}/move") => {
            (true, &[Kind::CfpNotOpen, Kind::CfpClosed, Kind::ProposalState, Kind::NoMove, Kind::ChangedMeanwhile])
        }
        ("POST", "/proposals/{id}/merge") => (true, &[Kind::ProposalState, Kind::ChangedMeanwhile]),
        ("POST", "/proposals/{id}/speakers/{speaker}") => (true, &[Kind::ProposalState]),
        ("GET", "/proposals" | "/proposals.csv") => (false, &[Kind::Invalid]),
        ("GET", "/proposals/{id}/edit") => (false, &[Kind::CfpNotOpen]),
        _ => (false, &[]),
    }
}

/// Of the function `timetable`.
fn timetable(method: &str, path: &str) -> (bool, &'static [Kind]) {
    match (method, path) {
        ("DELETE", _)
        | ("GET", "/timetable/releases" | "/timetable/edit" | "/timetable/publish" | "/timetable/bookmarks") => {
            (false, &[])
        }
        // With `?draft`, which is for organizers and leads.
        ("GET", _) => (false, &[Kind::Invalid, Kind::SignInRequired, Kind::Forbidden]),
        ("POST", "/timetable/shift" | "/timetable/import") | ("PUT" | "POST", "/sessions/{session}/placement") => {
            (true, &[Kind::PlacementConflict])
        }
        ("POST", "/sessions") => (true, &[Kind::IdempotencyKeyReused]),
        _ => (true, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ROUTES;

    #[test]
    fn every_kind_is_somebodys_refusal() {
        let said: Vec<_> = ROUTES.iter().flat_map(refusals).collect();
        // Where there is no route, or not with this method, there is no operation either.
        let unsaid: Vec<_> = Kind::ALL.iter().filter(|kind| !said.contains(kind)).collect();
        assert_eq!(unsaid, [&Kind::MethodNotAllowed]);
    }

    #[test]
    fn no_kind_is_said_twice() {
        for route in ROUTES {
            let mut kinds: Vec<_> = refusals(route).into_iter().map(Kind::slug).collect();
            let all = kinds.len();
            kinds.sort_unstable();
            kinds.dedup();
            assert_eq!(kinds.len(), all, "{}", route.key());
        }
    }
}
