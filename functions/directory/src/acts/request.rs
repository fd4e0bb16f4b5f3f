//! Parses which act is requested, and for which people.

use std::collections::BTreeSet;

use contract::directory::PeopleActName;
use domain::conference::{Class, PoolId};
use domain::directory::{BulkAct, Filter};
use domain::input::{Object, Reading, Source, any_text, boolean, line, must_be_one_of, one_of, parsed, unknown_key};
use domain::phrase::Phrase;
use jiff::Timestamp;
use serde_json::Value;
use store::Edition;
use web::{Kind, Problem, Request};

/// The most ids in one request.
const IDS_MAX: usize = 20_000;

/// The longest reason, in characters.
pub(super) const REASON_MAX: usize = 500;

/// The people that an act is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Targets {
    Ids(BTreeSet<String>),
    Matching(Filter),
}

/// An act on people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ActRequest {
    pub(super) act: BulkAct,
    pub(super) targets: Targets,
}

pub(crate) const ACTIONS: &[(&str, PeopleActName)] = &[
    ("cancel", PeopleActName::Cancel),
    ("move", PeopleActName::Move),
    ("resend", PeopleActName::Resend),
    ("invite", PeopleActName::Invite),
];

impl ActRequest {
    pub(super) fn name(&self) -> PeopleActName {
        match self.act {
            BulkAct::Cancel { .. } => PeopleActName::Cancel,
            BulkAct::Move { .. } => PeopleActName::Move,
            BulkAct::Resend => PeopleActName::Resend,
            BulkAct::Invite { .. } => PeopleActName::Invite,
        }
    }
}

/// The name of the act in a document, if it has one.
pub(super) fn action(document: &Value) -> Option<PeopleActName> {
    let word = document.get("action")?.as_str()?;
    ACTIONS.iter().find(|(name, _)| *name == word).map(|(_, action)| *action)
}

/// Reads the body of `POST …/people/actions`.
pub(super) fn read(request: &Request, edition: &Edition, now: Timestamp) -> Result<ActRequest, Problem> {
    let (document, source) = request.document()?;
    read_document(&document, source, edition, now)
}

pub(super) fn read_document(
    document: &Value,
    source: Source,
    edition: &Edition,
    now: Timestamp,
) -> Result<ActRequest, Problem> {
    let reading = Reading::new(source);
    let asked = reading.root(document).and_then(|o| {
        let action = o.required("action", one_of(ACTIONS));
        let targets = targets(&o, source);
        let act = act(&o, action?, edition);
        o.done();
        Some(ActRequest { act: act?, targets: targets? })
    });
    let asked = reading.finish(asked)?;
    check_pool(edition, &asked.act, now)?;
    Ok(asked)
}

/// Each act has its own fields. Those of the others are accepted, as the fields of one form.
fn act(o: &Object<'_>, action: PeopleActName, edition: &Edition) -> Option<BulkAct> {
    if action != PeopleActName::Move {
        let _ = o.optional("class", one_of(Class::WORDS));
    }
    if action != PeopleActName::Invite {
        let _ = o.optional("pool", known_pool(edition));
    }
    match action {
        PeopleActName::Cancel => Some(BulkAct::Cancel { reason: o.optional("reason", line(REASON_MAX)) }),
        PeopleActName::Move => {
            let class = o.required("class", one_of(Class::WORDS));
            let reason = o.required("reason", line(REASON_MAX));
            class.zip(reason).map(|(class, reason)| BulkAct::Move { class, reason })
        }
        PeopleActName::Resend => {
            let _ = o.optional("reason", line(REASON_MAX));
            Some(BulkAct::Resend)
        }
        PeopleActName::Invite => {
            let _ = o.optional("reason", line(REASON_MAX));
            o.required("pool", known_pool(edition)).map(|pool| BulkAct::Invite { pool })
        }
    }
}

/// Ids, or a filter. A form names each id in a field of its own.
fn targets(o: &Object<'_>, source: Source) -> Option<Targets> {
    let mut ids: BTreeSet<String> = o.list("ids", |id| any_text(id).map(str::to_owned)).into_iter().collect();
    let has_ids = o.has("ids");
    if let Some(chosen) = o.optional_object("chosen") {
        ids.extend(chosen.entries().map(|(id, _)| id.clone()));
    }
    let filter = o.optional_object("filter");
    // A form always has the list's filter, so there it counts only if its reader asked for all.
    let all = o.optional("all", boolean).unwrap_or(source == Source::Typed);
    if ids.len() > IDS_MAX {
        o.reject("ids", Phrase::of("must-be-at-most").arg("max", IDS_MAX));
        return None;
    }
    if has_ids && filter.is_some() {
        o.reject("filter", Phrase::of("ids-or-filter"));
        return None;
    }
    let filter = filter.filter(|_| all);
    match filter {
        Some(filter) => matching(o, &filter),
        None if ids.is_empty() && !has_ids => {
            o.reject("ids", Phrase::of("choose-a-person"));
            None
        }
        None => Some(Targets::Ids(ids)),
    }
}

/// Those that match a filter, with the values of the list's query.
fn matching(o: &Object<'_>, filter: &Object<'_>) -> Option<Targets> {
    let text = |name: &str| {
        let (_, value) = filter.entries().find(|(key, _)| *key == name)?;
        Some(match value {
            Value::Bool(true) => "true",
            Value::Bool(false) => "false",
            other => other.as_str().unwrap_or_default(),
        })
    };
    for (key, _) in filter.entries().filter(|(key, _)| !Filter::NAMES.contains(&key.as_str())) {
        let shown: String = key.chars().take(40).collect();
        o.reject_within(&format!("filter/{shown}"), unknown_key(Filter::NAMES.iter().copied()));
    }
    match Filter::parse(text) {
        Ok(filter) => Some(Targets::Matching(filter)),
        Err(errors) => {
            for error in errors {
                o.reject_within(&format!("filter{}", error.pointer), error.detail);
            }
            None
        }
    }
}

/// A pool of the edition. The error names those that take invitations.
fn known_pool(edition: &Edition) -> impl Fn(&Value) -> Result<PoolId, Phrase> {
    |value| {
        let pool: PoolId = parsed(value)?;
        if edition.conference.pool(&pool).is_some() {
            return Ok(pool);
        }
        let reserved = edition.conference.pools.iter().filter(|pool| pool.is_reserved());
        Err(must_be_one_of(reserved.map(|pool| pool.id.as_str())))
    }
}

/// Refuses invitations that could not be used.
fn check_pool(edition: &Edition, act: &BulkAct, now: Timestamp) -> Result<(), Problem> {
    let BulkAct::Invite { pool } = act else { return Ok(()) };
    let defined = edition.conference.pool(pool);
    let Some(claim_by) = defined.and_then(|pool| pool.claim_by.as_ref()) else {
        return Err(Problem::new(Kind::PoolOpen, Phrase::of("pool-needs-no-invitation").arg("pool", pool)));
    };
    if claim_by.at <= now {
        return Err(Problem::new(
            Kind::ClaimOver,
            Phrase::of("pool-claim-over").arg("pool", pool).instant("when", claim_by.at, &edition.conference.time_zone),
        ));
    }
    Ok(())
}
