//! Tables as CSV (RFC 4180) that a spreadsheet can open without running anything.

/// A table being written.
#[derive(Clone, Debug)]
pub struct Table(String);

impl Table {
    /// A table with these columns.
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        // A BOM, so that spreadsheets read UTF-8.
        let mut table = Self(String::from("\u{feff}"));
        table.line(columns);
        table
    }

    /// One record. A cell that a spreadsheet would take for a formula gets a quote before it (OWASP: CSV injection).
    pub fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
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

    /// The text, with its byte order mark.
    pub fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cell_is_never_a_formula_and_never_breaks_the_line() {
        let mut table = super::Table(String::new());
        table.line(["=1+1", "a,b", "say \"hi\"", "plain"]);
        assert_eq!(table.finish(), "'=1+1,\"a,b\",\"say \"\"hi\"\"\",plain\r\n");
    }
}
