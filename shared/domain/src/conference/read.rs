//! Parses and validates an edition's definition: the same document as a TOML file and as the body of `PUT
//! /conferences/{c}`.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::appearance;
use super::badges;
use super::confirm_address;
use super::mail_texts;
use super::new_tracks;
use super::no_show;
use super::privacy;
use super::read_grid::{self, Grid, time};
use super::track::Link;
use super::{
    AnnouncementPolicies, AnnouncementPolicy, Cfp, Class, Conference, Format, Place, Pool, PoolId, Question,
    QuestionKind, REMINDERS_MAX, ReconfirmationPolicy, Room, Silence, Track, TrackKind, WaitlistPolicy, Window,
};
use crate::input::{
    self, Object, Reading, Source, ValidationError, any_text, boolean, day, integer, line, one_of, paragraphs, parsed,
    web_address,
};
use crate::instant::{self, Before, Deadline};
use crate::pass::CAPACITY_MAX;
use crate::phrase::Phrase;

/// The languages that pages and mails exist in.
const LANGUAGES: &[(&str, &str)] = &[("en", "en"), ("de", "de")];

/// Parses a definition, or returns all its errors.
pub fn read(document: &Value) -> Result<Conference, Vec<ValidationError>> {
    let reading = Reading::new(Source::Typed);
    let conference = reading.root(document).and_then(conference);
    reading.finish(conference)
}

fn conference(o: Object<'_>) -> Option<Conference> {
    let id = o.required("id", parsed);
    let series = o.required("series", line(40));
    let acronym = o.optional("acronym", acronym);
    let name = o.required("name", line(200));
    let description = o.optional("description", paragraphs(5000));
    let starts_on = o.required("starts_on", day);
    let ends_on = o.required("ends_on", day);
    let time_zone = o.required("time_zone", |v| instant::zone(any_text(v)?));
    let contact = o.required("contact", parsed);
    let website = o.optional("website", web_address);
    let language = o.optional("language", one_of(LANGUAGES));
    let appearance = o.optional_object("appearance").map(appearance::read).unwrap_or_default();
    let badges = o.optional_object("badges").map(badges::read).unwrap_or_default();
    let place = o.required_object("place").and_then(place);
    // Without a valid zone, parse times as UTC to report their other errors too; the result is discarded.
    let zone = time_zone.clone().unwrap_or(TimeZone::UTC);
    let registration = o.required_object("registration").and_then(|w| {
        let window = window(&w, &zone);
        let confirm_within = confirm_address::read(&w);
        w.done();
        Some((window?, confirm_within))
    });
    let organizers = o.list("organizers", parsed);
    if organizers.is_empty() {
        o.reject("organizers", Phrase::of("must-name-organizer"));
    }
    let rooms = o.objects("rooms").into_iter().filter_map(read_grid::room).collect::<Vec<_>>();
    let tracks = o.objects("tracks").into_iter().filter_map(|t| track(t, &zone)).collect::<Vec<_>>();
    let pools = o.objects("pools").into_iter().filter_map(|p| pool(p, &zone, &tracks)).collect::<Vec<_>>();
    let waitlist = match o.optional_object("waitlist") {
        Some(policy) => waitlist(policy),
        None => WaitlistPolicy { classes: default_classes(), offer_hours: 72, quiet_hours: None },
    };
    let reconfirmation = o.optional_object("reconfirmation").and_then(|r| reconfirmation(r, &zone));
    let days = starts_on.zip(ends_on);
    let no_show = o.optional_object("no_show").and_then(|n| no_show::read(n, &zone, no_show::days(days, &zone)));
    let mail_texts = o.optional_object("mail_texts").map(|texts| mail_texts::read(&texts)).unwrap_or_default();
    let announcements = o.optional_object("announcements").map(announcements).unwrap_or_default();
    let questions = o.objects("questions").into_iter().filter_map(question).collect::<Vec<_>>();
    let privacy = o.optional_object("privacy").map(privacy::read).unwrap_or_default();
    let Grid { hours, blocks, breaks, bof_slots } = read_grid::grid(&o, &zone, days, &rooms, &tracks);

    check_days(&o, days);
    check_names(&o, &rooms, &tracks, &pools, &questions);
    if let (Some(policy), Some((window, _)), Some(first)) = (&reconfirmation, &registration, starts_on) {
        reconfirmation_in_time(&o, policy, window, first, &zone);
    }
    o.done();

    let id: super::ConferenceId = id?;
    let (registration, confirm_within) = registration?;
    Some(Conference {
        acronym: acronym.unwrap_or_else(|| id.as_str().replace('-', "")),
        series: series?,
        name: name?,
        description,
        starts_on: starts_on?,
        ends_on: ends_on?,
        time_zone: time_zone?,
        place: place?,
        contact: contact?,
        website,
        language: language.unwrap_or("en"),
        appearance,
        badges,
        registration,
        confirm_within,
        organizers,
        rooms,
        hours,
        blocks,
        breaks,
        bof_slots,
        pools,
        waitlist,
        reconfirmation,
        no_show,
        announcements,
        mail_texts,
        questions,
        privacy,
        tracks,
        id,
    })
}

/// Reports days in the wrong order, and editions that last too long.
fn check_days(o: &Object<'_>, days: Option<(Date, Date)>) {
    let Some((first, last)) = days else { return };
    if last < first {
        o.reject("ends_on", Phrase::of("must-not-be-before-starts-on").arg("first", first));
    } else if (last - first).get_days() > 60 {
        o.reject("ends_on", Phrase::of("must-be-within-60-days"));
    }
}

/// Reports ids and names that are there twice, and a general pool that is not there.
fn check_names(o: &Object<'_>, rooms: &[Room], tracks: &[Track], pools: &[Pool], questions: &[Question]) {
    distinct(o, "rooms", rooms.iter().map(|r| r.id.as_str()));
    distinct_names(o, rooms.iter().map(|r| r.name.as_str()));
    distinct(o, "tracks", tracks.iter().map(|t| t.id.as_str()));
    distinct(o, "pools", pools.iter().map(|p| p.id.as_str()));
    distinct(o, "questions", questions.iter().map(|q| q.id.as_str()));
    // A pool with an error has no known id; do not report references to it as well.
    let whole = pools.len() == o.count("pools");
    if whole && !pools.iter().any(|p| p.id.as_str() == PoolId::GENERAL) {
        o.reject("pools", Phrase::of("must-have-general"));
    }
}

pub(super) fn distinct<'a>(o: &Object<'_>, key: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            o.reject(key, Phrase::of("has-id-twice").arg("id", id));
        }
    }
}

/// Schedule exports identify rooms by name, so names must be unique.
fn distinct_names<'a>(o: &Object<'_>, names: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            o.reject("rooms", Phrase::of("has-name-twice").arg("name", name));
        }
    }
}

fn acronym(value: &Value) -> Result<String, Phrase> {
    let text = any_text(value)?;
    let fine = (4..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if fine { Ok(text.to_owned()) } else { Err(Phrase::of("must-be-acronym")) }
}

fn slug(value: &Value) -> Result<String, Phrase> {
    parsed::<PoolId>(value).map(String::from)
}

fn place(o: Object<'_>) -> Option<Place> {
    let name = o.required("name", line(200));
    let address = o.optional("address", line(200));
    let city = o.required("city", line(200));
    let country = o.required("country", line(100));
    o.done();
    Some(Place { name: name?, address, city: city?, country: country? })
}

fn window(o: &Object<'_>, zone: &TimeZone) -> Option<Window> {
    let opens = o.required("opens", |v| Deadline::parse(any_text(v)?, zone));
    let closes = o.required("closes", |v| Deadline::parse(any_text(v)?, zone));
    if let (Some(opens), Some(closes)) = (&opens, &closes)
        && closes.at <= opens.at
    {
        o.reject("closes", Phrase::of("must-be-after-opens").arg("opens", opens.at));
    }
    Some(Window { opens: opens?, closes: closes? })
}

fn pool(o: Object<'_>, zone: &TimeZone, tracks: &[Track]) -> Option<Pool> {
    let id: Option<PoolId> = o.required("id", parsed);
    let capacity = o.required("capacity", integer(1, CAPACITY_MAX));
    let claim_by = o.optional("claim_by", |v| Deadline::parse(any_text(v)?, zone));
    let track = o.optional("track", parsed::<super::TrackId>);
    if let Some(track) = track.as_ref().filter(|track| !tracks.iter().any(|t| t.id == **track)) {
        o.reject("track", Phrase::of("no-such-track").arg("track", track));
    }
    if let Some(id) = &id {
        let open = matches!(id.as_str(), PoolId::GENERAL | PoolId::VIRTUAL);
        if open && claim_by.is_some() {
            o.reject("claim_by", Phrase::of("claim-by-open").arg("id", id));
        }
        if !open && claim_by.is_none() {
            o.reject("claim_by", Phrase::of("claim-by-required"));
        }
    }
    o.done();
    Some(Pool { id: id?, capacity: capacity?, claim_by, track })
}

fn default_classes() -> Vec<Class> {
    vec![Class::Contributor, Class::Newcomer, Class::Everyone]
}

fn waitlist(o: Object<'_>) -> WaitlistPolicy {
    let mut classes = o.list("classes", one_of(Class::WORDS));
    distinct(&o, "classes", classes.iter().filter_map(|c| Class::WORDS.iter().find(|w| w.1 == *c)).map(|w| w.0));
    match classes.iter().position(|c| *c == Class::Everyone) {
        None if classes.is_empty() => classes = default_classes(),
        None => classes.push(Class::Everyone),
        Some(at) if at + 1 < classes.len() => o.reject("classes", Phrase::of("everyone-last")),
        Some(_) => {}
    }
    let offer_hours = o.optional("offer_hours", integer(1, 24 * 30)).unwrap_or(72);
    let quiet_hours = o.optional_object("quiet_hours").and_then(|q| {
        let from = q.required("from", time);
        let until = q.required("until", time);
        q.done();
        Some((from?, until?))
    });
    o.done();
    WaitlistPolicy { classes, offer_hours, quiet_hours }
}

fn reconfirmation(o: Object<'_>, zone: &TimeZone) -> Option<ReconfirmationPolicy> {
    let ask_at = o.required("ask_at", |v| Deadline::parse(any_text(v)?, zone));
    let answer_by = o.required("answer_by", |v| Deadline::parse(any_text(v)?, zone));
    let given: Vec<Before> = o.list("reminders", input::parsed);
    let silence = o.required("silence", one_of(Silence::WORDS));
    let mut reminders = if o.count("reminders") == 0 { default_campaign_reminders() } else { given.clone() };
    if let (Some(ask_at), Some(answer_by)) = (&ask_at, &answer_by) {
        if answer_by.at <= ask_at.at {
            o.reject("answer_by", Phrase::of("must-be-after-ask-at").arg("ask-at", ask_at.at));
        }
        // Default reminders are dropped if there is no time for them; explicit ones must fit.
        let fits = |reminder: &Before| reminder.from(answer_by.at) > ask_at.at;
        if answer_by.at > ask_at.at && !given.iter().all(fits) {
            o.reject("reminders", Phrase::of("reminders-after-ask-at").arg("ask-at", ask_at.at));
        }
        reminders.retain(fits);
    }
    reminders.sort_unstable_by(|a, b| b.cmp(a));
    if given.len() > REMINDERS_MAX {
        o.reject("reminders", Phrase::of("must-be-at-most").arg("max", REMINDERS_MAX));
    }
    if reminders.windows(2).any(|pair| pair[0] == pair[1]) {
        o.reject("reminders", Phrase::of("must-differ"));
    }
    o.done();
    Some(ReconfirmationPolicy { ask_at: ask_at?, answer_by: answer_by?, reminders, silence: silence? })
}

/// Returned passes must still reach people on the waitlist.
fn reconfirmation_in_time(
    o: &Object<'_>,
    policy: &ReconfirmationPolicy,
    registration: &Window,
    first: Date,
    zone: &TimeZone,
) {
    let error = |key: &str, detail: Phrase| o.reject_inside("reconfirmation", key, detail);
    if policy.ask_at.at < registration.opens.at {
        error("ask_at", Phrase::of("ask-at-before-registration").arg("opens", registration.opens.at));
    }
    let starts = first.to_zoned(zone.clone()).map_or(registration.closes.at, |day| day.timestamp());
    let last = starts.min(registration.closes.at);
    if policy.answer_by.at > last {
        error("answer_by", Phrase::of("answer-by-too-late").arg("last", last));
    }
}

fn default_campaign_reminders() -> Vec<Before> {
    ["P7D", "P2D"].iter().filter_map(|text| text.parse().ok()).collect()
}

fn announcements(o: Object<'_>) -> AnnouncementPolicies {
    let policy = |key| o.optional(key, one_of(AnnouncementPolicy::WORDS)).unwrap_or_default();
    let policies = AnnouncementPolicies {
        sold_out: policy("sold_out"),
        reopened: policy("reopened"),
        released: policy("released"),
        call_opened: policy("call_opened"),
        call_moved: policy("call_moved"),
        call_closed: policy("call_closed"),
        timetable: policy("timetable"),
    };
    o.done();
    policies
}

/// The id of a question, a criterion or a consent.
pub(super) fn small_id(value: &Value) -> Result<String, Phrase> {
    let text = any_text(value)?;
    let fine = (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if fine { Ok(text.to_owned()) } else { Err(Phrase::of("must-be-40-small")) }
}

fn question(o: Object<'_>) -> Option<Question> {
    #[derive(Clone, Copy, PartialEq)]
    enum Kind {
        Text,
        Lines,
        Choice,
        Tick,
        Date,
    }
    let id = o.required("id", small_id);
    let label = o.required("label", line(200));
    let required = o.optional("required", boolean).unwrap_or(false);
    let words = &[
        ("text", Kind::Text),
        ("lines", Kind::Lines),
        ("choice", Kind::Choice),
        ("tick", Kind::Tick),
        ("date", Kind::Date),
    ];
    let kind = o.required("kind", one_of(words));
    let choices = o.list("choices", line(100));
    if kind == Some(Kind::Choice) && choices.len() < 2 {
        o.reject("choices", Phrase::of("must-have-choices"));
    }
    let keep_days = privacy::keep_days(&o);
    o.done();
    let kind = match kind? {
        Kind::Text => QuestionKind::Text,
        Kind::Lines => QuestionKind::Lines,
        Kind::Choice => QuestionKind::Choice(choices),
        Kind::Tick => QuestionKind::Tick,
        Kind::Date => QuestionKind::Date,
    };
    Some(Question { id: id?, label: label?, required, kind, keep_days })
}

fn track(o: Object<'_>, zone: &TimeZone) -> Option<Track> {
    let id = o.required("id", parsed);
    let name = o.required("name", line(200));
    let kind = o.required("kind", one_of(TrackKind::WORDS));
    let leads = o.list("leads", parsed);
    let contact = o.optional("contact", parsed);
    let description = o.required("description", paragraphs(10_000));
    let topics = o.list("topics", line(300));
    let accomplishments = o.list("accomplishments", line(500));
    let recordings = o
        .objects("recordings")
        .into_iter()
        .filter_map(|link| {
            let label = link.required("label", line(200));
            let url = link.required("url", web_address);
            link.done();
            Some(Link { label: label?, url: url? })
        })
        .collect();
    let new_tracks = new_tracks::read(&o, zone);
    let mut formats = o.objects("formats").into_iter().filter_map(format).collect::<Vec<_>>();
    let mut questions = o.objects("questions").into_iter().filter_map(question).collect::<Vec<_>>();
    if let Some(new_tracks) = &new_tracks {
        if !formats.is_empty() {
            o.reject("formats", Phrase::of("formats-of-tracks"));
        }
        formats = new_tracks.formats();
        questions = new_tracks::questions().into_iter().chain(questions).collect();
    }
    distinct(&o, "formats", formats.iter().map(|f| f.id.as_str()));
    distinct(&o, "questions", questions.iter().map(|q| q.id.as_str()));
    let block_minutes = o.optional("block_minutes", integer(1, 24 * 60));
    let recorded = o.optional("recorded", boolean).unwrap_or(true);
    let cfp = o.optional_object("cfp").and_then(|call| {
        let window = window(&call, zone);
        let reminders: Vec<Before> = call.list("reminders", input::parsed);
        let limit_per_person = call.optional("limit_per_person", integer(1, 1000));
        call.done();
        let reminders = if reminders.is_empty() { default_reminders() } else { reminders };
        Some(Cfp { window: window?, reminders, limit_per_person })
    });
    let review = super::review::review(&o, kind, zone);
    let confirm = super::review::confirm(&o, zone);
    o.done();
    Some(Track {
        id: id?,
        name: name?,
        kind: kind?,
        leads,
        contact,
        description: description?,
        topics,
        accomplishments,
        recordings,
        formats,
        questions,
        new_tracks,
        block_minutes,
        recorded,
        cfp,
        review,
        confirm,
    })
}

fn format(o: Object<'_>) -> Option<Format> {
    let id = o.required("id", slug);
    let label = o.required("label", line(100));
    let mut minutes = o.list("minutes", integer(1, 24 * 60));
    minutes.sort_unstable();
    minutes.dedup();
    if minutes.is_empty() && o.count("minutes") == 0 {
        o.reject("minutes", Phrase::of("must-have-length"));
    }
    o.done();
    Some(Format { id: id?, label: label?, minutes })
}

fn default_reminders() -> Vec<Before> {
    ["P7D", "P1D", "PT3H"].iter().filter_map(|text| text.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use serde_json::json;

    fn small() -> Value {
        json!({
            "id": "demo-2030", "series": "demo", "name": "Demo 2030",
            "starts_on": "2030-05-01", "ends_on": "2030-05-02", "time_zone": "Europe/Berlin",
            "contact": "contact@example.org", "organizers": ["organizer@example.org"],
            "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
            "registration": {"opens": "2030-01-01T09:00:00", "closes": "2030-04-30T18:00:00"},
            "pools": [{"id": "general", "capacity": 10}],
        })
    }

    fn check(change: impl FnOnce(&mut Value), expected: &Expect) {
        let mut document = small();
        change(&mut document);
        let shown = match read(&document) {
            Ok(conference) => format!("{} {} {}", conference.id, conference.acronym, conference.registration.opens.at),
            Err(errors) => errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_minimal_definition_is_valid() {
        check(|_| (), &expect!["demo-2030 demo2030 2030-01-01T08:00:00Z"]);
    }

    #[test]
    fn reconfirmation_is_asked_in_time_with_reminders_between() {
        let ask = |change: Value| {
            move |d: &mut Value| {
                d["reconfirmation"] =
                    json!({"ask_at": "2030-04-01T09:00:00", "answer_by": "2030-04-20T18:00:00", "silence": "keep"});
                for (key, value) in change.as_object().into_iter().flatten() {
                    d["reconfirmation"][key] = value.clone();
                }
            }
        };
        check(ask(json!({})), &expect!["demo-2030 demo2030 2030-01-01T08:00:00Z"]);
        check(
            ask(json!({"ask_at": "2029-04-01T09:00:00", "answer_by": "2030-05-01T00:00:01", "silence": "drop"})),
            &expect!["/reconfirmation/silence: must be one of keep, return"],
        );
        check(
            ask(json!({"ask_at": "2029-04-01T09:00:00", "answer_by": "2030-04-30T18:00:01"})),
            &expect![[r"
                /reconfirmation/ask_at: must not be before registration opens, 2030-01-01T08:00:00Z
                /reconfirmation/answer_by: must not be after 2030-04-30T16:00:00Z: passes that are returned later can no longer be offered"]],
        );
        check(
            ask(json!({"reminders": ["P20D", "P2D", "P2D"]})),
            &expect![[r"
                /reconfirmation/reminders: must come after ask_at, 2030-04-01T07:00:00Z, counted back from answer_by
                /reconfirmation/reminders: must be at most 2
                /reconfirmation/reminders: must differ"]],
        );
        let mut short = small();
        ask(json!({"answer_by": "2030-04-06T09:00:00"}))(&mut short);
        let reminders = read(&short).unwrap().reconfirmation.unwrap().reminders;
        assert_eq!(reminders.len(), 1, "a week before is before the question");
    }

    #[test]
    fn addresses_are_confirmed_only_where_the_edition_asks_for_it() {
        let within = |registration: Value| {
            let mut document = small();
            for (key, value) in registration.as_object().into_iter().flatten() {
                document["registration"][key] = value.clone();
            }
            read(&document).map(|conference| conference.confirm_within.map(|within| within.as_mins()))
        };
        assert_eq!(within(json!({})).unwrap(), None);
        assert_eq!(within(json!({"confirm_minutes": 60})).unwrap(), None);
        assert_eq!(within(json!({"confirm_email": true})).unwrap(), Some(30));
        assert_eq!(within(json!({"confirm_email": true, "confirm_minutes": 60})).unwrap(), Some(60));
        check(
            |d| {
                d["registration"]["confirm_email"] = json!("yes");
                d["registration"]["confirm_minutes"] = json!(4);
            },
            &expect![[r"
                /registration/confirm_email: must be true or false, not text
                /registration/confirm_minutes: must be a whole number between 5 and 1440"]],
        );
    }

    #[test]
    fn every_error_names_its_pointer() {
        check(
            |d| {
                d["pools"] = json!([{"id": "general", "capacity": 0}, {"id": "speakers", "capacity": 4}]);
                d["time_zone"] = json!("Berlin");
                d["colour"] = json!("red");
                d["tracks"] = json!([{"id": "net", "name": "Net", "kind": "party", "description": "x"}]);
            },
            &expect![[r#"
                /time_zone: "Berlin" is not an IANA time zone such as America/New_York
                /tracks/0/kind: must be one of microconference, refereed, summit, bof, other
                /pools/0/capacity: must be a whole number between 1 and 1000000
                /pools/1/claim_by: is required for a reserved pool: its unclaimed passes come back then
                /colour: is not known here; expected id, series, acronym, name, description, starts_on, ends_on, time_zone, contact, website, language, appearance, badges, place, registration, organizers, rooms, tracks, pools, waitlist, reconfirmation, no_show, mail_texts, announcements, questions, privacy, hours, blocks, breaks, bof_slots"#]],
        );
        check(
            |d| {
                d["ends_on"] = json!("2030-04-01");
                d["registration"]["closes"] = json!("2029-01-01T00:00:00");
                d["pools"][0]["claim_by"] = json!("2030-04-01 anywhere on Earth");
                d["waitlist"] = json!({"classes": ["everyone", "newcomer"]});
            },
            &expect![[r"
                /registration/closes: must be after opens, 2030-01-01T08:00:00Z
                /pools/0/claim_by: general is open to all and is not claimed
                /waitlist/classes: everyone must come last: it takes who is left
                /ends_on: must not be before starts_on, 2030-05-01"]],
        );
    }
}
