//! Reviews: which are open, how they are given, hidden and compared.

use api_tests::Api;
use serde_json::json;

use super::{TRACK, decide, invitations, of, proposal, propose, refereed, score, subjects};

#[tokio::test]
async fn a_reviewer_sees_what_they_owe_and_leads_see_what_it_comes_to() {
    let api = Api::with(&refereed("")).await;
    let (chair, cochair) = (api.sign_in("chair@example.org").await, api.sign_in("cochair@example.org").await);
    let first = propose(&api, "First", "ann@example.org").await;
    let second = propose(&api, "Second", "bob@example.org").await;
    let queue = api.ask("GET", "/conferences/demo-2030/reviews").token(&chair).send().await;
    assert_eq!((queue.status, &queue.json["owed"]), (200, &json!(2)), "{}", queue.text);
    for (token, points) in [(&chair, 5), (&cochair, 2)] {
        assert_eq!(score(&api, token, &first, points).await.status, 200);
    }
    // A repeat has the same answer.
    let again = score(&api, &chair, &first, 5).await;
    assert_eq!(again.json["reviewed_at"], again.json["updated_at"]);
    let queue = api.ask("GET", "/conferences/demo-2030/reviews").token(&chair).send().await;
    assert_eq!(queue.json["owed"], 1);
    let rows = &queue.json["tracks"][0]["proposals"];
    assert_eq!((&rows[0]["title"], &rows[1]["mine"]["score"]), (&json!("Second"), &json!(5.0)));

    let selection = api.ask("GET", &format!("{TRACK}/selection")).token(&chair).send().await;
    let row = &selection.json["proposals"][0];
    assert_eq!((&row["title"], &row["mean"], &row["count"]), (&json!("First"), &json!(3.5), &json!(2)));
    assert_eq!(row["disagreement"], 1.5);
    let counts: Vec<_> = row["distribution"].as_array().unwrap().iter().map(|b| b["count"].clone()).collect();
    assert_eq!(counts, [0, 1, 0, 0, 1]);
    // Sorting, filtering, tags.
    let tagged = api.ask("PUT", &of(&second, "tags")).token(&chair).json(&json!({"tags": ["Short"]})).send().await;
    assert_eq!(tagged.json["tags"], json!(["short"]));
    for (query, expected) in [
        ("sort=title", vec!["First", "Second"]),
        ("sort=reviews", vec!["Second", "First"]),
        ("tag=short", vec!["Second"]),
        ("q=speaker+ANN", vec!["First"]),
        ("decision=accepted", vec![]),
        ("state=submitted&q=about", vec!["First", "Second"]),
    ] {
        let answer = api.ask("GET", &format!("{TRACK}/selection?{query}")).token(&chair).send().await;
        let titles: Vec<_> = answer.json["proposals"].as_array().unwrap().iter().map(|p| p["title"].clone()).collect();
        assert_eq!(titles, expected, "{query}");
    }
    let odd = api.ask("GET", &format!("{TRACK}/selection?sort=luck")).token(&chair).send().await;
    assert_eq!(odd.errors(), "422 invalid /sort");

    let both = api.ask("GET", &format!("{TRACK}/compare?proposals={second},{first}")).token(&chair).send().await;
    assert_eq!(both.json["proposals"][0]["title"], "Second");
    let form = format!("{TRACK}/compare?proposals.{first}=0&proposals.{second}=0");
    let page = api.ask("GET", &form).token(&chair).page().send().await;
    assert!(page.text.contains("About First.") && page.text.contains("About Second."), "{}", page.text);
    let one = api.ask("GET", &format!("{TRACK}/compare?proposals={first}")).token(&chair).send().await;
    assert_eq!(one.errors(), "422 invalid /proposals");

    let csv = api.ask("GET", &format!("{TRACK}/selection.csv")).token(&chair).send().await;
    assert!(csv.text.contains("First,Speaker ann,ann@example.org,submitted"), "{}", csv.text);
    let csv = api.ask("GET", "/conferences/demo-2030/reviews.csv").token(&chair).send().await;
    assert!(csv.text.contains("talks,2,") && csv.text.contains("Second,Speaker bob"), "{}", csv.text);
}

#[tokio::test]
async fn pages_show_the_chart_as_bars_and_as_text_and_a_form_that_fails_is_its_page_again() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let id = propose(&api, "<b>First</b>", "ann@example.org").await;
    let given = api.ask("POST", &of(&id, "reviews/mine")).token(&chair).form("score=4&comment=Good").send().await;
    assert_eq!((given.status, given.header("location")), (303, "/conferences/demo-2030/reviews"));
    for path in [of(&id, "reviews"), format!("{TRACK}/selection")] {
        let page = api.ask("GET", &path).token(&chair).page().send().await;
        assert_eq!(page.status, 200);
        let chart = "role=\"img\" aria-label=\"Reviews by score: 1: 0, 2: 0, 3: 0, 4: 1, 5: 0\"";
        assert!(page.text.contains(chart), "{}", page.text);
        assert!(page.text.matches("1: 0, 2: 0, 3: 0, 4: 1, 5: 0").count() > 1, "the figures as text too");
        assert!(!page.text.contains("<b>First") && !page.text.contains("style="), "{}", page.text);
    }
    let failed = api.ask("POST", &of(&id, "reviews/mine")).token(&chair).form("score=9&comment=Hm").send().await;
    assert_eq!(failed.status, 422);
    assert!(failed.text.contains("value=\"9\"") && failed.text.contains(">Hm</textarea>"), "{}", failed.text);
    assert!(failed.text.contains("must be a whole number between 1 and 5"), "{}", failed.text);
    let failed = api.ask("POST", &of(&id, "decision")).token(&chair).form("decision=maybe&note=N").send().await;
    assert_eq!(failed.status, 422);
    assert!(failed.text.contains(">N</textarea>"), "{}", failed.text);
}

#[tokio::test]
async fn ones_own_proposal_and_a_declared_conflict_are_not_there() {
    let api = Api::with(&refereed("")).await;
    let (chair, cochair) = (api.sign_in("chair@example.org").await, api.sign_in("cochair@example.org").await);
    let own = propose(&api, "Own", "chair@example.org").await;
    let other = propose(&api, "Of a colleague", "ann@example.org").await;
    let requested = json!({ "conflict": true, "comment": "same team" });
    let put = |token: String, id: String, requested: serde_json::Value| {
        let api = &api;
        async move { api.ask("PUT", &of(&id, "reviews/mine")).token(&token).json(&requested).send().await }
    };
    let declared = put(chair.clone(), other.clone(), requested.clone()).await;
    assert_eq!((declared.status, &declared.json["status"]), (200, &json!("conflict")));
    // The same again has the same answer; anything else finds nothing.
    assert_eq!(put(chair.clone(), other.clone(), requested).await.json, declared.json);
    for id in [&own, &other] {
        assert_eq!(put(chair.clone(), id.clone(), json!({ "score": 5 })).await.status, 404);
        for (method, what) in [("GET", "reviews"), ("POST", "decision"), ("PUT", "tags")] {
            let mut ask = api.ask(method, &of(id, what)).token(&chair);
            if method != "GET" {
                ask = ask.json(&json!({}));
            }
            assert_eq!(ask.send().await.problem(), "404 not-found", "{method} {what}");
        }
    }
    let selection = format!("{TRACK}/selection");
    for path in [selection.as_str(), &format!("{selection}.csv"), "/conferences/demo-2030/reviews.csv"] {
        let answer = api.ask("GET", path).token(&chair).send().await;
        assert!(!answer.text.contains("Own") && !answer.text.contains("colleague"), "{path}: {}", answer.text);
    }
    let seen = api.ask("GET", &selection).token(&chair).send().await;
    assert_eq!((&seen.json["hidden"], seen.json["proposals"].as_array().unwrap().len()), (&json!(2), 0));
    let page = api.ask("GET", &selection).token(&chair).page().send().await;
    assert!(page.text.contains("2 proposals are hidden from you"), "{}", page.text);
    // Nor is it where proposals are listed.
    for path in ["/conferences/demo-2030/proposals", "/conferences/demo-2030/proposals.csv"] {
        let answer = api.ask("GET", path).token(&chair).send().await;
        assert!(answer.text.contains("Own") && !answer.text.contains("colleague"), "{path}: {}", answer.text);
    }
    let seen = api.ask("GET", &format!("/conferences/demo-2030/proposals/{other}")).token(&chair).send().await;
    assert_eq!(seen.problem(), "403 forbidden");
    let many = json!({ "proposals": [own, other], "decision": "accepted" });
    let many = api.ask("POST", &format!("{TRACK}/decisions")).token(&chair).json(&many).send().await;
    assert_eq!(many.json["decided"], json!([]));
    // The other lead judges both, sees the conflict, and lifts it if it was a mistake.
    let judged = api.ask("GET", &of(&other, "reviews")).token(&cochair).send().await;
    assert_eq!(judged.json["reviews"][0]["comment"], "same team");
    let review = judged.json["reviews"][0]["id"].as_str().unwrap();
    let lifted = api.ask("DELETE", &of(&other, &format!("reviews/{review}"))).token(&cochair).send().await;
    assert_eq!(lifted.status, 204);
    assert_eq!(score(&api, &chair, &other, 3).await.status, 200);
}

#[tokio::test]
async fn two_leads_deciding_at_once_lose_nothing() {
    let api = Api::with(&refereed("")).await;
    let (chair, cochair) = (api.sign_in("chair@example.org").await, api.sign_in("cochair@example.org").await);
    let id = propose(&api, "First", "ann@example.org").await;
    let (one, other) = futures_util::future::join(
        decide(&api, &chair, &id, json!({ "decision": "accepted", "rev": 0 })),
        decide(&api, &cochair, &id, json!({ "decision": "rejected", "rev": 0 })),
    )
    .await;
    let mut outcomes = [one.problem(), other.problem()];
    outcomes.sort();
    assert_eq!(outcomes, ["200", "409 conflict"]);
    let (winner, loser) = if one.status == 200 { ("accepted", other) } else { ("rejected", one) };
    assert_eq!(loser.json["rev"], 1);
    let judged = api.ask("GET", &of(&id, "reviews")).token(&chair).send().await;
    assert_eq!(judged.json["selection"]["verdict"]["decision"], winner);
    // Who has looked again decides.
    let requested = json!({ "decision": "standby", "rev": 1, "rank": 2 });
    assert_eq!(decide(&api, &cochair, &id, requested.clone()).await.json["rev"], 2);
    assert_eq!(decide(&api, &cochair, &id, requested).await.json["rev"], 2, "a repeat changes nothing");
    let undone = decide(&api, &chair, &id, json!({ "decision": "undecided" })).await;
    assert_eq!(undone.json["decision"], json!(null));
}

#[tokio::test]
async fn nothing_that_its_people_can_see_changes_before_the_release() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let id = propose(&api, "First", "ann@example.org").await;
    let before = proposal(&api, &id).await;
    let subjects_before = subjects(&api, "ann@example.org").await;
    api.set_clock("2030-02-02T12:00:00Z");
    assert_eq!(score(&api, &chair, &id, 5).await.status, 200);
    assert_eq!(decide(&api, &chair, &id, json!({ "decision": "accepted", "note": "yes" })).await.status, 200);
    let tags = api.ask("PUT", &of(&id, "tags")).token(&chair).json(&json!({ "tags": ["in"] })).send().await;
    assert_eq!(tags.status, 200);
    api.settle().await;
    assert_eq!(proposal(&api, &id).await, before, "state, revision and updated_at are as they were");
    assert_eq!(subjects(&api, "ann@example.org").await, subjects_before);
    let ann = api.sign_in("ann@example.org").await;
    let seen = api.ask("GET", &format!("/conferences/demo-2030/proposals/{id}")).token(&ann).send().await;
    assert_eq!((&seen.json["state"], seen.header("etag")), (&json!("submitted"), "\"1\""), "{}", seen.text);
    for what in ["reviews", "answer"] {
        let answer = api.ask("GET", &of(&id, what)).token(&ann).send().await;
        assert!(!answer.text.contains("yes") && !answer.text.contains("accepted"), "{what}: {}", answer.text);
    }
    assert_eq!(api.ask("GET", &of(&id, "reviews")).token(&ann).send().await.problem(), "403 forbidden");
    let confirm = api.ask("POST", &of(&id, "confirm")).token(&ann).send().await;
    assert_eq!(confirm.problem(), "409 not-accepted");
    assert_eq!(invitations(&api).await, []);
}
