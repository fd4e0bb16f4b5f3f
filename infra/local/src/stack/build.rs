//! Builds a stack.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use context::{Clock, Context, KeyRing, Randomness, SetClock, Settings, SigningKey};
use domain::person::EmailAddress;
use dynoxide::Database;
use store::Store;
use web::App;

use super::{Inner, Stack, TABLE};
use crate::data_directory::{DataDirectory, DataError};
use crate::functions;
use crate::mail_service::{MAX_SEND_RATE, MailService};
use crate::routes::Routes;
use crate::table::{EmbeddedTable, dynamodb_client};
use crate::template::Template;
use crate::workflows::Workflows;

/// The settings of a new stack.
#[derive(Debug)]
pub struct Builder {
    clock: SetClock,
    seed: Option<u64>,
    data: Option<DataDirectory>,
    base_url: String,
    first_organizers: Vec<EmailAddress>,
    show_units: bool,
    keys: Option<KeyRing>,
    mail_rate: u32,
    webhooks_to_loopback: bool,
    after: Option<Stack>,
}

/// The stack could not be built.
#[derive(Debug)]
pub enum StackError {
    Data(DataError),
    /// An error of the template, the table's file or the system.
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

impl Builder {
    /// Uses this seed for all randomness, and a signing key derived from it. For tests.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Stores table, mails, signing key and clock in this directory.
    #[must_use]
    pub fn data(mut self, data: DataDirectory) -> Self {
        self.data = Some(data);
        self
    }

    /// Uses this base URL for links in mails.
    #[must_use]
    pub fn base_url(mut self, base_url: &str) -> Self {
        base_url.trim_end_matches('/').clone_into(&mut self.base_url);
        self
    }

    /// Allows these people to create editions.
    #[must_use]
    pub fn first_organizers(mut self, organizers: Vec<EmailAddress>) -> Self {
        self.first_organizers = organizers;
        self
    }

    /// Adds `x-plumbline-*` headers to each answer, with its cost at the table.
    #[must_use]
    pub fn show_units(mut self) -> Self {
        self.show_units = true;
        self
    }

    /// Uses these signing keys instead of the data directory's or the seed's.
    #[must_use]
    pub(crate) fn keys(mut self, keys: KeyRing) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Lets the mail service accept this many mails a second.
    #[must_use]
    pub(crate) fn mail_rate(mut self, per_second: u32) -> Self {
        self.mail_rate = per_second;
        self
    }

    /// Lets webhooks go to `http://127.0.0.1`.
    #[must_use]
    pub fn webhooks_to_loopback(mut self, allowed: bool) -> Self {
        self.webhooks_to_loopback = allowed;
        self
    }

    /// Goes on with the table, the mails and the keys of another stack, which is in memory and no longer used.
    #[must_use]
    pub fn after(mut self, played: Stack) -> Self {
        self.keys = Some(played.context().keys().clone());
        self.after = Some(played);
        self
    }

    /// Builds the stack: opens the table, or creates it from the template.
    pub fn build(self) -> Result<Stack, StackError> {
        let other = |error: &dyn fmt::Display| StackError::Other(error.to_string());
        let template = Template::embedded().map_err(StackError::Other)?;
        template.check_functions(functions::ALL).map_err(StackError::Other)?;
        let routes = Routes::new(template).map_err(StackError::Other)?;

        let randomness = match self.seed {
            Some(seed) => Randomness::from_seed(seed),
            None => Randomness::from_entropy().map_err(StackError::Other)?,
        };
        let keys = match (self.keys, &self.data) {
            (Some(keys), _) => keys,
            (None, Some(data)) => data.keys(&randomness)?,
            (None, None) => {
                KeyRing::new(vec![SigningKey { id: "local".into(), secret: randomness.id("signing-key", 52) }])
                    .map_err(StackError::Other)?
            }
        };
        let settings = Settings {
            table: TABLE.into(),
            base_url: self.base_url,
            mail_from: "plumbline@example.org".parse().map_err(|e: domain::phrase::Phrase| other(&e.in_log()))?,
            configuration_set: None,
            show_units: self.show_units,
            first_organizers: self.first_organizers,
            open_setup: true,
            webhooks_to_loopback: self.webhooks_to_loopback,
            // Here the runner wakes the workflows itself.
            workflows: std::collections::BTreeMap::new(),
        };
        let clock = Arc::new(self.clock);
        let context = Context::new(Arc::clone(&clock) as Arc<dyn Clock>, randomness, keys, settings);

        let table = match (&self.after, &self.data) {
            (Some(played), _) => Ok(played.table().clone()),
            (None, None) => EmbeddedTable::new(Database::memory().map_err(|e| other(&e))?),
            (None, Some(data)) => EmbeddedTable::in_file(&data.table()),
        };
        let table = table.map_err(|e| other(&e))?;
        table.create(TABLE, &template.table).map_err(StackError::Other)?;
        let mails = match (&self.after, &self.data) {
            (Some(played), _) => played.mails().continued(context.clone()),
            (None, None) => MailService::in_memory(context.clone()),
            (None, Some(data)) => MailService::in_file(context.clone(), &data.mails()),
        };
        let mails = mails.map_err(|e| StackError::Other(format!("the mails that were sent cannot be opened: {e}")))?;
        let mails = mails.with_rate(self.mail_rate);

        let app = App::new(context, Store::new(dynamodb_client(table.clone()), TABLE));
        let workflows = Workflows::new(app.clone(), mails.client());
        let ttl_attribute = template.table.ttl_attribute.clone();
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
    /// A builder for a stack with this clock.
    pub fn builder(clock: SetClock) -> Builder {
        Builder {
            clock,
            seed: None,
            data: None,
            base_url: "http://localhost:8080".into(),
            first_organizers: "organizer@example.org".parse().into_iter().collect(),
            show_units: false,
            keys: None,
            mail_rate: MAX_SEND_RATE,
            webhooks_to_loopback: false,
            after: None,
        }
    }
}
