//! Tracks and their calls: who reads what, and what leads change.

use api_tests::{Api, DEMO};
use serde_json::json;

const TRACKS: &str = "/conferences/demo-2030/tracks";
const NET: &str = "/conferences/demo-2030/tracks/net";

/// The demo edition with four tracks: one call is open, one opens later, one is closed, one track has none.
pub(crate) fn with_calls() -> String {
    let call = |opens: &str, closes: &str| format!("[tracks.cfp]\nopens = \"{opens}\"\ncloses = \"{closes}\"\n");
    let track = |id: &str| {
        format!(
            "[[tracks]]\nid = \"{id}\"\nname = \"Track {id}\"\nkind = \"other\"\nleads = [\"lead.{id}@example.org\"]\n\
             description = \"About {id}.\"\n\n"
        )
    };
    let packets = "description = \"Packets.\"\n";
    let net = format!("{packets}\n{}\n", call("2030-01-15T12:00:00", "2030-02-20 anywhere on Earth"));
    let [later, over, soon] = [
        ("later", "2030-02-05T12:00:00", "2030-03-01T12:00:00"),
        ("over", "2030-01-01T12:00:00", "2030-01-31T12:00:00"),
        ("soon", "2030-01-01T12:00:00", "2030-02-10T12:00:00"),
    ]
    .map(|(id, opens, closes)| format!("{}{}\n", track(id), call(opens, closes)));
    format!("{}\n{later}{over}{soon}{}", DEMO.replace(packets, &net), track("plain"))
}

#[tokio::test]
async fn open_calls_come_first_and_the_soonest_deadline_on_top() {
    let api = Api::with(&with_calls()).await;
    let listed = api.get(TRACKS).await.json;
    let ids: Vec<_> = listed["tracks"].as_array().unwrap().iter().map(|track| track["id"].clone()).collect();
    assert_eq!(ids, ["soon", "net", "later", "over", "plain"]);
    assert_eq!(listed["tracks"][1]["cfp"]["closes_at"], "2030-02-21T12:00:00Z");
    assert_eq!(listed["tracks"][1]["cfp"]["announced"], "2030-02-20 anywhere on Earth");
    let page = api.ask("GET", TRACKS).page().send().await.text;
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"));
    assert!(at("Track soon") < at("Networking") && at("Networking") < at("Track later"), "{page}");
    let feed = api.get(&format!("{TRACKS}.atom")).await;
    assert_eq!((feed.status, feed.text.matches("<entry>").count()), (200, 2));
}

#[tokio::test]
async fn a_deadline_is_shown_as_announced_and_in_three_zones() {
    let api = Api::with(&with_calls()).await;
    for path in [NET, TRACKS, "/conferences/demo-2030"] {
        let page = api.ask("GET", &format!("{path}?zone=Asia/Tokyo")).page().send().await.text;
        for shown in [
            "20 February 2030, end of day anywhere on Earth",
            "12:00 UTC",
            "Thu 21 February 2030, 13:00 CET",
            "Thu 21 February 2030, 21:00 JST",
        ] {
            assert!(page.contains(shown), "{path} lacks {shown}: {page}");
        }
    }
    assert_eq!(api.get(&format!("{NET}?zone=Mars/Olympus")).await.errors(), "422 invalid /zone");
}

#[tokio::test]
async fn a_lead_changes_only_their_own_tracks_text() {
    let api = Api::with(&with_calls()).await;
    let lead = api.sign_in("lead@example.org").await;
    let read = api.get(NET).await;
    let change = json!({ "description": "# Frames\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))",
        "topics": ["Queues"], "recordings": [{"label": "All of it", "url": "https://example.org/v"}],
        "contact": "net@example.org" });
    let changed = api.ask("PATCH", NET).token(&lead).header("if-match", read.header("etag")).json(&change).send().await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!((&changed.json["topics"], &changed.json["contacts"]), (&json!(["Queues"]), &json!(["net@example.org"])));
    assert_eq!(api.get(NET).await.header("etag"), changed.header("etag"));
    let page = api.ask("GET", NET).page().send().await.text;
    assert!(
        page.contains("&lt;script&gt;") && !page.contains("<script>alert") && !page.contains("href=\"javascript"),
        "{page}"
    );
    assert!(page.contains("mailto:net@example.org") && !page.contains("mailto:lead@example.org"), "{page}");
    // The answer names every error, and nothing is changed.
    let bad = json!({ "cfp": {"closes": "soon"}, "recordings": [{"label": "x", "url": "javascript:x"}] });
    let refused = api.ask("PATCH", NET).token(&lead).json(&bad).send().await;
    assert_eq!(refused.errors(), "422 invalid /recordings/0/url /cfp/closes");
    let leads = api.ask("PATCH", NET).token(&lead).json(&json!({ "leads": ["me@example.org"] })).send().await;
    assert_eq!(leads.errors(), "422 invalid /leads");
    let elsewhere = api.ask("PATCH", &format!("{TRACKS}/soon")).token(&lead).json(&change).send().await;
    assert_eq!(elsewhere.problem(), "403 forbidden");
    assert_eq!(api.get(NET).await.header("etag"), changed.header("etag"));
}

#[tokio::test]
async fn two_leads_who_edit_at_once_lose_nothing() {
    let api = Api::with(&with_calls()).await;
    let lead = api.sign_in("lead@example.org").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let edit = format!("{NET}/edit");
    let form = api.ask("GET", &edit).token(&lead).page().send().await.text;
    let etag = form.split("name=\"etag\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let first = api.ask("PATCH", NET).token(&organizer).json(&json!({ "description": "Theirs." })).send().await;
    assert_eq!(first.status, 200);
    let body = format!(
        "etag={etag}&description=Mine.&topics=One%0D%0ATwo&cfp.opens=2030-01-15T12%3A00%3A00&cfp.closes=2030-02-20+anywhere+on+Earth"
    );
    let conflict = api.ask("POST", NET).token(&lead).form(&body).send().await;
    assert_eq!(conflict.status, 412);
    assert!(conflict.text.contains("Theirs.") && conflict.text.contains("Mine."), "{}", conflict.text);
    // The page now has the current version, so saving again overwrites it on purpose.
    let now = conflict.text.split("name=\"etag\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let again = api.ask("POST", NET).token(&lead).form(&body.replace(&etag, &now)).send().await;
    assert_eq!((again.status, again.header("location")), (303, "/conferences/demo-2030/tracks/net?done=saved"));
    let read = api.get(NET).await;
    assert_eq!((&read.json["description"], &read.json["topics"]), (&json!("Mine."), &json!(["One", "Two"])));
    let stale =
        api.ask("PATCH", NET).token(&lead).header("if-match", &format!("\"{etag}\"")).json(&json!({"topics": []}));
    assert_eq!(stale.send().await.problem(), "412 changed-meanwhile");
    // A change of another track is no conflict.
    let soon = json!({ "description": "Other." });
    assert_eq!(api.ask("PATCH", &format!("{TRACKS}/soon")).token(&organizer).json(&soon).send().await.status, 200);
    let tag = format!("\"{}\"", read.header("etag").trim_matches('"'));
    let fresh = api.ask("PATCH", NET).token(&lead).header("if-match", &tag).json(&json!({"topics": []})).send().await;
    assert_eq!(fresh.status, 200, "{}", fresh.text);
}

#[tokio::test]
async fn a_form_that_is_wrong_comes_back_as_it_was_typed() {
    let api = Api::with(&with_calls()).await;
    let lead = api.sign_in("lead@example.org").await;
    let body = "description=Mine.&cfp.opens=2030-01-15T12%3A00%3A00&cfp.closes=soon&etag=";
    let page = api.ask("POST", NET).token(&lead).form(&body.replace("&etag=", "")).send().await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("Mine.") && page.text.contains("error-cfp-closes"), "{}", page.text);
}

#[tokio::test]
async fn a_deadline_moves_to_a_time_to_come_and_the_old_one_is_struck_through() {
    let api = Api::with(&with_calls()).await;
    let lead = api.sign_in("lead@example.org").await;
    let closes = |closes: &str| json!({ "cfp": { "closes": closes } });
    let past = api.ask("PATCH", NET).token(&lead).json(&closes("2030-01-31T12:00:00")).send().await;
    assert_eq!(past.errors(), "422 invalid /cfp/closes");
    let opened = api.ask("PATCH", NET).token(&lead).json(&json!({ "cfp": { "opens": "2030-02-10T12:00:00" } }));
    assert_eq!(opened.send().await.errors(), "422 invalid /cfp/opens");
    let moved = api.ask("PATCH", NET).token(&lead).json(&closes("2030-02-27 anywhere on Earth")).send().await;
    assert_eq!(moved.json["cfp"]["closes_at"], "2030-02-28T12:00:00Z");
    assert_eq!(moved.json["cfp"]["was"][0]["announced"], "2030-02-20 anywhere on Earth");
    let page = api.ask("GET", NET).page().send().await.text;
    assert!(page.contains("20 Feb</del>"), "{page}");
    let posts = api.get("/conferences/demo-2030/announcements").await.json;
    assert_eq!(posts["announcements"][0]["kind"], "call_moved");
    // The same again changes nothing and announces nothing.
    let again = api.ask("PATCH", NET).token(&lead).json(&closes("2030-02-27 anywhere on Earth")).send().await;
    assert_eq!(again.json, moved.json);
    assert_eq!(api.get("/conferences/demo-2030/announcements").await.json, posts);
}
