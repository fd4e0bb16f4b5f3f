//! Proposals that move to another track, and two that become one.

use serde_json::{Value, json};

use super::{PROPOSALS, path, propose, submitted, talk, with_ann};

#[tokio::test]
async fn a_proposal_moves_when_the_other_tracks_lead_accepts() {
    let (api, ann) = with_ann().await;
    let storage = api.sign_in("storage@example.org").await;
    let proposal = submitted(&api, &ann, "Disks over the net").await;
    let shift = |token: &str, body: Value| {
        let ask = api.ask("POST", &format!("{}/move", path(&proposal))).token(token).json(&body);
        async move { ask.send().await }
    };
    assert_eq!(api.ask("GET", &path(&proposal)).token(&storage).send().await.problem(), "403 forbidden");
    assert_eq!(shift(&ann, json!({"track": "net"})).await.errors(), "422 invalid /track");
    assert_eq!(shift(&ann, json!({"answer": "accept"})).await.problem(), "403 forbidden");
    // After the close of the other call, a proposal that was in time there can still move.
    api.set_clock("2030-02-07T12:00:00Z");
    let asked = shift(&ann, json!({"track": "storage", "reason": "It is about disks."})).await;
    assert_eq!((asked.status, &asked.json["moving"]["to"]), (200, &json!("storage")), "{}", asked.text);
    assert_eq!(asked.json["track"], "net");
    // The other call's close sends a mail at the same instant.
    let mails = api.mails_to("storage@example.org").await;
    assert!(mails.iter().any(|mail| mail["subject"].to_string().contains("Move to Storage?")), "{mails:?}");
    assert_eq!(shift(&ann, json!({"answer": "accept"})).await.problem(), "403 forbidden");
    let moved = shift(&storage, json!({"answer": "accept"})).await;
    assert_eq!((moved.status, &moved.json["track"]), (200, &json!("storage")), "{}", moved.text);
    assert_eq!(moved.json["submitted_at"], proposal.json["submitted_at"]);
    assert_eq!(
        shift(&storage, json!({"answer": "accept"})).await.problem(),
        "403 forbidden",
        "nothing is asked any more"
    );
    assert!(api.mails_to("ann@example.org").await[0]["subject"].to_string().contains("Moved to Storage"));
    let list = api.ask("GET", PROPOSALS).token(&storage).send().await;
    assert_eq!(list.json["proposals"][0]["id"], proposal.json["id"]);
    // What came after that close is late there.
    let late = submitted(&api, &ann, "Later").await;
    let refused =
        api.ask("POST", &format!("{}/move", path(&late))).token(&ann).json(&json!({"track": "storage"})).send().await;
    assert_eq!(refused.problem(), "403 cfp-closed");
    api.audit().await;
}

#[tokio::test]
async fn a_lead_merges_two_and_the_speakers_are_united() {
    let (api, ann) = with_ann().await;
    let bob = api.sign_in("bob@example.org").await;
    let lead = api.sign_in("lead@example.org").await;
    let anns = submitted(&api, &ann, "Ann's").await;
    let mut body = talk("Bob's");
    body["speakers"] = json!([{"name": "Bob", "email": "bob@example.org"}]);
    body["submit"] = json!(true);
    let bobs = propose(&api, &bob, &body).await;
    let merge = |token: &str, into: &Value| {
        let ask = api.ask("POST", &format!("{}/merge", path(&bobs))).token(token).json(&json!({ "into": into }));
        async move { ask.send().await }
    };
    assert_eq!(merge(&bob, &anns.json["id"]).await.problem(), "403 forbidden");
    assert_eq!(merge(&lead, &bobs.json["id"]).await.errors(), "422 invalid /into");
    let merged = merge(&lead, &anns.json["code"]).await;
    assert_eq!(merged.status, 200, "{}", merged.text);
    assert_eq!(merged.json["id"], anns.json["id"]);
    assert_eq!(merged.json["speakers"].as_array().unwrap().len(), 2);
    assert_eq!(merge(&lead, &anns.json["id"]).await.json, merged.json, "a repeat finds them merged");
    let away = api.ask("GET", &path(&bobs)).token(&bob).send().await;
    assert_eq!((&away.json["state"], &away.json["merged_into"]), (&json!("withdrawn"), &anns.json["id"]));
    let back = api.ask("POST", &format!("{}/submit", path(&bobs))).token(&bob).send().await;
    assert_eq!(back.problem(), "409 proposal-state");
    for who in ["ann@example.org", "bob@example.org"] {
        assert!(api.mails_to(who).await.iter().any(|mail| mail["subject"].to_string().contains("Merged")), "{who}");
    }
    assert_eq!(api.ask("GET", &path(&anns)).token(&bob).send().await.status, 200);
    api.audit().await;
}
