//! QR codes (ISO/IEC 18004) as SVG and as PNG.

use std::fmt::Write as _;
use std::io::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, which readers need to find it.
const QUIET: usize = 4;

/// Pixels of a module in a PNG, one bit each.
const SCALE: usize = 8;

/// The modules of a code, with its quiet zone.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Rows of modules; true is dark.
    rows: Vec<Vec<bool>>,
}

impl Picture {
    /// A text in capitals and digits gives the smallest code. `None` if the text is too long for any.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let (width, colors) = (code.width(), code.into_colors());
        let mut rows = vec![vec![false; width + 2 * QUIET]; width + 2 * QUIET];
        for (at, color) in colors.into_iter().enumerate() {
            rows[at / width + QUIET][at % width + QUIET] = color == Color::Dark;
        }
        Some(Self { rows })
    }

    /// Modules along one side.
    pub fn side(&self) -> usize {
        self.rows.len()
    }

    /// One path that draws the dark modules, each run of a row as a rectangle.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (y, row) in self.rows.iter().enumerate() {
            let mut x = 0;
            while x < row.len() {
                let run = row[x..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    write!(path, "M{x} {y}h{run}v1h-{run}z").expect("a string takes all");
                }
                x += run.max(1);
            }
        }
        path
    }

    /// A whole SVG document, black on white whatever is around it.
    pub fn svg(&self) -> String {
        let (side, path) = (self.side(), self.path());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
        )
    }

    /// A PNG (RFC 2083) with one bit for each pixel.
    pub fn png(&self) -> Vec<u8> {
        let side = self.side() * SCALE;
        let mut pixels = Vec::new();
        for row in &self.rows {
            // Filter 0: the row as it is. A module is a byte: eight pixels of one bit, set where it is light.
            let modules = row.iter().map(|dark| if *dark { 0x00 } else { 0xff });
            let line: Vec<u8> = std::iter::once(0).chain(modules).collect();
            (0..SCALE).for_each(|_| pixels.extend(&line));
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&pixels).expect("memory takes all");
        let packed = packed.finish().expect("memory takes all");
        let size = u32::try_from(side).expect("a code has at most 185 modules").to_be_bytes();
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        // Bit depth 1, greyscale.
        chunk(&mut png, *b"IHDR", &[&size[..], &size[..], &[1, 0, 0, 0, 0]].concat());
        chunk(&mut png, *b"IDAT", &packed);
        chunk(&mut png, *b"IEND", &[]);
        png
    }

    pub fn png_base64(&self) -> String {
        STANDARD.encode(self.png())
    }
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    let mut crc = Crc::new();
    crc.update(&name);
    crc.update(content);
    png.extend(u32::try_from(content.len()).expect("a small picture").to_be_bytes());
    png.extend(name);
    png.extend(content);
    png.extend(crc.sum().to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_a_small_code_with_a_quiet_zone() {
        let picture = Picture::of("0123456789ABCDEFGHJKMNPQRSTVWXYZ0123456789ABCDEFGH").unwrap();
        // Version 3 has 29 modules.
        assert_eq!(picture.side(), 29 + 2 * QUIET);
        assert!(picture.rows[..QUIET].iter().flatten().all(|dark| !dark));
        assert!(picture.svg().starts_with("<svg") && picture.svg().contains("M4 4h7v1h-7z"));
    }

    #[test]
    fn a_png_has_the_chunks_that_readers_check() {
        let png = Picture::of("TICKET").unwrap().png();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!((&png[12..16], &png[png.len() - 8..png.len() - 4]), (&b"IHDR"[..], &b"IEND"[..]));
        // The check sum of an empty IEND, as in every PNG.
        assert_eq!(png[png.len() - 4..], [0xae, 0x42, 0x60, 0x82]);
    }

    #[test]
    fn a_text_that_no_code_holds_has_no_picture() {
        assert!(Picture::of(&"a".repeat(5000)).is_none());
    }
}
