//! Releasing a track's decisions: first a look at everything that would go out, then one button.

use askama::Template;
use domain::conference::{Conference, Track};
use domain::input::{Reading, line};
use domain::mail::Mail;
use domain::proposal::{Decision, Proposal};
use mail::Letter;
use serde::Serialize;
use store::{ReleaseOutcome, ReleasePreview};
use web::{App, Kind, Layout, Problem, Reply, Request};

use crate::judged::{named_track, track_view};
use crate::selection;

/// A mail as it would go out, without the link that only its reader gets.
#[derive(Serialize)]
struct Preview {
    to: String,
    proposal: String,
    title: String,
    subject: String,
    text: String,
}

#[derive(Default, Serialize)]
struct Counts {
    accepted: u64,
    standby: u64,
    rejected: u64,
}

#[derive(Serialize)]
struct Undecided<'a> {
    id: &'a str,
    number: u64,
    title: &'a str,
}

/// All that a release would do.
#[derive(Serialize)]
struct Shown<'a> {
    preview: &'a str,
    counts: Counts,
    undecided: Vec<Undecided<'a>>,
    mails: Vec<Preview>,
    /// Decisions among them, or proposals without one, that are not the caller's to see.
    hidden: usize,
    invited: u64,
    without_pass: u64,
}

#[derive(Template)]
#[template(path = "release.html")]
struct ReleasePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    shown: Shown<'a>,
    problem: Option<&'a Problem>,
}

impl ReleasePage<'_> {
    fn total(&self) -> u64 {
        self.shown.counts.accepted + self.shown.counts.standby + self.shown.counts.rejected
    }
}

/// `GET …/tracks/{track}/decisions/release`
pub(crate) async fn preview(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let track = named_track(request)?;
    let view = track_view(app, request, track).await?;
    let edition = view.edition;
    let preview = app.store.preview_release(&app.context, edition, &track.id).await?;
    let visible = |proposal: &Proposal| view.proposals.iter().any(|seen| seen.id == proposal.id);
    let shown = shown(app, &edition.conference, &preview, visible);
    if !request.wants_html {
        return Ok(Reply::json(200, &shown));
    }
    let layout = request.layout().titled(&format!("Release: {}", track.name));
    let page = ReleasePage { layout, conference: &edition.conference, track, shown, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

fn shown<'a>(
    app: &App,
    conference: &Conference,
    preview: &'a ReleasePreview,
    visible: impl Fn(&Proposal) -> bool,
) -> Shown<'a> {
    let mut counts = Counts::default();
    let mut mails = Vec::new();
    let mut hidden = 0;
    for (proposal, ruling, owed) in &preview.told {
        if !visible(proposal) {
            hidden += 1;
            continue;
        }
        match ruling.decision() {
            Some(Decision::Accepted) => counts.accepted += 1,
            Some(Decision::Standby) => counts.standby += 1,
            Some(Decision::Rejected) => counts.rejected += 1,
            None => {}
        }
        mails.extend(owed.iter().filter_map(|owed| as_read(app, conference, proposal, owed)));
    }
    let undecided: Vec<_> = preview.undecided.iter().filter(|proposal| visible(proposal)).collect();
    hidden += preview.undecided.len() - undecided.len();
    let undecided = undecided.into_iter().map(|proposal| Undecided {
        id: proposal.id.as_str(),
        number: proposal.number,
        title: proposal.shown_title(),
    });
    Shown {
        preview: &preview.preview,
        counts,
        undecided: undecided.collect(),
        mails,
        hidden,
        invited: preview.invited,
        without_pass: preview.short,
    }
}

fn as_read(app: &App, conference: &Conference, proposal: &Proposal, owed: &Mail) -> Option<Preview> {
    let Letter { subject, greeting, opening, facts, closing, .. } =
        mail::letter(&app.context, owed, Some(conference)).ok()?;
    let facts: Vec<_> = facts.into_iter().map(|(label, value)| format!("{label}: {value}")).collect();
    let parts = [vec![greeting], opening, vec![facts.join("\n")], closing].concat();
    Some(Preview {
        to: owed.to.to_string(),
        proposal: proposal.id.to_string(),
        title: proposal.shown_title().to_owned(),
        subject,
        text: parts.join("\n\n"),
    })
}

/// `POST …/tracks/{track}/decisions/release` `{preview?}`
pub(crate) async fn release(app: &App, request: &Request) -> Result<Reply, Problem> {
    match released(app, request).await {
        Ok(reply) => Ok(reply),
        Err(problem) if request.wants_html => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn released(app: &App, request: &Request) -> Result<Reply, Problem> {
    let track = named_track(request)?;
    let edition = request.edition()?;
    let looked_at = if request.has_body() {
        let (document, source) = request.document()?;
        let reading = Reading::new(source);
        let preview = reading.root(&document).map(|o| {
            let preview = o.optional("preview", line(40));
            o.done();
            preview
        });
        reading.finish(preview)?
    } else {
        None
    };
    let by = request.caller.email.as_ref().ok_or_else(|| Problem::new(Kind::SignInRequired, "sign in first"))?;
    match app.store.release_decisions(&app.context, edition, &track.id, looked_at.as_deref(), by).await? {
        ReleaseOutcome::Going(selection) => {
            tracing::info!(conference = %edition.id(), track = %track.id, round = selection.round, "released");
            if request.wants_html {
                let path = format!("/conferences/{}/tracks/{}/selection", edition.id(), track.id);
                return Ok(Reply::see_other(&path));
            }
            Ok(Reply::json(202, &selection::release(&selection)))
        }
        ReleaseOutcome::Nothing => {
            Err(Problem::new(Kind::NothingDecided, "nothing is decided in this track; decide first, then release"))
        }
        ReleaseOutcome::Stale(now) => {
            let detail = "decisions have changed since you looked; look again at what goes out, then release";
            Err(Problem::new(Kind::Conflict, detail).with("preview", now))
        }
        ReleaseOutcome::Busy => Err(Problem::busy("nothing was released; try again")),
    }
}

/// `POST …/tracks/{track}/invite-speakers`: looks now whether there are passes for speakers who have none.
pub(crate) async fn invite(app: &App, request: &Request) -> Result<Reply, Problem> {
    let track = named_track(request)?;
    let edition = request.edition()?;
    app.store.invite_speakers(&app.context, edition.id(), &track.id).await?;
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/tracks/{}/selection", edition.id(), track.id)));
    }
    let selection = app.store.selection(edition.id(), &track.id).await?;
    Ok(Reply::json(202, &selection::release(&selection)))
}
