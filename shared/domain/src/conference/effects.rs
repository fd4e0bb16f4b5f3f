//! What a change of a definition does to people: who gets an offer, which deadline moves, which mails and announcements
//! go out. Organizers see it before they save.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::AnnouncementPolicy;
use super::{Attendance, Conference, Pool, PoolId, Track, TrackId};
use crate::call::Call;
use crate::instant::Deadline;
use crate::pass::Ledger;
use crate::personal_data::AnswersTo;

/// What the effects of a change depend on, beside the definitions.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// The pools of both definitions, as they are.
    pub pools: BTreeMap<PoolId, PoolNow>,
    /// People who wait for a pass in person.
    pub waiting: u64,
    /// Tracks whose call changes, and tracks that go.
    pub tracks: BTreeMap<TrackId, TrackNow>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct PoolNow {
    pub ledger: Ledger,
    pub sold_out: bool,
    /// Whether an organizer has paused its offers.
    pub paused: bool,
}

#[derive(Clone, Debug, Default)]
pub struct TrackNow {
    pub call: Option<Call>,
    pub drafts: u64,
    /// Proposals that were sent.
    pub proposals: u64,
}

/// The kinds of effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffectKind {
    RegistrationOpens,
    RegistrationCloses,
    /// New registrations are held, for some minutes, until their holders confirm the address.
    ConfirmEmailOn,
    ConfirmEmailOff,
    PoolAdded,
    PoolRemoved,
    /// `count` people get an offer.
    PassesAdded,
    PassesRemoved,
    ClaimByMoved,
    /// `claim_by` is over: unclaimed passes go to the waitlist.
    PassesReleased,
    /// `count` people who wait get another order.
    QueueReordered,
    /// For offers to come.
    OfferHours,
    ReconfirmationPlanned,
    ReconfirmationMoved,
    ReconfirmationStopped,
    /// When missing people count as no-shows, or what happens to their passes.
    NoShowPlanned,
    NoShowStopped,
    /// When all personal data of the edition is erased.
    DataEndPlanned,
    DataEndStopped,
    /// When the answers to a question are erased.
    AnswersEndPlanned,
    AnswersEndStopped,
    CallAdded,
    /// `count` drafts cannot be sent any more.
    CallRemoved,
    CallOpensMoved,
    /// `count` drafts, whose owners get a mail, if the call has opened.
    DeadlineMoved,
    /// `count` proposals were sent to it.
    TrackRemoved,
    LeadAdded,
    LeadRemoved,
    OrganizerAdded,
    OrganizerRemoved,
    /// Sessions in it need another room.
    RoomRemoved,
    /// Earlier answers to it are not shown any more.
    QuestionRemoved,
}

impl EffectKind {
    /// As in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RegistrationOpens => "registration_opens",
            Self::RegistrationCloses => "registration_closes",
            Self::ConfirmEmailOn => "confirm_email_on",
            Self::ConfirmEmailOff => "confirm_email_off",
            Self::PoolAdded => "pool_added",
            Self::PoolRemoved => "pool_removed",
            Self::PassesAdded => "passes_added",
            Self::PassesRemoved => "passes_removed",
            Self::ClaimByMoved => "claim_by_moved",
            Self::PassesReleased => "passes_released",
            Self::QueueReordered => "queue_reordered",
            Self::OfferHours => "offer_hours",
            Self::ReconfirmationPlanned => "reconfirmation_planned",
            Self::ReconfirmationMoved => "reconfirmation_moved",
            Self::ReconfirmationStopped => "reconfirmation_stopped",
            Self::NoShowPlanned => "no_show_planned",
            Self::NoShowStopped => "no_show_stopped",
            Self::DataEndPlanned => "data_end_planned",
            Self::DataEndStopped => "data_end_stopped",
            Self::AnswersEndPlanned => "answers_end_planned",
            Self::AnswersEndStopped => "answers_end_stopped",
            Self::CallAdded => "call_added",
            Self::CallRemoved => "call_removed",
            Self::CallOpensMoved => "call_opens_moved",
            Self::DeadlineMoved => "deadline_moved",
            Self::TrackRemoved => "track_removed",
            Self::LeadAdded => "lead_added",
            Self::LeadRemoved => "lead_removed",
            Self::OrganizerAdded => "organizer_added",
            Self::OrganizerRemoved => "organizer_removed",
            Self::RoomRemoved => "room_removed",
            Self::QuestionRemoved => "question_removed",
        }
    }
}

/// One effect of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    pub kind: EffectKind,
    /// The pool, track, person, room or question that it concerns.
    pub about: String,
    pub was: Option<Figure>,
    pub becomes: Option<Figure>,
    /// People or things, as its kind says.
    pub count: u64,
    /// The announcement that it causes, if it causes one.
    pub announcement: Option<AnnouncementPolicy>,
}

/// A number or an instant that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    Number(u64),
    At(Deadline),
}

impl Effect {
    fn of(kind: EffectKind, about: &(impl ToString + ?Sized)) -> Self {
        Self { kind, about: about.to_string(), was: None, becomes: None, count: 0, announcement: None }
    }

    fn was(self, was: u64) -> Self {
        Self { was: Some(Figure::Number(was)), ..self }
    }

    fn becomes(self, becomes: u64) -> Self {
        Self { becomes: Some(Figure::Number(becomes)), ..self }
    }

    fn moves(self, was: &Deadline, becomes: &Deadline) -> Self {
        Self { was: Some(Figure::At(was.clone())), becomes: Some(Figure::At(becomes.clone())), ..self }
    }

    fn at(self, at: &Deadline) -> Self {
        Self { becomes: Some(Figure::At(at.clone())), ..self }
    }

    fn count(self, count: u64) -> Self {
        Self { count, ..self }
    }

    fn announced(self, policy: AnnouncementPolicy) -> Self {
        Self { announcement: Some(policy).filter(|policy| *policy != AnnouncementPolicy::Off), ..self }
    }
}

/// The effects of replacing one definition by another, in the order of the settings.
pub fn effects(before: &Conference, after: &Conference, figures: &Figures, now: Timestamp) -> Vec<Effect> {
    let change = Changing { before, after, figures, now };
    let mut effects = Vec::new();
    effects.extend(change.registration());
    effects.extend(change.confirm_address());
    effects.extend(change.passes());
    effects.extend(change.waitlist());
    effects.extend(change.reconfirmation());
    effects.extend(change.no_show());
    effects.extend(change.data_ends());
    effects.extend(change.tracks());
    effects.extend(change.people());
    effects.extend(change.removed());
    effects
}

struct Changing<'a> {
    before: &'a Conference,
    after: &'a Conference,
    figures: &'a Figures,
    now: Timestamp,
}

impl Changing<'_> {
    fn registration(&self) -> Vec<Effect> {
        let (before, after) = (&self.before.registration, &self.after.registration);
        let moved = |kind, was: &Deadline, becomes: &Deadline| {
            (was.at != becomes.at).then(|| Effect::of(kind, &self.after.id).moves(was, becomes))
        };
        let opens = moved(EffectKind::RegistrationOpens, &before.opens, &after.opens);
        opens.into_iter().chain(moved(EffectKind::RegistrationCloses, &before.closes, &after.closes)).collect()
    }

    fn confirm_address(&self) -> Option<Effect> {
        let (before, after) = (self.before.confirm_within, self.after.confirm_within);
        let effect = |kind| Effect::of(kind, &self.after.id);
        match after {
            _ if before == after => None,
            None => Some(effect(EffectKind::ConfirmEmailOff)),
            Some(within) => {
                let minutes = u64::try_from(within.as_mins()).unwrap_or_default();
                Some(effect(EffectKind::ConfirmEmailOn).becomes(minutes))
            }
        }
    }

    fn passes(&self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for pool in &self.after.pools {
            match self.before.pool(&pool.id) {
                None => effects.push(Effect::of(EffectKind::PoolAdded, &pool.id).becomes(pool.capacity)),
                Some(was) => {
                    effects.extend(self.resized(was, pool));
                    effects.extend(self.claim_by(was, pool));
                }
            }
        }
        let gone = self.before.pools.iter().filter(|pool| self.after.pool(&pool.id).is_none());
        effects.extend(
            gone.map(|pool| Effect::of(EffectKind::PoolRemoved, &pool.id).was(self.pool(&pool.id).ledger.capacity)),
        );
        effects
    }

    fn pool(&self, id: &PoolId) -> PoolNow {
        self.figures.pools.get(id).copied().unwrap_or_default()
    }

    /// A definition changes a capacity only where it differs from the definition before: an organizer's later resize
    /// stays otherwise.
    fn resized(&self, was: &Pool, pool: &Pool) -> Option<Effect> {
        let now = self.pool(&pool.id);
        let from = now.ledger.capacity;
        if was.capacity == pool.capacity || from == pool.capacity {
            return None;
        }
        if pool.capacity < from {
            return Some(Effect::of(EffectKind::PassesRemoved, &pool.id).was(from).becomes(pool.capacity));
        }
        let added = Effect::of(EffectKind::PassesAdded, &pool.id).was(from).becomes(pool.capacity);
        Some(self.offered(added, &now, pool.capacity - from))
    }

    /// With the offers that these passes make, or the announcement that registration reopens.
    fn offered(&self, effect: Effect, now: &PoolNow, passes: u64) -> Effect {
        let general = self.after.open_pool(Attendance::InPerson).is_some_and(|pool| pool.id.as_str() == effect.about);
        if now.paused {
            return effect;
        }
        let waiting = if general { self.figures.waiting } else { 0 };
        let stock = now.ledger.returned + passes;
        let effect = effect.count(waiting.min(stock));
        let reopens = general && now.sold_out && waiting < stock;
        if reopens { effect.announced(self.after.announcements.reopened) } else { effect }
    }

    fn claim_by(&self, was: &Pool, pool: &Pool) -> Option<Effect> {
        let (was, becomes) = (was.claim_by.as_ref()?, pool.claim_by.as_ref()?);
        if was.at == becomes.at {
            return None;
        }
        if becomes.at > self.now {
            return Some(Effect::of(EffectKind::ClaimByMoved, &pool.id).moves(was, becomes));
        }
        let unclaimed = self.pool(&pool.id).ledger;
        let passes = unclaimed.free + unclaimed.returned;
        let effect = Effect::of(EffectKind::PassesReleased, &pool.id).becomes(passes);
        let effect = effect.count(self.figures.waiting.min(passes));
        Some(if passes > 0 { effect.announced(self.after.announcements.released) } else { effect })
    }

    fn waitlist(&self) -> Vec<Effect> {
        let (before, after) = (&self.before.waitlist, &self.after.waitlist);
        let mut effects = Vec::new();
        if before.classes != after.classes {
            effects.push(Effect::of(EffectKind::QueueReordered, &self.after.id).count(self.figures.waiting));
        }
        if before.offer_hours != after.offer_hours {
            let hours = Effect::of(EffectKind::OfferHours, &self.after.id);
            effects.push(hours.was(before.offer_hours).becomes(after.offer_hours));
        }
        effects
    }

    fn reconfirmation(&self) -> Option<Effect> {
        let effect = |kind| Effect::of(kind, &self.after.id);
        match (&self.before.reconfirmation, &self.after.reconfirmation) {
            (before, after) if before == after => None,
            (_, None) => Some(effect(EffectKind::ReconfirmationStopped)),
            (None, Some(after)) => Some(effect(EffectKind::ReconfirmationPlanned).at(&after.ask_at)),
            (Some(before), Some(after)) => {
                Some(effect(EffectKind::ReconfirmationMoved).moves(&before.ask_at, &after.ask_at))
            }
        }
    }

    fn no_show(&self) -> Option<Effect> {
        let effect = |kind| Effect::of(kind, &self.after.id);
        match (&self.before.no_show, &self.after.no_show) {
            (before, after) if before == after => None,
            (_, None) => Some(effect(EffectKind::NoShowStopped)),
            (_, Some(after)) => Some(effect(EffectKind::NoShowPlanned).at(&after.from)),
        }
    }

    fn data_ends(&self) -> Vec<Effect> {
        let ended = |at: Timestamp| Deadline { at, announced: at.to_string() };
        let effect = |about: &str, was: Option<Timestamp>, becomes: Option<Timestamp>, [planned, stopped]: [_; 2]| {
            if was == becomes {
                return None;
            }
            Some(match becomes {
                Some(at) => Effect::of(planned, &about).at(&ended(at)),
                None => Effect::of(stopped, &about),
            })
        };
        let ((was, answers_was), (becomes, answers)) = (self.before.data_ends(), self.after.data_ends());
        let of_data = [EffectKind::DataEndPlanned, EffectKind::DataEndStopped];
        let of_answers = [EffectKind::AnswersEndPlanned, EffectKind::AnswersEndStopped];
        let everyone = effect(self.after.id.as_str(), was, becomes, of_data);
        let questions: BTreeSet<_> = answers_was.keys().chain(answers.keys()).collect();
        let of_question =
            |to: &AnswersTo| effect(&to.question, answers_was.get(to).copied(), answers.get(to).copied(), of_answers);
        everyone.into_iter().chain(questions.into_iter().filter_map(of_question)).collect()
    }

    fn tracks(&self) -> Vec<Effect> {
        let mut effects: Vec<_> = self.after.tracks.iter().flat_map(|track| self.track(track)).collect();
        for gone in self.before.tracks.iter().filter(|track| self.after.track(track.id.as_str()).is_none()) {
            let now = self.track_now(&gone.id);
            effects.push(Effect::of(EffectKind::TrackRemoved, &gone.id).count(now.proposals + now.drafts));
        }
        effects
    }

    fn track_now(&self, id: &TrackId) -> TrackNow {
        self.figures.tracks.get(id).cloned().unwrap_or_default()
    }

    fn track(&self, track: &Track) -> Vec<Effect> {
        let Some(before) = self.before.track(track.id.as_str()) else {
            let call = track.cfp.as_ref().map(|cfp| &cfp.window.closes);
            return call.map(|closes| Effect::of(EffectKind::CallAdded, &track.id).at(closes)).into_iter().collect();
        };
        let mut effects = Vec::new();
        let now = self.track_now(&track.id);
        match (&before.cfp, &track.cfp) {
            (None, Some(cfp)) => effects.push(Effect::of(EffectKind::CallAdded, &track.id).at(&cfp.window.closes)),
            (Some(_), None) => effects.push(Effect::of(EffectKind::CallRemoved, &track.id).count(now.drafts)),
            (Some(before), Some(after)) => {
                let (was, window) = (&before.window, &after.window);
                if was.opens.at != window.opens.at {
                    effects.push(Effect::of(EffectKind::CallOpensMoved, &track.id).moves(&was.opens, &window.opens));
                }
                if was.closes.at != window.closes.at {
                    let moved = Effect::of(EffectKind::DeadlineMoved, &track.id).moves(&was.closes, &window.closes);
                    // A call that has not opened had no deadline to rely on.
                    let has_opened = now.call.is_some_and(|call| call.opens.at <= self.now);
                    let known = |moved: Effect| moved.count(now.drafts).announced(self.after.announcements.call_moved);
                    effects.push(if has_opened { known(moved) } else { moved });
                }
            }
            (None, None) => {}
        }
        let named = |kind, lead: &_| Effect::of(kind, &format!("{lead} ({})", track.id));
        let added = track.leads.iter().filter(|lead| !before.leads.contains(lead));
        effects.extend(added.map(|lead| named(EffectKind::LeadAdded, lead)));
        let removed = before.leads.iter().filter(|lead| !track.leads.contains(lead));
        effects.extend(removed.map(|lead| named(EffectKind::LeadRemoved, lead)));
        effects
    }

    fn people(&self) -> Vec<Effect> {
        let (before, after) = (&self.before.organizers, &self.after.organizers);
        let added = after.iter().filter(|email| !before.contains(email));
        let removed = before.iter().filter(|email| !after.contains(email));
        added
            .map(|email| Effect::of(EffectKind::OrganizerAdded, email))
            .chain(removed.map(|email| Effect::of(EffectKind::OrganizerRemoved, email)))
            .collect()
    }

    fn removed(&self) -> Vec<Effect> {
        let rooms = self.before.rooms.iter().filter(|room| !self.after.rooms.iter().any(|other| other.id == room.id));
        let questions =
            self.before.questions.iter().filter(|q| !self.after.questions.iter().any(|other| other.id == q.id));
        rooms
            .map(|room| Effect::of(EffectKind::RoomRemoved, &room.name))
            .chain(questions.map(|question| Effect::of(EffectKind::QuestionRemoved, &question.label)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use serde_json::{Value, json};

    use super::*;
    use crate::conference::read;

    fn document() -> Value {
        json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030",
            "starts_on": "2030-05-01", "ends_on": "2030-05-03", "time_zone": "UTC",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
            "rooms": [{"id": "big", "name": "Big room"}],
            "pools": [
                {"id": "general", "capacity": 10},
                {"id": "speakers", "capacity": 3, "claim_by": "2030-03-01T00:00:00"},
            ],
            "questions": [{"id": "size", "label": "T-shirt", "kind": "text"}],
            "tracks": [{
                "id": "net", "name": "Net", "kind": "refereed", "description": "x", "leads": ["lead@example.org"],
                "cfp": {"opens": "2030-01-01T09:00:00", "closes": "2030-02-20T00:00:00"},
            }],
        })
    }

    fn figures(before: &Conference) -> Figures {
        let ledger = |capacity, taken| Ledger { capacity, free: capacity - taken, returned: 0, held: 0, taken };
        let call = before.tracks[0].cfp.as_ref().map(|cfp| Call::new(cfp, now()));
        let pool = |id: &str, capacity, taken, sold_out| {
            (id.parse().unwrap(), PoolNow { ledger: ledger(capacity, taken), sold_out, paused: false })
        };
        Figures {
            pools: [pool("general", 10, 10, true), pool("speakers", 3, 1, false)].into(),
            waiting: 4,
            tracks: [("net".parse().unwrap(), TrackNow { call, drafts: 2, proposals: 5 })].into(),
        }
    }

    fn now() -> Timestamp {
        "2030-02-01T12:00:00Z".parse().unwrap()
    }

    fn check(change: impl FnOnce(&mut Value), expected: &Expect) {
        let before = read(&document()).unwrap();
        let mut changed = document();
        change(&mut changed);
        let after = read(&changed).unwrap();
        let figure = |figure: &Option<Figure>| match figure {
            None => String::new(),
            Some(Figure::Number(number)) => format!(" {number}"),
            Some(Figure::At(deadline)) => format!(" {}", deadline.at),
        };
        let lines = effects(&before, &after, &figures(&before), now()).into_iter().map(|e| {
            let announced = e.announcement.map(|policy| format!(" {policy:?}")).unwrap_or_default();
            format!("{} {}{}{} ({}){announced}", e.kind.as_str(), e.about, figure(&e.was), figure(&e.becomes), e.count)
        });
        expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn words_alone_have_no_effects() {
        check(
            |d| {
                d["name"] = json!("Renamed");
                d["tracks"][0]["description"] = json!("y");
                d["rooms"][0]["name"] = json!("Large room");
            },
            &expect![""],
        );
    }

    #[test]
    fn more_passes_are_offered_and_what_is_left_reopens_registration() {
        check(|d| d["pools"][0]["capacity"] = json!(13), &expect!["passes_added general 10 13 (3)"]);
        check(|d| d["pools"][0]["capacity"] = json!(20), &expect!["passes_added general 10 20 (4) Publish"]);
        check(
            |d| {
                d["pools"][0]["capacity"] = json!(20);
                d["announcements"] = json!({"reopened": "off"});
            },
            &expect!["passes_added general 10 20 (4)"],
        );
        check(
            |d| {
                d["pools"][1]["capacity"] = json!(2);
                d["pools"].as_array_mut().unwrap().push(json!({"id": "virtual", "capacity": 5}));
            },
            &expect!["passes_removed speakers 3 2 (0)\npool_added virtual 5 (0)"],
        );
    }

    #[test]
    fn a_reserved_pool_ends_later_or_at_once() {
        check(
            |d| d["pools"][1]["claim_by"] = json!("2030-03-02T00:00:00"),
            &expect!["claim_by_moved speakers 2030-03-01T00:00:00Z 2030-03-02T00:00:00Z (0)"],
        );
        check(
            |d| d["pools"][1]["claim_by"] = json!("2030-02-01T00:00:00"),
            &expect!["passes_released speakers 2 (2) Publish"],
        );
    }

    #[test]
    fn a_moved_deadline_of_an_open_call_is_announced_and_mailed() {
        check(
            |d| d["tracks"][0]["cfp"]["closes"] = json!("2030-02-27T00:00:00"),
            &expect!["deadline_moved net 2030-02-20T00:00:00Z 2030-02-27T00:00:00Z (2) Publish"],
        );
        check(|d| d["tracks"][0]["cfp"] = Value::Null, &expect!["call_removed net (2)"]);
        check(|d| d["tracks"] = json!([]), &expect!["track_removed net (7)"]);
    }

    #[test]
    fn people_lose_and_gain_their_rights() {
        check(
            |d| {
                d["organizers"] = json!(["second@example.org"]);
                d["tracks"][0]["leads"] = json!(["other@example.org"]);
            },
            &expect![[r"
                lead_added other@example.org (net) (0)
                lead_removed lead@example.org (net) (0)
                organizer_added second@example.org (0)
                organizer_removed organizer@example.org (0)"]],
        );
    }

    #[test]
    fn addresses_are_confirmed_from_now_on() {
        check(
            |d| {
                d["registration"]["confirm_email"] = json!(true);
                d["registration"]["confirm_minutes"] = json!(45);
            },
            &expect!["confirm_email_on demo-2030 45 (0)"],
        );
        check(|d| d["registration"]["confirm_minutes"] = json!(45), &expect![[""]]);
    }

    #[test]
    fn the_order_of_the_waitlist_and_the_campaign_change() {
        check(
            |d| {
                d["waitlist"] = json!({"classes": ["newcomer", "contributor", "everyone"], "offer_hours": 48});
                d["reconfirmation"] =
                    json!({"ask_at": "2030-04-01T09:00:00", "answer_by": "2030-04-15T09:00:00", "silence": "keep"});
                d["rooms"] = json!([]);
                d["questions"] = json!([]);
            },
            &expect![[r"
                queue_reordered demo-2030 (4)
                offer_hours demo-2030 72 48 (0)
                reconfirmation_planned demo-2030 2030-04-01T09:00:00Z (0)
                room_removed Big room (0)
                question_removed T-shirt (0)"]],
        );
    }
}
