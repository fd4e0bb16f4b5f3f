//! Test languages, made from the English text.

use std::borrow::Cow;

/// Accents every letter and doubles vowels, which makes a text about a third longer.
pub(crate) fn longer(text: &str) -> Cow<'_, str> {
    text.chars()
        .flat_map(|letter| {
            let (accented, twice) = match letter {
                'a' => ('á', true),
                'e' => ('é', true),
                'i' => ('í', true),
                'o' => ('ó', true),
                'u' => ('ú', true),
                'A' => ('Á', false),
                'E' => ('É', false),
                'c' => ('ç', false),
                'n' => ('ñ', false),
                's' => ('š', false),
                other => (other, false),
            };
            std::iter::repeat_n(accented, if twice { 2 } else { 1 })
        })
        .collect::<String>()
        .into()
}

/// Surrounds a text with the marks that show it from right to left (Unicode Bidirectional Algorithm, RLO and PDF).
pub(crate) fn mirrored(text: &str) -> Cow<'_, str> {
    format!("\u{202e}{text}\u{202c}").into()
}
