//! Plain text for mailing lists: 72 columns.

use domain::announcement::Announcement;
use domain::conference::Conference;

/// Columns. Lines stay intact when a mailing list quotes them.
const COLUMNS: usize = 72;

/// An announcement as text to paste; `published` is its time in words, `address` its page. Does not break lines without a space, such as links.
pub fn announcement(conference: &Conference, announcement: &Announcement, published: &str, address: &str) -> String {
    let options = textwrap::Options::new(COLUMNS).break_words(false);
    let mut text = textwrap::fill(&announcement.title, &options);
    text.push('\n');
    text.push_str(&"=".repeat(announcement.title.chars().count().min(COLUMNS)));
    text.push_str("\n\n");
    for paragraph in announcement.body.split("\n\n") {
        let joined = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        text.push_str(&textwrap::fill(&joined, &options));
        text.push_str("\n\n");
    }
    text.push_str(&textwrap::fill(published, &options));
    text.push('\n');
    text.push_str(&textwrap::fill(&conference.name, &options));
    text.push('\n');
    text.push_str(address);
    text.push('\n');
    text
}
