//! `GET …/tracks/{track}/compare`: two or more proposals side by side.

use askama::Template;
use contract::decisions::Compared;
use domain::conference::{Conference, Track};
use domain::phrase::Phrase;
use lists::selection::{Row, known};
use web::{App, Html, Layout, Problem, Reply, Request};

/// The most proposals on one page, so that they fit side by side.
const MOST: usize = 6;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    rows: Vec<Row<'a>>,
}

impl ComparePage<'_> {
    fn text(row: &Row<'_>) -> Html {
        web::markdown(&row.proposal.content.abstract_text)
    }

    /// The mean of the reviews by one criterion.
    fn mean(row: &Row<'_>, criterion: &str) -> String {
        let scores: Vec<u64> =
            row.reviews.iter().filter_map(|review| review.scores()?.get(criterion).copied()).collect();
        let total = scores.iter().sum::<u64>() * 100;
        let mean = (total + scores.len() as u64 / 2).checked_div(scores.len() as u64);
        mean.map(|mean| domain::review::Score(mean).to_string()).unwrap_or_default()
    }
}

/// The requested proposals: `?proposals=a,b`, or as the selection's form names them.
fn wanted(request: &Request) -> Vec<&str> {
    let mut ids = Vec::new();
    for (name, value) in request.queries() {
        if name == "proposals" {
            ids.extend(value.split(',').map(str::trim).filter(|id| !id.is_empty()));
        } else if let Some(id) = name.strip_prefix("proposals.") {
            ids.push(id);
        }
    }
    ids.dedup();
    ids
}

/// `GET …/tracks/{track}/compare`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let ids = wanted(request);
    if !(2..=MOST).contains(&ids.len()) {
        let detail = Phrase::of("compare-count").arg("max", MOST);
        return Err(Problem::validation("/proposals", detail));
    }
    let known = known(app, request).await?;
    let mut rows = known.rows();
    if let Some(unknown) = ids.iter().find(|id| !rows.iter().any(|row| row.line.id == **id)) {
        return Err(Problem::validation("/proposals", Phrase::of("compare-unknown").arg("unknown", unknown)));
    }
    rows.retain(|row| ids.contains(&row.line.id));
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.line.id));
    if !request.wants_html {
        return Ok(Reply::json(200, &Compared { proposals: rows.into_iter().map(Row::answer).collect() }));
    }
    let (conference, track) = (&known.view.edition.conference, known.view.track);
    let layout = request.layout().titled(request.t("compare"));
    Ok(Reply::page(200, &ComparePage { layout, conference, track, rows }))
}
