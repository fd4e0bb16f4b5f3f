//! Imported registrations of earlier editions, which show who is a newcomer.

use askama::Template;
use contract::history::{Erased, History, HistoryEdition, HistoryEditionImported, HistoryImported};
use domain::conference::{Conference, ConferenceId};
use domain::history::{Lines, from_document, from_records};
use domain::input::{ValidationError, only, parsed};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use serde_json::Value;
use store::{Edition, Import, ImportOutcome};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

/// Turns a file with one address per line into an import without addresses.
pub(crate) const HASH_COMMAND: &str = concat!(
    "(echo email_sha256; while read -r a; do printf %s \"$a\" | tr A-Z a-z | ",
    "sha256sum | cut -c1-64; done < addresses.txt) > history.csv"
);

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    history: &'a History,
    preview: Option<&'a HistoryImported>,
    /// The text about the action that led to this page.
    done: Option<&'static str>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

fn imported(import: Import) -> HistoryEdition {
    let Import { edition, people, imported_at, changed_at, .. } = import;
    HistoryEdition { edition: edition.to_string(), people, imported_at, changed_at }
}

async fn history(app: &App, edition: &Edition) -> Result<History, Problem> {
    let series = edition.conference.series.clone();
    let imports = app.store.imports(&series).await?.into_iter().map(imported).collect();
    let mut here = Vec::new();
    for entry in app.store.editions().await?.into_iter().filter(|e| e.ends_on < edition.conference.starts_on) {
        if app.store.edition(&entry.id).await?.is_some_and(|earlier| earlier.conference.series == series) {
            here.push(entry.id.to_string());
        }
    }
    Ok(History { series, imports, here })
}

/// The page, with the typed values and the result.
struct Around<'a> {
    preview: Option<&'a HistoryImported>,
    typed: &'a Value,
    problem: Option<&'a Problem>,
}

async fn page(app: &App, request: &Request, around: Around<'_>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let Around { preview, typed, problem } = around;
    let done = match request.query("done") {
        Some("imported") => Some("history-imported"),
        Some("removed") => Some("history-removed"),
        Some("erased") => Some("history-erased"),
        _ => None,
    };
    let history = history(app, edition).await?;
    let layout = request.layout().titled(request.t("history-title"));
    let values = Typed::new(typed, problem);
    let conference = &edition.conference;
    let page = HistoryPage { layout, conference, history: &history, preview, done, values, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `GET …/history`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return page(app, request, Around { preview: None, typed: &Value::Null, problem: None }).await;
    }
    Ok(Reply::json(200, &history(app, request.edition()?).await?))
}

/// `POST …/history`: a plain CSV file, a JSON document, or the page's form.
pub(crate) async fn import(app: &App, request: &Request) -> Result<Reply, Problem> {
    let dry_run = request.flag("dry_run");
    if request.is_form() {
        return by_form(app, request, dry_run).await;
    }
    let lines = match request.content_type().as_str() {
        "text/csv" | formats::records::XLSX => {
            let edition = request.query("edition").filter(|edition| !edition.is_empty());
            let edition =
                edition.map(|id| id.parse().map_err(|detail: Phrase| Problem::validation("/edition", detail)));
            from_csv(request.bytes()?, edition.transpose()?.as_ref())?
        }
        "application/json" => from_document(&request.document()?.0)?,
        _ => {
            let detail = Phrase::of("history-type");
            return Err(Problem::new(Kind::UnsupportedMediaType, detail));
        }
    };
    Ok(Reply::json(200, &take_in(app, request.edition()?, lines, dry_run).await?))
}

fn from_csv(bytes: &[u8], edition: Option<&ConferenceId>) -> Result<Lines, Vec<ValidationError>> {
    let records = formats::records::read(bytes).map_err(|error| vec![error])?;
    from_records(&records, edition)
}

async fn by_form(app: &App, request: &Request, dry_run: bool) -> Result<Reply, Problem> {
    let mut upload = request.upload().await?;
    // Shows an uploaded file as if it had been pasted, so that it need not be chosen again after a preview.
    if let Some(file) = upload.files.remove("file") {
        let records = formats::records::read(&file);
        upload.document["csv"] = records.as_deref().map(formats::records::to_text).unwrap_or_default().into();
        upload.files.insert("csv".into(), file);
    }
    let typed = upload.document;
    let text = |name: &str| typed[name].as_str().unwrap_or_default().trim();
    let read = || {
        let edition = match text("edition") {
            "" => None,
            id => Some(id.parse::<ConferenceId>().map_err(|detail| Problem::validation("/edition", detail))?),
        };
        let csv = upload.files.get("csv").map_or_else(|| text("csv").as_bytes(), Vec::as_slice);
        // Assigns the errors of its lines to the form field that contains them.
        let at_field = |error: ValidationError| ValidationError { pointer: "/csv".into(), ..error };
        from_csv(csv, edition.as_ref()).map_err(|errors| Problem::invalid(errors.into_iter().map(at_field).collect()))
    };
    let outcome = match read() {
        Ok(lines) => take_in(app, request.edition()?, lines, dry_run).await,
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(outcome) if dry_run && request.wants_html => {
            page(app, request, Around { preview: Some(&outcome), typed: &typed, problem: None }).await
        }
        Ok(_) if request.wants_html => Ok(Reply::see_other(&format!("{}?done=imported", request.path))),
        Ok(outcome) => Ok(Reply::json(200, &outcome)),
        Err(problem) if request.wants_html => {
            page(app, request, Around { preview: None, typed: &typed, problem: Some(&problem) }).await
        }
        Err(problem) => Err(problem),
    }
}

/// Imports one edition after the other, each as a whole. A repeat after a lost answer continues with the missing ones.
async fn take_in(app: &App, edition: &Edition, lines: Lines, dry_run: bool) -> Result<HistoryImported, Problem> {
    let conference = &edition.conference;
    for entry in app.store.editions().await? {
        if lines.editions.contains_key(&entry.id) && entry.ends_on >= conference.starts_on {
            let detail = Phrase::of("history-not-over").arg("edition", entry.id);
            return Err(Problem::validation("/edition", detail));
        }
    }
    let mut editions = Vec::new();
    for (id, people) in &lines.editions {
        match app.store.import(&app.context, &conference.series, id, people, dry_run).await? {
            ImportOutcome::Done(done) => {
                editions.push(HistoryEditionImported {
                    edition: id.to_string(),
                    people: done.people,
                    added: done.added,
                });
            }
            ImportOutcome::TooMany(people) => {
                let most = domain::history::PEOPLE_MAX;
                let detail = Phrase::of("history-too-many").arg("id", id).arg("people", people).arg("most", most);
                return Err(Problem::validation("/edition", detail));
            }
            ImportOutcome::Busy => return Err(Problem::busy(Phrase::of("history-busy"))),
        }
    }
    if !dry_run {
        tracing::info!(conference = %edition.id(), editions = editions.len(), lines = lines.lines, "history imported");
    }
    let Lines { lines, not_registered, without_address, .. } = lines;
    Ok(HistoryImported { dry_run, lines, not_registered, without_address, editions })
}

/// `DELETE …/history/editions/{edition}`, and the page's form.
pub(crate) async fn remove(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let name = request.parameter("edition").unwrap_or_default();
    let id: ConferenceId = name.parse().map_err(|_| Problem::not_found("no-such-import"))?;
    app.store.remove_import(&app.context, &edition.conference.series, &id).await?;
    tracing::info!(conference = %edition.id(), import = %id, "import removed");
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/history?done=removed", edition.id())));
    }
    Ok(Reply::json(200, &history(app, edition).await?))
}

/// `POST …/history/erasures` `{email}`: a person's request for erasure.
pub(crate) async fn erase(app: &App, request: &Request) -> Result<Reply, Problem> {
    let erased = async {
        let edition = request.edition()?;
        let (document, source) = request.document()?;
        let email: EmailAddress = only(source, &document, "email", parsed)?;
        let own = app.store.addresses_of(&email).await?;
        Ok(app.store.erase_from_imports(&app.context, &edition.conference.series, &own).await?)
    };
    match erased.await {
        Ok(_) if request.is_page_form() => {
            Ok(Reply::see_other(&format!("/conferences/{}/history?done=erased", request.edition()?.id())))
        }
        Ok(erased) => Ok(Reply::json(200, &Erased { erased_from: erased.iter().map(ToString::to_string).collect() })),
        Err(problem) if request.is_page_form() => {
            let typed = request.typed();
            page(app, request, Around { preview: None, typed: &typed, problem: Some(&problem) }).await
        }
        Err(problem) => Err(problem),
    }
}
