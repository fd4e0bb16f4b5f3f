//! `PATCH /conferences/{conference}`: a part of a definition, as a JSON merge patch.

use contract::settings::ChangedEdition;
use domain::conference::merge::merge;
use domain::input::Source;
use domain::phrase::Phrase;
use serde_json::Value;
use web::{App, Kind, Problem, Reply, Request, definition};

/// Changes the definition in force, or answers with `dry_run` what would happen.
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (patch, source) = request.document()?;
    if source == Source::Form {
        let detail = Phrase::of("patch-type");
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    check_version(request, edition.revision)?;
    if !patch.is_object() {
        return Err(Problem::validation("", Phrase::of("patch-object")));
    }
    let mut document = Value::clone(&edition.document);
    merge(&mut document, &patch);
    let conference = definition::read(edition.id().as_str(), &mut document)?;
    let effects = crate::effects::effects(app, &request.messages, edition, &conference).await?;
    let dry_run = request.flag("dry_run");
    let revision = if dry_run {
        edition.revision
    } else {
        let after = definition::change(app, edition, &conference, &document).await?;
        tracing::info!(conference = %edition.id(), revision = after.revision, "a part of the edition was changed");
        after.revision
    };
    let conference = document.as_object().cloned().unwrap_or_default();
    let answer = ChangedEdition { dry_run, revision, effects, conference };
    Ok(Reply::json(200, &answer).header("etag", &format!("\"{revision}\"")))
}

/// `If-Match` (RFC 9110, section 13.1.1); `*` matches any version.
fn check_version(request: &Request, revision: u64) -> Result<(), Problem> {
    let Some(given) = request.header("if-match").filter(|tag| tag.trim() != "*") else { return Ok(()) };
    let is_current =
        |tag: &str| tag.trim().strip_prefix('"').and_then(|tag| tag.strip_suffix('"')) == Some(&revision.to_string());
    if given.split(',').any(is_current) {
        return Ok(());
    }
    let detail = Phrase::of("edition-meanwhile");
    Err(Problem::new(Kind::ChangedMeanwhile, detail).with("etag", format!("\"{revision}\"")))
}
