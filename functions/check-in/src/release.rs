//! `POST …/no-shows/release`: offers the passes of no-shows to others, or says what that would do.

use std::collections::BTreeSet;

use askama::Template;
use contract::no_shows::{NoShowOutcome, NoShowResult, NoShowsReleased};
use domain::conference::{Conference, NoShowPasses};
use domain::input::{Object, Reading, any_text, line};
use domain::phrase::Phrase;
use domain::registration::RegistrationId;
use store::{CancelOutcome, NoShows};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::no_shows::{named, waiting};

/// Passes that one request takes: each is a transaction, and a request has 29 seconds.
const RELEASE_MAX: u64 = 300;

/// The longest reason, in characters.
const REASON_MAX: usize = 500;

#[derive(Template)]
#[template(path = "release.html")]
struct ReleasePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    released: &'a NoShowsReleased,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

struct Asked {
    reason: Option<String>,
    /// `None` for everyone who is missing.
    ids: Option<BTreeSet<String>>,
}

fn read(o: &Object<'_>) -> Asked {
    let reason = o.optional("reason", line(REASON_MAX));
    let mut ids: BTreeSet<String> = o.list("registrations", |id| any_text(id).map(str::to_owned)).into_iter().collect();
    let chosen = o.optional_object("chosen");
    let all = !o.has("registrations") && chosen.is_none();
    if let Some(chosen) = chosen {
        ids.extend(chosen.entries().map(|(id, _)| id.clone()));
    }
    Asked { reason, ids: (!all).then_some(ids) }
}

/// `POST …/no-shows/release` `{reason, registrations?}` `?dry_run=true`
pub(crate) async fn release(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let dry_run = request.flag("dry_run");
    allowed(app, request)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let asked = reading.root(&document).map(|o| {
        let asked = read(&o);
        if asked.reason.is_none() && !dry_run {
            o.reject("reason", Phrase::of("release-reason"));
        }
        o.done();
        asked
    });
    let asked = match reading.finish(asked) {
        Ok(asked) => asked,
        Err(errors) if request.is_page_form() => {
            let problem = Problem::from(errors);
            let (plain, _) = request.document()?;
            let again = Reading::new(source);
            let asked = again.root(&plain).map(|o| Asked { reason: None, ..read(&o) });
            let Some(asked) = asked else { return Err(problem) };
            let released = planned(app, request, &asked).await?;
            return page(request, &released, Some(&problem));
        }
        Err(errors) => return Err(errors.into()),
    };
    let mut released = planned(app, request, &asked).await?;
    if let (false, Some(reason)) = (dry_run, &asked.reason) {
        perform(app, request, &mut released, reason).await?;
        tracing::info!(conference = %edition.id(), released = released.released, "passes of no-shows offered on");
    }
    if !request.is_page_form() {
        return Ok(Reply::json(200, &released));
    }
    if dry_run || released.failed > 0 {
        return page(request, &released, None);
    }
    let count = released.released;
    Ok(Reply::see_other(&format!("/conferences/{}/no-shows?done=released&count={count}", edition.id())))
}

/// Refuses while the policy keeps the passes.
fn allowed(app: &App, request: &Request) -> Result<(), Problem> {
    let conference = &request.edition()?.conference;
    let now = app.context.now();
    let zone = &conference.time_zone;
    let detail = match &conference.no_show {
        None => Phrase::of("no-show-no-policy"),
        Some(policy) if policy.passes == NoShowPasses::List => Phrase::of("no-show-lists"),
        Some(policy) if now < policy.from.at => Phrase::of("no-show-too-early").instant("until", policy.from.at, zone),
        Some(policy) if now >= policy.offers_until => {
            Phrase::of("no-show-too-late").instant("until", policy.offers_until, zone)
        }
        Some(_) => return Ok(()),
    };
    Err(Problem::new(Kind::NoShowsKept, detail))
}

/// What the request would do, person by person.
async fn planned(app: &App, request: &Request, asked: &Asked) -> Result<NoShowsReleased, Problem> {
    let edition = request.edition()?;
    let NoShows { missing, .. } = app.store.no_shows(&app.context, edition).await?;
    let mut released = NoShowsReleased {
        dry_run: true,
        released: 0,
        skipped: 0,
        failed: 0,
        left: 0,
        waiting: waiting(app, edition).await?,
        people: Vec::new(),
    };
    let wanted = |id: &str| asked.ids.as_ref().is_none_or(|ids| ids.contains(id));
    for person in missing.iter().filter_map(|row| named(row)).filter(|person| wanted(&person.registration)) {
        if released.released == RELEASE_MAX {
            released.left += 1;
            continue;
        }
        count(&mut released, NoShowOutcome::Released);
        released.people.push(NoShowResult { person, result: NoShowOutcome::Released });
    }
    // Ids of people who are here, or hold no pass in person.
    let named = released.released + released.left;
    let asked = asked.ids.as_ref().map_or(named, |ids| u64::try_from(ids.len()).unwrap_or(u64::MAX));
    released.skipped = asked.saturating_sub(named);
    Ok(released)
}

fn count(released: &mut NoShowsReleased, result: NoShowOutcome) {
    *match result {
        NoShowOutcome::Released => &mut released.released,
        NoShowOutcome::Here | NoShowOutcome::Cancelled => &mut released.skipped,
        NoShowOutcome::Failed => &mut released.failed,
    } += 1;
}

/// Offers the passes on. Each person's items are read again: who came meanwhile keeps the pass.
async fn perform(app: &App, request: &Request, released: &mut NoShowsReleased, reason: &str) -> Result<(), Problem> {
    let edition = request.edition()?;
    released.dry_run = false;
    released.released = 0;
    let mut people = std::mem::take(&mut released.people);
    for one in people.iter_mut().filter(|one| one.result == NoShowOutcome::Released) {
        let id = RegistrationId::parse(&one.person.registration);
        let outcome = match &id {
            Some(id) => app.store.offer_on(&app.context, edition, id, reason).await?,
            None => None,
        };
        one.result = match outcome {
            Some(CancelOutcome::Cancelled(registration)) => {
                one.person.offered_on_at = registration.offered_on.as_ref().map(|offered| offered.at);
                if registration.offered_on.is_some() { NoShowOutcome::Released } else { NoShowOutcome::Cancelled }
            }
            Some(CancelOutcome::Kept(_)) => NoShowOutcome::Here,
            Some(CancelOutcome::Busy) => NoShowOutcome::Failed,
            None => NoShowOutcome::Cancelled,
        };
        count(released, one.result);
    }
    released.people = people;
    Ok(())
}

fn page(request: &Request, released: &NoShowsReleased, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let typed = request.typed();
    let page = ReleasePage {
        layout: request.layout().titled(request.t("release-title")),
        conference: &request.edition()?.conference,
        released,
        values: Typed::new(&typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}
