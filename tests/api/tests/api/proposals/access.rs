//! Who sees which proposals, and what each role may do with one.

#![allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]

use std::fmt::Write;

use api_tests::{Answer, link_in};
use expect_test::expect;
use serde_json::json;

use super::{PROPOSALS, path, propose, submitted, talk, with_ann};

#[tokio::test]
async fn each_role_has_its_own_access_to_a_proposal() {
    let (api, ann) = with_ann().await;
    let mut tokens = vec![("anonymous", None), ("ann", Some(ann.clone()))];
    for who in ["invited", "speaker", "stranger", "storage", "lead", "organizer"] {
        tokens.push((who, Some(api.sign_in(&format!("{who}@example.org")).await)));
    }
    let mut body = talk("Seen");
    body["speakers"] = json!(["speaker@example.org", "invited@example.org"]);
    let draft = propose(&api, &ann, &body).await;
    body["submit"] = json!(true);
    let sent = propose(&api, &ann, &body).await;
    for _ in [&draft, &sent] {
        for mail in api.mails_to("speaker@example.org").await {
            if mail["subject"].to_string().contains("Will you speak?") {
                assert_eq!(
                    api.ask("POST", &link_in(&mail)).json(&json!({"answer": "confirm"})).send().await.status,
                    200
                );
            }
        }
    }
    let mut table = String::from("state: act: anonymous ann invited speaker stranger storage lead organizer\n");
    for proposal in [&draft, &sent] {
        let asks = [
            ("GET", ""),
            ("GET", "/edit"),
            ("GET", "/history"),
            ("PUT", ""),
            ("POST", "/move"),
            ("POST", "/merge"),
            ("POST", "/submit"),
            ("DELETE", ""),
            ("POST", "/withdraw"),
        ];
        for (method, act) in asks {
            let mut row = Vec::new();
            for (_, token) in &tokens {
                // Each request has a body or version that can't succeed. A caller with permission gets an error about
                // that instead.
                let mut ask = api.ask(method, &format!("{}{act}", path(proposal))).header("if-match", "\"99\"");
                if let Some(token) = token {
                    ask = ask.token(token);
                }
                if matches!(act, "/move" | "/merge") || method == "PUT" {
                    ask = ask.json(&json!({}));
                }
                let answer = ask.send().await;
                row.push(match answer.problem().as_str() {
                    "401 sign-in-required" => "-".to_owned(),
                    "403 forbidden" => "x".to_owned(),
                    _ => "ok".to_owned(),
                });
            }
            writeln!(table, "{}: {method} {act}: {}", proposal.json["state"].as_str().unwrap(), row.join(" ")).unwrap();
        }
    }
    expect![[r#"
        state: act: anonymous ann invited speaker stranger storage lead organizer
        draft: GET : - ok ok ok x x x x
        draft: GET /edit: - ok x ok x x x x
        draft: GET /history: - x x x x x x x
        draft: PUT : - ok x ok x x x x
        draft: POST /move: - ok x ok x x x x
        draft: POST /merge: - x x x x x x x
        draft: POST /submit: - ok x ok x x x x
        draft: DELETE : - ok x x x x x x
        draft: POST /withdraw: - ok x ok x x x x
        submitted: GET : - ok ok ok x x ok ok
        submitted: GET /edit: - ok x ok x x ok ok
        submitted: GET /history: - x x x x x ok ok
        submitted: PUT : - ok x ok x x ok ok
        submitted: POST /move: - ok x ok x x ok ok
        submitted: POST /merge: - x x x x x ok ok
        submitted: POST /submit: - ok x ok x x x x
        submitted: DELETE : - ok x x x x ok ok
        submitted: POST /withdraw: - ok x ok x x ok ok
    "#]]
    .assert_eq(&table);
}

#[tokio::test]
async fn lists_show_the_callers_proposals_and_drafts_stay_private() {
    let (api, ann) = with_ann().await;
    let lead = api.sign_in("lead@example.org").await;
    let stranger = api.sign_in("stranger@example.org").await;
    propose(&api, &ann, &talk("A secret draft")).await;
    submitted(&api, &ann, "=cmd|' /C calc'!A0").await;
    let titles = |answer: &Answer| {
        let proposals = answer.json["proposals"].as_array().unwrap().iter();
        proposals.map(|p| p["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let list = |token: &str, query: &str| api.ask("GET", &format!("{PROPOSALS}{query}")).token(token).send();
    assert_eq!(titles(&list(&ann, "").await), ["A secret draft", "=cmd|' /C calc'!A0"]);
    assert_eq!(titles(&list(&lead, "").await), ["=cmd|' /C calc'!A0"]);
    assert_eq!(titles(&list(&lead, "?state=draft").await), Vec::<String>::new());
    assert_eq!(titles(&list(&ann, "?state=draft&track=net").await), ["A secret draft"]);
    assert_eq!(titles(&list(&stranger, "").await), Vec::<String>::new());
    assert_eq!(list(&lead, "?state=lost").await.errors(), "422 invalid /state");
    let csv = api.ask("GET", &format!("{PROPOSALS}.csv")).token(&lead).send().await;
    assert!(csv.text.contains("'=cmd|") && !csv.text.contains("secret"), "{}", csv.text);
    let page = api.ask("GET", PROPOSALS).token(&lead).page().send().await;
    assert!(page.text.contains("1 draft is not shown") && !page.text.contains("secret"), "{}", page.text);
}
