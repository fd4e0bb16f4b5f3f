//! The languages there are, and which one a reader gets.

use unic_langid::LanguageIdentifier;
use unic_langid::subtags;

/// A language with a folder of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    #[default]
    English,
    German,
    /// English with accents and a third more letters: shows what breaks when a translation is longer.
    Long,
    /// English from right to left: shows what breaks in a mirrored layout.
    Mirrored,
}

impl Language {
    pub const COUNT: usize = 4;

    /// What a reader can choose.
    pub const OFFERED: [Self; 2] = [Self::English, Self::German];

    /// The BCP 47 tag. Test languages have the private regions XA and XB, as in Android and CLDR.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::Long => "en-XA",
            Self::Mirrored => "ar-XB",
        }
    }

    /// The language's name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::Long => "Ëñğļïšĥ",
            Self::Mirrored => "ɥsılƃuƎ",
        }
    }

    /// The writing direction, as HTML's `dir` takes it.
    pub fn direction(self) -> &'static str {
        if self == Self::Mirrored { "rtl" } else { "ltr" }
    }

    /// Exactly this tag, as a reader's setting stores it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        [Self::English, Self::German, Self::Long, Self::Mirrored].into_iter().find(|language| language.tag() == tag)
    }

    /// The best of `Accept-Language` (RFC 9110, 12.5.4); `None` if it names none that we have.
    pub fn accepted(header: &str) -> Option<Self> {
        let ranges = header.split(',').filter_map(|range| {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
            let tag: LanguageIdentifier = tag.trim().parse().ok()?;
            let language = Self::OFFERED.into_iter().find(|language| language.primary() == tag.language)?;
            (weight > 0.0).then_some((weight, language))
        });
        // The first of equal weights wins.
        ranges.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, language)| language)
    }

    pub(crate) fn identifier(self) -> LanguageIdentifier {
        // Test languages use English plural rules, because their text is English.
        let tag = if self == Self::German { "de" } else { "en" };
        tag.parse().expect("a language tag")
    }

    fn primary(self) -> subtags::Language {
        self.identifier().language
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_range_that_exists_wins() {
        for (header, language) in [
            ("de", Some(Language::German)),
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("fr, en;q=0.5, de;q=0.7", Some(Language::German)),
            ("en,de", Some(Language::English)),
            ("de;q=0, en;q=0.1", Some(Language::English)),
            ("fr", None),
            ("*", None),
            ("", None),
            (";;,q", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
