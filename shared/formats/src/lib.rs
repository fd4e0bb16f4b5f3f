//! Exports and imports: the timetable as schedule JSON and XML, iCalendar, JSON-LD and CSV; announcements as Atom and
//! as plain text; Markdown as safe HTML; imported schedules and CSV records.
//!
//! Pure functions from text to values and back. What an import does to an edition is decided in `domain` and written
//! by `store`. Start at `published.rs` for exports and at `schedule/import.rs` for imports.

pub mod atom;
#[cfg(feature = "timetable")]
pub mod ical;
#[cfg(feature = "timetable")]
pub mod jsonld;
pub mod markdown;
pub mod plain;
#[cfg(feature = "timetable")]
pub mod published;
#[cfg(feature = "qr")]
pub mod qr;
pub mod records;
#[cfg(feature = "timetable")]
pub mod schedule;
pub mod table;
