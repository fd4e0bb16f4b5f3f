//! The people of an edition, as organizers see them: the list, one person, acts on many, and search.

use std::collections::BTreeMap;

use domain::conference::{Attendance, Class};
use domain::directory::{self as rows, Effect, Kept, PersonRow};
use domain::person::EmailAddress;
use domain::role::RoleState;
use jiff::Timestamp;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use crate::mails::Mail;
use crate::parameters::{CURSOR, DONE, DOWNLOAD, DRY_RUN, PART};
use crate::registrations::{Agreed, Registration, RegistrationStatus};
use crate::route::row::{
    CSV_PART, SEE_OTHER, WORKBOOK_PART, flag, get, json_or_form, json_or_page, number, one_of, post, query,
};
use crate::route::{Parameter, Route, Who};
use crate::waitlist::{EntryStatus, WaitlistEntry};
use crate::{Kind, Stated};

pub(crate) const Q: Parameter =
    query("q", "any part of name, e-mail, affiliation or number; each word must occur, case and accents do not matter");
pub(crate) const STATE: Parameter = one_of(
    "state",
    &["held", "confirmed", "cancelled", "waiting", "offered", "accepted", "declined", "lapsed", "withdrawn"],
    "of the registration or the waitlist entry",
);
pub(crate) const ATTENDANCE: Parameter = one_of("attendance", &["in_person", "virtual"], "of the registration");
pub(crate) const POOL: Parameter = query("pool", "of the registration");
pub(crate) const CLASS: Parameter = one_of("class", &["contributor", "newcomer", "everyone"], "of the waitlist entry");
pub(crate) const ROLE: Parameter = one_of("role", &["organizer", "lead", "reviewer"], "held or offered");
pub(crate) const SPEAKS: Parameter = flag("speaks", "whether they speak in an accepted proposal");
pub(crate) const SORT: Parameter = one_of("sort", rows::Sort::WORDS, "`-registered`, latest first, without it");

pub(crate) const ROUTES: &[Route] = &[
    get("/conferences/{conference}/people", "directory", Who::Organizer, "everybody of the edition")
        .takes(&[
            Q,
            STATE,
            ATTENDANCE,
            POOL,
            CLASS,
            ROLE,
            SPEAKS,
            SORT,
            CURSOR,
            DONE,
            number("count", "of a page: how many people an act concerned"),
        ])
        .answers(&[json_or_page::<People<'_>>(200)]),
    get("/conferences/{conference}/people.csv", "directory", Who::Organizer, "the same as CSV")
        .takes(&[Q, STATE, ATTENDANCE, POOL, CLASS, ROLE, SPEAKS, SORT, CURSOR, PART, DOWNLOAD])
        .answers(&[CSV_PART]),
    get("/conferences/{conference}/people.xlsx", "export", Who::Organizer, "the same as a workbook")
        .takes(&[Q, STATE, ATTENDANCE, POOL, CLASS, ROLE, SPEAKS, SORT, CURSOR, PART, DOWNLOAD])
        .answers(&[WORKBOOK_PART]),
    get("/conferences/{conference}/people/{id}", "directory", Who::Organizer, "one person")
        .takes(&[DONE])
        .answers(&[json_or_page::<Person<'_>>(200)]),
    post("/conferences/{conference}/people/actions", "directory", Who::Organizer, "an act on many people")
        .takes(&[DRY_RUN])
        .reads(json_or_form::<PeopleAct>())
        .answers(&[json_or_page::<Acted<'_>>(200), SEE_OTHER])
        .refuses(&[Kind::PoolOpen, Kind::ClaimOver]),
    get("/conferences/{conference}/find", "directory", Who::Reviewer, "people, proposals and sessions that match")
        .takes(&[query("q", "any part of a name, an e-mail address, a title or a number")])
        .answers(&[json_or_page::<Found>(200)]),
];

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct People<'a> {
    pub people: Vec<PersonEntry<'a>>,
    /// How many match.
    pub total: usize,
    /// The link to the next page, with its `cursor`; null on the last.
    pub next: Option<String>,
}

/// A person in the list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PersonEntry<'a> {
    pub id: &'a str,
    /// Empty if unknown, as for people who only have a role.
    pub name: &'a str,
    pub email: &'a EmailAddress,
    pub affiliation: Option<&'a str>,
    /// The one with a pass, else the latest.
    pub registration: Option<PersonRegistration<'a>>,
    /// The latest entry.
    pub waitlist: Option<PersonWaitlist<'a>>,
    /// Those that were submitted.
    pub proposals: Vec<PersonProposal<'a>>,
    pub roles: Vec<PersonRole<'a>>,
    /// Whether they speak in an accepted proposal.
    pub speaks: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PersonRegistration<'a> {
    pub id: &'a str,
    pub state: RegistrationStatus,
    pub attendance: Attendance,
    pub pool: &'a str,
    pub registered_at: Timestamp,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PersonWaitlist<'a> {
    pub id: &'a str,
    pub state: EntryStatus,
    pub class: Class,
    pub joined_at: Timestamp,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PersonProposal<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub track: &'a str,
    pub state: &'a str,
    /// Whether they speak in it; otherwise they only sent it.
    pub speaks: bool,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PersonRole<'a> {
    pub role: &'a str,
    pub track: Option<&'a str>,
    /// `held`, or `invited` until they accept.
    pub state: RoleState,
}

impl<'a> From<&'a PersonRow> for PersonEntry<'a> {
    fn from(row: &'a PersonRow) -> Self {
        Self {
            id: &row.id,
            name: &row.name,
            email: &row.email,
            affiliation: row.affiliation.as_deref(),
            registration: row.registration.as_ref().map(Into::into),
            waitlist: row.waitlist.as_ref().map(Into::into),
            proposals: row.proposals.iter().map(Into::into).collect(),
            roles: row.roles.iter().map(Into::into).collect(),
            speaks: row.speaks,
        }
    }
}

impl<'a> From<&'a rows::RowRegistration> for PersonRegistration<'a> {
    fn from(registration: &'a rows::RowRegistration) -> Self {
        Self {
            id: registration.id.as_str(),
            state: (&registration.state).into(),
            attendance: registration.attendance,
            pool: registration.pool.as_str(),
            registered_at: registration.registered_at,
        }
    }
}

impl<'a> From<&'a rows::RowWaitlist> for PersonWaitlist<'a> {
    fn from(entry: &'a rows::RowWaitlist) -> Self {
        Self { id: entry.id.as_str(), state: (&entry.state).into(), class: entry.class, joined_at: entry.joined_at }
    }
}

impl<'a> From<&'a rows::RowProposal> for PersonProposal<'a> {
    fn from(proposal: &'a rows::RowProposal) -> Self {
        Self {
            id: proposal.id.as_str(),
            title: &proposal.title,
            track: proposal.track.as_str(),
            state: proposal.state.as_str(),
            speaks: proposal.is_speaker,
        }
    }
}

impl<'a> From<&'a rows::RowRole> for PersonRole<'a> {
    fn from(role: &'a rows::RowRole) -> Self {
        Self {
            role: role.kind.as_str(),
            track: role.kind.track().map(domain::conference::TrackId::as_str),
            state: role.state,
        }
    }
}

/// One person, with everything that the edition has of them.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(rename = "PersonOfEdition"))]
pub struct Person<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// Where mails go.
    pub email: &'a EmailAddress,
    /// All their addresses that the edition knows.
    pub addresses: &'a [EmailAddress],
    pub affiliation: Option<&'a str>,
    pub registration: Option<Registration<'a>>,
    pub waitlist: Option<WaitlistEntry<'a>>,
    pub proposals: Vec<PersonProposal<'a>>,
    /// Of the published timetable.
    pub sessions: Vec<FoundSession>,
    pub roles: Vec<PersonRole<'a>>,
    pub speaks: bool,
    /// Mails about their pass, their waitlist entry, their proposals and their roles, latest first.
    pub mails: Vec<Mail<'a>>,
}

impl<'a> Registration<'a> {
    /// As organizers see it.
    pub fn seen(registration: &'a domain::registration::Registration, email: &'a EmailAddress) -> Self {
        Self {
            id: registration.id.as_str(),
            state: Stated::new(&registration.state),
            name: registration.name.as_str(),
            email,
            pool: registration.pool.as_str(),
            attendance: registration.attendance,
            affiliation: registration.affiliation.as_deref(),
            first_time: registration.first_time,
            answers: &registration.answers,
            consents: registration
                .consents
                .iter()
                .map(|(id, agreed)| Agreed { id, version: &agreed.version, agreed_at: agreed.agreed_at })
                .collect(),
            registered_at: registration.registered_at,
            held_until: registration.state.held_until(),
            cancelled_at: registration.state.cancelled_at(),
            lapsed_at: registration.state.lapsed_at(),
            reconfirmation: registration.reconfirmation.as_ref().map(Into::into),
            checked_in_at: None,
            manage_token: None,
        }
    }
}

words! {
    PeopleActName { Cancel = "cancel", Move = "move", Resend = "resend", Invite = "invite" }
}

/// An act on people: those with `ids`, or those that match `filter`.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PeopleAct {
    pub action: PeopleActName,
    pub ids: Option<Vec<String>>,
    pub filter: Option<PeopleFilter>,
    /// Of `cancel`, optional, for the mail to them. Of `move`, required, for the entry.
    pub reason: Option<String>,
    /// Of `move`.
    pub class: Option<Class>,
    /// Of `invite`: a reserved pool.
    pub pool: Option<String>,
    /// Of a form: the ids, each with `true`.
    pub chosen: Option<BTreeMap<String, String>>,
    /// Of a form: take those that match the filter instead.
    pub all: Option<bool>,
}

/// As in the query of the list.
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct PeopleFilter {
    pub q: Option<String>,
    pub state: Option<String>,
    pub attendance: Option<String>,
    pub pool: Option<String>,
    pub class: Option<String>,
    pub role: Option<String>,
    pub speaks: Option<bool>,
}

/// What an act did, or would do.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Acted<'a> {
    pub action: PeopleActName,
    /// True if nothing was changed.
    pub dry_run: bool,
    /// The people asked for.
    pub total: usize,
    /// For how many it was done, or would be.
    pub done: usize,
    /// For how many it had been done before.
    pub already: usize,
    /// For how many there is nothing to do.
    pub skipped: usize,
    /// Those who were changed by someone else at the same moment: repeat the request.
    pub failed: usize,
    /// Those beyond the 300 that one request takes: repeat the request.
    pub left: usize,
    /// Everyone it is done for, then the others; at most 2,000.
    pub people: Vec<ActedPerson<'a>>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ActedPerson<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub email: Option<&'a EmailAddress>,
    pub result: ActResult,
}

words! {
    /// What an act did to a person, or would do: `done`, or why it does nothing.
    ActResult {
        Done = "done",
        Already = "already",
        NoPass = "no_pass",
        NotWaiting = "not_waiting",
        HasOffer = "has_offer",
        NoLink = "no_link",
        HasPass = "has_pass",
        PoolEmpty = "pool_empty",
        Unknown = "unknown",
        Failed = "failed",
        Left = "left",
    }
}

impl From<&Result<Effect, Kept>> for ActResult {
    fn from(result: &Result<Effect, Kept>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(Kept::Already) => Self::Already,
            Err(Kept::NoPass) => Self::NoPass,
            Err(Kept::NotWaiting) => Self::NotWaiting,
            Err(Kept::HasOffer) => Self::HasOffer,
            Err(Kept::NoLink) => Self::NoLink,
            Err(Kept::HasPass) => Self::HasPass,
            Err(Kept::PoolEmpty) => Self::PoolEmpty,
            Err(Kept::Unknown) => Self::Unknown,
        }
    }
}

/// What matches a search: of each at most 10 that the caller may see.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Found {
    pub people: Vec<FoundPerson>,
    pub proposals: Vec<FoundProposal>,
    pub sessions: Vec<FoundSession>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FoundPerson {
    pub id: String,
    pub name: String,
    /// For organizers and leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// Their page; for leads and reviewers, their proposal.
    pub url: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FoundProposal {
    pub id: String,
    pub title: String,
    pub track: String,
    pub state: String,
    pub url: String,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct FoundSession {
    pub id: String,
    pub title: String,
    pub room: String,
    pub starts_at: Timestamp,
    pub url: String,
}
