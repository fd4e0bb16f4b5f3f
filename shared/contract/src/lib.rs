//! The contract: what can be asked of Plumbline over HTTP, by whom, and what the answers look like.
//!
//! `web` decides by these rows and `infra/template.yaml` wires them. The feature `document` makes the OpenAPI document
//! of them; `home` does that when it is built, so that no function carries what makes it.

#[cfg(feature = "document")]
mod document;
mod kinds;
mod refusals;
mod routes;

#[cfg(feature = "document")]
pub use document::document;
pub use kinds::Kind;
pub use refusals::refusals;
pub use routes::{ROUTES, Route, Who};
