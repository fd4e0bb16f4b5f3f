//! Renders people's Markdown as safe HTML.
//!
//! Raw HTML is escaped, not interpreted. Links may lead to the web or to a mail address only, and `rel` marks them as
//! user content. Headings start two levels down, below the page's own. An image becomes a link, so that pages load
//! nothing from other sites.

use askama::filters::Safe;
use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// HTML that a template inserts without escaping it again.
pub type Html = Safe<String>;

/// Renders `CommonMark` with tables and strikethrough. The result is safe for any input.
pub fn markdown(text: &str) -> Html {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() * 3 / 2);
    html::push_html(&mut out, Parser::new_ext(text, options).map(tame));
    Safe(out)
}

/// The most characters of [`first_sentence`].
const SUMMARY: usize = 140;

/// The first sentence of a description in Markdown, without its marks, cut at a word.
pub fn first_sentence(markdown: &str) -> String {
    let first = markdown.split("\n\n").map(str::trim).find(|text| !text.is_empty() && !text.starts_with('#'));
    let plain: String = first.unwrap_or_default().chars().filter(|c| !"*_`[]".contains(*c)).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let sentence = plain.split_inclusive(". ").next().unwrap_or_default().trim();
    if sentence.chars().count() <= SUMMARY {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(SUMMARY).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole))
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

/// The opening tag of a link. A URL with any other scheme gets no `href`.
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

/// Two levels down: the page itself uses the first two.
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
    fn markdown_is_rendered() {
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
    fn unsafe_html_and_links_are_neutralized() {
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

    /// The names of the tags in some HTML.
    fn tags(html: &str) -> Vec<String> {
        let name = |rest: &str| {
            rest.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect::<String>()
        };
        html.split('<').skip(1).map(name).collect()
    }

    proptest! {
        #[test]
        fn any_input_renders_only_harmless_tags(text in "[-a-z<>\"'/=&;:()\\[\\]!#*_`~|\\\\ \n]{0,80}") {
            let known = [
                "p", "a", "em", "strong", "del", "code", "pre", "ul", "ol", "li", "h3", "h4", "h5", "h6", "blockquote",
                "hr", "br", "table", "thead", "tbody", "tr", "th", "td",
            ];
            for tag in tags(&markdown(&text).0) {
                prop_assert!(known.contains(&tag.as_str()), "{tag}");
            }
        }
    }

    #[test]
    fn a_summary_is_one_plain_sentence() {
        assert_eq!(first_sentence("# Title\n\nWatching a *running* kernel. And more."), "Watching a running kernel.");
        assert_eq!(first_sentence(""), "");
        let long = first_sentence(&"word ".repeat(60));
        assert!(long.ends_with("word…") && long.chars().count() <= 141, "{long}");
    }
}
