//! Passes that are held until their holders confirm the address, so that throw-away addresses cannot take passes.

use jiff::Timestamp;

use super::{Register, Registration, RegistrationState};
use crate::conference::Conference;
use crate::pass::Move;

/// The end of the hold on a new pass; `None` if it is confirmed at once. An invitation is limited to one pass, so it
/// cannot be used to take many.
pub fn hold_until(
    conference: &Conference,
    request: &Register,
    is_address_proved: bool,
    now: Timestamp,
) -> Option<Timestamp> {
    let is_asked = !is_address_proved && request.invitation.is_none();
    conference.confirm_within.filter(|_| is_asked).map(|within| now + within)
}

/// The outcome of confirming an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressConfirmed {
    /// Store this registration, and take the held pass.
    Now(Box<Registration>),
    /// It was confirmed before, or was never held.
    Before,
    Cancelled,
    /// The time is over, whether or not the workflow has run.
    TooLate,
}

impl Registration {
    pub fn confirm_address(&self, now: Timestamp) -> AddressConfirmed {
        match self.state {
            RegistrationState::Held { until } if now < until => AddressConfirmed::Now(Box::new(Self {
                state: RegistrationState::Confirmed,
                address_confirmed_at: Some(now),
                ..self.clone()
            })),
            RegistrationState::Held { .. } | RegistrationState::Lapsed { .. } => AddressConfirmed::TooLate,
            RegistrationState::Confirmed => AddressConfirmed::Before,
            RegistrationState::Cancelled { .. } => AddressConfirmed::Cancelled,
        }
    }

    /// The registration after its hold has run out; `None` if there is no such hold.
    pub fn lapsed(&self, now: Timestamp) -> Option<Self> {
        let is_over = self.state.held_until().is_some_and(|until| until <= now);
        let state = RegistrationState::Lapsed { lapsed_at: now };
        is_over.then(|| Self { state, sequence: self.sequence + 1, ..self.clone() })
    }

    /// A new registration whose pass is held.
    #[must_use]
    pub fn held(self, until: Timestamp) -> Self {
        Self { state: RegistrationState::Held { until }, was_held: true, ..self }
    }

    /// How its pass is returned.
    pub fn returning(&self) -> Move {
        if self.state.held_until().is_some() { Move::Lapse(1) } else { Move::Return }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::{Attendance, PoolId};
    use crate::person::PersonKey;
    use crate::registration::RegistrationId;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn registration(state: RegistrationState) -> Registration {
        Registration {
            id: RegistrationId::new(&PersonKey::new("salt", &"ann@example.org".parse().unwrap()), "x7"),
            state,
            name: "Ann".parse().unwrap(),
            affiliation: None,
            first_time: None,
            answers: std::collections::BTreeMap::new(),
            consents: std::collections::BTreeMap::new(),
            attendance: Attendance::InPerson,
            pool: PoolId::GENERAL.parse().unwrap(),
            shard: 0,
            invitation: None,
            nonce: "nonce".into(),
            key_id: "k1".into(),
            request: None,
            swapped_by: None,
            registered_at: at(0),
            was_held: false,
            address_confirmed_at: None,
            in_person_since: None,
            reconfirmation: None,
            offered_on: None,
            sequence: 0,
        }
    }

    #[test]
    fn a_hold_is_confirmed_before_its_end_or_lapses_from_it_on() {
        let held = registration(RegistrationState::Held { until: at(60) });
        for second in [0, 59, 60, 61] {
            let confirms = matches!(held.confirm_address(at(second)), AddressConfirmed::Now(_));
            assert_eq!((confirms, held.lapsed(at(second)).is_some()), (second < 60, second >= 60), "{second}");
        }
    }

    #[test]
    fn what_is_not_held_neither_lapses_nor_is_confirmed_again() {
        for (state, outcome) in [
            (RegistrationState::Confirmed, AddressConfirmed::Before),
            (RegistrationState::Cancelled { cancelled_at: at(1) }, AddressConfirmed::Cancelled),
            (RegistrationState::Lapsed { lapsed_at: at(1) }, AddressConfirmed::TooLate),
        ] {
            let registration = registration(state);
            assert_eq!(registration.confirm_address(at(2)), outcome);
            assert_eq!(registration.lapsed(at(2)), None);
        }
    }

    #[test]
    fn a_held_pass_is_not_counted_as_taken_when_it_is_returned() {
        let held = registration(RegistrationState::Confirmed).held(at(60));
        let AddressConfirmed::Now(confirmed) = held.confirm_address(at(1)) else { panic!("it is in time") };
        assert_eq!((held.returning(), confirmed.returning()), (Move::Lapse(1), Move::Return));
        assert!(held.was_held && confirmed.was_held);
    }
}
