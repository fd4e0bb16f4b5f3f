//! Writing, approving and withdrawing announcements.

use askama::Template;
use domain::announcement::{Announcement, AnnouncementId, AnnouncementState, Post};
use domain::conference::Conference;
use domain::input::{Reading, one_of};
use domain::phrase::Phrase;
use store::Announced;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

#[derive(Template)]
#[template(path = "announce.html")]
struct AnnouncePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    key: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

fn answer(announcement: &Announcement) -> contract::announcements::Announcement<'_> {
    announcement.into()
}

/// `POST …/announcements` `{title, body}`
pub(crate) async fn post(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    match posted(app, request).await {
        Ok(announcement) => {
            let path = format!("/conferences/{}/announcements/{}", edition.id(), announcement.id);
            if request.wants_html && request.is_form() {
                return Ok(Reply::see_other(&path));
            }
            Ok(Reply::json(201, &answer(&announcement)).header("location", &path))
        }
        Err(problem) if request.wants_html => {
            let document = request.typed();
            let layout = request.layout().titled(request.t("announce-title"));
            let values = Typed::new(&document, Some(&problem));
            // After a refusal, a new key makes the corrected form another announcement.
            let typed = values.text("idempotency_key");
            let keep = problem.is_temporary() && !typed.is_empty();
            let key = if keep { typed.to_owned() } else { app.context.id("form", 26) };
            let page = AnnouncePage { layout, conference: &edition.conference, key, values, problem: Some(&problem) };
            Ok(problem.on_page(&page))
        }
        Err(problem) => Err(problem),
    }
}

async fn posted(app: &App, request: &Request) -> Result<Announcement, Problem> {
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(Post::read);
    let post = reading.finish(requested)?;
    let edition = request.edition()?;
    match app.store.post(&app.context, edition.id(), key.as_deref(), &post).await? {
        Announced::Done(announcement) => Ok(announcement),
        Announced::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused, Phrase::of("announcement-key-reused"))),
    }
}

/// `PATCH …/announcements/{announcement}` `{state}`, and the same by form.
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let unknown = || Problem::not_found("no-such-announcement");
    let name = request.parameter("announcement").unwrap_or_default();
    let id: AnnouncementId = name.parse().map_err(|_| unknown())?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let states = &[("published", AnnouncementState::Published), ("withdrawn", AnnouncementState::Withdrawn)];
        // `status` is the earlier name of `state`.
        o.ignore("status");
        let name = if o.has("status") && !o.has("state") { "status" } else { "state" };
        let state = o.required(name, one_of(states));
        o.done();
        state
    });
    let state = reading.finish(requested)?;
    let changed = app.store.set_announcement(&app.context, edition.id(), &id, state).await?.ok_or_else(unknown)?;
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/announcements/{id}", edition.id())));
    }
    Ok(Reply::json(200, &answer(&changed)))
}
