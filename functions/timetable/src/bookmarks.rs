//! The caller's bookmarks: kept for signed-in people, so that they are on each of their devices, and counted, so
//! that what many want to hear is not held at once.

use domain::input::{Reading, parsed};
use domain::timetable::SessionId;
use serde_json::json;
use web::{App, Problem, Reply, Request};

/// Bookmarks that one person can have: more than a timetable has sessions.
const MOST: usize = 500;

/// `GET …/timetable/bookmarks`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let sessions = app.store.bookmarks(request.edition()?, &request.caller.addresses).await?;
    Ok(Reply::json(200, &json!({ "sessions": sessions })))
}

/// `PUT …/timetable/bookmarks` `{sessions}`: the whole list.
pub(crate) async fn keep(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let wish = reading.root(&document).map(|o| {
        let sessions = o.list("sessions", parsed::<SessionId>);
        if document.get("sessions").is_none() {
            o.reject("sessions", "must be the whole list; an empty one takes all away");
        }
        if sessions.len() > MOST {
            o.reject("sessions", format!("must be at most {MOST}"));
        }
        o.done();
        sessions
    });
    let mut sessions = reading.finish(wish)?;
    sessions.sort_unstable();
    sessions.dedup();
    let answer = Reply::json(200, &json!({ "sessions": sessions }));
    app.store.keep_bookmarks(&app.context, request.edition()?, &request.caller.addresses, sessions).await?;
    Ok(answer)
}
