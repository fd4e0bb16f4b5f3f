//! What can go wrong with one call.

use serde_json::json;

use crate::gate::{Answer, Call, Service};

/// Something that goes wrong with one call at the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The service has no capacity for it; nothing happened.
    Throttled,
    /// The transaction overlaps another; nothing happened.
    Conflict,
    /// The same transaction is still under way; nothing happened.
    InProgress,
    /// The service failed; nothing happened.
    Internal,
    LostBefore,
    /// It was done, and the answer was lost.
    LostAfter,
    Doubled,
    /// It arrives seconds later; the SDK may have given it up and sent another.
    Stalled,
    /// An index answers what it answered before, or leaves out the newest.
    StaleIndex,
    /// The process dies; the call never leaves.
    DeathBefore,
    /// The process dies; the call was done.
    DeathAfter,
    /// The mail service refuses the mail permanently.
    Rejected,
}

impl Fault {
    pub const ALL: [Self; 12] = [
        Self::Throttled,
        Self::Conflict,
        Self::InProgress,
        Self::Internal,
        Self::LostBefore,
        Self::LostAfter,
        Self::Doubled,
        Self::Stalled,
        Self::StaleIndex,
        Self::DeathBefore,
        Self::DeathAfter,
        Self::Rejected,
    ];

    /// Whether it can happen to this call.
    pub fn fits(self, call: &Call) -> bool {
        let transaction = call.operation == "TransactWriteItems";
        match self {
            Self::Conflict | Self::InProgress => transaction,
            Self::StaleIndex => call.operation == "Query" && contains(&call.body, b"\"IndexName\""),
            Self::Rejected => call.service == Service::Mail && contains(&call.body, b"Action=SendRawEmail"),
            // Nothing repeats a call to the mail service: its client does not try again.
            Self::Doubled => call.service == Service::Table,
            _ => true,
        }
    }

    /// The answer of a service that did nothing, for the faults that are such.
    pub fn refusal(self, call: &Call) -> Option<Answer> {
        let table = |status: u16, kind: &str| {
            let body = json!({
                "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"),
                "message": "made by the simulation",
            });
            Answer::Http(status, body.to_string().into_bytes())
        };
        let mail = |status: u16, code: &str| {
            let body = format!(
                "<ErrorResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><Error><Type>Sender</Type>\
                 <Code>{code}</Code><Message>made by the simulation</Message></Error>\
                 <RequestId>simulation</RequestId></ErrorResponse>"
            );
            Answer::Http(status, body.into_bytes())
        };
        Some(match (self, call.service) {
            (Self::Throttled, Service::Table) => table(400, "ProvisionedThroughputExceededException"),
            (Self::Throttled, Service::Mail) => mail(400, "Throttling"),
            (Self::Internal, Service::Table) => table(500, "InternalServerError"),
            (Self::Internal, Service::Mail) => mail(500, "InternalFailure"),
            (Self::Rejected, _) => mail(400, "MessageRejected"),
            (Self::InProgress, _) => table(400, "TransactionInProgressException"),
            (Self::Conflict, _) => conflict(&call.body),
            (Self::LostBefore, _) => Answer::Lost,
            _ => return None,
        })
    }
}

/// A transaction cancelled because its first write overlaps another transaction's.
fn conflict(body: &[u8]) -> Answer {
    let request: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let count = request["TransactItems"].as_array().map_or(1, Vec::len);
    let reasons: Vec<_> = (0..count)
        .map(|at| match at {
            0 => json!({ "Code": "TransactionConflict", "Message": "Transaction is ongoing for the item" }),
            _ => json!({ "Code": "None" }),
        })
        .collect();
    let codes: Vec<_> = (0..count).map(|at| if at == 0 { "TransactionConflict" } else { "None" }).collect();
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]", codes.join(", ")
        ),
        "CancellationReasons": reasons,
    });
    Answer::Http(400, body.to_string().into_bytes())
}

pub(crate) fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
