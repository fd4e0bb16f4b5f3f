//! Renders a letter as MIME (RFC 5322, RFC 2045).

use askama::Template;
use context::Context;
use domain::conference::Conference;
use domain::conference::appearance::Color;
use domain::mail::{Mail, MailKind};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};
use messages::Messages;
use textwrap::{Options, WordSplitter};

use crate::calendar::{Entry, calendar, occasions};
use crate::letter::{letter, texts};
use crate::writer::Letter;

/// The header with the mail's key; delivery feedback returns it.
pub const KEY_HEADER: &str = "X-Plumbline-Mail";

/// A mail for the mail service.
#[derive(Clone, Debug)]
pub struct Composed {
    pub raw: Vec<u8>,
    pub to: String,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct TextPart<'a> {
    messages: Messages,
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct HtmlPart<'a> {
    messages: Messages,
    letter: &'a Letter,
    /// The conference's colour: dark enough for white text on it.
    accent: Color,
    /// The colour of links on a dark page.
    link_dark: Color,
    ticket_id: &'static str,
}

/// The width of the text part, so that lines stay intact in a quoted reply.
const COLUMNS: usize = 72;

/// Facts with longer labels, such as titles of sessions, are not aligned.
const LABEL_MAX: usize = 24;

/// The content id of a ticket's picture.
const TICKET_ID: &str = "ticket@plumbline";

/// The colour of a conference that has chosen none, as in the style sheet of pages.
const ACCENT: &str = "#0f5c8c";

/// What a reader sees of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The one-click unsubscribe link.
    unsubscribe: Option<String>,
    /// What the QR code contains that the HTML shows.
    ticket: Option<String>,
}

/// Renders a mail as text and as HTML.
pub fn render(ctx: &Context, mail: &Mail, conference: Option<&Conference>) -> Result<Rendered, String> {
    let (messages, letter) = (texts(mail, conference), letter(ctx, mail, conference)?);
    let accent = conference.and_then(|conference| conference.appearance.accent);
    let accent = accent.unwrap_or_else(|| ACCENT.parse().expect("a colour"));
    let text = TextPart { messages, letter: &in_columns(&letter) }.render().map_err(|e| e.to_string())?;
    let html = HtmlPart { messages, letter: &letter, accent, link_dark: accent.dark().accent, ticket_id: TICKET_ID };
    let html = html.render().map_err(|e| e.to_string())?;
    Ok(Rendered { subject: letter.subject, text, html, unsubscribe: letter.unsubscribe, ticket: letter.ticket })
}

/// Composes a mail. Deterministic: the same mail gives the same bytes, so a retry sends an identical mail.
pub fn compose(ctx: &Context, mail: &Mail, conference: Option<&Conference>) -> Result<Composed, String> {
    let Rendered { subject, text, html, unsubscribe, ticket } = render(ctx, mail, conference)?;
    let settings = ctx.settings();
    let sender = conference.map_or("Plumbline", |c| c.name.as_str());
    let boundary = |part: &str| format!("=_{}_{part}", mail.key.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));

    let alternative = MimePart::new(
        ContentType::new("multipart/alternative").attribute("boundary", boundary("a")),
        vec![
            MimePart::new(utf8("text/plain"), BodyPart::Text(text.into())),
            MimePart::new(utf8("text/html"), BodyPart::Text(html.into())),
        ],
    );
    let picture = ticket.and_then(|code| formats::qr::Picture::of(&code));
    let alternative = match picture {
        None => alternative,
        // The HTML names its picture by this id (RFC 2392), so that nothing is loaded from anywhere.
        Some(picture) => MimePart::new(
            ContentType::new("multipart/related").attribute("boundary", boundary("r")),
            vec![
                alternative,
                MimePart::new(ContentType::new("image/png"), BodyPart::Binary(picture.png().into()))
                    .inline()
                    .cid(TICKET_ID),
            ],
        ),
    };
    let calendars = conference.map(|conference| calendars(ctx, mail, conference)).unwrap_or_default();
    let body = if calendars.is_empty() {
        alternative
    } else {
        let attached = calendars.into_iter().map(|calendar| calendar.part(conference));
        MimePart::new(
            ContentType::new("multipart/mixed").attribute("boundary", boundary("m")),
            [alternative].into_iter().chain(attached).collect::<Vec<_>>(),
        )
    };
    let mut message = MessageBuilder::new()
        .message_id(format!("{}@{}", mail.key.replace(':', "."), host(settings.mail_from.as_str())))
        .date(mail.queued_at.as_second())
        .from((one_line(sender), settings.mail_from.as_str().to_owned()))
        .to(Address::new_address(mail.name.as_deref().map(one_line), mail.to.deliverable()))
        .subject(one_line(&subject))
        // RFC 3834: prevents automatic replies such as vacation notices.
        .header("Auto-Submitted", Raw::new("auto-generated"))
        // The service replaces our Message-ID, but reports this header in delivery feedback.
        .header(KEY_HEADER, Raw::new(mail.key.as_str()))
        .body(body);
    if let Some(url) = &unsubscribe {
        // RFC 2369 and RFC 8058: mail programs show an unsubscribe button.
        message = message
            .header("List-Unsubscribe", Raw::new(format!("<{url}>")))
            .header("List-Unsubscribe-Post", Raw::new("List-Unsubscribe=One-Click"));
    }
    if let Some(conference) = conference {
        message = message.reply_to(conference.contact.as_str().to_owned());
    }
    let raw = message.write_to_vec().map_err(|e| e.to_string())?;
    Ok(Composed { raw, to: mail.to.deliverable() })
}

/// The letter as plain text shows it: wrapped, with aligned facts. A link is never broken.
fn in_columns(letter: &Letter) -> Letter {
    let options = Options::new(COLUMNS).break_words(false).word_splitter(WordSplitter::NoHyphenation);
    let wrapped = |paragraphs: &[String]| -> Vec<String> {
        paragraphs.iter().map(|paragraph| textwrap::fill(paragraph, &options)).collect()
    };
    let longest = letter.facts.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let width = if longest > LABEL_MAX { 0 } else { longest + 1 };
    let facts = letter.facts.iter().map(|(label, value)| {
        let label = format!("{label}:");
        (format!("{label:width$}"), value.clone())
    });
    Letter {
        opening: wrapped(&letter.opening),
        facts: facts.collect(),
        closing: wrapped(&letter.closing),
        footer: wrapped(&letter.footer),
        ..letter.clone()
    }
}

fn utf8(content_type: &'static str) -> ContentType<'static> {
    ContentType::new(content_type).attribute("charset", "utf-8")
}

/// An attached calendar.
struct Attached {
    method: &'static str,
    text: String,
}

impl Attached {
    fn part(self, conference: Option<&Conference>) -> MimePart<'static> {
        let name = conference.map_or("calendar", |conference| conference.id.as_str());
        let file = if self.method == "CANCEL" { format!("{name}-cancelled.ics") } else { format!("{name}.ics") };
        let content_type = utf8("text/calendar").attribute("method", self.method);
        MimePart::new(content_type, BodyPart::Text(self.text.into())).attachment(file)
    }
}

fn calendars(ctx: &Context, mail: &Mail, conference: &Conference) -> Vec<Attached> {
    match mail.kind {
        MailKind::RegistrationConfirmed | MailKind::RegistrationChanged => {
            vec![registration_calendar(ctx, mail, conference, false)]
        }
        MailKind::RegistrationCancelled | MailKind::PassOfferedOn => {
            vec![registration_calendar(ctx, mail, conference, true)]
        }
        MailKind::BofPlaced | MailKind::BofCancelled | MailKind::Timetable => session_calendars(ctx, mail, conference),
        _ => Vec::new(),
    }
}

/// Publishes the sessions that take place and cancels the others. A calendar has one method, so there are up to two.
fn session_calendars(ctx: &Context, mail: &Mail, conference: &Conference) -> Vec<Attached> {
    let all = mail.occasions();
    let of = |cancelled: bool| {
        let some: Vec<_> = all.iter().filter(|occasion| occasion.cancelled == cancelled).collect();
        let method = if cancelled { "CANCEL" } else { "PUBLISH" };
        let base_url = &ctx.settings().base_url;
        let text = occasions(conference, &some, cancelled, &mail.to, mail.queued_at, base_url);
        (!some.is_empty()).then_some(Attached { method, text })
    };
    [of(false), of(true)].into_iter().flatten().collect()
}

fn registration_calendar(ctx: &Context, mail: &Mail, conference: &Conference, cancelled: bool) -> Attached {
    let url = format!("{}/conferences/{}", ctx.settings().base_url, conference.id);
    let entry = Entry {
        registration: mail.fact("registration"),
        sequence: mail.fact("sequence").parse().unwrap_or_default(),
        cancelled,
        online: mail.fact("attendance") == "virtual",
        url: &url,
        attendee: &mail.to,
        at: mail.queued_at,
    };
    Attached { method: entry.method(), text: calendar(conference, &entry) }
}

fn host(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or("plumbline")
}

/// Prevents header injection. Names and titles are one line when they are read; this is the second check.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
