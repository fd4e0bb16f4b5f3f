//! Everything that is stored about the signed-in person, with what it is for and when it ends.

use std::collections::BTreeMap;

use askama::Template;
use contract::privacy::{DataGroup, DataItem, MyData};
use domain::personal_data::DataKind;
use domain::phrase::Phrase;
use domain::sign_in::LIMIT_WINDOW;
use serde_json::Value;
use store::PersonalItem;
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::addresses;

/// Each answer reads the whole table.
const ANSWERS_PER_WINDOW: u64 = 30;

/// Longer texts are in the file only.
const SHOWN_CHARS: usize = 500;

#[derive(Template)]
#[template(path = "data.html")]
struct DataPage<'a> {
    layout: Layout,
    groups: Vec<ShownGroup<'a>>,
    said: &'a str,
    problem: Option<&'a Problem>,
}

struct ShownGroup<'a> {
    group: &'a DataGroup,
    items: Vec<ShownItem>,
}

/// An item as the names and texts of its fields.
struct ShownItem {
    title: String,
    fields: Vec<(String, String)>,
}

async fn data(app: &App, request: &Request) -> Result<Vec<DataGroup>, Problem> {
    let own = addresses::own(request)?;
    let whose = app.store.address_id(own).await?;
    if app.store.count(&app.context, "data", &whose, LIMIT_WINDOW).await? > ANSWERS_PER_WINDOW {
        let minutes = LIMIT_WINDOW.as_mins();
        let wait = u64::try_from(LIMIT_WINDOW.as_secs()).unwrap_or(900);
        let detail = Phrase::of("data-read-often").count("minutes", minutes);
        return Err(Problem::new(Kind::TooManyRequests, detail).retry_after(wait));
    }
    let found = app.store.personal_data(&request.caller.addresses).await?;
    Ok(found.into_iter().map(|(kind, items)| group(request, kind, items)).collect())
}

fn group(request: &Request, kind: DataKind, items: Vec<PersonalItem>) -> DataGroup {
    let shown = |item: PersonalItem| DataItem { conference: item.conference.map(|c| c.to_string()), data: item.data };
    let mut items: Vec<_> = items.into_iter().map(shown).collect();
    items.sort_by(|a, b| a.conference.cmp(&b.conference));
    let name = kind.as_str().replace('_', "-");
    DataGroup {
        kind: kind.as_str(),
        label: request.messages.word("data", &name).to_string(),
        purpose: request.messages.word("data-purpose", &name).to_string(),
        ends: request.messages.word("data-ends", kind.ends().as_str()).to_string(),
        items,
    }
}

fn answer(app: &App, request: &Request, groups: Vec<DataGroup>) -> Reply {
    let addresses = request.caller.addresses.as_slice();
    Reply::json(200, &MyData { addresses, read_at: app.context.now(), groups })
}

/// `GET /me/data`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let groups = data(app, request).await?;
    if !request.wants_html {
        return Ok(answer(app, request, groups));
    }
    Ok(page(request, &groups, None))
}

/// The page after a form that failed, without the data.
pub(crate) fn page_with(request: &Request, problem: &Problem) -> Reply {
    page(request, &[], Some(problem))
}

fn page(request: &Request, groups: &[DataGroup], problem: Option<&Problem>) -> Reply {
    let shown = groups.iter().map(|group| ShownGroup { group, items: group.items.iter().map(item).collect() });
    let page = DataPage {
        layout: request.layout().titled(request.t("data-title")),
        groups: shown.collect(),
        said: request.query("said").unwrap_or_default(),
        problem,
    };
    problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page))
}

/// `GET /me/data.json`: for a browser, which asks for pages.
pub(crate) async fn download(app: &App, request: &Request) -> Result<Reply, Problem> {
    let answer = answer(app, request, data(app, request).await?);
    Ok(answer.header("content-disposition", "attachment; filename=\"my-data.json\""))
}

fn item(item: &DataItem) -> ShownItem {
    let mut fields = BTreeMap::new();
    flatten("", &item.data, &mut fields);
    let named = ["title", "subject", "name", "kind", "id"].into_iter().find_map(|name| fields.get(name));
    let title = [item.conference.as_ref(), named].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
    ShownItem { title: title.join(" · "), fields: fields.into_iter().collect() }
}

/// Each text and number of a value, under the names that lead to it.
fn flatten(name: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    let below = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name} {part}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(part, value)| flatten(&below(part), value, into)),
        Value::Array(values) if values.iter().any(|value| value.is_object() || value.is_array()) => {
            values.iter().enumerate().for_each(|(at, value)| flatten(&below(&(at + 1).to_string()), value, into));
        }
        Value::Array(values) => {
            let words: Vec<_> = values.iter().map(text).collect();
            into.insert(name.to_owned(), words.join(", "));
        }
        value => drop(into.insert(name.to_owned(), text(value))),
    }
}

fn text(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}
