//! The mails that a change of a proposal queues, with keys that name the proposal's revision and the reader.

use context::Context;
use domain::mail::{Mail, MailKind};
use domain::person::EmailAddress;
use domain::proposal::{Deed, Proposal, Speaker, SpeakerState};

use super::Edit;
use crate::Edition;

/// The mails of a change.
pub(super) fn mails_of(_ctx: &Context, edition: &Edition, edit: &Edit<'_>) -> Vec<Mail> {
    let Edit { before, after, deed, .. } = *edit;
    let mut mails: Vec<_> = invited(before, after).map(|speaker| invitation(edition, after, speaker)).collect();
    match deed {
        Deed::Submitted => mails.extend(to_people(edition, after, MailKind::ProposalSubmitted).map(|mail| {
            mail.with("abstract", &after.content.abstract_text).with("submitted_at", after.updated_at.to_string())
        })),
        Deed::Confirmed => mails.extend(to_people(edition, after, MailKind::AcceptanceConfirmed)),
        Deed::Declined => mails.extend(to_people(edition, after, MailKind::AcceptanceDeclined)),
        Deed::Withdrawn => mails.extend(to_people(edition, after, MailKind::ProposalWithdrawn)),
        Deed::Answered => {
            let answered = after.speakers.iter().filter(|speaker| {
                let was = before.and_then(|b| b.speakers.iter().find(|s| s.email == speaker.email));
                was.is_some_and(|was| was.state != speaker.state) && speaker.email != after.owner
            });
            mails.extend(answered.map(|speaker| {
                about(edition, after, MailKind::SpeakerAnswered, &after.owner, None)
                    .with("speaker", speaker.name.as_str())
                    .with("answer", speaker.state.as_str())
            }));
        }
        Deed::MoveAnswered => {
            let moved = before.is_some_and(|before| before.track != after.track);
            // An owner who moves a draft needs no mail.
            let mails_to = to_people(edition, after, MailKind::ProposalMoveAnswered).filter(|_| after.was_submitted());
            mails.extend(mails_to.map(|mail| mail.with("moved", moved.to_string())));
        }
        Deed::Merged => {
            let away = after.state.merged_into().is_some();
            let to = to_people(edition, before.unwrap_or(after), MailKind::ProposalMerged);
            // Each change has a revision of its own, and the version before it holds the invited people.
            mails.extend(to.map(|mail| mail.with("away", away.to_string())));
        }
        _ => {}
    }
    // Imported people without a known address get no mail.
    mails.retain(|mail| !mail.to.is_stand_in());
    mails
}

/// The mails to people outside the proposal. They go to the leads who answer a move, and to the track's leads when a
/// chosen proposal is withdrawn.
pub(super) fn mails_to_leads(edition: &Edition, edit: &Edit<'_>, leads: &[EmailAddress]) -> Vec<Mail> {
    let Edit { before, after, by, deed } = *edit;
    let chosen = before.is_some_and(|before| matches!(before.state.as_str(), "accepted" | "standby" | "confirmed"));
    let people = after.people();
    let others = leads.iter().filter(|email| !people.iter().any(|(own, _)| own == email));
    match (deed, &after.moving) {
        (Deed::MoveAsked, Some(moving)) => others
            .map(|email| {
                about(edition, after, MailKind::ProposalMoveAsked, email, None)
                    .with("to", moving.to.as_str())
                    .with("by", moving.asked_by.as_str())
                    .with("reason", moving.reason.as_deref().unwrap_or_default())
            })
            .collect(),
        (Deed::Withdrawn, _) if chosen => others
            .map(|email| about(edition, after, MailKind::ProposalWithdrawn, email, None).with("by", by.as_str()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The speakers who are newly invited.
fn invited<'a>(before: Option<&'a Proposal>, after: &'a Proposal) -> impl Iterator<Item = &'a Speaker> {
    after.speakers.iter().filter(move |speaker| {
        let known = before.is_some_and(|before| before.speakers.iter().any(|s| s.nonce == speaker.nonce));
        !known && matches!(speaker.state, SpeakerState::Invited { .. })
    })
}

fn invitation(edition: &Edition, proposal: &Proposal, speaker: &Speaker) -> Mail {
    let key = edition.person_key(&speaker.email);
    let mut mail = about(edition, proposal, MailKind::SpeakerInvited, &speaker.email, Some(speaker.name.as_str()))
        .with("speaker", key.as_str())
        .with("nonce", &speaker.nonce)
        .with("key_id", &speaker.key_id)
        .with("by", by_name(proposal));
    // A speaker who is removed and named again gets a new invitation.
    mail.key = format!("speaker-invited:{}:{}", proposal.id, speaker.nonce);
    mail
}

/// The sender of an invitation: the owner, by name if they speak themselves.
fn by_name(proposal: &Proposal) -> String {
    let own = proposal.speakers.iter().find(|speaker| speaker.email == proposal.owner);
    own.map_or_else(|| proposal.owner.to_string(), |own| format!("{} ({})", own.name, own.email))
}

/// A mail to each of the proposal's people.
fn to_people<'a>(edition: &'a Edition, proposal: &'a Proposal, kind: MailKind) -> impl Iterator<Item = Mail> + 'a {
    proposal.people().into_iter().map(move |(to, name)| about(edition, proposal, kind, to, name))
}

/// A mail about a proposal. Each reader gets one mail per change.
pub(crate) fn about(
    edition: &Edition,
    proposal: &Proposal,
    kind: MailKind,
    to: &EmailAddress,
    name: Option<&str>,
) -> Mail {
    let subject = format!("{}:{}:{}", proposal.id, proposal.revision, edition.person_key(to));
    let mut mail = Mail::queued(kind, &subject, to.clone(), proposal.updated_at)
        .about(edition.id().as_str())
        .with("proposal", proposal.id.as_str())
        .with("title", proposal.shown_title())
        .with("track", proposal.track.as_str());
    mail.name = name.map(str::to_owned);
    mail
}
