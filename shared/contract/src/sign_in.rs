//! Signing in.

use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::route::row::{NO_CONTENT, PAGE, SEE_OTHER, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};
use crate::site::Said;

pub(crate) const ROUTES: &[Route] = &[
    get("/sign-in", "sign-in", Who::Anyone, "the form to sign in").answers(&[PAGE]),
    post("/sign-in", "sign-in", Who::Anyone, "ask for a link by mail")
        .reads(json_or_form::<Email>())
        .answers(&[json::<SignInAsked<'_>>(202), SEE_OTHER])
        .refuses(&[Kind::TooManyRequests]),
    get("/sign-in/{token}", "sign-in", Who::Anyone, "the page behind the link: one button")
        .answers(&[json_or_page::<Said<'_>>(200)])
        .refuses(&[Kind::SignInFailed]),
    post("/sign-in/{token}", "sign-in", Who::Anyone, "sign in by link, or by code")
        .reads(json_or_form::<Code>())
        .answers(&[json::<SignedIn<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::SignInFailed]),
    post("/sign-out", "sign-in", Who::Anyone, "end the session").answers(&[NO_CONTENT, SEE_OTHER]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Email {
    pub email: EmailAddress,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Code {
    /// Six digits; left out where the path is the whole link.
    pub code: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SignInAsked<'a> {
    pub detail: &'a str,
    /// Where to send the code from the mail.
    pub code_url: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SignedIn<'a> {
    /// For `Authorization: Bearer`.
    pub token: &'a str,
    pub email: &'a EmailAddress,
    pub expires_at: Timestamp,
}
