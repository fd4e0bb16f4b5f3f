//! The programme's part of the table: the call, proposals, decisions, reminders and BoFs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use domain::bof::{Board, Bof};
use domain::call::Call;
use domain::proposal::{Change, Proposal};
use domain::reminder::Series;
use domain::review::{ProposalDecision, Selection};

use super::read;

/// The call, proposals, decisions and BoFs.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// The call, of the only track that has one.
    pub call: Option<Call>,
    /// Every proposal, by its id.
    pub proposals: BTreeMap<String, Proposal>,
    /// Every change of a proposal since its first submission, by id and revision.
    pub changes: BTreeMap<(String, u64), Change>,
    /// What was decided of each proposal, by its id.
    pub rulings: BTreeMap<String, ProposalDecision>,
    /// How far the track's selection is, and whether it is due.
    pub selection: Option<(Selection, bool)>,
    /// What each person has been reminded of, by their key.
    pub reminded: BTreeMap<String, BTreeSet<String>>,
    /// Progress of the call's reminders.
    pub series: Series,
    /// Which BoF has which slot, and who waits.
    pub board: Board,
    /// Every BoF, by its id.
    pub bofs: BTreeMap<String, Bof>,
    /// What the keys of the edition's people are made with.
    pub salt: Option<String>,
}

#[derive(serde::Deserialize)]
struct Done {
    #[serde(default)]
    done: BTreeSet<String>,
}

impl Programme {
    /// Whether an item is of the programme.
    pub(super) fn has(pk: &str, sk: &str) -> bool {
        sk == "HEAD"
            || ["#PROPOSAL#", "#TRACK#", "#REMIND#", "#REMINDED#", "#BOFS"].iter().any(|part| pk.contains(part))
    }

    /// Forgets a removed item.
    pub(super) fn forget(&mut self, pk: &str, sk: &str) {
        let id = pk.split("#PROPOSAL#").nth(1).unwrap_or_default();
        match sk {
            "PROPOSAL" => drop(self.proposals.remove(id)),
            "DECISION" => drop(self.rulings.remove(id)),
            "REMINDED" => {
                self.reminded.remove(pk.split("#REMINDED#").nth(1).unwrap_or_default());
            }
            _ => {
                let of = sk.strip_prefix("CHANGE#").and_then(|revision| revision.parse().ok());
                of.map(|revision| self.changes.remove(&(id.to_owned(), revision)));
            }
        }
    }

    /// Adds an item in its current version.
    pub(super) fn sort(
        &mut self,
        pk: &str,
        sk: &str,
        due: bool,
        item: &HashMap<String, AttributeValue>,
    ) -> Result<(), String> {
        let id = pk.split("#PROPOSAL#").nth(1).unwrap_or_default().to_owned();
        match sk {
            "HEAD" => self.salt = item.get("salt").and_then(|salt| salt.as_s().ok()).cloned(),
            "CALL" => self.call = Some(read(item)?),
            "SELECTION" => self.selection = Some((read(item)?, due)),
            "PROPOSAL" if !id.is_empty() => drop(self.proposals.insert(id, read(item)?)),
            "DECISION" => drop(self.rulings.insert(id, read(item)?)),
            "REMINDERS" if pk.contains("#call:") => self.series = read(item)?,
            "REMINDED" => {
                let person = pk.split("#REMINDED#").nth(1).unwrap_or_default().to_owned();
                self.reminded.insert(person, read::<Done>(item)?.done);
            }
            "BOARD" => self.board = read(item)?,
            _ if sk.starts_with("CHANGE#") => {
                let change: Change = read(item)?;
                self.changes.insert((id, change.revision), change);
            }
            _ if sk.starts_with("BOF#") => {
                let bof: Bof = read(item)?;
                self.bofs.insert(bof.id.to_string(), bof);
            }
            _ => {}
        }
        Ok(())
    }
}
