//! Imports a schedule (JSON, XML, or Indico's timetable JSON), as a whole or not at all.

use contract::timetable::ScheduleImported;
use domain::input::line;
use domain::phrase::Phrase;
use domain::timetable::{Collision, Draft, Drafted, Kind as SessionKind, Session, SessionId, check};
use formats::schedule::import;
use serde_json::json;
use store::Edition;
use web::{App, Kind, Problem, Reply, Request};

use crate::draft;

/// The request: the file and its options.
struct Sent {
    file: Vec<u8>,
    dry_run: bool,
    reason: Option<String>,
}

/// The result of an import.
#[derive(Clone, Default)]
struct Outcome {
    new: usize,
    changed: usize,
    unchanged: usize,
}

/// `POST …/timetable/import`: the file as the body, or as `schedule` in a form. `dry_run` only checks; with a `reason`,
/// sessions may collide.
pub(crate) async fn import(app: &App, request: &Request) -> Result<Reply, Problem> {
    match imported(app, request).await {
        Ok((outcome, dry_run)) => {
            if request.is_page_form() {
                let home = request.edition()?.id();
                let (all, done) = (outcome.new + outcome.changed, if dry_run { "looked" } else { "imported" });
                return Ok(Reply::see_other(&format!(
                    "/conferences/{home}/timetable/edit?done={done}&placed={all}&left={}",
                    outcome.unchanged
                )));
            }
            let Outcome { new, changed, unchanged } = outcome;
            Ok(Reply::json(200, &ScheduleImported { dry_run, new, changed, unchanged }))
        }
        Err(problem) if request.is_page_form() => crate::edit::again(app, request, &problem, None).await,
        Err(problem) => Err(problem),
    }
}

async fn sent(request: &Request) -> Result<Sent, Problem> {
    let yes = |text: Option<&str>| text.is_some_and(|text| matches!(text, "1" | "true" | "yes" | "on"));
    if !request.is_form() {
        let reason = request.query("reason").map(|reason| line(500)(&reason.into())).transpose();
        let reason = reason.map_err(|detail| Problem::validation("/reason", detail))?;
        return Ok(Sent { file: request.bytes()?.to_vec(), dry_run: request.flag("dry_run"), reason });
    }
    let mut upload = request.upload().await?;
    let field = |name: &str| upload.document.get(name).and_then(serde_json::Value::as_str).filter(|t| !t.is_empty());
    let reason = field("reason").map(|reason| line(500)(&reason.into())).transpose();
    let reason = reason.map_err(|detail| Problem::validation("/reason", detail))?;
    let dry_run = yes(field("dry_run"));
    let typed = field("schedule").map(|text| text.as_bytes().to_vec());
    let file = upload.files.remove("schedule").or(typed);
    let file = file.ok_or_else(|| Problem::validation("/schedule", Phrase::of("import-file-required")))?;
    Ok(Sent { file, dry_run, reason })
}

async fn imported(app: &App, request: &Request) -> Result<(Outcome, bool), Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let Sent { file, dry_run, reason } = sent(request).await?;
    let mut fitting = import::read(&file)?.fit(conference)?;
    for drafted in &mut fitting {
        if let Some(placement) = &mut drafted.placement {
            placement.override_reason.clone_from(&reason);
        }
    }
    let fitting = fitting;
    number_is_free(app, edition, &fitting).await?;
    if let Some(up_to) = fitting.iter().map(|drafted| drafted.session.number).filter(|n| *n <= RESERVED).max()
        && !dry_run
    {
        app.store.reserve_numbers(&app.context, edition.id(), u64::from(up_to)).await?;
    }
    let decide = |draft: &Draft| {
        let (merged, outcome) = merged(draft, &fitting)?;
        let after = with(draft, &merged);
        let ids: Vec<&SessionId> = merged.iter().map(|drafted| &drafted.session.id).collect();
        let found = check(conference, &after);
        let collisions: Vec<_> = found.iter().filter(|(id, collision)| concerns(&ids, id, collision)).collect();
        if !collisions.is_empty() && reason.is_none() {
            let title = |id: &SessionId| after.session(id).map_or("", |d| d.session.title.as_str()).to_owned();
            let shown: Vec<_> = collisions
                .iter()
                .map(|(id, collision)| {
                    let mut shown = serde_json::to_value(collision).unwrap_or_default();
                    shown["of"] = json!(id);
                    shown["detail"] =
                        format!("{}: {}", title(id), request.problem_messages().say(&collision.sentence(conference)))
                            .into();
                    shown
                })
                .collect();
            let detail = Phrase::of("import-collisions").arg("conflicts", shown.len());
            return Err(Problem::new(Kind::PlacementConflict, detail).with("collisions", shown));
        }
        Ok((if dry_run { Vec::new() } else { merged }, outcome))
    };
    let outcome = draft::change(app, edition, decide).await?;
    Ok((outcome, dry_run))
}

/// Session numbers beyond this are not reserved: no edition will ever count so far.
const RESERVED: u32 = 1 << 30;

/// Refuses the number of any proposal, accepted or not, because the proposal's own session needs it.
async fn number_is_free(app: &App, edition: &Edition, fitting: &[Drafted]) -> Result<(), Problem> {
    for track in &edition.conference.tracks {
        for proposal in app.store.proposals_of_track(edition.id(), &track.id).await? {
            let same = |drafted: &&Drafted| {
                u64::from(drafted.session.number) == proposal.number
                    && drafted.session.guid.to_string() != proposal.guid
            };
            if let Some(drafted) = fitting.iter().find(same) {
                let Session { title, number, .. } = &drafted.session;
                let detail =
                    Phrase::of("import-number-of-proposal").arg("title", format!("{title:?}")).arg("number", number);
                return Err(Problem::validation("/schedule", detail));
            }
        }
    }
    Ok(())
}

fn concerns(ids: &[&SessionId], id: &SessionId, collision: &Collision) -> bool {
    let other = match collision {
        Collision::RoomTaken { session, .. } | Collision::PersonTwice { session, .. } => Some(session),
        _ => None,
    };
    ids.contains(&id) || other.is_some_and(|other| ids.contains(&other))
}

/// Merges imported sessions into the draft, matched by guid. A talk keeps the content of its proposal and only takes
/// the new place; a BoF keeps its slot and does not change.
fn merged(draft: &Draft, fitting: &[Drafted]) -> Result<(Vec<Drafted>, Outcome), Problem> {
    let mut outcome = Outcome::default();
    let mut merged = Vec::new();
    for drafted in fitting {
        let session = &drafted.session;
        let known = draft.sessions.iter().find(|known| known.session.guid == session.guid);
        let number = |other: &&Drafted| other.session.number == session.number && other.session.guid != session.guid;
        if let Some(other) = draft.sessions.iter().find(number) {
            let detail = Phrase::of("import-number-twice")
                .arg("title", format!("{:?}", session.title))
                .arg("other", format!("{:?}", other.session.title))
                .arg("number", session.number);
            return Err(Problem::validation("/schedule", detail));
        }
        let Some(known) = known else {
            outcome.new += 1;
            merged.push(drafted.clone());
            continue;
        };
        let after = match known.session.kind {
            SessionKind::Bof => known.clone(),
            SessionKind::Talk if known.session.people.iter().any(|person| person.key.is_some()) => {
                Drafted { session: known.session.clone(), placement: drafted.placement.clone() }
            }
            _ => Drafted {
                session: Session {
                    id: known.session.id.clone(),
                    wishes: known.session.wishes.clone(),
                    ..session.clone()
                },
                placement: drafted.placement.clone(),
            },
        };
        if after == *known {
            outcome.unchanged += 1;
        } else {
            outcome.changed += 1;
            merged.push(after);
        }
    }
    Ok((merged, outcome))
}

fn with(draft: &Draft, merged: &[Drafted]) -> Draft {
    let others = draft.sessions.iter().filter(|old| !merged.iter().any(|new| new.session.id == old.session.id));
    Draft { sessions: others.chain(merged).cloned().collect() }
}
