//! Reads imported tables: CSV as programs and spreadsheets write it (RFC 4180 and common variants), and workbooks. What
//! the columns mean is decided by the caller. To write CSV see `table.rs`.

mod encoding;
#[cfg(feature = "xlsx")]
mod workbook;

use csv::{ReaderBuilder, Trim};
use domain::history::Record;
use domain::input::ValidationError;
use domain::phrase::Phrase;

/// The content type of an XLSX workbook.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The first bytes of a zip file, such as an XLSX workbook, and of the binary workbooks before it.
const ZIP: &[u8] = b"PK\x03\x04";
const XLS: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Reads every record with the line it starts on: of the first sheet of a workbook, or of CSV in UTF-8, UTF-16 or
/// Windows-1252 with `,`, `;` or tabs (spreadsheets choose by their locale), any line end, spaces around cells, and
/// short lines. Refuses other bytes with the reason.
pub fn read(bytes: &[u8]) -> Result<Vec<Record>, ValidationError> {
    let refused = |detail: Phrase| Err(ValidationError { pointer: "/1".into(), detail });
    if bytes.starts_with(XLS) {
        return refused(Phrase::of("file-old-workbook"));
    }
    if bytes.starts_with(ZIP) {
        #[cfg(feature = "xlsx")]
        return workbook::read(bytes);
        #[cfg(not(feature = "xlsx"))]
        return refused(Phrase::of("file-other-workbook"));
    }
    read_text(&encoding::decode(bytes)?)
}

/// Records as CSV, to show an uploaded file as if it had been pasted. Each stays on its line.
pub fn to_text(records: &[Record]) -> String {
    let mut text = String::new();
    let mut line = 1;
    for record in records {
        while line < record.line {
            text.push('\n');
            line += 1;
        }
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
        // Writing text to memory cannot fail.
        let written = writer.write_record(&record.cells).ok().and_then(|()| writer.into_inner().ok());
        let written = written.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        line += line_ends(written.as_bytes());
        text.push_str(&written);
    }
    text
}

fn read_text(text: &str) -> Result<Vec<Record>, ValidationError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut line, mut counted) = (1, 0);
    let records = reader.records().map(|record| {
        // Reading valid UTF-8 from memory cannot fail.
        let record = record.map_err(|e| ValidationError {
            pointer: String::new(),
            detail: Phrase::of("file-unreadable").arg("error", e),
        })?;
        // The reader counts lines from before the line ends that it skipped, so count those here.
        let began = record.position().map_or(0, csv::Position::byte);
        let began = usize::try_from(began).unwrap_or(0).max(counted);
        let passed_over = text[began..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        line += line_ends(&text.as_bytes()[counted..began + passed_over]);
        counted = began + passed_over;
        Ok(Record { line, cells: record.iter().map(str::to_owned).collect() })
    });
    records.collect()
}

/// Counts `\n`, `\r\n` and `\r`.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = (0..bytes.len()).filter(|at| match bytes[*at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() as u64
}

/// Detects the delimiter: the most frequent candidate in the first line, which has the headings.
fn delimiter(text: &str) -> u8 {
    let headings = text.trim_start().lines().next().unwrap_or_default();
    let count = |mark: u8| headings.bytes().filter(|byte| *byte == mark).count();
    // `max_by_key` returns the last of equal candidates.
    [b'\t', b';', b','].into_iter().max_by_key(|mark| count(*mark)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &[u8]) -> Vec<(u64, Vec<String>)> {
        read(text).unwrap().into_iter().map(|record| (record.line, record.cells)).collect()
    }

    #[test]
    fn files_of_all_spreadsheets_are_read() {
        let expected = [(1, vec!["email".into(), "name".into()]), (2, vec!["a@b.org".into(), "Ann".into()])];
        for text in [
            "email,name\na@b.org,Ann\n",
            "\u{feff}email,name\r\na@b.org,Ann\r\n",
            "email;name\r\na@b.org;Ann",
            "email\tname\na@b.org\t Ann \n",
            "\"email\",\"name\"\n\"a@b.org\",\"Ann\"",
        ] {
            assert_eq!(cells(text.as_bytes()), expected, "{text:?}");
        }
        assert_eq!(cells(b""), []);
    }

    #[test]
    fn line_numbers_are_right_after_a_multi_line_cell() {
        let text = "email,notes\na@b.org,\"one\ntwo\"\n\nc@d.org\n";
        for text in [text.to_owned(), text.replace('\n', "\r\n"), text.replace('\n', "\r")] {
            let read = cells(text.as_bytes());
            assert_eq!((read[1].0, read[1].1[0].as_str()), (2, "a@b.org"), "{text:?}");
            assert_eq!(read[2], (5, vec!["c@d.org".into()]), "{text:?}");
        }
    }

    #[test]
    fn a_file_of_another_kind_is_refused_with_the_reason() {
        assert_eq!(cells(b"email,name\na@b.org,J\xf6rg\n")[1].1[1], "J\u{f6}rg");
        assert!(
            read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on").unwrap_err().detail.id() == Some("file-old-workbook")
        );
        assert_eq!(read(b"PK\x03\x04 and so on").unwrap_err().pointer, "/1");
    }

    #[test]
    fn a_shown_upload_has_the_same_records_on_the_same_lines() {
        for text in ["email,name\n\na@b.org,\"one, \"\"two\"\"\"\n", "email\n\n\na@b.org\n", ""] {
            let records = read(text.as_bytes()).unwrap();
            assert_eq!(read(to_text(&records).as_bytes()).unwrap(), records, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn written_records_are_read_back(
            table in prop::collection::vec(prop::collection::vec("[ -~\u{e4}\u{20ac}\n]{0,12}", 2..5), 1..20),
            delimiter in prop::sample::select(vec![b',', b';', b'\t']),
            crlf: bool,
            bom: bool,
        ) {
            let headings = ["email".to_owned(), "name".to_owned(), "edition".to_owned()];
            let table: Vec<Vec<String>> = [headings.to_vec()].into_iter().chain(table).collect();
            let mut writer = csv::WriterBuilder::new();
            writer.delimiter(delimiter).flexible(true);
            if crlf {
                writer.terminator(csv::Terminator::CRLF);
            }
            let start = if bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
            let mut writer = writer.from_writer(start);
            for record in &table {
                writer.write_record(record).unwrap();
            }
            let read: Vec<_> = cells(&writer.into_inner().unwrap()).into_iter().map(|(_, cells)| cells).collect();
            let trimmed: Vec<Vec<_>> =
                table.iter().map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
            prop_assert_eq!(read, trimmed);
        }
    }
}
