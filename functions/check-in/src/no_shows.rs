//! `GET …/no-shows`: who did not come.

use askama::Template;
use contract::no_shows::{NoShow, NoShowPassesWord, NoShowPolicy, NoShows};
use domain::conference::{Conference, PoolId};
use domain::directory::PersonRow;
use domain::ticket::number;
use store::Edition;
use web::{App, Layout, Problem, Reply, Request};

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
    let general: PoolId = PoolId::GENERAL.parse().map_err(|_| Problem::not_found("pool"))?;
    Ok(app.store.waiting(edition.id(), &general).await?.total())
}

/// `GET …/no-shows`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let now = app.context.now();
    let policy = edition.conference.no_show.as_ref();
    let found = app.store.no_shows(&app.context, edition).await?;
    let answer = NoShows {
        now,
        policy: policy.map(|policy| NoShowPolicy {
            from: policy.from.at,
            passes: policy.passes.into(),
            offers_until: policy.offers_until,
            offer_minutes: policy.offer_minutes,
        }),
        can_release: policy.is_some_and(|policy| policy.offers_at(now)),
        missing: found.missing.iter().filter_map(|row| named(row)).collect(),
        offered_on: found.offered_on.iter().filter_map(|row| named(row)).collect(),
        waiting: waiting(app, edition).await?,
    };
    if !request.wants_html {
        return Ok(Reply::json(200, &answer));
    }
    let page = NoShowsPage {
        layout: request.layout().titled(request.t("desk-no-shows")),
        conference: &edition.conference,
        begun: policy.is_some_and(|policy| policy.from.at <= now),
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
