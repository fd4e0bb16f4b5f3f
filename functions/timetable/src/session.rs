//! One session: anyone can read it and its calendar; leads and organizers change it; organizers add free entries.

use askama::Template;
use contract::sessions as answers;
use domain::conference::Conference;
use domain::input::{Object, Reading, boolean, integer, line, one_of, paragraphs, parsed};
use domain::live::Links;
use domain::phrase::Phrase;
use domain::timetable::{Draft, Drafted, Kind as SessionKind, Link, LinkKind, Session, SessionId, State};
use serde_json::{Value, json};
use web::{App, Html, Kind, Layout, Problem, Reply, Request, Typed, markdown};

use crate::draft::{self, changeable, may_change, session_id};
use crate::pages::{Head, head};
use crate::placer::Placer;
use crate::shown::{Clocks, Item, kind_label};
use crate::view::View;
use crate::{links, live};

#[derive(Template)]
#[template(path = "session.html")]
struct SessionPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    head: Head<'a>,
    item: Item<'a>,
    /// For people with a pass while links are shown.
    live: Option<Links>,
    text: Html,
    minutes: u32,
    may_change: bool,
    kinds: Vec<(&'static str, String)>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    json_ld: String,
}

/// `GET …/sessions/{session}`; with the suffix `.ics` as a calendar entry.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let name = request.parameter("session").unwrap_or_default();
    if let Some(name) = name.strip_suffix(".ics") {
        let id: SessionId = name.parse().map_err(|_| Problem::not_found("no-such-session"))?;
        return crate::exports::session(app, request, &id).await;
    }
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let id = session_id(request)?;
    let clocks = Clocks::of(request, conference)?;
    let view = View::of(app, request).await?;
    let released = view.release.session(&id).ok_or_else(|| Problem::not_found("no-such-session"))?;
    let live = live::shown(app, request, &view, released).await?;
    let is_live = live.is_some();
    let made = || {
        if !request.wants_html {
            return Ok(Reply::json(200, &answers::Session::from(released)));
        }
        let document = if problem.is_some() { request.typed() } else { Value::Null };
        let session = &released.session;
        let may_change = session.kind != SessionKind::Bof && may_change(request, edition, session).is_ok();
        let page = SessionPage {
            layout: request.layout().titled(session.title.as_str()),
            conference,
            head: head(request, conference, &view, &clocks, None, None),
            item: Item::new(released, conference, &clocks),
            live,
            text: markdown(&session.abstract_text),
            minutes: released.placement.minutes,
            may_change,
            kinds: LinkKind::WORDS.iter().map(|(word, kind)| (*word, kind_label(request.messages, *kind))).collect(),
            values: Typed::new(&document, problem),
            problem,
            json_ld: crate::exports::session_json_ld(app, request, conference, &view, released),
        };
        Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
    };
    match (problem, is_live) {
        (Some(_), _) => made(),
        // Only for this reader, and only now.
        (None, true) => Ok(made()?.header("cache-control", "no-store")),
        (None, false) => view.answer(request, made),
    }
}

/// The content of a free entry.
struct Entry {
    title: String,
    abstract_text: String,
    minutes: u32,
    track: Option<domain::conference::TrackId>,
    not_recorded: bool,
}

impl Entry {
    fn read(o: &Object<'_>, conference: &Conference) -> Option<Self> {
        let title = o.required("title", line(200));
        let abstract_text = o.optional("abstract", paragraphs(5000)).unwrap_or_default();
        let minutes = o.optional("minutes", integer(1, 24 * 60)).unwrap_or(30);
        let track = o.optional("track", parsed::<domain::conference::TrackId>);
        if let Some(track) = track.as_ref().filter(|track| conference.track(track.as_str()).is_none()) {
            o.reject("track", Phrase::of("no-such-track").arg("track", track));
        }
        let not_recorded = o.optional("not_recorded", boolean).unwrap_or(false);
        let minutes = u32::try_from(minutes).unwrap_or(30);
        Some(Self { title: title?, abstract_text, minutes, track, not_recorded })
    }
}

/// `POST …/sessions` `{title, abstract?, minutes?, track?, not_recorded?}`: adds a free entry, to be placed.
pub(crate) async fn create(app: &App, request: &Request) -> Result<Reply, Problem> {
    match created(app, request).await {
        Ok(session) => {
            let path = format!("/conferences/{}/sessions/{}", request.edition()?.id(), session.id);
            if request.is_page_form() {
                let home = request.edition()?.id();
                return Ok(Reply::see_other(&format!("/conferences/{home}/timetable/edit?done=made#s-{}", session.id)));
            }
            Ok(Reply::json(201, &answers::Session::drafted(&session, None)).header("location", &path))
        }
        Err(problem) if request.is_page_form() => crate::edit::again(app, request, &problem, None).await,
        Err(problem) => Err(problem),
    }
}

async fn created(app: &App, request: &Request) -> Result<Session, Problem> {
    let edition = request.edition()?;
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let entry = Entry::read(&o, &edition.conference);
        o.done();
        entry
    });
    let requested = reading.finish(requested)?;
    let blank = app.store.new_entry(&app.context, edition, key.as_deref()).await?;
    let made = Session {
        title: requested.title,
        abstract_text: requested.abstract_text,
        minutes: requested.minutes,
        track: requested.track,
        not_recorded: requested.not_recorded,
        ..blank
    };
    let made = &made;
    let decide = |draft: &Draft| match draft.session(&made.id) {
        // A repeated request; only its number differs.
        Some(earlier) if earlier.session.title == made.title => Ok((Vec::new(), earlier.session.clone())),
        Some(_) => Err(Problem::new(Kind::IdempotencyKeyReused, Phrase::of("entry-key-reused"))),
        None => Ok((vec![Drafted { session: made.clone(), placement: None }], made.clone())),
    };
    draft::change(app, edition, decide).await
}

/// The requested changes of a session.
#[derive(Default)]
struct Change {
    links: Option<Vec<Link>>,
    add: Option<Link>,
    remove: Option<String>,
    /// Only for free entries: a talk has the content of its proposal.
    title: Option<String>,
    abstract_text: Option<String>,
    minutes: Option<u32>,
}

impl Change {
    fn is_empty(&self) -> bool {
        let Self { links, add, remove, title, abstract_text, minutes } = self;
        let has_links = links.is_some() || add.is_some() || remove.is_some();
        !has_links && title.is_none() && abstract_text.is_none() && minutes.is_none()
    }

    fn apply(&self, session: &Session) -> Result<Session, Problem> {
        let words = self.title.is_some() || self.abstract_text.is_some() || self.minutes.is_some();
        if words && session.kind != SessionKind::Entry {
            return Err(Problem::validation("/title", Phrase::of("title-of-proposal")));
        }
        let mut after = session.clone();
        if let Some(links) = &self.links {
            after.links.clone_from(links);
        }
        if let Some(link) = &self.add {
            after.links.retain(|other| other.url != link.url);
            after.links.push(link.clone());
        }
        if let Some(url) = &self.remove {
            after.links.retain(|link| link.url != *url);
        }
        after.title = self.title.clone().unwrap_or(after.title);
        after.abstract_text = self.abstract_text.clone().unwrap_or(after.abstract_text);
        after.minutes = self.minutes.unwrap_or(after.minutes);
        Ok(after)
    }
}

/// `PATCH …/sessions/{session}` `{links?, title?, abstract?, minutes?, live_url?, chat_url?}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).map(|o| {
        let links = links::read(&o);
        let title = o.optional("title", line(200));
        let abstract_text = o.optional("abstract", paragraphs(5000));
        let minutes = o.optional("minutes", integer(1, 24 * 60)).and_then(|m| u32::try_from(m).ok());
        let live = live::Change::read(&o);
        o.done();
        (Change { links, title, abstract_text, minutes, ..Change::default() }, live)
    });
    let (requested, live) = reading.finish(requested)?;
    // Live links alone publish nothing. With other changes they come last, because those can be refused.
    let drafted = if requested.is_empty() {
        live::change(app, request, &live).await?
    } else {
        let drafted = revised(app, request, |session| requested.apply(session)).await?;
        if !live.is_empty() {
            live::change(app, request, &live).await?;
        }
        drafted
    };
    Ok(Reply::json(200, &answers::Session::from(&drafted)))
}

/// Changes a session in the draft, and also in the release in force, because links are added after the event.
async fn revised(
    app: &App,
    request: &Request,
    revise: impl Fn(&Session) -> Result<Session, Problem>,
) -> Result<Drafted, Problem> {
    let edition = request.edition()?;
    let id = session_id(request)?;
    let decide = |draft: &Draft| {
        let before = changeable(request, edition, draft, &id)?;
        let session = revise(&before.session)?;
        let after = Drafted { session, placement: before.placement.clone() };
        let changed = if after == *before { Vec::new() } else { vec![after.clone()] };
        Ok((changed, after))
    };
    let drafted = draft::change(app, edition, decide).await?;
    crate::publish::republish(app, edition, std::slice::from_ref(&id)).await?;
    Ok(drafted)
}

/// `DELETE …/sessions/{session}`: cancels a free entry. If it was published, it stays visible as cancelled.
pub(crate) async fn cancel(app: &App, request: &Request) -> Result<Reply, Problem> {
    let drafted = cancelled(app, request).await?;
    Ok(Reply::json(200, &answers::Session::from(&drafted)))
}

async fn cancelled(app: &App, request: &Request) -> Result<Drafted, Problem> {
    let edition = request.edition()?;
    Placer::of(request, edition)?;
    let id = session_id(request)?;
    let decide = |draft: &Draft| {
        let before = draft.session(&id).ok_or_else(|| Problem::not_found("no-such-session"))?;
        may_change(request, edition, &before.session)?;
        if before.session.kind != SessionKind::Entry {
            let detail = Phrase::of("entry-cancel-only");
            return Err(Problem::new(Kind::Forbidden, detail));
        }
        let session = Session { state: State::Cancelled, ..before.session.clone() };
        let after = Drafted { session, placement: before.placement.clone() };
        let changed = if after == *before { Vec::new() } else { vec![after.clone()] };
        Ok((changed, after))
    };
    draft::change(app, edition, decide).await
}

/// `POST …/sessions/{session}` with `action=add_link`, `remove_link`, `set_live` or `cancel`, for forms.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    #[derive(Clone, Copy)]
    enum Action {
        Add,
        Remove,
        Cancel,
    }
    const ACTIONS: &[(&str, Action)] =
        &[("add_link", Action::Add), ("remove_link", Action::Remove), ("cancel", Action::Cancel)];
    if request.typed().get("action") == Some(&json!("set_live")) {
        return live::by_form(app, request).await;
    }
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let action = o.required("action", one_of(ACTIONS))?;
        let change = match action {
            Action::Add => Change { add: Some(links::added(&o)?), ..Change::default() },
            Action::Remove => Change { remove: Some(o.required("link_url", line(2000))?), ..Change::default() },
            Action::Cancel => Change::default(),
        };
        o.done();
        Some((action, change))
    });
    let done = match reading.finish(requested) {
        Ok((Action::Cancel, _)) => cancelled(app, request).await.map(drop),
        Ok((_, requested)) => revised(app, request, |session| requested.apply(session)).await.map(drop),
        Err(errors) => Err(errors.into()),
    };
    let home = format!("/conferences/{}", request.edition()?.id());
    match done {
        Ok(()) if request.typed().get("action") == Some(&json!("cancel")) => {
            Ok(Reply::see_other(&format!("{home}/timetable/edit?done=cancelled")))
        }
        Ok(()) => Ok(Reply::see_other(&format!("{home}/sessions/{}", session_id(request)?))),
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}
