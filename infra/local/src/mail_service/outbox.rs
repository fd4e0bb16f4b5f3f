//! The accepted mails: one JSON line each, in memory or on disk before the answer.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

/// An accepted mail.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    pub(super) id: String,
    pub(super) to: Vec<String>,
    pub(super) sent_at: Timestamp,
    pub(super) raw: Vec<u8>,
}

/// A mail in the form in which it would have arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Delivered {
    /// The mail service's id.
    pub id: String,
    /// Its recipients, separated by commas.
    pub to: String,
    pub subject: String,
    pub sent_at: Timestamp,
    pub text: String,
    pub html: String,
    pub attachments: Vec<Attachment>,
    /// The key of our mail; empty for other mails.
    #[serde(skip)]
    pub key: String,
}

/// An attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    pub name: String,
    /// Its media type, such as `text/calendar`.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Its text; base 64 if it is binary.
    pub content: String,
}

/// One line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    id: String,
    to: Vec<String>,
    sent_at: Timestamp,
    /// The mail in base 64.
    raw: String,
}

/// The data of each mail in memory; the rest is read from the file when it is requested.
#[derive(Debug)]
struct Entry {
    to: Vec<String>,
    sent_at: Timestamp,
    offset: u64,
    length: usize,
}

#[derive(Debug)]
enum Medium {
    File(File),
    Memory(Vec<u8>),
}

#[derive(Debug)]
struct Kept {
    medium: Medium,
    end: u64,
    entries: Vec<Entry>,
    /// A failed write may have left bytes after the end.
    torn: bool,
}

#[derive(Debug)]
pub(super) struct Outbox {
    kept: Mutex<Kept>,
}

impl Outbox {
    pub(super) fn in_memory() -> Self {
        Self { kept: Mutex::new(Kept { medium: Medium::Memory(Vec::new()), end: 0, entries: Vec::new(), torn: false }) }
    }

    /// Opens or creates the file. Cuts off an incomplete last line, because that mail was never accepted.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        let (mut end, mut entries) = (0, Vec::new());
        let mut reader = BufReader::new(&mut file);
        let mut text = String::new();
        while reader.read_line(&mut text)? > 0 {
            if !text.ends_with('\n') {
                break;
            }
            let line: Line = serde_json::from_str(&text)
                .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, format!("at byte {end}: {e}")))?;
            entries.push(Entry { to: line.to, sent_at: line.sent_at, offset: end, length: text.len() });
            end += text.len() as u64;
            text.clear();
        }
        drop(reader);
        file.set_len(end)?;
        Ok(Self { kept: Mutex::new(Kept { medium: Medium::File(file), end, entries, torn: false }) })
    }

    /// Stores a mail; it is on disk when this returns. Like SES, it does not detect repeats.
    pub(super) fn keep(&self, mail: &Accepted) -> io::Result<()> {
        let raw = STANDARD.encode(&mail.raw);
        let line = Line { id: mail.id.clone(), to: mail.to.clone(), sent_at: mail.sent_at, raw };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        let mut kept = self.lock();
        let end = kept.end;
        let torn = std::mem::replace(&mut kept.torn, true);
        match &mut kept.medium {
            Medium::Memory(bytes) => bytes.extend_from_slice(text.as_bytes()),
            Medium::File(file) => {
                // A mail that was not accepted must not appear after a restart, nor the rest of its line.
                if torn {
                    file.set_len(end)?;
                }
                file.seek(SeekFrom::Start(end))?;
                file.write_all(text.as_bytes())?;
                file.sync_data()?;
            }
        }
        kept.torn = false;
        kept.end += text.len() as u64;
        kept.entries.push(Entry { to: line.to, sent_at: line.sent_at, offset: end, length: text.len() });
        Ok(())
    }

    /// Writes all mails to a new file and flushes it.
    pub(super) fn write_to(&self, path: &Path) -> io::Result<()> {
        let mut target = File::create(path)?;
        let mut kept = self.lock();
        let end = kept.end;
        match &mut kept.medium {
            Medium::Memory(bytes) => target.write_all(bytes)?,
            Medium::File(file) => {
                file.seek(SeekFrom::Start(0))?;
                io::copy(&mut file.take(end), &mut target)?;
            }
        }
        target.sync_all()
    }

    pub(super) fn count(&self) -> usize {
        self.lock().entries.len()
    }

    pub(super) fn count_since(&self, since: Timestamp) -> usize {
        self.lock().entries.iter().rev().take_while(|entry| entry.sent_at > since).count()
    }

    pub(super) fn newest(&self, to: Option<&str>, skip: usize, limit: usize) -> io::Result<Vec<Delivered>> {
        let mut lines = Vec::new();
        let mut kept = self.lock();
        let Kept { medium, entries, .. } = &mut *kept;
        let wanted = entries
            .iter()
            .rev()
            .filter(|entry| to.is_none_or(|to| entry.to.iter().any(|t| t.eq_ignore_ascii_case(to))));
        for entry in wanted.skip(skip).take(limit) {
            lines.push(read(medium, entry)?);
        }
        drop(kept);
        lines.into_iter().map(|line| delivered(&line)).collect()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(medium: &mut Medium, entry: &Entry) -> io::Result<Vec<u8>> {
    let mut line = vec![0; entry.length];
    match medium {
        Medium::File(file) => {
            file.seek(SeekFrom::Start(entry.offset))?;
            file.read_exact(&mut line)?;
        }
        Medium::Memory(bytes) => {
            let start = usize::try_from(entry.offset).map_err(io::Error::other)?;
            line.copy_from_slice(&bytes[start..start + entry.length]);
        }
    }
    Ok(line)
}

fn delivered(line: &[u8]) -> io::Result<Delivered> {
    let line: Line = serde_json::from_slice(line)?;
    let raw = STANDARD.decode(line.raw).map_err(io::Error::other)?;
    let message = MessageParser::default().parse(&raw).unwrap_or_default();
    let attachments = message
        .attachments()
        .map(|part| {
            let media_type = part.content_type().map_or_else(
                || "application/octet-stream".to_owned(),
                |t| format!("{}/{}", t.ctype(), t.subtype().unwrap_or("octet-stream")).to_ascii_lowercase(),
            );
            let bytes = part.contents();
            let text = std::str::from_utf8(bytes).ok().filter(|_| media_type.starts_with("text/"));
            Attachment {
                name: part.attachment_name().unwrap_or_default().to_owned(),
                content: text.map_or_else(|| STANDARD.encode(bytes), str::to_owned),
                media_type,
            }
        })
        .collect();
    // The parser converts between HTML and text if one is missing; show only what was sent.
    let html = message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.to_string()),
        _ => None,
    });
    let text = message.text_bodies().find_map(|part| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        _ => None,
    });
    Ok(Delivered {
        id: line.id,
        to: line.to.join(", "),
        subject: message.subject().unwrap_or_default().to_owned(),
        sent_at: line.sent_at,
        text: text.unwrap_or_default(),
        html: html.unwrap_or_default(),
        attachments,
        key: message.header_raw(mail::KEY_HEADER).unwrap_or_default().trim().to_owned(),
    })
}
