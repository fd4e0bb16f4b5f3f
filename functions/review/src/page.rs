//! `GET …/proposals/{id}/reviews`: a proposal as its judges see it, with its reviews and decision.

use askama::Template;
use contract::reviews::DecisionForLeads;
use contract::reviews::{self as answers, JudgedProposal, ReviewStatus};
use domain::conference::{Conference, ConferenceId, Criterion, Track};
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId};
use domain::review::{Figures, Review, figures};
use store::{SpeakerPass, is_under_review};
use web::{App, Html, Layout, Problem, Reply, Request, Typed};

use crate::chart::{Chart, chart};
use crate::shown;
use lists::judged::{Judged, judged};

/// The page's path.
pub(crate) fn path(c: &ConferenceId, id: &ProposalId) -> String {
    format!("/conferences/{c}/proposals/{id}/reviews")
}

/// Data for leads only.
pub(crate) struct ForLeads<'a> {
    pub(crate) figures: &'a Figures,
    pub(crate) decision: DecisionForLeads<'a>,
    pub(crate) tags: &'a [String],
}

/// All fields of a proposal that a judge may see.
fn full(proposal: &Proposal, names: bool) -> JudgedProposal<'_> {
    let content = &proposal.content;
    JudgedProposal {
        line: shown::line(proposal, names),
        abstract_text: &content.abstract_text,
        format: content.format.as_deref(),
        notes: content.notes.as_deref(),
        links: content.links.iter().map(Into::into).collect(),
        files: &content.files,
        answers: &content.answers,
    }
}

#[derive(Template)]
#[template(path = "proposal.html")]
struct ProposalPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    proposal: &'a Proposal,
    names: bool,
    abstract_html: Html,
    under_review: bool,
    mine: Option<&'a Review>,
    reviews: Vec<answers::Review<'a>>,
    sees_reviews: bool,
    lead: Option<ForLeads<'a>>,
    chart: Option<Chart>,
    passes: Vec<SpeakerPass>,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

impl ProposalPage<'_> {
    /// The value of a criterion's field: the typed score, or else the stored one.
    fn score(&self, criterion: &Criterion) -> String {
        let typed = self.values.text(&self.field(criterion).replace('.', "/"));
        let given = || self.mine.and_then(|mine| mine.scores()?.get(&criterion.id)).map(ToString::to_string);
        if typed.is_empty() { given().unwrap_or_default() } else { typed.to_owned() }
    }

    /// The name of a criterion's field.
    fn field(&self, criterion: &Criterion) -> String {
        if self.track.review.criteria.len() == 1 { "score".into() } else { format!("scores.{}", criterion.id) }
    }

    /// The error of a criterion's field.
    fn score_error(&self, criterion: &Criterion) -> Option<&Phrase> {
        self.values.error(&self.field(criterion).replace('.', "/"))
    }

    fn comment(&self) -> &str {
        let typed = self.values.text("comment");
        let given = || self.mine.and_then(|mine| mine.comment()).unwrap_or_default();
        if typed.is_empty() { given() } else { typed }
    }

    /// The label of an answer's question.
    fn question<'q>(&'q self, id: &'q str) -> &'q str {
        self.track.questions.iter().find(|question| question.id == id).map_or(id, |question| question.label.as_str())
    }
}

/// `GET …/proposals/{id}/reviews`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let judged = judged(app, request).await?;
    render(app, request, &judged, None).await
}

/// Shows the page again, with the typed values and the errors.
pub(crate) async fn failed(app: &App, request: &Request, problem: &Problem) -> Result<Reply, Problem> {
    let judged = judged(app, request).await?;
    render(app, request, &judged, Some(problem)).await
}

/// A proposal's additional data for leads.
pub(crate) async fn for_leads(
    app: &App,
    judged: &Judged<'_>,
) -> Result<(Figures, domain::review::ProposalDecision, Vec<String>), Problem> {
    let c = judged.edition.id();
    let scores: Vec<_> = judged.reviews.iter().filter_map(|review| review.overall(&judged.track.review)).collect();
    let decision = app.store.ruling(c, &judged.proposal).await?;
    let tags = app.store.track_tags(c, &judged.track.id).await?;
    let tags = tags.into_iter().find(|(id, _)| *id == judged.proposal.id).map(|(_, tags)| tags).unwrap_or_default();
    Ok((figures(&judged.track.review, &scores), decision, tags))
}

async fn render(
    app: &App,
    request: &Request,
    judged: &Judged<'_>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let policy = &judged.track.review;
    let mine = judged.mine(&request.caller);
    let sees_reviews = judged.as_lead || mine.is_some();
    let others = judged.reviews.iter().filter(|review| sees_reviews && mine.is_none_or(|mine| mine.key != review.key));
    // Only leads see conflicts.
    let others: Vec<_> =
        others.filter(|r| judged.as_lead || !r.is_conflict()).map(|review| shown::review(judged, review)).collect();
    let known = if judged.as_lead { Some(for_leads(app, judged).await?) } else { None };
    let lead = known.as_ref().map(|(figures, decision, tags)| ForLeads { figures, decision: decision.into(), tags });
    let under_review = is_under_review(&judged.proposal.state);
    if !request.wants_html {
        let criteria = policy.criteria.iter().map(|c| answers::Criterion {
            id: &c.id,
            label: &c.label,
            weight: c.weight,
            min: c.min,
            max: c.max,
        });
        return Ok(Reply::json(
            200,
            &answers::Judged {
                proposal: full(&judged.proposal, judged.names()),
                mode: policy.mode,
                blind: policy.blind,
                criteria: criteria.collect(),
                under_review,
                mine: mine.map(|mine| shown::review(judged, mine)),
                reviews: sees_reviews.then_some(others),
                selection: lead.map(|lead| answers::ForLeads {
                    figures: lead.figures.into(),
                    decision: lead.decision,
                    tags: lead.tags,
                }),
            },
        ));
    }
    let passes =
        if judged.as_lead { app.store.speaker_passes(judged.edition, &judged.proposal).await? } else { Vec::new() };
    let document = request.typed();
    let page = ProposalPage {
        layout: request.layout().titled(judged.proposal.shown_title()),
        conference: &judged.edition.conference,
        track: judged.track,
        proposal: &judged.proposal,
        names: judged.names(),
        abstract_html: web::markdown(&judged.proposal.content.abstract_text),
        under_review,
        mine,
        reviews: others,
        sees_reviews,
        chart: lead.as_ref().and_then(|lead| chart(lead.figures)),
        lead,
        passes,
        values: if problem.is_some() { Typed::new(&document, problem) } else { Typed::empty() },
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}
