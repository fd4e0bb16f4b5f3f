//! Places sessions, removes them, and shifts the rest of a block on the day.

use contract::sessions::{PlacedSession, PlacementWarning};
use contract::timetable::Shifted;
use domain::conference::Conference;
use domain::input::{Reading, any_text, integer, line, one_of, parsed};
use domain::phrase::Phrase;
use domain::timetable::{
    Draft, Drafted, Placed, Refusal, SessionId, ShiftRefusal, Wanted, place as placing, placed_at, shift as shifting,
    unplace,
};
use messages::Messages;
use serde_json::{Value, json};
use web::{App, Kind, Problem, Reply, Request};

use crate::draft::{self, session_id};
use crate::placer::Placer;

/// `PUT …/sessions/{session}/placement` `{room, starts_at, minutes, reason?}`
pub(crate) async fn place(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (drafted, placed) = placed(app, request).await?;
    let conference = &request.edition()?.conference;
    let messages = request.problem_messages();
    let warned = |warning| PlacementWarning::new(warning, messages.say(&warning.sentence(conference)));
    let warnings = placed.warnings.iter().map(warned).collect();
    Ok(Reply::json(200, &PlacedSession { session: (&drafted).into(), warnings }))
}

async fn placed(app: &App, request: &Request) -> Result<(Drafted, Placed), Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let placer = Placer::of(request, edition)?;
    let id = session_id(request)?;
    let (document, source) = request.document()?;
    let (id, placer) = (&id, &placer);
    let bookmarks = &app.store.all_bookmarks(edition.id()).await?;
    let decide = |draft: &Draft| {
        let minutes = draft.session(id).map_or(30, |drafted| drafted.session.minutes);
        let reading = Reading::new(source);
        let wanted = reading.root(&document).and_then(|o| {
            let wanted = Wanted::read(&o, conference, minutes);
            o.ignore("action");
            o.done();
            wanted
        });
        let wanted = reading.finish(wanted).map_err(Problem::from)?;
        let placed = placing(conference, draft, &bookmarks.interest(draft), id, &wanted, placer.by())
            .map_err(|refusal| refused(request.problem_messages(), conference, &refusal))?;
        let drafted = draft.session(id).expect("it was just placed");
        let after = Drafted { session: drafted.session.clone(), placement: Some(placed.placement.clone()) };
        Ok((vec![after.clone()], (after, placed)))
    };
    draft::change(app, edition, decide).await
}

/// The refusal of a placement: the collisions, and the nearest free places.
fn refused(messages: Messages, conference: &Conference, refusal: &Refusal) -> Problem {
    let detail = Phrase::joined(refusal.sentences(conference));
    match refusal {
        Refusal::UnknownSession => Problem::not_found("no-such-session"),
        Refusal::NotYours => Problem::new(Kind::Forbidden, detail),
        Refusal::Cancelled => Problem::new(Kind::PlacementConflict, detail).with("collisions", json!([])),
        Refusal::Collides { collisions, nearest } => {
            let collisions: Vec<_> = collisions
                .iter()
                .map(|collision| {
                    let mut shown = serde_json::to_value(collision).unwrap_or_default();
                    shown["detail"] = Value::String(messages.say(&collision.sentence(conference)));
                    shown
                })
                .collect();
            let places = nearest.iter().map(|placement| placed_at(conference, placement));
            let detail = if nearest.is_empty() {
                detail
            } else {
                Phrase::of("placed-nearest").phrase("detail", detail).phrase("places", Phrase::joined(places))
            };
            Problem::new(Kind::PlacementConflict, detail).with("collisions", collisions).with("nearest", json!(nearest))
        }
    }
}

/// `DELETE …/sessions/{session}/placement`
pub(crate) async fn take_off(app: &App, request: &Request) -> Result<Reply, Problem> {
    let drafted = taken_off(app, request).await?;
    Ok(Reply::json(200, &PlacedSession { session: (&drafted).into(), warnings: Vec::new() }))
}

async fn taken_off(app: &App, request: &Request) -> Result<Drafted, Problem> {
    let edition = request.edition()?;
    let placer = Placer::of(request, edition)?;
    let id = session_id(request)?;
    let decide = |draft: &Draft| {
        unplace(draft, &id, placer.by())
            .map_err(|refusal| refused(request.problem_messages(), &edition.conference, &refusal))?;
        let drafted = draft.session(&id).expect("it was just found");
        let after = Drafted { session: drafted.session.clone(), placement: None };
        let changed = if drafted.placement.is_some() { vec![after.clone()] } else { Vec::new() };
        Ok((changed, after))
    };
    draft::change(app, edition, decide).await
}

/// `POST …/sessions/{session}/placement` with `action=place` or `action=take_off`, for forms.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let takes_off = request.typed().get("action").and_then(Value::as_str) == Some("take_off");
    let done = if takes_off {
        taken_off(app, request).await.map(|_| "taken-off")
    } else {
        placed(app, request).await.map(|(_, placed)| if placed.warnings.is_empty() { "placed" } else { "warned" })
    };
    match done {
        Ok(done) => Ok(Reply::see_other(&format!(
            "/conferences/{}/timetable/edit?done={done}#s-{}",
            request.edition()?.id(),
            session_id(request)?
        ))),
        Err(problem) if request.wants_html => {
            crate::edit::again(app, request, &problem, Some(&session_id(request)?)).await
        }
        Err(problem) => Err(problem),
    }
}

/// `POST …/timetable/shift` `{session, minutes, reason?}`: shifts this session and the following ones in its block.
pub(crate) async fn shift(app: &App, request: &Request) -> Result<Reply, Problem> {
    match shifted(app, request).await {
        Ok((moved, number)) => {
            if request.is_page_form() {
                let home = request.edition()?.id();
                return Ok(Reply::see_other(&format!("/conferences/{home}/timetable/edit?done=shifted")));
            }
            let moved = moved.iter().map(Into::into).collect();
            Ok(Reply::json(200, &Shifted { moved, release: number }))
        }
        Err(problem) if request.is_page_form() => crate::edit::again(app, request, &problem, None).await,
        Err(problem) => Err(problem),
    }
}

/// Shifts sessions. If the timetable is published, also publishes the shift, because people follow it on the day.
async fn shifted(app: &App, request: &Request) -> Result<(Vec<Drafted>, Option<u32>), Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let placer = Placer::of(request, edition)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let session = o.required("session", parsed::<SessionId>);
        let minutes = o.required("minutes", integer(1, 240));
        let way = o.optional("way", one_of(&[("later", 1), ("earlier", -1)])).unwrap_or(1);
        let reason = o.optional("reason", line(500));
        o.done();
        Some((session?, i32::try_from(minutes?).unwrap_or(i32::MAX) * way, reason))
    });
    let (id, minutes, reason) = reading.finish(requested)?;
    let decide = |draft: &Draft| {
        let unknown = || Problem::validation("/session", Phrase::of("must-be-placed-session"));
        let drafted = draft.session(&id).ok_or_else(unknown)?;
        let placement = drafted.placement.as_ref().ok_or_else(unknown)?;
        let track = drafted.session.track.as_ref().ok_or_else(unknown)?;
        let in_block = |block: &&domain::conference::Block| {
            block.room == placement.room && block.period.contains(placement.period())
        };
        let block = conference.blocks_of(track).find(in_block).ok_or_else(unknown)?;
        let from = placement.starts_at;
        let moved = shifting(conference, draft, block, from, minutes, placer.by(), reason.as_deref())
            .map_err(|refusal| not_shifted(request.problem_messages(), conference, &refusal))?;
        let after: Vec<_> = moved
            .into_iter()
            .filter_map(|(id, placement)| {
                let session = draft.session(&id)?.session.clone();
                Some(Drafted { session, placement: Some(placement) })
            })
            .collect();
        Ok((after.clone(), after))
    };
    let moved = draft::change(app, edition, decide).await?;
    let ids: Vec<_> = moved.iter().map(|drafted| drafted.session.id.clone()).collect();
    let number = crate::publish::republish(app, edition, &ids).await?;
    Ok((moved, number))
}

fn not_shifted(messages: Messages, conference: &Conference, refusal: &ShiftRefusal) -> Problem {
    let conflict = |detail: Phrase| Problem::new(Kind::PlacementConflict, detail);
    match refusal {
        ShiftRefusal::NotYours => Problem::new(Kind::Forbidden, Phrase::of("block-not-yours")),
        ShiftRefusal::NothingLeft => conflict(Phrase::of("shift-nothing-left")),
        ShiftRefusal::PastTheBlock { most } => {
            conflict(Phrase::of("shift-past-block").arg("most", most)).with("most", *most)
        }
        ShiftRefusal::Collides(collisions) => {
            let said = Phrase::joined(collisions.iter().map(|(_, collision)| collision.sentence(conference)));
            let shown: Vec<_> = collisions
                .iter()
                .map(|(id, collision)| {
                    let mut shown = serde_json::to_value(collision).unwrap_or_default();
                    shown["of"] = json!(id);
                    shown["detail"] = Value::String(messages.say(&collision.sentence(conference)));
                    shown
                })
                .collect();
            conflict(said).with("collisions", shown)
        }
    }
}

/// A session's id in a query or a body.
pub(crate) fn read_id(value: &Value) -> Result<SessionId, Phrase> {
    any_text(value)?.parse()
}
