//! `/setup`

use std::fmt::Write;

use api_tests::{Answer, Api, DEMO, OPEN, at};
use context::SetClock;
use expect_test::{Expect, expect};
use plumbline::stack::Stack;
use serde_json::{Value, json};

/// A Plumbline without an edition, whose first organizers are not named.
fn empty() -> Api {
    Api { stack: Stack::builder(SetClock::stopped(at(OPEN))).seed(1).first_organizers(Vec::new()).build().unwrap() }
}

fn asked(more: &Value) -> Value {
    let mut asked = json!({
        "name": "Small Conference 2030",
        "place": {"name": "Hall", "city": "Berlin", "country": "Germany"},
        "organizer": "ann@example.org",
    });
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    asked
}

fn with_days(template: &str) -> Value {
    asked(&json!({
        "template": template, "starts_on": "2030-06-03", "ends_on": "2030-06-04", "time_zone": "Europe/Berlin",
    }))
}

/// What a definition has, in a few lines.
fn shown(answer: &Answer) -> String {
    assert!(answer.status < 300, "{}", answer.text);
    let definition = &answer.json["definition"];
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let names = |list: &str, keys: &[&str]| {
        let items = definition[list].as_array().cloned().unwrap_or_default();
        let of = |item: &Value| keys.iter().map(|key| text(&item[*key])).collect::<Vec<_>>().join(" ");
        format!("{list}: {}", items.iter().map(of).collect::<Vec<_>>().join(", "))
    };
    let mut lines = vec![
        ["id", "series", "starts_on", "ends_on", "time_zone"].map(|key| text(&definition[key])).join(" "),
        format!(
            "registration: {} to {}",
            text(&definition["registration"]["opens"]),
            text(&definition["registration"]["closes"])
        ),
        names("rooms", &["id", "name", "capacity"]),
        names("tracks", &["id", "name", "kind"]),
        names("pools", &["id", "capacity"]),
    ];
    for (list, keys) in
        [("blocks", &["track", "room", "starts", "ends"][..]), ("breaks", &["label", "rooms", "starts"])]
    {
        if definition[list].as_array().is_some_and(|items| !items.is_empty() && items.len() < 4) {
            lines.push(names(list, keys));
        }
    }
    if let Some(hours) = definition["hours"].as_object() {
        lines.push(format!("hours: {} to {}", text(&hours["from"]), text(&hours["until"])));
    }
    lines.push(format!("taken: {}", answer.json["taken"]));
    lines.join("\n")
}

async fn check_dry(body: &Value, expected: &Expect) {
    let api = empty();
    let answer = api.post("/setup?dry_run=true", body.clone()).await;
    expected.assert_eq(&shown(&answer));
    assert_eq!(api.get("/").await.json["conferences"], json!([]), "a dry run created it");
}

#[tokio::test]
async fn each_template_gives_an_edition_to_begin_with() {
    check_dry(
        &with_days("microconferences"),
        &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-04 Europe/Berlin
        registration: 2030-03-05T09:00:00 to 2030-06-04T18:00:00
        rooms: main Main room 200, room-1 Room 1 100, room-2 Room 2 100
        tracks: microconferences Microconference proposals microconference, talks Talks refereed
        pools: general 200, virtual 500, speakers 20
        taken: {"days":2,"rooms":3,"tracks":2,"blocks":0,"breaks":6,"sessions":0,"people":0,"colliding":0}"#]],
    )
    .await;
    check_dry(
        &with_days("single_track"),
        &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-04 Europe/Berlin
        registration: 2030-03-05T09:00:00 to 2030-06-04T18:00:00
        rooms: main Main room 200
        tracks: talks Talks refereed
        pools: general 200, speakers 20
        taken: {"days":2,"rooms":1,"tracks":1,"blocks":0,"breaks":6,"sessions":0,"people":0,"colliding":0}"#]],
    )
    .await;
    check_dry(
        &with_days("call_only"),
        &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-04 Europe/Berlin
        registration: 2030-06-03T08:00:00 to 2030-06-04T18:00:00
        rooms: 
        tracks: talks Talks refereed
        pools: general 100
        taken: {"days":2,"rooms":0,"tracks":1,"blocks":0,"breaks":0,"sessions":0,"people":0,"colliding":0}"#]],
    )
    .await;
    for template in ["microconferences", "single_track", "call_only"] {
        let api = empty();
        let created = api.post("/setup", with_days(template)).await;
        assert_eq!(created.status, 201, "{}", created.text);
        assert_eq!(created.header("location"), "/conferences/small-conference-2030");
        let organizer = api.sign_in("ann@example.org").await;
        let path = "/conferences/small-conference-2030/definition";
        let definition = api.ask("GET", path).token(&organizer).send().await.json;
        assert_eq!(definition, created.json["definition"]);
        let calls = api.get("/conferences/small-conference-2030/tracks").await;
        assert_eq!(calls.json["tracks"][0]["cfp"]["state"], "open", "{}", calls.text);
        api.audit().await;
    }
}

#[tokio::test]
async fn a_template_is_for_a_conference_that_has_begun_too() {
    let mut running = with_days("microconferences");
    (running["starts_on"], running["ends_on"]) = (json!("2030-01-31"), json!("2030-02-01"));
    assert_eq!(empty().post("/setup", running.clone()).await.status, 201);
    running["ends_on"] = json!("2030-01-31");
    assert_eq!(empty().post("/setup", running).await.errors(), "422 invalid /ends_on");
}

#[tokio::test]
async fn names_and_capacities_can_be_changed_by_id() {
    let mut body = with_days("single_track");
    body["rooms"] = json!({"main": {"name": "Aula", "capacity": 80}});
    body["tracks"] = json!({"talks": {"name": "All talks"}});
    body["pools"] = json!({"general": {"capacity": 70}, "virtual": {"capacity": 9}});
    body["registration"] = json!({"opens": "2030-03-01T10:00:00", "closes": "2030-06-01 anywhere on Earth"});
    check_dry(
        &body,
        &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-04 Europe/Berlin
        registration: 2030-03-01T10:00:00 to 2030-06-01 anywhere on Earth
        rooms: main Aula 80
        tracks: talks All talks refereed
        pools: general 70, speakers 20, virtual 9
        taken: {"days":2,"rooms":1,"tracks":1,"blocks":0,"breaks":6,"sessions":0,"people":0,"colliding":0}"#]],
    )
    .await;
    body["rooms"] = json!({"attic": {"name": "Attic"}});
    body["pools"] = json!({"general": {"capacity": 0}});
    body["registration"]["closes"] = json!("soon");
    let refused = empty().post("/setup", body).await;
    assert_eq!(refused.errors(), "422 invalid /rooms/attic /registration/closes /pools/general/capacity");
}

/// As pretalx writes it: days from 4 in the morning, `url` and `origin_url`, answers.
fn pretalx() -> Value {
    let talk = |id: u32, title: &str, room: &str, start: &str, track: &str| {
        json!({
            "url": format!("https://pretalx.example.org/small/talk/ABCDE{id}/"), "id": id,
            "guid": format!("00000000-0000-4000-8000-00000000000{id}"), "code": format!("ABCDE{id}"),
            "date": format!("2030-06-03T{start}:00+02:00"), "start": start, "logo": "", "duration": "00:45",
            "room": room, "slug": format!("small-{id}"), "title": title, "subtitle": "", "track": track,
            "type": "Talk", "language": "en", "abstract": "About it.", "description": "", "do_not_record": false,
            "persons": [{"code": "SPKR01", "name": "Bo Speaker", "guid": "00000000-0000-4000-8000-0000000000f1"}],
            "links": [], "attachments": [], "answers": [],
        })
    };
    json!({
        "$schema": "https://c3voc.de/schedule/schema.json",
        "generator": {"name": "pretalx", "version": "2024.3.1"},
        "schedule": {
            "url": "https://pretalx.example.org/small/schedule/", "version": "0.3",
            "base_url": "https://pretalx.example.org",
            "conference": {
                "acronym": "small2030", "title": "Small Conference", "start": "2030-06-03", "end": "2030-06-03",
                "daysCount": 1, "timeslot_duration": "00:05", "time_zone_name": "Europe/Berlin", "colors": {"primary": "#3aa57c"},
                "rooms": [
                    {"name": "Großer Saal", "slug": "1-grosser", "guid": null, "description": null, "capacity": 120},
                    {"name": "B", "slug": "2-b", "guid": null, "description": null, "capacity": null},
                ],
                "tracks": [{"name": "Kernel", "slug": "1-kernel", "color": "#00ff00"}, {"name": "Tools", "slug": "2", "color": "#f00"}],
                "days": [{
                    "index": 1, "date": "2030-06-03",
                    "day_start": "2030-06-03T04:00:00+02:00", "day_end": "2030-06-04T03:59:00+02:00",
                    "rooms": {
                        "Großer Saal": [talk(1, "Opening", "Großer Saal", "09:30", "Kernel")],
                        "B": [talk(2, "Tools at once", "B", "09:30", "Tools"), talk(3, "Late", "B", "17:00", "Tools")],
                    },
                }],
            },
        },
    })
}

const FRAB: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<schedule>
  <generator name="frab" version="0.7"/>
  <version>First</version>
  <conference>
    <acronym>small30</acronym>
    <title>Small Conference</title>
    <start>2030-06-03</start>
    <end>2030-06-03</end>
    <days>1</days>
    <timeslot_duration>00:15</timeslot_duration>
    <base_url>https://frab.example.org/</base_url>
  </conference>
  <day index="1" date="2030-06-03" start="2030-06-03T09:00:00+02:00" end="2030-06-04T03:00:00+02:00">
    <room name="Room 1">
      <event id="7" guid="00000000-0000-4000-8000-000000000007">
        <date>2030-06-03T23:30:00+02:00</date>
        <start>23:30</start>
        <duration>01:00</duration>
        <room>Room 1</room>
        <slug>small30-7-night</slug>
        <url>https://frab.example.org/events/7.html</url>
        <recording><license/><optout>false</optout></recording>
        <title>Night</title>
        <subtitle/>
        <track>Tools &amp; more</track>
        <type>lecture</type>
        <language>en</language>
        <abstract>Late.</abstract>
        <description/>
        <logo/>
        <persons><person id="3">Cy Speaker</person></persons>
        <links/>
        <attachments/>
      </event>
    </room>
  </day>
</schedule>
"#;

/// As Indico writes it: times with their zone, HTML, entries inside a session block.
fn indico() -> Value {
    let at = |time: &str| json!({"date": "2030-06-03", "time": format!("{time}:00"), "tz": "America/New_York"});
    let contribution = |id: u32, title: &str, from: &str, to: &str| {
        json!({
            "_type": "ContributionSchEntry", "entryType": "Contribution", "id": format!("s1l1c{id}"),
            "contributionId": id.to_string(), "title": title, "description": "<p>Why &amp; how</p>",
            "startDate": at(from), "endDate": at(to), "duration": 30, "location": "Hall", "room": "Room A",
            "url": format!("https://indico.example.org/event/42/contributions/{id}/"),
            "presenters": [{"name": "Speaker, Dee", "familyName": "Speaker", "firstName": "Dee",
                "affiliation": "Example", "emailHash": "0123456789abcdef0123456789abcdef"}],
        })
    };
    json!({
        "count": 1, "ts": 1, "url": "https://indico.example.org/export/timetable/42.json",
        "results": {"42": {"20300603": {
            "s1l1": {
                "_type": "LinkedTimeSchEntry", "entryType": "Session", "id": "s1l1", "sessionId": "1", "sessionCode": "NET",
                "title": "Networking MC", "description": "", "startDate": at("09:00"), "endDate": at("12:00"),
                "room": "Room A", "location": "Hall", "conveners": [],
                "entries": {
                    "c11": contribution(11, "Queues", "09:00", "09:30"),
                    "c12": contribution(12, "Offloads", "09:30", "10:00"),
                    "b1": {"entryType": "Break", "id": "s1l1b1", "title": "Coffee", "description": "",
                        "startDate": at("10:00"), "endDate": at("10:30"), "room": "Room A", "location": "Hall"},
                },
            },
            "s2l2": {
                "entryType": "Session", "title": "Rust MC", "startDate": at("13:00"), "endDate": at("16:00"),
                "room": "", "location": "Room B", "conveners": [], "entries": [],
            },
            "b9": {"entryType": "Break", "title": "Lunch", "startDate": at("12:00"), "endDate": at("13:00"), "room": "", "location": ""},
            "c13": {
                "entryType": "Contribution", "contributionId": 13, "title": "Closing", "startDate": at("16:30"),
                "endDate": at("17:00"), "room": "Room A", "location": "Hall", "presenters": [],
            },
        }}},
    })
}

/// The draft's sessions: place, start, track and title.
async fn draft(api: &Api) -> String {
    let organizer = api.sign_in("ann@example.org").await;
    let path = "/conferences/small-conference-2030/timetable?draft=true";
    let timetable = api.ask("GET", path).token(&organizer).send().await;
    let mut lines: Vec<_> = timetable.json["sessions"]
        .as_array()
        .unwrap_or_else(|| panic!("{}", timetable.text))
        .iter()
        .map(|session| {
            let text = |key: &str| session[key].as_str().unwrap_or("-").to_owned();
            let people = session["people"].as_array().into_iter().flatten();
            let people: Vec<_> = people.filter_map(|person| person["name"].as_str()).collect();
            format!(
                "{} {} {} {} ({})",
                text("starts_at"),
                text("room"),
                text("track"),
                text("title"),
                people.join(", ")
            )
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

async fn check_file(schedule: Value, more: &Value, expected: &Expect) -> Api {
    let api = empty();
    let mut body = asked(more);
    body["schedule"] = schedule;
    let created = api.post("/setup", body).await;
    let definition = shown(&created);
    assert_eq!(created.status, 201);
    expected.assert_eq(&format!("{definition}\n{}", draft(&api).await));
    api.audit().await;
    api
}

#[tokio::test]
async fn a_file_of_pretalx_becomes_rooms_tracks_days_and_sessions() {
    let api = check_file(
        pretalx(),
        &json!({}),
        &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-03 Europe/Berlin
        registration: 2030-03-05T09:00:00 to 2030-06-03T18:00:00
        rooms: gro-er-saal Großer Saal 120, room-b B null
        tracks: kernel Kernel refereed, tools Tools refereed
        pools: general 120
        hours: 09:30 to 17:45
        taken: {"days":1,"rooms":2,"tracks":2,"blocks":0,"breaks":0,"sessions":3,"people":1,"colliding":1}
        2030-06-03T07:30:00Z gro-er-saal kernel Opening (Bo Speaker)
        2030-06-03T07:30:00Z room-b tools Tools at once (Bo Speaker)
        2030-06-03T15:00:00Z room-b tools Late (Bo Speaker)"#]],
    )
    .await;
    let organizer = api.sign_in("ann@example.org").await;
    let publish = "/conferences/small-conference-2030/timetable/publish";
    assert_eq!(api.ask("POST", publish).token(&organizer).json(&json!({})).send().await.status, 200);
    let exported = api.get("/conferences/small-conference-2030/timetable.json").await;
    assert_eq!(exported.json["schedule"]["conference"]["rooms"][0]["name"], "Großer Saal");
}

#[tokio::test]
async fn a_file_of_frab_becomes_rooms_tracks_days_and_sessions() {
    let text = json!(FRAB);
    check_file(
        text.clone(),
        &json!({"time_zone": "Europe/Berlin"}),
        &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-04 Europe/Berlin
        registration: 2030-03-05T09:00:00 to 2030-06-04T18:00:00
        rooms: room-1 Room 1 null
        tracks: tools-more Tools & more refereed
        pools: general 100
        taken: {"days":2,"rooms":1,"tracks":1,"blocks":0,"breaks":0,"sessions":1,"people":1,"colliding":0}
        2030-06-03T21:30:00Z room-1 tools-more Night (Cy Speaker)"#]],
    )
    .await;
    let refused = empty().post("/setup", asked(&json!({"schedule": text}))).await;
    assert_eq!(refused.errors(), "422 invalid /time_zone", "the file names no zone");
}

#[tokio::test]
async fn a_file_of_indico_becomes_tracks_with_blocks() {
    let renamed = json!({"tracks": {"rust-mc": {"name": "Rust"}}, "rooms": {"room-a": {"name": "Aula"}}});
    check_file(indico(), &renamed, &expect![[r#"
        small-conference-2030 small-conference 2030-06-03 2030-06-03 America/New_York
        registration: 2030-03-05T09:00:00 to 2030-06-03T18:00:00
        rooms: room-a Aula null, room-b Room B null
        tracks: networking-mc Networking MC microconference, rust-mc Rust microconference
        pools: general 100
        blocks: networking-mc room-a 2030-06-03T13:00:00Z 2030-06-03T16:00:00Z, rust-mc room-b 2030-06-03T17:00:00Z 2030-06-03T20:00:00Z
        breaks: Coffee ["room-a"] 2030-06-03T14:00:00Z, Lunch null 2030-06-03T16:00:00Z
        hours: 09:00 to 17:00
        taken: {"days":1,"rooms":2,"tracks":2,"blocks":2,"breaks":2,"sessions":3,"people":1,"colliding":0}
        2030-06-03T13:00:00Z room-a networking-mc Queues (Dee Speaker)
        2030-06-03T13:30:00Z room-a networking-mc Offloads (Dee Speaker)
        2030-06-03T20:30:00Z room-a - Closing ()"#]]).await;
}

#[tokio::test]
async fn errors_of_a_file_name_the_place_and_nothing_is_created() {
    let api = empty();
    let refused = async |schedule: Value| {
        let answer = api.post("/setup", asked(&json!({"schedule": schedule, "time_zone": "Europe/Berlin"}))).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
        let errors = answer.json["errors"].as_array().unwrap().clone();
        let lines =
            errors.iter().map(|e| format!("{} {}", e["pointer"].as_str().unwrap(), e["detail"].as_str().unwrap()));
        lines.collect::<Vec<_>>().join("\n")
    };
    expect!["/schedule is not JSON: expected value at line 1 column 15"]
        .assert_eq(&refused(json!("{\"schedule\": [}")).await);
    expect!["/schedule /schedule/conference/days/0/rooms/Room 1/0/duration must be hours and minutes such as 00:30, one minute to 24 hours (line 19)"].assert_eq(&refused(json!(FRAB.replace("01:00", "an hour"))).await);
    expect![
        "/schedule line 38: cannot be read: ill-formed document: expected `</conference>`, but `</schedule>` was found"
    ]
    .assert_eq(&refused(json!(FRAB.replace("</conference>", ""))).await);
    let mut broken = pretalx();
    broken["schedule"]["conference"]["days"][0]["rooms"]["B"][0]["duration"] = json!("x");
    expect!["/schedule/schedule/conference/days/0/rooms/B/0/duration must be hours and minutes such as 00:30, one minute to 24 hours"].assert_eq(&refused(broken).await);
    let mut broken = indico();
    broken["results"]["42"]["20300603"]["s1l1"]["entries"]["c12"]["startDate"]["tz"] = json!("Moon");
    expect![[r#"/schedule/results/42/20300603/s1l1/entries/c12/startDate/tz "Moon" is not an IANA time zone such as America/New_York"#]].assert_eq(&refused(broken).await);
    expect!["/schedule/results must be the timetable of one event, not of 0"]
        .assert_eq(&refused(json!({"results": {}})).await);
    assert_eq!(api.get("/").await.json["conferences"], json!([]));
}

#[tokio::test]
async fn values_that_are_wrong_are_named() {
    let api = empty();
    let errors = async |body: Value| api.post("/setup", body).await.errors();
    assert_eq!(errors(json!({})).await, "422 invalid /name /place /organizer /template");
    assert_eq!(errors(asked(&json!({"template": "file"}))).await, "422 invalid /schedule");
    assert_eq!(errors(asked(&json!({"template": "single_track"}))).await, "422 invalid /starts_on /ends_on /time_zone");
    let mut body = with_days("festival");
    (body["ends_on"], body["time_zone"], body["id"]) = (json!("2030-06-01"), json!("Berlin"), json!("A b"));
    body["colour"] = json!("red");
    assert_eq!(errors(body).await, "422 invalid /id /ends_on /time_zone /template /colour");
    let mut body = with_days("single_track");
    body["name"] = json!("会議");
    assert_eq!(errors(body).await, "422 invalid /id");
}

#[tokio::test]
async fn a_repeat_creates_nothing_more_and_undoes_nothing() {
    let api = empty();
    let body = asked(&json!({"schedule": pretalx()}));
    let first = api.post("/setup", body.clone()).await;
    let again = api.post("/setup", body.clone()).await;
    assert_eq!((first.status, again.status), (201, 200), "{}", again.text);
    assert_eq!(first.json, again.json);
    let before = draft(&api).await;
    // A different edition under the same name needs an organizer, and their answer says that the name is taken.
    let mut other = body.clone();
    other["organizer"] = json!("mallory@example.org");
    assert_eq!(api.post("/setup", other.clone()).await.problem(), "401 sign-in-required");
    let organizer = api.sign_in("ann@example.org").await;
    let taken = api.ask("POST", "/setup").token(&organizer).json(&other).send().await;
    assert_eq!(taken.errors(), "422 invalid /id");
    assert_eq!(api.ask("POST", "/setup").token(&organizer).json(&body).send().await.status, 200);
    assert_eq!(draft(&api).await, before);
    api.audit().await;
}

#[tokio::test]
async fn only_organizers_set_up_another_edition() {
    let api = empty();
    assert_eq!(api.get("/setup").await.json["editions"], 0);
    assert_eq!(api.post("/setup", with_days("single_track")).await.status, 201);
    assert_eq!(api.get("/setup").await.problem(), "401 sign-in-required");
    let mut next = with_days("single_track");
    next["name"] = json!("Small Conference 2031");
    assert_eq!(api.post("/setup", next.clone()).await.problem(), "401 sign-in-required");
    let visitor = api.sign_in("visitor@example.org").await;
    assert_eq!(api.ask("POST", "/setup").token(&visitor).json(&next).send().await.problem(), "403 forbidden");
    let organizer = api.sign_in("ann@example.org").await;
    assert_eq!(api.ask("POST", "/setup").token(&organizer).json(&next).send().await.status, 201);

    // Where first organizers are named, only they may.
    let api = Api::with(&DEMO.replace("\"second@example.org\"", "\"third@example.org\"")).await;
    let third = api.sign_in("third@example.org").await;
    assert_eq!(api.ask("POST", "/setup").token(&third).json(&next).send().await.problem(), "403 forbidden");
    let first = api.sign_in("organizer@example.org").await;
    assert_eq!(api.ask("POST", "/setup").token(&first).json(&next).send().await.status, 201);
    let foreign = empty();
    let sent = foreign.ask("POST", "/setup").header("origin", "https://evil.example").json(&next).send().await;
    assert_eq!(sent.problem(), "403 cross-origin");
}

const BASICS: &str = "name=Small+Conference+2030&id=&place/name=Hall&place/city=Berlin&place/country=Germany&place/address=\
    &organizer=ann%40example.org";

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        let _ = write!(encoded, "%{byte:02X}");
    }
    encoded
}

#[tokio::test]
async fn a_browser_goes_through_three_steps() {
    let api = empty();
    let home = api.ask("GET", "/").page().send().await;
    assert!(home.text.contains("href=\"/setup\""), "nothing leads to the setup");
    let first = api.ask("GET", "/setup").page().send().await;
    assert!(first.text.contains("Step 1 of 3"), "{}", first.text);
    let days = "&starts_on=2030-06-03&ends_on=2030-06-04&time_zone=Europe/Berlin";
    let wrong = api.ask("POST", "/setup").form(&format!("{BASICS}&starts_on=soon&step=2")).send().await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Step 1 of 3") && wrong.text.contains("value=\"soon\""), "{}", wrong.text);
    let second = api.ask("POST", "/setup").form(&format!("{BASICS}{days}&step=2")).send().await;
    assert!(second.text.contains("Step 2 of 3"), "{}", second.text);
    assert!(second.text.contains("name=\"place/city\" value=\"Berlin\""), "what was typed is lost");
    let start = format!("{BASICS}{days}&template=microconferences&schedule=");
    let third = api.ask("POST", "/setup").form(&format!("{start}&step=3")).send().await;
    assert_eq!(third.status, 200, "{}", third.text);
    assert!(third.text.contains("Step 3 of 3") && third.text.contains("value=\"Room 1\""), "{}", third.text);
    let renamed = format!("{start}&rooms/room-1/name=Attic&rooms/room-1/capacity=30&pools/virtual/capacity=0");
    let wrong = api.ask("POST", "/setup").form(&format!("{renamed}&pools/general/capacity=0&step=create")).send().await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Step 3 of 3") && wrong.text.contains("value=\"Attic\""), "{}", wrong.text);
    let done = api.ask("POST", "/setup").form(&format!("{renamed}&pools/general/capacity=40&step=create")).send().await;
    assert_eq!((done.status, done.header("location")), (303, "/setup?done=small-conference-2030"), "{}", done.text);
    let page = api.ask("GET", done.header("location")).page().send().await;
    assert!(page.text.contains("/_local/outbox") && page.text.contains("small-conference-2030/desk"), "{}", page.text);
    let organizer = api.sign_in("ann@example.org").await;
    let path = "/conferences/small-conference-2030/definition";
    let definition = api.ask("GET", path).token(&organizer).send().await.json;
    assert_eq!(definition["rooms"][1], json!({"id": "room-1", "name": "Attic", "capacity": 30}));
    assert_eq!(definition["pools"].as_array().unwrap().len(), 2, "{}", definition["pools"]);
}

#[tokio::test]
async fn an_uploaded_file_is_kept_from_step_to_step() {
    let api = empty();
    let part =
        |head: &str, content: &str| format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n");
    let fields = [
        ("name", "Small Conference 2030"),
        ("id", ""),
        ("place/name", "Hall"),
        ("place/address", ""),
        ("place/city", "Berlin"),
        ("place/country", "Germany"),
        ("starts_on", ""),
        ("ends_on", ""),
        ("time_zone", ""),
        ("organizer", "ann@example.org"),
        ("template", "microconferences"),
        ("schedule", ""),
        ("step", "3"),
    ];
    let fields: String = fields.iter().map(|(name, text)| part(&format!("name=\"{name}\""), text)).collect();
    let send = async |file: &str| {
        let file = part("name=\"file\"; filename=\"schedule.json\"", file);
        let body = format!("{fields}{file}--b--\r\n");
        api.ask("POST", "/setup").page().raw("multipart/form-data; boundary=b", body.as_bytes()).send().await
    };
    let wrong = send("{\"schedule\": {}}").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Step 2 of 3") && wrong.text.contains("conference is required"), "{}", wrong.text);
    assert!(wrong.text.contains("{&#34;schedule&#34;: {}}"), "the file is lost: {}", wrong.text);
    let third = send(&indico().to_string()).await;
    assert!(third.text.contains("Step 3 of 3") && third.text.contains("value=\"Networking MC\""), "{}", third.text);
    assert!(third.text.contains("contributionId"), "the file is not carried along");
    let file = encoded(&indico().to_string());
    let done = format!("{BASICS}&template=file&schedule={file}&step=create");
    let done = api.ask("POST", "/setup").form(&done).send().await;
    assert_eq!(done.status, 303, "{}", done.text);
    assert!(draft(&api).await.contains("Queues"));
}
