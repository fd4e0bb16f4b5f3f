//! One track: what it is about, and its call.

use askama::Template;
use domain::call::Call;
use domain::conference::track::Link;
use domain::conference::{Conference, Phase, Track, TrackKind};
use domain::instant::Deadline;
use domain::outcome::Outcomes;
use domain::person::EmailAddress;
use jiff::Timestamp;
use serde::Serialize;
use web::{App, Clocks, Html, Layout, Problem, Reply, Request, markdown};

use crate::named;

/// A track as everybody sees it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    name: &'a str,
    kind: TrackKind,
    description: &'a str,
    topics: &'a [String],
    accomplishments: &'a [String],
    recordings: &'a [Link],
    /// Contact addresses: the leads', or the one given in their place.
    contacts: &'a [EmailAddress],
    cfp: Option<ShownCall<'a>>,
}

#[derive(Serialize)]
struct ShownCall<'a> {
    state: Phase,
    opens_at: Timestamp,
    closes_at: Timestamp,
    announced: &'a str,
    /// The closes that it had before, in order.
    was: Vec<Was<'a>>,
}

#[derive(Serialize)]
struct Was<'a> {
    closes_at: Timestamp,
    announced: &'a str,
}

pub(crate) fn shown<'a>(track: &'a Track, call: Option<&'a Call>, now: Timestamp) -> Shown<'a> {
    let was = |was: &'a Deadline| Was { closes_at: was.at, announced: &was.announced };
    Shown {
        id: track.id.as_str(),
        name: &track.name,
        kind: track.kind,
        description: &track.description,
        topics: &track.topics,
        accomplishments: &track.accomplishments,
        recordings: &track.recordings,
        contacts: track.contacts(),
        cfp: call.map(|call| ShownCall {
            state: call.phase(now),
            opens_at: call.opens.at,
            closes_at: call.closes.at,
            announced: &call.closes.announced,
            was: call.was.iter().map(was).collect(),
        }),
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
    /// Until when the reader may be late.
    late: Option<Html>,
    /// What has come of it.
    outcomes: Outcomes,
    problem: Option<&'a Problem>,
    said: &'static str,
}

/// A call as a page shows it.
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
    let clocks = Clocks { conference: &conference.time_zone, reader: reader.as_ref(), now };
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
        Some("saved") => "Saved.",
        Some("asked") => "A mail is on its way: press the button in it, and you will be reminded.",
        Some("watching") => "You will be reminded before this call closes.",
        Some("stopped") => "You will not be reminded of this call.",
        _ => "",
    };
    let page = TrackPage {
        layout: request.layout().titled(&track.name),
        conference,
        track,
        description: markdown(&track.description),
        zone: request.query("zone").unwrap_or_default(),
        call: call.as_ref().map(|call| ReadCall {
            phase: call.phase(now),
            opens: clocks.deadline(&call.opens, &[]),
            closes: clocks.deadline(&call.closes, &call.was),
        }),
        theirs: request.caller.has_track(edition, &track.id),
        reviews: request.caller.has_track(edition, &track.id) || request.caller.reviews(edition).contains(&&track.id),
        signed_in: request.caller.email.is_some(),
        watching: watch.is_some(),
        late: late.map(|late| clocks.deadline(&late.until, &[])),
        outcomes: app.store.outcomes(edition.id(), &track.id).await?,
        problem,
        said,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}
