use super::*;

#[test]
fn a_short_name_is_large_and_a_long_one_still_fits() {
    for (name, step) in [
        ("Ann", 1),
        ("Ann Zimmer", 1),
        ("Łukasz Wiśniewski", 2),
        ("Christopher Montgomery-Fry", 3),
        ("Maximiliane Schmidt-Oberhausen", 4),
        ("Aaron Maximiliane Schmidt-Oberhausen von Hohenlohe", 5),
        ("Venkatanarasimharajuvaripeta", 5),
        ("Pablo Diego José Francisco de Paula Juan Nepomuceno", 5),
        (&"x".repeat(43), 6),
        (&"x".repeat(200), 6),
    ] {
        assert_eq!(NameSize::of(name).step(), step, "{name}");
    }
}

#[test]
fn a_name_is_measured_as_wide_as_it_is_printed() {
    for (name, measured) in [
        ("王小明", 6),
        ("オノ ヨーコ", 6),
        ("김민수", 6),
        // A letter and a mark, and a letter with it.
        ("Nu\u{301}ñez", 5),
        ("עומר", 4),
        ("محمد علي", 4),
        ("  Ann  ", 3),
        ("", 0),
    ] {
        assert_eq!(columns(name), measured, "{name}");
    }
}

#[test]
fn an_address_is_never_printed_as_a_name() {
    for text in ["", " ", "ann@example.org", "Ann <ann@example.org>", "Ann (ann@example.org)"] {
        assert!(!is_printable(text), "{text}");
    }
    for text in ["Ann", "Ann @ Work", "@ann", "Ann, Zimmer"] {
        assert!(is_printable(text), "{text}");
    }
}
