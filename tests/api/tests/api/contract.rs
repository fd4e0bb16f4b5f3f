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

#[test]
fn every_schema_that_is_named_is_there() {
    let document = contract::document();
    let text = document.to_string();
    for name in text.split("#/components/schemas/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
}

fn pool(body: &str) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    Answer { status: 200, headers, text: body.into(), json: serde_json::from_str(body).unwrap() }
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
