//! The kinds of personal data: what each is for, and when it ends, are texts of the same words.

/// The kind of a stored item, as its person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataKind {
    Registrations,
    Waitlist,
    Proposals,
    Reviews,
    Sessions,
    Bofs,
    Roles,
    Invitations,
    CheckIns,
    Mails,
    Messages,
    Addresses,
    Tokens,
    Calendar,
    Preferences,
    Bookmarks,
    SignIns,
    Activity,
    Settings,
    Other,
}

/// When data of a kind ends, unless its person erases it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// It belongs to the edition, and stays with it.
    WithEdition,
    /// It is public. An erased person's name goes once the edition's retention period is over.
    Public,
    /// When the person removes it.
    Removed,
    /// By itself, within a day.
    Soon,
    /// Never: it names the person by a key only, and without their other data no one can tell whose it is.
    Anonymous,
}

impl DataKind {
    pub const ALL: &[Self] = &[
        Self::Registrations,
        Self::Waitlist,
        Self::Proposals,
        Self::Reviews,
        Self::Sessions,
        Self::Bofs,
        Self::Roles,
        Self::Invitations,
        Self::CheckIns,
        Self::Mails,
        Self::Messages,
        Self::Addresses,
        Self::Tokens,
        Self::Calendar,
        Self::Preferences,
        Self::Bookmarks,
        Self::SignIns,
        Self::Activity,
        Self::Settings,
        Self::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Registrations => "registrations",
            Self::Waitlist => "waitlist",
            Self::Proposals => "proposals",
            Self::Reviews => "reviews",
            Self::Sessions => "sessions",
            Self::Bofs => "bofs",
            Self::Roles => "roles",
            Self::Invitations => "invitations",
            Self::CheckIns => "check_ins",
            Self::Mails => "mails",
            Self::Messages => "messages",
            Self::Addresses => "addresses",
            Self::Tokens => "tokens",
            Self::Calendar => "calendar",
            Self::Preferences => "preferences",
            Self::Bookmarks => "bookmarks",
            Self::SignIns => "sign_ins",
            Self::Activity => "activity",
            Self::Settings => "settings",
            Self::Other => "other",
        }
    }

    pub fn ends(self) -> Ends {
        match self {
            Self::Registrations
            | Self::Waitlist
            | Self::Proposals
            | Self::Reviews
            | Self::Roles
            | Self::Invitations
            | Self::CheckIns
            | Self::Mails
            | Self::Messages
            | Self::Other => Ends::WithEdition,
            Self::Sessions | Self::Bofs => Ends::Public,
            Self::Addresses | Self::Tokens | Self::Calendar | Self::Preferences | Self::Bookmarks | Self::Settings => {
                Ends::Removed
            }
            Self::SignIns => Ends::Soon,
            Self::Activity => Ends::Anonymous,
        }
    }
}

impl Ends {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::WithEdition => "with-edition",
            Self::Public => "public",
            Self::Removed => "removed",
            Self::Soon => "soon",
            Self::Anonymous => "anonymous",
        }
    }
}
