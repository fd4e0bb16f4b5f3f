//! Imported earlier editions: a head per edition, and its people on pages, by the hash of their address.
//!
//! An import is one transaction: its head names the number of pages, and all pages are written with it. So the import
//! is complete or absent, and a repeat finds everyone already there.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{Conference, ConferenceId};
use domain::history::{AddressHash, PEOPLE_MAX, PastPerson, Roll};
use domain::person::EmailAddress;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::reclassification::find_again;
use crate::table::{Cancelled, Guard, Item, TRIES, Write, attributes, item, number, typed};
use crate::{Store, StoreError, keys};

/// An imported edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub edition: ConferenceId,
    /// How many people were registered for it.
    pub people: u64,
    /// When it was first imported.
    pub imported_at: Timestamp,
    /// When a person was last added or removed.
    pub changed_at: Timestamp,
    /// Pages that hold its people.
    pub(crate) pages: u32,
    rev: u64,
}

/// What an import did to an edition, or would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// People known afterwards.
    pub people: u64,
    /// New people among them.
    pub added: u64,
}

/// The outcome of an import of an edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    Done(Imported),
    /// The import would exceed [`PEOPLE_MAX`] people: this many.
    TooMany(u64),
    /// A concurrent request changes it.
    Busy,
}

/// The imports of a series, and the salt for its people's hashes.
#[derive(Clone, Debug, Default)]
struct History {
    salt: Option<String>,
    imports: Vec<Import>,
}

/// The people of several imports.
pub(crate) struct ImportedPeople {
    salt: String,
    pages: Vec<Vec<u8>>,
}

impl ImportedPeople {
    pub(crate) fn has(&self, email: &EmailAddress) -> bool {
        let person = PastPerson::new(&self.salt, &AddressHash::of(email));
        self.pages.iter().any(|page| person.is_on(page))
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Salt {
    salt: String,
}

/// The attribute of a page that holds its people.
const PEOPLE: &str = "people";

impl Store {
    async fn history(&self, series: &str) -> Result<History, StoreError> {
        let mut history = History::default();
        for found in self.table.query(&keys::history(series)).await? {
            if found.get("sk").and_then(|sk| sk.as_s().ok()).is_some_and(|sk| sk == keys::SALT) {
                history.salt = Some(typed::<Salt>(found)?.salt);
            } else {
                history.imports.extend(self.readable_one(Some(found)));
            }
        }
        Ok(history)
    }

    /// The imported editions of a series, in order of their ids.
    pub async fn imports(&self, series: &str) -> Result<Vec<Import>, StoreError> {
        Ok(self.history(series).await?.imports)
    }

    async fn roll(&self, series: &str, edition: &ConferenceId) -> Result<Roll, StoreError> {
        let pages = self.table.query(&keys::history_pages(series, edition)).await?;
        let pages = pages.iter().map(people_of).collect::<Result<Vec<_>, _>>()?;
        Roll::read(pages).ok_or_else(|| StoreError::Broken(format!("a page of the import of {edition} is cut short")))
    }

    /// Adds people to an imported edition; `dry_run` only reports the effect. Guarded by the head's revision, which
    /// covers all pages. People who are already in are not added, so a repeat changes nothing.
    pub async fn import(
        &self,
        ctx: &Context,
        series: &str,
        edition: &ConferenceId,
        people: &BTreeSet<AddressHash>,
        dry_run: bool,
    ) -> Result<ImportOutcome, StoreError> {
        for attempt in 0..TRIES {
            let history = self.history(series).await?;
            let salt = history.salt.clone().unwrap_or_else(|| ctx.id("salt", 26));
            let before = history.imports.into_iter().find(|import| import.edition == *edition);
            let mut roll = if before.is_some() { self.roll(series, edition).await? } else { Roll::default() };
            let was = roll.pages(before.as_ref().map_or(0, |import| import.pages));
            let added = people.iter().filter(|address| roll.add(PastPerson::new(&salt, address))).count() as u64;
            let imported = Imported { people: roll.len() as u64, added };
            if roll.len() > PEOPLE_MAX {
                return Ok(ImportOutcome::TooMany(imported.people));
            }
            if dry_run || (added == 0 && before.is_some()) {
                return Ok(ImportOutcome::Done(imported));
            }
            let pages = roll.pages_needed().max(before.as_ref().map_or(1, |import| import.pages));
            let head = Import {
                edition: edition.clone(),
                people: imported.people,
                imported_at: before.as_ref().map_or(ctx.now(), |import| import.imported_at),
                changed_at: ctx.now(),
                pages,
                rev: before.as_ref().map_or(0, |import| import.rev + 1),
            };
            let mut writes = vec![head_write(series, &head, before.as_ref()), find_again(ctx, series)];
            if history.salt.is_none() {
                let salt = item(&keys::history_salt(series), &Salt { salt });
                writes.push(Write::Put { item: salt, guards: vec![Guard::Absent] });
            }
            let all_new = was.len() != usize::try_from(pages).unwrap_or(0);
            for (number, page) in (0..).zip(roll.pages(pages)) {
                if all_new || was[number as usize] != page {
                    writes.push(page_write(series, edition, number, page));
                }
            }
            let act = Act::new(Kind::HistoryImported, edition, format!("{} {}", head.imported_at, head.rev));
            writes.extend(self.activity_here(ctx, act.after(added)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(ImportOutcome::Done(imported)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Ok(ImportOutcome::Busy)
    }

    /// Removes an imported edition with its people. Guarded by the head's revision; a repeat finds nothing.
    pub async fn remove_import(&self, ctx: &Context, series: &str, edition: &ConferenceId) -> Result<(), StoreError> {
        for attempt in 0..TRIES {
            let found = self.table.get(&keys::history_head(series, edition)).await?;
            let Some(import) = found.map(typed::<Import>).transpose()? else { return Ok(()) };
            let head = Write::Delete { key: keys::history_head(series, edition), guards: vec![at(&import)] };
            let pages = (0..import.pages)
                .map(|number| Write::Delete { key: keys::history_page(series, edition, number), guards: Vec::new() });
            let change = format!("{} {}", import.imported_at, import.rev);
            let act = Act::new(Kind::HistoryRemoved, edition, change).before(import.people);
            let entry = self.activity_here(ctx, act);
            let writes = [head, find_again(ctx, series)].into_iter().chain(pages).chain(entry).collect();
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(()),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("an import changes just now".into()))
    }

    /// Removes one person from every import of a series; returns the editions that had them. Guarded by each head's
    /// revision; a repeat finds them in none.
    pub async fn erase_from_imports(
        &self,
        ctx: &Context,
        series: &str,
        addresses: &[EmailAddress],
    ) -> Result<Vec<ConferenceId>, StoreError> {
        let mut erased = Vec::new();
        for import in self.imports(series).await? {
            for address in addresses {
                let address = AddressHash::of(address);
                if self.erase_from_import(ctx, series, &import.edition, &address).await?
                    && !erased.contains(&import.edition)
                {
                    erased.push(import.edition.clone());
                }
            }
        }
        Ok(erased)
    }

    async fn erase_from_import(
        &self,
        ctx: &Context,
        series: &str,
        edition: &ConferenceId,
        address: &AddressHash,
    ) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let history = self.history(series).await?;
            let Some(salt) = history.salt else { return Ok(false) };
            let Some(before) = history.imports.into_iter().find(|import| import.edition == *edition) else {
                return Ok(false);
            };
            let person = PastPerson::new(&salt, address);
            let number = person.page(before.pages);
            let Some(page) = self.table.get(&keys::history_page(series, edition, number)).await? else {
                return Ok(false);
            };
            let mut roll = Roll::read([people_of(&page)?]).unwrap_or_default();
            if !roll.remove(&person) {
                return Ok(false);
            }
            let page = roll.pages(before.pages).swap_remove(number as usize);
            let (people, rev) = (before.people.saturating_sub(1), before.rev + 1);
            let head = Import { people, changed_at: ctx.now(), rev, ..before.clone() };
            let mut writes = vec![
                head_write(series, &head, Some(&before)),
                page_write(series, edition, number, page),
                find_again(ctx, series),
            ];
            let act = Act::new(Kind::HistoryErased, edition, format!("{} {rev}", before.imported_at));
            writes.extend(self.activity_here(ctx, act));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(true),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("an import changes just now".into()))
    }

    /// Whether this series has imports of earlier editions, and the latest one with one of these addresses.
    /// `not_earlier` lists editions here that an import cannot make earlier.
    pub(crate) async fn imported_attendance(
        &self,
        conference: &Conference,
        not_earlier: &BTreeSet<ConferenceId>,
        addresses: &[EmailAddress],
    ) -> Result<(bool, Option<ConferenceId>), StoreError> {
        let series = &conference.series;
        let History { salt: Some(salt), mut imports } = self.history(series).await? else { return Ok((false, None)) };
        imports.retain(|import| import.edition != conference.id && !not_earlier.contains(&import.edition));
        let people: BTreeSet<_> =
            addresses.iter().map(|email| PastPerson::new(&salt, &AddressHash::of(email))).collect();
        let asked: BTreeSet<(usize, u32)> = (0..imports.len())
            .flat_map(|n| people.iter().map(move |person| (n, person)))
            .map(|(n, person)| (n, person.page(imports[n].pages)))
            .collect();
        let page = |(n, number): &(usize, u32)| keys::history_page(series, &imports[*n].edition, *number);
        let pages = self.table.get_all(&asked.iter().map(page).collect::<Vec<_>>()).await?;
        let mut attended = None;
        for ((n, number), page) in asked.iter().zip(&pages) {
            let Some(page) = page else { continue };
            let page = match people_of(page) {
                Ok(page) => page,
                Err(error) => {
                    self.go_on_without(&keys::history_page(series, &imports[*n].edition, *number), error)?;
                    continue;
                }
            };
            if people.iter().any(|person| person.is_on(page)) {
                attended = Some(imports[*n].edition.clone());
            }
        }
        Ok((!imports.is_empty(), attended))
    }

    /// Everyone in the imported editions before this one, for many questions at once. `None` if there is no import.
    pub(crate) async fn imported_before(
        &self,
        conference: &Conference,
        not_earlier: &BTreeSet<ConferenceId>,
    ) -> Result<Option<ImportedPeople>, StoreError> {
        let series = &conference.series;
        let History { salt: Some(salt), mut imports } = self.history(series).await? else { return Ok(None) };
        imports.retain(|import| import.edition != conference.id && !not_earlier.contains(&import.edition));
        let mut pages = Vec::new();
        for import in &imports {
            let found = self.table.query(&keys::history_pages(series, &import.edition)).await?;
            pages.extend(found.iter().filter_map(|page| people_of(page).map(<[u8]>::to_vec).ok()));
        }
        Ok((!imports.is_empty()).then_some(ImportedPeople { salt, pages }))
    }
}

/// The guard that an import is unchanged since it was read.
fn at(import: &Import) -> Guard {
    Guard::Equals("rev", number(import.rev))
}

fn head_write(series: &str, head: &Import, before: Option<&Import>) -> Write {
    let guards = vec![before.map_or(Guard::Absent, at)];
    Write::Put { item: item(&keys::history_head(series, &head.edition), head), guards }
}

/// Guarded by the head's revision, in the same transaction.
fn page_write(series: &str, edition: &ConferenceId, number: u32, people: Vec<u8>) -> Write {
    let mut page = attributes(&keys::history_page(series, edition, number));
    page.insert(PEOPLE.into(), AttributeValue::B(Blob::new(people)));
    page.insert("v".into(), crate::table::number(1));
    Write::Put { item: page, guards: Vec::new() }
}

pub(crate) fn people_of(page: &Item) -> Result<&[u8], StoreError> {
    let people = page.get(PEOPLE).and_then(|people| people.as_b().ok());
    people.map(AsRef::as_ref).ok_or_else(|| StoreError::Broken("a page of an import has no people".into()))
}
