//! Plays arrivals against DynamoDB's limits and prints where it bends.
//!
//! ```text
//! cargo run --release -p capacity
//! cargo run --release -p capacity -- --rate 10000 --passes 20000 --table 80000 --kept-ms 200
//! ```
//!
//! Without options it also plays sign-in mails behind many others against the rate of the mail service (`mail`).
//!
//! A model, not a measurement: what it takes from AWS's documentation is in `limits`, what from the store in `model`.

mod limits;
mod mail;
mod model;

use clap::Parser;

use limits::FRESH_WRITES;
use model::{Scenario, play};
use store::EMPTY_IN_A_ROW;

/// What the store keeps, in milliseconds.
const KEPT_MS: u64 = model::KEPT / 1_000;

/// Plays arrivals against DynamoDB's limits; without options, the scenarios of `infra/RUNBOOK.md`.
#[derive(Debug, Parser)]
#[command(name = "capacity", version)]
struct Options {
    /// Arrivals a second, instead of the runbook's scenarios
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    rate: Option<u32>,
    /// Passes there are
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    passes: u64,
    /// Write units a second that the table is made for: `WarmWriteUnits` of the template, or a fresh table's 4000
    #[arg(long, default_value_t = FRESH_WRITES, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    table: u32,
    /// Seconds that people keep coming
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// Milliseconds that a function keeps what it read of the edition and the pool; without it, as in the store
    #[arg(long, default_value_t = KEPT_MS, value_parser = clap::value_parser!(u64).range(0..=60_000))]
    kept_ms: u64,
    /// Functions that Lambda runs at once
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    concurrency: u32,
    /// Empty shards that a request meets before it reads all of them; without it, as many as in the store
    #[arg(long, default_value_t = EMPTY_IN_A_ROW, value_parser = clap::value_parser!(u32).range(1..))]
    proof_after: u32,
}

fn main() {
    let options = Options::parse();
    let scenarios = options.rate.map_or_else(of_the_runbook, |rate| {
        vec![Scenario {
            rate,
            seconds: options.seconds,
            passes: options.passes,
            table: options.table,
            kept: options.kept_ms * 1_000,
            concurrency: options.concurrency as usize,
            proof_after: options.proof_after,
        }]
    });
    let columns = [
        "arrivals/s",
        "passes",
        "table WU/s",
        "kept",
        "proof after",
        "sold",
        "503",
        "turned away",
        "conflicts per sale",
        "table",
        "index",
        "reads",
        "sold out at",
        "proved at",
        "at once",
        "p99",
    ];
    println!("| {} |", columns.join(" | "));
    println!("|{}", " ---: |".repeat(columns.len()));
    for scenario in scenarios {
        println!("| {} |", row(scenario).join(" | "));
    }
    println!();
    println!(
        "conflicts: with another transaction on the same shard, while passes were left. table, index, reads: tries"
    );
    println!("refused by the limits of the table's partitions, of an index's, and of the partitions that hold the");
    println!("edition's head and the pool's status. proved at: when the status said that it is sold out.");
    if options.rate.is_none() {
        println!();
        print_mails();
    }
}

fn print_mails() {
    let columns = [
        "SES mails/s",
        "queued",
        "sign-ins",
        "wait, oldest first",
        "wait, by priority",
        "slots",
        "out",
        "out, by priority",
    ];
    println!("| {} |", columns.join(" | "));
    println!("|{}", " ---: |".repeat(columns.len()));
    for (per_second, routine, sign_in_every) in mail::of_the_runbook() {
        let queued = |with_priority| mail::Queued { per_second, routine, sign_in_every, with_priority };
        let (before, after) = (mail::play(queued(false)), mail::play(queued(true)));
        let row = [
            per_second.to_string(),
            routine.to_string(),
            after.sign_ins.to_string(),
            seconds(before.longest_wait),
            seconds(after.longest_wait),
            after.slots.to_string(),
            seconds(before.routine_out),
            seconds(after.routine_out),
        ];
        println!("| {} |", row.join(" | "));
    }
    println!();
    println!(
        "wait: the longest of a sign-in mail, asked for while confirmations are queued; slots: the same in mails that"
    );
    println!("SES takes meanwhile. out: when the last confirmation went, oldest first and by priority.");
}

#[allow(clippy::cast_precision_loss, reason = "minutes")]
fn seconds(micros: limits::Micros) -> String {
    format!("{:.2} s", micros as f64 / 1e6)
}

fn row(scenario: Scenario) -> [String; 16] {
    let Scenario { rate, passes, table, kept, proof_after, .. } = scenario;
    let r = play(scenario);
    let when = |happened: bool, at: u64| if happened { format!("{} ms", at / 1_000) } else { "-".to_owned() };
    [
        rate.to_string(),
        passes.to_string(),
        table.to_string(),
        when(kept > 0, kept),
        proof_after.to_string(),
        r.sold.to_string(),
        r.busy.to_string(),
        r.turned_away.to_string(),
        format!("{:.2}", share(r.conflicts, r.sold)),
        r.table_throttles.to_string(),
        r.index_throttles.to_string(),
        r.read_throttles.to_string(),
        when(r.sold == passes, r.sold_out_at),
        when(r.proved_at > 0, r.proved_at),
        r.environments.to_string(),
        when(true, r.p99),
    ]
}

#[allow(clippy::cast_precision_loss, reason = "counts of a short run")]
fn share(of: u64, among: u64) -> f64 {
    of as f64 / among.max(1) as f64
}

/// The scenarios on the runbook's capacity page: the store with its cache, and what would bend without it.
fn of_the_runbook() -> Vec<Scenario> {
    let fresh = |rate| Scenario {
        rate,
        seconds: 10,
        passes: 100_000,
        table: FRESH_WRITES,
        kept: model::KEPT,
        concurrency: 1_000,
        proof_after: EMPTY_IN_A_ROW,
    };
    let warm = |rate, passes| Scenario { table: 160_000, passes, concurrency: 5_000, ..fresh(rate) };
    let keeping_nothing = |rate, passes| Scenario { kept: 0, ..warm(rate, passes) };
    vec![
        fresh(500),
        fresh(660),
        fresh(800),
        fresh(1_000),
        warm(2_500, 100_000),
        warm(2_500, 2_000),
        warm(5_000, 100_000),
        warm(10_000, 100_000),
        warm(10_000, 20_000),
        warm(10_000, 2_000),
        warm(10_000, 500),
        keeping_nothing(2_500, 2_000),
        keeping_nothing(5_000, 100_000),
        keeping_nothing(10_000, 100_000),
    ]
}
