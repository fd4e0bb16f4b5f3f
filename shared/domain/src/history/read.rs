//! Parses imported attendance: CSV records with the headings of Plumbline, pretix or Indico, or a JSON document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{AddressHash, PEOPLE_MAX};
use crate::conference::ConferenceId;
use crate::input::{Object, Reading, Source, ValidationError, at_column, parsed};
use crate::person::EmailAddress;
use crate::phrase::Phrase;

/// One record of a CSV file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The line it starts on, from 1.
    pub line: u64,
    /// Trimmed.
    pub cells: Vec<String>,
}

/// The result of parsing an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Registered people by edition.
    pub editions: BTreeMap<ConferenceId, BTreeSet<AddressHash>>,
    /// The number of lines, without the heading.
    pub lines: u64,
    /// Skipped lines: registrations that were cancelled, withdrawn or unpaid.
    pub not_registered: u64,
    pub without_address: u64,
}

/// The most editions in one import.
const EDITIONS_MAX: usize = 20;

/// The limit of reported errors: a file of the wrong kind has one in each line.
const FAULTS_MAX: usize = 20;

/// Headings of the address column, best first: the attendee's address is better than the buyer's. pretix has `Attendee
/// email` and `Email`, Indico `Email Address`, Plumbline `email`.
const EMAIL: &[&str] = &["attendee email", "attendee e mail", "email", "e mail", "email address", "e mail address"];
/// Headings of the column with hashes.
const HASH: &[&str] = &["email sha256", "sha256"];
/// Headings of the column with editions.
const EDITION: &[&str] = &["edition", "conference"];
/// Headings of the column with the registration's state. Indico has `Registration state`, pretix and Plumbline
/// `Status`.
const STATE: &[&str] = &["status", "state", "registration state", "order status"];

/// Prefixes of states that are not a registration (Indico, pretix, Plumbline).
const NO_REGISTRATION: &[&str] =
    &["cancel", "withdraw", "reject", "expire", "declin", "pending", "unpaid", "overdue", "approval pending"];

/// The relevant columns of a file.
struct Columns {
    email: Vec<usize>,
    hash: Option<usize>,
    edition: Option<usize>,
    state: Option<usize>,
}

impl Columns {
    fn of(headings: &Record) -> Result<Self, ValidationError> {
        let plain = |text: &String| {
            let words: String =
                text.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let headings: Vec<_> = headings.cells.iter().map(plain).collect();
        let all = |names: &[&str]| -> Vec<usize> {
            names.iter().filter_map(|name| headings.iter().position(|heading| heading == name)).collect()
        };
        let columns = Self {
            email: all(EMAIL),
            hash: all(HASH).first().copied(),
            edition: all(EDITION).first().copied(),
            state: all(STATE).first().copied(),
        };
        if columns.email.is_empty() && columns.hash.is_none() {
            let there: String = headings.join(", ").chars().take(200).collect();
            let detail = if there.is_empty() {
                Phrase::of("history-no-columns")
            } else {
                Phrase::of("history-columns").arg("columns", there)
            };
            return Err(ValidationError { pointer: "/1".into(), detail });
        }
        Ok(columns)
    }
}

/// Collects lines and their errors.
#[derive(Default)]
struct Collected {
    lines: Lines,
    people: usize,
}

impl Collected {
    fn add(&mut self, edition: &ConferenceId, address: AddressHash) -> Result<(), Phrase> {
        let editions = &mut self.lines.editions;
        if !editions.contains_key(edition) && editions.len() == EDITIONS_MAX {
            return Err(Phrase::of("history-too-many-editions")
                .arg("number", EDITIONS_MAX + 1)
                .arg("max", EDITIONS_MAX));
        }
        if editions.entry(edition.clone()).or_default().insert(address) {
            self.people += 1;
        }
        if self.people > PEOPLE_MAX {
            return Err(Phrase::of("history-too-many-people").arg("max", PEOPLE_MAX));
        }
        Ok(())
    }
}

/// Removes the quote that our exports put before a cell that looks like a formula.
fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(cell)
}

/// Parses CSV records, the first of which has the headings. `edition` applies to lines without their own edition.
/// Errors point to line and column, as in `/17/email`.
pub fn from_records(records: &[Record], edition: Option<&ConferenceId>) -> Result<Lines, Vec<ValidationError>> {
    let Some((headings, records)) = records.split_first() else {
        return Err(vec![ValidationError { pointer: "/1".into(), detail: Phrase::of("file-is-empty") }]);
    };
    let columns = Columns::of(headings).map_err(|error| vec![error])?;
    let mut collected = Collected::default();
    let mut errors: Vec<ValidationError> = Vec::new();
    let mut more = 0u64;
    for record in records {
        let cell = |column: usize| unguarded(record.cells.get(column).map_or("", String::as_str));
        if record.cells.iter().all(String::is_empty) {
            continue;
        }
        collected.lines.lines += 1;
        let state = columns.state.map(|column| cell(column).to_lowercase()).unwrap_or_default();
        if NO_REGISTRATION.iter().any(|word| state.starts_with(word)) {
            collected.lines.not_registered += 1;
            continue;
        }
        let mut error = |column: usize, detail: Phrase| {
            if errors.len() == FAULTS_MAX {
                more += 1;
                return;
            }
            let heading: String = headings.cells.get(column).map_or("", String::as_str).chars().take(40).collect();
            let detail = at_column(record.line, &heading, detail);
            let heading = heading.replace('~', "~0").replace('/', "~1");
            errors.push(ValidationError { pointer: format!("/{}/{heading}", record.line), detail });
        };
        let hash = columns.hash.filter(|column| !cell(*column).is_empty());
        let email = columns.email.iter().copied().find(|column| !cell(*column).is_empty());
        let (column, address) = match (hash, email) {
            (Some(column), _) => (column, cell(column).parse()),
            (None, Some(column)) => (column, cell(column).parse::<EmailAddress>().map(|email| AddressHash::of(&email))),
            (None, None) => {
                collected.lines.without_address += 1;
                continue;
            }
        };
        let address = match address {
            Ok(address) => address,
            Err(detail) => {
                error(column, detail);
                continue;
            }
        };
        let own = columns.edition.filter(|column| !cell(*column).is_empty());
        let edition = match (own, edition) {
            (Some(column), _) => cell(column).parse::<ConferenceId>().map_err(|detail| (column, detail)),
            (None, Some(edition)) => Ok(edition.clone()),
            (None, None) => {
                let detail = Phrase::of("history-no-edition");
                Err((columns.edition.unwrap_or(column), detail))
            }
        };
        let added = edition.and_then(|edition| collected.add(&edition, address).map_err(|detail| (column, detail)));
        if let Err((column, detail)) = added {
            error(column, detail);
        }
    }
    if more > 0 {
        errors.push(ValidationError { pointer: String::new(), detail: Phrase::of("no-more-errors").arg("more", more) });
    }
    if errors.is_empty() { Ok(collected.lines) } else { Err(errors) }
}

/// Parses `{edition?, registrations: [{email | email_sha256, edition?}]}`.
pub fn from_document(document: &Value) -> Result<Lines, Vec<ValidationError>> {
    let reading = Reading::new(Source::Typed);
    let read = reading.root(document).map(|o| {
        let edition = o.optional("edition", parsed::<ConferenceId>);
        let mut collected = Collected::default();
        if o.count("registrations") == 0 {
            o.reject("registrations", Phrase::of("history-none-listed"));
        }
        for line in o.objects("registrations") {
            registration(line, edition.as_ref(), &mut collected);
        }
        o.done();
        collected.lines
    });
    reading.finish(read).map_err(|mut errors| {
        if errors.len() > FAULTS_MAX {
            let detail = Phrase::of("no-more-errors").arg("more", errors.len() - FAULTS_MAX);
            errors.truncate(FAULTS_MAX);
            errors.push(ValidationError { pointer: String::new(), detail });
        }
        errors
    })
}

fn registration(o: Object<'_>, edition: Option<&ConferenceId>, collected: &mut Collected) {
    collected.lines.lines += 1;
    let email = o.optional("email", parsed::<EmailAddress>).map(|email| AddressHash::of(&email));
    let hash = o.optional("email_sha256", parsed::<AddressHash>);
    let own = o.optional("edition", parsed::<ConferenceId>);
    if !o.has("email") && !o.has("email_sha256") {
        o.reject("email", Phrase::of("history-email-required"));
    }
    match (own.as_ref().or(edition), hash.or(email)) {
        (Some(edition), Some(address)) => {
            if let Err(detail) = collected.add(edition, address) {
                o.reject("email", detail);
            }
        }
        (None, Some(_)) if !o.has("edition") => o.reject("edition", Phrase::of("history-edition-required")),
        _ => {}
    }
    o.done();
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use serde_json::json;

    fn records(text: &str) -> Vec<Record> {
        let cells = |line: &str| line.split(',').map(|cell| cell.trim().to_owned()).collect();
        (1..).zip(text.lines()).map(|(line, text)| Record { line, cells: cells(text) }).collect()
    }

    fn errors_of(read: Result<Lines, Vec<ValidationError>>) -> String {
        match read {
            Ok(Lines { editions, lines, not_registered, without_address }) => {
                let editions: Vec<_> = editions.iter().map(|(id, people)| format!("{id} {}", people.len())).collect();
                let editions = editions.join(", ");
                format!("{editions} of {lines} lines, {not_registered} not registered, {without_address} without")
            }
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        }
    }

    fn check(text: &str, edition: Option<&str>, expected: &Expect) {
        let edition = edition.map(|id| id.parse().unwrap());
        expected.assert_eq(&errors_of(from_records(&records(text), edition.as_ref())));
    }

    #[test]
    fn exports_of_other_systems_are_parsed_unchanged() {
        // Indico: registrants as CSV.
        let indico = "ID,Name,Email Address,Affiliation,Registration date,Registration state\n\
             1,Ann,ann@example.org,,2022-06-01,Completed\n2,Bob,bob@example.org,,2022-06-02,Withdrawn";
        check(indico, Some("lpc-2022"), &expect!["lpc-2022 1 of 2 lines, 1 not registered, 0 without"]);
        // pretix: order positions as CSV. Attendees count, buyers do not.
        let pretix = "Event slug,Order code,Position ID,Status,Email,Attendee name,Attendee email\n\
             22,AAA,1,paid,ann@example.org,Ann,\n22,AAA,2,paid,ann@example.org,Bob,bob@example.org\n\
             22,BBB,1,canceled (paid fee),eve@example.org,Eve,\n22,CCC,1,pending,kim@example.org,Kim,";
        check(pretix, Some("lpc-2022"), &expect!["lpc-2022 2 of 4 lines, 2 not registered, 0 without"]);
        // Our own.
        let own = "id,status,name,email,affiliation\nx-1,confirmed,Ann,'+ann@example.org,\nx-2,cancelled,Bob,b@b.org,";
        check(own, Some("lpc-2022"), &expect!["lpc-2022 1 of 2 lines, 1 not registered, 0 without"]);
    }

    #[test]
    fn a_file_may_contain_several_editions_and_hashes() {
        let hash = AddressHash::of(&"Ann@Example.org".parse().unwrap());
        let text = format!(
            "E-Mail,EMAIL_SHA256,Edition\n,{hash},lpc-2021\nann@example.org,,lpc-2021\nbob@example.org,,\n\n,,"
        );
        check(&text, Some("lpc-2022"), &expect!["lpc-2021 1, lpc-2022 1 of 3 lines, 0 not registered, 0 without"]);
        check(
            "email,x\n,1\nann@example.org,2",
            Some("lpc-2022"),
            &expect!["lpc-2022 1 of 2 lines, 0 not registered, 1 without"],
        );
    }

    #[test]
    fn an_error_names_line_and_column() {
        let text = "name,email,edition\nAnn,ann,lpc-2021\nBob,bob@example.org,LPC 2021\nEve,eve@example.org,";
        check(
            text,
            None,
            &expect![[r"
                /2/email: line 2, column email: must be an e-mail address such as name@example.org
                /3/edition: line 3, column edition: must be 2 to 40 of a-z, 0-9 and hyphens, such as lpc-2023
                /4/edition: line 4, column edition: says no edition; give one for all lines, or a column called edition"]],
        );
        check("", None, &expect!["/1: the file is empty"]);
        check(
            "name,mail to\nAnn,ann@example.org",
            Some("lpc-2021"),
            &expect![
                "/1: line 1 must name the columns, one of them email or email_sha256 (Email Address and Attendee email do too); it has name, mail to"
            ],
        );
        let many = format!("email_sha256\n{}", "nothing\n".repeat(50));
        let errors = from_records(&records(&many), Some(&"lpc-2021".parse().unwrap())).unwrap_err();
        assert_eq!((errors.len(), errors[20].detail.to_string().as_str()), (21, "and 30 more of the kind"));
    }

    #[test]
    fn an_import_over_the_limit_is_refused_at_its_line() {
        let people: Vec<_> = (0..=PEOPLE_MAX).map(|n| format!("p{n}@example.org")).collect();
        let text = format!("email\n{}", people.join("\n"));
        let errors = from_records(&records(&text), Some(&"lpc-2021".parse().unwrap())).unwrap_err();
        assert_eq!(errors[0].pointer, format!("/{}/email", PEOPLE_MAX + 2));
        let editions: Vec<_> = (1990..2011).map(|year| format!("a@example.org,lpc-{year}")).collect();
        let text = format!("email,edition\n{}", editions.join("\n"));
        let errors = from_records(&records(&text), None).unwrap_err();
        assert_eq!((errors.len(), errors[0].pointer.as_str()), (1, "/22/email"));
    }

    #[test]
    fn a_json_document_is_parsed_like_csv() {
        let ann = AddressHash::of(&"ann@example.org".parse().unwrap()).to_string();
        let document = json!({"edition": "lpc-2022", "registrations": [
            {"email": "ann@example.org"}, {"email_sha256": ann, "edition": "lpc-2021"}, {"email_sha256": ann},
        ]});
        expect!["lpc-2021 1, lpc-2022 1 of 3 lines, 0 not registered, 0 without"]
            .assert_eq(&errors_of(from_document(&document)));
        let document =
            json!({"registrations": [{"email": "ann"}, {"email": "ann@example.org"}, {"edition": "lpc-2022"}]});
        expect![[r"
            /registrations/0/email: must be an e-mail address such as name@example.org
            /registrations/1/edition: is required where there is none for all
            /registrations/2/email: is required, or email_sha256 in its place"]]
        .assert_eq(&errors_of(from_document(&document)));
        expect!["/registrations: must list at least one registration"].assert_eq(&errors_of(from_document(&json!({}))));
    }
}
