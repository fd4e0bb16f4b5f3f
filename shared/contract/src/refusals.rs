//! The problems that a route can answer with: the common ones, and those that its row adds.

use crate::{Kind, Place, Route, Values, Who};

/// For every route: the request is invalid, its API token does not count, Plumbline is broken, overloaded or without storage, or the answer is too
/// large to send.
const ANY: &[Kind] = &[
    Kind::BadRequest,
    Kind::TokenInvalid,
    Kind::TokenRefused,
    Kind::Broken,
    Kind::AnswerTooLarge,
    Kind::Busy,
    Kind::StorageUnavailable,
];

/// For every route that reads a body.
const READS: &[Kind] = &[Kind::Malformed, Kind::TooLarge, Kind::UnsupportedMediaType, Kind::Invalid];

/// Every kind of problem that a route can answer with, by status.
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
        Who::Door
        | Who::Holder
        | Who::Author
        | Who::PoolKeeper
        | Who::TrackLead
        | Who::TeamKeeper
        | Who::Reviewer
        | Who::Organizer
        | Who::Definer
        | Who::Founder => {
            kinds.extend([Kind::SignInRequired, Kind::Forbidden]);
        }
    }
    if route.body.is_some() {
        kinds.extend(READS);
    }
    if route.parameters().any(|parameter| parameter.place == Place::Query && parameter.values != Values::Text) {
        kinds.push(Kind::Invalid);
    }
    kinds.extend(route.refuses);
    kinds.sort_by_key(|kind| (kind.status(), Kind::ALL.iter().position(|k| k == kind)));
    kinds.dedup();
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ROUTES;

    #[test]
    fn every_kind_is_somebodys_refusal() {
        let said: Vec<_> = ROUTES.iter().flat_map(refusals).collect();
        // A path without a route for the method has no operation in the document.
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
