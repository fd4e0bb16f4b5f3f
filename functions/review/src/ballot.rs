//! Reviewing in a spreadsheet: the track's proposals as a table, and the filled-in table back.

use askama::Template;
use contract::ballots::{BallotRead, BallotVote};
use domain::conference::{Conference, Track};
use domain::history::Record;
use domain::phrase::Phrase;
use domain::review::{Ballot, Said, headings, read_ballot};
use lists::ballot::Known;
use serde_json::Value;
use store::{ReviewOutcome, is_under_review};
use web::{ANSWER_BYTES, App, Kind, Layout, Pasted, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "ballot.html")]
struct BallotPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    columns: Vec<&'a str>,
    proposals: usize,
    preview: Option<&'a BallotRead<'a>>,
    /// The number of reviews that were just saved.
    saved: Option<u64>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// `GET …/tracks/{track}/ballot`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let known = Known::read(app, request).await?;
    page(request, &known, None, &Value::Null, None)
}

fn page(
    request: &Request,
    known: &Known<'_>,
    preview: Option<&BallotRead<'_>>,
    typed: &Value,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let track = known.view.track;
    let page = BallotPage {
        layout: request.layout().titled(request.t("ballot-title").arg("track", &track.name)),
        conference: &request.edition()?.conference,
        track,
        columns: headings(&track.review),
        proposals: known.view.proposals.len(),
        preview,
        saved: request.query("done").and_then(|saved| saved.parse().ok()),
        values: Typed::new(typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `GET …/tracks/{track}/ballot.csv`: in order of number, filled in with the caller's reviews.
pub(crate) async fn table(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::ballot::part(app, request, ANSWER_BYTES).await?)
}

/// `POST …/tracks/{track}/ballot`: a CSV file, rows as JSON, or the page's form.
pub(crate) async fn vote(app: &App, request: &Request) -> Result<Reply, Problem> {
    let known = Known::read(app, request).await?;
    let dry_run = request.flag("dry_run");
    if !request.is_form() {
        let records = request.table()?;
        let ballot = counted(app, request, &known, &records, dry_run).await?;
        return Ok(Reply::json(200, &answer(&known, &ballot, dry_run)));
    }
    let Pasted { typed, records } = request.pasted_table().await?;
    let ballot = match records {
        Ok(records) => counted(app, request, &known, &records, dry_run).await,
        Err(error) => Err(error.into()),
    };
    match ballot {
        Ok(ballot) if dry_run => page(request, &known, Some(&answer(&known, &ballot, true)), &typed, None),
        Ok(ballot) => Ok(Reply::see_other(&format!("{}?done={}", request.path, ballot.votes.len()))),
        Err(problem) => page(request, &known, None, &typed, Some(&problem)),
    }
}

/// Reads the records, and saves their reviews unless this is a dry run. All lines are checked before the first is
/// saved; a repeat after an interruption saves the rest.
async fn counted(
    app: &App,
    request: &Request,
    known: &Known<'_>,
    records: &[Record],
    dry_run: bool,
) -> Result<Ballot, Problem> {
    let track = known.view.track;
    let ballot = read_ballot(records, &track.review, &known.candidates(request))?;
    for vote in &ballot.votes {
        if let Some(proposal) = known.proposal(vote).filter(|proposal| !is_under_review(&proposal.state)) {
            let detail = Phrase::of("ballot-line-decided").arg("line", vote.line).arg("number", proposal.number);
            return Err(Problem::new(Kind::ReviewClosed, detail).with("state", proposal.state.as_str()));
        }
    }
    if dry_run {
        return Ok(ballot);
    }
    let edition = request.edition()?;
    for vote in &ballot.votes {
        let addresses = &request.caller.addresses;
        match app.store.review(&app.context, edition, &vote.proposal, addresses, &vote.said).await? {
            ReviewOutcome::Done(_) => {}
            ReviewOutcome::Conflicted | ReviewOutcome::Gone | ReviewOutcome::Closed(_) => {
                let detail = Phrase::of("ballot-line-closed").arg("line", vote.line);
                return Err(Problem::new(Kind::ReviewClosed, detail));
            }
            ReviewOutcome::Busy => return Err(Problem::busy(Phrase::of("ballot-busy"))),
        }
    }
    tracing::info!(conference = %edition.id(), track = %track.id, reviews = ballot.votes.len(), "ballot counted");
    Ok(ballot)
}

fn answer<'a>(known: &'a Known<'_>, ballot: &'a Ballot, dry_run: bool) -> BallotRead<'a> {
    let votes = ballot.votes.iter().filter_map(|vote| {
        let proposal = known.proposal(vote)?;
        let (scores, comment) = match &vote.said {
            Said::Given { scores, comment } => (Some(scores), comment.as_deref()),
            Said::Conflict { comment } => (None, comment.as_deref()),
        };
        Some(BallotVote {
            line: vote.line,
            id: proposal.id.as_str(),
            number: proposal.number,
            title: proposal.shown_title(),
            scores,
            comment,
            conflict: scores.is_none(),
        })
    });
    BallotRead { dry_run, votes: votes.collect(), unchanged: ballot.unchanged, blank: ballot.blank }
}
