//! Runs seeds until something breaks or all are run.
//!
//! ```text
//! cargo run --release -p simulation -- --seeds 1000
//! cargo run --release -p simulation -- --seeds 1 --start 417 --story
//! cargo run --release -p simulation -- --found
//! cargo run --release -p simulation -- --planted
//! ```
//!
//! Worlds of ten kinds take turns, unless a kind or a first seed is asked for.
//!
//! A broken promise prints the shortest story found that breaks it, and the seed, which replays it exactly; the exit
//! code is then 1. Nothing here waits: time is virtual, and only the table's own speed limits it.

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};
use simulation::bug::Bug;
use simulation::bug::found::{FOUND, NEAR};
use simulation::fault::Fault;
use simulation::plan::{BREAKING, CALLS, DOORS, ENDING, ERASING, HOLDING, LINKING, MISSING, Plan, RAISING, STEPS};
use simulation::run::run;
use simulation::shrink::shrink;

/// Seeds within which a planted bug must be found: two need a meeting that one run in several hundred has.
const PATIENCE: u64 = 1000;

#[derive(Debug, Parser)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(about = "Tries to break the promises, by seed")]
struct Options {
    /// How many seeds to run.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first seed; the others follow it. Without, and without a kind of world, all kinds of worlds take turns.
    #[arg(long)]
    start: Option<u64>,
    /// Seeds of worlds in which people link their addresses and take them away.
    #[arg(long)]
    linking: bool,
    /// Seeds of worlds with a call for proposals and with slots for BoFs.
    #[arg(long, conflicts_with = "linking")]
    calls: bool,
    /// Seeds of worlds in which the reserved pool ends.
    #[arg(long, conflicts_with_all = ["linking", "calls"])]
    ending: bool,
    /// Seeds of worlds in which organizers raise capacities while the waitlist is empty.
    #[arg(long, conflicts_with_all = ["linking", "calls", "ending"])]
    raising: bool,
    /// Seeds of worlds in which items break.
    #[arg(long, conflicts_with_all = ["linking", "calls", "ending", "raising"])]
    breaking: bool,
    /// Seeds of worlds in which devices scan tickets at the door.
    #[arg(long, conflicts_with_all = ["linking", "calls", "ending", "raising", "breaking"])]
    doors: bool,
    /// Seeds of worlds in which people are erased.
    #[arg(long, conflicts_with_all = ["linking", "calls", "ending", "raising", "breaking", "doors"])]
    erasing: bool,
    /// Seeds of worlds on the day of the edition, with people who do not come.
    #[arg(long, conflicts_with_all = ["linking", "calls", "ending", "raising", "breaking", "doors", "erasing"])]
    missing: bool,
    /// Seeds of worlds in which an address must be confirmed.
    #[arg(long, conflicts_with_all = ["linking", "calls", "ending", "raising", "breaking", "doors", "erasing", "missing"])]
    holding: bool,
    /// Steps of a run before faults stop and what is due is run to its end.
    #[arg(long, default_value_t = STEPS)]
    steps: u32,
    /// Print every run's whole story.
    #[arg(long)]
    story: bool,
    /// Print what each kind of request was answered, and how often.
    #[arg(long)]
    answers: bool,
    /// Do not cut a failing run down to what matters.
    #[arg(long)]
    whole: bool,
    /// Go on after a broken promise, and count them.
    #[arg(long)]
    all: bool,
    /// Run with this planted bug, such as `ReturnedTwice`.
    #[arg(long)]
    bug: Option<String>,
    /// Look for each planted bug instead, and tell after how many seeds it was found.
    #[arg(long)]
    planted: bool,
    /// Play the seed that is listed for each planted bug, with the bug and without it.
    #[arg(long)]
    found: bool,
}

impl Options {
    /// The seed that is played at this place.
    fn seed(&self, at: u64) -> u64 {
        let start = self.start.unwrap_or(0);
        let kinds = [
            (self.linking, LINKING),
            (self.calls, CALLS),
            (self.ending, ENDING),
            (self.raising, RAISING),
            (self.breaking, BREAKING),
            (self.doors, DOORS),
            (self.erasing, ERASING),
            (self.missing, MISSING),
            (self.holding, HOLDING),
        ];
        if let Some((_, first)) = kinds.iter().find(|(asked, _)| *asked) {
            return first + start + at;
        }
        if self.start.is_some() {
            return start + at;
        }
        let worlds = [0, CALLS, ENDING, LINKING, RAISING, BREAKING, DOORS, ERASING, MISSING, HOLDING];
        worlds[usize::try_from(at % 10).unwrap_or(0)] + at / 10
    }
}

fn main() -> ExitCode {
    let options = Options::parse();
    if options.planted {
        return planted(&options);
    }
    if options.found {
        return found(&options);
    }
    let bug = Bug::ALL.into_iter().find(|bug| options.bug.as_ref().is_some_and(|name| format!("{bug:?}") == *name));
    if bug.is_none() && options.bug.is_some() {
        eprintln!("error: there is no such bug; there are {:?}", Bug::ALL);
        return ExitCode::FAILURE;
    }
    seeds(&options, bug)
}

#[allow(clippy::disallowed_methods, reason = "a rate for people to read")]
fn seeds(options: &Options, bug: Option<Bug>) -> ExitCode {
    let bar = ProgressBar::new(options.seeds);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} seeds, {per_sec}, {eta} left") {
        bar.set_style(style);
    }
    let started = Instant::now();
    let mut faults: BTreeMap<Fault, u64> = BTreeMap::new();
    let mut checks: BTreeMap<u8, u64> = BTreeMap::new();
    let mut answers: BTreeMap<(&str, String), u64> = BTreeMap::new();
    let mut entries: BTreeMap<&str, u64> = BTreeMap::new();
    let (mut steps, mut ran, mut failures) = (0, 0, 0);
    let mut failed = Vec::new();
    for seed in (0..options.seeds).map(|at| options.seed(at)) {
        let plan = Plan::from_seed(seed, options.steps);
        let outcome = run(&plan, bug);
        bar.inc(1);
        ran += 1;
        steps += outcome.steps;
        failures += outcome.failures;
        outcome.faults.iter().for_each(|(fault, count)| *faults.entry(*fault).or_default() += count);
        outcome.checks.iter().for_each(|(promise, count)| *checks.entry(*promise).or_default() += count);
        outcome.answers.iter().for_each(|(key, count)| *answers.entry(key.clone()).or_default() += count);
        outcome.entries.iter().for_each(|(state, count)| *entries.entry(state).or_default() += count);
        if options.story {
            bar.suspend(|| outcome.story.iter().for_each(|line| println!("{line}")));
        }
        let Some(broken) = outcome.broken else { continue };
        failed.push(seed);
        bar.suspend(|| println!("seed {seed} breaks promise {}: {}", broken.promise, broken.detail));
        if !options.all {
            tell(&plan, bug, options);
            break;
        }
    }
    bar.finish_and_clear();
    let seconds = started.elapsed().as_secs_f64();
    #[allow(clippy::cast_precision_loss, reason = "a rate for people to read")]
    let rate = steps as f64 / seconds.max(0.001);
    println!("{ran} seeds, {steps} steps in {seconds:.1} s: {rate:.0} steps a second");
    println!("faults: {}", list(&faults, |fault| format!("{fault:?}")));
    println!("checks: {}", list(&checks, |promise| format!("promise {promise}")));
    println!("waitlist: {}", list(&entries, |state| (*state).to_owned()));
    println!("items that failed: {failures}");
    if options.answers {
        for ((act, answer), count) in &answers {
            println!("{act}: {answer} {count}");
        }
    }
    if failed.is_empty() {
        println!("No promise was broken.");
        return ExitCode::SUCCESS;
    }
    println!("{} of {ran} seeds broke a promise: {failed:?}", failed.len());
    ExitCode::FAILURE
}

fn list<K>(counts: &BTreeMap<K, u64>, name: impl Fn(&K) -> String) -> String {
    counts.iter().map(|(kind, count)| format!("{} {count}", name(kind))).collect::<Vec<_>>().join(", ")
}

/// Prints what happened, cut down to what matters.
fn tell(plan: &Plan, bug: Option<Bug>, options: &Options) {
    let (plan, outcome) = if options.whole { (plan.clone(), run(plan, bug)) } else { shrink(plan, bug) };
    println!("\nThe story of seed {}, with {} acts and {} faults left:", plan.seed, plan.acts.len(), plan.faults.len());
    println!("world: {:?}", plan.world);
    outcome.story.iter().for_each(|line| println!("{line}"));
    println!("again: cargo run --release -p simulation -- --start {} --seeds 1 --steps {}\n", plan.seed, options.steps);
}

fn planted(options: &Options) -> ExitCode {
    let mut missed = 0;
    for bug in Bug::ALL {
        let start = bug.worlds() + options.start.unwrap_or(0);
        let found = (start..start + PATIENCE).find_map(|seed| {
            let outcome = run(&Plan::from_seed(seed, options.steps), Some(bug));
            outcome.broken.map(|broken| (seed - start + 1, broken))
        });
        if let Some((seeds, broken)) = found {
            println!("{bug:?}: {seeds} seeds, promise {}: {}", broken.promise, broken.detail);
        } else {
            missed += 1;
            println!("{bug:?}: NOT FOUND in {PATIENCE} seeds");
        }
    }
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Without its bug the seed must hold: otherwise it was not the bug that was found.
fn found(options: &Options) -> ExitCode {
    let broken = |seed: u64, bug| run(&Plan::from_seed(seed, options.steps), bug).broken;
    let mut missed = 0;
    for (bug, listed) in FOUND {
        let seed = (listed..listed + NEAR).find(|seed| broken(*seed, Some(bug)).is_some());
        match seed.map(|seed| (seed - listed, broken(seed, None))) {
            Some((0, None)) => println!("{bug:?}: found"),
            Some((later, None)) => println!("{bug:?}: found {later} seeds later"),
            Some((_, Some(real))) => {
                missed += 1;
                println!("{bug:?}: its seed breaks promise {} without it: {}", real.promise, real.detail);
            }
            None => {
                missed += 1;
                println!("{bug:?}: NOT FOUND in {NEAR} seeds");
            }
        }
    }
    if missed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
