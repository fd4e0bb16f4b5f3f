//! How long the timetable takes: suggesting places for 300 sessions, and writing them in every format.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use domain::conference::Conference;
use domain::live::Links;
use domain::timetable::{
    Code, Draft, Drafted, Guid, Interest, Kind, Link, LinkKind, Participant, Release, Role, Session, State, Wishes,
    publish, suggest,
};
use formats::ical::{self, Deadline, Of, OwnSession, Personal};
use formats::published::Published;
use formats::schedule::import;
use formats::{jsonld, schedule};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, json};

use crate::Outcome;
use crate::options::Formats;

const HOME: &str = "https://plumbline.example.org/conferences/demo-2023";
const ROOMS: u32 = 8;
const TRACKS: u32 = 10;
/// The last of them are BoFs.
const BOFS: u32 = 20;

/// Prints the times and sizes; with `--write`, leaves the files for others to read.
pub(crate) fn run(options: &Formats) -> Outcome<()> {
    let conference = conference()?;
    let draft = Draft { sessions: sessions(options.sessions) };
    let interest = interest(&draft);
    let began = Instant::now();
    let suggestion = suggest(&conference, &draft, &interest, options.seed, |_| true);
    let took = began.elapsed();
    println!(
        "suggest: {} of {} sessions placed in {ROOMS} rooms over 3 days in {} ms; {} people in two places at once",
        suggestion.placed.len(),
        draft.sessions.len(),
        took.as_millis(),
        suggestion.clashes.1,
    );
    for (id, reason) in suggestion.unplaced.iter().take(5) {
        println!("  not placed: {id}: {}", messages::Messages::default().say(&reason.sentence()));
    }
    let release = release(&conference, suggestion.apply(&draft))?;
    let published = Published { conference: &conference, release: &release, home: HOME };
    let document = schedule::schedule(&published);
    let in_json = schedule::json(&document);
    let in_xml = schedule::xml(&document);
    let track = conference.tracks.first().ok_or("there is no track")?;
    let session = &release.sessions.first().ok_or("nothing is placed")?.session;
    let person = session.people.first().ok_or("the session has no speaker")?;
    let one = [session.id.clone()];

    let calendar = |of: Of<'_>| ical::calendar(&published, of, &English);
    println!("format          median      size");
    let mut write = Writer { into: options.write.as_deref(), rounds: options.rounds };
    write.format("timetable.ics", || calendar(Of::Whole))?;
    write.format("track.ics", || calendar(Of::Track(&track.id)))?;
    write.format("speaker.ics", || calendar(Of::Person(&person.guid)))?;
    write.format("session.ics", || calendar(Of::These(&one)))?;
    write.format("personal.ics", || personal(&published))?;
    write.format("schedule.json", || schedule::json(&schedule::schedule(&published)))?;
    write.format("schedule.xml", || schedule::xml(&schedule::schedule(&published)))?;
    write.format("timetable.jsonld", || jsonld::timetable(&published))?;
    write.format("timetable.csv", || schedule::csv(&published))?;
    println!("and read again:");
    let mut read = Writer { into: None, rounds: options.rounds };
    let count = |read: Result<import::Imported, Vec<domain::input::ValidationError>>| {
        read.map_or_else(|faults| format!("{faults:?}"), |imported| imported.sessions.len().to_string())
    };
    read.format("schedule.json", || count(import::json(in_json.as_bytes())))?;
    read.format("schedule.xml", || count(import::xml(in_xml.as_bytes())))
}

/// The calendars' words, at the cost of a short text.
#[derive(Debug)]
struct English;

impl ical::Words for English {
    fn led_by(&self, leads: &str) -> String {
        format!("Led by {leads}")
    }

    fn not_recorded(&self) -> String {
        "Not recorded.".into()
    }
}

/// The calendar of a person who bookmarked everything and has a pass, while the links of rooms are shown.
fn personal(published: &Published<'_>) -> String {
    let own = |released| OwnSession {
        released,
        live: published.conference.rooms.first().map(Links::of_room),
        live_text: "Watch: https://live.example.org/1".into(),
        live_changed_at: Some(published.release.published_at),
    };
    let deadline = Deadline {
        guid: Guid::named(&["offer"]),
        at: published.release.published_at,
        since: published.release.published_at,
        title: "Accept your pass by Mon 1 November 2027".into(),
        text: "We're holding a pass for you.".into(),
        url: format!("{HOME}/me"),
    };
    let sessions = published.release.sessions.iter().map(own).collect();
    ical::personal(
        "My programme",
        &[Personal { published: *published, words: &English, sessions, deadlines: vec![deadline] }],
    )
}

struct Writer<'a> {
    into: Option<&'a Path>,
    rounds: u32,
}

impl Writer<'_> {
    fn format(&mut self, name: &str, make: impl Fn() -> String) -> Outcome<()> {
        let text = make();
        let mut times: Vec<Duration> = (0..self.rounds)
            .map(|_| {
                let began = Instant::now();
                std::hint::black_box(make());
                began.elapsed()
            })
            .collect();
        times.sort();
        let median = times[times.len() / 2];
        println!(
            "{name:<16}{:>6}.{:02} ms {:>7} KB",
            median.as_millis(),
            median.as_micros() / 10 % 100,
            text.len() / 1000
        );
        if let Some(folder) = self.into {
            fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
            let file = folder.join(name);
            fs::write(&file, text).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
        }
        Ok(())
    }
}

/// Three days in New York, the clocks turned back in the night to the second.
fn conference() -> Outcome<Conference> {
    let rooms: Vec<_> = (1..=ROOMS).map(|n| json!({"id": format!("room-{n}"), "name": format!("Room {n}"), "live_url": "https://live.example.org/1"})).collect();
    let mut tracks: Vec<_> = (1..=TRACKS)
        .map(|n| json!({"id": format!("track-{n}"), "name": format!("Track {n}"), "kind": "other", "description": "x"}))
        .collect();
    tracks.push(json!({"id": "bof", "name": "Birds of a Feather", "kind": "bof", "description": "x"}));
    let mut rooms = rooms;
    rooms.push(json!({"id": "bof", "name": "BoF room", "recording": "forbidden"}));
    let days = ["2023-11-04", "2023-11-05", "2023-11-06"];
    let breaks = days.map(|day| json!({"label": "Lunch", "starts": format!("{day}T12:30:00"), "minutes": 60}));
    let slots: Vec<_> = days
        .iter()
        .flat_map(|day| {
            ["09:00", "10:00", "11:00", "14:00", "15:00", "16:00", "17:00"].map(|t| format!("{day}T{t}:00"))
        })
        .map(|starts| json!({"room": "bof", "starts": starts, "minutes": 45}))
        .collect();
    let document = json!({
        "id": "demo-2023", "series": "demo", "name": "Demo 2023",
        "starts_on": days[0], "ends_on": days[2], "time_zone": "America/New_York",
        "contact": "contact@example.org", "organizers": ["organizer@example.org"],
        "place": {"name": "Hall", "city": "New York", "country": "United States"},
        "registration": {"opens": "2023-01-01T09:00:00", "closes": "2023-10-30T18:00:00"},
        "rooms": rooms, "tracks": tracks, "breaks": breaks, "bof_slots": slots,
        "pools": [{"id": "general", "capacity": 10}],
    });
    domain::conference::read(&document).map_err(|faults| format!("{faults:?}"))
}

/// Two people in each, three times as many sessions as people.
fn sessions(count: u32) -> Vec<Drafted> {
    let person = |n: u32| Participant {
        guid: Guid::named(&["person", &n.to_string()]),
        key: None,
        name: format!("Person {n}").parse().expect("a name"),
        role: Role::Speaker,
        unavailable: Vec::new(),
        code: None,
        biography: None,
        carried: Map::new(),
    };
    let people = (count * 2 / 3).max(2);
    let session = |n: u32| {
        let bof = n + BOFS > count;
        let track = if bof { "bof".to_owned() } else { format!("track-{}", n % TRACKS + 1) };
        let link = Link {
            kind: LinkKind::Slides,
            url: format!("https://example.org/slides/{n}.pdf?a=1&b=2"),
            title: None,
            attached: true,
        };
        Session {
            id: format!("session-{n}").parse().expect("an id"),
            number: n,
            code: Code::from_random(u64::from(n) << 20 | u64::from(n)),
            guid: Guid::named(&["session", &n.to_string()]),
            kind: if bof { Kind::Bof } else { Kind::Talk },
            track: Some(track.parse().expect("an id")),
            title: format!("Session {n}: what is <new>, \"odd\" & useful; a caf\u{e9} \u{2603}"),
            subtitle: None,
            abstract_text: "What was tried, what came of it, and what is still open, with time to argue.\n\n".repeat(8),
            description: None,
            format: None,
            language: Some("en".into()),
            people: vec![person(n % people), person((n * 7 + 1) % people)],
            minutes: 30,
            not_recorded: false,
            recording_license: None,
            state: if n.is_multiple_of(9) { State::Tentative } else { State::Confirmed },
            links: vec![link],
            logo: None,
            origin_url: None,
            wishes: Wishes::default(),
            carried: Map::new(),
        }
    };
    (1..=count).map(|n| Drafted { session: session(n), placement: None }).collect()
}

/// Each session shares some interest with the ten before it; neighbouring tracks share some with each other.
fn interest(draft: &Draft) -> Interest {
    let mut interest = Interest::default();
    for (at, one) in draft.sessions.iter().enumerate() {
        for other in draft.sessions[..at].iter().rev().take(10) {
            interest.in_sessions(&one.session.id, &other.session.id, 6);
        }
    }
    interest
}

/// The second release, in which one session is cancelled.
fn release(conference: &Conference, mut draft: Draft) -> Outcome<Release> {
    let at = Timestamp::UNIX_EPOCH;
    let unchanged = |_| "nothing was placed".to_owned();
    let first = publish(conference, &draft, None, at).map_err(unchanged)?.release;
    if let Some(last) = draft.sessions.iter_mut().rev().find(|drafted| drafted.placement.is_some()) {
        last.session.state = State::Cancelled;
    }
    let later = at + SignedDuration::from_hours(1);
    Ok(publish(conference, &draft, Some(&first), later).map_err(unchanged)?.release)
}
