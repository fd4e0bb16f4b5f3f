//! Configures the AWS SDK from the environment alone.
//!
//! The SDK's default chain looks for profiles, single sign-on and instance metadata. No function has these; leaving
//! the chain out makes functions smaller and faster to start.

use std::io;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::BehaviorVersion;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use aws_types::region::Region;
use context::AwsEnvironment;

use crate::https::Https;

/// Limit for one attempt of one call. DynamoDB usually answers within 10 ms, so after 3 s the answer is lost.
const ATTEMPT: Duration = Duration::from_secs(3);

/// # Errors
///
/// If the system has no certificates.
pub(crate) fn config(environment: &AwsEnvironment) -> io::Result<SdkConfig> {
    let credentials = Credentials::new(
        &environment.access_key_id,
        &environment.secret_access_key,
        environment.session_token.clone(),
        None,
        "Lambda",
    );
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(environment.region.clone()))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(Https::new()?.shared());
    Ok(match &environment.endpoint_url {
        Some(url) => config.endpoint_url(url).build(),
        None => config.build(),
    })
}

pub(crate) fn table(environment: &AwsEnvironment, config: &SdkConfig) -> aws_sdk_dynamodb::Client {
    let limits = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT).build();
    let mut config = aws_sdk_dynamodb::config::Builder::from(config).timeout_config(limits);
    config.set_endpoint_url(environment.table_endpoint_url.clone().or_else(|| environment.endpoint_url.clone()));
    aws_sdk_dynamodb::Client::from_conf(config.build())
}
