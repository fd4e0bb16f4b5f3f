//! Who somebody is: addresses, roles, and all that is theirs.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, email, flag, instant, list, nullable_text, reference, text};

const KINDS: &[&str] = &["organizer", "lead", "reviewer"];
const STATES: &[&str] = &["invited", "held", "given_up", "removed"];

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Me",
            closed(
                &[
                    ("email", about(email(), "the primary one of their addresses")),
                    ("addresses", list(reference("Address"))),
                    ("expires_at", nullable_text()),
                    ("roles", list(reference("MyRoles"))),
                    ("offered_roles", about(list(reference("MyOffer")), "to accept or to give up")),
                    ("registrations", list(reference("Mine"))),
                    ("waitlist", list(reference("Mine"))),
                ],
                &[],
            ),
        ),
        ("Addresses", closed(&[("addresses", list(reference("Address")))], &[])),
        (
            "Address",
            closed(
                &[
                    ("id", text()),
                    ("email", email()),
                    ("primary", about(flag(), "the one to show and to write to")),
                    ("status", choice(&["linked", "linking", "unlinking"])),
                ],
                &[],
            ),
        ),
        ("Prefer", closed(&[("primary", about(flag(), "true"))], &[])),
        ("AddressForm", closed(&[("action", choice(&["prefer", "unlink"]))], &[])),
        (
            "MyRoles",
            closed(
                &[
                    ("conference", text()),
                    ("name", text()),
                    ("organizer", flag()),
                    ("leads", list(text())),
                    ("reviews", about(list(text()), "tracks, those that they lead included")),
                ],
                &[],
            ),
        ),
        (
            "MyOffer",
            closed(
                &[("conference", text()), ("id", text()), ("role", choice(KINDS))],
                &[("track", about(text(), "left out for an organizer"))],
            ),
        ),
        (
            "Mine",
            closed(
                &[("conference", text()), ("id", text()), ("status", text()), ("email", email())],
                &[("url", about(text(), "where it is managed; carries its token"))],
            ),
        ),
        ("Roles", closed(&[("roles", list(reference("Role")))], &[])),
        (
            "Role",
            closed(
                &[
                    ("id", text()),
                    ("role", choice(KINDS)),
                    ("email", email()),
                    ("status", choice(STATES)),
                    ("defined", about(flag(), "whether the edition's definition names them")),
                    ("log", about(list(reference("RoleChange")), "every change, earliest first")),
                ],
                &[("track", about(text(), "left out for an organizer"))],
            ),
        ),
        ("RoleChange", closed(&[("at", instant()), ("by", email()), ("to", choice(STATES))], &[])),
        (
            "OfferRole",
            closed(
                &[("role", choice(KINDS)), ("email", email())],
                &[("track", about(text(), "required for a lead and a reviewer"))],
            ),
        ),
        ("AnswerRole", closed(&[("action", choice(&["accept", "give_up", "remove"]))], &[])),
    ]
}
