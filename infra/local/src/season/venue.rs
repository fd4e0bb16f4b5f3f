//! At the venue, from the first day until the second morning: people come, a session starts late, leads add recordings,
//! and people rate sessions.

use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::SeasonError;
use super::calendar::{at, scatter, time_on};
use super::event::{Act, Event};
use super::people::Person;
use super::play::Visitor;
use super::roles::{DOOR_HELPERS, door_helper};
use super::text::{Text, pick};

const FIRST_DAY: Date = date(2023, 11, 13);
const SECOND_DAY: Date = date(2023, 11, 14);

/// The track whose sessions of the second morning start later.
const LATE: &str = "tracing";

/// Minutes by which they do.
const LATE_BY: u32 = 10;

/// The tracks whose leads add recordings on the first evening, and at what hour.
const RECORDED: &[(&str, i8)] = &[("refereed", 18), ("networking", 21)];

/// Of so many people, one was scanned while the device had no network.
const OFFLINE: usize = 9;

/// How many sessions people rate, and how many of them rate each.
const RATED: usize = 5;
const RATINGS: usize = 8;

/// The events of `holders` of passes in person.
pub(super) fn events(holders: usize) -> Vec<Event> {
    let arrivals = (1..=holders).filter_map(|number| Some(Event::new(arrives_at(number)?, Act::CheckIn { number })));
    let mut events: Vec<_> = arrivals.collect();
    events.push(Event::new(at(SECOND_DAY.at(9, 50, 0, 0)), Act::StartLater));
    for (track, hour) in RECORDED {
        events.push(Event::new(at(FIRST_DAY.at(*hour, 30, 0, 0)), Act::AddRecordings { track }));
    }
    events.push(Event::new(at(FIRST_DAY.at(22, 10, 0, 0)), Act::RateSessions));
    events
}

/// When a person comes to the door. Most come on the first morning, and some never do.
fn arrives_at(number: usize) -> Option<Timestamp> {
    let (day, from, until) = match scatter(number + 12_000, 100) {
        0..64 => (FIRST_DAY, 8, 11),
        64..74 => (FIRST_DAY, 13, 16),
        // Until the scene.
        74..88 => (SECOND_DAY, 8, 10),
        _ => return None,
    };
    Some(at(time_on(day, number + 13_000, from, until)))
}

/// Someone at the door checks a person in. A pass that was cancelled meanwhile is refused.
pub(super) async fn check_in(visitor: &Visitor<'_>, number: usize) -> Result<(), SeasonError> {
    let made = visitor.play.made("registration", &Person::holder(number).email)?;
    let helper = number % DOOR_HELPERS;
    let late = if number.is_multiple_of(OFFLINE) { 12 } else { 0 };
    let scan = json!({
        "registration": made.id,
        "at": (visitor.now() - late.minutes()).to_string(),
        "device": format!("device-{}", helper + 1),
    });
    let token = visitor.sign_in(&door_helper(helper));
    let (status, answer) =
        visitor.send("POST", "/check-ins", Some(&token), "application/json", scan.to_string()).await?;
    if status == 200 || (status == 409 && answer.contains("registration-cancelled")) {
        return Ok(());
    }
    Err(SeasonError::Answer(format!("the check-in of holder {number}: {status} {answer}")))
}

/// The sessions of the public timetable that start on a day, in order of time.
async fn sessions_on(visitor: &Visitor<'_>, day: Date) -> Result<Vec<Value>, SeasonError> {
    let timetable = visitor.ask("GET", "/timetable", None, &Value::Null).await?;
    let (from, until) = (at(day.at(0, 0, 0, 0)), at(day.at(23, 59, 0, 0)));
    let starts = |session: &Value| session["starts_at"].as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let mut sessions: Vec<_> = timetable["sessions"].as_array().into_iter().flatten().cloned().collect();
    sessions.retain(|session| starts(session).is_some_and(|at| from <= at && at < until));
    sessions.sort_by_key(|session| (starts(session), text(session, "id")));
    Ok(sessions)
}

fn text(session: &Value, field: &str) -> String {
    session[field].as_str().unwrap_or_default().to_owned()
}

/// The lead of the late track shifts its next session and those after it.
pub(super) async fn start_later(visitor: &Visitor<'_>) -> Result<(), SeasonError> {
    let (now, sessions) = (visitor.now().to_string(), sessions_on(visitor, SECOND_DAY).await?);
    let next = sessions.iter().find(|session| session["track"] == LATE && text(session, "starts_at") > now);
    let next = next.ok_or_else(|| SeasonError::Answer(format!("no session of {LATE} comes after {now}")))?;
    let body = json!({ "session": next["id"], "minutes": LATE_BY, "reason": "The discussion before it took longer." });
    let token = visitor.sign_in(&format!("lead.{LATE}@example.org"));
    visitor.ask("POST", "/timetable/shift", Some(&token), &body).await.map(drop)
}

/// A lead adds the recordings of the first day, and slides to some.
pub(super) async fn add_recordings(visitor: &Visitor<'_>, track: &str) -> Result<(), SeasonError> {
    let token = visitor.sign_in(&format!("lead.{track}@example.org"));
    let sessions = sessions_on(visitor, FIRST_DAY).await?;
    for (index, session) in sessions.iter().filter(|session| session["track"] == track).enumerate() {
        let code = text(session, "code").to_lowercase();
        let mut links = vec![json!({ "kind": "recording", "url": format!("https://video.example.org/{code}") })];
        if index.is_multiple_of(2) {
            links.push(json!({ "kind": "slides", "url": format!("https://slides.example.org/{code}.pdf") }));
        }
        let path = format!("/sessions/{}", text(session, "id"));
        visitor.ask("PATCH", &path, Some(&token), &json!({ "links": links })).await?;
    }
    Ok(())
}

/// People rate sessions of the first day, some with a comment. Those without a pass can't.
pub(super) async fn rate_sessions(visitor: &Visitor<'_>, comments: &Text) -> Result<(), SeasonError> {
    let sessions = sessions_on(visitor, FIRST_DAY).await?;
    let refereed = sessions.iter().filter(|session| session["track"] == "refereed").take(RATED);
    for (index, session) in refereed.enumerate() {
        let path = format!("/sessions/{}/feedback", text(session, "id"));
        for number in 120 + index * RATINGS..120 + (index + 1) * RATINGS {
            let token = visitor.sign_in(&Person::holder(number).email);
            let rating = [5, 4, 5, 3, 4, 2, 5][scatter(number, 7)];
            let mut body = json!({ "rating": rating });
            if number.is_multiple_of(2) {
                body["comment"] = json!(pick(&comments.comments, number / 2));
            }
            let sent = visitor.send("POST", &path, Some(&token), "application/json", body.to_string());
            let (status, answer) = sent.await?;
            if status != 200 && !answer.contains("feedback-not-open") {
                return Err(SeasonError::Answer(format!("{path}: {status} {answer}")));
            }
        }
    }
    Ok(())
}
