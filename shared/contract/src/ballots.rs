//! Reviews in a spreadsheet.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::{AFTER, DONE, DOWNLOAD, DRY_RUN, PART};
use crate::route::row::{CSV_PART, PAGE, SEE_OTHER, WORKBOOK_PART, get, json_or_page, post, table};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/tracks/{track}/ballot", "review", Who::Reviewer, "review in a spreadsheet")
        .takes(&[DONE])
        .answers(&[PAGE]),
    get(
        "/conferences/{conference}/tracks/{track}/ballot.csv",
        "review",
        Who::Reviewer,
        "the track's proposals with their abstracts, and columns for scores, a comment and a conflict of interest",
    )
    .takes(&[AFTER, PART, DOWNLOAD])
    .answers(&[CSV_PART])
    .refuses(&[Kind::Invalid]),
    get("/conferences/{conference}/tracks/{track}/ballot.xlsx", "export", Who::Reviewer, "the same as a workbook")
        .takes(&[AFTER, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART])
        .refuses(&[Kind::Invalid]),
    post(
        "/conferences/{conference}/tracks/{track}/ballot",
        "review",
        Who::Reviewer,
        "send the filled-in table back; lines that say nothing change nothing",
    )
    .takes(&[DRY_RUN])
    .reads(table::<BallotRows, BallotForm>())
    .answers(&[json_or_page::<BallotRead<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::ReviewClosed]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BallotRows {
    /// The heading, then a line for each proposal; each line is a list of cells.
    pub rows: Vec<Vec<String>>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BallotForm {
    /// A CSV file as text.
    pub csv: Option<String>,
    /// The same as a file, or a workbook (XLSX), in `multipart/form-data`.
    pub file: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BallotRead<'a> {
    /// True if nothing was saved.
    pub dry_run: bool,
    /// New and changed reviews.
    pub votes: Vec<BallotVote<'a>>,
    /// Lines that repeat the review that is there.
    pub unchanged: u64,
    /// Lines that say nothing.
    pub blank: u64,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct BallotVote<'a> {
    /// The line of the table, from 1.
    pub line: u64,
    pub id: &'a str,
    pub number: u64,
    pub title: &'a str,
    /// By the ids of the track's criteria; null with a conflict of interest.
    pub scores: Option<&'a std::collections::BTreeMap<String, u64>>,
    pub comment: Option<&'a str>,
    pub conflict: bool,
}
