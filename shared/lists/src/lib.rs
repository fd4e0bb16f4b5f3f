//! The desk's lists as tables. Each list gives one part of its rows, and the functions write the part as CSV or as a
//! workbook. The pages of the same lists read through this crate too, so that all show the same people and proposals.
//!
//! Column headings, and words such as states, are those of the API in every language: spreadsheets, scripts and our own
//! imports find columns by them.

pub mod badges;
pub mod ballot;
pub mod judged;
mod paged;
pub mod people;
pub mod proposals;
pub mod registrations;
pub mod reviews;
pub mod selection;
pub mod statistics;
pub mod waitlist;
