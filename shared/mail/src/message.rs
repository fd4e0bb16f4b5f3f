//! Putting a letter into MIME (RFC 5322, RFC 2045).

use askama::Template;
use context::Context;
use domain::conference::Conference;
use domain::mail::{Mail, MailKind};
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::{BodyPart, MimePart};

use crate::calendar::{Entry, calendar, occasions};
use crate::letter::{Letter, letter};

/// The header that names a mail by its key.
pub const KEY_HEADER: &str = "X-Plumbline-Mail";

/// A mail as it is handed to the mail service.
#[derive(Clone, Debug)]
pub struct Composed {
    pub raw: Vec<u8>,
    pub to: String,
}

#[derive(Template)]
#[template(path = "letter.txt")]
struct TextPart<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "letter.html")]
struct HtmlPart<'a> {
    letter: &'a Letter,
}

/// Composes a mail; says why if it cannot be composed. The same mail composes to the same bytes.
pub fn compose(ctx: &Context, mail: &Mail, conference: Option<&Conference>) -> Result<Composed, String> {
    let letter = letter(ctx, mail, conference)?;
    let settings = ctx.settings();
    let sender = conference.map_or("Plumbline", |c| c.name.as_str());
    let text = TextPart { letter: &letter }.render().map_err(|e| e.to_string())?;
    let html = HtmlPart { letter: &letter }.render().map_err(|e| e.to_string())?;
    let boundary = |part: &str| format!("=_{}_{part}", mail.key.replace(|c: char| !c.is_ascii_alphanumeric(), "_"));

    let alternative = MimePart::new(
        ContentType::new("multipart/alternative").attribute("boundary", boundary("a")),
        vec![
            MimePart::new(utf8("text/plain"), BodyPart::Text(text.into())),
            MimePart::new(utf8("text/html"), BodyPart::Text(html.into())),
        ],
    );
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
        .date(mail.owed_at.as_second())
        .from((one_line(sender), settings.mail_from.as_str().to_owned()))
        .to(Address::new_address(mail.name.as_deref().map(one_line), mail.to.deliverable()))
        .subject(one_line(&letter.subject))
        // RFC 3834: nobody's holiday answer comes back to us.
        .header("Auto-Submitted", Raw::new("auto-generated"))
        // The service puts its own Message-ID over ours, and tells this header in what it hears of the mail.
        .header(KEY_HEADER, Raw::new(mail.key.as_str()))
        .body(body);
    if let Some(url) = &letter.unsubscribe {
        // RFC 2369 and RFC 8058: mail programs offer it as a button.
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

fn utf8(content_type: &'static str) -> ContentType<'static> {
    ContentType::new(content_type).attribute("charset", "utf-8")
}

/// A calendar that goes with a mail.
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
        MailKind::RegistrationCancelled => vec![registration_calendar(ctx, mail, conference, true)],
        MailKind::BofPlaced | MailKind::BofCancelled | MailKind::Timetable => session_calendars(ctx, mail, conference),
        _ => Vec::new(),
    }
}

/// What takes place is published, and what does not is taken back: each in a calendar of its own.
fn session_calendars(ctx: &Context, mail: &Mail, conference: &Conference) -> Vec<Attached> {
    let all = mail.occasions();
    let of = |cancelled: bool| {
        let some: Vec<_> = all.iter().filter(|occasion| occasion.cancelled == cancelled).collect();
        let method = if cancelled { "CANCEL" } else { "PUBLISH" };
        let base_url = &ctx.settings().base_url;
        let text = occasions(conference, &some, cancelled, &mail.to, mail.owed_at, base_url);
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
        at: mail.owed_at,
    };
    Attached { method: entry.method(), text: calendar(conference, &entry) }
}

fn host(address: &str) -> &str {
    address.rsplit('@').next().unwrap_or("plumbline")
}

/// Headers have one line: names and titles are checked when they are read, and once more here.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
