//! Publishing the draft, or some of its sessions, and mailing the people it concerns.

use context::Context;
use domain::mail::{Mail, MailKind, Occasion};
use domain::person::{EmailAddress, PersonKey};
use domain::proposal::ProposalId;
use domain::timetable::{Affected, Change, Draft, Drafted, Part, Publication as Made, Release, SessionId, publish};

use super::{Publication, ReleaseHead};
use crate::table::TRIES;
use crate::{Edition, Store, StoreError};

/// The outcome of publishing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishOutcome {
    /// There is a new release.
    Done {
        number: u32,
        changes: Vec<Change>,
        /// How many people get a mail.
        mails: usize,
    },
    /// The draft equals the last release, which has this number if there is one.
    Unchanged(Option<u32>),
    Busy,
}

impl Store {
    /// Previews publishing the draft now, with the number of people who would get a mail; `None` if nothing would
    /// change.
    pub async fn preview_timetable(
        &self,
        ctx: &Context,
        edition: &Edition,
    ) -> Result<Option<(Made, usize)>, StoreError> {
        let (_, last) = self.last_release(edition).await?;
        let draft = self.draft(edition).await?.draft;
        let Ok(made) = publish(&edition.conference, &draft, last.as_ref(), ctx.now()) else { return Ok(None) };
        let mails = self.release_mails(ctx, edition, &made).await?.len();
        Ok(Some((made, mails)))
    }

    /// Publishes the draft as the next release; with `only`, publishes the last release with these sessions from the
    /// draft. Guarded by the number of the last release; a repeat finds nothing changed.
    pub async fn publish_draft(
        &self,
        ctx: &Context,
        edition: &Edition,
        only: Option<&[SessionId]>,
        announce: bool,
    ) -> Result<PublishOutcome, StoreError> {
        for attempt in 0..TRIES {
            let (head, last) = self.last_release(edition).await?;
            let drafting = self.draft(edition).await?;
            let draft = match (only, &last) {
                (None, _) => drafting.draft,
                (Some(only), Some(last)) => partly(last, &drafting.draft, only),
                // Without a first full release, sessions cannot be published alone.
                (Some(_), None) => return Ok(PublishOutcome::Unchanged(None)),
            };
            let made = match publish(&edition.conference, &draft, last.as_ref(), ctx.now()) {
                Ok(made) => made,
                Err(unchanged) => return Ok(PublishOutcome::Unchanged(unchanged.number)),
            };
            let mails = self.release_mails(ctx, edition, &made).await?;
            let changes = made.changes.iter().map(|change| change.sentence(&edition.conference)).collect();
            let count = mails.len();
            let publication = Publication { release: made.release, changes, mails, announce };
            if self.publish(ctx, edition, head.as_ref(), &publication).await? {
                let number = publication.release.number;
                return Ok(PublishOutcome::Done { number, changes: made.changes, mails: count });
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(PublishOutcome::Busy)
    }

    async fn last_release(&self, edition: &Edition) -> Result<(Option<ReleaseHead>, Option<Release>), StoreError> {
        let head = self.release_head(edition.id()).await?;
        let last = match &head {
            Some(head) => Some((*self.timetable_release(edition.id(), head).await?).clone()),
            None => None,
        };
        Ok((head, last))
    }

    /// One mail to each person that a release concerns, if their address is known: the addresses of a proposal's
    /// speakers are.
    async fn release_mails(&self, ctx: &Context, edition: &Edition, made: &Made) -> Result<Vec<Mail>, StoreError> {
        let sessions = made.affected.iter().flat_map(|affected| &affected.sessions);
        let proposals = sessions.filter_map(|(id, _)| ProposalId::parse(id.as_str())).collect();
        let addresses = self.speakers_of(edition, proposals).await?;
        let mails = made.affected.iter().filter_map(|affected| {
            let email = addresses.get(affected.person.key.as_ref()?)?;
            Some(release_mail(ctx, edition, made, affected, email))
        });
        Ok(mails.collect())
    }
}

fn release_mail(ctx: &Context, edition: &Edition, made: &Made, affected: &Affected, email: &EmailAddress) -> Mail {
    let occasions: Vec<_> = affected
        .sessions
        .iter()
        .filter_map(|(id, part)| Some(Occasion::of(made.release.session(id)?, *part == Part::Gone)))
        .collect();
    let key = affected.person.key.as_ref().map_or("", PersonKey::as_str);
    let obligation = format!("{}:{}:{key}", edition.id(), made.release.number);
    Mail::queued(MailKind::Timetable, &obligation, email.clone(), ctx.now())
        .about(edition.id().as_str())
        .greeting(affected.person.name.as_str())
        .about_sessions(&occasions)
}

fn partly(last: &Release, draft: &Draft, only: &[SessionId]) -> Draft {
    let others = last
        .taking_place()
        .filter(|released| !only.contains(&released.session.id))
        .map(|released| Drafted { session: released.session.clone(), placement: Some(released.placement.clone()) });
    let these = only.iter().filter_map(|id| draft.session(id)).cloned();
    Draft { sessions: others.chain(these).collect() }
}
