//! SES's query protocol: a form in, XML out.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use context::Context;
use jiff::SignedDuration;

use super::outbox::{Accepted, Outbox};
use crate::storage::{INSUFFICIENT_STORAGE, outage_of_io};

const NAMESPACE: &str = "http://ses.amazonaws.com/doc/2010-12-01/";

/// The largest mail that SES takes by default.
const MAIL_LIMIT: usize = 10 * 1024 * 1024;

pub(super) fn answer(context: &Context, outbox: &Outbox, rate: u32, body: &[u8]) -> (u16, Vec<u8>) {
    let fields: Vec<(Cow<'_, str>, Cow<'_, str>)> = form_urlencoded::parse(body).collect();
    let field = |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref());
    match field("Action").unwrap_or_default() {
        "SendRawEmail" => {
            let destinations = fields.iter().filter(|(key, _)| key.starts_with("Destinations.member."));
            let to: Vec<&str> = destinations.map(|(_, value)| value.as_ref()).collect();
            send(context, outbox, field("RawMessage.Data"), &to)
        }
        "GetSendQuota" => {
            let since = context.now() - SignedDuration::from_hours(24);
            let result = format!(
                "<Max24HourSend>1000000</Max24HourSend><MaxSendRate>{rate}</MaxSendRate>\
                 <SentLast24Hours>{}</SentLast24Hours>",
                outbox.count_since(since)
            );
            (200, result_of("GetSendQuota", &result))
        }
        other => refused("InvalidAction", &format!("{other:?} is not part of the local mail service")),
    }
}

fn send(context: &Context, outbox: &Outbox, data: Option<&str>, to: &[&str]) -> (u16, Vec<u8>) {
    let Some(data) = data else { return refused("ValidationError", "RawMessage.Data is required") };
    let Ok(raw) = STANDARD.decode(data) else {
        return refused("InvalidParameterValue", "RawMessage.Data must be base 64");
    };
    if raw.len() > MAIL_LIMIT {
        return refused("InvalidParameterValue", "the mail is larger than 10 MB");
    }
    if mail_parser::MessageParser::default().parse(&raw).is_none() {
        return refused("InvalidParameterValue", "the mail cannot be read");
    }
    // RFC 2606 reserves this domain. Use it to see what happens when the service refuses a mail.
    if to.iter().any(|to| to.ends_with(".invalid")) {
        return refused("MessageRejected", "addresses under .invalid lead nowhere");
    }
    let to = to.iter().map(|to| (*to).to_owned()).collect();
    let accepted = Accepted { id: context.id("mail-service", 26), to, sent_at: context.now(), raw };
    let id = accepted.id.clone();
    match outbox.keep(&accepted) {
        Ok(()) => (200, result_of("SendRawEmail", &format!("<MessageId>{id}</MessageId>"))),
        Err(error) => {
            let outage = outage_of_io(&error);
            if context.should_log(outage.reason()) {
                tracing::error!(cause = %error, "{outage}: a mail could not be stored and is sent later");
            }
            (INSUFFICIENT_STORAGE, error_of("Receiver", "InternalFailure", &outage.to_string()))
        }
    }
}

fn result_of(action: &str, result: &str) -> Vec<u8> {
    format!(
        "<{action}Response xmlns=\"{NAMESPACE}\"><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></{action}Response>"
    )
    .into_bytes()
}

fn refused(code: &str, message: &str) -> (u16, Vec<u8>) {
    (400, error_of("Sender", code, message))
}

fn error_of(whose: &str, code: &str, message: &str) -> Vec<u8> {
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{whose}</Type><Code>{code}</Code>\
         <Message>{message}</Message></Error><RequestId>local</RequestId></ErrorResponse>"
    )
    .into_bytes()
}
