//! Announcements: the list, a single one, the feed, and text for a mailing list.

use askama::Template;
use domain::announcement::{Announcement, AnnouncementId, AnnouncementState};
use domain::conference::Conference;
use jiff::tz::TimeZone;
use messages::{HOME, Language, Messages};
use web::{App, Layout, Problem, Reply, Request, next_link};

#[derive(Template)]
#[template(path = "announcements.html")]
struct ListPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    announcements: Vec<Announcement>,
    next: Option<String>,
    key: String,
}

#[derive(Template)]
#[template(path = "announcement.html")]
struct OnePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    announcement: Announcement,
    organizer: bool,
}

/// Announcements on one page.
const PAGE: usize = 20;

/// `GET …/announcements`: the announcements that the caller may see, latest first.
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let organizer = request.caller.organizes(Some(edition));
    let page = app.store.announcements_page(edition.id(), organizer, request.cursor()?.as_ref(), PAGE).await?;
    let next = next_link(&format!("/conferences/{}/announcements", edition.id()), page.next.as_ref());
    let announcements = page.items;
    if !request.wants_html {
        let announcements = announcements.iter().map(Into::into).collect();
        return Ok(Reply::json(200, &contract::announcements::Announcements { announcements, next }));
    }
    let layout = request.layout().titled(request.t("nav-news"));
    // Sending the same form twice makes one announcement.
    let key = app.context.id("form", 26);
    Ok(Reply::page(200, &ListPage { layout, conference: &edition.conference, announcements, next, key }))
}

/// The number of latest announcements in the feed: readers keep the earlier ones.
const IN_FEED: usize = 50;

/// `GET …/announcements.atom`
pub(crate) async fn feed(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let mut announcements = app.store.announcements(edition.id()).await?;
    announcements.retain(|announcement| announcement.state == AnnouncementState::Published);
    announcements.truncate(IN_FEED);
    let changed = announcements.iter().map(|a| a.at).max().unwrap_or(edition.conference.registration.opens.at);
    let home = format!("{}/conferences/{}", request.base_url(app), edition.id());
    let feed = formats::atom::feed(&edition.conference, &home, &announcements)
        .map_err(|error| store::StoreError::Broken(error.to_string()))?;
    Ok(request.fresh(Reply::new(200, "application/atom+xml; charset=utf-8", feed), changed))
}

/// `GET …/announcements/{announcement}`; with the suffix `.txt` as text for a mailing list.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let unknown = || Problem::not_found("no-such-announcement");
    let name = request.parameter("announcement").unwrap_or_default();
    let (name, plain) = name.strip_suffix(".txt").map_or((name, false), |name| (name, true));
    let id: AnnouncementId = name.parse().map_err(|_| unknown())?;
    let organizer = request.caller.organizes(Some(edition));
    let found = app.store.announcement(edition.id(), &id).await?;
    let announcement = found.filter(|a| organizer || a.state == AnnouncementState::Published).ok_or_else(unknown)?;
    if plain {
        let address = format!("{}/conferences/{}/announcements/{id}", request.base_url(app), edition.id());
        // It goes to a list of people in many zones, in the edition's language.
        let language = Language::of_tag(conference.language).unwrap_or_default();
        let published = Messages::new(language, &HOME).instant(announcement.at, &TimeZone::UTC);
        let text = formats::plain::announcement(conference, &announcement, &published, &address);
        return Ok(Reply::new(200, "text/plain; charset=utf-8", text).header("cache-control", "no-store"));
    }
    if !request.wants_html {
        return Ok(Reply::json(200, &contract::announcements::Announcement::from(&announcement)));
    }
    let layout = request.layout().titled(announcement.title.as_str());
    Ok(Reply::page(200, &OnePage { layout, conference, announcement, organizer }))
}
