//! The letters about the waitlist.

use crate::writer::{Letter, Writer, paragraphs};

/// The link to an entry, with its token.
fn entry_url(to: Writer<'_>) -> Result<String, String> {
    let id = to.get("entry");
    let token = to.token("waitlist", &[id, to.get("nonce")])?;
    Ok(to.page(&format!("/waitlist/{id}?token={token}")))
}

pub(crate) fn joined(to: Writer<'_>) -> Result<Letter, String> {
    Ok(Letter { facts: to.event_facts(), ..to.letter("joined", entry_url(to)?) })
}

pub(crate) fn link(to: Writer<'_>) -> Result<Letter, String> {
    Ok(Letter { facts: to.event_facts(), ..to.letter("entry-link", entry_url(to)?) })
}

pub(crate) fn left(to: Writer<'_>) -> Letter {
    let mut letter = Letter { facts: to.event_facts(), ..to.letter("left", to.page("/join-waitlist")) };
    if to.get("status") == "declined" {
        letter.opening = paragraphs(&to.t("left-declined"));
    }
    letter
}

/// A letter about an open offer.
fn offered<'a>(to: Writer<'a>, name: &'a str) -> Result<Letter, String> {
    let subject = to.part(name, "subject").arg("until", to.short_instant_of("expires_at")).to_string();
    Ok(Letter { subject, facts: to.event_facts(), ..to.letter(name, entry_url(to)?) })
}

pub(crate) fn offer(to: Writer<'_>) -> Result<Letter, String> {
    let opening = to.part("offer", "opening").arg("until", to.instant_of("expires_at"));
    Ok(Letter { opening: paragraphs(&opening), ..offered(to, "offer")? })
}

pub(crate) fn reminder(to: Writer<'_>) -> Result<Letter, String> {
    let mut letter = offered(to, "offer-reminder")?;
    letter.facts.push(to.line("accept-by", to.instant_of("expires_at")));
    Ok(letter)
}

pub(crate) fn lapsed(to: Writer<'_>) -> Letter {
    let mut facts = to.event_facts();
    facts.push(to.line("held-until", to.instant_of("expires_at")));
    Letter { facts, ..to.letter("lapsed", to.page("/join-waitlist")) }
}
