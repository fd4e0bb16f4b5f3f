//! Parameters of the query: the contract has all of them, and a value it does not allow is refused.

use api_tests::{Answer, Api, contract};
use serde_json::{Value, json};
use web::access::ROUTES;

/// A path of a route that an organizer can call. What it names need not be there.
fn path(route: &str, registration: &str) -> String {
    let parts = route.split('/').map(|part| match part {
        "{conference}" => "demo-2030",
        "{id}" => registration,
        "{track}" | "{pool}" => "net",
        "{section}" => "basics",
        part if part.starts_with('{') => "none",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(api: &Api, method: &str, path: &str, token: &str, html: bool) -> Answer {
    let mut ask = api.ask(method, path).token(token);
    if method != "GET" {
        ask = ask.json(&json!({}));
    }
    if html {
        ask = ask.header("accept", "text/html");
    }
    ask.send().await
}

/// A value that a parameter of this schema cannot have; nothing where any text goes.
fn nonsense(parameter: &Value) -> Option<&'static str> {
    let checked = ["zone", "cursor"].contains(&parameter["name"].as_str()?);
    let schema = &parameter["schema"];
    (checked || schema["type"] != "string" || schema["enum"].is_array()).then_some("nonsense")
}

#[tokio::test]
async fn a_value_that_the_contract_does_not_allow_is_refused_by_every_route() {
    let api = Api::new().await;
    let registration = api.register("holder@example.org").await.json["id"].as_str().unwrap().to_owned();
    let organizer = api.sign_in("organizer@example.org").await;
    let mut refused = 0;
    for route in ROUTES.iter().filter(|route| route.path != "/sign-out") {
        let operation = &contract::document()["paths"][route.path][route.method.to_lowercase()];
        for parameter in operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "query") {
            let name = parameter["name"].as_str().unwrap();
            let Some(value) = nonsense(parameter) else { continue };
            let asked = format!("{}?{name}={value}", path(route.path, &registration));
            let answer = ask(&api, route.method, &asked, &organizer, false).await;
            assert_eq!(answer.errors(), format!("422 invalid /{name}"), "{} {asked}", route.method);
            refused += 1;
        }
    }
    assert!(refused > 20, "only {refused} parameters were tried");
}

/// A function that reads a parameter which its route does not declare panics in a debug build, so asking once is enough.
#[tokio::test]
async fn no_route_reads_a_parameter_that_the_contract_does_not_have() {
    let api = Api::new().await;
    let registration = api.register("holder@example.org").await.json["id"].as_str().unwrap().to_owned();
    let organizer = api.sign_in("organizer@example.org").await;
    for route in ROUTES.iter().filter(|route| route.method == "GET") {
        for html in [false, true] {
            let path = path(route.path, &registration);
            let answer = ask(&api, "GET", &path, &organizer, html).await;
            assert!(answer.status < 500, "GET {path}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn a_parameter_that_is_left_empty_asks_for_nothing() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for path in [
        "/conferences/demo-2030?zone=",
        "/conferences/demo-2030/proposals?state=&track=&after=",
        "/conferences/demo-2030/mails?cursor=",
        "/conferences/demo-2030/tracks/net/selection?q=&state=&decision=&tag=&sort=",
    ] {
        assert_eq!(api.ask("GET", path).token(&organizer).send().await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_dry_run_is_one_in_whatever_words_it_is_asked_for() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for flag in ["dry_run", "dry_run=true", "dry_run=1", "dry_run=yes"] {
        let path = format!("/conferences/demo-2030/pools/general?{flag}");
        let answer = api.ask("PATCH", &path).token(&organizer).json(&json!({"capacity": 50})).send().await;
        assert_eq!((answer.status, &answer.json["dry_run"]), (200, &json!(true)), "{flag}");
    }
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
}
