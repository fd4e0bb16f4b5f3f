//! Problems (RFC 9457) as answers.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::Kind;

/// Why nothing was done. Some kinds have more fields, such as figures or links to what can be done instead.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem<'a> {
    pub r#type: ProblemType,
    /// In the language of `Content-Language`, as `detail` and `errors` are.
    pub title: &'a str,
    pub status: u16,
    pub detail: &'a str,
    /// Of `storage-unavailable`: what the disk or the table does, such as `disk-full`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<&'static str>,
    /// Each value that is wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ValueError>,
    #[serde(flatten)]
    pub more: &'a Map<String, Value>,
}

/// The address of a kind of problem: `/problems/sold-out`.
#[derive(Clone, Copy, Debug)]
pub struct ProblemType(pub Kind);

impl Serialize for ProblemType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("/problems/{}", self.0.slug()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ProblemType {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProblemType".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let types: Vec<_> = Kind::ALL.iter().map(|kind| ProblemType(*kind)).collect();
        schemars::json_schema!({ "type": "string", "enum": types })
    }
}

/// A value that is wrong or missing.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueError {
    /// RFC 6901.
    pub pointer: String,
    /// What is wrong with it, and what would be right.
    pub detail: String,
}
