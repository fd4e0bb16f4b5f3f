//! The agenda: what will happen by itself.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, about_list, choice, closed, count, email, flag, instant, list, next, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Agenda", closed(&[("now", instant()), ("agenda", list(reference("AgendaLine")))], &[])),
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
        ("AgendaAct", closed(&[("action", choice(&["run", "pause", "resume"]))], &[])),
    ]
}
