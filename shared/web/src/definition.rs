//! Changes of an edition's definition: the checks, refusals and consequences that all routes share.

use std::collections::BTreeMap;

use domain::conference::{self, Conference, PoolId, mail_texts};
use domain::input::ValidationError;
use domain::pass::resize::CapacityInUse;
use domain::phrase::Phrase;
use messages::letters;
use serde_json::Value;
use store::{Edition, PutEdition};

use crate::{App, Kind, Problem};

/// Parses the definition of the edition with this id. A document without an id gets it.
pub fn read(id: &str, document: &mut Value) -> Result<Conference, Problem> {
    if let Value::Object(object) = document
        && !object.contains_key("id")
    {
        object.insert("id".into(), id.into());
    }
    let conference = conference::read(document)?;
    if conference.id.as_str() != id {
        return Err(Problem::validation("/id", Phrase::of("must-be-id-of-address").arg("id", id)));
    }
    let errors = mail_texts::check(&conference.mail_texts, letters::variables);
    if errors.is_empty() { Ok(conference) } else { Err(errors.into()) }
}

/// Replaces the current definition without comparing versions; returns whether the edition is new.
pub async fn write(
    app: &App,
    before: Option<&Edition>,
    conference: &Conference,
    document: &Value,
) -> Result<(Edition, bool), Problem> {
    check_time(app, before, conference)?;
    let put = app.store.put_edition(&app.context, conference, document).await?;
    written(app, before, put).await
}

/// Replaces the definition that was read; refuses if another one is in force by now.
pub async fn change(
    app: &App,
    before: &Edition,
    conference: &Conference,
    document: &Value,
) -> Result<Edition, Problem> {
    check_time(app, Some(before), conference)?;
    let put = app.store.change_edition(&app.context, before.revision, conference, document).await?;
    written(app, Some(before), put).await.map(|(edition, _)| edition)
}

async fn written(app: &App, before: Option<&Edition>, put: PutEdition) -> Result<(Edition, bool), Problem> {
    match put {
        PutEdition::Created(edition) => Ok((edition, true)),
        PutEdition::Changed(edition) => {
            reclassify_leads(app, before, &edition).await?;
            Ok((edition, false))
        }
        PutEdition::InUse(pool, in_use) => Err(capacity_in_use(&pool, in_use)),
        PutEdition::Refused(errors) => Err(errors.into()),
        PutEdition::Busy => Err(Problem::new(Kind::Conflict, Phrase::of("edition-meanwhile"))),
    }
}

/// Updates the waitlist class of people when a track's leads change, because leads are contributors. A repeated request
/// completes an interrupted one.
pub async fn reclassify_leads(app: &App, before: Option<&Edition>, after: &Edition) -> Result<(), Problem> {
    let leads = |edition: &Edition| {
        edition
            .conference
            .tracks
            .iter()
            .flat_map(|track| track.leads.clone())
            .map(|lead| (lead.folded(), lead))
            .collect()
    };
    let mut changed: BTreeMap<_, _> = leads(after);
    changed.extend(before.map(leads).unwrap_or_default());
    for lead in changed.into_values() {
        app.store.reclassify(&app.context, after, &lead).await?;
    }
    Ok(())
}

/// Refuses to create an edition in the past, or to move a current one there.
pub fn check_time(app: &App, before: Option<&Edition>, after: &Conference) -> Result<(), Vec<ValidationError>> {
    let unchanged = before.is_some_and(|before| before.conference.ends_on == after.ends_on);
    if unchanged { Ok(()) } else { after.check_not_over(app.context.now()).map_err(|error| vec![error]) }
}

/// The refusal of a capacity below the passes in use, with the figures.
pub fn capacity_in_use(pool: &PoolId, figures: CapacityInUse) -> Problem {
    let CapacityInUse { wanted, held, taken } = figures;
    let least = figures.least();
    Problem::new(
        Kind::CapacityInUse,
        Phrase::of("capacity-in-use-detail")
            .arg("taken", taken)
            .arg("pool", pool)
            .arg("held", held)
            .arg("least", least),
    )
    .with("pool", pool.as_str())
    .with("wanted", wanted)
    .with("held", held)
    .with("taken", taken)
    .with("least", least)
}
