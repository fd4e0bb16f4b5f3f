//! The page of mails that would have been sent.

use askama::Template;
use jiff::Timestamp;

use web::Layout;

use crate::mail_service::Delivered;

/// Mails on one page.
pub(crate) const LENGTH: usize = 50;

#[derive(Template)]
#[template(path = "outbox.html")]
struct Page<'a> {
    layout: Layout,
    mails: Vec<Shown<'a>>,
    count: usize,
    now: Timestamp,
    to: &'a str,
    newer: Option<usize>,
    older: Option<usize>,
}

struct Shown<'a> {
    mail: &'a Delivered,
    text: Vec<Piece<'a>>,
}

/// A piece of a mail's text: plain, or a link.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Plain(&'a str),
    Link(&'a str),
}

pub(crate) fn render(
    mails: &[Delivered],
    count: usize,
    now: Timestamp,
    to: Option<&str>,
    skip: usize,
) -> Result<String, askama::Error> {
    let page = Page {
        layout: Layout::new("Outbox"),
        mails: mails.iter().map(|mail| Shown { mail, text: pieces(&mail.text) }).collect(),
        count,
        now,
        to: to.unwrap_or_default(),
        newer: (skip > 0).then(|| skip.saturating_sub(LENGTH)),
        older: (mails.len() == LENGTH).then_some(skip + LENGTH),
    };
    page.render()
}

/// Splits a text at its links. A link ends at white space and not with a full stop.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = [rest.find("http://"), rest.find("https://")].into_iter().flatten().min() {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(from.len());
        let link = from[..end].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        if !before.is_empty() {
            pieces.push(Piece::Plain(before));
        }
        pieces.push(Piece::Link(link));
        rest = &from[link.len()..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_end_before_the_full_stop() {
        assert_eq!(
            pieces("See http://a/b?c=d. And (https://x)"),
            [
                Piece::Plain("See "),
                Piece::Link("http://a/b?c=d"),
                Piece::Plain(". And ("),
                Piece::Link("https://x"),
                Piece::Plain(")"),
            ]
        );
        assert_eq!(pieces("http:// alone"), [Piece::Link("http://"), Piece::Plain(" alone")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn a_mail_cannot_break_out_of_its_frame() {
        let mail = Delivered {
            id: "1".into(),
            to: "ann@example.org".into(),
            subject: "<b>".into(),
            sent_at: Timestamp::UNIX_EPOCH,
            text: "x".into(),
            html: "\"><script>alert(1)</script>".into(),
            attachments: Vec::new(),
            key: String::new(),
        };
        let page = render(&[mail], 1, Timestamp::UNIX_EPOCH, None, 0).unwrap();
        assert!(!page.contains("<script>") && !page.contains("<b>"), "{page}");
    }
}
