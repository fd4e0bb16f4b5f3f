//! Mails as organizers see them.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, email, flag, instant, list, next, nullable_text, reference, text};

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
                &[(
                    "feedback",
                    about(reference("Feedback"), "what the mail service heard of it after it had taken it"),
                )],
            ),
        ),
        (
            "Feedback",
            closed(
                &[
                    ("kind", choice(&["bounced", "complained", "rejected"])),
                    ("permanent", about(flag(), "trying again is no use")),
                    ("at", instant()),
                ],
                &[
                    ("diagnostic", about(text(), "what the other side said")),
                    ("lifted_at", about(instant(), "when an organizer had it sent again all the same")),
                ],
            ),
        ),
    ]
}
