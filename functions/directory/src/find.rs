//! Search from every page of the desk: people, proposals and sessions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use contract::directory::{Found, FoundPerson, FoundProposal};
use domain::conference::TrackId;
use domain::directory::{PersonRow, RowProposal, Sort, folded};
use domain::phrase::Phrase;
use domain::proposal::{ProposalId, ProposalState};
use store::Edition;
use web::{App, Layout, Problem, Reply, Request};

use crate::person::session;

/// Results of each kind.
const SHOWN: usize = 10;

#[derive(Template)]
#[template(path = "find.html")]
struct FindPage<'a> {
    layout: Layout,
    q: &'a str,
    found: Found,
    edition: &'a Edition,
}

/// What a caller may see.
struct Sight {
    organizes: bool,
    leads: BTreeSet<TrackId>,
    reviews: BTreeSet<TrackId>,
    /// Tracks whose reviewers see no names before the decision.
    blind: BTreeSet<TrackId>,
}

impl Sight {
    fn of(request: &Request, edition: &Edition) -> Self {
        let caller = &request.caller;
        let set = |tracks: Vec<&TrackId>| tracks.into_iter().cloned().collect();
        let tracks = edition.conference.tracks.iter();
        Self {
            organizes: caller.organizes(Some(edition)),
            leads: set(caller.leads(edition)),
            reviews: set(caller.reviews(edition)),
            blind: tracks.filter(|track| track.review.blind).map(|track| track.id.clone()).collect(),
        }
    }

    fn sees(&self, proposal: &RowProposal) -> bool {
        self.organizes || self.reviews.contains(&proposal.track)
    }

    /// Whether they see who sent it.
    fn sees_names(&self, proposal: &RowProposal) -> bool {
        let is_hidden = self.blind.contains(&proposal.track) && proposal.state == ProposalState::Submitted;
        self.organizes || self.leads.contains(&proposal.track) || (self.sees(proposal) && !is_hidden)
    }
}

/// `GET …/find`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let q = request.query("q").map(str::trim).unwrap_or_default();
    if q.chars().count() > 200 {
        return Err(Problem::validation("/q", Phrase::of("must-be-at-most-200")));
    }
    let found = if folded(q).is_empty() { Found::default() } else { found(app, request, edition, &folded(q)).await? };
    if !request.wants_html {
        return Ok(Reply::json(200, &found));
    }
    let layout = request.layout().titled(request.t("find-title"));
    Ok(Reply::page(200, &FindPage { layout, q, found, edition }))
}

fn has_words(text: &str, q: &str) -> bool {
    let text = folded(text);
    q.split(' ').all(|word| text.contains(word))
}

async fn found(app: &App, request: &Request, edition: &Edition, q: &str) -> Result<Found, Problem> {
    let sight = Sight::of(request, edition);
    let people = app.store.directory(&app.context, edition).await?;
    let mut proposals: BTreeMap<&ProposalId, &RowProposal> = BTreeMap::new();
    for proposal in people.iter().flat_map(|row| &row.proposals).filter(|proposal| sight.sees(proposal)) {
        proposals.insert(&proposal.id, proposal);
    }
    // Proposals with which the caller has declared a conflict are not theirs to see.
    let mut conflicts = BTreeSet::new();
    if !sight.organizes {
        for track in &sight.reviews {
            conflicts.extend(app.store.conflicts(edition.id(), track, &request.caller.addresses).await?);
        }
    }
    let matches = |proposal: &&&RowProposal| {
        let text = format!("{} {} #{}", proposal.title, proposal.code, proposal.number);
        !conflicts.contains(&proposal.id) && has_words(&text, q)
    };
    let mut matching: Vec<_> = proposals.values().filter(matches).collect();
    matching.sort_by_key(|proposal| proposal.number);
    let path = |rest: String| format!("/conferences/{}{rest}", edition.id());
    let proposals = matching.into_iter().take(SHOWN).map(|proposal| FoundProposal {
        id: proposal.id.to_string(),
        title: proposal.title.clone(),
        track: proposal.track.to_string(),
        state: proposal.state.as_str().to_owned(),
        url: if sight.organizes || sight.leads.contains(&proposal.track) {
            path(format!("/proposals/{}", proposal.id))
        } else {
            path(format!("/proposals/{}/reviews", proposal.id))
        },
    });
    Ok(Found {
        people: people_found(edition, &sight, &people, &conflicts, q),
        proposals: proposals.collect(),
        sessions: sessions_found(app, edition, q).await?,
    })
}

/// Organizers find everyone; leads and reviewers find the people of the proposals whose names they see.
fn people_found(
    edition: &Edition,
    sight: &Sight,
    people: &[Arc<PersonRow>],
    conflicts: &BTreeSet<ProposalId>,
    q: &str,
) -> Vec<FoundPerson> {
    let mut found = Vec::new();
    for (_, row) in Sort::Name.sorted(people) {
        if found.len() == SHOWN {
            break;
        }
        let is_seen = |proposal: &&RowProposal| sight.sees_names(proposal) && !conflicts.contains(&proposal.id);
        let led = row.proposals.iter().filter(is_seen).find(|proposal| sight.leads.contains(&proposal.track));
        let theirs = led.or_else(|| row.proposals.iter().find(is_seen));
        let leads = led.is_some();
        let matches = if sight.organizes {
            row.contains(q)
        } else if leads {
            has_words(&format!("{} {}", row.name, row.email), q)
        } else {
            theirs.is_some() && has_words(&row.name, q)
        };
        if !matches {
            continue;
        }
        let url = match theirs.filter(|_| !sight.organizes) {
            None => format!("/conferences/{}/people/{}", edition.id(), row.id),
            Some(of) if leads => format!("/conferences/{}/proposals/{}", edition.id(), of.id),
            Some(of) => format!("/conferences/{}/proposals/{}/reviews", edition.id(), of.id),
        };
        let name = if sight.organizes || leads { row.shown_name() } else { &row.name };
        found.push(FoundPerson {
            id: row.id.clone(),
            name: name.to_owned(),
            email: (sight.organizes || leads).then(|| row.email.clone()),
            url,
        });
    }
    found
}

/// Sessions of the published timetable, by title or by who takes part.
async fn sessions_found(
    app: &App,
    edition: &Edition,
    q: &str,
) -> Result<Vec<contract::directory::FoundSession>, Problem> {
    let Some(head) = app.store.release_head(edition.id()).await? else { return Ok(Vec::new()) };
    let release = app.store.timetable_release(edition.id(), &head).await?;
    let matching = release.taking_place().filter(|released| {
        let names = released.session.public_people().map(|person| person.name.as_str()).collect::<Vec<_>>().join(" ");
        has_words(&format!("{} {names}", released.session.title), q)
    });
    Ok(matching.take(SHOWN).map(|released| session(edition, released)).collect())
}
