//! Composing mails: from an obligation to the bytes handed to the mail service.
//!
//! What a mail says is decided in `letter`, one function a kind; how it looks in two templates, text and HTML, that
//! show the same letter. Links are derived here, so that no token is stored.

mod bofs;
pub mod calendar;
mod calls;
mod letter;
mod message;
mod new_tracks;
mod people;
mod proposals;
mod reconfirm;
mod review;
mod timetable;
mod waitlist;

#[cfg(test)]
mod tests;

pub use letter::{Letter, letter};
pub use message::{Composed, KEY_HEADER, compose};
