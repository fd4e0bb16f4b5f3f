//! The campaign "Are you still coming?" for organizers: the people who were asked, and their answers.

use askama::Template;
use contract::reconfirmation::Round;
use domain::conference::Conference;
use domain::conference::Silence;
use domain::reconfirmation::{Campaign, Figures};
use web::{App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "reconfirmation.html")]
struct ReconfirmationPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    round: Option<(Campaign, Figures)>,
    /// Whether the question was already sent.
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
        let Campaign { ask_at, ref reminders_at, answer_by, silence, paused, .. } = round;
        let Figures { asked, yes, no, silent, returned } = figures;
        let answer = Round { ask_at, reminders_at, answer_by, silence, paused, asked, yes, no, silent, returned };
        return Ok(Reply::json(200, &answer));
    }
    let now = app.context.now();
    let page = ReconfirmationPage {
        layout: request.layout().titled(request.t("reconfirmation-title")),
        conference: &edition.conference,
        begun: known.as_ref().is_some_and(|(round, _)| round.ask_at <= now),
        ended: known.as_ref().is_some_and(|(round, _)| round.answer_by <= now),
        round: known,
    };
    Ok(Reply::page(200, &page))
}
