//! Leads' changes of their track: the edition's definition and the track's call, in one transaction.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{self, ConferenceId, Track, TrackId};
use domain::input::ValidationError;
use domain::track_change::{TrackChange, own_errors, tag};

use crate::calls::{change, change_writes};
use crate::editions::definition_writes;
use crate::table::{Cancelled, TRIES};
use crate::{CACHE_FOR, Edition, Store, StoreError};

/// The outcome of a change of a track.
#[derive(Debug)]
pub enum EditTrack {
    Done(Edition),
    /// The request names an outdated version; this is the current one.
    Stale(Edition),
    Refused(Vec<ValidationError>),
    /// There is no such track.
    Unknown,
}

impl Edition {
    /// Identifies the version of a track's text and call.
    pub fn track_tag(&self, t: &TrackId) -> String {
        tag(&self.document, t)
    }
}

impl Store {
    /// Changes a track, if it is still the version `expected`, where one is named. Guarded by the revisions of the
    /// definition and of the call. A concurrent change of another track is no conflict: this change is applied again on
    /// top of it. A repeat changes nothing.
    pub async fn edit_track(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        t: &TrackId,
        requested: &TrackChange,
        expected: Option<&str>,
    ) -> Result<EditTrack, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.edition(c).await? else { return Ok(EditTrack::Unknown) };
            let Some(document) = requested.apply(&before.document, t) else { return Ok(EditTrack::Unknown) };
            if document == *before.document {
                return Ok(EditTrack::Done(before));
            }
            if expected.is_some_and(|expected| expected != before.track_tag(t)) {
                return Ok(EditTrack::Stale(before));
            }
            let after = match conference::read(&document) {
                Ok(after) => after,
                Err(errors) => return Ok(EditTrack::Refused(own_errors(&document, t, errors))),
            };
            let Some(track) = after.track(t.as_str()) else { return Ok(EditTrack::Unknown) };
            let call = self.call(c, t).await?;
            let changed = match change(track, call.as_ref(), ctx.now()) {
                Ok(changed) => changed,
                Err(cannot) => {
                    let pointer = format!("/cfp/{}", cannot.key());
                    return Ok(EditTrack::Refused(vec![ValidationError { pointer, detail: cannot.detail() }]));
                }
            };
            let mut writes = definition_writes(&before, &document);
            writes.extend(changed.into_iter().flat_map(|ch| change_writes(ctx, &after, track, call.as_ref(), ch)));
            let closes = |track: &Track| track.cfp.as_ref().map(|cfp| cfp.window.closes.at);
            let was = before.conference.track(t.as_str()).and_then(closes);
            let act = match (was, closes(track)) {
                (Some(was), Some(is)) if was != is => {
                    Act::new(Kind::DeadlineMoved, t, before.revision + 1).before(was).after(is)
                }
                _ => Act::new(Kind::TrackChanged, t, before.revision + 1),
            };
            writes.extend(self.activity(ctx, c, act.of_track(Some(t))));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {
                    // After this wait, no process uses the old version any more.
                    ctx.sleep(CACHE_FOR).await;
                    let after = self.edition(c).await?;
                    return after.map(EditTrack::Done).ok_or_else(|| StoreError::Broken(format!("{c} is gone")));
                }
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("the definition is being changed by others".into()))
    }
}
