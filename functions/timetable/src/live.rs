//! Where people with a pass follow a session online: its own links, which replace its room's.

use domain::input::{Object, Reading, web_address};
use domain::live::{Links, is_day, open_session};
use domain::phrase::Phrase;
use domain::timetable::{Draft, Drafted, Released};
use web::{App, Problem, Reply, Request};

use crate::draft::{self, changeable, session_id};
use crate::view::View;

#[derive(Default)]
pub(crate) struct Change {
    live_url: Requested,
    chat_url: Requested,
}

/// A link that is not named stays; one that is empty or null is removed.
#[derive(Default)]
enum Requested {
    #[default]
    Unchanged,
    Set(String),
    Removed,
}

impl Requested {
    fn is_unchanged(&self) -> bool {
        matches!(self, Self::Unchanged)
    }

    fn apply(&self, link: &mut Option<String>) {
        match self {
            Self::Unchanged => {}
            Self::Set(url) => *link = Some(url.clone()),
            Self::Removed => *link = None,
        }
    }
}

impl Change {
    pub(crate) fn read(o: &Object<'_>) -> Self {
        let one = |key: &'static str| {
            let is_named = o.entries().any(|(other, _)| other == key);
            match o.optional(key, web_address) {
                Some(url) => Requested::Set(url),
                None if is_named => Requested::Removed,
                None => Requested::Unchanged,
            }
        };
        Self { live_url: one("live_url"), chat_url: one("chat_url") }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.live_url.is_unchanged() && self.chat_url.is_unchanged()
    }

    fn apply(&self, links: &mut Links) {
        self.live_url.apply(&mut links.live_url);
        self.chat_url.apply(&mut links.chat_url);
    }
}

/// The links that the reader sees now on a session's page, if they have a pass.
pub(crate) async fn shown(
    app: &App,
    request: &Request,
    view: &View,
    released: &Released,
) -> Result<Option<Links>, Problem> {
    let edition = request.edition()?;
    let (conference, now) = (&*edition.conference, app.context.now());
    let Some(email) = request.caller.email.as_ref().filter(|_| request.wants_html && !view.is_draft) else {
        return Ok(None);
    };
    if !is_day(conference, now) || app.store.held_pass(edition, email).await?.is_none() {
        return Ok(None);
    }
    let own = app.store.live_links_of(edition.id(), &released.session.id).await?;
    Ok(open_session(conference, &view.release, released, own.as_ref(), now))
}

/// Changes a session's own links. The draft and the releases do not contain them, so there is nothing to publish.
pub(crate) async fn change(app: &App, request: &Request, change: &Change) -> Result<Drafted, Problem> {
    let edition = request.edition()?;
    let id = session_id(request)?;
    let decide = |draft: &Draft| Ok((Vec::new(), changeable(request, edition, draft, &id)?.clone()));
    let drafted = draft::change(app, edition, decide).await?;
    let session = &drafted.session;
    if app.store.change_live_links(&app.context, edition, session, |links| change.apply(links)).await? {
        Ok(drafted)
    } else {
        Err(Problem::busy(Phrase::of("links-busy")))
    }
}

/// `POST …/sessions/{session}` with `action=set_live`, from the editor.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).map(|o| {
        o.ignore("action");
        let requested = Change::read(&o);
        o.done();
        requested
    });
    let done = match reading.finish(requested) {
        Ok(requested) => change(app, request, &requested).await,
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok(drafted) => {
            let editor = format!("/conferences/{}/timetable/edit", request.edition()?.id());
            Ok(Reply::see_other(&format!("{editor}?done=live#s-{}", drafted.session.id)))
        }
        Err(problem) if request.wants_html => {
            crate::edit::again(app, request, &problem, Some(&session_id(request)?)).await
        }
        Err(problem) => Err(problem),
    }
}
