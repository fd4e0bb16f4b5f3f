//! The letters about roles and linked addresses.

use context::Context;
use domain::conference::Conference;
use domain::mail::Mail;
use domain::sign_in::six_digits;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use messages::{Messages, Text};

use crate::writer::{Letter, RETIRED, Writer, code_facts, paragraphs};

/// The role in words: `track lead of Networking`.
fn role(to: Writer<'_>) -> String {
    let role = to.messages.word("role", to.get("role"));
    match to.get("track") {
        "" => role.to_string(),
        _ => to.t("role-of-track").arg("role", role).to_string(),
    }
}

fn facts(to: Writer<'_>) -> Vec<(String, String)> {
    vec![
        to.line("conference", &to.conference.name),
        to.line("days", to.days()),
        to.line("role", role(to)),
        to.line("by", to.get("by")),
    ]
}

/// A letter about a role, whose subject and opening name it and its person.
fn about_role<'a>(to: Writer<'a>, name: &'a str, path: String) -> Letter {
    let named = |part: &'a str| -> Text<'a> { to.part(name, part).arg("role", role(to)).arg("email", to.get("email")) };
    Letter {
        subject: named("subject").to_string(),
        opening: paragraphs(&named("opening")),
        facts: facts(to),
        ..to.letter(name, path)
    }
}

pub(crate) fn role_invitation(to: Writer<'_>) -> Letter {
    let mut letter = about_role(to, "role-invitation", to.link("/sign-in"));
    letter.opening.insert(1, to.messages.word("role-means", to.get("role")).to_string());
    letter
}

pub(crate) fn role_answered(to: Writer<'_>) -> Letter {
    let name = if to.get("status") == "held" { "role-accepted" } else { "role-declined" };
    about_role(to, name, to.page("/roles"))
}

pub(crate) fn role_removed(to: Writer<'_>) -> Letter {
    about_role(to, "role-removed", to.link("/me"))
}

pub(crate) fn link_address(ctx: &Context, mail: &Mail, messages: Messages) -> Result<Letter, String> {
    let (id, nonce, key_id) = (mail.fact("attempt"), mail.fact("nonce"), mail.fact("key_id"));
    let token = ctx.keys().token(key_id, "link", &[id, nonce]).ok_or(RETIRED)?;
    let code = six_digits(&ctx.keys().hash(key_id, "link-code", &[id, nonce]).ok_or(RETIRED)?);
    let by = mail.fact("by");
    let mut facts = vec![(messages.t("fact-signed-in-as").to_string(), by.to_owned())];
    let subject = messages.t("link-address-subject").arg("code", code.as_str()).to_string();
    facts.extend(code_facts(messages, code));
    Ok(Letter {
        subject,
        opening: vec![
            messages.t("link-address-opening").arg("by", by).to_string(),
            messages.t("link-address-how").to_string(),
        ],
        facts,
        button: Some((
            messages.t("link-address-button").to_string(),
            format!("{}/me/link/{id}.{token}", ctx.settings().base_url),
        )),
        closing: vec![messages.t("link-address-closing").to_string()],
        ..Letter::default()
    })
}

pub(crate) fn addresses_changed(ctx: &Context, mail: &Mail, messages: Messages) -> Letter {
    let name = if mail.fact("what") == "linked" { "address-linked" } else { "address-unlinked" };
    let text = |part| messages.word(name, part).arg("about", mail.fact("about")).arg("primary", mail.fact("primary"));
    Letter {
        subject: text("subject").to_string(),
        opening: vec![text("opening").to_string()],
        button: Some((messages.t("addresses-button").to_string(), format!("{}/me", ctx.settings().base_url))),
        closing: vec![messages.t("addresses-closing").to_string()],
        ..Letter::default()
    }
}

pub(crate) fn erase_data(ctx: &Context, mail: &Mail, messages: Messages) -> Result<Letter, String> {
    let (id, nonce, key_id) = (mail.fact("attempt"), mail.fact("nonce"), mail.fact("key_id"));
    let token = ctx.keys().token(key_id, "erase", &[id, nonce]).ok_or(RETIRED)?;
    Ok(Letter {
        subject: messages.t("erase-data-subject").to_string(),
        opening: vec![messages.t("erase-data-opening").to_string(), messages.t("erase-data-what").to_string()],
        button: Some((
            messages.t("erase-data-button").to_string(),
            format!("{}/me/erasure/{id}.{token}", ctx.settings().base_url),
        )),
        closing: vec![messages.t("erase-data-closing").to_string()],
        ..Letter::default()
    })
}

/// The last mail to a person. What stays public is one line for each edition: its name, and the instant at which that
/// ends, if it does.
pub(crate) fn data_erased(mail: &Mail, conference: Option<&Conference>, messages: Messages) -> Letter {
    let opening = match conference {
        None => messages.t("data-erased-opening").to_string(),
        Some(conference) => messages.t("data-erased-from").arg("conference", conference.name.as_str()).to_string(),
    };
    let mut paragraphs = vec![opening];
    if !mail.fact("reason").is_empty() {
        paragraphs.push(messages.t("data-erased-reason").arg("reason", mail.fact("reason")).to_string());
    }
    for line in mail.fact("public").lines() {
        let (edition, until) = line.split_once('\t').unwrap_or((line, ""));
        let stays = match until.parse::<Timestamp>() {
            Ok(until) => {
                let day = messages.day(until.to_zoned(TimeZone::UTC).date());
                messages.t("data-erased-public-until").arg("conference", edition).arg("day", day)
            }
            Err(_) => messages.t("data-erased-public").arg("conference", edition),
        };
        paragraphs.push(stays.to_string());
    }
    Letter {
        subject: messages.t("data-erased-subject").to_string(),
        opening: paragraphs,
        closing: vec![messages.t("data-erased-closing").to_string()],
        ..Letter::default()
    }
}
