//! Large lists and exports: each answer carries what fits, and links to the rest.

use askama::Template;
use formats::table::Table;

use crate::{Kind, Layout, Problem, Reply, Request};
use domain::phrase::Phrase;

/// The most text of a list or an export in one answer. Lambda answers at most 6 MB (AWS Lambda quotas, "Invocation
/// payload"), and a page or headers are added to the text.
pub const ANSWER_BYTES: usize = 4_000_000;

/// The most bytes of an answer, with room for its headers. See [`ANSWER_BYTES`].
const SENT_MAX: usize = 6_000_000;

/// Refuses an answer that Lambda would not send. Local answers have the same limit, so that tests find violations.
pub(crate) fn check_size(reply: Reply) -> Result<Reply, Problem> {
    // JSON escapes make a text at most six times as long.
    if reply.body().len() <= SENT_MAX / 6 || serde_json::json!(reply.body()).to_string().len() <= SENT_MAX {
        return Ok(reply);
    }
    let detail = Phrase::of("answer-too-large");
    Err(Problem::new(Kind::AnswerTooLarge, detail))
}

/// One part of an export.
#[derive(Clone, Debug)]
pub struct Part {
    /// The file's name, without its extension.
    pub name: String,
    pub table: Table,
    /// The query parameter of the next part and its value; `None` if this is the last part.
    pub next: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage<'a> {
    layout: Layout,
    part: u64,
    rows: usize,
    /// The link that downloads this part.
    file: String,
    /// The link to this page for the next part.
    next: Option<&'a str>,
}

impl Request {
    /// Answers one part of an export as CSV.
    pub fn export_csv(&self, part: Part) -> Result<Reply, Problem> {
        self.export(part, "csv", |table, name| Ok(Reply::download("text/csv; charset=utf-8", table.csv(), name)))
    }

    /// Answers one part of an export. A program gets the file, with a link to the next part in the header `Link` (RFC
    /// 8288). In a browser, an export of several files is a page that leads from part to part. `file` writes the file
    /// under its name.
    pub fn export(
        &self,
        export: Part,
        extension: &str,
        file: impl FnOnce(&Table, &str) -> Result<Reply, Problem>,
    ) -> Result<Reply, Problem> {
        let part = self.number("part").unwrap_or(1);
        let next = export
            .next
            .map(|(name, value)| self.link_with(&[(name, value), ("part", (part + 1).to_string())], &["download"]));
        let is_whole = part == 1 && next.is_none();
        if self.wants_html && !is_whole && !self.flag("download") {
            let layout = self.layout().titled(self.t("export-title"));
            let file = self.link_with(&[("download", "true".into())], &[]);
            let rows = export.table.rows();
            return Ok(Reply::page(200, &ExportPage { layout, part, rows, file, next: next.as_deref() }));
        }
        let number = if is_whole { String::new() } else { format!("-part-{part}") };
        let file = file(&export.table, &format!("{}{number}.{extension}", export.name))?;
        Ok(match next {
            Some(next) => file.header("link", &format!("<{next}>; rel=\"next\"")),
            None => file,
        })
    }

    /// This path with the query, after setting some parameters and removing others.
    fn link_with(&self, set: &[(&str, String)], removed: &[&str]) -> String {
        let stays = |name: &str| !removed.contains(&name) && !set.iter().any(|(changed, _)| *changed == name);
        let kept = self.queries().filter(|(name, _)| stays(name));
        let changed = set.iter().map(|(name, value)| (*name, value.as_str()));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept.chain(changed)).finish();
        format!("{}?{query}", self.path)
    }
}
