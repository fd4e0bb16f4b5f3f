//! The letters about BoFs.

use crate::calendar::room;
use crate::writer::{Letter, Writer, paragraphs};

fn bof_url(to: Writer<'_>) -> String {
    to.page(&format!("/bofs/{}", to.get("bof")))
}

/// Title, time and room.
fn facts(to: Writer<'_>) -> Vec<(String, String)> {
    let mut facts = vec![to.line("bof", to.get("title"))];
    for occasion in to.mail.occasions() {
        facts.push(to.line("when", to.instant(occasion.starts_at)));
        facts.push(to.line("room", room(to.conference, &occasion.room)));
    }
    facts
}

pub(crate) fn placed(to: Writer<'_>) -> Letter {
    let mut letter = Letter { facts: facts(to), ..to.letter("bof-placed", bof_url(to)) };
    if to.get("waited") == "yes" {
        letter.opening = paragraphs(&to.t("bof-placed-after-waiting"));
    }
    letter
}

pub(crate) fn waiting(to: Writer<'_>) -> Letter {
    let mut facts = facts(to);
    facts.push(to.line("list-position", to.get("place")));
    Letter { facts, ..to.letter("bof-waiting", bof_url(to)) }
}

pub(crate) fn cancelled(to: Writer<'_>) -> Letter {
    let opening = match to.get("because") {
        "no_pass" => to.t("bof-cancelled-no-pass"),
        "organizer" => to.t("bof-cancelled-by-organizer"),
        _ => to.part("bof-cancelled", "opening"),
    };
    let opening = paragraphs(&opening);
    Letter { opening, facts: facts(to), ..to.letter("bof-cancelled", to.page("/bofs")) }
}
