//! `POST …/messages`, and acts on a scheduled message.

use contract::group_messages::{Message as Answer, MessageTested};
use domain::message::{Message, MessageDraft};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use serde_json::Value;
use store::{Edition, MessageChange, MessageOutcome};
use web::{App, Kind, Problem, Reply, Request};

use crate::compose::{Form, page};
use crate::preview::{Preview, preview};
use crate::request::{Act, Written, read, read_act};
use crate::{access, delivery};

/// What a request did, before it is known how to answer it.
enum Done {
    Previewed(Preview),
    Tested(EmailAddress),
    Sent(Message),
}

/// `POST …/messages`
pub(crate) async fn write(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let typed = request.typed();
    let changes = typed["message"].as_str().filter(|id| !id.is_empty());
    let before = match changes {
        Some(id) => Some(access::named(app, request, Some(id)).await?),
        None => None,
    };
    let done = written(app, request, edition).await;
    answer(app, request, edition, before.as_ref(), &typed, done)
}

async fn written(app: &App, request: &Request, edition: &Edition) -> Result<Done, Problem> {
    let (mut document, source) = request.document()?;
    let key = request.take_idempotency_key(&mut document, source)?;
    let written = read(&document, source, edition, app.context.now())?;
    access::check_group(request, edition, &written.draft)?;
    if let Some(done) = tried(app, request, edition, &written.draft, key.as_deref()).await? {
        return Ok(done);
    }
    if written.changes.is_some() {
        return Err(Problem::validation("/message", Phrase::of("message-preview-only")));
    }
    let (ctx, draft) = (&app.context, &written.draft);
    if let Some(key) = &key
        && let Some(earlier) = app.store.written_message(ctx, edition.id(), draft, key).await?
    {
        return outcome(earlier);
    }
    let preview = preview(app, request, edition, draft).await?;
    check_preview(&written, &preview)?;
    let recipients = draft.send_at.is_none().then_some(preview.people.as_slice());
    let by = own(request)?;
    outcome(app.store.write_message(ctx, edition, draft, by, key.as_deref(), recipients).await?)
}

fn outcome(outcome: MessageOutcome) -> Result<Done, Problem> {
    match outcome {
        MessageOutcome::Created(message) | MessageOutcome::Replayed(message) => Ok(Done::Sent(message)),
        MessageOutcome::KeyReused => Err(Problem::new(Kind::IdempotencyKeyReused, Phrase::of("message-key-reused"))),
    }
}

fn own(request: &Request) -> Result<&EmailAddress, Problem> {
    request.caller.email.as_ref().ok_or_else(|| Problem::not_found("no-such-address"))
}

/// A preview, or a test: neither writes a message.
async fn tried(
    app: &App,
    request: &Request,
    edition: &Edition,
    draft: &MessageDraft,
    key: Option<&str>,
) -> Result<Option<Done>, Problem> {
    if request.flag("dry_run") {
        return Ok(Some(Done::Previewed(preview(app, request, edition, draft).await?)));
    }
    if request.flag("test") {
        let to = own(request)?;
        app.store.test_message(&app.context, edition, draft, to, key).await?;
        return Ok(Some(Done::Tested(to.clone())));
    }
    Ok(None)
}

/// Refuses to send what its writer did not see, and to send at once to no one.
fn check_preview(written: &Written, now: &Preview) -> Result<(), Problem> {
    if written.preview.as_ref().is_some_and(|seen| *seen != now.id) {
        let detail = Phrase::of("preview-changed").arg("people", now.recipients());
        return Err(Problem::validation("/preview", detail));
    }
    if written.draft.send_at.is_none() && now.recipients() == 0 {
        return Err(Problem::validation("/filter", Phrase::of("matches-no-one")));
    }
    Ok(())
}

/// `POST …/messages/{id}`
pub(crate) async fn change(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let before = access::named(app, request, request.parameter("id")).await?;
    let typed = request.typed();
    let done = changed(app, request, edition, &before).await;
    if let (Err(problem), true) = (&done, request.is_page_form() && typed["action"] != "change") {
        return delivery::page(app, request, &before, Some(problem)).await;
    }
    answer(app, request, edition, Some(&before), &typed, done)
}

async fn changed(app: &App, request: &Request, edition: &Edition, before: &Message) -> Result<Done, Problem> {
    let (document, source) = request.document()?;
    if before.necessary && !request.caller.organizes(Some(edition)) {
        return Err(Problem::new(Kind::Forbidden, Phrase::of("necessary-fixed")));
    }
    let change = match read_act(&document, source, edition, app.context.now())? {
        Act::Cancel => MessageChange::Cancel,
        Act::Send => MessageChange::SendNow,
        Act::Change(written) => {
            access::check_group(request, edition, &written.draft)?;
            let preview = preview(app, request, edition, &written.draft).await?;
            check_preview(&written, &preview)?;
            MessageChange::Edit(written.draft)
        }
    };
    let changed = app.store.change_message(&app.context, edition.id(), &before.id, &change).await?;
    changed.map(Done::Sent).ok_or_else(access::not_scheduled)
}

fn answer(
    app: &App,
    request: &Request,
    edition: &Edition,
    before: Option<&Message>,
    typed: &Value,
    done: Result<Done, Problem>,
) -> Result<Reply, Problem> {
    let form = Form { message: before, typed, preview: None, tested: None, problem: None };
    if request.is_page_form() {
        return match done {
            Ok(Done::Sent(message)) => {
                let done = if before.is_some() { "changed" } else { message.progress.as_str() };
                let path = format!("/conferences/{}/messages/{}?done={done}", edition.id(), message.id);
                Ok(Reply::see_other(&path))
            }
            Ok(Done::Previewed(preview)) => {
                Ok(Reply::page(200, &page(app, request, edition, Form { preview: Some(&preview), ..form })))
            }
            Ok(Done::Tested(to)) => {
                Ok(Reply::page(202, &page(app, request, edition, Form { tested: Some(&to), ..form })))
            }
            Err(problem) if problem.kind() == Kind::Forbidden => Err(problem),
            Err(problem) => Ok(problem.on_page(&page(app, request, edition, Form { problem: Some(&problem), ..form }))),
        };
    }
    match done? {
        Done::Previewed(preview) => Ok(Reply::json(200, &preview.answer())),
        Done::Tested(to) => Ok(Reply::json(202, &MessageTested { sent_to: &to })),
        Done::Sent(message) if before.is_some() => Ok(Reply::json(200, &Answer::from(&message))),
        Done::Sent(message) => {
            let path = format!("/conferences/{}/messages/{}", edition.id(), message.id);
            Ok(Reply::json(201, &Answer::from(&message)).header("location", &path))
        }
    }
}
