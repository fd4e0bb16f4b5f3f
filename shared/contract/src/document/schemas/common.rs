//! Shapes of every part: problems, health, the contract itself.

use utoipa::openapi::schema::Schema;

use crate::Kind;

use super::shapes::{about, about_list, choice, closed, count, inline, object, open, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Problem", problem()),
        ("ProblemKind", closed(&[("type", text()), ("title", text()), ("status", count())], &[])),
        ("Document", open(&[("openapi", text()), ("info", object()), ("paths", object())], &[])),
        ("Health", closed(&[("status", choice(&["ready"]))], &[])),
        ("Said", closed(&[("detail", text())], &[])),
    ]
}

fn problem() -> Schema {
    let types: Vec<_> = Kind::ALL.iter().map(|kind| format!("/problems/{}", kind.slug())).collect();
    let types: Vec<_> = types.iter().map(String::as_str).collect();
    let error = inline(&[("pointer", about(text(), "RFC 6901")), ("detail", text())]);
    open(
        &[("type", choice(&types)), ("title", text()), ("status", count()), ("detail", text())],
        &[("errors", about_list(error, "each value that is wrong"))],
    )
}
