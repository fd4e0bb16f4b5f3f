//! Registrations: a surge when registration opens, quiet weekends, and a rush for the last passes.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::SeasonError;
use super::calendar::{OPENS, SOLD_OUT, at, days_between, is_weekend, scatter, spread, time_on};
use super::event::{Act, Event};
use super::play::Visitor;
use super::text::{Text, pick};

/// Cancellations before the sell-out; their passes go back on sale.
const EARLY_CANCELLATIONS: usize = 9;

/// Passes that are sold in the last hours before the sell-out.
const LAST_PASSES: usize = 11;

const VIRTUAL: usize = 60;

/// Relative numbers of registrations on the first days, and on the last before the sell-out.
const FIRST_DAYS: &[usize] = &[34, 22, 15, 11, 8];
const LAST_DAYS: &[usize] = &[9, 13, 17, 21, 24];
const ORDINARY_DAY: usize = 6;
const WEEKEND_DAY: usize = 2;

/// A person of the season. All are roles at example.org.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
}

impl Person {
    pub(super) fn attendee(number: usize) -> Self {
        Self { name: format!("Attendee {number}"), email: format!("attendee-{number}@example.org") }
    }

    pub(super) fn speaker(number: usize) -> Self {
        Self { name: format!("Speaker {number}"), email: format!("speaker-{number}@example.org") }
    }

    /// The holder of a pass in person. Every twelfth is a speaker; other speakers wait too long.
    pub(super) fn holder(number: usize) -> Self {
        if number % 12 == 5 { Self::speaker(1 + number / 12 * 3) } else { Self::attendee(number) }
    }

    pub(super) fn online(number: usize) -> Self {
        Self::attendee(1000 + number)
    }
}

/// Whether this attendee was at the edition before.
pub(super) fn was_there_before(number: usize) -> bool {
    scatter(number, 5) < 3
}

/// How many people get a pass before the sell-out, with those who cancel early.
pub(super) fn holders(passes: usize) -> usize {
    passes + EARLY_CANCELLATIONS
}

fn in_person_days(total: usize) -> Vec<Date> {
    let count = days_between(OPENS, SOLD_OUT);
    let weight = |offset: usize| {
        let day = OPENS.checked_add(i64::try_from(offset).expect("a few days").days()).expect("within the season");
        let base = if is_weekend(day) { WEEKEND_DAY } else { ORDINARY_DAY };
        let first = FIRST_DAYS.get(offset).copied();
        let last = (offset + LAST_DAYS.len()).checked_sub(count).map(|index| LAST_DAYS[index]);
        first.or(last).unwrap_or(base)
    };
    let weights: Vec<_> = (0..count).map(weight).collect();
    spread(OPENS, &weights, total)
}

/// All registrations and early cancellations; `passes` are on sale in person.
pub(super) fn events(passes: usize) -> Vec<Event> {
    let total = holders(passes);
    let mut events = Vec::new();
    let days = in_person_days(total - LAST_PASSES);
    for (index, day) in days.iter().enumerate() {
        let from = if *day == OPENS { 10 } else { 7 };
        events.push(Event::new(at(time_on(*day, index, from, 23)), Act::Register { number: index + 1 }));
    }
    for index in days.len()..total {
        events.push(Event::new(at(time_on(SOLD_OUT, index, 0, 8)), Act::Register { number: index + 1 }));
    }
    for index in 0..EARLY_CANCELLATIONS {
        let day = OPENS.checked_add((9 + 4 * i64::try_from(index).expect("few")).days()).expect("within the season");
        let number = 1 + 7 * index;
        events.push(Event::new(at(time_on(day, 500 + index, 9, 20)), Act::Cancel { number }));
    }
    let weights = vec![1; days_between(OPENS, SOLD_OUT) + 3];
    for (index, day) in spread(OPENS, &weights, VIRTUAL).iter().enumerate() {
        events.push(Event::new(at(time_on(*day, 700 + index, 10, 23)), Act::RegisterOnline { number: index + 1 }));
    }
    events
}

/// The answers to the edition's questions.
fn answers(number: usize) -> Value {
    const SIZES: &[&str] = &["S", "M", "M", "L", "L", "XL", "XS", "2XL"];
    let size = SIZES[scatter(number, SIZES.len())];
    match scatter(number, 9) {
        0 => json!({ "t_shirt_size": size, "dietary_needs": "Vegetarian" }),
        1 => json!({ "t_shirt_size": size, "dietary_needs": "No nuts, please" }),
        2 => json!({}),
        _ => json!({ "t_shirt_size": size }),
    }
}

fn registration(person: &Person, number: usize, text: &Text) -> Value {
    let mut body = json!({ "name": person.name, "email": person.email, "answers": answers(number) });
    if scatter(number, 6) > 0 {
        body["affiliation"] = json!(pick(&text.affiliations, scatter(number, 97)));
    }
    if scatter(number, 3) > 0 {
        body["first_time"] = json!(!was_there_before(number));
    }
    body
}

pub(super) async fn register(visitor: &Visitor<'_>, number: usize, text: &Text) -> Result<(), SeasonError> {
    let person = Person::holder(number);
    let mut body = registration(&person, number, text);
    body["attendance"] = json!("in_person");
    let made = visitor.ask("POST", "/registrations", None, &body).await?;
    visitor.play.note("registration", &person.email, &made)
}

pub(super) async fn register_online(visitor: &Visitor<'_>, number: usize, text: &Text) -> Result<(), SeasonError> {
    let person = Person::online(number);
    let mut body = registration(&person, 1000 + number, text);
    body["attendance"] = json!("virtual");
    visitor.ask("POST", "/registrations", None, &body).await.map(drop)
}

pub(super) async fn cancel(visitor: &Visitor<'_>, number: usize) -> Result<(), SeasonError> {
    let made = visitor.play.made("registration", &Person::holder(number).email)?;
    visitor.ask("DELETE", &format!("/registrations/{}", made.id), Some(&made.token), &Value::Null).await.map(drop)
}
