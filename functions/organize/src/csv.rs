//! Lists as CSV files, in parts if they do not fit one answer.

use formats::table::Table;
use store::{Cursor, Page, StoreError};
use web::{ANSWER_BYTES, CsvPart, Problem, Reply, Request};

/// Items read at once. A part contains a page as a whole or ends before it.
const READ_AT_ONCE: usize = 200;

/// Answers the part of a list that starts at the request's cursor. `add` writes the record of one item.
pub(crate) async fn export<T, F: Future<Output = Result<Page<T>, StoreError>>>(
    request: &Request,
    name: String,
    mut table: Table,
    read: impl Fn(Option<Cursor>, usize) -> F,
    add: impl Fn(&mut Table, &T),
) -> Result<Reply, Problem> {
    let mut after = request.cursor()?;
    let mut at_once = READ_AT_ONCE;
    loop {
        let page = read(after.clone(), at_once).await?;
        let mark = table.mark();
        page.items.iter().for_each(|item| add(&mut table, item));
        let fits = table.sent_bytes() <= ANSWER_BYTES;
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
    Ok(request.export(CsvPart { name, rows: table.rows(), text: table.finish(), next }))
}
