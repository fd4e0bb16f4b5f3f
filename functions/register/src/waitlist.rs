//! The waitlist for the people on it.

pub(crate) mod entry;
pub(crate) mod join;
mod show;
