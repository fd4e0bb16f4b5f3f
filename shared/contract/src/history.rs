//! Earlier editions that were imported.

use domain::person::EmailAddress;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{DONE, DRY_RUN};
use crate::route::row::{SEE_OTHER, delete, get, json, json_or_form, json_or_page, post, query, table};
use crate::route::{Route, Who};
use crate::sign_in::Email;

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/history", "organize", Who::Organizer, "imported earlier editions")
        .takes(&[DONE])
        .answers(&[json_or_page::<History>(200)]),
    post("/conferences/{conference}/history", "organize", Who::Organizer, "import registrations of some")
        .takes(&[DRY_RUN, query("edition", "with text/csv: the edition of every line that names none itself")])
        .reads(table::<HistoryImport, HistoryForm>())
        .answers(&[json_or_page::<HistoryImported>(200), SEE_OTHER]),
    delete(
        "/conferences/{conference}/history/editions/{edition}",
        "organize",
        Who::Organizer,
        "remove an imported edition",
    )
    .answers(&[json::<History>(200)]),
    post("/conferences/{conference}/history/editions/{edition}", "organize", Who::Organizer, "remove it by form")
        .answers(&[json::<History>(200), SEE_OTHER]),
    post(
        "/conferences/{conference}/history/erasures",
        "organize",
        Who::Organizer,
        "erase a person from imported editions",
    )
    .reads(json_or_form::<Email>())
    .answers(&[json::<Erased>(200), SEE_OTHER]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct History {
    pub series: String,
    pub imports: Vec<HistoryEdition>,
    /// Earlier editions of the series that are here and need no import.
    pub here: Vec<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryEdition {
    pub edition: String,
    pub people: u64,
    pub imported_at: Timestamp,
    pub changed_at: Timestamp,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryImport {
    pub registrations: Vec<HistoryRegistration>,
    /// Of every registration that names none itself.
    pub edition: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryRegistration {
    pub email: Option<EmailAddress>,
    /// SHA-256 of the folded address as 64 hexadecimal digits.
    pub email_sha256: Option<String>,
    pub edition: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryForm {
    pub edition: Option<String>,
    /// A CSV file as text, with a column `email` or `email_sha256`.
    pub csv: Option<String>,
    /// The same as a file, or a workbook (XLSX), in `multipart/form-data`.
    pub file: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryImported {
    /// True if nothing was imported.
    pub dry_run: bool,
    pub lines: u64,
    /// Lines left out: cancelled, withdrawn, expired or not paid.
    pub not_registered: u64,
    /// Lines left out because they have no address.
    pub without_address: u64,
    pub editions: Vec<HistoryEditionImported>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct HistoryEditionImported {
    pub edition: String,
    /// How many are known of it afterwards.
    pub people: u64,
    /// How many of them are new with this import.
    pub added: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Erased {
    pub erased_from: Vec<String>,
}
