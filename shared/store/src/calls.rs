//! Calls for proposals: each track with a call has an item of its own, beside the definition.

use std::collections::BTreeSet;

use context::Context;
use domain::announcement::News;
use domain::call::Call;
use domain::conference::{Conference, ConferenceId, Track, TrackId};
use domain::input::ValidationError;
use jiff::Timestamp;

use crate::announcements::announce;
use crate::table::{Guard, Item, Write, due_at, item, millis, number, typed};
use crate::{Store, StoreError, keys};

impl Store {
    /// A track's call, read consistently; `None` if the track has none.
    pub async fn call(&self, c: &ConferenceId, t: &TrackId) -> Result<Option<Call>, StoreError> {
        self.table.get(&keys::call(c, t)).await?.map(typed).transpose()
    }

    /// The calls of an edition's tracks, in the order of the definition.
    pub async fn calls(&self, conference: &Conference) -> Result<Vec<Option<Call>>, StoreError> {
        let found = self.call_items(conference).await?;
        Ok(found.into_iter().map(|found| self.readable_one(found)).collect())
    }

    async fn call_items(&self, conference: &Conference) -> Result<Vec<Option<Item>>, StoreError> {
        let keys: Vec<_> = conference.tracks.iter().map(|track| keys::call(&conference.id, &track.id)).collect();
        self.table.get_all(&keys).await
    }

    /// The writes that make an edition's calls match its definition, for the transaction that writes the definition.
    /// Returns validation errors if they cannot match. Each call is guarded by its revision, and all of them by the
    /// head's; a repeat finds it done.
    pub(crate) async fn call_writes(
        &self,
        ctx: &Context,
        before: Option<&Conference>,
        after: &Conference,
    ) -> Result<Result<Vec<Write>, Vec<ValidationError>>, StoreError> {
        let now = ctx.now();
        let (mut writes, mut errors) = (Vec::new(), Vec::new());
        for (at, (track, found)) in after.tracks.iter().zip(self.call_items(after).await?).enumerate() {
            let found: Option<Call> = found.map(typed).transpose()?;
            match change(track, found.as_ref(), now) {
                Ok(None) => {}
                Ok(Some(change)) => writes.extend(change_writes(ctx, after, track, found.as_ref(), change)),
                Err(cannot) => errors.push(ValidationError {
                    pointer: format!("/tracks/{at}/cfp/{}", cannot.key()),
                    detail: cannot.detail(),
                }),
            }
        }
        let kept: BTreeSet<_> = after.tracks.iter().map(|track| &track.id).collect();
        for track in before.iter().flat_map(|before| &before.tracks).filter(|track| !kept.contains(&track.id)) {
            writes.push(Write::Delete { key: keys::call(&after.id, &track.id), guards: Vec::new() });
        }
        Ok(if errors.is_empty() { Ok(writes) } else { Err(errors) })
    }
}

/// A change of a track's call.
pub(crate) enum Change {
    /// The track gets a call.
    Begins(Call),
    Becomes(Call),
    /// The track loses its call.
    Ends,
}

/// The change that a track's definition asks of its call; `None` if they match already.
pub(crate) fn change(
    track: &Track,
    found: Option<&Call>,
    now: Timestamp,
) -> Result<Option<Change>, domain::call::CannotChange> {
    Ok(match (&track.cfp, found) {
        (None, None) => None,
        (None, Some(_)) => Some(Change::Ends),
        (Some(cfp), None) => Some(Change::Begins(Call::new(cfp, now))),
        (Some(cfp), Some(found)) => found.changed(cfp, now)?.map(Change::Becomes),
    })
}

/// The writes of a change, and the announcement of a moved deadline. Guarded by the revision of the call that was read,
/// because its workflow writes it too.
pub(crate) fn change_writes(
    ctx: &Context,
    conference: &Conference,
    track: &Track,
    found: Option<&Call>,
    change: Change,
) -> Vec<Write> {
    let key = keys::call(&conference.id, &track.id);
    let guards = vec![found.map_or(Guard::Absent, |found| Guard::Equals("revision", number(found.revision)))];
    match change {
        Change::Ends => vec![Write::Delete { key, guards }],
        Change::Begins(call) => {
            vec![Write::Put { item: call_item(&conference.id, &track.id, &call, ctx.now()), guards }]
        }
        Change::Becomes(call) => {
            let mut writes = vec![Write::Put { item: call_item(&conference.id, &track.id, &call, ctx.now()), guards }];
            if found.is_some_and(|found| found.was.len() < call.was.len()) {
                writes.extend(announce(ctx, conference, &News::CallMoved { track, call: &call }));
            }
            writes
        }
    }
}

/// A call as an item. It repeats both instants as milliseconds, for the guards of submissions.
pub(crate) fn call_item(c: &ConferenceId, t: &TrackId, call: &Call, now: Timestamp) -> Item {
    let mut put = item(&keys::call(c, t), call);
    put.insert("opens_at".into(), millis(call.opens.at));
    put.insert("closes_at".into(), millis(call.closes.at));
    if let Some(at) = call.due(now) {
        due_at(&mut put, "close-cfps", at);
    }
    put
}

/// Lets a transaction commit only while the call is open at `now`, the instant at which the request arrived. The first
/// instant of the close is too late, regardless of announcements (promise 7).
pub(crate) fn open_check(c: &ConferenceId, t: &TrackId, now: Timestamp) -> Write {
    let guards = vec![Guard::AtMost("opens_at", millis(now)), Guard::Above("closes_at", millis(now))];
    Write::Check { key: keys::call(c, t), guards }
}
