//! Routes that exist only here: the outbox, delivery feedback, and the clock.

pub(crate) mod feedback;

use bytes::Bytes;
use domain::input::any_text;
use domain::instant;
use http::header::{ACCEPT, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ORIGIN};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderValue, Method, Response};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::mail_service::Delivered;
use crate::outbox_page;
use crate::problem::Problem;
use crate::stack::Stack;

pub(crate) async fn answer(
    stack: &Stack,
    parts: &Parts,
    host: &Authority,
    body: &Bytes,
) -> Result<Response<Bytes>, Problem> {
    check_own(stack, parts, host)?;
    match (parts.uri.path(), &parts.method) {
        ("/_local/outbox", &Method::GET | &Method::HEAD) => outbox(stack, parts),
        ("/_local/parts", &Method::GET | &Method::HEAD) => parts_page(),
        ("/_local/outbox" | "/_local/parts", _) => Err(Problem::method_not_allowed("GET, HEAD")),
        ("/_local/clock", &Method::POST) => set_clock(stack, body).await,
        ("/_local/feedback", &Method::POST) => feedback::simulate_feedback(stack, body).await,
        ("/_local/clock" | "/_local/feedback", _) => Err(Problem::method_not_allowed("POST")),
        _ => Err(Problem::not_found()),
    }
}

/// Refuses requests from other sites' pages. The outbox contains links that sign people in, and another site could use
/// a name of its own that resolves to this machine, to read them or to move the clock.
fn check_own(stack: &Stack, parts: &Parts, host: &Authority) -> Result<(), Problem> {
    let base_url = &stack.context().settings().base_url;
    let base_host = base_url.parse::<http::Uri>().ok().and_then(|url| url.host().map(str::to_owned));
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    let is_loopback = name.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    let is_own = is_loopback
        || name == "localhost"
        || name.ends_with(".localhost")
        || base_host.is_some_and(|own| own.eq_ignore_ascii_case(host.host()));
    let is_foreign = parts.headers.get(ORIGIN).is_some_and(|origin| {
        origin != base_url.as_str()
            && origin.to_str().ok().and_then(|o| o.split_once("://")).map(|o| o.1) != Some(host.as_str())
    });
    if is_own && !is_foreign { Ok(()) } else { Err(Problem::cross_origin()) }
}

fn outbox(stack: &Stack, parts: &Parts) -> Result<Response<Bytes>, Problem> {
    let query: Vec<(String, String)> =
        form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let parameter = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let number = |name: &'static str, default: usize| match parameter(name) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| Problem::invalid(&format!("/{name}"), "must be a whole number")),
    };
    let to = parameter("to").filter(|to| !to.is_empty());
    let skip = number("skip", 0)?;
    let accept = parts.headers.get(ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let wants_page = accept.contains("text/html");
    let limit = number("limit", if wants_page { outbox_page::LENGTH } else { usize::MAX })?;
    let mails = stack
        .mails()
        .delivered(to, skip, limit)
        .map_err(|error| Problem::broken(format!("the mails cannot be read: {error}")))?;
    if wants_page { page(stack, &mails, to, skip) } else { Ok(respond("application/json", list(&mails)?)) }
}

fn list(mails: &[Delivered]) -> Result<String, Problem> {
    serde_json::to_string(mails).map_err(|error| Problem::broken(error.to_string()))
}

fn page(stack: &Stack, mails: &[Delivered], to: Option<&str>, skip: usize) -> Result<Response<Bytes>, Problem> {
    let html = outbox_page::render(mails, stack.mails().count(), stack.context().now(), to, skip)
        .map_err(|error| Problem::broken(error.to_string()))?;
    let mut response = respond("text/html; charset=utf-8", html);
    // A mail's own styles are inline. Scripts and external content are blocked, also in the mail's frame.
    let policy = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; frame-src 'self'; form-action 'self'; \
                  base-uri 'none'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(response)
}

fn parts_page() -> Result<Response<Bytes>, Problem> {
    let html = crate::parts_page::render().map_err(|error| Problem::broken(error.to_string()))?;
    let mut response = respond("text/html; charset=utf-8", html);
    let policy = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    Ok(response)
}

async fn set_clock(stack: &Stack, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let target = target(body, stack.context().now())?;
    let settled = stack.settle_until(target).await;
    let answer = json!({ "now": settled.now, "failed": settled.failed });
    Ok(respond("application/json", answer.to_string()))
}

/// The requested instant: `{"now": instant}` or `{"advance": duration}`.
fn target(body: &[u8], now: Timestamp) -> Result<Timestamp, Problem> {
    let expected = "must be {\"now\": \"2023-08-20T00:00:00Z\"} or {\"advance\": \"PT90M\"}";
    let document: Value =
        serde_json::from_slice(body).map_err(|_| Problem::malformed(format!("the body {expected}")))?;
    let Value::Object(fields) = document else { return Err(Problem::invalid("", expected)) };
    if let Some(unknown) = fields.keys().find(|key| !matches!(key.as_str(), "now" | "advance")) {
        let shown: String = unknown.chars().take(40).collect();
        return Err(Problem::invalid(&format!("/{shown}"), "is not known here; expected now, advance"));
    }
    match (fields.get("now"), fields.get("advance")) {
        (Some(value), None) => {
            let wrong = "must be an instant such as 2023-08-20T00:00:00Z";
            let to = value.as_str().and_then(|text| text.parse::<Timestamp>().ok());
            let to = to.ok_or_else(|| Problem::invalid("/now", wrong))?;
            if to < now {
                let detail = format!("the clock shows {now} and only goes forward");
                return Err(Problem::invalid("/now", detail));
            }
            Ok(to)
        }
        (None, Some(value)) => {
            let wrong = "must be a duration of at most a year such as PT90M or P3D";
            any_text(value)
                .ok()
                .and_then(instant::duration)
                .filter(|duration| !duration.is_negative())
                .and_then(|duration| now.checked_add(duration).ok())
                .ok_or_else(|| Problem::invalid("/advance", wrong))
        }
        _ => Err(Problem::invalid("", expected)),
    }
}

fn respond(content_type: &'static str, body: String) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert("cache-control", HeaderValue::from_static("no-store"));
    headers.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    headers.insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    response
}

#[cfg(test)]
mod tests {
    use http::Request;
    use serde_json::{Value, json};

    use crate::stack::tests::{CONFERENCE, ask, stack};

    fn answer(body: &str) -> Value {
        serde_json::from_str(body).unwrap()
    }

    fn clock(body: &str) -> Request<String> {
        Request::post("/_local/clock").header("content-type", "application/json").body(body.to_owned()).unwrap()
    }

    #[tokio::test]
    async fn the_clock_goes_forward_and_does_what_is_due() {
        let stack = stack();
        stack.load_conference(CONFERENCE).await.unwrap();
        let (status, body) = ask(&stack, clock(r#"{"advance": "PT90M"}"#)).await;
        assert_eq!((status, answer(&body)), (200, json!({ "now": "2023-07-10T13:30:00Z", "failed": [] })));
        let (status, body) = ask(&stack, clock(r#"{"now": "2023-08-20T00:00:00Z"}"#)).await;
        assert_eq!((status, answer(&body)), (200, json!({ "now": "2023-08-20T00:00:00Z", "failed": [] })));
    }

    #[tokio::test]
    async fn a_clock_that_cannot_be_set_so_says_which_field() {
        let stack = stack();
        for (body, status, named) in [
            (r#"{"now": "2023-07-09T00:00:00Z"}"#, 422, r#""pointer":"/now""#),
            (r#"{"now": "soon"}"#, 422, r#""pointer":"/now""#),
            (r#"{"advance": "-PT1M"}"#, 422, r#""pointer":"/advance""#),
            (r#"{"advance": "P2Y"}"#, 422, r#""pointer":"/advance""#),
            (r#"{"later": 1}"#, 422, r#""pointer":"/later""#),
            (r"{}", 422, "must be"),
            (r"[]", 422, "must be"),
            ("now", 400, "/problems/malformed"),
        ] {
            let (found, answer) = ask(&stack, clock(body)).await;
            assert_eq!(found, status, "{body}: {answer}");
            assert!(answer.contains(named), "{body}: {answer}");
        }
    }

    #[tokio::test]
    async fn another_sites_page_gets_nothing() {
        let stack = stack();
        let rebound = Request::get("/_local/outbox").header("host", "evil.example.org:8080").body("").unwrap();
        assert_eq!(ask(&stack, rebound).await.0, 403);
        let posted = Request::post("/_local/clock")
            .header("host", "localhost:8080")
            .header("origin", "http://evil.example.org")
            .body("{}")
            .unwrap();
        assert_eq!(ask(&stack, posted).await.0, 403);
        let own = Request::get("/_local/outbox").header("host", "127.0.0.1:8080").body("").unwrap();
        assert_eq!(ask(&stack, own).await, (200, "[]".into()));
    }
}
