//! The contract of the HTTP API: the routes, who may call them, their bodies and their answers.
//!
//! Each subject has a module. It begins with its rows of the route table: who may call a route, its inputs, its answers
//! and its problems. The types of bodies and answers follow. Functions answer with these types. The OpenAPI document is
//! derived from rows and types: run `cargo run -p contract --features schema` after a change. `web` checks access by
//! the rows, and `infra/template.yaml` wires them.

#[macro_use]
mod words;

pub mod activity;
pub mod agenda;
pub mod announcements;
pub mod api_tokens;
pub mod badges;
pub mod ballots;
pub mod bofs;
pub mod calendar;
pub mod check_in;
pub mod conferences;
pub mod decisions;
pub mod desk;
pub mod directory;
#[cfg(feature = "schema")]
mod document;
pub mod group_messages;
pub mod history;
pub mod invitation_table;
mod kinds;
pub mod mail_texts;
pub mod mails;
pub mod new_tracks;
pub mod no_shows;
pub mod outcomes;
mod parameters;
pub mod people;
pub mod pools;
pub mod privacy;
pub mod problem;
pub mod proposals;
pub mod reconfirmation;
mod refusals;
pub mod registrations;
pub mod reviews;
mod route;
mod routes;
pub mod session_feedback;
pub mod sessions;
pub mod settings;
pub mod setup;
mod shape;
pub mod sign_in;
pub mod site;
mod state;
pub mod statistics;
pub mod subscriptions;
pub mod timetable;
pub mod tracks;
pub mod waitlist;
pub mod webhooks;

#[cfg(feature = "schema")]
pub use document::{document, document_text};
pub use kinds::Kind;
pub use refusals::refusals;
pub use route::{Answer, Body, Parameter, Place, Route, Values, Who};
pub use routes::ROUTES;
pub use shape::{AnswerGiven, Described, OrNull, Shape};
pub use state::Stated;
