//! "Are you still coming?": the question in a registration, the answer, the round.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, count, flag, instant, list};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Reconfirmation",
            closed(
                &[("asked_at", instant()), ("status", choice(&["asked", "coming", "not_coming", "kept", "returned"]))],
                &[
                    ("reminded", about(count(), "reminders whose time has come")),
                    ("answered_at", instant()),
                    ("ended_at", instant()),
                ],
            ),
        ),
        ("Reconfirm", closed(&[("coming", about(flag(), "`false` cancels the registration at once"))], &[])),
        (
            "Round",
            closed(
                &[
                    ("ask_at", about(instant(), "who holds a pass to come since before this is asked")),
                    ("reminders_at", list(instant())),
                    ("answer_by", about(instant(), "the first instant that is too late")),
                    ("silence", about(choice(&["keep", "return"]), "what it means to say nothing")),
                    ("paused", flag()),
                    ("asked", about(count(), "yes + no + silent + returned")),
                    ("yes", count()),
                    ("no", count()),
                    ("silent", count()),
                    ("returned", about(count(), "passes that went to whoever waits for want of an answer")),
                ],
                &[],
            ),
        ),
    ]
}
