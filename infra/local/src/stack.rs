//! Plumbline without sockets: table, mail service, functions and workflows of one machine, in-process.

mod background;
mod build;
mod front;

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use context::{Context, SetClock};
use domain::conference::ConferenceId;
use domain::phrase::Phrase;
use jiff::{SignedDuration, Timestamp};
use store::{Outage, PutEdition, Store, StoreError};
use web::App;

use crate::conference_file::{ConferenceFile, FileError};
use crate::data_directory::{DataDirectory, DataError};
use crate::mail_service::{Delivered, MailService};
use crate::routes::Routes;
use crate::table::EmbeddedTable;
use crate::workflows::Workflows;

pub use crate::workflows::{Settled, Unprocessed, WorkflowError};
pub use background::Background;
pub use build::{Builder, StackError};

/// The table's name on this machine.
pub const TABLE: &str = "plumbline";

/// How far the recorded time is ahead of the clock, so that no time is shown again after a crash.
const NOTE_AHEAD: SignedDuration = SignedDuration::from_secs(3);

/// A whole Plumbline in this process. Cheap to clone; clones share everything.
#[derive(Clone, Debug)]
pub struct Stack {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    app: App,
    clock: Arc<SetClock>,
    table: EmbeddedTable,
    mails: MailService,
    routes: Routes,
    ttl_attribute: Option<String>,
    workflows: Workflows,
    data: Option<DataDirectory>,
    asked: AtomicUsize,
}

/// The result of loading a conference file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    Created(ConferenceId),
    /// The edition was changed to match the file.
    Changed(ConferenceId),
    /// The file is the same as when it was last loaded. Changes by organizers since then stay.
    Unchanged(ConferenceId),
}

/// A conference file was not loaded; nothing changed.
#[derive(Debug)]
pub enum LoadError {
    /// The file has errors.
    Faults(Vec<FileError>),
    /// Another request is changing the edition.
    Busy,
    Store(StoreError),
    Data(DataError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults(errors) => {
                let lines: Vec<_> = errors.iter().map(|error| format!("  {error}")).collect();
                write!(f, "the conference file was not loaded:\n{}", lines.join("\n"))
            }
            Self::Busy => f.write_str("the edition is being changed by another request; try again"),
            Self::Store(error) => error.fmt(f),
            Self::Data(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

impl Stack {
    /// A stack in memory with a clock that stands at `now`, for tests: the same seed gives the same run. Its workflows
    /// run only on request.
    pub fn in_memory(now: Timestamp, seed: u64) -> Result<Self, StackError> {
        Self::builder(SetClock::stopped(now)).seed(seed).build()
    }

    /// Processes everything that is due now, including queued mails. An error lists the items that failed; all others
    /// are processed.
    pub async fn run_workflows(&self) -> Result<(), WorkflowError> {
        let settled = Box::pin(self.inner.workflows.run()).await;
        if settled.failed.is_empty() { Ok(()) } else { Err(WorkflowError(settled.failed)) }
    }

    /// Moves the clock forward to `target` through every due instant in order, and returns its time when all due work
    /// is done. For a past target, only processes what is due. An error lists the items that failed.
    pub async fn run_until(&self, target: Timestamp) -> Result<Timestamp, WorkflowError> {
        let settled = self.settle_until(target).await;
        if settled.failed.is_empty() { Ok(settled.now) } else { Err(WorkflowError(settled.failed)) }
    }

    /// The same, but returns the failed items with the time.
    pub async fn settle_until(&self, target: Timestamp) -> Settled {
        // Boxed: it holds the state of all its callees.
        let settled = Box::pin(self.inner.workflows.run_until(&self.inner.clock, target)).await;
        self.note_time(settled.now + NOTE_AHEAD);
        self.sweep().await;
        settled
    }

    /// Moves the clock forward like [`Stack::run_until`], at the pace that playing a season needs.
    pub(crate) async fn pass_until(&self, target: Timestamp) -> Result<(), String> {
        Box::pin(self.inner.workflows.pass_until(&self.inner.table, &self.inner.clock, target)).await
    }

    /// Loads a conference file: creates its edition, or changes it to match the file. All of it or nothing.
    pub async fn load_conference(&self, text: &str) -> Result<Loaded, LoadError> {
        let file = ConferenceFile::read(text).map_err(LoadError::Faults)?;
        let id = file.conference.id.clone();
        let (context, store) = (self.context(), self.store());
        let there = store.edition(&id).await.map_err(LoadError::Store)?;
        if there.is_some() && self.last_loaded(&id)?.as_ref() == Some(&file.document) {
            return Ok(Loaded::Unchanged(id));
        }
        file.conference
            .check_not_over(context.now())
            .map_err(|error| LoadError::Faults(vec![file.error_at(&error.pointer, &error.detail)]))?;
        let put = store.put_edition(context, &file.conference, &file.document).await.map_err(LoadError::Store)?;
        let loaded = match put {
            PutEdition::Created(_) => Loaded::Created(id.clone()),
            PutEdition::Changed(_) => Loaded::Changed(id.clone()),
            PutEdition::Busy => return Err(LoadError::Busy),
            PutEdition::Refused(errors) => {
                let errors = errors.iter().map(|error| file.error_at(&error.pointer, &error.detail));
                return Err(LoadError::Faults(errors.collect()));
            }
            PutEdition::InUse(pool, in_use) => {
                let at = file.conference.pools.iter().position(|p| p.id == pool);
                let pointer = at.map_or_else(|| "/pools".to_owned(), |at| format!("/pools/{at}/capacity"));
                return Err(LoadError::Faults(vec![
                    file.error_at(
                        &pointer,
                        &Phrase::of("pool-in-use")
                            .arg("pool", pool)
                            .arg("taken", in_use.taken)
                            .arg("held", in_use.held)
                            .arg("least", in_use.least()),
                    ),
                ]));
            }
        };
        if let Some(data) = &self.inner.data {
            data.note_loaded(id.as_str(), &file.document).map_err(LoadError::Data)?;
        }
        Ok(loaded)
    }

    fn last_loaded(&self, id: &ConferenceId) -> Result<Option<serde_json::Value>, LoadError> {
        self.inner.data.as_ref().map_or(Ok(None), |data| data.loaded(id.as_str())).map_err(LoadError::Data)
    }

    /// The mails that would have been sent, newest first.
    pub fn outbox(&self) -> std::io::Result<Vec<Delivered>> {
        self.inner.mails.delivered(None, 0, usize::MAX)
    }

    /// Processes an event of the mail service's topic.
    pub async fn process_feedback(
        &self,
        event: &serde_json::Value,
    ) -> Result<mail_feedback::FeedbackTotals, StoreError> {
        mail_feedback::process_feedback(self.context(), self.store(), event).await
    }

    pub fn mails(&self) -> &MailService {
        &self.inner.mails
    }

    pub fn clock(&self) -> &SetClock {
        &self.inner.clock
    }

    /// Time, randomness, keys and settings.
    pub fn context(&self) -> &Context {
        &self.inner.app.context
    }

    /// The store over the embedded table.
    pub fn store(&self) -> &Store {
        &self.inner.app.store
    }

    pub fn table(&self) -> &EmbeddedTable {
        &self.inner.table
    }

    async fn sweep(&self) {
        if let Some(ttl) = &self.inner.ttl_attribute {
            self.inner.table.sweep_in_background(TABLE, ttl, self.context().now()).await;
        }
    }

    fn note_time(&self, now: Timestamp) {
        let Some(data) = &self.inner.data else { return };
        if let Err(error) = data.note_time(now)
            && self.context().should_log(error.outage().map_or("clock", Outage::reason))
        {
            tracing::warn!(cause = %error, "the clock could not be noted");
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use bytes::Bytes;
    use http::Request;
    use http::header::{CONTENT_LENGTH, HOST};

    use super::*;

    pub(crate) fn context() -> Context {
        stack().context().clone()
    }

    pub(crate) fn stack() -> Stack {
        Stack::in_memory("2023-07-10T12:00:00Z".parse().unwrap(), 1).unwrap()
    }

    pub(crate) const CONFERENCE: &str = r#"id = "demo-2030"
series = "demo"
name = "Demo 2030"
starts_on = 2030-05-01
ends_on = 2030-05-02
time_zone = "Europe/Berlin"
contact = "contact@example.org"
organizers = ["organizer@example.org"]
place = { name = "Hall", city = "Berlin", country = "Germany" }
registration = { opens = 2023-01-01T09:00:00, closes = 2030-04-30T18:00:00 }

[[pools]]
id = "general"
capacity = 10
"#;

    pub(crate) async fn ask(stack: &Stack, request: Request<impl Into<Bytes>>) -> (u16, String) {
        let response = stack.request(request.map(Into::into)).await;
        (response.status().as_u16(), String::from_utf8_lossy(response.body()).into_owned())
    }

    fn get(path: &str) -> Request<&'static str> {
        Request::get(path).header("accept", "application/json").body("").unwrap()
    }

    #[tokio::test]
    async fn a_file_is_loaded_once_and_then_only_when_it_changes() {
        let directory = tempfile::tempdir().unwrap();
        let now = "2023-07-10T12:00:00Z".parse().unwrap();
        let open = || {
            let data = DataDirectory::open(directory.path()).unwrap();
            Stack::builder(SetClock::stopped(now)).data(data).build().unwrap()
        };
        let id: ConferenceId = "demo-2030".parse().unwrap();
        let stack = open();
        assert_eq!(stack.load_conference(CONFERENCE).await.unwrap(), Loaded::Created(id.clone()));
        drop(stack);
        let stack = open();
        assert_eq!(stack.load_conference(CONFERENCE).await.unwrap(), Loaded::Unchanged(id.clone()));
        let changed = CONFERENCE.replace("capacity = 10", "capacity = 12");
        assert_eq!(stack.load_conference(&changed).await.unwrap(), Loaded::Changed(id.clone()));
        stack.run_workflows().await.unwrap();
        assert_eq!(stack.store().pool(&id, &"general".parse().unwrap()).await.unwrap().capacity, 12);
    }

    #[tokio::test]
    async fn an_edition_that_is_over_is_not_loaded() {
        let stack = stack();
        let over = CONFERENCE.replace("2030-05", "2020-05");
        let error = stack.load_conference(&over).await.unwrap_err().to_string();
        assert!(error.contains("line 5, ends_on"), "{error}");
        assert!(stack.store().editions().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn head_is_get_without_the_body() {
        let stack = stack();
        let got = stack.request(get("/healthz").map(Bytes::from)).await;
        let head = Request::head("/healthz").body(Bytes::new()).unwrap();
        let head = stack.request(head).await;
        assert_eq!(head.status(), got.status());
        assert!(head.body().is_empty());
        assert_eq!(head.headers()[CONTENT_LENGTH], got.body().len().to_string());
    }

    #[tokio::test]
    async fn a_bad_path_or_host_is_a_problem_and_no_event() {
        let stack = stack();
        let (status, body) = ask(&stack, get("/conferences/%ff")).await;
        assert_eq!(status, 400);
        assert!(body.contains("/problems/bad-request"), "{body}");
        let bad_host = Request::get("/").header(HOST, "user@host").body("").unwrap();
        assert_eq!(ask(&stack, bad_host).await.0, 400);
    }

    #[tokio::test]
    async fn a_registration_is_confirmed_by_mail() {
        let stack = stack();
        stack.load_conference(CONFERENCE).await.unwrap();
        stack.run_workflows().await.unwrap();
        let requested = r#"{"name": "Ann", "email": "ann@example.org", "attendance": "in_person"}"#;
        let request = Request::post("/conferences/demo-2030/registrations")
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .body(requested)
            .unwrap();
        let (status, body) = ask(&stack, request).await;
        assert_eq!(status, 201, "{body}");
        stack.run_workflows().await.unwrap();
        let mails = stack.outbox().unwrap();
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["ann@example.org"]);
        assert!(stack.store().audit_settled().await.unwrap().findings.is_empty());
    }
}
