//! The preview: the exact list of recipients, and one rendered copy.

use contract::group_messages::{MessagePreview, MessageRecipient};
use domain::mail::{Mail, MailKind};
use domain::message::{MessageDraft, RECIPIENTS_MAX, Recipient, preview_id};
use domain::phrase::Phrase;
use mail::Rendered;
use store::Edition;
use web::{App, Problem, Request};

/// A message with its list of people, before it is sent.
pub(crate) struct Preview {
    pub(crate) people: Vec<Recipient>,
    pub(crate) id: String,
    pub(crate) copy: Rendered,
}

impl Preview {
    /// How many get a mail.
    pub(crate) fn recipients(&self) -> usize {
        self.people.iter().filter(|one| one.skipped.is_none()).count()
    }

    /// How many get none.
    pub(crate) fn skipped(&self) -> usize {
        self.people.len() - self.recipients()
    }

    pub(crate) fn answer(&self) -> MessagePreview<'_> {
        MessagePreview {
            dry_run: true,
            total: self.people.len(),
            recipients: self.recipients(),
            skipped: self.skipped(),
            preview: self.id.clone(),
            people: self.people.iter().map(|one| MessageRecipient::new(one, one.skipped)).collect(),
            subject: self.copy.subject.clone(),
            text: self.copy.text.clone(),
            html: self.copy.html.clone(),
        }
    }
}

/// Finds the people of a message now, and renders the copy of the first one who gets it.
pub(crate) async fn preview(
    app: &App,
    request: &Request,
    edition: &Edition,
    draft: &MessageDraft,
) -> Result<Preview, Problem> {
    let (ctx, group) = (&app.context, &draft.group);
    let people = app.store.message_recipients(ctx, edition, group, draft.necessary).await?;
    if people.len() > RECIPIENTS_MAX {
        let detail = Phrase::of("matches-too-many").arg("people", people.len()).arg("max", RECIPIENTS_MAX);
        return Err(Problem::validation("/filter", detail));
    }
    let id = preview_id(&draft.subject, &draft.body, &people);
    let copy = copy(app, request, edition, draft, &people).await?;
    Ok(Preview { people, id, copy })
}

/// The copy of the first person who gets it, or of the caller if no one does.
async fn copy(
    app: &App,
    request: &Request,
    edition: &Edition,
    draft: &MessageDraft,
    people: &[Recipient],
) -> Result<Rendered, Problem> {
    let own = request.caller.email.clone().ok_or_else(|| Problem::not_found("no-such-address"))?;
    let first = people.iter().find(|one| one.skipped.is_none());
    let to = first.map_or(own, |one| one.email.clone());
    let mail = Mail::queued(MailKind::Message, "preview", to, app.context.now()).about(edition.id().as_str());
    let mail = mail.with("subject", draft.subject.as_str()).with("text", draft.body.as_str());
    let mail = match &draft.group.track {
        Some(track) => mail.with("track", track.as_str()),
        None => mail,
    };
    // Without their unsubscribe link: it would let the writer opt others out.
    let mail = app.store.in_readers_language(edition, &mail).await?;
    mail::render(&app.context, &mail, Some(&edition.conference))
        .map_err(|detail| Problem::validation("/body", Phrase::of("not-a-mail").arg("detail", detail)))
}
