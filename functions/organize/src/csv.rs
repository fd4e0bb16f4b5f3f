//! Tables as files to keep.

use formats::table::Table;
use web::Reply;

/// A table under a file name.
pub(crate) fn reply(table: Table, name: &str) -> Reply {
    Reply::new(200, "text/csv; charset=utf-8", table.finish())
        .header("content-disposition", &format!("attachment; filename=\"{name}\""))
        .header("cache-control", "no-store")
}
