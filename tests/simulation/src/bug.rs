//! Planted bugs: what the product sends or reads, changed at the gate as a mistake in the product would change it.

pub mod found;

mod activity;
mod calls;
mod check_ins;
mod isolation;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::gate::Call;
use crate::plan::{BREAKING, CALLS, DOORS, ENDING, LINKING, RAISING};

/// A mistake that the simulation must find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    /// A pass is taken whether or not one is free.
    TakeWithoutFree,
    /// The person is written over whatever version there is.
    PersonUnguarded,
    /// The confirmation is not queued in the registering transaction.
    MailOutside,
    /// A cancelled pass is returned twice.
    ReturnedTwice,
    /// A cancelled pass is not returned.
    NotReturned,
    /// A cancelled pass goes on sale at once, past the people on the waitlist.
    ReturnedToFree,
    /// A returned pass is not due for promotion.
    ReturnedNotDue,
    /// A cancellation has neither token nor guard: repeated, it counts twice.
    CancelRepeated,
    /// The sell-out is noted although the pool was refilled meanwhile.
    SoldOutUnguarded,
    /// A process that once read that a pool is sold out keeps believing it.
    SoldOutRemembered,
    /// Reopening does not count as a refill.
    RefillNotCounted,
    /// A step of a resize is made even if another process has already made it.
    ResizeUnguarded,
    /// Of the resizes that ended, a pool remembers the latest only.
    ResizeForgotten,
    /// Any process may claim a mail, even if another has claimed it.
    ClaimUnguarded,
    /// A claim has no end that is due.
    ClaimNotDue,
    /// A mail is recorded as sent before it is handed over.
    SentBeforeHandOver,
    /// The close of registration is not looked at.
    CloseIgnored,
    /// One registration in four is answered and not written.
    AnsweredNotWritten,
    /// An offer, or its reminder, is written over whatever became of the entry.
    OfferUnguarded,
    /// A person who gets an offer keeps their waitlist position.
    PlaceKept,
    /// An offer queues no mail.
    OfferMailMissing,
    OfferNotDue,
    /// A pass whose offer lapsed or was declined goes on sale at once.
    LapsedToFree,
    /// An offer is accepted whatever became of it since it was read.
    AcceptUnguarded,
    /// The end of an offer is not checked.
    ExpiryIgnored,
    /// Passes go back on sale although a person has joined since the queue was read.
    ReopenUnguarded,
    /// A person joins although the pool was reopened since they saw it sold out.
    JoinUnguarded,
    /// Half of the queue is not read.
    QueueHalfRead,
    /// A change of class is not counted.
    MoveNotCounted,
    /// A page of a campaign is recorded over whatever another process has recorded.
    RoundUnguarded,
    /// A campaign does not continue after its first page.
    RoundNotDue,
    /// The end of a campaign is not checked.
    RoundEndIgnored,
    /// A yes is answered and not written.
    YesNotWritten,
    /// Two addresses count as one person before it is checked what both have.
    LinkedAtOnce,
    /// The root does not record an address that counts as the same person.
    LinkHalfWritten,
    /// A proposal is sent whether or not the call is open.
    DeadlineUnguarded,
    /// The receipt is not queued in the submitting transaction.
    ReceiptOutside,
    /// A proposal is written over whatever version there is.
    EditUnguarded,
    /// An acceptance is mailed without the invitation that it earns.
    InvitationOutside,
    /// What a proposal earned stays open when it falls out.
    InvitationKept,
    /// It is not noted what people were reminded of.
    ReminderForgotten,
    /// The close of a call queues no mail.
    CloseNotDue,
    /// A release queues no mails.
    ReleaseNotDue,
    /// A decision is read before it is released.
    DecisionLeaks,
    /// A slot for a BoF is assigned on a board that others have changed.
    BoardUnguarded,
    /// A returned slot stays free although a BoF waits for it.
    SlotNotGivenOn,
    /// A reserved pool's released passes arrive nowhere.
    EndedAway,
    /// A `?` in the loop over due items: the first failure ends the run.
    FailureEndsRun,
    /// A failed item stays due as before, and fills the next batch.
    FailureStaysDue,
    /// A failed item is retried forever and never set aside.
    NeverSetAside,
    /// A registration does not see that a capacity is being changed.
    RaiseUnseen,
    /// A raise puts passes on sale although someone has joined the waitlist since it was read.
    RaiseUnguarded,
    /// The acts of workflows have no entries.
    WorkflowUnlogged,
    /// The acts of people have no entries.
    StaffUnlogged,
    /// An act is logged again under another instant.
    LoggedTwice,
    /// A scan is written over whatever became of the check-in since it was read.
    AdmissionUnguarded,
    /// A later scan overwrites the time of an earlier one.
    LaterScanCounts,
    /// An undo is not counted.
    UndoNotCounted,
    /// A pass lets in although it was cancelled since it was read.
    CancelledLetIn,
    /// A check-in does not keep what was undone.
    UndoneForgotten,
    /// One admission in four is answered and not written.
    ScanNotWritten,
}

impl Bug {
    pub const ALL: [Self; 61] = [
        Self::TakeWithoutFree,
        Self::PersonUnguarded,
        Self::MailOutside,
        Self::ReturnedTwice,
        Self::NotReturned,
        Self::ReturnedToFree,
        Self::ReturnedNotDue,
        Self::CancelRepeated,
        Self::SoldOutUnguarded,
        Self::SoldOutRemembered,
        Self::RefillNotCounted,
        Self::ResizeUnguarded,
        Self::ResizeForgotten,
        Self::ClaimUnguarded,
        Self::ClaimNotDue,
        Self::SentBeforeHandOver,
        Self::CloseIgnored,
        Self::AnsweredNotWritten,
        Self::OfferUnguarded,
        Self::PlaceKept,
        Self::OfferMailMissing,
        Self::OfferNotDue,
        Self::LapsedToFree,
        Self::AcceptUnguarded,
        Self::ExpiryIgnored,
        Self::ReopenUnguarded,
        Self::JoinUnguarded,
        Self::QueueHalfRead,
        Self::MoveNotCounted,
        Self::RoundUnguarded,
        Self::RoundNotDue,
        Self::RoundEndIgnored,
        Self::YesNotWritten,
        Self::LinkedAtOnce,
        Self::LinkHalfWritten,
        Self::DeadlineUnguarded,
        Self::ReceiptOutside,
        Self::EditUnguarded,
        Self::InvitationOutside,
        Self::InvitationKept,
        Self::ReminderForgotten,
        Self::CloseNotDue,
        Self::ReleaseNotDue,
        Self::DecisionLeaks,
        Self::BoardUnguarded,
        Self::SlotNotGivenOn,
        Self::EndedAway,
        Self::FailureEndsRun,
        Self::FailureStaysDue,
        Self::NeverSetAside,
        Self::RaiseUnseen,
        Self::RaiseUnguarded,
        Self::WorkflowUnlogged,
        Self::StaffUnlogged,
        Self::LoggedTwice,
        Self::AdmissionUnguarded,
        Self::LaterScanCounts,
        Self::UndoNotCounted,
        Self::CancelledLetIn,
        Self::UndoneForgotten,
        Self::ScanNotWritten,
    ];

    /// The bugs of mails that are handed over, and of campaigns that ask people.
    fn of_mails_and_campaigns(self, items: &mut [Value]) {
        match self {
            Self::ClaimUnguarded => items.iter_mut().filter(|item| is_claim(item)).for_each(unguarded),
            Self::ClaimNotDue => {
                for item in items.iter_mut().filter(|item| is_claim(item)) {
                    let Some(put) = item["Put"]["Item"].as_object_mut() else { continue };
                    put.remove("due_pk");
                    put.remove("due_at");
                }
            }
            Self::SentBeforeHandOver => {
                for item in items.iter_mut().filter(|item| is_claim(item)) {
                    let Some(put) = item["Put"]["Item"].as_object_mut() else { continue };
                    put.remove("due_pk");
                    put.remove("due_at");
                    put.insert("status".into(), json!({ "S": "sent" }));
                    put.insert("sent_at".into(), json!({ "S": "2030-02-01T12:00:00Z" }));
                    put.insert("message_id".into(), json!({ "S": "planted" }));
                }
            }
            Self::RoundUnguarded => items.iter_mut().filter(|item| sort_key(item) == "ROUND").for_each(unguarded),
            Self::RoundNotDue => {
                let scanning = |item: &&mut Value| {
                    sort_key(item) == "ROUND" && item["Put"]["Item"]["rev"]["N"].as_str().is_some_and(|rev| rev != "0")
                };
                for item in items.iter_mut().filter(scanning) {
                    let Some(put) = item["Put"]["Item"].as_object_mut() else { continue };
                    put.retain(|name, _| !name.starts_with("due_"));
                }
            }
            _ => {}
        }
    }

    /// The first seed of the worlds that can find it.
    pub fn worlds(self) -> u64 {
        match self {
            Self::LinkedAtOnce | Self::LinkHalfWritten => LINKING,
            Self::DeadlineUnguarded
            | Self::ReceiptOutside
            | Self::EditUnguarded
            | Self::InvitationOutside
            | Self::InvitationKept
            | Self::ReminderForgotten
            | Self::CloseNotDue
            | Self::ReleaseNotDue
            | Self::DecisionLeaks
            | Self::BoardUnguarded
            | Self::SlotNotGivenOn => CALLS,
            Self::EndedAway => ENDING,
            Self::FailureEndsRun | Self::FailureStaysDue | Self::NeverSetAside => BREAKING,
            Self::RaiseUnseen | Self::RaiseUnguarded => RAISING,
            Self::AdmissionUnguarded
            | Self::LaterScanCounts
            | Self::UndoNotCounted
            | Self::CancelledLetIn
            | Self::UndoneForgotten
            | Self::ScanNotWritten => DOORS,
            _ => 0,
        }
    }
}

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
        self.waitlist(&mut items, reopening);
        self.bug.of_mails_and_campaigns(&mut items);
        self.bug.of_calls(&mut items, &mut self.calls);
        self.bug.of_activity(&mut items);
        if self.bug.of_check_ins(&mut items, &mut self.scans) {
            return Some(b"{}".to_vec());
        }
        if self.bug.of_isolation(&mut items) {
            self.ends_run = true;
            return Some(b"{}".to_vec());
        }
        request["TransactItems"] = items.into();
        None
    }

    /// The bugs of the waitlist.
    fn waitlist(&self, items: &mut Vec<Value>, reopening: bool) {
        let offering = items.iter().any(|item| is_shard(item) && changes(item, "held", '+'));
        match self.bug {
            Bug::OfferUnguarded => items.iter_mut().filter(|item| puts_entry(item, "offered")).for_each(unguarded),
            Bug::AcceptUnguarded => items.iter_mut().filter(|item| puts_entry(item, "accepted")).for_each(unguarded),
            Bug::PlaceKept if offering => items.retain(|item| !item["Delete"].is_object()),
            Bug::OfferMailMissing if offering => items.retain(|item| sort_key(item) != "MAIL"),
            Bug::OfferNotDue => {
                for item in items.iter_mut().filter(|item| puts_entry(item, "offered")) {
                    if let Some(put) = item["Put"]["Item"].as_object_mut() {
                        put.retain(|name, _| !name.starts_with("due_"));
                    }
                }
            }
            Bug::LapsedToFree => {
                for item in items.iter_mut().filter(|item| is_shard(item) && changes(item, "held", '-')) {
                    if changes(item, "spare", '+') && !changes(item, "free", '-') {
                        item["Update"]["ExpressionAttributeNames"]["#spare"] = "free".into();
                    }
                }
            }
            Bug::ReopenUnguarded if reopening => {
                items.iter_mut().filter(|item| sort_key(item) == "TALLY").for_each(unconditional);
            }
            Bug::RaiseUnguarded if items.iter().any(adds_on_sale) => {
                items.iter_mut().filter(|item| sort_key(item) == "TALLY").for_each(unconditional);
            }
            Bug::JoinUnguarded if !reopening => {
                items.iter_mut().filter(|item| sort_key(item) == "TALLY").for_each(unconditional);
            }
            Bug::LinkedAtOnce => {
                for item in items.iter_mut().filter(|item| sort_key(item) == "LINK") {
                    let others = item.pointer_mut("/Put/Item/others/L").and_then(Value::as_array_mut);
                    for other in others.into_iter().flatten() {
                        if other["M"]["status"]["S"] == "linking" {
                            other["M"]["status"] = json!({ "S": "linked" });
                        }
                    }
                }
            }
            Bug::LinkHalfWritten => {
                let begins = items.iter().any(|item| item["Put"]["Item"]["kind"]["S"] == "of");
                items.retain(|item| !(begins && item["Put"]["Item"]["kind"]["S"] == "root"));
            }
            Bug::MoveNotCounted => items.retain(|item| !expression(item).contains("ADD #moves")),
            _ => {}
        }
    }

    /// Changes what the table answers as the bug would read it.
    pub fn answer(&mut self, operation: &str, body: Vec<u8>) -> Vec<u8> {
        if operation == "Query" && self.bug == Bug::QueueHalfRead {
            return half_read(body);
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

/// A query's answer without the places of half of the queue's keys.
fn half_read(body: Vec<u8>) -> Vec<u8> {
    let Ok(mut answer) = serde_json::from_slice::<Value>(&body) else { return body };
    if let Some(items) = answer["Items"].as_array_mut() {
        let unread = |item: &Value| {
            let number = item["pk"]["S"].as_str().and_then(|pk| pk.split("#QUEUE#").nth(1)?.parse::<u32>().ok());
            number.is_some_and(|number| number < 4)
        };
        items.retain(|item| !unread(item));
        let count = items.len();
        answer["Count"] = count.into();
        answer["ScannedCount"] = count.into();
    }
    answer.to_string().into_bytes()
}

fn for_each_item(value: &mut Value, each: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Object(object) if object.contains_key("sk") => each(value),
        Value::Object(object) => object.iter_mut().for_each(|(_, value)| for_each_item(value, each)),
        Value::Array(values) => values.iter_mut().for_each(|value| for_each_item(value, each)),
        _ => {}
    }
}

fn sort_key(item: &Value) -> &str {
    let key = item["Update"]["Key"]["sk"]["S"].as_str();
    key.or_else(|| item["Put"]["Item"]["sk"]["S"].as_str()).unwrap_or_default()
}

fn is_shard(item: &Value) -> bool {
    sort_key(item) == "SHARD" && item["Update"].is_object()
}

/// Whether it adds passes that are on sale at once, to a shard or as a new one.
fn adds_on_sale(item: &Value) -> bool {
    let put = &item["Put"]["Item"];
    let new = sort_key(item) == "SHARD" && put["free"]["N"].as_str().is_some_and(|free| free != "0");
    new || (is_shard(item) && changes(item, "capacity", '+') && changes(item, "free", '+'))
}

fn is_claim(item: &Value) -> bool {
    sort_key(item) == "MAIL" && item["Put"]["Item"]["status"]["S"] == "claimed"
}

fn expression(item: &Value) -> &str {
    item["Update"]["UpdateExpression"].as_str().unwrap_or_default()
}

/// Whether an update adds to (`+`) or takes from (`-`) a figure.
fn changes(item: &Value, figure: &str, sign: char) -> bool {
    expression(item).contains(&format!("#{figure} = #{figure} {sign}"))
}

fn changes_to(item: &Value, placeholder: &str) -> bool {
    expression(item).contains(&format!("{placeholder} = "))
}

/// Whether an update notes a sell-out and nothing else.
fn is_sell_out(item: &Value) -> bool {
    changes_to(item, "#sold_out") && expression(item).matches(" = ").count() == 1
}

/// Whether it puts an entry of the waitlist in this state.
fn puts_entry(item: &Value, status: &str) -> bool {
    sort_key(item) == "ENTRY" && item["Put"]["Item"]["status"]["S"] == status
}

fn unconditional(item: &mut Value) {
    item["Update"].as_object_mut().map(|update| update.remove("ConditionExpression"));
    prune(item);
}

fn unguarded(item: &mut Value) {
    if let Some(put) = item["Put"].as_object_mut() {
        for part in ["ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues"] {
            put.remove(part);
        }
    }
}

fn guard(item: &mut Value, condition: &str) {
    item["Update"]["ConditionExpression"] = condition.into();
    prune(item);
}

/// Changes the list of what an update sets.
fn update(item: &mut Value, change: impl FnOnce(&mut Vec<String>)) {
    let text = expression(item).to_owned();
    let (set, remove) = text.split_once(" REMOVE ").map_or((text.as_str(), None), |(set, rest)| (set, Some(rest)));
    let mut parts: Vec<String> = set.trim_start_matches("SET ").split(", ").map(str::to_owned).collect();
    change(&mut parts);
    let remove = remove.map(|rest| format!(" REMOVE {rest}")).unwrap_or_default();
    item["Update"]["UpdateExpression"] = format!("SET {}{remove}", parts.join(", ")).into();
    prune(item);
}

/// Drops names and values that no expression uses: the table refuses them.
fn prune(item: &mut Value) {
    let update = &mut item["Update"];
    let text = format!("{} {}", update["UpdateExpression"], update["ConditionExpression"]);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '#' | ':');
    let used: Vec<&str> = text.split(|c| !is_part(c)).collect();
    for part in ["ExpressionAttributeNames", "ExpressionAttributeValues"] {
        if let Some(map) = update[part].as_object_mut() {
            map.retain(|placeholder, _| used.contains(&placeholder.as_str()));
            if map.is_empty() {
                update.as_object_mut().map(|update| update.remove(part));
            }
        }
    }
}
