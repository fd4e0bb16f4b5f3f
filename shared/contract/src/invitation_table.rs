//! Invitations from a table.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::Kind;
use crate::parameters::{DONE, DRY_RUN};
use crate::route::row::{PAGE, SEE_OTHER, get, json_or_page, post, query, table};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/invitations", "organize", Who::PoolKeeper, "invite people from a table")
        .takes(&[DONE])
        .answers(&[PAGE]),
    post(
        "/conferences/{conference}/invitations",
        "organize",
        Who::PoolKeeper,
        "send a table with the columns email, name, pool and note; a repeat invites no one twice",
    )
    .takes(&[DRY_RUN, query("pool", "with a file: the pool of lines that name none")])
    .reads(table::<InvitationRows, InvitationForm>())
    .answers(&[json_or_page::<TableInvited<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::PoolEmpty]),
];

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct InvitationRows {
    /// The heading, then a line for each person; each line is a list of cells.
    pub rows: Vec<Vec<String>>,
    /// The pool of lines that name none.
    pub pool: Option<String>,
}

#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct InvitationForm {
    /// The pool of lines that name none.
    pub pool: Option<String>,
    /// A CSV file as text, with a column `email`.
    pub csv: Option<String>,
    /// The same as a file, or a workbook (XLSX), in `multipart/form-data`.
    pub file: Option<String>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct TableInvited<'a> {
    /// True if no one was invited.
    pub dry_run: bool,
    /// How many people are invited now.
    pub invited: usize,
    /// How many have an open invitation already.
    pub already: usize,
    /// Lines that repeat an earlier line.
    pub repeated: u64,
    pub people: Vec<InvitedPerson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct InvitedPerson<'a> {
    /// The line of the table, from 1.
    pub line: u64,
    pub email: &'a str,
    pub name: Option<&'a str>,
    pub pool: &'a str,
    pub note: Option<&'a str>,
    pub result: InvitationResult,
}

words! {
    InvitationResult { Invited = "invited", Already = "already" }
}
