//! A request: the event, read and checked as far as it is the same for every route.

use std::collections::HashMap;

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::conference::{ConferenceId, PoolId, TrackId};
use domain::input::Source;
use futures_util::future::join;
use http::HeaderMap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use store::{Cursor, Edition};

use crate::access::{Caller, ROUTES, Route, Who, decide};
use crate::layout::Layout;
use crate::upload::{self, Upload};
use crate::{App, Kind, Problem, Reply, body, reply, session};

/// What answers where there is no route: it says so, or which methods there are.
pub(crate) const DEFAULT: Route =
    Route { method: "ANY", path: "$default", function: "home", who: Who::Anyone, summary: "no route" };

/// A request that may be answered.
#[derive(Clone, Debug)]
pub struct Request {
    route: &'static Route,
    pub method: String,
    /// The path as it was asked for.
    pub path: String,
    parameters: HashMap<String, String>,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Vec<u8>,
    edition: Option<Edition>,
    pub caller: Caller,
    /// Whether a page is wanted rather than JSON.
    pub wants_html: bool,
    /// The network address it came from.
    pub source_ip: String,
}

/// What names a wish, so that its repeats are known: 1 to 200 characters.
pub fn checked_key(key: Option<&str>) -> Result<Option<&str>, Problem> {
    match key {
        Some(key) if key.is_empty() || key.len() > 200 => {
            Err(Problem::new(Kind::BadRequest, "an Idempotency-Key has 1 to 200 characters"))
        }
        key => Ok(key),
    }
}

/// The link to the next page of the list at `path`: what [`Request::cursor`] reads.
pub fn next_link(path: &str, next: Option<&Cursor>) -> Option<String> {
    let encoded = form_urlencoded::byte_serialize(next?.as_str().as_bytes()).collect::<String>();
    Some(format!("{path}?cursor={encoded}"))
}

/// Whether the caller would rather have a page. Programs that accept anything get JSON.
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
    pub(crate) async fn read(app: &App, event: ApiGatewayV2httpRequest) -> Result<Self, Problem> {
        let wants_html = wants_html(&event);
        let route = ROUTES.iter().find(|route| event.route_key.as_deref() == Some(&route.key())).unwrap_or(&DEFAULT);
        let http = &event.request_context.http;
        let body = match event.body {
            Some(text) if event.is_base64_encoded => {
                STANDARD.decode(text).map_err(|_| Problem::new(Kind::Malformed, "the body cannot be decoded"))?
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
            source_ip: http.source_ip.clone().unwrap_or_default(),
        };
        let (caller, edition) = join(request.caller(app), request.find_edition(app)).await;
        request.caller = caller?;
        request.edition = edition?;
        if let Some(edition) = request.edition.as_ref().filter(|_| !request.registers()) {
            request.caller.roles = app.store.roles_of(edition, &request.caller.addresses).await?;
        }
        let pool = request.parameter("pool").and_then(|pool| pool.parse::<PoolId>().ok());
        let track = request.parameter("track").and_then(|track| track.parse::<TrackId>().ok());
        decide(route.who, &request.caller, request.edition.as_ref(), pool.as_ref(), track.as_ref())?;
        Ok(request)
    }

    async fn caller(&self, app: &App) -> Result<Caller, Problem> {
        let ctx = &app.context;
        let bearer = self
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")))
            .map(str::trim);
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

    /// Refuses what another site makes a browser send with our cookie (OWASP: verifying the origin).
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
            return Err(Problem::new(Kind::CrossOrigin, "send the form from this site's own page"));
        }
        Ok(())
    }

    /// Whether this is the one request whose reads are counted: who asks makes no difference to it.
    fn registers(&self) -> bool {
        self.route.method == "POST" && self.route.path == "/conferences/{conference}/registrations"
    }

    async fn find_edition(&self, app: &App) -> Result<Option<Edition>, Problem> {
        let Some(id) = self.parameter("conference") else { return Ok(None) };
        let unknown = || Problem::not_found("conference").way("conferences", "All conferences", "/".into());
        let id: ConferenceId = id.parse().map_err(|_| unknown())?;
        // Registering reads the head together with the rest and notices a change by itself.
        let edition =
            if self.registers() { app.store.edition_hint(&id).await? } else { app.store.edition(&id).await? };
        if edition.is_none() && self.route.who != Who::Definer {
            return Err(unknown());
        }
        Ok(edition)
    }

    /// How addresses of this Plumbline begin: as it was deployed, else as this request reached it.
    pub fn base_url(&self, app: &App) -> String {
        match app.context.settings().base_url.as_str() {
            "" => format!("https://{}", self.header("host").unwrap_or_default()),
            base_url => base_url.to_owned(),
        }
    }

    /// A document that may be kept: with `ETag` and `Last-Modified`, and as `304` for who has it (RFC 9110, section
    /// 13). It is asked for again after a minute.
    pub fn fresh(&self, reply: Reply, changed: Timestamp) -> Reply {
        let etag = reply.etag();
        let reply = if self.knows(&etag) { Reply::empty(304) } else { reply };
        dated(reply, &etag, changed).header("cache-control", "public, max-age=60")
    }

    /// The same for what is costly to make: `version` names what it is made of, and it is made only for who does not
    /// have it. A page that names who is signed in is theirs alone.
    pub fn kept(
        &self,
        version: &str,
        changed: Timestamp,
        make: impl FnOnce() -> Result<Reply, Problem>,
    ) -> Result<Reply, Problem> {
        let reader = self.caller.email.as_ref().filter(|_| self.wants_html);
        let made_of = format!("{version} {} {:?} {} {reader:?}", self.path, self.query, self.wants_html);
        let etag = reply::validator(&made_of);
        let reply = if self.knows(&etag) { Reply::empty(304) } else { make()? };
        let whose = if reader.is_some() { "private, no-cache" } else { "public, max-age=60" };
        Ok(dated(reply, &etag, changed).header("cache-control", whose).header("vary", "accept, cookie"))
    }

    /// Whether the caller has the version of this validator. Weak comparison, as `If-None-Match` wants it.
    fn knows(&self, etag: &str) -> bool {
        self.header("if-none-match").is_some_and(|known| {
            known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|tag| tag == etag || tag == "*")
        })
    }

    /// The route, as API Gateway names it.
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

    /// The first value of a query parameter.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// All query parameters, in the order that they came.
    pub fn queries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether anything was sent with the request.
    pub fn has_body(&self) -> bool {
        !self.body.is_empty()
    }

    /// Where the page of a list starts that was asked for; `None` for the first.
    pub fn cursor(&self) -> Result<Option<Cursor>, Problem> {
        let read = |text: &str| text.parse().map_err(|detail: String| Problem::validation("/cursor", detail));
        self.query("cursor").map(read).transpose()
    }

    /// The zone that a reader wants to see times in, `?zone=Asia/Tokyo`.
    pub fn zone(&self) -> Result<Option<TimeZone>, Problem> {
        let named = self.query("zone").map(str::trim).filter(|name| !name.is_empty());
        named.map(|name| domain::instant::zone(name).map_err(|detail| Problem::validation("/zone", detail))).transpose()
    }

    /// A header, if it is plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The `Idempotency-Key`, if there is one.
    pub fn idempotency_key(&self) -> Result<Option<&str>, Problem> {
        checked_key(self.header("idempotency-key"))
    }

    /// The `Idempotency-Key` of a wish; a form carries it in a hidden field, which is taken out of the document.
    pub fn wish_key(&self, document: &mut Value, source: Source) -> Result<Option<String>, Problem> {
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

    /// The edition that the path names.
    pub fn edition(&self) -> Result<&Edition, Problem> {
        self.edition.as_ref().ok_or_else(|| Problem::not_found("conference"))
    }

    /// The edition, if there is one yet.
    pub fn edition_if_any(&self) -> Option<&Edition> {
        self.edition.as_ref()
    }

    /// The same request about a newer version of its edition.
    #[must_use]
    pub fn with_edition(mut self, edition: Edition) -> Self {
        self.edition = Some(edition);
        self
    }

    /// The body as a document, and where it came from.
    pub fn document(&self) -> Result<(Value, Source), Problem> {
        body::read(self.header("content-type").unwrap_or_default(), &self.body)
    }

    /// The body's content type without its parameters, in lower case.
    pub fn content_type(&self) -> String {
        body::essence(self.header("content-type").unwrap_or_default())
    }

    /// The body as it came, if it is not too large.
    pub fn bytes(&self) -> Result<&[u8], Problem> {
        body::check_size(&self.body)?;
        Ok(&self.body)
    }

    /// A form that may have files: `multipart/form-data`, or a plain form without any.
    pub async fn upload(&self) -> Result<Upload, Problem> {
        if self.content_type() != upload::MULTIPART {
            return Ok(Upload { document: self.document()?.0, files: HashMap::new() });
        }
        upload::read(self.header("content-type").unwrap_or_default(), self.bytes()?).await
    }

    /// Whether the body is a form, so that success is a redirect and failure the page again.
    pub fn is_form(&self) -> bool {
        matches!(self.content_type().as_str(), "application/x-www-form-urlencoded" | upload::MULTIPART)
    }

    /// Whether a person sent a page's form: what fails is said on the page.
    pub fn is_page_form(&self) -> bool {
        self.is_form() && self.wants_html
    }

    /// What was typed into the form, to show it again; nothing if it cannot be read.
    pub fn typed(&self) -> Value {
        self.document().map(|(document, _)| document).unwrap_or_default()
    }

    /// The token that a holder may have sent: as a bearer token, in the query of the mailed link, or in a cookie that
    /// opening the link has set.
    pub fn manage_token(&self, cookie: &str) -> Option<&str> {
        self.caller
            .token
            .as_deref()
            .or_else(|| self.query("token"))
            .or_else(|| self.query("manage_token"))
            .or_else(|| self.cookie(cookie))
    }

    /// What a page of this request has around it.
    pub fn layout(&self) -> Layout {
        Layout {
            title: String::new(),
            conference: self.edition.as_ref().map(|e| (e.id().to_string(), e.conference.name.clone())),
            signed_in: self.caller.email.as_ref().map(ToString::to_string),
            organizer: self.caller.organizes(self.edition.as_ref()) && self.edition.is_some(),
        }
    }
}
