//! Writes schedule XML.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Markup};
use serde_json::Value;

use super::document::{Attachment, Day, Event, RoomDay, Schedule};

type Out = Writer<Vec<u8>>;

pub fn xml(schedule: &Schedule) -> String {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to memory cannot fail, and the writer only writes UTF-8.
    let written = write(&mut out, schedule);
    debug_assert!(written.is_ok());
    String::from_utf8(out.into_inner()).unwrap_or_default()
}

fn write(out: &mut Out, schedule: &Schedule) -> io::Result<()> {
    out.write_event(Markup::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    out.create_element("schedule").write_inner_content(|out| {
        let generator = [("name", "plumbline"), ("version", env!("CARGO_PKG_VERSION"))];
        out.create_element("generator").with_attributes(generator).write_empty()?;
        text(out, "url", &schedule.url)?;
        text(out, "version", &schedule.version)?;
        out.create_element("conference").write_inner_content(|out| conference(out, schedule))?;
        schedule.days.iter().try_for_each(|one| day(out, one))
    })?;
    Ok(())
}

fn conference(out: &mut Out, schedule: &Schedule) -> io::Result<()> {
    text(out, "acronym", &schedule.acronym)?;
    text(out, "title", &schedule.title)?;
    text(out, "start", &schedule.start)?;
    text(out, "end", &schedule.end)?;
    text(out, "days", &schedule.days.len().to_string())?;
    text(out, "timeslot_duration", "00:05")?;
    text(out, "base_url", &schedule.base_url)?;
    text(out, "url", &schedule.url)?;
    if let Some(zone) = &schedule.time_zone {
        text(out, "time_zone_name", zone)?;
    }
    for track in &schedule.tracks {
        let element = out.create_element("track").with_attribute(("name", track.name.as_str()));
        // In XML a slug must begin with a letter.
        let lettered = track.slug.starts_with(|c: char| c.is_ascii_lowercase());
        let slug = lettered.then_some(("slug", track.slug.as_str()));
        element.with_attributes(slug).write_empty()?;
    }
    Ok(())
}

fn day(out: &mut Out, day: &Day) -> io::Result<()> {
    let index = day.index.to_string();
    let attributes = [("index", index.as_str()), ("date", &day.date), ("start", &day.start), ("end", &day.end)];
    out.create_element("day").with_attributes(attributes).write_inner_content(|out| {
        for RoomDay { name, guid, events } in &day.rooms {
            let attributes = [("name", name.as_str()), ("guid", guid.as_str())];
            let room = out.create_element("room").with_attributes(attributes);
            if events.is_empty() {
                room.write_empty()?;
            } else {
                room.write_inner_content(|out| events.iter().try_for_each(|one| event(out, one)))?;
            }
        }
        Ok(())
    })?;
    Ok(())
}

fn event(out: &mut Out, event: &Event) -> io::Result<()> {
    let id = event.id.to_string();
    let code = event.code.as_deref().map(|code| ("code", code));
    let attributes = [("id", id.as_str()), ("guid", event.guid.as_str())].into_iter().chain(code);
    out.create_element("event").with_attributes(attributes).write_inner_content(|out| {
        text(out, "room", &event.room)?;
        text(out, "title", &event.title)?;
        text(out, "subtitle", &event.subtitle)?;
        text(out, "type", &event.kind)?;
        text(out, "date", &event.date)?;
        text(out, "start", &event.start)?;
        text(out, "duration", &event.duration)?;
        text(out, "abstract", &event.abstract_text)?;
        text(out, "slug", &event.slug)?;
        text(out, "track", event.track.as_deref().unwrap_or(""))?;
        text(out, "logo", &event.logo)?;
        persons(out, event)?;
        text(out, "language", event.language.as_deref().unwrap_or(""))?;
        text(out, "description", &event.description)?;
        out.create_element("recording").write_inner_content(|out| {
            text(out, "license", &event.recording_license)?;
            text(out, "optout", if event.do_not_record { "true" } else { "false" })
        })?;
        links(out, ("links", "link"), &event.links)?;
        links(out, ("attachments", "attachment"), &event.attachments)?;
        text(out, "url", &event.url)?;
        for key in ["feedback_url", "video_download_url"] {
            if let Some(Value::String(url)) = event.carried.get(key).filter(|url| is_web(url)) {
                text(out, key, url)?;
            }
        }
        event.origin_url.as_deref().map_or(Ok(()), |url| text(out, "origin_url", url))
    })?;
    Ok(())
}

fn is_web(url: &Value) -> bool {
    url.as_str().is_some_and(|url| url.starts_with("https://") || url.starts_with("http://"))
}

fn persons(out: &mut Out, event: &Event) -> io::Result<()> {
    if event.persons.is_empty() {
        return text(out, "persons", "");
    }
    out.create_element("persons").write_inner_content(|out| {
        for person in &event.persons {
            let element = out.create_element("person").with_attribute(("guid", person.guid.as_str()));
            element.write_text_content(BytesText::new(&person.name))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn links(out: &mut Out, names: (&str, &str), links: &[Attachment]) -> io::Result<()> {
    if links.is_empty() {
        return text(out, names.0, "");
    }
    out.create_element(names.0).write_inner_content(|out| {
        for link in links {
            let element =
                out.create_element(names.1).with_attributes([("href", link.url.as_str()), ("type", link.kind)]);
            element.write_text_content(BytesText::new(link.title.as_deref().unwrap_or("")))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn text(out: &mut Out, name: &str, content: &str) -> io::Result<()> {
    let element = out.create_element(name);
    if content.is_empty() {
        element.write_empty()?
    } else {
        element.write_text_content(BytesText::new(content))?
    };
    Ok(())
}
