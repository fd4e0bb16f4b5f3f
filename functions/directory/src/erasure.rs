//! Erasing a person from an edition, for its organizers: the effects, and the act. `retain-data` does it.

use askama::Template;
use contract::privacy::ErasureEffects;
use domain::conference::Conference;
use domain::directory::PersonRow;
use domain::input::{Reading, line};
use domain::phrase::Phrase;
use domain::proposal::Proposal;
use domain::role::Role;
use store::{Edition, PersonRecords};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use lists::people::person_of;

/// The longest reason, which the person reads.
const REASON_MAX: usize = 500;

#[derive(Template)]
#[template(path = "erasure.html")]
struct ErasurePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    row: &'a PersonRow,
    effects: &'a ErasureEffects,
    public_until: Option<String>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

async fn effects(
    app: &App,
    edition: &Edition,
    row: &PersonRow,
    records: &PersonRecords,
) -> Result<ErasureEffects, Problem> {
    let is_over = app.context.now() >= edition.conference.ends_at();
    let passes = records.people.iter().filter(|person| person.active().is_some() && !is_over).count();
    let waitlist = records.entries.iter().filter(|entry| entry.is_active() && !is_over).count();
    let own = app.store.proposals_of(edition, &row.addresses).await?;
    let (public, others): (Vec<_>, Vec<_>) = own.iter().partition(|proposal| proposal.is_in_programme());
    let titles =
        |proposals: Vec<&Proposal>| proposals.iter().map(|proposal| proposal.shown_title().to_owned()).collect();
    let others = others.into_iter().filter(|proposal| proposal.is_owned_by(&row.addresses)).collect();
    let roles =
        app.store.all_roles_of(edition, &row.addresses).await?.iter().filter(|role| Role::is_open(role)).count();
    Ok(ErasureEffects {
        dry_run: true,
        passes,
        waitlist,
        proposals: titles(others),
        roles,
        public_until: edition.conference.privacy.ends_at(&edition.conference).filter(|_| !public.is_empty()),
        stays_public: titles(public),
    })
}

/// `POST …/people/{id}/erasure` `{reason}`
pub(crate) async fn erase(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let row = person_of(app, edition, request.parameter("id").unwrap_or_default()).await?;
    let records = app.store.person_records(edition, &row).await?;
    let mut effects = effects(app, edition, &row, &records).await?;
    if app.store.is_needed(edition, &row.addresses) {
        let detail = Phrase::of("erase-only-organizer");
        return Err(Problem::new(Kind::LastOrganizer, detail));
    }
    if request.flag("dry_run") {
        return Ok(if request.wants_html {
            page(request, edition, &row, &effects, None)
        } else {
            Reply::json(200, &effects)
        });
    }
    let reason = match reason(request) {
        Ok(reason) => reason,
        Err(problem) if request.is_page_form() => return Ok(page(request, edition, &row, &effects, Some(&problem))),
        Err(problem) => return Err(problem),
    };
    app.store.begin_erasure_from(&app.context, edition, &row.addresses, &reason).await?;
    tracing::info!(person = row.id, "erasure begun");
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("/conferences/{}/people?done=erase&count=1", edition.id())));
    }
    effects.dry_run = false;
    Ok(Reply::json(202, &effects))
}

fn reason(request: &Request) -> Result<String, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let reason = reading.root(&document).and_then(|o| {
        let reason = o.required("reason", line(REASON_MAX));
        o.done();
        reason
    });
    Ok(reading.finish(reason)?)
}

fn page(
    request: &Request,
    edition: &Edition,
    row: &PersonRow,
    effects: &ErasureEffects,
    problem: Option<&Problem>,
) -> Reply {
    let typed = if problem.is_some() { request.typed() } else { serde_json::Value::Null };
    let zone = &edition.conference.time_zone;
    let page = ErasurePage {
        layout: request.layout().titled(request.t("erase-person").arg("name", row.shown_name().to_owned())),
        conference: &edition.conference,
        row,
        effects,
        public_until: effects.public_until.map(|at| request.messages.day(at.to_zoned(zone.clone()).date())),
        values: Typed::new(&typed, problem),
        problem,
    };
    problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page))
}
