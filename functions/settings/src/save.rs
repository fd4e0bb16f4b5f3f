//! The page of a section: shows it, checks the typed values, lists their effects, and saves them.

use std::collections::HashMap;

use askama::Template;
use contract::settings::{Effect, Settings, SettingsParts};
use domain::input::ValidationError;
use domain::phrase::Phrase;
use serde_json::{Map, Value};
use store::Edition;
use web::{App, Kind, Layout, Problem, Reply, Request, definition};

use crate::effects::{effects, fingerprint};
use crate::form::{Built, Form, build};
use crate::mail_texts;
use crate::sections::{self, Part, SECTIONS, Section};
use crate::view::{ShownPart, View, renumbered};

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage<'a> {
    layout: Layout,
    id: &'a str,
    sections: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "section.html")]
struct SectionPage<'a> {
    layout: Layout,
    id: &'a str,
    section: &'static Section,
    sections: Vec<&'static str>,
    /// Of the values that the page shows as saved.
    version: String,
    /// Values without a field on the page: an image that was uploaded and is not saved yet.
    carried: Vec<(String, String)>,
    parts: Vec<ShownPart>,
    /// The kinds of mails whose texts have pages of their own.
    letters: Vec<mail_texts::Kind>,
    conflict: bool,
    saved: bool,
    problem: Option<&'a Problem>,
}

#[derive(Template)]
#[template(path = "effects.html")]
struct EffectsPage<'a> {
    layout: Layout,
    id: &'a str,
    section: &'a str,
    effects: &'a [Effect],
    /// Whether they are others than those that were confirmed.
    changed: bool,
    sent: Vec<(&'a str, &'a str)>,
    version: String,
    confirm: String,
}

fn names() -> Vec<&'static str> {
    SECTIONS.iter().map(|section| section.name).collect()
}

fn named(request: &Request) -> Result<&'static Section, Problem> {
    sections::section(request.parameter("section").unwrap_or_default())
        .ok_or_else(|| Problem::not_found("no-such-section"))
}

/// `GET …/settings`
pub(crate) fn list(request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    if !request.wants_html {
        return Ok(Reply::json(200, &SettingsParts { sections: names() }));
    }
    let layout = request.layout().titled(request.t("settings-title"));
    Ok(Reply::page(200, &SettingsPage { layout, id: edition.id().as_str(), sections: names() }))
}

/// `GET …/settings/{section}`
pub(crate) fn show(request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let section = named(request)?;
    if !request.wants_html {
        let of = |key: &str| Some((key.to_owned(), edition.document.get(key)?.clone()));
        let settings: Map<String, Value> = section.keys().into_iter().filter_map(of).collect();
        let answer = Settings { section: section.name, revision: edition.revision, settings };
        return Ok(Reply::json(200, &answer).header("etag", &format!("\"{}\"", edition.revision)));
    }
    let form = Form::of(section, &edition.document);
    let typing = Typing { section, edition, form, version: None };
    Ok(typing.page(request, None, &[], None, request.query("saved").is_some()))
}

/// A submitted form, or an empty one.
struct Typing<'a> {
    section: &'static Section,
    edition: &'a Edition,
    form: Form,
    /// Of the values that the form showed as saved; `None` for those in force.
    version: Option<String>,
}

impl Typing<'_> {
    fn stored(&self) -> Form {
        Form::of(self.section, &self.edition.document)
    }

    fn page(
        &self,
        request: &Request,
        problem: Option<&Problem>,
        errors: &[ValidationError],
        theirs: Option<&Form>,
        saved: bool,
    ) -> Reply {
        let layout = request.layout().titled(request.messages.word("section", self.section.name));
        let is_mails = self.section.name == "mails";
        let stored = self.stored();
        let view = View { layout: &layout, conference: &self.edition.conference, form: &self.form, errors, theirs };
        let parts = view.parts(self.section);
        let is_file = |name: &str| self.section.uploads() && name == "appearance/logo";
        let carried = self.form.texts().filter(|(name, text)| is_file(name) && *text != stored.text(name));
        let page = SectionPage {
            carried: carried.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
            version: self.version.clone().unwrap_or_else(|| stored.version()),
            layout,
            id: self.edition.id().as_str(),
            section: self.section,
            sections: names(),
            parts,
            letters: if is_mails { mail_texts::kinds(&self.edition.conference) } else { Vec::new() },
            conflict: theirs.is_some(),
            saved,
            problem,
        };
        problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page))
    }

    /// The page with the values that another person saved beside the typed ones. Saving again replaces the other
    /// person's.
    fn conflict(mut self, request: &Request) -> Result<Reply, Problem> {
        let detail = Phrase::of("settings-meanwhile");
        let problem = Problem::new(Kind::ChangedMeanwhile, detail);
        if !request.wants_html {
            return Err(problem);
        }
        let theirs = renumbered(self.section, &self.edition.document, &self.form);
        for part in self.section.parts {
            if let Part::List(list) = part {
                self.form.extend_rows(list.path, &theirs);
            }
        }
        self.version = None;
        Ok(self.page(request, Some(&problem), &[], Some(&theirs), false))
    }

    /// The page with the errors of a refused change beside its fields.
    fn refused(&self, request: &Request, built: &Built, problem: Problem) -> Result<Reply, Problem> {
        let problem = match (problem.kind(), problem.errors()) {
            (Kind::CapacityInUse, []) => self.at_pool(built, problem),
            _ => problem,
        };
        if !request.wants_html {
            return Err(problem);
        }
        let named = |error: &ValidationError| ValidationError {
            pointer: built.name_of(&error.pointer),
            detail: error.detail.clone(),
        };
        let errors: Vec<_> = problem.errors().iter().map(named).collect();
        Ok(self.page(request, Some(&problem), &errors, None, false))
    }

    /// The first pool whose capacity the form changes.
    fn at_pool(&self, built: &Built, problem: Problem) -> Problem {
        let (before, after) = (&self.edition.conference.pools, built.document["pools"].as_array());
        let lowered = after.into_iter().flatten().position(|pool| {
            let was = before.iter().find(|was| pool["id"] == was.id.as_str());
            was.is_some_and(|was| pool["capacity"].as_u64().is_some_and(|wanted| wanted < was.capacity))
        });
        match lowered {
            Some(at) => problem.at(&format!("/pools/{at}/capacity")),
            None => problem,
        }
    }

    fn confirmation(&self, request: &Request, effects: &[Effect], confirmed: &str) -> Reply {
        let page = EffectsPage {
            layout: request.layout().titled(request.messages.word("section", self.section.name)),
            id: self.edition.id().as_str(),
            section: self.section.name,
            effects,
            changed: !confirmed.is_empty(),
            sent: self.form.texts().collect(),
            version: self.version.clone().unwrap_or_default(),
            confirm: fingerprint(effects),
        };
        Reply::page(200, &page)
    }
}

/// `POST …/settings/{section}`: the page's form.
pub(crate) async fn save(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let section = named(request)?;
    if !request.is_form() {
        let detail = Phrase::of("form-only");
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let upload = request.upload().await?;
    let files: HashMap<_, _> = if section.uploads() { upload.files } else { HashMap::new() };
    let mut form = Form::sent(&upload.document, &files);
    let (version, confirmed, act) = (form.take("version"), form.take("confirm"), form.take("act"));
    let typing = Typing { section, edition, form, version: Some(version.clone()).filter(|v| !v.is_empty()) };
    if act == "edit" {
        return Ok(typing.page(request, None, &[], None, false));
    }
    if !version.is_empty() && version != typing.stored().version() {
        return typing.conflict(request);
    }
    let mut built = build(section, &edition.document, &typing.form);
    let done = Reply::see_other(&format!("{}?saved", request.path));
    if built.document == *edition.document {
        return Ok(done);
    }
    let conference = match definition::read(edition.id().as_str(), &mut built.document) {
        Ok(conference) => conference,
        Err(problem) => return typing.refused(request, &built, problem),
    };
    let effects = match effects(app, &request.messages, edition, &conference).await {
        Ok(effects) => effects,
        Err(problem) => return typing.refused(request, &built, problem),
    };
    if !effects.is_empty() && confirmed != fingerprint(&effects) {
        return Ok(typing.confirmation(request, &effects, &confirmed));
    }
    match definition::change(app, edition, &conference, &built.document).await {
        Ok(after) => {
            tracing::info!(conference = %edition.id(), revision = after.revision, section = section.name, "settings were saved");
            Ok(done)
        }
        Err(problem) => typing.refused(request, &built, problem),
    }
}
