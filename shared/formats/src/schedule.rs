//! The schedule formats that apps and video teams read: one document, written as JSON and as XML.
//!
//! Their schemas are public (`voc/schedule`); copies that tests hold the output against are in `tests/formats`. What
//! they say about a session is said here; what an [`import`] said beyond that is carried along.

mod document;
pub mod import;
mod json;
mod table;
mod xml;

pub use document::{Attachment, Day, Event, Person, Room, RoomDay, Schedule, Track, schedule};
pub use json::json;
pub use table::csv;
pub use xml::xml;
