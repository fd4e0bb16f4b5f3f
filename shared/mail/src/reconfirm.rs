//! What the mails of the round "are you still coming?" say.

use context::Context;
use domain::conference::Conference;
use domain::instant::readable;
use domain::mail::Mail;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::letter::{Letter, facts, manage_url, questions};

/// The page with the two buttons.
fn answer_url(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<String, String> {
    Ok(manage_url(ctx, mail, conference)?.replacen("?token=", "/reconfirm?token=", 1))
}

/// Until when an answer counts, in the conference's zone and in UTC.
fn until(mail: &Mail, conference: &Conference) -> String {
    let Ok(at) = mail.fact("answer_by").parse::<Timestamp>() else { return String::new() };
    format!("{} ({})", readable(at, &conference.time_zone), readable(at, &TimeZone::UTC))
}

/// What it means to say nothing.
fn silence(mail: &Mail) -> &'static str {
    if mail.fact("silence") == "return" {
        "Without an answer your pass goes to somebody who waits."
    } else {
        "Without an answer you keep your pass; but somebody may wait for it in vain."
    }
}

fn asking(ctx: &Context, mail: &Mail, conference: &Conference, subject: &str, opening: &str) -> Result<Letter, String> {
    let until = until(mail, conference);
    let mut facts = facts(mail, conference);
    facts.push(("Answer before".into(), until));
    Ok(Letter {
        subject: format!("{}: {subject}", conference.name),
        opening: vec![opening.into(), "Open the page and press yes or no; opening alone answers nothing.".into()],
        facts,
        button: Some(("Yes, I come, or no".into(), answer_url(ctx, mail, conference)?)),
        closing: vec![silence(mail).into(), questions(conference)],
        ..Letter::default()
    })
}

pub(crate) fn ask(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let opening = "You hold a pass to come in person. Are you still coming? Please tell us either way: passes that are \
                   not needed go to people who wait for one.";
    asking(ctx, mail, conference, "are you still coming?", opening)
}

pub(crate) fn reminder(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let opening = "We asked whether you are still coming, and have not heard from you.";
    asking(ctx, mail, conference, "please answer, are you still coming?", opening)
}

pub(crate) fn kept(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    Ok(Letter {
        subject: format!("You keep your pass: {}", conference.name),
        opening: vec!["We asked whether you are still coming and have not heard from you. You keep your pass.".into()],
        facts: facts(mail, conference),
        button: Some(("See or cancel your registration".into(), manage_url(ctx, mail, conference)?)),
        closing: vec![
            "If you cannot come, please cancel, however late: somebody who waits gets the pass.".into(),
            questions(conference),
        ],
        ..Letter::default()
    })
}
