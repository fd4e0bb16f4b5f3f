//! Named API tokens of organizers and leads.

use domain::api_token::Scope;
use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::{IDEMPOTENCY_KEY, SAID};
use crate::route::row::{SEE_OTHER, delete, form, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/me/tokens", "people", Who::SignedIn, "one's API tokens")
        .takes(&[SAID])
        .answers(&[json_or_page::<ApiTokens>(200)]),
    post("/me/tokens", "people", Who::SignedIn, "create an API token, which only this answer shows")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<NewApiToken>())
        .answers(&[json_or_page::<CreatedApiToken>(201)])
        .refuses(&[Kind::IdempotencyKeyReused, Kind::TooManyRequests]),
    delete("/me/tokens", "people", Who::SignedIn, "revoke all of one's API tokens").answers(&[json::<ApiTokens>(200)]),
    delete("/me/tokens/{id}", "people", Who::SignedIn, "revoke an API token").answers(&[json::<ApiTokens>(200)]),
    post("/me/tokens/{id}", "people", Who::SignedIn, "the same by form; `all` revokes all")
        .reads(form::<TokenForm>())
        .answers(&[SEE_OTHER]),
];

words! {
    /// What a token may do, within the roles of its person.
    TokenScope { Read = "read", Write = "write" }
}

impl From<Scope> for TokenScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => Self::Read,
            Scope::Write => Self::Write,
        }
    }
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NewApiToken {
    pub name: String,
    pub scope: TokenScope,
    /// The edition in which it works. You organize it, or lead a track of it.
    pub conference: String,
    /// An instant, or a day: then until that day's end in UTC. At most 366 days from now; without it, 90 days.
    pub expires_at: Option<String>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TokenForm {
    pub action: TokenAct,
}

words! {
    TokenAct { Revoke = "revoke" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ApiTokens {
    pub tokens: Vec<ApiToken>,
    /// Always null: the list is whole.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ApiToken {
    pub id: String,
    pub name: String,
    pub scope: TokenScope,
    pub conference: String,
    /// The address of its person that it was created with.
    pub email: EmailAddress,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// Within the hour; null if it was never used.
    pub last_used_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CreatedApiToken {
    #[serde(flatten)]
    pub about: ApiToken,
    /// For `Authorization: Bearer`. Not shown again.
    pub token: String,
}
