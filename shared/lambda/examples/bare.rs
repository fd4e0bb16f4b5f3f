//! A minimal function: the runtime, an API Gateway event and an answer. It is the baseline for the size and start time
//! of the real functions.

use aws_lambda_events::encodings::Body;
use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use lambda_runtime::{Error, LambdaEvent, service_fn};

fn main() -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(lambda_runtime::run(service_fn(answer)))
}

async fn answer(event: LambdaEvent<ApiGatewayV2httpRequest>) -> Result<ApiGatewayV2httpResponse, Error> {
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = 200;
    answer.body = event.payload.raw_path.map(Body::Text);
    Ok(answer)
}
