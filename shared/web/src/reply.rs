//! HTTP answers: builders for JSON, pages, downloads and redirects, and the headers that every answer carries.

use askama::Template;
use aws_lambda_events::encodings::Body;
use aws_lambda_events::event::apigw::ApiGatewayV2httpResponse;
use context::Context;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::Units;

/// Allows our own styles and scripts only: no frames, no inline code.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: String,
    /// Whether the body is binary, in Base64 as API Gateway wants it.
    is_base64: bool,
}

impl Reply {
    pub fn new(status: u16, content_type: &'static str, body: String) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(content_type));
        Self { status, headers, cookies: Vec::new(), body, is_base64: false }
    }

    /// API answers change at any time, so they are not cached by default.
    pub fn json(status: u16, value: &impl Serialize) -> Self {
        let body = serde_json::to_string(value).expect("our answers are maps with text keys");
        Self::new(status, "application/json", body).header("cache-control", "no-store")
    }

    pub fn page(status: u16, page: &impl Template) -> Self {
        match page.render() {
            Ok(body) => Self::new(status, "text/html; charset=utf-8", body).header("cache-control", "no-store"),
            Err(error) => {
                tracing::error!(cause = %error, "a page could not be rendered");
                Self::new(500, "text/plain; charset=utf-8", "Something is broken here.".into())
            }
        }
    }

    /// A binary file, such as an image.
    pub fn binary(content_type: &'static str, base64: String) -> Self {
        Self { is_base64: true, ..Self::new(200, content_type, base64) }
    }

    /// A file that the browser saves under this name.
    pub fn download(content_type: &'static str, body: String, name: &str) -> Self {
        Self::new(200, content_type, body).saved_as(name)
    }

    /// Lets the browser save the answer under this name.
    #[must_use]
    pub fn saved_as(self, name: &str) -> Self {
        self.header("content-disposition", &format!("attachment; filename=\"{name}\""))
            .header("cache-control", "no-store")
    }

    /// Redirects after a form succeeded, so that reloading the page does not send it again (303).
    pub fn see_other(path: &str) -> Self {
        Self::new(303, "text/plain; charset=utf-8", String::new())
            .header("location", path)
            .header("cache-control", "no-store")
    }

    /// Redirects permanently, with the same method and body (308).
    pub fn moved(path: &str) -> Self {
        Self::new(308, "text/plain; charset=utf-8", String::new()).header("location", path)
    }

    pub fn empty(status: u16) -> Self {
        Self { status, headers: HeaderMap::new(), cookies: Vec::new(), body: String::new(), is_base64: false }
    }

    /// Sets a header; ignores an invalid value.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// Sets a cookie that scripts cannot read and that other sites' forms do not send.
    #[must_use]
    pub fn cookie(mut self, name: &str, value: &str, path: &str, max_age_seconds: i64) -> Self {
        self.cookies
            .push(format!("{name}={value}; Path={path}; Max-Age={max_age_seconds}; HttpOnly; Secure; SameSite=Lax"));
        self
    }

    pub(crate) fn etag(&self) -> String {
        validator(&self.body)
    }

    pub(crate) fn body(&self) -> &str {
        &self.body
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn finish(self, ctx: &Context, units: &Units) -> ApiGatewayV2httpResponse {
        let mut headers = self.headers;
        let mut set = |name: &'static str, value: &'static str| {
            headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
        };
        set("content-security-policy", CONTENT_SECURITY_POLICY);
        set("x-content-type-options", "nosniff");
        // `same-origin` and not `no-referrer`: the latter makes browsers send forms with `Origin: null`.
        set("referrer-policy", "same-origin");
        set("vary", "accept, accept-language");
        // An empty base URL means the API's own address, which is TLS only.
        if ctx.settings().base_url.is_empty() || ctx.settings().base_url.starts_with("https://") {
            set("strict-transport-security", "max-age=31536000");
        }
        if ctx.settings().show_units {
            for (name, value) in [
                ("x-plumbline-write-units", units.write().to_string()),
                ("x-plumbline-read-units", units.read().to_string()),
                ("x-plumbline-calls", units.calls().to_string()),
            ] {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).expect("digits"));
            }
        }
        let mut answer = ApiGatewayV2httpResponse::default();
        answer.status_code = i64::from(self.status);
        answer.headers = headers;
        answer.cookies = self.cookies;
        answer.is_base64_encoded = self.is_base64;
        answer.body = (!self.body.is_empty()).then_some(Body::Text(self.body));
        answer
    }
}

/// A strong `ETag` (RFC 9110, section 8.8.3) of this text.
pub(crate) fn validator(of: &str) -> String {
    let hash = Sha256::digest(of.as_bytes());
    format!("\"{}\"", domain::person::base32(&hash[..10]))
}
