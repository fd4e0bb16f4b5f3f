//! Parses the people of a schedule. A person keeps one guid over all their sessions.

use std::collections::HashMap;

use domain::input::{Object, parsed};
use domain::person::PersonName;
use domain::timetable::{Guid, Participant, Role};

use super::words::{any_words, carried, paragraphs, words};

/// The guids of the people read so far, by short name, by number, or, without either, by name.
#[derive(Debug, Default)]
pub(super) struct People(HashMap<String, Guid>);

impl People {
    pub(super) fn read(&mut self, o: &Object<'_>) -> Option<Participant> {
        // Older files have `public_name`.
        let name: Option<PersonName> = if o.has("name") {
            o.required("name", |v| words(200)(v)?.parse())
        } else {
            o.required("public_name", |v| words(200)(v)?.parse())
        };
        let guid: Option<Guid> = o.optional("guid", parsed);
        let code = o.optional("code", any_words(40)).flatten();
        let biography = o.optional("biography", paragraphs).flatten();
        let name = name?;
        let number = o.entries().find(|(key, value)| *key == "id" && value.is_u64()).map(|(_, id)| format!("id {id}"));
        let who = code.as_ref().map(|code| format!("code {code}")).or(number).unwrap_or_else(|| format!("name {name}"));
        let guid = guid.unwrap_or_else(|| {
            // Derived from the identifiers in the file, which are public; never from an e-mail address.
            self.0.entry(who.clone()).or_insert_with(|| Guid::named(&["imported", &who, name.as_str()])).clone()
        });
        Some(Participant {
            guid,
            key: None,
            name,
            role: Role::Speaker,
            unavailable: Vec::new(),
            code,
            biography,
            carried: carried(o, &["id", "avatar", "url", "links", "answers"]),
        })
    }
}
