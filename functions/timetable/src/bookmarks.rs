//! The caller's bookmarks. They are stored for signed-in people, so that all their devices show them. They are counted,
//! so that popular sessions are not placed at the same time.

use contract::timetable::Bookmarks;
use domain::input::{Reading, parsed};
use domain::phrase::Phrase;
use domain::timetable::SessionId;
use web::{App, Problem, Reply, Request};

/// The most bookmarks of one person: more than a timetable has sessions.
const MOST: usize = 500;

fn answer(sessions: &[SessionId]) -> Bookmarks<'_> {
    Bookmarks { sessions: sessions.iter().map(SessionId::as_str).collect() }
}

/// `GET …/timetable/bookmarks`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let sessions = app.store.bookmarks(request.edition()?, &request.caller.addresses).await?;
    Ok(Reply::json(200, &answer(&sessions)))
}

/// `PUT …/timetable/bookmarks` `{sessions}`: replaces the whole list.
pub(crate) async fn keep(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).map(|o| {
        let sessions = o.list("sessions", parsed::<SessionId>);
        if document.get("sessions").is_none() {
            o.reject("sessions", Phrase::of("bookmarks-whole"));
        }
        if sessions.len() > MOST {
            o.reject("sessions", Phrase::of("must-be-at-most").arg("max", MOST));
        }
        o.done();
        sessions
    });
    let mut sessions = reading.finish(requested)?;
    sessions.sort_unstable();
    sessions.dedup();
    let answer = Reply::json(200, &answer(&sessions));
    app.store.keep_bookmarks(&app.context, request.edition()?, &request.caller.addresses, sessions).await?;
    Ok(answer)
}
