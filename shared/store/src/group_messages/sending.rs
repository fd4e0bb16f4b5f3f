//! The workflow `send-messages`: finds the recipients of scheduled messages, queues mails, counts which were sent.
//!
//! Each step is one transaction under the message's revision. So of two concurrent runs one succeeds, and a crash
//! repeats at most one step, of which nothing was written.

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::mail::{Mail, MailKind};
use domain::message::{Batch, Delivery, DeliveryState, Message, MessageId, Recipient, Step, delivery_state};

use super::{WORKFLOW, filled, message_write};
use crate::due::{Run, Work};
use crate::keys::Key;
use crate::mails::enqueue_mail;
use crate::table::{Cancelled, TRIES, Write, item};
use crate::{Store, StoreError, keys};

/// Messages in one run.
const BATCH: i32 = 20;

/// Steps for one message in one run: with batches of 40, 2,400 people. The others are due again at once.
const STEPS: u32 = 60;

const WORK: Work = Work::each(WORKFLOW, BATCH);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MessagesSent {
    /// Mails that were queued.
    pub mails: u64,
    /// Steps of messages that were done.
    pub steps: u64,
}

impl std::ops::AddAssign for MessagesSent {
    fn add_assign(&mut self, other: Self) {
        self.mails += other.mails;
        self.steps += other.steps;
    }
}

/// What a step writes, beside the message itself.
struct Stepped {
    message: Message,
    others: Vec<Write>,
    mails: u64,
}

impl Store {
    /// Sends what is due. Safe to run concurrently: the message's revision guards every step, and the absence of each
    /// mail guards it.
    pub async fn send_messages_due(&self, ctx: &Context) -> Result<Run<MessagesSent>, StoreError> {
        let store = &self.lenient().acting_workflow(WORKFLOW);
        store.process_due(ctx, &WORK, |keys| Box::pin(async move { store.send_unit(ctx, &keys).await })).await
    }

    async fn send_unit(&self, ctx: &Context, unit: &[Key]) -> Result<(MessagesSent, bool), StoreError> {
        let (mut done, mut more) = (MessagesSent::default(), false);
        for key in unit {
            let named = keys::parse_message(key);
            let (c, id) = named.ok_or_else(|| StoreError::Broken(format!("{} is due for messages", key.pk)))?;
            let mut left = STEPS;
            while left > 0 && self.send_step(ctx, &c, &id, &mut done).await? {
                left -= 1;
            }
            more |= left == 0;
        }
        Ok((done, more))
    }

    /// Does a message's next step; returns whether there was one.
    async fn send_step(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        id: &MessageId,
        done: &mut MessagesSent,
    ) -> Result<bool, StoreError> {
        for attempt in 0..TRIES {
            let Some(before) = self.message(c, id).await? else { return Ok(false) };
            let stepped = match before.step(ctx.now()) {
                Step::Nothing => return Ok(false),
                Step::Begin => self.begin(ctx, c, &before).await?,
                Step::Queue(number) => self.queue_batch(ctx, c, &before, number).await?,
                Step::Count(number) => self.count_batch(ctx, c, &before, number).await?,
            };
            let mut writes = vec![message_write(c, &stepped.message, Some(&before))];
            writes.extend(stepped.others);
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {
                    done.mails += stepped.mails;
                    done.steps += 1;
                    return Ok(true);
                }
                Err(Cancelled::Store(error)) => return Err(error),
                Err(Cancelled::Reasons(_)) => self.back_off(ctx, attempt).await,
            }
        }
        Err(StoreError::Busy(format!("the message {id} is being changed")))
    }

    /// Fixes the recipients of a scheduled message.
    async fn begin(&self, ctx: &Context, c: &ConferenceId, before: &Message) -> Result<Stepped, StoreError> {
        let edition = self.edition_there(c).await?;
        let all = self.message_recipients(ctx, &edition, &before.group, before.necessary).await?;
        let list = self.write_batches(ctx, c, &before.id, &all).await?;
        let message = before.begun(Delivery::new(list, &all, ctx.now()), ctx.now());
        let act = Act::new(Kind::MessageSent, &before.id, "sent").after(all.len() as u64);
        let act = act.of_track(before.group.track.as_ref());
        Ok(Stepped { message, others: vec![self.activity_by_itself(ctx, c, WORKFLOW, act)], mails: 0 })
    }

    /// Queues the mails of a batch. Opt-outs since the list was made count.
    async fn queue_batch(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        before: &Message,
        number: u32,
    ) -> Result<Stepped, StoreError> {
        let delivery = before.delivery().ok_or_else(|| StoreError::Broken("a message has no recipients".into()))?;
        let listed = self.message_batch(c, &before.id, delivery, number).await?;
        let batch = Batch { recipients: self.skipped_now(ctx, c, &listed.recipients).await? };
        let skipped = |batch: &Batch| batch.recipients.iter().filter(|one| one.skipped.is_some()).count() as u64;
        let mails: Vec<_> = batch.recipients.iter().filter(|one| one.skipped.is_none()).collect();
        let count = mails.len() as u64;
        let mut others: Vec<_> = mails.into_iter().map(|one| enqueue_mail(&mail(ctx, c, before, one))).collect();
        if batch != listed {
            let key = keys::message_batch(c, &before.id, &delivery.batches, number);
            others.push(Write::Put { item: item(&key, &batch), guards: Vec::new() });
        }
        if count > 0 {
            let act = Act::new(Kind::MessageMailed, &before.id, before.rev + 1).after(count);
            let act = act.of_track(before.group.track.as_ref());
            others.push(self.activity_by_itself(ctx, c, WORKFLOW, act));
        }
        let message = before.queued(skipped(&listed), skipped(&batch), ctx.now());
        Ok(Stepped { message, others, mails: count })
    }

    /// Counts the mails of a batch, once all of them are sent or given up.
    async fn count_batch(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        before: &Message,
        number: u32,
    ) -> Result<Stepped, StoreError> {
        let delivery = before.delivery().ok_or_else(|| StoreError::Broken("a message has no recipients".into()))?;
        let batch = self.message_batch(c, &before.id, delivery, number).await?;
        let states = self.message_states(&before.id, &batch.recipients, true).await?;
        let counts = states.iter().all(|state| state.is_final()).then(|| {
            let of = |wanted: &[DeliveryState]| states.iter().filter(|state| wanted.contains(state)).count() as u64;
            (of(&[DeliveryState::Sent, DeliveryState::Bounced]), of(&[DeliveryState::Failed]))
        });
        Ok(Stepped { message: before.counted(counts, ctx.now()), others: Vec::new(), mails: 0 })
    }

    /// What became of the mail to each of these recipients, in order.
    pub async fn message_states(
        &self,
        id: &MessageId,
        recipients: &[Recipient],
        is_queued: bool,
    ) -> Result<Vec<DeliveryState>, StoreError> {
        let asked: Vec<_> = recipients.iter().map(|one| keys::mail(&mail_key(id, one))).collect();
        let found = if is_queued { self.table.get_all(&asked).await? } else { vec![None; asked.len()] };
        let state = |(one, found): (&Recipient, _)| {
            let mail: Option<Mail> = self.readable_one(found);
            delivery_state(one, mail.as_ref(), is_queued)
        };
        Ok(recipients.iter().zip(found).map(state).collect())
    }
}

/// Names the message and the person, so that each person gets it once.
fn mail(ctx: &Context, c: &ConferenceId, message: &Message, to: &Recipient) -> Mail {
    let mail = Mail::queued(MailKind::Message, &obligation(&message.id, to), to.email.clone(), ctx.now());
    let mail = filled(mail, c, &message.subject, &message.body, message.group.track.as_ref(), &to.reader);
    match &to.name {
        Some(name) => mail.greeting(name),
        None => mail,
    }
}

fn obligation(id: &MessageId, to: &Recipient) -> String {
    format!("{id}-{}", to.key)
}

/// The key of the mail to a recipient.
fn mail_key(id: &MessageId, to: &Recipient) -> String {
    format!("message:{}", obligation(id, to))
}
