//! A speaker's answer: by the mailed link, whose page has buttons (mail scanners open links), or signed in.

use askama::Template;
use domain::conference::Conference;
use domain::input::{Reading, line, one_of, parsed};
use domain::person::PersonName;
use domain::phrase::Phrase;
use domain::proposal::{Proposal, ProposalId, ProposalState, Speaker};
use store::Edition;
use web::{App, Html, Kind, Layout, Problem, Reply, Request, markdown};

use crate::refused::revised;
use crate::seen::{addresses, path};
use crate::show;

#[derive(Template)]
#[template(path = "speaker.html")]
struct SpeakerPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    proposal: &'a Proposal,
    speaker: &'a Speaker,
    track_name: &'a str,
    text: Html,
    path: String,
    token: &'a str,
    done: bool,
    problem: Option<&'a Problem>,
}

/// A speaker who is asked to confirm.
struct Asked<'a> {
    edition: &'a Edition,
    proposal: Proposal,
    at: usize,
}

impl Asked<'_> {
    fn speaker(&self) -> &Speaker {
        &self.proposal.speakers[self.at]
    }
}

/// Finds the speaker and decides whether the caller is them: by the link's token, or signed in with their address.
/// Other callers cannot find out whether the proposal exists.
async fn asked<'a>(app: &App, request: &'a Request, token: Option<&str>) -> Result<Asked<'a>, Problem> {
    let edition = request.edition()?;
    let refused = || {
        if request.caller.email.is_some() {
            Problem::new(Kind::Forbidden, Phrase::of("speaker-link-or-sign-in"))
        } else {
            Problem::new(Kind::SignInRequired, Phrase::of("speaker-link"))
        }
        .way("sign_in", Phrase::of("way-sign-in"), "/sign-in".into())
    };
    let id = request.parameter("id").and_then(ProposalId::parse).ok_or_else(refused)?;
    let proposal = app.store.proposal(edition.id(), &id).await?.ok_or_else(refused)?;
    let key = request.parameter("speaker").unwrap_or_default();
    let at = proposal.speakers.iter().position(|speaker| edition.person_key(&speaker.email).as_str() == key);
    let at = at.ok_or_else(refused)?;
    let speaker = &proposal.speakers[at];
    let by_token = token.is_some_and(|token| {
        app.context.keys().verify(token, &speaker.key_id, "speaker", &[id.as_str(), key, &speaker.nonce])
    });
    if by_token || addresses(request).contains(&speaker.email) {
        request.check_origin(app)?;
        Ok(Asked { edition, proposal, at })
    } else {
        Err(refused())
    }
}

fn page<'a>(
    request: &'a Request,
    asked: &'a Asked<'a>,
    token: &'a str,
    done: bool,
    problem: Option<&'a Problem>,
) -> SpeakerPage<'a> {
    let conference = &*asked.edition.conference;
    let track = conference.track(asked.proposal.track.as_str());
    SpeakerPage {
        layout: request.layout().titled(request.t("speaker-title")),
        conference,
        proposal: &asked.proposal,
        speaker: asked.speaker(),
        track_name: track.map_or(asked.proposal.track.as_str(), |track| track.name.as_str()),
        text: markdown(&asked.proposal.content.abstract_text),
        path: request.path.clone(),
        token,
        done,
        problem,
    }
}

/// `GET …/speakers/{speaker}`: opening the page changes nothing.
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let token = request.query("token");
    let asked = asked(app, request, token).await?;
    if request.wants_html {
        let done = request.query("done").is_some();
        return Ok(Reply::page(200, &page(request, &asked, token.unwrap_or_default(), done, None)));
    }
    Ok(show::json(200, asked.edition, &asked.proposal))
}

/// What a speaker answers.
struct Answer {
    yes: bool,
    name: Option<PersonName>,
}

/// `POST …/speakers/{speaker}` `{answer, name?, token?}`
pub(crate) async fn answer(app: &App, request: &Request) -> Result<Reply, Problem> {
    let (document, source) = request.document()?;
    let typed = document.get("token").and_then(|token| token.as_str()).map(str::to_owned);
    let token = typed.as_deref().or_else(|| request.query("token"));
    let asked = asked(app, request, token).await?;
    let reading = Reading::new(source);
    let answer = reading.root(&document).and_then(|o| {
        let yes = o.required("answer", one_of(&[("confirm", true), ("decline", false)]));
        let name = o.optional("name", parsed::<PersonName>);
        let _ = o.optional("token", line(100));
        o.done();
        Some(Answer { yes: yes?, name })
    });
    let done = match reading.finish(answer) {
        Ok(answer) => answered(app, &asked, &answer).await.map(|proposal| (proposal, answer.yes)),
        Err(errors) => Err(errors.into()),
    };
    match done {
        Ok((proposal, yes)) if request.wants_html => {
            let signed_in = addresses(request).contains(&asked.speaker().email);
            Ok(Reply::see_other(&match token {
                _ if signed_in && yes => format!("{}?done=confirmed", path(asked.edition, &proposal)),
                Some(token) => format!("{}?done&token={token}", request.path),
                None => format!("{}?done", request.path),
            }))
        }
        Ok((proposal, _)) => Ok(show::json(200, asked.edition, &proposal)),
        Err(problem) if request.wants_html => {
            Ok(problem.on_page(&page(request, &asked, token.unwrap_or_default(), false, Some(&problem))))
        }
        Err(problem) => Err(problem),
    }
}

async fn answered(app: &App, asked: &Asked<'_>, answer: &Answer) -> Result<Proposal, Problem> {
    let speaker = asked.speaker();
    let over = !asked.proposal.state.contributes() && asked.proposal.state != ProposalState::Draft;
    if over && answer.yes && !speaker.is_confirmed() {
        let state = asked.proposal.state.as_str();
        let detail = Phrase::of("nothing-to-speak-about").word_of("in-state", "state", state);
        return Err(Problem::new(Kind::ProposalState, detail).with("state", state));
    }
    let (ctx, id) = (&app.context, &asked.proposal.id);
    let name = answer.name.as_ref();
    let done = app.store.answer_as_speaker(ctx, asked.edition, id, &speaker.email, (answer.yes, name)).await?;
    revised(asked.edition, done)
}
