//! An edition's own colours, logo and badges' sizes, as files that its pages load. Their names contain a hash of their
//! content, so browsers cache them for a year.

use domain::conference::Conference;
use domain::conference::appearance::Palette;

use crate::badge_style;
use crate::file_version::version_of;

/// What the names of badges' style sheets begin with.
const BADGES: &str = "badges-";

/// A file made from an edition's settings.
#[derive(Clone, Debug)]
pub struct AppearanceFile {
    pub path: String,
    pub content_type: &'static str,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub enum Body {
    Text(String),
    Base64(String),
}

fn variables(Palette { accent, ink, soft, deep }: Palette) -> String {
    format!("--accent:{accent};--accent-ink:{ink};--accent-soft:{soft};--accent-deep:{deep};--c1:{accent}")
}

/// The style sheet with the edition's colours, if it has its own.
pub fn style(conference: &Conference) -> Option<AppearanceFile> {
    let accent = conference.appearance.accent?;
    let (light, dark) = (variables(accent.light()), variables(accent.dark()));
    let css = format!(":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}");
    Some(style_sheet(conference, "", css))
}

/// The style sheet with the sizes of the edition's badges.
pub fn badges(conference: &Conference) -> AppearanceFile {
    style_sheet(conference, BADGES, badge_style::css(&conference.badges, conference.appearance.accent))
}

/// The file that the edition has under a name, whatever the version in the name.
pub fn file(conference: &Conference, name: &str) -> Option<AppearanceFile> {
    match name.strip_suffix(".css") {
        Some(stem) if stem.starts_with(BADGES) => Some(badges(conference)),
        Some(_) => style(conference),
        None => logo(conference),
    }
}

fn style_sheet(conference: &Conference, prefix: &str, css: String) -> AppearanceFile {
    let path = path(conference, prefix, &css, "css");
    AppearanceFile { path, content_type: "text/css; charset=utf-8", body: Body::Text(css) }
}

/// The logo, if the edition has one.
pub fn logo(conference: &Conference) -> Option<AppearanceFile> {
    let logo = conference.appearance.logo.as_ref()?;
    let path = path(conference, "", &logo.base64, logo.extension);
    Some(AppearanceFile { path, content_type: logo.content_type, body: Body::Base64(logo.base64.clone()) })
}

fn path(conference: &Conference, prefix: &str, content: &str, extension: &str) -> String {
    format!("/conferences/{}/appearance/{prefix}{}.{extension}", conference.id, version_of(content))
}
