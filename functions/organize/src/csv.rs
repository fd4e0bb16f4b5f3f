//! Tables as files to keep.

use formats::table::Table;
use web::Reply;

/// A table under a file name.
pub(crate) fn reply(table: Table, name: &str) -> Reply {
    Reply::download("text/csv; charset=utf-8", table.finish(), name)
}
