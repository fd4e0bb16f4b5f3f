//! Recordings, slides and other links of a session, mostly added after the event.

use domain::input::{Object, line, one_of, secure_address};
use domain::phrase::Phrase;
use domain::timetable::{Link, LinkKind};

/// The most links of one session.
const MOST: usize = 20;

/// Parses the complete `links` of a session.
pub(crate) fn read(o: &Object<'_>) -> Option<Vec<Link>> {
    if !o.has("links") {
        o.ignore("links");
        return None;
    }
    let links: Vec<_> = o.objects("links").into_iter().filter_map(one).collect();
    if o.count("links") > MOST {
        o.reject("links", Phrase::of("must-be-at-most").arg("max", MOST));
    }
    Some(links)
}

fn one(o: Object<'_>) -> Option<Link> {
    let kind = o.required("kind", one_of(LinkKind::WORDS));
    let url = o.required("url", secure_address);
    let title = o.optional("title", line(200));
    o.done();
    Some(Link { kind: kind?, url: url?, title, attached: false })
}

/// Parses one link from the three fields of a form.
pub(crate) fn added(o: &Object<'_>) -> Option<Link> {
    let kind = o.required("link_kind", one_of(LinkKind::WORDS));
    let url = o.required("link_url", secure_address);
    let title = o.optional("link_title", line(200));
    Some(Link { kind: kind?, url: url?, title, attached: false })
}
