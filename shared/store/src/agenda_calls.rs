//! The part of the agenda that covers calls and the reminders of their deadlines.

use context::Context;
use domain::conference::Phase;
use domain::reminder::Subject;
use jiff::Timestamp;

use crate::agenda::{Upcoming, What};
use crate::reminders::series::Reminding;
use crate::{Edition, Store, StoreError, keys};

impl Store {
    /// When calls open and close, and their reminders.
    pub(crate) async fn upcoming_calls(&self, ctx: &Context, edition: &Edition) -> Result<Vec<Upcoming>, StoreError> {
        let (c, now) = (edition.id(), ctx.now());
        let mut upcoming = Vec::new();
        for (track, call) in edition.conference.tracks.iter().zip(self.calls(&edition.conference).await?) {
            let Some(call) = call.filter(|call| call.phase(now) != Phase::After) else { continue };
            if call.phase(now) == Phase::Before {
                upcoming.push(Upcoming { at: call.opens.at, what: What::CallOpens { track: track.id.clone() } });
            }
            let proposals = self.proposals_of_track(c, &track.id).await?;
            let sent = proposals.iter().filter(|proposal| proposal.was_submitted()).count() as u64;
            let closes = What::CallCloses { track: track.id.clone(), sent };
            upcoming.push(Upcoming { at: call.closes.at, what: closes });
            let subject = Subject::Call(track.id.clone());
            let key = keys::reminders(c, &subject);
            let reminders = self.upcoming_reminders(edition, subject, now).await;
            upcoming.extend(self.or_without(&key, reminders)?);
        }
        Ok(upcoming)
    }

    /// A deadline's remaining reminders.
    pub(crate) async fn upcoming_reminders(
        &self,
        edition: &Edition,
        subject: Subject,
        now: Timestamp,
    ) -> Result<Vec<Upcoming>, StoreError> {
        let Some(Reminding { deadline, reminders }) = self.deadline_of(edition, &subject).await? else {
            return Ok(Vec::new());
        };
        let series = self.reminder_series(edition.id(), &subject).await?;
        let left: Vec<_> = series.upcoming(deadline.at, &reminders).into_iter().filter(|(at, _)| *at > now).collect();
        if left.is_empty() {
            return Ok(Vec::new());
        }
        let concerns = self.concerned(edition, &subject, &deadline).await?;
        let upcoming = left.into_iter().enumerate().map(|(n, (at, before))| {
            let (subject, concerns) = (subject.clone(), concerns.clone());
            let what = What::Remind { subject, before, concerns, next: n == 0, paused: series.paused };
            Upcoming { at, what }
        });
        Ok(upcoming.collect())
    }
}
