//! The timetable that a request sees: the release in force with current BoFs, or the draft.

use domain::bof::with_bofs;
use domain::conference::TrackId;
use domain::phrase::Phrase;
use domain::timetable::{Release, publish};
use jiff::Timestamp;
use store::{Bofs, Edition, ReleaseHead};
use web::{App, Kind, Problem, Reply, Request};

/// The timetable that a request sees.
pub(crate) struct View {
    /// Its sessions, including BoFs and cancelled ones, in order of time and room.
    pub(crate) release: Release,
    /// The release's number; `None` before the first.
    pub(crate) number: Option<u32>,
    /// Whether it is the draft.
    pub(crate) is_draft: bool,
    pub(crate) changed_at: Timestamp,
    version: String,
}

impl View {
    /// The requested timetable; with `?draft` the draft, for callers who may see it.
    pub(crate) async fn of(app: &App, request: &Request) -> Result<Self, Problem> {
        if request.flag("draft") {
            Self::draft(app, request).await
        } else {
            Self::published(app, request.edition()?).await
        }
    }

    pub(crate) async fn published(app: &App, edition: &Edition) -> Result<Self, Problem> {
        let (head, release) = last(app, edition).await?;
        let bofs = bofs(app, edition).await?;
        let opened = edition.conference.registration.opens.at;
        let bofs_changed = bofs.all.iter().map(|bof| bof.updated_at).max();
        let release_changed = head.as_ref().map(|head| head.published_at);
        let changed_at = bofs_changed.max(release_changed).unwrap_or(opened);
        let number = head.as_ref().map(|head| head.number);
        let (counts, since) = (bofs.board.revision, changed_at.as_millisecond());
        let erased = head.as_ref().map_or(0, |head| head.erased);
        let version = format!("{number:?}.{counts}.{since}.{}.{erased}", edition.revision);
        let release = with_bofs(&edition.conference, release.unwrap_or_else(|| empty(opened)), &bofs.all);
        Ok(Self { release, number, is_draft: false, changed_at, version })
    }

    async fn draft(app: &App, request: &Request) -> Result<Self, Problem> {
        let edition = request.edition()?;
        may_draft(request, edition)?;
        let (head, release) = last(app, edition).await?;
        let draft = app.store.draft(edition).await?.draft;
        let now = app.context.now();
        let release = match publish(&edition.conference, &draft, release.as_ref(), now) {
            Ok(publication) => publication.release,
            Err(_) => release.unwrap_or_else(|| empty(now)),
        };
        let release = with_bofs(&edition.conference, release, &bofs(app, edition).await?.all);
        let number = head.map(|head| head.number);
        Ok(Self { release, number, is_draft: true, changed_at: now, version: String::new() })
    }

    /// An answer made from this timetable. It may be cached unless it shows the draft.
    pub(crate) fn answer(
        &self,
        request: &Request,
        make: impl FnOnce() -> Result<Reply, Problem>,
    ) -> Result<Reply, Problem> {
        if self.is_draft {
            Ok(make()?.header("cache-control", "no-store"))
        } else {
            request.kept(&self.version, self.changed_at, make)
        }
    }

    /// The same, for an answer that changes as time passes.
    pub(crate) fn at(mut self, minute: i64) -> Self {
        self.version = format!("{} {minute}", self.version);
        self
    }
}

/// Whether the caller may see the draft: organizers, and leads of a track.
pub(crate) fn may_draft(request: &Request, edition: &Edition) -> Result<(), Problem> {
    let caller = &request.caller;
    if caller.organizes(Some(edition)) || !caller.leads(edition).is_empty() {
        return Ok(());
    }
    Err(match caller.email {
        None => Problem::new(Kind::SignInRequired, Phrase::of("draft-private")).way(
            "sign_in",
            Phrase::of("way-sign-in"),
            "/sign-in".into(),
        ),
        Some(_) => Problem::new(Kind::Forbidden, Phrase::of("draft-private")),
    })
}

/// The tracks that the caller leads.
pub(crate) fn led(request: &Request, edition: &Edition) -> Vec<TrackId> {
    request.caller.leads(edition).into_iter().cloned().collect()
}

/// The release in force and its head.
pub(crate) async fn last(app: &App, edition: &Edition) -> Result<(Option<ReleaseHead>, Option<Release>), Problem> {
    let head = app.store.release_head(edition.id()).await?;
    let release = match &head {
        Some(head) => Some((*app.store.timetable_release(edition.id(), head).await?).clone()),
        None => None,
    };
    Ok((head, release))
}

async fn bofs(app: &App, edition: &Edition) -> Result<Bofs, Problem> {
    if edition.conference.bof_slots.is_empty() {
        return Ok(Bofs::default());
    }
    Ok(app.store.bofs(edition.id()).await?)
}

fn empty(at: Timestamp) -> Release {
    Release { number: 0, published_at: at, sessions: Vec::new() }
}
