//! Reclassifies the people on all waitlists of a series after an import of an earlier edition, or its removal. This is
//! due state, processed a few people at a time, so that a crash loses nothing.

use context::Context;
use domain::conference::ConferenceId;
use domain::waitlist::EntryState;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::keys::Key;
use crate::table::{Cancelled, Guard, Write, due_at, item, text, typed};
use crate::{Cursor, Store, StoreError, keys};

/// Entries processed in one step.
const PAGE: usize = 50;

/// Entries reclassified concurrently.
const AT_ONCE: usize = 10;

/// The delay before a second scan: by then, every join that used the earlier facts has its answer (API Gateway waits
/// for 30 s).
const LATECOMERS: SignedDuration = SignedDuration::from_secs(60);

/// The progress of a reclassification.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Scan {
    series: String,
    /// Identifies this scan: another change of the facts begins a new one.
    id: String,
    step: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edition: Option<ConferenceId>,
    /// The next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    /// When the second scan begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    again_at: Option<Timestamp>,
}

impl Scan {
    fn write(&self, due: Timestamp, guards: Vec<Guard>) -> Write {
        let mut put = item(&keys::series_scan(&self.series), self);
        due_at(&mut put, "promote-waitlist", due);
        Write::Put { item: put, guards }
    }

    fn guards(&self) -> Vec<Guard> {
        vec![Guard::Equals("id", text(&self.id)), Guard::Equals("step", crate::table::number(self.step))]
    }
}

/// The write that starts to reclassify everyone in a series. It needs no guard: it begins a new scan, and reclassifying
/// twice gives the same result.
pub(crate) fn find_again(ctx: &Context, series: &str) -> Write {
    let scan = Scan {
        series: series.to_owned(),
        id: ctx.id("walk", 16),
        step: 0,
        edition: None,
        after: None,
        again_at: Some(ctx.now() + LATECOMERS),
    };
    scan.write(ctx.now(), Vec::new())
}

impl Store {
    /// One step of a reclassification; returns whether there is more to do now. Guarded by the scan and its step: of
    /// two concurrent runs, one continues, and both get the same results.
    pub(crate) async fn reclassify_series(&self, ctx: &Context, key: &Key) -> Result<bool, StoreError> {
        let Some(scan) = self.table.get(key).await?.map(typed::<Scan>).transpose()? else { return Ok(false) };
        let mut next = Scan { step: scan.step + 1, ..scan.clone() };
        let write = match self.edition_to_scan(ctx, &scan).await? {
            Some(c) => {
                next.after = self.step_through(ctx, &c, scan.after.as_deref()).await?;
                next.edition = Some(c);
                next.write(ctx.now(), scan.guards())
            }
            None => match scan.again_at {
                Some(again_at) => {
                    next = Scan { edition: None, after: None, again_at: None, ..next };
                    next.write(again_at, scan.guards())
                }
                None => Write::Delete { key: key.clone(), guards: scan.guards() },
            },
        };
        match self.table.transact(ctx.id("transaction", 26), vec![write]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(true),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// The scan's current or next edition, among the series' editions that are not over, in order of their ids.
    async fn edition_to_scan(&self, ctx: &Context, scan: &Scan) -> Result<Option<ConferenceId>, StoreError> {
        if let (Some(c), Some(_)) = (&scan.edition, &scan.after) {
            return Ok(Some(c.clone()));
        }
        let mut left = self.editions().await?;
        left.retain(|entry| scan.edition.as_ref().is_none_or(|done| entry.id > *done));
        left.sort_by(|a, b| a.id.cmp(&b.id));
        for entry in left {
            let Some(edition) = self.readable_edition(&entry.id).await? else { continue };
            let conference = &edition.conference;
            if conference.series == scan.series && conference.check_not_over(ctx.now()).is_ok() {
                return Ok(Some(entry.id));
            }
        }
        Ok(None)
    }

    /// Reclassifies one page of an edition's entries; returns the start of the next page.
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
