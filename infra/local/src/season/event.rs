//! What happens in a season, and when.

use jiff::Timestamp;

/// Something that one person does.
#[derive(Clone, Debug)]
pub(super) enum Act {
    ImportHistory,
    Announce { index: usize },
    OfferRole { index: usize },
    AcceptRole { index: usize },
    Register { number: usize },
    RegisterOnline { number: usize },
    Cancel { number: usize },
    FindSoldOut { waiter: usize },
    Join { waiter: usize },
    AnswerOffers { accept: usize, decline: usize },
    Leave { waiter: usize },
    MoveUp { waiter: usize },
    Propose { talk: usize },
    Withdraw { talk: usize },
    Review { reviewer: usize, talk: usize },
    DecideTracks,
    ReleaseTracks,
    Bounce { number: usize },
    BounceOffer,
    Decide { talk: usize },
    Release { track: usize },
    Confirm { talk: usize },
    Reconfirm { number: usize, is_coming: bool },
    PublishTimetable,
    ProposeBof { index: usize },
    CheckIn { number: usize },
    StartLater,
    AddRecordings { track: &'static str },
    RateSessions,
}

impl Act {
    /// Whether it takes the next number of the programme. Numbers show in codes and links, so these acts are played in
    /// their order.
    pub(super) fn takes_number(&self) -> bool {
        matches!(self, Self::Propose { .. } | Self::PublishTimetable | Self::ProposeBof { .. })
    }
}

#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) at: Timestamp,
    pub(super) act: Act,
}

impl Event {
    pub(super) fn new(at: Timestamp, act: Act) -> Self {
        Self { at, act }
    }
}
