//! The texts of one kind of mail in the organizers' own words, with a preview of a real mail.

use askama::Template;
use contract::mail_texts::{MailText as Answer, MailTexts as Answers};
use domain::conference::{Conference, MailText};
use domain::mail::Mail;
use mail::Letter;
use messages::Language;
use messages::letters::{LetterText, letter_texts, letters};
use serde_json::{Map, Value};
use store::Edition;
use web::{App, Layout, Problem, Reply, Request, Typed, definition};

/// One text on the page.
struct Field<'a> {
    text: &'a LetterText,
    /// Whether it stands in a line of its own.
    short: bool,
    own: bool,
}

impl Field<'_> {
    /// The values as an organizer writes them.
    fn variables(&self) -> String {
        self.text.variables.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Template)]
#[template(path = "mail-texts.html")]
struct MailTextsPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    letter: &'a str,
    fields: Vec<Field<'a>>,
    values: Typed<'a>,
    preview: Option<Letter>,
    problem: Option<&'a Problem>,
    saved: bool,
}

/// A kind of mail in the list of them.
pub(crate) struct Kind {
    pub(crate) letter: &'static str,
    /// Whether organizers have changed it.
    pub(crate) own: bool,
}

/// All kinds of mails of an edition whose texts can be changed.
pub(crate) fn kinds(conference: &Conference) -> Vec<Kind> {
    let own = |letter: &str| {
        letter_texts(letter, Language::English).iter().any(|text| conference.mail_texts.contains_key(&text.id))
    };
    letters().into_iter().map(|letter| Kind { letter, own: own(letter) }).collect()
}

fn texts_of(request: &Request) -> Result<(&str, Vec<LetterText>), Problem> {
    let edition = request.edition()?;
    let letter = request.parameter("letter").unwrap_or_default();
    let language = Language::of_tag(edition.conference.language).unwrap_or_default();
    let texts = letter_texts(letter, language);
    if texts.is_empty() { Err(Problem::not_found("no-such-mail-kind")) } else { Ok((letter, texts)) }
}

/// `GET …/settings/mails/{letter}`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let conference = &request.edition()?.conference;
    let (letter, texts) = texts_of(request)?;
    if request.wants_html {
        let typed = typed(conference, &texts);
        return page(app, request, conference, &typed, None).await;
    }
    let own = |text: &LetterText| conference.mail_texts.get(&text.id).map(MailText::as_str).map(str::to_owned);
    let texts = texts
        .into_iter()
        .map(|text| Answer { text: own(&text), id: text.id, original: text.original, variables: text.variables })
        .collect();
    Ok(Reply::json(200, &Answers { letter, texts }))
}

/// What the form shows at first: the edition's texts, else the original ones.
fn typed(conference: &Conference, texts: &[LetterText]) -> Value {
    let shown = |text: &LetterText| {
        conference.mail_texts.get(&text.id).map_or(text.original.clone(), std::string::ToString::to_string)
    };
    let texts: Map<String, Value> = texts.iter().map(|text| (text.id.clone(), shown(text).into())).collect();
    serde_json::json!({ "mail_texts": texts })
}

async fn page(
    app: &App,
    request: &Request,
    conference: &Conference,
    typed: &Value,
    problem: Option<&Problem>,
) -> Result<Reply, Problem> {
    let (letter, texts) = texts_of(request)?;
    let own = |text: &LetterText| request.edition().is_ok_and(|e| e.conference.mail_texts.contains_key(&text.id));
    let short = |text: &LetterText| matches!(text.part.as_str(), "subject" | "button");
    let page = MailTextsPage {
        layout: request.layout().titled(request.messages.word("letter", letter)),
        conference,
        letter,
        fields: texts.iter().map(|text| Field { text, short: short(text), own: own(text) }).collect(),
        values: Typed::new(typed, problem),
        preview: preview(app, request.edition()?, conference, letter).await?,
        problem,
        saved: request.query("saved").is_some(),
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// The latest mail of this kind with these texts.
async fn preview(
    app: &App,
    edition: &Edition,
    conference: &Conference,
    letter: &str,
) -> Result<Option<Letter>, Problem> {
    let queued = app.store.queued_mails(edition.id()).await?;
    let sent = app.store.mails(edition.id(), None, 100).await?.items;
    let written = |mail: &Mail| mail::letter(&app.context, mail, Some(conference)).ok();
    Ok(queued.iter().chain(&sent).filter_map(written).find(|written| written.name == letter))
}

/// `POST …/settings/mails/{letter}`: the page's form. A text that is blank or as the original is the original.
pub(crate) async fn save(app: &App, request: &Request) -> Result<Reply, Problem> {
    let edition = request.edition()?;
    let (_, texts) = texts_of(request)?;
    let (form, _) = request.document()?;
    let act = form["act"].as_str().unwrap_or("save");
    let mut document = Value::clone(&edition.document);
    let mut own = document["mail_texts"].as_object().cloned().unwrap_or_default();
    let mut shown = Map::new();
    for text in &texts {
        let typed = form[&text.id].as_str().unwrap_or_default().replace("\r\n", "\n").trim().to_owned();
        shown.insert(text.id.clone(), typed.clone().into());
        if act == "reset" || typed.is_empty() || typed == text.original {
            own.remove(&text.id);
        } else {
            own.insert(text.id.clone(), typed.into());
        }
    }
    if let Value::Object(document) = &mut document {
        document.remove("mail_texts");
        if !own.is_empty() {
            document.insert("mail_texts".into(), own.into());
        }
    }
    let typed = serde_json::json!({ "mail_texts": shown });
    let conference = match definition::read(edition.id().as_str(), &mut document) {
        Ok(conference) => conference,
        Err(problem) => return page(app, request, &edition.conference, &typed, Some(&problem)).await,
    };
    if act == "preview" {
        return page(app, request, &conference, &typed, None).await;
    }
    match definition::change(app, edition, &conference, &document).await {
        Ok(_) => Ok(Reply::see_other(&format!("{}?saved", request.path))),
        Err(problem) => page(app, request, &edition.conference, &typed, Some(&problem)).await,
    }
}
