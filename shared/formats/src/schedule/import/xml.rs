//! Parses schedule XML into the shape of the JSON format; `json.rs` does the rest.
//!
//! Hardened against malicious files: refuses a document type, entities other than XML's five, files larger than
//! [`LIMIT`], and nesting deeper than the format's.
//!
//! [`LIMIT`]: super::LIMIT

use std::borrow::Cow;
use std::collections::HashMap;

use domain::input::ValidationError;
use domain::phrase::Phrase;
use quick_xml::events::{BytesStart, Event as Markup};
use quick_xml::{Reader, XmlVersion};
use serde_json::{Map, Value, json};

use super::Imported;
use super::json::{check_size, document_of};

/// In levels. A schedule nests six deep, so this leaves room for extensions and stops hostile files.
const DEPTH: usize = 16;

/// Parses a file, or returns all its errors.
pub fn xml(bytes: &[u8]) -> Result<Imported, Vec<ValidationError>> {
    check_size(bytes)?;
    let root = tree(bytes).map_err(|error| vec![error])?;
    if root.name != "schedule" {
        return Err(vec![at_line(root.line, Phrase::of("schedule-not-schedule").arg("name", root.name))]);
    }
    let mut lines = Lines::default();
    let document = schedule(&root, &mut lines);
    let named =
        |error: ValidationError| ValidationError { detail: lines.with_line(&error.pointer, error.detail), ..error };
    document_of(&document).map_err(|errors| errors.into_iter().map(named).collect())
}

#[derive(Debug, Default)]
struct Element {
    name: String,
    line: usize,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    text: String,
}

impl Element {
    fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    fn children<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn text_of(&self, name: &str) -> Value {
        self.child(name).map_or(Value::Null, |child| json!(child.text))
    }
}

fn at_line(line: usize, detail: Phrase) -> ValidationError {
    ValidationError { pointer: String::new(), detail: domain::input::at_line(line, detail) }
}

/// What the parser says of a file is English in every language.
fn unreadable(error: &impl ToString) -> Phrase {
    Phrase::of("file-unreadable").arg("error", error.to_string())
}

fn tree(bytes: &[u8]) -> Result<Element, ValidationError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        at_line(before.split(|b| *b == b'\n').count(), Phrase::of("not-utf8"))
    })?;
    let mut lines = (0, 1);
    let mut line_at = |offset: u64| {
        let offset = usize::try_from(offset).unwrap_or(0).min(text.len());
        let since = text.get(lines.0.min(offset)..offset).unwrap_or_default();
        lines.1 += since.matches('\n').count();
        lines.0 = offset;
        lines.1
    };
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let event =
            reader.read_event().map_err(|error| at_line(line_at(reader.error_position()), unreadable(&error)))?;
        let line = line_at(reader.buffer_position());
        match event {
            Markup::DocType(_) => {
                return Err(at_line(line, Phrase::of("schedule-has-doctype")));
            }
            Markup::Start(start) => {
                if open.len() >= DEPTH {
                    return Err(at_line(line, Phrase::of("schedule-too-deep")));
                }
                open.push(element(&start, line)?);
            }
            Markup::Empty(start) => close(element(&start, line)?, &mut open, &mut root),
            Markup::End(_) => {
                if let Some(element) = open.pop() {
                    close(element, &mut open, &mut root);
                }
            }
            Markup::Text(content) => {
                let content = content.xml10_content().map_err(|error| at_line(line, unreadable(&error)))?;
                open.last_mut().into_iter().for_each(|element| element.text.push_str(&content));
            }
            Markup::CData(content) => {
                let content = content.xml10_content().map_err(|error| at_line(line, unreadable(&error)))?;
                open.last_mut().into_iter().for_each(|element| element.text.push_str(&content));
            }
            Markup::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| at_line(line, unreadable(&error)))?;
                let spelled = quick_xml::escape::unescape(&format!("&{name};")).map(Cow::into_owned);
                let spelled = spelled.map_err(|_| {
                    let known = "amp, lt, gt, quot and apos";
                    at_line(line, Phrase::of("schedule-entity").arg("name", name).arg("known", known))
                })?;
                open.last_mut().into_iter().for_each(|element| element.text.push_str(&spelled));
            }
            Markup::Eof => break,
            Markup::Decl(_) | Markup::Comment(_) | Markup::PI(_) => {}
        }
    }
    if let Some(element) = open.last() {
        return Err(at_line(element.line, Phrase::of("schedule-not-closed").arg("name", &element.name)));
    }
    root.ok_or_else(|| at_line(1, Phrase::of("schedule-no-element")))
}

/// The first root is the document; the reader reports a second one as an error.
fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = root.take().or(Some(element)),
    }
}

fn element(start: &BytesStart<'_>, line: usize) -> Result<Element, ValidationError> {
    let name = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| at_line(line, unreadable(&error)))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| at_line(line, unreadable(&error)))?.into_owned();
        attributes.push((name(attribute.key.as_ref()), value));
    }
    Ok(Element { name: name(start.name().as_ref()), line, attributes, ..Element::default() })
}

/// Line numbers of events by their JSON pointers.
#[derive(Debug, Default)]
struct Lines(HashMap<String, usize>);

impl Lines {
    fn with_line(&self, pointer: &str, detail: Phrase) -> Phrase {
        let mut at = pointer;
        loop {
            if let Some(line) = self.0.get(at) {
                return Phrase::of("with-line").phrase("detail", detail).arg("line", line);
            }
            match at.rsplit_once('/') {
                Some((parent, _)) => at = parent,
                None => return detail,
            }
        }
    }
}

fn schedule(root: &Element, lines: &mut Lines) -> Value {
    let nothing = Element::default();
    let conference = root.child("conference").unwrap_or(&nothing);
    let pointer = "/schedule/conference";
    lines.0.insert(pointer.to_owned(), conference.line.max(root.line));
    let tracks: Vec<_> =
        conference.children("track").filter_map(|track| Some(json!({"name": track.attribute("name")?}))).collect();
    let days: Vec<_> =
        root.children("day").enumerate().map(|(n, day)| day_of(day, &format!("{pointer}/days/{n}"), lines)).collect();
    let generator = root.child("generator").and_then(|generator| generator.attribute("name"));
    json!({
        "generator": {"name": generator},
        "schedule": {
            "version": root.text_of("version"),
            "base_url": conference.text_of("base_url"),
            "conference": {
                "acronym": conference.text_of("acronym"),
                "title": conference.text_of("title"),
                "time_zone_name": conference.text_of("time_zone_name"),
                "tracks": tracks,
                "days": days,
            },
        },
    })
}

fn day_of(day: &Element, pointer: &str, lines: &mut Lines) -> Value {
    lines.0.insert(pointer.to_owned(), day.line);
    let mut rooms: Map<String, Value> = Map::new();
    for room in day.children("room") {
        let name = room.attribute("name").unwrap_or_default();
        let events = rooms.entry(name).or_insert_with(|| json!([]));
        let Value::Array(events) = events else { continue };
        for event in room.children("event") {
            let name = name.replace('~', "~0").replace('/', "~1");
            let at = format!("{pointer}/rooms/{name}/{}", events.len());
            for child in &event.children {
                lines.0.insert(format!("{at}/{}", child.name), child.line);
            }
            lines.0.insert(at, event.line);
            events.push(event_of(event));
        }
    }
    json!({
        "date": day.attribute("date").or_else(|| day.attribute("start").and_then(|start| start.get(..10))),
        "day_start": day.attribute("start"),
        "day_end": day.attribute("end"),
        "rooms": rooms,
    })
}

fn event_of(event: &Element) -> Value {
    let mut map = Map::new();
    let number = |text: &str| text.trim().parse::<u64>().map_or_else(|_| json!(text), |n| json!(n));
    map.insert("id".into(), event.attribute("id").map_or(Value::Null, number));
    map.insert("guid".into(), json!(event.attribute("guid")));
    map.insert("code".into(), json!(event.attribute("code")));
    let texts = [
        "room",
        "title",
        "subtitle",
        "type",
        "date",
        "start",
        "duration",
        "abstract",
        "track",
        "logo",
        "language",
        "description",
        "url",
        "feedback_url",
        "origin_url",
        "video_download_url",
    ];
    for key in texts {
        // JSON has null for a missing value; XML has an empty or missing element.
        let text = event.text_of(key);
        let empty = text.as_str().is_none_or(|text| text.trim().is_empty());
        map.insert(key.into(), if empty && key != "title" { Value::Null } else { text });
    }
    if let Some(recording) = event.child("recording") {
        map.insert("recording_license".into(), recording.text_of("license"));
        let optout = recording.child("optout").map(|optout| optout.text.trim().to_owned());
        map.insert(
            "do_not_record".into(),
            match optout.as_deref() {
                Some("true" | "1") => json!(true),
                Some("false" | "0" | "") | None => json!(false),
                Some(other) => json!(other),
            },
        );
    }
    let persons = event.child("persons").into_iter().flat_map(|persons| persons.children("person"));
    let person = |person: &Element| {
        let id = person.attribute("id").map(number);
        json!({"name": person.text, "guid": person.attribute("guid"), "id": id})
    };
    map.insert("persons".into(), persons.map(person).collect());
    for (list, item) in [("links", "link"), ("attachments", "attachment")] {
        let links = event.child(list).into_iter().flat_map(|links| links.children(item));
        let link =
            |link: &Element| json!({"url": link.attribute("href"), "type": link.attribute("type"), "title": link.text});
        map.insert(list.into(), links.map(link).collect());
    }
    Value::Object(map)
}
