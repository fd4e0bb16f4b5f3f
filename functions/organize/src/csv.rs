//! Tables as CSV (RFC 4180) that a spreadsheet can open without running anything.

use web::Reply;

/// A table being written.
pub(crate) struct Table(String);

impl Table {
    /// A table with these columns.
    pub(crate) fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        // A BOM, so that spreadsheets read UTF-8.
        let mut table = Self(String::from("\u{feff}"));
        table.line(columns);
        table
    }

    /// One record. A cell that a spreadsheet would take for a formula gets a quote before it (OWASP: CSV injection).
    pub(crate) fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let text = &mut self.0;
        for (number, cell) in cells.into_iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
            if cell.contains([',', '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text.push_str("\r\n");
    }

    /// As a file to keep.
    pub(crate) fn reply(self, name: &str) -> Reply {
        Reply::new(200, "text/csv; charset=utf-8", self.0)
            .header("content-disposition", &format!("attachment; filename=\"{name}\""))
            .header("cache-control", "no-store")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cell_is_never_a_formula_and_never_breaks_the_line() {
        let mut table = super::Table(String::new());
        table.line(["=1+1", "a,b", "say \"hi\"", "plain"]);
        assert_eq!(table.0, "'=1+1,\"a,b\",\"say \"\"hi\"\"\",plain\r\n");
    }
}
