//! Plumbline without sockets: table, mail service, functions and workflows of one machine, in-process.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use context::{Clock, Context, KeyRing, Randomness, SetClock, Settings, SigningKey};
use domain::conference::ConferenceId;
use domain::person::EmailAddress;
use dynoxide::Database;
use http::header::{CONTENT_LENGTH, HOST};
use http::{HeaderValue, Method, Request, Response};
use jiff::{SignedDuration, Timestamp};
use store::{PutEdition, Store, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use web::App;

use crate::conference_file::{ConferenceFile, FileFault};
use crate::data_directory::{DataDirectory, DataError};
use crate::event;
use crate::functions;
use crate::local_routes;
use crate::mail_service::{Delivered, MailService};
use crate::problem::Problem;
use crate::routes::Routes;
use crate::table::{EmbeddedTable, dynamodb_client};
use crate::template::Template;
use crate::workflows::{self, Pace, WorkflowError, Workflows};

/// The table's name on this machine.
pub const TABLE: &str = "plumbline";

/// Real time between two sweeps of expired items.
const SWEEP_EVERY: Duration = Duration::from_mins(5);

/// Real time between two notes of the clock, and how far ahead of it the note is, so that what was shown before a
/// crash is never shown again.
const NOTE_EVERY: Duration = Duration::from_secs(2);
const NOTE_AHEAD: SignedDuration = SignedDuration::from_secs(3);

/// Requests under way from which on mails wait: both need the disk, and people wait for answers.
const BUSY: usize = 8;

/// Seconds between two batches of mails while it is so.
const BATCH_EVERY: u32 = 5;

/// A whole Plumbline in this process. Cheap to clone; clones are the same one.
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
    /// Requests under way.
    asked: AtomicUsize,
}

/// How a stack is put together.
#[derive(Debug)]
pub struct Builder {
    clock: SetClock,
    seed: Option<u64>,
    data: Option<DataDirectory>,
    base_url: String,
    first_organizers: Vec<EmailAddress>,
    show_units: bool,
}

/// A stack could not be put together.
#[derive(Debug)]
pub enum StackError {
    /// The data directory.
    Data(DataError),
    /// The template, the table's file or the system.
    Other(String),
}

impl fmt::Display for StackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(error) => error.fmt(f),
            Self::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for StackError {}

impl From<DataError> for StackError {
    fn from(error: DataError) -> Self {
        Self::Data(error)
    }
}

/// What loading a conference file did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// The edition is new.
    Created(ConferenceId),
    /// The edition was changed to what the file says.
    Changed(ConferenceId),
    /// The file says what it said when it was last loaded. What organizers changed since stays.
    Unchanged(ConferenceId),
}

/// A conference file was not loaded; nothing of it was.
#[derive(Debug)]
pub enum LoadError {
    /// The file is not right.
    Faults(Vec<FileFault>),
    /// Somebody else changes the edition at the same time.
    Busy,
    /// The table failed.
    Store(StoreError),
    /// The data directory failed.
    Data(DataError),
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults(faults) => {
                let lines: Vec<_> = faults.iter().map(|fault| format!("  {fault}")).collect();
                write!(f, "the conference file was not loaded:\n{}", lines.join("\n"))
            }
            Self::Busy => f.write_str("somebody else changes the edition at the same time; try again"),
            Self::Store(error) => error.fmt(f),
            Self::Data(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for LoadError {}

impl Builder {
    /// With this seed for all randomness, and a signing key that follows from it. For tests.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// With table, mails, signing key and clock kept in this directory.
    #[must_use]
    pub fn data(mut self, data: DataDirectory) -> Self {
        self.data = Some(data);
        self
    }

    /// With links in mails that begin like this.
    #[must_use]
    pub fn base_url(mut self, base_url: &str) -> Self {
        base_url.trim_end_matches('/').clone_into(&mut self.base_url);
        self
    }

    /// With these people allowed to create editions.
    #[must_use]
    pub fn first_organizers(mut self, organizers: Vec<EmailAddress>) -> Self {
        self.first_organizers = organizers;
        self
    }

    /// With what each answer cost at the table in `x-plumbline-*` headers.
    #[must_use]
    pub fn show_units(mut self) -> Self {
        self.show_units = true;
        self
    }

    /// Puts it together: opens the table, or creates it as the template says.
    pub fn build(self) -> Result<Stack, StackError> {
        let other = |error: &dyn fmt::Display| StackError::Other(error.to_string());
        let template = Template::embedded().map_err(StackError::Other)?;
        template.check_functions(functions::ALL).map_err(StackError::Other)?;
        let routes = Routes::new(&template).map_err(StackError::Other)?;

        let randomness = match self.seed {
            Some(seed) => Randomness::from_seed(seed),
            None => Randomness::from_entropy().map_err(StackError::Other)?,
        };
        let keys = match &self.data {
            Some(data) => data.keys(&randomness)?,
            None => KeyRing::new(vec![SigningKey { id: "local".into(), secret: randomness.id("signing-key", 52) }])
                .map_err(StackError::Other)?,
        };
        let settings = Settings {
            table: TABLE.into(),
            base_url: self.base_url,
            mail_from: "plumbline@example.org".parse().map_err(|e| other(&e))?,
            configuration_set: None,
            show_units: self.show_units,
            first_organizers: self.first_organizers,
        };
        let clock = Arc::new(self.clock);
        let context = Context::new(Arc::clone(&clock) as Arc<dyn Clock>, randomness, keys, settings);

        let table = match &self.data {
            None => EmbeddedTable::new(Database::memory().map_err(|e| other(&e))?),
            Some(data) => EmbeddedTable::in_file(&data.table()),
        };
        let table = table.map_err(|e| other(&e))?;
        table.create(TABLE, &template.table).map_err(StackError::Other)?;
        let mails = match &self.data {
            None => MailService::in_memory(context.clone()),
            Some(data) => MailService::in_file(context.clone(), &data.mails()),
        };
        let mails = mails.map_err(|e| StackError::Other(format!("the mails that were sent cannot be opened: {e}")))?;

        let app = App::new(context, Store::new(dynamodb_client(table.clone()), TABLE));
        let workflows = Workflows::new(app.clone(), mails.client());
        let ttl_attribute = template.table.ttl_attribute;
        let inner = Inner {
            app,
            clock,
            table,
            mails,
            routes,
            ttl_attribute,
            workflows,
            data: self.data,
            asked: AtomicUsize::new(0),
        };
        Ok(Stack { inner: Arc::new(inner) })
    }
}

impl Stack {
    /// A stack in memory whose clock stands at `now`, for tests: one seed, one course of events. Its workflows run
    /// only when they are told to.
    pub fn in_memory(now: Timestamp, seed: u64) -> Result<Self, StackError> {
        Self::builder(SetClock::standing(now)).seed(seed).build()
    }

    /// A stack with this clock, to be put together.
    pub fn builder(clock: SetClock) -> Builder {
        Builder {
            clock,
            seed: None,
            data: None,
            base_url: "http://localhost:8080".into(),
            first_organizers: "organizer@example.org".parse().into_iter().collect(),
            show_units: false,
        }
    }

    /// Answers a request as the server would. Without a host it is taken to be for `localhost`.
    pub async fn request(&self, mut request: Request<Bytes>) -> Response<Bytes> {
        if request.uri().authority().is_none() {
            request.headers_mut().entry(HOST).or_insert(HeaderValue::from_static("localhost"));
        }
        self.request_from(request, Ipv4Addr::LOCALHOST.into()).await
    }

    /// Answers a request that came from an address.
    pub(crate) async fn request_from(&self, request: Request<Bytes>, source_ip: IpAddr) -> Response<Bytes> {
        let is_head = request.method() == Method::HEAD;
        let under_way = UnderWay::new(&self.inner.asked);
        let mut response = self.answer(request, source_ip).await.unwrap_or_else(Problem::response);
        drop(under_way);
        if is_head {
            let length = HeaderValue::from(response.body().len());
            response.headers_mut().insert(CONTENT_LENGTH, length);
            *response.body_mut() = Bytes::new();
        }
        response
    }

    async fn answer(&self, request: Request<Bytes>, source_ip: IpAddr) -> Result<Response<Bytes>, Problem> {
        let (parts, body) = request.into_parts();
        let host = event::host(&parts)?;
        let path = parts.uri.path();
        event::check_path(path)?;
        if body.len() > event::BODY_LIMIT {
            return Err(Problem::too_large(event::BODY_LIMIT));
        }
        if path == "/_local" || path.starts_with("/_local/") {
            return local_routes::answer(self, &parts, &host, &body).await;
        }
        let taken = self.inner.routes.take(event::method(&parts.method).as_str(), path);
        let function = taken.function;
        let context = self.context();
        let event = event::event(&parts, &host, &body, taken, source_ip, context.id("request", 16), context.now());
        let app = self.inner.app.clone();
        // In a task of its own: it runs to its end even if the client goes away, and a panic is only its own.
        let answer = tokio::spawn(async move { function.handle(&app, event).await }).await;
        Ok(event::response(answer.map_err(|_| Problem::broken("the function panicked; see the log"))?))
    }

    /// Does everything that is due now: mails owed are handed over when this returns.
    pub async fn run_workflows(&self) -> Result<(), WorkflowError> {
        self.inner.workflows.run().await
    }

    /// Moves the clock forward to `target` through every due instant in order, and answers its time when all that
    /// was due has been done. A target that has passed only does what is due.
    pub async fn run_until(&self, target: Timestamp) -> Result<Timestamp, WorkflowError> {
        self.inner.workflows.run_until(&self.inner.clock, target).await?;
        let now = self.context().now();
        self.note_time(now + NOTE_AHEAD);
        self.sweep().await;
        Ok(now)
    }

    /// Loads a conference file: creates its edition, or changes it to what the file says. All of it or nothing.
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
            .map_err(|fault| LoadError::Faults(vec![file.fault(&fault.pointer, fault.detail)]))?;
        let put = store.put_edition(context, &file.conference, &file.document).await.map_err(LoadError::Store)?;
        let loaded = match put {
            PutEdition::Created(_) => Loaded::Created(id.clone()),
            PutEdition::Changed(_) => Loaded::Changed(id.clone()),
            PutEdition::Busy => return Err(LoadError::Busy),
            PutEdition::InUse(pool, in_use) => {
                let at = file.conference.pools.iter().position(|p| p.id == pool);
                let pointer = at.map_or_else(|| "/pools".to_owned(), |at| format!("/pools/{at}/capacity"));
                return Err(LoadError::Faults(vec![file.fault(&pointer, {
                    let (held, taken, least) = (in_use.held, in_use.taken, in_use.least());
                    format!("pool {pool}: {taken} passes are taken and {held} on offer; the least possible is {least}")
                })]));
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

    /// The mail service.
    pub fn mails(&self) -> &MailService {
        &self.inner.mails
    }

    /// The clock.
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

    /// The embedded table.
    pub fn table(&self) -> &EmbeddedTable {
        &self.inner.table
    }

    /// Runs the workflows in the background, after every write and every second, until it is stopped.
    pub fn start_background(&self) -> Background {
        let (stop, stopped) = watch::channel(false);
        Background { stop, task: tokio::spawn(self.clone().keep_going(stopped)) }
    }

    async fn keep_going(self, mut stopped: watch::Receiver<bool>) {
        let mut rounds: u32 = 0;
        let rounds_of = |duration: Duration| u32::try_from(duration.as_secs()).unwrap_or(u32::MAX).max(1);
        loop {
            let second = self.context().sleep(Duration::from_secs(1));
            tokio::pin!(second);
            // Within a second there may be many wake-ups; housekeeping counts only the seconds.
            let is_tick = loop {
                tokio::select! {
                    _ = stopped.changed() => {
                        self.note_time(self.context().now());
                        return;
                    }
                    () = &mut second => break true,
                    () = self.inner.table.written() => {
                        self.context().sleep(workflows::PAUSE).await;
                        self.inner.workflows.wake(|| self.pace(Pace::Urgent)).await;
                    }
                }
            };
            if is_tick {
                rounds = rounds.wrapping_add(1);
                let batch = if rounds.is_multiple_of(BATCH_EVERY) { Pace::OneBatch } else { Pace::Urgent };
                self.inner.workflows.wake(|| self.pace(batch)).await;
                if rounds.is_multiple_of(rounds_of(NOTE_EVERY)) {
                    self.note_time(self.context().now() + NOTE_AHEAD);
                }
                if rounds.is_multiple_of(rounds_of(SWEEP_EVERY)) {
                    self.sweep().await;
                }
            }
        }
    }

    /// Everything, or only so much while many requests are under way.
    fn pace(&self, while_busy: Pace) -> Pace {
        if self.inner.asked.load(Ordering::Relaxed) < BUSY { Pace::All } else { while_busy }
    }

    async fn sweep(&self) {
        if let Some(ttl) = &self.inner.ttl_attribute {
            self.inner.table.sweep_in_background(TABLE, ttl, self.context().now()).await;
        }
    }

    fn note_time(&self, now: Timestamp) {
        let Some(data) = &self.inner.data else { return };
        if let Err(error) = data.note_time(now) {
            tracing::warn!(cause = %error, "the clock could not be noted");
        }
    }
}

/// Counts a request for as long as it is under way, also where its client goes away.
struct UnderWay<'a>(&'a AtomicUsize);

impl<'a> UnderWay<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Workflows that run in the background.
#[derive(Debug)]
pub struct Background {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Background {
    /// Lets the round under way end, and stops.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if self.task.await.is_err() {
            tracing::error!("the workflows had stopped before");
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
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
            Stack::builder(SetClock::standing(now)).data(data).build().unwrap()
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
        let wish = r#"{"name": "Ann", "email": "ann@example.org", "attendance": "in_person"}"#;
        let request = Request::post("/conferences/demo-2030/registrations")
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .body(wish)
            .unwrap();
        let (status, body) = ask(&stack, request).await;
        assert_eq!(status, 201, "{body}");
        stack.run_workflows().await.unwrap();
        let mails = stack.outbox().unwrap();
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["ann@example.org"]);
        assert!(stack.store().audit_settled().await.unwrap().findings.is_empty());
    }
}
