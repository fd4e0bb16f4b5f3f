//! An edition's colours and logo.
//!
//! An edition chooses one accent. The other colours are derived from it, in light and in dark, so that text stays
//! readable: contrast is computed as WCAG 2.2 defines it, and is at least 4.5 (success criterion 1.4.3).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::input::{Object, any_text};
use crate::phrase::Phrase;

/// The least contrast of text with its background.
const READABLE: f64 = 4.5;

/// The most bytes of a logo.
pub const LOGO_MAX: usize = 30_000;

const WHITE: Color = Color([0xff, 0xff, 0xff]);
/// The colour of cards on a dark page, as in the style sheet.
const DARK_PAPER: Color = Color([0x16, 0x1c, 0x22]);
const DARK_GROUND: Color = Color([0x0f, 0x14, 0x18]);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    pub accent: Option<Color>,
    pub logo: Option<Logo>,
}

/// An image for the top of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    pub content_type: &'static str,
    /// `svg`, `png` or `webp`.
    pub extension: &'static str,
    pub base64: String,
}

/// A colour in sRGB: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color([u8; 3]);

/// The colours of a page that follow from an accent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Links and buttons.
    pub accent: Color,
    /// Text on a button.
    pub ink: Color,
    /// A background for what is chosen.
    pub soft: Color,
    /// The background of the page's head, under white text.
    pub deep: Color,
}

pub(super) fn read(o: Object<'_>) -> Appearance {
    let appearance = Appearance { accent: o.optional("accent", accent), logo: o.optional("logo", logo) };
    o.done();
    appearance
}

fn accent(value: &Value) -> Result<Color, Phrase> {
    let color: Color = any_text(value)?.parse()?;
    let contrast = color.contrast(WHITE);
    if contrast < READABLE {
        return Err(Phrase::of("must-be-darker").arg("contrast", format!("{contrast:.1}")).arg("least", READABLE));
    }
    Ok(color)
}

fn logo(value: &Value) -> Result<Logo, Phrase> {
    const KINDS: [(&str, &str); 3] = [("image/svg+xml", "svg"), ("image/png", "png"), ("image/webp", "webp")];
    let wrong = || Phrase::of("must-be-image");
    let text = any_text(value)?.trim();
    let (head, base64) = text.split_once(";base64,").ok_or_else(wrong)?;
    let kind = head.strip_prefix("data:").ok_or_else(wrong)?;
    let (content_type, extension) = KINDS.into_iter().find(|(name, _)| *name == kind).ok_or_else(wrong)?;
    let bytes = STANDARD.decode(base64).map_err(|_| wrong())?;
    if bytes.len() > LOGO_MAX {
        return Err(Phrase::of("logo-too-large").arg("bytes", bytes.len()).arg("max", LOGO_MAX));
    }
    Ok(Logo { content_type, extension, base64: base64.to_owned() })
}

impl std::str::FromStr for Color {
    type Err = Phrase;

    fn from_str(text: &str) -> Result<Self, Phrase> {
        let wrong = || Phrase::of("must-be-colour");
        let digits =
            text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or_else(wrong)?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| wrong());
        Ok(Self([part(0)?, part(2)?, part(4)?]))
    }
}

impl std::fmt::Display for Color {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl Color {
    /// Relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// This colour with a part of another, in hundredths.
    fn mixed(self, other: Self, hundredths: u16) -> Self {
        let mix = |at: usize| {
            let (own, others) = (u16::from(self.0[at]), u16::from(other.0[at]));
            u8::try_from((own * (100 - hundredths) + others * hundredths) / 100).unwrap_or(u8::MAX)
        };
        Self([mix(0), mix(1), mix(2)])
    }

    /// The first mix with another colour that has this contrast with a background.
    fn towards(self, other: Self, background: Self, contrast: f64) -> Self {
        let steps = (0..=100).step_by(5).map(|hundredths| self.mixed(other, hundredths));
        steps.into_iter().find(|mixed| mixed.contrast(background) >= contrast).unwrap_or(other)
    }

    /// The colours of a light page.
    pub fn light(self) -> Palette {
        let black = Self([0, 0, 0]);
        let soft = self.mixed(WHITE, 88);
        // The accent is also text on `soft`.
        let accent = self.towards(black, soft, READABLE);
        Palette { accent, ink: WHITE, soft, deep: self.mixed(black, 20).towards(black, WHITE, 9.0) }
    }

    /// The colours of a dark page.
    pub fn dark(self) -> Palette {
        let soft = self.mixed(DARK_PAPER, 75);
        let accent = self.towards(WHITE, DARK_PAPER, 6.5).towards(WHITE, soft, READABLE + 0.5);
        let black = Self([0, 0, 0]);
        Palette { accent, ink: DARK_GROUND.towards(black, accent, READABLE), soft, deep: self.mixed(DARK_GROUND, 70) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_as_wcag_defines_it() {
        let black: Color = "#000000".parse().unwrap();
        assert!((black.contrast(WHITE) - 21.0).abs() < 0.01);
        let grey: Color = "#777777".parse().unwrap();
        assert!((grey.contrast(WHITE) - 4.48).abs() < 0.01, "{}", grey.contrast(WHITE));
    }

    #[test]
    fn every_accent_that_is_accepted_gives_readable_pages() {
        // A grid over all colours.
        for parts in 0..(9u32 * 9 * 9) {
            let part = |n: u32| u8::try_from((parts / n % 9) * 31).unwrap();
            let color = Color([part(1), part(9), part(81)]);
            if accent(&Value::String(color.to_string())).is_err() {
                continue;
            }
            for (name, palette, paper) in [("light", color.light(), WHITE), ("dark", color.dark(), DARK_PAPER)] {
                let Palette { accent, ink, soft, deep } = palette;
                for (what, contrast) in [
                    ("a link", accent.contrast(paper)),
                    ("a link on soft", accent.contrast(soft)),
                    ("a button", ink.contrast(accent)),
                    ("the head", WHITE.contrast(deep)),
                ] {
                    assert!(contrast >= READABLE, "{color} {name}: {what} has {contrast:.2}: {palette:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_wrong_says_how_to_write_it() {
        let error = |text: &str| accent(&Value::String(text.into())).unwrap_err().to_string();
        assert_eq!(error("blue"), "must be a colour such as #0f5c8c");
        assert_eq!(error("#ffcc00"), "must be darker: its contrast with white is 1.5 and must be at least 4.5");
        let error = |text: &str| logo(&Value::String(text.into())).unwrap_err().to_string();
        assert!(error("https://example.org/logo.png").starts_with("must be an image as a data URL"));
        assert!(error("data:text/html;base64,AAAA").starts_with("must be an image as a data URL"));
        let large = format!("data:image/png;base64,{}", STANDARD.encode(vec![0; LOGO_MAX + 1]));
        assert_eq!(error(&large), "has 30001 bytes; a logo has at most 30000");
        assert_eq!(logo(&Value::String("data:image/png;base64,AAAA".into())).unwrap().extension, "png");
    }
}
