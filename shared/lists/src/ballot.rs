//! A track's proposals as a table to review in.

use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId};
use domain::review::{Candidate, Said, Vote, headings};
use formats::table::{Cell, Table};
use web::{App, Kind, Part, Problem, Request};

use crate::judged::{TrackView, named_track, own, sees_names, speakers, track_view};
use crate::paged;

const COLUMNS: [&str; 6] = ["number", "id", "title", "speakers", "minutes", "abstract"];

/// What the caller may judge in a track, and the proposals in which they have a conflict of interest.
pub struct Known<'r> {
    pub view: TrackView<'r>,
    conflicts: Vec<(ProposalId, u64, Said)>,
}

impl<'r> Known<'r> {
    pub async fn read(app: &App, request: &'r Request) -> Result<Self, Problem> {
        let track = named_track(request)?;
        let edition = request.edition()?;
        let reviews = request.caller.reviews(edition).contains(&&track.id);
        if !reviews && !request.caller.manages_track(edition, &track.id) {
            return Err(Problem::new(Kind::Forbidden, Phrase::of("review-not-yours")));
        }
        let view = track_view(app, request, track).await?;
        let mut conflicts = Vec::new();
        if view.hidden > 0 {
            let all = app.store.proposals_of_track(edition.id(), &track.id).await?;
            for review in app.store.track_reviews(edition.id(), &track.id).await? {
                let number = all.iter().find(|proposal| proposal.id == review.proposal).map(|proposal| proposal.number);
                let theirs = review.is_conflict() && request.caller.addresses.contains(&review.reviewer);
                conflicts.extend(number.filter(|_| theirs).map(|number| (review.proposal, number, review.said)));
            }
        }
        Ok(Self { view, conflicts })
    }

    pub fn candidates(&self, request: &Request) -> Vec<Candidate<'_>> {
        let judged = self.view.proposals.iter().map(|proposal| {
            let mine = self.mine(request, proposal);
            Candidate { id: &proposal.id, number: proposal.number, mine }
        });
        let conflicts = self.conflicts.iter();
        judged.chain(conflicts.map(|(id, number, said)| Candidate { id, number: *number, mine: Some(said) })).collect()
    }

    fn mine(&self, request: &Request, proposal: &Proposal) -> Option<&Said> {
        let reviews = self.view.reviews.iter().filter(|review| review.proposal == proposal.id);
        own(reviews, &request.caller).map(|review| &review.said)
    }

    pub fn proposal(&self, vote: &Vote) -> Option<&Proposal> {
        self.view.proposals.iter().find(|proposal| proposal.id == vote.proposal)
    }
}

/// The cells that a reviewer fills in, in the order of the headings, with their reviews so far.
fn filled(headings: &[&str], mine: Option<&Said>) -> Vec<Cell> {
    let cell = |heading: &&str| match (mine, *heading) {
        (Some(Said::Given { comment, .. }), "comment") => Cell::of(comment.as_deref()),
        (Some(Said::Given { scores, .. }), id) => Cell::of(scores.get(id).copied()),
        _ => Cell::EMPTY,
    };
    headings.iter().map(cell).collect()
}

/// A part of the ballot: in order of number, filled in with the caller's reviews.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let known = Known::read(app, request).await?;
    let TrackView { track, as_lead, ref proposals, .. } = known.view;
    let asked = headings(&track.review);
    let table = Table::new(COLUMNS.into_iter().chain(asked.iter().copied()));
    let cells = |proposal: &&Proposal| {
        let names = if sees_names(track, as_lead, proposal) { speakers(proposal) } else { String::new() };
        let content = &proposal.content;
        let shown: [Cell; 6] = [
            proposal.number.into(),
            proposal.id.as_str().into(),
            proposal.shown_title().into(),
            names.into(),
            Cell::of(content.minutes.map(Cell::number)),
            content.abstract_text.as_str().into(),
        ];
        shown.into_iter().chain(filled(&asked, known.mine(request, proposal))).collect()
    };
    let name = format!("{}-{}-ballot", request.edition()?.id(), track.id);
    Ok(paged::by_number(request, name, table, limit, proposals, |proposal| proposal.number, cells))
}
