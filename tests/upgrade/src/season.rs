//! A small season with a little of everything, left in the middle: work that is due, half done or not begun.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use api_tests::{Answer, Api, DEMO, at, link_in};
use plumbline::Stack;
use serde_json::{Value, json};
use store::keys::ACCESS_PATTERNS;

/// What the clock shows at the beginning: the edition before is still to come.
pub const BEGINS: &str = "2029-02-01T12:00:00Z";

const DEFINITION: &str = include_str!("season.toml");
const HOME: &str = "/conferences/demo-2030";

/// Plays the season.
///
/// # Panics
/// If an answer is not the one that the story needs, or an item of some kind is missing at the end.
pub async fn play(stack: Stack) {
    let season = Season { api: Api { stack } };
    season.play_earlier_edition().await;
    season.open_edition().await;
    season.sell_out_and_fill_waitlist().await;
    season.call_for_proposals().await;
    let undecided = season.decide_and_release().await;
    season.publish_timetable().await;
    season.ask_attendees().await;
    season.stop_midway(&undecided).await;
    season.assert_every_kind();
}

struct Season {
    api: Api,
}

fn accepted(answer: Answer, what: &str) -> Answer {
    assert!((200..400).contains(&answer.status), "{what}: {} {}", answer.status, answer.text);
    answer
}

fn text<'a>(answer: &'a Answer, name: &str) -> &'a str {
    answer.json[name].as_str().unwrap_or_else(|| panic!("{name} is missing: {}", answer.text))
}

impl Season {
    async fn ask(&self, method: &str, path: &str, token: &str, body: &Value) -> Answer {
        let ask = self.api.ask(method, &format!("{HOME}{path}")).token(token);
        let ask = if method == "GET" || method == "DELETE" { ask } else { ask.json(body) };
        accepted(ask.send().await, &format!("{method} {path}"))
    }

    async fn register(&self, body: Value) -> Answer {
        accepted(self.api.post(&format!("{HOME}/registrations"), body).await, "register")
    }

    async fn in_person(&self, email: &str) -> Answer {
        self.register(json!({ "name": "An Attendee", "email": email, "attendance": "in_person" })).await
    }

    /// Uses the manage token of a registration or an entry.
    async fn own(&self, method: &str, list: &str, made: &Answer, act: &str, body: &Value) -> Answer {
        let path = format!("/{list}/{}{act}", text(made, "id"));
        self.ask(method, &path, text(made, "manage_token"), body).await
    }

    async fn join(&self, email: &str, reason: &str) -> Answer {
        let body = json!({ "name": "Someone Else", "email": email, "reason": reason, "affiliation": "Example" });
        accepted(self.api.post(&format!("{HOME}/waitlist"), body).await, "join")
    }

    async fn until(&self, instant: &str) {
        self.api.stack.run_until(at(instant)).await.expect("everything that is due is done");
    }

    async fn propose(&self, track: &str, token: &str, body: Value) -> Answer {
        self.ask("POST", &format!("/tracks/{track}/proposals"), token, &body).await
    }

    async fn play_earlier_edition(&self) {
        let earlier = DEMO.replace("demo-2030", "demo-2029").replace("2030-", "2029-");
        self.api.stack.load_conference(&earlier).await.expect("the earlier edition loads");
        let path = "/conferences/demo-2029/registrations";
        let body = json!({ "name": "Old Hand", "email": "old.hand@example.org", "attendance": "in_person" });
        accepted(self.api.post(path, body).await, "register for the earlier edition");
        self.until("2030-01-20T12:00:00Z").await;
    }

    async fn open_edition(&self) {
        self.api.stack.load_conference(DEFINITION).await.expect("the edition loads");
        let organizer = self.api.sign_in("organizer@example.org").await;
        let lead = self.api.sign_in("lead@example.org").await;
        let csv = "Name,Email Address\nAn Old Hand,old.hand@example.org\nAnother,another@example.org\n";
        let import = self.api.ask("POST", &format!("{HOME}/history?edition=demo-2028")).token(&organizer);
        accepted(import.raw("text/csv; charset=utf-8", csv.as_bytes()).send().await, "import an edition");
        self.ask("POST", "/announcements", &organizer, &json!({ "title": "Rooms", "body": "The *rooms* are known." }))
            .await;
        let role = json!({ "role": "reviewer", "track": "talks", "email": "reviewer@example.org" });
        let role = self.ask("POST", "/roles", &organizer, &role).await;
        let reviewer = self.api.sign_in("reviewer@example.org").await;
        self.ask("POST", &format!("/roles/{}", text(&role, "id")), &reviewer, &json!({ "action": "accept" })).await;
        let open = json!({ "role": "lead", "track": "net", "email": "asked@example.org" });
        self.ask("POST", "/roles", &organizer, &open).await;
        let lines = json!({ "lines": ["Queues are *merged*."] });
        self.ask("PUT", "/tracks/net/outcomes", &lead, &lines).await;
        for email in ["guest@example.org", "visitor@example.org"] {
            self.ask("POST", "/pools/net/invitations", &lead, &json!({ "email": email })).await;
        }
        let link = link_in(&self.api.mails_to("guest@example.org").await[0]);
        let code = link.split_once("invitation=").expect("a link with its code").1;
        self.register(json!({
            "name": "A Guest", "email": "guest@example.org", "attendance": "in_person", "invitation": code,
        }))
        .await;
        let ann = self.api.sign_in("ann@example.org").await;
        self.link_address(&ann, "ann@work.example").await;
    }

    async fn link_address(&self, token: &str, email: &str) {
        let ask = self.api.ask("POST", "/me/addresses").token(token).json(&json!({ "email": email }));
        accepted(ask.send().await, "ask to link an address");
        let link = link_in(&self.api.mails_to(email).await[0]);
        let open = self.api.ask("POST", &link).token(token).header("accept", "application/json");
        accepted(open.send().await, "link an address");
    }

    async fn sell_out_and_fill_waitlist(&self) {
        let whole = json!({
            "name": "Zoë \u{141}", "email": "zoe@example.org", "attendance": "in_person", "affiliation": "Example",
            "first_time": true, "answers": { "size": "M" },
        });
        let register = self.api.ask("POST", &format!("{HOME}/registrations")).header("idempotency-key", "first");
        let mut registered = vec![accepted(register.json(&whole).send().await, "register with a key")];
        for email in ["ann@work.example", "bob@example.org", "carol@example.org", "dan@example.org", "eve@example.org"]
        {
            registered.push(self.in_person(email).await);
        }
        let online = json!({ "name": "Someone Online", "email": "online@example.org", "attendance": "virtual" });
        self.register(online.clone()).await;
        let mut gone = online;
        gone["email"] = json!("gone@example.org");
        let gone = self.register(gone).await;
        self.own("DELETE", "registrations", &gone, "", &Value::Null).await;
        let changed = json!({ "name": "Robert", "answers": { "size": "L" } });
        self.own("PATCH", "registrations", &registered[2], "", &changed).await;
        let refused = self.api.register("too.late@example.org").await;
        assert_eq!(refused.problem(), "409 sold-out");

        // Of the offers one each is accepted, declined, sent back, and left to lapse.
        let mut joined = Vec::new();
        for (n, email) in ["lead@example.org", "w1@example.org", "w2@example.org", "w3@example.org"].iter().enumerate()
        {
            self.until(&format!("2030-01-20T12:00:{:02}Z", n + 1)).await;
            joined.push(self.join(email, "To talk about packets.").await);
        }
        for (n, email) in
            ["old.hand@example.org", "w5@example.org", "w6@example.org", "w7@example.org"].iter().enumerate()
        {
            self.until(&format!("2030-01-20T12:01:{:02}Z", n + 1)).await;
            joined.push(self.join(email, "To see people.").await);
        }
        self.own("DELETE", "waitlist", &joined[5], "", &Value::Null).await;
        let organizer = self.api.sign_in("organizer@example.org").await;
        let moved = json!({ "class": "contributor", "reason": "Chairs a session." });
        self.ask("PATCH", &format!("/waitlist/{}", text(&joined[6], "id")), &organizer, &moved).await;
        for cancelled in &registered[3..] {
            self.own("DELETE", "registrations", cancelled, "", &Value::Null).await;
        }
        self.api.settle().await;
        self.own("POST", "waitlist", &joined[0], "/accept", &json!({})).await;
        self.own("POST", "waitlist", &joined[6], "/decline", &json!({})).await;
        self.api.settle().await;
        let bounced = json!({ "mail": format!("offer:{}", text(&joined[1], "id")), "kind": "bounce" });
        accepted(self.api.post("/_local/feedback", bounced).await, "a mail that comes back");
        // Every offer that is left lapses, and registration reopens.
        self.until("2030-01-28T12:00:00Z").await;
        self.in_person("walk-in@example.org").await;
    }

    async fn call_for_proposals(&self) {
        let ann = self.api.sign_in("ann@example.org").await;
        let bob = self.api.sign_in("bob@example.org").await;
        let lead = self.api.sign_in("lead@example.org").await;
        let talk = |title: &str, submit: bool| {
            json!({
                "title": title, "abstract": "How *packets* are lost.", "minutes": 20, "submit": submit,
                "speakers": [{ "name": "Ann", "email": "ann@example.org" }, "carol@example.org"],
                "answers": { "level": "new" },
            })
        };
        let first = self.propose("net", &ann, talk("Losing packets", true)).await;
        self.propose("net", &ann, json!({ "title": "Half a thought" })).await;
        let mut bobs = talk("Losing more packets", true);
        bobs["speakers"] = json!([{ "name": "Bob", "email": "bob@example.org" }]);
        let bobs = self.propose("net", &bob, bobs).await;
        self.ask(
            "POST",
            &format!("/proposals/{}/merge", text(&bobs, "id")),
            &lead,
            &json!({ "into": first.json["id"] }),
        )
        .await;
        let change = self.api.ask("PUT", &format!("{HOME}/proposals/{}", text(&first, "id"))).token(&ann);
        let change = change.header("if-match", "*").json(&talk("Losing packets well", true));
        accepted(change.send().await, "change a proposal");
        let links = json!({ "email": "late@example.org", "until": "2030-03-20T18:00:00" });
        self.ask("POST", "/tracks/net/late-links", &lead, &links).await;
        let watcher = self.api.sign_in("watcher@example.org").await;
        for track in ["net", "talks", "choice"] {
            self.ask("POST", &format!("/tracks/{track}/remind"), &watcher, &json!({})).await;
        }
        // A draft is left, so that its people are reminded of it before the call closes.
        self.until("2030-02-09T13:00:00Z").await;
        let mails = self.api.mails_to("watcher@example.org").await;
        let reminder = mails.iter().find(|mail| mail["text"].to_string().contains("/unsubscribe/"));
        let reminder = reminder.expect("a reminder of a call")["text"].as_str().expect("a text").to_owned();
        let path = &reminder[reminder.find("/unsubscribe/").expect("a link")..];
        let path = path.split_whitespace().next().expect("a link");
        let click = self.api.ask("POST", path).raw("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click");
        accepted(click.send().await, "unsubscribe");
    }

    /// Answers the id of a proposal that has no decision yet.
    async fn decide_and_release(&self) -> String {
        let chair = self.api.sign_in("chair@example.org").await;
        let reviewer = self.api.sign_in("reviewer@example.org").await;
        let mut proposals = Vec::new();
        for (title, email) in [
            ("Good", "good@example.org"),
            ("Fine", "fine@example.org"),
            ("Close", "close@example.org"),
            ("Weak", "weak@example.org"),
            ("Open", "open@example.org"),
        ] {
            let token = self.api.sign_in(email).await;
            let body = json!({
                "title": title, "abstract": format!("About {title}."), "submit": true,
                "speakers": [{ "name": format!("Speaker {title}"), "email": email }],
            });
            proposals.push(text(&self.propose("talks", &token, body).await, "id").to_owned());
        }
        for (n, id) in proposals.iter().enumerate() {
            let conflict = json!({ "conflict": true, "comment": "We work together." });
            let score = json!({ "score": 5 - n.min(4), "comment": "Read it." });
            self.ask("PUT", &format!("/proposals/{id}/reviews/mine"), &chair, &score).await;
            let other = if n == 2 { &conflict } else { &score };
            self.ask("PUT", &format!("/proposals/{id}/reviews/mine"), &reviewer, other).await;
        }
        self.ask("PUT", &format!("/proposals/{}/tags", proposals[0]), &chair, &json!({ "tags": ["short"] })).await;
        let decisions =
            [("accepted", 0), ("accepted", 1), ("standby", 2), ("rejected", 3)].map(|(d, n)| (d, &proposals[n]));
        for (decision, id) in decisions {
            let body = json!({ "decision": decision, "note": "Thank you." });
            self.ask("POST", &format!("/proposals/{id}/decision"), &chair, &body).await;
        }
        self.release(&chair, "talks").await;
        self.api.settle().await;
        let good = self.api.sign_in("good@example.org").await;
        self.ask("POST", &format!("/proposals/{}/confirm", proposals[0]), &good, &json!({})).await;

        // A proposal becomes a track.
        let maker = self.api.sign_in("maker@example.org").await;
        let body = json!({
            "title": "Tracing", "abstract": "What is *open*.", "submit": true, "format": "full",
            "answers": { "topics": "One\nTwo", "recorded": "yes", "accomplishments": "Merged." },
            "speakers": [{ "name": "A Maker", "email": "maker@example.org" }],
        });
        let tracing = text(&self.propose("choice", &maker, body).await, "id").to_owned();
        let chooser = self.api.sign_in("chooser@example.org").await;
        self.ask("POST", &format!("/proposals/{tracing}/decision"), &chooser, &json!({ "decision": "accepted" })).await;
        self.release(&chooser, "choice").await;
        self.api.settle().await;
        let organizer = self.api.sign_in("organizer@example.org").await;
        self.ask("POST", &format!("/proposals/{tracing}/become-track"), &organizer, &json!({ "passes": 1 })).await;
        proposals.pop().expect("five proposals")
    }

    async fn release(&self, lead: &str, track: &str) {
        let path = format!("/tracks/{track}/decisions/release");
        let looked = self.ask("GET", &path, lead, &Value::Null).await;
        self.ask("POST", &path, lead, &json!({ "preview": looked.json["preview"] })).await;
    }

    async fn publish_timetable(&self) {
        self.until("2030-02-20T12:00:00Z").await;
        let organizer = self.api.sign_in("organizer@example.org").await;
        let opening = json!({ "title": "Opening", "minutes": 30 });
        let opening = self.ask("POST", "/sessions", &organizer, &opening).await;
        let path = format!("/sessions/{}/placement", text(&opening, "id"));
        let place = |starts_at: &str| json!({ "room": "big", "starts_at": starts_at, "minutes": 30 });
        self.ask("PUT", &path, &organizer, &place("2030-05-01T09:00:00")).await;
        let draft = self.ask("GET", "/timetable/edit", &organizer, &Value::Null).await;
        let good =
            draft.json["unplaced"].as_array().and_then(|unplaced| unplaced.iter().find(|s| s["title"] == "Good"));
        let good = good.unwrap_or_else(|| panic!("no session of an accepted proposal: {}", draft.text))["id"].clone();
        let good = good.as_str().expect("an id");
        self.ask("PUT", &format!("/sessions/{good}/placement"), &organizer, &place("2030-05-02T10:00:00")).await;
        self.ask("POST", "/timetable/publish", &organizer, &json!({})).await;
        self.api.settle().await;
        self.ask("PUT", &path, &organizer, &place("2030-05-01T09:30:00")).await;
        self.ask("POST", "/timetable/publish", &organizer, &json!({})).await;
        let link = json!({ "links": [{ "kind": "slides", "url": "https://example.org/slides", "title": "Slides" }] });
        self.ask("PATCH", &format!("/sessions/{good}"), &organizer, &link).await;
        let bob = self.api.sign_in("bob@example.org").await;
        self.ask("PUT", "/timetable/bookmarks", &bob, &json!({ "sessions": [good] })).await;
        let address = self.api.ask("POST", "/me/calendar").token(&bob).json(&json!({}));
        accepted(address.send().await, "make a calendar address");
        // One BoF has the only slot, another waits for it.
        let zoe = self.api.sign_in("zoe@example.org").await;
        self.ask("POST", "/bofs", &bob, &json!({ "title": "Stack traces", "abstract": "About *them*." })).await;
        let body = json!({ "title": "Heap traces", "abstract": "About those." });
        let waits = self.api.ask("POST", &format!("{HOME}/bofs")).token(&zoe).json(&body).send().await;
        assert_eq!(waits.problem(), "409 no-slot-left");
        self.ask("POST", "/audit", &organizer, &json!({})).await;
    }

    async fn ask_attendees(&self) {
        self.until("2030-02-25T12:00:00Z").await;
        for n in 0..8 {
            let answer = self.api.register(&format!("later{n}@example.org")).await;
            assert!(answer.status == 201 || answer.problem() == "409 sold-out", "{}", answer.text);
        }
        for (n, email) in ["w8@example.org", "w7@example.org", "w9@example.org"].iter().enumerate() {
            self.until(&format!("2030-02-25T12:00:{:02}Z", n + 1)).await;
            self.join(email, "To learn.").await;
        }
        self.until("2030-03-01T09:00:00Z").await;
        for (email, coming) in [("zoe@example.org", "true"), ("walk-in@example.org", "false")] {
            let mails = self.api.mails_to(email).await;
            let asked = mails.iter().find(|mail| mail["subject"].to_string().contains("re you still coming?"));
            let link = link_in(asked.unwrap_or_else(|| panic!("{email} was not asked")));
            let opened = self.api.ask("GET", &link).page().send().await;
            let (path, cookie) = (opened.header("location"), opened.header("set-cookie").split(';').next());
            let answer = self.api.ask("POST", path).header("cookie", cookie.unwrap_or_default());
            accepted(answer.form(&format!("coming={coming}")).send().await, "say whether one comes");
        }
        let organizer = self.api.sign_in("organizer@example.org").await;
        self.ask("POST", "/agenda/tell-leads:net", &organizer, &json!({ "action": "pause" })).await;
        self.until("2030-03-03T12:00:00Z").await;
    }

    /// No workflow runs after the sign-ins here: due work is left to the version that opens the directory.
    async fn stop_midway(&self, undecided: &str) {
        let api = &self.api;
        let organizer = api.sign_in("organizer@example.org").await;
        let chair = api.sign_in("chair@example.org").await;
        let bob = api.sign_in("bob@example.org").await;
        let w7 = api.sign_in("w7@example.org").await;
        let out = api.sign_in("eve@example.org").await;
        assert_eq!(api.ask("POST", "/sign-out").token(&out).send().await.status, 204);
        let linking = api.ask("POST", "/me/addresses").token(&bob).json(&json!({ "email": "bob@work.example" }));
        accepted(linking.send().await, "ask to link an address");
        let csv = "Email Address\nw7@example.org\n";
        let import = api.ask("POST", &format!("{HOME}/history?edition=demo-2027")).token(&organizer);
        accepted(import.raw("text/csv; charset=utf-8", csv.as_bytes()).send().await, "import another edition");
        let decision = json!({ "decision": "accepted" });
        self.ask("POST", &format!("/proposals/{undecided}/decision"), &chair, &decision).await;
        self.release(&chair, "talks").await;
        // Makes a contributor of someone on the waitlist.
        let body = json!({
            "title": "Profiling", "abstract": "What is *slow*.", "submit": true, "format": "half",
            "answers": { "topics": "Three", "recorded": "no" },
            "speakers": [{ "name": "Someone Else", "email": "w7@example.org" }],
        });
        self.propose("choice", &w7, body).await;
        let opening = self.ask("GET", "/timetable/edit", &organizer, &Value::Null).await;
        let opening =
            opening.json["placed"].as_array().and_then(|placed| placed.iter().find(|s| s["title"] == "Opening"));
        let id = opening.expect("the opening is placed")["id"].as_str().expect("an id").to_owned();
        let body = json!({ "room": "small", "starts_at": "2030-05-01T09:30:00", "minutes": 30 });
        self.ask("PUT", &format!("/sessions/{id}/placement"), &organizer, &body).await;
        accepted(api.post(&format!("{HOME}/link"), json!({ "email": "zoe@example.org" })).await, "ask for one's link");
        // Its test and the event of the next act are still to be sent.
        let hook = json!({ "url": "https://hooks.example.org/", "events": ["registration.cancelled"] });
        let hook = self.ask("POST", "/webhooks", &organizer, &hook).await;
        self.ask("POST", &format!("/webhooks/{}/test", text(&hook, "id")), &organizer, &Value::Null).await;
        // Its pass is returned, and two are on the waitlist.
        let list = self.ask("GET", "/registrations", &organizer, &Value::Null).await;
        let later = list.json["registrations"]
            .as_array()
            .and_then(|all| all.iter().find(|r| r["email"] == "later0@example.org"));
        let later = later.expect("a registration")["id"].as_str().expect("an id").to_owned();
        self.ask("DELETE", &format!("/registrations/{later}"), &organizer, &Value::Null).await;
        self.raise_half_way().await;
    }

    /// As a process leaves it that dies after the first of two steps.
    async fn raise_half_way(&self) {
        let (c, pool) = ("demo-2030".parse().expect("an id"), "virtual".parse().expect("an id"));
        let (store, context) = (self.api.stack.store(), self.api.stack.context());
        let key = json!({ "pk": { "S": "C#demo-2030#POOL#virtual" }, "sk": { "S": "STATUS" } });
        let get = json!({ "TableName": context.settings().table, "Key": key }).to_string();
        let raise = store.resize(context, &c, &pool, "raise to 400", 400);
        tokio::pin!(raise);
        loop {
            let (_, body) = self.api.stack.table().answer("DynamoDB_20120810.GetItem", get.as_bytes());
            let item = serde_json::from_slice::<Value>(&body).expect("JSON")["Item"].clone();
            let shards: u64 = item["shards"]["N"].as_str().and_then(|n| n.parse().ok()).expect("a number");
            if shards > 20 && item["resize"].is_object() {
                break;
            }
            tokio::select! {
                biased;
                done = &mut raise => panic!("it was done before it was cut off: {done:?}"),
                () = tokio::task::yield_now() => {}
            }
        }
    }

    /// The next version is only tried with what it finds here.
    fn assert_every_kind(&self) {
        let table = &self.api.stack.context().settings().table;
        let mut found = BTreeSet::new();
        let mut start = Value::Null;
        loop {
            let mut scan = json!({ "TableName": table });
            if start.is_object() {
                scan["ExclusiveStartKey"] = start;
            }
            let (_, body) = self.api.stack.table().answer("DynamoDB_20120810.Scan", scan.to_string().as_bytes());
            let page: Value = serde_json::from_slice(&body).expect("JSON");
            for item in page["Items"].as_array().expect("items") {
                let part = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
                found.insert((part("pk"), part("sk")));
            }
            start = page["LastEvaluatedKey"].clone();
            if !start.is_object() {
                break;
            }
        }
        let mut missing = String::new();
        for pattern in ACCESS_PATTERNS.iter().filter(|pattern| pattern.by == "table") {
            if !found.iter().any(|(pk, sk)| fits(pk, pattern.pk) && fits(sk, pattern.sk)) {
                writeln!(missing, "  {}: {} {}", pattern.item, pattern.pk, pattern.sk).expect("into a string");
            }
        }
        assert!(missing.is_empty(), "no item of these kinds:\n{missing}");
    }
}

/// Whether a key is of a pattern such as `C#{c}#POOL#{p}`.
fn fits(key: &str, pattern: &str) -> bool {
    let (keys, patterns): (Vec<_>, Vec<_>) = (key.split('#').collect(), pattern.split('#').collect());
    let part = |(key, pattern): (&&str, &&str)| key == pattern || (pattern.starts_with('{') && !key.is_empty());
    keys.len() == patterns.len() && keys.iter().zip(&patterns).all(part)
}
