//! The priority class of a person on the waitlist. It follows from the data; the person's own claim counts only
//! without data.

use serde::{Deserialize, Serialize};

use crate::conference::{Class, Conference, ConferenceId, TrackId, WaitlistPolicy};
use crate::person::EmailAddress;
use crate::proposal::ProposalId;

/// The data about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// A track of this edition that they lead.
    pub leads: Option<TrackId>,
    /// An open or accepted proposal that they own or speak in.
    pub contributes: Option<ProposalId>,
    /// Whether the series has the attendance of an earlier edition.
    pub history: bool,
    /// An earlier edition that they were registered for.
    pub attended: Option<ConferenceId>,
    /// The person's own claim; used only without attendance data.
    pub first_time: Option<bool>,
}

impl Facts {
    /// The facts from the definition: tracks they lead.
    pub fn of(conference: &Conference, addresses: &[EmailAddress]) -> Self {
        let led = conference.tracks.iter().find(|track| track.leads.iter().any(|lead| addresses.contains(lead)));
        Self { leads: led.map(|track| track.id.clone()), ..Self::default() }
    }
}

/// A class and its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorityClass {
    pub class: Class,
    #[serde(flatten)]
    pub ground: Ground,
}

/// The reason for a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ground", rename_all = "snake_case")]
pub enum Ground {
    Leads {
        track: TrackId,
    },
    /// They own or speak in an open or accepted proposal.
    Contributes {
        proposal: ProposalId,
    },
    /// They were registered for no earlier edition.
    NoEarlierEdition,
    /// There is no attendance data; this is the person's own claim.
    Unverified,
    Nothing,
    Moved,
}

/// The first class in the edition's order whose criterion the data meets.
pub fn priority_class(policy: &WaitlistPolicy, facts: &Facts) -> PriorityClass {
    let met = |class: Class| match class {
        Class::Contributor => {
            let leads = facts.leads.clone().map(|track| Ground::Leads { track });
            leads.or_else(|| facts.contributes.clone().map(|proposal| Ground::Contributes { proposal }))
        }
        Class::Newcomer if facts.attended.is_some() => None,
        Class::Newcomer if facts.history => Some(Ground::NoEarlierEdition),
        Class::Newcomer => (facts.first_time == Some(true)).then_some(Ground::Unverified),
        Class::Everyone => Some(Ground::Nothing),
    };
    let found =
        policy.classes.iter().find_map(|class| met(*class).map(|ground| PriorityClass { class: *class, ground }));
    found.unwrap_or(PriorityClass { class: Class::Everyone, ground: Ground::Nothing })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(classes: &[Class]) -> WaitlistPolicy {
        WaitlistPolicy { classes: classes.to_vec(), offer_hours: 72, quiet_hours: None }
    }

    #[test]
    fn a_claim_counts_only_without_data() {
        let order = policy(&[Class::Contributor, Class::Newcomer, Class::Everyone]);
        let claim = Facts { first_time: Some(true), ..Facts::default() };
        let check =
            |facts: Facts, class, ground| assert_eq!(priority_class(&order, &facts), PriorityClass { class, ground });
        check(Facts::default(), Class::Everyone, Ground::Nothing);
        check(claim.clone(), Class::Newcomer, Ground::Unverified);
        check(
            Facts { history: true, first_time: Some(false), ..Facts::default() },
            Class::Newcomer,
            Ground::NoEarlierEdition,
        );
        let been = Some("demo-2029".parse().unwrap());
        check(Facts { history: true, attended: been, ..claim.clone() }, Class::Everyone, Ground::Nothing);
        let track: TrackId = "net".parse().unwrap();
        let proposal = ProposalId::new("0".repeat(16));
        let proposes = Facts { contributes: Some(proposal.clone()), ..claim.clone() };
        check(proposes.clone(), Class::Contributor, Ground::Contributes { proposal });
        check(Facts { leads: Some(track.clone()), ..proposes }, Class::Contributor, Ground::Leads { track });
    }

    #[test]
    fn the_edition_orders_the_classes() {
        let facts = Facts { leads: Some("net".parse().unwrap()), first_time: Some(true), ..Facts::default() };
        let first = |classes: &[Class]| priority_class(&policy(classes), &facts).class;
        assert_eq!(first(&[Class::Newcomer, Class::Contributor, Class::Everyone]), Class::Newcomer);
        assert_eq!(first(&[Class::Everyone]), Class::Everyone);
    }
}
