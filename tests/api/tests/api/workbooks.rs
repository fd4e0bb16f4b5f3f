//! The desk's lists as workbooks, and workbooks that people upload.

use api_tests::{Answer, Api, attendee};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use serde_json::json;

use crate::review::{TRACK, of, propose, refereed};

const HOME: &str = "/conferences/demo-2030";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The rows of a downloaded workbook, and its file's name.
async fn download(api: &Api, token: &str, path: &str) -> (Vec<Vec<Data>>, String) {
    let request = http::Request::get(path).header("authorization", format!("Bearer {token}"));
    let (parts, body) = api.stack.request(request.body(bytes::Bytes::new()).unwrap()).await.into_parts();
    assert_eq!(parts.status.as_u16(), 200, "{path}: {}", String::from_utf8_lossy(&body));
    assert_eq!(parts.headers["content-type"], XLSX);
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(body.to_vec())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let name = parts.headers["content-disposition"].to_str().unwrap().to_owned();
    (sheet.rows().map(<[Data]>::to_vec).collect(), name)
}

#[tokio::test]
async fn every_list_is_a_workbook_with_the_rows_of_its_csv() {
    let api = Api::with(&refereed("")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let mut ann = attendee("ann@example.org");
    ann["name"] = json!("=HYPERLINK(\"x\")");
    assert_eq!(api.post(&format!("{HOME}/registrations"), ann).await.status, 201);
    propose(&api, "+1 talk", "bea@example.org").await;
    propose(&api, "Second", "cem@example.org").await;
    let lists =
        ["people", "badges", "registrations", "waitlist", "proposals", "reviews"].map(|list| format!("{HOME}/{list}"));
    for list in lists.into_iter().chain([format!("{TRACK}/selection"), format!("{TRACK}/ballot")]) {
        let csv = api.ask("GET", &format!("{list}.csv")).token(&organizer).send().await;
        let (rows, name) = download(&api, &organizer, &format!("{list}.xlsx")).await;
        let lines: Vec<_> = csv.text.trim_start_matches('\u{feff}').lines().collect();
        let head: Vec<_> = rows[0].iter().map(ToString::to_string).collect();
        assert_eq!(head.join(","), lines[0], "{list}");
        assert_eq!(rows.len(), lines.len(), "{list}: {}", csv.text);
        assert!(name.starts_with("attachment; filename=\"demo-2030-") && name.ends_with(".xlsx\""), "{name}");
    }
    // Real instants and numbers, and text as it is.
    let (rows, _) = download(&api, &organizer, &format!("{HOME}/registrations.xlsx")).await;
    assert!(rows[1].contains(&Data::String("=HYPERLINK(\"x\")".into())), "{rows:?}");
    assert!(matches!(rows[1][8], Data::DateTime(_)), "{rows:?}");
    let (rows, _) = download(&api, &organizer, &format!("{HOME}/proposals.xlsx?after=1")).await;
    assert_eq!((rows.len(), &rows[1][0]), (2, &Data::Float(2.0)));
}

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (line, row) in (0u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(*row) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(line, column, number).unwrap(),
                Err(_) => sheet.write_string(line, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

async fn send(api: &Api, token: &str, path: &str, body: &[u8]) -> Answer {
    api.ask("POST", path).token(token).raw(XLSX, body).send().await
}

#[tokio::test]
async fn a_reviewer_votes_in_a_workbook() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let first = propose(&api, "First", "ann@example.org").await;
    let ballot = format!("{TRACK}/ballot");
    let filled = book(&[&["number", "overall", "comment"], &["1", "4", "good"]]);
    let preview = send(&api, &chair, &format!("{ballot}?dry_run=true"), &filled).await;
    assert_eq!(preview.json["votes"][0]["scores"], json!({ "overall": 4 }), "{}", preview.text);
    let judged = api.ask("GET", &of(&first, "reviews")).token(&chair).send().await;
    assert!(judged.json["mine"].is_null());
    // A line is the row of the sheet.
    let wrong = book(&[&["number", "overall"], &[], &["9", "4"]]);
    assert_eq!(send(&api, &chair, &ballot, &wrong).await.errors(), "422 invalid /3/number");
    assert_eq!(send(&api, &chair, &ballot, b"PK\x03\x04 broken").await.errors(), "422 invalid /1");
    assert_eq!(send(&api, &chair, &ballot, &filled).await.json["votes"], preview.json["votes"]);
    let (rows, _) = download(&api, &chair, &format!("{ballot}.xlsx")).await;
    let scored: Vec<_> = rows[1].iter().skip(5).map(ToString::to_string).collect();
    assert_eq!(scored[..3], ["About First.", "4", "good"], "{rows:?}");

    // By the page's form, which shows the upload as text after the preview.
    let again = book(&[&["number", "overall", "comment"], &["1", "3", "fair"]]);
    let head = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n".as_bytes();
    let body = [head, &again, b"\r\n--b--\r\n"].concat();
    let page = api.ask("POST", &format!("{ballot}?dry_run=true")).token(&chair);
    let page = page.raw("multipart/form-data; boundary=b", &body).page().send().await;
    assert!(page.status == 200 && page.text.contains("number,overall,comment\n1,3,fair"), "{}", page.text);
}

#[tokio::test]
async fn history_is_imported_from_a_workbook_and_from_other_encodings() {
    let api = Api::with(&refereed("")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let path = format!("{HOME}/history?edition=demo-2029");
    let table = book(&[&["Email Address", "Name"], &["ann@example.org", "Ann"], &["bea@example.org", "Bea"]]);
    let imported = send(&api, &organizer, &path, &table).await;
    assert_eq!(imported.json["editions"][0]["people"], 2, "{}", imported.text);
    let text = "email\tname\r\ncem@example.org\tJ\u{f6}rg\r\n";
    let utf16: Vec<u8> = ["\u{feff}", text].concat().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let added = api.ask("POST", &path).token(&organizer).raw("text/csv", &utf16).send().await;
    assert_eq!(added.json["editions"][0]["people"], 3, "{}", added.text);
}
