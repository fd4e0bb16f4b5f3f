//! The effects of a change in words.

use contract::pools::NextInLine;
use contract::settings::Effect as Answer;
use domain::conference::AnnouncementPolicy;
use domain::conference::Conference;
use domain::conference::effects::{Effect, EffectKind, Figure};
use domain::person::base32;
use messages::Messages;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{Edition, TriedEdition};
use web::{App, Problem, definition};

/// The most people named for an effect; its count is of all of them.
const NAMED: u64 = 100;

/// The effects of a change that is allowed; otherwise its refusal.
pub(crate) async fn effects(
    app: &App,
    messages: &Messages,
    before: &Edition,
    after: &Conference,
) -> Result<Vec<Answer>, Problem> {
    definition::check_time(app, Some(before), after)?;
    let effects = match app.store.try_edition(&app.context, before, after).await? {
        TriedEdition::Fine(effects) => effects,
        TriedEdition::InUse(pool, in_use) => return Err(definition::capacity_in_use(&pool, in_use)),
        TriedEdition::Refused(errors) => return Err(errors.into()),
    };
    let mut answers = Vec::new();
    for effect in effects {
        let offers_to = match effect.kind {
            EffectKind::PassesAdded | EffectKind::PassesReleased => next_in_line(app, before, effect.count).await?,
            _ => Vec::new(),
        };
        answers.push(answer(messages, after, effect, offers_to));
    }
    Ok(answers)
}

async fn next_in_line(app: &App, edition: &Edition, offers: u64) -> Result<Vec<NextInLine>, Problem> {
    let named = usize::try_from(offers.min(NAMED)).unwrap_or(0);
    if named == 0 {
        return Ok(Vec::new());
    }
    let line = app.store.next_in_line(edition, named).await?.into_iter().map(|entry| NextInLine {
        id: entry.id.to_string(),
        name: entry.name.to_string(),
        class: entry.priority.class,
        joined_at: entry.joined_at,
    });
    Ok(line.collect())
}

fn answer(messages: &Messages, conference: &Conference, effect: Effect, offers_to: Vec<NextInLine>) -> Answer {
    let shown = |figure: &Option<Figure>| match figure {
        None => String::new(),
        Some(Figure::Number(number)) => number.to_string(),
        Some(Figure::At(deadline)) => messages.deadline(deadline, &conference.time_zone),
    };
    let value = |figure: Option<Figure>| {
        figure.map(|figure| match figure {
            Figure::Number(number) => Value::from(number),
            Figure::At(deadline) => deadline.at.to_string().into(),
        })
    };
    let kind = effect.kind.as_str();
    let name = conference.track(&effect.about).map_or(effect.about.as_str(), |track| &track.name);
    let mut text = messages
        .word("effect", kind)
        .arg("about", name)
        .arg("was", shown(&effect.was))
        .arg("becomes", shown(&effect.becomes))
        .arg("count", effect.count)
        .to_string();
    let announcement = match effect.announcement {
        Some(AnnouncementPolicy::Publish) => Some("publish"),
        Some(AnnouncementPolicy::Hold) => Some("hold"),
        Some(AnnouncementPolicy::Off) | None => None,
    };
    if let Some(word) = announcement {
        text = format!("{text} {}", messages.word("effect-announcement", word));
    }
    Answer {
        kind,
        text,
        about: effect.about,
        was: value(effect.was),
        becomes: value(effect.becomes),
        count: effect.count,
        announcement,
        offers_to,
    }
}

/// Identifies effects in any language, so that a confirmation applies to the effects on the page.
pub(crate) fn fingerprint(effects: &[Answer]) -> String {
    let mut hash = Sha256::new();
    for effect in effects {
        let Answer { kind, about, was, becomes, count, announcement, .. } = effect;
        hash.update(format!("{kind} {about} {was:?} {becomes:?} {count} {announcement:?}\n"));
    }
    base32(&hash.finalize()[..10])
}
