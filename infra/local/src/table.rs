//! The embedded table: answers the DynamoDB client's calls in-process.
//!
//! [`EmbeddedTable`] takes the place of the network below the real SDK: the client signs, serialises, retries and reads
//! answers as it does on AWS. It never throttles and never reports overlapping transactions; the simulation wraps
//! [`EmbeddedTable::answer`] to cause both.

mod create;
mod due;
mod group_commit;
mod health;
mod repeats;
mod sweep;

use std::fmt;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_sdk_dynamodb::config::retry::{ReconnectMode, RetryConfig};
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region, StalledStreamProtectionConfig};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use dynoxide::{Database, DynoxideError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::sync::Notify;

use crate::storage::{DataStorage, unavailable};
use crate::threads::Threads;
use group_commit::{FlushFailure, GroupCommit};
use repeats::Repeats;

/// The number of calls processed at once. The database has one lock, so more would only wait inside it. With these, one
/// call's JSON is read while another's is written.
const THREADS: usize = 4;

/// An embedded table for the DynamoDB client. Cheap to clone; clones are the same table.
#[derive(Clone)]
pub struct EmbeddedTable {
    inner: Arc<Inner>,
}

struct Inner {
    database: Database,
    repeats: Repeats,
    threads: Threads,
    written: Notify,
    /// Set if the database is a file.
    file: Option<OnDisk>,
}

/// The additional data for a database in a file.
struct OnDisk {
    group_commit: GroupCommit,
    storage: DataStorage,
}

impl fmt::Debug for EmbeddedTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmbeddedTable")
    }
}

impl EmbeddedTable {
    /// The tables of this database, which is as durable as it makes itself. Fails if the system can start no threads.
    pub fn new(database: Database) -> io::Result<Self> {
        Self::with(database, None)
    }

    /// The tables of the database in this file; creates the file if it is missing. Every answered write is on the disk.
    pub fn in_file(path: &Path) -> io::Result<Self> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let storage = DataStorage::new(directory);
        let failed = |error: DynoxideError| match storage.outage_of_database(&error.to_string()) {
            Some(outage) => io::Error::other(format!("{}: {outage} ({error})", path.display())),
            None => io::Error::other(format!("{}: {error}", path.display())),
        };
        let database = Database::new(&path.to_string_lossy()).map_err(failed)?;
        // The other settings that this changes are the database's defaults; `group_commit` says why.
        database.disable_bulk_loading().map_err(failed)?;
        // Makes the names of the file and of its log durable.
        File::open(directory)?.sync_all()?;
        let log = PathBuf::from(format!("{}-wal", path.display()));
        let group_commit = GroupCommit::start(move || match File::open(&log) {
            Ok(log) => log.sync_data(),
            // Without a log, everything is in the database and flushed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })?;
        Self::with(database, Some(OnDisk { group_commit, storage }))
    }

    fn with(database: Database, file: Option<OnDisk>) -> io::Result<Self> {
        let inner = Inner {
            database,
            repeats: Repeats::default(),
            threads: Threads::start("table", THREADS)?,
            written: Notify::new(),
            file,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Answers one call, on this thread: `target` is the `X-Amz-Target` header, the answer is an HTTP status and a
    /// JSON body.
    ///
    /// A transaction whose `ClientRequestToken` was already answered with success gets the same answer without a second
    /// effect. The database never sees the token, because it would scan all tokens of ten minutes at each call.
    pub fn answer(&self, target: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let operation = target.strip_prefix("DynamoDB_20120810.").unwrap_or(target);
        let (status, answer) = match operation {
            "TransactWriteItems" => self.transact(body),
            "DescribeTable" => self.describe(body),
            _ => self.dispatch(operation, body),
        };
        if status == 200 && is_write(operation) {
            self.inner.written.notify_one();
        }
        if status == 500
            && let Some(file) = &self.inner.file
        {
            let error = String::from_utf8_lossy(&answer);
            if let Some(outage) = file.storage.outage_of_database(&error) {
                return unavailable(outage, &error);
            }
        }
        (status, answer)
    }

    /// Waits until there was a write since the last call.
    pub async fn written(&self) {
        self.inner.written.notified().await;
    }

    fn transact(&self, body: &[u8]) -> (u16, Vec<u8>) {
        let database = &self.inner.database;
        let mut request: dynoxide::actions::transact_write_items::TransactWriteItemsRequest = match read(body) {
            Ok(request) => request,
            Err(error) => return refused(&error),
        };
        match request.client_request_token.take() {
            None => answered(database.transact_write_items(request)),
            Some(token) => {
                self.inner.repeats.answer_once(&token, body, || answered(database.transact_write_items(request)))
            }
        }
    }

    fn dispatch(&self, operation: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let database = &self.inner.database;
        match operation {
            "GetItem" => call(body, |request| database.get_item(request)),
            "BatchGetItem" => call(body, |request| database.batch_get_item(request)),
            "Query" => call(body, |request| database.query(request)),
            "Scan" => call(body, |request| database.scan(request)),
            "PutItem" => call(body, |request| database.put_item(request)),
            "UpdateItem" => call(body, |request| database.update_item(request)),
            "DeleteItem" => call(body, |request| database.delete_item(request)),
            "CreateTable" => call(body, |request| database.create_table(request)),
            "DescribeTable" => call(body, |request| database.describe_table(request)),
            _ => refused(&DynoxideError::ValidationException(format!(
                "{operation} is not part of the embedded table; add it to infra/local/src/table.rs"
            ))),
        }
    }

    /// Writes the whole database to a new file and flushes it.
    pub(crate) fn write_to(&self, path: &Path) -> io::Result<()> {
        self.inner.database.vacuum_into(&path.to_string_lossy()).map_err(io::Error::other)?;
        File::open(path)?.sync_all()
    }

    fn database(&self) -> &Database {
        &self.inner.database
    }
}

fn is_write(operation: &str) -> bool {
    matches!(operation, "TransactWriteItems" | "UpdateItem" | "PutItem" | "DeleteItem")
}

fn call<Q: DeserializeOwned, A: Serialize>(body: &[u8], run: impl FnOnce(Q) -> dynoxide::Result<A>) -> (u16, Vec<u8>) {
    answered(read(body).and_then(run))
}

fn read<Q: DeserializeOwned>(body: &[u8]) -> dynoxide::Result<Q> {
    // The database's readers put the error's type before its text.
    serde_json::from_slice(body).map_err(|e| {
        let text = e.to_string();
        DynoxideError::ValidationException(text.strip_prefix("VALIDATION:").unwrap_or(&text).to_owned())
    })
}

fn answered<A: Serialize>(answer: dynoxide::Result<A>) -> (u16, Vec<u8>) {
    match answer {
        Ok(answer) => match serde_json::to_vec(&answer) {
            Ok(body) => (200, body),
            Err(e) => refused(&DynoxideError::InternalServerError(e.to_string())),
        },
        Err(error) => refused(&error),
    }
}

fn refused(error: &DynoxideError) -> (u16, Vec<u8>) {
    (error.status_code(), error.to_json().into_bytes())
}

impl HttpConnector for EmbeddedTable {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let table = self.clone();
        HttpConnectorFuture::new(async move {
            let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
            let body = request.body().bytes().unwrap_or_default().to_vec();
            let threads = table.inner.threads.clone();
            let group_commit = table.inner.file.as_ref().map(|file| file.group_commit.clone());
            if let Some(failure) = group_commit.as_ref().and_then(GroupCommit::failure) {
                return not_flushed(&failure);
            }
            let operation = target.rsplit('.').next().unwrap_or_default();
            let writes = is_write(operation) || operation == "DescribeTable";
            let write = group_commit.as_ref().filter(|_| writes).map(GroupCommit::begin_write);
            let answered = threads.run(move || {
                let _write = write;
                table.answer(&target, &body)
            });
            let (status, body) = answered
                .await
                .ok_or_else(|| ConnectorError::other("the embedded table failed; see the log".into(), None))?;
            if let Some(group_commit) = group_commit
                && let Err(failure) = group_commit.wait().await
            {
                return not_flushed(&failure);
            }
            respond(status, CONTENT_TYPE, body)
        })
    }
}

const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

fn not_flushed(failure: &FlushFailure) -> Result<HttpResponse, ConnectorError> {
    let (status, body) = unavailable(failure.outage, &failure.cause);
    respond(status, CONTENT_TYPE, body)
}

/// The answer to an SDK's call.
pub(crate) fn respond(status: u16, content_type: &'static str, body: Vec<u8>) -> Result<HttpResponse, ConnectorError> {
    let status = status.try_into().map_err(|_| ConnectorError::other("no such status".into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", content_type);
    Ok(response)
}

impl HttpClient for EmbeddedTable {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// The real DynamoDB client over this connection: an [`EmbeddedTable`], or a wrapper of one.
pub fn dynamodb_client(connection: impl HttpClient + 'static) -> aws_sdk_dynamodb::Client {
    aws_sdk_dynamodb::Client::from_conf(dynamodb_config(connection).build())
}

/// The configuration of that client, for callers that also set its clock, retries or limits.
pub fn dynamodb_config(connection: impl HttpClient + 'static) -> aws_sdk_dynamodb::config::Builder {
    aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
        // The connection decides where calls go; this only has to be a valid address.
        .endpoint_url("http://table.localhost")
        // There is no connection to close after an error; looking for one would log an error each time.
        .retry_config(RetryConfig::standard().with_reconnect_mode(ReconnectMode::ReuseAllConnections))
        // Answers arrive whole, so they cannot stall.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(connection)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::template::Template;

    pub(super) fn table() -> EmbeddedTable {
        let table = EmbeddedTable::new(Database::memory().unwrap()).unwrap();
        table.create("plumbline", &Template::embedded().unwrap().table).unwrap();
        table
    }

    pub(super) fn ask(table: &EmbeddedTable, operation: &str, body: &Value) -> (u16, Value) {
        let (status, answer) = table.answer(&format!("DynamoDB_20120810.{operation}"), body.to_string().as_bytes());
        (status, serde_json::from_slice(&answer).unwrap())
    }

    fn put(token: &str, value: &str) -> Value {
        json!({"ClientRequestToken": token, "TransactItems": [{"Put": {
            "TableName": "plumbline",
            "Item": {"pk": {"S": "a"}, "sk": {"S": "b"}, "value": {"S": value}},
            "ConditionExpression": "attribute_not_exists(pk)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }}]})
    }

    #[test]
    fn a_repeated_transaction_has_one_effect_and_the_same_answer() {
        let table = table();
        let first = ask(&table, "TransactWriteItems", &put("t1", "x"));
        assert_eq!(first.0, 200, "{}", first.1);
        assert_eq!(ask(&table, "TransactWriteItems", &put("t1", "x")), first);
    }

    #[test]
    fn a_token_used_for_something_else_is_refused() {
        let table = table();
        ask(&table, "TransactWriteItems", &put("t1", "x"));
        let (status, answer) = ask(&table, "TransactWriteItems", &put("t1", "y"));
        assert_eq!(status, 400);
        assert!(answer["__type"].as_str().unwrap().ends_with("IdempotentParameterMismatchException"));
    }

    #[test]
    fn a_refused_transaction_is_tried_anew_and_shows_what_stood_in_the_way() {
        let table = table();
        ask(&table, "TransactWriteItems", &put("t1", "x"));
        for _ in 0..2 {
            let (status, answer) = ask(&table, "TransactWriteItems", &put("t2", "y"));
            assert_eq!(status, 400);
            assert_eq!(answer["CancellationReasons"][0]["Item"]["value"]["S"], "x", "{answer}");
        }
    }

    #[test]
    fn an_operation_that_is_not_answered_says_so() {
        let (status, answer) = ask(&table(), "CreateBackup", &json!({}));
        assert_eq!(status, 400);
        assert!(answer.to_string().contains("CreateBackup"));
    }

    #[tokio::test]
    async fn the_real_client_talks_to_it() {
        let client = dynamodb_client(table());
        let answer = client
            .get_item()
            .table_name("plumbline")
            .key("pk", aws_sdk_dynamodb::types::AttributeValue::S("a".into()))
            .key("sk", aws_sdk_dynamodb::types::AttributeValue::S("b".into()))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.item, None);
    }
}
