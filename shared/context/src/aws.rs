//! What the Lambda runtime tells a function about its place on AWS.

use crate::settings::{optional, required};

/// Region, credentials and endpoints, from the environment variables that Lambda reserves
/// (Lambda developer guide, "Defined runtime environment variables").
///
/// The credentials are those of the function's role; Lambda keeps one environment no longer than they last, so they
/// are read once and not refreshed.
#[derive(Clone)]
pub struct AwsEnvironment {
    /// Such as `eu-central-1`.
    pub region: String,
    /// The role's access key.
    pub access_key_id: String,
    pub secret_access_key: String,
    /// Its session; static keys have none.
    pub session_token: Option<String>,
    /// Where all services are, for an emulator (`AWS_ENDPOINT_URL`).
    pub endpoint_url: Option<String>,
    /// Where the table is, for a test (`AWS_ENDPOINT_URL_DYNAMODB`).
    pub table_endpoint_url: Option<String>,
    /// The stack's name, which metrics carry (`PLUMBLINE_STACK`, set by the template).
    pub stack: String,
}

impl std::fmt::Debug for AwsEnvironment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AwsEnvironment({})", self.region)
    }
}

impl AwsEnvironment {
    /// Reads it; an error names the variable that is missing.
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
