//! What the organizer does: announcements, and the attendance of the edition before.

use jiff::civil::date;
use serde_json::json;

use super::SeasonError;
use super::calendar::at;
use super::event::{Act, Event};
use super::people::{Person, was_there_before};
use super::play::{ORGANIZER, Visitor};
use super::text::{Announcement, Text};
use super::waitlist::{WAITERS, Waiter};

pub(super) fn events(text: &Text) -> Vec<Event> {
    let announced = text.announcements.iter().enumerate();
    let announced = announced.map(|(index, text)| Event::new(at(text.at), Act::Announce { index }));
    let imported = Event::new(at(date(2023, 4, 25).at(11, 5, 0, 0)), Act::ImportHistory);
    announced.chain([imported]).collect()
}

pub(super) async fn announce(visitor: &Visitor<'_>, announcement: &Announcement) -> Result<(), SeasonError> {
    let body = json!({ "title": announcement.title, "body": announcement.body });
    visitor.ask("POST", "/announcements", Some(&visitor.sign_in(ORGANIZER)), &body).await.map(drop)
}

/// Without earlier attendance there are no newcomers.
pub(super) async fn import_history(visitor: &Visitor<'_>) -> Result<(), SeasonError> {
    let registered = (1..400).filter(|number| was_there_before(*number)).map(Person::attendee);
    let waiting = (0..WAITERS).map(Waiter::new).filter(Waiter::was_there_before).map(|waiter| waiter.person);
    let lines: Vec<_> = registered.chain(waiting).map(|person| person.email).collect();
    let (token, path) = (visitor.sign_in(ORGANIZER), "/history?edition=lpc-2022");
    let (status, answer) = visitor
        .send("POST", path, Some(&token), "text/csv; charset=utf-8", format!("email\n{}", lines.join("\n")))
        .await?;
    if status < 300 { Ok(()) } else { Err(SeasonError::Answer(format!("{path}: {status} {answer}"))) }
}
