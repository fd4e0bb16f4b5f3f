//! A track's pointers to its proposals are rows: each says the proposal's state, when it was sent, who its people are,
//! and which decision waits for its release. So the figures of a track need one query, and no proposal.

use std::collections::BTreeSet;

use domain::conference::{ConferenceId, TrackId};
use domain::person::PersonKey;
use domain::proposal::{Decision, Deed, Proposal, ProposalId, ProposalState, SpeakerState};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::keys::Key;
use crate::table::{Guard, Item, Write, key_of, number};
use crate::{Edition, Store, StoreError, keys};

/// What a row says of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposalRow {
    pub id: ProposalId,
    pub state: ProposalState,
    /// When it was first submitted.
    pub submitted_at: Option<Timestamp>,
    /// Its owner and speakers.
    people: BTreeSet<PersonKey>,
    /// Decided, and not released.
    pending: Option<Decision>,
}

/// The stored part of a row. It follows from the proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RowContent {
    pub(crate) state: ProposalState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) submitted_at: Option<Timestamp>,
    #[serde(default)]
    people: BTreeSet<PersonKey>,
}

const ROW: &str = "row";
const PENDING: &str = "pending";

impl ProposalRow {
    /// Whether reviews of it still count.
    pub fn is_under_review(&self) -> bool {
        crate::is_under_review(&self.state)
    }

    /// Whether a release would send a decision of it.
    pub fn is_decided(&self) -> bool {
        self.pending.is_some_and(|decision| self.state.clone().decide(decision, None, Timestamp::UNIX_EPOCH).is_ok())
    }

    /// Whether it is a proposal of a person with one of these keys.
    pub fn is_of(&self, people: &[PersonKey]) -> bool {
        people.iter().any(|person| self.people.contains(person))
    }
}

fn row_content(edition: &Edition, proposal: &Proposal) -> RowContent {
    let speakers = proposal.speakers.iter().filter(|s| !matches!(s.state, SpeakerState::Declined { .. }));
    let people = speakers.map(|speaker| &speaker.email).chain([&proposal.owner]);
    RowContent {
        state: proposal.state.clone(),
        submitted_at: proposal.submitted_at,
        people: people.map(|email| edition.person_key(email)).collect(),
    }
}

/// The key of a proposal's row.
pub(super) fn key(c: &ConferenceId, proposal: &Proposal) -> Key {
    Key { pk: keys::track_proposals(c, &proposal.track), sk: proposal.id.to_string() }
}

/// The write of a row, if a change of its proposal changes it. Guarded by the proposal's own write. A released decision
/// does not wait any more.
pub(super) fn row_write(edition: &Edition, before: Option<&Proposal>, after: &Proposal, deed: Deed) -> Option<Write> {
    let is = row_content(edition, after);
    let same = before.is_some_and(|before| before.track == after.track && row_content(edition, before) == is);
    if same && deed != Deed::Decided {
        return None;
    }
    let row = serde_dynamo::to_attribute_value(is).expect("a map with text keys");
    let remove = if deed == Deed::Decided { vec![PENDING] } else { Vec::new() };
    let set = vec![(ROW, row), ("v", number(1))];
    Some(Write::Set { key: key(edition.id(), after), set, remove, guards: Vec::new() })
}

/// Notes on a proposal's row that a decision waits for its release, or none does. Guarded by the row's existence; the
/// transaction checks the proposal's track.
pub(crate) fn pending_write(c: &ConferenceId, proposal: &Proposal, pending: Option<Decision>) -> Write {
    let (mut set, mut remove) = (Vec::new(), Vec::new());
    match pending {
        Some(decision) => {
            set.push((PENDING, serde_dynamo::to_attribute_value(decision).expect("a word")));
        }
        None => remove.push(PENDING),
    }
    Write::Set { key: key(c, proposal), set, remove, guards: vec![Guard::Exists] }
}

/// What a row says, if it is not of an earlier version.
pub(crate) fn row_of_item(item: &Item) -> Option<RowContent> {
    serde_dynamo::from_attribute_value(item.get(ROW)?.clone()).ok()
}

fn read(item: &Item) -> Option<ProposalRow> {
    let RowContent { state, submitted_at, people } = row_of_item(item)?;
    let pending = item.get(PENDING).and_then(|word| serde_dynamo::from_attribute_value(word.clone()).ok());
    Some(ProposalRow { id: ProposalId::parse(&key_of(item).ok()?.sk)?, state, submitted_at, people, pending })
}

impl Store {
    /// The rows of a track: one query, about 15 rows to a read unit. Proposals of an earlier version, whose pointers
    /// say nothing, are read.
    pub async fn proposal_rows(&self, edition: &Edition, t: &TrackId) -> Result<Vec<ProposalRow>, StoreError> {
        let c = edition.id();
        let pointers = self.table.query(&keys::track_proposals(c, t)).await?;
        let (mut rows, mut bare) = (Vec::new(), Vec::new());
        for pointer in pointers {
            match read(&pointer) {
                Some(row) => rows.push(row),
                None => bare.extend(key_of(&pointer).ok().and_then(|key| ProposalId::parse(&key.sk))),
            }
        }
        if bare.is_empty() {
            return Ok(rows);
        }
        let bare: Vec<_> = bare.iter().map(|id| keys::proposal(c, id)).collect();
        let proposals: Vec<Proposal> = self.readable(self.table.get_all(&bare).await?.into_iter().flatten());
        let rulings = self.rulings(c, &proposals).await?;
        rows.extend(proposals.iter().zip(rulings).map(|(proposal, ruling)| {
            let RowContent { state, submitted_at, people } = row_content(edition, proposal);
            let pending = ruling.pending.map(|pending| pending.decision);
            ProposalRow { id: proposal.id.clone(), state, submitted_at, people, pending }
        }));
        Ok(rows)
    }
}
