//! Who may call what: every route by every role, row by row (promise 9). `access.txt` is the table. Run with
//! `UPDATE_EXPECT=1` to rewrite it, then review the difference.

use std::collections::BTreeMap;
use std::fmt::Write;

use api_tests::Api;
use expect_test::expect_file;
use serde_json::json;
use web::access::ROUTES;

/// What a role gets at a route: `-` is refused without signing in, `x` is refused, `ok` is let through, whatever the
/// route then says about an empty body.
async fn meets(api: &Api, method: &str, path: &str, token: Option<&str>) -> &'static str {
    let mut ask = api.ask(method, path);
    if let Some(token) = token {
        ask = ask.token(token);
    }
    if method != "GET" {
        ask = ask.json(&json!({}));
    }
    let answer = ask.send().await;
    assert!(answer.status < 500, "{method} {path}: {}", answer.text);
    match answer.problem().as_str() {
        "401 sign-in-required" => "-",
        "403 forbidden" => "x",
        _ => "ok",
    }
}

#[tokio::test]
async fn every_route_admits_only_its_roles() {
    let api = Api::new().await;
    let made = api.register("holder@example.org").await;
    let holder = made.json["manage_token"].as_str().unwrap().to_owned();
    let mut tokens = BTreeMap::new();
    // An organizer of another edition has no role here.
    let first = api.sign_in("organizer@example.org").await;
    let mut other = api.ask("GET", "/conferences/demo-2030/definition").token(&first).send().await.json;
    (other["id"], other["organizers"]) = (json!("other-2030"), json!(["elsewhere@example.org"]));
    assert_eq!(api.ask("PUT", "/conferences/other-2030").token(&first).json(&other).send().await.status, 201);
    for role in ["attendee", "elsewhere", "lead", "organizer"] {
        tokens.insert(role, api.sign_in(&format!("{role}@example.org")).await);
    }
    let roles = api.ask("GET", "/conferences/demo-2030/roles").token(&first).send().await;
    let role =
        roles.json["roles"].as_array().unwrap().iter().find(|role| role["email"] == "second@example.org").unwrap();
    // Of a person at the door.
    let offer = json!({"role": "door", "email": "door@example.org"});
    let offered = api.ask("POST", "/conferences/demo-2030/roles").token(&first).json(&offer).send().await;
    let door = api.sign_in("door@example.org").await;
    let path = format!("/conferences/demo-2030/roles/{}", offered.json["id"].as_str().unwrap());
    let accepted = api.ask("POST", &path).token(&door).json(&json!({"action": "accept"})).send().await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    tokens.insert("door", door);
    let values = [
        ("{address}", "none"),
        ("{role}", role["id"].as_str().unwrap()),
        ("{conference}", "demo-2030"),
        ("{id}", made.json["id"].as_str().unwrap()),
        ("{pool}", "net"),
        ("{bof}", "none"),
        ("{session}", "none"),
        ("{person}", "none"),
        ("{invitation}", "none"),
        ("{track}", "net"),
        ("{link}", "none"),
        ("{watch}", "none"),
        ("{review}", "none"),
        ("{mail}", "none"),
        ("{line}", "none"),
        ("{announcement}", "none"),
        ("{edition}", "none-2020"),
        ("{section}", "basics"),
        ("{letter}", "registered"),
        ("{speaker}", "none"),
        ("{file}", "none"),
        ("{delivery}", "none"),
        ("{problem}", "none"),
        ("{token}", "none"),
    ];
    let mut table = String::from("anonymous attendee holder elsewhere door lead organizer\n");
    for route in ROUTES {
        // Cancelling and signing out would change the result of the next rows.
        let path = values.iter().fold(route.path.to_owned(), |path, (name, value)| path.replace(name, value));
        assert!(!path.contains('{'), "a value for {path}");
        let mut row = Vec::new();
        for role in ["anonymous", "attendee", "holder", "elsewhere", "door", "lead", "organizer"] {
            let token = if role == "holder" { Some(holder.clone()) } else { tokens.get(role).cloned() };
            let token = match (route.path, token) {
                ("/sign-out", Some(_)) => None,
                (_, token) => token,
            };
            row.push(meets(&api, route.method, &path, token.as_deref()).await);
        }
        let row: Vec<_> = row.into_iter().map(|met| format!("{met:<2}")).collect();
        writeln!(table, "{} {}", row.join(" "), route.key()).unwrap();
    }
    expect_file!["access.txt"].assert_eq(&table);
}

#[tokio::test]
async fn a_leads_allotment_is_theirs_and_other_pools_are_not() {
    let api = Api::new().await;
    let lead = api.sign_in("lead@example.org").await;
    let pools = "/conferences/demo-2030/pools";
    assert_eq!(meets(&api, "GET", &format!("{pools}/net/invitations"), Some(&lead)).await, "ok");
    assert_eq!(meets(&api, "GET", &format!("{pools}/speakers/invitations"), Some(&lead)).await, "x");
    assert_eq!(meets(&api, "GET", &format!("{pools}/none/invitations"), Some(&lead)).await, "x");
}
