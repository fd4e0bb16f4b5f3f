//! Mails as organizers see them.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, email, instant, list, next, nullable_text, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Mails", closed(&[("mails", list(reference("Mail"))), ("next", next())], &[])),
        (
            "Mail",
            closed(
                &[
                    ("id", about(text(), "names the obligation")),
                    ("kind", text()),
                    ("to", email()),
                    ("status", choice(&["owed", "delayed", "claimed", "sent", "failed"])),
                    ("owed_at", instant()),
                    ("at", about(nullable_text(), "when it was sent or given up")),
                    ("error", nullable_text()),
                ],
                &[],
            ),
        ),
    ]
}
