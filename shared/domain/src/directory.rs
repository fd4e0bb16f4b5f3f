//! The people of an edition: one row for each, the filter and order of their list, and the folded text that search
//! looks through. Start at [`PersonRow`] and [`Filter`].

mod acts;
mod filter;
mod row;
mod sort;
#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub use acts::{BulkAct, Consequence, Effect, Kept, consequence};
pub use filter::{Filter, PersonState, RoleName};
pub use row::{Facts, PersonRow, RowProposal, RowRegistration, RowRole, RowWaitlist};
pub use sort::{Place, Sort};

/// Text for comparing: without case, accents and width, so that `Łukasz` and `LUKASZ` are equal, and so are `Öztürk`
/// and `ozturk`. Spaces become single.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match without_stroke(c) {
            Some(plain) => folded.push_str(plain),
            None if c.is_whitespace() => folded.push(' '),
            // A capital `İ` becomes `i` and a mark.
            None if is_combining_mark(c) => {}
            None => folded.push(c),
        }
    }
    folded.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Letters that Unicode does not decompose, and how people without them on their keyboard type them.
fn without_stroke(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŧ' => "t",
        _ => return None,
    })
}
