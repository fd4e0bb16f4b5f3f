//! Imports proposals with their speakers from another system's schedule export (JSON or XML). If anything in the file
//! is wrong, imports nothing. Recognizes proposals imported earlier by their guid and leaves them unchanged.

use std::collections::BTreeMap;

use askama::Template;
use contract::proposals::{ImportOutcome, ProposalBrought, ProposalsBrought};
use domain::conference::track::Link;
use domain::conference::{Conference, Track};
use domain::input::{Source, ValidationError};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::{ABSTRACT_MAX, Content, ImportedProposal, Named, SPEAKERS_MAX};
use domain::timetable::{Kind as SessionKind, LinkKind};
use formats::schedule::import::{self, Imported, ImportedSession};
use serde_json::Value;
use store::Actor;
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::seen::addresses;

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    tracks: Vec<&'a Track>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    outcome: Option<&'a ProposalsBrought>,
}

/// The import: the file, and the settings that it does not contain.
struct Wanted {
    text: String,
    track: Option<String>,
    emails: BTreeMap<String, String>,
    confirmed: bool,
    dry_run: bool,
}

fn page<'a>(
    request: &'a Request,
    document: &'a Value,
    problem: Option<&'a Problem>,
    outcome: Option<&'a ProposalsBrought>,
) -> Result<ImportPage<'a>, Problem> {
    let conference = &*request.edition()?.conference;
    Ok(ImportPage {
        layout: request.layout().titled(request.t("import-title")),
        conference,
        tracks: conference.tracks.iter().collect(),
        values: Typed::new(document, problem),
        problem,
        outcome,
    })
}

/// `GET …/proposals/import`
pub(crate) fn show(request: &Request) -> Result<Reply, Problem> {
    Ok(Reply::page(200, &page(request, &Value::Null, None, None)?))
}

/// `POST …/proposals/import`: the export itself as JSON, or a form.
pub(crate) async fn post(app: &App, request: &Request) -> Result<Reply, Problem> {
    let typed = request.typed();
    match import_schedule(app, request).await {
        Ok(outcome) if request.is_page_form() => Ok(Reply::page(200, &page(request, &typed, None, Some(&outcome))?)),
        Ok(outcome) => Ok(Reply::json(200, &outcome)),
        Err(problem) if request.is_page_form() => Ok(problem.on_page(&page(request, &typed, Some(&problem), None)?)),
        Err(problem) => Err(problem),
    }
}

/// Parses the request. A program sends the unchanged export, with `track`, `emails` and `confirmed` beside its
/// `schedule`.
fn wanted(request: &Request) -> Result<Wanted, Problem> {
    let (mut document, source) = request.document()?;
    let asked = request.flag("dry_run");
    let Value::Object(fields) = &mut document else {
        return Err(Problem::validation("", Phrase::of("import-not-a-schedule")));
    };
    let track = fields.shift_remove("track").and_then(|track| track.as_str().map(str::to_owned));
    let emails = fields.shift_remove("emails").unwrap_or_default();
    let mut flag = |name| fields.shift_remove(name).is_some_and(|flag| flag == "true" || flag == true);
    let (dry_run, confirmed) = (flag("dry_run"), flag("confirmed"));
    let text = match (source, fields.get("schedule")) {
        (Source::Form, Some(Value::String(text))) => text.clone(),
        (Source::Form, _) => return Err(Problem::validation("/schedule", Phrase::of("import-not-text"))),
        (Source::Typed, _) => document.to_string(),
    };
    Ok(Wanted {
        text,
        track: track.filter(|track| !track.is_empty()),
        emails: named_addresses(&emails)?,
        confirmed,
        dry_run: asked || dry_run,
    })
}

/// Addresses by name: an object, or in a form one on each line, the address first.
fn named_addresses(given: &Value) -> Result<BTreeMap<String, String>, Problem> {
    let pairs: Vec<(String, String)> = match given {
        Value::Object(map) => {
            map.iter().map(|(name, email)| (name.clone(), email.as_str().unwrap_or_default().to_owned())).collect()
        }
        Value::String(lines) => lines
            .lines()
            .filter_map(|line| line.trim().split_once(' '))
            .map(|(email, name)| (name.trim().to_owned(), email.to_owned()))
            .collect(),
        Value::Null => Vec::new(),
        _ => return Err(Problem::validation("/emails", Phrase::of("import-emails"))),
    };
    Ok(pairs.into_iter().collect())
}

async fn import_schedule(app: &App, request: &Request) -> Result<ProposalsBrought, Problem> {
    let edition = request.edition()?;
    let wanted = wanted(request)?;
    let text = wanted.text.trim();
    let read = if text.starts_with('<') { import::xml(text.as_bytes()) } else { import::json(text.as_bytes()) };
    let imported = read?;
    let all = proposals(&edition.conference, &imported, &wanted)?;
    let addresses = addresses(request);
    let by = Actor { addresses: &addresses, as_lead: true };
    let mut outcome = ProposalsBrought { dry_run: wanted.dry_run, new: 0, known: 0, proposals: Vec::new() };
    for one in &all {
        let (id, new) = app.store.import_proposal(&app.context, edition, one, by, wanted.dry_run).await?;
        outcome.new += usize::from(new);
        outcome.known += usize::from(!new);
        outcome.proposals.push(ProposalBrought {
            guid: one.guid.clone(),
            id: id.to_string(),
            title: one.content.title.clone(),
            track: one.track.to_string(),
            outcome: if new { ImportOutcome::New } else { ImportOutcome::Known },
        });
    }
    tracing::info!(conference.id = %edition.id(), proposals.new = outcome.new, proposals.known = outcome.known, "brought");
    Ok(outcome)
}

/// Makes proposals of an export's sessions. Reports every invalid session before anything is written.
fn proposals(conference: &Conference, imported: &Imported, wanted: &Wanted) -> Result<Vec<ImportedProposal>, Problem> {
    let mut errors = Vec::new();
    let mut all = Vec::new();
    for session in imported.sessions.iter().filter(|session| session.session.kind != SessionKind::Entry) {
        match proposal(conference, session, wanted) {
            Ok(proposal) => all.push(proposal),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(all) } else { Err(errors.into()) }
}

fn proposal(
    conference: &Conference,
    imported: &ImportedSession,
    wanted: &Wanted,
) -> Result<ImportedProposal, ValidationError> {
    let session = &imported.session;
    let error = |key: &str, detail: Phrase| ValidationError { pointer: format!("{}/{key}", imported.place), detail };
    let find = |name: &str| {
        let by_name = conference.tracks.iter().find(|track| track.name == name);
        by_name.or_else(|| conference.track(name))
    };
    let named = imported.track.as_deref();
    let track = named.and_then(find).or_else(|| wanted.track.as_deref().and_then(find)).ok_or_else(|| {
        let ids: Vec<_> = conference.tracks.iter().map(|track| track.id.as_str()).collect();
        let name = named.map_or_else(|| Phrase::of("of-no-name"), Phrase::verbatim);
        error("track", Phrase::of("import-no-track").phrase("name", name).arg("tracks", ids.join(", ")))
    })?;
    if wanted.confirmed && track.new_tracks.is_some() {
        return Err(error("track", Phrase::of("import-call-for-tracks").arg("track", &track.id)));
    }
    let mut text = session.abstract_text.clone();
    if let Some(more) = &session.description {
        text = if text.is_empty() { more.clone() } else { format!("{text}\n\n{more}") };
    }
    if text.chars().count() > ABSTRACT_MAX {
        return Err(error("abstract", Phrase::of("import-abstract-too-long").arg("max", ABSTRACT_MAX)));
    }
    if session.people.len() > SPEAKERS_MAX {
        return Err(error("persons", Phrase::of("must-be-at-most").arg("max", SPEAKERS_MAX)));
    }
    let mut speakers: Vec<Named> = Vec::new();
    for (at, person) in session.people.iter().enumerate() {
        let email: EmailAddress = match wanted.emails.get(person.name.as_str()) {
            Some(email) => email.parse().map_err(|detail| error(&format!("persons/{at}"), detail))?,
            // Exports contain no addresses. Use a placeholder that no mail can reach until the real address is known.
            None => EmailAddress::stand_in(&person.guid.to_string()),
        };
        if !speakers.iter().any(|known| known.email == email) {
            speakers.push(Named { name: person.name.clone(), email });
        }
    }
    let format = session.format.as_deref().and_then(|label| {
        track.formats.iter().find(|format| format.label == label || format.id == label).map(|format| format.id.clone())
    });
    let (files, links): (Vec<_>, Vec<_>) = session.links.iter().partition(|link| link.kind == LinkKind::Slides);
    let content = Content {
        title: session.title.clone(),
        abstract_text: text,
        format,
        minutes: Some(u64::from(session.minutes)),
        links: links
            .into_iter()
            .map(|link| Link { label: link.title.clone().unwrap_or_else(|| link.url.clone()), url: link.url.clone() })
            .collect(),
        files: files.into_iter().map(|link| link.url.clone()).collect(),
        ..Content::default()
    };
    Ok(ImportedProposal {
        guid: session.guid.to_string(),
        track: track.id.clone(),
        content,
        speakers,
        confirmed: wanted.confirmed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_from_an_object_or_from_lines() {
        let said = named_addresses(&serde_json::json!({"Ann B": "ann@example.org"})).unwrap();
        assert_eq!(said, named_addresses(&Value::from("ann@example.org Ann B\r\n\r\n")).unwrap());
        assert!(named_addresses(&Value::from(1)).is_err());
    }
}
