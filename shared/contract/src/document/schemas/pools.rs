//! Pools and their invitations.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, choice, closed, count, email, flag, instant, list, list_schema, nullable_text, reference, text,
};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Resize",
            closed(&[("capacity", count())], &[("resize_id", about(text(), "names the wish: repeats are free"))]),
        ),
        ("Pools", list_schema(reference("Pool"))),
        (
            "Pool",
            closed(
                &[
                    ("pool", text()),
                    ("capacity", about(count(), "free + spare + held + taken")),
                    ("free", about(count(), "for whoever comes, or to be claimed")),
                    ("spare", about(count(), "came back or was added; on its way to those who wait, or back to free")),
                    ("held", about(count(), "on offer")),
                    ("taken", about(count(), "registered")),
                    ("sold_out", flag()),
                ],
                &[],
            ),
        ),
        ("Invite", closed(&[("email", email())], &[("name", text())])),
        ("Invitations", closed(&[("invitations", list(reference("Invitation"))), ("next", nullable_text())], &[])),
        (
            "Invitation",
            closed(
                &[
                    ("id", text()),
                    ("pool", text()),
                    ("email", email()),
                    ("status", choice(&["open", "claimed", "revoked"])),
                    ("invited_at", instant()),
                ],
                &[("registration", text()), ("code", text())],
            ),
        ),
    ]
}
