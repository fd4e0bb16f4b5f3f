//! What the overview reads: each figure from its cheapest source, and concurrently.

use contract::desk::ProposalFigures;
use domain::call::Call;
use domain::conference::{Attendance, Phase, PoolId, Track, TrackId};
use domain::overview::{is_soon, same_time_before};
use domain::role::{Role, RoleState};
use domain::waitlist::ByClass;
use futures_util::future::{try_join, try_join_all};
use jiff::Timestamp;
use store::{
    AlreadyRead, AttentionScope, Edition, MailFigures, NextUp, PoolDays, PoolFigures, ProposalRow, ReviewsOwed, Team,
    What,
};
use web::{App, Problem, Request};

use super::ACTS;

/// The part of an edition that the reader works on.
pub(super) struct Part<'e> {
    /// Whether they organize it.
    pub(super) all: bool,
    leads: Vec<&'e TrackId>,
    reviews: Vec<&'e TrackId>,
}

impl Part<'_> {
    pub(super) fn manages(&self, track: &TrackId) -> bool {
        self.all || self.leads.contains(&track)
    }

    fn has(&self, track: &TrackId) -> bool {
        self.all || self.reviews.contains(&track)
    }
}

/// A track with its figures.
pub(super) struct TrackSeen<'e> {
    pub(super) track: &'e Track,
    pub(super) call: Option<Call>,
    rows: Vec<ProposalRow>,
    /// Reviews that are missing, by reviewer.
    owed: Vec<ReviewsOwed>,
    /// How many proposals the last edition had as long before its deadline; looked up while the deadline is near.
    pub(super) last_edition: Option<u64>,
}

impl TrackSeen<'_> {
    /// Proposals that were submitted and not withdrawn.
    pub(super) fn submitted(&self) -> u64 {
        let counts = |row: &&ProposalRow| !matches!(row.state.as_str(), "draft" | "withdrawn");
        self.rows.iter().filter(counts).count() as u64
    }

    pub(super) fn drafts(&self) -> u64 {
        self.rows.iter().filter(|row| row.state.as_str() == "draft").count() as u64
    }

    /// Decisions that wait for their release.
    pub(super) fn decided(&self) -> u64 {
        self.rows.iter().filter(|row| row.is_decided()).count() as u64
    }

    pub(super) fn owed(&self) -> u64 {
        self.owed.iter().map(|owed| owed.count).sum()
    }

    pub(super) fn is_open(&self, now: Timestamp) -> bool {
        self.call.as_ref().is_some_and(|call| call.phase(now) == Phase::Open)
    }

    pub(super) fn reviews_due_by(&self) -> Option<Timestamp> {
        self.track.review.due_by.as_ref().map(|by| by.at)
    }
}

/// An edition as its overview shows it.
pub(super) struct Seen<'e> {
    pub(super) now: Timestamp,
    pub(super) edition: &'e Edition,
    pub(super) part: Part<'e>,
    /// Every pool for organizers; for others, the allotments that they keep.
    pub(super) pools: Vec<PoolDays>,
    pub(super) tracks: Vec<TrackSeen<'e>>,
    /// People who wait; for organizers.
    pub(super) waiting: Option<ByClass>,
    /// For organizers.
    pub(super) mails: Option<MailFigures>,
    /// Failed work that needs a person; for organizers.
    pub(super) set_aside: usize,
    /// Findings of the latest consistency check; for organizers.
    pub(super) findings: usize,
    /// Offered roles without an answer.
    pub(super) offered: Vec<Role>,
    /// Reviews that the reader has to give.
    pub(super) mine: u64,
    /// The first deadline of those.
    pub(super) mine_by: Option<Timestamp>,
    pub(super) next: NextUp,
}

impl<'e> Seen<'e> {
    pub(super) async fn read(app: &App, request: &'e Request) -> Result<Self, Problem> {
        let edition = request.edition()?;
        let part = Part {
            all: request.caller.organizes(Some(edition)),
            leads: request.caller.leads(edition),
            reviews: request.caller.reviews(edition),
        };
        let now = app.context.now();
        let (pools, mut tracks) = try_join(pools(app, request, edition), tracks(app, edition, &part)).await?;
        let (mine, mine_by) = mine(request, &tracks);
        for seen in tracks.iter_mut().filter(|seen| !part.manages(&seen.track.id)) {
            // Reviewers see only their own open reviews.
            seen.owed.retain(|owed| request.caller.addresses.contains(&owed.reviewer));
        }
        let mut seen = Self {
            now,
            edition,
            part,
            pools,
            tracks,
            waiting: None,
            mails: None,
            set_aside: 0,
            findings: 0,
            offered: Vec::new(),
            mine,
            mine_by,
            next: NextUp::default(),
        };
        if seen.part.all {
            seen.read_for_organizers(app, request).await?;
        }
        seen.offered = app.store.roles(edition.id()).await?;
        let is_ours = |role: &Role| seen.part.all || role.kind.track().is_some_and(|t| seen.part.leads.contains(&t));
        seen.offered.retain(|role| role.status == RoleState::Invited && is_ours(role));
        seen.next = seen.next_up(app).await?;
        Ok(seen)
    }

    async fn read_for_organizers(&mut self, app: &App, request: &Request) -> Result<(), Problem> {
        let (store, c) = (&app.store, self.edition.id());
        let scope = if request.caller.first_organizer {
            AttentionScope::Deployment(self.edition)
        } else {
            AttentionScope::Edition(self.edition)
        };
        let (mails, (failed, _)) = try_join(store.mail_figures(&app.context, c), store.attention(scope, 500)).await?;
        self.mails = Some(mails);
        self.set_aside = failed.iter().filter(|one| one.next_try_at.is_none()).count();
        self.findings = store.audit_result(c).await?.map_or(0, |audit| audit.found);
        let general = self.edition.conference.open_pool(Attendance::InPerson);
        self.waiting = match general {
            Some(pool) => Some(store.waiting(c, &pool.id).await?),
            None => Some(ByClass::default()),
        };
        Ok(())
    }

    async fn next_up(&self, app: &App) -> Result<NextUp, Problem> {
        // Of a lead's part, tracks that are not theirs have no rows here.
        let conference = &self.edition.conference;
        let rows = |track: &Track| {
            let found = self.tracks.iter().find(|seen| seen.track.id == track.id);
            found.map_or_else(Vec::new, |seen| seen.rows.clone())
        };
        let proposals: Vec<_> = conference.tracks.iter().map(rows).collect();
        let read = AlreadyRead { pools: &self.pools, proposals: &proposals, mails: self.mails };
        let shows = |what: &What| self.part.all || self.is_in_part(what);
        let next = app.store.next_up(&app.context, self.edition, read, shows, ACTS).await?;
        Ok(if self.part.all { next } else { NextUp { next_expires_at: None, ..next } })
    }

    /// Whether an act concerns a track or an allotment of the reader's.
    fn is_in_part(&self, what: &What) -> bool {
        use domain::reminder::Subject;
        match what {
            What::TellLeads { pool, .. } | What::Release { pool, .. } => self.own_pool(pool),
            What::CallOpens { track }
            | What::CallCloses { track, .. }
            | What::Remind { subject: Subject::Call(track) | Subject::Reviews(track), .. } => self.part.has(track),
            What::TellDecisions { track, .. } | What::AcceptancesEnd { track, .. } => self.part.manages(track),
            _ => false,
        }
    }

    fn own_pool(&self, pool: &PoolId) -> bool {
        self.pools.iter().any(|own| own.figures.pool == *pool)
    }

    pub(super) fn own_pools(&self) -> impl Iterator<Item = &PoolFigures> {
        self.pools.iter().map(|pool| &pool.figures)
    }

    pub(super) fn proposals(&self) -> ProposalFigures {
        ProposalFigures {
            submitted: self.tracks.iter().map(TrackSeen::submitted).sum(),
            drafts: self.tracks.iter().map(TrackSeen::drafts).sum(),
            calls_open: self.tracks.iter().filter(|track| track.is_open(self.now)).count() as u64,
            reviews_due: self.tracks.iter().map(TrackSeen::owed).sum(),
        }
    }
}

/// The pools that the reader keeps.
async fn pools(app: &App, request: &Request, edition: &Edition) -> Result<Vec<PoolDays>, Problem> {
    // A loop, because a closure that captures the store makes a future that is not `Send` for every lifetime.
    let mut reads = Vec::new();
    for pool in &edition.conference.pools {
        if request.caller.manages_pool(edition, &pool.id) {
            reads.push(app.store.readable_pool_days(edition.id(), &pool.id));
        }
    }
    Ok(try_join_all(reads).await?.into_iter().flatten().collect())
}

/// The tracks that the reader works on.
async fn tracks<'e>(app: &App, edition: &'e Edition, part: &Part<'e>) -> Result<Vec<TrackSeen<'e>>, Problem> {
    let (calls, team) = try_join(app.store.calls(&edition.conference), app.store.team(edition)).await?;
    let mut reads = Vec::new();
    for (track, call) in edition.conference.tracks.iter().zip(calls) {
        if part.has(&track.id) {
            reads.push(track_seen(app, edition, &team, track, call));
        }
    }
    let mut seen = try_join_all(reads).await?;
    compare(app, edition, &mut seen).await?;
    Ok(seen)
}

async fn track_seen<'e>(
    app: &App,
    edition: &'e Edition,
    team: &Team,
    track: &'e Track,
    call: Option<Call>,
) -> Result<TrackSeen<'e>, Problem> {
    let rows = app.store.proposal_rows(edition, &track.id).await?;
    let mut owed = app.store.reviews_owed(&app.context, edition, (&track.id, &rows), team).await?;
    // Leads may review at any time; they have to where there is a deadline.
    let reviewers = team.reviewers(&track.id);
    owed.retain(|owed| track.review.due_by.is_some() || reviewers.contains(&owed.reviewer));
    Ok(TrackSeen { track, call, rows, owed, last_edition: None })
}

/// The reviews that the reader has to give, and the first deadline of them.
fn mine(request: &Request, tracks: &[TrackSeen<'_>]) -> (u64, Option<Timestamp>) {
    let own = |seen: &&TrackSeen<'_>| {
        seen.owed.iter().filter(|owed| request.caller.addresses.contains(&owed.reviewer)).map(|owed| owed.count).sum()
    };
    let counts: Vec<(u64, Option<Timestamp>)> = tracks.iter().map(|seen| (own(&seen), seen.reviews_due_by())).collect();
    let first = counts.iter().filter(|(count, _)| *count > 0).filter_map(|(_, by)| *by).min();
    (counts.iter().map(|(count, _)| count).sum(), first)
}

/// Adds the last edition's figures for calls that close soon.
async fn compare(app: &App, edition: &Edition, tracks: &mut [TrackSeen<'_>]) -> Result<(), Problem> {
    let now = app.context.now();
    let closes = |seen: &TrackSeen<'_>| {
        let closes = seen.call.as_ref().filter(|call| call.phase(now) == Phase::Open)?.closes.at;
        is_soon(closes, now).then_some(closes)
    };
    if !tracks.iter().any(|seen| closes(seen).is_some()) {
        return Ok(());
    }
    let Some(last) = last_edition(app, edition).await? else { return Ok(()) };
    for seen in tracks {
        let Some(closes) = closes(seen) else { continue };
        let Some(earlier) = app.store.call(last.id(), &seen.track.id).await? else { continue };
        let rows = app.store.proposal_rows(&last, &seen.track.id).await?;
        let until = same_time_before(now, closes, earlier.closes.at);
        let sent = rows.iter().filter(|row| row.submitted_at.is_some_and(|at| at <= until)).count();
        seen.last_edition = Some(sent as u64);
    }
    Ok(())
}

/// The last edition of the series in this deployment.
async fn last_edition(app: &App, edition: &Edition) -> Result<Option<Edition>, Problem> {
    let conference = &edition.conference;
    let mut entries = app.store.editions().await?;
    entries.retain(|entry| entry.ends_on < conference.starts_on && entry.id != *edition.id());
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.ends_on));
    for entry in entries {
        if let Some(earlier) = app.store.readable_edition(&entry.id).await?
            && earlier.conference.series == conference.series
        {
            return Ok(Some(earlier));
        }
    }
    Ok(None)
}
