//! The calls for proposals and the next dates of an edition's page.

use domain::call::Call;
use domain::conference::{Conference, Phase, Track};
use domain::instant::Deadline;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use messages::Messages;
use web::first_sentence;

/// A deadline this close is shown as a warning.
const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Calls on an edition's page. The others are on the page of all tracks.
const CALLS: usize = 6;

/// Dates on an edition's page.
const DATES: usize = 5;

/// A track with the current state of its call.
pub(crate) struct CallCard<'a> {
    pub(crate) track: &'a Track,
    /// The first sentence of the description.
    pub(crate) summary: String,
    pub(crate) phase: Option<Phase>,
    /// When the call opens; once it is open, when it closes.
    pub(crate) day: String,
    pub(crate) left: Option<String>,
    pub(crate) is_soon: bool,
}

/// An event of the edition that is still to come.
pub(crate) struct NextDate {
    pub(crate) at: Timestamp,
    pub(crate) day: String,
    /// As it was announced.
    pub(crate) exact: String,
    /// In every zone that may be the reader's.
    pub(crate) zones: String,
    pub(crate) text: String,
    pub(crate) link: Option<String>,
    pub(crate) left: Option<String>,
    pub(crate) is_soon: bool,
}

/// What a page shows depends on the time and on the reader's language.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) conference: &'a Conference,
    pub(crate) messages: Messages,
    pub(crate) now: Timestamp,
    /// The zone that the reader asked for.
    pub(crate) reader: Option<&'a TimeZone>,
}

impl<'a> View<'a> {
    /// The tracks that people can or could submit to: open calls first, by deadline. `calls` are in the order of the
    /// edition's tracks.
    pub(crate) fn cards(self, calls: &[Option<Call>]) -> Vec<CallCard<'a>> {
        let mut found: Vec<_> = self.conference.tracks.iter().zip(calls).collect();
        found.sort_by_key(|(_, call)| {
            let closes = call.as_ref().map(|call| call.closes.at);
            (call.as_ref().map(|call| call.phase(self.now)) != Some(Phase::Open), closes.is_none(), closes)
        });
        found.into_iter().take(CALLS).map(|(track, call)| self.card(track, call.as_ref())).collect()
    }

    fn card(self, track: &'a Track, call: Option<&Call>) -> CallCard<'a> {
        let phase = call.map(|call| call.phase(self.now));
        let deadline = call.map(|call| if phase == Some(Phase::Before) { &call.opens } else { &call.closes });
        CallCard {
            track,
            summary: first_sentence(&track.description),
            phase,
            day: deadline.map(|d| self.messages.deadline_day(d, &self.conference.time_zone)).unwrap_or_default(),
            left: deadline.and_then(|deadline| self.left(deadline.at)),
            is_soon: deadline.is_some_and(|deadline| self.is_soon(deadline.at)),
        }
    }

    /// What happens next, soonest first.
    pub(crate) fn next_dates(self, calls: &[Option<Call>]) -> Vec<NextDate> {
        let c = self.conference;
        let registration = &c.registration;
        let mut dates = vec![
            self.date(&registration.opens, self.messages.t("date-registration-opens").into(), None),
            self.date(&registration.closes, self.messages.t("date-registration-closes").into(), None),
        ];
        for (track, call) in c.tracks.iter().zip(calls) {
            let Some(call) = call else { continue };
            let link = Some(format!("/conferences/{}/tracks/{}", c.id, track.id));
            let text = |id| self.messages.t(id).arg("track", &track.name).to_string();
            dates.push(self.date(&call.opens, text("date-call-opens"), link.clone()));
            dates.push(self.date(&call.closes, text("date-call-closes"), link));
        }
        for pool in &c.pools {
            let Some(claim_by) = &pool.claim_by else { continue };
            let text = self.messages.t("date-claim-by").arg("pool", pool.id.to_string());
            dates.push(self.date(claim_by, text.into(), None));
        }
        dates.retain(|date| date.at > self.now);
        dates.sort_by_key(|date| date.at);
        dates.truncate(DATES);
        dates
    }

    fn date(self, deadline: &Deadline, text: String, link: Option<String>) -> NextDate {
        let zone = &self.conference.time_zone;
        NextDate {
            at: deadline.at,
            day: self.messages.deadline_day(deadline, zone),
            exact: self.messages.deadline(deadline, zone),
            zones: self.zones(deadline),
            text,
            link,
            left: self.left(deadline.at),
            is_soon: self.is_soon(deadline.at),
        }
    }

    fn zones(self, deadline: &Deadline) -> String {
        let spelled = self.messages.spelled(deadline, &self.conference.time_zone);
        match self.reader {
            Some(zone) => format!("{spelled}; {}", self.messages.instant(deadline.at, zone)),
            None => spelled,
        }
    }

    fn left(self, at: Timestamp) -> Option<String> {
        self.messages.left(at.duration_since(self.now))
    }

    fn is_soon(self, at: Timestamp) -> bool {
        let left = at.duration_since(self.now);
        left.is_positive() && left < SOON
    }
}
