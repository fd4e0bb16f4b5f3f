//! Editions: the list, one edition, its definition.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, about_list, choice, closed, count, day, either_or_null, email, flag, inline, instant, list, nullable_text,
    object, open, reference, text,
};

const PHASES: &[&str] = &["before", "open", "after"];

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Conferences", closed(&[("conferences", list(reference("ConferenceEntry")))], &[])),
        (
            "ConferenceEntry",
            closed(
                &[
                    ("id", text()),
                    ("name", text()),
                    ("days", text()),
                    ("starts_on", day()),
                    ("ends_on", day()),
                    ("city", text()),
                    ("country", text()),
                ],
                &[],
            ),
        ),
        ("Conference", conference()),
        (
            "RegistrationWindow",
            closed(
                &[
                    ("state", choice(PHASES)),
                    ("opens_at", instant()),
                    ("closes_at", instant()),
                    ("in_person", reference("Sale")),
                    ("virtual", either_or_null("Sale")),
                ],
                &[],
            ),
        ),
        ("Sale", closed(&[("sold_out", flag())], &[])),
        (
            "TrackEntry",
            closed(&[("id", text()), ("name", text()), ("kind", text()), ("cfp", either_or_null("CallState"))], &[]),
        ),
        (
            "CallState",
            closed(
                &[
                    ("state", choice(PHASES)),
                    ("opens_at", instant()),
                    ("closes_at", instant()),
                    ("announced", about(text(), "the deadline in the words it was announced with")),
                ],
                &[],
            ),
        ),
        (
            "Definition",
            open(
                &[
                    ("series", text()),
                    ("name", text()),
                    ("starts_on", day()),
                    ("ends_on", day()),
                    ("time_zone", about(text(), "an IANA name")),
                    ("contact", email()),
                    ("place", object()),
                    ("registration", object()),
                    ("pools", list(object())),
                ],
                &[
                    ("id", text()),
                    ("acronym", text()),
                    ("description", text()),
                    ("website", text()),
                    ("rooms", list(object())),
                    ("hours", object()),
                    ("blocks", list(object())),
                    ("breaks", list(object())),
                    ("bof_slots", list(object())),
                    ("tracks", list(object())),
                    ("questions", list(object())),
                    ("waitlist", object()),
                    ("reconfirmation", object()),
                    ("announcements", object()),
                    ("organizers", list(email())),
                ],
            ),
        ),
        ("DefinitionForm", closed(&[("definition", about(text(), "a definition as JSON"))], &[])),
        ("Defined", closed(&[("id", text()), ("revision", count()), ("pools", list(reference("Pool")))], &[])),
        ("Overview", closed(&[("conference", text()), ("pools", list(reference("Pool")))], &[])),
    ]
}

fn conference() -> Schema {
    let place = inline(&[("name", text()), ("address", nullable_text()), ("city", text()), ("country", text())]);
    closed(
        &[
            ("id", text()),
            ("series", text()),
            ("acronym", text()),
            ("name", text()),
            ("description", nullable_text()),
            ("starts_on", day()),
            ("ends_on", day()),
            ("time_zone", text()),
            ("place", place),
            ("contact", email()),
            ("website", nullable_text()),
            ("registration", reference("RegistrationWindow")),
            ("tracks", list(reference("TrackEntry"))),
            ("announcements", about_list(reference("Announcement"), "the latest")),
        ],
        &[],
    )
}
