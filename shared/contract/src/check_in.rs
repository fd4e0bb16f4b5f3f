//! On the day: tickets, and checking people in.

use domain::conference::Attendance;
use domain::person::EmailAddress;
use jiff::Timestamp;
use jiff::civil::Date;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::parameters::{DONE, IDEMPOTENCY_KEY};
use crate::registrations::RegistrationStatus;
use crate::route::row::{PNG, PNG_BODY, SEE_OTHER, SVG, delete, get, json, json_or_form, json_or_page, post, query};
use crate::route::{Route, Who};
use crate::{Kind, Stated};

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/registrations/{id}/ticket", "register", Who::Holder, "the ticket of a pass, large")
        .answers(&[json_or_page::<Ticket>(200), SEE_OTHER])
        .refuses(&[Kind::AddressNotConfirmed, Kind::RegistrationCancelled, Kind::PassOfferedOn, Kind::TicketVirtual]),
    get("/conferences/{conference}/registrations/{id}/ticket.svg", "register", Who::Holder, "its QR code as SVG")
        .answers(&[SVG])
        .refuses(&[Kind::AddressNotConfirmed, Kind::RegistrationCancelled, Kind::PassOfferedOn, Kind::TicketVirtual]),
    get("/conferences/{conference}/registrations/{id}/ticket.png", "register", Who::Holder, "its QR code as PNG")
        .answers(&[PNG])
        .refuses(&[Kind::AddressNotConfirmed, Kind::RegistrationCancelled, Kind::PassOfferedOn, Kind::TicketVirtual]),
    get(
        "/conferences/{conference}/registrations/{id}/certificate",
        "register",
        Who::Holder,
        "a certificate of attendance to print, after the end, for a pass that was checked in",
    )
    .answers(&[json_or_page::<Certificate<'_>>(200), SEE_OTHER])
    .refuses(&[Kind::RegistrationCancelled, Kind::CertificateTooEarly, Kind::NotCheckedIn]),
    get("/conferences/{conference}/check-in", "check-in", Who::Door, "the door: live counts, search and scanning")
        .takes(&[
            query("q", "any part of name, e-mail, affiliation or number"),
            query("registration", "of a page: the person that it shows"),
            DONE,
        ])
        .answers(&[json_or_page::<Door>(200)]),
    post("/conferences/{conference}/check-ins", "check-in", Who::Door, "check a person in")
        .reads(json_or_form::<ScanTicket>())
        .answers(&[json::<CheckedIn>(200), SEE_OTHER])
        .refuses(&[
            Kind::TicketUnknown,
            Kind::TicketVirtual,
            Kind::AddressNotConfirmed,
            Kind::RegistrationCancelled,
            Kind::PassOfferedOn,
            Kind::CheckInUndone,
        ]),
    post(
        "/conferences/{conference}/check-ins/walk-ins",
        "check-in",
        Who::Door,
        "register a person who came without a pass, and check them in",
    )
    .takes(&[IDEMPOTENCY_KEY])
    .reads(json_or_form::<WalkIn>())
    .answers(&[json::<CheckedIn>(201), SEE_OTHER])
    .refuses(&[
        Kind::RegistrationNotOpen,
        Kind::RegistrationClosed,
        Kind::SoldOut,
        Kind::PeopleWaiting,
        Kind::AlreadyRegistered,
        Kind::IdempotencyKeyReused,
        Kind::AddressNotConfirmed,
        Kind::RegistrationCancelled,
        Kind::TicketVirtual,
        Kind::PassOfferedOn,
    ]),
    post(
        "/conferences/{conference}/check-ins/pictures",
        "check-in",
        Who::Door,
        "read the code in a picture of a ticket, for browsers that can't; it checks no one in and keeps no picture",
    )
    .reads(PNG_BODY)
    .answers(&[json::<CodeInPicture>(200)])
    .refuses(&[Kind::NoCodeInPicture]),
    delete("/conferences/{conference}/check-ins/{id}", "check-in", Who::Door, "undo a check-in")
        .answers(&[json::<DoorPerson>(200)])
        .refuses(&[Kind::TicketUnknown]),
    post("/conferences/{conference}/check-ins/{id}/undo", "check-in", Who::Door, "the same by form")
        .answers(&[json::<DoorPerson>(200), SEE_OTHER])
        .refuses(&[Kind::TicketUnknown]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Certificate<'a> {
    pub registration: &'a str,
    pub name: &'a str,
    pub affiliation: Option<&'a str>,
    pub conference: &'a str,
    pub starts_on: Date,
    pub ends_on: Date,
    pub pool: &'a str,
    pub checked_in_at: Timestamp,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Ticket {
    pub registration: String,
    /// What the QR code contains. It names no person, and stays the same while the registration exists.
    pub code: String,
    /// The short number, to say at the door.
    pub number: String,
    pub name: String,
    pub pool: String,
    /// Paths of the QR code.
    pub svg: String,
    pub png: String,
    /// Null until they are checked in.
    pub checked_in_at: Option<Timestamp>,
}

/// The door of an edition.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Door {
    pub now: Timestamp,
    /// People who are checked in.
    pub here: u64,
    /// Confirmed passes in person.
    pub expected: u64,
    /// With `q`: who matches, at most 10.
    pub people: Vec<DoorPerson>,
}

/// A registration, as the door sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct DoorPerson {
    pub registration: String,
    pub number: String,
    #[serde(flatten)]
    pub state: Stated<RegistrationStatus>,
    pub name: String,
    pub affiliation: Option<String>,
    pub pool: String,
    pub attendance: Attendance,
    /// The earliest scan; null if they are not checked in.
    pub checked_in_at: Option<Timestamp>,
    /// When the pass was offered to others because its holder had not come; null if it was not.
    pub offered_on_at: Option<Timestamp>,
}

/// A person who came without a pass. Their address gets the confirmation.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct WalkIn {
    pub name: String,
    pub email: EmailAddress,
    pub affiliation: Option<String>,
    /// Of a form; programs send the header.
    pub idempotency_key: Option<String>,
}

/// A scan. `device` and `at` identify it: a repeat has no further effect.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ScanTicket {
    /// As in the QR code, or typed: spaces, hyphens and case do not matter.
    pub code: Option<String>,
    /// A registration's id, in place of the code.
    pub registration: Option<String>,
    /// When it was scanned, by the device's clock; now if left out. Scans may arrive late and in any order.
    pub at: Option<Timestamp>,
    /// 1 to 64 characters that name the device.
    pub device: Option<String>,
}

/// What the QR code in a picture contains.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CodeInPicture {
    /// As `code` of a scan takes it. It need not be a ticket.
    pub code: String,
}

words! {
    CheckInState { CheckedIn = "checked_in", AlreadyCheckedIn = "already_checked_in" }
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CheckedIn {
    /// Exactly one scan of a ticket is answered with `checked_in`, and so are its repeats.
    pub state: CheckInState,
    /// The earliest scan.
    pub first_at: Timestamp,
    pub registration: String,
    pub number: String,
    pub name: String,
    pub pool: String,
    /// For the badge desk: affiliation, first time here, answers to the edition's choices.
    pub notes: Vec<String>,
}
