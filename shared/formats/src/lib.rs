//! What is carried away: the timetable in every format, feeds, tables, and text fit for a mailing list; and what is
//! brought: tables. Pure: what goes in decides what comes out.

pub mod atom;
#[cfg(feature = "timetable")]
pub mod ical;
#[cfg(feature = "timetable")]
pub mod jsonld;
pub mod plain;
#[cfg(feature = "timetable")]
pub mod published;
pub mod records;
#[cfg(feature = "timetable")]
pub mod schedule;
pub mod table;
