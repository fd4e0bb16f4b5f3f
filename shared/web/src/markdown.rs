//! Text of people as HTML: Markdown without anything that could do more than be read.
//!
//! Raw HTML is shown as it was typed. Links lead to the web or to a mail address and nowhere else; they vouch for
//! nothing (`rel`). Headings begin below the page's own. An image becomes a link to it: pages load nothing from
//! elsewhere.

use askama::filters::Safe;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// HTML that a template shows without escaping it again.
pub type Html = Safe<String>;

/// Markdown (`CommonMark` with tables and strikethrough) as HTML that is safe whoever wrote it.
pub fn markdown(text: &str) -> Html {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(text, options).map(tame));
    Safe(out)
}

fn tame(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        // `<ann@example.org>`
        Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, .. }) => opening(&format!("mailto:{dest_url}")),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => opening(&dest_url),
        Event::End(TagEnd::Link | TagEnd::Image) => Event::InlineHtml(CowStr::Borrowed("</a>")),
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: lower(level), id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        other => other,
    }
}

/// A link's beginning; one that leads nowhere it may is no link.
fn opening(url: &str) -> Event<'static> {
    let url = url.trim();
    let lower = url.to_ascii_lowercase();
    if !["https://", "http://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Event::InlineHtml(CowStr::Borrowed("<a>"));
    }
    let mut escaped = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#x27;"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    Event::InlineHtml(CowStr::from(format!("<a href=\"{escaped}\" rel=\"nofollow noopener ugc\">")))
}

/// Two levels down: a page has the first two for itself.
fn lower(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(text: &str, expected: &Expect) {
        expected.assert_eq(&markdown(text).0);
    }

    #[test]
    fn text_is_set_as_it_was_meant() {
        check(
            "# A\n\n*b* and `c`\n\n- d\n",
            &expect![[r#"
            <h3>A</h3>
            <p><em>b</em> and <code>c</code></p>
            <ul>
            <li>d</li>
            </ul>
        "#]],
        );
        check(
            "[a](https://example.org/?x=1&y=\"2\") <https://example.org>",
            &expect![[r#"
            <p><a href="https://example.org/?x=1&amp;y=&quot;2&quot;" rel="nofollow noopener ugc">a</a> <a href="https://example.org" rel="nofollow noopener ugc">https://example.org</a></p>
        "#]],
        );
        check(
            "| a | b |\n|---|---|\n| 1 | ~~2~~ |\n",
            &expect![[r#"
            <table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>
            <tr><td>1</td><td><del>2</del></td></tr>
            </tbody></table>
        "#]],
        );
    }

    #[test]
    fn nothing_in_it_can_do_more_than_be_read() {
        check(
            "<script>alert(1)</script>\n\na <b onclick=x>b</b>",
            &expect![[r#"
            &lt;script&gt;alert(1)&lt;/script&gt;
            <p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>
        "#]],
        );
        check(
            "[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](/sign-out)",
            &expect![[r#"
            <p><a>a</a> <a>b</a> <a>c</a> <a>d</a></p>
        "#]],
        );
        check(
            "![x](https://example.org/x.png \"t\")",
            &expect![[r#"
            <p><a href="https://example.org/x.png" rel="nofollow noopener ugc">x</a></p>
        "#]],
        );
        check(
            "[a](https://example.org/\"onmouseover=\"x)",
            &expect![[r#"
            <p><a href="https://example.org/&quot;onmouseover=&quot;x" rel="nofollow noopener ugc">a</a></p>
        "#]],
        );
        check(
            "[a](<https://example.org/ \"><script>>)",
            &expect![[r#"
            <p>[a](&lt;https://example.org/ "&gt;&lt;script&gt;&gt;)</p>
        "#]],
        );
    }

    /// The names of the tags that stand in some HTML.
    fn tags(html: &str) -> Vec<String> {
        let name = |rest: &str| {
            rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>()
        };
        html.split('<').skip(1).map(name).collect()
    }

    proptest! {
        #[test]
        fn whatever_is_typed_only_harmless_tags_come_out(text in "[-a-z<>\"'/=&;:()\\[\\]!#*_`~|\\\\ \n]{0,80}") {
            let known = [
                "p", "a", "em", "strong", "del", "code", "pre", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote",
                "hr", "br", "table", "thead", "tbody", "tr", "th", "td",
            ];
            for tag in tags(&markdown(&text).0) {
                prop_assert!(known.contains(&tag.as_str()), "{tag}");
            }
        }
    }
}
