//! Every kind of problem (RFC 9457). Type and status are stable, so clients can rely on them.

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

            /// The same text for every occurrence; `detail` describes the single occurrence.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

kinds! {
    /// The host, path or query is invalid.
    BadRequest = 400, "bad-request", "The request is not valid";
    Malformed = 400, "malformed", "The request body can't be read";
    /// The caller is not signed in.
    SignInRequired = 401, "sign-in-required", "Sign in to continue";
    /// The link or code is wrong or has expired.
    SignInFailed = 401, "sign-in-failed", "This link or code doesn't work";
    /// The API token is unknown, revoked or expired.
    TokenInvalid = 401, "token-invalid", "This API token doesn't work";
    /// The API token can only read, or is for another edition.
    TokenRefused = 403, "token-refused", "This API token can't be used here";
    /// The caller is not allowed to do this.
    Forbidden = 403, "forbidden", "You don't have access to this";
    CrossOrigin = 403, "cross-origin", "The form was sent from another site";
    RegistrationNotOpen = 403, "registration-not-open", "Registration is not open yet";
    RegistrationClosed = 403, "registration-closed", "Registration is closed";
    /// The call has not opened, or the track has no call.
    CfpNotOpen = 403, "cfp-not-open", "This call for proposals is not open";
    /// The call's deadline has passed.
    CfpClosed = 403, "cfp-closed", "This call for proposals is closed";
    /// The invitation's code is wrong, used, revoked or too late.
    InvitationInvalid = 403, "invitation-invalid", "This invitation is not valid";
    /// Only people with an in-person pass can do this.
    InPersonOnly = 403, "in-person-only", "You need an in-person pass";
    /// The code is not a ticket of this edition.
    TicketUnknown = 404, "ticket-unknown", "This is not a ticket";
    /// The path leads to nothing that the caller may see.
    NotFound = 404, "not-found", "Page not found";
    /// The path exists, but not with this method.
    MethodNotAllowed = 405, "method-not-allowed", "Method not allowed";
    /// No pass is left.
    SoldOut = 409, "sold-out", "Sold out";
    /// The address holds a pass, and the request differs from the one that got it.
    AlreadyRegistered = 409, "already-registered", "This address is already registered";
    AlreadyWaiting = 409, "already-waiting", "This address is already on the waitlist";
    /// Passes are on sale, so there is no waitlist to join.
    PassesAvailable = 409, "passes-available", "Passes are still available";
    NoOffer = 409, "no-offer", "There is no open offer";
    /// The edition has too many people to count within one request.
    AuditTooLarge = 409, "audit-too-large", "This edition is too large to check now";
    /// People were notified of the time, so it cannot change.
    AgendaFixed = 409, "agenda-fixed", "This time can't be changed";
    /// The message is being sent, was sent, or was cancelled.
    MessageNotScheduled = 409, "message-not-scheduled", "This message can't be changed any more";
    /// Only waiting entries can be moved.
    NotWaiting = 409, "not-waiting", "This person is not waiting";
    /// The pass of a held registration was returned, because its address was not confirmed.
    HoldLapsed = 410, "hold-lapsed", "The time to confirm your address is over";
    OfferLapsed = 410, "offer-lapsed", "This offer has expired";
    /// The deadline for the answer to "Are you still coming?" has passed.
    ReconfirmationOver = 410, "reconfirmation-over", "The time to answer is over";
    CapacityInUse = 409, "capacity-in-use", "More passes are in use than that";
    /// The pool has no pass left for an invitation.
    PoolEmpty = 409, "pool-empty", "This pool has no passes left";
    /// A held registration can be changed once its address is confirmed.
    AddressNotConfirmed = 409, "address-not-confirmed", "Confirm your address first";
    /// A cancelled registration cannot be changed.
    RegistrationCancelled = 409, "registration-cancelled", "This registration is cancelled";
    /// Tickets are for people who come.
    TicketVirtual = 409, "ticket-virtual", "This pass is for online attendance";
    /// A session is rated after its end, and never if it is cancelled.
    FeedbackNotOpen = 409, "feedback-not-open", "This session can't be rated now";
    /// Certificates are there when the conference is over.
    CertificateTooEarly = 409, "certificate-too-early", "Certificates are available after the conference";
    /// Certificates are for people who were checked in.
    NotCheckedIn = 409, "not-checked-in", "This pass was not checked in";
    /// The scan is older than the undo of a check-in.
    CheckInUndone = 409, "check-in-undone", "This check-in was undone";
    /// The holder did not come in time, and an organizer offered the pass to others.
    PassOfferedOn = 409, "pass-offered-on", "This pass was offered to someone else";
    /// A pass at the door would be one of a person on the waitlist.
    PeopleWaiting = 409, "people-waiting", "People are waiting for a pass";
    /// The edition's policy does not offer passes of no-shows to others, or not yet, or no longer.
    NoShowsKept = 409, "no-shows-kept", "Passes of no-shows can't be offered now";
    /// The holder was not asked whether they are still coming.
    NotAsked = 409, "not-asked", "This registration needs no answer";
    /// The pool's passes need no invitation.
    PoolOpen = 409, "pool-open", "This pool needs no invitation";
    /// The pool's `claim_by` has passed.
    ClaimOver = 409, "claim-over", "The time to claim these passes is over";
    /// The invitation became a registration; cancel that instead.
    InvitationClaimed = 409, "invitation-claimed", "This invitation has been used";
    /// The session cannot be placed there at that time.
    PlacementConflict = 409, "placement-conflict", "This slot is not free";
    /// No slot is free. There may be a list for returned slots.
    NoSlotLeft = 409, "no-slot-left", "No slot is left";
    /// The person has reached the limit of BoFs.
    BofLimit = 409, "bof-limit", "You've reached the limit of BoFs";
    /// A cancelled BoF cannot be changed.
    BofCancelled = 409, "bof-cancelled", "This BoF is cancelled";
    /// The mail is queued or was sent.
    MailNotFailed = 409, "mail-not-failed", "Only failed mails can be resent";
    /// The address belongs to another person.
    AddressTaken = 409, "address-taken", "This address belongs to someone else";
    /// Both addresses have a pass or a waitlist entry, and a person can have only one.
    BothRegistered = 409, "both-registered", "Both addresses have a pass or a waitlist entry";
    /// The role is not on offer.
    RoleNotOpen = 409, "role-not-open", "This role is not on offer";
    LastOrganizer = 409, "last-organizer", "An edition needs an organizer";
    /// The proposal's decision was released, or it was withdrawn.
    ReviewClosed = 409, "review-closed", "This proposal is not under review";
    /// The proposal's state does not allow a decision.
    NotDecidable = 409, "not-decidable", "This proposal can't be decided now";
    /// The proposal's people were notified of this decision.
    DecisionReleased = 409, "decision-released", "This decision has been released";
    NothingDecided = 409, "nothing-decided", "There is no decision to release";
    /// Only an accepted proposal can be confirmed or declined.
    NotAccepted = 409, "not-accepted", "There is no acceptance to confirm";
    /// A concurrent change: the data that the request is based on has changed.
    Conflict = 409, "conflict", "Someone else changed this at the same time";
    ProposalState = 409, "proposal-state", "The proposal's state doesn't allow this";
    /// The person has reached the call's limit of proposals.
    LimitReached = 409, "limit-reached", "You've reached this call's limit";
    /// No move was requested.
    NoMove = 409, "no-move", "There is no move to answer";
    /// The version in `If-Match` is no longer the current one.
    ChangedMeanwhile = 412, "changed-meanwhile", "Someone else changed this in the meantime";
    TooLarge = 413, "too-large", "The request is too large";
    UnsupportedMediaType = 415, "unsupported-media-type", "This content type is not supported";
    /// One or more values are invalid.
    Invalid = 422, "invalid", "Check your input";
    /// No QR code can be read in the picture. The next frame of a camera may have one.
    NoCodeInPicture = 422, "no-code-in-picture", "No QR code found";
    /// The `Idempotency-Key` was used for another request.
    IdempotencyKeyReused = 422, "idempotency-key-reused", "This key was used for another request";
    /// A change must name the version that it is based on.
    PreconditionRequired = 428, "precondition-required", "The request must name a revision";
    TooManyRequests = 429, "too-many-requests", "Too many requests";
    Broken = 500, "internal", "Something went wrong";
    /// The answer is larger than Lambda allows, and the route does not answer in parts.
    AnswerTooLarge = 500, "answer-too-large", "This answer is too large to send";
    Busy = 503, "busy", "Too many requests at this moment";
    /// The disk or the table fails every call until an operator repairs it.
    StorageUnavailable = 503, "storage-unavailable", "Data can't be read or saved right now";
}
