//! Answers one call at the gate, with what goes wrong with it.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use serde_json::Value;

use super::Run;
use crate::book::HandOver;
use crate::bug::Planted;
use crate::damage::Key;
use crate::fault::{Fault, contains};
use crate::gate::{Answer, Call, Service};

impl Run<'_> {
    /// Answers one call, with what goes wrong with it.
    pub(super) fn serve(&mut self, id: u64, fault: Option<Fault>, choice: u32) {
        let Some(call) = self.gate.call(id) else { return };
        self.note_line(&call);
        if call.abandoned.is_some() {
            self.book.hurt.insert(call.who);
            // Half of the calls still on their way arrive.
            if choice & 128 == 0 {
                self.tell(&format!("a late call of #{} arrives: {}", call.who, call.operation));
                self.execute(&call);
            }
            self.gate.answer(id, Answer::Lost);
            return;
        }
        if self.panics_at(&call) {
            self.gate.answer(id, Answer::Panic);
            return;
        }
        let Some(fault) = fault.filter(|fault| fault.fits(&call)) else {
            let answer = self.execute(&call);
            self.gate.answer(id, answer);
            if self.planted.as_mut().is_some_and(Planted::ends_run) {
                self.end(call.who, "a planted bug has it give up");
            }
            if call.operation == "Query" {
                self.serve_queries(&call, choice);
            }
            return;
        };
        *self.outcome.faults.entry(fault).or_default() += 1;
        self.book.hurt.insert(call.who);
        let what = if call.service == Service::Mail { "mail service" } else { call.operation.as_str() };
        self.tell(&format!("{fault:?} at #{}'s call: {what}", call.who));
        if let Some(refusal) = fault.refusal(&call) {
            if fault == Fault::Rejected
                && let Some(obligation) = obligation(&call.body)
            {
                self.book.rejected.insert(obligation);
            }
            self.gate.answer(id, refusal);
            return;
        }
        let process = self.actors.get(&call.who).map(|actor| actor.process);
        match fault {
            Fault::Stalled => {
                let millis = 100 + i64::from(choice % 8000);
                self.gate.stall(id, self.now() + SignedDuration::from_millis(millis));
            }
            Fault::StaleIndex => {
                let answer = self.stale(&call);
                self.gate.answer(id, answer);
            }
            Fault::Doubled => {
                let answer = self.execute(&call);
                self.execute(&call);
                self.gate.answer(id, answer);
            }
            Fault::DeathBefore | Fault::DeathAfter => {
                if fault == Fault::DeathAfter {
                    self.execute(&call);
                }
                self.gate.answer(id, Answer::Lost);
                if let Some(process) = process {
                    self.kill(process);
                }
            }
            _ => {
                self.execute(&call);
                self.gate.answer(id, Answer::Lost);
            }
        }
    }

    /// Notes who waits when a call begins to read the queue, and what a transaction was decided on.
    pub(super) fn note_line(&mut self, call: &Call) {
        let Some((line, has_read)) = self.lines.get_mut(&call.who) else { return };
        match call.operation.as_str() {
            "Query" if contains(&call.body, b"#QUEUE#") && !*has_read => {
                *line = Rc::new(self.dump.waiting());
                *has_read = true;
            }
            // The next step depends on what is read next.
            "BatchGetItem" if contains(&call.body, b"#TALLY#") => *has_read = false,
            "TransactWriteItems" => {
                *has_read = false;
                let line = Rc::clone(line);
                self.line = Rc::clone(self.lines_of.entry(token(&call.body)).or_insert(line));
            }
            _ => {}
        }
    }

    /// An actor asks all partitions of an index or of the queue at once. Those of an index are answered at once; of
    /// the queue's some, so that it is read in pieces.
    pub(super) fn serve_queries(&mut self, first: &Call, choice: u32) {
        let index = contains(&first.body, b"\"IndexName\"");
        for id in self.gate.ready(self.now()) {
            let Some(call) = self.gate.call(id) else { continue };
            let later = !index && !self.settling && (choice >> (id % 16)).is_multiple_of(4);
            if call.who == first.who && call.operation == "Query" && call.abandoned.is_none() && !later {
                let answer = self.execute(&call);
                self.gate.answer(id, answer);
            }
        }
    }

    /// Does what a call asks for.
    pub(super) fn execute(&mut self, call: &Call) -> Answer {
        if call.service == Service::Mail {
            let (status, body) = self.mails.answer(&call.body);
            if status == 200
                && let Some(obligation) = obligation(&call.body)
            {
                self.tell(&format!("the mail service takes {obligation} from #{}", call.who));
                if is_to_no_one(&call.body) {
                    self.book.sent_to_no_one.insert(obligation.clone());
                }
                self.book.hand_overs.push(HandOver { obligation, by: call.who });
                self.news = true;
            }
            return Answer::Http(status, body);
        }
        let mut call = call.clone();
        if let Some(breakage) = self.plan.world.breakage {
            list_few(&mut call, breakage.batch);
        }
        if let Some(answer) = self.planted.as_mut().and_then(|planted| planted.request(&mut call)) {
            return Answer::Http(200, answer);
        }
        let (status, mut body) = self.table.answer(&format!("DynamoDB_20120810.{}", call.operation), &call.body);
        if status == 200 && matches!(call.operation.as_str(), "TransactWriteItems" | "UpdateItem") {
            self.news = true;
            self.written.extend(written(&call.body));
            if self.plan.world.erases {
                let now = self.now();
                self.written_at.extend(changed(&call.body).into_iter().map(|key| (key, now)));
            }
        }
        if let Some(partition) = partition(&call) {
            self.answered.insert(partition, body.clone());
        }
        if let Some(planted) = &mut self.planted {
            body = planted.answer(&call.operation, body);
        }
        Answer::Http(status, body)
    }

    /// An index as it was at its last query, or without its newest entry.
    pub(super) fn stale(&mut self, call: &Call) -> Answer {
        let partition = partition(call).unwrap_or_default();
        if partition.contains("#REGISTRATIONS#") {
            self.book.stale_registrations_at = Some(self.now());
        }
        if let Some(earlier) = self.answered.get(&partition) {
            return Answer::Http(200, earlier.clone());
        }
        let Answer::Http(status, body) = self.execute(call) else { return Answer::Lost };
        let mut answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        if let Some(items) = answer["Items"].as_array_mut() {
            items.pop();
            let count = items.len();
            answer["Count"] = count.into();
            answer["ScannedCount"] = count.into();
        }
        Answer::Http(status, answer.to_string().into_bytes())
    }
}

/// The keys of what a call writes or checks.
pub(super) fn written(body: &[u8]) -> Vec<Key> {
    keys_of(&serde_json::from_slice(body).unwrap_or_default())
}

/// The keys of what a call writes.
fn changed(body: &[u8]) -> Vec<Key> {
    let mut request: Value = serde_json::from_slice(body).unwrap_or_default();
    if let Some(items) = request["TransactItems"].as_array_mut() {
        items.retain(|item| item["ConditionCheck"].is_null());
    }
    keys_of(&request)
}

fn keys_of(request: &Value) -> Vec<Key> {
    let part = |key: &Value, name: &str| key[name]["S"].as_str().unwrap_or_default().to_owned();
    let key = |key: &Value| (part(key, "pk"), part(key, "sk"));
    let items = request["TransactItems"].as_array().into_iter().flatten();
    let items = items.map(|item| match item.as_object().and_then(|item| item.iter().next()) {
        Some((kind, put)) if kind == "Put" => &put["Item"],
        Some((_, write)) => &write["Key"],
        None => &Value::Null,
    });
    items.chain(request.get("Key")).map(key).collect()
}

/// Lets a query of the `due` index answer so many items, as if there were many more.
fn list_few(call: &mut Call, count: usize) {
    if call.operation != "Query" || !contains(&call.body, b"DUE#") {
        return;
    }
    let Ok(mut request) = serde_json::from_slice::<Value>(&call.body) else { return };
    let limit = request["Limit"].as_u64().unwrap_or(u64::MAX);
    request["Limit"] = limit.min(count as u64).into();
    call.body = request.to_string().into_bytes();
}

/// Whether a mail's address stands for an erased person.
fn is_to_no_one(body: &[u8]) -> bool {
    form_urlencoded::parse(body).any(|(name, to)| name.starts_with("Destinations") && to.ends_with("@unknown.invalid"))
}

/// A transaction's token.
fn token(body: &[u8]) -> String {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    request["ClientRequestToken"].as_str().unwrap_or_default().to_owned()
}

/// The partition of an index that a query asks.
fn partition(call: &Call) -> Option<String> {
    if call.operation != "Query" || !contains(&call.body, b"\"IndexName\"") {
        return None;
    }
    let request: Value = serde_json::from_slice(&call.body).ok()?;
    let values = request["ExpressionAttributeValues"].as_object()?;
    let texts = values.values().filter_map(|value| value["S"].as_str());
    texts.filter(|text| text.starts_with("DUE#") || text.starts_with("C#")).map(str::to_owned).next()
}

/// The obligation that a mail settles, from its `Message-ID`.
fn obligation(body: &[u8]) -> Option<String> {
    let (_, data) = form_urlencoded::parse(body).find(|(name, _)| name == "RawMessage.Data")?;
    let raw = STANDARD.decode(data.as_bytes()).ok()?;
    let text = String::from_utf8_lossy(&raw);
    let line = text.lines().find(|line| line.to_ascii_lowercase().starts_with("message-id:"))?;
    let id = line.split_once('<')?.1;
    Some(id.rsplit_once('@')?.0.to_owned())
}
