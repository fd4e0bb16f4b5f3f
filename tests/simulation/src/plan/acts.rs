//! What people, organizers and workflows do in a world.

use super::breakage::BreakAct;
use super::calls::CallAct;
use super::doors::DoorAct;
use super::erasures::EraseAct;
use super::holds::HoldAct;
use super::no_shows::NoShowAct;

/// What a person does about their waitlist entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They leave, offer or not.
    Leave,
    Accept,
    Decline,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Register {
        person: usize,
        /// Their `Idempotency-Key`, if they send one.
        key: Option<u32>,
        /// How they write their address.
        shouting: bool,
        /// Whether they want to watch instead of coming.
        online: bool,
        /// Whether they claim their invitation, if they know of one.
        invited: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person cancels their registration, if they know of any.
    Cancel {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person changes between in-person and virtual attendance, if they have a registration.
    Change {
        person: usize,
        /// Whether they watch from now on.
        online: bool,
    },
    /// A person asks for their link again.
    Link {
        person: usize,
    },
    /// An organizer changes a pool's capacity.
    Resize {
        /// Which of [`POOLS`](super::POOLS).
        pool: usize,
        target: u64,
        /// The `resize_id`.
        id: u32,
    },
    /// An organizer sends the edition with another capacity of the first pool.
    Enlarge {
        capacity: u64,
    },
    /// An organizer invites a person to speak.
    Invite {
        person: usize,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer sends the edition again, under another name.
    Put {
        name: u32,
    },
    /// An organizer takes a person's invitation back, if they have one.
    Revoke {
        person: usize,
    },
    Join {
        person: usize,
        /// Their `Idempotency-Key`, if they send one.
        key: Option<u32>,
        /// How they write their address.
        shouting: bool,
        /// Whether they say that they are new.
        first_time: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// A person leaves the waitlist, or answers an offer, if they know of their entry.
    Answer {
        person: usize,
        /// Whether the next person with an offer does it instead, if there is one.
        offered: bool,
        how: Answer,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// An organizer moves a person on the waitlist to another class, if they have joined.
    Move {
        person: usize,
        /// Which of [`CLASSES`](super::CLASSES).
        class: usize,
    },
    /// A person asks to link another's address with theirs, or continues once the mail is there.
    LinkAddress {
        person: usize,
        other: usize,
    },
    /// A person takes another's address away again.
    UnlinkAddress {
        person: usize,
        other: usize,
    },
    /// Time passes until about the next reminder or end of an offer, if there is one.
    Jump {
        reminder: bool,
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
    /// A person says whether they still come, if they have a registration.
    Reconfirm {
        person: usize,
        coming: bool,
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// Time passes until about an instant of the campaign, if that is still to come.
    Leap {
        /// Which of [`ROUND`](super::ROUND).
        stage: usize,
        /// So many milliseconds later, or sooner.
        millis: i64,
    },
    /// An organizer ends the reserved pool.
    Release {
        /// Whether the request is sent to two processes at once.
        twice: bool,
    },
    /// `release-passes` runs, in whichever process it is woken.
    End,
    /// `reconfirm` runs, in whichever process it is woken.
    Scan,
    /// Something about a call, a decision or a BoF.
    Calls(CallAct),
    /// An item breaks, or something happens in the other edition.
    Breaks(BreakAct),
    /// Something at the door.
    Door(DoorAct),
    /// Something about a held pass.
    Hold(HoldAct),
    /// Someone is erased.
    Erase(EraseAct),
    /// Something about people who do not come, come late or come without a pass.
    NoShow(NoShowAct),
    /// A workflow runs, in whichever process it is woken.
    Wake {
        /// Whether it is `deliver-mail` rather than `promote-waitlist`.
        mail: bool,
    },
    Wait {
        millis: i64,
    },
}

impl Act {
    /// In a word.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Register { .. } => "register",
            Self::Cancel { .. } => "cancel",
            Self::Change { .. } => "change",
            Self::Link { .. } => "link",
            Self::Resize { .. } => "resize",
            Self::Invite { .. } => "invite",
            Self::Revoke { .. } => "revoke",
            Self::Put { .. } => "put",
            Self::Enlarge { .. } => "enlarge",
            Self::Join { .. } => "join",
            Self::Answer { how: Answer::Leave, .. } => "leave",
            Self::Answer { how: Answer::Accept, .. } => "accept",
            Self::Answer { how: Answer::Decline, .. } => "decline",
            Self::Move { .. } => "move",
            Self::LinkAddress { .. } => "link-address",
            Self::UnlinkAddress { .. } => "unlink-address",
            Self::Reconfirm { coming: true, .. } => "coming",
            Self::Reconfirm { coming: false, .. } => "not coming",
            Self::Release { .. } => "release the pool",
            Self::Calls(act) => act.kind(),
            Self::Door(act) => act.kind(),
            Self::Hold(act) => act.kind(),
            Self::Erase(act) => act.kind(),
            Self::NoShow(act) => act.kind(),
            Self::Wake { .. }
            | Self::Wait { .. }
            | Self::Jump { .. }
            | Self::Leap { .. }
            | Self::Breaks(_)
            | Self::Scan
            | Self::End => "none",
        }
    }
}
