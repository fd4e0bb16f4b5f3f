//! What the machine gives without Plumbline, measured in the same run: figures mean little but as parts of these.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use bytes::Bytes;
use dynoxide::Database;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::Outcome;
use crate::attendee::Attendee;
use crate::client::Client;
use crate::conference::any_number;
use crate::crowd::registration;
use crate::figures::Latency;

/// How long answers are measured, and, half as long, transactions for each number of threads: before and after
/// the run, since disks change their pace.
const TIME: Duration = Duration::from_secs(2);

/// Threads that write at once. The embedded table has one lock that is handed on in turn, so that on a busy machine
/// fewer may be faster; the best counts.
const THREADS: [u64; 3] = [1, 4, 8];

const TABLE: &str = "baseline";

/// How many a second, and how long each took.
#[derive(Debug)]
pub(crate) struct Rate {
    pub(crate) per_second: f64,
    pub(crate) latency: Latency,
}

impl Rate {
    fn of(parts: impl IntoIterator<Item = Latency>, time: Duration) -> Self {
        let mut latency = Latency::default();
        for part in parts {
            latency.merge(&part);
        }
        let count = u32::try_from(latency.count()).unwrap_or(u32::MAX);
        Self { per_second: f64::from(count) / time.as_secs_f64(), latency }
    }
}

/// Transactions of two items, one of them under a condition as a pass's ledger is, on the embedded table: in a file of
/// this directory, or in memory.
pub(crate) fn transactions(directory: Option<&Path>) -> Outcome<Rate> {
    let database = match directory {
        // Always a fresh file: a second measurement finds what the first one found.
        Some(directory) => {
            let name = format!("baseline-{:016x}.db", any_number());
            Database::new(&directory.join(name).to_string_lossy())
        }
        None => Database::memory(),
    };
    let database = database.map_err(|e| format!("the embedded table does not open: {e}"))?;
    create(&database)?;
    // Not counted: a journal that still grows is slower to flush than one that is used again.
    together(&database, 8, TIME / 2)?;
    let mut best: Option<Rate> = None;
    for threads in THREADS {
        let rate = together(&database, threads, TIME / 2)?;
        if best.as_ref().is_none_or(|best| rate.per_second > best.per_second) {
            best = Some(rate);
        }
    }
    best.ok_or_else(|| "nothing was measured".into())
}

fn together(database: &Database, threads: u64, time: Duration) -> Outcome<Rate> {
    let start = Instant::now();
    let parts = thread::scope(|scope| {
        let writers: Vec<_> = (0..threads).map(|_| scope.spawn(|| write(database, start, time))).collect();
        writers
            .into_iter()
            .map(|writer| writer.join().unwrap_or_else(|_| Err("a writer of the baseline failed".into())))
            .collect::<Outcome<Vec<_>>>()
    })?;
    Ok(Rate::of(parts, start.elapsed()))
}

fn write(database: &Database, start: Instant, time: Duration) -> Outcome<Latency> {
    let mut latency = Latency::default();
    let writer = any_number();
    let mut number = 0;
    while start.elapsed() < time {
        let begun = Instant::now();
        let request = serde_json::from_value(transaction(writer, number)).map_err(|e| e.to_string())?;
        database.transact_write_items(request).map_err(|e| format!("the embedded table refused: {e}"))?;
        latency.add(begun.elapsed());
        number += 1;
    }
    Ok(latency)
}

fn create(database: &Database) -> Outcome<()> {
    let request = json!({
        "TableName": TABLE,
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        "AttributeDefinitions": [
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        "BillingMode": "PAY_PER_REQUEST",
    });
    let request = serde_json::from_value(request).map_err(|e| e.to_string())?;
    database.create_table(request).map(|_| ()).map_err(|e| format!("the embedded table refused: {e}"))
}

/// A counter that may not exceed its limit, and a person who may not be there yet.
fn transaction(writer: u64, number: u64) -> Value {
    let text = |value: &str| json!({ "S": value });
    json!({ "TransactItems": [
        { "Update": {
            "TableName": TABLE,
            "Key": { "pk": text(&format!("shard-{}", writer.wrapping_add(number) % 512)), "sk": text("ledger") },
            "UpdateExpression": "ADD taken :one",
            "ConditionExpression": "attribute_not_exists(taken) OR taken < :limit",
            "ExpressionAttributeValues": { ":one": { "N": "1" }, ":limit": { "N": "1000000" } },
        } },
        { "Put": {
            "TableName": TABLE,
            "Item": {
                "pk": text(&format!("person-{writer}-{number}")),
                "sk": text("person"),
                "name": text("Attendee"),
                "email": text(&format!("attendee-{writer}-{number}@example.org")),
            },
            "ConditionExpression": "attribute_not_exists(pk)",
        } },
    ] })
}

/// Bare HTTP answers of `size` bytes. The server has separate threads; the same clients send the same requests.
pub(crate) async fn answers(clients: u32, size: usize) -> Outcome<Rate> {
    let (address, stop) = serve(size)?;
    let start = Instant::now();
    let number = Arc::new(AtomicU64::new(0));
    let mut running = JoinSet::new();
    for _ in 0..clients {
        let number = Arc::clone(&number);
        running.spawn(async move {
            let mut client = Client::new(address);
            let mut latency = Latency::default();
            while start.elapsed() < TIME {
                let next = number.fetch_add(1, Ordering::Relaxed) % 1_000_000;
                let ask = registration("/", Attendee(u32::try_from(next).unwrap_or_default()));
                let begun = Instant::now();
                client.send(&ask).await?;
                latency.add(begun.elapsed());
            }
            Ok::<_, String>(latency)
        });
    }
    let mut parts = Vec::new();
    while let Some(part) = running.join_next().await {
        parts.push(part.map_err(|e| e.to_string())??);
    }
    let rate = Rate::of(parts, start.elapsed());
    drop(stop);
    Ok(rate)
}

/// Serves until what it answers is dropped.
fn serve(size: usize) -> Outcome<(SocketAddr, tokio::sync::oneshot::Sender<()>)> {
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|e| e.to_string())?;
    listener.set_nonblocking(true).map_err(|e| e.to_string())?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let (stop, stopped) = tokio::sync::oneshot::channel();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|e| e.to_string())?;
    let body = Bytes::from(format!(r#"{{"fill":"{}"}}"#, "x".repeat(size.saturating_sub(11))));
    thread::spawn(move || {
        runtime.block_on(async {
            let Ok(listener) = TcpListener::from_std(listener) else { return };
            tokio::select! {
                () = accept(listener, body) => {}
                // Dropped: the measurement is over.
                _ = stopped => {}
            }
        });
        runtime.shutdown_background();
    });
    Ok((address, stop))
}

async fn accept(listener: TcpListener, body: Bytes) {
    while let Ok((stream, _)) = listener.accept().await {
        if stream.set_nodelay(true).is_err() {
            continue;
        }
        let body = body.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let body = body.clone();
            async move {
                // A body that breaks off ends its connection anyway.
                let _ = request.into_body().collect().await;
                let mut response = Response::new(Full::new(body));
                response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
                Ok::<_, Infallible>(response)
            }
        });
        tokio::spawn(async move {
            // The client ends it when the measurement is over.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
