//! Who was asked whether they still come, and what they said.

use askama::Template;
use domain::conference::Conference;
use domain::reconfirmation::{Campaign, Figures, Silence};
use jiff::Timestamp;
use serde::Serialize;
use web::{App, Layout, Problem, Reply, Request};

/// The round in JSON.
#[derive(Serialize)]
struct Shown<'a> {
    ask_at: Timestamp,
    reminders_at: &'a [Timestamp],
    answer_by: Timestamp,
    silence: Silence,
    paused: bool,
    #[serde(flatten)]
    figures: Figures,
}

#[derive(Template)]
#[template(path = "reconfirmation.html")]
struct ReconfirmationPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    round: Option<(Campaign, Figures)>,
    /// Whether the question was asked already.
    begun: bool,
    ended: bool,
}

/// `GET …/reconfirmation`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let known = app.store.round(edition).await?.map(|known| (known.round, known.figures));
    if !request.wants_html {
        let Some((round, figures)) = known else {
            return Err(Problem::not_found("round: the edition has no [reconfirmation]"));
        };
        let Campaign { ask_at, answer_by, silence, paused, .. } = round;
        let shown = Shown { ask_at, reminders_at: &round.reminders_at, answer_by, silence, paused, figures };
        return Ok(Reply::json(200, &shown));
    }
    let now = app.context.now();
    let page = ReconfirmationPage {
        layout: request.layout().titled("Are you still coming?"),
        conference: &edition.conference,
        begun: known.as_ref().is_some_and(|(round, _)| round.ask_at <= now),
        ended: known.as_ref().is_some_and(|(round, _)| round.answer_by <= now),
        round: known,
    };
    Ok(Reply::page(200, &page))
}
