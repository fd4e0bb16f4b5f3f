//! Roles: organizers, leads and reviewers, as items beside those that the definition names.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::{self, ConferenceId, TrackId};
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::role::{Role, RoleId, RoleKind, RoleState};
use futures_util::future::try_join_all;
use serde_json::Value;

use crate::activity::activity_by;
use crate::editions::Over;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Edition, PutEdition, Store, StoreError, keys};

/// The people who work on an edition, from the definition and items together, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team(Vec<(RoleKind, EmailAddress)>);

impl Team {
    fn of(&self, kind: &RoleKind) -> Vec<EmailAddress> {
        self.0.iter().filter(|(of, _)| of == kind).map(|(_, email)| email.clone()).collect()
    }

    pub fn organizers(&self) -> Vec<EmailAddress> {
        self.of(&RoleKind::Organizer)
    }

    pub fn leads(&self, track: &TrackId) -> Vec<EmailAddress> {
        self.of(&RoleKind::Lead { track: track.clone() })
    }

    /// The reviewers of a track, without its leads.
    pub fn reviewers(&self, track: &TrackId) -> Vec<EmailAddress> {
        self.of(&RoleKind::Reviewer { track: track.clone() })
    }
}

/// The outcome of offering a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleOfferOutcome {
    /// The role is offered, and the mail queued.
    New(Role),
    /// They have the role or an offer of it already.
    Already(Role),
}

/// The outcome of a change of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleChangeOutcome {
    /// The change is stored, now or since before.
    Done(Role),
    NotOpen(Role),
    /// The definition names no other organizer.
    LastOrganizer,
    Busy,
}

impl Store {
    /// The roles that these addresses hold in an edition: one short read per address, concurrently.
    pub async fn roles_of(&self, edition: &Edition, addresses: &[EmailAddress]) -> Result<Vec<Role>, StoreError> {
        let roles = self.all_roles_of(edition, addresses).await?;
        Ok(roles.into_iter().filter(Role::is_held).collect())
    }

    /// The same with offered, resigned and revoked roles.
    pub async fn all_roles_of(&self, edition: &Edition, addresses: &[EmailAddress]) -> Result<Vec<Role>, StoreError> {
        let partition = keys::roles(edition.id());
        let read = |address| {
            let prefix = RoleId::prefix(&edition.person_key(address));
            let partition = &partition;
            async move { self.table.query_prefix(partition, &prefix).await }
        };
        let found = try_join_all(addresses.iter().map(read)).await?;
        found.into_iter().flatten().map(typed).collect()
    }

    /// All role items, including ended ones.
    pub async fn roles(&self, c: &ConferenceId) -> Result<Vec<Role>, StoreError> {
        Ok(self.readable(self.table.query(&keys::roles(c)).await?))
    }

    /// The people who work on an edition.
    pub async fn team(&self, edition: &Edition) -> Result<Team, StoreError> {
        let mut team = named(edition);
        for role in self.roles(edition.id()).await?.into_iter().filter(Role::is_held) {
            if !team.iter().any(|(kind, email)| *kind == role.kind && *email == role.email) {
                team.push((role.kind, role.email));
            }
        }
        Ok(Team(team))
    }

    /// A role. If only the definition names the person, it counts as held all along.
    pub async fn role(&self, edition: &Edition, id: &RoleId) -> Result<Option<Role>, StoreError> {
        let found = self.table.get(&keys::role(edition.id(), id)).await?.map(typed).transpose()?;
        Ok(current(found.as_ref(), defined(edition, id).as_ref()))
    }

    /// Offers a person a role by mail. Guarded by the role's version or absence: of two concurrent offers, one
    /// succeeds, and a repeat finds it offered.
    pub async fn offer_role(
        &self,
        ctx: &Context,
        edition: &Edition,
        kind: &RoleKind,
        email: &EmailAddress,
        by: &EmailAddress,
    ) -> Result<RoleOfferOutcome, StoreError> {
        let person = edition.person_key(email);
        let id = RoleId::new(&person, kind);
        for attempt in 0..TRIES {
            let found: Option<Role> = self.table.get(&keys::role(edition.id(), &id)).await?.map(typed).transpose()?;
            let role = current(found.as_ref(), defined(edition, &id).as_ref());
            if let Some(role) = role.filter(Role::is_open) {
                return Ok(RoleOfferOutcome::Already(role));
            }
            let offered = match &found {
                None => Role::invited(&person, email.clone(), kind.clone(), by, ctx.now()),
                Some(before) => before.becomes(RoleState::Invited, by, ctx.now()).expect("it is not open"),
            };
            let mail = role_mail(ctx, edition, MailKind::RoleInvitation, &offered, email, by);
            let entry = role_entry(ctx, edition, Kind::RoleOffered, &offered, by);
            let writes = vec![role_write(edition, &offered, found.as_ref()), enqueue_mail(&mail), entry];
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(RoleOfferOutcome::New(offered)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("a role changes just now".into()))
    }

    /// Accepts, resigns or revokes a role, and removes the person from the definition if it names them. Guarded by the
    /// versions of role and definition; a repeat changes nothing. `None` if there is no such role.
    pub async fn change_role(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &RoleId,
        to: RoleState,
        by: &EmailAddress,
    ) -> Result<Option<RoleChangeOutcome>, StoreError> {
        let mut edition = edition.clone();
        for attempt in 0..TRIES {
            let found: Option<Role> = self.table.get(&keys::role(edition.id(), id)).await?.map(typed).transpose()?;
            let defined = defined(&edition, id);
            let Some(role) = current(found.as_ref(), defined.as_ref()) else { return Ok(None) };
            let ends = matches!(to, RoleState::GivenUp | RoleState::Removed);
            let Some(after) = role.becomes(to, by, ctx.now()) else {
                self.reclassify_person(ctx, &edition, &role).await?;
                let so = role.status == to || (ends && !role.is_open());
                return Ok(Some(if so { RoleChangeOutcome::Done(role) } else { RoleChangeOutcome::NotOpen(role) }));
            };
            let mut writes = vec![role_write(&edition, &after, found.as_ref())];
            let (kind, reader) = match to {
                RoleState::Removed => (MailKind::RoleRemoved, Some(&after.email)),
                _ => (MailKind::RoleAnswered, after.invited_by()),
            };
            if let Some(reader) = reader.filter(|reader| *reader != by) {
                writes.push(enqueue_mail(&role_mail(ctx, &edition, kind, &after, reader, by)));
            }
            let act = match to {
                RoleState::Removed => Kind::RoleRemoved,
                RoleState::GivenUp => Kind::RoleGivenUp,
                RoleState::Invited | RoleState::Held => Kind::RoleAccepted,
            };
            writes.push(role_entry(ctx, &edition, act, &after, by));
            let done = if defined.is_some() && ends {
                let Some(document) = without(&edition, &after) else {
                    return Ok(Some(RoleChangeOutcome::LastOrganizer));
                };
                let read = conference::read(&document).map_err(|errors| StoreError::Broken(errors[0].in_log()))?;
                let over = Over { revision: Some(edition.revision), with: writes, has_entry: true };
                let put = self.put_edition_over(ctx, &read, &document, over).await?;
                matches!(put, PutEdition::Changed(_) | PutEdition::Created(_))
            } else {
                match self.table.transact(ctx.id("transaction", 26), writes).await {
                    Ok(()) => true,
                    Err(Cancelled::Store(error)) => return Err(error),
                    Err(Cancelled::Reasons(_)) => false,
                }
            };
            if !done {
                self.back_off(ctx, attempt).await;
            }
            let c = edition.id().clone();
            let now = self.edition(&c).await?;
            edition = now.ok_or_else(|| StoreError::Broken(format!("{c} is gone")))?;
            if done {
                self.reclassify_person(ctx, &edition, &after).await?;
                return Ok(Some(RoleChangeOutcome::Done(after)));
            }
        }
        Ok(Some(RoleChangeOutcome::Busy))
    }

    /// A track's lead is a contributor, which changes their class on the waitlist.
    async fn reclassify_person(&self, ctx: &Context, edition: &Edition, role: &Role) -> Result<(), StoreError> {
        match role.kind {
            RoleKind::Lead { .. } => self.reclassify(ctx, edition, &role.email).await,
            RoleKind::Organizer | RoleKind::Reviewer { .. } | RoleKind::Door => Ok(()),
        }
    }
}

/// The people in the definition.
pub(crate) fn named(edition: &Edition) -> Vec<(RoleKind, EmailAddress)> {
    let conference = &edition.conference;
    let organizers = conference.organizers.iter().map(|email| (RoleKind::Organizer, email.clone()));
    let leads = conference.tracks.iter().flat_map(|track| {
        let kind = RoleKind::Lead { track: track.id.clone() };
        track.leads.iter().map(move |email| (kind.clone(), email.clone()))
    });
    organizers.chain(leads).collect()
}

/// The same as held roles.
pub fn defined_roles(edition: &Edition) -> Vec<Role> {
    let role = |(kind, email): (RoleKind, EmailAddress)| {
        let id = RoleId::new(&edition.person_key(&email), &kind);
        Role { id, email, kind, status: RoleState::Held, log: Vec::new(), rev: 0 }
    };
    named(edition).into_iter().map(role).collect()
}

fn defined(edition: &Edition, id: &RoleId) -> Option<Role> {
    defined_roles(edition).into_iter().find(|role| role.id == *id)
}

/// A role's current state from its item and the definition: a person in the definition has the role, whatever the item
/// says.
fn current(found: Option<&Role>, defined: Option<&Role>) -> Option<Role> {
    match (found, defined) {
        (Some(found), Some(_)) => Some(Role { status: RoleState::Held, ..found.clone() }),
        (found, defined) => found.or(defined).cloned(),
    }
}

/// The definition without a person in a role; `None` if it would name no organizer.
fn without(edition: &Edition, role: &Role) -> Option<Value> {
    let mut document = (*edition.document).clone();
    let list = match &role.kind {
        RoleKind::Organizer => document.get_mut("organizers"),
        // The definition has no door staff.
        RoleKind::Door => None,
        RoleKind::Lead { track } | RoleKind::Reviewer { track } => {
            let tracks = document.get_mut("tracks").and_then(Value::as_array_mut)?;
            tracks.iter_mut().find(|of| of["id"] == track.as_str()).and_then(|of| of.get_mut("leads"))
        }
    };
    let list = list.and_then(Value::as_array_mut)?;
    list.retain(|one| {
        one.as_str().and_then(|one| one.parse::<EmailAddress>().ok()).is_none_or(|one| one != role.email)
    });
    (role.kind != RoleKind::Organizer || !list.is_empty()).then_some(document)
}

/// Its change is the role's version, also for a person who is only in the definition.
fn role_entry(ctx: &Context, edition: &Edition, kind: Kind, role: &Role, by: &EmailAddress) -> Write {
    let change = format!("{} {}", role.rev, edition.revision);
    let act = Act::new(kind, &role.id, change).after(role.kind.as_str()).of_track(role.kind.track());
    activity_by(ctx, edition, by, act)
}

/// Puts a role over the version that was read.
fn role_write(edition: &Edition, after: &Role, before: Option<&Role>) -> Write {
    let put = item(&keys::role(edition.id(), &after.id), after);
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}

/// A mail about a role: each change is mailed once.
fn role_mail(
    ctx: &Context,
    edition: &Edition,
    kind: MailKind,
    role: &Role,
    to: &EmailAddress,
    by: &EmailAddress,
) -> Mail {
    let mail = Mail::queued(kind, &format!("{}:{}", role.id, role.rev), to.clone(), ctx.now())
        .about(edition.id().as_str())
        .with("role", role.kind.as_str())
        .with("status", role.status.as_str())
        .with("email", role.email.as_str())
        .with("by", by.as_str());
    match role.kind.track() {
        Some(track) => mail.with("track", track.as_str()),
        None => mail,
    }
}
