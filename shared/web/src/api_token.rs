//! Callers with a named API token.

use domain::api_token::{ApiToken, PREFIX, Parts, hash};
use domain::phrase::Phrase;
use subtle::ConstantTimeEq;

use crate::access::{Caller, Who};
use crate::{App, Kind, Problem, Request};

/// Whether a bearer token claims to be an API token.
pub(crate) fn is_one(bearer: &str) -> bool {
    bearer.starts_with(PREFIX)
}

fn invalid(detail: Phrase) -> Problem {
    Problem::new(Kind::TokenInvalid, detail).way("tokens", Phrase::of("way-tokens"), "/me/tokens".into())
}

impl Request {
    /// The caller of an API token: its person, with their roles of now, in its edition only. Outside of editions the
    /// token proves nothing, so there the caller is anybody.
    pub(crate) async fn caller_of_api_token(&self, app: &App, bearer: &str) -> Result<Caller, Problem> {
        let token = find(app, bearer).await?;
        let route = self.matched();
        if !token.scope.allows(&self.method) {
            let detail = Phrase::of("token-only-reads");
            return Err(Problem::new(Kind::TokenRefused, detail));
        }
        match self.parameter("conference") {
            Some(conference) if conference == token.conference.as_str() => {}
            None if route.who == Who::Anyone => return Ok(Caller::default()),
            _ => {
                let detail = Phrase::of("token-other-edition").arg("edition", token.conference);
                return Err(Problem::new(Kind::TokenRefused, detail));
            }
        }
        if route.who != Who::Anyone && token.notes_use(app.context.now()) {
            // Not worth failing a request for.
            if let Err(error) = app.store.note_token_use(&app.context, &token).await {
                tracing::warn!(cause = %error, "the use of a token was not noted");
            }
        }
        let addresses = app.store.addresses_of(&token.email).await?;
        Ok(Caller {
            first_organizer: addresses.iter().any(|own| app.context.settings().first_organizers.contains(own)),
            email: addresses.first().cloned(),
            addresses,
            ..Caller::default()
        })
    }
}

async fn find(app: &App, bearer: &str) -> Result<ApiToken, Problem> {
    let unknown = || invalid(Phrase::of("token-unknown"));
    let parts = Parts::parse(bearer).ok_or_else(unknown)?;
    let token = app.store.api_token(parts.owner, parts.id).await?.ok_or_else(unknown)?;
    if !bool::from(hash(parts.secret).as_bytes().ct_eq(token.hash.as_bytes())) {
        return Err(unknown());
    }
    if token.has_expired(app.context.now()) {
        return Err(invalid(Phrase::of("token-has-expired")));
    }
    Ok(token)
}
