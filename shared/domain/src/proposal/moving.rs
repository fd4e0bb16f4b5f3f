//! Moves a proposal to another track: its people or its lead request it, the other track's lead answers. Also merges
//! proposals.

use jiff::Timestamp;

use super::{Act, Moving, Proposal, ProposalState, Refusal, SPEAKERS_MAX, WrongState};
use crate::conference::Track;
use crate::person::EmailAddress;

impl Proposal {
    /// Requests a move. The first submission decides whether it is in time, so a proposal can be moved after the other
    /// call's close.
    pub fn ask_to_move(
        self,
        to: &Track,
        reason: Option<String>,
        by: &EmailAddress,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        self.check_move(to)?;
        let closes_at = to.cfp.as_ref().ok_or(Refusal::NoCall)?.window.closes.at;
        if self.submitted_at.is_some_and(|submitted_at| submitted_at >= closes_at) {
            return Err(Refusal::Closed { closed_at: closes_at });
        }
        let moving = Moving { to: to.id.clone(), reason, asked_by: by.clone(), asked_at: now };
        Ok(Self { moving: Some(moving), ..self }.next(now))
    }

    /// Moves it, and drops values that only the old track asked for.
    pub fn move_to(self, to: &Track, now: Timestamp) -> Result<Self, Refusal> {
        self.check_move(to)?;
        let mut content = self.content.clone();
        content.answers.retain(|id, _| to.questions.iter().any(|question| question.id == *id));
        content.format = content.format.filter(|id| to.format(id).is_some());
        let fits = |minutes: &u64| match content.format.as_deref().and_then(|id| to.format(id)) {
            Some(format) => format.minutes.contains(minutes),
            None => to.formats.is_empty(),
        };
        content.minutes = content.minutes.filter(fits);
        Ok(Self { track: to.id.clone(), content, moving: None, ..self }.next(now))
    }

    /// Accepts or declines the requested move.
    pub fn answer_move(self, to: Option<&Track>, accept: bool, now: Timestamp) -> Result<Self, Refusal> {
        if self.moving.is_none() {
            return Err(Refusal::NoMove);
        }
        if accept { self.move_to(to.ok_or(Refusal::NoCall)?, now) } else { Ok(Self { moving: None, ..self }.next(now)) }
    }

    fn check_move(&self, to: &Track) -> Result<(), Refusal> {
        if self.track == to.id {
            return Err(Refusal::SameTrack);
        }
        match self.state {
            ProposalState::Draft | ProposalState::Submitted | ProposalState::Standby { .. } => Ok(()),
            _ => Err(WrongState { state: self.state.as_str(), act: Act::Move }.into()),
        }
    }

    /// Merges another proposal into it, if the limit of speakers allows it.
    pub fn merged_with(self, other: &Self, now: Timestamp) -> Result<Self, Refusal> {
        if !self.state.contributes() {
            return Err(WrongState { state: self.state.as_str(), act: Act::Merge }.into());
        }
        let united = self.united_with(other, now);
        let count = united.speakers.len();
        if count > SPEAKERS_MAX { Err(Refusal::TooManySpeakers { count }) } else { Ok(united) }
    }

    /// Adds the speakers of another proposal, with their answers.
    #[must_use]
    pub fn united_with(self, other: &Self, now: Timestamp) -> Self {
        let mut speakers = self.speakers.clone();
        for speaker in &other.speakers {
            match speakers.iter_mut().find(|known| known.email == speaker.email) {
                Some(known) if speaker.is_confirmed() => known.state = speaker.state.clone(),
                Some(_) => {}
                None => speakers.push(speaker.clone()),
            }
        }
        Self { speakers, ..self }.next(now)
    }
}
