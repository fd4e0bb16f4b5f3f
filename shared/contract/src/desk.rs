//! The overview of the desk.

use domain::waitlist::ByClass;
use jiff::Timestamp;
use jiff::civil::Date;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::agenda::AgendaLine;
use crate::pools::Pool;
use crate::route::row::{MOVED, get, json_or_page};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/desk", "desk", Who::Reviewer, "figures, what needs you, and what happens next")
        .answers(&[json_or_page::<Desk<'_>>(200)]),
    get("/conferences/{conference}/organize", "desk", Who::Reviewer, "the earlier address of the desk")
        .answers(&[MOVED]),
];

/// The state of an edition. Organizers see all of it. Leads and reviewers see their part: what is only for organizers
/// is null, `proposals` counts their tracks, `pools` are the allotments that they keep, and `needs_you` and `next` are
/// about their tracks.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Desk<'a> {
    pub now: Timestamp,
    /// In-person passes on general sale. Null for leads and reviewers.
    pub in_person: Option<OnSale>,
    /// Virtual passes. Null for leads and reviewers, and where the edition has none.
    pub r#virtual: Option<OnSale>,
    /// Null for leads and reviewers.
    pub waitlist: Option<WaitlistFigures>,
    pub proposals: ProposalFigures,
    /// Null for leads and reviewers.
    pub mails: Option<MailFigures>,
    /// What a person has to do, most urgent first.
    pub needs_you: Vec<NeedsYou>,
    /// The next automatic acts. The names of the people concerned are for organizers only.
    pub next: Vec<AgendaLine>,
    pub pools: Vec<Pool<'a>>,
    /// Null for leads and reviewers.
    pub registrations_by_day: Option<Vec<RegistrationDay>>,
}

/// Passes that need no invitation.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct OnSale {
    pub taken: u64,
    pub capacity: u64,
    pub sold_out: bool,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WaitlistFigures {
    /// People who wait and have no offer.
    pub waiting: u64,
    pub by_class: WaitingByClass,
    pub offers_open: u64,
    /// When the first open offer expires.
    pub next_expires_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WaitingByClass {
    pub contributor: u64,
    pub newcomer: u64,
    pub everyone: u64,
}

impl From<ByClass> for WaitingByClass {
    fn from(ByClass { contributor, newcomer, everyone }: ByClass) -> Self {
        Self { contributor, newcomer, everyone }
    }
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProposalFigures {
    /// Proposals that were submitted and not withdrawn, no matter what was decided since.
    pub submitted: u64,
    pub drafts: u64,
    pub calls_open: u64,
    /// Reviews that reviewers have not given yet, and leads where the track's reviews have a deadline. For a reviewer,
    /// their own.
    pub reviews_due: u64,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct MailFigures {
    /// Handed over to the mail service, whether or not they arrived.
    pub sent: u64,
    pub queued: u64,
    /// Given up.
    pub failed: u64,
    /// Sent, but they did not arrive, or their reader marked them as spam.
    pub bounced: u64,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NeedsYou {
    pub kind: NeedKind,
    /// A sentence.
    pub text: String,
    /// The page that settles it.
    pub link: String,
}

words! {
    NeedKind {
        MailFailed = "mail_failed",
        MailBounced = "mail_bounced",
        SetAside = "set_aside",
        Consistency = "consistency",
        ReviewsOverdue = "reviews_overdue",
        ReviewsDue = "reviews_due",
        DecisionsNotReleased = "decisions_not_released",
        CallClosing = "call_closing",
        AllotmentUnclaimed = "allotment_unclaimed",
        RoleNotAccepted = "role_not_accepted",
    }
}

/// Confirmed registrations by the day on which they got their pass, in the conference's time zone. Days without any are
/// left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct RegistrationDay {
    pub date: Date,
    pub in_person: u64,
    pub r#virtual: u64,
}
