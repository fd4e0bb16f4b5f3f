//! `/sign-in`, `/me`

use api_tests::{Api, link_in};
use domain::sign_in::{MAILS_PER_EMAIL, REQUESTS_PER_ADDRESS};
use serde_json::json;

#[tokio::test]
async fn a_link_works_until_its_time_ends_and_one_use_does_not_burn_it() {
    let api = Api::new().await;
    assert_eq!(api.post("/sign-in", json!({"email": "ann@example.org"})).await.status, 202);
    let link = link_in(&api.mails_to("ann@example.org").await[0]);
    // A scanner opens the link, and even presses the button.
    assert_eq!(api.ask("GET", &link).page().send().await.status, 200);
    let scanner = api.ask("POST", &link).send().await;
    let person = api.ask("POST", &link).send().await;
    assert_eq!((scanner.status, person.status), (200, 200));
    let me = api.ask("GET", "/me").token(person.json["token"].as_str().unwrap()).send().await;
    assert_eq!(me.json["email"], "ann@example.org");
    api.set_clock("2030-02-01T12:14:59.999Z");
    assert_eq!(api.ask("POST", &link).send().await.status, 200);
    api.set_clock("2030-02-01T12:15:00Z");
    assert_eq!(api.ask("POST", &link).send().await.problem(), "401 sign-in-failed");
    assert_eq!(api.ask("GET", &link).page().send().await.status, 401);
}

#[tokio::test]
async fn six_digits_sign_in_on_another_device_with_few_tries() {
    let api = Api::new().await;
    let asked = api.post("/sign-in", json!({"email": "ann@example.org"})).await;
    let path = asked.json["code_url"].as_str().unwrap().to_owned();
    let mail = api.mails_to("ann@example.org").await.remove(0);
    let code = mail["subject"].as_str().unwrap()[..6].to_owned();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..4 {
        assert_eq!(api.post(&path, json!({ "code": wrong })).await.problem(), "401 sign-in-failed");
    }
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    assert_eq!(api.post(&path, json!({ "code": spaced })).await.status, 200);
    assert_eq!(api.post(&path, json!({ "code": code })).await.problem(), "401 sign-in-failed", "tries ran out");
    // The link is not affected by wrong codes.
    assert_eq!(api.ask("POST", &link_in(&mail)).send().await.status, 200);
}

#[tokio::test]
async fn the_answer_is_the_same_whether_or_not_the_address_is_known() {
    let api = Api::new().await;
    api.register("known@example.org").await;
    let known = api.post("/sign-in", json!({"email": "known@example.org"})).await;
    let unknown = api.post("/sign-in", json!({"email": "unknown@example.org"})).await;
    assert_eq!((known.status, &known.json["detail"]), (unknown.status, &unknown.json["detail"]));
}

#[tokio::test]
async fn a_mailbox_is_not_flooded_and_a_network_is_slowed() {
    let api = Api::new().await;
    for _ in 0..MAILS_PER_EMAIL + 3 {
        assert_eq!(api.post("/sign-in", json!({"email": "ann@example.org"})).await.status, 202);
    }
    assert_eq!(api.mails_to("ann@example.org").await.len() as u64, MAILS_PER_EMAIL);
    let mut last = api.post("/sign-in", json!({"email": "b@example.org"})).await;
    for n in 0..REQUESTS_PER_ADDRESS {
        last = api.post("/sign-in", json!({ "email": format!("b{n}@example.org") })).await;
    }
    assert_eq!(last.problem(), "429 too-many-requests");
    assert_eq!(last.header("retry-after"), "900");
}

#[tokio::test]
async fn signing_out_ends_the_session_everywhere() {
    let api = Api::new().await;
    let token = api.sign_in("ann@example.org").await;
    assert_eq!(api.ask("GET", "/me").token(&token).send().await.status, 200);
    assert_eq!(api.ask("POST", "/sign-out").token(&token).send().await.status, 204);
    assert_eq!(api.ask("GET", "/me").token(&token).send().await.problem(), "401 sign-in-required");
}

#[tokio::test]
async fn a_session_runs_out_and_cannot_be_made_up() {
    let api = Api::new().await;
    let token = api.sign_in("organizer@example.org").await;
    let (payload, rest) = token.split_once('.').unwrap();
    let forged = format!("{}A.{rest}", &payload[..payload.len() - 1]);
    assert_eq!(api.ask("GET", "/me").token(&forged).send().await.problem(), "401 sign-in-required");
    api.set_clock("2030-02-15T12:00:01Z");
    assert_eq!(api.ask("GET", "/me").token(&token).send().await.problem(), "401 sign-in-required");
}

#[tokio::test]
async fn a_form_of_another_site_cannot_use_our_cookie() {
    let api = Api::new().await;
    api.post("/sign-in", json!({"email": "organizer@example.org"})).await;
    let link = link_in(&api.mails_to("organizer@example.org").await[0]);
    let entered = api.ask("POST", &link).page().send().await;
    assert_eq!(entered.status, 303);
    let cookie = entered.header("set-cookie").to_owned();
    for part in ["HttpOnly", "Secure", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let resize = |origin: &str| {
        let ask = api.ask("POST", "/conferences/demo-2030/pools/general").header("cookie", &cookie);
        let ask = ask.header("host", "127.0.0.1:8080").header("origin", origin);
        ask.form("capacity=11").send()
    };
    assert_eq!(resize("https://evil.example").await.status, 403);
    assert_eq!(resize("null").await.status, 403);
    assert_eq!(resize("http://127.0.0.1:8080").await.status, 303);
}

#[tokio::test]
async fn signing_in_leads_on_to_the_page_that_required_it() {
    let api = Api::new().await;
    let wanted = "/conferences/demo-2030/proposals?track=net";
    let refused = api.ask("GET", wanted).page().send().await;
    assert_eq!(refused.status, 401);
    let kept = refused.header("set-cookie").to_owned();
    assert!(kept.starts_with(&format!("plumbline-wanted={wanted}; Path=/sign-in; ")), "{kept}");
    assert_eq!(api.ask("GET", "/me?token=x").page().send().await.header("set-cookie"), "", "no secret is kept");
    assert_eq!(api.post("/sign-in", json!({"email": "ann@example.org"})).await.status, 202);
    let link = link_in(&api.mails_to("ann@example.org").await[0]);
    let enter = |cookie: &str| api.ask("POST", &link).page().header("cookie", cookie).form("").send();
    let cookie = kept.split(';').next().unwrap();
    assert_eq!(enter(cookie).await.header("location"), wanted);
    for elsewhere in ["plumbline-wanted=//example.com", "plumbline-wanted=https://example.com", "other=1"] {
        assert_eq!(enter(elsewhere).await.header("location"), "/me", "{elsewhere}");
    }
}
