//! An edition in figures. The rows of its people come from the directory, which reads only what changed; besides, the
//! check-in of each in-person pass is read (half a read unit each, 100 in one call), and who came before: the directories
//! of earlier editions of the series, and the pages of imported ones (at most 64 each).

use std::collections::BTreeSet;
use std::sync::Arc;

use context::Context;
use domain::conference::Attendance;
use domain::directory::{PersonRow, RowRegistration};
use domain::person::EmailAddress;
use domain::statistics::{Arrivals, Statistics};

use crate::{Edition, Store, StoreError};

/// Attendees without a registration in an earlier edition of the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomers {
    pub newcomers: u64,
    pub returning: u64,
}

impl Store {
    /// The figures, and the newcomers among the holders of an in-person pass. `None` where no earlier edition is known.
    pub async fn statistics(
        &self,
        ctx: &Context,
        edition: &Edition,
    ) -> Result<(Statistics, Option<Newcomers>), StoreError> {
        let people = self.directory(ctx, edition).await?;
        let comes = |row: &&Arc<PersonRow>| {
            row.registration.as_ref().is_some_and(|one| one.is_confirmed() && one.attendance == Attendance::InPerson)
        };
        let attendees: Vec<_> = people.iter().filter(comes).cloned().collect();
        let ids: Vec<_> = attendees.iter().filter_map(|row| row.registration.as_ref().map(|one| &one.id)).collect();
        let found = self.check_ins(edition.id(), &ids).await?.into_iter().flatten();
        let arrivals: Arrivals = found.filter_map(|one| Some((one.registration, one.first_at?))).collect();
        let statistics = Statistics::of(&edition.conference, people.iter().map(|row| &**row), &arrivals);
        Ok((statistics, self.newcomers(ctx, edition, &attendees).await?))
    }

    async fn newcomers(
        &self,
        ctx: &Context,
        edition: &Edition,
        attendees: &[Arc<PersonRow>],
    ) -> Result<Option<Newcomers>, StoreError> {
        let conference = &edition.conference;
        let mut known = false;
        let mut before: BTreeSet<String> = BTreeSet::new();
        let all = self.editions().await?;
        for entry in all.iter().filter(|entry| entry.ends_on < conference.starts_on) {
            let Some(earlier) = self.readable_edition(&entry.id).await? else { continue };
            if earlier.conference.series != conference.series {
                continue;
            }
            known = true;
            let people = self.directory(ctx, &earlier).await?;
            let came = people.iter().filter(|row| row.registration.as_ref().is_some_and(RowRegistration::is_confirmed));
            before.extend(came.flat_map(|row| row.addresses.iter().map(EmailAddress::folded)));
        }
        let not_earlier = all.into_iter().filter(|entry| entry.ends_on >= conference.starts_on).map(|entry| entry.id);
        let not_earlier: BTreeSet<_> = not_earlier.collect();
        let imported = self.imported_before(conference, &not_earlier).await?;
        known |= imported.is_some();
        let was_imported = |own: &EmailAddress| imported.as_ref().is_some_and(|imported| imported.has(own));
        let came_before =
            |row: &&Arc<PersonRow>| row.addresses.iter().any(|own| before.contains(&own.folded()) || was_imported(own));
        let returning = attendees.iter().filter(came_before).count();
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let newcomers = Newcomers { newcomers: count(attendees.len() - returning), returning: count(returning) };
        Ok(known.then_some(newcomers))
    }
}
