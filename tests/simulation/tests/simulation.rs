//! A fixed set of seeds, each run twice where it matters; many more are run by the command.

use std::collections::{BTreeMap, BTreeSet};

use simulation::bug::Bug;
use simulation::plan::{BREAKING, CALLS, ENDING, LINKING, Plan, RAISING, STEPS};
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
fn every_promise_holds_while_capacities_are_raised() {
    let mut answers: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for seed in RAISING..RAISING + 6 {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        outcome.answers.into_iter().for_each(|(key, count)| *answers.entry(key).or_default() += count);
    }
    for (act, answer) in
        [("resize", "200"), ("enlarge", "200"), ("register", "201"), ("register", "sold-out"), ("register", "busy")]
    {
        assert!(answers.contains_key(&(act, answer.to_owned())), "no {act} was answered {answer}: {answers:?}");
    }
}

#[test]
fn every_promise_holds_through_a_calls_season() {
    let mut answers: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for seed in CALLS..CALLS + 3 {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        outcome.answers.into_iter().for_each(|(key, count)| *answers.entry(key).or_default() += count);
    }
    // The acts to test are played: before and after the close, up to the decision and its answer, and for slots.
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
fn every_promise_holds_while_items_break() {
    let mut broken = 0;
    for seed in [BREAKING + 1, BREAKING + 3] {
        let outcome = run(&Plan::from_seed(seed, STEPS), None);
        assert_eq!(outcome.broken, None, "seed {seed}:\n{}", outcome.story.join("\n"));
        assert!(outcome.checks.get(&10).is_some_and(|checks| *checks > 20), "seed {seed}");
        broken += outcome.failures;
    }
    assert!(broken > 0, "no workflow met what was broken");
}

#[test]
fn a_plan_runs_the_same_way_each_time() {
    for seed in [3, CALLS + 1, BREAKING + 1] {
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
    // Only a registration and its cancellation are left, and little more.
    assert!(short.acts.len() <= 4 && short.faults.is_empty(), "{}", outcome.story.join("\n"));
    assert_eq!(run(&short, bug), outcome);
}

/// How many seeds are tried from the one that is listed: a new write of the product moves what meets in a world.
const NEAR: u64 = 40;

/// Every planted bug with a seed that finds it, or one soon after. `--planted` looks for them from the first seed on; here one run each is
/// enough, so that the tests stay short.
const FOUND: [(Bug, u64); 51] = [
    (Bug::TakeWithoutFree, 0),
    (Bug::PersonUnguarded, 0),
    (Bug::MailOutside, 0),
    (Bug::ReturnedTwice, 0),
    (Bug::NotReturned, 0),
    (Bug::ReturnedToFree, 0),
    (Bug::SpareNotDue, 0),
    (Bug::CancelRepeated, 12),
    (Bug::SoldOutRemembered, 5),
    (Bug::SoldOutUnguarded, 2),
    (Bug::RefillNotCounted, 0),
    (Bug::ResizeForgotten, 10),
    (Bug::ResizeUnguarded, 3),
    (Bug::ClaimUnguarded, 3),
    (Bug::ClaimNotDue, 0),
    (Bug::CloseIgnored, 115),
    (Bug::AnsweredNotWritten, 0),
    (Bug::SentBeforeHandOver, 0),
    (Bug::PlaceKept, 0),
    (Bug::OfferMailMissing, 0),
    (Bug::OfferNotDue, 0),
    (Bug::LapsedToFree, 0),
    (Bug::AcceptUnguarded, 65),
    (Bug::ExpiryIgnored, 0),
    (Bug::ReopenUnguarded, 43),
    (Bug::QueueHalfRead, 0),
    (Bug::LinkedAtOnce, LINKING),
    (Bug::LinkHalfWritten, LINKING),
    (Bug::RoundUnguarded, 15),
    (Bug::RoundNotDue, 3),
    (Bug::RoundEndIgnored, 48),
    (Bug::YesNotWritten, 7),
    (Bug::DeadlineUnguarded, CALLS),
    (Bug::ReceiptOutside, CALLS),
    (Bug::EditUnguarded, CALLS + 1),
    (Bug::InvitationOutside, CALLS + 1),
    (Bug::InvitationKept, CALLS + 4),
    (Bug::ReminderForgotten, CALLS),
    (Bug::CloseNotDue, CALLS),
    (Bug::ReleaseNotDue, CALLS),
    (Bug::DecisionLeaks, CALLS),
    (Bug::BoardUnguarded, BREAKING + 3),
    (Bug::SlotNotGivenOn, CALLS + 1),
    (Bug::EndedAway, ENDING),
    (Bug::RaiseUnseen, RAISING + 8),
    (Bug::WorkflowUnlogged, 0),
    (Bug::StaffUnlogged, 0),
    (Bug::LoggedTwice, 0),
    (Bug::FailureEndsRun, BREAKING + 3),
    (Bug::FailureStaysDue, BREAKING + 3),
    (Bug::NeverSetAside, BREAKING + 3),
];

/// Planted bugs without a seed here: each needs writes to meet as they do in one run of several hundred, and any change
/// to what is played moves that run. `--planted` looks for them; one that is found early goes into the list above.
const SOUGHT: [Bug; 4] = [
    // A person joins while the pool reopens, after they have seen it sold out: found by seed 483.
    Bug::JoinUnguarded,
    // The position's guard refuses most of the same transactions: not found by 500 seeds.
    Bug::OfferUnguarded,
    // A person changes class between the reads that an offer is decided on: not found by 500 seeds.
    Bug::MoveNotCounted,
    // Somebody joins the waitlist between the reads and the writes of a raise: not found by 200 seeds.
    Bug::RaiseUnguarded,
];

#[test]
fn every_planted_bug_is_found() {
    let planted: BTreeSet<Bug> = FOUND.into_iter().map(|(bug, _)| bug).chain(SOUGHT).collect();
    assert_eq!(planted, BTreeSet::from(Bug::ALL));
    let is_found = |bug: Bug, seed: u64| run(&Plan::from_seed(seed, STEPS), Some(bug)).broken.is_some();
    let missing: Vec<_> =
        FOUND.into_iter().filter(|(bug, seed)| !(*seed..seed + NEAR).any(|seed| is_found(*bug, seed))).collect();
    assert_eq!(missing, [], "run with --planted");
    assert!(FOUND.into_iter().all(|(_, seed)| seed % LINKING < PATIENCE));
}

/// Without the bug the seed that finds it must hold: otherwise it was not the bug that was found.
#[test]
fn seeds_that_find_bugs_hold_without_them() {
    for seed in FOUND.into_iter().map(|(_, seed)| seed).collect::<BTreeSet<_>>() {
        assert_eq!(run(&Plan::from_seed(seed, STEPS), None).broken, None, "seed {seed}");
    }
}
