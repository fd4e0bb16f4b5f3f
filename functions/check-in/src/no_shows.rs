//! `GET …/no-shows`: who did not come.

use std::sync::Arc;

use askama::Template;
use contract::no_shows::{NoShow, NoShowPassesWord, NoShowPolicy, NoShows};
use domain::conference::{Conference, PoolId};
use domain::directory::{PersonRow, Place, Sort};
use domain::phrase::Phrase;
use domain::ticket::number;
use store::{Cursor, Edition, NoShows as Found};
use web::{App, Layout, Problem, Reply, Request, next_link};

/// People on one page.
const PAGE: usize = 200;

#[derive(Template)]
#[template(path = "no-shows.html")]
struct NoShowsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    answer: NoShows,
    /// Whether the policy's instant has come.
    begun: bool,
    done: Option<&'static str>,
    count: u64,
}

/// A row as the list has it.
pub(crate) fn named(row: &PersonRow) -> Option<NoShow> {
    let registration = row.registration.as_ref()?;
    Some(NoShow {
        registration: registration.id.to_string(),
        number: number(&registration.id),
        name: row.shown_name().to_string(),
        email: row.email.to_string(),
        affiliation: row.affiliation.clone(),
        pool: registration.pool.to_string(),
        offered_on_at: registration.offered_on_at,
    })
}

/// People on the waitlist, who get returned passes first.
pub(crate) async fn waiting(app: &App, edition: &Edition) -> Result<u64, Problem> {
    let general: PoolId = PoolId::GENERAL.parse().map_err(|_| Problem::not_found("no-such-pool"))?;
    Ok(app.store.waiting(edition.id(), &general).await?.total())
}

/// The people of one page.
struct Page {
    missing: Vec<NoShow>,
    offered_on: Vec<NoShow>,
    next: Option<Cursor>,
}

/// The next people by name, of both lists: one cursor serves both, and offering a pass on moves no one to another page.
fn page_of(request: &Request, found: &Found) -> Result<Page, Problem> {
    let malformed = || Problem::validation("/cursor", Phrase::of("must-be-cursor"));
    let after = request.cursor()?.map(|cursor| Place::of_cursor(cursor.as_str()).ok_or_else(malformed)).transpose()?;
    let mut rest = Sort::Name.sorted(found.missing.iter().chain(&found.offered_on));
    rest.retain(|(place, _)| after.as_ref().is_none_or(|after| Sort::Name.is_after(place, after)));
    let next = (rest.len() > PAGE).then(|| rest[PAGE - 1].0.to_cursor().parse().ok()).flatten();
    rest.truncate(PAGE);
    let of = |is_offered_on: bool| {
        let people = rest.iter().filter_map(|(_, row): &(Place, &Arc<PersonRow>)| named(row));
        people.filter(|person| person.offered_on_at.is_some() == is_offered_on).collect()
    };
    Ok(Page { missing: of(false), offered_on: of(true), next })
}

/// `GET …/no-shows`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let now = app.context.now();
    let policy = edition.conference.no_show.as_ref();
    let found = app.store.no_shows(&app.context, edition).await?;
    let page = page_of(request, &found)?;
    let answer = NoShows {
        now,
        policy: policy.map(|policy| NoShowPolicy {
            from: policy.from.at,
            passes: policy.passes.into(),
            offers_until: policy.offers_until,
            offer_minutes: policy.offer_minutes,
        }),
        can_release: policy.is_some_and(|policy| policy.offers_at(now)),
        missing: page.missing,
        missing_total: found.missing.len(),
        offered_on: page.offered_on,
        offered_on_total: found.offered_on.len(),
        next: next_link(&format!("/conferences/{}/no-shows", edition.id()), page.next.as_ref()),
        waiting: waiting(app, edition).await?,
    };
    if !request.wants_html {
        return Ok(Reply::json(200, &answer));
    }
    let page = NoShowsPage {
        layout: request.layout().titled(request.t("desk-no-shows")),
        conference: &edition.conference,
        begun: policy.is_some_and(|policy| policy.has_begun(now)),
        done: match request.query("done") {
            Some("released") => Some("no-shows-released"),
            Some("given_back") => Some("no-shows-given-back"),
            _ => None,
        },
        count: request.query("count").and_then(|count| count.parse().ok()).unwrap_or_default(),
        answer,
    };
    Ok(Reply::page(200, &page))
}
