//! Texts that people agree to when they register, such as a code of conduct. A registration records the version of each
//! text that its holder agreed to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::read::small_id;
use crate::input::{Object, boolean, line, unknown_key, web_address};
use crate::phrase::Phrase;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    pub id: String,
    /// One sentence in the first person, shown beside its box.
    pub text: String,
    /// Where the whole text can be read.
    pub url: Option<String>,
    /// Set by organizers: a new one asks everyone who registers from then on.
    pub version: String,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// The version that a person agreed to, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreed {
    pub version: String,
    pub agreed_at: Timestamp,
}

/// What a person agreed to, by the ids of the texts.
pub type Consents = BTreeMap<String, Agreed>;

/// The versions in a request, by the ids of the texts.
pub type Agreeing = BTreeMap<String, String>;

/// Records what a request agrees to. A version that was agreed to before keeps its time.
pub fn recorded(agreeing: &Agreeing, before: &Consents, now: Timestamp) -> Consents {
    let agreed = agreeing.iter().map(|(id, version)| {
        let earlier = before.get(id).filter(|earlier| earlier.version == *version);
        let new = || Agreed { version: version.clone(), agreed_at: now };
        (id.clone(), earlier.cloned().unwrap_or_else(new))
    });
    agreed.collect()
}

/// What a request's mark says of them. Without any it says nothing, as the marks from before there were consents.
pub(crate) fn marked(agreeing: &Agreeing) -> String {
    if agreeing.is_empty() { String::new() } else { format!("{agreeing:?}") }
}

/// `consents` of a request: the version that the person read, by the id of each text that they agree to. `before` are
/// the versions agreed to earlier, which may be given again after the text has changed.
pub fn read(o: &Object<'_>, consents: &[Consent], before: &Consents) -> Option<Agreeing> {
    let given = o.optional_object("consents");
    let mut agreeing = Agreeing::new();
    let mut whole = true;
    for consent in consents {
        let value = given.as_ref().and_then(|given| given.entries().find(|(id, _)| **id == consent.id));
        let mut error = |detail: Phrase| {
            whole = false;
            o.reject_inside("consents", &consent.id, detail);
        };
        match value.map(|(_, value)| value) {
            None | Some(Value::Null | Value::Bool(false)) => {
                if consent.required {
                    error(Phrase::of("required-labelled").arg("label", &consent.text));
                }
            }
            Some(Value::String(version)) => {
                let is_known = *version == consent.version
                    || before.get(&consent.id).is_some_and(|earlier| earlier.version == *version);
                if is_known {
                    agreeing.insert(consent.id.clone(), version.clone());
                } else {
                    error(Phrase::of("consent-has-changed").arg("version", &consent.version));
                }
            }
            Some(_) => error(Phrase::of("must-be-agreed-version").arg("version", &consent.version)),
        }
    }
    if let Some(given) = &given {
        for (id, _) in given.entries() {
            if !consents.iter().any(|consent| consent.id == *id) {
                given.reject(id, unknown_key(consents.iter().map(|consent| consent.id.as_str())));
                whole = false;
            }
        }
    }
    whole.then_some(agreeing)
}

/// One of `[[privacy.consents]]`.
pub(super) fn definition(o: Object<'_>) -> Option<Consent> {
    let id = o.required("id", small_id);
    let text = o.required("text", line(500));
    let url = o.optional("url", web_address);
    let version = o.required("version", line(40));
    let required = o.optional("required", boolean).unwrap_or(true);
    o.done();
    Some(Consent { id: id?, text: text?, url, version: version?, required })
}
