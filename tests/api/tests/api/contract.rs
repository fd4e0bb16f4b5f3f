//! The OpenAPI document. That every other test's answers are as it says is checked where they are sent.

use api_tests::{Answer, Api, contract};
use http::HeaderMap;
use web::access::ROUTES;

#[tokio::test]
async fn the_document_is_served_and_has_every_route() {
    let api = Api::new().await;
    let answer = api.get("/openapi.json").await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!(&answer.json, contract::document());
    assert_eq!(answer.json["openapi"], "3.1.0");
    for route in ROUTES {
        let operation = &answer.json["paths"][route.path][route.method.to_lowercase()];
        assert_eq!(operation["summary"], route.summary, "{}", route.key());
    }
}

#[tokio::test]
async fn the_document_names_every_refusal_of_a_route() {
    let api = Api::new().await;
    let document = api.get("/openapi.json").await.json;
    for route in ROUTES {
        let operation = &document["paths"][route.path][route.method.to_lowercase()];
        for kind in ::contract::refusals(route) {
            let response = contract::response(operation, &kind.status().to_string());
            let content = &response["content"]["application/problem+json"];
            let named = content["schema"].to_string().contains(&format!("\"/problems/{}\"", kind.slug()));
            assert!(named, "{} does not name {}", route.key(), kind.slug());
        }
        assert!(operation["responses"]["default"].is_null(), "{} says what it refuses with", route.key());
    }
}

#[test]
fn every_schema_that_is_named_is_there() {
    let document = contract::document();
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

#[test]
fn every_resource_calls_its_state_so() {
    let schemas = contract::document()["components"]["schemas"].as_object().unwrap();
    // The status of a problem is a number: that of HTTP.
    let stated = schemas.iter().filter(|(_, schema)| schema["properties"]["status"]["type"] == "string");
    let mut count = 0;
    for (name, schema) in stated {
        let properties = &schema["properties"];
        assert_eq!(properties["state"]["enum"], properties["status"]["enum"], "{name}");
        assert_eq!(properties["status"]["deprecated"], true, "{name}");
        count += 1;
    }
    assert!(count > 10, "only {count} schemas have a state");
}

#[test]
fn every_list_is_in_an_object() {
    let document = contract::document();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let schema = &response["content"]["application/json"]["schema"];
                let named = schema["$ref"].as_str().and_then(|name| document.pointer(name.trim_start_matches('#')));
                assert_ne!(named.unwrap_or(schema)["type"], "array", "{method} {path} {status}");
            }
        }
    }
}

fn pool(body: &str) -> Answer {
    answered(200, "application/json", body)
}

fn answered(status: u16, media_type: &str, body: &str) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", media_type.parse().unwrap());
    Answer { status, headers, text: body.into(), json: serde_json::from_str(body).unwrap() }
}

fn refused(status: u16, slug: &str) -> Answer {
    let body = format!(r#"{{"type":"/problems/{slug}","title":"t","status":{status},"detail":"d"}}"#);
    answered(status, "application/problem+json", &body)
}

#[test]
fn a_refusal_of_the_contract_is_let_through() {
    contract::check("POST", "/conferences/demo-2030/registrations", &refused(409, "sold-out"));
}

#[test]
#[should_panic(expected = "not a status of the contract")]
fn a_status_that_a_route_does_not_name_is_found() {
    contract::check("GET", "/conferences/demo-2030/pools/general", &refused(429, "too-many-requests"));
}

#[test]
#[should_panic(expected = "/problems/sold-out")]
fn a_kind_of_problem_that_a_route_does_not_name_is_found() {
    contract::check("PATCH", "/conferences/demo-2030/pools/general", &refused(409, "sold-out"));
}

#[test]
#[should_panic(expected = "is a required property")]
fn an_answer_that_lacks_a_field_is_found() {
    let body = r#"{"pool":"general","capacity":1,"spare":0,"held":0,"taken":0,"sold_out":false}"#;
    contract::check("GET", "/conferences/demo-2030/pools/general", &pool(body));
}

#[test]
#[should_panic(expected = "surprise")]
fn an_answer_with_a_field_too_many_is_found() {
    let body = r#"{"pool":"general","capacity":1,"free":1,"spare":0,"held":0,"taken":0,"sold_out":false,"surprise":1}"#;
    contract::check("GET", "/conferences/demo-2030/pools/general", &pool(body));
}
