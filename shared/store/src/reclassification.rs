//! Finding everybody's place in the queue again, after facts have changed that concern all of a series: an import of an
//! earlier edition, or its removal. Due state, so that it is done whoever dies meanwhile, a few people at a time.

use context::Context;
use domain::conference::ConferenceId;
use domain::waitlist::EntryState;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::keys::Key;
use crate::table::{Cancelled, Guard, Write, due_at, item, text, typed};
use crate::{Cursor, Store, StoreError, keys};

/// Entries looked at in one step.
const PAGE: usize = 50;

/// Found again at the same time.
const AT_ONCE: usize = 10;

/// After which all are looked at once more: whoever joined with the facts of before has an answer by then (API Gateway
/// waits for 30 s).
const LATECOMERS: SignedDuration = SignedDuration::from_secs(60);

/// How far finding again has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Scan {
    series: String,
    /// Names this walk: another change of the facts begins another.
    id: String,
    step: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edition: Option<ConferenceId>,
    /// The page it comes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// When all are to be looked at once more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again_at: Option<Timestamp>,
}

impl Scan {
    fn write(&self, due: Timestamp, guards: Vec<Guard>) -> Write {
        let mut put = item(&keys::standings(&self.series), self);
        due_at(&mut put, "promote-waitlist", due);
        Write::Put { item: put, guards }
    }

    fn guards(&self) -> Vec<Guard> {
        vec![Guard::Equals("id", text(&self.id)), Guard::Equals("step", crate::table::number(self.step))]
    }
}

/// The write that has everybody's place in a series found again. It needs no guard: it begins a walk anew, and what is
/// found twice is the same.
pub(crate) fn find_again(ctx: &Context, series: &str) -> Write {
    let walk = Scan {
        series: series.to_owned(),
        id: ctx.id("walk", 16),
        step: 0,
        edition: None,
        after: None,
        again_at: Some(ctx.now() + LATECOMERS),
    };
    walk.write(ctx.now(), Vec::new())
}

impl Store {
    /// One step of finding places again; whether there is more to do now. Guarded by the walk and its step: of two at
    /// once one goes on, and what both found is the same.
    pub(crate) async fn reclassify_series(&self, ctx: &Context, key: &Key) -> Result<bool, StoreError> {
        let Some(walk) = self.table.get(key).await?.map(typed::<Scan>).transpose()? else { return Ok(false) };
        let mut next = Scan { step: walk.step + 1, ..walk.clone() };
        let write = match self.edition_to_scan(ctx, &walk).await? {
            Some(c) => {
                next.after = self.step_through(ctx, &c, walk.after.as_deref()).await?;
                next.edition = Some(c);
                next.write(ctx.now(), walk.guards())
            }
            None => match walk.again_at {
                Some(again_at) => {
                    next = Scan { edition: None, after: None, again_at: None, ..next };
                    next.write(again_at, walk.guards())
                }
                None => Write::Delete { key: key.clone(), guards: walk.guards() },
            },
        };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(true),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// The edition that a walk is in, or comes to next: those of the series that are not over, in order of their ids.
    async fn edition_to_scan(&self, ctx: &Context, walk: &Scan) -> Result<Option<ConferenceId>, StoreError> {
        if let (Some(c), Some(_)) = (&walk.edition, &walk.after) {
            return Ok(Some(c.clone()));
        }
        let mut left = self.editions().await?;
        left.retain(|entry| walk.edition.as_ref().is_none_or(|done| entry.id > *done));
        left.sort_by(|a, b| a.id.cmp(&b.id));
        for entry in left {
            let Some(edition) = self.readable_edition(&entry.id).await? else { continue };
            let conference = &edition.conference;
            if conference.series == walk.series && conference.check_not_over(ctx.now()).is_ok() {
                return Ok(Some(entry.id));
            }
        }
        Ok(None)
    }

    /// Finds the places of one page of an edition's entries again; answers where the next page begins.
    async fn step_through(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        after: Option<&str>,
    ) -> Result<Option<String>, StoreError> {
        let Some(edition) = self.readable_edition(c).await? else { return Ok(None) };
        let after: Option<Cursor> = after.and_then(|after| after.parse().ok());
        let page = self.entries(c, after.as_ref(), PAGE).await?;
        let waiting: Vec<_> = page.items.iter().filter(|entry| entry.state == EntryState::Waiting).collect();
        for some in waiting.chunks(AT_ONCE) {
            let found = some.iter().map(|entry| self.reclassify(ctx, &edition, &entry.email));
            for (entry, done) in some.iter().zip(join_all(found).await) {
                if let Err(error) = done {
                    self.go_on_without(&keys::entry(c, &entry.id), error)?;
                }
            }
        }
        Ok(page.next.map(|next| next.as_str().to_owned()))
    }
}
