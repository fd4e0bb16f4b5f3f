//! `POST /_local/feedback`: simulates delivery feedback for a mail that was accepted.

use bytes::Bytes;
use http::Response;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::respond;
use crate::mail_service::Delivered;
use crate::problem::Problem;
use crate::stack::Stack;

/// `{"mail": id or key, "kind": "bounce"
/// "complaint"}`. Answers when all consequences are processed.
pub(super) async fn simulate_feedback(stack: &Stack, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let expected = r#"must be {"mail": "an id of the outbox", "kind": "bounce"}"#;
    let document: Value =
        serde_json::from_slice(body).map_err(|_| Problem::malformed(format!("the body {expected}")))?;
    let Value::Object(fields) = &document else { return Err(Problem::invalid("", expected)) };
    if let Some(unknown) = fields.keys().find(|key| !matches!(key.as_str(), "mail" | "kind")) {
        let shown: String = unknown.chars().take(40).collect();
        return Err(Problem::invalid(&format!("/{shown}"), "is not known here; expected mail, kind"));
    }
    let Some(wanted) = fields.get("mail").and_then(Value::as_str) else {
        return Err(Problem::invalid("/mail", "must be the id of a mail in the outbox, or its key"));
    };
    let kind = fields.get("kind").and_then(Value::as_str).unwrap_or_default();
    if !matches!(kind, "bounce" | "complaint") {
        return Err(Problem::invalid("/kind", "must be bounce or complaint"));
    }
    let mails = stack.outbox().map_err(|error| Problem::broken(format!("the mails cannot be read: {error}")))?;
    let mail = mails.into_iter().find(|mail| !wanted.is_empty() && (mail.id == wanted || mail.key == wanted));
    let mail = mail.ok_or_else(|| Problem::invalid("/mail", "there is no such mail in the outbox"))?;
    let totals = stack.process_feedback(&event(&mail, kind, stack.context().now())).await?;
    if let Err(error) = stack.run_workflows().await {
        tracing::warn!(cause = %error, "something else that was due could not be processed");
    }
    let answer = json!({ "mail": mail.key, "kind": kind, "known": totals.known == 1, "lapsed": totals.lapsed == 1 });
    Ok(respond("application/json", answer.to_string()))
}

/// The event that a function gets from the topic: the fields that SES fills, in an SNS notification (Amazon SES
/// Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS").
pub(crate) fn event(mail: &Delivered, kind: &str, now: Timestamp) -> Value {
    let mut message = json!({
        "eventType": if kind == "bounce" { "Bounce" } else { "Complaint" },
        "mail": {
            "timestamp": mail.sent_at,
            "messageId": mail.id,
            "destination": [mail.to],
            "headersTruncated": false,
            "headers": [
                { "name": "Subject", "value": mail.subject },
                { "name": mail::KEY_HEADER, "value": mail.key },
            ],
        },
    });
    let recipient = json!({ "emailAddress": mail.to });
    if kind == "bounce" {
        message["bounce"] = json!({
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{
                "emailAddress": mail.to,
                "action": "failed",
                "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1 there is no such mailbox",
            }],
            "timestamp": now,
        });
    } else {
        message["complaint"] =
            json!({ "complainedRecipients": [recipient], "complaintFeedbackType": "abuse", "timestamp": now });
    }
    json!({ "Records": [{ "EventSource": "aws:sns", "Sns": { "Message": message.to_string() } }] })
}
