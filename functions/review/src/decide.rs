//! Leads' decisions and tags. Decisions are private until they are released.

use contract::decisions::{DecidedMany, NotDecided};
use contract::problem::ProblemType;
use contract::reviews::DecisionForLeads;
use contract::reviews::Tags;
use domain::input::{Object, Reading, Source, ValidationError, integer, kind, one_of, paragraphs};
use domain::phrase::Phrase;
use domain::proposal::{Decision, ProposalId};
use domain::review::{self, COMMENT_MAX, ProposalDecision, Refusal, Rule};
use serde_json::Value;
use store::DecisionOutcome;
use web::{App, Kind, Problem, Reply, Request};

use crate::{page, selection};
use lists::judged::{judged_by_id, led, named_track};

/// The most proposals in one request.
const MOST: usize = 200;

/// All decisions, including `undecided`.
const WORDS: &[(&str, Option<Decision>)] = &[
    ("accepted", Some(Decision::Accepted)),
    ("standby", Some(Decision::Standby)),
    ("rejected", Some(Decision::Rejected)),
    ("undecided", None),
];

/// Parses `{decision, note?}`, for one proposal or many.
fn read_decision(o: &Object<'_>) -> Option<(Option<Decision>, Option<String>)> {
    let decision = o.required("decision", one_of(WORDS));
    let note = o.optional("note", paragraphs(COMMENT_MAX));
    let decision = decision?;
    if decision.is_none() && note.is_some() {
        o.reject("note", Phrase::of("note-with-decision"));
    }
    Some((decision, note))
}

/// `POST …/proposals/{id}/decision`
pub(crate) async fn one(app: &App, request: &Request) -> Result<Reply, Problem> {
    match decided(app, request).await {
        Ok(reply) => Ok(reply),
        Err(problem) if request.is_page_form() && !matches!(problem.kind(), Kind::NotFound | Kind::Forbidden) => {
            page::failed(app, request, &problem).await
        }
        Err(problem) => Err(problem),
    }
}

async fn decided(app: &App, request: &Request) -> Result<Reply, Problem> {
    let judged = led(app, request).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let rule = reading.root(&document).and_then(|o| {
        let read = read_decision(&o);
        let rank = o.optional("rank", integer(1, 9999));
        let seen = o.optional("rev", integer(0, u64::MAX));
        o.done();
        let (decision, note) = read?;
        Some(Rule { decision, note, rank, seen })
    });
    let rule = reading.finish(rule)?;
    let decision = apply(app, request, &judged.proposal.id, &rule).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other(&page::path(judged.edition.id(), &judged.proposal.id)));
    }
    Ok(Reply::json(200, &DecisionForLeads::from(&decision)))
}

async fn apply(app: &App, request: &Request, id: &ProposalId, rule: &Rule) -> Result<ProposalDecision, Problem> {
    let edition = request.edition()?;
    let by =
        request.caller.email.as_ref().ok_or_else(|| Problem::new(Kind::SignInRequired, Phrase::of("sign-in-first")))?;
    match app.store.rule(&app.context, edition, id, rule, by).await? {
        DecisionOutcome::Done(decision) => {
            tracing::info!(conference = %edition.id(), proposal = %id, rev = decision.rev, "decided");
            Ok(*decision)
        }
        DecisionOutcome::Refused(refusal) => Err(refused(refusal)),
        DecisionOutcome::Gone => Err(Problem::not_found("no-such-proposal")),
        DecisionOutcome::Busy => Err(Problem::busy(Phrase::of("decide-busy"))),
    }
}

fn refused(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::Undecidable { state } => {
            let detail = match state {
                "accepted" | "confirmed" => Phrase::of("decide-was-accepted"),
                _ => Phrase::of("decide-not-submitted"),
            };
            let detail = detail.word_of("in-state", "state", state);
            Problem::new(Kind::NotDecidable, detail).with("state", state)
        }
        Refusal::Notified { released_at } => {
            let detail = Phrase::of("decide-notified");
            Problem::new(Kind::DecisionReleased, detail).with("released_at", released_at.to_string())
        }
        Refusal::Stale { rev } => {
            let detail = Phrase::of("decide-stale");
            Problem::new(Kind::Conflict, detail).with("rev", rev)
        }
    }
}

/// `POST …/tracks/{track}/decisions` `{proposals, decision, note?}`: decides each proposal by itself, so that a refused
/// one does not block the others.
pub(crate) async fn many(app: &App, request: &Request) -> Result<Reply, Problem> {
    match all_decided(app, request).await {
        Ok(outcome) if !request.is_page_form() => Ok(Reply::json(200, &outcome.shown(request))),
        Ok(outcome) if outcome.refused.is_empty() => {
            let track = named_track(request)?;
            let edition = request.edition()?;
            Ok(Reply::see_other(&format!("/conferences/{}/tracks/{}/selection", edition.id(), track.id)))
        }
        Ok(outcome) => {
            let refused = outcome.refused.iter();
            let errors = refused.map(|(id, problem)| ValidationError {
                pointer: format!("/proposals/{id}"),
                detail: problem.detail().clone(),
            });
            let problem = Problem::invalid(errors.collect());
            selection::page(app, request, Some(&problem)).await
        }
        Err(problem) if request.is_page_form() => selection::page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

/// What a bulk decision did, with the proposals that it left as they were and why.
struct Outcome {
    decided: Vec<String>,
    refused: Vec<(String, Problem)>,
}

impl Outcome {
    fn shown(self, request: &Request) -> DecidedMany {
        let messages = request.problem_messages();
        let refused = self.refused.into_iter().map(|(id, problem)| NotDecided {
            id,
            r#type: ProblemType(problem.kind()),
            detail: messages.say(problem.detail()),
        });
        DecidedMany { decided: self.decided, refused: refused.collect() }
    }
}

async fn all_decided(app: &App, request: &Request) -> Result<Outcome, Problem> {
    let track = named_track(request)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let read = reading.root(&document).and_then(|o| {
        let read = read_decision(&o);
        o.ignore("proposals");
        let proposals = match proposals(&document) {
            Ok(proposals) => Some(proposals),
            Err(detail) => {
                o.reject("proposals", detail);
                None
            }
        };
        o.done();
        Some((read?, proposals?))
    });
    let ((decision, note), proposals) = reading.finish(read)?;
    let mut outcome = Outcome { decided: Vec::new(), refused: Vec::new() };
    for (id, seen) in proposals {
        let rule = Rule { decision, note: note.clone(), rank: None, seen };
        let done = match ProposalId::parse(&id) {
            Some(id) => match judged_by_id(app, request, &id).await {
                Ok(judged) if judged.track.id == track.id => apply(app, request, &id, &rule).await,
                Ok(_) => Err(Problem::not_found("no-such-proposal")),
                Err(problem) => Err(problem),
            },
            None => Err(Problem::not_found("no-such-proposal")),
        };
        match done {
            Ok(_) => outcome.decided.push(id),
            Err(problem) => outcome.refused.push((id, problem)),
        }
    }
    Ok(outcome)
}

/// The proposals of a bulk decision: a list of ids, or, from the page's form, an object of ids with the version of the
/// decision that the lead saw.
fn proposals(document: &Value) -> Result<Vec<(String, Option<u64>)>, Phrase> {
    let found: Vec<_> = match document.get("proposals") {
        Some(Value::Array(ids)) => {
            let ids: Option<Vec<_>> = ids.iter().map(|id| Some((id.as_str()?.to_owned(), None))).collect();
            ids.ok_or_else(|| Phrase::of("must-be-ids"))?
        }
        Some(Value::Object(ids)) => {
            let seen = |seen: &Value| seen.as_u64().or_else(|| seen.as_str()?.parse().ok());
            ids.iter().map(|(id, rev)| (id.clone(), seen(rev))).collect()
        }
        None | Some(Value::Null) => Vec::new(),
        Some(other) => return Err(Phrase::of("must-be-ids-not").phrase("kind", kind(other))),
    };
    match found.len() {
        0 => Err(Phrase::of("must-name-proposals")),
        1..=MOST => Ok(found),
        _ => Err(Phrase::of("must-name-fewer-proposals").arg("max", MOST)),
    }
}

/// `PUT` and, by form, `POST …/proposals/{id}/tags`
pub(crate) async fn tags(app: &App, request: &Request) -> Result<Reply, Problem> {
    match tagged(app, request).await {
        Ok(reply) => Ok(reply),
        Err(problem) if request.is_page_form() && problem.kind() == Kind::Invalid => {
            page::failed(app, request, &problem).await
        }
        Err(problem) => Err(problem),
    }
}

async fn tagged(app: &App, request: &Request) -> Result<Reply, Problem> {
    let judged = led(app, request).await?;
    let (document, source) = request.document()?;
    let tags = review::read_tags(&document, source)?;
    app.store.tag(&app.context, judged.edition.id(), &judged.proposal, &tags).await?;
    if source == Source::Form && request.wants_html {
        return Ok(Reply::see_other(&page::path(judged.edition.id(), &judged.proposal.id)));
    }
    Ok(Reply::json(200, &Tags { tags }))
}
