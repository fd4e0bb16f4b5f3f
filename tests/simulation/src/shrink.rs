//! Cuts a failing plan down to the acts and faults without which the same promise holds.

use crate::bug::Bug;
use crate::plan::Plan;
use crate::run::{Outcome, run};

/// Runs that shrinking may take.
const RUNS: u32 = 600;

/// The smallest plan found that breaks the same promise, with its outcome.
pub fn shrink(plan: &Plan, bug: Option<Bug>) -> (Plan, Outcome) {
    let mut best = (plan.clone(), run(plan, bug));
    let Some(promise) = best.1.broken.as_ref().map(|broken| broken.promise) else { return best };
    let mut left = RUNS;
    let mut attempt = |best: &mut (Plan, Outcome), smaller: Plan| {
        if left == 0 {
            return false;
        }
        left -= 1;
        let outcome = run(&smaller, bug);
        let same = outcome.broken.as_ref().is_some_and(|broken| broken.promise == promise);
        if same {
            *best = (smaller, outcome);
        }
        same
    };
    // Nothing after the break matters.
    let end = best.1.broken.as_ref().map_or(0, |broken| broken.step);
    let mut cut = best.0.clone();
    cut.acts.retain(|start| start.step <= end);
    cut.faults.retain(|step, _| *step <= end);
    attempt(&mut best, cut);
    loop {
        let before = (best.0.acts.len(), best.0.faults.len());
        // Large pieces first, then single ones.
        let mut size = best.0.acts.len().max(best.0.faults.len()).div_ceil(2).max(1);
        loop {
            let mut at = 0;
            while at < best.0.acts.len() {
                let mut smaller = best.0.clone();
                smaller.acts.drain(at..(at + size).min(smaller.acts.len()));
                if !attempt(&mut best, smaller) {
                    at += size;
                }
            }
            let mut at = 0;
            while at < best.0.faults.len() {
                let mut smaller = best.0.clone();
                let steps: Vec<u32> = smaller.faults.keys().skip(at).take(size).copied().collect();
                smaller.faults.retain(|step, _| !steps.contains(step));
                if !attempt(&mut best, smaller) {
                    at += size;
                }
            }
            if size == 1 {
                break;
            }
            size = size.div_ceil(2);
        }
        if (best.0.acts.len(), best.0.faults.len()) == before {
            return best;
        }
    }
}
