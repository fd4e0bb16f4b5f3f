//! One route of the contract, described in one row.

use crate::Kind;
use crate::shape::{Described, Shape};

/// A route. The template wires it, a function answers it, a test checks it.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub method: &'static str,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    pub function: &'static str,
    pub who: Who,
    /// What it is for, in a few words.
    pub summary: &'static str,
    /// See [`Route::parameters`] for all of them.
    parameters: &'static [Parameter],
    pub body: Option<Body>,
    /// The successful answers.
    pub answers: &'static [Answer],
    /// The problems specific to this route; [`refusals`](crate::refusals) lists all of them.
    pub refuses: &'static [Kind],
}

/// Who may call a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Anyone,
    SignedIn,
    /// The person with the registration's manage token (or the link of an acceptance, or a speaker's), and organizers.
    /// The function decides, because it must read the registration first.
    Holder,
    /// A proposal's owner and speakers, the leads of its track, and organizers. The function decides, because
    /// it must read the proposal first, and some actions are only for some of these people.
    Author,
    /// Organizers, and leads for the pools of their tracks.
    PoolKeeper,
    /// Organizers, and leads of the track in the path.
    TrackLead,
    /// Organizers, and the leads of any track.
    TeamKeeper,
    /// Organizers, and leads and reviewers of a track. The function checks the track of the item that it read.
    Reviewer,
    Organizer,
    /// Organizers, and people who check in attendees.
    Door,
    /// Organizers of the edition. A new edition can be created by the deployment's first organizers.
    Definer,
    /// The deployment's first organizers. On one machine also anyone while there is no edition. The function decides,
    /// because it must read the list of editions first.
    Founder,
}

pub(crate) const TOKEN: Parameter = row::query("token", "as in the mailed link");

/// The parameters of every route that the holder of a mailed link may call.
const HOLDER: &[Parameter] = &[TOKEN, row::query("manage_token", "the earlier name of `token`").deprecated()];

/// A parameter of the query, or a header.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    pub place: Place,
    /// A name that ends in braces means all names with the same beginning: `without.{track}`.
    pub name: &'static str,
    pub about: &'static str,
    pub values: Values,
    /// Still accepted, for clients of earlier versions.
    pub deprecated: bool,
}

/// The allowed values of a query parameter. `web` refuses all others before a function sees the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Values {
    /// Any text. The function checks values that depend on the edition's data, such as the id of a track.
    Text,
    /// See [`Values::flag`].
    Flag,
    /// A whole number.
    Number,
    OneOf(&'static [&'static str]),
    /// An IANA name.
    TimeZone,
    /// Leads to the next page of a list.
    Cursor,
}

impl Values {
    /// Parses a flag: `true`, `false` or a synonym. A flag without a value is set.
    pub fn flag(text: &str) -> Option<bool> {
        match text {
            "" | "true" | "1" | "yes" | "on" => Some(true),
            "false" | "0" | "no" | "off" => Some(false),
            _ => None,
        }
    }
}

impl Parameter {
    const fn new(place: Place, name: &'static str, values: Values, about: &'static str) -> Self {
        Self { place, name, about, values, deprecated: false }
    }

    pub(crate) const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }

    fn has_name(&self, name: &str) -> bool {
        self.name.split_once('{').map_or(self.name == name, |(begin, _)| name.starts_with(begin))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Query,
    Header,
}

/// The body of a request: the Rust type of each content type. Text has none.
#[derive(Clone, Copy, Debug)]
pub struct Body(pub &'static [(&'static str, Option<Shape>)]);

/// A successful answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    pub status: u16,
    /// A description; empty for JSON, which is described by the name of its type.
    pub about: &'static str,
    /// The Rust type of each content type. Text has none.
    pub content: &'static [(&'static str, Option<Shape>)],
    /// Whether it returns a document in the form in which it was sent. Its type is then the body's.
    pub as_sent: bool,
}

impl Route {
    pub const fn new(
        method: &'static str,
        path: &'static str,
        function: &'static str,
        who: Who,
        summary: &'static str,
    ) -> Self {
        Self { method, path, function, who, summary, parameters: &[], body: None, answers: &[], refuses: &[] }
    }

    pub(crate) const fn takes(mut self, parameters: &'static [Parameter]) -> Self {
        self.parameters = parameters;
        self
    }

    pub(crate) const fn reads(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    pub(crate) const fn answers(mut self, answers: &'static [Answer]) -> Self {
        self.answers = answers;
        self
    }

    pub(crate) const fn refuses(mut self, kinds: &'static [Kind]) -> Self {
        self.refuses = kinds;
        self
    }

    /// The query parameters and headers, including those by which callers prove their access.
    pub fn parameters(&self) -> impl Iterator<Item = &'static Parameter> + use<> {
        let access: &[Parameter] = if self.who == Who::Holder { HOLDER } else { &[] };
        access.iter().chain(self.parameters)
    }

    /// The query parameter with this name.
    pub fn query(&self, name: &str) -> Option<&'static Parameter> {
        self.parameters().find(|parameter| parameter.place == Place::Query && parameter.has_name(name))
    }

    /// API Gateway's name for it: `GET /conferences/{conference}`.
    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// Constructors for the rows of the route table.
pub(crate) mod row {
    use super::{Answer, Body, Described, Parameter, Place, Route, Shape, Values, Who};

    pub(crate) const fn get(path: &'static str, function: &'static str, who: Who, summary: &'static str) -> Route {
        Route::new("GET", path, function, who, summary)
    }

    pub(crate) const fn post(path: &'static str, function: &'static str, who: Who, summary: &'static str) -> Route {
        Route::new("POST", path, function, who, summary)
    }

    pub(crate) const fn put(path: &'static str, function: &'static str, who: Who, summary: &'static str) -> Route {
        Route::new("PUT", path, function, who, summary)
    }

    pub(crate) const fn patch(path: &'static str, function: &'static str, who: Who, summary: &'static str) -> Route {
        Route::new("PATCH", path, function, who, summary)
    }

    pub(crate) const fn delete(path: &'static str, function: &'static str, who: Who, summary: &'static str) -> Route {
        Route::new("DELETE", path, function, who, summary)
    }

    pub(crate) const fn query(name: &'static str, about: &'static str) -> Parameter {
        Parameter::new(Place::Query, name, Values::Text, about)
    }

    pub(crate) const fn flag(name: &'static str, about: &'static str) -> Parameter {
        Parameter::new(Place::Query, name, Values::Flag, about)
    }

    pub(crate) const fn number(name: &'static str, about: &'static str) -> Parameter {
        Parameter::new(Place::Query, name, Values::Number, about)
    }

    pub(crate) const fn one_of(name: &'static str, words: &'static [&'static str], about: &'static str) -> Parameter {
        Parameter::new(Place::Query, name, Values::OneOf(words), about)
    }

    pub(crate) const fn time_zone(name: &'static str, about: &'static str) -> Parameter {
        Parameter::new(Place::Query, name, Values::TimeZone, about)
    }

    pub(crate) const fn cursor(name: &'static str, about: &'static str) -> Parameter {
        Parameter::new(Place::Query, name, Values::Cursor, about)
    }

    pub(crate) const fn header(name: &'static str, about: &'static str) -> Parameter {
        Parameter::new(Place::Header, name, Values::Text, about)
    }

    const JSON: &str = "application/json";
    const FORM: &str = "application/x-www-form-urlencoded";
    const HTML: &str = "text/html";
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// A body as JSON, or as a form with the same fields.
    pub(crate) const fn json_or_form<T: Described>() -> Body {
        Body(const { &[(JSON, Some(Shape::of::<T>())), (FORM, Some(Shape::of::<T>()))] })
    }

    pub(crate) const fn json_body<T: Described>() -> Body {
        Body(const { &[(JSON, Some(Shape::of::<T>()))] })
    }

    pub(crate) const fn form<T: Described>() -> Body {
        Body(const { &[(FORM, Some(Shape::of::<T>()))] })
    }

    /// A form with or without files.
    pub(crate) const fn form_with_files<T: Described>() -> Body {
        Body(const { &[(FORM, Some(Shape::of::<T>())), ("multipart/form-data", Some(Shape::of::<T>()))] })
    }

    /// A body as JSON, or as a form with the same fields, with or without files.
    pub(crate) const fn json_or_form_with_files<T: Described>() -> Body {
        Body(
            const {
                &[
                    (JSON, Some(Shape::of::<T>())),
                    (FORM, Some(Shape::of::<T>())),
                    ("multipart/form-data", Some(Shape::of::<T>())),
                ]
            },
        )
    }

    /// A JSON merge patch (RFC 7396).
    pub(crate) const fn merge_patch<T: Described>() -> Body {
        Body(const { &[("application/merge-patch+json", Some(Shape::of::<T>())), (JSON, Some(Shape::of::<T>()))] })
    }

    /// The first type as JSON, a CSV file, a workbook, or the second type as a form with or without files.
    pub(crate) const fn table<T: Described, F: Described>() -> Body {
        Body(
            const {
                &[
                    (JSON, Some(Shape::of::<T>())),
                    ("text/csv", None),
                    (XLSX, None),
                    (FORM, Some(Shape::of::<F>())),
                    ("multipart/form-data", Some(Shape::of::<F>())),
                ]
            },
        )
    }

    pub(crate) const PNG_BODY: Body = Body(&[("image/png", None)]);

    const fn answer(status: u16, about: &'static str, content: &'static [(&'static str, Option<Shape>)]) -> Answer {
        Answer { status, about, content, as_sent: false }
    }

    pub(crate) const fn json<T: Described>(status: u16) -> Answer {
        answer(status, "", const { &[(JSON, Some(Shape::of::<T>()))] })
    }

    pub(crate) const fn json_or_page<T: Described>(status: u16) -> Answer {
        answer(status, "", const { &[(JSON, Some(Shape::of::<T>())), (HTML, None)] })
    }

    /// A document in the form in which it was sent, or a page with it.
    pub(crate) const fn as_sent_or_page<T: Described>(status: u16) -> Answer {
        Answer { as_sent: true, ..json_or_page::<T>(status) }
    }

    /// JSON, a page, or plain text if the path ends in `.txt`.
    pub(crate) const fn json_page_or_text<T: Described>(status: u16) -> Answer {
        answer(status, "", const { &[(JSON, Some(Shape::of::<T>())), (HTML, None), ("text/plain", None)] })
    }

    /// JSON, a page, or iCalendar if the path ends in `.ics`.
    pub(crate) const fn json_page_or_calendar<T: Described>(status: u16) -> Answer {
        answer(status, "", const { &[(JSON, Some(Shape::of::<T>())), (HTML, None), ("text/calendar", None)] })
    }

    pub(crate) const fn page(status: u16) -> Answer {
        answer(status, "A page.", &[(HTML, None)])
    }

    pub(crate) const PAGE: Answer = page(200);
    pub(crate) const CSV: Answer = answer(200, "A table.", &[("text/csv", None)]);
    /// See `web::ANSWER_BYTES`.
    pub(crate) const CSV_PART: Answer = answer(
        200,
        "A table. One that is too large for one answer comes in parts: the header `Link` leads to the next, and in a \
         browser a page does.",
        &[("text/csv", None), (HTML, None)],
    );
    /// A part holds more than a part of the CSV, because a workbook is compressed.
    pub(crate) const WORKBOOK_PART: Answer = answer(
        200,
        "A workbook with one sheet, in parts like the CSV. Instants are in UTC.",
        &[(XLSX, None), (HTML, None)],
    );
    pub(crate) const CALENDAR: Answer = answer(200, "A calendar.", &[("text/calendar", None)]);
    pub(crate) const XML: Answer = answer(200, "Schedule XML.", &[("application/xml", None)]);
    pub(crate) const FEED: Answer = answer(200, "A feed.", &[("application/atom+xml", None)]);
    pub(crate) const APPEARANCE: Answer = answer(
        200,
        "A style sheet, or an image.",
        &[("text/css", None), ("image/svg+xml", None), ("image/png", None), ("image/webp", None)],
    );
    pub(crate) const SVG: Answer = answer(200, "A picture.", &[("image/svg+xml", None)]);
    pub(crate) const PNG: Answer = answer(200, "A picture.", &[("image/png", None)]);
    pub(crate) const FILE: Answer = answer(200, "A file.", &[]);
    pub(crate) const NO_CONTENT: Answer = answer(204, "Done.", &[]);
    pub(crate) const SEE_OTHER: Answer = answer(303, "Done; `location` leads to the page to show.", &[]);
    pub(crate) const MOVED: Answer = answer(308, "`location` leads to where it is now.", &[]);
    pub(crate) const NOT_MODIFIED: Answer = answer(304, "Done.", &[]);
}
