//! A person's secret calendar address: making it, replacing it, ending it. `timetable` serves the calendar.

use askama::Template;
use contract::calendar::{CalendarAddress, NewCalendarAddress};
use domain::calendar_address::CurrentAddress;
use domain::input::{Reading, one_of};
use jiff::tz::TimeZone;
use web::{App, Layout, Problem, Reply, Request};

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage<'a> {
    layout: Layout,
    /// The day on which the address that works was made.
    created: Option<String>,
    /// The new address, which only this page shows: as a link of the web, and as one that opens a calendar program.
    address: Option<(&'a str, String)>,
    key: String,
    said: &'a str,
    problem: Option<&'a Problem>,
}

async fn current(app: &App, request: &Request) -> Result<Option<CurrentAddress>, Problem> {
    Ok(app.store.current_calendar_address(&request.caller.addresses).await?)
}

async fn page(
    app: &App,
    request: &Request,
    address: Option<&str>,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let day = |current: CurrentAddress| request.messages.day(current.created_at.to_zoned(TimeZone::UTC).date());
    let webcal = |url: &str| url.split_once("://").map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
    let page = CalendarPage {
        layout: request.layout().titled(request.t("calendar-title")),
        created: current(app, request).await?.map(day),
        address: address.map(|url| (url, webcal(url))),
        key: app.context.id("form", 26),
        said: request.query("said").unwrap_or_default(),
        problem,
    };
    let status = if address.is_some() { 201 } else { 200 };
    Ok(problem.map_or_else(|| Reply::page(status, &page), |problem| problem.on_page(&page)))
}

async fn answer(app: &App, request: &Request) -> Result<Reply, Problem> {
    let created_at = current(app, request).await?.map(|current| current.created_at);
    Ok(Reply::json(200, &CalendarAddress { created_at }))
}

/// `GET /me/calendar`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html { page(app, request, None, None).await } else { answer(app, request).await }
}

/// `POST /me/calendar` `{action?}`: a form gets the address on the page that answers it, since no later page can show it.
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    match changed(app, request).await {
        Ok(Some((_, url))) if request.is_page_form() => page(app, request, Some(&url), None).await,
        Ok(Some((made, url))) => Ok(Reply::json(201, &NewCalendarAddress { created_at: made.created_at, url: &url })),
        Ok(None) if request.is_page_form() => Ok(Reply::see_other("/me/calendar?said=calendar-ended")),
        Ok(None) => answer(app, request).await,
        Err(problem) if request.is_page_form() => page(app, request, None, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

/// Makes an address and returns it, or ends the one that works.
async fn changed(app: &App, request: &Request) -> Result<Option<(CurrentAddress, String)>, Problem> {
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let reading = Reading::new(source);
    let ends = reading.root(&document).map(|o| {
        let ends = o.optional("action", one_of(&[("create", false), ("end", true)])).unwrap_or(false);
        o.done();
        ends
    });
    if reading.finish(ends)? {
        ended(app, request).await?;
        return Ok(None);
    }
    let person = &request.caller.addresses;
    let (made, path) = app.store.make_calendar_address(&app.context, person, key.as_deref()).await?;
    tracing::info!("calendar address made");
    Ok(Some((made, format!("{}{path}", request.base_url(app)))))
}

async fn ended(app: &App, request: &Request) -> Result<(), Problem> {
    app.store.end_calendar_addresses(&app.context, &request.caller.addresses).await?;
    tracing::info!("calendar address ended");
    Ok(())
}

/// `DELETE /me/calendar`: a repeat finds nothing to end, and answers the same.
pub(crate) async fn end(app: &App, request: &Request) -> Result<Reply, Problem> {
    ended(app, request).await?;
    answer(app, request).await
}
