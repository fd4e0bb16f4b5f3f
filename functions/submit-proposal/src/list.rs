//! Lists of proposals: those the caller may see in one edition (page, JSON, CSV), and a person's own in all editions.

use askama::Template;
use contract::proposals::{self as answers, EditionProposals};
use domain::conference::{Conference, Track};
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalState};
use formats::table::sent_bytes;
use lists::proposals::{Visible, visible};
use store::{Edition, EditionEntry};
use web::{ANSWER_BYTES, App, Html, Kind, Layout, Problem, Reply, Request};

use crate::closes::{self, closes, confirm_by};
use crate::seen::addresses;
use crate::show::shown;

/// The most proposals in one JSON answer; fewer if they are long.
const PAGE: usize = 100;

#[derive(Template)]
#[template(path = "proposals.html")]
struct ProposalsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    rows: Vec<Row<'a>>,
    tracks: Vec<&'a Track>,
    track: Option<&'a str>,
    state: Option<&'a str>,
    states: &'static [&'static str],
    drafts: usize,
}

/// The list of a person who leads no track: their own proposals.
#[derive(Template)]
#[template(path = "own.html")]
struct OwnPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    proposal: &'a Proposal,
    track_name: &'a str,
    own: bool,
}

fn track_name<'a>(conference: &'a Conference, proposal: &'a Proposal) -> &'a str {
    conference.track(proposal.track.as_str()).map_or(proposal.track.as_str(), |track| track.name.as_str())
}

/// `GET …/proposals`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Visible { edition, proposals, led, drafts } = visible(app, request).await?;
    let conference = &*edition.conference;
    if !request.wants_html {
        return Ok(json(request, edition, &proposals));
    }
    let addresses = addresses(request);
    let row =
        |proposal| Row { proposal, track_name: track_name(conference, proposal), own: proposal.is_seen_by(&addresses) };
    let layout = request.layout().titled(request.t("proposals-title"));
    let rows = proposals.iter().map(row).collect();
    if led.is_empty() {
        return Ok(Reply::page(200, &OwnPage { layout, conference, rows }));
    }
    let page = ProposalsPage {
        layout,
        conference,
        rows,
        tracks: led,
        track: request.query("track").filter(|track| !track.is_empty()),
        state: request.query("state").filter(|state| !state.is_empty()),
        states: ProposalState::WORDS,
        drafts,
    };
    Ok(Reply::page(200, &page))
}

/// A page of full proposals, in order of number; `next` continues after the last one.
fn json(request: &Request, edition: &Edition, proposals: &[Proposal]) -> Reply {
    let after = request.number("after").unwrap_or(0);
    let mut rest = proposals.iter().filter(|proposal| proposal.number > after).peekable();
    let (mut last, mut bytes, mut page) = (after, 0, Vec::new());
    while let Some(proposal) = rest.next_if(|_| page.len() < PAGE) {
        let shown = shown(edition, proposal);
        let text = serde_json::to_string(&shown).expect("maps with text keys");
        bytes += sent_bytes(&text);
        if bytes > ANSWER_BYTES && !page.is_empty() {
            return proposals_page(request, edition, page, Some(last));
        }
        last = proposal.number;
        page.push(shown);
    }
    let next = rest.peek().map(|_| last);
    proposals_page(request, edition, page, next)
}

fn proposals_page(
    request: &Request,
    edition: &Edition,
    proposals: Vec<answers::Proposal<'_>>,
    after: Option<u64>,
) -> Reply {
    let next = after.map(|after| {
        let filters = ["track", "state"].into_iter().filter_map(|name| {
            let value = request.query(name)?;
            // Both parameters are words that need no encoding; a value with other characters cannot match.
            value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then(|| format!("&{name}={value}"))
        });
        format!("/conferences/{}/proposals?after={after}{}", edition.id(), filters.collect::<String>())
    });
    Reply::json(200, &answers::Proposals { proposals, next })
}

/// `GET …/proposals.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::proposals::part(app, request, ANSWER_BYTES).await?)
}

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage<'a> {
    layout: Layout,
    editions: Vec<Mine<'a>>,
    deleted: bool,
}

/// A person's proposals in one edition.
struct Mine<'a> {
    conference: &'a Conference,
    rows: Vec<MyRow<'a>>,
}

struct MyRow<'a> {
    proposal: &'a Proposal,
    track_name: &'a str,
    /// For a draft: the deadline for submitting it.
    closes: Option<Html>,
    is_draft: bool,
    /// Whether they are asked to confirm that they speak.
    asked: bool,
    /// Whether it waits for them to confirm that they are coming.
    accepted: bool,
    /// The deadline for that.
    confirm_by: Option<Html>,
}

/// `GET /me/proposals`: a person's proposals in every edition.
pub(crate) async fn mine(app: &App, request: &Request) -> Result<Reply, Problem> {
    let addresses = addresses(request);
    if addresses.is_empty() {
        return Err(Problem::new(Kind::SignInRequired, Phrase::of("signed-in-only")));
    }
    let mut found = Vec::new();
    for EditionEntry { id, .. } in app.store.editions().await? {
        let Some(edition) = app.store.edition(&id).await? else { continue };
        let proposals = app.store.proposals_of(&edition, &addresses).await?;
        if !proposals.is_empty() {
            found.push((edition, proposals));
        }
    }
    if !request.wants_html {
        let editions = found
            .iter()
            .map(|(edition, proposals)| EditionProposals {
                conference: edition.id().as_str(),
                proposals: proposals.iter().map(|proposal| shown(edition, proposal)).collect(),
            })
            .collect();
        return Ok(Reply::json(200, &answers::MyProposals { editions }));
    }
    let mut editions = Vec::new();
    for (edition, proposals) in &found {
        let conference = &*edition.conference;
        let mut rows = Vec::new();
        for proposal in proposals {
            let track = conference.track(proposal.track.as_str()).filter(|_| proposal.state == ProposalState::Draft);
            let closes = closes(app, edition, track, &addresses).await?;
            rows.push(MyRow {
                proposal,
                track_name: track_name(conference, proposal),
                closes: closes.map(|closes| closes::shown(app, request, conference, &closes)).transpose()?,
                is_draft: proposal.state == ProposalState::Draft,
                asked: proposal.speaker(&addresses).is_some_and(|speaker| !speaker.is_confirmed()),
                accepted: matches!(proposal.state, ProposalState::Accepted { .. }),
                confirm_by: confirm_by(proposal).map(|by| closes::shown(app, request, conference, &by)).transpose()?,
            });
        }
        editions.push(Mine { conference, rows });
    }
    let deleted = request.query("done") == Some("deleted");
    let layout = request.layout().titled(request.t("mine-title"));
    Ok(Reply::page(200, &MinePage { layout, editions, deleted }))
}
