//! The timetable: sessions with their placements under one head, and the releases that people see.
//!
//! A session made from a proposal takes its text from the proposal. The session itself stores only its placement, links
//! and scheduling constraints.

mod bookmarks;
mod live;
mod publishing;
mod releases;

use std::collections::{BTreeMap, BTreeSet};

use context::Context;
use domain::activity::{self, Act};
use domain::conference::ConferenceId;
use domain::person::{EmailAddress, PersonKey, base32};
use domain::proposal::{Proposal, ProposalId, code};
use domain::timetable::{Draft, Drafted, Guid, Kind, Session, SessionId, State, Wishes, talk};
use serde::{Deserialize, Serialize};

use crate::table::{Cancelled, Guard, TRIES, Write, item, number, typed};
use crate::{Edition, Store, StoreError, keys};

pub use bookmarks::AllBookmarks;
pub(crate) use live::LiveLinks;
pub use publishing::PublishOutcome;
pub(crate) use releases::{Batch, KnownReleases, Part};
pub use releases::{NotifiedSpeakers, Publication, Published, ReleaseHead};

/// Sessions written in one transaction, which takes 100 items.
const AT_ONCE: usize = 90;

/// The version that guards every change of the draft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DraftHead {
    revision: u64,
}

/// A session as stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) drafted: Drafted,
    /// Whether it is made from a proposal, which then provides its text.
    #[serde(default)]
    pub(crate) of_proposal: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Drafting {
    /// Counts the changes: the next change names this version.
    pub revision: u64,
    pub draft: Draft,
    /// Sessions that are made from proposals.
    of_proposals: BTreeSet<SessionId>,
}

/// The outcome of a change of the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange<T, R> {
    Done(T),
    /// The change was refused, and why.
    Refused(R),
    Busy,
}

impl Store {
    /// Changes the draft with `decide`, which gets the draft including placed BoFs, and returns the sessions to put or
    /// a refusal. Guarded by the draft's revision: of two concurrent changes, one decides again on the other's result,
    /// so neither is lost. A repeat decides on its own result.
    pub async fn change_draft<T, R>(
        &self,
        ctx: &Context,
        edition: &Edition,
        decide: impl Fn(&Draft) -> Result<(Vec<Drafted>, T), R>,
    ) -> Result<DraftChange<T, R>, StoreError> {
        for attempt in 0..TRIES {
            let drafting = self.draft(edition).await?;
            let bofs = self.bofs(edition.id()).await?;
            let mut whole = drafting.draft.clone();
            whole.sessions.extend(bofs.drafted(&edition.conference));
            let (changed, outcome) = match decide(&whole) {
                Ok(decided) => decided,
                Err(refusal) => return Ok(DraftChange::Refused(refusal)),
            };
            if changed.is_empty() || self.put_sessions(ctx, edition.id(), &drafting, &changed).await? {
                return Ok(DraftChange::Done(outcome));
            }
            self.back_off(ctx, attempt).await;
        }
        Ok(DraftChange::Busy)
    }

    /// A new, empty free entry. Its id follows from the key if there is one, so that a repeat finds it.
    pub async fn new_entry(&self, ctx: &Context, edition: &Edition, key: Option<&str>) -> Result<Session, StoreError> {
        let c = edition.id();
        let random = key.map_or_else(
            || ctx.id("entry", 10),
            |key| {
                let hash = ctx.keys().hash(ctx.keys().current(), "entry", &[c.as_str(), key]);
                base32(&hash.expect("the current key is in the ring"))[..10].to_owned()
            },
        );
        let id: SessionId = format!("entry-{random}").parse().expect("of the alphabet of ids");
        let number = self.next_number(c).await?;
        Ok(Session {
            guid: Guid::named(&[c.as_str(), id.as_str()]),
            code: code(number).parse().expect("six of A-Z and 0-9"),
            number: u32::try_from(number).unwrap_or(u32::MAX),
            id,
            kind: Kind::Entry,
            track: None,
            title: String::new(),
            subtitle: None,
            abstract_text: String::new(),
            description: None,
            format: None,
            language: None,
            people: Vec::new(),
            minutes: 30,
            not_recorded: false,
            recording_license: None,
            state: State::Confirmed,
            links: Vec::new(),
            logo: None,
            origin_url: None,
            wishes: Wishes::default(),
            carried: serde_json::Map::new(),
        })
    }

    /// The draft: stored sessions and accepted proposals. The head is read first: an item newer than the head fails the
    /// head's guard.
    pub async fn draft(&self, edition: &Edition) -> Result<Drafting, StoreError> {
        let c = edition.id();
        let head: Option<DraftHead> = self.table.get(&keys::draft(c)).await?.map(typed).transpose()?;
        let mut sessions: BTreeMap<SessionId, Kept> = BTreeMap::new();
        for found in self.table.query(&keys::sessions(c)).await? {
            let kept: Kept = typed(found)?;
            sessions.insert(kept.drafted.session.id.clone(), kept);
        }
        let talks = self.talks(edition).await?;
        let mut of_proposals = BTreeSet::new();
        for talk in talks {
            of_proposals.insert(talk.id.clone());
            if let Some(kept) = sessions.get_mut(&talk.id) {
                kept.drafted.session = says_now(talk, &kept.drafted.session);
            } else {
                let drafted = Drafted { session: talk, placement: None };
                sessions.insert(drafted.session.id.clone(), Kept { drafted, of_proposal: true });
            }
        }
        for (id, kept) in &mut sessions {
            // Withdrawn, declined, or no longer accepted.
            if kept.of_proposal && !of_proposals.contains(id) {
                kept.drafted.session.state = State::Cancelled;
                of_proposals.insert(id.clone());
            }
        }
        let draft = Draft { sessions: sessions.into_values().map(|kept| kept.drafted).collect() };
        Ok(Drafting { revision: head.unwrap_or_default().revision, draft, of_proposals })
    }

    /// Puts sessions of a draft that was read; returns whether that was still the current version. Guarded by the
    /// head's revision: of two concurrent changes, one reads and decides again. If there are more sessions than one
    /// transaction takes, each transaction is complete in itself; after a crash, repeating the request does the rest.
    pub async fn put_sessions(
        &self,
        ctx: &Context,
        c: &ConferenceId,
        drafting: &Drafting,
        changed: &[Drafted],
    ) -> Result<bool, StoreError> {
        for (revision, batch) in (drafting.revision..).zip(changed.chunks(AT_ONCE)) {
            let mut writes: Vec<_> = batch
                .iter()
                .map(|drafted| {
                    let id = &drafted.session.id;
                    let of_proposal = drafting.of_proposals.contains(id);
                    let kept = Kept { drafted: drafted.clone(), of_proposal };
                    // Guarded by the head.
                    Write::Put { item: item(&keys::session(c, id), &kept), guards: Vec::new() }
                })
                .collect();
            let guard = match revision {
                0 => Guard::Absent,
                revision => Guard::Equals("revision", number(revision)),
            };
            let head = DraftHead { revision: revision + 1 };
            writes.push(Write::Put { item: item(&keys::draft(c), &head), guards: vec![guard] });
            writes.extend(self.activity(ctx, c, sessions_act(drafting, batch, head.revision)));
            match self.table.transact(ctx.id("transaction", 26), writes).await {
                Ok(()) => {}
                Err(Cancelled::Reasons(_)) => return Ok(false),
                Err(Cancelled::Store(error)) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Sessions of accepted or confirmed proposals. Proposals to a call for tracks become tracks, not sessions.
    async fn talks(&self, edition: &Edition) -> Result<Vec<Session>, StoreError> {
        let mut talks = Vec::new();
        for track in edition.conference.tracks.iter().filter(|track| track.new_tracks.is_none()) {
            for proposal in self.proposals_of_track(edition.id(), &track.id).await? {
                let part = |email: &EmailAddress| (edition.person_key(email), edition.person_guid(email));
                let talk = talk(&edition.conference, &proposal, part);
                talks.extend(talk.map(|talk| Session { not_recorded: talk.not_recorded || !track.recorded, ..talk }));
            }
        }
        Ok(talks)
    }

    /// The addresses of the speakers in the sessions of these proposals.
    pub(crate) async fn speakers_of(
        &self,
        edition: &Edition,
        ids: BTreeSet<ProposalId>,
    ) -> Result<BTreeMap<PersonKey, EmailAddress>, StoreError> {
        let c = edition.id();
        let keys: Vec<_> = ids.iter().map(|id| keys::proposal(c, id)).collect();
        let found = self.table.get_all(&keys).await?.into_iter().flatten().map(typed);
        let proposals = found.collect::<Result<Vec<Proposal>, _>>()?;
        let speakers = proposals.iter().flat_map(|proposal| &proposal.speakers);
        Ok(speakers.map(|speaker| (edition.person_key(&speaker.email), speaker.email.clone())).collect())
    }
}

/// The act of a change of the draft: of one session with where it was and is, or of several with how many.
fn sessions_act(drafting: &Drafting, changed: &[Drafted], revision: u64) -> Act {
    let [one] = changed else {
        return Act::new(activity::Kind::SessionsChanged, "draft", revision).after(changed.len() as u64);
    };
    let place = |drafted: &Drafted| match &drafted.placement {
        Some(placement) => format!("{} {} {} min", placement.room, placement.starts_at, placement.minutes),
        None => "none".to_owned(),
    };
    let id = &one.session.id;
    let before = drafting.draft.sessions.iter().find(|drafted| drafted.session.id == *id);
    let act =
        Act::new(activity::Kind::SessionsChanged, id, revision).after(place(one)).of_track(one.session.track.as_ref());
    match before {
        Some(before) => act.before(place(before)),
        None => act,
    }
}

/// A session with its proposal's current text, and with the parts that only the session has.
fn says_now(talk: Session, kept: &Session) -> Session {
    let mut links = talk.links.clone();
    links.extend(kept.links.iter().filter(|link| !talk.links.iter().any(|own| own.url == link.url)).cloned());
    Session { links, wishes: kept.wishes.clone(), kind: Kind::Talk, ..talk }
}
