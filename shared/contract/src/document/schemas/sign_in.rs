//! Signing in.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, closed, email, instant, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Email", closed(&[("email", email())], &[])),
        ("Code", closed(&[], &[("code", about(text(), "six digits; left out where the path is the whole link"))])),
        ("SignInAsked", closed(&[("detail", text()), ("code_url", text())], &[])),
        ("SignedIn", closed(&[("token", text()), ("email", email()), ("expires_at", instant())], &[])),
    ]
}
