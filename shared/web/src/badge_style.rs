//! The sizes of an edition's badges as a style sheet. All else about them is in `plumbline.css`.

use std::fmt::Write;

use domain::badge::NAME_COLUMNS;
use domain::conference::appearance::Color;
use domain::conference::badges::{Badges, Length, Print};

/// The average width of a bold letter, in hundredths of its size; of a CJK character it is half the width.
const LETTER: u32 = 60;

/// The largest name, in hundredths of the height between the paddings: two lines leave room for the rest.
const NAME_MAX: u32 = 17;

/// The smallest name, in hundredths of a millimetre: 7 points.
const NAME_MIN: u32 = 250;

/// The style sheet of the page that prints the badges.
pub(crate) fn css(badges: &Badges, accent: Option<Color>) -> String {
    let Badges { print, width, height, .. } = badges;
    let (page_width, page_height) = badges.page();
    let mut css = format!(
        "@page{{size:{page_width}mm {page_height}mm;margin:0}}\
         .badge-page{{width:{page_width}mm;height:{page_height}mm}}\
         .badge{{width:{width}mm;height:{height}mm}}"
    );
    match print {
        Print::Sheet { gap, columns, rows, .. } => {
            // All rows, so that the badges of a sheet that is not full are where the labels are.
            write!(
                css,
                ".badge-page{{grid-template:repeat({rows},{height}mm)/repeat({columns},{width}mm);gap:{gap}mm}}"
            )
        }
        // Label printers print in black.
        Print::Label => write!(css, ".badge{{--badge-accent:#000;outline:0}}"),
    }
    .expect("a string takes all");
    if let (Print::Sheet { .. }, Some(accent)) = (print, accent) {
        write!(css, ".badge{{--badge-accent:{}}}", accent.light().deep).expect("a string takes all");
    }
    css.push_str(&texts(*width, *height));
    if height > width {
        css.push_str(
            ".badge{grid-template:auto minmax(0,1fr) auto auto/minmax(0,1fr);text-align:center;justify-items:center}\
             .badge-ribbons{justify-content:center}",
        );
    }
    css
}

/// The sizes of what is on a badge.
fn texts(width: Length, height: Length) -> String {
    let least = width.min(height).tenths();
    let padding = if least < 450 { 20 } else { 40 };
    let (across, down) = (width.tenths() - 2 * padding, height.tenths() - 2 * padding);
    // In hundredths of a millimetre, for a badge of 55 mm.
    let scaled = |size: u32| mm(size * least.clamp(300, 1000) / 550);
    let mut css = format!(
        ".badge{{padding:{};gap:{}}}.badge-edition,.badge-ribbons{{font-size:{}}}.badge-affiliation{{font-size:{}}}\
         .badge-line{{height:{}}}.badge-qr{{width:{}}}",
        mm(padding * 10),
        scaled(150),
        scaled(300),
        scaled(360),
        scaled(1000),
        mm((least * 3).min(2500)),
    );
    for (step, columns) in (1..).zip(NAME_COLUMNS) {
        let wide = across * 10 * 100 / (columns * LETTER);
        let size = wide.min(down * 10 * NAME_MAX / 100).max(NAME_MIN);
        write!(css, ".badge-name-{step}{{font-size:{}}}", mm(size)).expect("a string takes all");
    }
    css
}

/// Hundredths of a millimetre as a length.
fn mm(hundredths: u32) -> String {
    format!("{}.{:02}mm", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use domain::conference::badges::Paper;

    use super::*;

    fn sheet(width: u32, height: u32) -> Badges {
        let print = Print::Sheet { paper: Paper::A4, gap: Length::mm(5), columns: 2, rows: 4 };
        Badges { print, width: Length::mm(width), height: Length::mm(height), qr: true }
    }

    #[test]
    fn a_page_is_as_large_as_its_paper_and_a_label_as_itself() {
        let css_of = |badges: &Badges| css(badges, None);
        assert!(css_of(&sheet(90, 55)).starts_with("@page{size:210mm 297mm;margin:0}"));
        assert!(css_of(&sheet(90, 55)).contains(".badge-page{grid-template:repeat(4,55mm)/repeat(2,90mm);gap:5mm}"));
        let label = Badges { print: Print::Label, ..sheet(62, 100) };
        assert!(css_of(&label).starts_with("@page{size:62mm 100mm;margin:0}"));
    }

    #[test]
    fn names_never_grow_with_their_length() {
        for (width, height) in [(40, 25), (90, 55), (62, 100), (200, 280)] {
            let css = css(&sheet(width, height), None);
            let sizes: Vec<f64> = (1..=NAME_COLUMNS.len())
                .map(|step| {
                    let (_, rest) = css.split_once(&format!(".badge-name-{step}{{font-size:")).unwrap();
                    rest.split("mm").next().unwrap().parse().unwrap()
                })
                .collect();
            assert!(sizes.is_sorted_by(|a, b| a >= b) && sizes[5] >= 2.5, "{width}x{height}: {sizes:?}");
        }
    }
}
