//! A table as an XLSX workbook.

use formats::table::{Cell, Table};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

/// The most characters that a cell holds (Excel specifications and limits).
const CELL_MAX: usize = 32_767;

/// Widths of columns, in characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 6..=60;

/// Characters of an instant: `2030-02-01 12:00:00Z`.
const INSTANT_WIDTH: usize = 20;

/// Excel counts days from 1900, and this is the day 1970-01-01.
const EPOCH_DAY: f64 = 25_569.0;

const DAY_SECONDS: f64 = 86_400.0;

/// A workbook with one sheet: a bold head that stays in view, and the lines. Text is written as strings, so that no cell
/// is a formula. Spreadsheets know no time zones, so instants are in UTC and say so.
pub(crate) fn workbook(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    let formats =
        Formats { instant: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss\"Z\"").set_align(FormatAlign::Left) };
    for (column, title) in (0u16..).zip(table.columns()) {
        sheet.write_string_with_format(0, column, title, &bold)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, cells) in (1u32..).zip(table.lines()) {
        for (column, cell) in (0u16..).zip(cells) {
            formats.write(sheet, line, column, cell)?;
        }
    }
    book.save_to_buffer()
}

struct Formats {
    instant: Format,
}

impl Formats {
    fn write(&self, sheet: &mut Worksheet, line: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => {
                sheet.write_string(line, column, shortened(text))?;
            }
            Cell::Number(text) => match text.parse::<f64>() {
                Ok(number) => {
                    sheet.write_number(line, column, number)?;
                }
                Err(_) => {
                    sheet.write_string(line, column, text)?;
                }
            },
            Cell::Instant(at) => {
                let serial = EPOCH_DAY + at.as_duration().as_secs_f64() / DAY_SECONDS;
                sheet.write_number_with_format(line, column, serial, &self.instant)?;
            }
        }
        Ok(())
    }
}

fn shortened(text: &str) -> &str {
    text.char_indices().nth(CELL_MAX).map_or(text, |(end, _)| &text[..end])
}

/// The width of a column's longest line, within limits.
#[expect(clippy::cast_precision_loss, reason = "widths are small")]
fn width(table: &Table, column: usize) -> f64 {
    let longest = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
    let cells = table.lines().iter().filter_map(|line| line.get(column)).map(|cell| match cell {
        Cell::Text(text) | Cell::Number(text) => longest(text),
        Cell::Instant(_) => INSTANT_WIDTH,
    });
    let title = table.columns().get(column).map_or(0, |title| longest(title));
    // Letters differ in width, and bold ones are wider.
    let most = cells.chain([title]).max().unwrap_or(0) + 2;
    most.clamp(*WIDTHS.start(), *WIDTHS.end()) as f64
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Range, Reader, Xlsx};
    use jiff::Timestamp;

    use super::*;

    fn read_back(table: &Table) -> (Range<Data>, bool) {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(workbook(table).unwrap())).unwrap();
        let sheet = book.sheet_names()[0].clone();
        let is_without_formulas = book.worksheet_formula(&sheet).is_ok_and(|formulas| formulas.is_empty());
        (book.worksheet_range(&sheet).unwrap(), is_without_formulas)
    }

    #[test]
    fn text_is_never_a_formula_and_numbers_and_instants_are_real() {
        let at: Timestamp = "2030-02-01T12:00:00Z".parse().unwrap();
        let mut table = Table::new(["text", "number", "at"]);
        for text in ["=cmd()", "+1", "-1", "@SUM(A1)", "https://example.org/a", "\u{4f1a}\u{8b70}"] {
            table.line([Cell::from(text), Cell::number(3.25), Cell::Instant(at)]);
        }
        let (sheet, is_without_formulas) = read_back(&table);
        assert!(is_without_formulas);
        for (line, expected) in table.lines().iter().enumerate() {
            let line = u32::try_from(line).unwrap() + 1;
            let Cell::Text(text) = &expected[0] else { panic!("the first cell is a text") };
            assert_eq!(sheet.get_value((line, 0)), Some(&Data::String(text.clone())));
            assert_eq!(sheet.get_value((line, 1)), Some(&Data::Float(3.25)));
            let Some(Data::DateTime(date)) = sheet.get_value((line, 2)) else { panic!("the third cell is a date") };
            // 2030-02-01 is day 47,515, and noon is half a day.
            assert!((date.as_f64() - 47_515.5).abs() < 1e-6, "{date:?}");
        }
    }

    #[test]
    fn a_text_that_no_cell_can_hold_is_shortened() {
        let mut table = Table::new(["text"]);
        table.line(["\u{e4}".repeat(CELL_MAX + 1)]);
        let (sheet, _) = read_back(&table);
        let Some(Data::String(text)) = sheet.get_value((1, 0)) else { panic!("a text") };
        assert_eq!(text.chars().count(), CELL_MAX);
    }

    /// Lambda answers at most 6 MB, and base64 makes four bytes of three.
    #[test]
    fn twenty_thousand_people_fit_one_answer() {
        let mut table = Table::new(["id", "name", "email", "affiliation", "pool", "registered_at", "track", "roles"]);
        for number in 0..20_000_u64 {
            // Ids are random, and do not compress.
            let id = format!(
                "{:016x}{:016x}",
                number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
                number.wrapping_mul(0xc2b2_ae3d_27d4_eb4f)
            );
            table.line([
                Cell::from(id.as_str()),
                format!("Attendee Number {number}").into(),
                format!("attendee-{number}@example.org").into(),
                format!("Organization {}", number % 700).into(),
                "general".into(),
                Cell::Instant(Timestamp::from_second(1_900_000_000 + i64::try_from(number).unwrap()).unwrap()),
                "".into(),
                "".into(),
            ]);
        }
        let book = workbook(&table).unwrap();
        assert!(book.len() < 4_000_000, "{} bytes", book.len());
    }
}
