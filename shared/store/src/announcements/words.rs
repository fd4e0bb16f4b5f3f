//! What generated announcements say, in the edition's language.

use domain::announcement::News;
use domain::call::Call;
use domain::conference::{Conference, Track};
use messages::{ANNOUNCEMENTS, Language, Messages, Text};

/// The title and the body: paragraphs, separated by blank lines.
pub(super) fn words(news: &News<'_>, conference: &Conference) -> (String, String) {
    let language = Language::of_tag(conference.language).unwrap_or_default();
    let words = Words { messages: Messages::new(language, &ANNOUNCEMENTS), conference };
    match news {
        News::SoldOut { .. } => words.of_registration("sold-out-title", &words.messages.t("sold-out-body")),
        News::Reopened { .. } => words.of_registration("reopened-title", &words.messages.t("reopened-body")),
        News::Released { passes, waiting, .. } => {
            let title = words.messages.t("released-title").arg("passes", *passes).arg("conference", words.name());
            let body = words.messages.t("released-body").arg("passes", *passes).arg("waiting", *waiting);
            (title.to_string(), paragraphs(&[&body.to_string(), &words.stays_open()]))
        }
        News::CallOpened { track, call } => (
            words.of_track("call-opened-title", track),
            paragraphs(&[&words.until(track, call), track.description.as_str()]),
        ),
        News::CallMoved { track, call } => {
            let title = if call.extended() == Some(false) { "call-earlier-title" } else { "call-extended-title" };
            let zone = &conference.time_zone;
            let was = call.was.last().map(|was| words.messages.spelled(was, zone)).unwrap_or_default();
            let was = words.messages.t("call-was").arg("was", was).to_string();
            (words.of_track(title, track), paragraphs(&[&words.until(track, call), &was]))
        }
        News::CallClosed { track, call } => {
            let closed = words.messages.t("call-closed-on").arg("closed", words.closes(call)).to_string();
            let title = words.of_track("call-closed-title", track);
            (title, paragraphs(&[&words.of_track("call-closed-body", track), &closed]))
        }
        News::Timetable { number: 1, .. } => {
            (words.of_edition("timetable-title").to_string(), words.messages.t("timetable-body").to_string())
        }
        News::Timetable { number, changes } => {
            let body = words.messages.t("timetable-changed-body").arg("number", number.to_string());
            let body = body.arg("changes", *changes);
            (words.of_edition("timetable-changed-title").to_string(), body.to_string())
        }
    }
}

struct Words<'a> {
    messages: Messages,
    conference: &'a Conference,
}

impl<'a> Words<'a> {
    fn name(&self) -> &'a str {
        self.conference.name.as_str()
    }

    fn of_edition(&self, id: &'a str) -> Text<'a> {
        self.messages.t(id).arg("conference", self.name())
    }

    fn of_track(&self, id: &str, track: &Track) -> String {
        self.messages.t(id).arg("track", track.name.as_str()).to_string()
    }

    /// About passes: how long people can still register goes last.
    fn of_registration(&self, title: &'a str, body: &Text<'_>) -> (String, String) {
        (self.of_edition(title).to_string(), paragraphs(&[&body.to_string(), &self.stays_open()]))
    }

    fn stays_open(&self) -> String {
        let closes = self.messages.instant(self.conference.registration.closes.at, &self.conference.time_zone);
        self.messages.t("stays-open").arg("closes", closes).to_string()
    }

    fn closes(&self, call: &Call) -> String {
        self.messages.spelled(&call.closes, &self.conference.time_zone)
    }

    fn until(&self, track: &Track, call: &Call) -> String {
        self.messages.t("call-until").arg("track", track.name.as_str()).arg("closes", self.closes(call)).to_string()
    }
}

fn paragraphs(all: &[&str]) -> String {
    all.join("\n\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn conference(language: &str) -> Conference {
        let document = json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030", "language": language,
            "starts_on": "2030-05-01", "ends_on": "2030-05-03", "time_zone": "Europe/Berlin",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-20T18:00:00"},
            "pools": [{"id": "general", "capacity": 10}],
        });
        domain::conference::read(&document).expect("the definition is right")
    }

    #[test]
    fn an_edition_announces_in_its_language_with_its_plurals() {
        let general = "general".parse().expect("a pool");
        let sold_out = News::SoldOut { pool: &general, seq: 0 };
        let released = |passes, waiting| News::Released { of: "x", passes, waiting };
        let changed = |changes| News::Timetable { number: 2, changes };
        let said = |news: &News<'_>, language: &str| {
            let (title, body) = words(news, &conference(language));
            format!("{title}: {body}").replace(['\u{2068}', '\u{2069}'], "")
        };
        for (news, english, german) in [
            (sold_out.clone(), "Demo 2030 is sold out", "Demo 2030 ist ausverkauft"),
            (sold_out, "until Sat 20 April 2030, 18:00 CEST", "bis Sa, 20. April 2030, 18:00 CEST"),
            (released(1, 2), "1 reserved pass was not", "1 reservierter Pass wurde nicht"),
            (released(2, 1), "1 person is on the waitlist", "1 Person steht auf der Warteliste"),
            (changed(1), "changes one session", "ändert einen Beitrag"),
            (changed(3), "changes 3 sessions", "ändert 3 Beiträge"),
        ] {
            assert!(said(&news, "en").contains(english), "{}", said(&news, "en"));
            assert!(said(&news, "de").contains(german), "{}", said(&news, "de"));
        }
    }
}
