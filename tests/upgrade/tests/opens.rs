//! Opens each data directory that an earlier version wrote, plays on with the current code, and exports.

use std::path::{Path, PathBuf};

use api_tests::{Answer, Api, at, link_in};
use context::SetClock;
use plumbline::{DataDirectory, Stack};
use serde_json::{Value, json};
use upgrade::fixture;

const HOME: &str = "/conferences/demo-2030";

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let entries = folder.read_dir().expect("the fixtures are here").map(|entry| entry.expect("an entry").path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// A data directory restored from a fixture, with the clock where it was.
struct Restored {
    api: Api,
    directory: tempfile::TempDir,
}

impl Restored {
    fn open(folder: &Path) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        fixture::unpack(folder, directory.path()).expect("the fixture is unpacked");
        let api = Self::stack(directory.path());
        Self { api, directory }
    }

    /// Its seed differs from the fixture's, so that ids made from here on are new.
    fn stack(directory: &Path) -> Api {
        let data = DataDirectory::open(directory).expect("the data directory opens");
        let now = data.last_time().expect("the clock is read").expect("the clock ran here");
        let stack = Stack::builder(SetClock::stopped(now)).seed(1).data(data).build();
        Api { stack: stack.expect("the table opens") }
    }

    /// Mails to an address, latest first, without running workflows.
    fn mails(&self, email: &str) -> Vec<Value> {
        let outbox = self.api.stack.outbox().expect("the mails are read");
        let mails = outbox.into_iter().map(|mail| serde_json::to_value(mail).expect("JSON"));
        mails.filter(|mail| mail["to"].to_string().contains(email)).collect()
    }

    fn mail(&self, email: &str, subject: &str) -> Value {
        let found = self.mails(email).into_iter().find(|mail| mail["subject"].to_string().contains(subject));
        found.unwrap_or_else(|| panic!("no mail to {email} says {subject:?}"))
    }

    async fn until(&self, instant: &str) {
        self.api.stack.run_until(at(instant)).await.expect("everything that is due is done");
    }

    async fn get(&self, path: &str, token: &str) -> Answer {
        let answer = self.api.ask("GET", &format!("{HOME}{path}")).token(token).send().await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer
    }

    async fn public(&self, path: &str) -> Answer {
        let answer = self.api.get(&format!("{HOME}{path}")).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer
    }

    async fn audit(&self) {
        let audit = self.api.stack.store().audit_settled().await.expect("the audit reads every item");
        assert!(audit.findings.is_empty(), "{:#?}", audit.findings);
        assert!(
            audit.registrations >= 5 && audit.mails > 50,
            "{} registrations, {} mails",
            audit.registrations,
            audit.mails
        );
    }
}

fn token_of(link: &str) -> (&str, &str) {
    let (path, token) = link.split_once("?token=").expect("a link with its token");
    (path, token.split('&').next().expect("a token"))
}

/// The table as the earlier version left it, before anything is written.
async fn reads_what_is_there(restored: &Restored) {
    let edition = restored.public("").await;
    assert_eq!(edition.json["registration"]["in_person"]["sold_out"], true, "{}", edition.text);
    let timetable = restored.public("/timetable").await;
    assert_eq!(timetable.json["release"], 3);
    let titles: Vec<_> = timetable.json["sessions"].as_array().expect("sessions").iter().map(|s| &s["title"]).collect();
    assert_eq!(titles, ["Opening", "Good", "Stack traces"]);
    let news = restored.public("/announcements").await;
    assert!(news.text.contains("The *rooms* are known.") && news.text.contains("sold_out"), "{}", news.text);
    let outcomes = restored.public("/tracks/net/outcomes").await;
    assert_eq!(outcomes.json["lines"], json!(["Queues are *merged*."]));
    // A link from a mail that the earlier version sent still opens the registration.
    let link = link_in(&restored.mail("zoe@example.org", "You are registered"));
    let (path, token) = token_of(&link);
    let zoe = restored.api.ask("GET", path).token(token).send().await;
    assert_eq!((&zoe.json["name"], &zoe.json["answers"]["size"]), (&json!("Zoë Ł"), &json!("M")), "{}", zoe.text);
    assert_eq!(zoe.json["reconfirmation"]["status"], "coming");
}

/// Registers people, accepts the open offer, and changes stored records.
async fn plays_on(restored: &Restored) {
    let api = &restored.api;
    let online = |email: &str| json!({ "name": "Someone New", "email": email, "attendance": "virtual" });
    let made = api.post(&format!("{HOME}/registrations"), online("new@example.org")).await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(api.register("new.too@example.org").await.problem(), "409 sold-out");
    // The same request as in the fixture gets the same answer.
    let repeated = json!({
        "name": "Zoë Ł", "email": "zoe@example.org", "attendance": "in_person", "affiliation": "Example",
        "first_time": true, "answers": { "size": "M" },
    });
    let repeated = api.ask("POST", &format!("{HOME}/registrations")).header("idempotency-key", "first").json(&repeated);
    let repeated = repeated.send().await;
    assert_eq!(repeated.status, 201, "{}", repeated.text);
    assert!(repeated.json["manage_token"].is_string(), "{}", repeated.text);

    let offer = link_in(&restored.mail("w8@example.org", "A pass for you"));
    let (path, token) = token_of(&offer);
    let accepted = api.ask("POST", &format!("{path}/accept")).token(token).json(&json!({})).send().await;
    assert_eq!((accepted.status, &accepted.json["status"]), (200, &json!("confirmed")), "{}", accepted.text);

    // The mail that was queued goes out; the decision that was released is sent; the proposal makes w7 a contributor,
    // who gets the returned pass before w9.
    let sent = restored.mails("").len();
    api.settle().await;
    assert!(restored.mails("").len() > sent, "queued mails are delivered");
    restored.mail("zoe@example.org", "Your registration link");
    restored.mail("open@example.org", "Your proposal was accepted");
    assert_eq!(
        restored.mails("w9@example.org").iter().filter(|m| m["subject"].to_string().contains("Offer:")).count(),
        0
    );
    let offered = restored.mail("w7@example.org", "Offer: accept by");
    assert!(offered["sent_at"].as_str().is_some_and(|at| at.starts_with("2030-03-03")), "{offered}");
    // The raise that was cut off is finished once, after the time that its own request has for it.
    restored.until("2030-03-03T12:01:00Z").await;
    assert_eq!(api.pool("virtual").await.split(' ').next(), Some("capacity=400"));

    let ann = api.sign_in("ann@example.org").await;
    let mine = api.ask("GET", "/me/proposals").token(&ann).send().await;
    let proposals = mine.json["editions"][0]["proposals"].as_array().expect("proposals");
    let packets = proposals.iter().find(|p| p["title"] == "Losing packets well").expect("the merged proposal");
    let path = format!("{HOME}/proposals/{}", packets["id"].as_str().expect("an id"));
    let shown = api.ask("GET", &path).token(&ann).send().await;
    assert_eq!(shown.json["speakers"].as_array().map(Vec::len), Some(2), "{}", shown.text);
    let withdrawn = api.ask("POST", &format!("{path}/withdraw")).token(&ann).json(&json!({})).send().await;
    assert_eq!(withdrawn.json["state"], "withdrawn", "{}", withdrawn.text);
    // A late link from before still lets its person submit.
    let late = api.sign_in("late@example.org").await;
    let body = json!({
        "title": "Late", "abstract": "Better late.", "minutes": 20, "submit": true, "answers": { "level": "old" },
        "speakers": [{ "name": "Someone Late", "email": "late@example.org" }],
    });
    let made = api.ask("POST", &format!("{HOME}/tracks/net/proposals")).token(&late).json(&body).send().await;
    assert_eq!((made.status, &made.json["state"]), (201, &json!("submitted")), "{}", made.text);
    let id = made.json["id"].as_str().expect("an id");
    let lead = api.sign_in("lead@example.org").await;
    let score = api.ask("POST", &format!("{HOME}/proposals/{id}/decision")).token(&lead);
    let decided = score.json(&json!({ "decision": "accepted" })).send().await;
    assert_eq!(decided.status, 200, "{}", decided.text);

    let organizer = api.sign_in("organizer@example.org").await;
    let published =
        api.ask("POST", &format!("{HOME}/timetable/publish")).token(&organizer).json(&json!({})).send().await;
    assert_eq!(published.json["release"], 4, "{}", published.text);
    // The BoF that has the slot is cancelled, and the next one gets it.
    let bob = api.sign_in("bob@example.org").await;
    let bofs = restored.public("/bofs").await;
    let bofs = bofs.json["bofs"].as_array().expect("BoFs").clone();
    let first = bofs.iter().find(|bof| bof["title"] == "Stack traces").expect("the BoF with the slot");
    let cancel = api.ask("DELETE", &format!("{HOME}/bofs/{}", first["id"].as_str().expect("an id"))).token(&bob);
    assert_eq!(cancel.send().await.status, 200);
    let after = restored.public("/timetable").await;
    assert!(after.text.contains("Heap traces"), "{}", after.text);
    api.settle().await;
}

async fn exports(restored: &Restored) {
    let organizer = restored.api.sign_in("organizer@example.org").await;
    let rows = |text: &str| {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        reader.records().inspect(|row| assert!(row.is_ok(), "a row: {row:?}")).count()
    };
    for (path, least) in
        [("/registrations.csv", 8), ("/waitlist.csv", 10), ("/proposals.csv", 8), ("/timetable.csv", 3)]
    {
        let answer = restored.get(path, &organizer).await;
        assert!(rows(&answer.text) >= least, "{path}: {}", answer.text);
    }
    let schedule = restored.public("/timetable.json").await;
    let days = schedule.json["schedule"]["conference"]["days"].as_array().expect("days");
    let events: usize = days
        .iter()
        .flat_map(|day| day["rooms"].as_object().expect("rooms").values())
        .map(|events| events.as_array().map_or(0, Vec::len))
        .sum();
    assert!(events >= 3, "{}", schedule.text);
    for (path, holds) in
        [("/timetable.xml", "<schedule"), ("/timetable.ics", "BEGIN:VEVENT"), ("/announcements.atom", "<entry>")]
    {
        let answer = restored.public(path).await;
        assert!(answer.text.contains(holds), "{path}: {}", answer.text);
    }
    for path in ["/mails", "/agenda", "/roles", "/history", "/pools", "/reconfirmation", "/definition", "/audit"] {
        restored.get(path, &organizer).await;
    }
}

#[tokio::test]
async fn every_fixture_is_opened_played_on_and_exported() {
    let folders = fixtures();
    assert!(!folders.is_empty());
    for folder in folders {
        eprintln!("{}", folder.display());
        let restored = Restored::open(&folder);
        reads_what_is_there(&restored).await;
        plays_on(&restored).await;
        restored.audit().await;
        exports(&restored).await;
        // Through every deadline, the end of the campaign, and the conference.
        restored.until("2030-05-05T12:00:00Z").await;
        restored.audit().await;
        exports(&restored).await;
        // What the current code wrote, it reads again.
        let Restored { api, directory } = restored;
        drop(api);
        let again = Restored { api: Restored::stack(directory.path()), directory };
        again.audit().await;
        assert!(again.directory.path().join("table.db").exists());
    }
}

#[test]
fn fixtures_stay_small() {
    for folder in fixtures() {
        let files = folder.read_dir().expect("the folder is read").map(|entry| entry.expect("an entry"));
        let size: u64 = files.map(|file| file.metadata().expect("its size").len()).sum();
        assert!(size < 300_000, "{} holds {size} bytes; keep a fixture under 300 KB", folder.display());
    }
}
