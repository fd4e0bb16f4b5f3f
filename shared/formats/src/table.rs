//! Tables of typed cells. This writes them as CSV (RFC 4180) that is safe to open in a spreadsheet; `functions/export`
//! writes them as workbooks. To read tables see `records.rs`.

use jiff::Timestamp;

/// The value of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    /// A number in decimal notation.
    Number(String),
    Instant(Timestamp),
}

impl Cell {
    /// A cell with nothing in it.
    pub const EMPTY: Self = Self::Text(String::new());

    #[expect(clippy::needless_pass_by_value, reason = "numbers are copied")]
    pub fn number(number: impl ToString) -> Self {
        Self::Number(number.to_string())
    }

    /// The cell's value, or an empty cell.
    pub fn of(value: Option<impl Into<Self>>) -> Self {
        value.map_or(Self::EMPTY, Into::into)
    }

    /// Adds the cell to a line of CSV. Puts a quote before text that a spreadsheet would run as a formula (OWASP: CSV
    /// injection).
    fn add_to(&self, line: &mut String) {
        let text = match self {
            Self::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
            Self::Text(text) | Self::Number(text) => text.clone(),
            Self::Instant(at) => at.to_string(),
        };
        if text.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&text.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&text);
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Timestamp> for Cell {
    fn from(at: Timestamp) -> Self {
        Self::Instant(at)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::number(number)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<String>,
    lines: Vec<Vec<Cell>>,
    sent: usize,
}

/// A place in a [`Table`] to go back to.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    rows: usize,
    sent: usize,
}

/// Spreadsheets recognize UTF-8 by its byte order mark.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The size in bytes of a text inside a JSON string, the form in which a Lambda function answers.
pub fn sent_bytes(text: &str) -> usize {
    text.len() + text.bytes().filter(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r' | b'\t')).count()
}

fn csv_line<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> String {
    let mut line = String::new();
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            line.push(',');
        }
        cell.add_to(&mut line);
    }
    line.push_str("\r\n");
    line
}

impl Table {
    pub fn new<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        let mut table = Self { columns: columns.into_iter().map(str::to_owned).collect(), ..Self::default() };
        table.sent = BYTE_ORDER_MARK.len() + sent_bytes(&table.head());
        table
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub fn lines(&self) -> &[Vec<Cell>] {
        &self.lines
    }

    /// The number of records.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The size of the CSV; see [`sent_bytes`].
    pub fn sent_bytes(&self) -> usize {
        self.sent
    }

    pub fn mark(&self) -> Mark {
        Mark { rows: self.lines.len(), sent: self.sent }
    }

    /// Removes everything added after the mark.
    pub fn rewind(&mut self, mark: Mark) {
        self.lines.truncate(mark.rows);
        self.sent = mark.sent;
    }

    /// Adds one record unless the table would then exceed `limit` bytes; always adds the first record. Returns whether
    /// it did.
    pub fn line_within<C: Into<Cell>>(&mut self, limit: usize, cells: impl IntoIterator<Item = C>) -> bool {
        let mark = self.mark();
        self.line(cells);
        let fits = self.sent <= limit || mark.rows == 0;
        if !fits {
            self.rewind(mark);
        }
        fits
    }

    /// Adds one record.
    pub fn line<C: Into<Cell>>(&mut self, cells: impl IntoIterator<Item = C>) {
        let cells: Vec<Cell> = cells.into_iter().map(Into::into).collect();
        self.sent += sent_bytes(&csv_line(&cells));
        self.lines.push(cells);
    }

    fn head(&self) -> String {
        csv_line(&self.columns.iter().map(|title| Cell::from(title.as_str())).collect::<Vec<_>>())
    }

    /// The table as CSV, including the byte order mark.
    pub fn csv(&self) -> String {
        let mut text = String::with_capacity(self.sent);
        text.push_str(BYTE_ORDER_MARK);
        text.push_str(&self.head());
        self.lines.iter().for_each(|line| text.push_str(&csv_line(line)));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula_and_never_breaks_the_line() {
        let mut table = Table::new(["one", "two", "three", "four"]);
        table.line(["=1+1", "a,b", "say \"hi\"", "plain"]);
        assert_eq!(table.csv().lines().last(), Some("'=1+1,\"a,b\",\"say \"\"hi\"\"\",plain"));
    }

    #[test]
    fn numbers_and_instants_stay_as_they_are() {
        let mut table = Table::new(["score", "at", "none"]);
        table.line([Cell::number("-1.5"), Cell::Instant(Timestamp::UNIX_EPOCH), Cell::of(None::<u64>)]);
        assert_eq!(table.csv(), "\u{feff}score,at,none\r\n-1.5,1970-01-01T00:00:00Z,\r\n");
        assert_eq!(table.sent_bytes(), sent_bytes(&table.csv()));
    }

    #[test]
    fn a_table_ends_before_the_record_that_is_too_much() {
        let mut table = Table::new(["text"]);
        let lines = ["first", "second", "third"];
        let full: usize = lines.iter().position(|line| !table.line_within(30, [*line])).unwrap();
        assert_eq!((full, table.rows()), (2, 2));
        // The byte order mark, the text, and four bytes for each line end.
        assert_eq!(table.sent_bytes(), 3 + "textfirstsecond".len() + 3 * 4);
        assert_eq!(table.csv(), "\u{feff}text\r\nfirst\r\nsecond\r\n");
        assert!(Table::new(["text"]).line_within(1, ["the first record always fits"]));
    }
}
