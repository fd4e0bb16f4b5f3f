//! The letters about registrations and reserved passes.

use domain::mail::MailKind;
use domain::registration::RegistrationId;

use crate::writer::{Letter, RETIRED, Writer, paragraphs};

pub(crate) fn facts(to: Writer<'_>) -> Vec<(String, String)> {
    // Online attendees need no venue.
    let online = to.get("attendance") == "virtual";
    let place = if online { to.t("attendance-virtual").to_string() } else { to.conference.place.line() };
    let attendance = to.t(if online { "attendance-virtual" } else { "attendance-in-person" }).to_string();
    let pass =
        if matches!(to.mail.kind, MailKind::RegistrationCancelled | MailKind::PassOfferedOn | MailKind::HoldLapsed) {
            "former-pass"
        } else {
            "pass"
        };
    vec![
        to.line("conference", &to.conference.name),
        to.line("days", to.days()),
        to.line("place", place),
        to.line(pass, attendance),
        to.line("registration", to.get("registration")),
    ]
}

/// Adds the ticket to a letter about a pass in person: the code to type, and its picture.
fn with_ticket(to: Writer<'_>, mut letter: Letter) -> Letter {
    let id = RegistrationId::parse(to.get("registration")).filter(|_| to.get("attendance") == "in_person");
    if let Some(id) = id {
        let code = store::ticket_code_of(to.ctx, &id, to.get("nonce"), to.get("key_id"));
        letter.facts.push(to.line("ticket", code.spelled()));
        letter.ticket = Some(code.text());
    }
    letter
}

/// The link to manage a registration, with its token.
pub(crate) fn manage_url(to: Writer<'_>) -> Result<String, String> {
    let id = to.get("registration");
    let token = to.token("manage", &[id, to.get("nonce")])?;
    Ok(to.page(&format!("/registrations/{id}?token={token}")))
}

pub(crate) fn confirmed(to: Writer<'_>) -> Result<Letter, String> {
    let mut letter = Letter { facts: facts(to), ..to.letter("registered", manage_url(to)?) };
    if to.get("attendance") == "virtual" {
        letter.opening = paragraphs(&to.t("registered-online"));
        letter.closing = paragraphs(&to.t("registered-online-closing"));
    }
    Ok(with_ticket(to, letter))
}

/// Asks for the confirmation of the address of a held pass. Its link also manages the registration: only this mail has
/// it.
pub(crate) fn confirm_address(to: Writer<'_>) -> Result<Letter, String> {
    let mut facts = facts(to);
    facts.push(to.line("confirm-by", to.instant_of("held_until")));
    Ok(Letter { facts, ..to.letter("confirm-address", manage_url(to)?) })
}

pub(crate) fn hold_lapsed(to: Writer<'_>) -> Letter {
    Letter { facts: facts(to), ..to.letter("hold-lapsed", to.page("/register")) }
}

pub(crate) fn changed(to: Writer<'_>) -> Result<Letter, String> {
    Ok(with_ticket(to, Letter { facts: facts(to), ..to.letter("changed", manage_url(to)?) }))
}

pub(crate) fn cancelled(to: Writer<'_>) -> Letter {
    let mut letter = Letter { facts: facts(to), ..to.letter("cancelled", to.page("")) };
    if to.get("because") == "silent" {
        letter.opening = paragraphs(&to.t("cancelled-silent"));
    }
    if !to.get("reason").is_empty() {
        letter.facts.push(to.line("reason", to.get("reason")));
    }
    letter
}

/// To a person who did not come, and may still be on the way.
pub(crate) fn offered_on(to: Writer<'_>) -> Letter {
    let mut letter = Letter { facts: facts(to), ..to.letter("offered-on", to.page("/join-waitlist")) };
    letter.facts.push(to.line("reason", to.get("reason")));
    letter
}

pub(crate) fn link(to: Writer<'_>) -> Result<Letter, String> {
    Ok(with_ticket(to, Letter { facts: facts(to), ..to.letter("link", manage_url(to)?) }))
}

pub(crate) fn invitation(to: Writer<'_>) -> Result<Letter, String> {
    let code = store::invitations::code(to.ctx, to.get("invitation"), to.get("nonce"), to.get("key_id"));
    let code = code.ok_or(RETIRED)?;
    let mut facts = to.event_facts();
    facts.push(to.line("invitation-code", &code));
    if let Some(claim_by) = to.pool().and_then(|pool| pool.claim_by.as_ref()) {
        facts.push(to.line("use-by", to.messages.instant(claim_by.at, &to.conference.time_zone)));
    }
    let url = to.page(&format!("/register?invitation={code}"));
    Ok(Letter { facts, ..to.letter("invitation", url) })
}

pub(crate) fn unclaimed(to: Writer<'_>) -> Letter {
    let claim_by = to.pool().and_then(|pool| pool.claim_by.as_ref());
    let claim_by = claim_by.map(|by| to.messages.instant(by.at, &to.conference.time_zone)).unwrap_or_default();
    let count = to.get("unclaimed").parse::<u64>().unwrap_or(0);
    let counted = |part| to.part("unclaimed", part).arg("count", count).arg("claim-by", &claim_by);
    Letter {
        subject: counted("subject").to_string(),
        opening: paragraphs(&counted("opening")),
        facts: vec![to.line("pool", to.get("pool"))],
        ..to.letter("unclaimed", to.page(&format!("/pools/{}/invitations", to.get("pool"))))
    }
}
