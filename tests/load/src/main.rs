//! Load on a running Plumbline: exactness is checked, times are reported and never asserted.
//!
//! How to run (the server and this crate must be built alike, so that one finds the other beside it):
//!
//! ```text
//! cargo build --release -p plumbline
//! cargo run --release -p load -- stampede --people 5000 --passes 2000 --clients 64
//! cargo run --release -p load -- stampede --people 12000 --passes 12000 --once   # 10,000 mails before the sign-in mail
//! cargo run --release -p load -- stampede --memory --once
//! cargo run --release -p load -- kill --people 3000 --passes 1500 --rounds 3
//! cargo run --release -p load -- door --people 5000 --devices 32
//! cargo run --release -p load -- units
//! cargo run --release -p load -- waitlist --waiting 10000 --passes 1000
//! cargo run --release -p load -- desk
//! cargo run --release -p load -- cold-starts
//! cargo run --release -p load -- pages
//! cargo run --release -p load -- formats
//! ```
//!
//! - `stampede` starts a new Plumbline on a fresh directory and lets everyone register at once, each twice. It checks
//!   who got what against the ledger. It prints rates, latency, CPU, memory and units at the table. Beside them it
//!   prints what the machine gives without Plumbline: bare transactions on the embedded table, bare HTTP answers.
//! - `kill` does the same while the server's process is killed and started again. Then it asks for everything that was
//!   ever answered with success.
//! - `door` registers everyone, then lets devices scan each ticket several times, hours late and out of order, while the
//!   server is killed. Some devices scan a ticket twice, and some are offline first and send what they kept later. Exactly
//!   one scan of each ticket lets in, the earliest counts, the counts agree, and the audit finds nothing.
//! - `cold-starts` starts the functions as Lambda does and prints how long they take, their memory and their size. They
//!   are built with `cargo build --profile function`; it says how.
//! - `waitlist` lets many join, returns passes, and runs the workflow that offers them, on a table on disk in this
//!   process. It prints how long until all offers are made and their mails queued, and what an offer costs.
//! - `units` does each operation once on a server in memory and prints its write and read units at the table.
//! - `desk` makes an edition of 20,000 registrations, 2,000 people waiting, 2,000 proposals, 200 reviewers and 46,000
//!   mails on a table on disk in this process, and opens each room of the desk. It prints how long each takes, and what
//!   it reads.
//! - `pages` plays the sample in memory, follows every link as each kind of reader, and then opens each kind of page
//!   again and again. It prints the path, the bytes of HTML, how long the answer takes, and the server's CPU.
//! - `formats` suggests places for 300 sessions, publishes them and writes them in every format, in this process. It
//!   prints how long each takes. With `--write DIR` the files stay, for `tests/formats/run`.
//!
//! All but `desk`, `cold-starts`, `pages` and `formats` end with exit code 1 if anything was not exact. The figures describe this
//! machine and the embedded table, not AWS. The load generator takes its share of the same processors; its CPU is
//! printed too.

mod attendee;
mod baseline;
mod client;
mod cold_starts;
mod conference;
mod crowd;
mod desk;
mod door;
mod exactness;
mod figures;
mod kill;
mod options;
mod organizer;
mod outbox;
mod pages;
mod process;
mod report;
mod server;
mod stampede;
mod timetable;
mod units;
mod waitlist;

use std::process::ExitCode;

use clap::Parser;

use options::{Command, Options};

/// What went wrong with the run itself, in words for the person at the command line.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    let options = Options::parse();
    // One thread: the server beside it needs the other processors, and one is enough to keep it busy.
    let outcome = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(async {
            match &options.command {
                Command::Stampede(stampede) => stampede::run(stampede).await.map(Some),
                Command::Kill(kill) => kill::run(kill).await.map(Some),
                Command::Door(door) => door::run(door).await.map(Some),
                Command::Units(place) => units::run(place).await.map(Some),
                Command::Waitlist(waitlist) => waitlist::run(waitlist).await.map(Some),
                // Times only: there is nothing to be exact about.
                Command::Desk(desk) => desk::run(desk).await.map(|()| None),
                Command::ColdStarts(cold) => cold_starts::run(cold).await.map(|()| None),
                Command::Pages(pages) => pages::run(pages).await.map(|()| None),
                Command::Formats(formats) => timetable::run(formats).map(|()| None),
            }
        }),
        Err(error) => Err(format!("the system gives no runtime: {error}")),
    };
    match outcome {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(faults)) if faults.is_empty() => {
            println!("\nExact: nothing was oversold, lost, double or forgotten.");
            ExitCode::SUCCESS
        }
        Ok(Some(faults)) => {
            report::faults(&faults);
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
