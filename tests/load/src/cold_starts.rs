//! How long each function takes from its start to its first answer, against a bare one; its memory and its size.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use runtime_tests::{Endpoint, Function, Outcome as Ended, Runtime, empty_table, http_event};
use serde_json::{Value, json};

use crate::Outcome;
use crate::options::ColdStarts;

/// The deployed template.
const TEMPLATE: &str = include_str!("../../../infra/template.yaml");

/// What a function is measured by.
const BARE: &str = "examples/bare";

#[derive(Clone, Copy, Debug)]
struct Start {
    /// From spawning it until it asked for work.
    polled: Duration,
    /// From spawning it until its first answer.
    answered: Duration,
    processor: Duration,
    /// The most memory it had resident, in bytes.
    memory: u64,
}

/// A function's starts.
#[derive(Clone, Debug)]
struct Measured {
    name: &'static str,
    binary: PathBuf,
    plain: Vec<Start>,
    tls: Vec<Start>,
}

/// Medians of a function.
#[derive(Clone, Debug)]
struct Row {
    name: String,
    plain: Start,
    tls: Start,
    zip: u64,
}

/// Measures every function of the template and prints the table.
pub(crate) async fn run(options: &ColdStarts) -> Outcome<()> {
    let here = std::env::current_exe().map_err(|e| format!("this program's own path is not known: {e}"))?;
    let beside = here.parent().and_then(Path::parent).unwrap_or(Path::new(".")).join("function");
    let directory = options.functions.clone().unwrap_or(beside);
    let mut measured = Vec::new();
    for name in [BARE].into_iter().chain(functions()) {
        let binary = directory.join(name);
        if !binary.is_file() {
            return Err(format!("there is no {}; this is how it is built:\n  {}", binary.display(), how_to_build()));
        }
        measured.push(Measured { name, binary, plain: Vec::new(), tls: Vec::new() });
    }
    let problem = |e: std::io::Error| format!("the table's endpoint cannot be opened: {e}");
    let plain = Endpoint::plain(Arc::new(empty_table)).await.map_err(problem)?;
    let tls = Endpoint::tls(Arc::new(empty_table)).await.map_err(problem)?;
    // The functions take turns, so that other load on the machine affects all alike. The first round reads the files
    // and does not count.
    for round in 0..=options.rounds {
        for function in &mut measured {
            let over_plain = start(function.name, &function.binary, &plain).await?;
            let over_tls = start(function.name, &function.binary, &tls).await?;
            if round > 0 {
                function.plain.push(over_plain);
                function.tls.push(over_tls);
            }
        }
    }
    let rows = measured.iter().map(Measured::row).collect::<Outcome<Vec<_>>>()?;
    print(&rows, options.rounds);
    Ok(())
}

/// The functions' crates, as the template names them.
fn functions() -> impl Iterator<Item = &'static str> {
    TEMPLATE.lines().filter_map(|line| line.trim().strip_prefix("CodeUri: ../functions/"))
}

fn how_to_build() -> String {
    let packages = functions().collect::<Vec<_>>().join(" -p ");
    format!(
        "cargo build --profile function -p {packages} --bins\n  cargo build --profile function -p lambda --example bare"
    )
}

impl Measured {
    fn row(&self) -> Outcome<Row> {
        let zip = zipped(&self.binary).map_err(|e| format!("{} cannot be read: {e}", self.name))?;
        Ok(Row { name: self.name.to_owned(), plain: medians(&self.plain), tls: medians(&self.tls), zip })
    }
}

/// Starts it, gives it one event, and kills it.
async fn start(name: &str, binary: &Path, table: &Endpoint) -> Outcome<Start> {
    let problem = |e: std::io::Error| format!("{name} does not start: {e}");
    let runtime = Runtime::start().await.map_err(problem)?;
    let function = Function::start(binary, &runtime, table, true).map_err(problem)?;
    runtime.give(event(name));
    let polled = runtime.polled().await?.duration_since(function.started());
    let outcome = runtime.outcome().await?;
    let answered = Instant::now().duration_since(function.started());
    match outcome {
        Ended::Answered(answer) if answer["statusCode"].as_u64().is_none_or(|status| status < 500) => {
            let processor = function.processor_time().unwrap_or_default();
            Ok(Start { polled, answered, processor, memory: function.most_memory().unwrap_or_default() })
        }
        other => Err(format!("{name} ended its first event with {other:?}")),
    }
}

/// A first event that reads the table at least once. What wakes a workflow is not read.
fn event(name: &str) -> Value {
    let conference = json!({ "conference": "demo" });
    let get = |route: &str, path: &str| http_event(route, path, &conference, None);
    match name {
        "home" | BARE => get("GET /", "/"),
        "register" => get("GET /conferences/{conference}/register", "/conferences/demo/register"),
        "organize" => get("GET /conferences/{conference}/pools", "/conferences/demo/pools"),
        "people" => get("GET /conferences/{conference}/roles", "/conferences/demo/roles"),
        "sign-in" => http_event("POST /sign-in", "/sign-in", &json!({}), Some(&json!({ "email": "ann@example.org" }))),
        _ => json!({}),
    }
}

fn medians(starts: &[Start]) -> Start {
    fn median<T: Ord + Copy>(starts: &[Start], of: impl Fn(&Start) -> T) -> T {
        let mut all: Vec<_> = starts.iter().map(of).collect();
        all.sort_unstable();
        all[all.len() / 2]
    }
    Start {
        polled: median(starts, |start| start.polled),
        answered: median(starts, |start| start.answered),
        processor: median(starts, |start| start.processor),
        memory: median(starts, |start| start.memory),
    }
}

/// Bytes of the binary in a zip: deflated, and a hundred or so for its name.
fn zipped(binary: &Path) -> std::io::Result<u64> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&fs::read(binary)?)?;
    Ok(encoder.finish()?.len() as u64 + 200)
}

fn print(rows: &[Row], rounds: u32) {
    let Some(bare) = rows.first() else { return };
    println!("Median of {rounds}. A ratio is to the bare function's; the endpoint of the table is on this machine.\n");
    println!(
        "| function | first poll | ratio | first answer, HTTP | ratio | first answer, TLS | ratio | its CPU | ratio | memory | zip |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for row in rows {
        let time = |of: Duration, bare: Duration| {
            format!("{:.1} ms | {:.1}", of.as_secs_f64() * 1000.0, of.as_secs_f64() / bare.as_secs_f64())
        };
        println!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            row.name.trim_start_matches("examples/"),
            time(row.plain.polled, bare.plain.polled),
            time(row.plain.answered, bare.plain.answered),
            time(row.tls.answered, bare.tls.answered),
            time(row.tls.processor, bare.tls.processor),
            megabytes(row.plain.memory.max(row.tls.memory)),
            megabytes(row.zip),
        );
    }
}

#[allow(clippy::cast_precision_loss, reason = "far fewer bytes than 2^52")]
fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_functions_are_those_of_the_template() {
        let functions: Vec<_> = functions().collect();
        assert!(functions.contains(&"home") && functions.contains(&"deliver-mail"), "{functions:?}");
        assert!(how_to_build().contains("-p register"));
    }

    #[test]
    fn one_slow_start_does_not_count() {
        let start = |ms| Start {
            polled: Duration::from_millis(ms),
            answered: Duration::from_millis(2 * ms),
            processor: Duration::ZERO,
            memory: ms,
        };
        let median = medians(&[start(3), start(900), start(4)]);
        assert_eq!((median.polled.as_millis(), median.answered.as_millis(), median.memory), (4, 8, 4));
    }
}
