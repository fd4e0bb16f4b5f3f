//! Plumbline on one machine: the wiring of `infra/template.yaml`, the functions' own handlers called in-process, an
//! embedded table behind the real DynamoDB client, and a stand-in for the mail service behind the real SES client.
//!
//! Knows nothing of registrations, pools or mails: those are the functions'. What differs from AWS is here and only
//! here: who answers the SDK's HTTP calls, who builds the events, and who wakes the workflows.

mod conference_file;
mod data_directory;
pub mod direct;
mod event;
mod functions;
mod local_routes;
pub mod mail_service;
mod outbox_page;
mod problem;
mod routes;
mod sample;
pub mod server;
pub mod stack;
pub mod table;
pub mod template;
mod threads;
mod workflows;

pub use conference_file::{ConferenceFile, FileError};
pub use data_directory::{DataDirectory, DataError};
pub use mail_service::Delivered;
pub use sample::SampleError;
pub use stack::{LoadError, Loaded, Stack, StackError};
