//! Runs seeds and tells what broke.
#![allow(missing_docs)]
use simulation::plan::Plan;
fn main() {
    let n: u64 = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(10);
    for seed in 0..n {
        let plan = Plan::from_seed(seed, 1500);
        let out = simulation::run::run(&plan, None);
        println!("{seed} {} {:?}", out.steps, out.broken);
    }
}
