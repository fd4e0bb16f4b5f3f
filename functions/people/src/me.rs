//! Everything a person has, over all their addresses: roles, proposals, passes, waitlist positions.

use askama::Template;
use contract::Stated;
use contract::people::{Address, Me, Mine, MyOffer, MyRoles};
use domain::conference::{Attendance, ConferenceId};
use domain::link::LinkState;
use domain::person::EmailAddress;
use domain::proposal::Proposal;
use domain::role::{Role, RoleKind, RoleState};
use futures_util::future::try_join_all;
use messages::Messages;
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::addresses;

/// A person's data in one edition.
struct InEdition {
    edition: Edition,
    roles: MyRoles,
    held: Vec<Role>,
    /// Each with the name of its role.
    offers: Vec<(MyOffer, String)>,
    registrations: Vec<(Mine, Attendance)>,
    waitlist: Vec<Mine>,
    /// Proposals that they own or speak in, in order of number.
    proposals: Vec<Proposal>,
}

impl InEdition {
    fn is_empty(&self) -> bool {
        let roles = &self.roles;
        !roles.organizer
            && roles.reviews.is_empty()
            && !roles.door
            && self.offers.is_empty()
            && self.registrations.is_empty()
            && self.waitlist.is_empty()
            && self.proposals.is_empty()
    }

    /// Whether they can propose a BoF: they hold an in-person pass, and the edition has slots.
    fn proposes_bofs(&self) -> bool {
        let comes = |(mine, attendance): &(Mine, Attendance)| {
            mine.state.state == "confirmed" && *attendance == Attendance::InPerson
        };
        !self.edition.conference.bof_slots.is_empty() && self.registrations.iter().any(comes)
    }

    /// The name of one of the edition's tracks.
    fn track(&self, id: &str) -> String {
        self.edition.conference.track(id).map_or_else(|| id.to_owned(), |track| track.name.clone())
    }

    fn called(&self, messages: &Messages, kind: &RoleKind) -> String {
        crate::roles::called(*messages, &self.edition.conference, kind)
    }
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage<'a> {
    layout: Layout,
    email: &'a EmailAddress,
    addresses: &'a [Address],
    editions: &'a [InEdition],
    said: &'a str,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

impl MePage<'_> {
    /// Whether they work on an edition, so that API tokens are for them.
    fn works(&self) -> bool {
        self.editions.iter().any(|one| one.roles.organizer || !one.roles.leads.is_empty())
    }
}

async fn in_edition(app: &App, request: &Request, id: &ConferenceId) -> Result<Option<InEdition>, Problem> {
    let Some(edition) = app.store.edition(id).await? else { return Ok(None) };
    let conference = edition.id().clone();
    let own = &request.caller.addresses;
    let all = app.store.all_roles_of(&edition, own).await?;
    let held: Vec<_> = all.iter().filter(|role| role.is_held()).cloned().collect();
    let caller = request.caller.with_roles(held.clone());
    let names = |tracks: Vec<_>| tracks.into_iter().map(ToString::to_string).collect();
    let roles = MyRoles {
        conference: conference.to_string(),
        name: edition.conference.name.clone(),
        organizer: caller.organizes(Some(&edition)),
        leads: names(caller.leads(&edition)),
        reviews: names(caller.reviews(&edition)),
        door: held.iter().any(|role| role.kind == RoleKind::Door),
    };
    let offers = all.into_iter().filter(|role| role.status == RoleState::Invited).map(|role| {
        let called = crate::roles::called(request.messages, &edition.conference, &role.kind);
        let track = role.kind.track().map(ToString::to_string);
        let offer =
            MyOffer { conference: conference.to_string(), id: role.id.to_string(), role: (&role.kind).into(), track };
        (offer, called)
    });
    let offers = offers.collect();
    let (mut registrations, mut waitlist) = (Vec::new(), Vec::new());
    for held in app.store.held_by(&edition, own).await? {
        let ctx = &app.context;
        let url = |kind: &str, id: &str, token: Option<String>| {
            token.map(|token| format!("/conferences/{conference}/{kind}/{id}?token={token}"))
        };
        if let Some(registration) = &held.person.registration {
            let mine = Mine {
                conference: conference.to_string(),
                id: registration.id.to_string(),
                state: Stated::new(registration.state.as_str()),
                email: held.person.email.clone(),
                url: url("registrations", registration.id.as_str(), store::manage_token(ctx, registration)),
            };
            registrations.push((mine, registration.attendance));
        }
        if let Some(entry) = &held.entry {
            waitlist.push(Mine {
                conference: conference.to_string(),
                id: entry.id.to_string(),
                state: Stated::new(entry.state.as_str()),
                email: entry.email.clone(),
                url: url("waitlist", entry.id.as_str(), store::entry_token(ctx, entry)),
            });
        }
    }
    let proposals = app.store.proposals_of(&edition, own).await?;
    Ok(Some(InEdition { edition, roles, held, offers, registrations, waitlist, proposals }))
}

/// `GET /me`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    if request.wants_html {
        return page(app, request, None).await;
    }
    let caller = &request.caller;
    let editions = everywhere(app, request).await?;
    let expires_at = caller.session.as_ref().map(|session| session.expires_at);
    let with_roles = editions.iter().map(|one| &one.roles).filter(|r| r.organizer || r.door || !r.reviews.is_empty());
    let answer = Me {
        email: addresses::own(request)?,
        addresses: addresses::all(app, request).await?,
        expires_at,
        roles: with_roles.collect(),
        offered_roles: editions.iter().flat_map(|one| &one.offers).map(|(offer, _)| offer).collect(),
        registrations: editions.iter().flat_map(|one| &one.registrations).map(|(mine, _)| mine).collect(),
        waitlist: editions.iter().flat_map(|one| &one.waitlist).collect(),
    };
    Ok(Reply::json(200, &answer))
}

async fn everywhere(app: &App, request: &Request) -> Result<Vec<InEdition>, Problem> {
    let entries = app.store.editions().await?;
    let all = try_join_all(entries.iter().map(|entry| in_edition(app, request, &entry.id))).await?;
    Ok(all.into_iter().flatten().filter(|one| !one.is_empty()).collect())
}

/// The answer to a form on the page. If it failed, shows the page again, with the typed values and the error beside its
/// field.
pub(crate) async fn answer_form(
    app: &App,
    request: &Request,
    answer: Result<Reply, Problem>,
) -> Result<Reply, Problem> {
    match answer {
        Err(problem) if request.is_page_form() => page(app, request, Some(&problem)).await,
        answer => answer,
    }
}

async fn page(app: &App, request: &Request, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let editions = everywhere(app, request).await?;
    let addresses = addresses::all(app, request).await?;
    let typed = if problem.is_some() { request.typed() } else { serde_json::Value::Null };
    let page = MePage {
        layout: request.layout().titled(request.t("nav-me")),
        email: addresses::own(request)?,
        addresses: &addresses,
        editions: &editions,
        said: request.query("said").unwrap_or_default(),
        values: Typed::new(&typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}
