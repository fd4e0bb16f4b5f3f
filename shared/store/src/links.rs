//! Linked addresses of one person.

use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use context::Context;
use domain::conference::{Attendance, ConferenceId};
use domain::link::{Link, LinkKind, LinkState, OTHERS_MAX};
use domain::mail::{Mail, MailKind};
use domain::person::{EmailAddress, PersonKey};
use domain::registration::Person;
use domain::sign_in::Attempt;
use domain::waitlist::Entry;

use crate::attempts::{attempt_item, attempt_mail};
use crate::group::{Group, link_key};
use crate::mails::enqueue_mail;
use crate::registrations::writes::person_write;
use crate::table::{Batch, Cancelled, Guard, Item, TRIES, Write, attributes, item, number, text, typed};
use crate::waitlist::entry_write;
use crate::{Edition, Store, StoreError, keys};

/// The outcome of linking an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkOutcome {
    Linked,
    /// It belongs to another person.
    Taken,
    HasOthers,
    /// The person has the maximum number of linked addresses.
    TooMany,
    /// Both have something that a person can have only once.
    Both(Vec<Both>),
    Busy,
}

/// An edition in which two addresses both have something that a person can have only once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    pub conference: ConferenceId,
    /// What each has: passes, waitlist positions.
    pub what: Vec<(EmailAddress, &'static str)>,
}

/// The outcome of unlinking an address, or of making it the preferred one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlinkOutcome {
    /// It is done, now or since before.
    Done,
    /// The address is not linked to this person.
    Unknown,
    /// Other addresses are linked to it: unlink them first.
    HasOthers,
    Busy,
}

impl Store {
    /// Salts the keys of linked addresses. It is written with the first edition and never changes, so a process reads
    /// it once.
    pub(crate) async fn people_salt(&self) -> Result<Option<Arc<str>>, StoreError> {
        if let Some(salt) = self.people_salt.get() {
            return Ok(Some(Arc::clone(salt)));
        }
        let Some(found) = self.table.get(&keys::people_salt()).await? else { return Ok(None) };
        let salt = found.get("salt").and_then(|salt| salt.as_s().ok());
        let salt = salt.ok_or_else(|| StoreError::Broken("the salt of people is empty".into()))?;
        Ok(Some(Arc::clone(self.people_salt.get_or_init(|| salt.as_str().into()))))
    }

    /// Writes the salt of people, if there is none yet. Guarded by its absence: the first one stays.
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

    /// All verified addresses of the person with this address, primary first. Without links, only the address itself.
    pub async fn addresses_of(&self, email: &EmailAddress) -> Result<Vec<EmailAddress>, StoreError> {
        let Some(salt) = self.people_salt().await? else { return Ok(vec![email.clone()]) };
        let found = self.table.get(&link_key(&salt, email)).await?;
        let addresses = self.or_left_out(self.linked_with(email, found).await)?;
        Ok(addresses.unwrap_or_else(|| vec![email.clone()]))
    }

    /// The same for a signed-in person. The same read checks whether the session has ended; if so, returns no address.
    pub async fn addresses_signed_in(
        &self,
        session: &str,
        email: &EmailAddress,
    ) -> Result<Vec<EmailAddress>, StoreError> {
        let mut batch = Batch::default();
        let ended = batch.ask::<Item>(keys::ended_session(session));
        let salt = self.people_salt().await?;
        let link = salt.map(|salt| batch.ask::<Link>(link_key(&salt, email)));
        let mut found = batch.read(&self.table).await?;
        if found.take_item(&ended).is_some() {
            return Ok(Vec::new());
        }
        self.linked_with(email, link.and_then(|link| found.take_item(&link))).await
    }

    /// The person that the item of an address names.
    async fn linked_with(&self, email: &EmailAddress, found: Option<Item>) -> Result<Vec<EmailAddress>, StoreError> {
        let alone = || vec![email.clone()];
        let Some(link) = found.map(typed::<Link>).transpose()? else { return Ok(alone()) };
        let addresses = match &link.kind {
            LinkKind::Root { .. } => link.addresses(),
            LinkKind::Of { root } => self.link(root).await?.map_or_else(alone, |root| root.addresses()),
        };
        // It is being linked or unlinked.
        Ok(if addresses.contains(email) { addresses } else { alone() })
    }

    /// The stored link of an address.
    pub(crate) async fn link(&self, email: &EmailAddress) -> Result<Option<Link>, StoreError> {
        let Some(salt) = self.people_salt().await? else { return Ok(None) };
        self.table.get(&link_key(&salt, email)).await?.map(typed).transpose()
    }

    /// An id for an address that does not reveal it.
    pub async fn address_id(&self, email: &EmailAddress) -> Result<String, StoreError> {
        let salt = self.people_salt().await?.ok_or_else(|| StoreError::Broken("there is no salt of people".into()))?;
        Ok(PersonKey::new(&salt, email).as_str().to_owned())
    }

    /// The stored link of a person's primary address.
    pub async fn root_of(&self, email: &EmailAddress) -> Result<Link, StoreError> {
        match self.link(email).await? {
            None => Ok(Link::alone(email.clone(), 0)),
            Some(Link { kind: LinkKind::Of { root }, .. }) => {
                Ok(self.link(&root).await?.unwrap_or_else(|| Link::alone(root, 0)))
            }
            Some(root) => Ok(root),
        }
    }

    /// Links an address, which its owner has proved to be theirs, with those of the person who has `own`.
    ///
    /// First both links are written, half done: from then on, new records in any edition go to the primary item. Then
    /// every edition's items of both are written, so that concurrent earlier requests fail. If both have something that
    /// a person can have only once, the links are removed. Otherwise the link takes effect. Each write is guarded by
    /// the versions that were read; a repeat continues after a crash.
    pub async fn link_address(
        &self,
        ctx: &Context,
        own: &EmailAddress,
        new: &EmailAddress,
    ) -> Result<LinkOutcome, StoreError> {
        self.found_people(ctx).await?;
        let root = match self.begin_link(ctx, own, new).await? {
            Ok(root) => root,
            Err(ended) => return Ok(ended),
        };
        let mut both = Vec::new();
        for entry in self.editions().await? {
            let Some(edition) = self.edition(&entry.id).await? else { continue };
            both.extend(self.mark_link(ctx, &edition, &root, new).await?);
        }
        if !both.is_empty() {
            self.unlink_address(ctx, &root, new).await?;
            return Ok(LinkOutcome::Both(both));
        }
        if !self.move_on(ctx, &root, new, LinkState::Linking, LinkState::Linked).await? {
            return Ok(LinkOutcome::Busy);
        }
        self.reclassify_everywhere(ctx, &[&root]).await?;
        Ok(LinkOutcome::Linked)
    }

    /// Notes the progress of linking an address. Guarded by the link's version; returns whether the state holds, now or
    /// since before.
    async fn move_on(
        &self,
        ctx: &Context,
        root: &EmailAddress,
        other: &EmailAddress,
        from: LinkState,
        to: LinkState,
    ) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let before = self.root_of(root).await?;
            match before.other(other).map(|other| other.status) {
                Some(status) if status == to => return Ok(true),
                Some(status) if status == from || to == LinkState::Unlinking => {}
                _ => return Ok(false),
            }
            let after = before.with(other, to, ctx.now());
            let mut writes = vec![self.link_write(&after, Some(&before)).await?];
            if to == LinkState::Linked {
                writes.extend(link_mails(ctx, &after, other));
            }
            if self.written(ctx, writes).await? {
                return Ok(true);
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(false)
    }

    /// Writes both links, half done. Guarded by the versions of both; a repeat finds them. Returns the primary
    /// address's link.
    async fn begin_link(
        &self,
        ctx: &Context,
        own: &EmailAddress,
        new: &EmailAddress,
    ) -> Result<Result<EmailAddress, LinkOutcome>, StoreError> {
        for attempt in 0..TRIES {
            let root = self.root_of(own).await?;
            if root.email == *new {
                return Ok(Err(LinkOutcome::Linked));
            }
            match root.other(new).map(|other| other.status) {
                Some(LinkState::Linked) => return Ok(Err(LinkOutcome::Linked)),
                Some(LinkState::Linking) => return Ok(Ok(root.email)),
                Some(LinkState::Unlinking) => {
                    self.unlink_address(ctx, &root.email, new).await?;
                    continue;
                }
                None => {}
            }
            let before = self.link(new).await?;
            match &before {
                Some(Link { kind: LinkKind::Of { .. }, .. }) => return Ok(Err(LinkOutcome::Taken)),
                Some(link) if !link.others().is_empty() => return Ok(Err(LinkOutcome::HasOthers)),
                _ => {}
            }
            if root.others().len() >= OTHERS_MAX {
                return Ok(Err(LinkOutcome::TooMany));
            }
            let stored = self.link(&root.email).await?;
            if stored.as_ref().map_or(0, |stored| stored.rev) != root.rev {
                continue;
            }
            let of = Link {
                email: new.clone(),
                kind: LinkKind::Of { root: root.email.clone() },
                rev: before.as_ref().map_or(0, |before| before.rev) + 1,
            };
            let writes = vec![
                self.link_write(&root.with(new, LinkState::Linking, ctx.now()), stored.as_ref()).await?,
                self.link_write(&of, before.as_ref()).await?,
            ];
            if self.written(ctx, writes).await? {
                return Ok(Ok(root.email));
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(Err(LinkOutcome::Busy))
    }

    /// Writes the items of both addresses in an edition, unless both have something there. Guarded by the versions of
    /// both; a repeat finds them marked. Returns the things that both have.
    async fn mark_link(
        &self,
        ctx: &Context,
        edition: &Edition,
        root: &EmailAddress,
        new: &EmailAddress,
    ) -> Result<Option<Both>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let link = self.root_of(root).await?;
            let status = link.other(new).map(|other| other.status);
            if link.email != *root || !matches!(status, Some(LinkState::Linking | LinkState::Linked)) {
                // The addresses were unlinked meanwhile, and perhaps linked the other way round: write nothing.
                return Err(StoreError::Busy("these addresses are being unlinked".into()));
            }
            let group = self.group(edition, root).await?;
            let key = edition.person_key(new);
            let own = group.people.iter().find(|person| person.key == key);
            let marked = own.is_some_and(|own| own.alias_of.as_ref() == Some(&group.key));
            let entries = self.entries_of(c, &group).await?;
            if let Some(what) = clash(&group, &entries) {
                return Ok(Some(Both { conference: c.clone(), what }));
            }
            if marked && group.root().is_some_and(|root| root.link_rev >= link.rev) {
                return Ok(None);
            }
            let alias = own.cloned().unwrap_or_else(|| Person::unregistered(key.clone(), new.clone()));
            let alias = Person { alias_of: Some(group.key.clone()), ..alias };
            let after = Person { link_rev: link.rev, ..group.root_or_new() };
            let writes = vec![person_write(c, &alias, own), person_write(c, &after, group.root())];
            if self.written(ctx, writes).await? {
                return Ok(None);
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("this person's passes are being changed".into()))
    }

    /// Unlinks an address from the person who has `own`: from then on it is another person. Records stored under an
    /// address stay there. Records that the unlinked address created under the primary address stay with the primary,
    /// which also gets their mails. Guarded by the versions that were read; a repeat continues after a crash.
    pub async fn unlink_address(
        &self,
        ctx: &Context,
        own: &EmailAddress,
        gone: &EmailAddress,
    ) -> Result<UnlinkOutcome, StoreError> {
        let root = self.root_of(own).await?;
        // The primary address cannot be unlinked. If only one other is linked, unlinking that one has the same effect.
        let gone = match (root.email == *gone, root.others()) {
            (false, _) => gone.clone(),
            (true, [other]) => other.email.clone(),
            (true, []) => return Ok(UnlinkOutcome::Unknown),
            (true, _) => return Ok(UnlinkOutcome::HasOthers),
        };
        let root = root.email;
        if self.root_of(&root).await?.other(&gone).is_none() {
            return Ok(UnlinkOutcome::Unknown);
        }
        if !self.move_on(ctx, &root, &gone, LinkState::Linked, LinkState::Unlinking).await? {
            return Ok(UnlinkOutcome::Busy);
        }
        for entry in self.editions().await? {
            let Some(edition) = self.edition(&entry.id).await? else { continue };
            self.unmark_link(ctx, &edition, &root, &gone).await?;
        }
        // After this, the two addresses belong to two people. Neither may read the other's calendar.
        self.end_calendar_addresses(ctx, &[root.clone(), gone.clone()]).await?;
        for attempt in 0..TRIES {
            let before = self.root_of(&root).await?;
            if before.other(&gone).is_none_or(|other| other.status != LinkState::Unlinking) {
                return Ok(UnlinkOutcome::Done);
            }
            let of = self.link(&gone).await?;
            let alone = Link::alone(gone.clone(), of.as_ref().map_or(0, |of| of.rev) + 1);
            let after = before.without(&gone);
            let mut writes =
                vec![self.link_write(&after, Some(&before)).await?, self.link_write(&alone, of.as_ref()).await?];
            writes.extend(link_mails(ctx, &after, &gone));
            if self.written(ctx, writes).await? {
                self.reclassify_everywhere(ctx, &[&root, &gone]).await?;
                return Ok(UnlinkOutcome::Done);
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(UnlinkOutcome::Busy)
    }

    /// Guarded by the versions of both items and of the waitlist entry; a repeat finds nothing left to write.
    async fn unmark_link(
        &self,
        ctx: &Context,
        edition: &Edition,
        root: &EmailAddress,
        gone: &EmailAddress,
    ) -> Result<(), StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let link = self.root_of(root).await?;
            if link.email != *root || link.other(gone).is_none_or(|other| other.status != LinkState::Unlinking) {
                // A concurrent request unlinked them; they may have been linked the other way round since.
                return Ok(());
            }
            let group = self.group(edition, root).await?;
            let key = edition.person_key(gone);
            let own = group.people.iter().find(|person| person.key == key);
            let mut after = Person { link_rev: link.rev, ..group.root_or_new() };
            if after.email == *gone {
                after.email = root.clone();
            }
            let entries = self.entries_of(c, &group).await?;
            let entry = entries.iter().find(|entry| entry.id.person() == group.key && entry.email == *gone);
            let marked = own.is_some_and(|own| own.alias_of.is_some());
            if !marked && entry.is_none() && group.root() == Some(&after) {
                return Ok(());
            }
            let mut writes = vec![person_write(c, &after, group.root())];
            if let Some(own) = own.filter(|_| marked) {
                writes.push(person_write(c, &Person { alias_of: None, ..own.clone() }, Some(own)));
            }
            if let Some(entry) = entry {
                let after = Entry { email: root.clone(), rev: entry.rev + 1, ..entry.clone() };
                writes.push(entry_write(c, &after, Some(entry)));
            }
            if self.written(ctx, writes).await? {
                return Ok(());
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("this person's passes are being changed".into()))
    }

    /// Makes one of a person's verified addresses the one that pages show and mails go to. Guarded by the link's
    /// version; a repeat changes nothing.
    pub async fn prefer_address(
        &self,
        ctx: &Context,
        own: &EmailAddress,
        primary: &EmailAddress,
    ) -> Result<UnlinkOutcome, StoreError> {
        for attempt in 0..TRIES {
            let before = self.root_of(own).await?;
            if before.addresses().first() == Some(primary) {
                return Ok(UnlinkOutcome::Done);
            }
            let Some(after) = before.with_primary(primary) else { return Ok(UnlinkOutcome::Unknown) };
            if self.written(ctx, vec![self.link_write(&after, Some(&before)).await?]).await? {
                return Ok(UnlinkOutcome::Done);
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(UnlinkOutcome::Busy)
    }

    /// Begins to link an address: it gets a mail with a link and a code, unless `silent`. Guarded by the absence of its
    /// random id.
    pub async fn begin_linking(
        &self,
        ctx: &Context,
        own: &EmailAddress,
        attempt: &Attempt,
        silent: bool,
    ) -> Result<(), StoreError> {
        if silent {
            return Ok(());
        }
        let mut put = attempt_item(&keys::linking(&attempt.id), attempt);
        put.insert("asked_by".into(), text(own.as_str()));
        let mail = attempt_mail(MailKind::LinkAddress, attempt, ctx.now()).with("by", own.as_str());
        self.begin_attempt(ctx, put, &mail).await
    }

    /// An attempt to link an address, and the address that began it.
    pub async fn linking(&self, id: &str) -> Result<Option<(Attempt, EmailAddress)>, StoreError> {
        let Some(found) = self.table.get(&keys::linking(id)).await? else { return Ok(None) };
        let by = found.get("asked_by").and_then(|by| by.as_s().ok()).and_then(|by| by.parse().ok());
        let by = by.ok_or_else(|| StoreError::Broken(format!("no one began the linking {id}")))?;
        Ok(Some((typed(found)?, by)))
    }

    /// Counts a try of the code before checking it. Guarded by the count that was read, so that every try counts.
    pub async fn count_linking_try(&self, ctx: &Context, attempt: &Attempt) -> Result<bool, StoreError> {
        let write = Write::Set {
            key: keys::linking(&attempt.id),
            set: vec![("tries", number(attempt.tries + 1))],
            remove: Vec::new(),
            guards: vec![Guard::Equals("tries", number(attempt.tries))],
        };
        self.written(ctx, vec![write]).await
    }

    /// Linking and unlinking change a person's class on the waitlist.
    async fn reclassify_everywhere(&self, ctx: &Context, addresses: &[&EmailAddress]) -> Result<(), StoreError> {
        for entry in self.editions().await? {
            let Some(edition) = self.edition(&entry.id).await? else { continue };
            for address in addresses {
                self.reclassify(ctx, &edition, address).await?;
            }
        }
        Ok(())
    }

    /// Puts a link over the version that was read.
    async fn link_write(&self, after: &Link, before: Option<&Link>) -> Result<Write, StoreError> {
        let salt = self.people_salt().await?.ok_or_else(|| StoreError::Broken("there is no salt of people".into()))?;
        let guard = match before.filter(|before| before.rev > 0) {
            None => Guard::Absent,
            Some(before) => Guard::Equals("rev", number(before.rev)),
        };
        Ok(Write::Put { item: item(&link_key(&salt, &after.email), after), guards: vec![guard] })
    }

    /// Commits these writes; `false` if a guard failed.
    async fn written(&self, ctx: &Context, writes: Vec<Write>) -> Result<bool, StoreError> {
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// The things in two items of one person that a person can have only once.
fn clash(group: &Group, entries: &[Entry]) -> Option<Vec<(EmailAddress, &'static str)>> {
    let passes = group.people.iter().filter_map(|person| Some((person, person.active()?)));
    let places = entries.iter().filter(|entry| entry.is_active());
    let place = |entry: &Entry| (entry.email.clone(), "place on the waitlist");
    let mut what: Vec<_> = passes.clone().map(|(person, _)| (person.email.clone(), "pass")).collect();
    let comes = passes.clone().any(|(_, pass)| pass.attendance == Attendance::InPerson);
    let count = places.clone().count();
    if what.len() > 1 || count > 1 || (comes && count > 0) {
        what.extend(places.map(place));
        return Some(what);
    }
    None
}

/// Tells the primary address and the one concerned that their addresses have changed, once per version.
fn link_mails(ctx: &Context, root: &Link, about: &EmailAddress) -> Vec<Write> {
    let primary = root.addresses().swap_remove(0);
    let linked = if root.other(about).is_some() { "linked" } else { "unlinked" };
    let mut readers = vec![primary.clone()];
    readers.extend((*about != primary).then(|| about.clone()));
    let mail = |(n, reader): (usize, EmailAddress)| {
        let subject = format!("{}:{n}", ctx.id("addresses", 16));
        enqueue_mail(
            &Mail::queued(MailKind::AddressesChanged, &subject, reader, ctx.now())
                .with("primary", primary.as_str())
                .with("about", about.as_str())
                .with("what", linked),
        )
    };
    readers.into_iter().enumerate().map(mail).collect()
}
