//! `/conferences/{c}/history`: who was at earlier editions.

#![allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]

use api_tests::{Answer, Api};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::history::AddressHash;
use expect_test::expect;
use serde_json::{Value, json};

const HISTORY: &str = "/conferences/demo-2030/history";

struct Organizer {
    api: Api,
    token: String,
}

async fn organizer() -> Organizer {
    let api = Api::new().await;
    let token = api.sign_in("organizer@example.org").await;
    Organizer { api, token }
}

impl Organizer {
    async fn csv(&self, query: &str, text: &str) -> Answer {
        let ask = self.api.ask("POST", &format!("{HISTORY}{query}")).token(&self.token);
        ask.raw("text/csv; charset=utf-8", text.as_bytes()).send().await
    }

    async fn imports(&self) -> Value {
        self.api.ask("GET", HISTORY).token(&self.token).send().await.json["imports"].clone()
    }

    async fn sell_out(&self) {
        for n in 0..10 {
            self.api.register(&format!("first{n}@example.org")).await;
        }
    }

    /// The priority class of a person who joins, or has joined.
    async fn joins(&self, email: &str) -> Value {
        let requested = json!({ "name": "Attendee", "email": email, "reason": "To talk.", "first_time": true });
        let joined = self.api.post("/conferences/demo-2030/waitlist", requested).await;
        assert_eq!(joined.status, 201, "{}", joined.text);
        joined.json["class"].clone()
    }

    /// Who waits in which class, and why.
    async fn classes(&self) -> String {
        self.api.settle().await;
        let list = self.api.ask("GET", "/conferences/demo-2030/waitlist").token(&self.token).send().await;
        let entries = list.json["waitlist"].as_array().unwrap_or_else(|| panic!("{}", list.text));
        let mut shown: Vec<_> = entries
            .iter()
            .map(|entry| {
                let word = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
                format!("{} {} {}", word("email").split('@').next().unwrap(), word("class"), word("ground"))
            })
            .collect();
        shown.sort();
        shown.join(", ")
    }
}

#[tokio::test]
async fn attendees_of_an_imported_edition_are_no_newcomers() {
    let o = organizer().await;
    o.sell_out().await;
    let bob = AddressHash::of(&"bob@example.org".parse().unwrap());
    let text = format!("Name,Email Address,email_sha256\nAnn,Ann@Example.org,\nBob,,{bob}\n");
    let imported = o.csv("?edition=demo-2029", &text).await;
    assert_eq!(imported.status, 200, "{}", imported.text);
    assert_eq!(imported.json["editions"], json!([{"edition": "demo-2029", "people": 2, "added": 2}]));
    assert_eq!(o.joins("ann@example.org").await, "everyone");
    assert_eq!(o.joins("BOB@example.org").await, "everyone");
    assert_eq!(o.joins("eve@example.org").await, "newcomer");
    expect!["BOB everyone nothing, ann everyone nothing, eve newcomer no_earlier_edition"]
        .assert_eq(&o.classes().await);
    o.api.audit().await;
}

#[tokio::test]
async fn those_who_wait_are_placed_again_when_an_edition_is_imported_and_when_it_goes() {
    let o = organizer().await;
    o.sell_out().await;
    o.joins("ann@example.org").await;
    o.joins("eve@example.org").await;
    o.joins("lead@example.org").await;
    expect!["ann newcomer unverified, eve newcomer unverified, lead contributor leads"].assert_eq(&o.classes().await);
    o.csv("?edition=demo-2029", "email\nann@example.org\nlead@example.org").await;
    expect!["ann everyone nothing, eve newcomer no_earlier_edition, lead contributor leads"]
        .assert_eq(&o.classes().await);
    let gone = o.api.ask("DELETE", &format!("{HISTORY}/editions/demo-2029")).token(&o.token);
    assert_eq!(gone.send().await.json["imports"], json!([]));
    expect!["ann newcomer unverified, eve newcomer unverified, lead contributor leads"].assert_eq(&o.classes().await);
    let again = o.api.ask("DELETE", &format!("{HISTORY}/editions/demo-2029")).token(&o.token);
    assert_eq!(again.send().await.json["imports"], json!([]));
    o.api.audit().await;
}

#[tokio::test]
async fn more_people_than_one_step_takes_are_all_placed_again() {
    let o = organizer().await;
    o.sell_out().await;
    for n in 0..120 {
        o.joins(&format!("w{n}@example.org")).await;
    }
    let all: Vec<_> = (0..120).map(|n| format!("w{n}@example.org")).collect();
    o.csv("?edition=demo-2029", &format!("email\n{}", all.join("\n"))).await;
    let classes = o.api.ask("GET", "/conferences/demo-2030/waitlist.csv").token(&o.token);
    o.api.settle().await;
    let text = classes.send().await.text;
    assert_eq!((text.matches(",everyone,").count(), text.matches(",newcomer,").count()), (120, 0), "{text}");
    o.api.audit().await;
}

#[tokio::test]
async fn an_import_can_be_looked_at_first_and_twice_is_once() {
    let o = organizer().await;
    let text = "\u{feff}email;edition;Status\r\nann@example.org;demo-2028;paid\r\nann@example.org;demo-2029;paid\r\n\
                bob@example.org;demo-2029;canceled\r\n;demo-2029;paid\r\n";
    let preview = o.csv("?dry_run=true", text).await;
    expect![[r#"{"dry_run":true,"lines":4,"not_registered":1,"without_address":1,"editions":[{"edition":"demo-2028","people":1,"added":1},{"edition":"demo-2029","people":1,"added":1}]}"#]]
        .assert_eq(&preview.text);
    assert_eq!(o.imports().await, json!([]));
    let first = o.csv("", text).await;
    assert_eq!(first.json["editions"], preview.json["editions"]);
    let second = o.csv("", text).await;
    assert_eq!(second.json["editions"][1], json!({"edition": "demo-2029", "people": 1, "added": 0}));
    let document =
        json!({"edition": "demo-2029", "registrations": [{"email": "Ann@example.org"}, {"email": "kim@example.org"}]});
    let more = o.api.ask("POST", HISTORY).token(&o.token).json(&document).send().await;
    assert_eq!(more.json["editions"][0], json!({"edition": "demo-2029", "people": 2, "added": 1}));
    let imports = o.imports().await;
    assert_eq!((&imports[0]["people"], &imports[1]["people"]), (&json!(1), &json!(2)));
    o.api.audit().await;
}

#[tokio::test]
async fn no_address_and_no_plain_hash_of_one_is_in_the_table() {
    let o = organizer().await;
    o.csv("?edition=demo-2029", "email\nkept.nowhere@example.org").await;
    let hash = AddressHash::of(&"kept.nowhere@example.org".parse().unwrap()).to_string();
    let binary: Vec<u8> = (0..16).map(|n| u8::from_str_radix(&hash[2 * n..2 * n + 2], 16).unwrap()).collect();
    let table = o.api.stack.context().settings().table.clone();
    let (_, scanned) =
        o.api.stack.table().answer("DynamoDB_20120810.Scan", json!({"TableName": table}).to_string().as_bytes());
    let text = String::from_utf8(scanned).unwrap();
    assert!(!text.contains("kept.nowhere") && !text.contains(&hash));
    let scanned: Value = serde_json::from_str(&text).unwrap();
    let pages = scanned["Items"].as_array().unwrap().iter().filter_map(|item| item["people"]["B"].as_str());
    let people: Vec<u8> = pages.flat_map(|page| STANDARD.decode(page).unwrap()).collect();
    assert!(!people.is_empty() && people != binary);
    assert_eq!(people.len(), 16, "one person");
}

#[tokio::test]
async fn errors_in_a_file_name_line_and_column_and_nothing_is_imported() {
    let o = organizer().await;
    let refused = o.csv("?edition=demo-2029", "email,name\nann@example.org,Ann\nbob,Bob\n").await;
    assert_eq!(refused.errors(), "422 invalid /3/email");
    assert!(refused.json["errors"][0]["detail"].as_str().unwrap().starts_with("line 3, column email: "));
    assert_eq!(o.csv("", "email\nann@example.org").await.errors(), "422 invalid /2/email");
    assert_eq!(o.csv("?edition=Demo%202029", "email\nann@example.org").await.errors(), "422 invalid /edition");
    assert_eq!(o.csv("?edition=demo-2029", "name\nAnn").await.errors(), "422 invalid /1");
    assert_eq!(o.csv("?edition=demo-2029", "").await.errors(), "422 invalid /1");
    // An edition that isn't over can't be imported: its registrations would turn newcomers into past attendees.
    assert_eq!(o.csv("?edition=demo-2030", "email\nann@example.org").await.errors(), "422 invalid /edition");
    let latin = o.api.ask("POST", &format!("{HISTORY}?edition=demo-2029")).token(&o.token);
    assert_eq!(latin.raw("text/csv", b"email\nj\x81rg@example.org").send().await.errors(), "422 invalid /2");
    let large = o.api.ask("POST", HISTORY).token(&o.token).raw("text/csv", &vec![b'a'; web::BODY_MAX + 1]);
    assert_eq!(large.send().await.problem(), "413 too-large");
    let other = o.api.ask("POST", HISTORY).token(&o.token).raw("text/plain", b"email");
    assert_eq!(other.send().await.problem(), "415 unsupported-media-type");
    assert_eq!(o.imports().await, json!([]));
}

#[tokio::test]
async fn a_person_can_be_erased_from_all_imports() {
    let o = organizer().await;
    o.sell_out().await;
    o.csv("", "email,edition\nann@example.org,demo-2028\nann@example.org,demo-2029\nbob@example.org,demo-2029").await;
    o.joins("ann@example.org").await;
    let erase = || o.api.ask("POST", &format!("{HISTORY}/erasures")).token(&o.token);
    let erased = erase().json(&json!({"email": "ANN@example.org"})).send().await;
    assert_eq!(erased.json, json!({"erased_from": ["demo-2028", "demo-2029"]}));
    assert_eq!(erase().json(&json!({"email": "ann@example.org"})).send().await.json, json!({"erased_from": []}));
    assert_eq!(erase().json(&json!({"email": "ann"})).send().await.errors(), "422 invalid /email");
    let imports = o.imports().await;
    assert_eq!((&imports[0]["people"], &imports[1]["people"]), (&json!(0), &json!(1)));
    expect!["ann newcomer no_earlier_edition"].assert_eq(&o.classes().await);
    o.api.audit().await;
}

#[tokio::test]
async fn a_page_previews_a_file_imports_it_and_removes_it_without_a_script() {
    let o = organizer().await;
    let form = |query: &str, edition: &str, file: &str| {
        let body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"edition\"\r\n\r\n{edition}\r\n--b\r\nContent-Disposition: \
             form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n{file}\r\n--b\r\n\
             Content-Disposition: form-data; name=\"csv\"\r\n\r\n\r\n--b--\r\n"
        );
        let ask = o.api.ask("POST", &format!("{HISTORY}{query}")).token(&o.token).page();
        async move { ask.raw("multipart/form-data; boundary=b", body.as_bytes()).send().await }
    };
    let page = o.api.ask("GET", HISTORY).token(&o.token).page().send().await;
    assert!(page.text.contains("people count as newcomers if they say so"), "{}", page.text);
    let preview = form("?dry_run=true", "demo-2029", "email\nann@example.org\n").await;
    assert!(preview.text.contains("1 person, 1 new"), "{}", preview.text);
    assert!(preview.text.contains(">email\nann@example.org\n</textarea>"), "the file is kept for the next step");
    assert_eq!(o.imports().await, json!([]));
    let wrong = form("", "demo-2029", "email\nann\n").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("line 2, column email") && wrong.text.contains("value=\"demo-2029\""));
    let done = form("", "demo-2029", "email\nann@example.org\n").await;
    assert_eq!((done.status, done.header("location")), (303, &*format!("{HISTORY}?done=imported")));
    let page = o.api.ask("GET", done.header("location")).token(&o.token).page().send().await;
    assert!(page.text.contains("Imported."), "{}", page.text);
    let pasted = o.api.ask("POST", HISTORY).token(&o.token).form("edition=demo-2028&csv=email%0Aann%40example.org");
    assert_eq!(pasted.send().await.status, 303);
    let removed = o.api.ask("POST", &format!("{HISTORY}/editions/demo-2028")).token(&o.token).form("");
    assert_eq!(removed.send().await.header("location"), format!("{HISTORY}?done=removed"));
    let erased = o.api.ask("POST", &format!("{HISTORY}/erasures")).token(&o.token).form("email=ann%40example.org");
    assert_eq!(erased.send().await.header("location"), format!("{HISTORY}?done=erased"));
    assert_eq!(o.imports().await[0]["people"], 0);
}

#[tokio::test]
async fn a_large_edition_is_imported_whole_and_grows() {
    let o = organizer().await;
    let file = |range: std::ops::Range<u32>| {
        let lines: Vec<_> = range.map(|n| format!("somebody{n}@example.org")).collect();
        format!("email\n{}", lines.join("\n"))
    };
    let first = o.csv("?edition=demo-2029", &file(0..3000)).await;
    assert_eq!(first.json["editions"][0]["people"], 3000, "{}", first.text);
    let second = o.csv("?edition=demo-2029", &file(2000..7000)).await;
    assert_eq!(second.json["editions"][0], json!({"edition": "demo-2029", "people": 7000, "added": 4000}));
    o.sell_out().await;
    assert_eq!(o.joins("somebody0@example.org").await, "everyone");
    assert_eq!(o.joins("somebody6999@example.org").await, "everyone");
    assert_eq!(o.joins("somebody7000@example.org").await, "newcomer");
    o.api.audit().await;
}
