//! A table as an XLSX workbook.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use web::Reply;

const CONTENT_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The most characters that a cell holds (Excel specifications and limits).
const CELL_MAX: usize = 32_767;

/// A workbook with one sheet: a head, which stays in view, and lines of text. Cells are strings, so none is a formula.
pub(crate) fn workbook<const N: usize>(
    columns: &[&str; N],
    lines: impl Iterator<Item = [String; N]>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, title) in (0u16..).zip(columns) {
        sheet.write_string_with_format(0, column, *title, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, cells) in (1u32..).zip(lines) {
        for (column, cell) in (0u16..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            let cell: String = cell.chars().take(CELL_MAX).collect();
            sheet.write_string(line, column, cell)?;
        }
    }
    book.save_to_buffer()
}

/// The workbook as a file that the browser saves.
pub(crate) fn reply(book: &[u8], name: &str) -> Reply {
    Reply::binary(CONTENT_TYPE, STANDARD.encode(book))
        .header("content-disposition", &format!("attachment; filename=\"{name}\""))
        .header("cache-control", "no-store")
}
