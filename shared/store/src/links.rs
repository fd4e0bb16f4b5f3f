//! Addresses that are one person's.

use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::link::{Link, LinkKind};
use domain::person::{EmailAddress, PersonKey};

use crate::keys::Key;
use crate::table::{Cancelled, Guard, Item, Write, attributes, text, typed};
use crate::{Store, StoreError, keys};

impl Store {
    /// Mixed into the keys of linked addresses. It is written with the first edition and never changes, so that a
    /// process reads it once.
    pub(crate) async fn people_salt(&self) -> Result<Option<Arc<str>>, StoreError> {
        if let Some(salt) = self.people_salt.get() {
            return Ok(Some(Arc::clone(salt)));
        }
        let Some(found) = self.table.get(&keys::people_salt()).await? else { return Ok(None) };
        let salt = found.get("salt").and_then(|salt| salt.as_s().ok());
        let salt = salt.ok_or_else(|| StoreError::Broken("the salt of people is empty".into()))?;
        Ok(Some(Arc::clone(self.people_salt.get_or_init(|| salt.as_str().into()))))
    }

    /// Writes the salt of people, if there is none yet. Guarded by its absence: the first stays.
    pub(crate) async fn found_people(&self, ctx: &Context) -> Result<(), StoreError> {
        if self.people_salt().await?.is_some() {
            return Ok(());
        }
        let mut item = attributes(&keys::people_salt());
        item.insert("salt".into(), text(ctx.id("people", 26)));
        item.insert("v".into(), AttributeValue::N("1".into()));
        match self
            .table
            .transact(ctx.id("transaction", 26), vec![Write::Put { item, guards: vec![Guard::Absent] }])
            .await
        {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// All verified addresses of the person whose address this is, primary first; only itself where none is linked.
    pub async fn addresses_of(&self, email: &EmailAddress) -> Result<Vec<EmailAddress>, StoreError> {
        let Some(salt) = self.people_salt().await? else { return Ok(vec![email.clone()]) };
        let found = self.table.get(&link_key(&salt, email)).await?;
        self.linked_with(email, found).await
    }

    /// The same for somebody signed in by this session, in one read with whether it was ended: then nobody's.
    pub async fn addresses_signed_in(
        &self,
        session: &str,
        email: &EmailAddress,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let mut asked = vec![keys::ended_session(session)];
        let salt = self.people_salt().await?;
        asked.extend(salt.map(|salt| link_key(&salt, email)));
        let mut found = self.table.get_all(&asked).await?.into_iter();
        if found.next().flatten().is_some() {
            return Ok(Vec::new());
        }
        self.linked_with(email, found.next().flatten()).await
    }

    /// What the item of an address says of whom it belongs to.
    async fn linked_with(&self, email: &EmailAddress, found: Option<Item>) -> Result<Vec<EmailAddress>, StoreError> {
        let alone = || vec![email.clone()];
        let Some(link) = found.map(typed::<Link>).transpose()? else { return Ok(alone()) };
        let addresses = match &link.kind {
            LinkKind::Root { .. } => link.addresses(),
            LinkKind::Of { root } => self.link(root).await?.map_or_else(alone, |root| root.addresses()),
        };
        // Being linked, or taken apart.
        Ok(if addresses.contains(email) { addresses } else { alone() })
    }

    /// What is kept of an address.
    pub(crate) async fn link(&self, email: &EmailAddress) -> Result<Option<Link>, StoreError> {
        let Some(salt) = self.people_salt().await? else { return Ok(None) };
        self.table.get(&link_key(&salt, email)).await?.map(typed).transpose()
    }
}

/// The key of an address's item.
pub(crate) fn link_key(salt: &str, email: &EmailAddress) -> Key {
    keys::link(&PersonKey::new(salt, email))
}
