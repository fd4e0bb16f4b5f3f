//! Random seasons of the waitlist over the whole stack: people and organizers act in any order, promises 1
//! to 5 hold after each step. What happens at the same time is the simulation's.

use std::collections::BTreeMap;

use api_tests::{Answer, Api, DEMO, attendee};
use proptest::prelude::*;
use serde_json::{Value, json};

const HOME: &str = "/conferences/demo-2030";
const PEOPLE: usize = 7;
const CLASSES: [&str; 3] = ["contributor", "newcomer", "everyone"];

/// One act of a person or an organizer.
#[derive(Clone, Copy, Debug)]
enum Act {
    Register(usize),
    Cancel(usize),
    Join(usize, bool),
    Accept(usize),
    Decline(usize),
    Withdraw(usize),
    /// An organizer moves a person to another priority class.
    Move(usize, usize),
    /// An organizer raises or lowers the capacity.
    Resize(u64),
    /// An organizer releases a reserved pool's unclaimed passes.
    Release(&'static str),
    /// All open offers lapse.
    Lapse,
}

fn any_act() -> impl Strategy<Value = Act> {
    let who = || 0..PEOPLE;
    prop_oneof![
        3 => who().prop_map(Act::Register),
        3 => who().prop_map(Act::Cancel),
        6 => (who(), any::<bool>()).prop_map(|(who, new)| Act::Join(who, new)),
        2 => who().prop_map(Act::Accept),
        2 => who().prop_map(Act::Decline),
        1 => who().prop_map(Act::Withdraw),
        2 => (who(), 0..CLASSES.len()).prop_map(|(who, class)| Act::Move(who, class)),
        2 => (1..6u64).prop_map(Act::Resize),
        1 => prop_oneof![Just("speakers"), Just("net")].prop_map(Act::Release),
        1 => Just(Act::Lapse),
    ]
}

/// Who waits or has an offer: class, time of joining, state.
type Line = BTreeMap<String, (usize, String, String)>;

struct Season {
    api: Api,
    organizer: String,
    /// Id and token of each person's registration and of their waitlist entry, as last answered.
    registered: BTreeMap<usize, (String, String)>,
    waits: BTreeMap<usize, (String, String)>,
    resizes: u64,
}

fn email(who: usize) -> String {
    format!("p{who}@example.org")
}

fn held(answer: &Answer) -> (String, String) {
    let text = |name: &str| answer.json[name].as_str().unwrap_or_default().to_owned();
    (text("id"), text("manage_token"))
}

impl Season {
    async fn new() -> Self {
        // Three places, and seven who want them.
        let api = Api::with(&DEMO.replace("capacity = 10\n", "capacity = 3\n")).await;
        let organizer = api.sign_in("organizer@example.org").await;
        Self { api, organizer, registered: BTreeMap::new(), waits: BTreeMap::new(), resizes: 0 }
    }

    /// Does it twice with the same key: the second answer is the first, or says that it is done (promise 5).
    async fn twice(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        let ask = || self.api.ask(method, path).token(token).json(body).send();
        let first = ask().await;
        let again = ask().await;
        if first.status < 300 {
            assert!(
                again.status < 300 || again.status == 404,
                "{method} {path} again: {} {}",
                again.status,
                again.text
            );
        }
        first
    }

    async fn of_entry(&self, who: usize, method: &str, act: &str) {
        let Some((id, token)) = self.waits.get(&who) else { return };
        self.twice(method, &format!("{HOME}/waitlist/{id}{act}"), token, &json!({})).await;
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::Register(who) => {
                let answer = self.api.post(&format!("{HOME}/registrations"), attendee(&email(who))).await;
                if answer.status == 201 {
                    self.registered.insert(who, held(&answer));
                    let again = self.api.post(&format!("{HOME}/registrations"), attendee(&email(who))).await;
                    assert_eq!(again.json["id"], answer.json["id"], "registering again is the same registration");
                }
            }
            Act::Cancel(who) => {
                let Some((id, token)) = self.registered.remove(&who) else { return };
                self.twice("DELETE", &format!("{HOME}/registrations/{id}"), &token, &json!({})).await;
            }
            Act::Join(who, new) => {
                let requested = json!({ "name": "P", "email": email(who), "reason": "To talk.", "first_time": new });
                let answer = self.api.post(&format!("{HOME}/waitlist"), requested.clone()).await;
                if answer.status == 201 {
                    self.waits.insert(who, held(&answer));
                    let again = self.api.post(&format!("{HOME}/waitlist"), requested).await;
                    assert_eq!(again.json["id"], answer.json["id"], "joining again is the same place: {}", again.text);
                }
            }
            Act::Accept(who) => {
                let Some((id, token)) = self.waits.get(&who).cloned() else { return };
                let path = format!("{HOME}/waitlist/{id}/accept");
                let answer = self.twice("POST", &path, &token, &json!({})).await;
                if answer.status == 200 {
                    self.registered.insert(who, held(&answer));
                }
            }
            Act::Decline(who) => self.of_entry(who, "POST", "/decline").await,
            Act::Withdraw(who) => self.of_entry(who, "DELETE", "").await,
            Act::Move(who, class) => {
                let Some((id, _)) = self.waits.get(&who) else { return };
                let body = json!({ "class": CLASSES[class], "reason": "Asked by mail." });
                self.twice("PATCH", &format!("{HOME}/waitlist/{id}"), &self.organizer, &body).await;
            }
            Act::Resize(capacity) => {
                self.resizes += 1;
                let body = json!({ "capacity": capacity, "resize_id": format!("r{}", self.resizes) });
                self.twice("PATCH", &format!("{HOME}/pools/general"), &self.organizer, &body).await;
            }
            Act::Release(pool) => {
                self.twice("POST", &format!("{HOME}/pools/{pool}/release"), &self.organizer, &json!({})).await;
            }
            Act::Lapse => {
                let body = json!({ "advance": "PT73H" });
                assert_eq!(self.api.post("/_local/clock", body).await.status, 200);
                self.organizer = self.api.sign_in("organizer@example.org").await;
            }
        }
    }

    async fn line(&self) -> Line {
        let list = self.api.ask("GET", &format!("{HOME}/waitlist?limit=100")).token(&self.organizer).send().await;
        let rows = list.json["waitlist"].as_array().unwrap_or_else(|| panic!("{}", list.text)).clone();
        let rows = rows.into_iter().filter(|row| matches!(row["status"].as_str(), Some("waiting" | "offered")));
        let rank = |row: &Value| CLASSES.iter().position(|class| row["class"] == *class).expect("a known class");
        let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        rows.map(|row| (text(&row, "id"), (rank(&row), text(&row, "joined_at"), text(&row, "status")))).collect()
    }

    /// The audit checks promises 1 to 3. This checks the order of offers, and that no returned pass is left over.
    async fn check(&self, before: &Line, lapsing: bool) -> Line {
        self.api.audit().await;
        let now = self.line().await;
        let waiting: Vec<_> = now.values().filter(|(_, _, state)| state == "waiting").collect();
        let pool = self.api.pool("general").await;
        assert!(pool.contains("spare=0"), "a returned pass is left over: {pool}");
        assert!(waiting.is_empty() || pool.contains("free=0"), "a pass is on sale while people wait: {pool}");
        for (id, (class, joined, state)) in &now {
            let fresh = state == "offered" && before.get(id).is_some_and(|(_, _, state)| state == "waiting");
            // A person who was passed over must have been behind, because both are in the same line after one step.
            let passed = waiting.iter().find(|(c, j, _)| fresh && (c, j) < (class, joined));
            // While hours pass many offers are made, each to the first of its moment.
            assert!(lapsing || passed.is_none(), "{id} was offered before {passed:?}");
        }
        now
    }
}

fn play(acts: Vec<Act>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut season = Season::new().await;
        let mut line = Line::new();
        for act in acts {
            let clock = season.api.stack.clock();
            clock.set(season.api.stack.context().now() + jiff::SignedDuration::from_secs(1));
            season.act(act).await;
            season.api.settle().await;
            line = season.check(&line, matches!(act, Act::Lapse)).await;
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() })]
    #[test]
    #[ignore = "takes long: .ci/run runs it"]
    fn no_season_jumps_the_queue_loses_a_pass_or_gives_one_twice(acts in prop::collection::vec(any_act(), 10..40)) {
        play(acts);
    }
}
