//! What the Lambda runtime tells a function about its place on AWS.

use crate::settings::{optional, required};

/// Region, credentials and endpoints, from the environment variables that Lambda reserves
/// (Lambda developer guide, "Defined runtime environment variables").
///
/// The credentials belong to the function's role. Lambda ends an environment before its credentials expire, so they
/// are read once and never refreshed.
#[derive(Clone)]
pub struct AwsEnvironment {
    /// Such as `eu-central-1`.
    pub region: String,
    pub access_key_id: String,
    pub secret_access_key: String,
    /// `None` for static keys.
    pub session_token: Option<String>,
    /// The address of an emulator of all services (`AWS_ENDPOINT_URL`).
    pub endpoint_url: Option<String>,
    /// The address of DynamoDB in a test (`AWS_ENDPOINT_URL_DYNAMODB`).
    pub table_endpoint_url: Option<String>,
    /// The dimension of all metrics (`PLUMBLINE_STACK`, set by the template).
    pub stack: String,
}

impl std::fmt::Debug for AwsEnvironment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AwsEnvironment({})", self.region)
    }
}

impl AwsEnvironment {
    /// The error names the missing variable.
    pub fn read() -> Result<Self, String> {
        Ok(Self {
            region: required("AWS_REGION")?,
            access_key_id: required("AWS_ACCESS_KEY_ID")?,
            secret_access_key: required("AWS_SECRET_ACCESS_KEY")?,
            session_token: optional("AWS_SESSION_TOKEN"),
            endpoint_url: optional("AWS_ENDPOINT_URL"),
            table_endpoint_url: optional("AWS_ENDPOINT_URL_DYNAMODB"),
            stack: optional("PLUMBLINE_STACK").unwrap_or_else(|| "plumbline".into()),
        })
    }
}
