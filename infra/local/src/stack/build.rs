//! Putting a stack together.

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
use crate::mail_service::MailService;
use crate::routes::Routes;
use crate::table::{EmbeddedTable, dynamodb_client};
use crate::template::Template;
use crate::workflows::Workflows;

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
            // Here the runner wakes the workflows itself.
            workflows: std::collections::BTreeMap::new(),
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
}
