//! Lists in parts, if they do not fit one file.

use formats::table::{Cell, Table};
use store::{Cursor, Page, StoreError};
use web::{Part, Problem, Request};

/// Items read at once. A part contains a page as a whole or ends before it.
const READ_AT_ONCE: usize = 200;

/// The part of a list that starts at the request's cursor, of at most `limit` bytes as CSV. `add` adds the record of one
/// item.
pub(crate) async fn by_cursor<T, F: Future<Output = Result<Page<T>, StoreError>>>(
    request: &Request,
    name: String,
    mut table: Table,
    limit: usize,
    read: impl Fn(Option<Cursor>, usize) -> F,
    add: impl Fn(&mut Table, &T),
) -> Result<Part, Problem> {
    let mut after = request.cursor()?;
    let mut at_once = READ_AT_ONCE;
    loop {
        let page = read(after.clone(), at_once).await?;
        let mark = table.mark();
        page.items.iter().for_each(|item| add(&mut table, item));
        let fits = table.sent_bytes() <= limit;
        if !fits && table.rows() > page.items.len() {
            table.rewind(mark);
            break;
        }
        if !fits && at_once > 1 {
            // Even the first page does not fit.
            table.rewind(mark);
            at_once = at_once.div_ceil(2);
            continue;
        }
        after = page.next;
        if after.is_none() || !fits {
            break;
        }
    }
    let next = after.map(|after| ("cursor", after.as_str().to_owned()));
    Ok(Part { name, table, next })
}

/// The part of a list of proposals that starts after the number that the request names. The rows are in order of
/// number.
pub(crate) fn by_number<T>(
    request: &Request,
    name: String,
    mut table: Table,
    limit: usize,
    rows: impl IntoIterator<Item = T>,
    number: impl Fn(&T) -> u64,
    cells: impl Fn(&T) -> Vec<Cell>,
) -> Part {
    let after = request.number("after").unwrap_or(0);
    let mut last = 0;
    for row in rows.into_iter().filter(|row| number(row) > after) {
        if !table.line_within(limit, cells(&row)) {
            return Part { name, table, next: Some(("after", last.to_string())) };
        }
        last = number(&row);
    }
    Part { name, table, next: None }
}

/// The table's word for a truth.
pub(crate) fn yes_or_no(is_true: bool) -> Cell {
    if is_true { "yes" } else { "no" }.into()
}
