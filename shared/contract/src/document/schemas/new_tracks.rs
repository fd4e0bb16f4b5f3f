//! Calls for tracks: what is proposed, and what became a track; what came of tracks.

use utoipa::openapi::schema::Schema;

use super::shapes::{about, choice, closed, count, either_or_null, email, flag, list, nullable_text, reference, text};

pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    [choosing(), outcomes()].concat()
}

fn choosing() -> Vec<(&'static str, Schema)> {
    let length = || choice(&["full", "half"]);
    let deadline = || about(text(), "as in a definition: 2023-08-20T17:00:00, or 2023-08-20 anywhere on Earth");
    vec![
        ("CallsForTracks", closed(&[("calls", list(reference("CallForTracks")))], &[])),
        (
            "CallForTracks",
            closed(
                &[
                    ("track", text()),
                    ("name", text()),
                    ("room_for", about(super::shapes::nullable_count(), "full blocks; two halves make one")),
                    ("proposed", about(count(), "halves of blocks that are asked for")),
                    ("chosen", about(count(), "halves of blocks that accepted and confirmed ones ask for")),
                    ("proposals", list(reference("TrackProposal"))),
                ],
                &[],
            ),
        ),
        (
            "TrackProposal",
            closed(
                &[
                    ("id", text()),
                    ("title", text()),
                    ("state", text()),
                    ("leads", list(reference("ProposedLead"))),
                    ("length", length()),
                    ("recorded", flag()),
                    ("topics", list(text())),
                    ("key_attendees", list(text())),
                    ("accomplishments", list(text())),
                    ("became", about(nullable_text(), "the track that it became")),
                    ("merged_into", about(nullable_text(), "the proposal that it was merged into")),
                ],
                &[],
            ),
        ),
        ("ProposedLead", closed(&[("name", text()), ("email", email()), ("state", text())], &[])),
        (
            "BecomeTrack",
            closed(
                &[],
                &[
                    ("id", about(text(), "made from the name where it is left out")),
                    ("name", text()),
                    ("length", length()),
                    ("recorded", flag()),
                    ("passes", about(count(), "for its leads to give; 0 for none")),
                    ("claim_by", deadline()),
                    ("opens", deadline()),
                    ("closes", deadline()),
                    ("merge_with", about(text(), "another proposal of the call that becomes part of the track")),
                ],
            ),
        ),
        (
            "BecameTrack",
            closed(
                &[
                    ("track", text()),
                    ("name", text()),
                    ("leads", list(email())),
                    ("block_minutes", super::shapes::nullable_count()),
                    ("recorded", flag()),
                    ("pool", either_or_null("Pool")),
                    ("proposal", text()),
                    ("revision", about(count(), "of the edition's definition")),
                ],
                &[],
            ),
        ),
    ]
}

fn outcomes() -> Vec<(&'static str, Schema)> {
    vec![
        (
            "Outcomes",
            closed(
                &[
                    ("track", text()),
                    ("revision", count()),
                    ("lines", list(text())),
                    ("sessions", list(reference("SessionOutcome"))),
                    ("changed_at", super::shapes::nullable_instant()),
                ],
                &[],
            ),
        ),
        (
            "SessionOutcome",
            closed(&[("id", text()), ("title", text()), ("lines", list(text())), ("recording", nullable_text())], &[]),
        ),
        (
            "SayOutcomes",
            closed(
                &[],
                &[
                    ("lines", list(text())),
                    ("sessions", list(reference("SaySessionOutcome"))),
                    ("revision", about(count(), "that it was read with: refused if somebody else was first")),
                ],
            ),
        ),
        (
            "SaySessionOutcome",
            closed(
                &[("id", about(text(), "of an accepted proposal of the track"))],
                &[("lines", list(text())), ("recording", text())],
            ),
        ),
        (
            "OutcomesForm",
            closed(
                &[],
                &[
                    ("lines", about(text(), "one thing a line")),
                    ("lines_of.{id}", about(text(), "of a session, one thing a line")),
                    ("recording_of.{id}", about(text(), "of a session: a web address")),
                    ("revision", text()),
                ],
            ),
        ),
    ]
}
