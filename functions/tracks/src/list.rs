//! Every track of an edition, open calls first.

use askama::Template;
use domain::call::Call;
use domain::conference::{Conference, Phase, Track};
use jiff::Timestamp;
use messages::{Language, Messages, TRACKS};
use web::{App, Clocks, Html, Layout, Problem, Reply, Request, first_sentence};

use crate::show::shown;

#[derive(Template)]
#[template(path = "tracks.html")]
struct TracksPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    zone: &'a str,
    open: Vec<Row<'a>>,
    later: Vec<Row<'a>>,
    closed: Vec<Row<'a>>,
    without: Vec<&'a Track>,
}

struct Row<'a> {
    track: &'a Track,
    summary: String,
    /// What happens at the deadline.
    label: String,
    /// When the call opens; once it is open, when it closes.
    deadline: Html,
}

/// The sort key of a list: open calls by their close, then future calls by their opening, then closed calls.
fn place(call: Option<&Call>, now: Timestamp) -> (u8, i64) {
    match call.map(|call| (call, call.phase(now))) {
        Some((call, Phase::Open)) => (0, call.closes.at.as_millisecond()),
        Some((call, Phase::Before)) => (1, call.opens.at.as_millisecond()),
        // The most recently closed first.
        Some((call, Phase::After)) => (2, -call.closes.at.as_millisecond()),
        None => (3, 0),
    }
}

/// `GET …/tracks`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let now = app.context.now();
    let calls = app.store.calls(conference).await?;
    let mut tracks: Vec<_> = conference.tracks.iter().zip(calls.iter().map(Option::as_ref)).collect();
    tracks.sort_by_key(|(track, call)| (place(*call, now), track.name.clone()));
    let reader = request.zone()?;
    if !request.wants_html {
        let tracks = tracks.iter().map(|(track, call)| shown(track, *call, now)).collect();
        return Ok(Reply::json(200, &contract::tracks::Tracks { tracks }));
    }
    let clocks = Clocks { conference: &conference.time_zone, reader: reader.as_ref(), now, messages: request.messages };
    let rows = |phase| {
        let of_phase = tracks.iter().filter_map(|(track, call)| call.map(|call| (*track, call)));
        let rows = of_phase.filter(|(_, call)| call.phase(now) == phase).map(|(track, call)| {
            let (label, deadline) = match phase {
                Phase::Before => ("opens-label", clocks.deadline(&call.opens, &[])),
                Phase::Open => ("closes-label", clocks.deadline(&call.closes, &call.was)),
                Phase::After => ("closed-label", clocks.deadline(&call.closes, &call.was)),
            };
            Row { track, summary: first_sentence(&track.description), label: request.t(label).into(), deadline }
        });
        rows.collect::<Vec<_>>()
    };
    let page = TracksPage {
        layout: request.layout().titled(request.t("tracks-title")),
        conference,
        zone: request.query("zone").unwrap_or_default(),
        open: rows(Phase::Open),
        later: rows(Phase::Before),
        closed: rows(Phase::After),
        without: tracks.iter().filter(|(_, call)| call.is_none()).map(|(track, _)| *track).collect(),
    };
    Ok(Reply::page(200, &page))
}

struct FeedWords<'a> {
    messages: Messages,
    conference: &'a Conference,
}

impl formats::atom::Words for FeedWords<'_> {
    fn title(&self) -> String {
        self.messages.t("feed-title").arg("conference", self.conference.name.as_str()).to_string()
    }

    fn of_call(&self, track: &Track, call: &Call) -> String {
        let closes = self.messages.deadline(&call.closes, &self.conference.time_zone);
        self.messages.t("feed-call").arg("track", track.name.as_str()).arg("closes", closes).to_string()
    }

    fn until(&self, track: &Track, call: &Call) -> String {
        let closes = self.messages.spelled(&call.closes, &self.conference.time_zone);
        self.messages.t("feed-until").arg("track", track.name.as_str()).arg("closes", closes).to_string()
    }
}

/// `GET …/tracks.atom`
pub(crate) async fn feed(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let now = app.context.now();
    let calls = app.store.calls(conference).await?;
    let open = conference.tracks.iter().zip(&calls).filter_map(|(track, call)| Some((track, call.as_ref()?)));
    let mut open: Vec<_> = open.filter(|(_, call)| call.phase(now) == Phase::Open).collect();
    open.sort_by_key(|(_, call)| call.closes.at);
    let changed = open.iter().map(|(_, call)| formats::atom::call_changed(call)).max();
    let home = format!("{}/conferences/{}", request.base_url(app), edition.id());
    // Programs fetch it, for readers who are not known.
    let language = Language::of_tag(conference.language).unwrap_or_default();
    let words = FeedWords { messages: Messages::new(language, &TRACKS), conference };
    let feed = formats::atom::calls(conference, &home, &open, &words);
    let feed = feed.map_err(|error| store::StoreError::Broken(error.to_string()))?;
    let changed = changed.unwrap_or(conference.registration.opens.at);
    Ok(request.fresh(Reply::new(200, "application/atom+xml; charset=utf-8", feed), changed))
}
