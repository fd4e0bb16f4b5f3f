//! SES's report about a mail, in an SNS notification, in a Lambda event. Contains only the fields used here (Amazon SES
//! Developer Guide, "Contents of event data that Amazon SES publishes to Amazon SNS").

use domain::mail::{Feedback, FeedbackKind};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;

/// One message from SES.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    /// `notificationType` if SES sends notifications instead of publishing events.
    #[serde(alias = "notificationType")]
    event_type: String,
    mail: About,
    bounce: Option<Bounce>,
    complaint: Option<Complaint>,
    reject: Option<Reject>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    message_id: String,
    timestamp: Option<Timestamp>,
    #[serde(default)]
    headers: Vec<Header>,
}

#[derive(Debug, Deserialize)]
struct Header {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Bounce {
    #[serde(rename = "bounceType")]
    kind: String,
    timestamp: Option<Timestamp>,
    #[serde(default)]
    bounced_recipients: Vec<Recipient>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recipient {
    diagnostic_code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    #[serde(rename = "complaintFeedbackType")]
    kind: Option<String>,
    timestamp: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
struct Reject {
    reason: Option<String>,
}

/// The messages in an event.
pub(crate) fn messages(event: &Value) -> impl Iterator<Item = &str> {
    let records = event["Records"].as_array().into_iter().flatten();
    records.map(|record| record["Sns"]["Message"].as_str().unwrap_or_default())
}

/// The mail that a message is about and its report, or the reason why the message is ignored. `now` replaces a missing
/// time.
pub(crate) fn read(message: &str, now: Timestamp) -> Result<(String, Feedback), &'static str> {
    let message: Message = serde_json::from_str(message).map_err(|_| "it is no message of the mail service")?;
    let header = message.mail.headers.iter().find(|header| header.name.eq_ignore_ascii_case(mail::KEY_HEADER));
    let key = header.map(|header| header.value.trim().to_owned()).filter(|key| is_key(key));
    let key = key.ok_or("it is about a mail that is not ours")?;
    let (kind, permanent, at, diagnostic) = match message.event_type.as_str() {
        "Bounce" => {
            let bounce = message.bounce.ok_or("a bounce says nothing about itself")?;
            let said = bounce.bounced_recipients.into_iter().find_map(|recipient| recipient.diagnostic_code);
            // `Transient` and `Undetermined` may succeed at another attempt.
            (FeedbackKind::Bounced, bounce.kind == "Permanent", bounce.timestamp, said)
        }
        "Complaint" => {
            let complaint = message.complaint.ok_or("a complaint says nothing about itself")?;
            if complaint.kind.as_deref() == Some("not-spam") {
                return Err("a complaint was withdrawn");
            }
            (FeedbackKind::Complained, true, complaint.timestamp, complaint.kind)
        }
        "Reject" => (FeedbackKind::Rejected, true, message.mail.timestamp, message.reject.and_then(|r| r.reason)),
        _ => return Err("it says neither that a mail came back nor that it was not wanted"),
    };
    let diagnostic = diagnostic.map(|said| tidy(&said)).filter(|said| !said.is_empty());
    let message_id = message.mail.message_id;
    Ok((key, Feedback { kind, permanent, at: at.unwrap_or(now), diagnostic, message_id, lifted_at: None }))
}

/// Whether a text can be a mail's key. The header comes back from outside, so it is not trusted.
fn is_key(text: &str) -> bool {
    (1..=200).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic())
}

/// One line of bounded length: another mail server wrote the text.
fn tidy(said: &str) -> String {
    let line: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(Feedback::DIAGNOSTIC_MAX).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::json;

    use super::*;

    fn check(message: &Value, expected: &Expect) {
        let shown = match read(&message.to_string(), Timestamp::UNIX_EPOCH) {
            Ok((key, feedback)) => {
                let Feedback { kind, permanent, at, diagnostic, message_id, .. } = feedback;
                let diagnostic = diagnostic.unwrap_or_default();
                format!("{key} {} permanent={permanent} {at} {message_id} {diagnostic}", kind.as_str())
            }
            Err(why) => why.to_owned(),
        };
        expected.assert_eq(&shown);
    }

    /// Like the guide's examples, with our header among the others.
    fn message(kind: &str, name: &str, body: &Value) -> Value {
        json!({
            "eventType": kind,
            name: body,
            "mail": {
                "timestamp": "2017-08-05T00:40:02.012Z",
                "source": "Plumbline <plumbline@example.org>",
                "messageId": "EXAMPLE7c191be45",
                "destination": ["ann@example.org"],
                "headersTruncated": false,
                "headers": [
                    { "name": "Subject", "value": "A pass" },
                    { "name": "x-plumbline-mail", "value": "offer:0k3n-1" },
                ],
                "tags": { "ses:configuration-set": ["plumbline"] },
            },
        })
    }

    fn bounce(kind: &str) -> Value {
        let body = json!({
            "bounceType": kind,
            "bounceSubType": "General",
            "bouncedRecipients": [{
                "emailAddress": "ann@example.org", "action": "failed", "status": "5.1.1",
                "diagnosticCode": "smtp; 550 5.1.1\r\n user unknown",
            }],
            "timestamp": "2017-08-05T00:41:02.669Z",
            "feedbackId": "01000157c44f053b",
            "reportingMTA": "dsn; mta.example.org",
        });
        message("Bounce", "bounce", &body)
    }

    #[test]
    fn what_became_of_a_mail_is_read() {
        check(
            &bounce("Permanent"),
            &expect![
                "offer:0k3n-1 bounced permanent=true 2017-08-05T00:41:02.669Z EXAMPLE7c191be45 smtp; 550 5.1.1   user unknown"
            ],
        );
        check(
            &bounce("Transient"),
            &expect![
                "offer:0k3n-1 bounced permanent=false 2017-08-05T00:41:02.669Z EXAMPLE7c191be45 smtp; 550 5.1.1   user unknown"
            ],
        );
        let complaint = json!({ "complaintFeedbackType": "abuse", "timestamp": "2017-08-05T00:41:02.669Z" });
        check(
            &message("Complaint", "complaint", &complaint),
            &expect!["offer:0k3n-1 complained permanent=true 2017-08-05T00:41:02.669Z EXAMPLE7c191be45 abuse"],
        );
        check(
            &message("Reject", "reject", &json!({ "reason": "Bad content" })),
            &expect!["offer:0k3n-1 rejected permanent=true 2017-08-05T00:40:02.012Z EXAMPLE7c191be45 Bad content"],
        );
        let mut notified = bounce("Permanent");
        let kind = notified.as_object_mut().unwrap().remove("eventType").unwrap();
        notified["notificationType"] = kind;
        assert!(read(&notified.to_string(), Timestamp::UNIX_EPOCH).is_ok());
    }

    #[test]
    fn what_is_not_for_us_is_left_alone() {
        check(&json!({ "greeting": "hello" }), &expect!["it is no message of the mail service"]);
        let delivered = message("Delivery", "delivery", &json!({}));
        check(&delivered, &expect!["it says neither that a mail came back nor that it was not wanted"]);
        let mut foreign = bounce("Permanent");
        foreign["mail"]["headers"] = json!([{ "name": "Subject", "value": "Another" }]);
        check(&foreign, &expect!["it is about a mail that is not ours"]);
        foreign["mail"]["headers"] = json!([{ "name": "X-Plumbline-Mail", "value": "a b" }]);
        check(&foreign, &expect!["it is about a mail that is not ours"]);
        let back = json!({ "complaintFeedbackType": "not-spam" });
        check(&message("Complaint", "complaint", &back), &expect!["a complaint was withdrawn"]);
    }

    #[test]
    fn a_long_diagnostic_is_cut() {
        let mut long = bounce("Permanent");
        long["bounce"]["bouncedRecipients"][0]["diagnosticCode"] = "ü".repeat(2000).into();
        let (_, feedback) = read(&long.to_string(), Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(feedback.diagnostic.unwrap().chars().count(), Feedback::DIAGNOSTIC_MAX);
    }
}
