//! Organizers, leads and reviewers: offering a role, accepting it, ending it.

use askama::Template;
use contract::Stated;
use contract::people::{self as answers, Roles};
use domain::conference::{Conference, TrackId};
use domain::input::{Reading, one_of, only, parsed};
use domain::person::{EmailAddress, base32};
use domain::phrase::Phrase;
use domain::role::{Role, RoleChange, RoleId, RoleKind, RoleState};
use jiff::SignedDuration;
use messages::Messages;
use store::{Edition, RoleChangeOutcome, RoleOfferOutcome, defined_roles};
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

/// The most roles that one person may offer in [`OFFERS_WINDOW`], because each sends a mail.
const OFFERS: u64 = 200;
const OFFERS_WINDOW: SignedDuration = SignedDuration::from_hours(1);

/// A role in the form of an answer.
fn shown(edition: &Edition, role: &Role) -> answers::Role {
    let change = |change: &RoleChange| answers::RoleChange { at: change.at, by: change.by.clone(), to: change.to };
    answers::Role {
        id: role.id.to_string(),
        role: (&role.kind).into(),
        track: role.kind.track().map(ToString::to_string),
        email: role.email.clone(),
        state: Stated::new(role.status),
        defined: defined_roles(edition).iter().any(|of| of.id == role.id),
        log: role.log.iter().map(change).collect(),
    }
}

/// The name of the track that a role is for; empty for an organizer's.
pub(crate) fn track_name(conference: &Conference, kind: &RoleKind) -> String {
    let track = kind.track().map(TrackId::as_str);
    track.map_or_else(String::new, |id| conference.track(id).map_or(id, |track| &track.name).to_owned())
}

/// The name of a role: `Track lead, Networking`.
pub(crate) fn called(messages: Messages, conference: &Conference, kind: &RoleKind) -> String {
    let role = messages.word("role", kind.as_str());
    match kind {
        RoleKind::Organizer | RoleKind::Door => role.to_string(),
        _ => messages.t("role-of-track").arg("role", role).arg("track", track_name(conference, kind)).to_string(),
    }
}

#[derive(Template)]
#[template(path = "roles.html")]
struct RolesPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    /// Each with its name.
    roles: Vec<(answers::Role, String)>,
    /// The tracks for which the reader may offer roles.
    tracks: Vec<(&'a TrackId, &'a str)>,
    organizer: bool,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    said: &'a str,
}

/// Whether the caller manages roles of this kind: organizers manage all, leads those of their tracks.
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
    if !request.wants_html {
        let roles = roles.iter().map(|role| shown(edition, role)).collect();
        return Ok(Reply::json(200, &Roles { roles }));
    }
    let conference = &edition.conference;
    let roles =
        roles.iter().map(|role| (shown(edition, role), called(request.messages, conference, &role.kind))).collect();
    let organizer = request.caller.organizes(Some(edition));
    let led = request.caller.leads(edition);
    let tracks = conference.tracks.iter().filter(|track| organizer || led.contains(&&track.id));
    let tracks = tracks.map(|track| (&track.id, track.name.as_str())).collect();
    let typed = request.typed();
    let values = Typed::new(&typed, problem);
    let said = request.query("said").unwrap_or_default();
    let layout = request.layout().titled(request.t("desk-roles"));
    let page = RolesPage { layout, conference, roles, tracks, organizer, values, problem, said };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/roles` `{role, track?, email}`
pub(crate) async fn offer(app: &App, request: &Request) -> Result<Reply, Problem> {
    match offered(app, request).await {
        Ok((_, _)) if request.is_page_form() => Ok(Reply::see_other(&format!("{}?said=offered", request.path))),
        Ok((role, new)) => Ok(Reply::json(if new { 201 } else { 200 }, &shown(request.edition()?, &role))),
        Err(problem) if request.is_page_form() => page(app, request, Some(&problem)).await,
        Err(problem) => Err(problem),
    }
}

async fn offered(app: &App, request: &Request) -> Result<(Role, bool), Problem> {
    const WORDS: &[(&str, &str)] =
        &[("organizer", "organizer"), ("lead", "lead"), ("reviewer", "reviewer"), ("door", "door")];
    let edition = request.edition()?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let role = o.required("role", one_of(WORDS));
        let email = o.required("email", parsed::<EmailAddress>);
        let track = o.optional("track", parsed::<TrackId>);
        if track.as_ref().is_some_and(|track| edition.conference.track(track.as_str()).is_none()) {
            o.reject("track", edition.conference.must_be_a_track());
        }
        let kind = match (role?, track) {
            // The page's form always sends a track, for any role.
            ("organizer", _) => Some(RoleKind::Organizer),
            ("door", _) => Some(RoleKind::Door),
            ("lead", Some(track)) => Some(RoleKind::Lead { track }),
            ("reviewer", Some(track)) => Some(RoleKind::Reviewer { track }),
            _ => {
                o.reject("track", Phrase::of("role-track-required"));
                None
            }
        };
        o.done();
        Some((kind?, email?))
    });
    let (kind, email) = reading.finish(requested)?;
    if !keeps(request, edition, &kind) {
        let detail = Phrase::of("role-not-yours-to-offer");
        return Err(Problem::new(Kind::Forbidden, detail));
    }
    let by =
        request.caller.email.as_ref().ok_or_else(|| Problem::new(Kind::SignInRequired, Phrase::of("sign-in-first")))?;
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
    Err(Problem::new(Kind::TooManyRequests, Phrase::of("roles-too-many")).retry_after(wait))
}

/// The role in the path, and the caller's relation to it.
struct Named {
    role: Role,
    own: bool,
    kept: bool,
}

/// The role in the path. Callers who manage no roles cannot find out which ones exist.
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
        None if keeper => Err(Problem::not_found("no-such-role")),
        _ => Err(not_theirs()),
    }
}

fn not_theirs() -> Problem {
    Problem::new(Kind::Forbidden, Phrase::of("role-not-yours"))
}

/// `DELETE …/roles/{role}`: takes the role back; the person who holds it gives it up.
pub(crate) async fn end(app: &App, request: &Request) -> Result<Reply, Problem> {
    let named = named(app, request).await?;
    let to = if named.own { RoleState::GivenUp } else { RoleState::Removed };
    let role = changed(app, request, &named, to).await?;
    Ok(Reply::json(200, &shown(request.edition()?, &role)))
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
        return Ok(Reply::json(200, &shown(request.edition()?, &role)));
    }
    let team = || format!("/conferences/{}/roles", request.parameter("conference").unwrap_or_default());
    let back = if to == RoleState::Removed { team() } else { "/me".into() };
    Ok(Reply::see_other(&format!("{back}?said={}", role.status.as_str())))
}

/// Only the recipient may accept a role or give it up. Only people who manage such roles may take it back.
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
            let detail = Phrase::of("role-not-open").word_of("role-is", "state", role.status.as_str());
            Err(Problem::new(Kind::RoleNotOpen, detail))
        }
        Some(RoleChangeOutcome::LastOrganizer) => {
            let detail = Phrase::of("last-organizer");
            let definition = format!("/conferences/{}/definition", edition.id());
            Err(Problem::new(Kind::LastOrganizer, detail).way("definition", Phrase::of("way-definition"), definition))
        }
        Some(RoleChangeOutcome::Busy) => Err(Problem::new(Kind::Conflict, Phrase::of("edition-changed-too"))),
        None => Err(Problem::not_found("no-such-role")),
    }
}
