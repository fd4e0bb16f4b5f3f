//! Data directories as fixtures: what an earlier version wrote, kept small in the repository.
//!
//! `season` plays a conference through the handlers of the version that is checked out, so that its data directory has
//! an item of every kind; `fixture` packs such a directory and unpacks it for the test that opens it.

pub mod fixture;
pub mod season;
