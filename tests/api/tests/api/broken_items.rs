//! Promise 10 on a data directory: Plumbline is stopped, one item in the table's file is made unreadable by hand, and
//! Plumbline starts again. For every kind of due item, everything that does not depend on it still happens.

mod season;
mod table_file;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::path::Path;

use api_tests::Api;
use futures_util::FutureExt;
use serde_json::{Value, json};

use self::season::{EDITIONS, LATER, SOON, open, session};
use self::table_file::{Key, TableFile};

/// One item that breaks.
struct Case {
    name: &'static str,
    /// Whether it is this item.
    is: fn(&Key, &Value) -> bool,
    /// The attribute that gets another type.
    attribute: &'static str,
    workflow: &'static str,
    /// The parts of its own edition that may differ: parts of the lines of [`Outcome`].
    depends: &'static [&'static str],
    /// Whether something else does the same.
    redundant: bool,
}

fn ends_with(key: &Key, pk: &str, sk: &str) -> bool {
    key.0.starts_with("C#demo-2030") && key.0.ends_with(pk) && key.1 == sk
}

fn is_entry(key: &Key, item: &Value, status: &str) -> bool {
    key.0.starts_with("C#demo-2030#ENTRY#") && item["status"]["S"] == status
}

/// Who gets a pass, and when, depends on the passes there are and on the people who wait.
const WHO_GETS_ONE: [&str; 4] = ["entry", "mail offer", "pool general", "mail invitation"];

/// The person who cancelled last: the mail about it is not sent yet.
const LEFT: &str = "ben.demo-2030@example.org";

const CASES: &[Case] = &[
    Case {
        name: "shard with a returned pass",
        is: |key, item| ends_with(key, "", "SHARD") && key.0.contains("#general#") && item["spare"]["N"] != "0",
        attribute: "capacity",
        workflow: "promote-waitlist",
        depends: &WHO_GETS_ONE,
        redundant: false,
    },
    Case {
        name: "status of a pool with a change of capacity",
        is: |key, _| ends_with(key, "#POOL#virtual", "STATUS"),
        attribute: "shards",
        workflow: "promote-waitlist",
        depends: &["pool virtual"],
        redundant: false,
    },
    Case {
        name: "waitlist entry with an offer",
        is: |key, item| is_entry(key, item, "offered"),
        attribute: "email",
        workflow: "promote-waitlist",
        depends: &WHO_GETS_ONE,
        redundant: false,
    },
    Case {
        name: "mark that a class may have changed",
        is: |key, _| key.0.starts_with("C#demo-2030#STANDING#"),
        attribute: "by",
        workflow: "promote-waitlist",
        depends: &WHO_GETS_ONE,
        // The scan of the series finds the class, too.
        redundant: true,
    },
    Case {
        name: "scan of a series",
        is: |key, _| key.0.starts_with("SERIES#demo#") && key.1 == "STANDINGS",
        attribute: "id",
        workflow: "promote-waitlist",
        depends: &WHO_GETS_ONE,
        redundant: false,
    },
    Case {
        name: "call",
        is: |key, _| ends_with(key, "#TRACK#net", "CALL"),
        attribute: "closes",
        workflow: "close-cfps",
        depends: &["mail call-closed", "announcement call_closed", "mail reminder"],
        redundant: false,
    },
    Case {
        name: "reminder series",
        is: |key, _| ends_with(key, "#REMIND#call:net", "REMINDERS"),
        attribute: "revision",
        workflow: "send-reminders",
        depends: &["mail reminder"],
        redundant: false,
    },
    Case {
        name: "end of a reserved pool",
        is: |key, _| ends_with(key, "#POOL#speakers", "RELEASE"),
        attribute: "claim_by",
        workflow: "release-passes",
        // An acceptance earns a pass of this pool.
        depends: &["entry", "mail offer", "pool", "mail passes-unclaimed", "announcement", "chosen"],
        redundant: false,
    },
    Case {
        name: "reconfirmation",
        is: |key, _| ends_with(key, "#RECONFIRMATION", "ROUND"),
        attribute: "answer_by",
        workflow: "reconfirm",
        depends: &["mail reconfirm"],
        redundant: false,
    },
    Case {
        name: "decisions of a track",
        is: |key, _| ends_with(key, "#TRACK#net", "SELECTION"),
        attribute: "going",
        workflow: "release-decisions",
        depends: &["mail decision-released", "proposal", "entry", "mail offer", "mail invitation", "pool"],
        redundant: false,
    },
    Case {
        name: "published timetable",
        is: |key, _| ends_with(key, "#TIMETABLE", "RELEASE"),
        attribute: "parts",
        workflow: "publish-timetable",
        depends: &["mail timetable"],
        redundant: false,
    },
    Case {
        name: "mail",
        is: |key, item| key.1 == "MAIL" && item["to"]["S"] == LEFT && item["due_at"].is_object(),
        attribute: "to",
        workflow: "deliver-mail",
        depends: &[LEFT],
        redundant: false,
    },
];

/// What has happened in an edition: a line for each thing, with how often there is such.
type Outcome = BTreeMap<String, usize>;

async fn outcome(api: &Api, id: &str) -> Outcome {
    let store = api.stack.store();
    let organizer = session(api, "organizer@example.org");
    let get = async |rest: &str, token: &str| {
        let answer = api.ask("GET", &format!("/conferences/{id}{rest}")).token(token).send().await;
        assert_eq!(answer.status, 200, "{id}{rest}: {}", answer.text);
        answer.json
    };
    let mut lines = Vec::new();
    for pool in ["general", "virtual", "speakers"] {
        let figures = store.pool(&id.parse().expect("an id"), &pool.parse().expect("an id")).await;
        lines.push(format!("pool {pool} {:?}", figures.map_err(|_| "unreadable")));
    }
    let list = |document: &Value, name: &str| document[name].as_array().expect("a list").clone();
    let text = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    for post in list(&get("/announcements", &organizer).await, "announcements") {
        lines.push(format!("announcement {} {}", text(&post, "kind"), text(&post, "title")));
    }
    for entry in list(&get("/waitlist", &organizer).await, "waitlist") {
        lines.push(format!("entry {} {} {}", text(&entry, "email"), text(&entry, "status"), text(&entry, "class")));
    }
    for proposal in list(&get("/proposals", &organizer).await, "proposals") {
        lines.push(format!("proposal {} {}", text(&proposal, "title"), text(&proposal, "state")));
    }
    for mail in api.stack.outbox().expect("the outbox") {
        if mail.to.contains(id) || mail.key.contains(id) {
            lines.push(format!("mail {} {}", mail.key.split(':').next().unwrap_or_default(), mail.to));
        }
    }
    let mut outcome = Outcome::new();
    for line in lines {
        *outcome.entry(line).or_default() += 1;
    }
    outcome
}

/// Lines that one has and the other has not.
fn differences(whole: &Outcome, broken: &Outcome) -> Vec<String> {
    let lines: BTreeSet<&String> = whole.keys().chain(broken.keys()).collect();
    let differs = |line: &&&String| whole.get(**line) != broken.get(**line);
    lines
        .iter()
        .filter(differs)
        .map(|line| format!("{line}: {:?}, {:?}", whole.get(*line), broken.get(*line)))
        .collect()
}

fn copy(from: &Path) -> tempfile::TempDir {
    let to = tempfile::tempdir().expect("a directory");
    for file in std::fs::read_dir(from).expect("the data directory") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), to.path().join(file.file_name())).expect("a copy");
    }
    to
}

/// Lets everything happen that is due at an instant, and answers what failed.
async fn pass(api: &Api, now: &str) -> Vec<Value> {
    api.set_clock(now);
    let answer = api.post("/_local/clock", json!({ "advance": "PT0S" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json["failed"].as_array().expect("always there").clone()
}

/// Breaks the items of some cases in a stopped Plumbline, and answers each as answers name it.
fn break_items(data: &Path, cases: &[Case]) -> Vec<String> {
    let table = TableFile::open(data);
    let items = table.items();
    let broken = cases.iter().map(|case| {
        let mut found = items.iter().filter(|(key, item)| (case.is)(key, item));
        let (key, item) = found.next().unwrap_or_else(|| panic!("there is no {}", case.name));
        let was = &item[case.attribute];
        assert!(was.is_object(), "{} has no {}", case.name, case.attribute);
        let is = if was["N"].is_string() { json!({ "S": "?" }) } else { json!({ "N": "7" }) };
        table.set(key, case.attribute, &is);
        format!("{} {}", key.0, key.1)
    });
    broken.collect()
}

/// What the agenda lists of an item that failed.
async fn on_the_agenda(api: &Api, case: &Case, item: &str) -> Value {
    let organizer = session(api, "organizer@example.org");
    let agenda = api.ask("GET", "/conferences/demo-2030/agenda").token(&organizer).send().await;
    let shown = agenda.json["set_aside"].as_array().unwrap_or_else(|| panic!("{}", agenda.text));
    let own = |one: &&Value| {
        one["workflow"] == case.workflow && one["error"].as_str().is_some_and(|error| error.starts_with(item))
    };
    shown.iter().find(own).unwrap_or_else(|| panic!("{} is not on the agenda: {}", case.name, agenda.text)).clone()
}

/// Breaks one item of a stopped Plumbline, starts it, and lets two hours pass.
async fn play(from: &Path, case: &Case, whole: &[Outcome; 2]) {
    let (data, name) = (copy(from), case.name);
    let item = break_items(data.path(), std::slice::from_ref(case)).remove(0);
    let api = open(data.path(), 2);
    // An organizer who sees that something is wrong signs in first.
    assert_eq!(api.post("/sign-in", json!({ "email": "organizer@example.org" })).await.status, 202);
    pass(&api, SOON).await;
    let failed = pass(&api, LATER).await;
    let mails = api.stack.outbox().expect("the outbox");
    assert!(mails.iter().any(|mail| mail.key.starts_with("sign-in")), "{name}: the sign-in mail is not sent");
    // Others may have met it on their way: then they say so.
    let (own, met): (Vec<_>, Vec<_>) = failed.iter().partition(|one| one["item"] == *item);
    assert!(own.len() == 1 && own[0]["workflow"] == case.workflow, "{name}: {failed:#?}");
    let says_so = |one: &&Value| one["error"].as_str().is_some_and(|error| error.starts_with(&item));
    assert!(met.iter().all(says_so), "{name}: {failed:#?}");
    assert_eq!(on_the_agenda(&api, case, &item).await["state"], "retrying", "{name}");
    for (id, whole) in EDITIONS.into_iter().zip(whole) {
        let all = differences(whole, &outcome(&api, id).await);
        let depends = |line: &String| id == EDITIONS[0] && case.depends.iter().any(|part| line.contains(part));
        let others: Vec<_> = all.iter().filter(|line| !depends(line)).collect();
        assert!(others.is_empty(), "{name} changes what does not depend on it in {id}: {others:#?}");
        assert!(id == EDITIONS[1] || case.redundant || !all.is_empty(), "{name} changes nothing");
    }
}

#[tokio::test]
#[ignore = "takes long: .ci/run runs it"]
async fn what_does_not_depend_on_a_broken_item_happens_as_if_it_were_whole() {
    let data = tempfile::tempdir().expect("a directory");
    season::make(data.path()).await;
    let whole = {
        let data = copy(data.path());
        let api = open(data.path(), 2);
        pass(&api, SOON).await;
        assert_eq!(pass(&api, LATER).await, Vec::<Value>::new());
        [outcome(&api, EDITIONS[0]).await, outcome(&api, EDITIONS[1]).await]
    };
    let has = |part: &str| whole.iter().all(|outcome| outcome.keys().any(|line| line.contains(part)));
    for part in [
        "mail offer ",
        "mail offer-lapsed",
        "mail call-closed",
        "mail reminder",
        "mail reconfirm-ask",
        "mail decision-released",
        "mail timetable",
        "capacity: 21",
    ] {
        assert!(has(part), "nothing is due that leads to {part}: {whole:#?}");
    }
    let mut wrong = Vec::new();
    for case in CASES {
        let played = AssertUnwindSafe(play(data.path(), case, &whole)).catch_unwind().await;
        wrong.extend(played.is_err().then_some(case.name));
    }
    assert!(wrong.is_empty(), "{wrong:?}: see above");
    all_at_once(data.path(), &whole).await;
}

/// With all of them broken, each is set aside in the end, and the other edition is as if nothing were.
async fn all_at_once(from: &Path, whole: &[Outcome; 2]) {
    let data = copy(from);
    let items = break_items(data.path(), CASES);
    let api = open(data.path(), 2);
    pass(&api, SOON).await;
    pass(&api, LATER).await;
    assert_eq!(differences(&whole[1], &outcome(&api, EDITIONS[1]).await), Vec::<String>::new());
    let mut failed = Vec::new();
    for hour in 15..=21 {
        failed = pass(&api, &format!("2030-02-01T{hour}:30:00Z")).await;
    }
    for (case, item) in CASES.iter().zip(&items) {
        let name = case.name;
        let own = failed.iter().find(|one| one["item"] == **item);
        assert_eq!(own.map(|own| &own["set_aside"]), Some(&json!(true)), "{name}: {failed:#?}");
        assert_eq!(on_the_agenda(&api, case, item).await["state"], "set_aside", "{name}");
    }
}
