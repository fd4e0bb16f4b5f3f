//! Registrations: who gets a pass, what a repeat means, and what can change.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::bof::BofId;
use crate::conference::{Attendance, Conference, Phase, Pool, PoolId, answers};
use crate::input::{Object, boolean, line, one_of, parsed};
use crate::invitation::{Invitation, InvitationError};
use crate::pass::PoolStatus;
use crate::person::{EmailAddress, PersonKey, PersonName, base32};
use crate::reconfirmation::Reconfirmation;

/// One person at one conference: what promise 3 is decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their key in this edition.
    pub key: PersonKey,
    /// Their address as they last wrote it.
    pub email: EmailAddress,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<Registration>,
    /// The cancelled one before it, so that its link still answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Registration>,
    /// Their latest waitlist entry; whether it still waits, it says itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<RegistrationId>,
    /// The BoFs that stand on their pass in person, those that wait for a slot too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bofs: Vec<BofId>,
    /// The person that this address counts as, since it was linked: what is new goes there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias_of: Option<PersonKey>,
    /// The version of the link of their addresses that this item has heard of: whoever has read an older one reads again.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub link_rev: u64,
    /// Counts the writes; every change is made on the version it was decided on.
    pub rev: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Person {
    /// Somebody who has nothing here yet.
    pub fn unregistered(key: PersonKey, email: EmailAddress) -> Self {
        Self {
            key,
            email,
            registration: None,
            previous: None,
            entry: None,
            bofs: Vec::new(),
            alias_of: None,
            link_rev: 0,
            rev: 0,
        }
    }

    /// The registration of this id, current or previous.
    pub fn registration(&self, id: &RegistrationId) -> Option<&Registration> {
        [&self.registration, &self.previous].into_iter().flatten().find(|r| r.id == *id)
    }

    /// The registration that holds a pass.
    pub fn confirmed(&self) -> Option<&Registration> {
        self.registration.as_ref().filter(|r| r.is_confirmed())
    }
}

/// Names a registration: the person's key and a random part, so that it is found without another index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegistrationId(String);

impl RegistrationId {
    /// A new id of this person; `random` keeps a later registration of theirs apart.
    pub fn new(person: &PersonKey, random: &str) -> Self {
        Self(format!("{person}-{random}"))
    }

    /// Reads an id from a URL; `None` if it cannot be one.
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

    /// The text form.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RegistrationId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A pass of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    pub id: RegistrationId,
    pub state: RegistrationState,
    pub name: PersonName,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<String>,
    /// What they said; the waitlist goes by the data instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_time: Option<bool>,
    /// Answers to the edition's questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, String>,
    pub attendance: Attendance,
    /// The pool its pass is of.
    pub pool: PoolId,
    /// The shard its pass is of.
    pub shard: u32,
    /// The invitation that claimed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation: Option<String>,
    /// Mixed into the manage token, so that it is not stored.
    pub nonce: String,
    /// The signing key that the token was made with.
    pub key_id: String,
    /// The request that made it, to know a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestMark>,
    /// The request that swapped its virtual pass for an invitation, to know a repeat of that too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub swapped_by: Option<RequestMark>,
    pub registered_at: Timestamp,
    /// Since when it is a pass to come, where it was a virtual one before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_person_since: Option<Timestamp>,
    /// Whether its holder was asked if they still come, and what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reconfirmation: Option<Reconfirmation>,
    /// Counts the changes people are told of: the calendar entry's `SEQUENCE`.
    #[serde(default)]
    pub sequence: u32,
}

impl Registration {
    /// Whether it holds a pass.
    pub fn is_confirmed(&self) -> bool {
        matches!(self.state, RegistrationState::Confirmed)
    }
}

/// What became of a registration. A pass that is *held until paid* would be a third state whose pass is `held` and
/// whose end comes due as an offer's does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum RegistrationState {
    Confirmed,
    /// It holds none any more.
    Cancelled {
        cancelled_at: Timestamp,
    },
}

/// What is remembered of the request that made a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestMark {
    /// A hash of its `Idempotency-Key`.
    pub key: String,
    /// A hash of what it asked for.
    pub body: String,
}

/// A wish to register, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    pub name: PersonName,
    pub email: EmailAddress,
    pub attendance: Attendance,
    pub affiliation: Option<String>,
    pub first_time: Option<bool>,
    /// Answers to the edition's questions.
    pub answers: BTreeMap<String, String>,
    pub invitation: Option<String>,
}

impl Register {
    /// Reads the body of `POST …/registrations`.
    pub fn read(o: Object<'_>, conference: &Conference) -> Option<Self> {
        let name = o.required("name", parsed);
        let email = o.required("email", parsed);
        let attendance = o.required("attendance", one_of(Attendance::WORDS));
        if let Some(attendance) = attendance.filter(|a| conference.open_pool(*a).is_none()) {
            o.reject("attendance", format!("this conference has no {} passes", attendance.label()));
        }
        let affiliation = o.optional("affiliation", line(200));
        let first_time = o.optional("first_time", boolean);
        let invitation = o.optional("invitation", line(100));
        if invitation.is_some() && attendance == Some(Attendance::Virtual) {
            o.reject("attendance", "must be in_person: an invitation is for coming; leave it out to take part online");
        }
        let answers = answers::read(&o, &conference.questions, answers::Required::Now);
        o.done();
        Some(Self {
            name: name?,
            email: email?,
            attendance: attendance?,
            affiliation,
            first_time,
            answers: answers?,
            invitation,
        })
    }

    /// What is remembered of this request under an `Idempotency-Key`.
    pub fn mark(&self, idempotency_key: &str) -> RequestMark {
        let hash = |text: &str| base32(&Sha256::digest(text.as_bytes())[..16]);
        let body = format!(
            "{:?}",
            (
                &self.name,
                self.email.folded(),
                self.attendance,
                &self.affiliation,
                self.first_time,
                &self.answers,
                &self.invitation
            )
        );
        RequestMark { key: hash(idempotency_key), body: hash(&body) }
    }
}

/// What a wish to register meets when the person is known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier<'a> {
    /// Nothing that stands in the way.
    Nothing,
    /// The same request, sent again: it gets the same answer, token included.
    SameRequest(&'a Registration),
    /// The same wish, but nothing proves who sends it: id and state, and the link goes by mail.
    SameWish(&'a Registration),
    /// The address holds a virtual pass and is invited to come: the passes are swapped.
    Upgrade,
    /// The address holds a pass and asks for something else.
    Other(&'a Registration),
    /// The same `Idempotency-Key` with another body.
    KeyReused,
}

/// Compares a wish with what somebody has by all of their addresses. A pass by another address than the one that the wish
/// names is somebody else's to whoever asks: they hear no more than that there is one.
pub fn earlier_of_all<'a>(people: &'a [Person], wish: &Register, mark: Option<&RequestMark>) -> Earlier<'a> {
    let met = people.iter().map(|person| match earlier(Some(person), wish, mark) {
        Earlier::SameWish(has) if person.email != wish.email => Earlier::Other(has),
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

/// Compares a wish with what the person has.
pub fn earlier<'a>(person: Option<&'a Person>, wish: &Register, mark: Option<&RequestMark>) -> Earlier<'a> {
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
    match person.confirmed() {
        None => Earlier::Nothing,
        Some(has) => {
            let same_invitation = match (&wish.invitation, &has.invitation) {
                (None, _) => true,
                (Some(code), Some(id)) => code.split('.').next() == Some(id),
                (Some(_), None) => false,
            };
            if has.attendance == wish.attendance && has.name.same_as(&wish.name) && same_invitation {
                Earlier::SameWish(has)
            } else if has.attendance == Attendance::Virtual && wish.invitation.is_some() {
                Earlier::Upgrade
            } else {
                Earlier::Other(has)
            }
        }
    }
}

/// Why somebody cannot register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotOpen {
        opens_at: Timestamp,
    },
    Closed {
        closed_at: Timestamp,
    },
    /// The invitation does not work.
    Invitation(InvitationError),
    /// Every pass of the pool is taken, held or promised to those who wait.
    SoldOut {
        pool: PoolId,
    },
}

/// Which pool a wish draws on now, or why none. `addresses` are those of who wishes it, over all that are linked.
pub fn admit<'c>(
    conference: &'c Conference,
    wish: &Register,
    addresses: &[EmailAddress],
    invitation: Option<&Invitation>,
    status: Option<&PoolStatus>,
    now: Timestamp,
) -> Result<&'c Pool, Refusal> {
    if wish.invitation.is_some() {
        let Some(invitation) = invitation else { return Err(Refusal::Invitation(InvitationError::Unknown)) };
        let pool = conference.pool(&invitation.pool).ok_or(Refusal::Invitation(InvitationError::Unknown))?;
        invitation.check(addresses, pool.claim_by.as_ref().map(|d| d.at), now).map_err(Refusal::Invitation)?;
        return Ok(pool);
    }
    match conference.registration.phase(now) {
        Phase::Before => return Err(Refusal::NotOpen { opens_at: conference.registration.opens.at }),
        Phase::After => return Err(Refusal::Closed { closed_at: conference.registration.closes.at }),
        Phase::Open => {}
    }
    let pool = conference.open_pool(wish.attendance).expect("checked when the wish was read");
    match status {
        Some(status) if status.sold_out => Err(Refusal::SoldOut { pool: pool.id.clone() }),
        _ => Ok(pool),
    }
}
