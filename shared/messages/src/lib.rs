//! All text that people read, in [Fluent](https://projectfluent.org) files: one folder per language, one file per
//! function, mail family or area. English is the source.
//!
//! A crate that shows text names its [`Catalog`]; [`Messages`] looks a text up in it, and in [`SITE`] and [`PROBLEMS`],
//! which all share. A linker keeps only the files that a binary names. Start at [`Messages::t`]; a text that the domain
//! names is a [`domain::phrase::Phrase`], and [`Messages::say`] renders it.

mod catalog;
mod dates;
mod language;
pub mod letters;
mod pseudo;
mod text;

pub use catalog::*;
pub use language::Language;
pub use text::{Messages, Text, ToValue};
