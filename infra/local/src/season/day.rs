//! From the deadlines to the second day of the conference.

use domain::conference::Conference;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde_json::json;

use super::SeasonError;
use super::calendar::{at, scatter, time_on};
use super::calls::{self, Talk, Talks};
use super::event::{Act, Event};
use super::people::Person;
use super::play::Visitor;
use super::text::{Bof, Fate, Text};

/// The refereed track decides first; its reviews are complete by then.
const REFEREED_DECIDED: Date = date(2023, 9, 5);
const OTHERS_DECIDED: Date = date(2023, 9, 26);

/// The question whether they are still coming goes out on this day.
const ASKED: Date = date(2023, 10, 9);

/// Of ten holders, how many answer. The others keep their passes.
const ANSWERING: usize = 7;

pub(super) fn events(conference: &Conference, talks: &Talks, text: &Text, holders: usize) -> Vec<Event> {
    let mut events = decisions(conference, talks);
    events.extend(answers(holders));
    events.push(Event::new(at(date(2023, 10, 25).at(11, 0, 0, 0)), Act::PublishTimetable));
    for index in 0..text.bofs.len() {
        let day = date(2023, 10, 30).checked_add((2 * i64::try_from(index).expect("few")).days());
        let when = time_on(day.expect("before the conference"), 600 + index, 9, 21);
        events.push(Event::new(at(when), Act::ProposeBof { index }));
    }
    events
}

fn decided_on(track: &str) -> Date {
    if track == "refereed" { REFEREED_DECIDED } else { OTHERS_DECIDED }
}

fn decisions(conference: &Conference, talks: &Talks) -> Vec<Event> {
    let mut events = Vec::new();
    let submitted = talks.0.iter().enumerate().filter(|(_, talk)| talk.fate == Fate::Submitted);
    for (index, talk) in submitted.filter(|(_, talk)| talk.track != "microconferences") {
        let day = decided_on(&talk.track);
        events.push(Event::new(at(day.at(14, 5, 0, 0)), Act::Decide { talk: index }));
        if talk.is_chosen {
            let confirmed = day.checked_add(2.days()).expect("in September");
            events.push(Event::new(at(confirmed.at(10, 30, 0, 0)), Act::Confirm { talk: index }));
        }
    }
    for (index, track) in conference.tracks.iter().enumerate() {
        if talks.0.iter().any(|talk| talk.track == track.id.as_str() && talk.is_chosen) {
            let released = decided_on(track.id.as_str()).checked_add(1.day()).expect("in September");
            events.push(Event::new(at(released.at(9, 30, 0, 0)), Act::Release { track: index }));
        }
    }
    events
}

/// The holders' answers, most of them on the first day.
fn answers(holders: usize) -> Vec<Event> {
    let answering = (1..=holders).filter(|number| scatter(number + 5000, 10) < ANSWERING);
    answering
        .map(|number| {
            let days = [0, 0, 0, 1, 3][scatter(number, 5)];
            let day = ASKED.checked_add(days.days()).expect("in October");
            let is_coming = scatter(number + 9000, 20) > 0;
            Event::new(at(day.at(18, 0, 0, 0)), Act::Reconfirm { number, is_coming })
        })
        .collect()
}

pub(super) async fn decide(visitor: &Visitor<'_>, talk: &Talk) -> Result<(), SeasonError> {
    let (decision, note) = match (talk.is_chosen, talk.number % 4) {
        (true, _) => ("accepted", "We look forward to it."),
        (false, 0) => ("standby", "If a slot becomes free, we will come back to you."),
        (false, _) => ("rejected", "We had many more proposals than slots. Please consider a BoF."),
    };
    calls::decide(visitor, talk, decision, note).await
}

pub(super) async fn confirm(visitor: &Visitor<'_>, talk: &Talk) -> Result<(), SeasonError> {
    let id = visitor.play.made("proposal", &talk.title)?.id;
    let token = visitor.sign_in(&Person::speaker(talk.number).email);
    visitor.ask("POST", &format!("/proposals/{id}/confirm"), Some(&token), &json!({})).await.map(drop)
}

/// People who have cancelled before were not asked.
pub(super) async fn reconfirm(visitor: &Visitor<'_>, number: usize, is_coming: bool) -> Result<(), SeasonError> {
    let made = visitor.play.made("registration", &Person::holder(number).email)?;
    let path = format!("/registrations/{}/reconfirm", made.id);
    let body = json!({ "coming": is_coming }).to_string();
    let (status, answer) = visitor.send("POST", &path, Some(&made.token), "application/json", body).await?;
    if status == 200 || status == 409 { Ok(()) } else { Err(SeasonError::Answer(format!("{path}: {status} {answer}"))) }
}

pub(super) async fn publish_timetable(visitor: &Visitor<'_>) -> Result<(), SeasonError> {
    visitor.play.stack.load_sample_programme(&visitor.play.conference).await?;
    Ok(())
}

/// The first of a few people who still has a pass proposes a BoF.
pub(super) async fn propose_bof(visitor: &Visitor<'_>, index: usize, bof: &Bof) -> Result<(), SeasonError> {
    let body = json!({ "title": bof.title, "abstract": bof.abstract_text }).to_string();
    let mut refusal = String::new();
    for number in 110 + 20 * index..130 + 20 * index {
        let token = visitor.sign_in(&Person::holder(number).email);
        let (status, answer) = visitor.send("POST", "/bofs", Some(&token), "application/json", body.clone()).await?;
        if status == 201 {
            return Ok(());
        }
        refusal = answer;
    }
    Err(SeasonError::Answer(format!("the BoF {}: {refusal}", bof.title)))
}
