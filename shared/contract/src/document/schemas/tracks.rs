//! Tracks, their calls for proposals, and who may be late.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, about_list, choice, closed, email, inline, instant, list, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("LateLinks", closed(&[("late_links", list(reference("LateLink")))], &[])),
        (
            "LateLink",
            closed(
                &[
                    ("id", text()),
                    ("track", text()),
                    ("email", email()),
                    ("until", about(instant(), "the first instant that is too late")),
                    ("announced", about(text(), "the same as it was written")),
                    ("status", choice(&["working", "over", "revoked"])),
                    (
                        "log",
                        about_list(
                            inline(&[("at", instant()), ("by", email()), ("act", choice(&["given", "revoked"]))]),
                            "everything that was done to it, in order",
                        ),
                    ),
                ],
                &[],
            ),
        ),
        (
            "GiveLateLink",
            closed(
                &[
                    ("email", email()),
                    (
                        "until",
                        about(
                            text(),
                            "`2023-08-20T17:00:00` in the conference's zone, `2023-08-20T21:00:00Z`, or \
                             `2023-08-20 anywhere on Earth`",
                        ),
                    ),
                ],
                &[],
            ),
        ),
    ]
}
