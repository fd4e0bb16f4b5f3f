//! The letters about decisions.

use crate::proposals::{about_proposal, facts};
use crate::writer::{Letter, RETIRED, Writer, paragraphs};

/// The page where a speaker confirms or declines.
fn answer_url(to: Writer<'_>) -> Result<String, String> {
    let (id, person) = (to.get("proposal"), to.get("person"));
    let token = store::answer_token(to.ctx, id, person, to.get("nonce"), to.get("key_id")).ok_or(RETIRED)?;
    Ok(to.page(&format!("/proposals/{id}/answer?token={person}.{token}")))
}

/// The paragraphs of the lead's note, with an introduction.
fn note(to: Writer<'_>) -> Vec<String> {
    let note = to.get("note");
    if note.is_empty() {
        return Vec::new();
    }
    let paragraphs = note.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
    [to.t("note-from-leads").to_string()].into_iter().chain(paragraphs).collect()
}

pub(crate) fn decision(to: Writer<'_>) -> Result<Letter, String> {
    let mut letter = match to.get("decision") {
        "accepted" => {
            let mut letter = to.letter("accepted", answer_url(to)?);
            letter.facts = facts(to);
            letter.facts.push(to.line("answer-by", to.instant_of("confirm_by")));
            letter
        }
        "standby" => about_proposal(to, "standby"),
        _ => about_proposal(to, "rejected"),
    };
    letter.opening.extend(note(to));
    match to.get("pass") {
        "invited" => letter.opening.push(to.t("speaker-pass-invited").to_string()),
        "short" => letter.opening.push(to.t("speaker-pass-short").to_string()),
        _ => {}
    }
    Ok(letter)
}

pub(crate) fn confirmed(to: Writer<'_>) -> Letter {
    about_proposal(to, "confirmed")
}

pub(crate) fn declined(to: Writer<'_>) -> Letter {
    about_proposal(to, "declined")
}

fn selection_url(to: Writer<'_>) -> String {
    to.page(&format!("/tracks/{}/selection", to.get("track")))
}

pub(crate) fn place_freed(to: Writer<'_>) -> Letter {
    let mut letter = Letter { facts: facts(to), ..to.letter("place-freed", selection_url(to)) };
    let how = if to.get("state") == "declined" { "place-freed-declined" } else { "place-freed-withdrawn" };
    letter.opening = vec![to.t(how).to_string()];
    let next = to.get("next_title");
    if next.is_empty() {
        letter.opening.push(to.t("standby-empty").to_string());
    } else {
        letter.opening.push(to.t("standby-next").arg("next", next).to_string());
    }
    letter
}

pub(crate) fn overdue(to: Writer<'_>) -> Letter {
    let count = to.get("count").parse::<u64>().unwrap_or(0);
    let counted = |part| to.part("overdue", part).arg("count", count);
    Letter {
        subject: counted("subject").to_string(),
        opening: paragraphs(&counted("opening")),
        facts: to.get("titles").lines().map(|title| to.line("not-confirmed", title)).collect(),
        ..to.letter("overdue", selection_url(to))
    }
}

pub(crate) fn passes_short(to: Writer<'_>) -> Letter {
    let short = to.get("short").parse::<u64>().unwrap_or(0);
    let counted = |part| to.part("passes-short", part).arg("count", short).arg("pool", to.get("pool"));
    Letter {
        subject: counted("subject").to_string(),
        opening: paragraphs(&counted("opening")),
        facts: vec![to.line("track", to.track_name()), to.line("pool", to.get("pool"))],
        ..to.letter("passes-short", selection_url(to))
    }
}
