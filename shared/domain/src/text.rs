//! Decides which invisible characters text may contain. The rule is the same for every name, title and paragraph that
//! people send.
//!
//! Invisible characters can make two different names look the same, hide a name completely, or (bidirectional
//! overrides) reverse the rest of a list. Some are part of spelling: a joiner between two emoji or inside a Persian or
//! Indic word, or a variation selector after a character. Those stay. [`clean_paragraphs`] removes invisible leftovers
//! of a paste, and [`clean_line`] refuses characters that reorder other people's text.

use unicode_normalization::char::canonical_combining_class;

use crate::phrase::Phrase;

/// Removes invisible characters that have no meaning at their position from one line. Never changes visible text.
///
/// # Errors
/// A sentence for the reader, with the position (in characters, from 1), if the line contains a bidirectional override,
/// embedding or isolate. A list shows the line beside those of other people.
pub fn clean_line(text: &str) -> Result<String, Phrase> {
    if let Some((at, c)) = text.chars().enumerate().find(|(_, c)| is_bidi_control(*c)) {
        let (code, position) = (u32::from(c), at + 1);
        return Err(Phrase::of("must-not-have-direction").arg("code", format!("{code:04X}")).arg("position", position));
    }
    Ok(clean_paragraphs(text))
}

/// The same for paragraphs. Bidirectional controls stay: they end with their paragraph (UAX 9, rule X8), and text in
/// several scripts needs them.
pub fn clean_paragraphs(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let chars: Vec<char> = text.chars().collect();
    let right_to_left = chars.iter().any(|c| is_right_to_left(*c));
    let mut kept: Vec<char> = Vec::with_capacity(chars.len());
    for (at, &c) in chars.iter().enumerate() {
        let next = chars[at + 1..].iter().copied().find(|c| !is_invisible(*c));
        if !is_invisible(c) || has_meaning(c, &kept, next, right_to_left) {
            kept.push(c);
        }
    }
    kept.into_iter().collect()
}

/// Whether nothing is visible. Blank characters that Unicode does not define as white space count as invisible too.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c) || c == '\u{2800}')
}

/// Embeddings, overrides and isolates (UAX 9, section 2): they reorder neighbouring text on a page or badge.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a glyph: Unicode's format characters (general category Cf) that can occur in text, and the
/// default-ignorable fillers and selectors (`DerivedCoreProperties.txt`).
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether an invisible character is part of spelling at its position: after `kept`, before the next visible character.
fn has_meaning(c: char, kept: &[char], next: Option<char>, right_to_left: bool) -> bool {
    let Some(&before) = kept.last() else { return false };
    match c {
        // Zero width non-joiner: inside a word of a cursive or Indic script (RFC 5892, appendix A.1), as Persian needs.
        '\u{200c}' => joins(before) && next.is_some_and(joins),
        // Zero width joiner: the same, also at the end of a word, and between two emoji.
        '\u{200d}' => joins(before) || (ends_emoji(kept) && next.is_some_and(is_pictograph)),
        // Directional marks position punctuation in right-to-left text. They have no effect beyond it.
        '\u{200e}' | '\u{200f}' | '\u{61c}' => right_to_left,
        // Variation selectors choose the glyph of the preceding character.
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' | '\u{180f}' => {
            !before.is_whitespace() && !is_invisible(before)
        }
        // Tags after a black flag spell a region's flag, and end with a cancel tag.
        '\u{e0020}'..='\u{e007f}' => kept.iter().rev().find(|c| !is_invisible(**c)) == Some(&'\u{1f3f4}'),
        _ => false,
    }
}

/// Letters and marks of scripts in which a joiner changes how neighbours are written: Arabic and related scripts, the
/// scripts of India and South-East Asia, Mongolian.
fn joins(c: char) -> bool {
    canonical_combining_class(c) == 9
        || matches!(c,
            '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6ff}' | '\u{710}'..='\u{74f}' | '\u{750}'..='\u{77f}'
            | '\u{7ca}'..='\u{7fa}' | '\u{840}'..='\u{86a}' | '\u{8a0}'..='\u{8ff}' | '\u{900}'..='\u{dff}'
            | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}' | '\u{1820}'..='\u{18aa}' | '\u{1a20}'..='\u{1aad}'
            | '\u{1b00}'..='\u{1b4b}' | '\u{a840}'..='\u{a871}' | '\u{a8e0}'..='\u{a8ff}' | '\u{11000}'..='\u{1147f}')
}

/// Whether an emoji ends here, including its selector or skin tone.
fn ends_emoji(kept: &[char]) -> bool {
    let modifiers = |c: &&char| matches!(**c, '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}');
    kept.iter().rev().find(|c| !modifiers(c)).is_some_and(|c| is_pictograph(*c))
}

/// The blocks with the pictographs of joined emoji (`emoji-zwj-sequences.txt`).
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}')
}

/// The blocks of scripts written from right to left (`DerivedBidiClass.txt`).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{60f}' | '\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_paste_leaves_behind_is_removed() {
        for (text, cleaned) in [
            ("\u{feff}Ann", "Ann"),
            ("A\u{200b}n\u{2060}n", "Ann"),
            ("An\u{ad}n\u{200e}", "Ann"),
            ("A\u{200d}nn\u{200c}", "Ann"),
            ("\u{3164}", ""),
            ("\u{200b}", ""),
            (" \u{fe0f}x", " x"),
        ] {
            assert_eq!(clean_line(text).unwrap(), cleaned, "{text:?}");
        }
    }

    #[test]
    fn spelling_is_kept() {
        for text in [
            // A family and a person with a laptop, with skin tone; a heart on fire; the rainbow flag; a region's flag.
            "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
            "\u{1f469}\u{1f3fd}\u{200d}\u{1f4bb}",
            "\u{2764}\u{fe0f}\u{200d}\u{1f525}",
            "\u{1f3f3}\u{fe0f}\u{200d}\u{1f308}",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            // Persian "I want", Sinhala "Sri", Bengali and Devanagari conjuncts.
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
            "\u{dc1}\u{dca}\u{200d}\u{dbb}\u{dd3}",
            "\u{9b0}\u{200d}\u{9cd}\u{9af}",
            "\u{915}\u{94d}\u{200d}\u{937}",
            // Hebrew with a mark that places its exclamation mark.
            "\u{5e9}\u{5dc}\u{5d5}\u{5dd}!\u{200f}",
            // An ideograph in the variant that a person's name uses.
            "\u{8fbb}\u{e0100}",
        ] {
            assert_eq!(clean_line(text).unwrap(), text, "{text:?}");
        }
    }

    #[test]
    fn what_turns_other_text_around_is_refused_with_its_place() {
        for c in ['\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
            let line = format!("Ann {c}eel");
            assert_eq!(clean_paragraphs(&line), line);
            let refused = clean_line(&line).unwrap_err().to_string();
            assert!(refused.contains("(character 5)"), "{refused}");
        }
    }

    #[test]
    fn text_that_shows_nothing_is_blank() {
        for text in ["", " \t", "\u{200b}", "\u{3164}\u{2800} "] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("\u{200b}a"));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(text in "\\PC{0,8}[\u{200b}-\u{200f}\u{fe0f}\u{6cc}\u{1f468}]{0,6}\\PC{0,8}") {
            let once = clean_paragraphs(&text);
            prop_assert_eq!(clean_paragraphs(&once), once);
        }

        #[test]
        fn visible_text_is_never_changed(text in "[a-zA-Z0-9 äöüßéçñøåšž\u{4e00}-\u{4eff}\u{3b1}-\u{3c9}.,:;!?'-]{0,40}") {
            prop_assert_eq!(clean_line(&text).unwrap(), text);
        }
    }
}
