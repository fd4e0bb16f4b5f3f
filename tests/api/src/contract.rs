//! Holds answers against the OpenAPI document: status, kind of body, and its shape.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use crate::Answer;

/// The document's name in [`Contract::registry`].
const NAME: &str = "urn:plumbline";

struct Contract {
    document: Value,
    /// The document, read once for all validators.
    registry: Registry<'static>,
    /// By the pointer of their schema.
    validators: Mutex<HashMap<String, Validator>>,
}

fn contract() -> &'static Contract {
    static CONTRACT: OnceLock<Contract> = OnceLock::new();
    CONTRACT.get_or_init(|| {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/contract/openapi.json");
        let text = std::fs::read_to_string(path).expect("the document is committed");
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let registry = Registry::new().add(NAME, document.clone()).and_then(jsonschema::RegistryBuilder::prepare);
        Contract { document, registry: registry.expect("a document"), validators: Mutex::default() }
    })
}

/// The OpenAPI document.
pub fn document() -> &'static Value {
    &contract().document
}

/// The response of an operation with this status, wherever it stands; null if it has none.
pub fn response<'d>(operation: &'d Value, status: &str) -> &'d Value {
    let response = &operation["responses"][status];
    elsewhere(response).map_or(response, |pointer| document().pointer(pointer).expect("a response of the document"))
}

/// Where a response stands if an operation only refers to it.
fn elsewhere(response: &Value) -> Option<&str> {
    response["$ref"].as_str().and_then(|name| name.strip_prefix('#'))
}

/// Checks an answer to a request.
///
/// # Panics
/// If the contract does not have it so.
pub fn check(method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let media_type = answer.header("content-type").split(';').next().unwrap_or_default();
    if path.starts_with("/_local") || method == "HEAD" {
        return;
    }
    let Some((place, operation)) = operation(method, path) else {
        assert!(
            matches!(answer.status, 308 | 400 | 404 | 405),
            "{method} {path} is not in the contract: {}",
            answer.text
        );
        return;
    };
    let said = format!("{method} {path} {} {media_type}: {}", answer.status, answer.text);
    let status = answer.status.to_string();
    let place = elsewhere(&operation["responses"][&status])
        .map_or_else(|| format!("{place}/responses/{status}"), str::to_owned);
    let response = response(operation, &status);
    assert!(!response.is_null(), "not a status of the contract: {said}");
    let content = response["content"].as_object().filter(|content| !content.is_empty());
    let Some(content) = content else {
        assert!(answer.text.is_empty() || path.starts_with("/assets/"), "the contract has no body here: {said}");
        return;
    };
    assert!(content.contains_key(media_type), "not of the contract: {said}");
    if media_type.ends_with("json") {
        holds(&format!("{place}/content/{}/schema", escaped(media_type)), &answer.json, &said);
    }
    if media_type == "application/problem+json" {
        assert_eq!(answer.json["status"], answer.status, "the status of the answer and of its body: {said}");
    }
}

fn holds(place: &str, value: &Value, said: &str) {
    let Contract { registry, validators, .. } = contract();
    let mut validators = validators.lock().unwrap_or_else(PoisonError::into_inner);
    let validator = validators.entry(place.to_owned()).or_insert_with(|| {
        let schema = json!({ "$ref": format!("{NAME}#{}", in_uri(place)) });
        let options = jsonschema::options().should_validate_formats(true).with_registry(registry);
        options.build(&schema).expect("a schema")
    });
    let errors: Vec<_> = validator.iter_errors(value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "not as {place} says: {errors:#?}\n{said}");
}

/// A key as a part of a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A JSON pointer as the fragment of a URI.
fn in_uri(pointer: &str) -> String {
    pointer.replace('{', "%7B").replace('}', "%7D")
}

/// The operation that a request is for, with its pointer; the path with the fewest parameters wins, as at the API.
fn operation(method: &str, path: &str) -> Option<(String, &'static Value)> {
    let parts: Vec<_> = path.split('/').collect();
    let fits = |route: &str| {
        let route: Vec<_> = route.split('/').collect();
        route.len() == parts.len()
            && route.iter().zip(&parts).all(|(r, p)| r.starts_with('{') && !p.is_empty() || r == p)
    };
    let paths = document()["paths"].as_object()?.iter();
    let best = paths.filter(|(route, item)| fits(route) && item.get(method.to_lowercase()).is_some());
    let (route, item) = best.min_by_key(|(route, _)| route.matches('{').count())?;
    let method = method.to_lowercase();
    Some((format!("/paths/{}/{method}", escaped(route)), item.get(&method)?))
}
