//! Invitations from a table: a line for each person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::conference::{Conference, PoolId};
use crate::history::Record;
use crate::input::{ValidationError, at_column, line};
use crate::person::EmailAddress;
use crate::phrase::Phrase;

/// The most people of one table: each is a transaction, and a request has 29 seconds.
pub const PEOPLE_MAX: usize = 300;

/// The most errors that are reported: a file of the wrong kind has one in each line.
const ERRORS_MAX: usize = 20;

const EMAIL: &[&str] = &["email", "e-mail", "email address", "e-mail address", "mail"];
const NAME: &[&str] = &["name", "full name"];
const POOL: &[&str] = &["pool"];
const NOTE: &[&str] = &["note", "notes", "comment"];

/// A person to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// The line of the table, from 1.
    pub line: u64,
    pub email: EmailAddress,
    pub name: Option<String>,
    pub pool: PoolId,
    pub note: Option<String>,
}

/// What a table says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvitationTable {
    pub people: Vec<Invitee>,
    /// Lines that repeat an earlier line.
    pub repeated: u64,
}

/// The places of the columns.
struct Columns {
    email: usize,
    name: Option<usize>,
    pool: Option<usize>,
    note: Option<usize>,
}

impl Columns {
    fn of(head: &Record) -> Result<Self, Phrase> {
        let at = |names: &[&str]| {
            head.cells.iter().position(|cell| names.iter().any(|name| cell.trim().eq_ignore_ascii_case(name)))
        };
        let email = at(EMAIL).ok_or_else(|| Phrase::of("table-must-name-columns"))?;
        Ok(Self { email, name: at(NAME), pool: at(POOL), note: at(NOTE) })
    }
}

/// Reads tables.
pub struct Reader<'a> {
    pub conference: &'a Conference,
    /// The pool of lines that name none.
    pub usual: Option<&'a str>,
    /// Whether the caller may invite to a pool.
    pub manages: &'a dyn Fn(&PoolId) -> bool,
    pub now: Timestamp,
}

impl Reader<'_> {
    /// Reads a table, the first record of which has the headings. Errors point to line and column, such as `/3/email`.
    pub fn read(&self, records: &[Record]) -> Result<InvitationTable, Vec<ValidationError>> {
        let whole = |pointer: &str, detail: Phrase| vec![ValidationError { pointer: pointer.into(), detail }];
        let [head, lines @ ..] = records else { return Err(whole("/1", Phrase::of("table-is-empty"))) };
        let columns = Columns::of(head)
            .map_err(|detail| whole("/1", Phrase::of("of-line").arg("line", 1).phrase("detail", detail)))?;
        let mut seen: BTreeMap<String, (u64, PoolId)> = BTreeMap::new();
        let (mut table, mut errors) = (InvitationTable::default(), Vec::new());
        for record in lines.iter().filter(|record| record.cells.iter().any(|cell| !cell.is_empty())) {
            match self.person(record, &columns) {
                Err((column, detail)) => errors.push(error(record.line, column, detail)),
                Ok(person) => match seen.get(&person.email.folded()) {
                    Some((_, pool)) if *pool == person.pool => table.repeated += 1,
                    Some((earlier, _)) => {
                        let detail = Phrase::of("table-another-pool").arg("earlier", earlier);
                        errors.push(error(record.line, "pool", detail));
                    }
                    None => {
                        seen.insert(person.email.folded(), (person.line, person.pool.clone()));
                        table.people.push(person);
                    }
                },
            }
            if errors.len() == ERRORS_MAX {
                break;
            }
        }
        if table.people.len() > PEOPLE_MAX {
            let detail = Phrase::of("table-too-long").arg("people", table.people.len()).arg("max", PEOPLE_MAX);
            return Err(whole("", detail));
        }
        if errors.is_empty() { Ok(table) } else { Err(errors) }
    }

    fn person(&self, record: &Record, columns: &Columns) -> Result<Invitee, (&'static str, Phrase)> {
        let cell = |place: Option<usize>| {
            let cell = place.and_then(|place| record.cells.get(place)).map_or("", String::as_str);
            // Exports put a quote before what a spreadsheet would run as a formula.
            cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
        };
        let text = |place: Option<usize>, column: &'static str, max: usize| match cell(place) {
            "" => Ok(None),
            text => line(max)(&Value::from(text)).map(Some).map_err(|detail| (column, detail)),
        };
        Ok(Invitee {
            line: record.line,
            email: cell(Some(columns.email)).parse().map_err(|detail| ("email", detail))?,
            name: text(columns.name, "name", 200)?,
            pool: self.pool(cell(columns.pool)).map_err(|detail| ("pool", detail))?,
            note: text(columns.note, "note", 500)?,
        })
    }

    /// The pool with this id, or the usual one, if people can be invited to it now.
    fn pool(&self, named: &str) -> Result<PoolId, Phrase> {
        let id = if named.is_empty() { self.usual.unwrap_or_default() } else { named };
        if id.is_empty() {
            return Err(Phrase::of("table-no-pool"));
        }
        let pool = self.conference.pools.iter().find(|pool| pool.id.as_str() == id);
        let pool = pool
            .filter(|pool| (self.manages)(&pool.id))
            .ok_or_else(|| Phrase::of("table-not-your-pool").arg("id", id))?;
        if !pool.is_reserved() {
            return Err(Phrase::of("table-open-pool").arg("id", id));
        }
        if pool.claim_by.as_ref().is_some_and(|claim_by| claim_by.at <= self.now) {
            return Err(Phrase::of("table-pool-over").arg("id", id));
        }
        Ok(pool.id.clone())
    }
}

/// An error of a line.
pub fn error(line: u64, column: &str, detail: impl Into<Phrase>) -> ValidationError {
    ValidationError { pointer: format!("/{line}/{column}"), detail: at_column(line, column, detail) }
}
