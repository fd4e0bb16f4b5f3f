//! The request: reads the API Gateway event, and does the checks that are the same for every route: session, origin,
//! edition and access.

use std::collections::HashMap;

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use contract::Values;
use contract::site::Said;
use domain::conference::{ConferenceId, PoolId, TrackId};
use domain::input::{Source, ValidationError, must_be_one_of};
use domain::phrase::Phrase;
use futures_util::future::join;
use http::HeaderMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use messages::{Language, Messages, Text};
use serde_json::Value;
use store::{Cursor, Edition, Store};

use crate::access::{Caller, ROUTES, Route, Who, decide};
use crate::layout::{Frame, Layout};
use crate::upload::{self, Upload};
use crate::{App, Kind, Problem, Reply, api_token, body, language, reply, session};

/// The fallback route: answers 404, or 405 with the allowed methods.
pub(crate) const DEFAULT: Route = Route::new("ANY", "$default", "home", Who::Anyone, "no route");

/// A request whose caller passed access control.
#[derive(Clone, Debug)]
pub struct Request {
    route: &'static Route,
    pub method: String,
    pub path: String,
    parameters: HashMap<String, String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Vec<u8>,
    edition: Option<Edition>,
    pub caller: Caller,
    /// Whether the client prefers a page to JSON.
    pub wants_html: bool,
    /// The texts of the function's pages, in the reader's language.
    pub messages: Messages,
    asked_language: Option<Language>,
    raw_query: String,
    pub source_ip: String,
}

/// Checks an `Idempotency-Key`, which identifies a repeated request: 1 to 200 characters.
pub fn checked_key(key: Option<&str>) -> Result<Option<&str>, Problem> {
    match key {
        Some(key) if key.is_empty() || key.len() > 200 => {
            Err(Problem::new(Kind::BadRequest, Phrase::of("idempotency-key-length")))
        }
        key => Ok(key),
    }
}

/// The link to the next page of the list at `path`; [`Request::cursor`] reads it back.
pub fn next_link(path: &str, next: Option<&Cursor>) -> Option<String> {
    let encoded = form_urlencoded::byte_serialize(next?.as_str().as_bytes()).collect::<String>();
    Some(format!("{path}?cursor={encoded}"))
}

/// Checks a value of the query against what the contract allows.
fn check_value(values: Values, text: &str) -> Result<(), Phrase> {
    match values {
        Values::Text => Ok(()),
        Values::Flag => Values::flag(text).map(|_| ()).ok_or_else(|| Phrase::of("must-be-true-or-false")),
        // A form sends all of its fields, so an empty one means no value.
        _ if text.is_empty() => Ok(()),
        Values::Number => text.parse::<u64>().map(|_| ()).map_err(|_| Phrase::of("must-be-whole-number")),
        Values::OneOf(words) if words.contains(&text) => Ok(()),
        Values::OneOf(words) => Err(must_be_one_of(words.iter().copied())),
        Values::TimeZone => domain::instant::zone(text).map(|_| ()),
        Values::Cursor => text.parse::<Cursor>().map(|_| ()),
    }
}

/// Whether the client prefers a page. Programs that accept anything get JSON.
pub(crate) fn wants_html(event: &ApiGatewayV2httpRequest) -> bool {
    let accept = event.headers.get(http::header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let weight = |wanted: &str| {
        accept
            .split(',')
            .filter_map(|range| {
                let mut parts = range.split(';').map(str::trim);
                (parts.next()? == wanted).then(|| {
                    parts.find_map(|p| p.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0)
                })
            })
            .fold(0.0, f32::max)
    };
    weight("text/html") > weight("application/json")
}

fn dated(reply: Reply, etag: &str, changed: Timestamp) -> Reply {
    let modified = changed.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    reply.header("etag", etag).header("last-modified", &modified)
}

impl Request {
    /// The tag of the language that the sender asks for, if they ask for one that there is.
    pub fn language(&self) -> Option<&'static str> {
        self.asked_language.map(Language::tag)
    }

    pub(crate) async fn read(
        app: &App,
        event: ApiGatewayV2httpRequest,
        wanted: Option<Language>,
        messages: Messages,
    ) -> Result<Self, Problem> {
        let wants_html = wants_html(&event);
        let route = ROUTES.iter().find(|route| event.route_key.as_deref() == Some(&route.key())).unwrap_or(&DEFAULT);
        let http = &event.request_context.http;
        let body = match event.body {
            Some(text) if event.is_base64_encoded => {
                STANDARD.decode(text).map_err(|_| Problem::new(Kind::Malformed, Phrase::of("body-not-decoded")))?
            }
            text => text.unwrap_or_default().into_bytes(),
        };
        let query = event.raw_query_string.as_deref().unwrap_or_default();
        let mut request = Self {
            route,
            method: http.method.to_string(),
            path: event.raw_path.clone().unwrap_or_else(|| "/".into()),
            parameters: event.path_parameters,
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: event.headers,
            cookies: event.cookies.unwrap_or_default(),
            body,
            edition: None,
            caller: Caller::default(),
            wants_html,
            messages,
            asked_language: wanted,
            raw_query: language::without_language(query),
            source_ip: http.source_ip.clone().unwrap_or_default(),
        };
        let (caller, edition) = join(request.caller(app), request.find_edition(app)).await;
        request.caller = caller?;
        request.edition = edition?;
        if let (None, Some(edition)) = (wanted, &request.edition) {
            request.messages.language = Language::of_tag(edition.conference.language).unwrap_or_default();
        }
        if let Some(edition) = request.edition.as_ref().filter(|_| !request.registers()) {
            request.caller.roles = app.store.roles_of(edition, &request.caller.addresses).await?;
        }
        let pool = request.parameter("pool").and_then(|pool| pool.parse::<PoolId>().ok());
        let track = request.parameter("track").and_then(|track| track.parse::<TrackId>().ok());
        decide(route.who, &request.caller, request.edition.as_ref(), pool.as_ref(), track.as_ref())?;
        request.check_query()?;
        Ok(request)
    }

    /// The store for this request: staff act under their name, and their acts get entries in the activity log.
    pub(crate) fn acting(&self, store: &Store) -> Store {
        let edition = self.edition.as_ref();
        let as_staff = match self.route.who {
            // What authors do is in the history of their proposal. The store knows leads from them.
            Who::Anyone | Who::Author => false,
            Who::Holder | Who::SignedIn => edition.is_some() && self.caller.organizes(edition),
            _ => true,
        };
        match &self.caller.email {
            Some(email) if as_staff => store.acting(edition, email),
            _ => store.clone(),
        }
    }

    /// Refuses values of the query that the contract does not allow. Parameters that the route does not declare have no
    /// effect.
    fn check_query(&self) -> Result<(), Problem> {
        let check = |(name, text): &(String, String)| {
            let parameter = self.route.query(name)?;
            let detail = check_value(parameter.values, text.trim()).err()?;
            Some(ValidationError { pointer: format!("/{name}"), detail })
        };
        let errors: Vec<_> = self.query.iter().filter_map(check).collect();
        if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
    }

    async fn caller(&self, app: &App) -> Result<Caller, Problem> {
        let ctx = &app.context;
        let bearer = self
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")))
            .map(str::trim);
        if let Some(token) = bearer.filter(|token| api_token::is_one(token)) {
            return self.caller_of_api_token(app, token).await;
        }
        let from_cookie = self.cookie(session::COOKIE);
        let signed = bearer.or(from_cookie).and_then(|token| session::read(ctx, token));
        let Some(signed) = signed else {
            return Ok(Caller { token: bearer.map(str::to_owned), ..Caller::default() });
        };
        if bearer.is_none() {
            self.check_origin(app)?;
        }
        let addresses = if self.registers() {
            if app.store.session_ended(&signed.id).await? { Vec::new() } else { vec![signed.email.clone()] }
        } else {
            app.store.addresses_signed_in(&signed.id, &signed.email).await?
        };
        let Some(primary) = addresses.first().cloned() else { return Ok(Caller::default()) };
        Ok(Caller {
            first_organizer: addresses.iter().any(|own| ctx.settings().first_organizers.contains(own)),
            email: Some(primary),
            addresses,
            session: Some(signed),
            ..Caller::default()
        })
    }

    /// Refuses requests that another site makes a browser send with our cookie (OWASP CSRF prevention: verifying the
    /// origin).
    pub fn check_origin(&self, app: &App) -> Result<(), Problem> {
        if matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS") {
            return Ok(());
        }
        let own_host = self.header("host").unwrap_or_default();
        let foreign = match self.header("origin") {
            Some(origin) => {
                let host = origin.split_once("://").map_or("", |(_, host)| host);
                origin != app.context.settings().base_url && (host.is_empty() || host != own_host)
            }
            None => self.header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")),
        };
        if foreign {
            return Err(Problem::new(Kind::CrossOrigin, Phrase::of("cross-origin-detail")));
        }
        Ok(())
    }

    /// Whether this is the register route. It must use few reads, and it treats all callers the same, so it skips
    /// roles and linked addresses.
    fn registers(&self) -> bool {
        self.route.method == "POST" && self.route.path == "/conferences/{conference}/registrations"
    }

    async fn find_edition(&self, app: &App) -> Result<Option<Edition>, Problem> {
        let Some(id) = self.parameter("conference") else { return Ok(None) };
        let unknown =
            || Problem::not_found("no-such-conference").way("conferences", Phrase::of("way-conferences"), "/".into());
        let id: ConferenceId = id.parse().map_err(|_| unknown())?;
        // Registering reads the edition again together with the other items and detects a change then.
        let edition =
            if self.registers() { app.store.edition_hint(&id).await? } else { app.store.edition(&id).await? };
        if edition.is_none() && self.route.who != Who::Definer {
            return Err(unknown());
        }
        Ok(edition)
    }

    /// The beginning of all links to this Plumbline: the configured address, or else the host of this request.
    pub fn base_url(&self, app: &App) -> String {
        match app.context.settings().base_url.as_str() {
            "" => format!("https://{}", self.header("host").unwrap_or_default()),
            base_url => base_url.to_owned(),
        }
    }

    /// A cacheable document: adds `ETag` and `Last-Modified`, and answers `304` to a client that has it (RFC 9110,
    /// section 13). Clients ask again after a minute.
    pub fn fresh(&self, reply: Reply, changed: Timestamp) -> Reply {
        let etag = reply.etag();
        let reply = if self.knows(&etag) { Reply::empty(304) } else { reply };
        dated(reply, &etag, changed).header("cache-control", "public, max-age=60")
    }

    /// A document for one person, behind a secret address: adds `ETag`, and answers `304` to a client that has it. Shared
    /// caches must not store it, and search engines must not list it.
    pub fn private(&self, reply: Reply) -> Reply {
        let etag = reply.etag();
        let reply = if self.knows(&etag) { Reply::empty(304) } else { reply };
        reply
            .header("etag", &etag)
            .header("cache-control", "private, no-cache")
            .header("x-robots-tag", "noindex, nofollow")
    }

    /// Like [`Request::fresh`] for documents that are costly to make. `version` identifies their inputs, and `make`
    /// runs only if the client does not have that version. A page that shows the reader's address is cached privately.
    pub fn kept(
        &self,
        version: &str,
        changed: Timestamp,
        make: impl FnOnce() -> Result<Reply, Problem>,
    ) -> Result<Reply, Problem> {
        let reader = self.caller.email.as_ref().filter(|_| self.wants_html);
        let inputs = format!(
            "{version} {} {:?} {} {:?} {reader:?}",
            self.path, self.query, self.wants_html, self.messages.language
        );
        let etag = reply::validator(&inputs);
        let reply = if self.knows(&etag) { Reply::empty(304) } else { make()? };
        let caching = if reader.is_some() { "private, no-cache" } else { "public, max-age=60" };
        Ok(dated(reply, &etag, changed)
            .header("cache-control", caching)
            .header("vary", "accept, accept-language, cookie"))
    }

    /// Whether the client has the version with this `ETag`. `If-None-Match` compares weakly (RFC 9110, section 13.1.2).
    fn knows(&self, etag: &str) -> bool {
        self.header("if-none-match").is_some_and(|known| {
            known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
        })
    }

    /// The row of the contract.
    pub(crate) fn matched(&self) -> &'static Route {
        self.route
    }

    /// The route in API Gateway's form, such as `GET /conferences/{conference}`.
    pub fn route_key(&self) -> String {
        self.route.key()
    }

    /// The route's method and path, to `match` on.
    pub fn route(&self) -> (&'static str, &'static str) {
        (self.route.method, self.route.path)
    }

    /// A parameter of the path, decoded.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// The parameter's first value. Only parameters that the route declares in the contract have one, so a page that a
    /// `POST` shows again has none.
    pub fn query(&self, name: &str) -> Option<&str> {
        let declared = self.route.query(name).is_some();
        debug_assert!(declared || self.route.method != "GET", "{} does not declare {name}", self.route.key());
        self.queries().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// The parameters that the route declares, in the order of the request.
    pub fn queries(&self) -> impl Iterator<Item = (&str, &str)> {
        let declared = self.query.iter().filter(|(name, _)| self.route.query(name).is_some());
        declared.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A whole number, such as `after`.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.query(name)?.trim().parse().ok()
    }

    /// Whether a flag is set, such as `dry_run`.
    pub fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|text| Values::flag(text.trim()) == Some(true))
    }

    /// A path with the query of this request, whatever its route declares.
    pub fn with_query(&self, path: &str) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    pub fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// The start of the requested page of a list; `None` for the first page.
    pub fn cursor(&self) -> Result<Option<Cursor>, Problem> {
        let read = |text: &str| text.parse().map_err(|detail: Phrase| Problem::validation("/cursor", detail));
        self.query("cursor").map(str::trim).filter(|text| !text.is_empty()).map(read).transpose()
    }

    /// The zone in which the reader wants to see times, `?zone=Asia/Tokyo`.
    pub fn zone(&self) -> Result<Option<TimeZone>, Problem> {
        let named = self.query("zone").map(str::trim).filter(|name| !name.is_empty());
        named.map(|name| domain::instant::zone(name).map_err(|detail| Problem::validation("/zone", detail))).transpose()
    }

    /// `None` also if the value is not plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn idempotency_key(&self) -> Result<Option<&str>, Problem> {
        checked_key(self.header("idempotency-key"))
    }

    /// The `Idempotency-Key` from the header or from a form's hidden field. Removes that field from the document.
    pub fn take_idempotency_key(&self, document: &mut Value, source: Source) -> Result<Option<String>, Problem> {
        let hidden = match (source, document.as_object_mut()) {
            (Source::Form, Some(object)) => {
                object.remove("idempotency_key").and_then(|v| v.as_str().map(str::to_owned))
            }
            _ => None,
        };
        Ok(checked_key(self.header("idempotency-key").or(hidden.as_deref()))?.map(str::to_owned))
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.iter().filter_map(|cookie| cookie.split_once('=')).find(|(n, _)| n.trim() == name).map(|(_, v)| v)
    }

    pub fn edition(&self) -> Result<&Edition, Problem> {
        self.edition.as_ref().ok_or_else(|| Problem::not_found("no-such-conference"))
    }

    /// `None` if the path names no edition, or one that is about to be created.
    pub fn edition_if_any(&self) -> Option<&Edition> {
        self.edition.as_ref()
    }

    /// Replaces the edition by a newer version.
    #[must_use]
    pub fn with_edition(mut self, edition: Edition) -> Self {
        self.edition = Some(edition);
        self
    }

    /// The parsed body, and whether it was JSON or a form.
    pub fn document(&self) -> Result<(Value, Source), Problem> {
        body::read(self.header("content-type").unwrap_or_default(), &self.body)
    }

    /// Without parameters, in lower case.
    pub fn content_type(&self) -> String {
        body::essence(self.header("content-type").unwrap_or_default())
    }

    /// The unparsed body; an error if it is too large.
    pub fn bytes(&self) -> Result<&[u8], Problem> {
        body::check_size(&self.body)?;
        Ok(&self.body)
    }

    /// A form with or without files: `multipart/form-data` or a plain form.
    pub async fn upload(&self) -> Result<Upload, Problem> {
        if self.content_type() != upload::MULTIPART {
            return Ok(Upload { document: self.document()?.0, files: HashMap::new() });
        }
        upload::read(self.header("content-type").unwrap_or_default(), self.bytes()?).await
    }

    /// Whether the body is a form: then success answers with a redirect, and failure with the page again.
    pub fn is_form(&self) -> bool {
        matches!(self.content_type().as_str(), "application/x-www-form-urlencoded" | upload::MULTIPART)
    }

    /// Whether a browser sent the form of a page: then errors are shown on that page.
    pub fn is_page_form(&self) -> bool {
        self.is_form() && self.wants_html
    }

    /// The values typed into the form, to show them again; null if the body is unreadable.
    pub fn typed(&self) -> Value {
        self.document().map(|(document, _)| document).unwrap_or_default()
    }

    /// The holder's token: a bearer token, the query of the mailed link, or the cookie that was set when the link was
    /// opened.
    pub fn manage_token(&self, cookie: &str) -> Option<&str> {
        self.caller
            .token
            .as_deref()
            .or_else(|| self.query("token"))
            .or_else(|| self.query("manage_token"))
            .or_else(|| self.cookie(cookie))
    }

    /// The frame of this request's page.
    pub fn layout(&self) -> Layout {
        let edition = self.edition.as_ref();
        Layout {
            title: String::new(),
            messages: self.messages,
            conference: edition.map(|edition| Frame::of(&edition.conference)),
            signed_in: self.caller.email.as_ref().map(ToString::to_string),
            organizer: edition.is_some() && self.caller.organizes(edition),
            leads: edition.is_some_and(|edition| !self.caller.leads(edition).is_empty()),
            reviews: edition.is_some_and(|edition| !self.caller.reviews(edition).is_empty()),
            door: edition.is_some() && self.caller.checks_in(edition),
            path: self.path.clone(),
            query: (self.method == "GET").then(|| self.raw_query.clone()),
        }
    }

    /// The texts of problems: like a page's, but programs that ask for no language get English, whatever the edition's
    /// language is.
    pub fn problem_messages(&self) -> Messages {
        let mut messages = self.messages;
        if !self.wants_html {
            messages.language = self.asked_language.unwrap_or_default();
        }
        messages
    }

    /// What happened or what to do next, for a program, in the language that it asks for.
    pub fn said(&self, status: u16, what: &Phrase) -> Reply {
        let messages = self.problem_messages();
        Reply::json(status, &Said { detail: &messages.say(what) }).header("content-language", messages.language.tag())
    }

    /// A text in the reader's language. See [`Messages::t`].
    pub fn t<'a>(&self, id: &'a str) -> Text<'a> {
        self.messages.t(id)
    }
}
