//! Writes CSV (RFC 4180) that is safe to open in a spreadsheet. To read CSV see `records.rs`.

#[derive(Clone, Debug, Default)]
pub struct Table {
    text: String,
    /// Records, without the head.
    rows: usize,
    sent: usize,
}

/// A place in a [`Table`] to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    length: usize,
    rows: usize,
    sent: usize,
}

/// The size in bytes of a text inside a JSON string, the form in which a Lambda function answers.
pub fn sent_bytes(text: &str) -> usize {
    text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r' | b'\t')).count()
}

impl Table {
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        // Spreadsheets recognize UTF-8 by its byte order mark.
        let mut table = Self { text: String::from("\u{feff}"), rows: 0, sent: 3 };
        table.line(columns);
        table.rows = 0;
        table
    }

    /// The number of records.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// See [`sent_bytes`].
    pub fn sent_bytes(&self) -> usize {
        self.sent
    }

    pub fn mark(&self) -> Mark {
        Mark { length: self.text.len(), rows: self.rows, sent: self.sent }
    }

    /// Removes everything added after the mark.
    pub fn rewind(&mut self, mark: Mark) {
        self.text.truncate(mark.length);
        self.rows = mark.rows;
        self.sent = mark.sent;
    }

    /// Adds one record unless the table would then exceed `limit` bytes; always adds the first record. Returns whether
    /// it did.
    pub fn line_within<'a>(&mut self, limit: usize, cells: impl IntoIterator<Item = &'a str>) -> bool {
        let mark = self.mark();
        self.line(cells);
        let fits = self.sent <= limit || mark.rows == 0;
        if !fits {
            self.rewind(mark);
        }
        fits
    }

    /// Adds one record. Puts a quote before a cell that a spreadsheet would run as a formula (OWASP: CSV injection).
    pub fn line<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        let text = &mut self.text;
        let before = text.len();
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
        self.sent += sent_bytes(&text[before..]);
        self.rows += 1;
    }

    /// The text, including the byte order mark.
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_breaks_the_line() {
        let mut table = Table::default();
        table.line(["=1+1", "a,b", "say \"hi\"", "plain"]);
        assert_eq!(table.finish(), "'=1+1,\"a,b\",\"say \"\"hi\"\"\",plain\r\n");
    }

    #[test]
    fn a_table_ends_before_the_record_that_is_too_much() {
        let mut table = Table::new(["text"]);
        let lines = ["first", "second", "third"];
        let full: usize = lines.iter().position(|line| !table.line_within(30, [*line])).unwrap();
        assert_eq!((full, table.rows()), (2, 2));
        // The byte order mark, the text, and four bytes for each line end.
        assert_eq!(table.sent_bytes(), 3 + "textfirstsecond".len() + 3 * 4);
        assert_eq!(table.finish(), "\u{feff}text\r\nfirst\r\nsecond\r\n");
        assert!(Table::new(["text"]).line_within(1, ["the first record always fits"]));
    }
}
