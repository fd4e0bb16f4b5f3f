//! A section as a form: its values as text, and the definition that follows from the typed values.
//!
//! The name of a field is its pointer in the definition without the first slash. A form changes only what it names: rows
//! go when they are ticked for removal, and a field whose text is as it was shown keeps its value as it was written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::person::base32;
use serde_json::{Map, Number, Value};
use sha2::{Digest, Sha256};

use crate::sections::{Field, Kind, List, Part, Section};

/// Ticked where a row goes.
pub(crate) const REMOVE: &str = "remove";
/// The id that a row had when it was shown.
pub(crate) const WAS: &str = "was";

/// The texts of a form by the names of its fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(BTreeMap<String, String>);

impl Form {
    /// What the page of a section shows of a definition.
    pub(crate) fn of(section: &Section, document: &Value) -> Self {
        let mut form = Self::default();
        for part in section.parts {
            match part {
                Part::Fields { fields, .. } => form.show("", fields, document),
                Part::List(list) => form.show_list("", list, document),
            }
        }
        form
    }

    fn show(&mut self, prefix: &str, fields: &[Field], from: &Value) {
        for field in fields {
            self.0.insert(format!("{prefix}{}", field.path), shown(field.kind, inside(from, field.path)));
        }
    }

    fn show_list(&mut self, prefix: &str, list: &List, from: &Value) {
        for (at, row) in rows_of(from, list.path).iter().enumerate() {
            let prefix = format!("{prefix}{}/{at}/", list.path);
            self.show(&prefix, list.fields, row);
            if list.has_ids {
                self.0.insert(format!("{prefix}{WAS}"), shown(Kind::Line, inside(row, "id")));
            }
            for inner in list.lists {
                self.show_list(&prefix, inner, row);
            }
        }
    }

    /// What a browser sent.
    pub(crate) fn sent(document: &Value, files: &HashMap<String, Vec<u8>>) -> Self {
        let texts = document.as_object().into_iter().flatten();
        let texts = texts.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())));
        let files = files.iter().map(|(name, bytes)| (name.clone(), data_url(bytes)));
        Self(texts.chain(files).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    pub(crate) fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }

    /// The same texts under other names, where there are any.
    pub(crate) fn renamed(self, name: impl Fn(&str) -> Option<String>) -> Self {
        Self(self.0.into_iter().map(|(old, text)| (name(&old).unwrap_or(old), text)).collect())
    }

    /// Adds the fields of rows that this form does not have.
    pub(crate) fn extend_rows(&mut self, path: &str, from: &Self) {
        let mine = self.rows(path);
        for at in from.rows(path).difference(&mine) {
            let prefix = format!("{path}/{at}/");
            let theirs = from.0.iter().filter(|(name, _)| name.starts_with(&prefix));
            self.0.extend(theirs.map(|(name, text)| (name.clone(), text.clone())));
        }
    }

    /// All names with their texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// The numbers of the rows whose fields have this prefix.
    pub(crate) fn rows(&self, prefix: &str) -> BTreeSet<usize> {
        let names = self.0.keys().filter_map(|name| name.strip_prefix(prefix)?.strip_prefix('/')?.split('/').next());
        // A number beyond any list would make the page as long as the number says.
        names.filter_map(|number| number.parse().ok()).filter(|number| *number < 1000).collect()
    }

    /// Tells apart whether the values changed since they were shown.
    pub(crate) fn version(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in &self.0 {
            hash.update(format!("{}:{name}{}:{text}", name.len(), text.len()));
        }
        base32(&hash.finalize()[..10])
    }

    /// Whether a row of a form has nothing in it. Ticks do not count, because some are ticked at first.
    fn is_blank(&self, prefix: &str, list: &List) -> bool {
        let blank = |field: &Field| {
            matches!(field.kind, Kind::Tick(_)) || self.text(&format!("{prefix}{}", field.path)).trim().is_empty()
        };
        let inner = |inner: &List| {
            let path = format!("{prefix}{}", inner.path);
            self.rows(&path).into_iter().all(|at| self.is_blank(&format!("{path}/{at}/"), inner))
        };
        list.fields.iter().all(blank) && list.lists.iter().all(inner)
    }
}

/// A definition made of a form.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) document: Value,
    /// Where the rows of the form are in the document: pointer and prefix of the names.
    places: Vec<(String, String)>,
}

impl Built {
    /// The name of the field, or of the list or row, that a pointer into the document means.
    pub(crate) fn name_of(&self, pointer: &str) -> String {
        let rest = |place: &str| pointer.strip_prefix(place).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        let found = self.places.iter().filter_map(|(place, name)| Some((place.len(), name, rest(place)?)));
        match found.max_by_key(|(length, ..)| *length) {
            Some((_, name, rest)) => format!("{name}{rest}"),
            None => pointer.trim_start_matches('/').to_owned(),
        }
    }
}

/// The definition after the form. `base` is the one in force.
pub(crate) fn build(section: &Section, base: &Value, form: &Form) -> Built {
    let mut built = Built { document: base.clone(), places: Vec::new() };
    let mut document = base.clone();
    for part in section.parts {
        match part {
            Part::Fields { fields, .. } => apply(&mut document, "", fields, form),
            Part::List(list) => apply_list(&mut document, ("", ""), list, form, &mut built.places),
        }
    }
    built.document = document;
    built
}

fn apply(target: &mut Value, prefix: &str, fields: &[Field], form: &Form) {
    // A form without any of these fields says nothing about their boxes.
    let is_sent = fields.iter().any(|field| form.get(&format!("{prefix}{}", field.path)).is_some());
    for field in fields {
        let name = format!("{prefix}{}", field.path);
        let typed = match (form.get(&name), field.kind) {
            (_, Kind::Image) if form.get(&format!("{name}/{REMOVE}")).is_some() => String::new(),
            (Some(typed), kind) => tidy(kind, typed),
            // An unticked box is not sent.
            (None, Kind::Tick(_)) if is_sent => String::new(),
            (None, _) => continue,
        };
        let before = shown(field.kind, inside(target, field.path));
        if typed == tidy(field.kind, &before) {
            continue;
        }
        match value(field.kind, &typed) {
            Some(value) => set(target, field.path, value),
            None => remove(target, field.path),
        }
    }
}

/// Rows that the form does not name stay, after those that it names.
fn apply_list(
    target: &mut Value,
    (pointer, prefix): (&str, &str),
    list: &List,
    form: &Form,
    places: &mut Vec<(String, String)>,
) {
    let path = format!("{prefix}{}", list.path);
    let before = rows_of(target, list.path).to_vec();
    let (mut rows, mut named) = (Vec::new(), BTreeSet::new());
    for at in form.rows(&path) {
        let name = format!("{path}/{at}");
        let was = form.text(&format!("{name}/{WAS}")).trim();
        let found = if list.has_ids {
            before.iter().position(|row| !was.is_empty() && inside(row, "id") == Some(&was.into()))
        } else {
            Some(at).filter(|at| *at < before.len())
        };
        named.extend(found);
        let prefix = format!("{name}/");
        if form.get(&format!("{prefix}{REMOVE}")).is_some() || (found.is_none() && form.is_blank(&prefix, list)) {
            continue;
        }
        let mut row = found.map_or_else(|| Value::Object(Map::new()), |found| before[found].clone());
        let place = format!("{pointer}/{}/{}", list.path, rows.len());
        apply(&mut row, &prefix, list.fields, form);
        for inner in list.lists {
            apply_list(&mut row, (&place, &prefix), inner, form, places);
        }
        places.push((place, name));
        rows.push(row);
    }
    rows.extend(before.iter().enumerate().filter(|(at, _)| !named.contains(at)).map(|(_, row)| row.clone()));
    if rows == before {
        return;
    }
    if rows.is_empty() { remove(target, list.path) } else { set(target, list.path, rows.into()) }
}

/// A value as the form shows it.
pub(crate) fn shown(kind: Kind, value: Option<&Value>) -> String {
    match (kind, value) {
        (Kind::Tick(by_default), value) => {
            let ticked = value.and_then(Value::as_bool).unwrap_or(by_default);
            if ticked { "true".to_owned() } else { String::new() }
        }
        (_, None | Some(Value::Null)) => String::new(),
        (_, Some(Value::String(text))) => text.clone(),
        (_, Some(Value::Array(items))) => {
            items.iter().map(|item| shown(Kind::Line, Some(item))).collect::<Vec<_>>().join("\n")
        }
        (_, Some(other)) => other.to_string(),
    }
}

/// A text without what browsers and people add: line ends, spaces around it, empty lines in a list.
pub(crate) fn tidy(kind: Kind, text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    match kind {
        Kind::Lines | Kind::Numbers => {
            text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
        }
        _ => text.trim().to_owned(),
    }
}

/// The value of a text; `None` for no value. What is no number stays a text, so that the definition's own check says so.
fn value(kind: Kind, text: &str) -> Option<Value> {
    let number = |text: &str| text.parse::<u64>().map_or_else(|_| text.into(), Value::from);
    // People type the decimal sign of their language.
    let decimal = |text: &str| {
        let parsed = text.replace(',', ".").parse().ok();
        parsed.and_then(Number::from_f64).map_or_else(|| text.into(), Value::Number)
    };
    match kind {
        Kind::Tick(_) => Some((!text.is_empty()).into()),
        _ if text.is_empty() => None,
        Kind::Number => Some(number(text)),
        Kind::Decimal => Some(Some(number(text)).filter(Value::is_number).unwrap_or_else(|| decimal(text))),
        Kind::Numbers => Some(text.lines().map(number).collect()),
        Kind::Lines => Some(text.lines().collect()),
        _ => Some(text.into()),
    }
}

/// The value at a path such as `place/city`.
pub(crate) fn inside<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('/').try_fold(value, |value, key| value.get(key))
}

fn rows_of<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    inside(value, path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn set(target: &mut Value, path: &str, value: Value) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(object) = target else { return };
    match path.split_once('/') {
        None => _ = object.insert(path.to_owned(), value),
        Some((first, rest)) => set(object.entry(first).or_insert(Value::Null), rest, value),
    }
}

/// Removes a value, and the objects that have nothing else in them.
fn remove(target: &mut Value, path: &str) {
    let Value::Object(object) = target else { return };
    let Some((first, rest)) = path.split_once('/') else {
        object.shift_remove(path);
        return;
    };
    let Some(inner) = object.get_mut(first) else { return };
    remove(inner, rest);
    if inner.as_object().is_some_and(Map::is_empty) {
        object.shift_remove(first);
    }
}

/// A file as the definition has it; its type follows from its first bytes.
fn data_url(bytes: &[u8]) -> String {
    let kind = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ if bytes.trim_ascii_start().starts_with(b"<") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    format!("data:{kind};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sections::{SECTIONS, section};

    fn document() -> Value {
        json!({
            "id": "demo-2030", "name": "Demo", "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "organizers": ["a@example.org", "b@example.org"],
            "pools": [
                {"id": "general", "capacity": 10},
                {"id": "net", "capacity": 2, "claim_by": "2030-03-01 anywhere on Earth", "track": "net"},
            ],
            "tracks": [{
                "id": "net", "name": "Net", "kind": "microconference", "description": "One.\n\nTwo.",
                "formats": [{"id": "talk", "label": "Talk", "minutes": [20, 30]}],
                "cfp": {"opens": "2030-01-01", "closes": "2030-02-01"},
            }],
            "blocks": [{"track": "net", "room": "big", "starts": "2030-05-01T09:00:00", "minutes": 60}],
        })
    }

    fn sent(section: &Section, changes: &[(&str, Option<&str>)]) -> Form {
        let mut form = Form::of(section, &document());
        for (name, text) in changes {
            match text {
                Some(text) => _ = form.0.insert((*name).to_owned(), (*text).to_owned()),
                None => _ = form.0.remove(*name),
            }
        }
        form
    }

    fn built(name: &str, changes: &[(&str, Option<&str>)]) -> Built {
        let section = section(name).unwrap();
        build(section, &document(), &sent(section, changes))
    }

    #[test]
    fn a_form_sent_as_it_was_shown_changes_nothing() {
        for section in SECTIONS {
            let mut form = Form::of(section, &document());
            assert_eq!(build(section, &document(), &form).document, document(), "{}", section.name);
            for text in form.0.values_mut() {
                *text = format!("{}\r\n", text.replace('\n', "\r\n"));
            }
            assert_eq!(build(section, &document(), &form).document, document(), "{}", section.name);
            assert_eq!(build(section, &document(), &Form::default()).document, document(), "{}", section.name);
        }
    }

    #[test]
    fn fields_are_set_and_removed_at_their_place() {
        let built = built(
            "basics",
            &[("place/city", Some(" Bonn ")), ("organizers", Some("b@example.org\n\n")), ("website", Some("x"))],
        );
        let mut expected = document();
        expected["place"]["city"] = json!("Bonn");
        expected["organizers"] = json!(["b@example.org"]);
        expected["website"] = json!("x");
        assert_eq!(built.document, expected);
    }

    #[test]
    fn rows_are_added_removed_and_renamed() {
        let form = [
            ("pools/0/capacity", Some("12")),
            ("pools/1/remove", Some("true")),
            ("pools/2/id", Some("virtual")),
            ("pools/2/capacity", Some("many")),
            ("pools/3/id", Some(" ")),
        ];
        let built = built("passes", &form);
        let pools = json!([{"id": "general", "capacity": 12}, {"id": "virtual", "capacity": "many"}]);
        assert_eq!(built.document["pools"], pools);
        assert_eq!(built.name_of("/pools/1/capacity"), "pools/2/capacity");
        assert_eq!(built.name_of("/pools/0"), "pools/0");
        assert_eq!(built.name_of("/name"), "name");
    }

    #[test]
    fn a_row_is_found_by_the_id_that_it_had_and_keeps_what_the_form_leaves_out() {
        let form = [("tracks/0/id", Some("network")), ("tracks/0/cfp/opens", None), ("tracks/0/recorded", None)];
        let built = built("tracks", &form);
        let mut expected = document();
        expected["tracks"][0]["id"] = json!("network");
        expected["tracks"][0]["recorded"] = json!(false);
        assert_eq!(built.document, expected);
    }

    #[test]
    fn lists_in_rows_have_their_own_places() {
        let form = [
            ("tracks/0/formats/1/label", Some("Panel")),
            ("tracks/0/formats/1/minutes", Some("45\r\n60\r\nx")),
            ("tracks/0/cfp/opens", Some("")),
            ("tracks/0/cfp/closes", Some("")),
        ];
        let built = built("tracks", &form);
        assert_eq!(built.document["tracks"][0]["formats"][1], json!({"label": "Panel", "minutes": [45, 60, "x"]}));
        assert!(built.document["tracks"][0].get("cfp").is_none());
        assert_eq!(built.name_of("/tracks/0/formats/1/minutes/2"), "tracks/0/formats/1/minutes/2");
    }

    #[test]
    fn a_version_changes_with_any_value() {
        let section = section("passes").unwrap();
        let shown = sent(section, &[]).version();
        assert_eq!(Form::of(section, &document()).version(), shown);
        assert_ne!(sent(section, &[("pools/0/capacity", Some("11"))]).version(), shown);
    }

    #[test]
    fn a_file_says_what_it_is() {
        assert!(data_url(b"\x89PNG\r\n").starts_with("data:image/png;base64,"));
        assert!(data_url(b" <svg/>").starts_with("data:image/svg+xml;base64,"));
        assert!(data_url(b"hello").starts_with("data:application/octet-stream;base64,"));
    }
}
