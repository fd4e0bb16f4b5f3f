//! Subscriptions to reminders, and mail preferences.

use domain::person::EmailAddress;
use domain::reminder::ReminderKind;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::route::row::{SEE_OTHER, delete, form, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, TOKEN, Who};
use crate::site::Said;
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    post(
        "/conferences/{conference}/tracks/{track}/remind",
        "tracks",
        Who::Anyone,
        "be reminded before the call closes",
    )
    .reads(json_or_form::<RemindMe>())
    .answers(&[json::<Watching<'_>>(200), json::<Watching<'_>>(202), SEE_OTHER])
    .refuses(&[Kind::CfpClosed, Kind::TooManyRequests]),
    delete("/conferences/{conference}/tracks/{track}/remind", "tracks", Who::SignedIn, "not be reminded")
        .answers(&[json::<Watching<'_>>(200)]),
    post("/conferences/{conference}/tracks/{track}/remind/stop", "tracks", Who::SignedIn, "not be reminded, by form")
        .answers(&[json::<Watching<'_>>(200), SEE_OTHER]),
    get(
        "/conferences/{conference}/tracks/{track}/remind/{watch}",
        "tracks",
        Who::Anyone,
        "the page behind the mailed link: one button",
    )
    .takes(&[TOKEN])
    .answers(&[json_or_page::<Said<'_>>(200)]),
    post(
        "/conferences/{conference}/tracks/{track}/remind/{watch}",
        "tracks",
        Who::Anyone,
        "be reminded, by the mailed link",
    )
    .takes(&[TOKEN])
    .answers(&[json::<Watching<'_>>(200), SEE_OTHER]),
    get("/me/mails", "sign-in", Who::SignedIn, "which mails one wants")
        .answers(&[json_or_page::<MailPreferences>(200)]),
    post("/me/mails", "sign-in", Who::SignedIn, "switch kinds of mails off or on")
        .reads(json_or_form::<MailPreference>())
        .answers(&[json::<MailPreferences>(200), SEE_OTHER]),
    get("/unsubscribe/{token}", "sign-in", Who::Anyone, "the page behind the link in a mail: one button")
        .answers(&[json_or_page::<Said<'_>>(200)]),
    post("/unsubscribe/{token}", "sign-in", Who::Anyone, "switch mails off by one click, or on again")
        .reads(form::<OneClick>())
        .answers(&[json_or_page::<Said<'_>>(200)]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RemindMe {
    /// For people who are not signed in.
    pub email: Option<EmailAddress>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Watching<'a> {
    pub track: &'a str,
    #[serde(flatten)]
    pub state: Stated<WatchStatus>,
}

words! {
    /// Whether a person is reminded of a call; `asked` until they open the mailed link.
    WatchStatus { Watching = "watching", Asked = "asked", Stopped = "stopped" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailPreferences {
    pub kinds: Vec<MailKindWanted>,
    /// The editions whose messages to groups of people they do not want. Mails have a link that switches them off.
    pub messages_off: Vec<String>,
}

/// A kind of mails, and whether it is wanted.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailKindWanted {
    pub kind: ReminderKind,
    pub label: String,
    pub on: bool,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailPreference {
    /// Required without `messages`.
    pub kind: Option<ReminderKind>,
    /// An edition, for its messages to groups of people.
    pub messages: Option<String>,
    pub on: bool,
}

/// As a mail program sends it (RFC 8058, section 3.1), or as the page does.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OneClick {
    /// `true` to get the mails again.
    pub on: Option<bool>,
}
