//! What the mails about proposals say.

use context::Context;
use domain::conference::Conference;
use domain::instant::readable;
use domain::mail::Mail;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::letter::{Letter, questions};

/// The page of a proposal.
pub(crate) fn proposal_url(ctx: &Context, mail: &Mail, conference: &Conference) -> String {
    format!("{}/conferences/{}/proposals/{}", ctx.settings().base_url, conference.id, mail.fact("proposal"))
}

/// A track as people call it.
pub(crate) fn track_name<'a>(conference: &'a Conference, id: &'a str) -> &'a str {
    conference.track(id).map_or(id, |track| track.name.as_str())
}

pub(crate) fn facts(mail: &Mail, conference: &Conference) -> Vec<(String, String)> {
    vec![
        ("Proposal".into(), mail.fact("title").into()),
        ("Track".into(), track_name(conference, mail.fact("track")).into()),
        ("Conference".into(), conference.name.clone()),
    ]
}

/// A button that leads to the proposal.
pub(crate) fn see(ctx: &Context, mail: &Mail, conference: &Conference) -> (String, String) {
    ("See the proposal".into(), proposal_url(ctx, mail, conference))
}

/// An instant of a fact, in the conference's zone and in UTC.
pub(crate) fn both_zones(text: &str, conference: &Conference) -> String {
    let Ok(at) = text.parse::<Timestamp>() else { return String::new() };
    format!("{} ({})", readable(at, &conference.time_zone), readable(at, &TimeZone::UTC))
}

pub(crate) fn submitted(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let mut facts = facts(mail, conference);
    facts.push(("Submitted".into(), both_zones(mail.fact("submitted_at"), conference)));
    let track = conference.track(mail.fact("track"));
    let until = track.and_then(|track| track.cfp.as_ref()).map(|cfp| {
        let at = readable(cfp.window.closes.at, &conference.time_zone);
        format!("You can change or withdraw it until {at} (announced as {}).", cfp.window.closes.announced)
    });
    let text = mail.fact("abstract").split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    Letter {
        subject: format!("Submitted: {} ({})", mail.fact("title"), conference.name),
        opening: vec!["Your proposal is submitted. This mail is your receipt, with its text below.".into()],
        facts,
        button: Some(see(ctx, mail, conference)),
        closing: until
            .into_iter()
            .chain(["You get a mail when it is decided. The text as it was submitted:".to_owned()])
            .chain(text)
            .chain([questions(conference)])
            .collect(),
        ..Letter::default()
    }
}

pub(crate) fn withdrawn(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    Letter {
        subject: format!("Withdrawn: {} ({})", mail.fact("title"), conference.name),
        opening: vec!["This proposal is withdrawn: it is not considered any more.".into()],
        facts: facts(mail, conference),
        button: Some(see(ctx, mail, conference)),
        closing: vec!["While its call is open it can be submitted again from its page.".into(), questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn speaker_invited(ctx: &Context, mail: &Mail, conference: &Conference) -> Result<Letter, String> {
    let (id, speaker) = (mail.fact("proposal"), mail.fact("speaker"));
    let token = ctx
        .keys()
        .token(mail.fact("key_id"), "speaker", &[id, speaker, mail.fact("nonce")])
        .ok_or("its signing key has been retired")?;
    Ok(Letter {
        subject: format!("Do you speak? {} ({})", mail.fact("title"), conference.name),
        opening: vec![format!(
            "{} names you as a speaker of a proposal. Open the page to say whether you are; opening alone does \
             neither.",
            mail.fact("by")
        )],
        facts: facts(mail, conference),
        button: Some((
            "Say whether you speak".into(),
            format!("{}/speakers/{speaker}?token={token}", proposal_url(ctx, mail, conference)),
        )),
        closing: vec![
            "If you do not know of this, say no: you are then taken off the proposal and get no more mail about it."
                .into(),
            questions(conference),
        ],
        ..Letter::default()
    })
}

pub(crate) fn speaker_answered(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let speaker = mail.fact("speaker");
    let (short, long) = if mail.fact("answer") == "confirmed" {
        (format!("{speaker} speaks"), format!("{speaker} has confirmed to speak."))
    } else {
        (
            format!("{speaker} does not speak"),
            format!("{speaker} has declined to speak, and is no longer among the speakers of your proposal."),
        )
    };
    Letter {
        subject: format!("{short}: {} ({})", mail.fact("title"), conference.name),
        opening: vec![long],
        facts: facts(mail, conference),
        button: Some(see(ctx, mail, conference)),
        closing: vec![questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn move_asked(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let to = track_name(conference, mail.fact("to"));
    let mut facts = facts(mail, conference);
    facts.push(("To be moved to".into(), to.into()));
    facts.push(("Asked by".into(), mail.fact("by").into()));
    if !mail.fact("reason").is_empty() {
        facts.push(("Why".into(), mail.fact("reason").into()));
    }
    Letter {
        subject: format!("For {to}? {} ({})", mail.fact("title"), conference.name),
        opening: vec![format!(
            "A proposal is asked to be moved to {to}, which you lead. It was in time; whether you take it is yours to \
             say."
        )],
        facts,
        button: Some(("See it, accept or decline it".into(), proposal_url(ctx, mail, conference))),
        closing: vec!["Sign in with this address. Until it is answered the proposal stays where it is.".into()],
        ..Letter::default()
    }
}

pub(crate) fn move_answered(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let track = track_name(conference, mail.fact("track"));
    let (short, long) = if mail.fact("moved") == "true" {
        (
            format!("Moved to {track}"),
            format!("Your proposal is in {track} now. It counts as submitted when it was first."),
        )
    } else {
        (format!("Stays in {track}"), format!("Your proposal was not moved and stays in {track}."))
    };
    Letter {
        subject: format!("{short}: {} ({})", mail.fact("title"), conference.name),
        opening: vec![long],
        facts: facts(mail, conference),
        button: Some(see(ctx, mail, conference)),
        closing: vec![questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn merged(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let opening = if mail.fact("away") == "true" {
        "The leads of the track have merged your proposal into another one: its speakers are speakers of that one now. \
         What you wrote stays readable on its page, which leads to the other."
    } else {
        "The leads of the track have merged another proposal into yours: its speakers are speakers of yours now."
    };
    Letter {
        subject: format!("Merged: {} ({})", mail.fact("title"), conference.name),
        opening: vec![opening.into()],
        facts: facts(mail, conference),
        button: Some(see(ctx, mail, conference)),
        closing: vec![questions(conference)],
        ..Letter::default()
    }
}
