//! Seeds that once failed while people linked their addresses.

use simulation::plan::{LINKING, Plan, STEPS};
use simulation::run::run;

/// A slow request to link two addresses met them taken apart and linked the other way round. It wrote one item twice,
/// and the answer said that the service is broken.
#[test]
fn a_slow_link_that_meets_another_the_other_way_round_is_answered_with_try_again() {
    assert_eq!(run(&Plan::from_seed(LINKING + 6, STEPS), None).broken, None);
}
