//! A stand-in for the mail service (SES) behind the real client: accepts mails and stores them instead of sending them.
//!
//! Like SES it has no idempotency and reports its rate.

mod outbox;
mod query;

use std::path::Path;
use std::sync::Arc;

use aws_sdk_ses::config::{BehaviorVersion, Credentials, Region, StalledStreamProtectionConfig};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use context::Context;

pub use outbox::{Attachment, Delivered};

use crate::table::respond;
use crate::threads::Threads;
use outbox::Outbox;

/// Mails a second, as `GetSendQuota` reports it by default.
pub const MAX_SEND_RATE: u32 = 200;

/// The mail service of one machine. Cheap to clone; clones share their mails.
#[derive(Clone, Debug)]
pub struct MailService {
    context: Context,
    outbox: Arc<Outbox>,
    thread: Threads,
    rate: u32,
}

impl MailService {
    /// A service that stores its mails in memory only.
    pub fn in_memory(context: Context) -> std::io::Result<Self> {
        Self::over(context, Outbox::in_memory())
    }

    /// A service that stores its mails in a file: each is on disk before it is accepted.
    pub fn in_file(context: Context, file: &Path) -> std::io::Result<Self> {
        Self::over(context, Outbox::open(file)?)
    }

    fn over(context: Context, outbox: Outbox) -> std::io::Result<Self> {
        Ok(Self { context, outbox: Arc::new(outbox), thread: Threads::start("mail-service", 1)?, rate: MAX_SEND_RATE })
    }

    /// The same mails with another clock and randomness.
    pub(crate) fn continued(&self, context: Context) -> std::io::Result<Self> {
        let (outbox, thread) = (Arc::clone(&self.outbox), Threads::start("mail-service", 1)?);
        Ok(Self { context, outbox, thread, rate: MAX_SEND_RATE })
    }

    #[must_use]
    pub(crate) fn with_rate(self, rate: u32) -> Self {
        Self { rate, ..self }
    }

    /// Writes the mails to a file that [`MailService::in_file`] can open.
    pub(crate) fn write_to(&self, path: &Path) -> std::io::Result<()> {
        self.outbox.write_to(path)
    }

    /// The accepted mails, newest first, after skipping `skip`, at most `limit`; with `to`, only those to this address.
    pub fn delivered(&self, to: Option<&str>, skip: usize, limit: usize) -> std::io::Result<Vec<Delivered>> {
        self.outbox.newest(to, skip, limit)
    }

    /// The number of accepted mails.
    pub fn count(&self) -> usize {
        self.outbox.count()
    }

    /// Answers one call of the query protocol, on this thread: an HTTP status and XML.
    pub fn answer(&self, body: &[u8]) -> (u16, Vec<u8>) {
        query::answer(&self.context, &self.outbox, self.rate, body)
    }

    /// The real SES client over this service.
    pub fn client(&self) -> aws_sdk_ses::Client {
        ses_client(self.clone())
    }
}

/// The real SES client over this connection: a [`MailService`], or a wrapper of one.
pub fn ses_client(connection: impl HttpClient + 'static) -> aws_sdk_ses::Client {
    deliver_mail::client(ses_config(connection))
}

/// The configuration of that client, for callers that also set its clock.
pub fn ses_config(connection: impl HttpClient + 'static) -> aws_sdk_ses::config::Builder {
    aws_sdk_ses::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "local"))
        // The connection decides where calls go; this only has to be a valid address.
        .endpoint_url("http://mail.localhost")
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .http_client(connection)
}

impl HttpConnector for MailService {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let service = self.clone();
        HttpConnectorFuture::new(async move {
            let body = request.body().bytes().unwrap_or_default().to_vec();
            let thread = service.thread.clone();
            let answer = thread.run(move || service.answer(&body)).await;
            let (status, body) =
                answer.ok_or_else(|| ConnectorError::other("the mail service failed; see the log".into(), None))?;
            respond(status, "text/xml", body)
        })
    }
}

impl HttpClient for MailService {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_ses::primitives::Blob;
    use aws_sdk_ses::types::RawMessage;

    use super::*;
    use crate::stack::tests::context;

    pub(crate) const MAIL: &str = "From: plumbline@example.org\r\nTo: ann@example.org\r\nSubject: =?utf-8?Q?Caf=C3=A9?=\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=m\r\n\r\n\
        --m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n\
        --a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nSee https://example.org/x\r\n\
        --a\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>See</p>\r\n--a--\r\n\
        --m\r\nContent-Type: text/calendar; method=PUBLISH; name=\"pass.ics\"\r\n\
        Content-Disposition: attachment; filename=\"pass.ics\"\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--m--\r\n";

    async fn send(service: &MailService, to: &str) -> String {
        let message = RawMessage::builder().data(Blob::new(MAIL)).build().unwrap();
        let sent = service.client().send_raw_email().destinations(to).raw_message(message).send().await.unwrap();
        sent.message_id
    }

    #[tokio::test]
    async fn the_real_client_hands_over_a_mail_and_reads_the_quota() {
        let service = MailService::in_memory(context()).unwrap();
        let id = send(&service, "ann@example.org").await;
        let mails = service.delivered(None, 0, 10).unwrap();
        assert_eq!(mails.len(), 1);
        let mail = &mails[0];
        assert_eq!(
            (mail.id.as_str(), mail.to.as_str(), mail.subject.as_str()),
            (id.as_str(), "ann@example.org", "Café")
        );
        assert_eq!(mail.text.trim(), "See https://example.org/x");
        assert_eq!(mail.html.trim(), "<p>See</p>");
        assert_eq!(
            (mail.attachments[0].name.as_str(), mail.attachments[0].media_type.as_str()),
            ("pass.ics", "text/calendar")
        );
        assert!(mail.attachments[0].content.starts_with("BEGIN:VCALENDAR"));
        let quota = service.client().get_send_quota().send().await.unwrap();
        assert!((quota.max_send_rate - f64::from(MAX_SEND_RATE)).abs() < f64::EPSILON);
        assert!((quota.sent_last24_hours - 1.0).abs() < f64::EPSILON);
    }

    #[tokio::test]
    async fn what_was_accepted_is_there_after_a_restart_and_a_torn_end_is_left_out() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("mails.jsonl");
        let service = MailService::in_file(context(), &file).unwrap();
        send(&service, "ann@example.org").await;
        send(&service, "bob@example.org").await;
        drop(service);
        let mut bytes = std::fs::read(&file).unwrap();
        bytes.extend(b"{\"id\":\"torn");
        std::fs::write(&file, bytes).unwrap();
        let service = MailService::in_file(context(), &file).unwrap();
        send(&service, "cid@example.org").await;
        let to: Vec<_> = service.delivered(None, 0, 10).unwrap().into_iter().map(|mail| mail.to).collect();
        assert_eq!(to, ["cid@example.org", "bob@example.org", "ann@example.org"]);
        assert_eq!(service.delivered(Some("bob@example.org"), 0, 10).unwrap().len(), 1);
    }

    #[test]
    fn what_cannot_be_sent_is_refused_as_the_real_service_does() {
        let service = MailService::in_memory(context()).unwrap();
        for (body, code) in [
            ("Action=SendRawEmail", "ValidationError"),
            ("Action=SendRawEmail&RawMessage.Data=!!", "InvalidParameterValue"),
            ("Action=DeleteIdentity", "InvalidAction"),
        ] {
            let (status, answer) = service.answer(body.as_bytes());
            assert_eq!(status, 400);
            let answer = String::from_utf8(answer).unwrap();
            assert!(answer.contains(&format!("<Code>{code}</Code>")), "{answer}");
        }
        assert_eq!(service.count(), 0);
    }
}
