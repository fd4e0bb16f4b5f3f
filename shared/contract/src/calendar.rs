//! A person's own calendar, by a secret address.

use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{IDEMPOTENCY_KEY, SAID};
use crate::route::row::{CALENDAR, NOT_MODIFIED, SEE_OTHER, delete, get, json, json_or_form, json_or_page, post};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/me/calendar", "people", Who::SignedIn, "whether one has a secret calendar address")
        .takes(&[SAID])
        .answers(&[json_or_page::<CalendarAddress>(200)]),
    post("/me/calendar", "people", Who::SignedIn, "make a secret calendar address, which only this answer shows")
        .takes(&[IDEMPOTENCY_KEY])
        .reads(json_or_form::<ChangeCalendarAddress>())
        .answers(&[json::<CalendarAddress>(200), json_or_page::<NewCalendarAddress>(201), SEE_OTHER]),
    delete("/me/calendar", "people", Who::SignedIn, "end one's secret calendar address")
        .answers(&[json::<CalendarAddress>(200)]),
    get("/calendar/{token}", "timetable", Who::Anyone, "a person's own calendar, by its secret address")
        .answers(&[CALENDAR, NOT_MODIFIED]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ChangeCalendarAddress {
    /// Without it, `create`. A new address ends the earlier one.
    pub action: Option<CalendarAddressAct>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

words! {
    CalendarAddressAct { Create = "create", End = "end" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CalendarAddress {
    /// When the address that works now was made; null if there is none.
    pub created_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NewCalendarAddress<'a> {
    pub created_at: Timestamp,
    /// Anyone who has it can read the calendar. Not shown again.
    pub url: &'a str,
}
