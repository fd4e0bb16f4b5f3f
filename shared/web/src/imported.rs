//! Tables that people send: as a file, as rows of JSON, or pasted into a form.

use domain::history::Record;
use domain::input::ValidationError;
use domain::phrase::Phrase;
use formats::records;
use serde_json::Value;

use crate::{Kind, Problem, Request};

/// A table in a page's form.
#[derive(Debug)]
pub struct Pasted {
    /// What was typed. An uploaded file is in `csv` as if it had been pasted, so that it need not be chosen again after
    /// a preview.
    pub typed: Value,
    pub records: Result<Vec<Record>, Vec<ValidationError>>,
}

impl Request {
    /// The records of a table that a program sends as CSV, as a workbook or as `rows` of JSON.
    pub fn table(&self) -> Result<Vec<Record>, Problem> {
        match self.content_type().as_str() {
            "text/csv" | records::XLSX => Ok(records::read(self.bytes()?).map_err(|error| vec![error])?),
            "application/json" => rows(&self.document()?.0),
            _ => {
                let detail = Phrase::of("table-type");
                Err(Problem::new(Kind::UnsupportedMediaType, detail))
            }
        }
    }

    /// The table of a form with the fields `csv` and `file`.
    pub async fn pasted_table(&self) -> Result<Pasted, Problem> {
        let mut upload = self.upload().await?;
        let records = match upload.files.remove("file").filter(|file| !file.is_empty()) {
            Some(file) => {
                let records = records::read(&file);
                upload.document["csv"] = records.as_deref().map(records::to_text).unwrap_or_default().into();
                records
            }
            None => records::read(upload.document["csv"].as_str().unwrap_or_default().trim_end().as_bytes()),
        };
        Ok(Pasted { typed: upload.document, records: records.map_err(|error| vec![error]) })
    }
}

fn rows(document: &Value) -> Result<Vec<Record>, Problem> {
    let wrong = || Problem::validation("/rows", Phrase::of("table-rows"));
    let lines = document["rows"].as_array().ok_or_else(wrong)?;
    let record = |(line, row): (u64, &Value)| {
        let cells = row.as_array()?.iter().map(|cell| cell.as_str().map(|cell| cell.trim().to_owned()));
        Some(Record { line, cells: cells.collect::<Option<_>>()? })
    };
    (1..).zip(lines).map(record).collect::<Option<_>>().ok_or_else(wrong)
}
