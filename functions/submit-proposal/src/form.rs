//! The form of a proposal: a new one, a draft, or one that is changed; also after a failure, a preview, or when
//! another person changed it meanwhile.

use askama::Template;
use domain::conference::{Conference, QuestionKind, Track};
use domain::input::ValidationError;
use domain::person::EmailAddress;
use domain::proposal::{ABSTRACT_MAX, Proposal, ProposalState, SPEAKERS_MAX};
use serde_json::{Value, json};
use store::Edition;
use web::{App, Html, Kind, Layout, Problem, Reply, Request, Typed, markdown};

use crate::closes::{self, closes};
use crate::fields::Pressed;
use crate::meanwhile::{Other, other};
use crate::seen::{addresses, path, track};

/// Rows for further speakers that a form shows.
const MORE_SPEAKERS: usize = 2;

#[derive(Template)]
#[template(path = "form.html")]
struct FormPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    track: &'a Track,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
    proposal: Option<&'a Proposal>,
    action: String,
    key: String,
    revision: Option<u64>,
    /// Until when it can be submitted and changed; `None` if it cannot now.
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
    error: Option<&'a str>,
}

/// A format with one of its lengths.
struct Slot<'a> {
    value: String,
    label: &'a str,
    minutes: u64,
    chosen: bool,
}

/// A form to be shown.
pub(crate) struct Form<'a> {
    request: &'a Request,
    edition: &'a Edition,
    track: &'a Track,
    document: &'a Value,
    proposal: Option<&'a Proposal>,
    key: String,
    preview: bool,
}

/// What the page after a form says that has been done.
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

    /// With a key, so that sending it twice makes one proposal; what was refused gets a new one.
    pub(crate) fn keyed(self, app: &App, pressed: &Pressed) -> Self {
        let key = pressed.key.clone().unwrap_or_else(|| app.context.id("form", 26));
        Self { key, ..self }
    }

    /// With the abstract as it will look.
    pub(crate) fn preview(self) -> Self {
        Self { preview: true, ..self }
    }

    pub(crate) async fn page(&self, app: &App) -> Result<Reply, Problem> {
        Ok(Reply::page(200, &self.filled(app, None).await?))
    }

    /// The page again, with what was typed and what is wrong with it.
    pub(crate) async fn failed(mut self, app: &App, problem: &Problem) -> Result<Reply, Problem> {
        // A refusal made nothing, so the corrected form is another wish; what was too much at once is the same.
        if problem.kind() != Kind::Busy {
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
        let title = if self.proposal.is_some() { "Change your proposal" } else { "Propose a session" };
        let draft = self.proposal.is_none_or(|proposal| proposal.state == ProposalState::Draft);
        Ok(FormPage {
            layout: self.request.layout().titled(title),
            conference,
            track: self.track,
            values,
            problem,
            proposal: self.proposal,
            action,
            key: self.key.clone(),
            revision: self.proposal.map(|proposal| proposal.revision),
            closes,
            speakers: self.speakers(values),
            slots: self.slots(values),
            preview: self.preview.then(|| markdown(values.text("abstract"))),
            missing: self.proposal.map(|proposal| proposal.missing(self.track)).filter(|_| draft).unwrap_or_default(),
            other: self.proposal.filter(|_| stale).map(|proposal| other(proposal, self.track, values)),
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
