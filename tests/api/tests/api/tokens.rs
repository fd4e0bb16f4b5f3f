//! Named API tokens: `/me/tokens`, and requests with them.

use api_tests::{Answer, Api};
use serde_json::{Value, json};

async fn created(api: &Api, session: &str, scope: &str) -> (String, String) {
    let body = json!({"name": "Badge printer", "scope": scope, "conference": "demo-2030"});
    let answer = api.ask("POST", "/me/tokens").token(session).json(&body).send().await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    (answer.json["id"].as_str().unwrap().to_owned(), answer.json["token"].as_str().unwrap().to_owned())
}

async fn with(api: &Api, method: &str, path: &str, token: &str, body: Value) -> Answer {
    let ask = api.ask(method, path).token(token);
    if body.is_null() { ask.send().await } else { ask.json(&body).send().await }
}

async fn last_use(api: &Api, session: &str) -> Value {
    api.ask("GET", "/me/tokens").token(session).send().await.json["tokens"][0]["last_used_at"].clone()
}

const LIST: &str = "/conferences/demo-2030/registrations";

#[tokio::test]
async fn a_token_is_shown_once_and_works_as_its_person() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let (id, token) = created(&api, &session, "read").await;
    let list = api.ask("GET", "/me/tokens").token(&session).send().await;
    assert_eq!(list.json["tokens"][0]["id"], id.as_str());
    assert_eq!(list.json["tokens"][0]["last_used_at"], Value::Null);
    let secret = token.rsplit('_').next().unwrap();
    assert!(!list.text.contains(secret), "{}", list.text);
    assert_eq!(with(&api, "GET", LIST, &token, Value::Null).await.status, 200);
    let wrong = token.replace(secret, &"0".repeat(32));
    assert_eq!(with(&api, "GET", LIST, &wrong, Value::Null).await.problem(), "401 token-invalid");
}

#[tokio::test]
async fn a_read_token_refuses_unsafe_methods() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let (_, read) = created(&api, &session, "read").await;
    let (_, write) = created(&api, &session, "write").await;
    let post = json!({"title": "News", "body": "Text."});
    let path = "/conferences/demo-2030/announcements";
    assert_eq!(with(&api, "POST", path, &read, post.clone()).await.problem(), "403 token-refused");
    assert_eq!(with(&api, "POST", path, &write, post).await.status, 201);
}

#[tokio::test]
async fn a_token_works_in_its_edition_only_and_not_for_the_person_themselves() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let (_, token) = created(&api, &session, "write").await;
    let mut other = with(&api, "GET", "/conferences/demo-2030/definition", &session, Value::Null).await.json;
    other["id"] = json!("other-2030");
    assert_eq!(with(&api, "PUT", "/conferences/other-2030", &session, other.clone()).await.status, 201);
    let there = "/conferences/other-2030/registrations";
    assert_eq!(with(&api, "GET", there, &session, Value::Null).await.status, 200);
    assert_eq!(with(&api, "GET", there, &token, Value::Null).await.problem(), "403 token-refused");
    for (method, path) in [("GET", "/me"), ("GET", "/me/tokens"), ("DELETE", "/me/tokens")] {
        assert_eq!(with(&api, method, path, &token, Value::Null).await.problem(), "403 token-refused", "{path}");
    }
    assert_eq!(with(&api, "GET", "/healthz", &token, Value::Null).await.status, 200);
}

#[tokio::test]
async fn a_token_has_only_the_roles_that_its_person_has_now() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let second = api.sign_in("second@example.org").await;
    let (_, token) = created(&api, &second, "write").await;
    assert_eq!(with(&api, "GET", LIST, &token, Value::Null).await.status, 200);
    let roles = with(&api, "GET", "/conferences/demo-2030/roles", &organizer, Value::Null).await;
    let roles = roles.json["roles"].as_array().unwrap().clone();
    let role = roles.iter().find(|role| role["email"] == "second@example.org").unwrap()["id"].as_str().unwrap();
    let path = format!("/conferences/demo-2030/roles/{role}");
    assert_eq!(with(&api, "DELETE", &path, &organizer, Value::Null).await.status, 200);
    assert_eq!(with(&api, "GET", LIST, &token, Value::Null).await.problem(), "403 forbidden");
}

#[tokio::test]
async fn a_revoked_and_an_expired_token_stop_working() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let (id, revoked) = created(&api, &session, "read").await;
    let (_, expiring) = created(&api, &session, "read").await;
    for _ in 0..2 {
        let path = format!("/me/tokens/{id}");
        let left = with(&api, "DELETE", &path, &session, Value::Null).await;
        assert_eq!((left.status, left.json["tokens"].as_array().unwrap().len()), (200, 1));
    }
    assert_eq!(with(&api, "GET", LIST, &revoked, Value::Null).await.problem(), "401 token-invalid");
    assert_eq!(with(&api, "GET", LIST, &expiring, Value::Null).await.status, 200);
    api.set_clock("2030-05-02T12:00:01Z");
    assert_eq!(with(&api, "GET", LIST, &expiring, Value::Null).await.problem(), "401 token-invalid");
}

#[tokio::test]
async fn the_last_use_is_written_once_an_hour() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let (_, token) = created(&api, &session, "read").await;
    assert_eq!(with(&api, "GET", LIST, &token, Value::Null).await.status, 200);
    assert_eq!(last_use(&api, &session).await, "2030-02-01T12:00:00Z");
    api.set_clock("2030-02-01T12:59:59Z");
    assert_eq!(with(&api, "GET", LIST, &token, Value::Null).await.status, 200);
    assert_eq!(last_use(&api, &session).await, "2030-02-01T12:00:00Z");
    api.set_clock("2030-02-01T13:00:00Z");
    assert_eq!(with(&api, "GET", LIST, &token, Value::Null).await.status, 200);
    assert_eq!(last_use(&api, &session).await, "2030-02-01T13:00:00Z");
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_token() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let ask = |name: &str| {
        let body = json!({"name": name, "scope": "read", "conference": "demo-2030"});
        api.ask("POST", "/me/tokens").token(&session).header("idempotency-key", "k").json(&body).send()
    };
    let (first, again) = (ask("One").await, ask("One").await);
    assert_eq!((first.status, &first.json), (201, &again.json));
    assert_eq!(ask("Two").await.problem(), "422 idempotency-key-reused");
    let list = api.ask("GET", "/me/tokens").token(&session).send().await;
    assert_eq!(list.json["tokens"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn tokens_are_for_organizers_and_leads() {
    let api = Api::new().await;
    let body = json!({"name": "Mine", "scope": "read", "conference": "demo-2030"});
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(with(&api, "POST", "/me/tokens", &lead, body.clone()).await.status, 201);
    let attendee = api.sign_in("somebody@example.org").await;
    assert_eq!(with(&api, "POST", "/me/tokens", &attendee, body).await.errors(), "422 invalid /conference");
    let bad = json!({"name": "", "scope": "all", "conference": "demo-2030", "expires_at": "2029-01-01"});
    assert_eq!(with(&api, "POST", "/me/tokens", &lead, bad).await.errors(), "422 invalid /name /scope /expires_at");
}

#[tokio::test]
async fn the_page_shows_a_new_token_once_and_keeps_what_was_typed() {
    let api = Api::new().await;
    let session = api.sign_in("organizer@example.org").await;
    let cookie = format!("__Host-plumbline-session={session}");
    let send = |form: &'static str| api.ask("POST", "/me/tokens").header("cookie", &cookie).form(form).send();
    let made = send("name=Printer&scope=read&conference=demo-2030&expires_at=&idempotency_key=f").await;
    assert_eq!(made.status, 201);
    assert!(made.text.contains("<code>plumbline_") && made.header("cache-control") == "no-store");
    let page = api.ask("GET", "/me/tokens").header("cookie", &cookie).page().send().await;
    assert!(page.text.contains("Printer") && !page.text.contains("plumbline_"), "{}", page.text);
    let failed = send("name=Second&scope=write&conference=demo-2030&expires_at=2029-01-01").await;
    assert_eq!(failed.status, 422);
    assert!(failed.text.contains("value=\"Second\"") && failed.text.contains("error-expires_at"), "{}", failed.text);
    let ended = api.ask("POST", "/me/tokens/all").header("cookie", &cookie).form("action=revoke").send().await;
    assert_eq!((ended.status, ended.header("location")), (303, "/me/tokens?said=tokens-revoked"));
}
