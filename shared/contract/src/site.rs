//! Routes that belong to no edition: files, problems, this contract, and the health check.

#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Stated;
use crate::problem::ProblemType;
use crate::route::row::{FILE, get, json, json_or_page};
use crate::route::{Route, Who};

pub(crate) const ROUTES: &[Route] = &[
    get("/assets/{file}", "home", Who::Anyone, "styles").answers(&[FILE]),
    get("/problems/{problem}", "home", Who::Anyone, "what a kind of problem means")
        .answers(&[json_or_page::<ProblemKind>(200)]),
    get("/openapi.json", "home", Who::Anyone, "this contract").answers(&[json::<Document>(200)]),
    get("/healthz", "home", Who::Anyone, "ready or not").answers(&[json::<Health>(200)]),
];

/// What a kind of problem means: the address in a problem's `type` leads here.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ProblemKind {
    pub r#type: ProblemType,
    pub title: &'static str,
    pub status: u16,
}

/// This document.
#[cfg_attr(feature = "schema", derive(JsonSchema), schemars(extend("additionalProperties" = true)))]
pub struct Document {
    pub openapi: String,
    pub info: Map<String, Value>,
    pub paths: Map<String, Value>,
}

#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Health {
    #[serde(flatten)]
    pub state: Stated<HealthState>,
}

words! {
    HealthState { Ready = "ready" }
}

/// What happened, or what to do next, as a sentence.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Said<'a> {
    pub detail: &'a str,
}
