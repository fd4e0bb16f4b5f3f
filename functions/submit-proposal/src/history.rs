//! The history of a proposal, for leads: what changed, when and who changed it, word by word.

use askama::Template;
use contract::proposals::ProposalHistory;
use domain::conference::Conference;
use domain::proposal::{Change, Deed, Proposal};
use messages::Messages;
use similar::algorithms::{Capture, Compact, Replace, myers};
use similar::{DiffOp, DiffTag};
use web::{App, Layout, Problem, Reply, Request};

use crate::seen::seen;

/// A piece of text that was kept, added or removed.
pub(crate) struct Span {
    pub(crate) tag: &'static str,
    pub(crate) text: String,
}

/// The differences between two texts, word by word.
///
/// Calls one algorithm directly: `TextDiff` chooses among five at run time, so all five would be in the zip.
pub(crate) fn spans(before: &str, after: &str) -> Vec<Span> {
    let (before, after) = (words(before), words(after));
    let (old, new) = (before.as_slice(), after.as_slice());
    let mut found = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut found, old, 0..old.len(), new, 0..new.len());
    let mut spans = Vec::new();
    for (tag, in_old, in_new) in found.into_inner().into_inner().ops().iter().map(DiffOp::as_tag_tuple) {
        let mut push = |tag, words: &[&str]| {
            if !words.is_empty() {
                spans.push(Span { tag, text: words.concat() });
            }
        };
        if tag == DiffTag::Equal {
            push("", &old[in_old]);
        } else {
            push("del", &old[in_old]);
            push("ins", &new[in_new]);
        }
    }
    spans
}

/// Splits a text into its words and the white space between them.
fn words(text: &str) -> Vec<&str> {
    let halves = text.split_inclusive(char::is_whitespace).flat_map(|word| {
        let space = word.trim_end().len();
        [&word[..space], &word[space..]]
    });
    halves.filter(|half| !half.is_empty()).collect()
}

struct Shown<'a> {
    change: &'a Change,
    deed: &'static str,
    /// Each changed field: the message of its label, and its text before and after.
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

/// The last part of a deed's message.
fn deed(deed: Deed) -> &'static str {
    match deed {
        Deed::Created => "created",
        Deed::Edited => "edited",
        Deed::Submitted => "submitted",
        Deed::Withdrawn => "withdrawn",
        Deed::Answered => "answered",
        Deed::MoveAsked => "move-asked",
        Deed::MoveAnswered => "move-answered",
        Deed::Merged => "merged",
        Deed::Decided => "decided",
        Deed::Confirmed => "confirmed",
        Deed::Declined => "declined",
        Deed::Imported => "imported",
        Deed::BecameTrack => "became-track",
    }
}

/// The message of a field's label. Most have the field's name.
fn label(field: &str) -> &str {
    match field {
        "answers" => "history-answers",
        "became" => "history-became",
        other => other,
    }
}

fn shown(messages: Messages, change: &Change) -> Shown<'_> {
    let fields = change.fields.iter().map(|changed| {
        let text = |value: &str| match changed.field.as_str() {
            "state" if !value.is_empty() => messages.word("state", value).to_string(),
            _ => value.to_owned(),
        };
        (label(&changed.field), spans(&text(&changed.before), &text(&changed.after)))
    });
    Shown { change, deed: deed(change.deed), fields: fields.collect() }
}

/// `GET …/proposals/{id}/history`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let seen = seen(app, request).await?;
    seen.may_lead()?;
    let mut changes = app.store.proposal_changes(seen.edition.id(), &seen.proposal.id).await?;
    changes.reverse();
    if !request.wants_html {
        return Ok(Reply::json(200, &ProposalHistory { changes: changes.iter().map(Into::into).collect() }));
    }
    let page = HistoryPage {
        layout: request.layout().titled(request.t("history-title")),
        conference: &seen.edition.conference,
        proposal: &seen.proposal,
        path: seen.path(),
        changes: changes.iter().map(|change| shown(request.messages, change)).collect(),
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
