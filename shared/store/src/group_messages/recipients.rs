//! The people of a group, and who of them gets no mail.

use std::collections::HashSet;

use context::Context;
use domain::conference::ConferenceId;
use domain::directory::{PersonRow, folded};
use domain::message::{Group, Recipient, is_active};
use domain::person::EmailAddress;

use crate::{Edition, Store, StoreError};

/// People whose preferences are read at once.
const READ_AT_ONCE: usize = 500;

impl Store {
    /// Everybody in a group, each once, by name. Who opted out, or has a suppressed address, is marked as skipped.
    pub async fn message_recipients(
        &self,
        ctx: &Context,
        edition: &Edition,
        group: &Group,
        necessary: bool,
    ) -> Result<Vec<Recipient>, StoreError> {
        let people = self.directory(ctx, edition).await?;
        let mut addresses = HashSet::new();
        let mut rows: Vec<_> = people.iter().filter(|row| group.matches(row)).collect();
        rows.sort_by_cached_key(|row| (folded(&row.name), row.id.clone()));
        rows.retain(|row| addresses.insert(row.email.folded()));
        let mut recipients = Vec::with_capacity(rows.len());
        for some in rows.chunks(READ_AT_ONCE) {
            let own: Vec<_> = some.iter().map(|row| primary(edition, row)).collect();
            let preferences = self.mail_preferences_of(&own).await?;
            let suppressed = self.suppressed(ctx, some.iter().map(|row| &row.email)).await?;
            for ((row, (reader, preferences)), suppressed) in some.iter().zip(preferences).zip(suppressed) {
                let mut recipient = Recipient {
                    key: row.key.clone(),
                    email: row.email.clone(),
                    name: (!row.name.is_empty()).then(|| row.name.clone()),
                    reader,
                    necessary: necessary && is_active(row),
                    skipped: None,
                };
                recipient.skipped = recipient.skip(preferences.refuses_messages(edition.id()), suppressed);
                recipients.push(recipient);
            }
        }
        Ok(recipients)
    }

    /// Who of these recipients gets no mail, from what is stored now.
    pub(super) async fn skipped_now(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        recipients: &[Recipient],
    ) -> Result<Vec<Recipient>, StoreError> {
        let suppressed = self.suppressed(ctx, recipients.iter().map(|one| &one.email)).await?;
        let preferences = self.mail_preferences_of_readers(recipients.iter().map(|one| one.reader.as_str())).await?;
        let checked = recipients.iter().zip(suppressed).zip(preferences).map(|((one, suppressed), preferences)| {
            Recipient { skipped: one.skip(preferences.refuses_messages(c), suppressed), ..one.clone() }
        });
        Ok(checked.collect())
    }
}

/// Their primary address, under which their preferences are kept.
fn primary<'r>(edition: &Edition, row: &'r PersonRow) -> &'r EmailAddress {
    row.addresses.iter().find(|own| edition.person_key(own) == row.key).unwrap_or(&row.email)
}
