//! Business rules as pure functions: no I/O, no clock, no randomness, no `async`.
//!
//! A decision takes the current state and a command, and returns the new state or the reason for a refusal. `store`
//! writes it. Time and ids are arguments. Each module is one aggregate; start at the one you need, and at `input.rs`
//! for parsing.

pub mod activity;
pub mod announcement;
pub mod api_token;
pub mod badge;
pub mod bof;
pub mod calendar_address;
pub mod call;
pub mod certificate;
pub mod conference;
pub mod directory;
pub mod erasure;
pub mod failure;
pub mod feedback;
pub mod history;
pub mod input;
pub mod instant;
pub mod invitation;
pub mod link;
pub mod live;
pub mod mail;
pub mod message;
pub mod new_track;
pub mod next_edition;
pub mod outcome;
pub mod overview;
pub mod pass;
pub mod person;
pub mod personal_data;
pub mod phrase;
pub mod proposal;
pub mod reconfirmation;
pub mod registration;
pub mod reminder;
pub mod request_mark;
pub mod review;
pub mod role;
#[cfg(feature = "schema")]
mod schema;
pub mod sign_in;
pub mod statistics;
pub mod text;
pub mod ticket;
pub mod timetable;
pub mod track_change;
pub mod waitlist;
pub mod webhook;
