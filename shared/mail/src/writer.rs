//! What the letters of an edition are written from: texts by id, facts, and links.
//!
//! A letter named `offer` has the messages `offer-subject`, `offer-opening`, `offer-button` and `offer-closing`. A blank
//! line in a message begins a new paragraph.

use context::Context;
use domain::conference::{Conference, Pool, Track};
use domain::instant::Deadline;
use domain::mail::Mail;
use domain::sign_in::LINK_VALID;
use jiff::Timestamp;
use messages::{Messages, Text};

/// The content of a mail, before it is rendered as text and HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// Its texts are the messages `{name}-…`. Empty if it has texts of several names, or none.
    pub name: String,
    pub subject: String,
    pub greeting: String,
    pub opening: Vec<String>,
    /// Markdown in place of greeting and opening; empty for letters with our own texts.
    pub markdown: String,
    /// Label and value.
    pub facts: Vec<(String, String)>,
    /// What the QR code contains that the letter shows.
    pub ticket: Option<String>,
    /// Label and address.
    pub button: Option<(String, String)>,
    pub closing: Vec<String>,
    /// Small print: the contact, and why the reader gets this mail.
    pub footer: Vec<String>,
    /// The one-click unsubscribe link (RFC 8058). `None` for mails that answer the reader's own action.
    pub unsubscribe: Option<String>,
    pub signature: String,
}

impl Letter {
    /// Its Markdown as HTML.
    pub(crate) fn html(&self) -> formats::markdown::Html {
        formats::markdown::markdown(&self.markdown)
    }
}

/// The error of a letter whose link cannot be signed any more.
pub(crate) const RETIRED: &str = "its signing key has been retired";

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &Text<'_>) -> Vec<String> {
    let text = text.to_string();
    text.split("\n\n").map(|paragraph| paragraph.replace('\n', " ").trim().to_owned()).collect()
}

/// A code and how long it works.
pub(crate) fn code_facts(messages: Messages, code: String) -> Vec<(String, String)> {
    let minutes = messages.t("minutes-long").arg("count", LINK_VALID.as_mins());
    vec![(messages.t("fact-code").to_string(), code), (messages.t("fact-valid-for").to_string(), minutes.to_string())]
}

/// One mail of an edition, and the language to write it in.
#[derive(Clone, Copy)]
pub(crate) struct Writer<'a> {
    pub(crate) ctx: &'a Context,
    pub(crate) mail: &'a Mail,
    pub(crate) conference: &'a Conference,
    pub(crate) messages: Messages,
}

impl<'a> Writer<'a> {
    /// A fact of the mail.
    pub(crate) fn get(self, name: &str) -> &'a str {
        self.mail.fact(name)
    }

    /// A text, with the variables that many letters use.
    pub(crate) fn t(self, id: &'a str) -> Text<'a> {
        self.filled(self.messages.t(id))
    }

    fn filled(self, text: Text<'a>) -> Text<'a> {
        text.arg("conference", &self.conference.name)
            .arg("title", self.get("title"))
            .arg("track", self.track_name())
            .or_own(&self.conference.mail_texts)
    }

    /// The text of one part of a letter.
    pub(crate) fn part(self, letter: &'a str, part: &'a str) -> Text<'a> {
        self.filled(self.messages.word(letter, part))
    }

    /// The letter with this name, without facts. Its button leads to `url`.
    pub(crate) fn letter(self, name: &'a str, url: String) -> Letter {
        let mut closing = Vec::new();
        if self.messages.has(name, "closing") {
            closing = paragraphs(&self.part(name, "closing"));
        }
        Letter {
            name: name.to_owned(),
            subject: self.part(name, "subject").to_string(),
            opening: paragraphs(&self.part(name, "opening")),
            button: Some((self.part(name, "button").to_string(), url)),
            closing,
            ..Letter::default()
        }
    }

    /// A line of the table in a letter. The label is the message `fact-{label}`.
    pub(crate) fn line(self, label: &str, value: impl Into<String>) -> (String, String) {
        (self.messages.word("fact", label).to_string(), value.into())
    }

    /// Conference, days and place.
    pub(crate) fn event_facts(self) -> Vec<(String, String)> {
        vec![
            self.line("conference", &self.conference.name),
            self.line("days", self.days()),
            self.line("place", self.conference.place.line()),
        ]
    }

    pub(crate) fn days(self) -> String {
        self.messages.days(self.conference.starts_on, self.conference.ends_on)
    }

    /// An instant in the conference's zone and in UTC, because people read mails in many zones.
    pub(crate) fn instant(self, at: Timestamp) -> String {
        self.messages.instant_with_utc(at, &self.conference.time_zone)
    }

    /// The instant in a fact; empty if it holds none.
    pub(crate) fn instant_of(self, name: &str) -> String {
        self.get(name).parse::<Timestamp>().map(|at| self.instant(at)).unwrap_or_default()
    }

    /// A short form for subjects: `Fri 14 Jul, 18:00`.
    pub(crate) fn short_instant_of(self, name: &str) -> String {
        let Ok(at) = self.get(name).parse::<Timestamp>() else { return String::new() };
        let local = at.to_zoned(self.conference.time_zone.clone());
        let (date, time) = (self.messages.weekday(local.date()), local.strftime("%H:%M").to_string());
        self.t("date-short-instant").arg("date", date).arg("time", time).to_string()
    }

    pub(crate) fn deadline(self, deadline: &Deadline) -> String {
        self.messages.spelled(deadline, &self.conference.time_zone)
    }

    pub(crate) fn track(self) -> Option<&'a Track> {
        self.conference.track(self.get("track"))
    }

    /// The name of the mail's track, or its id if the edition has it no more.
    pub(crate) fn track_name(self) -> &'a str {
        self.track().map_or(self.get("track"), |track| track.name.as_str())
    }

    pub(crate) fn pool(self) -> Option<&'a Pool> {
        self.conference.pools.iter().find(|pool| pool.id.as_str() == self.get("pool"))
    }

    /// A link within this Plumbline.
    pub(crate) fn link(self, path: &str) -> String {
        format!("{}{path}", self.ctx.settings().base_url)
    }

    /// A link within the edition; `path` follows `/conferences/{conference}`.
    pub(crate) fn page(self, path: &str) -> String {
        self.link(&format!("/conferences/{}{path}", self.conference.id))
    }

    /// A token for these words.
    pub(crate) fn token(self, purpose: &str, words: &[&str]) -> Result<String, String> {
        let token = self.ctx.keys().token(self.get("key_id"), purpose, words);
        token.ok_or_else(|| RETIRED.to_owned())
    }
}
