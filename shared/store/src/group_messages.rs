//! Messages to groups of people: writing, changing and cancelling them, and finding their recipients.
//!
//! `sending` is the workflow: it queues the mails, batch by batch, and counts which were sent.

mod recipients;
mod sending;
mod tallies;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::mail::{Mail, MailKind};
use domain::message::{Batch, Delivery, Message, MessageDraft, MessageId, Progress, Recipient};
use domain::person::{EmailAddress, base32};

use crate::mails::enqueue_mail;
use crate::table::{Cancelled, Guard, TRIES, Write, due_at, item, listed, number, typed};
use crate::{Cursor, Edition, Page, Store, StoreError, Upcoming, What, keys, messages_kind};

pub use sending::MessagesSent;
pub use tallies::MessageTallies;

/// The workflow's name in the `due` index.
pub(crate) const WORKFLOW: &str = "send-messages";

/// Batches of recipients that are written in one transaction: each is a few kilobytes.
const BATCHES_AT_ONCE: usize = 50;

/// The latest messages among which the agenda finds scheduled ones.
const SCHEDULED_AMONG: usize = 100;

/// The outcome of writing a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageOutcome {
    Created(Message),
    /// An earlier request with the same key made it.
    Replayed(Message),
    /// An earlier request used this key for another message.
    KeyReused,
}

/// A change of a scheduled message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageChange {
    Edit(MessageDraft),
    Cancel,
    Pause,
    Resume,
    /// Send it before its time.
    SendNow,
}

impl Store {
    /// Writes a message. With `recipients` it is sent now, to them; otherwise they are found when it is due. Its id
    /// follows from the key and is guarded by its absence: a repeat finds it.
    pub async fn write_message(
        &self,
        ctx: &Context,
        edition: &Edition,
        draft: &MessageDraft,
        by: &EmailAddress,
        key: Option<&str>,
        recipients: Option<&[Recipient]>,
    ) -> Result<MessageOutcome, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let id = key.map_or_else(|| MessageId::new(ctx.id("message", MessageId::LENGTH)), |key| id_of(ctx, c, key));
        let request = key.map(|key| draft.mark(key));
        let scheduled = Message {
            id: id.clone(),
            subject: draft.subject.clone(),
            body: draft.body.clone(),
            group: draft.group.clone(),
            necessary: draft.necessary,
            created_by: by.clone(),
            created_at: now,
            send_at: draft.send_at.unwrap_or(now),
            progress: Progress::Scheduled { paused: false },
            request: request.clone(),
            rev: 1,
        };
        let (message, act) = if let Some(all) = recipients {
            let list = self.write_batches(ctx, c, &id, all).await?;
            let message = scheduled.begun(Delivery::new(list, all, now), now);
            (message, Act::new(Kind::MessageSent, &id, "sent").after(all.len() as u64))
        } else {
            let act = Act::new(Kind::MessageScheduled, &id, "scheduled").after(scheduled.send_at);
            (scheduled, act)
        };
        let mut writes = vec![message_write(c, &message, None)];
        writes.extend(self.activity(ctx, c, act.of_track(draft.group.track.as_ref())));
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => Ok(MessageOutcome::Created(message)),
            Err(Cancelled::Store(error)) => Err(error),
            Err(Cancelled::Reasons(_)) => match self.message(c, &id).await? {
                Some(earlier) => Ok(replayed(earlier, request.as_ref())),
                None => Err(StoreError::Busy("a message is being written".into())),
            },
        }
    }

    /// The message that an earlier request with this key wrote.
    pub async fn written_message(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        draft: &MessageDraft,
        key: &str,
    ) -> Result<Option<MessageOutcome>, StoreError> {
        let earlier = self.message(c, &id_of(ctx, c, key)).await?;
        Ok(earlier.map(|earlier| replayed(earlier, Some(&draft.mark(key)))))
    }

    /// Writes recipients under a new name, which it returns. No guard: the name is unknown until the message has it.
    async fn write_batches(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &MessageId,
        all: &[Recipient],
    ) -> Result<String, StoreError> {
        let list = ctx.id("recipients", 12);
        let batches: Vec<_> = (0u32..).zip(all.chunks(domain::message::BATCH)).collect();
        for some in batches.chunks(BATCHES_AT_ONCE) {
            let put = |(number, recipients): &(u32, &[Recipient])| Write::Put {
                item: item(&keys::message_batch(c, id, &list, *number), &Batch { recipients: recipients.to_vec() }),
                guards: Vec::new(),
            };
            match self.table.transact(ctx.id("transaction", 26), some.iter().map(put).collect()).await {
                Ok(()) => {}
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => return Err(StoreError::Busy("recipients are being written".into())),
            }
        }
        Ok(list)
    }

    pub async fn message(&self, c: &ConferenceId, id: &MessageId) -> Result<Option<Message>, StoreError> {
        self.table.get(&keys::message(c, id)).await?.map(typed).transpose()
    }

    /// Messages of an edition, latest first.
    pub async fn messages(
        &self,
        c: &ConferenceId,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<Message>, StoreError> {
        self.list(vec![keys::messages(c)], after, limit).await
    }

    /// Scheduled messages, among the latest ones. A paused one is in no other index.
    pub(crate) async fn upcoming_messages(&self, c: &ConferenceId) -> Result<Vec<Upcoming>, StoreError> {
        let latest = self.messages(c, None, SCHEDULED_AMONG).await?;
        let scheduled = latest.items.into_iter().filter(|m| matches!(m.progress, Progress::Scheduled { .. }));
        let upcoming = |m: Message| Upcoming { at: m.send_at, what: What::SendMessage { message: Box::new(m) } };
        Ok(scheduled.map(upcoming).collect())
    }

    /// A batch of the recipients of a message.
    pub async fn message_batch(
        &self,
        c: &ConferenceId,
        id: &MessageId,
        delivery: &Delivery,
        number: u32,
    ) -> Result<Batch, StoreError> {
        let found = self.table.get(&keys::message_batch(c, id, &delivery.batches, number)).await?;
        let missing = || StoreError::Broken(format!("batch {number} of the message {id} is missing"));
        typed(found.ok_or_else(missing)?)
    }

    /// Changes a scheduled message. Guarded by its revision. `None`: it is no longer scheduled. A repeat of a
    /// cancellation, or of another change that holds already, changes nothing.
    pub async fn change_message(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &MessageId,
        change: &MessageChange,
    ) -> Result<Option<Message>, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.message(c, id).await? else { return Ok(None) };
            let now = ctx.now();
            if matches!((change, &before.progress), (MessageChange::Cancel, Progress::Cancelled { .. })) {
                return Ok(Some(before));
            }
            let (after, kind) = match change {
                MessageChange::Edit(draft) => (before.changed(draft, now), Kind::MessageChanged),
                MessageChange::Cancel => (before.cancelled(now), Kind::MessageCancelled),
                MessageChange::Pause => (before.paused(true), Kind::MessagePaused),
                MessageChange::Resume => (before.paused(false), Kind::MessageResumed),
                MessageChange::SendNow => (before.brought_forward(now), Kind::MessageHastened),
            };
            let Some(after) = after else { return Ok(None) };
            if (Message { rev: before.rev, ..after.clone() }) == before {
                return Ok(Some(before));
            }
            let act = Act::new(kind, id, after.rev).before(before.send_at).after(after.send_at);
            let mut writes = vec![message_write(c, &after, Some(&before))];
            writes.extend(self.activity(ctx, c, act.of_track(after.group.track.as_ref())));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => return Ok(Some(after)),
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy("this message is being changed".into()))
    }

    /// Queues a copy for its writer. Guarded by its absence: the same text under the same key is queued once.
    pub async fn test_message(
        &self,
        ctx: &Context,
        edition: &Edition,
        draft: &MessageDraft,
        to: &EmailAddress,
        key: Option<&str>,
    ) -> Result<(), StoreError> {
        let name = match key {
            Some(key) => hashed(ctx, "message-test", &[edition.id().as_str(), key, &draft.subject, &draft.body], 12),
            None => ctx.id("message-test", 20),
        };
        let mail = Mail::queued(MailKind::MessageTest, &name, to.clone(), ctx.now());
        let reader = self.reader(to).await?;
        let mail = filled(mail, edition.id(), &draft.subject, &draft.body, draft.group.track.as_ref(), &reader);
        match self.table.transact(ctx.id("transaction", 26), vec![enqueue_mail(&mail)]).await {
            Ok(()) | Err(Cancelled::Reasons(_)) => Ok(()),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }
}

/// A mail with the text of a message.
pub(crate) fn filled(
    mail: Mail,
    c: &ConferenceId,
    subject: &str,
    body: &str,
    track: Option<&domain::conference::TrackId>,
    reader: &str,
) -> Mail {
    let mail = mail.about(c.as_str()).with("subject", subject).with("text", body).with("reader", reader);
    let mail = mail.with("kinds", messages_kind(c));
    match track {
        Some(track) => mail.with("track", track.as_str()),
        None => mail,
    }
}

fn id_of(ctx: &Context, c: &ConferenceId, key: &str) -> MessageId {
    MessageId::new(hashed(ctx, "message", &[c.as_str(), key], 10))
}

fn hashed(ctx: &Context, purpose: &'static str, parts: &[&str], bytes: usize) -> String {
    let hash = ctx.keys().hash(ctx.keys().current(), purpose, parts);
    base32(&hash.expect("the current key is in the ring")[..bytes])
}

fn replayed(earlier: Message, request: Option<&domain::request_mark::RequestMark>) -> MessageOutcome {
    if earlier.request.as_ref() == request { MessageOutcome::Replayed(earlier) } else { MessageOutcome::KeyReused }
}

/// Guarded by the version that was read, or by its absence.
pub(crate) fn message_write(c: &ConferenceId, after: &Message, before: Option<&Message>) -> Write {
    let mut put = item(&keys::message(c, &after.id), after);
    listed(&mut put, keys::messages(c), format!("{}#{}", after.created_at, after.id));
    if let Some(at) = after.due_at() {
        due_at(&mut put, WORKFLOW, at);
    }
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}
