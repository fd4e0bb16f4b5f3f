//! Every kind of problem (RFC 9457): a client can rely on its type and status.

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $slug:literal, $title:literal;)*) => {
        /// Every kind of problem: its stable type, its status, its title.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind { $($(#[$doc])* $name,)* }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The last part of its `type`, which is `/problems/{slug}`.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$name => $slug,)* }
            }

            /// The HTTP status.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// The same words each time; what is special about one occurrence is in its `detail`.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

kinds! {
    /// Host, path or query are not what they must be.
    BadRequest = 400, "bad-request", "The request is not understood";
    Malformed = 400, "malformed", "The body cannot be read";
    /// Nobody is signed in.
    SignInRequired = 401, "sign-in-required", "Sign in first";
    /// Link or code do not sign in.
    SignInFailed = 401, "sign-in-failed", "This link or code does not sign you in";
    /// Not for this caller.
    Forbidden = 403, "forbidden", "You may not do this";
    CrossOrigin = 403, "cross-origin", "The form was sent from another site";
    RegistrationNotOpen = 403, "registration-not-open", "Registration is not open yet";
    RegistrationClosed = 403, "registration-closed", "Registration is closed";
    /// Too early to propose, or the track calls for nothing.
    CfpNotOpen = 403, "cfp-not-open", "This call for proposals is not open";
    /// Too late to propose.
    CfpClosed = 403, "cfp-closed", "This call for proposals is closed";
    /// The code does not work.
    InvitationInvalid = 403, "invitation-invalid", "This invitation does not work";
    /// Only who comes in person can.
    InPersonOnly = 403, "in-person-only", "This is for those who come in person";
    /// There is no such thing.
    NotFound = 404, "not-found", "There is nothing here";
    /// The path is there, the method is not.
    MethodNotAllowed = 405, "method-not-allowed", "This cannot be done here";
    /// Everything is taken.
    SoldOut = 409, "sold-out", "Sold out";
    /// The address holds a pass and asks for something else.
    AlreadyRegistered = 409, "already-registered", "This address is registered already";
    AlreadyWaiting = 409, "already-waiting", "This address is on the waitlist already";
    /// There is no need to wait.
    PassesAvailable = 409, "passes-available", "There are passes left";
    NoOffer = 409, "no-offer", "There is no offer to answer";
    /// More people than are counted while somebody waits for it.
    AuditTooLarge = 409, "audit-too-large", "This edition is too large to be counted now";
    /// People were told when it happens.
    AgendaFixed = 409, "agenda-fixed", "This happens at its time";
    /// Only who waits can be moved.
    NotWaiting = 409, "not-waiting", "This person does not wait";
    OfferLapsed = 410, "offer-lapsed", "This offer has run out";
    /// The time to say whether one still comes has ended.
    ReconfirmationOver = 410, "reconfirmation-over", "The time to answer has ended";
    CapacityInUse = 409, "capacity-in-use", "People hold more passes than that";
    /// The pool has no pass for an invitation.
    PoolEmpty = 409, "pool-empty", "The pool has no pass left";
    /// It is cancelled, and stays so.
    RegistrationCancelled = 409, "registration-cancelled", "This registration is cancelled";
    /// Nobody has asked whether its holder still comes.
    NotAsked = 409, "not-asked", "Nobody has asked this";
    /// Passes of this pool need no invitation.
    PoolOpen = 409, "pool-open", "This pool is open to all";
    /// The pool's `claim_by` is over.
    ClaimOver = 409, "claim-over", "The time to claim passes of this pool is over";
    /// It became a registration, which is cancelled instead.
    InvitationClaimed = 409, "invitation-claimed", "This invitation was used already";
    /// It cannot be there and then.
    PlacementConflict = 409, "placement-conflict", "This place is not free";
    /// No slot is free; there may be a list for those that come back.
    NoSlotLeft = 409, "no-slot-left", "No slot is left";
    /// One person has as many as one may have.
    BofLimit = 409, "bof-limit", "You have as many BoFs as one can have";
    /// It is called off, and stays so.
    BofCancelled = 409, "bof-cancelled", "This BoF is called off";
    /// It is on its way, or there.
    MailNotFailed = 409, "mail-not-failed", "Only a mail that failed is sent again";
    /// The address counts as somebody, and one address is one person's.
    AddressTaken = 409, "address-taken", "This address counts as another person";
    /// One person has one pass and one place.
    BothRegistered = 409, "both-registered", "Both addresses have what one person has once";
    /// It is not offered, or not any more.
    RoleNotOpen = 409, "role-not-open", "This role is not on offer";
    LastOrganizer = 409, "last-organizer", "An edition keeps an organizer";
    /// Its decision was released, or it was withdrawn.
    ReviewClosed = 409, "review-closed", "This is not under review";
    /// Its state does not allow a decision.
    NotDecidable = 409, "not-decidable", "This cannot be decided on";
    /// Its people were told this decision.
    DecisionReleased = 409, "decision-released", "This decision has been released";
    NothingDecided = 409, "nothing-decided", "There is no decision to release";
    /// Only what is accepted is confirmed or declined.
    NotAccepted = 409, "not-accepted", "There is no acceptance to answer";
    /// Somebody else was first: what was read before is not so any more.
    Conflict = 409, "conflict", "Somebody else changed this meanwhile";
    ProposalState = 409, "proposal-state", "The proposal's state does not allow this";
    /// As many as one person may have.
    LimitReached = 409, "limit-reached", "This call takes no more from one person";
    /// Nobody asks for it.
    NoMove = 409, "no-move", "There is no move to answer";
    /// What was read, and is named by `If-Match`, is not so any more.
    ChangedMeanwhile = 412, "changed-meanwhile", "Somebody else changed this meanwhile";
    TooLarge = 413, "too-large", "The body is too large";
    UnsupportedMediaType = 415, "unsupported-media-type", "A body of this kind is not read";
    /// Values are wrong.
    Invalid = 422, "invalid", "Some of this is not right";
    /// The key was used for something else.
    IdempotencyKeyReused = 422, "idempotency-key-reused", "This key was used for another request";
    /// A change must name what it was made on.
    PreconditionRequired = 428, "precondition-required", "Say which revision you change";
    TooManyRequests = 429, "too-many-requests", "Too many requests";
    Broken = 500, "internal", "Something is broken here";
    Busy = 503, "busy", "Too much is going on";
}
