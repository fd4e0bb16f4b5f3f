//! Reviews from a spreadsheet: a table with a line for each proposal, filled in and sent back.
//!
//! A line without scores, comment and conflict says nothing about its proposal. A review that was given before stays as
//! it is.

use serde_json::{Map, Value, json};

use super::{Said, read};
use crate::conference::ReviewPolicy;
use crate::history::Record;
use crate::input::{Source, ValidationError};
use crate::phrase::Phrase;
use crate::proposal::ProposalId;

/// The most errors that are reported: a file of the wrong kind has one in each line.
const ERRORS_MAX: usize = 20;

/// The most lines of a table.
const LINES_MAX: usize = 20_000;

/// A review in a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The line of the table, from 1.
    pub line: u64,
    pub proposal: ProposalId,
    pub said: Said,
}

/// What a table says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// New and changed reviews.
    pub votes: Vec<Vote>,
    /// Lines that repeat the review that is there.
    pub unchanged: u64,
    /// Lines that say nothing.
    pub blank: u64,
}

/// A proposal that the reviewer may judge, with their review.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub id: &'a ProposalId,
    pub number: u64,
    pub mine: Option<&'a Said>,
}

/// The places of the columns.
struct Columns {
    id: Option<usize>,
    number: Option<usize>,
    /// By the id of the criterion.
    scores: Vec<(String, usize)>,
    comment: Option<usize>,
    conflict: Option<usize>,
}

/// The headings of a ballot, in order, that a reviewer fills in: the criteria, a comment, and a conflict of interest.
pub fn headings(policy: &ReviewPolicy) -> Vec<&str> {
    policy.criteria.iter().map(|criterion| criterion.id.as_str()).chain(["comment", "conflict"]).collect()
}

/// Reads a table. Errors point to line and column, such as `/3/comment`.
pub fn read_ballot(
    records: &[Record],
    policy: &ReviewPolicy,
    candidates: &[Candidate<'_>],
) -> Result<Ballot, Vec<ValidationError>> {
    let [head, lines @ ..] = records else { return Err(vec![error("", Phrase::of("ballot-no-lines"))]) };
    let columns = columns(head, policy).map_err(|detail| vec![error("/1", detail)])?;
    if lines.len() > LINES_MAX {
        return Err(vec![error("", Phrase::of("ballot-too-long").arg("lines", lines.len()).arg("max", LINES_MAX))]);
    }
    let (mut ballot, mut errors) = (Ballot::default(), Vec::new());
    let mut seen = std::collections::BTreeMap::new();
    for record in lines.iter().filter(|record| record.cells.iter().any(|cell| !cell.is_empty())) {
        match vote(record, &columns, policy, candidates) {
            Ok(None) => ballot.blank += 1,
            Ok(Some((proposal, said, mine))) => {
                if let Some(earlier) = seen.insert(proposal.clone(), record.line) {
                    errors.push(error(
                        &format!("/{}", record.line),
                        Phrase::of("ballot-repeats").arg("earlier", earlier),
                    ));
                } else if mine == Some(&said) || is_conflict(mine) {
                    ballot.unchanged += 1;
                } else {
                    ballot.votes.push(Vote { line: record.line, proposal, said });
                }
            }
            Err(found) => errors.extend(found),
        }
        if errors.len() >= ERRORS_MAX {
            break;
        }
    }
    errors.truncate(ERRORS_MAX);
    if errors.is_empty() { Ok(ballot) } else { Err(errors) }
}

fn error(pointer: &str, detail: Phrase) -> ValidationError {
    ValidationError { pointer: pointer.to_owned(), detail }
}

fn columns(head: &Record, policy: &ReviewPolicy) -> Result<Columns, Phrase> {
    let at = |name: &str| head.cells.iter().position(|cell| cell.trim().eq_ignore_ascii_case(name));
    let mut scores: Vec<_> = policy.criteria.iter().filter_map(|one| Some((one.id.clone(), at(&one.id)?))).collect();
    if let ([only], true, Some(place)) = (policy.criteria.as_slice(), scores.is_empty(), at("score")) {
        scores.push((only.id.clone(), place));
    }
    let columns =
        Columns { id: at("id"), number: at("number"), scores, comment: at("comment"), conflict: at("conflict") };
    if columns.id.is_none() && columns.number.is_none() {
        return Err(Phrase::of("ballot-needs-id"));
    }
    if columns.scores.is_empty() && columns.comment.is_none() && columns.conflict.is_none() {
        return Err(Phrase::of("ballot-needs-column").arg("columns", headings(policy).join(", ")));
    }
    Ok(columns)
}

/// The proposal of a line, what the line says, and what the review that is there says.
type Read<'a> = Option<(ProposalId, Said, Option<&'a Said>)>;

fn vote<'a>(
    record: &Record,
    columns: &Columns,
    policy: &ReviewPolicy,
    candidates: &[Candidate<'a>],
) -> Result<Read<'a>, Vec<ValidationError>> {
    let cell = |place: Option<usize>| {
        let cell = place.and_then(|place| record.cells.get(place)).map_or("", String::as_str);
        // The export puts a quote before what a spreadsheet would run as a formula.
        cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
    };
    let (comment, conflict) = (cell(columns.comment), flag(cell(columns.conflict)));
    let scored =
        columns.scores.iter().map(|(id, place)| (id, cell(Some(*place)))).filter(|(_, score)| !score.is_empty());
    let mut scores: Map<String, Value> = scored.map(|(id, score)| (id.clone(), score.into())).collect();
    if scores.is_empty() && comment.is_empty() && conflict.is_empty() {
        return Ok(None);
    }
    let (id, number) = (cell(columns.id), cell(columns.number));
    let (named, column) = if id.is_empty() { (number, "number") } else { (id, "id") };
    let is_named = |candidate: &&Candidate<'_>| match column {
        "id" => candidate.id.as_str() == named,
        _ => candidate.number.to_string() == named,
    };
    let detail = Phrase::of("ballot-not-yours").arg("named", format!("{named:?}"));
    let unknown = error(&format!("/{}/{column}", record.line), detail);
    let Some(Candidate { id, mine, .. }) = candidates.iter().find(is_named) else { return Err(vec![unknown]) };
    let mut comment = comment.to_owned();
    if let Some(Said::Given { scores: before, comment: said }) = mine {
        // A column that the table does not have changes nothing.
        let kept = before.iter().filter(|(id, _)| columns.scores.iter().all(|(column, _)| column != *id));
        scores.extend(kept.map(|(id, score)| (id.clone(), (*score).into())));
        if columns.comment.is_none() {
            comment = said.clone().unwrap_or_default();
        }
    }
    let document = json!({ "scores": scores, "comment": comment, "conflict": conflict });
    let at_line = |found: ValidationError| {
        error(&format!("/{}{}", record.line, found.pointer.trim_start_matches("/scores")), found.detail)
    };
    let said = read(&document, Source::Form, policy);
    let said = said.map_err(|errors| errors.into_iter().map(at_line).collect::<Vec<_>>())?;
    if is_conflict(*mine) && !is_conflict(Some(&said)) {
        return Err(vec![unknown]);
    }
    Ok(Some(((*id).clone(), said, *mine)))
}

/// A proposal with a conflict is hidden from its reviewer; only the conflict can be repeated.
fn is_conflict(said: Option<&Said>) -> bool {
    matches!(said, Some(Said::Conflict { .. }))
}

/// A tick as people write it in a cell.
fn flag(cell: &str) -> String {
    match cell.to_lowercase().as_str() {
        "x" | "1" => "yes".into(),
        "no" | "0" | "false" => String::new(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conference::{Criterion, ReviewMode};
    use expect_test::{Expect, expect};

    fn policy() -> ReviewPolicy {
        let criterion = |id: &str| Criterion { id: id.into(), label: id.into(), weight: 1, min: 1, max: 5 };
        let criteria = vec![criterion("fit"), criterion("novelty")];
        ReviewPolicy { mode: ReviewMode::Scored, criteria, blind: false, due_by: None }
    }

    fn given(fit: u64, novelty: u64, comment: Option<&str>) -> Said {
        let scores = [("fit".to_owned(), fit), ("novelty".to_owned(), novelty)].into();
        Said::Given { scores, comment: comment.map(str::to_owned) }
    }

    fn check(table: &str, expected: &Expect) {
        let ids: Vec<_> = (1..4).map(|n| ProposalId::parse(&format!("aaaaaaaaaaaaaaa{n}")).unwrap()).collect();
        let reviewed = given(3, 3, Some("fine"));
        let candidates: Vec<_> = ids
            .iter()
            .zip(1..)
            .map(|(id, number)| Candidate { id, number, mine: (number == 2).then_some(&reviewed) })
            .collect();
        let records: Vec<_> = table
            .lines()
            .zip(1..)
            .map(|(line, number)| Record { line: number, cells: line.split(',').map(str::to_owned).collect() })
            .collect();
        let shown = match read_ballot(&records, &policy(), &candidates) {
            Ok(Ballot { votes, unchanged, blank }) => {
                let votes: Vec<_> = votes.iter().map(|v| format!("{} {} {:?}\n", v.line, v.proposal, v.said)).collect();
                format!("{}{unchanged} unchanged, {blank} blank", votes.concat())
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_line_that_says_something_new_is_a_vote() {
        check(
            "number,title,fit,novelty,comment,conflict\n1,A,5,4,good,\n2,B,3,3,fine,no\n3,C,,,,",
            &expect![[r#"
                2 aaaaaaaaaaaaaaa1 Given { scores: {"fit": 5, "novelty": 4}, comment: Some("good") }
                1 unchanged, 1 blank"#]],
        );
    }

    #[test]
    fn a_missing_column_changes_nothing() {
        check(
            "id,fit\naaaaaaaaaaaaaaa2,5",
            &expect![[r#"
                2 aaaaaaaaaaaaaaa2 Given { scores: {"fit": 5, "novelty": 3}, comment: Some("fine") }
                0 unchanged, 0 blank"#]],
        );
    }

    #[test]
    fn a_tick_declares_a_conflict_and_a_quote_before_a_formula_goes() {
        check(
            "number,conflict,comment\n1,X,\n2,,'=1+1",
            &expect![[r#"
                2 aaaaaaaaaaaaaaa1 Conflict { comment: None }
                3 aaaaaaaaaaaaaaa2 Given { scores: {"fit": 3, "novelty": 3}, comment: Some("=1+1") }
                0 unchanged, 0 blank"#]],
        );
    }

    #[test]
    fn an_error_names_line_and_column() {
        check(
            "number,fit,novelty\n1,9,\n7,1,1\n2,1,1\n2,1,1",
            &expect![[r#"
                /2/fit: must be a whole number between 1 and 5
                /2/novelty: is required
                /3/number: "7" is no proposal that you review in this track
                /5: repeats the proposal of line 4"#]],
        );
        check("title,fit\nA,1", &expect!["/1: needs a column id or number, which says the proposal"]);
        check("id,title\n1,A", &expect!["/1: needs a column to read: fit, novelty, comment, conflict"]);
        check("", &expect!["/: has no lines"]);
    }
}
