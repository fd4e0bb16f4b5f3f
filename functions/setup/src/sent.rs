//! What was sent: a JSON document, or the form of a step as the same document with texts.

use std::collections::BTreeMap;

use domain::input::Source;
use domain::phrase::Phrase;
use serde_json::{Map, Value};
use web::{Problem, Request};

pub(crate) struct Sent {
    pub(crate) document: Value,
    pub(crate) source: Source,
    /// The fields of a form by their names; a name is the pointer of its value without the first slash.
    pub(crate) fields: BTreeMap<String, String>,
    /// The button: the next step.
    pub(crate) step: String,
}

impl Sent {
    pub(crate) async fn read(request: &Request) -> Result<Self, Problem> {
        if !request.is_form() {
            let (document, source) = request.document()?;
            return Ok(Self { document, source, fields: BTreeMap::new(), step: String::new() });
        }
        let mut upload = request.upload().await?;
        let texts = upload.document.as_object().into_iter().flatten();
        let mut fields: BTreeMap<String, String> =
            texts.filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned()))).collect();
        fields.remove("file");
        // Shows an uploaded file as if it had been pasted, so that it need not be chosen again in the next step.
        if let Some(file) = upload.files.remove("file").filter(|file| !file.is_empty()) {
            let text =
                String::from_utf8(file).map_err(|_| Problem::validation("/schedule", Phrase::of("setup-not-utf8")))?;
            fields.insert("schedule".into(), text);
            fields.insert("template".into(), "file".into());
        }
        let step = fields.remove("step").unwrap_or_default();
        Ok(Self { document: nested(&fields), source: Source::Form, fields, step })
    }

    /// The fields with values for those that were not typed.
    pub(crate) fn with(&self, defaults: &BTreeMap<String, String>) -> Value {
        let mut fields = defaults.clone();
        fields.extend(self.fields.clone());
        nested(&fields)
    }
}

/// The field `place/city` is `{"place": {"city": …}}`.
fn nested(fields: &BTreeMap<String, String>) -> Value {
    let mut root = Value::Object(Map::new());
    for (name, text) in fields {
        let mut at = &mut root;
        for part in name.split('/') {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at = &mut at[part];
        }
        *at = Value::String(text.clone());
    }
    root
}
