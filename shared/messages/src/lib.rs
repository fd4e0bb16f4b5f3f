//! All text that people read, in [Fluent](https://projectfluent.org) files: one folder per language, one file per
//! function, mail family or area. English is the source.
//!
//! A crate that shows text names its [`Catalog`]; [`Messages`] looks a text up in it, and in [`SITE`], which every page
//! shares. A linker keeps only the files that a binary names. Start at [`Messages::t`].

mod catalog;
mod dates;
mod language;
pub mod letters;
mod pseudo;
mod text;

pub use catalog::*;
pub use language::Language;
pub use text::{Messages, Text, ToValue};
