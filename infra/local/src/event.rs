//! Converts a request to API Gateway's event for a function (HTTP API, payload format 2.0), and a function's answer to
//! a response.
//!
//! Source: "Working with AWS Lambda proxy integrations for HTTP APIs", payload format version 2.0.

use std::collections::HashMap;
use std::net::IpAddr;

use aws_lambda_events::encodings::Body;
use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderName, SET_COOKIE, USER_AGENT};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
use jiff::Timestamp;

use crate::problem::Problem;
use crate::routes::Taken;

/// The largest accepted body, in bytes. It equals the functions' own limit, so that the limit is the same here and on
/// AWS. Lambda itself gives a function at most 6 MB.
pub(crate) const BODY_LIMIT: usize = web::BODY_MAX;
const _: () = assert!(BODY_LIMIT < 6 * 1024 * 1024 * 3 / 4, "a body that Lambda encodes must fit too");

/// Headers of one connection, not of the request; API Gateway drops them.
const HOP_BY_HOP: &[&str] =
    &["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade", "expect"];

/// The request's host. `lambda_http` panics at an invalid authority, so an invalid one is refused here.
pub(crate) fn host(parts: &Parts) -> Result<Authority, Problem> {
    let mut hosts = parts.headers.get_all(HOST).iter();
    let (first, second) = (hosts.next(), hosts.next());
    if second.is_some() {
        return Err(Problem::bad_request("Host: there must be one"));
    }
    let named = match (first, parts.uri.authority()) {
        (Some(host), _) => host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()),
        (None, Some(authority)) => Some(authority.clone()),
        (None, None) => return Err(Problem::bad_request("Host: is required")),
    };
    named
        .filter(|authority| !authority.as_str().contains('@') && !authority.host().is_empty())
        .ok_or_else(|| Problem::bad_request("Host: must be a name or an address, with or without a port"))
}

/// Refuses an ambiguous path: broken percent-encoding, control characters, invalid UTF-8.
pub(crate) fn check_path(path: &str) -> Result<(), Problem> {
    if !path.starts_with('/') {
        return Err(Problem::bad_request("the path must begin with a slash"));
    }
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' && !(0..2).all(|_| bytes.next().is_some_and(|b| b.is_ascii_hexdigit())) {
            return Err(Problem::bad_request("the path: % must be followed by two hexadecimal digits"));
        }
        if !byte.is_ascii_graphic() {
            return Err(Problem::bad_request(
                "the path: other characters than printable ASCII must be percent-encoded",
            ));
        }
    }
    let decoded = percent_encoding::percent_decode_str(path)
        .decode_utf8()
        .map_err(|_| Problem::bad_request("the path must be UTF-8 when it is decoded"))?;
    if decoded.chars().any(char::is_control) {
        return Err(Problem::bad_request("the path must not contain control characters"));
    }
    Ok(())
}

/// The event for a request on its route.
pub(crate) fn event(
    parts: &Parts,
    host: &Authority,
    body: &Bytes,
    taken: Taken,
    source_ip: IpAddr,
    request_id: String,
    now: Timestamp,
) -> ApiGatewayV2httpRequest {
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default();
    let method = method(&parts.method);

    let mut event = ApiGatewayV2httpRequest::default();
    event.version = Some("2.0".into());
    event.route_key = Some(taken.key.clone());
    event.raw_path = Some(path.clone());
    event.raw_query_string = Some(query.to_owned());
    event.cookies = cookies(&parts.headers);
    event.headers = headers(&parts.headers, host, body.len(), source_ip);
    event.query_string_parameters = query_parameters(query).into();
    event.path_parameters = taken.parameters;
    if !body.is_empty() {
        let text = is_text(&parts.headers).then(|| std::str::from_utf8(body).ok()).flatten();
        event.is_base64_encoded = text.is_none();
        event.body = Some(text.map_or_else(|| STANDARD.encode(body), str::to_owned));
    }

    let context = &mut event.request_context;
    context.route_key = Some(taken.key);
    context.account_id = Some("anonymous".into());
    context.stage = Some("$default".into());
    context.request_id = Some(request_id);
    context.apiid = Some("local".into());
    context.domain_name = Some(host.host().to_owned());
    context.domain_prefix = host.host().split('.').next().map(str::to_owned);
    context.time = Some(now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string());
    context.time_epoch = now.as_millisecond();
    context.http.method = method;
    context.http.path = Some(path);
    context.http.protocol = Some("HTTP/1.1".into());
    context.http.source_ip = Some(source_ip.to_string());
    context.http.user_agent = Some(text(parts.headers.get(USER_AGENT)));
    event
}

/// HEAD runs as GET; the body is removed at the end.
pub(crate) fn method(method: &Method) -> Method {
    if method == Method::HEAD { Method::GET } else { method.clone() }
}

/// Whether API Gateway passes the body as text; it sends forms and everything else in base 64.
fn is_text(headers: &HeaderMap) -> bool {
    let content_type = text(headers.get(CONTENT_TYPE)).to_ascii_lowercase();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.is_empty()
        || essence.starts_with("text/")
        || matches!(essence, "application/json" | "application/javascript" | "application/xml")
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
}

/// A header's value as text: bytes beyond ASCII are UTF-8, or else Latin-1 (RFC 9110, section 5.5).
fn text(value: Option<&HeaderValue>) -> String {
    let bytes = value.map(HeaderValue::as_bytes).unwrap_or_default();
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().map(|b| char::from(*b)).collect(), str::to_owned)
}

fn cookies(headers: &HeaderMap) -> Option<Vec<String>> {
    let cookies: Vec<String> = headers
        .get_all(COOKIE)
        .iter()
        .flat_map(|line| text(Some(line)).split(';').map(|c| c.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cookie| !cookie.is_empty())
        .collect();
    (!cookies.is_empty()).then_some(cookies)
}

fn headers(from: &HeaderMap, host: &Authority, body_length: usize, source_ip: IpAddr) -> HeaderMap {
    let mut joined = HeaderMap::new();
    let mut set = |name: HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            joined.insert(name, value);
        }
    };
    for name in from.keys().filter(|name| *name != COOKIE && !HOP_BY_HOP.contains(&name.as_str())) {
        let values: Vec<String> = from.get_all(name).iter().map(|value| text(Some(value))).collect();
        set(name.clone(), values.join(","));
    }
    let forwarded = text(from.get("x-forwarded-for"));
    let separator = if forwarded.is_empty() { "" } else { ", " };
    set(HeaderName::from_static("x-forwarded-for"), format!("{forwarded}{separator}{source_ip}"));
    set(HeaderName::from_static("x-forwarded-proto"), "http".into());
    set(HeaderName::from_static("x-forwarded-port"), host.port_u16().unwrap_or(80).to_string());
    set(HOST, host.to_string());
    set(CONTENT_LENGTH, body_length.to_string());
    joined
}

/// Joins values of one name with commas; the event's reader splits them again.
fn query_parameters(query: &str) -> HashMap<String, Vec<String>> {
    let mut parameters: HashMap<String, Vec<String>> = HashMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        parameters.entry(name.into_owned()).or_default().extend(value.split(',').map(str::to_owned));
    }
    parameters
}

/// Converts a function's answer to a response, byte by byte.
pub(crate) fn response(answer: ApiGatewayV2httpResponse) -> Response<Bytes> {
    let body = match (answer.body, answer.is_base64_encoded) {
        (Some(Body::Text(text)), true) => match STANDARD.decode(text) {
            Ok(body) => body,
            Err(_) => return broken("says its body is base 64, and it is not"),
        },
        (Some(Body::Text(text)), false) => text.into_bytes(),
        (Some(Body::Binary(bytes)), _) => bytes,
        _ => Vec::new(),
    };
    let status = u16::try_from(answer.status_code).ok().and_then(|code| StatusCode::from_u16(code).ok());
    let Some(status) = status else { return broken("has a status that is none") };
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    *response.headers_mut() = answer.headers;
    for cookie in answer.cookies {
        match HeaderValue::from_str(&cookie) {
            Ok(cookie) => drop(response.headers_mut().append(SET_COOKIE, cookie)),
            Err(_) => return broken("sets a cookie that is none"),
        }
    }
    response
}

fn broken(why: &str) -> Response<Bytes> {
    tracing::error!(why, "a function's answer cannot be sent");
    Problem::broken(format!("the function's answer {why}")).response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::HttpFunction;
    use expect_test::expect;
    use http::Request;

    fn build(request: Request<&'static [u8]>) -> ApiGatewayV2httpRequest {
        let (parts, body) = request.into_parts();
        let taken = Taken {
            key: "POST /conferences/{conference}/registrations".into(),
            parameters: HashMap::from([("conference".into(), "a b".into())]),
            function: HttpFunction::Register,
        };
        let host = host(&parts).unwrap();
        let now = "2023-07-10T12:00:00Z".parse().unwrap();
        event(&parts, &host, &Bytes::from_static(body), taken, [127, 0, 0, 1].into(), "r1".into(), now)
    }

    #[test]
    fn an_event_is_what_api_gateway_sends() {
        let event = build(
            Request::post("/conferences/a%20b/registrations?x=1&x=2,3")
                .header("Host", "localhost:8080")
                .header("Content-Type", "application/json")
                .header("Cookie", "a=1; b=2")
                .header("Connection", "keep-alive")
                .header("X-Two", "1")
                .header("X-Two", "2")
                .header("User-Agent", "test")
                .body(b"{\"name\": \"\xc3\xa9\"}".as_slice())
                .unwrap(),
        );
        let shown: serde_json::Value = serde_json::to_value(&event).unwrap();
        expect![[r#"
            {
              "type": null,
              "methodArn": null,
              "httpMethod": "GET",
              "identitySource": null,
              "authorizationToken": null,
              "resource": null,
              "version": "2.0",
              "routeKey": "POST /conferences/{conference}/registrations",
              "rawPath": "/conferences/a%20b/registrations",
              "rawQueryString": "x=1&x=2,3",
              "cookies": [
                "a=1",
                "b=2"
              ],
              "headers": {
                "host": "localhost:8080",
                "content-type": "application/json",
                "x-two": "1,2",
                "user-agent": "test",
                "x-forwarded-for": "127.0.0.1",
                "x-forwarded-proto": "http",
                "x-forwarded-port": "8080",
                "content-length": "14"
              },
              "queryStringParameters": {
                "x": "1,2,3"
              },
              "pathParameters": {
                "conference": "a b"
              },
              "requestContext": {
                "routeKey": "POST /conferences/{conference}/registrations",
                "accountId": "anonymous",
                "stage": "$default",
                "requestId": "r1",
                "apiId": "local",
                "domainName": "localhost",
                "domainPrefix": "localhost",
                "time": "10/Jul/2023:12:00:00 +0000",
                "timeEpoch": 1688990400000,
                "http": {
                  "method": "POST",
                  "path": "/conferences/a%20b/registrations",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "127.0.0.1",
                  "userAgent": "test"
                }
              },
              "stageVariables": {},
              "body": "{\"name\": \"é\"}",
              "isBase64Encoded": false
            }"#]]
        .assert_eq(&format!("{shown:#}"));
    }

    #[test]
    fn a_form_and_what_is_no_text_come_in_base_64() {
        let form = build(
            Request::post("/")
                .header("host", "a")
                .header("content-type", "application/x-www-form-urlencoded")
                .body(b"a=b".as_slice())
                .unwrap(),
        );
        assert_eq!((form.body.as_deref(), form.is_base64_encoded), (Some("YT1i"), true));
        let bytes = build(Request::post("/").header("host", "a").body(b"\xff".as_slice()).unwrap());
        assert_eq!((bytes.body.as_deref(), bytes.is_base64_encoded), (Some("/w=="), true));
        let none = build(Request::get("/").header("host", "a").body(b"".as_slice()).unwrap());
        assert_eq!((none.body, none.is_base64_encoded), (None, false));
    }

    #[test]
    fn a_host_that_is_none_never_becomes_an_event() {
        for bad in ["a b", "user@host", "[::1", "", "a:b:c"] {
            let (parts, ()) = Request::get("/").header("host", bad).body(()).unwrap().into_parts();
            assert!(host(&parts).is_err(), "{bad:?}");
        }
        for good in ["localhost", "127.0.0.1:8080", "[::1]:80", "example.org"] {
            let (parts, ()) = Request::get("/").header("host", good).body(()).unwrap().into_parts();
            assert_eq!(host(&parts).unwrap(), good);
        }
        let (parts, ()) = Request::get("/").body(()).unwrap().into_parts();
        assert!(host(&parts).is_err());
    }

    #[test]
    fn a_path_that_does_not_say_what_it_means_is_refused() {
        for bad in ["/%", "/%4", "/%zz", "/%ff", "/%00", "/a%0Ab", "*", "/\u{e9}"] {
            assert!(check_path(bad).is_err(), "{bad:?}");
        }
        for good in ["/", "/a%2Fb", "/%C3%A9", "/a/../b", "/a;b=c@d"] {
            assert!(check_path(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn an_answer_is_sent_byte_by_byte_with_each_cookie_by_itself() {
        let mut answer = ApiGatewayV2httpResponse::default();
        answer.status_code = 201;
        answer.cookies = vec!["a=1".into(), "b=2".into()];
        answer.body = Some(Body::Text("/w==".into()));
        answer.is_base64_encoded = true;
        let response = response(answer);
        assert_eq!(response.status(), 201);
        assert_eq!(response.body().as_ref(), b"\xff");
        assert_eq!(response.headers().get_all(SET_COOKIE).iter().count(), 2);
    }
}
