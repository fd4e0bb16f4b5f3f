//! A planted bug at work.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::waitlist::half_read;
use super::writes::{changes, changes_to, for_each_item, guard, is_sell_out, is_shard, sort_key, unguarded, update};
use super::{Bug, calls};
use crate::gate::Call;

/// A bug at work.
#[derive(Debug)]
pub struct Planted {
    bug: Bug,
    registered: u32,
    scans: u32,
    /// Pools that were once read as sold out.
    sold_out: BTreeSet<String>,
    calls: calls::Remembered,
    /// Whether the run that made the latest call ends at it.
    ends_run: bool,
}

impl Planted {
    pub fn new(bug: Bug) -> Self {
        let (sold_out, calls) = (BTreeSet::new(), calls::Remembered::default());
        Self { bug, registered: 0, scans: 0, sold_out, calls, ends_run: false }
    }

    /// Whether the run that made the latest call ends at it.
    pub fn ends_run(&mut self) -> bool {
        std::mem::take(&mut self.ends_run)
    }

    /// Changes a call to the table as the bug would; `Some` is an answer that the bug gives by itself.
    pub fn request(&mut self, call: &mut Call) -> Option<Vec<u8>> {
        if call.operation != "TransactWriteItems" {
            return None;
        }
        let mut request: Value = serde_json::from_slice(&call.body).ok()?;
        let answer = self.transaction(&mut request);
        call.body = request.to_string().into_bytes();
        answer
    }

    fn transaction(&mut self, request: &mut Value) -> Option<Vec<u8>> {
        let mut items = request["TransactItems"].as_array().cloned()?;
        let taking = items.iter().any(|item| is_shard(item) && changes(item, "taken", '+'));
        let returning = items.iter().any(|item| is_shard(item) && changes(item, "taken", '-'));
        let reopening = items.iter().any(|item| is_shard(item) && changes(item, "free", '+'));
        let shrinking = items.iter().any(|item| is_shard(item) && changes(item, "capacity", '-'));
        match self.bug {
            Bug::TakeWithoutFree => {
                for item in items.iter_mut().filter(|item| is_shard(item) && changes(item, "taken", '+')) {
                    guard(item, "attribute_exists(#pk)");
                }
            }
            Bug::PersonUnguarded => items.iter_mut().filter(|item| sort_key(item) == "PERSON").for_each(unguarded),
            Bug::MailOutside if taking => items.retain(|item| sort_key(item) != "MAIL"),
            Bug::ReturnedTwice => {
                for item in items.iter_mut().filter(|item| is_shard(item) && changes(item, "taken", '-')) {
                    let update = item["Update"]["UpdateExpression"].as_str().unwrap_or_default().to_owned();
                    let amount = update.split("#spare + ").nth(1).and_then(|rest| rest.split([',', ' ']).next());
                    if let Some(amount) = amount {
                        item["Update"]["ExpressionAttributeValues"][amount] = json!({ "N": "2" });
                    }
                }
            }
            Bug::NotReturned => items.retain(|item| !(is_shard(item) && changes(item, "taken", '-'))),
            Bug::ReturnedToFree => {
                for item in items.iter_mut().filter(|item| is_shard(item) && changes(item, "taken", '-')) {
                    item["Update"]["ExpressionAttributeNames"]["#spare"] = "free".into();
                }
            }
            Bug::ReturnedNotDue => {
                for item in items.iter_mut().filter(|item| is_shard(item) && changes(item, "spare", '+')) {
                    update(item, |parts| parts.retain(|part| !part.starts_with("#due_")));
                }
            }
            Bug::CancelRepeated if returning => {
                items.iter_mut().filter(|item| sort_key(item) != "SHARD").for_each(unguarded);
                request.as_object_mut()?.remove("ClientRequestToken");
            }
            Bug::SoldOutUnguarded => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "STATUS" && is_sell_out(item)) {
                    guard(item, "attribute_exists(pk)");
                }
            }
            Bug::RefillNotCounted if reopening => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "STATUS") {
                    update(item, |parts| parts.retain(|part| !part.starts_with("#refill_seq")));
                }
            }
            Bug::ResizeUnguarded => {
                let steps = |item: &&mut Value| sort_key(item) == "STATUS" && changes_to(item, "#step");
                items.iter_mut().filter(steps).for_each(|item| guard(item, "attribute_exists(pk)"));
            }
            // A shard that grows beside one that shrinks: passes that go from pool to pool.
            Bug::EndedAway if shrinking => items.retain(|item| !(is_shard(item) && changes(item, "capacity", '+'))),
            Bug::AnsweredNotWritten if taking => {
                self.registered += 1;
                if self.registered.is_multiple_of(4) {
                    return Some(b"{}".to_vec());
                }
            }
            // A person, and a count of their answers: no other transaction has these two items.
            Bug::YesNotWritten if items.len() == 2 && items.iter().any(|item| sort_key(item) == "ANSWERS") => {
                return Some(b"{}".to_vec());
            }
            _ => {}
        }
        self.bug.of_waitlist(&mut items, reopening);
        self.bug.of_mails_and_campaigns(&mut items);
        self.bug.of_calls(&mut items, &mut self.calls);
        self.bug.of_activity(&mut items);
        self.bug.of_holds(&mut items);
        if self.bug.of_check_ins(&mut items, &mut self.scans) {
            return Some(b"{}".to_vec());
        }
        if self.bug.of_erasures(&mut items) {
            return Some(b"{}".to_vec());
        }
        if self.bug.of_isolation(&mut items) {
            self.ends_run = true;
            return Some(b"{}".to_vec());
        }
        request["TransactItems"] = items.into();
        None
    }

    /// Changes what the table answers as the bug would read it.
    pub fn answer(&mut self, operation: &str, body: Vec<u8>) -> Vec<u8> {
        if operation == "Query" && self.bug == Bug::QueueHalfRead {
            return half_read(body);
        }
        if operation == "Scan" {
            return self.bug.scans(body);
        }
        let reads = matches!(operation, "GetItem" | "BatchGetItem");
        let by_reading = [
            Bug::DecisionLeaks,
            Bug::LaterScanCounts,
            Bug::SoldOutRemembered,
            Bug::ResizeForgotten,
            Bug::CloseIgnored,
            Bug::ExpiryIgnored,
            Bug::RoundEndIgnored,
        ]
        .contains(&self.bug);
        // A registration reads the status with other items; a resize reads it alone.
        let by_reading = by_reading || (self.bug == Bug::RaiseUnseen && operation == "BatchGetItem");
        if !reads || !by_reading {
            return body;
        }
        let Ok(mut answer) = serde_json::from_slice::<Value>(&body) else { return body };
        self.bug.reads_calls(&mut answer, &self.calls);
        self.bug.reads_check_ins(&mut answer);
        for_each_item(&mut answer, &mut |item| match self.bug {
            Bug::SoldOutRemembered if item["sk"]["S"] == "STATUS" => {
                let pool = item["pk"]["S"].as_str().unwrap_or_default().to_owned();
                if item["sold_out"]["BOOL"] == true {
                    self.sold_out.insert(pool);
                } else if self.sold_out.contains(&pool) {
                    item["sold_out"] = json!({ "BOOL": true });
                }
            }
            Bug::ResizeForgotten if item["sk"]["S"] == "STATUS" => {
                if let Some(resized) = item["resized"]["L"].as_array_mut() {
                    resized.drain(..resized.len().saturating_sub(1));
                }
            }
            Bug::RaiseUnseen if item["sk"]["S"] == "STATUS" => {
                drop(item.as_object_mut().map(|item| item.remove("resize")));
            }
            Bug::ExpiryIgnored if item["sk"]["S"] == "ENTRY" && item["offer"].is_object() => {
                item["offer"]["M"]["expires_at"] = json!({ "S": "2030-04-30T18:00:00Z" });
            }
            Bug::RoundEndIgnored if item["sk"]["S"] == "ROUND" => {
                item["answer_by"] = json!({ "S": "2030-03-01T18:00:00Z" });
            }
            Bug::CloseIgnored if item["sk"]["S"] == "DEFINITION" => {
                let document = item["document"]["S"].as_str().unwrap_or_default();
                if let Ok(mut document) = serde_json::from_str::<Value>(document) {
                    document["registration"]["closes"] = "2030-04-30T18:00:00".into();
                    item["document"] = json!({ "S": document.to_string() });
                }
            }
            _ => {}
        });
        answer.to_string().into_bytes()
    }
}
