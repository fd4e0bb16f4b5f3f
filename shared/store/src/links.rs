//! Addresses that are one person's.

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

use crate::group::Group;
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::registrations::{TRIES, person_write};
use crate::table::{Cancelled, Guard, Item, Write, attributes, item, number, text, typed};
use crate::waitlist::entry_write;
use crate::{Edition, Store, StoreError, keys};

/// What became of a wish to link an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkOutcome {
    Linked,
    /// It counts as somebody else's.
    Taken,
    HasOthers,
    /// As many are linked as can be.
    TooMany,
    /// Both have something where one person can have only one.
    Both(Vec<Both>),
    Busy,
}

/// An edition in which two addresses have what one person can have once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Both {
    pub conference: ConferenceId,
    /// What each has: passes, places on the waitlist.
    pub what: Vec<(EmailAddress, &'static str)>,
}

/// What became of a wish to take an address away, or to prefer one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnlinkOutcome {
    /// It is so, now or since before.
    Done,
    /// It is none of theirs.
    Unknown,
    /// The others count as it: they are taken away first.
    HasOthers,
    Busy,
}

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
        let addresses = self.or_left_out(self.linked_with(email, found).await)?;
        Ok(addresses.unwrap_or_else(|| vec![email.clone()]))
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

    /// Names an address without showing it.
    pub async fn address_id(&self, email: &EmailAddress) -> Result<String, StoreError> {
        let salt = self.people_salt().await?.ok_or_else(|| StoreError::Broken("there is no salt of people".into()))?;
        Ok(PersonKey::new(&salt, email).as_str().to_owned())
    }

    /// What is kept of the person whose address this is: their root.
    pub async fn root_of(&self, email: &EmailAddress) -> Result<Link, StoreError> {
        match self.link(email).await? {
            None => Ok(Link::alone(email.clone(), 0)),
            Some(Link { kind: LinkKind::Of { root }, .. }) => {
                Ok(self.link(&root).await?.unwrap_or_else(|| Link::alone(root, 0)))
            }
            Some(root) => Ok(root),
        }
    }

    /// Links an address, which its owner has proved to be theirs, with those of whoever has `own`.
    ///
    /// First both links are written, half done; from then on what is new in any edition goes to the root. Then every
    /// edition's items of both are written, which fails whatever began before, and it is seen whether both have
    /// something; if so all is taken back. Only then it counts. Each write is guarded by the versions that were read; a
    /// repeat goes on where a death has left off.
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
        if !self.move_on(ctx, &root, new, LinkState::LinkOutcome, LinkState::Linked).await? {
            return Ok(LinkOutcome::Busy);
        }
        self.reclassify_everywhere(ctx, &[&root]).await?;
        Ok(LinkOutcome::Linked)
    }

    /// Notes how far the linking of an address is. Guarded by the link's version; answers whether it is so, now or since
    /// before.
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
                Some(status) if status == from || to == LinkState::UnlinkOutcome => {}
                _ => return Ok(false),
            }
            let after = before.with(other, to, ctx.now());
            let mut writes = vec![self.link_write(&after, Some(&before)).await?];
            if to == LinkState::Linked {
                writes.extend(told(ctx, &after, other));
            }
            if self.written(ctx, writes).await? {
                return Ok(true);
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(false)
    }

    /// Writes both links, half done. Guarded by the versions of both; a repeat finds them. Answers the root.
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
                Some(LinkState::LinkOutcome) => return Ok(Ok(root.email)),
                Some(LinkState::UnlinkOutcome) => {
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
                self.link_write(&root.with(new, LinkState::LinkOutcome, ctx.now()), stored.as_ref()).await?,
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
    /// both; twice finds them marked. Answers what both have.
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
            if link.email != *root || !matches!(status, Some(LinkState::LinkOutcome | LinkState::Linked)) {
                // Taken apart meanwhile, perhaps linked the other way round since: nothing of this is to be written.
                return Err(StoreError::Busy("somebody takes these addresses apart just now".into()));
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
            let heard = Person { link_rev: link.rev, ..group.root_or_new() };
            let writes = vec![person_write(c, &alias, own), person_write(c, &heard, group.root())];
            if self.written(ctx, writes).await? {
                return Ok(None);
            }
            self.back_off(ctx, attempt).await;
        }
        Err(StoreError::Busy("somebody's passes change just now".into()))
    }

    /// Takes an address away from whoever has `own`: it counts as somebody else from then on. What is kept under an
    /// address stays there; what was got through the one that goes and is kept under the root stays with the root, and
    /// its mails go there. Guarded by the versions that were read; a repeat goes on where a death has left off.
    pub async fn unlink_address(
        &self,
        ctx: &Context,
        own: &EmailAddress,
        gone: &EmailAddress,
    ) -> Result<UnlinkOutcome, StoreError> {
        let root = self.root_of(own).await?;
        // The root cannot go; where there is one other, the two part all the same.
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
        if !self.move_on(ctx, &root, &gone, LinkState::Linked, LinkState::UnlinkOutcome).await? {
            return Ok(UnlinkOutcome::Busy);
        }
        for entry in self.editions().await? {
            let Some(edition) = self.edition(&entry.id).await? else { continue };
            self.unmark_link(ctx, &edition, &root, &gone).await?;
        }
        for attempt in 0..TRIES {
            let before = self.root_of(&root).await?;
            if before.other(&gone).is_none_or(|other| other.status != LinkState::UnlinkOutcome) {
                return Ok(UnlinkOutcome::Done);
            }
            let of = self.link(&gone).await?;
            let alone = Link::alone(gone.clone(), of.as_ref().map_or(0, |of| of.rev) + 1);
            let after = before.without(&gone);
            let mut writes =
                vec![self.link_write(&after, Some(&before)).await?, self.link_write(&alone, of.as_ref()).await?];
            writes.extend(told(ctx, &after, &gone));
            if self.written(ctx, writes).await? {
                self.reclassify_everywhere(ctx, &[&root, &gone]).await?;
                return Ok(UnlinkOutcome::Done);
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(UnlinkOutcome::Busy)
    }

    /// Guarded by the versions of both items and of the place on the waitlist; twice finds nothing left to write.
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
            if link.email != *root || link.other(gone).is_none_or(|other| other.status != LinkState::UnlinkOutcome) {
                // Another has taken them apart meanwhile; they may be linked the other way round since.
                return Ok(());
            }
            let group = self.group(edition, root).await?;
            let key = edition.person_key(gone);
            let own = group.people.iter().find(|person| person.key == key);
            let mut heard = Person { link_rev: link.rev, ..group.root_or_new() };
            if heard.email == *gone {
                heard.email = root.clone();
            }
            let entries = self.entries_of(c, &group).await?;
            let entry = entries.iter().find(|entry| entry.id.person() == group.key && entry.email == *gone);
            let marked = own.is_some_and(|own| own.alias_of.is_some());
            if !marked && entry.is_none() && group.root() == Some(&heard) {
                return Ok(());
            }
            let mut writes = vec![person_write(c, &heard, group.root())];
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
        Err(StoreError::Busy("somebody's passes change just now".into()))
    }

    /// Makes one of somebody's verified addresses the one to show and to write to. Guarded by the link's version; twice
    /// finds it so.
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

    /// Begins to link an address: a mail with a link and a code goes there, unless `silent`. Guarded by the absence of
    /// its random id.
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
        let mut put = item(&keys::linking(&attempt.id), attempt);
        put.insert("asked_by".into(), text(own.as_str()));
        put.insert("expires".into(), number(attempt.expires_at.as_second() + 3600));
        let mail = Mail::queued(MailKind::LinkAddress, &attempt.id, attempt.email.clone(), ctx.now())
            .with("attempt", &attempt.id)
            .with("nonce", &attempt.nonce)
            .with("key_id", &attempt.key_id)
            .with("by", own.as_str());
        let writes = vec![Write::Put { item: put, guards: vec![Guard::Absent] }, enqueue_mail(&mail)];
        if self.written(ctx, writes).await? {
            return Ok(());
        }
        Err(StoreError::Busy("an attempt's id was taken".into()))
    }

    /// An attempt to link an address, and who began it.
    pub async fn linking(&self, id: &str) -> Result<Option<(Attempt, EmailAddress)>, StoreError> {
        let Some(found) = self.table.get(&keys::linking(id)).await? else { return Ok(None) };
        let by = found.get("asked_by").and_then(|by| by.as_s().ok()).and_then(|by| by.parse().ok());
        let by = by.ok_or_else(|| StoreError::Broken(format!("nobody began the linking {id}")))?;
        Ok(Some((typed(found)?, by)))
    }

    /// Counts a try of the code before it is looked at. Guarded by the count that was read: no try is free.
    pub async fn count_linking_try(&self, ctx: &Context, attempt: &Attempt) -> Result<bool, StoreError> {
        let write = Write::Set {
            key: keys::linking(&attempt.id),
            set: vec![("tries", number(attempt.tries + 1))],
            remove: Vec::new(),
            guards: vec![Guard::Equals("tries", number(attempt.tries))],
        };
        self.written(ctx, vec![write]).await
    }

    /// Classes on the waitlist follow when people become one or part.
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

    /// Whether these writes went; `false` where a guard did not hold.
    async fn written(&self, ctx: &Context, writes: Vec<Write>) -> Result<bool, StoreError> {
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(true),
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// What two items of one person have that one person can have once.
fn clash(group: &Group, entries: &[Entry]) -> Option<Vec<(EmailAddress, &'static str)>> {
    let passes = group.people.iter().filter_map(|person| Some((person, person.confirmed()?)));
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

/// Tells the primary address and the one concerned that their addresses have changed, once for each version.
fn told(ctx: &Context, root: &Link, about: &EmailAddress) -> Vec<Write> {
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

/// The key of an address's item.
pub(crate) fn link_key(salt: &str, email: &EmailAddress) -> Key {
    keys::link(&PersonKey::new(salt, email))
}
