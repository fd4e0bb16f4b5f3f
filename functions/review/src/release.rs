//! Releases a track's decisions: a preview of everything that would be sent, then one button.

use askama::Template;
use contract::decisions::{self as answers, DecisionCounts, DecisionRelease, MailPreview, UndecidedProposal};
use domain::conference::{Conference, Track};
use domain::input::{Reading, line};
use domain::mail::Mail;
use domain::phrase::Phrase;
use domain::proposal::{Decision, Proposal};
use mail::Letter;
use store::{ReleaseOutcome, ReleasePreview};
use web::{App, Kind, Layout, Problem, Reply, Request};

use lists::judged::{named_track, track_view};

#[derive(Template)]
#[template(path = "release.html")]
struct ReleasePage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    shown: answers::ReleasePreview<'a>,
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
    let layout = request.layout().titled(request.t("release-title").arg("track", &track.name));
    let page = ReleasePage { layout, conference: &edition.conference, track, shown, problem };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

fn shown<'a>(
    app: &App,
    conference: &Conference,
    preview: &'a ReleasePreview,
    visible: impl Fn(&Proposal) -> bool,
) -> answers::ReleasePreview<'a> {
    let mut counts = DecisionCounts::default();
    let mut mails = Vec::new();
    let mut hidden = 0;
    for (proposal, decision, queued) in &preview.notified {
        if !visible(proposal) {
            hidden += 1;
            continue;
        }
        match decision.decision() {
            Some(Decision::Accepted) => counts.accepted += 1,
            Some(Decision::Standby) => counts.standby += 1,
            Some(Decision::Rejected) => counts.rejected += 1,
            None => {}
        }
        mails.extend(queued.iter().filter_map(|mail| as_read(app, conference, proposal, mail)));
    }
    let undecided: Vec<_> = preview.undecided.iter().filter(|proposal| visible(proposal)).collect();
    hidden += preview.undecided.len() - undecided.len();
    let undecided = undecided.into_iter().map(|proposal| UndecidedProposal {
        id: proposal.id.as_str(),
        number: proposal.number,
        title: proposal.shown_title(),
    });
    answers::ReleasePreview {
        preview: &preview.preview,
        counts,
        undecided: undecided.collect(),
        mails,
        hidden,
        invited: preview.invited,
        without_pass: preview.short,
    }
}

fn as_read(app: &App, conference: &Conference, proposal: &Proposal, queued: &Mail) -> Option<MailPreview> {
    let Letter { subject, greeting, opening, facts, closing, .. } =
        mail::letter(&app.context, queued, Some(conference)).ok()?;
    let facts: Vec<_> = facts.into_iter().map(|(label, value)| format!("{label}: {value}")).collect();
    let parts = [vec![greeting], opening, vec![facts.join("\n")], closing].concat();
    Some(MailPreview {
        to: queued.to.clone(),
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
    let by =
        request.caller.email.as_ref().ok_or_else(|| Problem::new(Kind::SignInRequired, Phrase::of("sign-in-first")))?;
    match app.store.release_decisions(&app.context, edition, &track.id, looked_at.as_deref(), by).await? {
        ReleaseOutcome::Going(selection) => {
            tracing::info!(conference = %edition.id(), track = %track.id, round = selection.round, "released");
            if request.wants_html {
                let path = format!("/conferences/{}/tracks/{}/selection", edition.id(), track.id);
                return Ok(Reply::see_other(&path));
            }
            Ok(Reply::json(202, &DecisionRelease::from(&selection)))
        }
        ReleaseOutcome::Nothing => Err(Problem::new(Kind::NothingDecided, Phrase::of("nothing-decided-detail"))),
        ReleaseOutcome::Stale(now) => {
            let detail = Phrase::of("decisions-changed");
            Err(Problem::new(Kind::Conflict, detail).with("preview", now))
        }
        ReleaseOutcome::Busy => Err(Problem::busy(Phrase::of("release-busy"))),
    }
}

/// `POST …/tracks/{track}/invite-speakers`: checks now whether there are passes for speakers who have none.
pub(crate) async fn invite(app: &App, request: &Request) -> Result<Reply, Problem> {
    let track = named_track(request)?;
    let edition = request.edition()?;
    app.store.invite_speakers(&app.context, edition.id(), &track.id).await?;
    if request.wants_html {
        return Ok(Reply::see_other(&format!("/conferences/{}/tracks/{}/selection", edition.id(), track.id)));
    }
    let selection = app.store.selection(edition.id(), &track.id).await?;
    Ok(Reply::json(202, &DecisionRelease::from(&selection)))
}
