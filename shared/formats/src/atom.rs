//! Atom feeds (RFC 4287) of announcements and of open calls for proposals.

use askama::Template;
use domain::announcement::Announcement;
use domain::call::Call;
use domain::conference::{Conference, Track};
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "atom.xml")]
struct Feed<'a> {
    conference: &'a Conference,
    title: String,
    /// The page with the same content.
    page: String,
    updated: Timestamp,
    entries: Vec<Entry>,
}

struct Entry {
    /// Never changes, so that a feed reader shows each entry once.
    id: String,
    title: String,
    at: Timestamp,
    address: String,
    body: String,
}

/// `home` is the edition's address, `announcements` the published ones, latest first.
pub fn feed(conference: &Conference, home: &str, announcements: &[Announcement]) -> Result<String, askama::Error> {
    // An empty feed still needs an `updated`; the opening of registration is as good a constant as any.
    let updated = announcements.iter().map(|a| a.at).max().unwrap_or(conference.registration.opens.at);
    let entry = |announcement: &Announcement| {
        let address = format!("{home}/announcements/{}", announcement.id);
        let (title, body) = (announcement.title.clone(), announcement.body.clone());
        Entry { id: address.clone(), title, at: announcement.at, address, body }
    };
    let entries = announcements.iter().map(entry).collect();
    let (title, page) = (conference.name.clone(), format!("{home}/announcements"));
    Feed { conference, title, page, updated, entries }.render()
}

/// The latest change that people see: the opening, or a moved deadline.
pub fn call_changed(call: &Call) -> Timestamp {
    call.moved_at.unwrap_or(call.opens.at)
}

/// The words of the feed of calls, in the language of the edition.
pub trait Words {
    fn title(&self) -> String;

    /// What a call's entry is called.
    fn of_call(&self, track: &Track, call: &Call) -> String;

    /// Until when proposals can be submitted.
    fn until(&self, track: &Track, call: &Call) -> String;
}

/// The feed of open calls, soonest close first. A moved deadline makes a new entry, so that feed readers show it.
pub fn calls(
    conference: &Conference,
    home: &str,
    calls: &[(&Track, &Call)],
    words: &dyn Words,
) -> Result<String, askama::Error> {
    let updated = calls.iter().map(|(_, call)| call_changed(call)).max().unwrap_or(conference.registration.opens.at);
    let entry = |(track, call): &(&Track, &Call)| {
        let address = format!("{home}/tracks/{}", track.id);
        Entry {
            id: format!("{address}#close-{}", call.was.len()),
            title: words.of_call(track, call),
            at: call_changed(call),
            address,
            body: format!("{}\n\n{}", words.until(track, call), track.description),
        }
    };
    let entries = calls.iter().map(entry).collect();
    let title = words.title();
    Feed { conference, title, page: format!("{home}/tracks"), updated, entries }.render()
}
