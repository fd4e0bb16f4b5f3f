//! Announcements: few, so one partition holds them and one read gets them all.

mod words;

use context::Context;
use domain::activity::{Act, Kind};
use domain::announcement::{Announcement, AnnouncementId, AnnouncementKind, AnnouncementState, News, Post};
use domain::conference::{Conference, ConferenceId};

use crate::table::{Cancelled, Guard, Write, item, text, typed};
use crate::{Cursor, Page, Store, StoreError, keys};

/// The outcome of a change of an announcement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announced {
    Done(Announcement),
    /// An earlier request used this key for another text.
    KeyReused,
}

/// The write that announces an event, for the transaction that makes it happen; `None` if the edition does not announce
/// it. Its key names the event, and the transaction guards the event, so it is written once.
pub(crate) fn announce(ctx: &Context, conference: &Conference, news: &News<'_>) -> Option<Write> {
    let announcement = news.announcement(conference, ctx.now(), || words::words(news, conference))?;
    Some(Write::Put {
        item: item(&keys::announcement(&conference.id, &announcement.id), &announcement),
        guards: vec![],
    })
}

impl Store {
    /// An edition's announcements, latest first. Unpublished ones are for organizers only.
    pub async fn announcements(&self, c: &ConferenceId) -> Result<Vec<Announcement>, StoreError> {
        let items = self.table.query(&keys::announcements(c)).await?;
        let mut all = items.into_iter().map(typed).collect::<Result<Vec<Announcement>, _>>()?;
        all.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
        Ok(all)
    }

    /// A page of announcements, latest first; without `held`, only published ones.
    pub async fn announcements_page(
        &self,
        c: &ConferenceId,
        held: bool,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Announcement>, StoreError> {
        let mut all = self.announcements(c).await?;
        let place = |a: &Announcement| format!("{}#{}", a.at, a.id);
        // Cursors order like instants only within a second: find the announcement shown last.
        let shown = after.map_or(0, |after| {
            let last = all.iter().position(|a| place(a) == after.as_str());
            last.map_or(all.len(), |last| last + 1)
        });
        all.drain(..shown.min(all.len()));
        all.retain(|a| held || a.state == AnnouncementState::Published);
        let more = all.len() > limit;
        all.truncate(limit);
        let next = all.last().filter(|_| more).map(|last| Cursor::at(place(last)));
        Ok(Page { items: all, next })
    }

    pub async fn announcement(
        &self,
        c: &ConferenceId,
        id: &AnnouncementId,
    ) -> Result<Option<Announcement>, StoreError> {
        self.table.get(&keys::announcement(c, id)).await?.map(typed).transpose()
    }

    /// Publishes an organizer's text. Its id follows from the key and is guarded by its absence: a repeat finds it.
    pub async fn post(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        key: Option<&str>,
        post: &Post,
    ) -> Result<Announced, StoreError> {
        let name = key.map_or_else(
            || ctx.id("announcement", 10),
            |key| {
                let hash = ctx.keys().hash(ctx.keys().current(), "announcement", &[c.as_str(), key]);
                domain::person::base32(&hash.expect("the current key is in the ring")[..10])
            },
        );
        let id = AnnouncementId::of(&name);
        let announcement = Announcement {
            id: id.clone(),
            kind: AnnouncementKind::Manual,
            title: post.title.clone(),
            body: post.body.clone(),
            at: ctx.now(),
            state: AnnouncementState::Published,
        };
        let put = item(&keys::announcement(c, &id), &announcement);
        let mut writes = vec![Write::Put { item: put, guards: vec![Guard::Absent] }];
        writes.extend(self.activity(ctx, c, Act::new(Kind::AnnouncementPosted, &id, "posted")));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Announced::Done(announcement)),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => match self.announcement(c, &id).await? {
                Some(earlier) if earlier.title == post.title && earlier.body == post.body => {
                    Ok(Announced::Done(earlier))
                }
                Some(_) => Ok(Announced::KeyReused),
                None => Err(StoreError::Busy("an announcement is being written".into())),
            },
        }
    }

    /// Publishes or withdraws an announcement. Publishing sets its date to now. Guarded by the state that was read; a
    /// repeat changes nothing.
    pub async fn set_announcement(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &AnnouncementId,
        state: AnnouncementState,
    ) -> Result<Option<Announcement>, StoreError> {
        let Some(before) = self.announcement(c, id).await? else { return Ok(None) };
        if before.state == state {
            return Ok(Some(before));
        }
        let mut after = Announcement { state, ..before.clone() };
        if before.state == AnnouncementState::Held && state == AnnouncementState::Published {
            after.at = ctx.now();
        }
        let guards = vec![Guard::Equals("status", text(before.state.as_str()))];
        let mut writes = vec![Write::Put { item: item(&keys::announcement(c, id), &after), guards }];
        let kind = if state == AnnouncementState::Withdrawn {
            Kind::AnnouncementWithdrawn
        } else {
            Kind::AnnouncementPublished
        };
        let act = Act::new(kind, id, ctx.id("activity", 12)).before(before.state.as_str()).after(state.as_str());
        writes.extend(self.activity(ctx, c, act));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(Some(after)),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => self.announcement(c, id).await,
        }
    }
}
