//! What the mails of the waitlist say.

use context::Context;
use domain::conference::Conference;
use domain::instant::readable;
use domain::mail::Mail;
use jiff::Timestamp;

use crate::letter::{Letter, questions};

/// The link to an entry.
fn entry_url(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<String, String> {
    let id = mail.fact("entry");
    let token = ctx
        .keys()
        .token(mail.fact("key_id"), "waitlist", &[id, mail.fact("nonce")])
        .ok_or("its signing key has been retired")?;
    Ok(format!("{}/conferences/{}/waitlist/{id}?token={token}", ctx.settings().base_url, conference.id))
}

fn join_url(ctx: &Context, conference: &Conference) -> String {
    format!("{}/conferences/{}/join-waitlist", ctx.settings().base_url, conference.id)
}

fn facts(conference: &Conference) -> Vec<(String, String)> {
    vec![
        ("Conference".into(), conference.name.clone()),
        ("Days".into(), conference.days()),
        ("Place".into(), conference.place.line()),
    ]
}

/// Until when an offer stands, in the conference's zone and in UTC: people wait in many zones.
fn until(mail: &Mail, conference: &Conference) -> String {
    let Ok(at) = mail.fact("expires_at").parse::<Timestamp>() else { return String::new() };
    format!("{} ({})", readable(at, &conference.time_zone), readable(at, &jiff::tz::TimeZone::UTC))
}

pub(crate) fn joined(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    Ok(Letter {
        subject: format!("You are on the waitlist: {}", conference.name),
        opening: vec![
            "You are on the waitlist. When a pass comes back and it is your turn, it is held for you and you get a \
             mail; until then you need do nothing."
                .into(),
        ],
        facts: facts(conference),
        button: Some(("See where you are, or leave the waitlist".into(), entry_url(ctx, mail, conference)?)),
        closing: vec![
            "Passes go by class first and then by the time of joining, so the number of people before you can also \
             grow. Please book nothing that you cannot cancel before you have a pass."
                .into(),
            questions(conference),
        ],
        ..Letter::default()
    })
}

pub(crate) fn link(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    Ok(Letter {
        subject: format!("Your place on the waitlist: {}", conference.name),
        opening: vec!["Somebody, probably you, asked for the link to your place. Nothing has changed.".into()],
        facts: facts(conference),
        button: Some(("See where you are".into(), entry_url(ctx, mail, conference)?)),
        closing: vec!["If you did not ask, you need do nothing.".into(), questions(conference)],
        ..Letter::default()
    })
}

pub(crate) fn left(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let opening = if mail.fact("status") == "declined" {
        "You declined the pass that was held for you; it goes to the next who waits. Thank you for telling us."
    } else {
        "You have left the waitlist. Thank you for telling us."
    };
    Letter {
        subject: format!("You are off the waitlist: {}", conference.name),
        opening: vec![opening.into()],
        facts: facts(conference),
        button: Some(("Join again".into(), join_url(ctx, conference))),
        closing: vec!["Whoever joins again waits at the end of their class.".into(), questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn offer(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let until = until(mail, conference);
    let mut facts = facts(conference);
    facts.push(("Answer before".into(), until.clone()));
    Ok(Letter {
        subject: format!("A pass for you, until {until}: {}", conference.name),
        opening: vec![
            "A pass is held for you. Open the page to take it or to give it on; opening alone does neither.".into(),
        ],
        facts,
        button: Some(("Take the pass, or decline it".into(), entry_url(ctx, mail, conference)?)),
        closing: vec![
            "Without an answer the pass goes to the next who waits. If you cannot come, please decline now rather \
             than let it run out."
                .into(),
            questions(conference),
        ],
        ..Letter::default()
    })
}

pub(crate) fn reminder(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let until = until(mail, conference);
    let mut facts = facts(conference);
    facts.push(("Answer before".into(), until.clone()));
    Ok(Letter {
        subject: format!("Your pass is held until {until}: {}", conference.name),
        opening: vec!["A pass is still held for you, and you have not answered yet.".into()],
        facts,
        button: Some(("Take the pass, or decline it".into(), entry_url(ctx, mail, conference)?)),
        closing: vec!["Without an answer the pass goes to the next who waits.".into(), questions(conference)],
        ..Letter::default()
    })
}

pub(crate) fn lapsed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let mut facts = facts(conference);
    facts.push(("It was held until".into(), until(mail, conference)));
    Letter {
        subject: format!("Your offer has run out: {}", conference.name),
        opening: vec!["No answer came in time, so the pass that was held for you goes to the next who waits.".into()],
        facts,
        button: Some(("Join the waitlist again".into(), join_url(ctx, conference))),
        closing: vec!["Whoever joins again waits at the end of their class.".into(), questions(conference)],
        ..Letter::default()
    }
}
