//! The agenda: what will happen by itself.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, about_list, choice, closed, count, flag, instant, list, reference, text};

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
        ("AgendaAct", closed(&[("action", choice(&["run", "pause", "resume"]))], &[])),
    ]
}
