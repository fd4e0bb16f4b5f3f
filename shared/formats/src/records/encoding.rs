//! The text of a file in the encodings that spreadsheets write.

use std::borrow::Cow;

use domain::input::ValidationError;
use domain::phrase::Phrase;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::line_ends;

/// The bytes that Windows-1252 does not define.
const UNDEFINED: &[u8] = &[0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// Decodes UTF-8 with or without a byte order mark, UTF-16 with one ("Unicode text" of Excel), and Windows-1252 (its
/// "CSV"). Refuses other bytes, and names their line.
pub(super) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, ValidationError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes).filter(|(found, _)| [UTF_16LE, UTF_16BE].contains(found)) {
        let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
        let detail = || Phrase::of("file-not-utf16");
        return text.ok_or_else(|| ValidationError { pointer: "/1".into(), detail: detail() });
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let at = |byte: usize, problem: Phrase| {
        let line = 1 + line_ends(&bytes[..byte]);
        let detail = Phrase::of("file-bad-line").arg("line", line).phrase("problem", problem);
        Err(ValidationError { pointer: format!("/{line}"), detail })
    };
    if let Some(byte) = bytes.iter().position(|byte| *byte == 0) {
        return at(byte, Phrase::of("file-zero-bytes"));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    let is_control = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    match bytes.iter().position(|byte| is_control(byte) || UNDEFINED.contains(byte)) {
        Some(byte) => at(byte, Phrase::of("file-neither-encoding")),
        None => Ok(WINDOWS_1252.decode_without_bom_handling(bytes).0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_all_spreadsheets_is_decoded() {
        let text = "email,name\r\na@b.org,J\u{f6}rg \u{20ac}\r\n";
        let utf16 = |order: fn(u16) -> [u8; 2]| {
            ["\u{feff}", text].iter().flat_map(|text| text.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
        };
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let marked = format!("\u{feff}{text}").into_bytes();
        for bytes in [text.into(), marked, utf16(u16::to_le_bytes), utf16(u16::to_be_bytes), windows] {
            assert_eq!(decode(&bytes).unwrap(), text, "{bytes:?}");
        }
    }

    #[test]
    fn other_bytes_are_refused_with_their_line() {
        let refused = |bytes: &[u8]| decode(bytes).unwrap_err();
        assert_eq!(refused(b"email\nj\xf6rg\x81\n").pointer, "/2");
        assert_eq!(refused(b"e\0m\0").pointer, "/1");
        let said = |bytes: &[u8]| messages::Messages::default().say(&refused(bytes).detail);
        assert!(said(b"e\0m\0").contains("UTF-16 without"), "{:?}", refused(b"e\0m\0"));
        assert!(said(b"a\nj\xf6rg\x01").starts_with("line 2 is neither"));
        // Half of a surrogate pair.
        assert_eq!(refused(b"\xff\xfe\x00\xd8").pointer, "/1");
    }
}
