//! The agenda: what will happen by itself; the recount.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, about_list, choice, closed, count, either_or_null, email, flag, instant, list, next, reference, text,
};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Agenda",
            closed(
                &[
                    ("now", instant()),
                    ("agenda", list(reference("AgendaLine"))),
                    ("set_aside", about_list(reference("SetAside"), "what failed, set aside first; the first 200")),
                    ("set_aside_total", about(count(), "how many failed")),
                ],
                &[],
            ),
        ),
        (
            "SetAside",
            closed(
                &[
                    ("id", about(text(), "for retry and skip")),
                    ("workflow", about(text(), "the function that processes it")),
                    ("object", about(text(), "what it is")),
                    ("error", text()),
                    ("failures", count()),
                    ("since", instant()),
                    ("state", choice(&["retrying", "set_aside"])),
                ],
                &[("next_try_at", about(instant(), "while it is retried"))],
            ),
        ),
        (
            "AgendaLine",
            closed(
                &[
                    ("id", text()),
                    ("at", about(instant(), "what is due already happens within a minute")),
                    ("workflow", about(text(), "the function that does it")),
                    ("what", text()),
                    ("count", about(count(), "passes, people or mails it is about")),
                    ("concerns", about_list(reference("Concerned"), "the first of them")),
                    ("can_run", flag()),
                    ("can_pause", flag()),
                    ("paused", flag()),
                ],
                &[],
            ),
        ),
        ("Concerned", closed(&[("id", text()), ("name", text())], &[])),
        (
            "AgendaPreview",
            closed(
                &[
                    ("line", reference("AgendaLine")),
                    ("about", about_list(reference("AgendaAbout"), "whom it concerns as things stand now")),
                    ("next", next()),
                ],
                &[],
            ),
        ),
        (
            "AgendaAbout",
            closed(
                &[("detail", about(text(), "what happens to them"))],
                &[("name", text()), ("email", email()), ("path", about(text(), "where more is said of them"))],
            ),
        ),
        ("Recount", closed(&[("latest", either_or_null("AuditResult"))], &[])),
        (
            "AuditResult",
            closed(
                &[
                    ("at", instant()),
                    ("by", choice(&["daily", "organizer"])),
                    ("shards", count()),
                    ("registrations", count()),
                    ("entries", count()),
                    ("found", about(count(), "differences; nothing is corrected")),
                    ("findings", about_list(reference("Finding"), "the first of them")),
                ],
                &[],
            ),
        ),
        ("Finding", closed(&[("promise", about(count(), "which of the design's")), ("detail", text())], &[])),
        ("AgendaAct", closed(&[("action", choice(&["run", "pause", "resume"]))], &[])),
    ]
}
