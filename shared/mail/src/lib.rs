//! Composes mails: from a queued mail to the bytes for the mail service.
//!
//! `letter.rs` and the files beside it choose the content, with one function for each kind of mail; the texts are in
//! `shared/messages`. Two templates render the same letter as text and HTML. Links are derived here, so that no token is stored. Queueing is in
//! `store`, sending in the function `deliver-mail`. Start at [`compose`].

mod bofs;
pub mod calendar;
mod calls;
mod group_message;
mod letter;
mod message;
mod new_tracks;
mod passes;
mod people;
mod proposals;
mod reconfirm;
mod review;
mod timetable;
mod waitlist;
mod writer;

#[cfg(test)]
mod tests;

pub use letter::letter;
pub use message::{Composed, KEY_HEADER, Rendered, compose, render};
pub use writer::Letter;
