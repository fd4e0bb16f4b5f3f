//! How many mails of a message were sent, for its page.

use domain::conference::ConferenceId;
use domain::message::{DeliveryState, Message};

use crate::table::LISTING;
use crate::{Store, StoreError, keys};

/// Batches whose mails are read for one page; mails of further ones count as queued until the workflow has counted
/// them.
const READ_MOST: u32 = 10;

/// The mails of a message by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessageTallies {
    /// People who get a mail.
    pub recipients: u64,
    /// People who get none.
    pub skipped: u64,
    pub queued: u64,
    pub sent: u64,
    pub failed: u64,
    pub bounced: u64,
}

impl Store {
    /// The mails of a message by state: what the workflow has counted, and a look at the next batches.
    pub async fn message_tallies(&self, c: &ConferenceId, message: &Message) -> Result<MessageTallies, StoreError> {
        let Some(delivery) = message.delivery() else { return Ok(MessageTallies::default()) };
        let (mut sent, mut failed) = (delivery.sent, delivery.failed);
        for number in (delivery.settled..delivery.queued).take(READ_MOST as usize) {
            let batch = self.message_batch(c, &message.id, delivery, number).await?;
            for state in self.message_states(&message.id, &batch.recipients, true).await? {
                match state {
                    DeliveryState::Sent | DeliveryState::Bounced => sent += 1,
                    DeliveryState::Failed => failed += 1,
                    DeliveryState::Queued | DeliveryState::OptedOut | DeliveryState::Suppressed => {}
                }
            }
        }
        let bounced = if sent == 0 { 0 } else { self.bounced_of(c, message).await? };
        Ok(MessageTallies {
            recipients: delivery.recipients,
            skipped: delivery.skipped,
            queued: delivery.recipients.saturating_sub(sent + failed),
            sent: sent.saturating_sub(bounced),
            failed,
            bounced,
        })
    }

    /// Mails that came back have a list of their own, so this reads only their keys.
    async fn bounced_of(&self, c: &ConferenceId, message: &Message) -> Result<u64, StoreError> {
        let ours = format!("MAIL#message:{}-", message.id);
        let all = self.table.query_index_whole(&LISTING, &keys::bounced_mails(c.as_str())).await?;
        Ok(all.iter().filter(|key| key.pk.starts_with(&ours)).count() as u64)
    }
}
