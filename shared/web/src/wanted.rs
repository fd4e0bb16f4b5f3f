//! The page that somebody wanted before they had to sign in: kept in their browser until they have.

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use domain::sign_in::LINK_VALID;

use crate::{Reply, Request};

/// The cookie's name. Only signing in gets it.
const COOKIE: &str = "plumbline-wanted";

/// Where it is sent.
const PATH: &str = "/sign-in";

/// The page that an event asks for, if it can be come back to: one that is only looked at, and whose address holds no
/// secret.
pub(crate) fn page(event: &ApiGatewayV2httpRequest) -> Option<String> {
    let path = event.raw_path.as_deref().unwrap_or_default();
    let query = event.raw_query_string.as_deref().unwrap_or_default();
    let whole = if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") };
    let looked_at = event.request_context.http.method == http::Method::GET;
    (looked_at && !query.contains("token") && is_own(&whole)).then_some(whole)
}

/// Whether it is a path of ours in the characters that a cookie and a header can carry: nothing leads elsewhere.
fn is_own(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-._~%?=&+:@!".contains(c);
    path.starts_with('/') && !path.starts_with("//") && path.len() <= 1000 && path.chars().all(plain)
}

/// Remembers it with an answer, as long as a link to sign in works.
pub(crate) fn remember(reply: Reply, page: &str) -> Reply {
    reply.cookie(COOKIE, page, PATH, LINK_VALID.as_secs())
}

/// Leads whoever has signed in to the page that they wanted, or to their own; it is wanted once.
pub fn lead_on(request: &Request) -> Reply {
    let wanted = request.cookie(COOKIE).filter(|page| is_own(page));
    let reply = Reply::see_other(wanted.unwrap_or("/me"));
    if wanted.is_some() { reply.cookie(COOKIE, "", PATH, 0) } else { reply }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_elsewhere() {
        for own in ["/me/proposals", "/conferences/a/agenda?x=1&y=%20", "/"] {
            assert!(is_own(own), "{own}");
        }
        for other in ["//example.org", "https://example.org", "", "/\\example.org", "/a;b", "/a\r\nb", "/ä"] {
            assert!(!is_own(other), "{other}");
        }
    }
}
