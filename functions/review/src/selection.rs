//! `GET …/tracks/{track}/selection`: a track's proposals, for its leads to choose from.

use askama::Template;
use contract::decisions::{self as answers, SelectionCounts};
use contract::proposals::ProposalStatus;
use domain::conference::{Conference, Track};
use domain::proposal::Proposal;
use domain::review::Selection;
use lists::selection::{Row, known};
use store::PassStanding;
use web::{ANSWER_BYTES, App, Layout, Problem, Reply, Request, Typed};

use crate::shown;

/// Which part of a selection to show, and in which order.
pub(crate) struct Filter<'q> {
    pub(crate) state: &'q str,
    pub(crate) decision: &'q str,
    pub(crate) tag: &'q str,
    pub(crate) text: &'q str,
    pub(crate) sort: &'q str,
}

impl<'q> Filter<'q> {
    fn read(request: &'q Request, track: &Track) -> Self {
        let query = |name: &str| request.query(name).unwrap_or_default().trim();
        let usual = if track.review.criteria.is_empty() { "number" } else { "score" };
        let sort = if query("sort").is_empty() { usual } else { query("sort") };
        let (state, decision, tag, text) = (query("state"), query("decision"), query("tag"), query("q"));
        Self { state, decision, tag, text, sort }
    }

    fn lets_through(&self, row: &Row<'_>) -> bool {
        let text = self.text.to_lowercase();
        let content = &row.proposal.content;
        let found = |hay: &str| hay.to_lowercase().contains(&text);
        (self.state.is_empty() || row.line.state.as_str() == self.state)
            && (self.decision.is_empty() || shown::is(&row.decision, self.decision))
            && (self.tag.is_empty() || row.tags.iter().any(|tag| tag == self.tag))
            && (text.is_empty()
                || found(row.line.title)
                || found(&content.abstract_text)
                || found(&shown::speakers(row.proposal)))
    }

    fn sort(&self, rows: &mut [Row<'_>]) {
        // Rows arrive in order of number, and the sort is stable.
        match self.sort {
            "score" => rows.sort_by_key(|row| std::cmp::Reverse(row.figures.mean)),
            "title" => rows.sort_by_key(|row| row.line.title.to_lowercase()),
            "reviews" => rows.sort_by_key(|row| row.figures.count),
            "disagreement" => rows.sort_by_key(|row| std::cmp::Reverse(row.figures.disagreement)),
            _ => {}
        }
    }
}

fn counts(rows: &[Row<'_>]) -> SelectionCounts {
    let mut counts = SelectionCounts::default();
    for row in rows {
        match row.decision.decision {
            None if row.line.state == ProposalStatus::Submitted => counts.undecided += 1,
            None => {}
            Some(domain::proposal::Decision::Accepted) => counts.accepted += 1,
            Some(domain::proposal::Decision::Standby) => counts.standby += 1,
            Some(domain::proposal::Decision::Rejected) => counts.rejected += 1,
        }
        counts.unreleased += u64::from(row.decision.decision.is_some() && !row.decision.released);
        counts.unclaimed += row.passes.iter().filter(|pass| pass.standing == PassStanding::Unclaimed).count() as u64;
        counts.without_pass += row.passes.iter().filter(|pass| pass.standing == PassStanding::None).count() as u64;
    }
    counts
}

#[derive(Template)]
#[template(path = "selection.html")]
struct SelectionPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    rows: Vec<Row<'a>>,
    all: usize,
    counts: SelectionCounts,
    hidden: usize,
    tags: Vec<&'a str>,
    filter: Filter<'a>,
    selection: &'a Selection,
    next: Option<&'a Proposal>,
    /// The track's own pool, to release when the selection is done.
    pool: Option<&'a str>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    script: String,
}

impl SelectionPage<'_> {
    fn being_sent(&self) -> usize {
        self.selection.going.len()
    }
}

/// `GET …/tracks/{track}/selection`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

/// The page; after an error, with the values typed into its form.
pub(crate) async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let known = known(app, request).await?;
    let (edition, track) = (known.view.edition, known.view.track);
    let filter = Filter::read(request, track);
    let mut rows = known.rows();
    let (all, counts) = (rows.len(), counts(&rows));
    let mut tags: Vec<_> = known.tags.iter().flatten().map(String::as_str).collect();
    tags.sort_unstable();
    tags.dedup();
    rows.retain(|row| filter.lets_through(row));
    filter.sort(&mut rows);
    let next = app.store.next_on_standby(edition, &track.id).await?;
    let next = next.filter(|next| known.view.proposals.iter().any(|proposal| proposal.id == next.id));
    if !request.wants_html {
        let answer = answers::Selection {
            track: track.id.as_str(),
            mode: track.review.mode,
            blind: track.review.blind,
            counts,
            hidden: known.view.hidden,
            next_on_standby: next.as_ref().map(|next| next.id.as_str()),
            release: (&known.selection).into(),
            proposals: rows.into_iter().map(Row::answer).collect(),
        };
        return Ok(Reply::json(200, &answer));
    }
    let own_pool = edition.conference.pools.iter().find(|pool| pool.track.as_ref() == Some(&track.id));
    let document = request.typed();
    let page = SelectionPage {
        layout: request.layout().titled(request.t("selection-of").arg("track", &track.name)),
        conference: &edition.conference,
        track,
        rows,
        all,
        counts,
        hidden: known.view.hidden,
        tags,
        filter,
        selection: &known.selection,
        next: next.as_ref(),
        pool: own_pool.map(|pool| pool.id.as_str()),
        values: if problem.is_some() { Typed::new(&document, problem) } else { Typed::empty() },
        problem,
        script: web::script("selection"),
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `GET …/tracks/{track}/selection.csv`: all proposals, in order of number.
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::selection::part(app, request, ANSWER_BYTES).await?)
}
