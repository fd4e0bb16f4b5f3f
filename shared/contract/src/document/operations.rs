//! What each route reads, and what it answers with success.

mod review;
mod tracks;

use utoipa::openapi::path::ParameterIn;

use crate::Route;

mod proposals;

/// What a route reads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body {
    /// This schema, as JSON or as a form.
    JsonOrForm(&'static str),
    Json(&'static str),
    Form(&'static str),
    /// The first schema as JSON, a CSV file, or the second as a form, which may have files.
    Table(&'static str, &'static str),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Answers {
    Json(&'static str),
    /// The same, or a page.
    JsonOrPage(&'static str),
    Page,
    Csv,
    Calendar,
    Xml,
    /// JSON of this schema, a page, or with `.ics` after the path an iCalendar.
    JsonPageOrCalendar(&'static str),
    Feed,
    /// JSON of this schema, a page, or with `.txt` after the path plain text.
    JsonPageOrText(&'static str),
    File,
    Redirect,
    Nothing,
}

/// One route's side of the contract.
pub(super) struct Operation {
    pub(super) parameters: &'static [(ParameterIn, &'static str, &'static str)],
    pub(super) reads: Option<Body>,
    pub(super) answers: &'static [(u16, Answers)],
}

const CURSOR: &[(ParameterIn, &str, &str)] = &[(
    ParameterIn::Query,
    "cursor",
    "as in the `next` of the page before, which is a link; without it the first page",
)];

/// What an `Idempotency-Key` is.
const A_KEY: &str = "1 to 200 characters of your choice, new for each new wish; a repeat with it has no further effect and gets \
     the same answer";

const KEY: &[(ParameterIn, &str, &str)] = &[(ParameterIn::Header, "idempotency-key", A_KEY)];

const DRAFT: &[(ParameterIn, &str, &str)] =
    &[(ParameterIn::Query, "draft", "what is not published yet, for organizers and leads")];

const IMPORT: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "dry_run", "`true`: what would be imported, and nothing is"),
    (ParameterIn::Query, "reason", "why sessions may collide; without it such a file is refused"),
];

const PICKS: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "draft", "what is not published yet, for organizers and leads"),
    (ParameterIn::Query, "sessions", "ids with commas between them: a calendar of these only"),
];

const VIEW: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "draft", "what is not published yet, for organizers and leads"),
    (ParameterIn::Query, "day", "one day: its date, or its number from 1"),
    (ParameterIn::Query, "track", "one track: its id"),
    (ParameterIn::Query, "q", "words that title, text, people, room or track have"),
    (ParameterIn::Query, "detail", "a page with what each session is about"),
    (ParameterIn::Query, "zone", "a page with times on these clocks (IANA)"),
];

const RESIZE: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Header, "idempotency-key", A_KEY),
    (ParameterIn::Query, "dry_run", "`true`: what would happen, and nothing is changed"),
];

const NEXT_EDITION: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "id", "of the next edition"),
    (ParameterIn::Query, "starts_on", "its first day; every other day and deadline moves with it"),
    (ParameterIn::Query, "without.{track}", "with any value: the next edition begins without this track"),
];

const HISTORY: &[(ParameterIn, &str, &str)] = &[
    (ParameterIn::Query, "dry_run", "`true`: what would happen, and nothing is changed"),
    (ParameterIn::Query, "edition", "with text/csv: the edition of every line that names none itself"),
];

pub(super) fn operation(route: &Route) -> Operation {
    use Answers::{Csv, Feed, File, Json, JsonOrPage, JsonPageOrText, Nothing, Page, Redirect};
    use Body::{Form, JsonOrForm};
    let conference = route.path.strip_prefix("/conferences/{conference}").unwrap_or(route.path);
    if let Some(operation) = tracks::operation(route.method, conference) {
        return operation;
    }
    let (reads, answers): (_, &[_]) = match (route.method, conference) {
        ("GET", "/") => (None, &[(200, JsonOrPage("Conferences"))]),
        ("GET", "") => (None, &[(200, JsonOrPage("Conference"))]),
        ("PUT", "") => (Some(Body::Json("Definition")), &[(200, Json("Defined")), (201, Json("Defined"))]),
        ("GET", "/assets/{file}") => (None, &[(200, File)]),
        ("GET", "/problems/{problem}") => (None, &[(200, JsonOrPage("ProblemKind"))]),
        ("GET", "/openapi.json") => (None, &[(200, Json("Document"))]),
        ("GET", "/healthz") => (None, &[(200, Json("Health"))]),
        ("GET", "/register" | "/join-waitlist" | "/link" | "/sign-in") => (None, &[(200, Page)]),
        ("POST", "/registrations") => (
            Some(JsonOrForm("Register")),
            &[(200, JsonOrPage("RegistrationState")), (201, Json("Registration")), (303, Redirect)],
        ),
        ("GET", "/registrations/{id}" | "/registrations/{id}/reconfirm") => {
            (None, &[(200, JsonOrPage("Registration")), (303, Redirect)])
        }
        ("PATCH", "/registrations/{id}") => (Some(JsonOrForm("Change")), &[(200, Json("Registration"))]),
        ("DELETE", "/registrations/{id}") => (None, &[(200, Json("Registration"))]),
        ("POST", "/registrations/{id}") => (Some(Form("ManageForm")), &[(303, Redirect)]),
        ("POST", "/registrations/{id}/reconfirm") => {
            (Some(JsonOrForm("Reconfirm")), &[(200, Json("Registration")), (303, Redirect)])
        }
        ("GET", "/reconfirmation") => (None, &[(200, JsonOrPage("Round"))]),
        ("POST", "/link") => (Some(JsonOrForm("Email")), &[(202, Json("Said")), (303, Redirect)]),
        ("GET", "/definition") => (None, &[(200, JsonOrPage("Definition"))]),
        ("POST", "/definition") => (Some(Form("DefinitionForm")), &[(303, Redirect)]),
        ("GET", "/organize") => (None, &[(200, JsonOrPage("Overview"))]),
        ("GET", "/pools") => (None, &[(200, JsonOrPage("Pools"))]),
        ("GET", "/pools/{pool}") => (None, &[(200, Json("Pool")), (303, Redirect)]),
        ("PATCH", "/pools/{pool}") => (Some(JsonOrForm("Resize")), &[(200, Json("Resized"))]),
        ("POST", "/pools/{pool}/release") => (None, &[(200, Json("PoolReleased")), (303, Redirect)]),
        ("POST", "/pools/{pool}") => (Some(Form("Resize")), &[(303, Redirect)]),
        ("GET", "/pools/{pool}/invitations") => (None, &[(200, JsonOrPage("Invitations"))]),
        ("POST", "/pools/{pool}/invitations") => {
            (Some(JsonOrForm("Invite")), &[(200, Json("Invitation")), (201, Json("Invitation")), (303, Redirect)])
        }
        ("DELETE", "/pools/{pool}/invitations/{invitation}") => (None, &[(200, Json("Invitation"))]),
        ("POST", "/pools/{pool}/invitations/{invitation}") => (None, &[(200, Json("Invitation")), (303, Redirect)]),
        ("GET", "/registrations") => (None, &[(200, JsonOrPage("Registrations"))]),
        ("GET", "/registrations.csv" | "/waitlist.csv") => (None, &[(200, Csv)]),
        ("GET", "/announcements") => (None, &[(200, JsonOrPage("Announcements"))]),
        ("GET", "/announcements.atom") => (None, &[(200, Feed), (304, Nothing)]),
        ("GET", "/announcements/{announcement}") => (None, &[(200, JsonPageOrText("Announcement"))]),
        ("POST", "/announcements") => (Some(JsonOrForm("Post")), &[(201, Json("Announcement")), (303, Redirect)]),
        ("PATCH", "/announcements/{announcement}") => {
            (Some(JsonOrForm("AnnouncementChange")), &[(200, Json("Announcement"))])
        }
        ("POST", "/announcements/{announcement}") => (Some(Form("AnnouncementChange")), &[(303, Redirect)]),
        ("GET", "/audit") => (None, &[(200, JsonOrPage("Recount"))]),
        ("POST", "/audit") => (None, &[(200, Json("Recount")), (303, Redirect)]),
        ("GET", "/agenda") => (None, &[(200, JsonOrPage("Agenda"))]),
        ("GET", "/agenda/{line}") => (None, &[(200, JsonOrPage("AgendaPreview"))]),
        ("POST", "/agenda/{line}") => (Some(JsonOrForm("AgendaAct")), &[(200, Json("Agenda")), (303, Redirect)]),
        ("POST", "/agenda/set-aside/{id}/retry" | "/agenda/set-aside/{id}/skip") => {
            (None, &[(200, Json("Agenda")), (303, Redirect)])
        }
        ("GET", "/mails") => (None, &[(200, JsonOrPage("Mails"))]),
        ("POST", "/mails/{mail}/resend") => (None, &[(202, Json("Mail")), (303, Redirect)]),
        ("POST", "/sign-in") => (Some(JsonOrForm("Email")), &[(202, Json("SignInAsked")), (303, Redirect)]),
        ("GET", "/sign-in/{token}") => (None, &[(200, JsonOrPage("Said"))]),
        ("POST", "/sign-in/{token}") => (Some(JsonOrForm("Code")), &[(200, Json("SignedIn")), (303, Redirect)]),
        ("POST", "/sign-out") => (None, &[(204, Nothing), (303, Redirect)]),
        (method, path) if path.starts_with("/waitlist") => waitlist(method, path),
        (method, path) if route.function == "people" => people(method, path),
        (method, path) if route.function == "review" => review::operation(method, path),
        (method, _) if route.function == "bofs" => bofs(method, conference),
        (method, _) if route.function == "timetable" => timetable(method, conference),
        (method, path) if route.function == "submit-proposal" => proposals::operation(method, path)
            .unwrap_or_else(|| unreachable!("{} is described in operations", route.key())),
        (method, path) => series(method, path),
    };
    let parameters = match (route.method, conference) {
        (
            "GET",
            "/agenda/{line}"
            | "/announcements"
            | "/registrations"
            | "/waitlist"
            | "/mails"
            | "/pools/{pool}/invitations",
        ) => CURSOR,
        ("POST", "/registrations" | "/waitlist" | "/announcements" | "/bofs" | "/sessions") => KEY,
        ("GET", "/timetable" | "/timetable/tracks/{track}") => VIEW,
        ("GET", "/timetable.ics") => PICKS,
        ("POST", "/timetable/import") => IMPORT,
        ("GET", "/timetable.json" | "/timetable.xml" | "/timetable.csv" | "/sessions/{session}") => DRAFT,
        ("PATCH", "/pools/{pool}") => RESIZE,
        ("GET", "") => tracks::ZONE,
        ("POST", "/history") => HISTORY,
        ("GET", "/next-edition") => NEXT_EDITION,
        (method, path) if route.function == "review" => review::parameters(method, path),
        (method, path) => proposals::parameters(method, path),
    };
    Operation { parameters, reads, answers }
}

fn waitlist(method: &str, path: &str) -> (Option<Body>, &'static [(u16, Answers)]) {
    use Answers::{Json, JsonOrPage, Redirect};
    use Body::{Form, JsonOrForm};
    match (method, path) {
        ("POST", "/waitlist") => (Some(JsonOrForm("Join")), &[(201, Json("Entry")), (303, Redirect)]),
        ("GET", "/waitlist/{id}") => (None, &[(200, JsonOrPage("Entry")), (303, Redirect)]),
        ("DELETE", "/waitlist/{id}") => (None, &[(200, Json("Entry"))]),
        ("POST", "/waitlist/{id}") => (Some(Form("WithdrawForm")), &[(303, Redirect)]),
        ("POST", "/waitlist/{id}/accept") => (None, &[(200, Json("Registration")), (303, Redirect)]),
        ("POST", "/waitlist/{id}/decline") => (None, &[(200, Json("Entry")), (303, Redirect)]),
        ("GET", "/waitlist") => (None, &[(200, JsonOrPage("Waitlist"))]),
        ("PATCH", "/waitlist/{id}") => (Some(JsonOrForm("Move")), &[(200, Json("WaitlistEntry"))]),
        ("POST", "/waitlist/{id}/move") => (Some(Form("Move")), &[(303, Redirect)]),
        _ => unreachable!("{method} {path} is described in operations.rs"),
    }
}

/// Of the function `people`.
fn people(method: &str, path: &str) -> (Option<Body>, &'static [(u16, Answers)]) {
    use Answers::{Json, JsonOrPage, Redirect};
    use Body::JsonOrForm;
    match (method, path) {
        ("GET", "/me") => (None, &[(200, JsonOrPage("Me"))]),
        ("POST", "/me/addresses") => (Some(JsonOrForm("Email")), &[(202, Json("SignInAsked")), (303, Redirect)]),
        ("GET", "/me/link/{token}") => (None, &[(200, JsonOrPage("Said"))]),
        ("POST", "/me/link/{token}") => (Some(JsonOrForm("Code")), &[(200, Json("Addresses")), (303, Redirect)]),
        ("PATCH", "/me/addresses/{address}") => (Some(Body::Json("Prefer")), &[(200, Json("Addresses"))]),
        ("DELETE", "/me/addresses/{address}") => (None, &[(200, Json("Addresses"))]),
        ("POST", "/me/addresses/{address}") => (Some(Body::Form("AddressForm")), &[(303, Redirect)]),
        ("GET", "/roles") => (None, &[(200, JsonOrPage("Roles"))]),
        ("POST", "/roles") => {
            (Some(JsonOrForm("OfferRole")), &[(200, Json("Role")), (201, Json("Role")), (303, Redirect)])
        }
        ("DELETE", "/roles/{role}") => (None, &[(200, Json("Role"))]),
        ("POST", "/roles/{role}") => (Some(JsonOrForm("AnswerRole")), &[(200, Json("Role")), (303, Redirect)]),
        _ => unreachable!("{method} {path} is described in operations.rs"),
    }
}

/// What joins an edition to others of its series: who was there before, what becomes a track.
fn series(method: &str, path: &str) -> (Option<Body>, &'static [(u16, Answers)]) {
    use Answers::{Json, JsonOrPage, Redirect};
    use Body::JsonOrForm;
    match (method, path) {
        ("GET", "/new-tracks") => (None, &[(200, JsonOrPage("CallsForTracks"))]),
        ("GET", "/proposals/{id}/become-track") => (None, &[(200, JsonOrPage("TrackProposal"))]),
        ("POST", "/proposals/{id}/become-track") => (
            Some(JsonOrForm("BecomeTrack")),
            &[(200, Json("BecameTrack")), (201, Json("BecameTrack")), (303, Redirect)],
        ),
        ("GET", "/next-edition") => (None, &[(200, JsonOrPage("Definition"))]),
        ("POST", "/next-edition") => (Some(Body::Form("DefinitionForm")), &[(303, Redirect)]),
        ("GET", "/history") => (None, &[(200, JsonOrPage("History"))]),
        ("POST", "/history") => (
            Some(Body::Table("HistoryImport", "HistoryForm")),
            &[(200, JsonOrPage("HistoryImported")), (303, Redirect)],
        ),
        ("DELETE", "/history/editions/{edition}") => (None, &[(200, Json("History"))]),
        ("POST", "/history/editions/{edition}") => (None, &[(200, Json("History")), (303, Redirect)]),
        ("POST", "/history/erasures") => (Some(JsonOrForm("Email")), &[(200, Json("Erased")), (303, Redirect)]),
        _ => unreachable!("{method} {path} is described in operations.rs"),
    }
}

/// Of the function `bofs`.
fn bofs(method: &str, path: &str) -> (Option<Body>, &'static [(u16, Answers)]) {
    use Answers::{Json, JsonOrPage, Page, Redirect};
    use Body::{Form, JsonOrForm};
    match (method, path) {
        ("GET", "/propose-bof") => (None, &[(200, Page)]),
        ("GET", "/bofs") => (None, &[(200, JsonOrPage("Bofs"))]),
        ("POST", "/bofs") => (Some(JsonOrForm("ProposeBof")), &[(201, Json("Bof")), (303, Redirect)]),
        ("GET", "/bofs/{bof}") => (None, &[(200, JsonOrPage("Bof"))]),
        ("PATCH", "/bofs/{bof}") => (Some(JsonOrForm("RewordBof")), &[(200, Json("Bof"))]),
        ("DELETE", "/bofs/{bof}") => (None, &[(200, Json("Bof"))]),
        ("POST", "/bofs/{bof}") => (Some(Form("BofForm")), &[(303, Redirect)]),
        _ => unreachable!("{method} {path} is described in operations.rs"),
    }
}

/// Of the function `timetable`.
fn timetable(method: &str, path: &str) -> (Option<Body>, &'static [(u16, Answers)]) {
    use Answers::{Calendar, Csv, Json, JsonOrPage, JsonPageOrCalendar, Nothing, Redirect, Xml};
    use Body::{Form, JsonOrForm};
    match (method, path) {
        ("GET", "/timetable" | "/timetable/tracks/{track}") => {
            (None, &[(200, JsonPageOrCalendar("Timetable")), (304, Nothing)])
        }
        ("GET", "/timetable.json") => (None, &[(200, Json("ScheduleDocument")), (304, Nothing)]),
        ("GET", "/timetable.xml") => (None, &[(200, Xml), (304, Nothing)]),
        ("GET", "/timetable.ics") => (None, &[(200, Calendar), (304, Nothing)]),
        ("GET", "/timetable.csv") => (None, &[(200, Csv), (304, Nothing)]),
        ("GET", "/timetable/now") => (None, &[(200, JsonOrPage("NowAndNext")), (304, Nothing)]),
        ("GET", "/timetable/people") => (None, &[(200, JsonOrPage("People")), (304, Nothing)]),
        ("GET", "/timetable/people/{person}") => (None, &[(200, JsonPageOrCalendar("Person")), (304, Nothing)]),
        ("GET", "/timetable/releases") => (None, &[(200, JsonOrPage("Releases"))]),
        ("GET", "/timetable/edit") => (None, &[(200, JsonOrPage("Draft"))]),
        ("GET", "/timetable/publish") => (None, &[(200, JsonOrPage("ReleaseMade"))]),
        ("POST", "/timetable/publish") => (Some(JsonOrForm("Publish")), &[(200, Json("ReleaseMade")), (303, Redirect)]),
        ("POST", "/timetable/suggest") => (Some(JsonOrForm("Suggest")), &[(200, Json("Suggested")), (303, Redirect)]),
        ("POST", "/timetable/import") => {
            (Some(JsonOrForm("ImportForm")), &[(200, Json("ScheduleImported")), (303, Redirect)])
        }
        ("GET", "/timetable/bookmarks") => (None, &[(200, Json("Bookmarks"))]),
        ("PUT", "/timetable/bookmarks") => (Some(JsonOrForm("Bookmarks")), &[(200, Json("Bookmarks"))]),
        ("POST", "/timetable/shift") => (Some(JsonOrForm("Shift")), &[(200, Json("Shifted")), (303, Redirect)]),
        ("POST", "/sessions") => (Some(JsonOrForm("NewEntry")), &[(201, Json("Session")), (303, Redirect)]),
        ("GET", "/sessions/{session}") => (None, &[(200, JsonPageOrCalendar("Session")), (304, Nothing)]),
        ("PATCH", "/sessions/{session}") => (Some(JsonOrForm("ReviseSession")), &[(200, Json("Session"))]),
        ("DELETE", "/sessions/{session}") => (None, &[(200, Json("Session"))]),
        ("POST", "/sessions/{session}") => (Some(Form("SessionForm")), &[(303, Redirect)]),
        ("PUT", "/sessions/{session}/placement") => (Some(JsonOrForm("Place")), &[(200, Json("PlacedSession"))]),
        ("DELETE", "/sessions/{session}/placement") => (None, &[(200, Json("PlacedSession"))]),
        ("POST", "/sessions/{session}/placement") => (Some(Form("PlaceForm")), &[(303, Redirect)]),
        _ => unreachable!("{method} {path} is described in operations.rs"),
    }
}
