//! The events of a season in the order of time, and how they are played.

use domain::conference::Conference;
use futures_util::future::try_join;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::calendar::{SOLD_OUT, ZONE};
use super::calls::Talks;
use super::event::{Act, Event};
use super::play::{Play, Visitor};
use super::text::Text;
use super::{Scene, SeasonError, calls, day, mails, news, people, reviews, roles, venue, waitlist};

/// The requests in progress at once.
const AT_ONCE: usize = 32;

/// What the events need to know.
pub(super) struct Timeline<'a> {
    conference: &'a Conference,
    events: Vec<Event>,
    text: Text,
    talks: Talks,
}

/// The events up to a scene.
pub(super) fn of(scene: Scene, conference: &Conference) -> Result<Timeline<'_>, SeasonError> {
    let text = Text::read()?;
    let talks = Talks::of(conference, &text)?;
    let passes = conference.pools.iter().find(|pool| pool.id.as_str() == "general").map_or(0, |pool| pool.capacity);
    let passes = usize::try_from(passes).expect("a few hundred");
    let mut events = news::events(&text);
    events.extend(roles::events());
    events.extend(people::events(passes));
    events.extend(waitlist::events());
    events.extend(calls::events(&talks));
    events.extend(reviews::events(&talks));
    events.extend(mails::events());
    if scene == Scene::Day {
        events.extend(day::events(conference, &talks, &text, people::holders(passes)));
        events.extend(venue::events(people::holders(passes)));
    }
    events.retain(|event| event.at < scene.shows());
    events.sort_by_key(|event| event.at);
    Ok(Timeline { conference, events, text, talks })
}

/// Events whose order among each other does not matter, but for [`Act::takes_number`]: those of a day,
/// and of a few hours while people wait. The morning of the sell-out goes hour by hour.
fn window(at: Timestamp) -> (jiff::civil::Date, i8) {
    let local = at.to_zoned(TimeZone::get(ZONE).expect("a zone")).datetime();
    let part = match local.hour() {
        hour if local.date() == SOLD_OUT && hour < 12 => hour,
        hour if local.date() >= SOLD_OUT => 12 + hour / 3,
        _ => 0,
    };
    (local.date(), part)
}

/// Plays the events. The workflows run before and after each window, and whenever something is due in between.
pub(super) async fn perform(play: &Play, timeline: Timeline<'_>) -> Result<(), SeasonError> {
    let Timeline { events, .. } = &timeline;
    let numbered: Vec<_> = events.iter().enumerate().collect();
    for events in numbered.chunk_by(|(_, one), (_, next)| window(one.at) == window(next.at)) {
        let (first, last) = (events[0].1.at, events[events.len() - 1].1.at);
        play.pass_until(first).await?;
        let (programme, others): (Vec<_>, Vec<_>) = (0..events.len()).partition(|at| events[*at].1.act.takes_number());
        let played = |at: usize| {
            let (number, event) = events[at];
            act(play.visitor(event.at, number), &event.act, &timeline)
        };
        let programme = stream::iter(programme.into_iter().map(played)).buffered(1).try_collect::<()>();
        let others = stream::iter(others.into_iter().map(played)).buffer_unordered(AT_ONCE).try_collect::<()>();
        try_join(programme, others).await?;
        play.stack.clock().set(last);
    }
    Ok(())
}

async fn act(visitor: Visitor<'_>, act: &Act, timeline: &Timeline<'_>) -> Result<(), SeasonError> {
    let (visitor, Timeline { conference, text, talks, .. }) = (&visitor, timeline);
    match *act {
        Act::ImportHistory => news::import_history(visitor).await,
        Act::Announce { index } => news::announce(visitor, &text.announcements[index]).await,
        Act::OfferRole { index } => roles::offer(visitor, index).await,
        Act::AcceptRole { index } => roles::accept(visitor, index).await,
        Act::Register { number } => people::register(visitor, number, text).await,
        Act::RegisterOnline { number } => people::register_online(visitor, number, text).await,
        Act::Cancel { number } => people::cancel(visitor, number).await,
        Act::FindSoldOut { waiter } => waitlist::find_sold_out(visitor, waiter).await,
        Act::Join { waiter } => waitlist::join(visitor, waiter, text).await,
        Act::AnswerOffers { accept, decline } => waitlist::answer_offers(visitor, accept, decline).await,
        Act::Leave { waiter } => waitlist::leave(visitor, waiter).await,
        Act::MoveUp { waiter } => waitlist::move_up(visitor, waiter).await,
        Act::Propose { talk } => calls::propose(visitor, &talks.0[talk]).await,
        Act::Withdraw { talk } => calls::withdraw(visitor, &talks.0[talk]).await,
        Act::Review { reviewer, talk } => reviews::review(visitor, reviewer, &talks.0[talk], text).await,
        Act::DecideTracks => calls::decide_tracks(visitor, talks).await,
        Act::ReleaseTracks => calls::release(visitor, "microconferences").await,
        Act::Bounce { number } => mails::bounce(visitor, number).await,
        Act::BounceOffer => mails::bounce_offer(visitor).await,
        Act::Decide { talk } => day::decide(visitor, &talks.0[talk]).await,
        Act::Release { track } => calls::release(visitor, conference.tracks[track].id.as_str()).await,
        Act::Confirm { talk } => day::confirm(visitor, &talks.0[talk]).await,
        Act::Reconfirm { number, is_coming } => day::reconfirm(visitor, number, is_coming).await,
        Act::PublishTimetable => day::publish_timetable(visitor).await,
        Act::ProposeBof { index } => day::propose_bof(visitor, index, &text.bofs[index]).await,
        Act::CheckIn { number } => venue::check_in(visitor, number).await,
        Act::StartLater => venue::start_later(visitor).await,
        Act::AddRecordings { track } => venue::add_recordings(visitor, track).await,
        Act::RateSessions => venue::rate_sessions(visitor, text).await,
    }
}
