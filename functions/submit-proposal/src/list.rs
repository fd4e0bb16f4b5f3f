//! Proposals: what the caller may see of one edition, as a page, as JSON and as CSV; and a person's own of all.

use std::collections::BTreeSet;

use askama::Template;
use domain::conference::{Conference, Track};
use domain::proposal::{Proposal, ProposalState};
use formats::table::Table;
use serde::Serialize;
use store::{Edition, EditionEntry};
use web::{App, Html, Kind, Layout, Problem, Reply, Request};

use crate::closes::{self, closes};
use crate::seen::addresses;
use crate::show::Shown;

/// Proposals in one JSON answer: an answer has at most 6 MB (AWS Lambda quotas), a proposal 60 KB.
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
    leads: bool,
}

struct Row<'a> {
    proposal: &'a Proposal,
    track_name: &'a str,
    own: bool,
}

/// What the caller may see.
struct Visible<'a> {
    edition: &'a Edition,
    proposals: Vec<Proposal>,
    /// The tracks that the caller leads; all for an organizer.
    led: Vec<&'a Track>,
    /// Drafts in the tracks that they lead, of which they see no more than how many there are.
    drafts: usize,
}

/// Their own, drafts too, and what was ever submitted to the tracks they lead; filtered as asked.
async fn visible<'a>(app: &App, request: &'a Request) -> Result<Visible<'a>, Problem> {
    let edition = request.edition()?;
    let caller = &request.caller;
    let track = request.query("track").filter(|track| !track.is_empty());
    let state = request.query("state").filter(|state| !state.is_empty());
    if let Some(state) = state.filter(|state| !ProposalState::WORDS.contains(state)) {
        let words = ProposalState::WORDS.join(", ");
        return Err(Problem::validation("/state", format!("must be one of {words}, not {state}")));
    }
    let leads = caller.leads(edition);
    let organizes = caller.organizes(Some(edition));
    let led: Vec<_> =
        edition.conference.tracks.iter().filter(|track| organizes || leads.contains(&&track.id)).collect();
    let mut proposals = app.store.proposals_of(edition, &addresses(request)).await?;
    let own: BTreeSet<_> = proposals.iter().map(|proposal| proposal.id.clone()).collect();
    let mut drafts = 0;
    for track in led.iter().filter(|led| track.is_none_or(|track| led.id.as_str() == track)) {
        let of_track = app.store.proposals_of_track(edition.id(), &track.id).await?;
        let conflicts = app.store.conflicts(edition.id(), &track.id, &addresses(request)).await?;
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

fn track_name<'a>(conference: &'a Conference, proposal: &'a Proposal) -> &'a str {
    conference.track(proposal.track.as_str()).map_or(proposal.track.as_str(), |track| track.name.as_str())
}

/// `GET …/proposals`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Visible { edition, proposals, led, drafts } = visible(app, request).await?;
    let conference = &*edition.conference;
    if !request.wants_html {
        return json(request, edition, &proposals);
    }
    let addresses = addresses(request);
    let row =
        |proposal| Row { proposal, track_name: track_name(conference, proposal), own: proposal.is_seen_by(&addresses) };
    let page = ProposalsPage {
        layout: request.layout().titled("Proposals"),
        conference,
        rows: proposals.iter().map(row).collect(),
        leads: !led.is_empty(),
        tracks: led,
        track: request.query("track").filter(|track| !track.is_empty()),
        state: request.query("state").filter(|state| !state.is_empty()),
        states: ProposalState::WORDS,
        drafts,
    };
    Ok(Reply::page(200, &page))
}

/// A page of them in full, in order of their numbers; `next` leads on after the last.
fn json(request: &Request, edition: &Edition, proposals: &[Proposal]) -> Result<Reply, Problem> {
    let after = match request.query("after") {
        Some(after) => {
            after.parse::<u64>().map_err(|_| Problem::validation("/after", "must be a proposal's number"))?
        }
        None => 0,
    };
    let rest: Vec<_> = proposals.iter().filter(|proposal| proposal.number > after).take(PAGE + 1).collect();
    let next = rest.get(PAGE).and_then(|_| rest.get(PAGE - 1)).map(|last| {
        let filters = ["track", "state"].into_iter().filter_map(|name| {
            let value = request.query(name)?;
            // Both are words that need no encoding; what does is no filter that finds anything.
            value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-').then(|| format!("&{name}={value}"))
        });
        format!("/conferences/{}/proposals?after={}{}", edition.id(), last.number, filters.collect::<String>())
    });
    let shown: Vec<_> = rest.into_iter().take(PAGE).map(|proposal| Shown::new(edition, proposal)).collect();
    Ok(Reply::json(200, &serde_json::json!({ "proposals": shown, "next": next })))
}

/// `GET …/proposals.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    let Visible { edition, proposals, .. } = visible(app, request).await?;
    let questions: BTreeSet<_> =
        edition.conference.tracks.iter().flat_map(|track| &track.questions).map(|q| q.id.as_str()).collect();
    let head = [
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
    let mut table = Table::new(head.into_iter().chain(questions.iter().copied()));
    for proposal in &proposals {
        let content = &proposal.content;
        let speakers = proposal.speakers.iter().map(|s| format!("{} <{}> {}", s.name, s.email, s.state.as_str()));
        let lines = |lines: Vec<String>| lines.join("\n");
        let cells = [
            proposal.number.to_string(),
            proposal.code.clone(),
            proposal.id.to_string(),
            proposal.guid.clone(),
            proposal.state.as_str().to_owned(),
            proposal.track.to_string(),
            content.title.clone(),
            lines(speakers.collect()),
            proposal.owner.to_string(),
            content.format.clone().unwrap_or_default(),
            content.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
            proposal.submitted_at.map(|at| at.to_string()).unwrap_or_default(),
            proposal.updated_at.to_string(),
            content.abstract_text.clone(),
            content.notes.clone().unwrap_or_default(),
            lines(content.links.iter().map(|link| link.url.clone()).collect()),
            lines(content.files.clone()),
            lines(content.unavailable.iter().map(ToString::to_string).collect()),
        ];
        let answers = questions.iter().map(|id| content.answers.get(*id).map_or("", String::as_str));
        table.line(cells.iter().map(String::as_str).chain(answers));
    }
    Ok(Reply::download("text/csv; charset=utf-8", table.finish(), &format!("{}-proposals.csv", edition.id())))
}

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage<'a> {
    layout: Layout,
    editions: Vec<Mine<'a>>,
    done: Option<&'static str>,
}

/// One edition's part of a person's proposals.
struct Mine<'a> {
    conference: &'a Conference,
    rows: Vec<MyRow<'a>>,
}

struct MyRow<'a> {
    proposal: &'a Proposal,
    track_name: &'a str,
    /// For a draft: until when it can be submitted.
    closes: Option<Html>,
    is_draft: bool,
    /// They are asked whether they speak.
    asked: bool,
    /// It waits for them to say that they come.
    accepted: bool,
}

/// One edition's part, as JSON.
#[derive(Serialize)]
struct MyEdition<'a> {
    conference: &'a str,
    proposals: Vec<Shown<'a>>,
}

/// `GET /me/proposals`: all of a person's, in every edition.
pub(crate) async fn mine(app: &App, request: &Request) -> Result<Reply, Problem> {
    let addresses = addresses(request);
    if addresses.is_empty() {
        return Err(Problem::new(Kind::SignInRequired, "this is for people who are signed in"));
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
        let editions: Vec<_> = found
            .iter()
            .map(|(edition, proposals)| MyEdition {
                conference: edition.id().as_str(),
                proposals: proposals.iter().map(|proposal| Shown::new(edition, proposal)).collect(),
            })
            .collect();
        return Ok(Reply::json(200, &serde_json::json!({ "editions": editions })));
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
            });
        }
        editions.push(Mine { conference, rows });
    }
    let done = request.query("done").filter(|done| *done == "deleted").map(|_| "The draft is deleted.");
    let layout = request.layout().titled("Your proposals");
    Ok(Reply::page(200, &MinePage { layout, editions, done }))
}
