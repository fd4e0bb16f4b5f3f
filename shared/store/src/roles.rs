//! Roles: organizers, leads and reviewers who are not named by the definition.

use domain::person::EmailAddress;
use domain::role::{Role, RoleId};
use futures_util::future::try_join_all;

use crate::table::typed;
use crate::{Edition, Store, StoreError, keys};

impl Store {
    /// The roles that these addresses hold in an edition: one short read for each address, side by side.
    pub async fn roles_of(&self, edition: &Edition, addresses: &[EmailAddress]) -> Result<Vec<Role>, StoreError> {
        let partition = keys::roles(edition.id());
        let read = |address| {
            let prefix = RoleId::prefix(&edition.person_key(address));
            let partition = &partition;
            async move { self.table.query_prefix(partition, &prefix).await }
        };
        let found = try_join_all(addresses.iter().map(read)).await?;
        let roles = found.into_iter().flatten().map(typed::<Role>).collect::<Result<Vec<_>, _>>()?;
        Ok(roles.into_iter().filter(Role::is_held).collect())
    }
}
