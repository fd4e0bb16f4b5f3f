//! Seeds that once failed while people linked their addresses.

use simulation::plan::{LINKING, Plan, STEPS};
use simulation::run::run;

/// A request to link two addresses that was slow met them taken apart and linked the other way round: it wrote one item
/// twice, and was told that the service is broken.
#[test]
fn a_slow_link_that_meets_another_the_other_way_round_is_told_to_come_again() {
    assert_eq!(run(&Plan::from_seed(LINKING + 6, STEPS), None).broken, None);
}
