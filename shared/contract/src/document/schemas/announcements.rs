//! Announcements.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, instant, list, next, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Announcements", closed(&[("announcements", list(reference("Announcement"))), ("next", next())], &[])),
        (
            "Announcement",
            closed(
                &[
                    ("id", text()),
                    (
                        "kind",
                        choice(&[
                            "manual",
                            "sold_out",
                            "reopened",
                            "released",
                            "call_opened",
                            "call_moved",
                            "call_closed",
                            "timetable",
                        ]),
                    ),
                    ("title", text()),
                    ("body", about(text(), "paragraphs, parted by blank lines")),
                    ("at", instant()),
                    ("status", choice(&["held", "published", "withdrawn"])),
                ],
                &[],
            ),
        ),
        (
            "Post",
            closed(
                &[("title", text()), ("body", text())],
                &[("idempotency_key", about(text(), "of a form; programs send the header"))],
            ),
        ),
        ("AnnouncementChange", closed(&[("status", choice(&["published", "withdrawn"]))], &[])),
    ]
}
