//! What the mails about BoFs say.

use context::Context;
use domain::conference::Conference;
use domain::instant::readable;
use domain::mail::Mail;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::calendar::room;
use crate::letter::{Letter, questions};

fn bof_url(ctx: &Context, mail: &Mail, conference: &Conference) -> String {
    format!("{}/conferences/{}/bofs/{}", ctx.settings().base_url, conference.id, mail.fact("bof"))
}

fn list_url(ctx: &Context, conference: &Conference) -> String {
    format!("{}/conferences/{}/bofs", ctx.settings().base_url, conference.id)
}

/// Title, time and room; the time on the conference's clocks and in UTC.
fn facts(mail: &Mail, conference: &Conference) -> Vec<(String, String)> {
    let mut facts = vec![("BoF".to_owned(), mail.fact("title").to_owned())];
    for occasion in mail.occasions() {
        facts.push(("When".into(), when(occasion.starts_at, conference)));
        facts.push(("Room".into(), room(conference, &occasion.room).to_owned()));
    }
    facts
}

/// An instant on the conference's clocks and in UTC.
pub(crate) fn when(at: Timestamp, conference: &Conference) -> String {
    format!("{} ({})", readable(at, &conference.time_zone), readable(at, &TimeZone::UTC))
}

pub(crate) fn placed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let opening = if mail.fact("waited") == "yes" {
        "A slot came back, and it is your BoF's. It is on the timetable; you need do nothing."
    } else {
        "Your BoF has a slot. It is on the timetable; you need do nothing."
    };
    Letter {
        subject: format!("Your BoF has a slot: {}", mail.fact("title")),
        opening: vec![opening.into()],
        facts: facts(mail, conference),
        button: Some(("See it, change its text, or call it off".into(), bof_url(ctx, mail, conference))),
        closing: vec![
            "BoFs are not recorded. The slot goes with your pass: if you cannot come, please call it off, so that \
             somebody else's BoF gets it."
                .into(),
            questions(conference),
        ],
        ..Letter::default()
    }
}

pub(crate) fn waiting(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let mut facts = facts(mail, conference);
    facts.push(("Place on the list".into(), mail.fact("place").into()));
    Letter {
        subject: format!("Your BoF waits for a slot: {}", mail.fact("title")),
        opening: vec![
            "No slot that fits is free. Your BoF is on the list: the first slot that comes back and fits is its, and \
             you get a mail."
                .into(),
        ],
        facts,
        button: Some(("See it, or take it off the list".into(), bof_url(ctx, mail, conference))),
        closing: vec![questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn cancelled(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let opening = match mail.fact("because") {
        "no_pass" => {
            "You have no pass in person any more, and your BoF stood on it: it does not take place, and its slot goes to \
             the next on the list."
        }
        "organizer" => "The organizers have called your BoF off. Write to them if you do not know why.",
        _ => "You have called your BoF off. Its slot goes to the next on the list. Thank you for telling us.",
    };
    Letter {
        subject: format!("Your BoF does not take place: {}", mail.fact("title")),
        opening: vec![opening.into()],
        facts: facts(mail, conference),
        button: Some(("See all BoFs".into(), list_url(ctx, conference))),
        closing: vec![questions(conference)],
        ..Letter::default()
    }
}
