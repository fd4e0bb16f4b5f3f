//! The texts of mails that organizers can write in their own words.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::SAVED;
use crate::route::row::{SEE_OTHER, form, get, json_or_page, page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/settings/mails/{letter}",
        "settings",
        Who::Organizer,
        "the texts of one kind of mail, with a preview; change them by `mail_texts` of the definition",
    )
    .takes(&[SAVED])
    .answers(&[json_or_page::<MailTexts<'_>>(200)]),
    post(
        "/conferences/{conference}/settings/mails/{letter}",
        "settings",
        Who::Organizer,
        "save, preview or reset these texts: a form",
    )
    .reads(form::<MailTextsForm>())
    .answers(&[page(200), SEE_OTHER])
    .refuses(&[Kind::Conflict, Kind::ChangedMeanwhile]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailTexts<'a> {
    /// The kind of mail.
    pub letter: &'a str,
    pub texts: Vec<MailText>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailText {
    /// Its key in the definition's `mail_texts`.
    pub id: String,
    /// Our text, in the edition's language.
    pub original: String,
    /// The organizers' own text; null if there is none.
    pub text: Option<String>,
    /// What it can show: `conference` is written `{conference}`.
    pub variables: Vec<String>,
}

/// Each text by its id, too.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct MailTextsForm {
    /// `save`, `preview` or `reset`.
    pub act: Option<String>,
}
