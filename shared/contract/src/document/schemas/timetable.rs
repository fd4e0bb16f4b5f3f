//! The timetable: sessions, placing, suggesting, publishing.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, about_list, choice, closed, count, flag, inline, instant, list, nullable_text, object, open, reference, text,
};

const LINKS: &[&str] = &["recording", "slides", "paper", "web", "blog", "article", "related", "activitypub"];

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    [sessions(), views(), work(), whole()].concat()
}

fn sessions() -> Vec<(&'static str, Schema)> {
    let number = || about(object_or_null(), "the release in force; null before the first");
    vec![
        (
            "Session",
            closed(
                &[
                    ("id", text()),
                    ("number", count()),
                    ("code", about(text(), "six of A-Z and 0-9")),
                    ("guid", text()),
                    ("kind", choice(&["talk", "bof", "entry"])),
                    ("track", nullable_text()),
                    ("title", text()),
                    ("abstract", about(text(), "Markdown")),
                    ("format", text()),
                    ("people", list(reference("SessionPerson"))),
                    ("room", nullable_text()),
                    ("starts_at", about(nullable_text(), "null while it is not placed")),
                    ("ends_at", nullable_text()),
                    ("minutes", count()),
                    ("status", choice(&["tentative", "confirmed", "cancelled"])),
                    ("not_recorded", flag()),
                    ("links", list(reference("SessionLink"))),
                ],
                &[
                    ("subtitle", text()),
                    ("sequence", about(count(), "counts the changes that calendars show")),
                    ("modified_at", instant()),
                    ("override_reason", about(text(), "why an organizer placed it against a rule")),
                ],
            ),
        ),
        (
            "SessionPerson",
            closed(&[("guid", text()), ("name", text()), ("role", choice(&["speaker", "lead", "must_be_there"]))], &[]),
        ),
        (
            "SessionLink",
            closed(&[("kind", choice(LINKS)), ("url", text())], &[("title", text()), ("attached", flag())]),
        ),
        (
            "Timetable",
            open(
                &[
                    ("release", number()),
                    ("draft", flag()),
                    ("changed_at", instant()),
                    ("sessions", list(reference("Session"))),
                ],
                &[],
            ),
        ),
    ]
}

/// A number, or null: said openly, since it is told in words.
fn object_or_null() -> super::shapes::Property {
    utoipa::openapi::schema::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::SchemaType::Array(vec![
            utoipa::openapi::schema::Type::Integer,
            utoipa::openapi::schema::Type::Null,
        ]))
        .into()
}

fn views() -> Vec<(&'static str, Schema)> {
    vec![
        ("ScheduleDocument", open(&[("schedule", about(object(), "as the public schema of schedule JSON says"))], &[])),
        (
            "NowAndNext",
            closed(
                &[
                    ("at", instant()),
                    ("now", list(reference("Session"))),
                    ("next", about_list(reference("Session"), "the next in each room")),
                ],
                &[],
            ),
        ),
        (
            "People",
            closed(&[("people", list(inline(&[("guid", text()), ("name", text()), ("sessions", list(text()))])))], &[]),
        ),
        ("Person", closed(&[("guid", text()), ("name", text()), ("sessions", list(reference("Session")))], &[])),
        (
            "Releases",
            closed(
                &[(
                    "releases",
                    list(inline(&[("number", count()), ("published_at", instant()), ("changes", list(text()))])),
                )],
                &[],
            ),
        ),
    ]
}

fn work() -> Vec<(&'static str, Schema)> {
    let place = [("room", text()), ("starts_at", about(text(), "an instant, or a time on the conference's clocks"))];
    let optional = [
        ("minutes", about(count(), "without it as long as the session is to be")),
        ("ends_at", about(text(), "in place of `minutes`")),
        ("reason", about(text(), "why an organizer places it against a rule")),
    ];
    vec![
        ("Draft", closed(&[("placed", list(reference("Session"))), ("unplaced", list(reference("Session")))], &[])),
        (
            "NewEntry",
            closed(
                &[("title", text())],
                &[
                    ("abstract", text()),
                    ("minutes", count()),
                    ("track", text()),
                    ("not_recorded", flag()),
                    ("idempotency_key", about(text(), "of a form; programs send the header")),
                ],
            ),
        ),
        (
            "ReviseSession",
            closed(
                &[],
                &[
                    ("links", about_list(reference("SessionLink"), "all of them")),
                    ("title", about(text(), "of a free entry; a talk says what its proposal says")),
                    ("abstract", text()),
                    ("minutes", count()),
                ],
            ),
        ),
        (
            "SessionForm",
            open(
                &[("action", choice(&["add_link", "remove_link", "cancel"]))],
                &[("link_kind", choice(LINKS)), ("link_url", text()), ("link_title", text())],
            ),
        ),
        ("Place", closed(&place, &optional)),
        ("PlaceForm", open(&[("action", choice(&["place", "take_off"]))], &optional)),
        (
            "PlacedSession",
            closed(
                &[
                    ("session", reference("Session")),
                    ("warnings", about_list(object(), "what whoever places should know; each has a `detail`")),
                ],
                &[],
            ),
        ),
        (
            "Shift",
            closed(
                &[("session", about(text(), "it and what follows in its block")), ("minutes", count())],
                &[("way", choice(&["later", "earlier"])), ("reason", text())],
            ),
        ),
        ("Bookmarks", closed(&[("sessions", list(about(text(), "a session's id")))], &[])),
        ("Shifted", closed(&[("moved", list(reference("Session"))), ("release", object_or_null())], &[])),
    ]
}

/// What is done to the timetable as a whole.
fn whole() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Suggest",
            closed(
                &[],
                &[
                    ("seed", about(count(), "orders what is equal: the same seed gives the same answer")),
                    ("dry_run", about(flag(), "what would be placed, and nothing is")),
                    ("tracks", about_list(text(), "only their sessions")),
                ],
            ),
        ),
        (
            "Suggested",
            closed(
                &[
                    ("dry_run", flag()),
                    ("placed", list(object())),
                    ("unplaced", about_list(object(), "each with why, in `detail`")),
                    ("clashes", about(object(), "people who would have to be in two places, before and after")),
                ],
                &[],
            ),
        ),
        (
            "ImportForm",
            open(
                &[],
                &[
                    (
                        "schedule",
                        about(object(), "the body is schedule JSON or XML itself; a form has it in this field"),
                    ),
                    ("dry_run", about(text(), "of a form: only look")),
                    ("reason", about(text(), "of a form: why sessions may collide")),
                ],
            ),
        ),
        (
            "ScheduleImported",
            closed(&[("dry_run", flag()), ("new", count()), ("changed", count()), ("unchanged", count())], &[]),
        ),
        ("Publish", closed(&[], &[("announce", about(flag(), "whether it is news; without it, yes"))])),
        (
            "ReleaseMade",
            closed(
                &[
                    ("release", object_or_null()),
                    ("changes", about_list(object(), "each with `change` and, in words, `detail`")),
                    ("mails", about(count(), "how many people are written to")),
                ],
                &[],
            ),
        ),
    ]
}
