//! Reviewers who do not lead: what they see of a blind track, and what is refused.

use api_tests::Api;
use serde_json::json;

use super::{TRACK, decide, of, propose, refereed, score};

/// Adds a reviewer to the track and signs them in.
async fn reviewer(api: &Api, email: &str) -> String {
    let organizer = api.sign_in("organizer@example.org").await;
    let requested = json!({ "email": email, "role": "reviewer", "track": "talks" });
    let offered = api.ask("POST", "/conferences/demo-2030/roles").token(&organizer).json(&requested).send().await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    let theirs = api.sign_in(email).await;
    let role = format!("/conferences/demo-2030/roles/{}", offered.json["id"].as_str().unwrap());
    let accepted = api.ask("POST", &role).token(&theirs).json(&json!({ "action": "accept" })).send().await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    theirs
}

#[tokio::test]
async fn a_blind_track_hides_who_proposes_from_reviewers_until_the_decision_is_released() {
    let blind = "[tracks.review]\nblind = true\n";
    let api = Api::with(&refereed(blind)).await;
    let chair = api.sign_in("chair@example.org").await;
    let id = propose(&api, "First", "ann@example.org").await;
    let reviewer = reviewer(&api, "reviewer@example.org").await;
    let (queue, judged) = ("/conferences/demo-2030/reviews".to_owned(), of(&id, "reviews"));
    let csv = format!("{queue}.csv");
    let seen = |path: String, page: bool| {
        let ask = api.ask("GET", &path).token(&reviewer);
        async move { if page { ask.page().send().await } else { ask.send().await } }
    };
    assert_eq!(score(&api, &reviewer, &id, 4).await.status, 200);
    assert_eq!(score(&api, &chair, &id, 2).await.status, 200);
    assert_eq!(decide(&api, &chair, &id, json!({ "decision": "rejected", "note": "no" })).await.status, 200);
    for (path, page) in [(&queue, false), (&queue, true), (&judged, false), (&judged, true), (&csv, false)] {
        let answer = seen(path.clone(), page).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text.contains("First"), "{path}: {}", answer.text);
        assert!(!answer.text.contains("Speaker ann") && !answer.text.contains("ann@example.org"), "{path}");
        // What was decided is the leads' until it is released, and figures are theirs too.
        assert!(!answer.text.contains("rejected") && !answer.text.contains("disagreement"), "{path}: {}", answer.text);
    }
    // Others' reviews are there for who has given theirs.
    assert_eq!(seen(judged.clone(), false).await.json["reviews"][0]["score"], 2.0);
    let lead = api.ask("GET", &judged).token(&chair).send().await;
    assert_eq!(lead.json["proposal"]["speakers"], json!(["Speaker ann"]));
    for path in [format!("{TRACK}/selection"), format!("{TRACK}/selection.csv"), format!("{TRACK}/decisions/release")] {
        assert_eq!(seen(path.clone(), false).await.problem(), "403 forbidden", "{path}");
    }
    for (method, what) in [("POST", "decision"), ("PUT", "tags")] {
        let refused = api.ask(method, &of(&id, what)).token(&reviewer).json(&json!({})).send().await;
        assert_eq!(refused.problem(), "403 forbidden", "{what}");
    }
    api.ask("POST", &format!("{TRACK}/decisions/release")).token(&chair).json(&json!({})).send().await;
    api.settle().await;
    assert_eq!(seen(judged, false).await.json["proposal"]["speakers"], json!(["Speaker ann"]));
}

#[tokio::test]
async fn what_others_say_is_shown_to_a_reviewer_when_they_have_given_theirs() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let id = propose(&api, "First", "ann@example.org").await;
    let reviewer = reviewer(&api, "reviewer@example.org").await;
    assert_eq!(score(&api, &chair, &id, 2).await.status, 200);
    let before = api.ask("GET", &of(&id, "reviews")).token(&reviewer).send().await;
    assert!(before.json.get("reviews").is_none() && before.json.get("selection").is_none(), "{}", before.text);
    assert_eq!(score(&api, &reviewer, &id, 4).await.status, 200);
    let after = api.ask("GET", &of(&id, "reviews")).token(&reviewer).send().await;
    assert_eq!(after.json["reviews"][0]["reviewer"], "chair@example.org");
}
