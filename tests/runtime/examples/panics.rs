//! A function started as all are (`lambda::http`) that panics when it is asked to.

use aws_lambda_events::encodings::Body;
use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use web::App;

fn main() -> Result<(), lambda::Error> {
    lambda::http(answer)
}

async fn answer(_: App, event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpResponse {
    let path = event.raw_path.unwrap_or_default();
    assert_ne!(path, "/panic", "asked to");
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = 200;
    answer.body = Some(Body::Text(path));
    answer
}
