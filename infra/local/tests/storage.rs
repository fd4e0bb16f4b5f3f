//! A disk that accepts no more data: the answers, `/healthz`, the log, and recovery afterwards.
//!
//! One test lowers this process's limit for file sizes, which works on every system. The other fills a small file
//! system, if the system lets a test mount one.

#![cfg(target_os = "linux")]

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use context::SetClock;
use http::Request;
use jiff::Timestamp;
use plumbline::table::EmbeddedTable;
use plumbline::{DataDirectory, Stack};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serde_json::{Value, json};
use tokio::signal::unix::{SignalKind, signal};

const CONFERENCE: &str = r#"id = "demo-2030"
series = "demo"
name = "Demo 2030"
starts_on = 2030-05-01
ends_on = 2030-05-02
time_zone = "Europe/Berlin"
contact = "contact@example.org"
organizers = ["organizer@example.org"]
place = { name = "Hall", city = "Berlin", country = "Germany" }
registration = { opens = 2023-01-01T09:00:00, closes = 2030-04-30T18:00:00 }

[[pools]]
id = "general"
capacity = 1000
"#;

/// The tests share the process's log, so they run one after the other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

#[derive(Clone, Copy)]
struct Log;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Collects this process's log like a server: warnings and errors.
fn collect_log() {
    let _ =
        tracing_subscriber::fmt().with_max_level(tracing::Level::WARN).with_ansi(false).with_writer(|| Log).try_init();
}

/// The lines since the last call.
fn log_lines() -> Vec<String> {
    let bytes = std::mem::take(&mut *LINES.lock().unwrap_or_else(PoisonError::into_inner));
    String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
}

fn open(directory: &Path) -> Stack {
    let now = "2023-07-10T12:00:00Z".parse().unwrap();
    let data = DataDirectory::open(directory).unwrap();
    Stack::builder(SetClock::stopped(now)).data(data).build().unwrap()
}

struct Answer {
    status: u16,
    retry_after: Option<String>,
    json: Value,
}

async fn ask(stack: &Stack, request: http::request::Builder, body: &Value) -> Answer {
    let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
    let request = request.header("accept", "application/json").header("content-type", "application/json");
    let (parts, body) = stack.request(request.body(body).unwrap()).await.into_parts();
    let retry_after = parts.headers.get("retry-after").map(|value| value.to_str().unwrap().to_owned());
    Answer { status: parts.status.as_u16(), retry_after, json: serde_json::from_slice(&body).unwrap_or_default() }
}

async fn get(stack: &Stack, path: &str) -> Answer {
    ask(stack, Request::get(path), &Value::Null).await
}

async fn register(stack: &Stack, number: usize) -> Answer {
    let request_body = json!({
        "name": "N".repeat(150),
        "email": format!("person-{number}@example.org"),
        "attendance": "in_person",
    });
    let request = Request::post("/conferences/demo-2030/registrations");
    ask(stack, request.header("idempotency-key", format!("key-{number}")), &request_body).await
}

/// The ids of successful registrations, by number.
type Registered = Vec<(usize, String)>;

fn taken(registered: &mut Registered, number: usize, answer: &Answer) {
    assert_eq!(answer.status, 201, "{}", answer.json);
    registered.push((number, answer.json["id"].as_str().unwrap().to_owned()));
}

/// Registers people until storage is unavailable; returns the first number that was refused.
async fn register_until_refused(stack: &Stack, registered: &mut Registered, reason: &str) -> usize {
    for number in registered.len().. {
        let answer = register(stack, number).await;
        if answer.status == 201 {
            taken(registered, number, &answer);
            assert!(number < 1000, "the disk never fills up");
            continue;
        }
        check_unavailable(&answer, reason);
        return number;
    }
    unreachable!()
}

fn check_unavailable(answer: &Answer, reason: &str) {
    assert_eq!(answer.status, 503, "{}", answer.json);
    assert_eq!(answer.json["type"], "/problems/storage-unavailable", "{}", answer.json);
    assert_eq!(answer.json["reason"], reason, "{}", answer.json);
    assert_eq!(answer.retry_after.as_deref(), Some("30"));
}

/// While nothing can be stored, many requests and the workflows fail, and one line says why.
async fn fail_for_a_while(stack: &Stack, refused: usize, reason: &str) {
    log_lines();
    stack.clock().set(stack.context().now() + jiff::SignedDuration::from_mins(2));
    let background = stack.start_background();
    for _ in 0..20 {
        check_unavailable(&register(stack, refused).await, reason);
        check_unavailable(&get(stack, "/healthz").await, reason);
    }
    let page = get(stack, "/conferences/demo-2030").await;
    assert_eq!(page.status, 200, "what is there can be read: {}", page.json);
    background.stop().await;
    let lines = log_lines();
    assert_eq!(lines.len(), 1, "one line for a cause and a minute: {lines:#?}");
    stack.clock().set(stack.context().now() + jiff::SignedDuration::from_mins(1));
    check_unavailable(&register(stack, refused).await, reason);
    check_unavailable(&register(stack, refused).await, reason);
    let lines = log_lines();
    assert_eq!(lines.len(), 1, "and one in the next minute: {lines:#?}");
    assert!(lines[0].contains("ERROR"), "{lines:#?}");
}

/// Everything answered with success exists, before and after a restart, and mails are sent.
async fn check_kept(stack: Stack, directory: &Path, registered: &Registered) {
    stack.run_workflows().await.unwrap();
    check_there(&stack, registered).await;
    drop(stack);
    check_there(&open(directory), registered).await;
}

async fn check_there(stack: &Stack, registered: &Registered) {
    let edition = stack.store().edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let page = stack.store().registrations(edition.id(), None, 5000).await.unwrap();
    let there: Vec<_> = page.items.iter().map(|person| person.registration.as_ref().unwrap().id.to_string()).collect();
    assert_eq!(there.len(), registered.len());
    for (number, id) in registered {
        assert!(there.contains(id), "registration {number} was answered with success and is gone");
    }
    let mails = stack.outbox().unwrap();
    for (number, _) in registered {
        let to = format!("person-{number}@example.org");
        assert_eq!(mails.iter().filter(|mail| mail.to == to).count(), 1, "mails to {to}");
    }
    assert_eq!(stack.store().audit_settled().await.unwrap().findings, [].into());
}

fn set_file_size_limit(bytes: Option<u64>) {
    let limit = Rlimit { current: bytes, ..getrlimit(Resource::Fsize) };
    setrlimit(Resource::Fsize, limit).unwrap();
}

/// Restores the limit however the test ends.
struct Unlimited;

impl Drop for Unlimited {
    fn drop(&mut self) {
        set_file_size_limit(getrlimit(Resource::Fsize).maximum);
    }
}

#[test]
fn a_disk_that_fails_every_write_is_reported_and_recovered_from() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    collect_log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        // A write beyond the limit raises a signal (SIGXFSZ) that would end the process; the test needs the error
        // instead.
        let _handled = signal(SignalKind::from_raw(25)).unwrap();
        let _unlimited = Unlimited;
        let directory = tempfile::tempdir().unwrap();
        let stack = open(directory.path());
        stack.load_conference(CONFERENCE).await.unwrap();
        stack.run_workflows().await.unwrap();
        let mut registered = Registered::new();
        for number in 0..3 {
            taken(&mut registered, number, &register(&stack, number).await);
        }
        assert_eq!(get(&stack, "/healthz").await.status, 200);

        // The limit is above what the trial of the directory writes, so that only the table's log is too long.
        let log = fs::metadata(directory.path().join("table.db-wal")).unwrap().len();
        assert!(log > 100_000, "the log has {log} bytes");
        set_file_size_limit(Some(log));
        let refused = register_until_refused(&stack, &mut registered, "disk-error").await;
        fail_for_a_while(&stack, refused, "disk-error").await;

        set_file_size_limit(getrlimit(Resource::Fsize).maximum);
        assert_eq!(get(&stack, "/healthz").await.status, 200);
        taken(&mut registered, refused, &register(&stack, refused).await);
        taken(&mut registered, refused + 1, &register(&stack, refused + 1).await);
        check_kept(stack, directory.path(), &registered).await;
    });
}

/// Marks a file system that the test below may fill.
const MARK: &str = "small-disk-of-a-test";

#[test]
fn a_full_disk_is_reported_and_recovered_from() {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let directory = tempfile::tempdir().unwrap();
    // In its own namespaces a process can mount without privileges, and the mount ends with it.
    let script = r#"mount -t tmpfs -o size=6m tmpfs "$1" && cd "$1" && touch "$2" && echo mounted \
        && exec "$3" --exact on_a_small_disk --ignored --nocapture"#;
    let output = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        .arg(directory.path())
        .arg(MARK)
        .arg(std::env::current_exe().unwrap())
        .output();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match output {
        Ok(output) if said(&output.stdout).contains("mounted") => {
            assert!(output.status.success(), "{}{}", said(&output.stdout), said(&output.stderr));
            assert!(said(&output.stdout).contains("1 passed"), "{}", said(&output.stdout));
        }
        Ok(output) => eprintln!("left out: no file system can be mounted here: {}", said(&output.stderr)),
        Err(error) => eprintln!("left out: unshare cannot be run: {error}"),
    }
}

#[test]
#[ignore = "fills the disk it runs on: the test above starts it on a small one"]
fn on_a_small_disk() {
    let disk = std::env::current_dir().unwrap();
    assert!(disk.join(MARK).exists(), "this is not a disk that may be filled");
    collect_log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(fill(&disk));
}

async fn fill(disk: &Path) {
    let directory = disk.join("data");
    let stack = open(&directory);
    stack.load_conference(CONFERENCE).await.unwrap();
    stack.run_workflows().await.unwrap();
    let mut registered = Registered::new();
    taken(&mut registered, 0, &register(&stack, 0).await);
    assert_eq!(get(&stack, "/healthz").await.status, 200);

    let mut ballast = File::create(disk.join("ballast")).unwrap();
    let full = loop {
        if let Err(error) = ballast.write_all(&[1; 1024]) {
            break error;
        }
    };
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    check_unavailable(&get(&stack, "/healthz").await, "disk-full");
    let refused = register_until_refused(&stack, &mut registered, "disk-full").await;
    fail_for_a_while(&stack, refused, "disk-full").await;
    // Work that cannot be stored is not lost: it is done once there is space.
    stack.run_workflows().await.unwrap_err();

    ballast.set_len(0).unwrap();
    drop(ballast);
    assert_eq!(get(&stack, "/healthz").await.status, 200);
    taken(&mut registered, refused, &register(&stack, refused).await);
    let now: Timestamp = stack.context().now() + jiff::SignedDuration::from_hours(1);
    stack.run_until(now).await.unwrap();
    check_kept(stack, &directory, &registered).await;

    // Read-only from the start.
    let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(disk).status().unwrap();
    assert!(remounted.success());
    let error = DataDirectory::open(&directory).unwrap_err().to_string();
    assert!(error.contains("Read-only file system"), "{error}");
    let error = EmbeddedTable::in_file(&directory.join("table.db")).map(|_| ()).unwrap_err().to_string();
    assert!(error.contains("the server's disk is read-only"), "{error}");
}
