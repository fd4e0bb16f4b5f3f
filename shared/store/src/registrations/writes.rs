//! What a registration's acts write: the person's item, counted answers, and mails.

use context::Context;
use domain::conference::{Attendance, ConferenceId};
use domain::mail::{Mail, MailKind};
use domain::pass::Move;
use domain::person::EmailAddress;
use domain::reconfirmation::Counter;
use domain::registration::{Person, Registration, RegistrationId};
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::mails::enqueue_mail;
use crate::pools::due_now;
use crate::table::{Guard, Write, due_at, item, listed, number};
use crate::{Edition, keys};

/// A person who asks for their link gets at most one mail in this time.
pub(crate) const LINK_WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// The day at the conference on which a registration got its pass: the shard counts its registrations by it.
pub(crate) fn day_of(edition: &Edition, registration: &Registration) -> Date {
    let since = match registration.attendance {
        Attendance::InPerson => registration.comes_since(),
        Attendance::Virtual => registration.registered_at,
    };
    since.to_zoned(edition.conference.time_zone.clone()).date()
}

/// How a registration's pass is returned, and the day on which it no longer counts. A held pass was not counted.
pub(crate) fn returning(edition: &Edition, registration: &Registration) -> (Move, Option<Date>) {
    let step = registration.returning();
    (step, (step == Move::Return).then(|| day_of(edition, registration)))
}

/// Puts a person over the version that was read. While their pass is held, they are due at its end.
pub(crate) fn person_write(c: &ConferenceId, after: &Person, before: Option<&Person>) -> Write {
    let after = Person { rev: before.map_or(0, |b| b.rev) + 1, ..after.clone() };
    let key = keys::person(c, &after.key);
    let mut put = item(&key, &after);
    if let Some(registration) = &after.registration {
        let list = keys::registrations(c, keys::spread(after.key.as_str()));
        listed(&mut put, list, format!("{}#{}", registration.registered_at, after.key));
        if let Some(until) = registration.state.held_until() {
            due_at(&mut put, "promote-waitlist", until);
        }
    }
    let guard = before.map_or(Guard::Absent, |before| Guard::Equals("rev", number(before.rev)));
    Write::Put { item: put, guards: vec![guard] }
}

pub(crate) fn registration_mail(
    c: &ConferenceId,
    kind: MailKind,
    registration: &Registration,
    email: &EmailAddress,
    now: jiff::Timestamp,
) -> Mail {
    // A registration can change often, and its pass can be offered to others and given back more than once. Each time
    // has a mail of its own.
    let subject = match kind {
        MailKind::RegistrationChanged | MailKind::PassOfferedOn => {
            format!("{}:{}", registration.id, registration.sequence)
        }
        _ => registration.id.to_string(),
    };
    let mail = Mail::queued(kind, &subject, email.clone(), now)
        .about(c.as_str())
        .greeting(registration.name.as_str())
        .with("registration", registration.id.as_str())
        .with("nonce", &registration.nonce)
        .with("key_id", &registration.key_id)
        .with("attendance", registration.attendance.as_str())
        .with("sequence", registration.sequence.to_string());
    match registration.state.held_until() {
        Some(until) => mail.with("held_until", until.to_string()),
        None => mail,
    }
}

pub(crate) fn changed_writes(
    ctx: &Context,
    edition: &Edition,
    person: &Person,
    before: &Registration,
    after: &Registration,
    counter: Option<Counter>,
) -> Vec<Write> {
    let c = edition.id();
    // People who watch hold no BoFs: the writes that cancel them are in this transaction.
    let bofs = if after.attendance == Attendance::InPerson { person.bofs.clone() } else { Vec::new() };
    let changed = Person { registration: Some(after.clone()), bofs, ..person.clone() };
    let mail = registration_mail(c, MailKind::RegistrationChanged, after, &person.email, ctx.now());
    let mut writes = vec![person_write(c, &changed, Some(person)), enqueue_mail(&mail)];
    if after.attendance != before.attendance {
        let shard = keys::shard(c, &before.pool, before.shard);
        let due = due_now(ctx, &shard);
        let (step, day) = returning(edition, before);
        writes.push(Write::Ledger { key: shard, step, due, day });
    }
    writes.extend(counter.map(|counter| count_answer(c, &after.id, counter)));
    writes
}

/// Counts an answer on one of a few tallies, so that concurrent answers rarely conflict. A repeat would count again, so
/// the person's item guards the transaction.
pub(crate) fn count_answer(c: &ConferenceId, id: &RegistrationId, counter: Counter) -> Write {
    let key = keys::answers(c, keys::spread(id.as_str()) % keys::TALLIES);
    Write::Count { key, names: vec![counter.as_str()], set: vec![("v", number(1))], guards: Vec::new() }
}
