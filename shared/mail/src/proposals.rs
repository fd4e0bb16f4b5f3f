//! The letters about proposals, from draft to move; those about decisions are in `review.rs`.

use crate::writer::{Letter, Writer, paragraphs};

pub(crate) fn proposal_url(to: Writer<'_>) -> String {
    to.page(&format!("/proposals/{}", to.get("proposal")))
}

pub(crate) fn facts(to: Writer<'_>) -> Vec<(String, String)> {
    vec![
        to.line("proposal", to.get("title")),
        to.line("track", to.track_name()),
        to.line("conference", &to.conference.name),
    ]
}

/// A letter whose button opens the proposal.
pub(crate) fn about_proposal<'a>(to: Writer<'a>, name: &'a str) -> Letter {
    Letter { facts: facts(to), ..to.letter(name, proposal_url(to)) }
}

pub(crate) fn submitted(to: Writer<'_>) -> Letter {
    let mut letter = about_proposal(to, "submitted");
    letter.facts.push(to.line("submitted", to.instant_of("submitted_at")));
    let until = to
        .track()
        .and_then(|track| track.cfp.as_ref())
        .map(|cfp| to.t("submitted-until").arg("until", to.deadline(&cfp.window.closes)).to_string());
    let text = to.get("abstract").split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    letter.closing = until.into_iter().chain(letter.closing).chain(text).collect();
    letter
}

pub(crate) fn withdrawn(to: Writer<'_>) -> Letter {
    about_proposal(to, "withdrawn")
}

pub(crate) fn speaker_invited(to: Writer<'_>) -> Result<Letter, String> {
    let speaker = to.get("speaker");
    let token = to.token("speaker", &[to.get("proposal"), speaker, to.get("nonce")])?;
    let url = format!("{}/speakers/{speaker}?token={token}", proposal_url(to));
    let opening = paragraphs(&to.part("speaker-invited", "opening").arg("by", to.get("by")));
    Ok(Letter { opening, facts: facts(to), ..to.letter("speaker-invited", url) })
}

pub(crate) fn speaker_answered(to: Writer<'_>) -> Letter {
    let name = if to.get("answer") == "confirmed" { "speaker-confirmed" } else { "speaker-declined" };
    let named = |part| to.part(name, part).arg("speaker", to.get("speaker"));
    Letter { subject: named("subject").to_string(), opening: paragraphs(&named("opening")), ..about_proposal(to, name) }
}

pub(crate) fn move_asked(to: Writer<'_>) -> Letter {
    let track = to.conference.track(to.get("to")).map_or(to.get("to"), |track| track.name.as_str());
    let named = |part| to.part("move-asked", part).arg("to", track);
    let mut letter = Letter {
        subject: named("subject").to_string(),
        opening: paragraphs(&named("opening")),
        ..about_proposal(to, "move-asked")
    };
    letter.facts.push(to.line("move-to", track));
    letter.facts.push(to.line("by", to.get("by")));
    if !to.get("reason").is_empty() {
        letter.facts.push(to.line("reason", to.get("reason")));
    }
    letter
}

pub(crate) fn move_answered(to: Writer<'_>) -> Letter {
    about_proposal(to, if to.get("moved") == "true" { "moved" } else { "not-moved" })
}

pub(crate) fn merged(to: Writer<'_>) -> Letter {
    let mut letter = about_proposal(to, "merged");
    if to.get("away") == "true" {
        letter.opening = paragraphs(&to.t("merged-away"));
    }
    letter
}
