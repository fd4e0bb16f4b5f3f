//! Mails that come back.

use jiff::civil::date;

use super::SeasonError;
use super::calendar::{SOLD_OUT, at};
use super::event::{Act, Event};
use super::people::Person;
use super::play::Visitor;
use super::waitlist::open_offers;
use crate::local_routes::feedback;

pub(super) fn events() -> Vec<Event> {
    let bounces = [(3, date(2023, 6, 29)), (41, date(2023, 7, 14)), (90, SOLD_OUT)];
    let mut events: Vec<_> =
        bounces.into_iter().map(|(number, day)| Event::new(at(day.at(23, 40, 0, 0)), Act::Bounce { number })).collect();
    events.push(Event::new(at(date(2023, 8, 14).at(19, 15, 0, 0)), Act::BounceOffer));
    events
}

async fn bounce_mail_to(visitor: &Visitor<'_>, email: &str) -> Result<(), SeasonError> {
    let mail = visitor.play.mail_to(email)?;
    visitor.play.stack.process_feedback(&feedback::event(&mail, "bounce", visitor.now())).await?;
    Ok(())
}

pub(super) async fn bounce(visitor: &Visitor<'_>, number: usize) -> Result<(), SeasonError> {
    bounce_mail_to(visitor, &Person::holder(number).email).await
}

/// The latest offer does not arrive.
pub(super) async fn bounce_offer(visitor: &Visitor<'_>) -> Result<(), SeasonError> {
    match open_offers(visitor).await?.first() {
        Some(email) => bounce_mail_to(visitor, email).await,
        None => Err(SeasonError::Answer("there is no offer that could bounce".into())),
    }
}
