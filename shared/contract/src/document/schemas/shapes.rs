//! How a schema is said in few words.

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, KnownFormat, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, SchemaType,
    Type,
};
use utoipa::openapi::{Ref, RefOr};

/// What a field holds.
pub(super) type Property = RefOr<Schema>;

pub(super) fn object() -> Property {
    ObjectBuilder::new().schema_type(Type::Object).into()
}

/// An object with these properties and no others.
pub(super) fn closed(required: &[(&str, Property)], optional: &[(&str, Property)]) -> Schema {
    let free = AdditionalProperties::<Schema>::FreeForm(false);
    properties(required, optional).additional_properties(Some(free)).into()
}

/// An object with at least these properties.
pub(super) fn open(required: &[(&str, Property)], optional: &[(&str, Property)]) -> Schema {
    properties(required, optional).into()
}

pub(super) fn inline(required: &[(&str, Property)]) -> Property {
    closed(required, &[]).into()
}

fn properties(required: &[(&str, Property)], optional: &[(&str, Property)]) -> ObjectBuilder {
    let mut builder = ObjectBuilder::new().schema_type(Type::Object);
    for (name, schema) in required {
        builder = builder.property(*name, schema.clone()).required(*name);
    }
    for (name, schema) in optional {
        builder = builder.property(*name, schema.clone());
    }
    builder
}

fn plain(kind: Type) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(kind)
}

pub(super) fn text() -> Property {
    plain(Type::String).into()
}

fn formatted(format: KnownFormat) -> Property {
    plain(Type::String).format(Some(SchemaFormat::KnownFormat(format))).into()
}

pub(super) fn instant() -> Property {
    formatted(KnownFormat::DateTime)
}

pub(super) fn day() -> Property {
    formatted(KnownFormat::Date)
}

pub(super) fn email() -> Property {
    formatted(KnownFormat::IdnEmail)
}

pub(super) fn count() -> Property {
    plain(Type::Integer).minimum(Some(0)).into()
}

pub(super) fn flag() -> Property {
    plain(Type::Boolean).into()
}

fn nullable(kind: Type) -> Property {
    ObjectBuilder::new().schema_type(SchemaType::Array(vec![kind, Type::Null])).into()
}

pub(super) fn nullable_flag() -> Property {
    nullable(Type::Boolean)
}

pub(super) fn nullable_instant() -> Property {
    let kinds = SchemaType::Array(vec![Type::String, Type::Null]);
    ObjectBuilder::new().schema_type(kinds).format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))).into()
}

pub(super) fn nullable_count() -> Property {
    nullable(Type::Integer)
}

pub(super) fn nullable_text() -> Property {
    nullable(Type::String)
}

/// The link to a list's next page.
pub(super) fn next() -> Property {
    about(nullable_text(), "the link to the next page, with its `cursor`; null on the last")
}

pub(super) fn choice(words: &[&str]) -> Property {
    plain(Type::String).enum_values::<Vec<&str>, &str>(Some(words.to_vec())).into()
}

pub(super) fn attendance() -> Property {
    choice(&["in_person", "virtual"])
}

/// Answers to the edition's own questions, by their ids.
pub(super) fn answers_given() -> Property {
    let either = ObjectBuilder::new().schema_type(SchemaType::Array(vec![Type::String, Type::Boolean]));
    plain(Type::Object).additional_properties(Some(Schema::from(either))).into()
}

pub(super) fn answers_kept() -> Property {
    plain(Type::Object).additional_properties(Some(Schema::from(plain(Type::String)))).into()
}

pub(super) fn list_schema(of: Property) -> Schema {
    ArrayBuilder::new().items(of).into()
}

pub(super) fn list(of: Property) -> Property {
    list_schema(of).into()
}

pub(super) fn about_list(of: Property, description: &str) -> Property {
    ArrayBuilder::new().items(of).description(Some(description)).into()
}

pub(super) fn reference(name: &str) -> Property {
    Ref::from_schema_name(name).into()
}

pub(super) fn either_or_null(name: &str) -> Property {
    Schema::from(OneOfBuilder::new().item(Ref::from_schema_name(name)).item(plain(Type::Null))).into()
}

pub(super) fn about(property: Property, description: &str) -> Property {
    match property {
        RefOr::T(Schema::Object(mut object)) => {
            object.description = Some(description.to_owned());
            Schema::Object(object).into()
        }
        other => other,
    }
}
