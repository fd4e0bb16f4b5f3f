//! The waitlist: people who came too late, the passes that came back for them, and their answers.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use serde_json::{Value, json};

use super::SeasonError;
use super::calendar::{SOLD_OUT, at, scatter, time_on};
use super::event::{Act, Event};
use super::people::Person;
use super::play::{ORGANIZER, Visitor};
use super::text::{Text, pick};

/// How many people join until 15 August.
pub(super) const WAITERS: usize = 42;

/// Of them, those who join in the first hour: their offers can lapse within the season.
const FIRST: usize = 9;

/// A person on the waitlist.
#[derive(Clone, Debug)]
pub(super) struct Waiter {
    pub(super) person: Person,
    kind: Kind,
    number: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Contributor,
    Newcomer,
    Other,
}

impl Waiter {
    pub(super) fn new(number: usize) -> Self {
        let kind = match number % 5 {
            0 => Kind::Contributor,
            1 | 3 => Kind::Newcomer,
            _ => Kind::Other,
        };
        // These speakers have no pass: those with one have numbers of the form 3n + 1.
        let person = match kind {
            Kind::Contributor => Person::speaker(2 + number / 5 * 3),
            Kind::Newcomer | Kind::Other => Person::attendee(2000 + number),
        };
        Self { person, kind, number }
    }

    pub(super) fn was_there_before(&self) -> bool {
        self.kind == Kind::Other
    }

    fn reason<'a>(&self, text: &'a Text) -> &'a str {
        let reasons = match self.kind {
            Kind::Contributor => &text.reasons.contributor,
            Kind::Newcomer => &text.reasons.newcomer,
            Kind::Other => &text.reasons.everyone,
        };
        pick(reasons, self.number / 2)
    }

    fn joins_at(&self) -> DateTime {
        if self.number < FIRST {
            let minutes = i64::try_from(self.number * 2).expect("less than an hour");
            return SOLD_OUT.at(8, 11, 0, 0).checked_add(minutes.minutes()).expect("the same day");
        }
        // Most come in the first two days.
        let after = [0, 0, 0, 1, 1, 2][self.number % 6];
        let day = SOLD_OUT.checked_add(after.days()).expect("within the season");
        time_on(day, 900 + self.number, 10, 22)
    }
}

/// Cancellations after the sell-out: the number of the holder, and when.
fn cancellations() -> Vec<(usize, DateTime)> {
    // These passes are offered at once, and the offers end before 15 August, 9:30.
    let early = (0..4).map(|index| (23 + 13 * index, SOLD_OUT.at(8, 40 + i8::try_from(index).expect("few"), 20, 0)));
    let days: [Date; 8] = [
        SOLD_OUT,
        date(2023, 8, 13),
        date(2023, 8, 13),
        date(2023, 8, 13),
        date(2023, 8, 14),
        date(2023, 8, 14),
        date(2023, 8, 14),
        date(2023, 8, 14),
    ];
    let later = days.into_iter().enumerate().map(|(index, day)| (80 + 11 * index, time_on(day, 950 + index, 12, 20)));
    early.chain(later).collect()
}

pub(super) fn events() -> Vec<Event> {
    let mut events = vec![Event::new(at(SOLD_OUT.at(8, 9, 0, 0)), Act::FindSoldOut { waiter: 0 })];
    for waiter in 0..WAITERS {
        events.push(Event::new(at(Waiter::new(waiter).joins_at()), Act::Join { waiter }));
    }
    events.extend(cancellations().into_iter().map(|(number, local)| Event::new(at(local), Act::Cancel { number })));
    let answers = [
        (SOLD_OUT.at(9, 30, 0, 0), 1, 1),
        (date(2023, 8, 13).at(21, 10, 0, 0), 2, 0),
        (date(2023, 8, 14).at(10, 45, 0, 0), 1, 1),
        (date(2023, 8, 14).at(21, 20, 0, 0), 1, 0),
    ];
    for (local, accept, decline) in answers {
        events.push(Event::new(at(local), Act::AnswerOffers { accept, decline }));
    }
    events.push(Event::new(at(date(2023, 8, 14).at(23, 5, 0, 0)), Act::Leave { waiter: 22 }));
    events.push(Event::new(at(date(2023, 8, 14).at(11, 15, 0, 0)), Act::MoveUp { waiter: 18 }));
    events
}

/// The answer that makes people join the waitlist.
pub(super) async fn find_sold_out(visitor: &Visitor<'_>, waiter: usize) -> Result<(), SeasonError> {
    let Person { name, email } = Waiter::new(waiter).person;
    let body = json!({ "name": name, "email": email, "attendance": "in_person" }).to_string();
    let (status, answer) = visitor.send("POST", "/registrations", None, "application/json", body).await?;
    if status == 409 { Ok(()) } else { Err(SeasonError::Answer(format!("it is not sold out: {status} {answer}"))) }
}

pub(super) async fn join(visitor: &Visitor<'_>, waiter: usize, text: &Text) -> Result<(), SeasonError> {
    let waiter = Waiter::new(waiter);
    let Person { name, email } = &waiter.person;
    let body = json!({
        "name": name,
        "email": email,
        "reason": waiter.reason(text),
        "affiliation": pick(&text.affiliations, scatter(waiter.number, 89)),
    });
    let made = visitor.ask("POST", "/waitlist", None, &body).await?;
    visitor.play.note("entry", email, &made)
}

/// The addresses of people with an open offer, the latest offer first.
pub(super) async fn open_offers(visitor: &Visitor<'_>) -> Result<Vec<String>, SeasonError> {
    let token = visitor.sign_in(ORGANIZER);
    let (mut offers, mut path) = (Vec::new(), "/waitlist".to_owned());
    loop {
        let page = visitor.ask("GET", &path, Some(&token), &Value::Null).await?;
        for entry in page["waitlist"].as_array().into_iter().flatten() {
            if entry["state"] == "offered" {
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                offers.push((text(&entry["offer"]["offered_at"]), text(&entry["email"])));
            }
        }
        match page["next"].as_str().and_then(|next| next.split_once(&visitor.play.home)) {
            Some((_, next)) => next.clone_into(&mut path),
            None => break,
        }
    }
    offers.sort_unstable();
    Ok(offers.into_iter().rev().map(|(_, email)| email).collect())
}

/// The people with the latest offers answer them.
pub(super) async fn answer_offers(visitor: &Visitor<'_>, accept: usize, decline: usize) -> Result<(), SeasonError> {
    let answers = std::iter::repeat_n("accept", accept).chain(std::iter::repeat_n("decline", decline));
    for (email, answer) in open_offers(visitor).await?.iter().zip(answers) {
        let made = visitor.play.made("entry", email)?;
        visitor.ask("POST", &format!("/waitlist/{}/{answer}", made.id), Some(&made.token), &json!({})).await?;
    }
    Ok(())
}

pub(super) async fn leave(visitor: &Visitor<'_>, waiter: usize) -> Result<(), SeasonError> {
    let made = visitor.play.made("entry", &Waiter::new(waiter).person.email)?;
    visitor.ask("DELETE", &format!("/waitlist/{}", made.id), Some(&made.token), &Value::Null).await.map(drop)
}

/// An organizer changes a person's class.
pub(super) async fn move_up(visitor: &Visitor<'_>, waiter: usize) -> Result<(), SeasonError> {
    let made = visitor.play.made("entry", &Waiter::new(waiter).person.email)?;
    let body = json!({ "class": "contributor", "reason": "Chairs a session of the networking track." });
    let token = visitor.sign_in(ORGANIZER);
    visitor.ask("PATCH", &format!("/waitlist/{}", made.id), Some(&token), &body).await.map(drop)
}
