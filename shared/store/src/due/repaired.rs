//! After an unreadable item is repaired, the passes that it concerns are processed again.

use context::Context;
use domain::conference::Attendance;
use domain::waitlist::EntryState;

use crate::keys::{self, Key};
use crate::table::{Guard, Write, millis, text};
use crate::{Store, StoreError};

impl Store {
    /// Has `promote-waitlist` check the passes that an item concerns. An unreadable shard may have passes on sale that
    /// its pool did not count. Or passes went on sale although a person waited whose entry was unreadable. Guarded only
    /// by the shards' existence: checking them again changes nothing.
    pub(super) async fn look_at_passes_again(&self, ctx: &Context, of: &Key) -> Result<(), StoreError> {
        let shards = if let Some((_, _, Some(_))) = keys::parse_pool(of) {
            vec![of.clone()]
        } else if let Some((c, id)) = keys::parse_entry(of) {
            if self.entry(&c, &id).await?.is_none_or(|entry| entry.state != EntryState::Waiting) {
                return Ok(());
            }
            let edition = self.edition_there(&c).await?;
            let Some(pool) = edition.conference.open_pool(Attendance::InPerson) else { return Ok(()) };
            let (_, shards) = self.readable_shards(&c, &pool.id).await?;
            let on_sale = shards.into_iter().filter(|(_, ledger)| ledger.free > 0);
            on_sale.map(|(number, _)| keys::shard(&c, &pool.id, number)).collect()
        } else {
            return Ok(());
        };
        for key in shards {
            let due_pk = text(keys::due("promote-waitlist", keys::spread(&key.pk)));
            let set = vec![("due_pk", due_pk), ("due_at", millis(ctx.now()))];
            self.commit(ctx, Write::Set { key, set, remove: Vec::new(), guards: vec![Guard::Exists] }).await?;
        }
        Ok(())
    }
}
