//! Registrations: what a wish says, and what its holder and organizers see.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, answers_given, answers_kept, attendance, choice, closed, email, flag, instant, list, next, nullable_flag,
    nullable_text, open, reference, text,
};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    let registration_state = [
        ("id", text()),
        ("status", choice(&["confirmed", "cancelled"])),
        ("pool", text()),
        ("attendance", attendance()),
        ("registered_at", instant()),
    ];
    let registration =
        [registration_state.as_slice(), &[("name", text()), ("email", email()), ("answers", answers_kept())]].concat();
    vec![
        (
            "Register",
            closed(
                &[("name", text()), ("email", email()), ("attendance", attendance())],
                &[
                    ("affiliation", text()),
                    ("first_time", flag()),
                    ("answers", answers_given()),
                    ("invitation", about(text(), "a code; it claims a pass of the pool it is for")),
                    ("idempotency_key", about(text(), "of a form; programs send the header")),
                ],
            ),
        ),
        (
            "Change",
            closed(
                &[],
                &[
                    ("name", text()),
                    ("affiliation", nullable_text()),
                    ("attendance", attendance()),
                    ("first_time", flag()),
                    ("answers", answers_given()),
                ],
            ),
        ),
        (
            "ManageForm",
            open(
                &[("action", choice(&["change", "cancel"]))],
                &[
                    ("name", text()),
                    ("attendance", attendance()),
                    ("whole", about(flag(), "a box that is not named is one whose tick was taken away")),
                ],
            ),
        ),
        ("RegistrationState", closed(&registration_state, &[("cancelled_at", instant())])),
        (
            "Registration",
            closed(
                &registration,
                &[
                    ("affiliation", text()),
                    ("first_time", flag()),
                    ("cancelled_at", instant()),
                    ("reconfirmation", reference("Reconfirmation")),
                    ("manage_token", about(text(), "to see, change and cancel it; only in the answer that made it")),
                ],
            ),
        ),
        ("Registrations", closed(&[("registrations", list(reference("RegistrationEntry"))), ("next", next())], &[])),
        (
            "RegistrationEntry",
            closed(
                &[
                    ("id", text()),
                    ("status", choice(&["confirmed", "cancelled"])),
                    ("name", text()),
                    ("email", email()),
                    ("affiliation", nullable_text()),
                    ("attendance", attendance()),
                    ("pool", text()),
                    ("first_time", nullable_flag()),
                    ("registered_at", instant()),
                    ("reconfirmation", about(nullable_text(), "what came of the question; null where nobody asked")),
                ],
                &[],
            ),
        ),
    ]
}
