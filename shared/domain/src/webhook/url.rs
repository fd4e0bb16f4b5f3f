//! The address of an endpoint. Its name is resolved when something is sent; see [`class_of`](super::class_of).

use serde::{Deserialize, Serialize};

use crate::phrase::Phrase;

/// Which addresses are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// HTTPS to a public name.
    Public,
    /// Also `http://127.0.0.1` and `http://localhost`, for trying webhooks on one machine.
    OrLoopback,
}

/// An address that passed [`WebhookUrl::parse`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookUrl(String);

const LONGEST: usize = 500;

/// Names that mean a machine or a network of its own (RFC 6761, RFC 6762, RFC 8375, and habits of clouds).
const PRIVATE_NAMES: &[&str] =
    &["localhost", "local", "localdomain", "internal", "intranet", "home.arpa", "lan", "corp"];

const LOOPBACK: &str = "127.0.0.1";

impl WebhookUrl {
    pub fn parse(text: &str, target: Target) -> Result<Self, Phrase> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(Phrase::of("webhook-url-long").arg("max", LONGEST));
        }
        if !text.bytes().all(|b| b.is_ascii_graphic()) || text.contains(['\\', '#', '"', '<', '>']) {
            return Err(Phrase::of("webhook-url-https"));
        }
        if target == Target::OrLoopback
            && let Some(rest) = text.strip_prefix("http://")
        {
            let (host, _) = authority(rest)?;
            let is_loopback = host == LOOPBACK || host == "localhost";
            return if is_loopback { Ok(Self(text.to_owned())) } else { Err(Phrase::of("webhook-url-https")) };
        }
        let rest = text.strip_prefix("https://").ok_or_else(|| Phrase::of("webhook-url-https"))?;
        let (host, _) = authority(rest)?;
        if !is_public_name(&host.to_ascii_lowercase()) {
            return Err(Phrase::of("webhook-url-public"));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Its name and port, to connect to.
    pub fn host(&self) -> (&str, u16) {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let (host, port) = authority(rest).unwrap_or_default();
        (host, port.unwrap_or(if self.is_https() { 443 } else { 80 }))
    }

    /// As in the header `host`: with the port only if the address names one.
    pub fn authority(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        &rest[..rest.find(['/', '?']).unwrap_or(rest.len())]
    }

    /// The path with the query.
    pub fn path(&self) -> String {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        match rest.find(['/', '?']).map(|at| &rest[at..]) {
            None => "/".to_owned(),
            Some(path) if path.starts_with('?') => format!("/{path}"),
            Some(path) => path.to_owned(),
        }
    }
}

fn authority(rest: &str) -> Result<(&str, Option<u16>), Phrase> {
    let authority = &rest[..rest.find(['/', '?']).unwrap_or(rest.len())];
    if authority.contains('@') {
        return Err(Phrase::of("webhook-url-user"));
    }
    if authority.contains(['[', ']']) {
        return Err(Phrase::of("webhook-url-public"));
    }
    let (host, port) = match authority.split_once(':') {
        Some((host, port)) => {
            let port = port.parse().ok().filter(|port: &u16| *port > 0);
            (host, Some(port.ok_or_else(|| Phrase::of("webhook-url-https"))?))
        }
        None => (authority, None),
    };
    if host.is_empty() { Err(Phrase::of("webhook-url-https")) } else { Ok((host, port)) }
}

/// Whether this is a name with a dot, of no private network. Resolvers read a name whose last label is a number as an
/// IPv4 address, in decimal, octal or hexadecimal (URL Standard, "ends in a number").
fn is_public_name(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.bytes().all(|b| b.is_ascii_digit())
        || last.strip_prefix("0x").is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
    let is_private = |name: &str| host.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(is_label)
        && !is_number
        && !PRIVATE_NAMES.iter().any(|name| is_private(name))
}
