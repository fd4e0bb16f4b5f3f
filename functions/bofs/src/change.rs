//! One BoF: anyone can read it; its proposer and organizers can change it.

use askama::Template;
use contract::bofs as answers;
use domain::bof::{Bof, BofId, BofState, Ended, Reword};
use domain::conference::Conference;
use domain::input::{Reading, one_of};
use domain::phrase::Phrase;
use serde_json::Value;
use store::{BofChangeOutcome, Bofs, Edition};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::show::{is_own, shown as answer};

#[derive(Template)]
#[template(path = "bof.html")]
struct BofPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    bof: answers::Bof<'a>,
    status: &'static str,
    may_change: bool,
    values: Typed<'a>,
    done: Option<&'a str>,
    problem: Option<&'a Problem>,
}

/// A BoF with its edition and the other BoFs.
struct Found<'a> {
    edition: &'a Edition,
    bofs: Bofs,
    id: BofId,
    own: bool,
}

impl Found<'_> {
    fn bof(&self) -> &Bof {
        self.bofs.get(&self.id).expect("found before")
    }
}

async fn found<'a>(app: &App, request: &'a Request) -> Result<Found<'a>, Problem> {
    let unknown = || Problem::not_found("no-such-bof");
    let edition = request.edition()?;
    let id: BofId = request.parameter("bof").unwrap_or_default().parse().map_err(|_| unknown())?;
    let bofs = app.store.bofs(edition.id()).await?;
    let own = bofs.get(&id).map(|bof| is_own(request, bof)).ok_or_else(unknown)?;
    Ok(Found { edition, bofs, id, own })
}

/// The same, for callers who may change the BoF.
async fn held<'a>(app: &App, request: &'a Request) -> Result<Found<'a>, Problem> {
    let found = found(app, request).await?;
    if found.own || request.caller.organizes(Some(found.edition)) {
        return Ok(found);
    }
    Err(Problem::new(Kind::Forbidden, Phrase::of("bof-not-yours")))
}

fn page<'a>(
    request: &Request,
    found: &'a Found<'_>,
    document: &'a Value,
    done: Option<&'a str>,
    problem: Option<&'a Problem>,
) -> BofPage<'a> {
    let (bof, conference) = (found.bof(), &*found.edition.conference);
    let organizes = request.caller.organizes(Some(found.edition));
    BofPage {
        layout: request.layout().titled(bof.title.as_str()),
        conference,
        bof: answer(bof, found.bofs.board.place(&found.id), conference, found.own),
        status: bof.state.as_str(),
        may_change: (found.own || organizes) && bof.is_active(),
        values: Typed::new(document, problem),
        done,
        problem,
    }
}

fn words(bof: &Bof) -> Value {
    serde_json::json!({ "title": bof.title, "abstract": bof.abstract_text })
}

/// `GET …/bofs/{bof}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let found = found(app, request).await?;
    let (bof, conference) = (found.bof(), &found.edition.conference);
    if !request.wants_html {
        return Ok(Reply::json(200, &answer(bof, found.bofs.board.place(&found.id), conference, found.own)));
    }
    let done = match request.query("done") {
        Some("placed") => Some(request.t("done-placed").to_string()),
        Some("waiting") => Some(request.t("done-waiting").to_string()),
        Some("changed") => Some(request.t("done-changed").to_string()),
        Some("cancelled") => Some(request.t("done-cancelled").to_string()),
        _ => None,
    };
    Ok(Reply::page(200, &page(request, &found, &words(bof), done.as_deref(), None)))
}

/// `PATCH …/bofs/{bof}` `{title?, abstract?}`
pub(crate) async fn reword(app: &App, request: &Request) -> Result<Reply, Problem> {
    let found = held(app, request).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).map(Reword::read);
    let bof = reworded(app, &found, &reading.finish(requested)?).await?;
    Ok(Reply::json(200, &shown(&found, &bof)))
}

/// `DELETE …/bofs/{bof}`
pub(crate) async fn cancel(app: &App, request: &Request) -> Result<Reply, Problem> {
    let found = held(app, request).await?;
    let bof = cancelled(app, &found).await?;
    Ok(Reply::json(200, &shown(&found, &bof)))
}

fn shown<'a>(found: &'a Found<'_>, bof: &'a Bof) -> answers::Bof<'a> {
    let place = found.bofs.board.place(&bof.id).filter(|_| bof.state == BofState::Waiting);
    answer(bof, place, &found.edition.conference, found.own)
}

/// `POST …/bofs/{bof}` with `action=change` or `action=cancel`: what a page's form can send.
pub(crate) async fn by_form(app: &App, request: &Request) -> Result<Reply, Problem> {
    #[derive(Clone, Copy)]
    enum Action {
        Change,
        Cancel,
    }
    let found = held(app, request).await?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let action = o.required("action", one_of(&[("change", Action::Change), ("cancel", Action::Cancel)]));
        Some((action?, Reword::read(o)))
    });
    let changed = match reading.finish(requested) {
        Ok((Action::Change, words)) => reworded(app, &found, &words).await.map(|_| "changed"),
        Ok((Action::Cancel, _)) => cancelled(app, &found).await.map(|_| "cancelled"),
        Err(errors) => Err(errors.into()),
    };
    match changed {
        Ok(done) => Ok(Reply::see_other(&format!("{}?done={done}", request.path))),
        Err(problem) if request.wants_html => {
            Ok(problem.on_page(&page(request, &found, &document, None, Some(&problem))))
        }
        Err(problem) => Err(problem),
    }
}

async fn reworded(app: &App, found: &Found<'_>, words: &Reword) -> Result<Bof, Problem> {
    answered(app.store.reword_bof(&app.context, found.edition.id(), &found.id, words).await?)
}

async fn cancelled(app: &App, found: &Found<'_>) -> Result<Bof, Problem> {
    let because = if found.own { Ended::Proposer } else { Ended::Organizer };
    answered(app.store.cancel_bof(&app.context, found.edition, &found.id, because).await?)
}

fn answered(changing: Option<BofChangeOutcome>) -> Result<Bof, Problem> {
    match changing {
        Some(BofChangeOutcome::Done(bof)) => Ok(*bof),
        Some(BofChangeOutcome::Cancelled(_)) => Err(Problem::new(Kind::BofCancelled, Phrase::of("bof-was-cancelled"))),
        Some(BofChangeOutcome::Busy) => Err(Problem::busy(Phrase::of("bof-busy"))),
        None => Err(Problem::not_found("no-such-bof")),
    }
}
