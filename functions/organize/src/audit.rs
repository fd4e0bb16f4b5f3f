//! The consistency check: compares items with counters. Shows a difference and never corrects it.

use askama::Template;
use contract::agenda::{self as answers, ConsistencyCheck};
use domain::conference::Conference;
use domain::phrase::Phrase;
use store::audit::{AUDIT_MAX, AuditResult, AuditedBy};
use web::{App, Kind, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    result: Option<AuditResult>,
    problem: Option<&'a Problem>,
}

impl AuditPage<'_> {
    /// The name of a promise of the design.
    fn promise(&self, number: u8) -> String {
        let number = number.to_string();
        let name = self.layout.word("audit-promise", &number);
        name.to_string()
    }
}

fn answer(result: &AuditResult) -> answers::AuditResult<'_> {
    let AuditResult { at, by, shards, registrations, entries, found, findings } = result;
    answers::AuditResult {
        at: *at,
        by: match by {
            AuditedBy::Daily => answers::AuditedBy::Daily,
            AuditedBy::Organizer => answers::AuditedBy::Organizer,
        },
        shards: *shards,
        registrations: *registrations,
        entries: *entries,
        found: *found,
        findings: findings.iter().map(|f| answers::Finding { promise: f.promise, detail: &f.detail }).collect(),
    }
}

/// `GET …/audit`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let result = app.store.audit_result(edition.id()).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &ConsistencyCheck { latest: result.as_ref().map(answer) }));
    }
    let layout = request.layout().titled(request.t("audit-title"));
    let page = AuditPage { layout, conference: &edition.conference, result, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/audit`: checks this edition now.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Reply, Problem> {
    match audited(app, request).await {
        Ok(_) if request.wants_html => Ok(Reply::see_other(&format!("/conferences/{}/audit", request.edition()?.id()))),
        Ok(result) => Ok(Reply::json(200, &ConsistencyCheck { latest: Some(answer(&result)) })),
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn audited(app: &App, request: &Request) -> Result<AuditResult, Problem> {
    let edition = request.edition()?;
    let Some(result) = app.store.audit_edition(&app.context, edition).await? else {
        let detail = Phrase::of("audit-too-many").arg("max", AUDIT_MAX);
        return Err(Problem::new(Kind::AuditTooLarge, detail));
    };
    for finding in &result.findings {
        tracing::error!(audit.promise = finding.promise, audit.detail = finding.detail, "a promise is broken");
    }
    // The daily audit's alarm counts this metric too.
    tracing::info!(conference.id = %edition.id(), metric.ledger_mismatches = result.found, "audited");
    Ok(result)
}
