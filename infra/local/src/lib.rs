//! Plumbline on one machine: the wiring of `infra/template.yaml`, the functions' own handlers called in-process, an
//! embedded table behind the real DynamoDB client, and a stand-in for the mail service behind the real SES client.
//!
//! It knows nothing of registrations, pools or mails; the functions do. Only this crate differs from AWS: it answers
//! the SDK's HTTP calls, builds the events, and wakes the workflows.

mod conference_file;
mod data_directory;
pub mod direct;
mod event;
mod functions;
mod local_routes;
pub mod mail_service;
mod outbox_page;
mod parts_page;
mod problem;
mod routes;
mod sample;
pub mod season;
pub mod server;
pub mod stack;
mod storage;
pub mod table;
pub mod template;
mod threads;
mod workflows;

pub use conference_file::{ConferenceFile, FileError};
pub use data_directory::{DataDirectory, DataError};
pub use mail_service::Delivered;
pub use sample::SampleError;
pub use season::Scene;
pub use stack::{LoadError, Loaded, Stack, StackError};

/// A request makes thousands of small allocations on one thread and frees them on another. Here rather than in `main`, so
/// that the tests have it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
