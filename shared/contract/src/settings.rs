//! Settings: an edition's definition part by part, and as a JSON merge patch.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Kind;
use crate::parameters::{DRY_RUN, IF_MATCH, SAVED};
use crate::pools::NextInLine;
use crate::route::row::{SEE_OTHER, form_with_files, get, json, json_or_page, merge_patch, page, patch, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    patch(
        "/conferences/{conference}",
        "settings",
        Who::Organizer,
        "change a part of an edition: a JSON merge patch (RFC 7396) of its definition",
    )
    .takes(&[DRY_RUN, IF_MATCH])
    .reads(merge_patch::<DefinitionPatch>())
    .answers(&[json::<ChangedEdition>(200)])
    .refuses(&[Kind::CapacityInUse, Kind::Conflict, Kind::ChangedMeanwhile]),
    get("/conferences/{conference}/settings", "settings", Who::Organizer, "the parts of an edition's settings")
        .answers(&[json_or_page::<SettingsParts>(200)]),
    get(
        "/conferences/{conference}/settings/{section}",
        "settings",
        Who::Organizer,
        "one part: `basics`, `passes`, `waitlist`, `rooms`, `tracks`, `questions`, `mails`, `appearance`, `badges` or `privacy`",
    )
    .takes(&[SAVED])
    .answers(&[json_or_page::<Settings<'_>>(200)]),
    post(
        "/conferences/{conference}/settings/{section}",
        "settings",
        Who::Organizer,
        "change one part by form; a change with effects is saved when its form comes again with `confirm`",
    )
    .reads(form_with_files::<SettingsForm>())
    .answers(&[page(200), SEE_OTHER])
    .refuses(&[Kind::CapacityInUse, Kind::Conflict, Kind::ChangedMeanwhile]),
];

/// Any part of a definition: what it names changes, what it sets to null goes.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct DefinitionPatch {
    pub name: Option<String>,
    /// A list is replaced as a whole.
    pub pools: Option<Vec<Map<String, Value>>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ChangedEdition {
    /// Whether this is only what would happen.
    pub dry_run: bool,
    /// Of the definition in force.
    pub revision: u64,
    pub effects: Vec<Effect>,
    /// The definition after the change.
    pub conference: Map<String, Value>,
}

/// What a change of a definition does.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Effect {
    /// Such as `passes_added` or `deadline_moved`.
    pub kind: &'static str,
    /// In the reader's language.
    pub text: String,
    /// The pool, track, person, room or question that it concerns.
    pub about: String,
    /// The number or the instant that changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub becomes: Option<Value>,
    /// Offers, people or proposals, as the text says.
    pub count: u64,
    /// The announcement that it causes: `publish`, or `hold` for one that waits for approval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announcement: Option<&'static str>,
    /// The first people who get an offer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offers_to: Vec<NextInLine>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct SettingsParts {
    pub sections: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Settings<'a> {
    pub section: &'a str,
    /// Of the definition in force; the header `ETag` has it too, for a `PATCH` of the edition with `If-Match`.
    pub revision: u64,
    /// This part of the definition.
    pub settings: Map<String, Value>,
}

/// Each field by its pointer in the definition without the first slash, such as `place/city` or `pools/0/capacity`.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct SettingsForm {
    /// As on the page: which values the form showed.
    pub version: Option<String>,
    /// As on the page that lists the effects.
    pub confirm: Option<String>,
}
