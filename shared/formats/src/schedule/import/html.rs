//! HTML of another system as Markdown: paragraphs, list items and links; all other tags go.

use std::borrow::Cow;

/// The text of an HTML fragment. Text without tags stays as it is.
pub(super) fn markdown(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut link: Option<(String, usize)> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&unescaped(&rest[..at]));
        // A tag begins with a letter or a slash; any other `<` is text.
        let is_tag = rest[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some(end) = rest[at..].find('>').filter(|_| is_tag) else {
            text.push('<');
            rest = &rest[at + 1..];
            continue;
        };
        let tag = &rest[at + 1..at + end];
        rest = &rest[at + end + 1..];
        let name: String = tag.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        match name.trim_end_matches('/').to_ascii_lowercase().as_str() {
            "br" => text.push('\n'),
            "p" | "/p" | "div" | "/div" | "/ul" | "/ol" | "h1" | "h2" | "h3" | "h4" | "/h1" | "/h2" | "/h3" | "/h4" => {
                text.push_str("\n\n");
            }
            "li" => text.push_str("\n- "),
            "a" => link = href(tag).map(|url| (url, text.len())),
            "/a" => end_link(&mut text, link.take()),
            "script" | "style" => rest = after_end(rest, &name),
            _ => {}
        }
    }
    text.push_str(&unescaped(rest));
    tidy(&text)
}

/// The address of a link, if it leads to the web.
fn href(tag: &str) -> Option<String> {
    let (_, value) = tag.split_once("href")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let url = unescaped(value[1..].split(quote).next()?).into_owned();
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    (is_web && !url.contains([' ', ')', '<', '>'])).then_some(url)
}

fn end_link(text: &mut String, link: Option<(String, usize)>) {
    let Some((url, from)) = link else { return };
    let label = text.split_off(from.min(text.len()));
    let label = label.trim();
    if label.is_empty() || label == url {
        text.push_str(&url);
    } else {
        text.extend(["[", label, "](", &url, ")"]);
    }
}

/// What follows the end of an element whose content is not text.
fn after_end<'a>(rest: &'a str, name: &str) -> &'a str {
    let end = format!("</{}", name.to_ascii_lowercase());
    let at = rest.to_ascii_lowercase().find(&end);
    at.and_then(|at| rest[at..].find('>').map(|close| &rest[at + close + 1..])).unwrap_or_default()
}

fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let spelled = end.and_then(|end| character(&rest[1..end]).map(|c| (c, end)));
        if let Some((c, end)) = spelled {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.into()
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32);
    }
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "rsquo" => '\'',
        "nbsp" => ' ',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        _ => return None,
    })
}

/// Without spaces at the ends of lines, and with at most one blank line.
fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_none_or(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::markdown;

    #[test]
    fn paragraphs_lists_and_links_stay_readable() {
        let html = "<p>Why &amp; how:</p><ul><li>one<br>line</li><li>two</li></ul>\
                    <p>See <a class=\"x\" href=\"https://example.org/a?b=1&amp;c=2\">the notes</a>.</p>";
        assert_eq!(
            markdown(html),
            "Why & how:\n\n- one\nline\n- two\n\nSee [the notes](https://example.org/a?b=1&c=2)."
        );
    }

    #[test]
    fn plain_text_stays_as_it_is() {
        for text in ["a < b && c > d", "one\n\ntwo", "&unknown; & done", "<3"] {
            assert_eq!(markdown(text), text);
        }
    }

    #[test]
    fn scripts_and_links_to_them_go() {
        assert_eq!(markdown("a<script>b</script>c<style>d"), "ac");
        assert_eq!(markdown("<a href=\"javascript:x()\">go</a> <a href=https://x.org>y</a>"), "go y");
        assert_eq!(markdown("<a href=\"https://x.org\">"), "");
    }
}
