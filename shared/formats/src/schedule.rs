//! The schedule formats of conference apps and video teams: one document, written as JSON and as XML.
//!
//! Their schemas are public (`voc/schedule`); tests validate the output against the copies in `tests/formats`. Exports
//! write every field of the schemas; they also repeat the extra fields of an [`import`].

mod document;
pub mod import;
mod json;
mod table;
mod xml;

pub use document::{Attachment, Day, Event, Person, Room, RoomDay, Schedule, Track, schedule};
pub use json::json;
pub use table::csv;
pub use xml::xml;
