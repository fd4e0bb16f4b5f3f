//! Earlier editions that were imported.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, about_list, closed, count, email, flag, instant, list, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    let hash = || about(text(), "SHA-256 of the folded address as 64 hexadecimal digits");
    vec![
        (
            "History",
            closed(
                &[
                    ("series", text()),
                    ("imports", list(reference("HistoryEdition"))),
                    ("here", about_list(text(), "earlier editions of the series that are here and need no import")),
                ],
                &[],
            ),
        ),
        (
            "HistoryEdition",
            closed(
                &[("edition", text()), ("people", count()), ("imported_at", instant()), ("changed_at", instant())],
                &[],
            ),
        ),
        (
            "HistoryImport",
            closed(
                &[("registrations", list(reference("HistoryRegistration")))],
                &[("edition", about(text(), "of every registration that names none itself"))],
            ),
        ),
        ("HistoryRegistration", closed(&[], &[("email", email()), ("email_sha256", hash()), ("edition", text())])),
        (
            "HistoryForm",
            closed(
                &[],
                &[
                    ("edition", text()),
                    ("csv", about(text(), "a CSV file as text, with a heading email or email_sha256")),
                    ("file", about(text(), "the same as a file, in multipart/form-data")),
                ],
            ),
        ),
        (
            "HistoryImported",
            closed(
                &[
                    ("dry_run", flag()),
                    ("lines", count()),
                    ("not_registered", about(count(), "lines left out: cancelled, withdrawn, expired, not paid")),
                    ("without_address", about(count(), "lines left out for want of an address")),
                    ("editions", list(reference("HistoryEditionImported"))),
                ],
                &[],
            ),
        ),
        (
            "HistoryEditionImported",
            closed(
                &[
                    ("edition", text()),
                    ("people", about(count(), "that are known of it afterwards")),
                    ("added", about(count(), "of them new with this import")),
                ],
                &[],
            ),
        ),
        ("Erased", closed(&[("erased_from", list(text()))], &[])),
    ]
}
