//! Who a lead may write to, and which messages they see.

use domain::conference::Track;
use domain::message::{Message, MessageDraft, MessageId};
use domain::phrase::Phrase;
use store::Edition;
use web::{App, Kind, Problem, Request};

/// The tracks to whose people the caller may write; organizers to all.
pub(crate) fn tracks<'e>(request: &Request, edition: &'e Edition) -> Vec<&'e Track> {
    let led = request.caller.leads(edition);
    let organizes = request.caller.organizes(Some(edition));
    edition.conference.tracks.iter().filter(|track| organizes || led.contains(&&track.id)).collect()
}

/// Refuses a group that is not the caller's to write to.
pub(crate) fn check_group(request: &Request, edition: &Edition, draft: &MessageDraft) -> Result<(), Problem> {
    if request.caller.organizes(Some(edition)) {
        return Ok(());
    }
    if draft.necessary {
        return Err(Problem::validation("/necessary", Phrase::of("necessary-organizers")));
    }
    let Some(track) = &draft.group.track else {
        return Err(Problem::validation("/filter/track", Phrase::of("track-required-leads")));
    };
    if !request.caller.manages_track(edition, track) {
        return Err(Problem::new(Kind::Forbidden, Phrase::of("leads-own-track")));
    }
    if !draft.group.is_only_of_track() {
        return Err(Problem::validation("/filter", Phrase::of("leads-filter")));
    }
    Ok(())
}

/// Whether the caller may see a message: leads those to the people of their track.
pub(crate) fn sees(request: &Request, edition: &Edition, message: &Message) -> bool {
    let of_theirs = |track| message.group.is_only_of_track() && request.caller.manages_track(edition, track);
    request.caller.organizes(Some(edition)) || message.group.track.as_ref().is_some_and(of_theirs)
}

/// The message in the path. One that the caller may not see is not found.
pub(crate) async fn named(app: &App, request: &Request, id: Option<&str>) -> Result<Message, Problem> {
    let edition = request.edition()?;
    let unknown = || Problem::not_found("no-such-message");
    let id = id.and_then(MessageId::parse).ok_or_else(unknown)?;
    let found = app.store.message(edition.id(), &id).await?;
    found.filter(|message| sees(request, edition, message)).ok_or_else(unknown)
}

/// The message is being sent, was sent, or was cancelled.
pub(crate) fn not_scheduled() -> Problem {
    Problem::new(Kind::MessageNotScheduled, Phrase::of("no-longer-scheduled"))
}
