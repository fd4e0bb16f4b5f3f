//! Organizers, leads and reviewers: offering a role, accepting it, ending it.

use askama::Template;
use domain::conference::{Conference, TrackId};
use domain::input::{Reading, one_of, only, parsed};
use domain::person::{EmailAddress, base32};
use domain::role::{Role, RoleChange, RoleId, RoleKind, RoleState};
use jiff::SignedDuration;
use serde::Serialize;
use store::{Edition, RoleChangeOutcome, RoleOfferOutcome, defined_roles};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

/// Roles that one person may offer in [`OFFERS_WINDOW`]: each sends a mail.
const OFFERS: u64 = 200;
const OFFERS_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// A role as its managers see it.
#[derive(Serialize)]
pub(crate) struct Shown {
    id: RoleId,
    #[serde(flatten)]
    kind: RoleKind,
    email: EmailAddress,
    status: RoleState,
    /// Whether the edition's definition names them.
    defined: bool,
    log: Vec<RoleChange>,
}

fn shown(edition: &Edition, role: Role) -> Shown {
    let defined = defined_roles(edition).iter().any(|of| of.id == role.id);
    let Role { id, kind, email, status, log, .. } = role;
    Shown { id, kind, email, status, defined, log }
}

/// The name of the track that a role is for; empty for an organizer's.
pub(crate) fn track_name(conference: &Conference, kind: &RoleKind) -> String {
    let track = kind.track().map(TrackId::as_str);
    track.map_or_else(String::new, |id| conference.track(id).map_or(id, |track| &track.name).to_owned())
}

/// What a role is called: `lead of Networking`.
pub(crate) fn called(conference: &Conference, kind: &RoleKind) -> String {
    match kind {
        RoleKind::Organizer => "organizer".into(),
        _ => format!("{} of {}", kind.as_str(), track_name(conference, kind)),
    }
}

#[derive(Template)]
#[template(path = "roles.html")]
struct RolesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    roles: Vec<Shown>,
    /// The tracks that the reader may offer roles of.
    tracks: Vec<(&'a TrackId, &'a str)>,
    organizer: bool,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    said: &'a str,
}

/// Whether the caller looks after roles of this kind: organizers after all, leads after those of their tracks.
fn keeps(request: &Request, edition: &Edition, kind: &RoleKind) -> bool {
    request.caller.organizes(Some(edition))
        || kind.track().is_some_and(|track| request.caller.leads(edition).contains(&track))
}

/// `GET …/roles`
pub(crate) async fn list(app: &App, request: &Request) -> Result<Reply, Problem> {
    page(app, request, None).await
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let mut roles = defined_roles(edition);
    for role in app.store.roles(edition.id()).await? {
        match roles.iter_mut().find(|of| of.id == role.id) {
            Some(defined) => defined.log = role.log,
            None => roles.push(role),
        }
    }
    roles.retain(|role| keeps(request, edition, &role.kind));
    roles.sort_by(|a, b| (!a.is_open(), &a.kind, a.email.folded()).cmp(&(!b.is_open(), &b.kind, b.email.folded())));
    let roles: Vec<_> = roles.into_iter().map(|role| shown(edition, role)).collect();
    if !request.wants_html {
        return Ok(Reply::json(200, &serde_json::json!({ "roles": roles })));
    }
    let conference = &edition.conference;
    let organizer = request.caller.organizes(Some(edition));
    let led = request.caller.leads(edition);
    let tracks = conference.tracks.iter().filter(|track| organizer || led.contains(&&track.id));
    let tracks = tracks.map(|track| (&track.id, track.name.as_str())).collect();
    let typed = request.typed();
    let values = Typed::new(&typed, problem);
    let said = request.query("said").unwrap_or_default();
    let layout = request.layout().titled("Roles");
    let page = RolesPage { layout, conference, roles, tracks, organizer, values, problem, said };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/roles` `{role, track?, email}`
pub(crate) async fn offer(app: &App, request: &Request) -> Result<Reply, Problem> {
    match offered(app, request).await {
        Ok((_, _)) if request.is_page_form() => Ok(Reply::see_other(&format!("{}?said=offered", request.path))),
        Ok((role, new)) => Ok(Reply::json(if new { 201 } else { 200 }, &shown(request.edition()?, role))),
        Err(problem) if request.is_page_form() => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn offered(app: &App, request: &Request) -> Result<(Role, bool), Problem> {
    const WORDS: &[(&str, &str)] = &[("organizer", "organizer"), ("lead", "lead"), ("reviewer", "reviewer")];
    let edition = request.edition()?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let wish = reading.root(&document).and_then(|o| {
        let role = o.required("role", one_of(WORDS));
        let email = o.required("email", parsed::<EmailAddress>);
        let track = o.optional("track", parsed::<TrackId>);
        if let Some(track) = track.as_ref().filter(|track| edition.conference.track(track.as_str()).is_none()) {
            o.reject("track", format!("{track} is no track of this conference"));
        }
        let kind = match (role?, track) {
            // The page's form has a track selected, whatever the role.
            ("organizer", _) => Some(RoleKind::Organizer),
            ("lead", Some(track)) => Some(RoleKind::Lead { track }),
            ("reviewer", Some(track)) => Some(RoleKind::Reviewer { track }),
            _ => {
                o.reject("track", "is required: a lead and a reviewer are of one track");
                None
            }
        };
        o.done();
        Some((kind?, email?))
    });
    let (kind, email) = reading.finish(wish)?;
    if !keeps(request, edition, &kind) {
        let detail = "you can offer roles of the tracks that you lead; organizers can offer all";
        return Err(Problem::new(Kind::Forbidden, detail));
    }
    let by = request.caller.email.as_ref().ok_or_else(|| Problem::new(Kind::SignInRequired, "sign in first"))?;
    limit(app, by).await?;
    match app.store.offer_role(&app.context, edition, &kind, &email, by).await? {
        RoleOfferOutcome::New(role) => {
            tracing::info!(conference.id = %edition.id(), role.id = %role.id, "role offered");
            Ok((role, true))
        }
        RoleOfferOutcome::Already(role) => Ok((role, false)),
    }
}

async fn limit(app: &App, by: &EmailAddress) -> Result<(), Problem> {
    let ctx = &app.context;
    let hash = ctx.keys().hash(ctx.keys().current(), "limit", &[&by.folded()]).expect("the current key is there");
    if app.store.count(ctx, "roles-by", &base32(&hash[..16]), OFFERS_WINDOW).await? <= OFFERS {
        return Ok(());
    }
    let wait = u64::try_from(OFFERS_WINDOW.as_secs()).unwrap_or(3600);
    Err(Problem::new(Kind::TooManyRequests, "you have offered very many roles; go on in an hour").retry_after(wait))
}

/// A role that the path names, and what it is to the caller.
struct Named {
    role: Role,
    own: bool,
    kept: bool,
}

/// The role that the path names. A caller who manages no roles does not learn which exist.
async fn named(app: &App, request: &Request) -> Result<Named, Problem> {
    let edition = request.edition()?;
    let id = request.parameter("role").and_then(RoleId::parse);
    let role = match &id {
        Some(id) => app.store.role(edition, id).await?,
        None => None,
    };
    let named = role.map(|role| Named {
        own: request.caller.addresses.contains(&role.email),
        kept: keeps(request, edition, &role.kind),
        role,
    });
    let keeper = request.caller.organizes(Some(edition)) || !request.caller.leads(edition).is_empty();
    match named {
        Some(named) if named.own || named.kept => Ok(named),
        None if keeper => Err(Problem::not_found("role")),
        _ => Err(not_theirs()),
    }
}

fn not_theirs() -> Problem {
    Problem::new(Kind::Forbidden, "you are signed in, but this role is not yours to change")
}

/// `DELETE …/roles/{role}`: takes it back; one's own is given up.
pub(crate) async fn end(app: &App, request: &Request) -> Result<Reply, Problem> {
    let named = named(app, request).await?;
    let to = if named.own { RoleState::GivenUp } else { RoleState::Removed };
    let role = changed(app, request, &named, to).await?;
    Ok(Reply::json(200, &shown(request.edition()?, role)))
}

/// `POST …/roles/{role}` `{action}`
pub(crate) async fn act(app: &App, request: &Request) -> Result<Reply, Problem> {
    const WORDS: &[(&str, RoleState)] =
        &[("accept", RoleState::Held), ("give_up", RoleState::GivenUp), ("remove", RoleState::Removed)];
    let named = named(app, request).await?;
    let (document, source) = request.document()?;
    let to = only(source, &document, "action", one_of(WORDS))?;
    let role = changed(app, request, &named, to).await?;
    if !request.is_page_form() {
        return Ok(Reply::json(200, &shown(request.edition()?, role)));
    }
    let team = || format!("/conferences/{}/roles", request.parameter("conference").unwrap_or_default());
    let back = if to == RoleState::Removed { team() } else { "/me".into() };
    Ok(Reply::see_other(&format!("{back}?said={}", role.status.as_str())))
}

/// Only the one it is offered to may accept it or give it up, only who looks after such roles may take it back.
async fn changed(app: &App, request: &Request, named: &Named, to: RoleState) -> Result<Role, Problem> {
    let edition = request.edition()?;
    let may = match to {
        RoleState::Removed => named.kept,
        RoleState::Held | RoleState::GivenUp | RoleState::Invited => named.own,
    };
    let by = request.caller.email.as_ref().filter(|_| may).ok_or_else(not_theirs)?;
    match app.store.change_role(&app.context, edition, &named.role.id, to, by).await? {
        Some(RoleChangeOutcome::Done(role)) => {
            let to = role.status.as_str();
            tracing::info!(conference.id = %edition.id(), role.id = %role.id, to, "role changed");
            Ok(role)
        }
        Some(RoleChangeOutcome::NotOpen(role)) => {
            let so = role.status.as_str().replace('_', " ");
            Err(Problem::new(Kind::RoleNotOpen, format!("it is {so}; it counts again when it is offered again")))
        }
        Some(RoleChangeOutcome::LastOrganizer) => {
            let detail = "the definition names no other organizer; name another there first";
            let definition = format!("/conferences/{}/definition", edition.id());
            Err(Problem::new(Kind::LastOrganizer, detail).way("definition", "The edition's definition", definition))
        }
        Some(RoleChangeOutcome::Busy) => {
            Err(Problem::new(Kind::Conflict, "somebody else changed the edition meanwhile; try again"))
        }
        None => Err(Problem::not_found("role")),
    }
}
