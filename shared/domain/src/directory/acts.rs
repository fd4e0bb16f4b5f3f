//! Acts on many people at once: what each would do to each person, decided before anything is done.

use super::PersonRow;
use crate::conference::{Attendance, Class, PoolId};
use crate::waitlist::EntryState;

/// An act on many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkAct {
    /// Cancels their passes.
    Cancel { reason: Option<String> },
    /// Moves them to a class of the waitlist.
    Move { class: Class, reason: String },
    /// Mails them the link to their pass, and to their waitlist entry.
    Resend,
    /// Invites them to claim a pass of a reserved pool.
    Invite { pool: PoolId },
}

impl BulkAct {
    /// The words of the API.
    pub const WORDS: &'static [&'static str] = &["cancel", "move", "resend", "invite"];

    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Cancel { .. } => "cancel",
            Self::Move { .. } => "move",
            Self::Resend => "resend",
            Self::Invite { .. } => "invite",
        }
    }
}

/// What an act does to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    PassCancelled,
    ClassChanged { from: Class },
    LinkSent,
    Invited,
}

/// Why an act does nothing to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kept {
    /// Already done: their pass is cancelled, they are in the class, got the link a moment ago, or have an open
    /// invitation.
    Already,
    NoPass,
    NotWaiting,
    /// They have an offer, so their class has no more effect.
    HasOffer,
    /// They have neither a pass nor a waitlist entry.
    NoLink,
    HasPass,
    /// The pool has as many open invitations as passes left.
    PoolEmpty,
    /// No person of the edition has this id.
    Unknown,
}

impl Kept {
    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Already => "already",
            Self::NoPass => "no_pass",
            Self::NotWaiting => "not_waiting",
            Self::HasOffer => "has_offer",
            Self::NoLink => "no_link",
            Self::HasPass => "has_pass",
            Self::PoolEmpty => "pool_empty",
            Self::Unknown => "unknown",
        }
    }
}

pub type Consequence = Result<Effect, Kept>;

/// What an act does to a person. `already` says whether the mail that it queues was queued before: the link within its
/// window, or an invitation that is still open. `left` counts the passes that invitations can still promise.
pub fn consequence(act: &BulkAct, row: &PersonRow, already: bool, left: &mut u64) -> Consequence {
    match act {
        BulkAct::Cancel { .. } => match &row.registration {
            Some(registration) if registration.is_active() => Ok(Effect::PassCancelled),
            Some(_) => Err(Kept::Already),
            None => Err(Kept::NoPass),
        },
        BulkAct::Move { class, .. } => match &row.waitlist {
            Some(entry) if entry.state == EntryState::Offered => Err(Kept::HasOffer),
            Some(entry) if entry.state != EntryState::Waiting => Err(Kept::NotWaiting),
            Some(entry) if entry.class == *class => Err(Kept::Already),
            Some(entry) => Ok(Effect::ClassChanged { from: entry.class }),
            None => Err(Kept::NotWaiting),
        },
        BulkAct::Resend => {
            let waits = row.waitlist.as_ref().is_some_and(super::RowWaitlist::is_active);
            match (row.has_pass() || waits, already) {
                (false, _) => Err(Kept::NoLink),
                (true, true) => Err(Kept::Already),
                (true, false) => Ok(Effect::LinkSent),
            }
        }
        BulkAct::Invite { .. } => {
            let comes = row.registration.as_ref().filter(|r| r.is_confirmed()).map(|r| r.attendance);
            match (comes, already, *left) {
                (Some(Attendance::InPerson), ..) => Err(Kept::HasPass),
                (_, true, _) => Err(Kept::Already),
                (_, false, 0) => Err(Kept::PoolEmpty),
                (_, false, _) => {
                    *left -= 1;
                    Ok(Effect::Invited)
                }
            }
        }
    }
}
