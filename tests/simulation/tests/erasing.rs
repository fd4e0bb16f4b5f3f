//! Seeds that once failed while people were erased.

use simulation::plan::{ERASING, Plan, STEPS};
use simulation::run::run;

/// An erasure ended the pass of another address, which was just being linked to one of the person's.
#[test]
fn the_pass_of_an_address_that_is_being_linked_to_an_erased_person_stays() {
    assert_eq!(run(&Plan::from_seed(ERASING + 27, STEPS), None).broken, None);
}

/// One run removed the last mail after it had left. Another, which was still to queue it, queued it again.
#[test]
fn the_last_mail_of_an_erasure_is_not_queued_again_once_it_is_removed() {
    assert_eq!(run(&Plan::from_seed(ERASING + 9, STEPS), None).broken, None);
}
