//! Breaks items behind the product's back and repairs them; sends requests to the other edition.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::proposal::ProposalState;
use plumbline::stack::TABLE;
use serde_json::{Value, json};

use super::serve::written;
use super::{Done, REQUEST_LASTS, Run};
use crate::damage::{Damage, Key, key_of, with};
use crate::dump::Dump;
use crate::fault::contains;
use crate::gate::Call;
use crate::plan::PROCESSES;
use crate::plan::breakage::{BreakAct, Target};
use crate::promises::Broken;
use crate::request::elsewhere::{self, Has};
use crate::request::{ClientResponse, EDITION, ELSEWHERE};

impl Run<'_> {
    /// Creates the other edition, and what no act makes of the first but can break.
    pub(super) fn found_elsewhere(&mut self) -> Result<(), String> {
        let session = self.session.clone();
        let calls = self.plan.world.calls.is_some();
        let asks = [elsewhere::put(&self.plan.world, &session)].into_iter();
        for request in asks.chain(calls.then(|| elsewhere::session(&session))).flatten() {
            let (direct, app) = (Arc::clone(&self.direct), self.processes[0].app.clone());
            let future = async move { Done::Answered(ClientResponse::read(&direct.request(&app, request).await)) };
            self.add("the other edition".into(), 0, None, None, Box::pin(future), REQUEST_LASTS);
            self.quiet().map_err(|broken| broken.detail)?;
            match self.outcome.story.last() {
                Some(line) if line.contains("gets 201") => {}
                other => return Err(format!("the other edition was not made: {other:?}")),
            }
        }
        Ok(())
    }

    /// Does an act, if there is such an item; answers whether there was.
    pub(super) fn breaks(&mut self, act: BreakAct, process: usize) -> bool {
        match act {
            BreakAct::Elsewhere { person } => {
                self.asks_elsewhere(person, process);
                true
            }
            BreakAct::Panic { target, which, elsewhere } => {
                let Some(key) = self.pick(target, which, elsewhere) else { return false };
                self.tell(&format!("from now on its workflow panics at {} {}", key.0, key.1));
                self.dump.damage.panics.insert(key.clone());
                self.dump.damage.ever.insert(key, self.now());
                true
            }
            BreakAct::Item { target, which, attribute, elsewhere } => {
                let Some(key) = self.pick(target, which, elsewhere) else { return false };
                self.break_item(key, target, attribute)
            }
        }
    }

    fn break_item(&mut self, key: Key, target: Target, attribute: u32) -> bool {
        let Some(item) = self.item(&key) else { return false };
        let is_unreadable = |item: &Value| match target {
            Target::Definition => item["document"].get("S").is_none(),
            _ => Dump::is_unreadable(item),
        };
        let Some((item, broken)) = Damage::broken(&item, attribute, is_unreadable) else { return false };
        self.put_item(&item);
        self.tell(&format!("{} {} breaks: its {} is {}", key.0, key.1, broken.attribute, broken.is));
        self.dump.damage.items.insert(key.clone(), broken);
        self.dump.damage.ever.insert(key, self.now());
        if target == Target::Definition {
            // Processes that know it go on with what they know.
            (0..PROCESSES).for_each(|process| self.kill(process));
        }
        true
    }

    /// Restores each broken attribute; other changes since stay.
    pub(super) fn repair(&mut self) {
        let damage = std::mem::take(&mut self.dump.damage);
        for (key, broken) in &damage.items {
            let item = self.item(key).filter(|item| item[&broken.attribute] == broken.is);
            if let Some(item) = item {
                self.tell(&format!("{} {} is repaired", key.0, key.1));
                self.put_item(&with(&item, &broken.attribute, &broken.was));
            }
        }
        self.dump.damage.ever = damage.ever;
    }

    /// An organizer has everything tried again that was set aside.
    pub(super) fn try_again(&mut self) -> Result<(), Broken> {
        let app = self.processes[0].app.clone();
        let future = async move {
            let scope = store::AttentionScope::All;
            let done = app.store.act_on_all_failed(&app.context, scope, store::AttentionAct::Retry).await;
            Done::Ran(done.map(|count| format!("{count} are tried again")).map_err(|error| error.to_string()))
        };
        self.tell(&format!("#{} in process 0: an organizer has what failed tried again", self.next_actor));
        self.add("try again".into(), 0, None, None, Box::pin(future), REQUEST_LASTS);
        self.quiet()
    }

    /// Whether this call is a workflow's that panics at what it is about to write: not where it only notes a failure.
    pub(super) fn panics_at(&self, call: &Call) -> bool {
        if call.operation != "TransactWriteItems" || self.dump.damage.panics.is_empty() {
            return false;
        }
        let name = self.actors.get(&call.who).map(|actor| actor.name.as_str());
        let owned = |key: &Key| owner(&key.1).is_some_and(|owner| Some(owner) == name);
        let panics = |key: &Key| owned(key) && self.dump.damage.panics.contains(key);
        written(&call.body).iter().any(panics) && !contains(&call.body, b"#failure = ")
    }

    fn asks_elsewhere(&mut self, person: usize, process: usize) {
        let has = self.elsewhere.entry(person).or_default();
        let Some(request) = elsewhere::next(person, has) else { return };
        let (direct, app) = (Arc::clone(&self.direct), self.processes[process].app.clone());
        let future = async move { Done::Answered(ClientResponse::read(&direct.request(&app, request).await)) };
        self.tell(&format!("#{} in process {process}: a request to the other edition", self.next_actor));
        self.asking_elsewhere.insert(self.next_actor, person);
        self.add("elsewhere".into(), process, None, None, Box::pin(future), REQUEST_LASTS);
    }

    /// Notes what a person in the other edition has after an answer.
    pub(super) fn keep_response(&mut self, id: usize, response: &ClientResponse) {
        if let Some(has) = self.asking_elsewhere.remove(&id).and_then(|person| self.elsewhere.get_mut(&person)) {
            *has = std::mem::take(has).after(response);
        }
    }

    /// One of the items of this kind that there are and that are whole.
    fn pick(&self, target: Target, which: usize, elsewhere: bool) -> Option<Key> {
        let edition = if elsewhere { ELSEWHERE } else { EDITION };
        let fits = |key: &&Key| self.is_a(target, key, edition) && !self.dump.damage.has(&key.0, &key.1);
        let all: Vec<&Key> = self.dump.keys.iter().filter(fits).collect();
        all.get(which % all.len().max(1)).map(|key| (*key).clone())
    }

    fn is_a(&self, target: Target, key: &Key, edition: &str) -> bool {
        let (pk, sk) = (key.0.as_str(), key.1.as_str());
        let text = |name: &str| self.item(key).and_then(|item| item[name]["S"].as_str().map(str::to_owned));
        let of = pk.strip_prefix("C#").and_then(|rest| rest.split('#').next()) == Some(edition);
        match target {
            Target::Mail => {
                sk == "MAIL" && self.dump.due.contains_key(key) && text("conference").as_deref() == Some(edition)
            }
            Target::Waiting => of && sk == "ENTRY" && text("status").as_deref() == Some("waiting"),
            Target::Offered => of && sk == "ENTRY" && text("status").as_deref() == Some("offered"),
            Target::Shard => of && sk == "SHARD",
            Target::Person => of && sk == "PERSON",
            Target::Campaign => of && sk == "ROUND",
            Target::Call => of && sk == "CALL",
            Target::Reminders => of && sk == "REMINDERS" && pk.contains("#call:"),
            Target::Proposal => {
                let id = pk.split("#PROPOSAL#").nth(1).unwrap_or_default();
                let proposal = self.dump.programme.proposals.get(id);
                of && sk == "PROPOSAL" && proposal.is_some_and(|proposal| proposal.state != ProposalState::Draft)
            }
            Target::Selection => of && sk == "SELECTION",
            Target::Session => of && pk.ends_with("#SESSIONS"),
            Target::Definition => of && sk == "DEFINITION",
        }
    }

    /// An item's current version in the table.
    fn item(&self, key: &Key) -> Option<Value> {
        let key = json!({ "pk": { "S": key.0 }, "sk": { "S": key.1 } });
        let body = json!({ "TableName": TABLE, "Key": key, "ConsistentRead": true }).to_string();
        let (_, answer) = self.table.answer("DynamoDB_20120810.GetItem", body.as_bytes());
        let answer: Value = serde_json::from_slice(&answer).ok()?;
        Some(answer["Item"].clone()).filter(Value::is_object)
    }

    fn put_item(&mut self, item: &Value) {
        let body = json!({ "TableName": TABLE, "Item": item }).to_string();
        let (status, answer) = self.table.answer("DynamoDB_20120810.PutItem", body.as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        self.written.insert(key_of(item));
        self.news = true;
    }
}

/// The workflow that an item is due for.
fn owner(sk: &str) -> Option<&'static str> {
    let target = match sk {
        "MAIL" => Target::Mail,
        "ENTRY" => Target::Offered,
        "ROUND" => Target::Campaign,
        "CALL" => Target::Call,
        "REMINDERS" => Target::Reminders,
        "SELECTION" => Target::Selection,
        _ => return None,
    };
    target.workflow()
}

/// What people have in the other edition.
pub(super) type HadElsewhere = BTreeMap<usize, Has>;
