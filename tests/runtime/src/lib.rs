//! What Lambda is to a function's binary, on one machine: the Runtime API, a table's endpoint, an environment.
//!
//! A function is a process that asks `GET …/invocation/next` for its work and posts each answer back (Lambda developer
//! guide, "Using the Lambda runtime API for custom runtimes"). [`Runtime`] is the other side of that, on loopback.
//! [`Function`] is the process. [`Endpoint`] answers its calls to the table, over plain HTTP or over TLS with a test
//! certificate.

mod endpoint;
mod function;
mod runtime;

pub use endpoint::{Answers, Endpoint, empty_table};
pub use function::Function;
pub use runtime::{Outcome, Runtime};

use serde_json::{Value, json};

/// A request as API Gateway's HTTP API hands it to a function (payload format 2.0).
pub fn http_event(route: &str, path: &str, parameters: &Value, body: Option<&Value>) -> Value {
    let method = route.split(' ').next().unwrap_or("GET");
    json!({
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "application/json",
            "content-type": "application/json",
            "host": "abc123.execute-api.eu-west-1.amazonaws.com",
            "x-amzn-trace-id": "Root=1-00000000-000000000000000000000001",
        },
        "pathParameters": parameters,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "abc123",
            "domainName": "abc123.execute-api.eu-west-1.amazonaws.com",
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "test" },
            "requestId": "request-1",
            "routeKey": route,
            "stage": "$default",
            "timeEpoch": 1_700_000_000_000_u64,
        },
        "body": body.map(Value::to_string),
        "isBase64Encoded": false,
    })
}
