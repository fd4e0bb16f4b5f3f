//! Proposing: the form, and `POST /conferences/{conference}/bofs`.

use askama::Template;
use domain::bof::{Bof, BofState, PER_PERSON, Propose};
use domain::conference::Conference;
use domain::input::{Reading, Source};
use domain::phrase::Phrase;
use serde_json::Value;
use store::{BofProposeOutcome, Edition};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::show::shown;

#[derive(Template)]
#[template(path = "propose.html")]
struct ProposePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    key: String,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

/// `GET …/propose-bof`
pub(crate) fn form(app: &App, request: &Request) -> Result<Reply, Problem> {
    Ok(Reply::page(200, &page(app, request, &Value::Null, None)?))
}

fn page<'a>(
    app: &App,
    request: &'a Request,
    document: &'a Value,
    problem: Option<&'a Problem>,
) -> Result<ProposePage<'a>, Problem> {
    let values = Typed::new(document, problem);
    let typed = values.text("idempotency_key");
    let temporary = problem.is_some_and(Problem::is_temporary);
    let key = if temporary && !typed.is_empty() { typed.to_owned() } else { app.context.id("form", 26) };
    let layout = request.layout().titled(request.t("propose-bof"));
    Ok(ProposePage { layout, conference: &request.edition()?.conference, key, values, problem })
}

/// `POST …/bofs`
pub(crate) async fn propose(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    match once(app, request, document.clone(), source).await {
        Err(problem) if request.is_page_form() => {
            let page = page(app, request, &document, Some(&problem))?;
            Ok(problem.on_page(&page))
        }
        answered => answered,
    }
}

async fn once(app: &App, request: &Request, mut document: Value, source: Source) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let home = format!("/conferences/{}", edition.id());
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(Propose::read);
    let requested = reading.finish(requested)?;
    match app.store.propose_bof(&app.context, edition, &request.caller.addresses, &requested, key.as_deref()).await? {
        BofProposeOutcome::Done(bof, place) => Ok(proposed(request, edition, &bof, place)),
        BofProposeOutcome::NotInPerson => {
            let detail = Phrase::of("bof-not-in-person");
            Err(Problem::new(Kind::InPersonOnly, detail)
                .way("register", Phrase::of("way-register"), format!("{home}/register"))
                .way("sign_in", Phrase::of("way-sign-in-other"), "/sign-in".into()))
        }
        BofProposeOutcome::TooMany => {
            let detail = Phrase::of("bof-too-many").arg("max", PER_PERSON);
            Err(Problem::new(Kind::BofLimit, detail).with("limit", PER_PERSON).way(
                "bofs",
                Phrase::of("way-bofs"),
                format!("{home}/bofs"),
            ))
        }
        BofProposeOutcome::NoSlot { longest: 0 } => Err(Problem::new(Kind::NoSlotLeft, Phrase::of("bof-no-slots"))
            .way("conference", Phrase::of("way-conference"), home)),
        BofProposeOutcome::NoSlot { longest } => {
            Err(Problem::validation("/minutes", Phrase::of("bof-too-long").arg("longest", longest)))
        }
        BofProposeOutcome::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused, Phrase::of("bof-key-reused"))),
        BofProposeOutcome::Busy => Err(Problem::busy(Phrase::of("bof-propose-busy"))),
    }
}

/// The answer to the request that proposed a BoF, and to its repeats: its slot, or its position on the list.
fn proposed(request: &Request, edition: &Edition, bof: &Bof, place: Option<usize>) -> Reply {
    let path = format!("/conferences/{}/bofs/{}", edition.id(), bof.id);
    tracing::info!(conference.id = %edition.id(), session.id = %bof.id, bof.status = bof.state.as_str(), "a BoF");
    if request.is_page_form() {
        return Reply::see_other(&format!("{path}?done={}", bof.state.as_str()));
    }
    if let (BofState::Waiting, Some(place)) = (&bof.state, place) {
        let detail = Phrase::of("bof-waits").arg("place", place);
        return Problem::new(Kind::NoSlotLeft, detail)
            .with("id", bof.id.as_str())
            .with("place", place)
            .way("bof", Phrase::of("way-bof"), path)
            .reply(false, request.layout());
    }
    Reply::json(201, &shown(bof, place, &edition.conference, true)).header("location", &path)
}
