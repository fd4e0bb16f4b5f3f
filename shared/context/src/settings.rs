//! Settings: what a deployment decides. The template sets them as environment variables.

use std::collections::BTreeMap;

use domain::person::EmailAddress;
use domain::phrase::Phrase;

use crate::keys::KeyRing;

/// What a deployment decides.
#[derive(Clone, Debug)]
pub struct Settings {
    pub table: String,
    /// Where people reach this Plumbline, without a slash at the end: links in mails begin with it. Empty in a function
    /// that answers HTTP at the API's own address, which the template cannot tell it: the API is made of its functions.
    pub base_url: String,
    /// The `From` of every mail.
    pub mail_from: EmailAddress,
    /// SES's configuration set, for bounces and complaints.
    pub configuration_set: Option<String>,
    /// Whether answers report their DynamoDB read and write units in `x-plumbline-*` headers.
    pub show_units: bool,
    /// May create editions, before any edition has organizers.
    pub first_organizers: Vec<EmailAddress>,
    /// Whether anyone may set up the first edition while there is none: on one machine, where the person who started
    /// Plumbline opens it.
    pub open_setup: bool,
    /// Whether webhooks may go to `http://127.0.0.1`, and to nothing else without TLS: to try them on one machine.
    pub webhooks_to_loopback: bool,
    /// What `wake` invokes: functions by the name of their workflow. Empty everywhere else.
    pub workflows: BTreeMap<String, String>,
}

impl Settings {
    /// Reads `PLUMBLINE_TABLE`, `PLUMBLINE_BASE_URL`, `PLUMBLINE_MAIL_FROM`, `PLUMBLINE_CONFIGURATION_SET`,
    /// `PLUMBLINE_ORGANIZERS` (addresses, separated by commas), `PLUMBLINE_WORKFLOWS` (`name=function`, separated by
    /// commas) and `PLUMBLINE_SIGNING_KEYS` (JSON).
    pub fn from_environment() -> Result<(Self, KeyRing), String> {
        let settings = Self {
            table: required("PLUMBLINE_TABLE")?,
            base_url: optional("PLUMBLINE_BASE_URL").unwrap_or_default().trim_end_matches('/').to_owned(),
            mail_from: required("PLUMBLINE_MAIL_FROM")?
                .parse()
                .map_err(|e: Phrase| format!("PLUMBLINE_MAIL_FROM: {}", e.in_log()))?,
            configuration_set: optional("PLUMBLINE_CONFIGURATION_SET"),
            show_units: optional("PLUMBLINE_SHOW_UNITS").is_some(),
            first_organizers: addresses(&optional("PLUMBLINE_ORGANIZERS").unwrap_or_default())?,
            open_setup: false,
            webhooks_to_loopback: false,
            workflows: workflows(&optional("PLUMBLINE_WORKFLOWS").unwrap_or_default())?,
        };
        Ok((settings, KeyRing::from_json(&required("PLUMBLINE_SIGNING_KEYS")?)?))
    }
}

fn addresses(list: &str) -> Result<Vec<EmailAddress>, String> {
    list.split(',')
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .map(|address| address.parse().map_err(|e: Phrase| format!("PLUMBLINE_ORGANIZERS: {address:?} {}", e.in_log())))
        .collect()
}

fn workflows(list: &str) -> Result<BTreeMap<String, String>, String> {
    let named = |pair: &str| {
        let (name, function) = pair.split_once('=').ok_or_else(|| format!("PLUMBLINE_WORKFLOWS: {pair:?} has no ="))?;
        Ok((name.trim().to_owned(), function.trim().to_owned()))
    };
    list.split(',').filter(|pair| !pair.trim().is_empty()).map(named).collect()
}

#[allow(clippy::disallowed_methods, reason = "this is the one place")]
pub(crate) fn optional(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

pub(crate) fn required(name: &str) -> Result<String, String> {
    optional(name).ok_or_else(|| format!("{name} must be set"))
}
