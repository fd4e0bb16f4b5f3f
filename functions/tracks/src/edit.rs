//! Lets leads change their track: its text and its deadline.

use askama::Template;
use domain::conference::Conference;
use domain::input::Source;
use domain::phrase::Phrase;
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
    /// The version that the form edits.
    etag: String,
    values: Typed<'a>,
    /// Fields that another person saved in the meantime: name and text.
    theirs: Vec<(String, String)>,
    problem: Option<&'a Problem>,
}

/// The fields of the form, each with the message of its label.
const FIELDS: [(&str, &str); 7] = [
    ("description", "about"),
    ("topics", "topics"),
    ("accomplishments", "accomplishments"),
    ("recordings", "recordings"),
    ("contact", "contact-address"),
    ("cfp/opens", "call-opens"),
    ("cfp/closes", "call-closes"),
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
        layout: request.layout().titled(request.t("edit-title").arg("track", &track.name)),
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
        // A strong comparison: a weak tag identifies no version (RFC 9110, section 13.1.1).
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
    Problem::new(Kind::ChangedMeanwhile, Phrase::of("track-changed-meanwhile"))
}

/// The edition after the change; if another version was current, that version instead.
async fn changed(
    app: &App,
    request: &Request,
    document: &Value,
    source: Source,
    expected: Option<&str>,
) -> Result<Result<Edition, Edition>, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let requested = TrackChange::read(source, document)?;
    match app.store.edit_track(&app.context, edition.id(), &track.id, &requested, expected).await? {
        EditTrack::Done(edition) => {
            tracing::info!(track = track.id.as_str(), "a track was changed");
            Ok(Ok(edition))
        }
        EditTrack::Stale(now) => Ok(Err(now)),
        EditTrack::Refused(errors) => Err(errors.into()),
        EditTrack::Unknown => Err(Problem::not_found("no-such-track-page")),
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
        layout: request.layout().titled(request.t("edit-title").arg("track", &track.name)),
        conference: &edition.conference,
        track,
        // A second save replaces the others' text, which the page has shown by then. After a validation error, the
        // version stays the one that was read.
        etag: if stale { edition.track_tag(&track.id) } else { expected.unwrap_or_default() },
        values: Typed::new(&document, Some(&problem)),
        theirs: differs.map(|(field, label)| (request.t(label).to_string(), text(&saved, field))).collect(),
        problem: Some(&problem),
    };
    Ok(problem.on_page(&page))
}
