//! Proposals to a call for tracks become tracks: one transaction adds the track to the edition and notes it on the
//! proposal.

use context::Context;
use domain::conference::TrackId;
use domain::input::ValidationError;
use domain::mail::{Mail, MailKind};
use domain::new_track::{Became, Terms, become_track, leads};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::{Deed, Proposal, ProposalId, Refusal, WrongState};

use crate::editions::Over;
use crate::mails::enqueue_mail;
use crate::proposals::{Actor, Edit, change_writes, lead_entry, marked_once};
use crate::table::{TRIES, Write};
use crate::{Edition, PutEdition, Store, StoreError};

/// The outcome of making a proposal a track.
#[derive(Debug)]
pub enum BecomingTrack {
    /// The proposal is a track, now (`true`) or since before.
    Done {
        track: TrackId,
        /// The proposal, with the note of its track.
        proposal: Box<Proposal>,
        edition: Edition,
        new: bool,
    },
    /// The request is invalid; the errors say why. Nothing was changed.
    Refused(Vec<ValidationError>),
    /// A proposal's state does not allow it.
    State(WrongState),
    /// Too many concurrent writes. Nothing was changed.
    Busy,
}

fn refused(pointer: &str, detail: impl Into<Phrase>) -> BecomingTrack {
    BecomingTrack::Refused(vec![ValidationError { pointer: pointer.into(), detail: detail.into() }])
}

impl Store {
    /// Makes a proposal a track, and merges another proposal into it if the terms say so. One transaction writes the
    /// definition, its call, its pool, the mails to its leads, and the note on the proposal. Guarded by the edition's
    /// revision and by the proposals'; a repeat finds it noted. `None` if there is no such proposal.
    pub async fn become_track(
        &self,
        ctx: &Context,
        edition: &Edition,
        id: &ProposalId,
        terms: &Terms,
        by: Actor<'_>,
    ) -> Result<Option<BecomingTrack>, StoreError> {
        let c = edition.id();
        for attempt in 0..TRIES {
            let Some(edition) = self.edition(c).await? else { return Ok(None) };
            let Some(before) = self.proposal(c, id).await? else { return Ok(None) };
            if let Some(track) = &before.became {
                return self.became_before(ctx, edition, before.clone(), track, terms).await.map(Some);
            }
            let call = edition.conference.track(before.track.as_str());
            let Some((call, new_tracks)) = call.and_then(|call| Some((call, call.new_tracks.as_ref()?))) else {
                return Ok(Some(refused("", Phrase::of("not-a-call-for-tracks").arg("track", before.track))));
            };
            let merged = match &terms.merge_with {
                Some(other) if other == id => {
                    return Ok(Some(refused("/merge_with", Phrase::of("must-be-another-proposal"))));
                }
                Some(other) => match self.proposal(c, other).await? {
                    Some(other) if other.track == before.track && other.was_submitted() => Some(other),
                    _ => return Ok(Some(refused("/merge_with", Phrase::of("must-be-same-call")))),
                },
                None => None,
            };
            if let Some(track) = merged.as_ref().and_then(|merged| merged.became.as_ref()) {
                return Ok(Some(refused("/merge_with", Phrase::of("became-track").arg("track", track))));
            }
            let now = ctx.now();
            let definition = (&*edition.document, &*edition.conference);
            let Became { track, document, conference } =
                match become_track(definition, (call, new_tracks), &before, merged.as_ref(), terms, now) {
                    Ok(became) => became,
                    Err(errors) => return Ok(Some(BecomingTrack::Refused(errors))),
                };
            let after = match self.after_becoming(ctx, &edition, (&before, merged.as_ref()), &track, by).await? {
                Ok(after) => after,
                Err(wrong) => return Ok(Some(BecomingTrack::State(wrong))),
            };
            let (proposal, mut writes) = after;
            let people = [Some(&before), merged.as_ref()];
            writes.extend(lead_mails(&edition, people.into_iter().flatten(), &track, now).iter().map(enqueue_mail));
            writes.extend(lead_entry(ctx, &edition, by, Deed::BecameTrack, (Some(&before), &proposal)));
            let over = Over { revision: Some(edition.revision), with: writes, has_entry: true };
            match self.put_edition_over(ctx, &conference, &document, over).await? {
                PutEdition::Changed(edition) | PutEdition::Created(edition) => {
                    let proposal = Box::new(proposal);
                    return Ok(Some(BecomingTrack::Done { track, proposal, edition, new: true }));
                }
                PutEdition::Refused(errors) => return Ok(Some(BecomingTrack::Refused(errors))),
                PutEdition::InUse(pool, _) => {
                    return Err(StoreError::Broken(format!("{pool} was to be lowered by a new track")));
                }
                PutEdition::Busy => self.back_off(ctx, attempt).await,
            }
        }
        Ok(Some(BecomingTrack::Busy))
    }

    /// A repeat: completes the definition's pools after a crash, and returns the same answer.
    async fn became_before(
        &self,
        ctx: &Context,
        edition: Edition,
        proposal: Proposal,
        track: &TrackId,
        terms: &Terms,
    ) -> Result<BecomingTrack, StoreError> {
        if terms.id.as_ref().is_some_and(|id| id != track) {
            return Ok(refused("/id", Phrase::of("it-became-track").arg("track", track)));
        }
        let (conference, document) = (edition.conference.clone(), edition.document.clone());
        let over = Over { revision: Some(edition.revision), ..Over::default() };
        self.put_edition_over(ctx, &conference, &document, over).await?;
        Ok(BecomingTrack::Done { track: track.clone(), proposal: Box::new(proposal), edition, new: false })
    }

    /// The changed proposals, and their writes.
    async fn after_becoming(
        &self,
        ctx: &Context,
        edition: &Edition,
        (before, merged): (&Proposal, Option<&Proposal>),
        track: &TrackId,
        by: Actor<'_>,
    ) -> Result<Result<(Proposal, Vec<Write>), WrongState>, StoreError> {
        let now = ctx.now();
        let united = merged.map_or_else(|| before.clone(), |merged| before.clone().united_with(merged, now));
        let after = match (Proposal { revision: before.revision, ..united }).become_track(track, now) {
            Ok(after) => after,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let edit = Edit { before: Some(before), after: &after, by: by.email(), deed: Deed::BecameTrack };
        let mut writes = change_writes(ctx, edition, &edit);
        if let Some(merged) = merged {
            let gone = match merged.clone().merge_into(&before.id, now) {
                Ok(gone) => gone,
                Err(wrong) => return Ok(Err(wrong)),
            };
            match self.count_writes(edition, Some(merged), &gone, None).await? {
                Ok(counts) => writes.extend(counts),
                Err(Refusal::State(wrong)) => return Ok(Err(wrong)),
                Err(_) => return Err(StoreError::Broken("a merged proposal was counted against a limit".into())),
            }
            let edit = Edit { before: Some(merged), after: &gone, by: by.email(), deed: Deed::Merged };
            writes.extend(change_writes(ctx, edition, &edit));
        }
        Ok(Ok((after, marked_once(writes))))
    }
}

/// The mails to the track's leads: the track exists now, and what to do next. Once for each track and lead.
fn lead_mails<'p>(
    edition: &Edition,
    proposals: impl Iterator<Item = &'p Proposal>,
    track: &TrackId,
    now: jiff::Timestamp,
) -> Vec<Mail> {
    let mut mails: Vec<Mail> = Vec::new();
    for proposal in proposals {
        for lead in leads(proposal) {
            if mails.iter().any(|mail| mail.to == *lead) {
                continue;
            }
            let subject = format!("{}:{track}:{}", edition.id(), edition.person_key(lead));
            let mail = Mail::queued(MailKind::TrackMade, &subject, lead.clone(), now).about(edition.id().as_str());
            let mut mail = mail.with("track", track.as_str()).with("title", proposal.shown_title());
            mail.name = name_of(proposal, lead);
            mails.push(mail);
        }
    }
    mails
}

fn name_of(proposal: &Proposal, lead: &EmailAddress) -> Option<String> {
    proposal.speakers.iter().find(|speaker| speaker.email == *lead).map(|speaker| speaker.name.to_string())
}
