//! Badges: a page to print, JSON and CSV.

use std::sync::Arc;

use askama::Template;
use contract::badges::{Badge as BadgeShown, Badges as BadgesShown, Ribbon as RibbonShown};
use domain::badge::{Badge, NameSize, Ribbon};
use domain::conference::Conference;
use domain::directory::{Filter, PersonRow, Sort};
use domain::ticket::{TicketCode, number};
use formats::qr::Picture;
use messages::{Language, Messages};
use store::{Edition, ticket_code_of};
use web::{App, Layout, Problem, Reply, Request, next_link};

use crate::list::{Matched, asked, matched, page_of};
use crate::person::person_of;
use crate::table::Export;

/// The most badges on one page. Each takes 5 kB with its code, and Lambda answers at most 6 MB.
const PAGE: usize = 240;

#[derive(Template)]
#[template(path = "badges.html")]
struct BadgesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// The path of the style sheet with the sizes.
    style: String,
    /// In the language of the edition, which people at the conference share.
    language: Language,
    sheets: Vec<Vec<Drawn<'a>>>,
    count: usize,
    total: usize,
    is_filtered: bool,
    /// The query of these badges, for their CSV.
    query: String,
    next: Option<String>,
}

/// A badge as it is printed.
struct Drawn<'a> {
    name: Option<&'a str>,
    /// The step of the name's size.
    step: usize,
    affiliation: Option<&'a str>,
    ribbons: Vec<String>,
    qr: Option<Code>,
}

struct Code {
    /// Modules along one side.
    side: usize,
    path: String,
}

/// The badges that a request asks for.
struct Asked {
    filter: Filter,
    sort: Sort,
    matched: Matched,
    /// The query that asks for them.
    query: String,
}

async fn badges_asked(app: &App, request: &Request, edition: &Edition) -> Result<Asked, Problem> {
    let (filter, mut sort) = asked(request)?;
    let mut pairs = filter.pairs();
    match request.query("sort").filter(|word| !word.trim().is_empty()) {
        Some(_) => pairs.push(("sort", sort.as_str().to_owned())),
        None => sort = Sort::Name,
    }
    let person = request.query("person").map(str::trim).filter(|id| !id.is_empty());
    let mut people = match person {
        Some(id) => vec![person_of(app, edition, id).await?],
        None => app.store.directory(&app.context, edition).await?.iter().map(Arc::clone).collect(),
    };
    pairs.extend(person.map(|id| ("person", id.to_owned())));
    people.retain(|row| Badge::of(row).is_some());
    let matched = matched(request, &people, &filter, sort)?;
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Ok(Asked { filter, sort, matched, query })
}

fn ticket(app: &App, badge: &Badge<'_>) -> TicketCode {
    let registration = badge.registration;
    ticket_code_of(&app.context, &registration.id, &registration.nonce, &registration.key_id)
}

fn ribbon(ribbon: Ribbon) -> RibbonShown {
    match ribbon {
        Ribbon::Organizer => RibbonShown::Organizer,
        Ribbon::Lead => RibbonShown::Lead,
        Ribbon::Speaker => RibbonShown::Speaker,
        Ribbon::FirstTime => RibbonShown::FirstTime,
    }
}

fn shown<'a>(app: &App, badge: &Badge<'a>) -> BadgeShown<'a> {
    BadgeShown {
        person: badge.person,
        registration: badge.registration.id.as_str(),
        number: number(&badge.registration.id),
        name: badge.name,
        affiliation: badge.affiliation,
        ribbons: badge.ribbons.iter().copied().map(ribbon).collect(),
        ticket: ticket(app, badge).text(),
    }
}

fn drawn<'a>(app: &App, messages: &Messages, conference: &Conference, badge: &Badge<'a>) -> Drawn<'a> {
    let picture = conference.badges.has_qr().then(|| Picture::of(&ticket(app, badge).text())).flatten();
    Drawn {
        name: badge.name,
        step: NameSize::of(badge.name.unwrap_or_default()).step(),
        affiliation: badge.affiliation,
        ribbons: badge.ribbons.iter().map(|worn| messages.word("ribbon", worn.as_str()).to_string()).collect(),
        qr: picture.map(|picture| Code { side: picture.side(), path: picture.path() }),
    }
}

/// `GET …/badges`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &edition.conference;
    let Asked { filter, matched: Matched { total, rest }, query, .. } = badges_asked(app, request, edition).await?;
    // Only the last sheet of all can be incomplete.
    let on_a_sheet = conference.badges.on_a_page();
    let size = (PAGE / on_a_sheet).max(1) * on_a_sheet;
    let (rows, next) = page_of(app, edition, &filter, &rest, size).await?;
    let badges: Vec<_> = rows.iter().filter_map(|row| Badge::of(row)).collect();
    // Who no longer has a badge is not counted.
    let total = total - (rest.len().min(size) - badges.len());
    let link = next_link(&format!("/conferences/{}/badges", edition.id()), next.as_ref());
    let next = link.map(|link| if query.is_empty() { link } else { format!("{link}&{query}") });
    if !request.wants_html {
        let badges = badges.iter().map(|badge| shown(app, badge)).collect();
        return Ok(Reply::json(200, &BadgesShown { badges, total, next }));
    }
    let language = Language::of_tag(conference.language).unwrap_or_default();
    let messages = Messages::new(language, &messages::DIRECTORY);
    let page = BadgesPage {
        layout: request.layout().titled(request.t("badges-title")),
        conference,
        style: web::appearance::badges(conference).path,
        language,
        sheets: badges
            .chunks(on_a_sheet)
            .map(|some| some.iter().map(|badge| drawn(app, &messages, conference, badge)).collect())
            .collect(),
        count: badges.len(),
        total,
        is_filtered: !filter.is_empty() || request.query("person").is_some(),
        query: if query.is_empty() { query } else { format!("?{query}") },
        next,
    };
    Ok(Reply::page(200, &page))
}

const COLUMNS: [&str; 7] = ["person", "registration", "number", "name", "affiliation", "ribbons", "ticket"];

/// The cells of a badge, in the order of [`COLUMNS`].
fn cells(app: &App, row: &PersonRow) -> Option<[String; 7]> {
    let badge = Badge::of(row)?;
    let shown = shown(app, &badge);
    Some([
        shown.person.to_owned(),
        shown.registration.to_owned(),
        shown.number,
        shown.name.unwrap_or_default().to_owned(),
        shown.affiliation.unwrap_or_default().to_owned(),
        shown.ribbons.iter().map(|ribbon| ribbon.as_str()).collect::<Vec<_>>().join("; "),
        shown.ticket,
    ])
}

/// `GET …/badges.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let Asked { filter, sort, matched, .. } = badges_asked(app, request, edition).await?;
    let name = format!("{}-badges", edition.id());
    let export = Export { name, columns: COLUMNS, cells: &|row: &PersonRow| cells(app, row) };
    export.part(app, request, &filter, sort, &matched.rest).await
}
