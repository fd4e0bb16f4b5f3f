//! Ties the rows of the route table to the Rust types of bodies and answers, from which the schemas are derived.

#[cfg(feature = "schema")]
use std::borrow::Cow;

#[cfg(feature = "schema")]
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

/// A type that a schema can be derived from. Without the feature `schema` every type is one, and nothing is derived.
#[cfg(feature = "schema")]
pub trait Described: JsonSchema {}
#[cfg(feature = "schema")]
impl<T: JsonSchema> Described for T {}

#[cfg(not(feature = "schema"))]
pub trait Described {}
#[cfg(not(feature = "schema"))]
impl<T> Described for T {}

/// The type of a body or an answer.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    #[cfg(feature = "schema")]
    pub(crate) name: fn() -> Cow<'static, str>,
    #[cfg(feature = "schema")]
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Shape {
    #[cfg_attr(not(feature = "schema"), allow(clippy::extra_unused_type_parameters, reason = "only schemas need it"))]
    pub(crate) const fn of<T: Described>() -> Self {
        Self {
            #[cfg(feature = "schema")]
            name: T::schema_name,
            #[cfg(feature = "schema")]
            schema: SchemaGenerator::subschema_for::<T>,
        }
    }
}

/// An answer to a question of the edition or of a track.
pub enum AnswerGiven {
    Text(String),
    Ticked(bool),
}

/// A value of a body in which null means: remove it.
pub struct OrNull<T>(std::marker::PhantomData<T>);

#[cfg(feature = "schema")]
impl JsonSchema for AnswerGiven {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "AnswerGiven".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "boolean"] })
    }
}

/// Marks a schema whose null is kept, where that of an optional value is taken out.
#[cfg(feature = "schema")]
pub(crate) const NULL_COUNTS: &str = "x-null-counts";

#[cfg(feature = "schema")]
impl<T: JsonSchema> JsonSchema for OrNull<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("{}OrNull", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = Option::<T>::json_schema(generator);
        schema.insert(NULL_COUNTS.to_owned(), true.into());
        schema
    }
}
