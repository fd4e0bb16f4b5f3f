//! What the mails about roles and addresses say.

use context::Context;
use domain::conference::Conference;
use domain::mail::Mail;
use domain::sign_in::{LINK_VALID, six_digits};

use crate::letter::{Letter, questions};

/// What the role is called: `lead of Networking`.
fn called(mail: &Mail, conference: &Conference) -> String {
    match mail.fact("track") {
        "" => mail.fact("role").to_owned(),
        id => format!("{} of {}", mail.fact("role"), conference.track(id).map_or(id, |track| &track.name)),
    }
}

/// What comes with it.
fn meaning(mail: &Mail) -> &'static str {
    match mail.fact("role") {
        "organizer" => "Organizers look after everything of the conference.",
        "lead" => "Leads look after their track: its call, its proposals, its passes and who reviews.",
        _ => "Reviewers read and score what is proposed to their track.",
    }
}

fn facts(mail: &Mail, conference: &Conference) -> Vec<(String, String)> {
    vec![
        ("Conference".into(), conference.name.clone()),
        ("Days".into(), conference.days()),
        ("Role".into(), called(mail, conference)),
        ("By".into(), mail.fact("by").into()),
    ]
}

pub(crate) fn role_invitation(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    Letter {
        subject: format!("Will you be {}? {}", called(mail, conference), conference.name),
        opening: vec![
            format!("You are asked to be {}. {}", called(mail, conference), meaning(mail)),
            "Sign in with this address: the page that follows has a button to accept, and one to say no.".into(),
        ],
        facts: facts(mail, conference),
        button: Some(("Sign in to answer".into(), format!("{}/sign-in", ctx.settings().base_url))),
        closing: vec!["Nothing is yours to do until you accept.".into(), questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn role_answered(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let (who, what) = (mail.fact("email"), called(mail, conference));
    let (said, opening) = match mail.fact("status") {
        "held" => ("accepted", format!("{who} has accepted to be {what}.")),
        _ => ("given up", format!("{who} is not {what}: they have said no, or have given it up.")),
    };
    Letter {
        subject: format!("{} {said}: {}", what, conference.name),
        opening: vec![opening],
        facts: facts(mail, conference),
        button: Some((
            "See who does what".into(),
            format!("{}/conferences/{}/roles", ctx.settings().base_url, conference.id),
        )),
        ..Letter::default()
    }
}

pub(crate) fn role_removed(ctx: &Context, mail: &Mail, conference: &Conference) -> Letter {
    let what = called(mail, conference);
    Letter {
        subject: format!("You are not {what} any more: {}", conference.name),
        opening: vec![format!("Your role as {what} was taken back. Thank you for what you have done.")],
        facts: facts(mail, conference),
        button: Some(("See what is yours".into(), format!("{}/me", ctx.settings().base_url))),
        closing: vec![questions(conference)],
        ..Letter::default()
    }
}

pub(crate) fn link_address(ctx: &Context, mail: &Mail) -> Result<Letter, String> {
    let (id, nonce, key_id) = (mail.fact("attempt"), mail.fact("nonce"), mail.fact("key_id"));
    let retired = "its signing key has been retired";
    let token = ctx.keys().token(key_id, "link", &[id, nonce]).ok_or(retired)?;
    let code = six_digits(&ctx.keys().hash(key_id, "link-code", &[id, nonce]).ok_or(retired)?);
    let by = mail.fact("by");
    Ok(Letter {
        subject: format!("Is this address yours too? {code} is the code"),
        opening: vec![
            format!("Whoever is signed in as {by} says that this address is theirs too, and that both are one person."),
            "If that is you, press the button where you are signed in, or type the code there.".into(),
        ],
        facts: vec![
            ("Signed in as".into(), by.into()),
            ("Code".into(), code),
            ("Works for".into(), format!("{} minutes", LINK_VALID.as_mins())),
        ],
        button: Some(("Link this address".into(), format!("{}/me/link/{id}.{token}", ctx.settings().base_url))),
        closing: vec![
            "If you do not know that address, do nothing and tell nobody the code: with it they would count as you."
                .into(),
        ],
        ..Letter::default()
    })
}

pub(crate) fn addresses_changed(ctx: &Context, mail: &Mail) -> Letter {
    let (primary, about) = (mail.fact("primary"), mail.fact("about"));
    let (subject, opening) = if mail.fact("what") == "linked" {
        ("An address counts as you now", format!("{about} and {primary} count as one person from now on."))
    } else {
        ("An address does not count as you any more", format!("{about} and {primary} are not one person any more."))
    };
    Letter {
        subject: subject.into(),
        opening: vec![opening],
        button: Some(("See your addresses".into(), format!("{}/me", ctx.settings().base_url))),
        closing: vec!["If this was not you, sign in and put it right.".into()],
        ..Letter::default()
    }
}
