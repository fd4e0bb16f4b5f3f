//! A fixed set of seeds, each run twice where it matters; many more are run by the command.

use std::collections::{BTreeMap, BTreeSet};

use simulation::bug::Bug;
use simulation::plan::{CALLS, ENDING, LINKING, Plan, STEPS};
use simulation::run::run;
use simulation::shrink::shrink;

/// Seeds within which a planted bug must be found.
const PATIENCE: u64 = 1000;

#[test]
fn every_promise_holds_on_a_fixed_set_of_seeds() {
    for seed in 0..4 {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        assert!((1..=8).all(|promise| outcome.checks.get(&promise).is_some_and(|checks| *checks > 20)), "seed {seed}");
    }
}

#[test]
fn every_promise_holds_while_people_link_their_addresses() {
    let mut linked = 0;
    for seed in LINKING..LINKING + 3 {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        linked += outcome.answers.get(&("link-address", "200".to_owned())).copied().unwrap_or(0);
    }
    assert!(linked > 0, "nobody linked an address");
}

#[test]
fn every_promise_holds_while_the_reserved_pool_ends() {
    let mut released = 0;
    for seed in ENDING..ENDING + 4 {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        released += outcome.answers.get(&("release the pool", "200".to_owned())).copied().unwrap_or(0);
    }
    assert!(released > 0, "nobody ended the pool");
}

#[test]
fn every_promise_holds_through_a_calls_season() {
    let mut answers: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for seed in CALLS..CALLS + 3 {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        outcome.answers.into_iter().for_each(|(key, count)| *answers.entry(key).or_default() += count);
    }
    // That is played what is to be tried: before the close and after it, to the decision and the answer, and for slots.
    for (act, answer) in [
        ("propose", "201"),
        ("submit", "cfp-closed"),
        ("edit", "200"),
        ("withdraw", "200"),
        ("decide", "200"),
        ("release", "202"),
        ("confirm", "200"),
        ("read", "200"),
        ("propose a BoF", "201"),
        ("propose a BoF", "no-slot-left"),
        ("call a BoF off", "200"),
    ] {
        assert!(answers.contains_key(&(act, answer.to_owned())), "nobody was answered {answer} to {act}: {answers:?}");
    }
}

#[test]
fn a_plan_runs_the_same_way_each_time() {
    for seed in [3, CALLS + 1] {
        let plan = Plan::from_seed(seed, STEPS);
        let first = run(&plan, None);
        assert!(first.story.len() > 50, "seed {seed}");
        assert_eq!(first, run(&plan, None), "seed {seed}");
    }
}

#[test]
fn a_broken_promise_is_cut_down_to_a_story_that_breaks_it_again() {
    let plan = Plan::from_seed(0, STEPS);
    let bug = Some(Bug::ReturnedTwice);
    let whole = run(&plan, bug);
    let (short, outcome) = shrink(&plan, bug);
    let promise = |outcome: &simulation::run::Outcome| outcome.broken.as_ref().map(|broken| broken.promise);
    assert_eq!(promise(&whole), Some(1));
    assert_eq!(promise(&outcome), Some(1));
    // Somebody registers and cancels: little more is left.
    assert!(short.acts.len() <= 4 && short.faults.is_empty(), "{}", outcome.story.join("\n"));
    assert_eq!(run(&short, bug), outcome);
}

/// Every planted bug with a seed that finds it. `--planted` looks for them from the first seed on; here one run each is
/// enough, so that the tests stay short.
const FOUND: [(Bug, u64); 36] = [
    (Bug::TakeWithoutFree, 0),
    (Bug::PersonUnguarded, 0),
    (Bug::MailOutside, 0),
    (Bug::ReturnedTwice, 0),
    (Bug::NotReturned, 0),
    (Bug::ReturnedToFree, 0),
    (Bug::SpareNotDue, 0),
    (Bug::CancelRepeated, 11),
    (Bug::SoldOutUnguarded, 13),
    (Bug::SoldOutRemembered, 5),
    (Bug::RefillNotCounted, 0),
    (Bug::ResizeForgotten, 3),
    (Bug::ClaimUnguarded, 3),
    (Bug::ClaimNotDue, 0),
    (Bug::CloseIgnored, 115),
    (Bug::AnsweredNotWritten, 0),
    (Bug::PlaceKept, 0),
    (Bug::OfferMailMissing, 0),
    (Bug::OfferNotDue, 0),
    (Bug::LapsedToFree, 0),
    (Bug::ExpiryIgnored, 0),
    (Bug::QueueHalfRead, 0),
    (Bug::LinkHalfWritten, LINKING),
    (Bug::RoundUnguarded, 15),
    (Bug::RoundNotDue, 3),
    (Bug::YesNotWritten, 7),
    (Bug::DeadlineUnguarded, CALLS),
    (Bug::ReceiptOutside, CALLS),
    (Bug::InvitationOutside, CALLS + 1),
    (Bug::InvitationKept, CALLS + 4),
    (Bug::ReminderForgotten, CALLS),
    (Bug::CloseNotDue, CALLS),
    (Bug::ReleaseNotDue, CALLS),
    (Bug::DecisionLeaks, CALLS),
    (Bug::SlotNotGivenOn, CALLS + 1),
    (Bug::EndedAway, ENDING),
];

/// Planted bugs without a seed here: they need a meeting that one run in several hundred has, and the seed that had it
/// met others since more is played. `--planted` looks for them; one that is found again goes back into the list.
const SOUGHT: [Bug; 11] = [
    Bug::OfferUnguarded,
    Bug::MoveNotCounted,
    Bug::RoundEndIgnored,
    Bug::ResizeUnguarded,
    Bug::SentBeforeHandOver,
    Bug::AcceptUnguarded,
    Bug::ReopenUnguarded,
    Bug::JoinUnguarded,
    Bug::LinkedAtOnce,
    Bug::EditUnguarded,
    Bug::BoardUnguarded,
];

/// Without the bug the seed that finds it must hold: otherwise it was not the bug that was found.
#[test]
fn every_planted_bug_is_found() {
    let planted: BTreeSet<Bug> = FOUND.into_iter().map(|(bug, _)| bug).chain(SOUGHT).collect();
    assert_eq!(planted, BTreeSet::from(Bug::ALL));
    for (bug, seed) in FOUND {
        assert!(seed % LINKING < PATIENCE, "{bug:?} takes {seed} seeds");
        let plan = Plan::from_seed(seed, STEPS);
        assert!(run(&plan, Some(bug)).broken.is_some(), "{bug:?} is not found by seed {seed}: run with --planted");
    }
    for seed in FOUND.into_iter().map(|(_, seed)| seed).collect::<BTreeSet<_>>() {
        assert_eq!(run(&Plan::from_seed(seed, STEPS), None).broken, None, "seed {seed}");
    }
}
