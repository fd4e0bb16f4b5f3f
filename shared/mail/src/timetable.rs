//! The letters about timetable releases.

use crate::calendar::room;
use crate::writer::{Letter, Writer, paragraphs};

/// Lists the recipient's sessions that the release adds, moves or cancels.
pub(crate) fn changed(to: Writer<'_>) -> Letter {
    let occasions = to.mail.occasions();
    let facts = occasions.iter().map(|occasion| {
        let place = format!("{}, {}", to.instant(occasion.starts_at), room(to.conference, &occasion.room));
        let shown = if occasion.cancelled { to.t("session-cancelled").arg("place", place).to_string() } else { place };
        (occasion.title.clone(), shown)
    });
    let facts = facts.collect();
    let is_off = occasions.iter().all(|occasion| occasion.cancelled);
    let name = if is_off { "sessions-cancelled" } else { "sessions-placed" };
    let counted = |part| to.part(name, part).arg("count", occasions.len());
    Letter {
        subject: counted("subject").to_string(),
        opening: paragraphs(&counted("opening")),
        facts,
        ..to.letter(name, to.page("/timetable"))
    }
}
