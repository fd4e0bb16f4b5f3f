//! Planted bugs: what the product sends or reads, changed at the gate as a mistake in the product would change it.

pub mod found;

mod activity;
mod calls;
mod check_ins;
mod erasures;
mod holds;
mod isolation;
mod mails;
mod planted;
mod waitlist;
mod writes;

pub use self::planted::Planted;
use crate::plan::{BREAKING, CALLS, DOORS, ENDING, ERASING, HOLDING, LINKING, MISSING, RAISING};

/// A mistake that the simulation must find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    /// A pass is taken whether or not one is free.
    TakeWithoutFree,
    /// The person is written over whatever version there is.
    PersonUnguarded,
    /// The confirmation is not queued in the registering transaction.
    MailOutside,
    /// A cancelled pass is returned twice.
    ReturnedTwice,
    /// A cancelled pass is not returned.
    NotReturned,
    /// A cancelled pass goes on sale at once, past the people on the waitlist.
    ReturnedToFree,
    /// A returned pass is not due for promotion.
    ReturnedNotDue,
    /// A cancellation has neither token nor guard: repeated, it counts twice.
    CancelRepeated,
    /// The sell-out is noted although the pool was refilled meanwhile.
    SoldOutUnguarded,
    /// A process that once read that a pool is sold out keeps believing it.
    SoldOutRemembered,
    /// Reopening does not count as a refill.
    RefillNotCounted,
    /// A step of a resize is made even if another process has already made it.
    ResizeUnguarded,
    /// Of the resizes that ended, a pool remembers the latest only.
    ResizeForgotten,
    /// Any process may claim a mail, even if another has claimed it.
    ClaimUnguarded,
    /// A claim has no end that is due.
    ClaimNotDue,
    /// A mail is recorded as sent before it is handed over.
    SentBeforeHandOver,
    /// The close of registration is not looked at.
    CloseIgnored,
    /// One registration in four is answered and not written.
    AnsweredNotWritten,
    /// An offer, or its reminder, is written over whatever became of the entry.
    OfferUnguarded,
    /// A person who gets an offer keeps their waitlist position.
    PlaceKept,
    /// An offer queues no mail.
    OfferMailMissing,
    OfferNotDue,
    /// A pass whose offer lapsed or was declined goes on sale at once.
    LapsedToFree,
    /// An offer is accepted whatever became of it since it was read.
    AcceptUnguarded,
    /// The end of an offer is not checked.
    ExpiryIgnored,
    /// Passes go back on sale although a person has joined since the queue was read.
    ReopenUnguarded,
    /// A person joins although the pool was reopened since they saw it sold out.
    JoinUnguarded,
    /// Half of the queue is not read.
    QueueHalfRead,
    /// A change of class is not counted.
    MoveNotCounted,
    /// A page of a campaign is recorded over whatever another process has recorded.
    RoundUnguarded,
    /// A campaign does not continue after its first page.
    RoundNotDue,
    /// The end of a campaign is not checked.
    RoundEndIgnored,
    /// A yes is answered and not written.
    YesNotWritten,
    /// Two addresses count as one person before it is checked what both have.
    LinkedAtOnce,
    /// The root does not record an address that counts as the same person.
    LinkHalfWritten,
    /// A proposal is sent whether or not the call is open.
    DeadlineUnguarded,
    /// The receipt is not queued in the submitting transaction.
    ReceiptOutside,
    /// A proposal is written over whatever version there is.
    EditUnguarded,
    /// An acceptance is mailed without the invitation that it earns.
    InvitationOutside,
    /// What a proposal earned stays open when it falls out.
    InvitationKept,
    /// It is not noted what people were reminded of.
    ReminderForgotten,
    /// The close of a call queues no mail.
    CloseNotDue,
    /// A release queues no mails.
    ReleaseNotDue,
    /// A decision is read before it is released.
    DecisionLeaks,
    /// A slot for a BoF is assigned on a board that others have changed.
    BoardUnguarded,
    /// A returned slot stays free although a BoF waits for it.
    SlotNotGivenOn,
    /// A reserved pool's released passes arrive nowhere.
    EndedAway,
    /// A `?` in the loop over due items: the first failure ends the run.
    FailureEndsRun,
    /// A failed item stays due as before, and fills the next batch.
    FailureStaysDue,
    /// A failed item is retried forever and never set aside.
    NeverSetAside,
    /// A registration does not see that a capacity is being changed.
    RaiseUnseen,
    /// A raise puts passes on sale although someone has joined the waitlist since it was read.
    RaiseUnguarded,
    /// The acts of workflows have no entries.
    WorkflowUnlogged,
    /// The acts of people have no entries.
    StaffUnlogged,
    /// An act is logged again under another instant.
    LoggedTwice,
    /// A scan is written over whatever became of the check-in since it was read.
    AdmissionUnguarded,
    /// A later scan overwrites the time of an earlier one.
    LaterScanCounts,
    /// An undo is not counted.
    UndoNotCounted,
    /// A pass lets in although it was cancelled since it was read.
    CancelledLetIn,
    /// A check-in does not keep what was undone.
    UndoneForgotten,
    /// One admission in four is answered and not written.
    ScanNotWritten,
    /// An erasure ends after its first scan.
    OneScan,
    /// An erasure does not cancel the person's registration.
    ErasedWithPass,
    /// The scan of an erasure leaves out mails.
    MailsNotScanned,
    /// A no-show's pass is offered to others although they have come since the list was read.
    AbsenceUnguarded,
    /// A late person gets a pass back whether or not one is free, and whatever became of them since they were read.
    GivenBackUnguarded,
    /// A held pass is returned whether or not its address was confirmed meanwhile.
    HoldLapsesConfirmed,
}

impl Bug {
    pub const ALL: [Self; 67] = [
        Self::TakeWithoutFree,
        Self::PersonUnguarded,
        Self::MailOutside,
        Self::ReturnedTwice,
        Self::NotReturned,
        Self::ReturnedToFree,
        Self::ReturnedNotDue,
        Self::CancelRepeated,
        Self::SoldOutUnguarded,
        Self::SoldOutRemembered,
        Self::RefillNotCounted,
        Self::ResizeUnguarded,
        Self::ResizeForgotten,
        Self::ClaimUnguarded,
        Self::ClaimNotDue,
        Self::SentBeforeHandOver,
        Self::CloseIgnored,
        Self::AnsweredNotWritten,
        Self::OfferUnguarded,
        Self::PlaceKept,
        Self::OfferMailMissing,
        Self::OfferNotDue,
        Self::LapsedToFree,
        Self::AcceptUnguarded,
        Self::ExpiryIgnored,
        Self::ReopenUnguarded,
        Self::JoinUnguarded,
        Self::QueueHalfRead,
        Self::MoveNotCounted,
        Self::RoundUnguarded,
        Self::RoundNotDue,
        Self::RoundEndIgnored,
        Self::YesNotWritten,
        Self::LinkedAtOnce,
        Self::LinkHalfWritten,
        Self::DeadlineUnguarded,
        Self::ReceiptOutside,
        Self::EditUnguarded,
        Self::InvitationOutside,
        Self::InvitationKept,
        Self::ReminderForgotten,
        Self::CloseNotDue,
        Self::ReleaseNotDue,
        Self::DecisionLeaks,
        Self::BoardUnguarded,
        Self::SlotNotGivenOn,
        Self::EndedAway,
        Self::FailureEndsRun,
        Self::FailureStaysDue,
        Self::NeverSetAside,
        Self::RaiseUnseen,
        Self::RaiseUnguarded,
        Self::WorkflowUnlogged,
        Self::StaffUnlogged,
        Self::LoggedTwice,
        Self::AdmissionUnguarded,
        Self::LaterScanCounts,
        Self::UndoNotCounted,
        Self::CancelledLetIn,
        Self::UndoneForgotten,
        Self::ScanNotWritten,
        Self::OneScan,
        Self::ErasedWithPass,
        Self::MailsNotScanned,
        Self::AbsenceUnguarded,
        Self::GivenBackUnguarded,
        Self::HoldLapsesConfirmed,
    ];

    /// The first seed of the worlds that can find it.
    pub fn worlds(self) -> u64 {
        match self {
            Self::LinkedAtOnce | Self::LinkHalfWritten => LINKING,
            Self::DeadlineUnguarded
            | Self::ReceiptOutside
            | Self::EditUnguarded
            | Self::InvitationOutside
            | Self::InvitationKept
            | Self::ReminderForgotten
            | Self::CloseNotDue
            | Self::ReleaseNotDue
            | Self::DecisionLeaks
            | Self::BoardUnguarded
            | Self::SlotNotGivenOn => CALLS,
            Self::EndedAway => ENDING,
            Self::FailureEndsRun | Self::FailureStaysDue | Self::NeverSetAside => BREAKING,
            Self::RaiseUnseen | Self::RaiseUnguarded => RAISING,
            Self::AdmissionUnguarded
            | Self::LaterScanCounts
            | Self::UndoNotCounted
            | Self::CancelledLetIn
            | Self::UndoneForgotten
            | Self::ScanNotWritten => DOORS,
            Self::OneScan | Self::ErasedWithPass | Self::MailsNotScanned => ERASING,
            Self::AbsenceUnguarded | Self::GivenBackUnguarded => MISSING,
            Self::HoldLapsesConfirmed => HOLDING,
            _ => 0,
        }
    }
}
