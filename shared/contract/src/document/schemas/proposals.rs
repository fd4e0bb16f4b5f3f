//! Proposals: what is proposed, what became of it, its history.

use utoipa::openapi::schema::Schema;

use super::shapes::{
    about, about_list, answers_given, answers_kept, choice, closed, count, email, flag, inline, instant, list, next,
    object, open, reference, text,
};

const STATES: &[&str] =
    &["draft", "submitted", "withdrawn", "accepted", "standby", "rejected", "confirmed", "declined"];

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("Propose", propose()),
        ("Proposal", proposal()),
        ("Link", closed(&[("label", text()), ("url", text())], &[])),
        (
            "ProposalSpeaker",
            closed(
                &[("name", text()), ("email", email()), ("state", choice(&["invited", "confirmed", "declined"]))],
                &[],
            ),
        ),
        (
            "Moving",
            closed(
                &[
                    ("to", about(text(), "the track it is asked to be moved to")),
                    ("asked_by", email()),
                    ("asked_at", instant()),
                ],
                &[("reason", text())],
            ),
        ),
        (
            "MoveProposal",
            closed(
                &[],
                &[
                    ("track", about(text(), "to ask; who leads it too moves at once")),
                    ("reason", text()),
                    ("answer", about(choice(&["accept", "decline"]), "of the lead it is moved to")),
                ],
            ),
        ),
        ("MergeProposal", closed(&[("into", about(text(), "the other's id, number or code"))], &[])),
        (
            "SpeakerAnswer",
            closed(
                &[("answer", choice(&["confirm", "decline"]))],
                &[("name", about(text(), "as it shall stand in the programme")), ("token", text())],
            ),
        ),
        (
            "BringProposals",
            open(
                &[("schedule", about(object(), "of an export as it is; in a form its text, JSON or XML"))],
                &[
                    ("track", about(text(), "for sessions whose track is not here")),
                    ("emails", about(object(), "addresses of speakers by name: exports have none")),
                    ("confirmed", about(flag(), "they take place: in the timetable's draft at once")),
                ],
            ),
        ),
        (
            "ProposalsBrought",
            closed(
                &[
                    ("dry_run", flag()),
                    ("new", count()),
                    ("known", about(count(), "in before, by their guid, and left as they are")),
                    (
                        "proposals",
                        list(inline(&[
                            ("guid", text()),
                            ("id", text()),
                            ("title", text()),
                            ("track", text()),
                            ("outcome", choice(&["new", "known"])),
                        ])),
                    ),
                ],
                &[],
            ),
        ),
        ("Proposals", closed(&[("proposals", list(reference("Proposal"))), ("next", next())], &[])),
        (
            "MyProposals",
            closed(
                &[("editions", list(inline(&[("conference", text()), ("proposals", list(reference("Proposal")))])))],
                &[],
            ),
        ),
        ("ProposalHistory", closed(&[("changes", about_list(reference("ProposalChange"), "latest first"))], &[])),
        (
            "ProposalChange",
            closed(
                &[
                    ("revision", about(count(), "that it made")),
                    ("at", instant()),
                    ("by", email()),
                    ("deed", text()),
                    ("fields", list(inline(&[("field", text()), ("before", text()), ("after", text())]))),
                ],
                &[],
            ),
        ),
    ]
}

fn propose() -> Schema {
    // A form has its own fields beside these: a button, and a row for each speaker.
    open(
        &[],
        &[
            ("title", about(text(), "one line of at most 200 characters")),
            ("abstract", about(text(), "Markdown of at most 10,000 characters")),
            ("speakers", about_list(object(), "`{name?, email}` each, at most 10; who is new is asked by mail")),
            ("format", about(text(), "one of the track's formats")),
            ("minutes", count()),
            ("notes", about(text(), "for those who decide; never published")),
            ("links", about_list(object(), "`{url, label?}` each")),
            ("files", about_list(text(), "web addresses")),
            ("answers", answers_given()),
            ("unavailable", about_list(text(), "`2023-11-13`, or `2023-11-13 09:00 to 12:00`")),
            ("submit", about(flag(), "submit it at once; a draft may be incomplete")),
        ],
    )
}

fn proposal() -> Schema {
    let error = inline(&[("pointer", text()), ("detail", text())]);
    closed(
        &[
            ("id", text()),
            ("number", about(count(), "unique in the edition, and kept")),
            ("code", about(text(), "six of A-Z0-9, unique in the edition, and kept")),
            ("guid", about(text(), "a UUID")),
            ("state", choice(STATES)),
            ("track", text()),
            ("title", text()),
            ("abstract", about(text(), "Markdown")),
            ("links", list(reference("Link"))),
            ("files", list(text())),
            ("answers", answers_kept()),
            ("unavailable", list(text())),
            ("owner", email()),
            ("speakers", list(reference("ProposalSpeaker"))),
            ("created_at", instant()),
            ("updated_at", instant()),
            ("revision", about(count(), "its ETag")),
        ],
        &[
            ("format", text()),
            ("minutes", count()),
            ("notes", text()),
            ("submitted_at", about(instant(), "first: lateness is judged by it")),
            ("confirm_by", instant()),
            ("merged_into", about(text(), "the proposal that has its speakers now")),
            ("moving", reference("Moving")),
            ("missing", about_list(error, "what it lacks to be submitted")),
        ],
    )
}
