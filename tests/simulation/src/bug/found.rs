//! Which seed finds which planted bug.

use super::Bug;
use crate::plan::{BREAKING, CALLS, DOORS, ENDING, ERASING, HOLDING, LINKING, MISSING, RAISING};

/// How many seeds are tried from the one that is listed: a new write of the product moves what meets in a world.
pub const NEAR: u64 = 40;

/// Planted bugs, each with a seed that finds it, or one of the [`NEAR`] seeds after it. `--found` plays these;
/// `--planted` looks for all from the first seed on.
pub const FOUND: [(Bug, u64); 63] = [
    (Bug::TakeWithoutFree, 0),
    (Bug::PersonUnguarded, 0),
    (Bug::MailOutside, 0),
    (Bug::ReturnedTwice, 0),
    (Bug::NotReturned, 0),
    (Bug::ReturnedToFree, 0),
    (Bug::ReturnedNotDue, 0),
    (Bug::CancelRepeated, 12),
    (Bug::SoldOutRemembered, 5),
    (Bug::SoldOutUnguarded, 2),
    (Bug::RefillNotCounted, 0),
    (Bug::ResizeForgotten, 11),
    (Bug::ResizeUnguarded, 3),
    (Bug::ClaimUnguarded, 3),
    (Bug::ClaimNotDue, 0),
    (Bug::CloseIgnored, 115),
    (Bug::AnsweredNotWritten, 0),
    (Bug::SentBeforeHandOver, 0),
    (Bug::PlaceKept, 0),
    (Bug::OfferMailMissing, 0),
    (Bug::OfferNotDue, 0),
    (Bug::LapsedToFree, 0),
    (Bug::AcceptUnguarded, 87),
    (Bug::ExpiryIgnored, 0),
    (Bug::ReopenUnguarded, 47),
    (Bug::QueueHalfRead, 0),
    (Bug::LinkedAtOnce, LINKING),
    (Bug::LinkHalfWritten, LINKING),
    (Bug::RoundUnguarded, 15),
    (Bug::RoundNotDue, 3),
    (Bug::RoundEndIgnored, 48),
    (Bug::YesNotWritten, 7),
    (Bug::DeadlineUnguarded, CALLS),
    (Bug::ReceiptOutside, CALLS),
    (Bug::EditUnguarded, CALLS + 1),
    (Bug::InvitationOutside, CALLS + 1),
    (Bug::InvitationKept, CALLS + 4),
    (Bug::ReminderForgotten, CALLS),
    (Bug::CloseNotDue, CALLS),
    (Bug::ReleaseNotDue, CALLS),
    (Bug::DecisionLeaks, CALLS),
    (Bug::BoardUnguarded, BREAKING + 3),
    (Bug::SlotNotGivenOn, CALLS + 1),
    (Bug::EndedAway, ENDING),
    (Bug::RaiseUnseen, RAISING + 8),
    (Bug::WorkflowUnlogged, 0),
    (Bug::StaffUnlogged, 0),
    (Bug::LoggedTwice, 0),
    (Bug::FailureEndsRun, BREAKING + 3),
    (Bug::FailureStaysDue, BREAKING + 3),
    (Bug::NeverSetAside, BREAKING + 3),
    (Bug::AdmissionUnguarded, DOORS + 5),
    (Bug::LaterScanCounts, DOORS),
    (Bug::UndoNotCounted, DOORS + 1),
    (Bug::CancelledLetIn, DOORS + 8),
    (Bug::UndoneForgotten, DOORS + 1),
    (Bug::ScanNotWritten, DOORS + 1),
    (Bug::OneScan, ERASING),
    (Bug::ErasedWithPass, ERASING),
    (Bug::MailsNotScanned, ERASING),
    (Bug::AbsenceUnguarded, MISSING + 1),
    (Bug::GivenBackUnguarded, MISSING + 13),
    (Bug::HoldLapsesConfirmed, HOLDING + 1),
];

/// Planted bugs without a seed here: each needs writes to meet as they do in one run of several hundred, and any change
/// to what is played moves that run. `--planted` looks for them; one that is found early goes into the list above.
pub const SOUGHT: [Bug; 4] = [
    // A person joins while the pool reopens, after they have seen it sold out: found by seed 483.
    Bug::JoinUnguarded,
    // The position's guard refuses most of the same transactions: not found by 500 seeds.
    Bug::OfferUnguarded,
    // A person changes class between the reads that an offer is decided on: not found by 500 seeds.
    Bug::MoveNotCounted,
    // A person joins the waitlist between the reads and the writes of a raise: not found by 200 seeds.
    Bug::RaiseUnguarded,
];
