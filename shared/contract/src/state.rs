//! The state of a resource.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

/// A resource's `state`. Flattened into an answer, since the same is also there as `status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Stated<T> {
    pub state: T,
    /// The earlier name of `state`.
    #[cfg_attr(feature = "schema", schemars(extend("deprecated" = true)))]
    status: T,
}

impl<T: Copy> Stated<T> {
    pub fn new(state: impl Into<T>) -> Self {
        let state = state.into();
        Self { state, status: state }
    }
}
