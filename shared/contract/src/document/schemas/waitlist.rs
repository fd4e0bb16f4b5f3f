//! The waitlist: a wish to join, a place, an offer, what organizers see.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, about_list, choice, closed, count, day, email, flag, inline, instant, list, next, open, reference, text,
};

const STATES: &[&str] = &["waiting", "offered", "accepted", "declined", "lapsed", "withdrawn"];
const CLASSES: &[&str] = &["contributor", "newcomer", "everyone"];

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    let entry = [
        ("id", text()),
        ("status", choice(STATES)),
        ("name", text()),
        ("email", email()),
        ("reason", text()),
        ("class", choice(CLASSES)),
        ("joined_at", instant()),
    ];
    vec![
        (
            "Join",
            closed(
                &[("name", text()), ("email", email()), ("reason", about(text(), "why; for the organizers"))],
                &[
                    ("affiliation", text()),
                    ("first_time", about(flag(), "counts only where no earlier edition of the series is known")),
                    ("idempotency_key", about(text(), "of a form; programs send the header")),
                ],
            ),
        ),
        ("WithdrawForm", closed(&[("action", choice(&["withdraw"]))], &[])),
        (
            "Entry",
            closed(
                &entry,
                &[
                    ("affiliation", text()),
                    ("position", about(count(), "from 1; it can also grow, as classes come first")),
                    ("offer", inline(&[("offered_at", instant()), ("expires_at", instant())])),
                    ("ended_at", instant()),
                    ("registration", about(text(), "what an accepted offer became")),
                    ("moved", list(reference("Moved"))),
                    ("unreachable", about(flag(), "it ended because mail to this address comes back")),
                    (
                        "freed_per_week",
                        about_list(reference("FreedWeek"), "passes that came back so far, latest week first"),
                    ),
                    ("manage_token", about(text(), "to see, leave and accept; only in the answer that made it")),
                ],
            ),
        ),
        (
            "Moved",
            closed(&[("at", instant()), ("from", choice(CLASSES)), ("to", choice(CLASSES)), ("reason", text())], &[]),
        ),
        ("Move", closed(&[("class", choice(CLASSES)), ("reason", text())], &[])),
        (
            "Waitlist",
            closed(
                &[
                    ("waiting", count()),
                    ("next_in_line", list(reference("WaitlistEntry"))),
                    ("waitlist", list(reference("WaitlistEntry"))),
                    ("next", next()),
                ],
                &[],
            ),
        ),
        (
            "WaitlistEntry",
            closed(
                &[
                    entry.as_slice(),
                    &[(
                        "ground",
                        about(
                            choice(&["leads", "contributes", "no_earlier_edition", "unverified", "nothing", "moved"]),
                            "why they are of this class",
                        ),
                    )],
                ]
                .concat(),
                &[
                    ("affiliation", text()),
                    ("track", text()),
                    ("proposal", about(text(), "one of theirs, where it is the ground")),
                    ("moved", list(reference("Moved"))),
                    ("offer", reference("OfferMade")),
                    ("ended_at", instant()),
                    ("unreachable", about(flag(), "it ended because mail to this address comes back")),
                ],
            ),
        ),
    ]
    .into_iter()
    .chain(offers())
    .collect()
}

fn offers() -> Vec<(&'static str, Schema)> {
    vec![
        ("FreedWeek", closed(&[("week_of", about(day(), "its Monday")), ("passes", count())], &[])),
        (
            "OfferMade",
            closed(
                &[
                    ("number", about(count(), "offers were made in this order")),
                    ("offered_at", instant()),
                    ("expires_at", instant()),
                    ("because", reference("Because")),
                ],
                &[],
            ),
        ),
        (
            "Because",
            open(
                &[("class", choice(CLASSES)), ("rank", about(count(), "of the class, from 0"))],
                &[("next", about(text(), "who would have been next"))],
            ),
        ),
    ]
}
