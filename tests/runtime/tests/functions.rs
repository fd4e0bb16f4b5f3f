//! The functions' own binaries under a Runtime API: how they end, fail, and are cut off.
//!
//! The binaries are built here, by cargo, in the profile of the tests: nothing in this file depends on how fast they
//! are.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use plumbline::stack::Stack;
use runtime_tests::{Endpoint, Function, Outcome, Runtime, empty_table, http_event};
use serde_json::{Value, json};
use tokio::sync::mpsc;

/// Open for registration for as long as this test is of use.
const EDITION: &str = r#"
id = "demo"
series = "demo"
name = "Demo"
starts_on = "2199-05-01"
ends_on = "2199-05-03"
time_zone = "Europe/Berlin"
contact = "contact@example.org"
organizers = ["organizer@example.org"]

[place]
name = "Hall"
city = "Berlin"
country = "Germany"

[registration]
opens = "2020-01-01T09:00:00Z"
closes = "2199-04-30T18:00:00Z"

[[pools]]
id = "general"
capacity = 3

[[pools]]
id = "virtual"
capacity = 1
"#;

/// Builds a binary (`kind` is `bin`) or an example, and answers where it is.
///
/// With the tests of the whole workspace, which are built already when they run: alone, a function's dependencies
/// would be compiled once more, with fewer features.
fn built(kind: &str, name: &str) -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--workspace", "--tests", &format!("--{kind}"), name])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = output.stdout.split(|byte| *byte == b'\n');
    let messages = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
    let mut executables = messages
        .filter(|message| {
            message["target"]["name"] == name
                && message["target"]["kind"][0] == kind
                && message["profile"]["test"] == false
        })
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    executables.next_back().expect("cargo names the binary")
}

fn function(name: &str) -> PathBuf {
    built("bin", name)
}

async fn empty() -> Endpoint {
    Endpoint::plain(Arc::new(empty_table)).await.expect("a port")
}

fn registration() -> Value {
    let route = "POST /conferences/{conference}/registrations";
    let body = json!({ "name": "Ann", "email": "ann@example.org", "attendance": "in_person" });
    let mut event = http_event(route, "/conferences/demo/registrations", &json!({ "conference": "demo" }), Some(&body));
    event["headers"]["idempotency-key"] = "once".into();
    event
}

fn answered(outcome: Outcome) -> (u64, Value) {
    let Outcome::Answered(answer) = outcome else { panic!("{outcome:?}") };
    let body = answer["body"].as_str().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    (answer["statusCode"].as_u64().unwrap_or_default(), body)
}

#[tokio::test]
async fn a_function_that_waits_ends_in_order_when_it_is_asked_to() {
    let (runtime, table) = (Runtime::start().await.unwrap(), empty().await);
    for name in ["home", "deliver-mail"] {
        let mut function = Function::start(&function(name), &runtime, &table, false).unwrap();
        runtime.polled().await.unwrap();
        let ended = tokio::task::spawn_blocking(move || function.terminate()).await.unwrap().unwrap();
        assert!(ended.is_some_and(|status| status.success()), "{name} ended with {ended:?}");
    }
}

#[tokio::test]
async fn a_panic_is_answered_as_an_error_and_the_next_invocation_is_served() {
    let binary = built("example", "panics");
    let (runtime, table) = (Runtime::start().await.unwrap(), empty().await);
    let _function = Function::start(&binary, &runtime, &table, false).unwrap();
    let ask = |path: &str| http_event("$default", path, &json!({}), None);
    for _ in 0..2 {
        let Outcome::Failed(error) = runtime.invoke(ask("/panic")).await.unwrap() else {
            panic!("a panic was answered as success");
        };
        assert!(error["errorMessage"].as_str().unwrap_or_default().contains("asked to"), "{error}");
        assert!(matches!(runtime.invoke(ask("/fine")).await.unwrap(), Outcome::Answered(a) if a["body"] == "/fine"));
    }
}

#[tokio::test]
async fn an_event_that_is_none_of_ours_is_an_error_and_not_the_end() {
    let (runtime, table) = (Runtime::start().await.unwrap(), empty().await);
    let _function = Function::start(&function("home"), &runtime, &table, false).unwrap();
    assert!(matches!(runtime.invoke(json!("nonsense")).await.unwrap(), Outcome::Failed(_)));
    let (status, body) =
        answered(runtime.invoke(http_event("GET /healthz", "/healthz", &json!({}), None)).await.unwrap());
    assert_eq!((status, &body["status"]), (200, &json!("ready")));
}

#[tokio::test]
async fn a_table_that_does_not_answer_delays_the_start_and_does_not_end_it() {
    let (runtime, table) = (Runtime::start().await.unwrap(), Endpoint::plain(Arc::new(|_, _| None)).await.unwrap());
    let _function = Function::start(&function("home"), &runtime, &table, false).unwrap();
    runtime.polled().await.unwrap();
}

#[tokio::test]
async fn the_table_is_reached_over_tls_with_roots_from_the_environment() {
    let (runtime, table) = (Runtime::start().await.unwrap(), Endpoint::tls(Arc::new(empty_table)).await.unwrap());
    let _function = Function::start(&function("home"), &runtime, &table, false).unwrap();
    let healthz = http_event("GET /healthz", "/healthz", &json!({}), None);
    assert_eq!(answered(runtime.invoke(healthz).await.unwrap()).0, 200);
}

#[tokio::test]
async fn a_stranger_in_the_tables_place_is_not_talked_to() {
    let (runtime, table) = (Runtime::start().await.unwrap(), Endpoint::tls(Arc::new(empty_table)).await.unwrap());
    // Another endpoint's roots: they did not sign this one's certificate.
    let other = Endpoint::tls(Arc::new(empty_table)).await.unwrap();
    let _function = Function::start_trusting(&function("home"), &runtime, &table, other.roots(), false).unwrap();
    let healthz = http_event("GET /healthz", "/healthz", &json!({}), None);
    assert_eq!(answered(runtime.invoke(healthz).await.unwrap()).0, 503);
}

/// The fate of a transaction that is under way when Lambda's time is up.
#[derive(Clone, Copy, Debug, PartialEq)]
enum CutOff {
    /// It never reached the table.
    Before,
    /// The table did it, and the answer was lost.
    After,
}

/// Kills a registration at its transaction, and answers how the same request goes in a new process.
async fn cut_off(when: CutOff) -> (u64, Value, Stack) {
    let stack = Stack::in_memory("2026-11-01T12:00:00Z".parse().unwrap(), 1).expect("a stack");
    stack.load_conference(EDITION).await.expect("the edition loads");
    let armed = Arc::new(AtomicU8::new(1));
    let (reached, mut reaches) = mpsc::unbounded_channel();
    let (table, arm) = (stack.table().clone(), Arc::clone(&armed));
    let answers = move |operation: &str, body: &[u8]| {
        let cut = operation == "TransactWriteItems" && arm.swap(0, Ordering::SeqCst) == 1;
        let answer = (!cut || when == CutOff::After).then(|| table.answer(operation, body));
        if cut {
            let _ = reached.send(());
            return None;
        }
        answer
    };
    let endpoint = Endpoint::plain(Arc::new(answers)).await.unwrap();
    let (runtime, binary) = (Runtime::start().await.unwrap(), function("register"));
    let mut cut = Function::start(&binary, &runtime, &endpoint, false).unwrap();
    runtime.give(registration());
    reaches.recv().await.expect("the transaction is sent");
    cut.kill().unwrap();
    // Its request for work went with it.
    let runtime = Runtime::start().await.unwrap();
    let _again = Function::start(&binary, &runtime, &endpoint, false).unwrap();
    let (status, body) = answered(runtime.invoke(registration()).await.unwrap());
    (status, body, stack)
}

#[tokio::test]
async fn a_registration_cut_off_before_it_reaches_the_table_is_made_by_the_repeat() {
    let (status, body, stack) = cut_off(CutOff::Before).await;
    assert_eq!((status, &body["status"]), (201, &json!("confirmed")), "{body}");
    one_pass_is_taken(&stack).await;
}

#[tokio::test]
async fn a_registration_cut_off_after_the_table_did_it_is_answered_to_the_repeat() {
    let (status, body, stack) = cut_off(CutOff::After).await;
    assert!(matches!(status, 200 | 201), "{status} {body}");
    assert!(body["manage_token"].is_string(), "the same key gets the same answer, token included: {body}");
    one_pass_is_taken(&stack).await;
}

async fn one_pass_is_taken(stack: &Stack) {
    let pool = stack.store().pool(&"demo".parse().unwrap(), &"general".parse().unwrap()).await.unwrap();
    assert_eq!((pool.capacity, pool.free, pool.taken), (3, 2, 1));
    let audit = stack.store().audit().await.unwrap();
    assert_eq!(audit.registrations, 1);
    let findings: Vec<_> = audit.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
}
