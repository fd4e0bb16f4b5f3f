//! Everything a person has, over all their addresses: roles, proposals, passes, waitlist positions.

use askama::Template;
use domain::conference::{Attendance, ConferenceId};
use domain::link::LinkState;
use domain::person::EmailAddress;
use domain::proposal::Proposal;
use domain::role::{Role, RoleId, RoleKind, RoleState};
use futures_util::future::try_join_all;
use serde::Serialize;
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed};

use crate::addresses;

/// A person's part in one edition.
#[derive(Serialize)]
struct MyRoles {
    conference: ConferenceId,
    name: String,
    organizer: bool,
    leads: Vec<String>,
    reviews: Vec<String>,
}

/// A role that is offered to them.
#[derive(Serialize)]
struct MyOffer {
    conference: ConferenceId,
    id: RoleId,
    #[serde(flatten)]
    kind: RoleKind,
    #[serde(skip)]
    called: String,
}

/// A registration or a place on the waitlist.
#[derive(Serialize)]
struct Mine {
    conference: ConferenceId,
    id: String,
    status: &'static str,
    email: EmailAddress,
    /// Where it is managed. Being signed in proves what the mail with this link would.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip)]
    attendance: Option<Attendance>,
}

/// All of one edition.
struct InEdition {
    edition: Edition,
    roles: MyRoles,
    held: Vec<Role>,
    offers: Vec<MyOffer>,
    registrations: Vec<Mine>,
    waitlist: Vec<Mine>,
    /// Those that they own or speak in, in order of their numbers.
    proposals: Vec<Proposal>,
}

impl InEdition {
    fn is_empty(&self) -> bool {
        let roles = &self.roles;
        !roles.organizer
            && roles.reviews.is_empty()
            && self.offers.is_empty()
            && self.registrations.is_empty()
            && self.waitlist.is_empty()
            && self.proposals.is_empty()
    }

    /// Whether they can propose a BoF: they hold a pass in person, and there are slots.
    fn proposes_bofs(&self) -> bool {
        let comes = |mine: &Mine| mine.status == "confirmed" && mine.attendance == Some(Attendance::InPerson);
        !self.edition.conference.bof_slots.is_empty() && self.registrations.iter().any(comes)
    }

    /// The name of a track of it.
    fn track(&self, id: &str) -> String {
        self.edition.conference.track(id).map_or_else(|| id.to_owned(), |track| track.name.clone())
    }

    fn called(&self, kind: &RoleKind) -> String {
        crate::roles::called(&self.edition.conference, kind)
    }
}

#[derive(Template)]
#[template(path = "me.html")]
struct MePage<'a> {
    layout: Layout,
    email: &'a EmailAddress,
    addresses: &'a [addresses::Shown],
    editions: &'a [InEdition],
    said: &'a str,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
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
        conference: conference.clone(),
        name: edition.conference.name.clone(),
        organizer: caller.organizes(Some(&edition)),
        leads: names(caller.leads(&edition)),
        reviews: names(caller.reviews(&edition)),
    };
    let offers = all.into_iter().filter(|role| role.status == RoleState::Invited).map(|role| MyOffer {
        conference: conference.clone(),
        called: crate::roles::called(&edition.conference, &role.kind),
        id: role.id,
        kind: role.kind,
    });
    let offers = offers.collect();
    let (mut registrations, mut waitlist) = (Vec::new(), Vec::new());
    for held in app.store.held_by(&edition, own).await? {
        let ctx = &app.context;
        let url = |kind: &str, id: &str, token: Option<String>| {
            token.map(|token| format!("/conferences/{conference}/{kind}/{id}?token={token}"))
        };
        if let Some(registration) = &held.person.registration {
            registrations.push(Mine {
                conference: conference.clone(),
                id: registration.id.to_string(),
                status: if registration.is_confirmed() { "confirmed" } else { "cancelled" },
                email: held.person.email.clone(),
                url: url("registrations", registration.id.as_str(), store::manage_token(ctx, registration)),
                attendance: Some(registration.attendance),
            });
        }
        if let Some(entry) = &held.entry {
            waitlist.push(Mine {
                conference: conference.clone(),
                id: entry.id.to_string(),
                status: entry.state.as_str(),
                email: entry.email.clone(),
                url: url("waitlist", entry.id.as_str(), store::entry_token(ctx, entry)),
                attendance: None,
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
    let with_roles = editions.iter().map(|one| &one.roles).filter(|r| r.organizer || !r.reviews.is_empty());
    Ok(Reply::json(
        200,
        &serde_json::json!({
            "email": addresses::own(request)?,
            "addresses": addresses::all(app, request).await?,
            "expires_at": expires_at,
            "roles": with_roles.collect::<Vec<_>>(),
            "offered_roles": editions.iter().flat_map(|one| &one.offers).collect::<Vec<_>>(),
            "registrations": editions.iter().flat_map(|one| &one.registrations).collect::<Vec<_>>(),
            "waitlist": editions.iter().flat_map(|one| &one.waitlist).collect::<Vec<_>>(),
        }),
    ))
}

async fn everywhere(app: &App, request: &Request) -> Result<Vec<InEdition>, Problem> {
    let entries = app.store.editions().await?;
    let all = try_join_all(entries.iter().map(|entry| in_edition(app, request, &entry.id))).await?;
    Ok(all.into_iter().flatten().filter(|one| !one.is_empty()).collect())
}

/// The answer of a form on the page: if it failed, the page again, with what was typed and the error beside its field.
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
        layout: request.layout().titled("You"),
        email: addresses::own(request)?,
        addresses: &addresses,
        editions: &editions,
        said: request.query("said").unwrap_or_default(),
        values: Typed::new(&typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}
