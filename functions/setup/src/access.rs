//! Who may set up an edition.

use domain::phrase::Phrase;
use web::{App, Kind, Problem, Request};

/// First organizers may. On one machine, anyone may while there is no edition, and afterwards the organizers of its
/// editions if no first organizer is named: otherwise a second one could not be set up.
pub(crate) async fn check(app: &App, request: &Request) -> Result<(), Problem> {
    if request.caller.first_organizer {
        return Ok(());
    }
    let settings = app.context.settings();
    if settings.open_setup {
        let editions = app.store.editions().await?;
        if editions.is_empty() {
            // Without a session nothing else has checked where the form is from.
            return request.check_origin(app);
        }
        if settings.first_organizers.is_empty() && !request.caller.addresses.is_empty() {
            for entry in editions {
                let edition = app.store.edition(&entry.id).await?;
                let organizers = edition.map(|edition| edition.conference.organizers.clone()).unwrap_or_default();
                if request.caller.addresses.iter().any(|own| organizers.contains(own)) {
                    return Ok(());
                }
            }
        }
    }
    Err(match request.caller.email {
        Some(_) => Problem::new(Kind::Forbidden, Phrase::of("setup-first-organizers")),
        None => Problem::new(Kind::SignInRequired, Phrase::of("setup-sign-in")).way(
            "sign_in",
            Phrase::of("way-sign-in"),
            "/sign-in".into(),
        ),
    })
}
