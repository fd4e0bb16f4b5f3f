//! Badges: a page to print, JSON and CSV.

use askama::Template;
use contract::badges::Badges as BadgesShown;
use domain::badge::{Badge, NameSize};
use domain::conference::Conference;
use formats::qr::Picture;
use lists::badges::{Asked, badges_asked, shown, ticket};
use lists::people::{Matched, page_of};
use messages::{Language, Messages};
use web::{ANSWER_BYTES, App, Layout, Problem, Reply, Request, next_link};

/// The most badges on one page. Each takes 5 kB with its code, and Lambda answers at most 6 MB.
const PAGE: usize = 240;

#[derive(Template)]
#[template(path = "badges.html")]
struct BadgesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// The path of the style sheet with the sizes.
    style: String,
    script: String,
    /// The path of the edition's logo.
    logo: Option<String>,
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
        script: web::script("print"),
        logo: web::appearance::logo(conference).map(|logo| logo.path),
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

/// `GET …/badges.csv`
pub(crate) async fn csv(app: &App, request: &Request) -> Result<Reply, Problem> {
    request.export_csv(lists::badges::part(app, request, ANSWER_BYTES).await?)
}
