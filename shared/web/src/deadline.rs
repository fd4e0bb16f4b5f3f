//! Renders a deadline the same way on every page: its day and the time left; behind a click the instant as announced,
//! in UTC, in the conference's zone and in the reader's zone. Earlier dates of a moved deadline are struck through.

use askama::Template;
use askama::filters::Safe;
use domain::instant::Deadline;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use messages::Messages;

/// The zones in which a page shows times, and the current time.
#[derive(Clone, Copy, Debug)]
pub struct Clocks<'a> {
    pub conference: &'a TimeZone,
    /// The reader's zone if they chose one; otherwise a script adds the browser's.
    pub reader: Option<&'a TimeZone>,
    pub now: Timestamp,
    pub messages: Messages,
}

#[derive(Template)]
#[template(path = "deadline.html")]
struct Shown {
    messages: Messages,
    at: Timestamp,
    day: String,
    words: String,
    was: Vec<String>,
    left: Option<String>,
    zones: Vec<(String, String)>,
    reader: Option<String>,
}

impl Clocks<'_> {
    /// Renders a deadline and the earlier deadlines that it replaced.
    pub fn deadline(&self, deadline: &Deadline, was: &[Deadline]) -> Safe<String> {
        let messages = self.messages;
        let mut zones = vec![(messages.t("utc").to_string(), messages.instant(deadline.at, &TimeZone::UTC))];
        if let Some(name) = self.conference.iana_name().filter(|name| *name != "UTC") {
            let zone = messages.t("conference-zone").arg("zone", name).to_string();
            zones.push((zone, messages.instant(deadline.at, self.conference)));
        }
        let shown = Shown {
            messages,
            at: deadline.at,
            day: messages.deadline_day(deadline, self.conference),
            words: messages.deadline(deadline, self.conference),
            was: was.iter().map(|was| messages.deadline_day(was, self.conference)).collect(),
            left: messages.left(deadline.at.duration_since(self.now)),
            zones,
            reader: self.reader.map(|zone| {
                let name = zone.iana_name().unwrap_or_default();
                format!("{} ({name})", messages.instant(deadline.at, zone))
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
    fn a_deadline_is_shown_in_every_zone_with_its_earlier_dates() {
        let conference = zone("America/New_York").unwrap();
        let tokyo = zone("Asia/Tokyo").unwrap();
        let parse = |text: &str| Deadline::parse(text, &conference).unwrap();
        let now = "2023-08-20T12:00:00Z".parse().unwrap();
        let clocks = Clocks { conference: &conference, reader: Some(&tokyo), now, messages: Messages::default() };
        let was = [parse("2023-08-20T17:00:00")];
        expect![[r#"
            <div class="deadline"><del><span class="vh">before: </span>20 Aug</del> <strong><time datetime="2023-08-28T12:00:00Z" title="27 August 2023, end of day anywhere on Earth">27 Aug</time></strong> <span class="mute">in 8 days</span>
            <details class="zones"><summary>Exact time</summary><p>27 August 2023, end of day anywhere on Earth</p><dl class="zones" data-at="2023-08-28T12:00:00Z" data-label="Your time"><div><dt>UTC</dt><dd>Mon 28 August 2023, 12:00 UTC</dd></div><div><dt>Conference (America/New_York)</dt><dd>Mon 28 August 2023, 08:00 EDT</dd></div><div class="reader"><dt>Your time</dt><dd>Mon 28 August 2023, 21:00 JST (Asia/Tokyo)</dd></div></dl></details></div>"#]]
        .assert_eq(&clocks.deadline(&parse("2023-08-27 anywhere on Earth"), &was).0);
    }
}
