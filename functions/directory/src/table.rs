//! People as CSV, in parts.

use std::sync::Arc;

use domain::directory::{Filter, PersonRow, Place, Sort};
use formats::table::Table;
use web::{ANSWER_BYTES, App, CsvPart, Problem, Reply, Request};

use crate::list::{READ_AT_ONCE, page_of};

/// An export with one line for each person.
pub(crate) struct Export<'a, const N: usize> {
    /// The file's name, without its extension.
    pub(crate) name: String,
    pub(crate) columns: [&'a str; N],
    /// The cells of a person in the order of the columns; `None` leaves the person out.
    pub(crate) cells: &'a (dyn Fn(&PersonRow) -> Option<[String; N]> + Sync),
}

impl<const N: usize> Export<'_, N> {
    /// The part of the export that fits into one answer.
    pub(crate) async fn part(
        self,
        app: &App,
        request: &Request,
        filter: &Filter,
        sort: Sort,
        rest: &[(Place, Arc<PersonRow>)],
    ) -> Result<Reply, Problem> {
        let edition = request.edition()?;
        let mut table = Table::new(self.columns);
        let mut next = None;
        'parts: for some in rest.chunks(READ_AT_ONCE) {
            let (rows, _) = page_of(app, edition, filter, some, some.len()).await?;
            for row in &rows {
                let Some(cells) = (self.cells)(row) else { continue };
                if !table.line_within(ANSWER_BYTES, cells.iter().map(String::as_str)) {
                    break 'parts;
                }
                next = Some(sort.place(row));
            }
            if some.last().is_some_and(|(last, _)| rest.last().is_some_and(|(end, _)| last == end)) {
                next = None;
            }
        }
        let next = next.map(|place| ("cursor", place.to_cursor()));
        Ok(request.export(CsvPart { name: self.name, rows: table.rows(), text: table.finish(), next }))
    }
}
