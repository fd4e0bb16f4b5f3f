//! An Atom feed (RFC 4287) of announcements.

use askama::Template;
use domain::announcement::Announcement;
use domain::conference::Conference;
use jiff::Timestamp;

#[derive(Template)]
#[template(path = "atom.xml")]
struct Feed<'a> {
    conference: &'a Conference,
    home: &'a str,
    updated: Timestamp,
    announcements: &'a [Announcement],
}

/// The feed; `home` is the edition's address, `announcements` the published ones, latest first. Entries have stable ids
/// under `home`, so that a reader sees each once.
pub fn feed(conference: &Conference, home: &str, announcements: &[Announcement]) -> Result<String, askama::Error> {
    // Without entries the feed was last changed when the conference opened its registration: any constant does.
    let updated = announcements.iter().map(|a| a.at).max().unwrap_or(conference.registration.opens.at);
    Feed { conference, home, updated, announcements }.render()
}
