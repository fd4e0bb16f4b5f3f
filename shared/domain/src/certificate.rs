//! Certificates of attendance, for people who were checked in.

use jiff::Timestamp;

use crate::conference::Conference;
use crate::registration::Registration;

/// Why there is no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCertificate {
    Cancelled,
    /// No one scanned the ticket, or the check-in was undone.
    NotCheckedIn,
    /// The conference is not over.
    TooEarly,
}

/// When the person was checked in, if a registration has a certificate now. The conference is over when its last day has ended in its own zone.
pub fn certifies(
    conference: &Conference,
    registration: &Registration,
    checked_in_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<Timestamp, NoCertificate> {
    if !registration.is_confirmed() {
        return Err(NoCertificate::Cancelled);
    }
    if now.to_zoned(conference.time_zone.clone()).date() <= conference.ends_on {
        return Err(NoCertificate::TooEarly);
    }
    checked_in_at.ok_or(NoCertificate::NotCheckedIn)
}
