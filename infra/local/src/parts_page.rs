//! The page of all parts that pages are built from, for developers.

use askama::Template;
use domain::input::ValidationError;
use domain::phrase::Phrase;
use serde_json::json;
use web::{Layout, Problem, Typed};

#[derive(Template)]
#[template(path = "all-parts.html")]
struct Page<'a> {
    layout: Layout,
    values: Typed<'a>,
}

pub(crate) fn render() -> Result<String, askama::Error> {
    let typed = json!({ "wrong": "name@example" });
    let detail = Phrase::of("must-be-email");
    let problem = Problem::invalid(vec![ValidationError { pointer: "/wrong".into(), detail }]);
    Page { layout: Layout::new("Parts"), values: Typed::new(&typed, Some(&problem)) }.render()
}
