//! The mails that were accepted: one JSON line each, on disk before the answer, or in memory.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use mail_parser::{MessageParser, MimeHeaders, PartType};
use serde::{Deserialize, Serialize};

/// A mail as it was accepted.
#[derive(Clone, Debug)]
pub(super) struct Accepted {
    pub(super) id: String,
    pub(super) to: Vec<String>,
    pub(super) sent_at: Timestamp,
    pub(super) raw: Vec<u8>,
}

/// A mail as it would have arrived.
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
    /// Which of our mails it is; empty if it is not one of ours.
    #[serde(skip)]
    pub key: String,
}

/// Something that came with a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attachment {
    pub name: String,
    /// Its media type, such as `text/calendar`.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Its text; base 64 where it is no text.
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

/// What is remembered of each mail; the rest is read again when it is asked for.
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
}

#[derive(Debug)]
pub(super) struct Outbox {
    kept: Mutex<Kept>,
}

impl Outbox {
    pub(super) fn in_memory() -> Self {
        Self { kept: Mutex::new(Kept { medium: Medium::Memory(Vec::new()), end: 0, entries: Vec::new() }) }
    }

    /// Opens or creates the file. A last line without its end was never answered, and is cut off.
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
        Ok(Self { kept: Mutex::new(Kept { medium: Medium::File(file), end, entries }) })
    }

    /// Keeps a mail; on disk when this returns. No guard: the service knows no repeats, like the real one.
    pub(super) fn keep(&self, mail: &Accepted) -> io::Result<()> {
        let raw = STANDARD.encode(&mail.raw);
        let line = Line { id: mail.id.clone(), to: mail.to.clone(), sent_at: mail.sent_at, raw };
        let mut text = serde_json::to_string(&line)?;
        text.push('\n');
        let mut kept = self.lock();
        let end = kept.end;
        match &mut kept.medium {
            Medium::Memory(bytes) => bytes.extend_from_slice(text.as_bytes()),
            Medium::File(file) => {
                // At the end that was answered for: half a line of a failed write is written over.
                file.seek(SeekFrom::Start(end))?;
                file.write_all(text.as_bytes())?;
                file.sync_data()?;
            }
        }
        kept.end += text.len() as u64;
        kept.entries.push(Entry { to: line.to, sent_at: line.sent_at, offset: end, length: text.len() });
        Ok(())
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
    // The parser turns HTML into text and back where one is missing; only what was sent is shown.
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
