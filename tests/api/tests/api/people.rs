//! `/conferences/{c}/roles` and `/me`: offering, accepting and ending roles; and the records of the signed-in person.

use api_tests::{Answer, Api};
use serde_json::{Value, json};
use web::access::ROUTES;

const ROLES: &str = "/conferences/demo-2030/roles";

async fn offer(api: &Api, by: &str, requested: Value) -> Answer {
    api.ask("POST", ROLES).token(by).json(&requested).send().await
}

async fn act(api: &Api, by: &str, role: &str, action: &str) -> Answer {
    api.ask("POST", &format!("{ROLES}/{role}")).token(by).json(&json!({ "action": action })).send().await
}

/// The subjects of the mails to an address, latest first, without sign-in mails.
async fn subjects(api: &Api, email: &str) -> Vec<String> {
    let mails = api.mails_to(email).await;
    let subjects = mails.iter().map(|mail| mail["subject"].as_str().unwrap_or_default().to_owned());
    subjects.filter(|subject| !subject.contains("sign-in code")).collect()
}

/// Offers a role and accepts it; answers the token of who has it now.
async fn give(api: &Api, by: &str, email: &str, role: &str) -> String {
    let offered = offer(api, by, json!({ "role": role, "track": "net", "email": email })).await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    let token = api.sign_in(email).await;
    let accepted = act(api, &token, offered.json["id"].as_str().unwrap(), "accept").await;
    assert_eq!((accepted.status, &accepted.json["status"]), (200, &json!("held")), "{}", accepted.text);
    token
}

#[tokio::test]
async fn a_role_is_offered_by_mail_and_counts_once_it_is_accepted() {
    let api = Api::new().await;
    let lead = api.sign_in("lead@example.org").await;
    let requested = json!({ "role": "reviewer", "track": "net", "email": "rita@example.org" });
    let offered = offer(&api, &lead, requested.clone()).await;
    assert_eq!((offered.status, &offered.json["status"]), (201, &json!("invited")), "{}", offered.text);
    assert_eq!(offer(&api, &lead, requested).await.status, 200, "offered once, mailed once");
    let subjects_of_rita = subjects(&api, "rita@example.org").await;
    assert_eq!(subjects_of_rita, ["You're invited as reviewer of Networking: Demo 2030"]);
    let rita = api.sign_in("rita@example.org").await;
    let me = api.ask("GET", "/me").token(&rita).send().await;
    assert_eq!(me.json["roles"], json!([]));
    let id = offered.json["id"].as_str().unwrap();
    assert_eq!(me.json["offered_roles"][0]["id"], id);
    assert_eq!(act(&api, &lead, id, "accept").await.problem(), "403 forbidden");
    assert_eq!(act(&api, &rita, id, "accept").await.json["status"], "held");
    assert_eq!(act(&api, &rita, id, "accept").await.status, 200, "twice is once");
    let me = api.ask("GET", "/me").token(&rita).send().await;
    assert_eq!(me.json["roles"][0]["reviews"], json!(["net"]));
    assert_eq!(me.json["roles"][0]["leads"], json!([]));
    assert_eq!(subjects(&api, "lead@example.org").await, ["Role accepted: reviewer of Networking, Demo 2030"]);
    // The role is revoked: a mail says so, and the log names the organizer and the act.
    let removed = api.ask("DELETE", &format!("{ROLES}/{id}")).token(&lead).send().await;
    assert_eq!(removed.json["status"], "removed");
    let log: Vec<_> =
        removed.json["log"].as_array().unwrap().iter().map(|c| format!("{} {}", c["to"], c["by"])).collect();
    assert_eq!(
        log,
        [r#""invited" "lead@example.org""#, r#""held" "rita@example.org""#, r#""removed" "lead@example.org""#]
    );
    assert_eq!(subjects(&api, "rita@example.org").await[0], "Your role as reviewer of Networking has ended: Demo 2030");
    assert_eq!(act(&api, &rita, id, "accept").await.problem(), "409 role-not-open");
    assert_eq!(api.ask("GET", "/me").token(&rita).send().await.json["roles"], json!([]));
}

#[tokio::test]
async fn a_lead_gives_roles_of_their_own_track_and_no_others() {
    let api = Api::with(&format!(
        "{}\n[[tracks]]\nid = \"other\"\nname = \"Other\"\nkind = \"summit\"\nleads = [\"other@example.org\"]\ndescription = \"Others.\"\n",
        api_tests::DEMO
    ))
    .await;
    let lead = api.sign_in("lead@example.org").await;
    let refused = |requested| offer(&api, &lead, requested);
    let email = "x@example.org";
    assert_eq!(refused(json!({ "role": "organizer", "email": email })).await.problem(), "403 forbidden");
    assert_eq!(refused(json!({ "role": "lead", "track": "other", "email": email })).await.problem(), "403 forbidden");
    assert_eq!(refused(json!({ "role": "lead", "email": email })).await.errors(), "422 invalid /track");
    assert_eq!(
        refused(json!({ "role": "lead", "track": "none", "email": email })).await.errors(),
        "422 invalid /track"
    );
    assert_eq!(
        refused(json!({ "role": "boss", "track": "net", "email": "x" })).await.errors(),
        "422 invalid /role /email"
    );
    let colead = give(&api, &lead, "colead@example.org", "lead").await;
    let seen = api.ask("GET", ROLES).token(&colead).send().await;
    let seen: Vec<_> = seen.json["roles"].as_array().unwrap().iter().map(|role| role["email"].clone()).collect();
    assert_eq!(seen, ["colead@example.org", "lead@example.org"], "other tracks' people are not theirs to see");
    // Nor to remove.
    let organizer = api.sign_in("organizer@example.org").await;
    let all = api.ask("GET", ROLES).token(&organizer).send().await;
    let other = all.json["roles"].as_array().unwrap().iter().find(|role| role["email"] == "other@example.org");
    let other = other.unwrap()["id"].as_str().unwrap();
    assert_eq!(act(&api, &colead, other, "remove").await.problem(), "403 forbidden");
    assert_eq!(act(&api, &organizer, other, "remove").await.json["status"], "removed");
}

#[tokio::test]
async fn people_in_the_definition_can_be_removed_but_not_the_last_organizer() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let all = api.ask("GET", ROLES).token(&organizer).send().await;
    let id = |email: &str| {
        let role = all.json["roles"].as_array().unwrap().iter().find(|role| role["email"] == email).unwrap();
        assert_eq!(role["defined"], true);
        role["id"].as_str().unwrap().to_owned()
    };
    let second = api.sign_in("second@example.org").await;
    assert_eq!(act(&api, &organizer, &id("second@example.org"), "remove").await.json["status"], "removed");
    let definition = api.ask("GET", "/conferences/demo-2030/definition").token(&organizer).send().await;
    assert_eq!(definition.json["organizers"], json!(["organizer@example.org"]));
    assert_eq!(api.ask("GET", ROLES).token(&second).send().await.problem(), "403 forbidden");
    let last = act(&api, &organizer, &id("organizer@example.org"), "give_up").await;
    assert_eq!(last.problem(), "409 last-organizer");
    assert_eq!(act(&api, &organizer, &id("lead@example.org"), "remove").await.json["status"], "removed");
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(api.ask("GET", ROLES).token(&lead).send().await.problem(), "403 forbidden");
    // Offered again, it is by item.
    let again = give(&api, &organizer, "second@example.org", "organizer").await;
    assert_eq!(api.ask("GET", "/conferences/demo-2030/definition").token(&again).send().await.status, 200);
}

#[tokio::test]
async fn who_leads_by_item_is_a_contributor_on_the_waitlist_for_as_long() {
    let api = Api::new().await;
    for n in 0..10 {
        assert_eq!(api.register(&format!("first{n}@example.org")).await.status, 201);
    }
    let requested = json!({ "name": "A Lead", "email": "colead@example.org", "reason": "To talk about packets." });
    let joined = api.post("/conferences/demo-2030/waitlist", requested).await;
    assert_eq!(joined.json["class"], "everyone");
    let path = format!("/conferences/demo-2030/waitlist/{}", joined.json["id"].as_str().unwrap());
    let token = joined.json["manage_token"].as_str().unwrap();
    let class = || async { api.ask("GET", &path).token(token).send().await.json["class"].clone() };
    let organizer = api.sign_in("organizer@example.org").await;
    let colead = give(&api, &organizer, "colead@example.org", "lead").await;
    assert_eq!(class().await, "contributor");
    let me = api.ask("GET", "/me").token(&colead).send().await;
    let url = me.json["waitlist"][0]["url"].as_str().unwrap().to_owned();
    assert_eq!(api.ask("GET", &url).send().await.status, 200);
    let id = api.ask("GET", ROLES).token(&colead).send().await;
    let id =
        id.json["roles"].as_array().unwrap().iter().find(|role| role["email"] == "colead@example.org").unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
    assert_eq!(act(&api, &colead, &id, "give_up").await.json["status"], "given_up");
    assert_eq!(class().await, "everyone");
    api.audit().await;
}

#[tokio::test]
async fn a_role_by_item_opens_every_route_that_the_definition_would() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let lead = api.sign_in("lead@example.org").await;
    let colead = give(&api, &organizer, "colead@example.org", "lead").await;
    let second = api.sign_in("second@example.org").await;
    let third = give(&api, &organizer, "third@example.org", "organizer").await;
    let meets = |method: &'static str, path: String, token: String| {
        let api = &api;
        async move {
            let ask = api.ask(method, &path).token(&token);
            let answer = if method == "GET" { ask.send().await } else { ask.json(&json!({})).send().await };
            answer.status
        }
    };
    let values = [("{conference}", "demo-2030"), ("{pool}", "net"), ("{track}", "net")];
    for route in ROUTES.iter().filter(|route| route.path.starts_with("/conferences/") && route.method != "DELETE") {
        let path = values.iter().fold(route.path.to_owned(), |path, (name, value)| path.replace(name, value));
        let path = path.replace(['{', '}'], "");
        for (by_definition, by_item) in [(&lead, &colead), (&second, &third)] {
            let expected = meets(route.method, path.clone(), by_definition.clone()).await;
            assert_eq!(meets(route.method, path.clone(), by_item.clone()).await, expected, "{}", route.key());
        }
    }
}

#[tokio::test]
async fn the_page_of_roles_says_what_is_wrong_with_a_form_and_keeps_what_was_typed() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let failed = api.ask("POST", ROLES).token(&organizer).form("email=nobody&role=lead&track=net").send().await;
    assert_eq!(failed.status, 422);
    assert!(failed.text.contains(r#"value="nobody""#), "{}", failed.text);
    let done =
        api.ask("POST", ROLES).token(&organizer).form("email=rita%40example.org&role=reviewer&track=net").send().await;
    assert_eq!((done.status, done.header("location")), (303, "/conferences/demo-2030/roles?said=offered"));
    let page = api.ask("GET", ROLES).token(&organizer).page().send().await;
    assert!(page.text.contains("rita@example.org") && page.text.contains("Invited"), "{}", page.text);
}
