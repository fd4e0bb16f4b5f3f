//! A deadline as every page shows it: as it was announced, in UTC, in the conference's zone and in the reader's; with
//! the dates that it had before struck through.

use askama::Template;
use askama::filters::Safe;
use domain::instant::{Deadline, left, readable};
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Whose clocks a page shows, and when it is.
#[derive(Clone, Copy, Debug)]
pub struct Clocks<'a> {
    pub conference: &'a TimeZone,
    /// The reader's, if they have said: a script adds it where they have not.
    pub reader: Option<&'a TimeZone>,
    /// The time that it is.
    pub now: Timestamp,
}

#[derive(Template)]
#[template(path = "deadline.html")]
struct Shown {
    at: Timestamp,
    words: String,
    was: Vec<String>,
    left: Option<String>,
    zones: Vec<(String, String)>,
    reader: Option<String>,
}

impl Clocks<'_> {
    /// A deadline, with the ones that it has replaced.
    pub fn deadline(&self, deadline: &Deadline, was: &[Deadline]) -> Safe<String> {
        let mut zones = vec![("UTC".to_owned(), readable(deadline.at, &TimeZone::UTC))];
        if let Some(name) = self.conference.iana_name().filter(|name| *name != "UTC") {
            zones.push((format!("Conference ({name})"), readable(deadline.at, self.conference)));
        }
        let shown = Shown {
            at: deadline.at,
            words: deadline.words(self.conference),
            was: was.iter().map(|was| was.words(self.conference)).collect(),
            left: left(deadline.at.duration_since(self.now)),
            zones,
            reader: self.reader.map(|zone| {
                let name = zone.iana_name().unwrap_or_default();
                format!("{} ({name})", readable(deadline.at, zone))
            }),
        };
        Safe(shown.render().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::instant::zone;
    use expect_test::expect;

    #[test]
    fn a_deadline_is_shown_in_every_zone_and_what_it_was_before() {
        let conference = zone("America/New_York").unwrap();
        let tokyo = zone("Asia/Tokyo").unwrap();
        let parse = |text: &str| Deadline::parse(text, &conference).unwrap();
        let now = "2023-08-20T12:00:00Z".parse().unwrap();
        let clocks = Clocks { conference: &conference, reader: Some(&tokyo), now };
        let was = [parse("2023-08-20T17:00:00")];
        expect![[r#"
            <div class="deadline"><p><del><span class="vh">before: </span>Sun 20 August 2023, 17:00 EDT</del> <strong><time datetime="2023-08-28T12:00:00Z">27 August 2023, end of day anywhere on Earth</time></strong> <span class="soft">in 8 days</span></p>
            <dl class="zones" data-at="2023-08-28T12:00:00Z"><div><dt>UTC</dt><dd>Mon 28 August 2023, 12:00 UTC</dd></div><div><dt>Conference (America/New_York)</dt><dd>Mon 28 August 2023, 08:00 EDT</dd></div><div class="reader"><dt>Your time</dt><dd>Mon 28 August 2023, 21:00 JST (Asia/Tokyo)</dd></div></dl></div>"#]]
        .assert_eq(&clocks.deadline(&parse("2023-08-27 anywhere on Earth"), &was).0);
    }
}
