//! What Plumbline decides, as pure functions: no I/O, no clock, no randomness, no `async`.
//!
//! A decision takes the state that was read and the command, and returns what to write or why not. `store` does
//! the writing. Time and ids come in as arguments.

pub mod announcement;
pub mod bof;
pub mod call;
pub mod conference;
pub mod failure;
pub mod history;
pub mod input;
pub mod instant;
pub mod invitation;
pub mod link;
pub mod mail;
pub mod new_track;
pub mod next_edition;
pub mod outcome;
pub mod pass;
pub mod person;
pub mod proposal;
pub mod reconfirmation;
pub mod registration;
pub mod reminder;
pub mod review;
pub mod role;
pub mod sign_in;
pub mod text;
pub mod timetable;
pub mod track_change;
pub mod waitlist;
