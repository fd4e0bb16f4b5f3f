//! Birds of a feather.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, count, flag, instant, list, open, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Bofs",
            closed(
                &[("bofs", list(reference("Bof"))), ("free_slots", about(count(), "that are free and still to come"))],
                &[],
            ),
        ),
        (
            "Bof",
            closed(
                &[
                    ("id", text()),
                    ("status", choice(&["placed", "waiting", "cancelled"])),
                    ("title", text()),
                    ("abstract", about(text(), "Markdown")),
                    ("name", about(text(), "of who holds it")),
                    ("not_recorded", about(flag(), "always true: BoFs are not recorded")),
                    ("proposed_at", instant()),
                    ("updated_at", instant()),
                    ("mine", about(flag(), "whether the caller proposed it")),
                ],
                &[
                    ("minutes", count()),
                    ("room", about(text(), "its id")),
                    ("room_name", text()),
                    ("starts_at", instant()),
                    ("ends_at", instant()),
                    ("place", about(count(), "on the list for slots that come back, from 1")),
                    ("cancelled_at", instant()),
                ],
            ),
        ),
        (
            "ProposeBof",
            closed(
                &[("title", text()), ("abstract", about(text(), "Markdown"))],
                &[
                    ("minutes", about(count(), "10 to 480; without it as long as the slot")),
                    ("idempotency_key", about(text(), "of a form; programs send the header")),
                ],
            ),
        ),
        ("RewordBof", closed(&[], &[("title", text()), ("abstract", text())])),
        ("BofForm", open(&[("action", choice(&["change", "cancel"]))], &[("title", text()), ("abstract", text())])),
    ]
}
