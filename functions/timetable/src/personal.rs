//! A person's own calendar, by its secret address: their sessions, bookmarks and BoFs in every edition, and the ends of
//! their offers.

use domain::calendar_address::Parts;
use domain::conference::ConferenceId;
use domain::live::{Links, OwnLinks, is_day, links_changed_at, open_session};
use domain::person::{EmailAddress, PersonKey};
use domain::phrase::Phrase;
use domain::timetable::{Guid, Released, SessionId};
use domain::waitlist::Entry;
use formats::ical::{self, Deadline, OwnSession, Personal};
use formats::published::Published;
use futures_util::future::try_join_all;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use messages::{Language, Messages, TIMETABLE};
use store::{Edition, Held};
use web::{App, Kind, Problem, Reply, Request};

use crate::exports::{CALENDAR, CalendarWords};
use crate::view::View;

/// How long an edition stays in the calendar after its last day.
const SHOWN_DAYS: i64 = 366;

/// `GET /calendar/{token}`; the path ends in `.ics`.
pub(crate) async fn calendar(app: &App, request: &Request) -> Result<Reply, Problem> {
    let owner = owner(app, request).await?;
    let addresses = app.store.addresses_of(&owner).await?;
    let now = app.context.now();
    let today = now.to_zoned(TimeZone::UTC).date();
    let entries = app.store.editions().await?.into_iter();
    let recent = entries.filter(|entry| today <= entry.ends_on.saturating_add(SHOWN_DAYS.days()));
    let found = try_join_all(recent.map(|entry| Part::read(app, request, entry.id, &addresses))).await?;
    let parts: Vec<Part> = found.into_iter().flatten().collect();
    let messages = parts.first().map_or(request.messages, |part| part.words.0);
    let account = format!("{}/me", request.base_url(app));
    let editions: Vec<_> = parts.iter().map(|part| part.personal(&account, now)).collect();
    let text = ical::personal(&messages.t("personal-name").to_string(), &editions);
    Ok(request.private(Reply::new(200, CALENDAR, text)))
}

/// The address whose calendar the secret in the path opens.
async fn owner(app: &App, request: &Request) -> Result<EmailAddress, Problem> {
    let parts = request.parameter("token").and_then(|token| token.strip_suffix(".ics")).and_then(Parts::parse);
    let owner = match parts {
        Some(parts) => app.store.calendar_owner(parts).await?,
        None => None,
    };
    owner.ok_or_else(|| {
        let detail = Phrase::of("calendar-wrong");
        Problem::new(Kind::NotFound, detail).way("calendar", Phrase::of("way-calendar"), "/me/calendar".into())
    })
}

/// What a person has in one edition.
struct Part {
    edition: Edition,
    /// The address of the edition's pages.
    home: String,
    view: View,
    /// The person's keys there, one for each of their addresses.
    keys: Vec<PersonKey>,
    bookmarks: Vec<SessionId>,
    held: Vec<Held>,
    /// Sessions' own links, read only on a day on which they are shown.
    own_links: OwnLinks,
    /// In the language that they last used there, or the edition's.
    words: CalendarWords,
}

impl Part {
    /// `None` if they have nothing there.
    async fn read(
        app: &App,
        request: &Request,
        id: ConferenceId,
        addresses: &[EmailAddress],
    ) -> Result<Option<Self>, Problem> {
        let Some(edition) = app.store.readable_edition(&id).await? else { return Ok(None) };
        let bookmarks = app.store.bookmarks(&edition, addresses).await?;
        let held = app.store.held_by(&edition, addresses).await?;
        let view = View::published(app, &edition).await?;
        let shows_links = is_day(&edition.conference, app.context.now()) && has_pass(&held);
        let own_links = if shows_links { app.store.live_links(&id).await? } else { OwnLinks::new() };
        let used = held.iter().find_map(|held| held.person.language.as_deref());
        let language = Language::of_tag(used.unwrap_or(edition.conference.language)).unwrap_or_default();
        let part = Self {
            home: format!("{}/conferences/{}", request.base_url(app), edition.id()),
            view,
            keys: addresses.iter().map(|address| edition.person_key(address)).collect(),
            bookmarks,
            held,
            own_links,
            words: CalendarWords(Messages::new(language, &TIMETABLE)),
            edition,
        };
        let is_empty = part.sessions().next().is_none() && part.held.is_empty();
        Ok((!is_empty).then_some(part))
    }

    /// The sessions that need them or that they bookmarked, cancelled ones too.
    fn sessions(&self) -> impl Iterator<Item = &Released> {
        let takes_part = |released: &Released| {
            let keys = released.session.people.iter().filter_map(|person| person.key.as_ref());
            keys.into_iter().any(|key| self.keys.contains(key))
        };
        let sessions = self.view.release.sessions.iter();
        sessions.filter(move |released| takes_part(released) || self.bookmarks.contains(&released.session.id))
    }

    fn personal(&self, account: &str, now: Timestamp) -> Personal<'_> {
        let conference = &*self.edition.conference;
        let deadlines = self.held.iter().filter_map(|held| self.deadline(held.entry.as_ref()?, account, now));
        Personal {
            published: Published { conference, release: &self.view.release, home: &self.home },
            words: &self.words,
            sessions: self.own_sessions(now),
            deadlines: deadlines.collect(),
        }
    }

    /// People with a pass get the links of the day's sessions, while pages show them.
    fn own_sessions(&self, now: Timestamp) -> Vec<OwnSession<'_>> {
        let has_pass = has_pass(&self.held);
        self.sessions().map(|released| self.own_session(released, has_pass, now)).collect()
    }

    fn own_session<'a>(&'a self, released: &'a Released, has_pass: bool, now: Timestamp) -> OwnSession<'a> {
        let (conference, release) = (&*self.edition.conference, &self.view.release);
        let own = self.own_links.get(&released.session.id);
        let is_today = conference.day_of(released.placement.starts_at) == conference.day_of(now);
        let live = if has_pass && is_today { open_session(conference, release, released, own, now) } else { None };
        let gets_links = has_pass && !released.is_cancelled();
        let changed_at = links_changed_at(conference, release, released, own, now);
        OwnSession {
            released,
            live_text: live.as_ref().map(|links| self.live_text(links)).unwrap_or_default(),
            live,
            live_changed_at: changed_at.filter(|_| gets_links),
        }
    }

    fn live_text(&self, links: &Links) -> String {
        let links = [("personal-watch", &links.live_url), ("personal-chat", &links.chat_url)];
        let line = |(id, url): (&'static str, &Option<String>)| {
            Some(self.words.0.t(id).arg("url", url.as_deref()?).to_string())
        };
        links.into_iter().filter_map(line).collect::<Vec<_>>().join("\n")
    }

    /// The end of an open offer. It links to the person's page instead of the entry, whose link could answer the offer:
    /// calendars are shared and synchronized more freely than mails.
    fn deadline(&self, entry: &Entry, account: &str, now: Timestamp) -> Option<Deadline> {
        let offer = entry.open_offer(now)?;
        let conference = &self.edition.conference;
        let until = self.words.0.instant(offer.expires_at, &conference.time_zone);
        let title =
            self.words.0.t("personal-offer").arg("until", until.as_str()).arg("conference", conference.name.as_str());
        let text = self.words.0.t("personal-offer-text").arg("until", until.as_str());
        let number = offer.number.to_string();
        Some(Deadline {
            guid: Guid::named(&["offer", conference.id.as_str(), entry.id.as_str(), &number]),
            at: offer.expires_at,
            since: offer.offered_at,
            title: title.to_string(),
            text: text.to_string(),
            url: account.to_owned(),
        })
    }
}

fn has_pass(held: &[Held]) -> bool {
    held.iter().any(|held| held.person.confirmed().is_some())
}
