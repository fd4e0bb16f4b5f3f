//! English calendars.

use formats::ical::Words;

/// The words of the tests' calendars.
#[derive(Debug)]
pub(crate) struct English;

impl Words for English {
    fn led_by(&self, leads: &str) -> String {
        format!("Led by {leads}")
    }

    fn not_recorded(&self) -> String {
        "Not recorded.".into()
    }
}
