//! Who has a pass.

use domain::person::EmailAddress;
use domain::registration::{Person, Registration};

use crate::{Edition, Store, StoreError};

impl Store {
    /// The confirmed registration of the person with this address, under any of their addresses.
    pub async fn held_pass(&self, edition: &Edition, email: &EmailAddress) -> Result<Option<Registration>, StoreError> {
        let group = self.group(edition, email).await?;
        Ok(group.holder().and_then(Person::confirmed).cloned())
    }
}
