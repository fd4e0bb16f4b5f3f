//! Tracks, their calls for proposals, and who may be late.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    Property, about, about_list, choice, closed, either_or_null, email, flag, inline, instant, list, nullable_text,
    reference, text,
};

/// The kinds of reminders that can be switched off.
const KINDS: [&str; 5] = ["drafts", "calls", "leads", "reviews", "acceptances"];

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    [tracks(), changes(), wishes()].concat()
}

fn link() -> Property {
    inline(&[("label", text()), ("url", text())])
}

fn tracks() -> Vec<(&'static str, Schema)> {
    let cfp = closed(
        &[
            ("state", choice(&["before", "open", "after"])),
            ("opens_at", instant()),
            ("closes_at", about(instant(), "the first instant that is too late")),
            ("announced", about(text(), "the same as it was written")),
            (
                "was",
                about_list(
                    inline(&[("closes_at", instant()), ("announced", text())]),
                    "the closes that it had before, in order",
                ),
            ),
        ],
        &[],
    );
    vec![
        ("Tracks", closed(&[("tracks", list(reference("Track")))], &[])),
        ("TrackCall", cfp),
        (
            "Track",
            closed(
                &[
                    ("id", text()),
                    ("name", text()),
                    ("kind", choice(&["microconference", "refereed", "summit", "bof", "other"])),
                    ("description", about(text(), "in Markdown")),
                    ("topics", list(text())),
                    ("accomplishments", list(text())),
                    ("recordings", list(link())),
                    ("contacts", about_list(email(), "its leads, or the address to ask in their place")),
                    ("cfp", either_or_null("TrackCall")),
                ],
                &[],
            ),
        ),
    ]
}

fn changes() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "TrackChange",
            closed(
                &[],
                &[
                    ("description", about(text(), "in Markdown")),
                    ("contact", about(nullable_text(), "shown in place of the leads' addresses; null for them")),
                    ("topics", list(text())),
                    ("accomplishments", list(text())),
                    ("recordings", list(link())),
                    (
                        "cfp",
                        closed(
                            &[],
                            &[
                                ("opens", about(text(), "as in the definition; fixed once the call has opened")),
                                (
                                    "closes",
                                    about(
                                        text(),
                                        "`2023-08-27T18:00:00` in the conference's zone, `2023-08-27T22:00:00Z`, or \
                                         `2023-08-27 anywhere on Earth`; a time to come",
                                    ),
                                ),
                            ],
                        )
                        .into(),
                    ),
                ],
            ),
        ),
        (
            "TrackForm",
            closed(
                &[],
                &[
                    ("etag", about(text(), "the version that was changed")),
                    ("description", text()),
                    ("contact", text()),
                    ("topics", about(text(), "one on each line")),
                    ("accomplishments", about(text(), "one on each line")),
                    ("recordings", about(text(), "one on each line: address, space, what it leads to")),
                    ("cfp.opens", text()),
                    ("cfp.closes", text()),
                ],
            ),
        ),
    ]
}

fn wishes() -> Vec<(&'static str, Schema)> {
    vec![
        ("RemindMe", closed(&[], &[("email", about(email(), "for who is not signed in"))])),
        ("Watching", closed(&[("track", text()), ("status", choice(&["watching", "asked", "stopped"]))], &[])),
        (
            "MailWishes",
            closed(&[("kinds", list(inline(&[("kind", choice(&KINDS)), ("label", text()), ("on", flag())])))], &[]),
        ),
        ("MailWish", closed(&[("kind", choice(&KINDS)), ("on", flag())], &[])),
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
