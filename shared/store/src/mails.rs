//! The outbox: other modules' transactions queue mails, and this module hands them over.

use std::ops::AddAssign;

use context::Context;
use domain::activity::{Act, Kind};
use domain::conference::ConferenceId;
use domain::mail::{Claim, Mail, MailState, READER_ERASED, claim, retry_at};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::due::{Processing, Run, Work};
use crate::feedback::lift;
use crate::keys::{DELIVER_MAIL, Key};
use crate::mail_queue::MailQueue;
use crate::table::{Cancelled, Guard, Item, Range, TRIES, Write, item, listed, millis, number, text, typed};
use crate::{Store, StoreError, keys};

/// How a hand-over to the mail service ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handover {
    Accepted {
        message_id: String,
    },
    /// The service asked to try later.
    Delayed {
        error: String,
    },
    /// The service rejected this mail permanently.
    Refused {
        error: String,
    },
}

impl Store {
    /// Has the mails of a queue delivered, `at_once` at a time. `next_turn` waits until mails may go and returns how
    /// many may; 0 ends the run. `deliver` gets each mail as stored now, and must claim it before handing it over:
    /// until then, a failure is retried like that of any due item. Returns the sum of `deliver`'s results.
    pub async fn deliver_due<'d, T: Default + AddAssign + Send>(
        &self,
        ctx: &Context,
        mut queue: MailQueue<'d>,
        at_once: usize,
        next_turn: impl Fn() -> BoxFuture<'d, usize>,
        deliver: impl Fn(Mail) -> BoxFuture<'d, Result<T, StoreError>> + Sync,
    ) -> Result<Run<T>, StoreError> {
        let work = Work { at_once, ..Work::each(DELIVER_MAIL, 0) };
        let (store, deliver) = (&self.lenient(), &deliver);
        let process = |keys: Vec<Key>| -> Processing<'_, T> {
            Box::pin(async move {
                let mut done = T::default();
                for key in keys {
                    if let Some(found) = store.table.get(&key).await? {
                        done += deliver(typed(found)?).await?;
                    }
                }
                Ok((done, false))
            })
        };
        let units = queue.turns(next_turn).map(|mail| mail.map(|mail| vec![mail]));
        let mut run = store.process_units(ctx, &work, units, process).await?;
        run.more = queue.has_more();
        Ok(run)
    }

    /// Claims a mail for one hand-over, if it is due. Guarded by its state and count of tries, as they were read: of
    /// two concurrent claims, one succeeds.
    pub async fn claim_mail(&self, ctx: &Context, before: &Mail) -> Result<Option<Mail>, StoreError> {
        let (state, take) = match claim(&before.state, before.tries, ctx.now()) {
            Claim::Leave => return Ok(None),
            Claim::Take(state) => (state, true),
            Claim::GiveUp(state) => (state, false),
        };
        let after = Mail { state, tries: before.tries + 1, ..before.clone() };
        let written = self.put_mail(ctx, before, &after).await?;
        Ok((written && take).then_some(after))
    }

    /// Notes how a hand-over ended. Guarded by the claim: a later claim's note stays.
    pub async fn note_mail(&self, ctx: &Context, claimed: &Mail, how: Handover) -> Result<(), StoreError> {
        let now = ctx.now();
        let doubts = match claimed.state {
            MailState::Claimed { doubts, .. } => doubts,
            _ => 0,
        };
        let state = match how {
            Handover::Accepted { message_id } => MailState::Sent { sent_at: now, message_id },
            Handover::Delayed { error } => MailState::Delayed { error, doubts },
            Handover::Refused { error } => MailState::Failed { failed_at: now, error },
        };
        let mut before = claimed.clone();
        for _ in 0..TRIES {
            let after = Mail { state: state.clone(), ..before.clone() };
            if self.put_mail(ctx, &before, &after).await? {
                return Ok(());
            }
            // Delivery feedback may arrive before the hand-over is noted.
            match self.mail(&claimed.key).await? {
                Some(now) if now.state == claimed.state && now.tries == claimed.tries => before = now,
                _ => return Ok(()),
            }
        }
        Err(StoreError::Busy(format!("what became of {} could not be noted", claimed.key)))
    }

    /// Puts a mail over the version that was read; returns whether that was still the current version.
    async fn put_mail(&self, ctx: &Context, before: &Mail, after: &Mail) -> Result<bool, StoreError> {
        self.put_mail_and(ctx, before, after, Vec::new()).await
    }

    /// The same, with other writes in its transaction.
    pub(crate) async fn put_mail_and(
        &self,
        ctx: &Context,
        before: &Mail,
        after: &Mail,
        others: Vec<Write>,
    ) -> Result<bool, StoreError> {
        let mut writes = vec![mail_write(ctx, before, after)];
        writes.extend(others);
        match self.table.transact(ctx.id("transaction", 26), writes).await {
            Ok(()) => {
                self.sent_mails.note(before, after);
                Ok(true)
            }
            Err(Cancelled::Reasons(_)) => Ok(false),
            Err(Cancelled::Store(error)) => Err(error),
        }
    }

    /// Queues an undelivered mail again, due now, and ends the suppression of its address. Guarded by its version: of
    /// two concurrent requests, one succeeds.
    pub async fn resend(&self, ctx: &Context, mail: &Mail) -> Result<bool, StoreError> {
        let now = ctx.now();
        let mut again = Mail { state: MailState::Queued, tries: 0, queued_at: now, ..mail.clone() };
        if let Some(feedback) = &mut again.feedback {
            feedback.lifted_at = Some(now);
            again.feedback_count += 1;
        }
        let mut others = lift(ctx, &mail.to);
        let about = mail.conference.as_deref().and_then(|c| c.parse().ok());
        others.extend(about.and_then(|c| {
            let act = Act::new(Kind::MailResent, &mail.key, ctx.id("activity", 12)).before(status(&mail.state));
            self.activity(ctx, &c, act)
        }));
        self.put_mail_and(ctx, mail, &again, others).await
    }

    /// Mails of an edition that are queued and due, soonest first, at most a few hundred.
    pub async fn queued_mails(&self, c: &ConferenceId) -> Result<Vec<Mail>, StoreError> {
        let due = self.due_entries(DELIVER_MAIL, Range::All, 200).await?;
        let due: Vec<_> = due.into_iter().map(|(_, key)| key).collect();
        let mails: Vec<Mail> = self.readable(self.table.get_all(&due).await?.into_iter().flatten());
        Ok(mails.into_iter().filter(|mail| mail.conference.as_deref() == Some(c.as_str())).collect())
    }

    /// A mail by its key.
    pub async fn mail(&self, key: &str) -> Result<Option<Mail>, StoreError> {
        self.table.get(&keys::mail(key)).await?.map(typed).transpose()
    }
}

/// Guarded by the mail's state, its count of tries, and its delivery feedback.
fn mail_write(ctx: &Context, before: &Mail, after: &Mail) -> Write {
    let mut put = item(&keys::mail(&after.key), after);
    match &after.state {
        MailState::Queued => mail_due_at(&mut put, after, after.queued_at),
        MailState::Delayed { .. } => {
            mail_due_at(&mut put, after, retry_at(after.kind.priority(), after.tries, ctx.now()));
        }
        MailState::Claimed { until, .. } => mail_due_at(&mut put, after, *until),
        MailState::Sent { sent_at: at, .. } | MailState::Failed { failed_at: at, .. } => {
            if let Some(c) = &after.conference {
                listed(&mut put, list_of(c, after), format!("{at}#{}", after.key));
            } else {
                // Sign-in mails need no history: the item expires when a repeat can no longer queue it.
                put.insert("expires".into(), number(at.as_second() + 24 * 3600));
            }
        }
    }
    let guards = vec![
        Guard::Equals("status", text(status(&before.state))),
        Guard::Equals("tries", number(before.tries)),
        Guard::EqualsOrUnset("heard", number(before.feedback_count)),
    ];
    Write::Put { item: put, guards }
}

/// Queues a mail, in the transaction that requires it. Guarded by its absence: each mail is queued once.
pub(crate) fn enqueue_mail(mail: &Mail) -> Write {
    let key = keys::mail(&mail.key);
    if mail.to.is_erased() {
        // There is no one to write to. The item says that this was decided.
        let state = MailState::Failed { failed_at: mail.queued_at, error: READER_ERASED.into() };
        let put = item(&key, &Mail { state, ..mail.clone() });
        return Write::Put { item: put, guards: vec![Guard::Absent] };
    }
    let mut put = item(&key, mail);
    mail_due_at(&mut put, mail, mail.queued_at);
    Write::Put { item: put, guards: vec![Guard::Absent] }
}

fn mail_due_at(put: &mut Item, mail: &Mail, at: Timestamp) {
    let partition = keys::due_mail(&keys::mail(&mail.key), mail.kind.priority());
    put.insert("due_pk".into(), text(partition));
    put.insert("due_at".into(), millis(at));
}

/// The list of a sent or failed mail. Mails that need an organizer have lists of their own, so that finding and counting
/// them needs no others.
fn list_of(c: &str, mail: &Mail) -> String {
    match &mail.state {
        MailState::Failed { .. } => keys::failed_mails(c),
        _ if mail.can_be_sent_again() => keys::bounced_mails(c),
        _ => keys::mails(c, keys::spread(&mail.key)),
    }
}

/// The stored word of a state.
fn status(state: &MailState) -> &'static str {
    match state {
        MailState::Queued => "owed",
        MailState::Delayed { .. } => "delayed",
        MailState::Claimed { .. } => "claimed",
        MailState::Sent { .. } => "sent",
        MailState::Failed { .. } => "failed",
    }
}
