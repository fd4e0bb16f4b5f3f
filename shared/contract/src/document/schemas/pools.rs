//! Pools and their invitations.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, about_list, choice, closed, count, email, flag, instant, list, list_schema, next, reference, text,
};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    let pool = [
        ("pool", text()),
        ("capacity", about(count(), "free + spare + held + taken")),
        ("free", about(count(), "for whoever comes, or to be claimed")),
        ("spare", about(count(), "came back or was added; on its way to those who wait, or back to free")),
        ("held", about(count(), "on offer")),
        ("taken", about(count(), "registered")),
        ("sold_out", flag()),
    ];
    let with = |more: &[(&'static str, super::shapes::Property)]| closed(&[pool.as_slice(), more].concat(), &[]);
    vec![
        (
            "Resize",
            closed(&[("capacity", count())], &[("resize_id", about(text(), "names the wish: repeats are free"))]),
        ),
        ("Pools", list_schema(reference("Pool"))),
        ("Pool", with(&[])),
        (
            "Resized",
            with(&[
                ("dry_run", about(flag(), "whether nothing was changed")),
                ("to_offer", about(count(), "passes that are offered to those who wait now, without another act")),
                ("offers_to", about_list(reference("NextInLine"), "the first of them, in order")),
            ]),
        ),
        ("NextInLine", closed(&[("id", text()), ("name", text()), ("class", text()), ("joined_at", instant())], &[])),
        ("PoolReleased", with(&[("released", about(count(), "passes that went to general, to those who wait first"))])),
        ("Invite", closed(&[("email", email())], &[("name", text())])),
        ("Invitations", closed(&[("invitations", list(reference("Invitation"))), ("next", next())], &[])),
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
