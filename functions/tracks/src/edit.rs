//! What leads change of their track: its text and its deadline.

use askama::Template;
use domain::conference::Conference;
use domain::input::Source;
use domain::track_change::{TrackChange, defined};
use serde_json::{Value, json};
use store::{EditTrack, Edition};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::show::shown;
use crate::{named, page_of};

#[derive(Template)]
#[template(path = "edit.html")]
struct EditPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a domain::conference::Track,
    /// The version that the form is about.
    etag: String,
    values: Typed<'a>,
    /// What another person has saved meanwhile: the field's name and its text.
    theirs: Vec<(&'static str, String)>,
    problem: Option<&'a Problem>,
}

/// The fields of the form: name, and what it says to people.
const FIELDS: [(&str, &str); 7] = [
    ("description", "What it is about"),
    ("topics", "Topics"),
    ("accomplishments", "What came of earlier ones"),
    ("recordings", "Recordings"),
    ("contact", "Whom to ask"),
    ("cfp/opens", "Opens"),
    ("cfp/closes", "Closes"),
];

/// A track's definition as the form shows it.
fn as_form(edition: &Edition, track: &domain::conference::Track) -> Value {
    let defined = defined(&edition.document, &track.id).cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let recordings: Vec<_> = track.recordings.iter().map(|link| format!("{} {}", link.url, link.label)).collect();
    json!({
        "description": track.description,
        "contact": text(&defined["contact"]),
        "topics": track.topics.join("\n"),
        "accomplishments": track.accomplishments.join("\n"),
        "recordings": recordings.join("\n"),
        "cfp": { "opens": text(&defined["cfp"]["opens"]), "closes": text(&defined["cfp"]["closes"]) },
    })
}

/// `GET …/tracks/{track}/edit`
pub(crate) fn show(request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let form = as_form(edition, track);
    let page = EditPage {
        layout: request.layout().titled(&format!("Change {}", track.name)),
        conference: &edition.conference,
        track,
        etag: edition.track_tag(&track.id),
        values: Typed::new(&form, None),
        theirs: Vec::new(),
        problem: None,
    };
    Ok(Reply::page(200, &page))
}

/// `PATCH …/tracks/{track}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let expected = request.header("if-match").filter(|tag| *tag != "*").map(|tag| {
        // A strong comparison: a weak tag names no version (RFC 9110, section 13.1.1).
        tag.trim().trim_matches('"').to_owned()
    });
    let edition = match changed(app, request, &document, source, expected.as_deref()).await? {
        Ok(edition) => edition,
        Err(now) => return Err(stale().with("etag", now.track_tag(&named(request, &now)?.id))),
    };
    let track = named(request, &edition)?;
    let call = app.store.call(edition.id(), &track.id).await?;
    let tag = format!("\"{}\"", edition.track_tag(&track.id));
    Ok(Reply::json(200, &shown(track, call.as_ref(), app.context.now())).header("etag", &tag))
}

fn stale() -> Problem {
    Problem::new(Kind::ChangedMeanwhile, "somebody else saved this track after you had read it; nothing of it is lost")
}

/// The edition as it is after the change, or, where it is not the version any more that was changed, as it is now.
async fn changed(
    app: &App,
    request: &Request,
    document: &Value,
    source: Source,
    expected: Option<&str>,
) -> Result<Result<Edition, Edition>, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let wish = TrackChange::read(source, document)?;
    match app.store.edit_track(&app.context, edition.id(), &track.id, &wish, expected).await? {
        EditTrack::Done(edition) => {
            tracing::info!(track = track.id.as_str(), "a track was changed");
            Ok(Ok(edition))
        }
        EditTrack::Stale(now) => Ok(Err(now)),
        EditTrack::Refused(errors) => Err(errors.into()),
        EditTrack::Unknown => Err(Problem::not_found("track")),
    }
}

/// `POST …/tracks/{track}`: the page's form.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let expected = document["etag"].as_str().map(str::to_owned);
    let (edition, problem) = match changed(app, request, &document, source, expected.as_deref()).await {
        Ok(Ok(edition)) => {
            let path = page_of(&edition, named(request, &edition)?);
            return Ok(Reply::see_other(&format!("{path}?done=saved")));
        }
        Ok(Err(now)) => (now, stale()),
        Err(problem) => (request.edition()?.clone(), problem),
    };
    if !request.wants_html {
        return Err(problem);
    }
    let track = named(request, &edition)?;
    let stale = problem.kind() == Kind::ChangedMeanwhile;
    let saved = as_form(&edition, track);
    let text = |form: &Value, field: &str| {
        let text = form.pointer(&format!("/{field}")).and_then(Value::as_str).unwrap_or_default();
        text.replace("\r\n", "\n").trim().to_owned()
    };
    let differs = FIELDS.iter().filter(|(field, _)| stale && text(&saved, field) != text(&document, field));
    let page = EditPage {
        layout: request.layout().titled(&format!("Change {}", track.name)),
        conference: &edition.conference,
        track,
        // A second save follows a look at what the others wrote. What was only wrong is still about what was read.
        etag: if stale { edition.track_tag(&track.id) } else { expected.unwrap_or_default() },
        values: Typed::new(&document, Some(&problem)),
        theirs: differs.map(|(field, label)| (*label, text(&saved, field))).collect(),
        problem: Some(&problem),
    };
    Ok(problem.on_page(&page))
}
