//! `GET …/reviews`: a reviewer's open and finished reviews.

use askama::Template;
use contract::reviews::{QueuedProposal, ReviewQueue, TrackQueue};
use domain::conference::Conference;
use jiff::Timestamp;
use lists::reviews::{queue, views};
use web::{ANSWER_BYTES, App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    parts: Vec<TrackQueue<'a>>,
    now: Timestamp,
}

impl<'a> QueuePage<'a> {
    fn rows(&self) -> impl Iterator<Item = &QueuedProposal<'a>> {
        self.parts.iter().flat_map(|part| &part.proposals)
    }

    fn total(&self) -> usize {
        self.rows().count()
    }

    fn to_review(&self) -> usize {
        self.rows().filter(|row| row.owed).count()
    }

    fn reviewed(&self) -> usize {
        self.rows().filter(|row| row.mine.is_some()).count()
    }

    /// The next proposal to review.
    fn next(&self) -> Option<&'a str> {
        self.rows().find(|row| row.owed).map(|row| row.line.id)
    }

    /// The first deadline of the reviews that are missing.
    fn due_by(&self) -> Option<Timestamp> {
        self.parts.iter().filter(|part| part.owed > 0).filter_map(|part| part.due_by).min()
    }

    /// The remaining time until a deadline.
    fn left(&self, by: &Timestamp) -> Option<String> {
        self.layout.messages.left(by.duration_since(self.now))
    }
}

/// `GET …/reviews`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let views = views(app, request).await?;
    let parts: Vec<_> = views.iter().map(|view| queue(request, view)).collect();
    if !request.wants_html {
        let owed: usize = parts.iter().map(|part| part.owed).sum();
        return Ok(Reply::json(200, &ReviewQueue { owed, tracks: parts }));
    }
    let layout = request.layout().titled(request.t("desk-reviews"));
    let (conference, now) = (&request.edition()?.conference, app.context.now());
    Ok(Reply::page(200, &QueuePage { layout, conference, parts, now }))
}

/// `GET …/reviews.csv`
pub(crate) async fn all(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::reviews::part(app, request, ANSWER_BYTES).await?)
}
