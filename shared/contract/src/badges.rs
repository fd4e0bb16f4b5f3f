//! Badges of people with a pass in person.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::directory::{ATTENDANCE, CLASS, POOL, Q, ROLE, SPEAKS, STATE};
use crate::parameters::{CURSOR, DOWNLOAD, PART};
use crate::route::row::{CSV_PART, WORKBOOK_PART, get, json_or_page, one_of, query};
use crate::route::{Parameter, Route, Who};

const PERSON: Parameter = query("person", "the id of one person");
const SORT: Parameter = one_of("sort", domain::directory::Sort::WORDS, "`name` without it");

pub(crate) const ROUTES: &[Route] = &[
    get(
        "/conferences/{conference}/badges",
        "directory",
        Who::Organizer,
        "badges of people with a confirmed pass in person; the page is for printing",
    )
    .takes(&[Q, STATE, ATTENDANCE, POOL, CLASS, ROLE, SPEAKS, SORT, PERSON, CURSOR])
    .answers(&[json_or_page::<Badges<'_>>(200)]),
    get("/conferences/{conference}/badges.csv", "directory", Who::Organizer, "the same as CSV")
        .takes(&[Q, STATE, ATTENDANCE, POOL, CLASS, ROLE, SPEAKS, SORT, PERSON, CURSOR, PART, DOWNLOAD])
        .answers(&[CSV_PART]),
    get("/conferences/{conference}/badges.xlsx", "export", Who::Organizer, "the same as a workbook")
        .takes(&[Q, STATE, ATTENDANCE, POOL, CLASS, ROLE, SPEAKS, SORT, PERSON, CURSOR, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Badges<'a> {
    pub badges: Vec<Badge<'a>>,
    /// How many there are.
    pub total: usize,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Badge<'a> {
    /// The id of the person.
    pub person: &'a str,
    pub registration: &'a str,
    /// The short number of the registration, to say at the door.
    pub number: String,
    /// Null if it is unknown or an e-mail address: the badge has a line to write on.
    pub name: Option<&'a str>,
    pub affiliation: Option<&'a str>,
    pub ribbons: Vec<Ribbon>,
    /// What the QR code of the ticket contains.
    pub ticket: String,
}

words! {
    /// What a badge says of its holder besides the name.
    Ribbon { Organizer = "organizer", Lead = "lead", Speaker = "speaker", FirstTime = "first_time" }
}
