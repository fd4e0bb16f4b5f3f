//! `/conferences/{conference}/bofs`

use api_tests::{Answer, Api, DEMO, link_in};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

const BOFS: &str = "/conferences/demo-2030/bofs";

/// The demo edition with rooms and slots for BoFs: 45 minutes and an hour at one time, then half an hour.
fn with_slots() -> String {
    let rooms =
        "[[rooms]]\nid = \"bof-1\"\nname = \"BoF room 1\"\n\n[[rooms]]\nid = \"bof-2\"\nname = \"BoF room 2\"\n\n";
    let slots = [("bof-1", "10:00:00", 45), ("bof-2", "10:00:00", 60), ("bof-1", "12:00:00", 30)];
    let slots = slots.map(|(room, at, minutes)| {
        format!("[[bof_slots]]\nroom = \"{room}\"\nstarts = 2030-05-02T{at}\nminutes = {minutes}\n\n")
    });
    format!("{DEMO}\n{rooms}{}", slots.concat())
}

struct Bofs {
    api: Api,
}

impl Bofs {
    async fn new() -> Self {
        Self { api: Api::with(&with_slots()).await }
    }

    /// An attendee with an in-person pass who is signed in.
    async fn comer(&self, email: &str) -> Arrival<'_> {
        let registered = self.api.register(email).await;
        assert_eq!(registered.status, 201, "{}", registered.text);
        let token = self.api.sign_in(email).await;
        Arrival { api: &self.api, token, registration: registered.json }
    }
}

struct Arrival<'a> {
    api: &'a Api,
    token: String,
    registration: Value,
}

impl Arrival<'_> {
    async fn propose(&self, title: &str) -> Answer {
        self.propose_with(json!({ "title": title, "abstract": "About it." })).await
    }

    async fn propose_with(&self, body: Value) -> Answer {
        self.api.ask("POST", BOFS).token(&self.token).json(&body).send().await
    }

    async fn call_off(&self, bof: &Answer) -> Answer {
        let path = format!("{BOFS}/{}", bof.json["id"].as_str().unwrap());
        self.api.ask("DELETE", &path).token(&self.token).send().await
    }

    async fn give_up_the_pass(&self) -> Answer {
        let path = format!("/conferences/demo-2030/registrations/{}", self.registration["id"].as_str().unwrap());
        self.api.ask("DELETE", &path).token(self.registration["manage_token"].as_str().unwrap()).send().await
    }
}

fn slot(bof: &Answer) -> String {
    format!("{} {}", bof.json["room"].as_str().unwrap_or("-"), bof.json["starts_at"].as_str().unwrap_or("-"))
}

#[tokio::test]
async fn who_comes_gets_the_first_free_slot_with_room_and_time_and_a_calendar_entry() {
    let bofs = Bofs::new().await;
    let ann = bofs.comer("ann@example.org").await;
    let made = ann.propose("Stack traces").await;
    assert_eq!((made.status, slot(&made).as_str()), (201, "bof-1 2030-05-02T08:00:00Z"), "{}", made.text);
    assert_eq!((&made.json["minutes"], &made.json["not_recorded"]), (&json!(45), &json!(true)));
    assert_eq!(made.header("location"), format!("{BOFS}/{}", made.json["id"].as_str().unwrap()));
    let mail = &bofs.api.mails_to("ann@example.org").await[0];
    assert_eq!(mail["subject"], "Your BoF has a slot: Stack traces");
    let calendar = mail["attachments"][0]["content"].as_str().unwrap();
    assert!(calendar.contains("DTSTART:20300502T080000Z") && calendar.contains("LOCATION:BoF room 1"), "{calendar}");
    assert_eq!(bofs.api.get(&link_in(mail)).await.json["title"], "Stack traces");
    // Anyone can see it, with the name of the person who proposed it.
    let list = bofs.api.get(BOFS).await;
    assert_eq!((&list.json["bofs"][0]["name"], &list.json["free_slots"]), (&json!("An Attendee"), &json!(2)));
    assert!(!list.text.contains("ann@example.org"));
    bofs.api.audit().await;
}

#[tokio::test]
async fn who_does_not_come_cannot_propose() {
    let bofs = Bofs::new().await;
    let body = json!({ "title": "T", "abstract": "A" });
    assert_eq!(bofs.api.post(BOFS, body.clone()).await.problem(), "401 sign-in-required");
    let mut online = api_tests::attendee("online@example.org");
    online["attendance"] = json!("virtual");
    assert_eq!(bofs.api.post("/conferences/demo-2030/registrations", online).await.status, 201);
    for email in ["online@example.org", "stranger@example.org"] {
        let token = bofs.api.sign_in(email).await;
        let refused = bofs.api.ask("POST", BOFS).token(&token).json(&body).send().await;
        assert_eq!(refused.problem(), "403 in-person-only", "{email}");
    }
    assert_eq!(bofs.api.get(BOFS).await.json["free_slots"], 3);
}

#[tokio::test]
async fn a_slot_that_comes_back_goes_to_the_next_by_itself() {
    let bofs = Bofs::new().await;
    let ann = bofs.comer("ann@example.org").await;
    let first = ann.propose("First").await;
    // Not at the same time as Ann's first: she can't be in two rooms.
    assert_eq!(slot(&ann.propose("Second").await), "bof-1 2030-05-02T10:00:00Z");
    assert_eq!(ann.propose("Third").await.problem(), "409 bof-limit");
    let bob = bofs.comer("bob@example.org").await;
    assert_eq!(slot(&bob.propose("Of Bob").await), "bof-2 2030-05-02T08:00:00Z");
    let eve = bofs.comer("eve@example.org").await;
    let waits = eve.propose("Of Eve").await;
    assert_eq!((waits.problem().as_str(), &waits.json["place"]), ("409 no-slot-left", &json!(1)));
    let late = bofs.comer("late@example.org").await;
    assert_eq!(late.propose("Of another").await.json["place"], 2);
    assert_eq!(ann.call_off(&first).await.json["status"], "cancelled");
    let eves = bofs.api.get(&format!("{BOFS}/{}", waits.json["id"].as_str().unwrap())).await;
    assert_eq!(slot(&eves), "bof-1 2030-05-02T08:00:00Z");
    let mails = bofs.api.mails_to("eve@example.org").await;
    assert_eq!(mails[0]["subject"], "Your BoF has a slot: Of Eve");
    assert!(mails[0]["attachments"][0]["content"].as_str().unwrap().contains("SEQUENCE:1"));
    let off = &bofs.api.mails_to("ann@example.org").await[0];
    assert!(off["attachments"][0]["content"].as_str().unwrap().contains("METHOD:CANCEL"), "{off}");
    // Twice does nothing more.
    assert_eq!(ann.call_off(&first).await.json["status"], "cancelled");
    bofs.api.audit().await;
}

#[tokio::test]
async fn a_slot_goes_with_the_pass() {
    let bofs = Bofs::new().await;
    let ann = bofs.comer("ann@example.org").await;
    let (first, second) = (ann.propose("First").await, ann.propose("Second").await);
    let bob = bofs.comer("bob@example.org").await;
    bob.propose("Of Bob").await;
    let waits = bofs.comer("eve@example.org").await.propose("Of Eve").await;
    assert_eq!(ann.give_up_the_pass().await.status, 200);
    for bof in [&first, &second] {
        let path = format!("{BOFS}/{}", bof.json["id"].as_str().unwrap());
        assert_eq!(bofs.api.get(&path).await.json["status"], "cancelled");
    }
    let eves = bofs.api.get(&format!("{BOFS}/{}", waits.json["id"].as_str().unwrap())).await;
    assert_eq!(slot(&eves), "bof-1 2030-05-02T08:00:00Z");
    // Watching is not coming.
    let path = format!("/conferences/demo-2030/registrations/{}", bob.registration["id"].as_str().unwrap());
    let token = bob.registration["manage_token"].as_str().unwrap();
    let swap = bofs.api.ask("PATCH", &path).token(token).json(&json!({ "attendance": "virtual" })).send().await;
    assert_eq!(swap.status, 200, "{}", swap.text);
    assert_eq!(bofs.api.get(BOFS).await.json["free_slots"], 2);
    assert!(bofs.api.mails_to("bob@example.org").await.iter().any(|m| m["subject"] == "Your BoF is cancelled: Of Bob"));
    bofs.api.audit().await;
}

#[tokio::test]
async fn a_repeat_has_the_effect_of_one() {
    let bofs = Bofs::new().await;
    let ann = bofs.comer("ann@example.org").await;
    let ask = |body: Value, key: &str| {
        bofs.api.ask("POST", BOFS).token(&ann.token).header("idempotency-key", key).json(&body).send()
    };
    let body = json!({ "title": "T", "abstract": "A" });
    let first = ask(body.clone(), "k1").await;
    assert_eq!(ask(body.clone(), "k1").await.json["id"], first.json["id"]);
    assert_eq!(ask(json!({ "title": "Other", "abstract": "A" }), "k1").await.problem(), "422 idempotency-key-reused");
    // Without the key it is known by what it says.
    assert_eq!(ann.propose_with(body).await.json["id"], first.json["id"]);
    assert_eq!(bofs.api.get(BOFS).await.json["free_slots"], 2);
}

#[tokio::test]
async fn what_is_too_long_or_empty_is_refused_with_its_place() {
    let bofs = Bofs::new().await;
    let ann = bofs.comer("ann@example.org").await;
    let too_long = ann.propose_with(json!({ "title": "T", "abstract": "A", "minutes": 61 })).await;
    assert_eq!(too_long.errors(), "422 invalid /minutes");
    let empty = ann.propose_with(json!({ "title": "", "minutes": 3 })).await;
    assert_eq!(empty.errors(), "422 invalid /title /abstract /minutes");
    let form = bofs.api.ask("POST", BOFS).token(&ann.token).form("title=Kept&abstract=&minutes=").send().await;
    assert!(form.status == 422 && form.text.contains("value=\"Kept\"") && form.text.contains("is required"));
}

#[tokio::test]
async fn only_who_proposed_it_and_organizers_change_a_bof() {
    let bofs = Bofs::new().await;
    let ann = bofs.comer("ann@example.org").await;
    let made = ann.propose("First").await;
    let path = format!("{BOFS}/{}", made.json["id"].as_str().unwrap());
    let bob = bofs.comer("bob@example.org").await;
    assert_eq!(bob.call_off(&made).await.problem(), "403 forbidden");
    let words = json!({ "title": "Other words" });
    let reworded = bofs.api.ask("PATCH", &path).token(&ann.token).json(&words).send().await;
    assert_eq!((&reworded.json["title"], slot(&reworded)), (&json!("Other words"), slot(&made)));
    let organizer = bofs.api.sign_in("organizer@example.org").await;
    let page = bofs.api.ask("POST", &path).token(&organizer).form("action=cancel").send().await;
    assert_eq!((page.status, page.header("location")), (303, format!("{path}?done=cancelled").as_str()));
    assert_eq!(bofs.api.ask("PATCH", &path).token(&ann.token).json(&words).send().await.problem(), "409 bof-cancelled");
    let mail = &bofs.api.mails_to("ann@example.org").await[0];
    assert!(mail["text"].as_str().unwrap().contains("The organizers cancelled your BoF"), "{mail}");
}

#[tokio::test]
async fn new_slots_go_to_those_who_wait() {
    let bofs = Bofs::new().await;
    for name in ["a", "b"] {
        let comer = bofs.comer(&format!("{name}@example.org")).await;
        comer.propose("One").await;
        comer.propose("Two").await;
    }
    let waits = bofs.comer("eve@example.org").await.propose("Of Eve").await;
    assert_eq!(waits.problem(), "409 no-slot-left");
    let more = with_slots().replace(
        "minutes = 30\n",
        "minutes = 30\n\n[[bof_slots]]\nroom = \"bof-2\"\nstarts = 2030-05-03T10:00:00\nminutes = 30\n",
    );
    bofs.api.stack.load_conference(&more).await.unwrap();
    let list = bofs.api.get(BOFS).await;
    let waiting = list.json["bofs"].as_array().unwrap().iter().filter(|bof| bof["status"] == "waiting").count();
    assert_eq!((waiting, &list.json["free_slots"]), (1, &json!(0)), "{}", list.text);
    bofs.api.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes long: .ci/run runs it"]
async fn sixty_four_at_once_get_exactly_the_ten_slots_there_are() {
    let slots = (0..10).map(|n| {
        format!(
            "[[bof_slots]]\nroom = \"bof-{}\"\nstarts = 2030-05-02T{:02}:00:00\nminutes = 30\n\n",
            n % 2 + 1,
            9 + n / 2
        )
    });
    let edition = with_slots().split("[[bof_slots]]").next().unwrap().replace("capacity = 10", "capacity = 100")
        + &slots.collect::<String>();
    let bofs = Bofs { api: Api::with(&edition).await };
    let mut comers = Vec::new();
    for n in 0..64 {
        comers.push(bofs.comer(&format!("p{n}@example.org")).await);
    }
    let answers: Vec<Answer> = stream::iter(&comers)
        .map(|comer| async move {
            for _ in 0..50 {
                let answer = comer.propose("Everybody's subject").await;
                if answer.status != 503 {
                    return answer;
                }
            }
            panic!("told to come again fifty times");
        })
        .buffer_unordered(64)
        .collect()
        .await;
    let mut given: Vec<_> = answers.iter().filter(|answer| answer.status == 201).map(slot).collect();
    given.sort();
    given.dedup();
    assert_eq!(given.len(), 10, "ten slots, each once");
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 10);
    let mut places: Vec<_> = answers.iter().filter_map(|answer| answer.json["place"].as_u64()).collect();
    places.sort_unstable();
    assert_eq!(places, (1..=54).collect::<Vec<_>>());
    bofs.api.audit().await;
}
