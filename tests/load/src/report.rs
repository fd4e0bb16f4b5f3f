//! Prints the results.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::exactness::ValidationError;
use crate::figures::{Figures, Kind, Latency};

/// Contradictions that are printed; of the rest only the number.
const FAULTS: usize = 20;

/// Prints the deviations.
pub(crate) fn faults(faults: &[ValidationError]) {
    println!("\nNOT EXACT:");
    for fault in faults.iter().take(FAULTS) {
        println!("  {fault}");
    }
    if let Some(more) = faults.len().checked_sub(FAULTS + 1) {
        println!("  … and {} more", more + 1);
    }
}

/// Prints a heading.
pub(crate) fn heading(text: &str) {
    println!("\n{text}");
}

/// Prints a figure.
pub(crate) fn row(name: &str, value: impl std::fmt::Display) {
    println!("  {name:<47}{value}");
}

/// Prints the answers by status.
pub(crate) fn tally(tally: &BTreeMap<String, u64>) {
    for (kind, count) in tally {
        row(kind, count);
    }
}

/// Prints latency and cost of each kind of answer.
pub(crate) fn kinds(figures: &Figures) {
    let named = [
        ("registrations", &figures.registrations),
        ("their repeats", &figures.repeats),
        ("refusals", &figures.refusals),
    ];
    heading("Latency, in ms            count      p50      p95      p99      max");
    for (name, kind) in named {
        println!("  {name:<20}{}", latency(&kind.latency));
    }
    heading("Cost at the table    write units: mean  most     calls: mean  most");
    for (name, kind) in named {
        println!("  {name:<20}{}", cost(kind));
    }
}

/// Count, p50, p95, p99 and the most, in milliseconds.
pub(crate) fn latency(latency: &Latency) -> String {
    if latency.count() == 0 {
        return format!("{:>9}", 0);
    }
    let [p50, p95, p99] = [0.5, 0.95, 0.99].map(|part| ms(latency.quantile(part)));
    format!("{:>9}{p50:>9.2}{p95:>9.2}{p99:>9.2}{:>9.2}", latency.count(), ms(latency.most()))
}

fn cost(kind: &Kind) -> String {
    match (kind.write_units.mean(), kind.calls.mean()) {
        (Some(write), Some(calls)) => {
            format!("{write:>18.2}{:>6}{calls:>16.2}{:>6}", kind.write_units.most, kind.calls.most)
        }
        _ if kind.latency.count() == 0 => "                 -".into(),
        _ => "  the server does not say".into(),
    }
}

/// Milliseconds with their fraction.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

pub(crate) fn mb(bytes: u64) -> String {
    format!("{} MB", bytes / 1_000_000)
}

/// So many in this time, a second.
pub(crate) fn rate(count: usize, time: Duration) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / time.as_secs_f64().max(0.001)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_stand_in_columns() {
        let mut all = Latency::default();
        all.add(Duration::from_micros(1500));
        assert_eq!(latency(&all), "        1     1.50     1.50     1.50     1.50");
        assert_eq!(latency(&Latency::default()), "        0");
        assert!((rate(500, Duration::from_millis(250)) - 2000.0).abs() < 0.1);
    }
}
