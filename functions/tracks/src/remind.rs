//! Subscribes to reminders of a call: signed in, or by mail.

use askama::Template;
use contract::Stated;
use contract::subscriptions::{WatchStatus, Watching};
use domain::conference::{Conference, Track};
use domain::input::{only, parsed};
use domain::person::{EmailAddress, base32};
use domain::phrase::Phrase;
use domain::sign_in::{LIMIT_WINDOW, MAILS_PER_EMAIL, REQUESTS_PER_ADDRESS};
use store::{Watch, WatchOutcome};
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::{named, page_of};

/// `POST …/tracks/{track}/remind` `{email?}`
pub(crate) async fn ask(app: &App, request: &Request) -> Result<Reply, Problem> {
    match asked(app, request).await {
        Err(problem) if request.is_page_form() => crate::show::page(app, request, Some(&problem)).await,
        answered => answered,
    }
}

async fn asked(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let (email, quiet) = if let Some(email) = &request.caller.email {
        (email.clone(), false)
    } else {
        let (document, source) = request.document()?;
        let email = only(source, &document, "email", parsed::<EmailAddress>)?;
        let quiet = limited(app, request, &email).await?;
        (email, quiet)
    };
    let certain = request.caller.email.is_some();
    let became = app.store.ask_to_watch(&app.context, edition, &track.id, &email, (certain, quiet)).await?;
    let (status, done) = match became {
        WatchOutcome::Certain(_) => (200, WatchStatus::Watching),
        WatchOutcome::Asked => (202, WatchStatus::Asked),
        WatchOutcome::Closed => {
            let detail = Phrase::of("remind-closed").arg("track", &track.name);
            return Err(Problem::new(Kind::CfpClosed, detail));
        }
    };
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("{}?done={done}", page_of(edition, track))));
    }
    Ok(Reply::json(status, &Watching { track: track.id.as_str(), state: Stated::new(done) }))
}

/// Counts requests from this network address and to this e-mail address; returns whether the limit is reached.
async fn limited(app: &App, request: &Request, email: &EmailAddress) -> Result<bool, Problem> {
    let ctx = &app.context;
    // Hashed, because keys of the table must not contain addresses.
    let hashed = |what: &str| {
        let hash = ctx.keys().hash(ctx.keys().current(), "limit", &[what]).expect("the current key is in the ring");
        base32(&hash[..16])
    };
    let from_here = app.store.count(ctx, "watch-from", &hashed(&request.source_ip), LIMIT_WINDOW).await?;
    if from_here > REQUESTS_PER_ADDRESS {
        let minutes = LIMIT_WINDOW.as_mins();
        let detail = Phrase::of("too-many-asked-network").count("minutes", minutes);
        let wait = u64::try_from(LIMIT_WINDOW.as_secs()).unwrap_or(900);
        return Err(Problem::new(Kind::TooManyRequests, detail).retry_after(wait));
    }
    let to_them = app.store.count(ctx, "watch-to", &hashed(&email.folded()), LIMIT_WINDOW).await?;
    Ok(to_them > MAILS_PER_EMAIL)
}

/// `DELETE …/tracks/{track}/remind`, and the page's form.
pub(crate) async fn stop(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    app.store.stop_watching(&app.context, edition, &track.id, &request.caller.addresses).await?;
    if request.is_page_form() {
        return Ok(Reply::see_other(&format!("{}?done=stopped", page_of(edition, track))));
    }
    Ok(Reply::json(200, &Watching { track: track.id.as_str(), state: Stated::new(WatchStatus::Stopped) }))
}

#[derive(Template)]
#[template(path = "remind.html")]
struct RemindPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    watch: &'a Watch,
    token: &'a str,
}

/// The subscription of the mailed link, if the link is correct.
async fn by_link(app: &App, request: &Request, track: &Track) -> Result<Watch, Problem> {
    let wrong = || Problem::new(Kind::NotFound, Phrase::of("remind-link-wrong"));
    let id = request.parameter("watch").unwrap_or_default();
    let watch = app.store.watch(request.edition()?.id(), &track.id, id).await?.ok_or_else(wrong)?;
    let token = request.query("token").unwrap_or_default();
    let right = app.context.keys().verify(token, &watch.key_id, "watch", &[&watch.id, &watch.nonce]);
    if right { Ok(watch) } else { Err(wrong()) }
}

/// `GET …/tracks/{track}/remind/{watch}`: shows the button and changes nothing, because mail scanners open links.
pub(crate) async fn button(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let watch = by_link(app, request, track).await?;
    if !request.wants_html {
        return Ok(request.said(200, &Phrase::of("post-to-be-reminded")));
    }
    let layout = request.layout().titled(request.t("remind-title"));
    let token = request.query("token").unwrap_or_default();
    Ok(Reply::page(200, &RemindPage { layout, conference: &edition.conference, track, watch: &watch, token }))
}

/// `POST …/tracks/{track}/remind/{watch}`
pub(crate) async fn confirm(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = named(request, edition)?;
    let watch = by_link(app, request, track).await?;
    app.store.confirm_watch(&app.context, edition.id(), &track.id, &watch).await?;
    if request.wants_html {
        return Ok(Reply::see_other(&format!("{}?done=watching", page_of(edition, track))));
    }
    Ok(Reply::json(200, &Watching { track: track.id.as_str(), state: Stated::new(WatchStatus::Watching) }))
}
