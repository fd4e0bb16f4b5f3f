//! Derives the document's schemas from the Rust types.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Value};

use crate::problem::Problem;
use crate::shape::{NULL_COUNTS, Shape};

/// Collects the schemas that the document names. Bodies and answers have separate generators, because a property can be
/// optional in one and always present in the other.
pub(super) struct Schemas {
    bodies: SchemaGenerator,
    answers: SchemaGenerator,
}

fn settings() -> SchemaSettings {
    SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into())
}

impl Schemas {
    pub(super) fn new() -> Self {
        let bodies = settings().for_deserialize().into_generator();
        let mut answers = settings().for_serialize().into_generator();
        answers.subschema_for::<Problem<'_>>();
        Self { bodies, answers }
    }

    pub(super) fn of_body(&mut self, shape: &Shape) -> Value {
        tidied((shape.schema)(&mut self.bodies))
    }

    pub(super) fn of_answer(&mut self, shape: &Shape) -> Value {
        tidied((shape.schema)(&mut self.answers))
    }

    /// Every schema by name, in alphabetical order.
    pub(super) fn finish(mut self) -> Map<String, Value> {
        let mut all = Map::new();
        for (name, mut schema) in
            self.bodies.take_definitions(true).into_iter().chain(self.answers.take_definitions(true))
        {
            tidy(&mut schema);
            let same = all.get(&name).is_none_or(|other| *other == schema);
            assert!(same, "{name} is not the same as a body and as an answer: they need two types");
            all.insert(name, schema);
        }
        all.sort_keys();
        all
    }
}

fn tidied(schema: Schema) -> Value {
    let mut schema = schema.to_value();
    tidy(&mut schema);
    schema
}

/// Converts a derived schema to the document's form:
/// - Numbers have no `format` and no `maximum`, because Rust's integer sizes do not matter to a client.
/// - An optional property is absent instead of null, unless null has a meaning of its own.
/// - A property that can be anything is an empty schema, because generators of clients do not know `true`.
/// - An object has no other properties than the named ones, unless its type allows more.
fn tidy(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(tidy),
        Value::Object(object) => {
            if is_number(object) {
                object.shift_remove("format");
                object.shift_remove("maximum");
            }
            if object.contains_key("properties") {
                name_anything(object);
                leave_out_null(object);
                object.entry("additionalProperties").or_insert(false.into());
            }
            if object.get("additionalProperties") == Some(&Value::Bool(true)) {
                object.shift_remove("additionalProperties");
            }
            for (name, value) in object.iter_mut() {
                if name != "enum" {
                    tidy(value);
                }
            }
        }
        _ => {}
    }
}

fn is_number(object: &Map<String, Value>) -> bool {
    let kinds = match object.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => Vec::from_iter(kind.and_then(Value::as_str)),
    };
    kinds.iter().any(|kind| matches!(*kind, "integer" | "number"))
}

fn name_anything(object: &mut Map<String, Value>) {
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    for property in properties.values_mut().filter(|property| **property == Value::Bool(true)) {
        *property = Value::Object(Map::new());
    }
}

fn leave_out_null(object: &mut Map<String, Value>) {
    let required = object.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    for (name, property) in properties.iter_mut() {
        let Value::Object(property) = property else { continue };
        if property.shift_remove(NULL_COUNTS).is_some() || required.iter().any(|other| other == name.as_str()) {
            continue;
        }
        if let Some(Value::Array(kinds)) = property.get_mut("type") {
            kinds.retain(|kind| kind != "null");
            if let [one] = kinds.as_slice() {
                property["type"] = one.clone();
            }
        }
        if let Some(Value::Array(words)) = property.get_mut("enum") {
            words.retain(|word| !word.is_null());
        }
        if let Some(Value::Array(choices)) = property.get_mut("anyOf") {
            choices.retain(|choice| choice["type"] != "null");
            if let [Value::Object(one)] = choices.as_slice() {
                let one = one.clone();
                property.shift_remove("anyOf");
                property.extend(one);
            }
        }
    }
}
