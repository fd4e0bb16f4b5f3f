//! Registrations: admission, repeated requests, and changes. Start at [`Person`] and [`admit`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bof::BofId;
use crate::conference::consents::{self, Agreeing, Consents};
use crate::conference::{Attendance, Conference, Phase, Pool, PoolId, answers};
use crate::input::{Object, boolean, line, one_of, parsed};
use crate::invitation::{Invitation, InvitationError};
use crate::pass::{PoolStatus, Sale};
use crate::person::{EmailAddress, PersonKey, PersonName, base32};
use crate::phrase::Phrase;
use crate::reconfirmation::state::Reconfirmation;
use crate::request_mark::RequestMark;

mod hold;

pub use hold::{AddressConfirmed, hold_until};

/// One person in one edition. Promise 3 (one pass for a person) is decided on this item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub key: PersonKey,
    /// In the latest spelling.
    pub email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// The cancelled registration before it, so that its link still works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Registration>,
    /// The latest waitlist entry. Read the entry for its state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<RegistrationId>,
    /// Their BoFs, which depend on the in-person pass; including BoFs without a slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bofs: Vec<BofId>,
    /// The root person of a linked address. New records are stored there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_of: Option<PersonKey>,
    /// The tag of the language that they last used here, for mails to them. `None`: the edition's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The latest known version of the address link. A request that read an older version must read again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub link_rev: u64,
    /// Version for optimistic locking: a write succeeds only on the version that was read.
    pub rev: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Person {
    /// A person without records in this edition.
    pub fn unregistered(key: PersonKey, email: EmailAddress) -> Self {
        Self {
            key,
            email,
            registration: None,
            previous: None,
            entry: None,
            bofs: Vec::new(),
            alias_of: None,
            language: None,
            link_rev: 0,
            rev: 0,
        }
    }

    /// Finds the current or previous registration.
    pub fn registration(&self, id: &RegistrationId) -> Option<&Registration> {
        [&self.registration, &self.previous].into_iter().flatten().find(|r| r.id == *id)
    }

    /// The registration with a pass that is theirs.
    pub fn confirmed(&self) -> Option<&Registration> {
        self.registration.as_ref().filter(|r| r.is_confirmed())
    }

    /// The registration with a pass that no one else can have: confirmed, or held until its address is confirmed.
    pub fn active(&self) -> Option<&Registration> {
        self.registration.as_ref().filter(|r| r.is_active())
    }
}

/// Consists of the person's key and a random part, so that a registration is found without another index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegistrationId(String);

impl RegistrationId {
    /// `random` distinguishes the person's later registrations.
    pub fn new(person: &PersonKey, random: &str) -> Self {
        Self(format!("{person}-{random}"))
    }

    /// Parses an id from a URL; `None` if it is malformed.
    pub fn parse(text: &str) -> Option<Self> {
        let (person, random) = text.split_once('-')?;
        person.parse::<PersonKey>().ok()?;
        let fine = (1..=20).contains(&random.len()) && random.bytes().all(|b| b.is_ascii_alphanumeric());
        fine.then(|| Self(text.to_owned()))
    }

    pub fn person(&self) -> PersonKey {
        let (person, _) = self.0.split_once('-').expect("made of two parts");
        person.parse().expect("checked when it was made")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RegistrationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub id: RegistrationId,
    pub state: RegistrationState,
    pub name: PersonName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// The person's own claim. The waitlist uses the data instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_time: Option<bool>,
    /// Answers to the edition's questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub consents: Consents,
    pub attendance: Attendance,
    /// The pool of its pass.
    pub pool: PoolId,
    /// The shard of its pass.
    pub shard: u32,
    /// The id of the invitation used to claim it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// Input of the manage token's keyed hash, so that the token is not stored.
    pub nonce: String,
    /// The signing key of the token.
    pub key_id: String,
    /// The creating request, to recognize a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
    /// The request that swapped its virtual pass for an invitation, to recognize a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swapped_by: Option<RequestMark>,
    pub registered_at: Timestamp,
    /// Whether its pass was held at first, so that the request that made it got no token.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_held: bool,
    /// When the holder confirmed the address of a held pass. An accepted offer or invitation proves it too, and is not
    /// noted here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address_confirmed_at: Option<Timestamp>,
    /// The time of the swap, if it replaced a virtual pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_person_since: Option<Timestamp>,
    /// The question whether the holder is still coming, and its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconfirmation: Option<Reconfirmation>,
    /// Its holder did not come, and the pass went to others. The registration is cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered_on: Option<OfferedOn>,
    /// Counts the notified changes: the calendar entry's `SEQUENCE`.
    #[serde(default)]
    pub sequence: u32,
}

impl Registration {
    pub fn is_confirmed(&self) -> bool {
        matches!(self.state, RegistrationState::Confirmed)
    }

    /// Whether it has a pass: confirmed, or held until its address is confirmed.
    pub fn is_active(&self) -> bool {
        matches!(self.state, RegistrationState::Confirmed | RegistrationState::Held { .. })
    }
}

/// The release of a no-show's pass by an organizer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedOn {
    pub at: Timestamp,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RegistrationState {
    /// Its pass is held, like an offered one, until its holder confirms the address.
    Held {
        /// The first instant at which confirming is too late.
        until: Timestamp,
    },
    Confirmed,
    /// It no longer holds a pass.
    Cancelled {
        cancelled_at: Timestamp,
    },
    /// The address was not confirmed in time: it no longer holds a pass.
    Lapsed {
        lapsed_at: Timestamp,
    },
}

impl RegistrationState {
    /// As in the API.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Confirmed => "confirmed",
            Self::Cancelled { .. } => "cancelled",
            Self::Lapsed { .. } => "lapsed",
        }
    }

    pub fn cancelled_at(&self) -> Option<Timestamp> {
        match self {
            Self::Cancelled { cancelled_at } => Some(*cancelled_at),
            Self::Held { .. } | Self::Confirmed | Self::Lapsed { .. } => None,
        }
    }

    pub fn held_until(&self) -> Option<Timestamp> {
        match self {
            Self::Held { until } => Some(*until),
            Self::Confirmed | Self::Cancelled { .. } | Self::Lapsed { .. } => None,
        }
    }

    pub fn lapsed_at(&self) -> Option<Timestamp> {
        match self {
            Self::Lapsed { lapsed_at } => Some(*lapsed_at),
            Self::Held { .. } | Self::Confirmed | Self::Cancelled { .. } => None,
        }
    }
}

/// A validated request to register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    pub name: PersonName,
    pub email: EmailAddress,
    pub attendance: Attendance,
    pub affiliation: Option<String>,
    pub first_time: Option<bool>,
    /// Answers to the edition's questions.
    pub answers: BTreeMap<String, String>,
    pub consents: Agreeing,
    pub invitation: Option<String>,
}

impl Register {
    /// Parses the body of `POST …/registrations`.
    pub fn read(o: Object<'_>, conference: &Conference) -> Option<Self> {
        let name = o.required("name", parsed);
        let email = o.required("email", parsed);
        let attendance = o.required("attendance", one_of(Attendance::WORDS));
        if let Some(attendance) = attendance.filter(|a| conference.open_pool(*a).is_none()) {
            o.reject("attendance", attendance.no_passes());
        }
        let affiliation = o.optional("affiliation", line(200));
        let first_time = o.optional("first_time", boolean);
        let invitation = o.optional("invitation", line(100));
        if invitation.is_some() && attendance == Some(Attendance::Virtual) {
            o.reject("attendance", Phrase::of("must-be-in-person"));
        }
        let answers = answers::read(&o, &conference.questions, answers::Required::Now);
        let consents = consents::read(&o, &conference.privacy.consents, &Consents::new());
        o.done();
        Some(Self {
            name: name?,
            email: email?,
            attendance: attendance?,
            affiliation,
            first_time,
            answers: answers?,
            consents: consents?,
            invitation,
        })
    }

    /// Identifies repeats of this request under an `Idempotency-Key`.
    pub fn mark(&self, idempotency_key: &str) -> RequestMark {
        let hash = |text: &str| base32(&Sha256::digest(text.as_bytes())[..16]);
        let body = format!(
            "{:?}{}",
            (
                &self.name,
                self.email.folded(),
                self.attendance,
                &self.affiliation,
                self.first_time,
                &self.answers,
                &self.invitation
            ),
            consents::marked(&self.consents)
        );
        RequestMark { key: hash(idempotency_key), body: hash(&body) }
    }
}

/// How a request to register relates to the person's earlier registrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier<'a> {
    /// No conflict.
    Nothing,
    /// A repeat of the same request. It gets the same answer, including the token.
    SameRequest(&'a Registration),
    /// The same content without proof of the sender. The answer has only id and state; the link goes by mail.
    SameWish(&'a Registration),
    /// The address holds a virtual pass and has an in-person invitation; the passes are swapped.
    Upgrade,
    /// The address holds a pass and the request differs.
    Other(&'a Registration),
    /// The same `Idempotency-Key` with another body.
    KeyReused,
}

/// Compares a request with the registrations of all the person's addresses. If the pass belongs to a linked address,
/// the answer reveals only that a pass exists, because the sender has not proved that both are theirs.
pub fn earlier_of_all<'a>(people: &'a [Person], request: &Register, mark: Option<&RequestMark>) -> Earlier<'a> {
    let met = people.iter().map(|person| match earlier(Some(person), request, mark) {
        Earlier::SameWish(has) if person.email != request.email => Earlier::Other(has),
        met => met,
    });
    let rank = |met: &Earlier<'_>| match met {
        Earlier::SameRequest(_) => 0,
        Earlier::KeyReused => 1,
        Earlier::SameWish(_) | Earlier::Upgrade | Earlier::Other(_) => 2,
        Earlier::Nothing => 3,
    };
    met.min_by_key(rank).unwrap_or(Earlier::Nothing)
}

/// Compares a request with the person's registrations.
pub fn earlier<'a>(person: Option<&'a Person>, request: &Register, mark: Option<&RequestMark>) -> Earlier<'a> {
    let Some(person) = person else { return Earlier::Nothing };
    if let Some(mark) = mark {
        let known = [&person.registration, &person.previous].into_iter().flatten();
        for registration in known {
            for earlier in [&registration.request, &registration.swapped_by].into_iter().flatten() {
                if earlier == mark {
                    return Earlier::SameRequest(registration);
                }
                if earlier.key == mark.key {
                    return Earlier::KeyReused;
                }
            }
        }
    }
    match person.active() {
        None => Earlier::Nothing,
        Some(has) => {
            let same_invitation = match (&request.invitation, &has.invitation) {
                (None, _) => true,
                (Some(code), Some(id)) => code.split('.').next() == Some(id),
                (Some(_), None) => false,
            };
            if has.attendance == request.attendance && has.name.same_as(&request.name) && same_invitation {
                Earlier::SameWish(has)
            } else if has.attendance == Attendance::Virtual && request.invitation.is_some() {
                Earlier::Upgrade
            } else {
                Earlier::Other(has)
            }
        }
    }
}

/// Why a registration is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotOpen {
        opens_at: Timestamp,
    },
    Closed {
        closed_at: Timestamp,
    },
    Invitation(InvitationError),
    /// Every pass of the pool is taken, held or reserved for the waitlist.
    SoldOut {
        pool: PoolId,
    },
    /// Sold out, but the pool's capacity is being changed: retry in a moment.
    Changing,
}

/// Chooses the pool for a request, or refuses it. `addresses` are all linked addresses of the person. At the door,
/// registration stays open until the edition ends.
pub fn admit<'c>(
    conference: &'c Conference,
    request: &Register,
    addresses: &[EmailAddress],
    invitation: Option<&Invitation>,
    status: Option<&PoolStatus>,
    (now, at_door): (Timestamp, bool),
) -> Result<&'c Pool, Refusal> {
    if request.invitation.is_some() {
        let Some(invitation) = invitation else { return Err(Refusal::Invitation(InvitationError::Unknown)) };
        let pool = conference.pool(&invitation.pool).ok_or(Refusal::Invitation(InvitationError::Unknown))?;
        invitation.check(addresses, pool.claim_by.as_ref().map(|d| d.at), now).map_err(Refusal::Invitation)?;
        return Ok(pool);
    }
    match conference.registration.phase(now) {
        Phase::Before => return Err(Refusal::NotOpen { opens_at: conference.registration.opens.at }),
        Phase::After if at_door && now < conference.ends_at() => {}
        Phase::After => return Err(Refusal::Closed { closed_at: conference.registration.closes.at }),
        Phase::Open => {}
    }
    let pool = conference.open_pool(request.attendance).expect("checked when the request was read");
    match status.map(PoolStatus::sale) {
        Some(Sale::SoldOut) => Err(Refusal::SoldOut { pool: pool.id.clone() }),
        Some(Sale::Changing) => Err(Refusal::Changing),
        Some(Sale::Open) | None => Ok(pool),
    }
}
