//! Late links: one person's own deadline. Leads create, revoke and count them.

use api_tests::{Api, DEMO};
use serde_json::json;

const LINKS: &str = "/conferences/demo-2030/tracks/net/late-links";

/// The demo edition, whose track has a call that closes soon.
fn with_call() -> String {
    let call = "description = \"Packets.\"\n\n[tracks.cfp]\nopens = \"2030-01-15T12:00:00\"\n\
                closes = \"2030-02-10 anywhere on Earth\"\n";
    DEMO.replace("description = \"Packets.\"\n", call)
}

#[tokio::test]
async fn a_lead_lets_one_person_be_late_and_takes_it_back() {
    let api = Api::with(&with_call()).await;
    let lead = api.sign_in("lead@example.org").await;
    let requested = json!({ "email": "late@example.org", "until": "2030-02-15T18:00:00" });
    let given = api.ask("POST", LINKS).token(&lead).json(&requested).send().await;
    assert_eq!(given.status, 201, "{}", given.text);
    assert_eq!(given.json["until"], "2030-02-15T17:00:00Z");
    // A repeat gets the same answer and queues no second mail.
    let again = api.ask("POST", LINKS).token(&lead).json(&requested).send().await;
    assert_eq!((again.status, &again.json), (200, &given.json));
    let mails = api.mails_to("late@example.org").await;
    assert_eq!(mails.len(), 1);
    let text = mails[0]["text"].as_str().unwrap();
    assert!(text.contains("Fri 15 February 2030, 18:00 CET (17:00 UTC)"), "{text}");

    let link = format!("{LINKS}/{}", given.json["id"].as_str().unwrap());
    let revoked = api.ask("DELETE", &link).token(&lead).send().await;
    assert_eq!((revoked.status, &revoked.json["status"]), (200, &json!("revoked")));
    let again = api.ask("DELETE", &link).token(&lead).send().await;
    assert_eq!(again.json, revoked.json);
    // Created again, the link works again and is mailed again. The log keeps every act.
    let given = api.ask("POST", LINKS).token(&lead).json(&requested).send().await;
    assert_eq!((given.status, &given.json["status"]), (201, &json!("working")));
    let acts: Vec<_> = given.json["log"].as_array().unwrap().iter().map(|act| act["act"].clone()).collect();
    assert_eq!(acts, ["given", "revoked", "given"]);
    assert_eq!(api.mails_to("late@example.org").await.len(), 2);
    let listed = api.ask("GET", LINKS).token(&lead).send().await;
    assert_eq!(listed.json["late_links"], json!([given.json]));
}

#[tokio::test]
async fn a_late_link_is_later_than_the_deadline_and_says_so_where_it_is_not() {
    let api = Api::with(&with_call()).await;
    let lead = api.sign_in("lead@example.org").await;
    for until in ["2030-02-11T12:00:00Z", "2030-01-01T12:00:00Z", "soon"] {
        let requested = json!({ "email": "late@example.org", "until": until });
        assert_eq!(api.ask("POST", LINKS).token(&lead).json(&requested).send().await.errors(), "422 invalid /until");
    }
    let page = api.ask("POST", LINKS).token(&lead).form("email=late%40example.org&until=soon").send().await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("value=\"late@example.org\"") && page.text.contains("error-until"), "{}", page.text);
    let requested = json!({ "email": "a@example.org\r\nBcc: b@example.org", "until": "2030-02-15T18:00:00" });
    assert_eq!(api.ask("POST", LINKS).token(&lead).json(&requested).send().await.errors(), "422 invalid /email");
}

#[tokio::test]
async fn a_track_without_a_call_has_no_late_links() {
    let api = Api::new().await;
    let lead = api.sign_in("lead@example.org").await;
    let requested = json!({ "email": "late@example.org", "until": "2030-02-15T18:00:00" });
    assert_eq!(api.ask("POST", LINKS).token(&lead).json(&requested).send().await.problem(), "404 not-found");
    let organizer = api.sign_in("organizer@example.org").await;
    let elsewhere = LINKS.replace("/net/", "/none/");
    assert_eq!(api.ask("POST", &elsewhere).token(&organizer).json(&requested).send().await.problem(), "404 not-found");
}

#[tokio::test]
async fn leads_use_the_page() {
    let api = Api::with(&with_call()).await;
    let lead = api.sign_in("lead@example.org").await;
    let form = "email=late%40example.org&until=2030-02-20+anywhere+on+Earth";
    assert_eq!(api.ask("POST", LINKS).token(&lead).form(form).send().await.status, 303);
    let page = api.ask("GET", LINKS).token(&lead).page().send().await.text;
    assert!(page.contains("20 February 2030, end of day anywhere on Earth"), "{page}");
    let mut forms = page.split("action=\"").map(|rest| rest.split('"').next().unwrap());
    let path = forms.find(|path| path.contains("/late-links/")).unwrap();
    assert_eq!(api.ask("POST", path).token(&lead).form("").send().await.status, 303);
    assert!(api.ask("GET", LINKS).token(&lead).page().send().await.text.contains("Revoked"));
}
