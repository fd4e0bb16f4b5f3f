//! The waitlist in its people's hands.

pub(crate) mod entry;
pub(crate) mod join;
mod show;
