//! `POST /conferences/{conference}/tracks/{track}/proposals`

use domain::conference::Track;
use domain::input::Source;
use domain::phrase::Phrase;
use domain::proposal::INVITATIONS_PER_DAY;
use jiff::SignedDuration;
use serde_json::Value;
use store::{Actor, Edition, ProposeOutcome};
use web::{App, Kind, Problem, Reply, Request, checked_key};

use crate::fields::{Pressed, pressed, read};
use crate::form::{self, Form};
use crate::refused::refused;
use crate::seen::{addresses, path, track};
use crate::show;

/// Limits the invitations that one person sends in a day, to protect people from floods of requests to speak. Without
/// new speakers the request does not count.
pub(crate) async fn limit_invitations(app: &App, edition: &Edition, new: usize, by: Actor<'_>) -> Result<(), Problem> {
    let Some(email) = by.addresses.first() else { return Ok(()) };
    let key = edition.person_key(email);
    let window = SignedDuration::from_hours(24);
    for _ in 0..new {
        if app.store.count(&app.context, "speakers-invited", key.as_str(), window).await? > INVITATIONS_PER_DAY {
            let detail = Phrase::of("too-many-speakers-asked").arg("max", INVITATIONS_PER_DAY);
            return Err(Problem::new(Kind::TooManyRequests, detail).retry_after(24 * 3600));
        }
    }
    Ok(())
}

pub(crate) async fn create(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = track(request, edition)?;
    let (mut document, source) = request.document()?;
    let typed = document.clone();
    let pressed = pressed(&mut document, source);
    if pressed.action == "preview" {
        return Form::new(request, edition, track, &typed).keyed(app, &pressed).preview().page(app).await;
    }
    match once(app, request, track, document, source, &pressed).await {
        Err(problem) if request.is_page_form() => {
            Form::new(request, edition, track, &typed).keyed(app, &pressed).failed(app, &problem).await
        }
        answered => answered,
    }
}

async fn once(
    app: &App,
    request: &Request,
    track: &Track,
    mut document: Value,
    source: Source,
    pressed: &Pressed,
) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let requested = read(&mut document, source, &edition.conference, track)?;
    let key = match source {
        Source::Form => checked_key(pressed.key.as_deref())?,
        Source::Typed => request.idempotency_key()?,
    };
    let addresses = addresses(request);
    let by = Actor { addresses: &addresses, as_lead: false };
    let mark = key.map(|key| requested.mark(key, track));
    let new = requested.speakers.iter().filter(|named| !addresses.contains(&named.email)).count();
    limit_invitations(app, edition, new, by).await?;
    let proposal = match app.store.propose(&app.context, edition, track, &requested, by, mark.as_ref()).await? {
        ProposeOutcome::Created(proposal) => {
            tracing::info!(
                conference.id = %edition.id(),
                proposal.id = %proposal.id,
                proposal.state = proposal.state.as_str(),
                metric.proposals = 1,
                "proposed"
            );
            proposal
        }
        ProposeOutcome::Replayed(proposal) => proposal,
        ProposeOutcome::KeyReused => {
            let detail = Phrase::of("key-with-other-proposal");
            return Err(Problem::new(Kind::IdempotencyKeyReused, detail));
        }
        ProposeOutcome::Refused(refusal) => return Err(refused(edition, Some(track), refusal)),
        ProposeOutcome::Busy => return Err(Problem::busy(Phrase::of("nothing-kept"))),
    };
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("{}?done={}", path(edition, &proposal), form::done(&proposal))));
    }
    Ok(show::json(201, edition, &proposal))
}
