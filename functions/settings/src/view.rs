//! What the page of a section shows: each field with its label, hint, text and error, and what others saved meanwhile.

use std::collections::BTreeMap;

use domain::conference::Conference;
use domain::input::ValidationError;
use domain::phrase::Phrase;
use serde_json::Value;
use web::Layout;

use crate::form::{Form, REMOVE, WAS, inside, shown, tidy};
use crate::sections::{Field, Kind, List, Part, Section};

/// A section with everything that its page shows.
pub(crate) struct View<'a> {
    pub(crate) layout: &'a Layout,
    pub(crate) conference: &'a Conference,
    pub(crate) form: &'a Form,
    /// Errors by the name of their field, row or list.
    pub(crate) errors: &'a [ValidationError],
    /// The section in force, if it is another than the one that was shown.
    pub(crate) theirs: Option<&'a Form>,
}

pub(crate) enum ShownPart {
    Fields {
        heading: String,
        hint: Option<String>,
        fields: Vec<ShownField>,
    },
    Table(Table),
    /// A list whose rows have lists of their own.
    Rows(Table),
}

/// A list.
pub(crate) struct Table {
    pub(crate) heading: String,
    pub(crate) hint: Option<String>,
    /// Label and hint.
    pub(crate) columns: Vec<(String, Option<String>)>,
    pub(crate) rows: Vec<Row>,
    pub(crate) errors: Vec<Phrase>,
}

pub(crate) struct Row {
    /// Such as `pools/0`.
    pub(crate) name: String,
    /// What people call it; empty for a new row.
    pub(crate) title: String,
    /// The id that it had when it was shown; `None` where rows have none.
    pub(crate) was: Option<String>,
    pub(crate) is_new: bool,
    pub(crate) removed: bool,
    pub(crate) fields: Vec<ShownField>,
    pub(crate) tables: Vec<Table>,
    pub(crate) errors: Vec<Phrase>,
    /// Whether something in it needs attention.
    pub(crate) is_open: bool,
}

pub(crate) struct ShownField {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) required: bool,
    /// Whether the form cannot be sent without it.
    pub(crate) must_have: bool,
    pub(crate) text: String,
    pub(crate) error: Option<Phrase>,
    /// Value, label and whether it is chosen.
    pub(crate) choices: Vec<(String, String, bool)>,
    /// The row that it belongs to, for a field of a table.
    pub(crate) row: Option<String>,
    /// What another person saved in the meantime.
    pub(crate) theirs: Option<String>,
}

impl ShownField {
    /// The type of its `input`; empty for another element.
    pub(crate) fn input(&self) -> &'static str {
        match self.kind {
            Kind::Email => "email",
            Kind::Url => "url",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::Line | Kind::Number | Kind::Decimal | Kind::Instant => "text",
            _ => "",
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    pub(crate) fn is_decimal(&self) -> bool {
        self.kind == Kind::Decimal
    }

    pub(crate) fn is_area(&self) -> bool {
        matches!(self.kind, Kind::Area | Kind::Lines | Kind::Numbers)
    }

    pub(crate) fn is_tick(&self) -> bool {
        matches!(self.kind, Kind::Tick(_))
    }

    pub(crate) fn is_image(&self) -> bool {
        self.kind == Kind::Image
    }

    pub(crate) fn lines(&self) -> usize {
        let least = if self.kind == Kind::Area { 6 } else { 3 };
        self.text.lines().count().clamp(least, 16)
    }

    /// The label of a field of a table, with its row.
    pub(crate) fn in_row(&self) -> Option<String> {
        let row = self.row.as_ref()?;
        Some(if row.is_empty() { self.label.clone() } else { format!("{}, {row}", self.label) })
    }

    fn needs_attention(&self) -> bool {
        self.error.is_some() || self.theirs.is_some()
    }
}

impl View<'_> {
    pub(crate) fn parts(&self, section: &Section) -> Vec<ShownPart> {
        let part = |part: &Part| match part {
            Part::Fields { heading, fields } => ShownPart::Fields {
                heading: self.layout.word("part", heading).to_string(),
                hint: self.help("part-hint", heading),
                fields: fields.iter().map(|field| self.field(None, "", field)).collect(),
            },
            Part::List(list) if list.lists.is_empty() => ShownPart::Table(self.table("", list)),
            Part::List(list) => ShownPart::Rows(self.table("", list)),
        };
        section.parts.iter().map(part).collect()
    }

    fn help(&self, group: &str, id: &str) -> Option<String> {
        // The groups are `hint` and `part-hint`.
        let messages = &self.layout.messages;
        let known = if group == "hint" { messages.has("hint", id) } else { messages.has("part-hint", id) };
        known.then(|| messages.word(group, id).to_string())
    }

    fn table(&self, prefix: &str, list: &List) -> Table {
        let path = format!("{prefix}{}", list.path);
        let mut numbers = self.form.rows(&path);
        let new = numbers.last().map_or(0, |last| last + 1);
        numbers.insert(new);
        let id = id_of(list.path);
        let columns = list.fields.iter().map(|field| {
            let id = format!("{id}-{}", id_of(field.path));
            (self.layout.word("field", &id).to_string(), self.help("hint", &id))
        });
        Table {
            heading: self.layout.word("part", &id).to_string(),
            hint: self.help("part-hint", &id),
            columns: columns.collect(),
            rows: numbers.into_iter().map(|at| self.row(&path, list, at, at == new)).collect(),
            errors: self.errors_at(&path),
        }
    }

    fn row(&self, path: &str, list: &List, at: usize, is_new: bool) -> Row {
        let name = format!("{path}/{at}");
        let prefix = format!("{name}/");
        let title = self.title(&prefix, list);
        let fields: Vec<_> = list.fields.iter().map(|field| self.field(Some((list, &title)), &prefix, field)).collect();
        let tables: Vec<_> = list.lists.iter().map(|inner| self.table(&prefix, inner)).collect();
        let errors = self.errors_at(&name);
        let rows_need = |table: &Table| !table.errors.is_empty() || table.rows.iter().any(|row| row.is_open);
        let is_open =
            !errors.is_empty() || fields.iter().any(ShownField::needs_attention) || tables.iter().any(rows_need);
        Row {
            was: list.has_ids.then(|| self.form.text(&format!("{prefix}{WAS}")).to_owned()),
            removed: self.form.get(&format!("{prefix}{REMOVE}")).is_some(),
            name,
            title,
            is_new,
            fields,
            tables,
            errors,
            is_open,
        }
    }

    /// The text that names a row: its name or label, else its first text.
    fn title(&self, prefix: &str, list: &List) -> String {
        let named =
            ["name", "label", "id", "track", "room"].iter().filter(|path| list.fields.iter().any(|f| f.path == **path));
        let texts = named.map(|path| self.form.text(&format!("{prefix}{path}")).trim());
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    }

    fn field(&self, row: Option<(&List, &str)>, prefix: &str, field: &Field) -> ShownField {
        let name = format!("{prefix}{}", field.path);
        let id = match row {
            Some((list, _)) => format!("{}-{}", id_of(list.path), id_of(field.path)),
            None => id_of(field.path),
        };
        let text = match (self.form.get(&name), field.kind) {
            (Some(text), _) => text.to_owned(),
            // A box of a row that was not there when the form was sent.
            (None, Kind::Tick(_)) if !self.is_known(prefix) => shown(field.kind, None),
            (None, _) => String::new(),
        };
        let in_table = row.filter(|(list, _)| list.lists.is_empty());
        ShownField {
            label: self.layout.word("field", &id).to_string(),
            hint: self.help("hint", &id),
            kind: field.kind,
            required: field.required,
            // The new row of a list can stay blank.
            must_have: field.required && row.is_none(),
            error: self.error_in(&name),
            choices: self.choices(field.kind, &text),
            theirs: self.theirs_at(&name, field.kind, &text),
            row: in_table.map(|(_, title)| title.to_owned()),
            text,
            name,
        }
    }

    /// Whether the form has a row with this prefix.
    fn is_known(&self, prefix: &str) -> bool {
        self.form.texts().any(|(name, _)| name.starts_with(prefix))
    }

    fn choices(&self, kind: Kind, text: &str) -> Vec<(String, String, bool)> {
        let mut choices: Vec<(String, String)> = match kind {
            Kind::Word(group, words) => words
                .iter()
                .map(|word| {
                    let id = format!("{group}-{word}");
                    ((*word).to_owned(), self.layout.word("option", &id).to_string())
                })
                .collect(),
            Kind::Track => self.conference.tracks.iter().map(|t| (t.id.to_string(), t.name.clone())).collect(),
            Kind::Room => self.conference.rooms.iter().map(|r| (r.id.to_string(), r.name.clone())).collect(),
            _ => return Vec::new(),
        };
        // A value that is not among them stays, so that its error can be read.
        if !text.is_empty() && !choices.iter().any(|(value, _)| value == text) {
            choices.push((text.to_owned(), text.to_owned()));
        }
        choices.into_iter().map(|(value, label)| (value.clone(), label, value == text)).collect()
    }

    /// Errors of exactly this list or row.
    fn errors_at(&self, name: &str) -> Vec<Phrase> {
        self.errors.iter().filter(|error| error.pointer == name).map(|error| error.detail.clone()).collect()
    }

    /// The error of this field, or of a line in it.
    fn error_in(&self, name: &str) -> Option<Phrase> {
        let is_in = |error: &&ValidationError| {
            error.pointer.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.errors.iter().find(is_in).map(|error| error.detail.clone())
    }

    fn theirs_at(&self, name: &str, kind: Kind, text: &str) -> Option<String> {
        if kind == Kind::Image {
            return None;
        }
        let theirs = self.theirs?.text(name);
        (tidy(kind, theirs) != tidy(kind, text)).then(|| theirs.to_owned())
    }
}

/// A path as a part of a message's id.
fn id_of(path: &str) -> String {
    path.replace(['/', '_'], "-")
}

/// The rows of the section in force under the numbers that they have in the form, so that each is beside its own.
pub(crate) fn renumbered(section: &Section, document: &Value, form: &Form) -> Form {
    let stored = Form::of(section, document);
    let mut places = BTreeMap::new();
    for part in section.parts {
        if let Part::List(list) = part
            && list.has_ids
        {
            let mut next = form.rows(list.path).last().map_or(0, |last| last + 1);
            let rows = inside(document, list.path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            for (at, row) in rows.iter().enumerate() {
                let id = shown(Kind::Line, inside(row, "id"));
                let mine = form.rows(list.path).into_iter();
                let mine = mine.into_iter().find(|n| form.text(&format!("{}/{n}/{WAS}", list.path)) == id);
                let to = mine.unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
                places.insert(format!("{}/{at}/", list.path), format!("{}/{to}/", list.path));
            }
        }
    }
    stored.renamed(|name| {
        let mut slashes = name.match_indices('/').map(|(at, _)| at + 1);
        let prefix = slashes.nth(1).map(|end| &name[..end])?;
        Some(format!("{}{}", places.get(prefix)?, &name[prefix.len()..]))
    })
}

#[cfg(test)]
mod tests {
    use messages::{Language, Messages, SETTINGS};

    use super::*;
    use crate::sections::SECTIONS;

    fn check_fields(list: &str, fields: &[Field], missing: &mut Vec<String>) {
        let messages = Messages::new(Language::English, &SETTINGS);
        let mut check = |group: &str, id: &str| {
            if !messages.has(group, id) {
                missing.push(format!("{group}-{id}"));
            }
        };
        for field in fields {
            check("field", id_of(&format!("{list}{}", field.path)).as_str());
            if let Kind::Word(group, words) = field.kind {
                for word in words {
                    check("option", &format!("{group}-{word}"));
                }
            }
        }
    }

    fn check_list(list: &List, missing: &mut Vec<String>) {
        check_fields(&format!("{}/", list.path), list.fields, missing);
        for inner in list.lists {
            check_list(inner, missing);
        }
    }

    #[test]
    fn every_field_has_a_label_and_every_choice_a_text() {
        let mut missing = Vec::new();
        for part in SECTIONS.iter().flat_map(|section| section.parts) {
            match part {
                Part::Fields { fields, .. } => check_fields("", fields, &mut missing),
                Part::List(list) => check_list(list, &mut missing),
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn what_others_saved_is_beside_the_row_that_it_was() {
        let section = &SECTIONS[1];
        let shown = serde_json::json!({"pools": [{"id": "general", "capacity": 1}, {"id": "net", "capacity": 2}]});
        let theirs = serde_json::json!({"pools": [{"id": "new", "capacity": 3}, {"id": "net", "capacity": 4}]});
        let theirs = renumbered(section, &theirs, &Form::of(section, &shown));
        assert_eq!((theirs.text("pools/1/capacity"), theirs.text("pools/2/capacity")), ("4", "3"));
        assert_eq!(theirs.get("pools/0/capacity"), None);
    }
}
