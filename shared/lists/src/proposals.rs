//! Proposals of one edition.

use std::collections::BTreeSet;

use domain::conference::Track;
use domain::proposal::{Proposal, ProposalState};
use formats::table::{Cell, Table};
use store::Edition;
use web::{App, Part, Problem, Request};

use crate::paged;

/// The proposals that the caller may see.
pub struct Visible<'a> {
    pub edition: &'a Edition,
    pub proposals: Vec<Proposal>,
    /// The tracks that the caller leads; for an organizer, all tracks.
    pub led: Vec<&'a Track>,
    /// The number of drafts in the tracks that they lead; they see no more of them.
    pub drafts: usize,
}

/// Their own, including drafts, and all submitted proposals of the tracks that they lead, filtered.
pub async fn visible<'a>(app: &App, request: &'a Request) -> Result<Visible<'a>, Problem> {
    let edition = request.edition()?;
    let caller = &request.caller;
    let track = request.query("track").filter(|track| !track.is_empty());
    let state = request.query("state").filter(|state| !state.is_empty());
    let leads = caller.leads(edition);
    let organizes = caller.organizes(Some(edition));
    let led: Vec<_> =
        edition.conference.tracks.iter().filter(|track| organizes || leads.contains(&&track.id)).collect();
    let mut proposals = app.store.proposals_of(edition, &caller.addresses).await?;
    let own: BTreeSet<_> = proposals.iter().map(|proposal| proposal.id.clone()).collect();
    let mut drafts = 0;
    for track in led.iter().filter(|led| track.is_none_or(|track| led.id.as_str() == track)) {
        let of_track = app.store.proposals_of_track(edition.id(), &track.id).await?;
        let conflicts = app.store.conflicts(edition.id(), &track.id, &caller.addresses).await?;
        let others = of_track.into_iter().filter(|p| !own.contains(&p.id) && !conflicts.contains(&p.id));
        let (shown, hidden): (Vec<_>, Vec<_>) = others.partition(|proposal| proposal.state != ProposalState::Draft);
        drafts += hidden.len();
        proposals.extend(shown);
    }
    proposals.retain(|proposal| {
        track.is_none_or(|track| proposal.track.as_str() == track)
            && state.is_none_or(|state| proposal.state.as_str() == state)
    });
    proposals.sort_by_key(|proposal| proposal.number);
    Ok(Visible { edition, proposals, led, drafts })
}

const COLUMNS: [&str; 18] = [
    "number",
    "code",
    "id",
    "guid",
    "state",
    "track",
    "title",
    "speakers",
    "owner",
    "format",
    "minutes",
    "submitted_at",
    "updated_at",
    "abstract",
    "notes",
    "links",
    "files",
    "unavailable",
];

/// The cells of a proposal, in the order of [`COLUMNS`].
fn cells(proposal: &Proposal) -> Vec<Cell> {
    let content = &proposal.content;
    let speakers = proposal.speakers.iter().map(|s| format!("{} <{}> {}", s.name, s.email, s.state.as_str()));
    let lines = |lines: Vec<String>| Cell::from(lines.join("\n"));
    vec![
        proposal.number.into(),
        proposal.code.as_str().into(),
        proposal.id.as_str().into(),
        proposal.guid.as_str().into(),
        proposal.state.as_str().into(),
        proposal.track.as_str().into(),
        content.title.as_str().into(),
        lines(speakers.collect()),
        proposal.owner.as_str().into(),
        Cell::of(content.format.as_deref()),
        Cell::of(content.minutes.map(Cell::number)),
        Cell::of(proposal.submitted_at),
        proposal.updated_at.into(),
        content.abstract_text.as_str().into(),
        Cell::of(content.notes.as_deref()),
        lines(content.links.iter().map(|link| link.url.clone()).collect()),
        lines(content.files.clone()),
        lines(content.unavailable.iter().map(ToString::to_string).collect()),
    ]
}

/// A part of the proposals that the caller may see, with a column for each question of the tracks.
pub async fn part(app: &App, request: &Request, limit: usize) -> Result<Part, Problem> {
    let Visible { edition, proposals, .. } = visible(app, request).await?;
    let questions: BTreeSet<_> =
        edition.conference.tracks.iter().flat_map(|track| &track.questions).map(|q| q.id.as_str()).collect();
    let table = Table::new(COLUMNS.into_iter().chain(questions.iter().copied()));
    let cells = |proposal: &&Proposal| {
        let answer = |id: &&str| Cell::of(proposal.content.answers.get(*id).map(String::as_str));
        cells(proposal).into_iter().chain(questions.iter().map(answer)).collect()
    };
    let name = format!("{}-proposals", edition.id());
    Ok(paged::by_number(request, name, table, limit, &proposals, |proposal| proposal.number, cells))
}
