//! Lists of proposals: those the caller may see in one edition (page, JSON, CSV), and a person's own in all editions.

use std::collections::BTreeSet;

use askama::Template;
use contract::proposals::{self as answers, EditionProposals};
use domain::conference::{Conference, Track};
use domain::proposal::{Proposal, ProposalState};
use formats::table::{Table, sent_bytes};
use store::{Edition, EditionEntry};
use web::{ANSWER_BYTES, App, CsvPart, Html, Kind, Layout, Problem, Reply, Request};

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

/// The proposals that the caller may see.
struct Visible<'a> {
    edition: &'a Edition,
    proposals: Vec<Proposal>,
    /// The tracks that the caller leads; for an organizer, all tracks.
    led: Vec<&'a Track>,
    /// The number of drafts in the tracks that they lead; they see no more of them.
    drafts: usize,
}

/// Their own, including drafts, and all submitted proposals of the tracks that they lead, filtered.
async fn visible<'a>(app: &App, request: &'a Request) -> Result<Visible<'a>, Problem> {
    let edition = request.edition()?;
    let caller = &request.caller;
    let track = request.query("track").filter(|track| !track.is_empty());
    let state = request.query("state").filter(|state| !state.is_empty());
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
    let after = request.number("after").unwrap_or(0);
    let (mut last, mut next) = (0, None);
    for proposal in proposals.iter().filter(|proposal| proposal.number > after) {
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
        if !table.line_within(ANSWER_BYTES, cells.iter().map(String::as_str).chain(answers)) {
            next = Some(("after", last.to_string()));
            break;
        }
        last = proposal.number;
    }
    let name = format!("{}-proposals", edition.id());
    Ok(request.export(CsvPart { name, rows: table.rows(), text: table.finish(), next }))
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
