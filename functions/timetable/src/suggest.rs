//! Suggests a place without a collision for every unplaced session, as far as possible.

use contract::timetable::{Clashes, NoPlace, Suggested, SuggestedPlace};
use domain::conference::TrackId;
use domain::input::{Reading, boolean, integer, parsed};
use domain::timetable::{By, Draft, Drafted, Session, placed_at, suggest as suggested};
use web::{App, Problem, Reply, Request};

use crate::draft;
use crate::placer::Placer;

/// The parsed request.
struct SuggestRequest {
    seed: u64,
    dry_run: bool,
    tracks: Vec<TrackId>,
}

/// `POST …/timetable/suggest` `{seed?, dry_run?, tracks?}`: for a lead, only their tracks' sessions.
pub(crate) async fn suggest(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let conference = &*edition.conference;
    let placer = Placer::of(request, edition)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).map(|o| {
        let seed = o.optional("seed", integer(0, u64::MAX)).unwrap_or(1);
        let dry_run = o.optional("dry_run", boolean).unwrap_or(false);
        let tracks = o.list("tracks", parsed::<TrackId>);
        o.done();
        SuggestRequest { seed, dry_run, tracks }
    });
    let requested = reading.finish(requested)?;
    let theirs = |session: &Session| {
        let track = session.track.as_ref();
        let led = match placer.by() {
            By::Organizer => true,
            By::Lead(tracks) => track.is_some_and(|track| tracks.contains(track)),
        };
        led && (requested.tracks.is_empty() || track.is_some_and(|track| requested.tracks.contains(track)))
    };
    let bookmarks = app.store.all_bookmarks(edition.id()).await?;
    let decide = |draft: &Draft| {
        let suggestion = suggested(conference, draft, &bookmarks.interest(draft), requested.seed, theirs);
        let placed = suggestion.placed.iter().filter_map(|(id, placement)| {
            let session = draft.session(id)?.session.clone();
            Some(Drafted { session, placement: Some(placement.clone()) })
        });
        let placed: Vec<_> = placed.collect();
        let titles: Vec<_> = suggestion
            .unplaced
            .iter()
            .filter_map(|(id, _)| Some((id.clone(), draft.session(id)?.session.title.clone())))
            .collect();
        let changed = if requested.dry_run { Vec::new() } else { placed.clone() };
        Ok::<_, Problem>((changed, (suggestion, placed, titles)))
    };
    let (suggestion, placed, titles) = draft::change(app, edition, decide).await?;
    if request.is_page_form() {
        let (placed, left) = (placed.len(), suggestion.unplaced.len());
        return Ok(Reply::see_other(&format!(
            "/conferences/{}/timetable/edit?done=suggested&placed={placed}&left={left}",
            edition.id()
        )));
    }
    let shown = placed.iter().map(|drafted| SuggestedPlace {
        session: drafted.session.id.as_str(),
        title: &drafted.session.title,
        to: drafted.placement.as_ref().map(Into::into),
        detail: drafted
            .placement
            .as_ref()
            .map(|placement| request.problem_messages().say(&placed_at(conference, placement))),
    });
    let unplaced = titles.iter().zip(&suggestion.unplaced).map(|((id, title), (_, reason))| NoPlace {
        session: id.as_str(),
        title,
        detail: request.problem_messages().say(&reason.sentence()),
    });
    let (before, after) = suggestion.clashes;
    let answer = Suggested {
        dry_run: requested.dry_run,
        placed: shown.collect(),
        unplaced: unplaced.collect(),
        clashes: Clashes { before, after },
    };
    Ok(Reply::json(200, &answer))
}
