//! The campaign "Are you still coming?" for organizers: the people who were asked, and their answers.

use askama::Template;
use contract::reconfirmation::ReconfirmationCampaign;
use domain::conference::Conference;
use domain::conference::Silence;
use domain::reconfirmation::{Campaign, Figures};
use web::{App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "reconfirmation.html")]
struct ReconfirmationPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    campaign: Option<(Campaign, Figures)>,
    /// Whether the question was already sent.
    begun: bool,
    ended: bool,
}

/// `GET …/reconfirmation`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let known = app.store.campaign_figures(edition).await?.map(|known| (known.campaign, known.figures));
    if !request.wants_html {
        let Some((campaign, figures)) = known else {
            return Err(Problem::not_found("no-such-round"));
        };
        let Campaign { ask_at, ref reminders_at, answer_by, silence, paused, .. } = campaign;
        let Figures { asked, yes, no, silent, returned } = figures;
        let answer = ReconfirmationCampaign {
            ask_at,
            reminders_at,
            answer_by,
            silence,
            paused,
            asked,
            yes,
            no,
            silent,
            returned,
        };
        return Ok(Reply::json(200, &answer));
    }
    let now = app.context.now();
    let page = ReconfirmationPage {
        layout: request.layout().titled(request.t("reconfirmation-title")),
        conference: &edition.conference,
        begun: known.as_ref().is_some_and(|(campaign, _)| campaign.ask_at <= now),
        ended: known.as_ref().is_some_and(|(campaign, _)| campaign.answer_by <= now),
        campaign: known,
    };
    Ok(Reply::page(200, &page))
}
