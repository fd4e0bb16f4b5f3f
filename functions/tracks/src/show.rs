//! One track: its description and its call.

use askama::Template;
use contract::tracks::{self as answers, EarlierClose, ProposalFormat, ProposalLimits, ProposalNeeds, TrackCall};
use domain::call::Call;
use domain::conference::track::Format;
use domain::conference::{Conference, Phase, Track, TrackKind};
use domain::instant::Deadline;
use domain::outcome::Outcomes;
use domain::proposal;
use jiff::Timestamp;
use web::{App, Clocks, Html, Layout, Problem, Reply, Request, markdown};

use crate::named;

/// A track as everyone sees it.
pub(crate) fn shown<'a>(track: &'a Track, call: Option<&'a Call>, now: Timestamp) -> answers::Track<'a> {
    let was = |was: &'a Deadline| EarlierClose { closes_at: was.at, announced: &was.announced };
    answers::Track {
        id: track.id.as_str(),
        name: &track.name,
        kind: track.kind,
        description: &track.description,
        topics: &track.topics,
        accomplishments: &track.accomplishments,
        recordings: track.recordings.iter().map(Into::into).collect(),
        contacts: track.contacts(),
        cfp: call.map(|call| TrackCall {
            state: call.phase(now),
            opens_at: call.opens.at,
            closes_at: call.closes.at,
            announced: &call.closes.announced,
            was: call.was.iter().map(was).collect(),
            proposal: needs(track),
        }),
    }
}

fn needs<'a>(track: &'a Track) -> ProposalNeeds<'a> {
    let format = |format: &'a Format| {
        let Format { id, label, minutes } = format;
        ProposalFormat { id, label, minutes }
    };
    ProposalNeeds {
        required: proposal::required_fields(track),
        formats: track.formats.iter().map(format).collect(),
        questions: track.questions.iter().map(Into::into).collect(),
        limits: ProposalLimits {
            proposals: track.cfp.as_ref().and_then(|cfp| cfp.limit_per_person),
            title: proposal::TITLE_MAX,
            r#abstract: proposal::ABSTRACT_MAX,
            notes: proposal::NOTES_MAX,
            speakers: proposal::SPEAKERS_MAX,
            links: proposal::LIST_MAX,
            files: proposal::LIST_MAX,
            unavailable: proposal::LIST_MAX,
            minutes: proposal::MINUTES_MAX,
        },
    }
}

#[derive(Template)]
#[template(path = "track.html")]
#[allow(clippy::struct_excessive_bools, reason = "each says whether the page offers something")]
struct TrackPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    description: Html,
    zone: &'a str,
    call: Option<ReadCall>,
    /// Whether the reader may change it.
    theirs: bool,
    /// Whether the reader reviews for it.
    reviews: bool,
    /// Whether the caller is signed in and already gets reminders.
    signed_in: bool,
    watching: bool,
    /// The deadline of the reader's own late link.
    late: Option<Html>,
    /// The track's results.
    outcomes: Outcomes,
    problem: Option<&'a Problem>,
    /// The message after an act; empty without one.
    said: &'static str,
}

/// A call in the form that a page shows.
struct ReadCall {
    phase: Phase,
    opens: Html,
    closes: Html,
}

/// `GET …/tracks/{track}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

/// The page, with what went wrong with the form on it.
pub(crate) async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let now = app.context.now();
    let call = app.store.call(edition.id(), &track.id).await?;
    let reader = request.zone()?;
    if !request.wants_html {
        let tag = format!("\"{}\"", edition.track_tag(&track.id));
        return Ok(Reply::json(200, &shown(track, call.as_ref(), now)).header("etag", &tag));
    }
    let conference = &*edition.conference;
    let clocks = Clocks { conference: &conference.time_zone, reader: reader.as_ref(), now, messages: request.messages };
    let addresses = &request.caller.addresses;
    let (late, watch) = if addresses.is_empty() {
        (None, None)
    } else {
        (
            app.store.late_link_for(edition, &track.id, addresses, now).await?,
            app.store.watch_of(edition, &track.id, addresses).await?,
        )
    };
    let said = match request.query("done") {
        Some("saved") => "said-saved",
        Some("asked") => "said-asked",
        Some("watching") => "said-watching",
        Some("stopped") => "said-stopped",
        _ => "",
    };
    let page = TrackPage {
        layout: request.layout().titled(track.name.as_str()),
        conference,
        track,
        description: markdown(&track.description),
        zone: request.query("zone").unwrap_or_default(),
        call: call.as_ref().map(|call| ReadCall {
            phase: call.phase(now),
            opens: clocks.deadline(&call.opens, &[]),
            closes: clocks.deadline(&call.closes, &call.was),
        }),
        theirs: request.caller.manages_track(edition, &track.id),
        reviews: request.caller.manages_track(edition, &track.id)
            || request.caller.reviews(edition).contains(&&track.id),
        signed_in: request.caller.email.is_some(),
        watching: watch.is_some(),
        late: late.map(|late| clocks.deadline(&late.until, &[])),
        outcomes: app.store.outcomes(edition.id(), &track.id).await?,
        problem,
        said,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}
