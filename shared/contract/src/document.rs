//! Derives the OpenAPI 3.1 document of all routes from the rows and their types.

mod schemas;
mod text;

use serde_json::{Map, Value, json};

use crate::route::{Answer, Body, Parameter, Place, Values};
use crate::{Kind, ROUTES, Route, Who, refusals};
use schemas::Schemas;

/// The document: every route with its inputs, its successful answers, and its problems.
///
/// # Panics
/// If two types have the same schema name and different schemas.
pub fn document() -> Value {
    let mut schemas = Schemas::new();
    let (mut paths, mut refused) = (Map::new(), Map::new());
    for route in ROUTES {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.to_lowercase()] = operation(route, &mut schemas, &mut refused);
    }
    refused.sort_keys();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Plumbline",
            "description": "Every path answers people with pages (`Accept: text/html`) and programs with JSON. Instants are \
                RFC 3339 in UTC. What fails is a problem (RFC 9457) with a stable `type`. Send an `Idempotency-Key` with a \
                registration: a repeat then gets the same answer. \
                A parameter of the query that an operation does not list has no effect; an empty one asks for nothing. A path \
                with a slash too many at its end is redirected (308).",
            "version": env!("CARGO_PKG_VERSION"),
        },
        "paths": paths,
        "components": {
            "schemas": schemas.finish(),
            "responses": refused,
            "securitySchemes": {
                "bearer": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A session's token, from signing in, or a registration's manage token, from the answer \
                        that made it.",
                },
                "session": { "type": "apiKey", "in": "cookie", "name": "plumbline-session" },
            },
        },
    })
}

/// The document as text, which `home` serves.
///
/// # Panics
/// As [`document`] does.
pub fn document_text() -> String {
    text::text(&document())
}

/// A name that programs can call, such as `post_conferences_conference_registrations`.
fn operation_id(route: &Route) -> String {
    let words = route.key().to_lowercase().replace(['{', '}'], "").replace(['/', '.', '-', ' '], "_");
    words.replace("__", "_").trim_end_matches('_').to_owned()
}

fn operation(route: &Route, schemas: &mut Schemas, refused: &mut Map<String, Value>) -> Value {
    let in_path = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let in_path = in_path.map(|name| json!({ "name": name, "in": "path", "required": true, "schema": any_text() }));
    let parameters: Vec<_> = in_path.chain(route.parameters().map(parameter)).collect();
    let mut operation = json!({ "tags": [route.function], "summary": route.summary, "operationId": operation_id(route), "security": security(route) });
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some(Body(content)) = route.body {
        let content = content.iter().map(|(kind, shape)| {
            let schema = shape.as_ref().map_or_else(any_text, |shape| schemas.of_body(shape));
            (kind.to_string(), json!({ "schema": schema }))
        });
        operation["requestBody"] = json!({ "content": content.collect::<Map<_, _>>(), "required": true });
    }
    let mut responses = Map::new();
    for answer in route.answers {
        responses.insert(answer.status.to_string(), response(answer, schemas));
    }
    let refusals = refusals(route);
    for kinds in refusals.chunk_by(|one, other| one.status() == other.status()) {
        let slugs: Vec<_> = kinds.iter().map(|kind| kind.slug()).collect();
        // Many routes share a set of kinds, so each set is one component.
        let name = slugs.join(".");
        responses.insert(kinds[0].status().to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
        refused.entry(name).or_insert_with(|| refusal(kinds));
    }
    operation["responses"] = responses.into();
    operation
}

fn parameter(parameter: &Parameter) -> Value {
    let place = match parameter.place {
        Place::Query => "query",
        Place::Header => "header",
    };
    let schema = match parameter.values {
        Values::Text | Values::TimeZone | Values::Cursor => any_text(),
        Values::Flag => json!({ "type": "boolean" }),
        Values::Number => json!({ "type": "integer", "minimum": 0 }),
        Values::OneOf(words) => json!({ "type": "string", "enum": words }),
    };
    let (name, about) = (parameter.name, parameter.about);
    let mut described = json!({ "name": name, "in": place, "description": about, "required": false, "schema": schema });
    if parameter.deprecated {
        described["deprecated"] = true.into();
    }
    described
}

fn security(route: &Route) -> Value {
    match route.who {
        Who::Anyone => json!([{}]),
        _ => json!([{ "bearer": [] }, { "session": [] }]),
    }
}

fn any_text() -> Value {
    json!({ "type": "string" })
}

fn response(answer: &Answer, schemas: &mut Schemas) -> Value {
    let named = answer.content.iter().find_map(|(_, shape)| shape.as_ref());
    let about = named.map_or_else(|| answer.about.to_owned(), |shape| (shape.name)().into_owned());
    let content = answer.content.iter().map(|(kind, shape)| {
        let schema = match shape {
            None => any_text(),
            Some(shape) if answer.as_sent => schemas.of_body(shape),
            Some(shape) => schemas.of_answer(shape),
        };
        (kind.to_string(), json!({ "schema": schema }))
    });
    let content: Map<_, _> = content.collect();
    if content.is_empty() {
        json!({ "description": about })
    } else {
        json!({ "description": about, "content": content })
    }
}

/// The problems of one status; `type` distinguishes them.
fn refusal(kinds: &[Kind]) -> Value {
    let types: Vec<_> = kinds.iter().map(|kind| format!("/problems/{}", kind.slug())).collect();
    let titles: Vec<_> = kinds.iter().map(|kind| format!("`{}`: {}.", kind.slug(), kind.title())).collect();
    let these = json!({ "type": "object", "properties": { "type": { "type": "string", "enum": types } } });
    let schema = json!({ "allOf": [{ "$ref": "#/components/schemas/Problem" }, these] });
    json!({
        "description": titles.join(" "),
        "content": { "application/problem+json": { "schema": schema }, "text/html": { "schema": any_text() } },
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_document_is_the_one_of_the_types() {
        let committed = include_str!("../openapi.json");
        assert!(committed == super::document_text(), "run: cargo run -p contract --features schema");
    }
}
