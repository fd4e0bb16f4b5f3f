//! `POST /conferences/{conference}/tracks/{track}/proposals`

use domain::conference::{Conference, Track};
use domain::input::{Reading, Source};
use domain::proposal::{INVITATIONS_PER_DAY, Wish};
use jiff::SignedDuration;
use serde_json::{Map, Value};
use store::{Actor, Edition, ProposeOutcome};
use web::{App, Kind, Problem, Reply, Request, checked_key};

use crate::form::{self, Form};
use crate::refused::refused;
use crate::seen::{addresses, path};
use crate::show;

/// What a page's form says beside what a proposal holds.
#[derive(Default)]
pub(crate) struct Pressed {
    /// Which button: `save`, `submit`, `preview`, `delete`, or `autosave` by itself.
    pub(crate) action: String,
    /// The revision that the form was made of.
    pub(crate) revision: Option<u64>,
    /// Names this form, so that sending it twice makes one proposal.
    pub(crate) key: Option<String>,
}

/// Takes out of a form what is the form's own; a format and its length stand in one field there.
pub(crate) fn pressed(document: &mut Value, source: Source) -> Pressed {
    let (Value::Object(fields), Source::Form) = (document, source) else { return Pressed::default() };
    let mut take = |key: &str| match fields.shift_remove(key) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    let pressed = Pressed {
        action: take("action"),
        revision: take("revision").parse().ok(),
        key: Some(take("idempotency_key")).filter(|key| !key.is_empty()),
    };
    if let Some((format, minutes)) = take("slot").split_once(':') {
        fields.insert("format".into(), format.into());
        fields.insert("minutes".into(), minutes.into());
    }
    if pressed.action == "submit" {
        fields.insert("submit".into(), "true".into());
    }
    pressed
}

/// Reads a wish. A speaker may be named by e-mail alone, and says their name when they confirm.
pub(crate) fn read(
    document: &mut Value,
    source: Source,
    conference: &Conference,
    track: &Track,
) -> Result<Wish, Problem> {
    if let Some(Value::Array(speakers)) = document.get_mut("speakers") {
        for speaker in speakers.iter_mut().filter(|speaker| speaker.is_string()) {
            *speaker = Value::Object(Map::from_iter([("email".to_owned(), speaker.take())]));
        }
    }
    let reading = Reading::new(source);
    let wish = reading.root(document).and_then(|o| Wish::read(o, conference, track));
    Ok(reading.finish(wish)?)
}

/// The track that the path names.
pub(crate) fn track<'e>(request: &Request, edition: &'e Edition) -> Result<&'e Track, Problem> {
    let track = request.parameter("track").and_then(|id| edition.conference.track(id));
    track.ok_or_else(|| Problem::not_found("track"))
}

/// People who are asked to speak, by anybody's proposals, are not to be written to without end: so many a day for
/// each who asks. One without new speakers does not count.
pub(crate) async fn limit_invitations(app: &App, edition: &Edition, new: usize, by: Actor<'_>) -> Result<(), Problem> {
    let Some(email) = by.addresses.first() else { return Ok(()) };
    let key = edition.person_key(email);
    let window = SignedDuration::from_hours(24);
    for _ in 0..new {
        if app.store.count(&app.context, "speakers-invited", key.as_str(), window).await? > INVITATIONS_PER_DAY {
            let detail = format!("you can ask {INVITATIONS_PER_DAY} people a day to speak; name the others tomorrow");
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
    let wish = read(&mut document, source, &edition.conference, track)?;
    let key = match source {
        Source::Form => checked_key(pressed.key.as_deref())?,
        Source::Typed => request.idempotency_key()?,
    };
    let addresses = addresses(request);
    let by = Actor { addresses: &addresses, as_lead: false };
    let mark = key.map(|key| wish.mark(key, track));
    let new = wish.speakers.iter().filter(|named| !addresses.contains(&named.email)).count();
    limit_invitations(app, edition, new, by).await?;
    let proposal = match app.store.propose(&app.context, edition, track, &wish, by, mark.as_ref()).await? {
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
            let detail = "this Idempotency-Key came with another proposal; a new one needs a new key";
            return Err(Problem::new(Kind::IdempotencyKeyReused, detail));
        }
        ProposeOutcome::Refused(refusal) => return Err(refused(edition, Some(track), refusal)),
        ProposeOutcome::Busy => return Err(Problem::busy("nothing was kept; try again in a moment")),
    };
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("{}?done={}", path(edition, &proposal), form::done(&proposal))));
    }
    Ok(show::json(201, edition, &proposal))
}
