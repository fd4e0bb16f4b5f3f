//! Feedback on a session, from people with a pass, for its speakers, its leads and the organizers.

use askama::Template;
use contract::session_feedback::{FeedbackSummary, GivenFeedback, SessionFeedback};
use domain::conference::Conference;
use domain::feedback::{COMMENT_MAX, Feedback, NotRatable, RATING_MAX, SHOWN_FROM, Summary, is_ratable, summary};
use domain::input::{Reading, integer, paragraphs};
use domain::phrase::Phrase;
use domain::registration::Registration;
use domain::review::Score;
use domain::timetable::{Released, Role};
use serde_json::{Value, json};
use store::Edition;
use web::{App, Kind, Layout, Problem, Reply, Request, Typed};

use crate::draft::session_id;

/// The ratings in the order of the form, best first.
const RATINGS: &[&str] = &["5", "4", "3", "2", "1"];

#[derive(Template)]
#[template(path = "feedback.html")]
struct FeedbackPage<'a> {
    layout: Layout,
    conference: &'a Conference,
    known: &'a Known,
    /// The message that says why the reader cannot give feedback.
    closed: Option<&'static str>,
    summary: Option<Summary<'a>>,
    saved: bool,
    values: Typed<'a>,
    problem: Option<&'a Problem>,
}

impl FeedbackPage<'_> {
    /// With two digits.
    #[expect(clippy::unused_self, reason = "templates call methods of their page")]
    fn average(&self, summary: &Summary<'_>) -> Score {
        Score(u64::from(summary.average))
    }
}

/// A session of the published timetable, and the caller's relation to it.
struct Known {
    released: Released,
    /// Their pass.
    pass: Option<Registration>,
    mine: Option<Feedback>,
    speaks: bool,
    /// All feedback, if they may see it.
    all: Option<Vec<Feedback>>,
}

impl Known {
    async fn read(app: &App, request: &Request) -> Result<Self, Problem> {
        let edition = request.edition()?;
        let c = edition.id();
        let (id, unknown) = (session_id(request)?, || Problem::not_found("no-such-session"));
        let head = app.store.release_head(c).await?.ok_or_else(unknown)?;
        let release = app.store.timetable_release(c, &head).await?;
        let released = release.session(&id).ok_or_else(unknown)?.clone();
        let pass = match &request.caller.email {
            Some(email) => app.store.held_pass(edition, email).await?,
            None => None,
        };
        let mine = match &pass {
            Some(pass) => app.store.own_session_feedback(&app.context, c, &id, pass).await?,
            None => None,
        };
        let speaks = speaks(request, edition, &released);
        let sees = speaks || leads(request, edition, &released);
        let all = if sees { Some(app.store.session_feedback(c, &id).await?) } else { None };
        Ok(Self { released, pass, mine, speaks, all })
    }

    /// The caller's pass, if they can give feedback now.
    fn giver(&self, app: &App) -> Result<&Registration, Problem> {
        if self.speaks {
            return Err(Problem::new(Kind::FeedbackNotOpen, Phrase::of("rate-own")));
        }
        let pass = self.pass.as_ref();
        let pass = pass.ok_or_else(|| Problem::new(Kind::FeedbackNotOpen, Phrase::of("rate-pass")))?;
        is_ratable(&self.released, app.context.now()).map_err(|why| {
            let detail = match why {
                NotRatable::NotOver => Phrase::of("rate-later").arg("at", self.released.placement.period().ends_at),
                NotRatable::Cancelled => Phrase::of("rate-cancelled"),
            };
            Problem::new(Kind::FeedbackNotOpen, detail)
        })?;
        Ok(pass)
    }

    fn closed(&self, app: &App) -> Option<&'static str> {
        match (self.speaks, &self.pass, is_ratable(&self.released, app.context.now())) {
            (true, ..) => Some("feedback-own"),
            (_, _, Err(NotRatable::Cancelled)) => Some("feedback-cancelled"),
            (_, None, _) => Some("feedback-no-pass"),
            (_, _, Err(NotRatable::NotOver)) => Some("feedback-early"),
            (false, Some(_), Ok(())) => None,
        }
    }

    fn answer(&self, app: &App) -> SessionFeedback<'_> {
        let shown = self.all.as_deref().and_then(summary);
        SessionFeedback {
            session: self.released.session.id.as_str(),
            open: self.closed(app).is_none(),
            mine: self
                .mine
                .as_ref()
                .map(|mine| GivenFeedback { rating: mine.rating, comment: mine.comment.as_deref() }),
            summary: shown.map(|shown| FeedbackSummary {
                count: shown.count,
                average: f64::from(shown.average) / 100.0,
                comments: shown.comments,
            }),
        }
    }
}

fn speaks(request: &Request, edition: &Edition, released: &Released) -> bool {
    let own: Vec<_> = request.caller.addresses.iter().map(|address| edition.person_guid(address)).collect();
    released.session.people.iter().any(|person| person.role != Role::MustBeThere && own.contains(&person.guid))
}

/// Organizers, and the leads of the session's track.
fn leads(request: &Request, edition: &Edition, released: &Released) -> bool {
    let track = released.session.track.as_ref();
    request.caller.organizes(Some(edition)) || track.is_some_and(|track| request.caller.leads(edition).contains(&track))
}

/// `GET …/sessions/{session}/feedback`
pub(crate) async fn show(app: &App, request: &Request) -> Result<Reply, Problem> {
    let known = Known::read(app, request).await?;
    if !request.wants_html {
        return Ok(Reply::json(200, &known.answer(app)));
    }
    page(app, request, &known, None)
}

fn page(app: &App, request: &Request, known: &Known, problem: Option<&Problem>) -> Result<Reply, Problem> {
    let typed = match (problem, &known.mine) {
        (Some(_), _) => request.typed(),
        (None, Some(mine)) => json!({ "rating": mine.rating.to_string(), "comment": mine.comment }),
        (None, None) => Value::Null,
    };
    let page = FeedbackPage {
        layout: request.layout().titled(request.t("feedback-title").arg("session", &known.released.session.title)),
        conference: &request.edition()?.conference,
        known,
        closed: known.closed(app),
        summary: known.all.as_deref().and_then(summary),
        saved: problem.is_none() && request.query("done") == Some("saved"),
        values: Typed::new(&typed, problem),
        problem,
    };
    Ok(problem.map_or_else(|| Reply::page(200, &page), |problem| problem.on_page(&page)))
}

/// `POST …/sessions/{session}/feedback` `{rating, comment?}`
pub(crate) async fn give(app: &App, request: &Request) -> Result<Reply, Problem> {
    let mut known = Known::read(app, request).await?;
    match given(app, request, &known).await {
        Ok(_) if request.is_page_form() => Ok(Reply::see_other(&format!("{}?done=saved", request.path))),
        Ok(feedback) => {
            known.mine = Some(feedback);
            if known.all.is_some() {
                known.all = Some(app.store.session_feedback(request.edition()?.id(), &session_id(request)?).await?);
            }
            Ok(Reply::json(200, &known.answer(app)))
        }
        Err(problem) if request.is_page_form() => page(app, request, &known, Some(&problem)),
        Err(problem) => Err(problem),
    }
}

async fn given(app: &App, request: &Request, known: &Known) -> Result<Feedback, Problem> {
    let pass = known.giver(app)?;
    let (document, source) = request.document()?;
    let reading = Reading::new(source);
    let requested = reading.root(&document).and_then(|o| {
        let rating = o.required("rating", integer(1, RATING_MAX));
        let comment = o.optional("comment", paragraphs(COMMENT_MAX));
        o.done();
        Some((rating?, comment))
    });
    let (rating, comment) = reading.finish(requested)?;
    let rating = u32::try_from(rating).unwrap_or(1);
    let feedback = Feedback { rating, comment: comment.filter(|comment| !comment.is_empty()) };
    let c = request.edition()?.id();
    if app.store.give_session_feedback(&app.context, c, &known.released.session.id, pass, &feedback).await? {
        Ok(feedback)
    } else {
        Err(Problem::busy(Phrase::of("rate-busy")))
    }
}
