//! Remembers the page that a person opened before they had to sign in, in a cookie, and leads them back to it.

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use domain::sign_in::LINK_VALID;

use crate::{Reply, Request};

/// Browsers send this cookie only to the sign-in pages.
const COOKIE: &str = "plumbline-wanted";

const PATH: &str = "/sign-in";

/// The requested page if returning to it is safe: a `GET` whose address contains no secret.
pub(crate) fn page(event: &ApiGatewayV2httpRequest) -> Option<String> {
    let path = event.raw_path.as_deref().unwrap_or_default();
    let query = event.raw_query_string.as_deref().unwrap_or_default();
    let whole = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let is_get = event.request_context.http.method == http::Method::GET;
    (is_get && !query.contains("token") && is_own(&whole)).then_some(whole)
}

/// Whether it is a path on this site, in characters that a cookie and a header can carry. Prevents open redirects.
fn is_own(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~%?=&+:@!".contains(c);
    path.starts_with('/') && !path.starts_with("//") && path.len() <= 1000 && path.chars().all(plain)
}

/// Sets the cookie, for as long as a sign-in link is valid.
pub(crate) fn remember(reply: Reply, page: &str) -> Reply {
    reply.cookie(COOKIE, page, PATH, LINK_VALID.as_secs())
}

/// The page that a person opened before they had to sign in.
pub fn page_before_sign_in(request: &Request) -> Option<&str> {
    request.cookie(COOKIE).filter(|page| is_own(page))
}

/// Redirects a person who just signed in to the remembered page, or to `otherwise`. Clears the cookie.
pub fn redirect_after_sign_in(request: &Request, otherwise: &str) -> Reply {
    let remembered = page_before_sign_in(request);
    let reply = Reply::see_other(remembered.unwrap_or(otherwise));
    if remembered.is_some() { reply.cookie(COOKIE, "", PATH, 0) } else { reply }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_on_this_site_are_remembered() {
        for own in ["/me/proposals", "/conferences/a/agenda?x=1&y=%20", "/"] {
            assert!(is_own(own), "{own}");
        }
        for other in ["//example.org", "https://example.org", "", "/\\example.org", "/a;b", "/a\r\nb", "/ä"] {
            assert!(!is_own(other), "{other}");
        }
    }
}
