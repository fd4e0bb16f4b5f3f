//! Announcements.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, instant, list, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Announcements", closed(&[("announcements", list(reference("Announcement")))], &[])),
        (
            "Announcement",
            closed(
                &[
                    ("id", text()),
                    ("kind", choice(&["manual", "sold_out", "reopened", "call_opened", "call_moved", "call_closed"])),
                    ("title", text()),
                    ("body", about(text(), "paragraphs, parted by blank lines")),
                    ("at", instant()),
                    ("status", choice(&["held", "published", "withdrawn"])),
                ],
                &[],
            ),
        ),
        ("Post", closed(&[("title", text()), ("body", text())], &[])),
        ("AnnouncementChange", closed(&[("status", choice(&["published", "withdrawn"]))], &[])),
    ]
}
