//! How an edition's badges are printed: on sheets of paper, or one by one on labels.

use serde_json::Value;

use crate::input::{Object, boolean, one_of};
use crate::phrase::Phrase;

/// A length on paper, in tenths of a millimetre: ready-made sheets have badges of 85.7 mm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length(u32);

impl Length {
    pub const fn mm(mm: u32) -> Self {
        Self(mm * 10)
    }

    pub const fn of_tenths(tenths: u32) -> Self {
        Self(tenths)
    }

    pub const fn tenths(self) -> u32 {
        self.0
    }
}

/// In millimetres, without the unit.
impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.0 / 10, self.0 % 10) {
            (mm, 0) => write!(f, "{mm}"),
            (mm, tenths) => write!(f, "{mm}.{tenths}"),
        }
    }
}

const WIDTH: (u32, u32) = (40, 200);
const HEIGHT: (u32, u32) = (25, 280);
const MARGIN_MAX: u32 = 50;
const GAP_MAX: u32 = 30;

/// The least side of a badge that has room for a ticket's code beside the name.
const WITH_QR: Length = Length::mm(45);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badges {
    pub print: Print,
    pub width: Length,
    pub height: Length,
    /// Whether the ticket's code is printed where there is room for it.
    pub qr: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    /// Several badges on a sheet, centered.
    Sheet { paper: Paper, gap: Length, columns: u32, rows: u32 },
    /// Each badge on a page of its own size.
    Label,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    A4,
    Letter,
}

impl Paper {
    const WORDS: &'static [(&'static str, Self)] = &[("a4", Self::A4), ("letter", Self::Letter)];

    /// Width and height.
    pub const fn size(self) -> (Length, Length) {
        match self {
            Self::A4 => (Length::mm(210), Length::mm(297)),
            Self::Letter => (Length::of_tenths(2159), Length::of_tenths(2794)),
        }
    }

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, paper)| *paper == self).map_or("", |(word, _)| word)
    }
}

impl Default for Badges {
    fn default() -> Self {
        let (width, height) = (Length::mm(90), Length::mm(55));
        Self {
            print: Print::Sheet { paper: Paper::A4, gap: Length::mm(5), columns: 2, rows: 4 },
            width,
            height,
            qr: true,
        }
    }
}

impl Badges {
    /// How many badges a page holds.
    pub fn on_a_page(&self) -> usize {
        match self.print {
            Print::Sheet { columns, rows, .. } => (columns * rows) as usize,
            Print::Label => 1,
        }
    }

    /// The width and height of a page.
    pub fn page(&self) -> (Length, Length) {
        match self.print {
            Print::Sheet { paper, .. } => paper.size(),
            Print::Label => (self.width, self.height),
        }
    }

    pub fn has_qr(&self) -> bool {
        self.qr && self.width.min(self.height) >= WITH_QR
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Sheet,
    Label,
}

pub(super) fn read(o: Object<'_>) -> Badges {
    let kind = o.optional("kind", one_of(&[("sheet", Kind::Sheet), ("label", Kind::Label)])).unwrap_or(Kind::Sheet);
    let (width, height) = if kind == Kind::Sheet { (90, 55) } else { (62, 100) };
    let width = o.optional("width", length(WIDTH)).unwrap_or(Length::mm(width));
    let height = o.optional("height", length(HEIGHT)).unwrap_or(Length::mm(height));
    let paper = o.optional("paper", one_of(Paper::WORDS)).unwrap_or(Paper::A4);
    let margin = o.optional("margin", length((0, MARGIN_MAX))).unwrap_or(Length::mm(10));
    let gap = o.optional("gap", length((0, GAP_MAX))).unwrap_or(Length::mm(5));
    let qr = o.optional("qr", boolean).unwrap_or(true);
    let print = match kind {
        Kind::Label => Print::Label,
        Kind::Sheet => {
            let (across, down) = paper.size();
            let columns = fitting(&o, ("width", width), (paper, across), margin, gap);
            let rows = fitting(&o, ("height", height), (paper, down), margin, gap);
            Print::Sheet { paper, gap, columns, rows }
        }
    };
    o.done();
    Badges { print, width, height, qr }
}

/// How many badges fit on one side of a sheet. Rejects a badge that does not fit at all.
fn fitting(
    o: &Object<'_>,
    (key, badge): (&str, Length),
    (paper, side): (Paper, Length),
    margin: Length,
    gap: Length,
) -> u32 {
    let room = side.tenths() - 2 * margin.tenths();
    let fit = (room + gap.tenths()) / (badge.tenths() + gap.tenths());
    if fit == 0 {
        let most = Length::of_tenths(room);
        let paper = paper.word();
        o.reject(key, Phrase::of("paper-has-no-room").arg("most", most).arg("paper", paper).arg("margin", margin));
    }
    fit
}

/// A number of millimetres, to the tenth.
fn length((least, most): (u32, u32)) -> impl Fn(&Value) -> Result<Length, Phrase> {
    move |value| {
        let wrong = || Phrase::of("must-be-millimetres").arg("least", least).arg("most", most);
        let mm = value.as_f64().filter(|mm| (f64::from(least)..=f64::from(most)).contains(mm)).ok_or_else(wrong)?;
        let tenths = (mm * 10.0).round();
        if (mm * 10.0 - tenths).abs() > 1e-6 {
            return Err(wrong());
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2,800")]
        Ok(Length(tenths as u32))
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::json;

    use super::*;
    use crate::input::{Reading, Source};

    fn check(document: &Value, expected: &Expect) {
        let reading = Reading::new(Source::Typed);
        let badges = reading.root(document).map(read);
        let shown = match reading.finish(badges) {
            Ok(badges) => {
                let (width, height) = badges.page();
                let Badges { width: w, height: h, .. } = badges;
                let (on_a_page, has_qr) = (badges.on_a_page(), badges.has_qr());
                format!("{w}x{h} mm, {on_a_page} on {width}x{height} mm, code {has_qr}")
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn without_settings_badges_are_on_sheets_of_eight() {
        check(&json!({}), &expect!["90x55 mm, 8 on 210x297 mm, code true"]);
        let reading = Reading::new(Source::Typed);
        let badges = reading.root(&json!({})).map(read);
        assert_eq!(reading.finish(badges), Ok(Badges::default()));
    }

    #[test]
    fn a_sheet_holds_as_many_badges_as_fit() {
        check(&json!({"gap": 0}), &expect!["90x55 mm, 10 on 210x297 mm, code true"]);
        check(
            &json!({"paper": "letter", "width": 85.7, "height": 59.2, "gap": 9.5}),
            &expect!["85.7x59.2 mm, 6 on 215.9x279.4 mm, code true"],
        );
        check(
            &json!({"width": 105, "height": 148.5, "margin": 0, "gap": 0}),
            &expect!["105x148.5 mm, 4 on 210x297 mm, code true"],
        );
    }

    #[test]
    fn a_label_is_its_own_page_and_a_small_badge_has_no_code() {
        check(&json!({"kind": "label"}), &expect!["62x100 mm, 1 on 62x100 mm, code true"]);
        check(
            &json!({"kind": "label", "width": 89, "height": 36, "paper": "letter"}),
            &expect!["89x36 mm, 1 on 89x36 mm, code false"],
        );
        check(&json!({"qr": false}), &expect!["90x55 mm, 8 on 210x297 mm, code false"]);
    }

    #[test]
    fn what_cannot_be_printed_is_refused_with_the_name_of_its_field() {
        check(
            &json!({"kind": "roll", "paper": "a5", "width": 300, "height": "55", "margin": -1, "gap": 2.25, "size": 1}),
            &expect![[r"
                /kind: must be one of sheet, label
                /width: must be a number of millimetres between 40 and 200, with at most one decimal
                /height: must be a number of millimetres between 25 and 280, with at most one decimal
                /paper: must be one of a4, letter
                /margin: must be a number of millimetres between 0 and 50, with at most one decimal
                /gap: must be a number of millimetres between 0 and 30, with at most one decimal
                /size: is not known here; expected kind, width, height, paper, margin, gap, qr"]],
        );
        check(
            &json!({"width": 195, "height": 280}),
            &expect![[r"
            /width: must be at most 190: a4 paper has no more room between margins of 10 mm
            /height: must be at most 277: a4 paper has no more room between margins of 10 mm"]],
        );
    }
}
