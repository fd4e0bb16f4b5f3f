//! Reviews that come back in a spreadsheet.

use api_tests::{Answer, Api};
use serde_json::json;

use super::{TRACK, decide, of, propose, refereed};

const BALLOT: &str = "/conferences/demo-2030/tracks/talks/ballot";

async fn send(api: &Api, token: &str, query: &str, csv: &str) -> Answer {
    api.ask("POST", &format!("{BALLOT}{query}")).token(token).raw("text/csv", csv.as_bytes()).send().await
}

async fn mine(api: &Api, token: &str, id: &str) -> String {
    let judged = api.ask("GET", &of(id, "reviews")).token(token).send().await;
    judged.json["mine"].to_string()
}

#[tokio::test]
async fn a_reviewer_votes_in_a_spreadsheet() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let (first, second) =
        (propose(&api, "First", "ann@example.org").await, propose(&api, "=1+1", "bea@example.org").await);
    let table = api.ask("GET", &format!("{BALLOT}.csv")).token(&chair).send().await;
    let lines: Vec<_> = table.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "number,id,title,speakers,minutes,abstract,overall,comment,conflict");
    assert_eq!(lines[1], format!("1,{first},First,Speaker ann,,About First.,,,"));
    assert!(lines[2].contains("'=1+1"), "{}", lines[2]);

    // The dry run says the same as the run, and saves nothing.
    let filled = "number;overall;comment\r\n1;4;good\r\n2;;\r\n";
    let preview = send(&api, &chair, "?dry_run=true", filled).await;
    assert_eq!(preview.json["votes"][0]["scores"], json!({ "overall": 4 }), "{}", preview.text);
    assert_eq!((&preview.json["blank"], &preview.json["dry_run"]), (&json!(1), &json!(true)));
    assert_eq!(mine(&api, &chair, &first).await, "null");
    let saved = send(&api, &chair, "", filled).await;
    assert_eq!(saved.json["votes"], preview.json["votes"]);
    assert!(mine(&api, &chair, &first).await.contains("good"));

    // A repeat changes nothing, and the table shows the saved reviews.
    let again = send(&api, &chair, "", filled).await;
    assert_eq!((&again.json["votes"], &again.json["unchanged"]), (&json!([]), &json!(1)));
    let table = api.ask("GET", &format!("{BALLOT}.csv")).token(&chair).send().await;
    assert!(table.text.contains("About First.,4,good,"), "{}", table.text);

    // A conflict hides the proposal; the same line again is fine, a score for it is not.
    let conflict = "number,overall,conflict\n2,,x\n";
    assert_eq!(send(&api, &chair, "", conflict).await.json["votes"][0]["conflict"], true);
    assert_eq!(api.ask("GET", &of(&second, "reviews")).token(&chair).send().await.problem(), "404 not-found");
    assert_eq!(send(&api, &chair, "", conflict).await.json["unchanged"], 1);
    let scored = send(&api, &chair, "", "number,overall\n2,5\n").await;
    assert_eq!(scored.errors(), "422 invalid /2/number");
}

#[tokio::test]
async fn nothing_is_saved_if_a_line_is_wrong() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let first = propose(&api, "First", "ann@example.org").await;
    let wrong = send(&api, &chair, "", "number,overall\n1,4\n9,4\n").await;
    assert_eq!(wrong.errors(), "422 invalid /3/number");
    assert_eq!(mine(&api, &chair, &first).await, "null");
    let rows = json!({ "rows": [["number", "overall"], ["1", "7"]] });
    let wrong = api.ask("POST", BALLOT).token(&chair).json(&rows).send().await;
    assert_eq!(wrong.errors(), "422 invalid /2/overall");
    // The page keeps the pasted text.
    let pasted = "csv=number%2Coverall%0A1%2C7";
    let page = api.ask("POST", BALLOT).token(&chair).form(pasted).page().send().await;
    assert!(page.status == 422 && page.text.contains("number,overall\n1,7"), "{}", page.text);
    let saved = api.ask("POST", BALLOT).token(&chair).form("csv=number%2Coverall%0A1%2C3").page().send().await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert!(mine(&api, &chair, &first).await.contains('3'));

    assert_eq!(decide(&api, &chair, &first, json!({ "decision": "rejected" })).await.status, 200);
    super::release::release(&api, &chair).await;
    assert_eq!(send(&api, &chair, "", "number,overall\n1,5\n").await.problem(), "409 review-closed");
}

#[tokio::test]
async fn a_ballot_is_for_those_who_review_the_track() {
    let api = Api::with(&refereed("")).await;
    let other = api.sign_in("ann@example.org").await;
    for path in [BALLOT.to_owned(), format!("{BALLOT}.csv")] {
        assert_eq!(api.ask("GET", &path).token(&other).send().await.problem(), "403 forbidden");
        assert_eq!(api.ask("GET", &path).send().await.problem(), "401 sign-in-required");
    }
    assert_eq!(api.ask("GET", &format!("{TRACK}/selection")).token(&other).send().await.problem(), "403 forbidden");
}
