//! Reviews, decisions, and what their people answer.

use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, Type};

use super::shapes::{
    Property, about, about_list, choice, closed, count, email, flag, inline, instant, list, object, open, reference,
    text,
};

const DECISIONS: &[&str] = &["accepted", "standby", "rejected", "undecided"];
const STATES: &[&str] = &["submitted", "withdrawn", "accepted", "standby", "rejected", "confirmed", "declined"];

fn score() -> Property {
    ObjectBuilder::new().schema_type(Type::Number).minimum(Some(0)).description(Some("with two decimals")).into()
}

fn or_null(kind: Type) -> Property {
    use utoipa::openapi::schema::SchemaType;
    ObjectBuilder::new().schema_type(SchemaType::Array(vec![kind, Type::Null])).into()
}

fn scores() -> Property {
    let whole = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
    let each = AdditionalProperties::RefOr(Schema::from(whole).into());
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(each))
        .description(Some("by the ids of the track's criteria"))
        .into()
}

fn decision_or_null() -> Property {
    use utoipa::openapi::schema::SchemaType;
    ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
        .description(Some("accepted, standby, rejected, or null"))
        .into()
}

fn figures() -> [(&'static str, Property); 4] {
    [
        ("count", about(count(), "reviews with a score")),
        ("mean", or_null(Type::Number)),
        ("disagreement", about(or_null(Type::Number), "the scores' standard deviation")),
        ("distribution", list(inline(&[("from", count()), ("to", count()), ("count", count())]))),
    ]
}

fn line() -> [(&'static str, Property); 5] {
    [("id", text()), ("number", count()), ("track", text()), ("title", text()), ("state", choice(STATES))]
}

fn line_optional() -> [(&'static str, Property); 3] {
    [
        ("minutes", count()),
        ("submitted_at", instant()),
        ("speakers", about_list(text(), "left out where the caller is not to see them")),
    ]
}

fn row() -> Schema {
    let more = [
        ("conflicts", count()),
        ("tags", list(text())),
        ("verdict", reference("Verdict")),
        (
            "passes",
            list(inline(&[
                ("name", text()),
                ("email", email()),
                ("standing", choice(&["holds", "unclaimed", "given_up", "none"])),
            ])),
        ),
    ];
    closed(&[line().as_slice(), &figures(), &more].concat(), &line_optional())
}

/// Reviews, and proposals as their judges see them.
pub(super) fn reviews() -> Vec<(&'static str, Schema)> {
    let mine = closed(&[("updated_at", instant())], &[("score", score()), ("comment", text())]);
    let queued = closed(
        &[line().as_slice(), &[("owed", about(flag(), "whether a review of the caller's is wanted"))]].concat(),
        &[line_optional().as_slice(), &[("mine", mine.into())]].concat(),
    );
    let part = closed(
        &[
            ("track", text()),
            ("name", text()),
            ("mode", choice(&["scored", "lead"])),
            ("blind", flag()),
            ("leads", flag()),
            ("owed", count()),
            ("proposals", list(queued.into())),
        ],
        &[("due_by", instant())],
    );
    let full = open(
        &[
            line().as_slice(),
            &[("abstract", text()), ("links", list(object())), ("files", list(text())), ("answers", object())],
        ]
        .concat(),
        &[line_optional().as_slice(), &[("format", text()), ("notes", text())]].concat(),
    );
    let selection =
        closed(&[figures().as_slice(), &[("verdict", reference("Verdict")), ("tags", list(text()))]].concat(), &[]);
    vec![
        ("ReviewQueue", closed(&[("owed", count()), ("tracks", list(part.into()))], &[])),
        (
            "Judged",
            closed(
                &[
                    ("proposal", full.into()),
                    ("mode", choice(&["scored", "lead"])),
                    ("blind", flag()),
                    (
                        "criteria",
                        list(inline(&[
                            ("id", text()),
                            ("label", text()),
                            ("weight", count()),
                            ("min", count()),
                            ("max", count()),
                        ])),
                    ),
                    ("under_review", flag()),
                ],
                &[
                    ("mine", reference("Review")),
                    ("reviews", about_list(reference("Review"), "others': for leads, and for who has given theirs")),
                    ("selection", selection.into()),
                ],
            ),
        ),
        (
            "GiveReview",
            open(
                &[],
                &[
                    ("score", about(count(), "where the track has one criterion")),
                    ("scores", scores()),
                    ("comment", text()),
                    ("conflict", about(flag(), "from then on the proposal is hidden from the caller")),
                ],
            ),
        ),
        (
            "Review",
            closed(
                &[
                    ("id", text()),
                    ("reviewer", email()),
                    ("status", choice(&["given", "conflict"])),
                    ("reviewed_at", instant()),
                    ("updated_at", instant()),
                ],
                &[("scores", scores()), ("score", score()), ("comment", text())],
            ),
        ),
    ]
}

/// Decisions, their release, and what they are answered with.
pub(super) fn decisions() -> Vec<(&'static str, Schema)> {
    vec![
        ("LiftConflict", closed(&[("action", choice(&["lift"]))], &[])),
        ("Tags", closed(&[("tags", about_list(text(), "in a form, words parted by commas"))], &[])),
        (
            "Decide",
            closed(
                &[("decision", choice(DECISIONS))],
                &[
                    ("note", about(text(), "told with the decision")),
                    ("rank", about(count(), "the place on standby, 1 is next")),
                    ("rev", about(count(), "the version that was looked at; another one in between is a conflict")),
                ],
            ),
        ),
        (
            "Verdict",
            closed(
                &[("decision", decision_or_null()), ("released", flag()), ("rev", count())],
                &[("note", text()), ("rank", count()), ("released_at", instant())],
            ),
        ),
        (
            "DecideMany",
            closed(
                &[
                    ("proposals", about_list(text(), "ids; in a form, proposals.ID with the verdict's version")),
                    ("decision", choice(DECISIONS)),
                ],
                &[("note", text())],
            ),
        ),
        (
            "DecidedMany",
            closed(
                &[
                    ("decided", list(text())),
                    ("refused", list(inline(&[("id", text()), ("type", text()), ("detail", text())]))),
                ],
                &[],
            ),
        ),
        (
            "ReleasePreview",
            closed(
                &[
                    ("preview", about(text(), "names what was looked at; send it with the release")),
                    ("counts", inline(&[("accepted", count()), ("standby", count()), ("rejected", count())])),
                    ("undecided", list(inline(&[("id", text()), ("number", count()), ("title", text())]))),
                    (
                        "mails",
                        list(inline(&[
                            ("to", email()),
                            ("proposal", text()),
                            ("title", text()),
                            ("subject", text()),
                            ("text", text()),
                        ])),
                    ),
                    ("hidden", count()),
                    ("invited", about(count(), "speakers who get an invitation")),
                    ("without_pass", about(count(), "speakers for whom there is no pass")),
                ],
                &[],
            ),
        ),
        ("ReleaseDecisions", closed(&[], &[("preview", about(text(), "what was looked at"))])),
        (
            "DecisionRelease",
            closed(
                &[
                    ("round", about(count(), "releases so far")),
                    ("count", about(count(), "decisions that the last one released")),
                    ("on_their_way", about(count(), "how many of them may not have been told yet")),
                    ("preview", text()),
                ],
                &[("asked_at", instant()), ("released_at", instant())],
            ),
        ),
        (
            "Acceptance",
            closed(
                &[("id", text()), ("title", text()), ("track", text()), ("state", text())],
                &[("confirm_by", instant())],
            ),
        ),
    ]
}

/// A track's selection as its leads see it.
pub(super) fn selections() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Selection",
            open(
                &[
                    ("track", text()),
                    ("mode", choice(&["scored", "lead"])),
                    ("blind", flag()),
                    ("counts", object()),
                    ("hidden", about(count(), "proposals that are not the caller's to judge")),
                    ("next_on_standby", or_null(Type::String)),
                    ("release", reference("DecisionRelease")),
                    ("proposals", list(reference("SelectionRow"))),
                ],
                &[],
            ),
        ),
        ("SelectionRow", row()),
        ("Compared", closed(&[("proposals", list(reference("SelectionRow")))], &[])),
    ]
}
