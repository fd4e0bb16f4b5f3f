//! Who may manage a registration.

use domain::registration::{Person, Registration, RegistrationId};
use store::Edition;
use web::{App, Problem, Request};

use crate::show;

/// A registration that the caller may manage.
pub(crate) struct Held<'a> {
    pub(crate) edition: &'a Edition,
    pub(crate) person: Person,
    pub(crate) id: RegistrationId,
    pub(crate) by_token: bool,
}

impl Held<'_> {
    pub(crate) fn registration(&self) -> &Registration {
        self.person.registration(&self.id).expect("looked up before")
    }
}

/// Finds the registration and decides whether the caller may manage it. Other callers cannot find out that it exists.
pub(crate) async fn held<'a>(app: &App, request: &'a Request) -> Result<Held<'a>, Problem> {
    let edition = request.edition()?;
    let unknown = || Problem::not_found("no-such-registration");
    let id = request.parameter("id").and_then(RegistrationId::parse).ok_or_else(unknown)?;
    let person = app.store.person(edition.id(), &id).await?;
    let registration = person.as_ref().and_then(|person| person.registration(&id));
    let by_token = registration.is_some_and(|r| show::holds(&app.context, r, request.manage_token(show::COOKIE)));
    request.check_origin(app)?;
    request.caller.may_manage(edition, by_token)?;
    match person {
        Some(person) if person.registration(&id).is_some() => Ok(Held { edition, person, id, by_token }),
        _ => Err(unknown()),
    }
}
