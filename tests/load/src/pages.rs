//! `load pages`: how long each kind of page takes, for the reader that it is for.
//!
//! A kind of page is a route of the contract that answers HTML. Readers find pages as people do: by the links of the
//! first page, of every page after it, and of their latest mails.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Outcome;
use crate::client::{Ask, Client};
use crate::figures::Latency;
use crate::options::Pages;
use crate::organizer::Organizer;
use crate::report::{self, ms};
use crate::server::Server;

/// The pages of a kind that a reader opens while looking around, and of which the largest is measured.
const PER_ROUTE: usize = 3;

/// Each part of the settings has a form of its own, with another size.
const SECTIONS: &str = "/settings/{section}";
const SECTIONS_MOST: usize = 10;

/// The latest mails of a reader whose links are followed.
const MAILS: usize = 20;

/// Pages that forms and answers lead to.
const WITHOUT_LINK: [&str; 2] = ["/problems/sold-out", "/conferences/lpc-2023/find?q=attendee"];

/// Before times count: the first answers fill caches.
const WARM_UP: u32 = 3;

/// What a page should take in a release build, in milliseconds. Slower ones are marked.
const WANTED_MS: f64 = 5.0;

struct Reader {
    who: &'static str,
    email: Option<&'static str>,
}

const fn reader(who: &'static str, email: &'static str) -> Reader {
    Reader { who, email: Some(email) }
}

const ANYONE: Reader = Reader { who: "anyone", email: None };
const ATTENDEE: Reader = reader("attendee", "attendee-7@example.org");
const ORGANIZER: Reader = reader("organizer", "organizer@example.org");

/// The scenes of the sample and who looks around in them, from the public to organizers. Sessions and people are public
/// in the second only.
const SCENES: [(&str, &[Reader]); 2] = [
    (
        "season",
        &[
            ANYONE,
            ATTENDEE,
            reader("waiting", "attendee-2001@example.org"),
            reader("speaker", "speaker-1@example.org"),
            reader("reviewer", "reviewer-1@example.org"),
            reader("lead", "lead.net@example.org"),
            ORGANIZER,
        ],
    ),
    (
        "day",
        &[ANYONE, ATTENDEE, reader("door", "door-1@example.org"), reader("lead", "lead.net@example.org"), ORGANIZER],
    ),
];

/// A page that was found: of its kind the largest for the first reader who comes to one.
struct Found {
    path: String,
    bytes: usize,
    who: &'static str,
    session: Option<String>,
}

/// One row of the table.
struct Row {
    who: &'static str,
    scene: &'static str,
    bytes: usize,
    latency: Latency,
    /// The server's processor time per answer; `None` where the system does not say.
    cpu: Option<Duration>,
}

/// Visits the sample's pages, and prints a row for each kind.
pub(crate) async fn run(options: &Pages) -> Outcome<()> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let mut routes = Vec::new();
    for (scene, readers) in SCENES {
        let mut server = Server::of_sample(&options.place, scene)?;
        server.start()?;
        let mut client = Client::new(server.address());
        routes = page_routes(&mut client).await?;
        let mut found = BTreeMap::new();
        for reader in readers {
            look_around(&mut client, &routes, reader, &mut found).await?;
        }
        let is_larger = |row: &Row, page: &Found| row.who == page.who && row.bytes < page.bytes;
        found.retain(|route, page: &mut Found| rows.get(route).is_none_or(|row| is_larger(row, page)));
        println!("{scene}: {} kinds of pages, {} visits of each", found.len(), options.visits);
        for (route, page) in found {
            let row = measure(&server, &mut client, &page, scene, options.visits).await?;
            rows.insert(route, row);
        }
    }
    print(&rows);
    let missing: Vec<_> = routes.iter().filter(|route| !rows.contains_key(*route)).map(String::as_str).collect();
    if !missing.is_empty() {
        println!("\nNo link leads there in these scenes:\n  {}", missing.join("\n  "));
    }
    Ok(())
}

/// Routes that answer a page, as patterns: `/conferences/{conference}/pools`.
async fn page_routes(client: &mut Client) -> Outcome<Vec<String>> {
    let contract = client.send(&Ask::get("/openapi.json")).await?.json;
    let paths = contract["paths"].as_object().ok_or("the server has no contract")?;
    let answers_page = |methods: &Value| {
        let responses = methods["get"]["responses"].as_object();
        responses.into_iter().flat_map(|all| all.values()).any(|answer| !answer["content"]["text/html"].is_null())
    };
    let pages = paths.iter().filter(|(path, methods)| is_page(path) && answers_page(methods));
    Ok(pages.map(|(path, _)| path.clone()).collect())
}

/// Follows links from the first page and from the reader's mails, and keeps the largest page of each new kind.
async fn look_around(
    client: &mut Client,
    routes: &[String],
    reader: &Reader,
    found: &mut BTreeMap<String, Found>,
) -> Outcome<()> {
    let mut queue: VecDeque<_> = ["/"].into_iter().chain(WITHOUT_LINK).map(str::to_owned).collect();
    let session = match reader.email {
        Some(email) => {
            queue.extend(mailed_links(client, email).await?);
            let signed_in = Organizer::sign_in_as(Client::new(client.address()), email).await?;
            Some(signed_in.token().to_owned())
        }
        None => None,
    };
    let (mut seen, mut times) = (BTreeSet::new(), BTreeMap::<&str, usize>::new());
    while let Some(path) = queue.pop_front() {
        let Some(route) = route_of(routes, &path) else { continue };
        let limit = if route.ends_with(SECTIONS) { SECTIONS_MOST } else { PER_ROUTE };
        let opened = times.entry(route).or_default();
        if !is_page(&path) || *opened >= limit || !seen.insert(path.clone()) {
            continue;
        }
        *opened += 1;
        let page = client.page(&path, session.as_deref()).await?;
        queue.extend(page.location.as_deref().and_then(own_path));
        // A link that needs a reader who is signed in leads to the way to sign in, and others to a page that is no more.
        if !page.is_html || page.status != 200 {
            continue;
        }
        queue.extend(links(&page.text));
        let bytes = page.text.len();
        if found.get(route).is_none_or(|known| known.who == reader.who && known.bytes < bytes) {
            found.insert(route.to_owned(), Found { path, bytes, who: reader.who, session: session.clone() });
        }
    }
    Ok(())
}

/// The links of the latest mails to an address.
async fn mailed_links(client: &mut Client, email: &str) -> Outcome<Vec<String>> {
    let answer = client.send(&Ask::get(format!("/_local/outbox?to={email}&limit={MAILS}"))).await?;
    let mails = answer.json.as_array().cloned().unwrap_or_default();
    let text = |mail: &Value| mail["text"].as_str().unwrap_or_default().to_owned();
    Ok(mails.iter().flat_map(|mail| text(mail).split_whitespace().filter_map(own_path).collect::<Vec<_>>()).collect())
}

async fn measure(server: &Server, client: &mut Client, page: &Found, scene: &'static str, visits: u32) -> Outcome<Row> {
    let mut bytes = page.bytes;
    for _ in 0..WARM_UP {
        bytes = client.page(&page.path, page.session.as_deref()).await?.text.len();
    }
    let cpu = || server.usage().map(|usage| usage.cpu);
    let (mut latency, before) = (Latency::default(), cpu());
    for _ in 0..visits {
        let began = Instant::now();
        let answer = client.page(&page.path, page.session.as_deref()).await?;
        latency.add(began.elapsed());
        if answer.status != 200 {
            return Err(format!("{} was a page and then answered {}", page.path, answer.status));
        }
    }
    let cpu = before.zip(cpu()).map(|(before, after)| after.saturating_sub(before) / visits);
    Ok(Row { who: page.who, scene, bytes, latency, cpu })
}

fn print(rows: &BTreeMap<String, Row>) {
    report::heading(&format!(
        "{:<68}{:<11}{:<8}{:>9}{:>9}{:>9}{:>9}",
        "Pages, in ms", "reader", "scene", "bytes", "p50", "p99", "CPU"
    ));
    for (route, row) in rows {
        let [p50, p99] = [0.5, 0.99].map(|part| ms(row.latency.quantile(part)));
        let cpu = row.cpu.map_or("-".into(), |cpu| format!("{:.2}", ms(cpu)));
        let mark = if p50 >= WANTED_MS { "  *" } else { "" };
        let shown = route.replace("/conferences/{conference}", "…");
        println!("  {shown:<66}{:<11}{:<8}{:>9}{p50:>9.2}{p99:>9.2}{cpu:>9}{mark}", row.who, row.scene, row.bytes);
    }
    let slow = rows.values().filter(|row| ms(row.latency.quantile(0.5)) >= WANTED_MS).count();
    println!("\n{} kinds of pages; {slow} take {WANTED_MS} ms or more (*).", rows.len());
    println!("Times are seen from here, over HTTP. CPU is the whole server's, with what it does in the background.");
}

/// The route of an address; of several that fit, the one with the fewest parameters.
fn route_of<'a>(routes: &'a [String], path: &str) -> Option<&'a str> {
    let parts: Vec<_> = path.split('?').next().unwrap_or_default().split('/').collect();
    let fits = |route: &&String| {
        let wanted: Vec<_> = route.split('/').collect();
        wanted.len() == parts.len() && wanted.iter().zip(&parts).all(|(part, is)| part.contains('{') || part == is)
    };
    routes.iter().filter(fits).min_by_key(|route| route.matches('{').count()).map(String::as_str)
}

/// Whether an address is a page for readers: no download, and the reader's own language.
fn is_page(path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    // The tokens of mailed links have a dot too, with more after it.
    let is_file = path.rsplit_once('.').is_some_and(|(_, end)| end.len() <= 5 && !end.contains('/'));
    !is_file && !path.starts_with("/_local") && !query.split('&').any(|parameter| parameter.starts_with("lang="))
}

/// The addresses on this server that a page links to or frames, without fragments.
fn links(html: &str) -> Vec<String> {
    let tags = html.split('<').filter_map(|tag| {
        let attribute = match tag.split(|c: char| c.is_ascii_whitespace()).next() {
            Some("a") => "href=\"",
            Some("iframe") => "src=\"",
            _ => return None,
        };
        let (_, value) = tag.split('>').next()?.split_once(attribute)?;
        value.split('"').next()
    });
    tags.filter_map(|href| own_path(&href.replace("&amp;", "&").replace("&#38;", "&"))).collect()
}

/// The path and query of an address on this server, without its fragment.
fn own_path(address: &str) -> Option<String> {
    let address = address.trim_matches(['<', '>', '(', ')', ',']);
    let path = match address.split_once("://") {
        Some((_, rest)) if rest.starts_with("127.0.0.1") || rest.starts_with("localhost") => &rest[rest.find('/')?..],
        Some(_) => return None,
        None => address,
    };
    let path = path.split('#').next().unwrap_or_default();
    path.starts_with('/').then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_of_a_page_are_its_own_servers() {
        let html = r##"<p>Read <a class="x" href="/a?b=1&amp;c=2#d">this</a>, <a href="https://example.org/">that</a>,
            <a href="#top">up</a><iframe title="A mail" src="/conferences/c/mails/1/html"></iframe><abbr href="/no">"##;
        assert_eq!(links(html), ["/a?b=1&c=2", "/conferences/c/mails/1/html"]);
        assert_eq!(own_path("<http://127.0.0.1:8080/me>"), Some("/me".into()));
        assert_eq!(own_path("word"), None);
    }

    #[test]
    fn an_address_belongs_to_the_closest_route() {
        let routes =
            ["/conferences/{conference}/tracks/{track}", "/conferences/{conference}/tracks/new"].map(String::from);
        assert_eq!(route_of(&routes, "/conferences/c/tracks/new?x=1"), Some(routes[1].as_str()));
        assert_eq!(route_of(&routes, "/conferences/c/tracks/net"), Some(routes[0].as_str()));
        assert_eq!(route_of(&routes, "/conferences/c"), None);
    }

    #[test]
    fn downloads_are_no_pages() {
        assert!(is_page("/conferences/c/tracks?q=a.b"));
        assert!(is_page("/sign-in/abc.defghijklm"));
        assert!(!is_page("/conferences/c/timetable.ics"));
        assert!(!is_page("/conferences/c?lang=de"));
    }
}
