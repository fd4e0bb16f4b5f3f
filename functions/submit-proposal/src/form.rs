//! The form of a proposal: for a new one, a draft, or a change. Also shown after an error, for a preview, or after a
//! concurrent change.

use askama::Template;
use domain::conference::{Conference, QuestionKind, Track};
use domain::input::ValidationError;
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::{ABSTRACT_MAX, Proposal, ProposalState, SPEAKERS_MAX};
use serde_json::{Value, json};
use store::Edition;
use web::{App, Html, Kind, Layout, Problem, Reply, Request, Typed, markdown};

use crate::closes::{self, closes};
use crate::fields::Pressed;
use crate::meanwhile::{Other, other};
use crate::seen::{addresses, path, track};

/// The number of rows for further speakers.
const MORE_SPEAKERS: usize = 2;

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    action: String,
    key: String,
    revision: Option<u64>,
    /// The deadline for submitting and changing it; `None` if neither is possible now.
    closes: Option<Html>,
    speakers: Vec<Row<'a>>,
    slots: Vec<Slot<'a>>,
    preview: Option<Html>,
    missing: Vec<ValidationError>,
    other: Option<Other<'a>>,
    script: String,
    draft: bool,
    autosaves: bool,
}

/// A speaker's row.
struct Row<'a> {
    number: usize,
    name: &'a str,
    email: &'a str,
    state: Option<&'static str>,
    error: Option<&'a Phrase>,
}

/// A format with one of its lengths.
struct Slot<'a> {
    value: String,
    label: &'a str,
    minutes: u64,
    chosen: bool,
}

/// The data of a form.
pub(crate) struct Form<'a> {
    request: &'a Request,
    edition: &'a Edition,
    track: &'a Track,
    document: &'a Value,
    proposal: Option<&'a Proposal>,
    key: String,
    preview: bool,
}

/// The success message on the page after a form.
pub(crate) fn done(proposal: &Proposal) -> &'static str {
    if proposal.state == ProposalState::Draft { "saved" } else { proposal.state.as_str() }
}

/// `GET …/tracks/{track}/propose`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let track = track(request, edition)?;
    let email = request.caller.email.as_ref().map(EmailAddress::as_str).unwrap_or_default();
    let document = json!({ "speaker_1": { "name": "", "email": email } });
    Form::new(request, edition, track, &document).keyed(app, &Pressed::default()).page(app).await
}

impl<'a> Form<'a> {
    /// A form with these fields.
    pub(crate) fn new(request: &'a Request, edition: &'a Edition, track: &'a Track, document: &'a Value) -> Self {
        Self { request, edition, track, document, proposal: None, key: String::new(), preview: false }
    }

    /// The form of this proposal.
    pub(crate) fn of(self, proposal: &'a Proposal) -> Self {
        Self { proposal: Some(proposal), ..self }
    }

    /// Adds a key, so that sending the form twice makes one proposal. After a refusal the form gets a new key.
    pub(crate) fn keyed(self, app: &App, pressed: &Pressed) -> Self {
        let key = pressed.key.clone().unwrap_or_else(|| app.context.id("form", 26));
        Self { key, ..self }
    }

    /// Adds a preview of the abstract.
    pub(crate) fn preview(self) -> Self {
        Self { preview: true, ..self }
    }

    pub(crate) async fn page(&self, app: &App) -> Result<Reply, Problem> {
        Ok(Reply::page(200, &self.filled(app, None).await?))
    }

    /// Shows the page again, with the typed values and the errors.
    pub(crate) async fn failed(mut self, app: &App, problem: &Problem) -> Result<Reply, Problem> {
        // A refused request made nothing, so the corrected form is another request. A temporary failure keeps the key.
        if !problem.is_temporary() {
            self.key = app.context.id("form", 26);
        }
        Ok(problem.on_page(&self.filled(app, Some(problem)).await?))
    }

    async fn filled<'f>(&'f self, app: &App, problem: Option<&'f Problem>) -> Result<FormPage<'f>, Problem> {
        let conference = &*self.edition.conference;
        let values = Typed::new(self.document, problem);
        let closes = closes(app, self.edition, Some(self.track), &addresses(self.request)).await?;
        let closes = closes.map(|closes| closes::shown(app, self.request, conference, &closes)).transpose()?;
        let action = match self.proposal {
            Some(proposal) => path(self.edition, proposal),
            None => format!("/conferences/{}/tracks/{}/proposals", self.edition.id(), self.track.id),
        };
        let stale = problem.is_some_and(|problem| problem.kind() == Kind::ChangedMeanwhile);
        let title = if self.proposal.is_some() { "form-edit" } else { "form-new" };
        let draft = self.proposal.is_none_or(|proposal| proposal.state == ProposalState::Draft);
        Ok(FormPage {
            layout: self.request.layout().titled(self.request.t(title)),
            conference,
            track: self.track,
            values,
            problem,
            action,
            key: self.key.clone(),
            revision: self.proposal.map(|proposal| proposal.revision),
            closes,
            speakers: self.speakers(values),
            slots: self.slots(values),
            preview: self.preview.then(|| markdown(values.text("abstract"))),
            missing: self.proposal.map(|proposal| proposal.missing(self.track)).filter(|_| draft).unwrap_or_default(),
            other: self
                .proposal
                .filter(|_| stale)
                .map(|proposal| other(self.request.messages, proposal, self.track, values)),
            script: web::script("proposal"),
            draft,
            autosaves: draft && !stale,
        })
    }

    fn speakers(&self, values: Typed<'a>) -> Vec<Row<'a>> {
        let row = |number: usize| {
            let email = values.text(&format!("speaker_{number}/email"));
            let known = self.proposal.and_then(|proposal| {
                let email: EmailAddress = email.parse().ok()?;
                proposal.speakers.iter().find(|speaker| speaker.email == email)
            });
            let error = |field: &str| values.error(&format!("speaker_{number}/{field}"));
            Row {
                number,
                name: values.text(&format!("speaker_{number}/name")),
                email,
                state: known.map(|speaker| speaker.state.as_str()),
                error: error("name").or_else(|| error("email")),
            }
        };
        let filled = (1..=SPEAKERS_MAX).rev().find(|n| {
            let typed = |field: &str| !values.text(&format!("speaker_{n}/{field}")).is_empty();
            typed("name") || typed("email")
        });
        (1..=(filled.unwrap_or(0) + MORE_SPEAKERS).min(SPEAKERS_MAX)).map(row).collect()
    }

    fn slots(&self, values: Typed<'a>) -> Vec<Slot<'a>> {
        let chosen = match values.text("slot") {
            "" => format!("{}:{}", values.text("format"), values.text("minutes")),
            slot => slot.to_owned(),
        };
        let slots = self.track.formats.iter().flat_map(|format| {
            let chosen = &chosen;
            format.minutes.iter().map(move |minutes| {
                let value = format!("{}:{minutes}", format.id);
                Slot { chosen: value == *chosen, value, label: &format.label, minutes: *minutes }
            })
        });
        slots.collect()
    }
}
