//! A track's proposals, for its leads to choose from.

use contract::decisions::{self as answers, SelectionRow};
use contract::reviews::{DecisionForLeads, ProposalLine};
use domain::proposal::{Decision, Proposal};
use domain::review::{Figures, ProposalDecision, Review, Selection, figures};
use formats::table::{Cell, Table};
use futures_util::future::try_join_all;
use store::{PassStanding, SpeakerPass};
use web::{App, Part, Problem, Request};

use crate::judged::{TrackView, line, named_track, speakers, track_view};
use crate::paged::{self, yes_or_no};

/// A proposal in the selection, with its data for the page and the table.
pub struct Row<'a> {
    pub line: ProposalLine<'a>,
    pub figures: Figures,
    /// The number of reviewers with a conflict of interest.
    pub conflicts: usize,
    pub tags: &'a [String],
    pub decision: DecisionForLeads<'a>,
    /// The passes of an accepted proposal's speakers.
    pub passes: &'a [SpeakerPass],
    pub proposal: &'a Proposal,
    pub reviews: Vec<&'a Review>,
}

impl<'a> Row<'a> {
    pub fn answer(self) -> SelectionRow<'a> {
        SelectionRow {
            line: self.line,
            figures: (&self.figures).into(),
            conflicts: self.conflicts,
            tags: self.tags,
            decision: self.decision,
            passes: self.passes.iter().map(pass).collect(),
        }
    }
}

/// All data of a track's selection.
pub struct Known<'r> {
    pub view: TrackView<'r>,
    decisions: Vec<ProposalDecision>,
    pub tags: Vec<Vec<String>>,
    passes: Vec<Vec<SpeakerPass>>,
    pub selection: Selection,
}

/// Reads a track's selection.
pub async fn known<'r>(app: &App, request: &'r Request) -> Result<Known<'r>, Problem> {
    let view = track_view(app, request, named_track(request)?).await?;
    let c = view.edition.id();
    let decisions = app.store.rulings(c, &view.proposals).await?;
    let mut tagged = app.store.track_tags(c, &view.track.id).await?;
    let mut tags_of = |proposal: &Proposal| {
        let at = tagged.iter().position(|(id, _)| *id == proposal.id);
        at.map(|at| tagged.swap_remove(at).1).unwrap_or_default()
    };
    let tags = view.proposals.iter().map(&mut tags_of).collect();
    let passes = view.proposals.iter().map(|proposal| app.store.speaker_passes(view.edition, proposal));
    let passes = try_join_all(passes).await?;
    let selection = app.store.selection(c, &view.track.id).await?;
    Ok(Known { view, decisions, tags, passes, selection })
}

impl Known<'_> {
    /// All proposals, in order of number.
    pub fn rows(&self) -> Vec<Row<'_>> {
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
            decision: (&self.decisions[at]).into(),
            passes: &self.passes[at],
            proposal,
            reviews,
        }
    }
}

fn pass(pass: &SpeakerPass) -> answers::SpeakerPass<'_> {
    answers::SpeakerPass {
        name: pass.name.as_str(),
        email: &pass.email,
        standing: match pass.standing {
            PassStanding::Holds => answers::PassStanding::Holds,
            PassStanding::Unclaimed => answers::PassStanding::Unclaimed,
            PassStanding::GivenUp => answers::PassStanding::GivenUp,
            PassStanding::None => answers::PassStanding::None,
        },
    }
}

const COLUMNS: [&str; 17] = [
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
];

/// The cells of a proposal, in the order of [`COLUMNS`].
fn cells(row: &Row<'_>) -> Vec<Cell> {
    let emails: Vec<_> = row.proposal.speakers.iter().map(|speaker| speaker.email.as_str()).collect();
    let passes: Vec<_> = row.passes.iter().map(|pass| format!("{}: {}", pass.email, pass.standing.as_str())).collect();
    vec![
        row.line.number.into(),
        row.line.id.into(),
        row.line.title.into(),
        speakers(row.proposal).into(),
        emails.join(", ").into(),
        row.line.state.as_str().into(),
        Cell::of(row.line.minutes.map(Cell::number)),
        row.tags.join(", ").into(),
        Cell::number(row.figures.count),
        Cell::of(row.figures.mean.map(Cell::number)),
        Cell::of(row.figures.disagreement.map(Cell::number)),
        Cell::number(row.conflicts),
        row.decision.decision.map_or("undecided", Decision::as_str).into(),
        yes_or_no(row.decision.released),
        Cell::of(row.decision.rank.map(Cell::number)),
        Cell::of(row.decision.note),
        passes.join(", ").into(),
    ]
}

/// A part of all proposals, in order of number.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let known = known(app, request).await?;
    let name = format!("{}-{}-selection", known.view.edition.id(), known.view.track.id);
    let number = |row: &Row<'_>| row.line.number;
    Ok(paged::by_number(request, name, Table::new(COLUMNS), limit, known.rows(), number, cells))
}
