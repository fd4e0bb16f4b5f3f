//! Invokes the workflows that have new due items, within a second of the write that made them due.
//!
//! It is the only reader of the table's stream, since a shard of a stream serves two readers before it throttles. From
//! an item it reads only where and when it is due. It invokes each affected workflow once for a batch of records,
//! asynchronously. A failure only costs time: each workflow also runs on its schedule and finds its due items itself.

use std::collections::BTreeSet;
use std::fmt;

use aws_sdk_lambda::Client;
use aws_sdk_lambda::error::ProvideErrorMetadata;
use aws_sdk_lambda::types::InvocationType;
use context::Context;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::keys;

/// How far ahead of this function's clock an item may be due and still count as due now: the clock of the function that
/// wrote it may be ahead.
const SOON: SignedDuration = SignedDuration::from_secs(1);

/// Some workflows could not be invoked. The batch is delivered once more; after that the schedule runs the workflows.
#[derive(Debug)]
pub struct WakeError(Vec<String>);

impl fmt::Display for WakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not invoked: {}", self.0.join("; "))
    }
}

impl std::error::Error for WakeError {}

/// Invokes each workflow that has new due items in this batch of records; returns the invoked ones.
pub async fn wake(context: &Context, lambda: &Client, event: &Value) -> Result<Vec<String>, WakeError> {
    let (mut invoked, mut failed) = (Vec::new(), Vec::new());
    for workflow in concerned(event, context.now()) {
        // Items without a workflow, such as those set aside, have partitions too.
        let Some(function) = context.settings().workflows.get(&workflow) else { continue };
        let invocation = lambda.invoke().function_name(function).invocation_type(InvocationType::Event);
        match invocation.send().await {
            Ok(_) => invoked.push(workflow),
            Err(error) => failed.push(format!("{workflow}: {}", error.code().unwrap_or("out of reach"))),
        }
    }
    tracing::info!(workflows = invoked.join(" "), "invoked workflows");
    if failed.is_empty() { Ok(invoked) } else { Err(WakeError(failed)) }
}

/// The workflows for which the new images of these records are due by now.
fn concerned(event: &Value, now: Timestamp) -> BTreeSet<String> {
    let records = event["Records"].as_array().map(Vec::as_slice).unwrap_or_default();
    let due = records.iter().filter_map(|record| {
        let image = &record["dynamodb"]["NewImage"];
        let millis = image["due_at"]["N"].as_str()?.parse().ok()?;
        let due_at = Timestamp::from_millisecond(millis).ok()?;
        let workflow = keys::workflow_of(image["due_pk"]["S"].as_str()?)?;
        (due_at <= now + SOON).then(|| workflow.to_owned())
    });
    due.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use serde_json::json;

    fn check(records: &Value, expected: &Expect) {
        let now = Timestamp::from_second(1_000).unwrap();
        let names: Vec<_> = concerned(&json!({ "Records": records }), now).into_iter().collect();
        expected.assert_eq(&names.join(" "));
    }

    fn record(due_pk: &str, due_at: &str) -> Value {
        json!({
            "eventName": "MODIFY",
            "dynamodb": { "NewImage": { "pk": { "S": "x" }, "due_pk": { "S": due_pk }, "due_at": { "N": due_at } } },
        })
    }

    #[test]
    fn each_workflow_with_something_due_is_named_once() {
        let mail = record("DUE#deliver-mail#3", "999000");
        let offer = record("DUE#promote-waitlist#15", "1000900");
        check(&json!([mail, offer, mail]), &expect!["deliver-mail promote-waitlist"]);
    }

    #[test]
    fn what_is_due_later_wakes_no_one() {
        check(&json!([record("DUE#send-reminders#0", "1001001"), record("DUE#reconfirm#1", "99999999")]), &expect![""]);
    }

    #[test]
    fn records_without_anything_due_are_passed_over() {
        let removed = json!({ "eventName": "REMOVE", "dynamodb": { "Keys": { "pk": { "S": "x" } } } });
        let plain = json!({ "eventName": "INSERT", "dynamodb": { "NewImage": { "pk": { "S": "x" } } } });
        check(&json!([removed, plain, record("LIST#x", "1"), record("DUE#close-cfps#2", "soon")]), &expect![""]);
        assert!(concerned(&json!({}), Timestamp::UNIX_EPOCH).is_empty());
    }
}
