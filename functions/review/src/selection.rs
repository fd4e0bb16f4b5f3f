//! `GET …/tracks/{track}/selection`: a track's proposals as its leads choose among them.

use askama::Template;
use domain::conference::{Conference, Track};
use domain::proposal::{Proposal, ProposalState};
use domain::review::{Figures, ProposalDecision, Review, Selection, figures};
use futures_util::future::try_join_all;
use serde::Serialize;
use store::SpeakerPass;
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::chart::{Chart, chart};
use crate::judged::{TrackView, named_track, track_view};
use crate::shown::{self, Line, ShownDecision, line};

/// A proposal in the selection.
#[derive(Serialize)]
pub(crate) struct Row<'a> {
    #[serde(flatten)]
    pub(crate) line: Line<'a>,
    #[serde(flatten)]
    pub(crate) figures: Figures,
    /// Reviewers who have declared a conflict.
    pub(crate) conflicts: usize,
    pub(crate) tags: &'a [String],
    /// Published under its old name.
    #[serde(rename = "verdict")]
    pub(crate) ruling: ShownDecision<'a>,
    /// How the speakers of an accepted proposal stand with their passes.
    pub(crate) passes: Vec<Pass<'a>>,
    #[serde(skip)]
    pub(crate) proposal: &'a Proposal,
    #[serde(skip)]
    pub(crate) reviews: Vec<&'a Review>,
}

impl Row<'_> {
    pub(crate) fn chart(&self) -> Option<Chart> {
        chart(&self.figures)
    }
}

/// How a speaker stands with their pass.
#[derive(Serialize)]
pub(crate) struct Pass<'a> {
    name: &'a str,
    email: &'a str,
    standing: &'static str,
    #[serde(skip)]
    pub(crate) label: &'static str,
}

/// All that is known of a track's selection.
pub(crate) struct Known<'r> {
    pub(crate) view: TrackView<'r>,
    rulings: Vec<ProposalDecision>,
    tags: Vec<Vec<String>>,
    passes: Vec<Vec<SpeakerPass>>,
    pub(crate) selection: Selection,
}

/// Reads a track's selection.
pub(crate) async fn known<'r>(app: &App, request: &'r Request) -> Result<Known<'r>, Problem> {
    let view = track_view(app, request, named_track(request)?).await?;
    let c = view.edition.id();
    let rulings = app.store.rulings(c, &view.proposals).await?;
    let mut tagged = app.store.track_tags(c, &view.track.id).await?;
    let mut tags_of = |proposal: &Proposal| {
        let at = tagged.iter().position(|(id, _)| *id == proposal.id);
        at.map(|at| tagged.swap_remove(at).1).unwrap_or_default()
    };
    let tags = view.proposals.iter().map(&mut tags_of).collect();
    let passes = view.proposals.iter().map(|proposal| app.store.speaker_passes(view.edition, proposal));
    let passes = try_join_all(passes).await?;
    let selection = app.store.selection(c, &view.track.id).await?;
    Ok(Known { view, rulings, tags, passes, selection })
}

impl Known<'_> {
    /// All proposals, in order of their numbers.
    pub(crate) fn rows(&self) -> Vec<Row<'_>> {
        (0..self.view.proposals.len()).map(|at| self.row(at)).collect()
    }

    fn row(&self, at: usize) -> Row<'_> {
        let (proposal, policy) = (&self.view.proposals[at], &self.view.track.review);
        let reviews: Vec<_> = self.view.reviews.iter().filter(|r| r.proposal == proposal.id).collect();
        let scores: Vec<_> = reviews.iter().filter_map(|review| review.overall(policy)).collect();
        Row {
            line: line(proposal, true),
            figures: figures(policy, &scores),
            conflicts: reviews.iter().filter(|review| review.is_conflict()).count(),
            tags: &self.tags[at],
            ruling: shown::ruling(&self.rulings[at]),
            passes: self.passes[at].iter().map(pass).collect(),
            proposal,
            reviews,
        }
    }
}

fn pass(pass: &SpeakerPass) -> Pass<'_> {
    Pass {
        name: pass.name.as_str(),
        email: pass.email.as_str(),
        standing: pass.standing.as_str(),
        label: pass.standing.label(),
    }
}

/// What of a selection is shown, and in which order.
pub(crate) struct Filter<'q> {
    pub(crate) state: &'q str,
    pub(crate) decision: &'q str,
    pub(crate) tag: &'q str,
    pub(crate) text: &'q str,
    pub(crate) sort: &'q str,
}

/// The orders there are: word and label.
pub(crate) const SORTS: &[(&str, &str)] = &[
    ("score", "best score first"),
    ("number", "first come first"),
    ("title", "title"),
    ("reviews", "fewest reviews first"),
    ("disagreement", "least agreed first"),
];

impl<'q> Filter<'q> {
    fn read(request: &'q Request, track: &Track) -> Result<Self, Problem> {
        let query = |name: &str| request.query(name).unwrap_or_default().trim();
        let usual = if track.review.criteria.is_empty() { "number" } else { "score" };
        let sort = if query("sort").is_empty() { usual } else { query("sort") };
        if !SORTS.iter().any(|(word, _)| *word == sort) {
            let words: Vec<_> = SORTS.iter().map(|(word, _)| *word).collect();
            return Err(Problem::validation("/sort", format!("must be one of {}", words.join(", "))));
        }
        let known = |name: &str, words: &[&str]| {
            if query(name).is_empty() || words.contains(&query(name)) {
                return Ok(());
            }
            Err(Problem::validation(&format!("/{name}"), format!("must be one of {}", words.join(", "))))
        };
        known("state", &ProposalState::WORDS[1..])?;
        known("decision", DECISIONS)?;
        let (state, decision, tag, text) = (query("state"), query("decision"), query("tag"), query("q"));
        Ok(Self { state, decision, tag, text, sort })
    }

    fn lets_through(&self, row: &Row<'_>) -> bool {
        let text = self.text.to_lowercase();
        let content = &row.proposal.content;
        let found = |hay: &str| hay.to_lowercase().contains(&text);
        (self.state.is_empty() || row.line.state == self.state)
            && (self.decision.is_empty() || row.ruling.is(self.decision))
            && (self.tag.is_empty() || row.tags.iter().any(|tag| tag == self.tag))
            && (text.is_empty()
                || found(row.line.title)
                || found(&content.abstract_text)
                || found(&shown::speakers(row.proposal)))
    }

    fn sort(&self, rows: &mut [Row<'_>]) {
        // Rows come in order of numbers, and sorting keeps that among equals.
        match self.sort {
            "score" => rows.sort_by_key(|row| std::cmp::Reverse(row.figures.mean)),
            "title" => rows.sort_by_key(|row| row.line.title.to_lowercase()),
            "reviews" => rows.sort_by_key(|row| row.figures.count),
            "disagreement" => rows.sort_by_key(|row| std::cmp::Reverse(row.figures.disagreement)),
            _ => {}
        }
    }
}

/// What can stand of a proposal.
const DECISIONS: &[&str] = &["undecided", "accepted", "standby", "rejected"];

/// How many there are of each.
#[derive(Default, Serialize)]
pub(crate) struct Counts {
    undecided: u64,
    accepted: u64,
    standby: u64,
    rejected: u64,
    unreleased: u64,
    /// Accepted speakers' passes that are unclaimed.
    unclaimed: u64,
    without_pass: u64,
}

fn counts(rows: &[Row<'_>]) -> Counts {
    let mut counts = Counts::default();
    for row in rows {
        match row.ruling.decision {
            None if row.line.state == "submitted" => counts.undecided += 1,
            None => {}
            Some(domain::proposal::Decision::Accepted) => counts.accepted += 1,
            Some(domain::proposal::Decision::Standby) => counts.standby += 1,
            Some(domain::proposal::Decision::Rejected) => counts.rejected += 1,
        }
        counts.unreleased += u64::from(row.ruling.decision.is_some() && !row.ruling.released);
        counts.unclaimed += row.passes.iter().filter(|pass| pass.standing == "unclaimed").count() as u64;
        counts.without_pass += row.passes.iter().filter(|pass| pass.standing == "none").count() as u64;
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
    counts: Counts,
    hidden: usize,
    tags: Vec<&'a str>,
    filter: Filter<'a>,
    selection: &'a Selection,
    next: Option<&'a Proposal>,
    /// The track's own pool, to release when the selection is done.
    pool: Option<&'a str>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

impl SelectionPage<'_> {
    fn on_its_way(&self) -> usize {
        self.selection.going.len()
    }
}

/// `GET …/tracks/{track}/selection`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

/// The page; with a problem, what was typed into its form too.
pub(crate) async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let known = known(app, request).await?;
    let (edition, track) = (known.view.edition, known.view.track);
    let filter = Filter::read(request, track)?;
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
        return Ok(Reply::json(
            200,
            &serde_json::json!({
                "track": track.id.as_str(),
                "mode": track.review.mode.as_str(),
                "blind": track.review.blind,
                "counts": counts,
                "hidden": known.view.hidden,
                "next_on_standby": next.as_ref().map(|next| next.id.as_str()),
                "release": release(&known.selection),
                "proposals": rows,
            }),
        ));
    }
    let own_pool = edition.conference.pools.iter().find(|pool| pool.track.as_ref() == Some(&track.id));
    let document = request.typed();
    let page = SelectionPage {
        layout: request.layout().titled(&format!("Selection: {}", track.name)),
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
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// How far the release is, for programs.
#[derive(Serialize)]
pub(crate) struct ShownRelease<'a> {
    pub(crate) round: u32,
    /// Decisions that were released last.
    pub(crate) count: u64,
    /// How many of them may not have been told yet.
    pub(crate) on_their_way: usize,
    pub(crate) preview: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked_at: Option<jiff::Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    released_at: Option<jiff::Timestamp>,
}

pub(crate) fn release(selection: &Selection) -> ShownRelease<'_> {
    ShownRelease {
        round: selection.round,
        count: selection.count,
        on_their_way: selection.going.len(),
        preview: &selection.preview,
        asked_at: selection.asked_at,
        released_at: selection.released_at,
    }
}

/// `GET …/tracks/{track}/selection.csv`: all of it, in order of numbers.
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    let known = known(app, request).await?;
    let mut table = formats::table::Table::new([
        "number",
        "id",
        "title",
        "speakers",
        "emails",
        "state",
        "minutes",
        "tags",
        "reviews",
        "mean",
        "disagreement",
        "conflicts",
        "decision",
        "released",
        "rank",
        "note",
        "passes",
    ]);
    for row in known.rows() {
        let emails: Vec<_> = row.proposal.speakers.iter().map(|speaker| speaker.email.as_str()).collect();
        let passes: Vec<_> = row.passes.iter().map(|pass| format!("{}: {}", pass.email, pass.standing)).collect();
        table.line([
            row.line.number.to_string().as_str(),
            row.line.id,
            row.line.title,
            &shown::speakers(row.proposal),
            &emails.join(", "),
            row.line.state,
            &row.line.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            &row.tags.join(", "),
            &row.figures.count.to_string(),
            &row.figures.mean.map(|mean| mean.to_string()).unwrap_or_default(),
            &row.figures.disagreement.map(|apart| apart.to_string()).unwrap_or_default(),
            &row.conflicts.to_string(),
            row.ruling.decision.map_or("undecided", domain::proposal::Decision::as_str),
            if row.ruling.released { "yes" } else { "no" },
            &row.ruling.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            row.ruling.note.unwrap_or_default(),
            &passes.join(", "),
        ]);
    }
    Ok(Reply::download(
        "text/csv; charset=utf-8",
        table.finish(),
        &format!("{}-{}-selection.csv", known.view.edition.id(), known.view.track.id),
    ))
}
