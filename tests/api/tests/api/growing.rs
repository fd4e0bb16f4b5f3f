//! Lists and exports of a large conference: in parts that Lambda can answer, and nothing is lost between them.

use std::fmt::Write;

use api_tests::{Answer, Api, DEMO, attendee};
use serde_json::{Value, json};

use crate::proposals::calling;

/// What Lambda answers at most, and where a new part starts.
const PART: std::ops::Range<usize> = 3_900_000..4_000_000;

/// All parts of an export, from link to link.
async fn parts(api: &Api, token: &str, path: &str) -> Vec<Answer> {
    let mut parts: Vec<Answer> = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let part = api.ask("GET", &path).token(token).send().await;
        assert_eq!(part.status, 200, "{}", part.text);
        let link = part.header("link");
        next = link.strip_prefix('<').and_then(|link| link.strip_suffix(">; rel=\"next\"")).map(str::to_owned);
        assert_eq!(next.is_none(), link.is_empty(), "{link}");
        parts.push(part);
        assert!(parts.len() < 10, "parts without end");
    }
    parts
}

/// The first cell of every record, over all parts.
fn first_cells(parts: &[Answer]) -> Vec<String> {
    let records = parts.iter().flat_map(|part| {
        let text = part.text.trim_start_matches('\u{feff}');
        text.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_owned())
    });
    records.collect()
}

fn check_parts(parts: &[Answer], names: &[&str]) {
    let name = |part: &Answer| part.header("content-disposition").to_owned();
    let expected: Vec<_> = names.iter().map(|name| format!("attachment; filename=\"{name}\"")).collect();
    assert_eq!(parts.iter().map(name).collect::<Vec<_>>(), expected);
    let (last, full) = parts.split_last().unwrap();
    for part in full {
        assert!(PART.contains(&sent(part)), "{} bytes", sent(part));
    }
    assert!(sent(last) <= PART.end);
}

/// The bytes of an answer inside Lambda's.
fn sent(part: &Answer) -> usize {
    json!(part.text).to_string().len()
}

#[tokio::test]
#[ignore = "takes long: .ci/run runs it"]
async fn a_long_list_of_registrations_is_downloaded_in_parts() {
    const PEOPLE: usize = 360;
    let mut edition = DEMO.replacen("capacity = 10", &format!("capacity = {PEOPLE}"), 1);
    let questions: Vec<_> = (0..6).map(|n| format!("q{n}")).collect();
    let tracks = edition.find("[[tracks]]").unwrap();
    let mut asked = String::new();
    for id in &questions {
        write!(asked, "[[questions]]\nid = \"{id}\"\nlabel = \"{id}\"\nkind = \"text\"\n\n").unwrap();
    }
    edition.insert_str(tracks, &asked);
    let api = Api::with(&edition).await;
    let organizer = api.sign_in("organizer@example.org").await;
    // Four bytes each, and as many of them as an answer may have.
    let long = "\u{1d11e}".repeat(500);
    let mut ids = Vec::new();
    for n in 0..PEOPLE {
        let mut person = attendee(&format!("p{n}@example.org"));
        person["answers"] =
            questions.iter().map(|id| (id.clone(), json!(long))).collect::<serde_json::Map<_, _>>().into();
        let answer = api.post("/conferences/demo-2030/registrations", person).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        ids.push(answer.json["id"].as_str().unwrap().to_owned());
    }
    let path = "/conferences/demo-2030/registrations.csv";
    let parts = parts(&api, &organizer, path).await;
    let names = ["demo-2030-registrations-part-1.csv", "demo-2030-registrations-part-2.csv"];
    assert_eq!(parts.iter().map(|part| part.header("content-disposition").to_owned()).collect::<Vec<_>>(), {
        names.map(|name| format!("attachment; filename=\"{name}\""))
    });
    assert!(parts.iter().all(|part| sent(part) <= PART.end));
    let mut listed = first_cells(&parts);
    listed.sort();
    ids.sort();
    assert_eq!(listed, ids, "everyone once");

    let page = api.ask("GET", path).token(&organizer).page().send().await;
    assert!(page.text.contains("Download part 1"), "{}", page.text);
    let links: Vec<_> = page.text.split("href=\"").filter_map(|rest| rest.split('"').next()).collect();
    let link =
        |with: &str| links.iter().find(|link| link.contains(with)).unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let file = api.ask("GET", &link("download=true")).token(&organizer).page().send().await;
    assert_eq!(file.text, parts[0].text);
    let second = api.ask("GET", &link("part=2")).token(&organizer).page().send().await;
    assert!(second.text.contains("Download part 2") && !second.text.contains("part=3"), "{}", second.text);
}

/// Brings in proposals with the longest abstract that may be, so many that one answer cannot carry them.
async fn with_long_proposals(count: usize) -> (Api, String) {
    let api = Api::with(&calling()).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let long = "\u{1d11e}".repeat(10_000);
    let event = |n: usize| {
        json!({
            "id": n, "guid": format!("8079583e-8321-506c-95af-{n:012}"), "logo": "", "date": "2030-05-01T09:00:00+02:00",
            "start": "09:00", "duration": "00:20", "room": "Hall", "slug": "demo", "url": "https://example.org/1",
            "title": format!("Talk {n}"), "subtitle": "", "track": "Networking", "type": "Talk", "language": "en",
            "abstract": long, "description": "", "recording_license": "", "do_not_record": false, "links": [],
            "attachments": [],
            "persons": [{"id": 1, "code": "ABCDEF", "public_name": "Bea", "biography": "", "answers": []}],
        })
    };
    let numbers: Vec<_> = (1..=count).collect();
    for some in numbers.chunks(40) {
        let events: Vec<_> = some.iter().map(|n| event(*n)).collect();
        let body = json!({"schedule": {"version": "1", "base_url": "https://example.org", "conference": {
            "acronym": "demo", "title": "Demo", "start": "2030-05-01", "end": "2030-05-01", "daysCount": 1,
            "timeslot_duration": "00:05", "time_zone_name": "Europe/Berlin", "rooms": [{"name": "Hall"}],
            "days": [{"index": 1, "date": "2030-05-01", "day_start": "2030-05-01T04:00:00+02:00",
                      "day_end": "2030-05-02T03:59:00+02:00", "rooms": {"Hall": events}}],
        }}});
        let done =
            api.ask("POST", "/conferences/demo-2030/proposals/import").token(&organizer).json(&body).send().await;
        assert_eq!(done.json["new"], some.len(), "{}", done.text);
    }
    (api, organizer)
}

#[tokio::test]
#[ignore = "takes long: .ci/run runs it"]
async fn long_proposals_are_listed_and_exported_in_parts() {
    const PROPOSALS: usize = 220;
    let (api, organizer) = with_long_proposals(PROPOSALS).await;
    let all: Vec<_> = (1..=PROPOSALS).map(|number| number.to_string()).collect();

    let export = parts(&api, &organizer, "/conferences/demo-2030/proposals.csv?track=net").await;
    let names = [1, 2, 3].map(|part| format!("demo-2030-proposals-part-{part}.csv"));
    check_parts(&export, &names.each_ref().map(String::as_str));
    assert_eq!(first_cells(&export), all);

    let mut listed = Vec::new();
    let mut next = json!("/conferences/demo-2030/proposals?track=net");
    while let Value::String(path) = &next {
        let page = api.ask("GET", path).token(&organizer).send().await;
        assert!(sent(&page) < 6_000_000);
        listed.extend(page.json["proposals"].as_array().unwrap().iter().map(|proposal| proposal["number"].to_string()));
        next = page.json["next"].clone();
    }
    assert_eq!(listed, all);
}

#[tokio::test]
async fn an_import_that_is_too_large_says_how_to_go_on() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let csv = format!("email\n{}", "someone@example.org\n".repeat(120_000));
    let ask = api.ask("POST", "/conferences/demo-2030/history").token(&organizer).raw("text/csv", csv.as_bytes());
    let answer = ask.send().await;
    assert_eq!(answer.problem(), "413 too-large");
    assert_eq!(answer.json["detail"], "a body has at most 2 MB; send a large import in several parts");
}
