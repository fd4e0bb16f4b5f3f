//! The first sheet of an XLSX workbook as records.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Xlsx};
use domain::history::Record;
use domain::input::ValidationError;
use domain::phrase::Phrase;

/// The most bytes that a workbook may unpack to. An upload has at most 2 MB, but a zip can hold a thousand times as much.
const UNPACKED_MAX: u64 = 40_000_000;

/// The most cells of a sheet, which can be far apart in a small file.
const CELLS_MAX: usize = 2_000_000;

fn refused(detail: impl Into<Phrase>) -> ValidationError {
    ValidationError { pointer: "/1".into(), detail: detail.into() }
}

/// Reads the rows that have any text, with their numbers.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Record>, ValidationError> {
    if unpacked_bytes(bytes).is_none_or(|size| size > UNPACKED_MAX) {
        return Err(refused(Phrase::of("workbook-too-large")));
    }
    let broken = |error: calamine::XlsxError| refused(Phrase::of("workbook-unreadable").arg("error", error));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let name = book.sheet_names().first().cloned().ok_or_else(|| refused(Phrase::of("workbook-no-sheet")))?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(broken)?;
    let mut records: Vec<Record> = Vec::new();
    let mut held = 0;
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text(&Data::from(cell.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let line = u64::from(row) + 1;
        if records.last().is_none_or(|last| last.line != line) {
            records.push(Record { line, cells: Vec::new() });
        }
        let cells = &mut records.last_mut().expect("pushed above").cells;
        let column = column as usize;
        held += (column + 1).saturating_sub(cells.len());
        if held > CELLS_MAX {
            return Err(refused(Phrase::of("workbook-too-many-cells").arg("max", CELLS_MAX)));
        }
        cells.resize(cells.len().max(column + 1), String::new());
        cells[column] = text;
    }
    Ok(records)
}

/// The value of a cell as a CSV export would have it.
fn text(value: &Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(is_true) => if *is_true { "yes" } else { "no" }.to_owned(),
        Data::DateTime(at) => instant(*at),
        // An error such as #REF! says nothing.
        Data::Error(_) | Data::Empty => String::new(),
    }
}

/// A day, or a day and a time. Spreadsheets know no time zones.
fn instant(at: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date}T{hour:02}:{minute:02}:{second:02}") }
}

/// The sum of the sizes in the central directory (APPNOTE.TXT, 4.3.12); `None` if there is none.
fn unpacked_bytes(bytes: &[u8]) -> Option<u64> {
    const END: &[u8] = b"PK\x05\x06";
    const ENTRY: &[u8] = b"PK\x01\x02";
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let short = |at: usize| Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)));
    let end = bytes.windows(END.len()).rposition(|window| window == END)?;
    let mut at = number(end + 16)? as usize;
    let mut size = 0u64;
    for _ in 0..short(end + 10)? {
        if bytes.get(at..at + 4)? != ENTRY {
            return None;
        }
        size += u64::from(number(at + 24)?);
        at += 46 + short(at + 28)? + short(at + 30)? + short(at + 32)?;
    }
    Some(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_workbook_is_refused() {
        for bytes in [b"PK\x03\x04".as_slice(), b"PK\x03\x04 and no directory", b"PK\x03\x04PK\x05\x06"] {
            assert_eq!(read(bytes).unwrap_err().pointer, "/1", "{bytes:?}");
        }
    }

    #[test]
    fn a_day_and_an_instant_are_written_as_iso_8601() {
        let at = |serial: f64| instant(ExcelDateTime::new(serial, calamine::ExcelDateTimeType::DateTime, false));
        assert_eq!((at(47_515.0).as_str(), at(47_515.5).as_str()), ("2030-02-01", "2030-02-01T12:00:00"));
    }
}
