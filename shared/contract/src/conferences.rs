//! Editions: the list, one edition, its definition.

use domain::conference::Phase;
use domain::conference::TrackKind;
use domain::person::EmailAddress;
use jiff::Timestamp;
use jiff::civil::Date;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Kind;
use crate::announcements::Announcement;
use crate::parameters::{SAVED, ZONE};
use crate::pools::Pool;
use crate::route::row::{
    APPEARANCE, SEE_OTHER, as_sent_or_page, form, get, json, json_body, json_or_page, post, put, query,
};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/", "home", Who::Anyone, "all editions").answers(&[json_or_page::<Conferences<'_>>(200)]),
    get("/conferences/{conference}", "home", Who::Anyone, "one edition")
        .takes(&[ZONE])
        .answers(&[json_or_page::<Conference<'_>>(200)]),
    get(
        "/conferences/{conference}/appearance/{file}",
        "home",
        Who::Anyone,
        "an edition's colours, logo and badges' sizes",
    )
    .answers(&[APPEARANCE]),
    put("/conferences/{conference}", "organize", Who::Definer, "create or change an edition")
        .reads(json_body::<Definition>())
        .answers(&[json::<Defined<'_>>(200), json::<Defined<'_>>(201)])
        .refuses(&[Kind::CapacityInUse, Kind::Conflict]),
    get("/conferences/{conference}/definition", "organize", Who::Organizer, "an edition's definition")
        .takes(&[SAVED])
        .answers(&[as_sent_or_page::<Definition>(200)]),
    post("/conferences/{conference}/definition", "organize", Who::Organizer, "change it by form")
        .reads(form::<DefinitionForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::CapacityInUse, Kind::Conflict]),
    get("/conferences/{conference}/next-edition", "organize", Who::Organizer, "the next edition's definition")
        .takes(&[
            query("id", "of the next edition"),
            query("starts_on", "its first day; every other day and deadline moves with it"),
            query("without.{track}", "with any value: the next edition begins without this track"),
        ])
        .answers(&[as_sent_or_page::<Definition>(200)])
        .refuses(&[Kind::Invalid]),
    post("/conferences/{conference}/next-edition", "organize", Who::Organizer, "create it by form")
        .reads(form::<DefinitionForm>())
        .answers(&[SEE_OTHER])
        .refuses(&[Kind::CapacityInUse, Kind::Conflict]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Conferences<'a> {
    pub conferences: Vec<ConferenceEntry<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ConferenceEntry<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// Its days in words, such as `13–15 November 2023`.
    pub days: &'a str,
    pub starts_on: Date,
    pub ends_on: Date,
    pub city: &'a str,
    pub country: &'a str,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Conference<'a> {
    pub id: &'a str,
    pub series: &'a str,
    pub acronym: &'a str,
    pub name: &'a str,
    pub description: Option<&'a str>,
    pub starts_on: Date,
    pub ends_on: Date,
    /// An IANA name.
    pub time_zone: &'a str,
    pub place: Venue<'a>,
    pub contact: &'a EmailAddress,
    pub website: Option<&'a str>,
    pub registration: RegistrationWindow<'a>,
    pub tracks: Vec<TrackEntry<'a>>,
    /// The latest.
    pub announcements: Vec<Announcement<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Venue<'a> {
    pub name: &'a str,
    pub address: Option<&'a str>,
    pub city: &'a str,
    pub country: &'a str,
}

/// When people can register, and whether passes are left.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RegistrationWindow<'a> {
    pub state: Phase,
    pub opens_at: Timestamp,
    /// The end, exclusive: from this instant on it is too late.
    pub closes_at: Timestamp,
    pub in_person: Sale,
    /// Null where the edition has no virtual passes.
    pub r#virtual: Option<Sale>,
    /// What people agree to when they register or join the waitlist.
    pub consents: Vec<Consent<'a>>,
}

/// A text that people agree to. A request names the version that was read.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Consent<'a> {
    pub id: &'a str,
    pub text: &'a str,
    /// Where the whole text can be read.
    pub url: Option<&'a str>,
    pub version: &'a str,
    /// Whether nobody registers without it.
    pub required: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Sale {
    pub sold_out: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TrackEntry<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub kind: TrackKind,
    /// Its call for proposals; null where it has none.
    pub cfp: Option<CallState<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CallState<'a> {
    pub state: Phase,
    pub opens_at: Timestamp,
    /// The end, exclusive: from this instant on it is too late.
    pub closes_at: Timestamp,
    /// The deadline in the words it was announced with.
    pub announced: &'a str,
}

/// An edition's definition: the same document as a conference file.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct Definition {
    pub series: String,
    pub name: String,
    pub starts_on: Date,
    pub ends_on: Date,
    /// An IANA name.
    pub time_zone: String,
    pub contact: EmailAddress,
    pub place: Map<String, Value>,
    pub registration: Map<String, Value>,
    pub pools: Vec<Map<String, Value>>,
    pub id: Option<String>,
    pub acronym: Option<String>,
    pub description: Option<String>,
    pub website: Option<String>,
    /// `en` or `de`.
    pub language: Option<String>,
    /// `accent`, a colour such as `#0f5c8c`, and `logo`, an image as a data URL.
    pub appearance: Option<Map<String, Value>>,
    /// How badges are printed: `kind` (`sheet` or `label`), `width` and `height` in millimetres, `qr`; of a sheet also
    /// `paper` (`a4` or `letter`), `margin` and `gap`.
    pub badges: Option<Map<String, Value>>,
    /// `keep_days`: days from the edition's end until the data of everyone is erased; without it, it is kept.
    /// `consents`: what people agree to, each with `id`, `text`, `url`, `version` and `required`.
    pub privacy: Option<Map<String, Value>>,
    pub rooms: Option<Vec<Map<String, Value>>>,
    pub hours: Option<Map<String, Value>>,
    pub blocks: Option<Vec<Map<String, Value>>>,
    pub breaks: Option<Vec<Map<String, Value>>>,
    pub bof_slots: Option<Vec<Map<String, Value>>>,
    pub tracks: Option<Vec<Map<String, Value>>>,
    pub questions: Option<Vec<Map<String, Value>>>,
    pub waitlist: Option<Map<String, Value>>,
    pub reconfirmation: Option<Map<String, Value>>,
    /// `from`, when missing people count as no-shows; `passes`, `list` or `offer_on`; `offers_until` and `offer_minutes`.
    pub no_show: Option<Map<String, Value>>,
    pub announcements: Option<Map<String, Value>>,
    /// Texts of mails by their id, in place of ours; `{conference}` in a text shows a value.
    pub mail_texts: Option<Map<String, Value>>,
    pub organizers: Option<Vec<EmailAddress>>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DefinitionForm {
    /// A definition as JSON.
    pub definition: String,
}

/// What was defined, with the figures of its pools.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Defined<'a> {
    pub id: &'a str,
    pub revision: u64,
    pub pools: Vec<Pool<'a>>,
}
