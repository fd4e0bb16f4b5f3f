//! The results of a track and of its sessions: anyone can read them, its leads record them.

use askama::Template;
use contract::outcomes as answers;
use domain::conference::{Conference, Track};
use domain::input::Source;
use domain::outcome::{Held, Outcomes, read};
use domain::phrase::Phrase;
use serde_json::{Value, json};
use store::SayingOutcomes;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::named;

#[derive(Template)]
#[template(path = "outcomes.html")]
struct OutcomesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    outcomes: &'a Outcomes,
    /// Sessions whose results the reader may record; empty for callers who do not lead the track.
    held: Vec<Held>,
    theirs: bool,
    values: Typed<'a>,
    /// After a concurrent change: the page shows the other version beside the fields.
    stale: bool,
    saved: bool,
    problem: Option<&'a Problem>,
}

fn shown<'a>(track: &'a Track, outcomes: &'a Outcomes) -> answers::Outcomes<'a> {
    let session = |session: &'a domain::outcome::SessionOutcome| answers::SessionOutcome {
        id: &session.id,
        title: &session.title,
        lines: &session.lines,
        recording: session.recording.as_deref(),
    };
    answers::Outcomes {
        track: track.id.as_str(),
        revision: outcomes.revision,
        lines: &outcomes.lines,
        sessions: outcomes.sessions.iter().map(session).collect(),
        changed_at: outcomes.changed_at,
    }
}

/// These results as the values of the form's fields.
fn fields(outcomes: &Outcomes) -> Value {
    let lines_of: serde_json::Map<_, _> =
        outcomes.sessions.iter().map(|s| (s.id.clone(), json!(s.lines.join("\n")))).collect();
    let recording_of: serde_json::Map<_, _> =
        outcomes.sessions.iter().filter_map(|s| Some((s.id.clone(), json!(s.recording.clone()?)))).collect();
    json!({
        "lines": outcomes.lines.join("\n"),
        "revision": outcomes.revision.to_string(),
        "lines_of": lines_of,
        "recording_of": recording_of,
    })
}

/// `GET …/tracks/{track}/outcomes`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let outcomes = app.store.outcomes(edition.id(), &track.id).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &shown(track, &outcomes)));
    }
    page(app, request, &outcomes, &fields(&outcomes), None).await
}

async fn page(
    app: &App,
    request: &Request,
    outcomes: &Outcomes,
    typed: &Value,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let theirs = request.caller.manages_track(edition, &track.id);
    let held = if theirs { app.store.held_sessions(edition.id(), track).await? } else { Vec::new() };
    let page = OutcomesPage {
        layout: request.layout().titled(request.t("outcomes-title").arg("track", &track.name)),
        conference: &edition.conference,
        track,
        outcomes,
        held,
        theirs,
        values: Typed::new(typed, problem),
        stale: problem.is_some_and(|problem| problem.kind() == Kind::Conflict),
        saved: request.query("saved").is_some(),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `PUT …/tracks/{track}/outcomes`
pub(crate) async fn say(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let track = named(request, request.edition()?)?;
    match said(app, request, &document, source).await? {
        Ok(outcomes) => Ok(Reply::json(200, &shown(track, &outcomes))),
        Err(now) => Err(stale().with("now", json!(shown(track, &now)))),
    }
}

fn stale() -> Problem {
    Problem::new(Kind::Conflict, Phrase::of("outcomes-meanwhile"))
}

/// The new results, or after a concurrent change the other version.
async fn said(
    app: &App,
    request: &Request,
    document: &Value,
    source: Source,
) -> Result<Result<Outcomes, Outcomes>, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let held = app.store.held_sessions(edition.id(), track).await?;
    let requested = read(source, document, &held)?;
    match app.store.say_outcomes(&app.context, edition.id(), &track.id, &requested).await? {
        SayingOutcomes::Done(outcomes) => Ok(Ok(outcomes)),
        SayingOutcomes::Stale(now) => Ok(Err(now)),
        SayingOutcomes::Busy => Err(Problem::busy(Phrase::of("outcomes-busy"))),
    }
}

/// `POST …/tracks/{track}/outcomes`: the page's form.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let (now, problem) = match said(app, request, &document, source).await {
        Ok(Ok(_)) => return Ok(Reply::see_other(&format!("{}?saved", request.path))),
        Ok(Err(now)) => (Some(now), stale()),
        Err(problem) => (None, problem),
    };
    if !request.wants_html {
        return Err(problem);
    }
    let edition = request.edition()?;
    let outcomes = match now {
        Some(now) => now,
        None => app.store.outcomes(edition.id(), &named(request, edition)?.id).await?,
    };
    let mut typed = document;
    if problem.kind() == Kind::Conflict {
        // Saving again replaces the version that the page shows.
        typed["revision"] = outcomes.revision.to_string().into();
    }
    page(app, request, &outcomes, &typed, Some(&problem)).await
}
