//! The reader's language: their setting, else `Accept-Language`, else the edition's.
//!
//! A link with `?lang=de` on any page sets it, in a cookie.

use aws_lambda_events::event::apigw::ApiGatewayV2httpRequest;
use messages::Language;

use crate::Reply;

const COOKIE: &str = "lang";
const PARAMETER: &str = "lang";
const YEAR_SECONDS: i64 = 31_536_000;

/// The language that the sender of this request wants; `None` if they want none that there is.
pub(crate) fn wanted(event: &ApiGatewayV2httpRequest) -> Option<Language> {
    let cookies = event.cookies.iter().flatten().filter_map(|cookie| cookie.split_once('='));
    let setting = cookies.filter(|(name, _)| name.trim() == COOKIE).find_map(|(_, tag)| Language::of_tag(tag.trim()));
    let accepted = || {
        let header = event.headers.get(http::header::ACCEPT_LANGUAGE)?.to_str().ok()?;
        Language::accepted(header)
    };
    chosen(event).or(setting).or_else(accepted)
}

/// The language that the reader chose with this request.
pub(crate) fn chosen(event: &ApiGatewayV2httpRequest) -> Option<Language> {
    let query = event.raw_query_string.as_deref()?;
    let tag = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == PARAMETER)?.1;
    Language::of_tag(&tag)
}

/// Keeps the reader's choice. The answer is theirs alone, so no cache may have it.
pub(crate) fn keep(reply: Reply, language: Language) -> Reply {
    reply.cookie(COOKIE, language.tag(), "/", YEAR_SECONDS).header("cache-control", "no-store")
}

/// A query as it came, without the language.
pub(crate) fn without_language(query: &str) -> String {
    let is_language = |pair: &&str| pair.split('=').next() == Some(PARAMETER);
    query.split('&').filter(|pair| !pair.is_empty() && !is_language(pair)).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_query_keeps_its_other_parameters() {
        assert_eq!(without_language("q=a%20b&lang=de&page=2"), "q=a%20b&page=2");
        assert_eq!(without_language("lang=de"), "");
        assert_eq!(without_language(""), "");
    }
}
