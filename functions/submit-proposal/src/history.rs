//! The history of a proposal, for leads: what changed, when and by which person, word by word.

use askama::Template;
use domain::conference::Conference;
use domain::proposal::{Change, Deed, Proposal};
use similar::{ChangeTag, TextDiff};
use web::{App, Layout, Problem, Reply, Request};

use crate::seen::seen;

/// A piece of a text that stayed, came or went.
pub(crate) struct Span {
    pub(crate) tag: &'static str,
    pub(crate) text: String,
}

/// What differs between two texts, word by word.
pub(crate) fn spans(before: &str, after: &str) -> Vec<Span> {
    let diff = TextDiff::from_words(before, after);
    let mut spans: Vec<Span> = Vec::new();
    for change in diff.iter_all_changes() {
        let tag = match change.tag() {
            ChangeTag::Equal => "",
            ChangeTag::Delete => "del",
            ChangeTag::Insert => "ins",
        };
        match spans.last_mut().filter(|last| last.tag == tag) {
            Some(last) => last.text.push_str(change.value()),
            None => spans.push(Span { tag, text: change.value().to_owned() }),
        }
    }
    spans
}

struct Shown<'a> {
    change: &'a Change,
    deed: &'static str,
    fields: Vec<(&'a str, Vec<Span>)>,
}

#[derive(Template)]
#[template(path = "history.html")]
struct HistoryPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    proposal: &'a Proposal,
    path: String,
    changes: Vec<Shown<'a>>,
}

fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::Created => "made",
        Deed::Edited => "changed",
        Deed::Submitted => "submitted",
        Deed::Withdrawn => "withdrawn",
        Deed::Answered => "speaker answered",
        Deed::MoveAsked => "move asked for",
        Deed::MoveAnswered => "move answered",
        Deed::Merged => "merged",
        Deed::Decided => "decided",
        Deed::Confirmed => "confirmed",
        Deed::Declined => "declined",
        Deed::Imported => "imported",
        Deed::BecameTrack => "became a track",
    }
}

fn shown(change: &Change) -> Shown<'_> {
    let fields = change.fields.iter().map(|f| (f.field.as_str(), spans(&f.before, &f.after)));
    Shown { change, deed: deed(change.deed), fields: fields.collect() }
}

/// `GET …/proposals/{id}/history`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    seen.may_lead()?;
    let mut changes = app.store.proposal_changes(seen.edition.id(), &seen.proposal.id).await?;
    changes.reverse();
    if !request.wants_html {
        return Ok(Reply::json(200, &serde_json::json!({ "changes": changes })));
    }
    let page = HistoryPage {
        layout: request.layout().titled("History"),
        conference: &seen.edition.conference,
        proposal: &seen.proposal,
        path: seen.path(),
        changes: changes.iter().map(shown).collect(),
    };
    Ok(Reply::page(200, &page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_shown_word_by_word() {
        let shown: String = spans("a slow path in the kernel", "a fast path in the whole kernel")
            .into_iter()
            .map(|span| if span.tag.is_empty() { span.text } else { format!("<{}>{}", span.tag, span.text) })
            .collect();
        assert_eq!(shown, "a <del>slow<ins>fast path in the <ins>whole kernel");
    }
}
