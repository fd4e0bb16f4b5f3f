//! `/conferences/{c}/people` and `/conferences/{c}/find`: the list, one person, acts on many people, and search.

use api_tests::{Answer, Api, attendee};
use calamine::{Reader, Xlsx};
use serde_json::{Value, json};

use crate::proposals::calling;

const PEOPLE: &str = "/conferences/demo-2030/people";
const ACTIONS: &str = "/conferences/demo-2030/people/actions";
const FIND: &str = "/conferences/demo-2030/find";

struct Desk {
    api: Api,
    organizer: String,
}

impl Desk {
    async fn with(edition: &str) -> Self {
        let api = Api::with(edition).await;
        let organizer = api.sign_in("organizer@example.org").await;
        Self { api, organizer }
    }

    /// The demo edition with people of all sorts: passes, a cancelled one, people who wait, a proposal and roles.
    async fn full() -> Self {
        let desk = Self::with(&calling()).await;
        let api = &desk.api;
        for (name, email, affiliation) in [
            ("José Núñez", "jose@example.org", "Universität Köln"),
            ("Łukasz Øst", "lukasz@example.org", "Zażółć Labs"),
            ("Ann Zimmer", "ann@example.org", "=cmd()"),
        ] {
            let mut body = attendee(email);
            (body["name"], body["affiliation"]) = (json!(name), json!(affiliation));
            assert_eq!(api.post("/conferences/demo-2030/registrations", body).await.status, 201);
        }
        let mut online = attendee("online@example.org");
        (online["name"], online["attendance"]) = (json!("Online Person"), json!("virtual"));
        assert_eq!(api.post("/conferences/demo-2030/registrations", online).await.status, 201);
        let gone = api.register("gone@example.org").await;
        let path = format!("/conferences/demo-2030/registrations/{}", gone.json["id"].as_str().unwrap());
        let token = gone.json["manage_token"].as_str().unwrap();
        assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
        let speaker = api.sign_in("speaker@example.org").await;
        let talk = json!({
            "title": "Lost packets", "abstract": "How.", "minutes": 20, "submit": true, "answers": {"level": "new"},
            "speakers": [{"name": "Sam Speaker", "email": "speaker@example.org"}],
        });
        let sent = api.ask("POST", "/conferences/demo-2030/tracks/net/proposals").token(&speaker).json(&talk);
        let sent = sent.send().await;
        assert_eq!(sent.status, 201, "{}", sent.text);
        desk
    }

    async fn get(&self, path: &str) -> Answer {
        self.api.ask("GET", path).token(&self.organizer).send().await
    }

    /// The e-mail addresses that the list has for a query, sorted.
    async fn emails(&self, query: &str) -> Vec<String> {
        let mut emails = self.in_order(query).await;
        emails.sort();
        emails
    }

    async fn in_order(&self, query: &str) -> Vec<String> {
        let list = self.get(&format!("{PEOPLE}?{query}")).await;
        assert_eq!(list.status, 200, "{}", list.text);
        let people = list.json["people"].as_array().unwrap();
        people.iter().map(|person| person["email"].as_str().unwrap().replace("@example.org", "")).collect()
    }

    async fn id(&self, email: &str) -> String {
        let list = self.get(&format!("{PEOPLE}?q={email}")).await;
        list.json["people"][0]["id"].as_str().unwrap_or_else(|| panic!("{}", list.text)).to_owned()
    }

    async fn act(&self, dry_run: bool, body: &Value) -> Answer {
        let path = if dry_run { format!("{ACTIONS}?dry_run=true") } else { ACTIONS.to_owned() };
        self.api.ask("POST", &path).token(&self.organizer).json(body).send().await
    }

    /// Joins the waitlist of the sold-out edition.
    async fn wait(&self, email: &str) -> Answer {
        let body = json!({ "name": format!("Waiting {email}"), "email": email, "reason": "To talk." });
        let joined = self.api.post("/conferences/demo-2030/waitlist", body).await;
        assert_eq!(joined.status, 201, "{}", joined.text);
        joined
    }

    async fn sell_out(&self) {
        for n in 0..10 {
            self.api.register(&format!("early{n}@example.org")).await;
        }
    }
}

/// Email, or id if there is none, with the result, and the figures of an act.
fn results(answer: &Answer) -> Vec<String> {
    let person = |person: &Value| {
        let who = person["email"].as_str().or(person["id"].as_str()).unwrap_or_default();
        format!("{} {}", who.replace("@example.org", ""), person["result"].as_str().unwrap())
    };
    let mut people: Vec<_> = answer.json["people"].as_array().unwrap().iter().map(person).collect();
    people.sort();
    people
}

fn figures(answer: &Answer) -> String {
    let figure = |name: &str| format!("{name}={}", answer.json[name]);
    ["total", "done", "already", "skipped", "failed", "left"].map(figure).join(" ")
}

#[tokio::test]
async fn search_ignores_case_and_accents_and_finds_any_part() {
    let desk = Desk::full().await;
    assert_eq!(desk.emails("q=jose").await, ["jose"]);
    assert_eq!(desk.emails("q=NU%C3%91").await, ["jose"]);
    assert_eq!(desk.emails("q=nunez+jos%C3%A9").await, ["jose"], "words in any order");
    assert_eq!(desk.emails("q=LUKASZ").await, ["lukasz"]);
    assert_eq!(desk.emails("q=ost").await, ["lukasz"]);
    assert_eq!(desk.emails("q=koln").await, ["jose"], "affiliation");
    assert_eq!(desk.emails("q=ukasz%40exam").await, ["lukasz"], "part of an address");
    let list = desk.get(&format!("{PEOPLE}?q=jose")).await;
    assert_eq!(list.json["total"], 1);
    let number = list.json["people"][0]["registration"]["id"].as_str().unwrap().to_uppercase();
    assert_eq!(desk.emails(&format!("q={}", &number[5..])).await, ["jose"], "part of a number");
    assert!(desk.emails("q=nobody-like-this").await.is_empty());
    // A search that is too long, or a word that is not allowed.
    let long = format!("{PEOPLE}?q={}", "a".repeat(201));
    assert_eq!(desk.get(&long).await.errors(), "422 invalid /q");
    assert_eq!(desk.get(&format!("{PEOPLE}?pool=A+B")).await.errors(), "422 invalid /pool");
}

#[tokio::test]
async fn each_filter_chooses_its_people() {
    let desk = Desk::full().await;
    let everybody = ["ann", "gone", "jose", "lead", "lukasz", "online", "organizer", "second", "speaker", "storage"];
    assert_eq!(desk.emails("").await, everybody);
    assert_eq!(desk.emails("state=confirmed").await, ["ann", "jose", "lukasz", "online"]);
    assert_eq!(desk.emails("state=cancelled").await, ["gone"]);
    assert_eq!(desk.emails("attendance=virtual").await, ["online"]);
    assert_eq!(desk.emails("pool=virtual").await, ["online"]);
    assert_eq!(desk.emails("role=organizer").await, ["organizer", "second"]);
    assert_eq!(desk.emails("role=lead&q=storage").await, ["storage"]);
    assert_eq!(desk.emails("speaks=true").await, [""; 0], "a proposal that is not accepted is no talk");
    assert_eq!(desk.emails("state=confirmed&attendance=in_person&q=an").await, ["ann"]);
    let speaker = desk.get(&format!("{PEOPLE}?q=speaker")).await;
    let proposal = &speaker.json["people"][0]["proposals"][0];
    assert_eq!((&proposal["title"], &proposal["state"]), (&json!("Lost packets"), &json!("submitted")));
    assert_eq!(speaker.json["people"][0]["name"], "Sam Speaker");
    // The waitlist.
    for n in 0..7 {
        desk.api.register(&format!("more{n}@example.org")).await;
    }
    desk.wait("late@example.org").await;
    desk.wait("speaker@example.org").await;
    assert_eq!(desk.emails("state=waiting").await, ["late", "speaker"]);
    assert_eq!(desk.emails("class=contributor").await, ["speaker"]);
    assert_eq!(desk.emails("class=everyone").await, ["late"]);
}

#[tokio::test]
async fn drafts_are_not_the_organizers_to_see() {
    let desk = Desk::with(&calling()).await;
    let ann = desk.api.sign_in("drafter@example.org").await;
    let draft = json!({ "title": "Half a thought" });
    let made = desk.api.ask("POST", "/conferences/demo-2030/tracks/net/proposals").token(&ann).json(&draft);
    assert_eq!(made.send().await.status, 201);
    assert!(desk.emails("q=drafter").await.is_empty());
    assert_eq!(desk.get(&format!("{FIND}?q=thought")).await.json["proposals"], json!([]));
}

#[tokio::test]
async fn the_list_is_sorted_and_paged_without_gaps() {
    let desk = Desk::with(&calling().replace("capacity = 10", "capacity = 100")).await;
    for n in 0..60 {
        desk.api.set_clock(&format!("2030-02-01T12:{n:02}:01Z"));
        let mut body = attendee(&format!("p{n:02}@example.org"));
        body["name"] = json!(format!("{} Person {n:02}", if n % 2 == 0 { "Änne" } else { "Zoë" }));
        assert_eq!(desk.api.post("/conferences/demo-2030/registrations", body).await.status, 201);
    }
    for sort in ["-registered", "registered", "name", "affiliation", "email"] {
        let mut seen = Vec::new();
        let mut path = format!("{PEOPLE}?state=confirmed&sort={sort}");
        let mut pages = 0;
        loop {
            let page = desk.get(&path).await;
            assert_eq!((page.status, &page.json["total"]), (200, &json!(60)), "{}", page.text);
            let people = page.json["people"].as_array().unwrap();
            seen.extend(people.iter().map(|p| p["email"].as_str().unwrap()[1..3].parse::<u32>().unwrap()));
            pages += 1;
            let Some(next) = page.json["next"].as_str() else { break };
            path = next.to_owned();
        }
        let mut sorted = seen.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..60).collect::<Vec<_>>(), "{sort}: each once");
        assert!(pages > 1);
        match sort {
            "-registered" => assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}"),
            "registered" | "email" => assert!(seen.is_sorted(), "{seen:?}"),
            "name" => assert!(seen[..30].iter().all(|n| n % 2 == 0), "{seen:?}"),
            _ => {}
        }
    }
    assert_eq!(desk.get(&format!("{PEOPLE}?cursor=2030-02-01T12:00:00Z%23x")).await.errors(), "422 invalid /cursor");
}

#[tokio::test]
async fn exports_have_everybody_and_no_formula() {
    let desk = Desk::full().await;
    let csv = desk.get(&format!("{PEOPLE}.csv?state=confirmed&sort=name")).await;
    assert_eq!(csv.status, 200, "{}", csv.text);
    let lines: Vec<_> = csv.text.lines().collect();
    assert!(lines[0].contains("id,name,email,affiliation,registration,registration_state,attendance,pool"));
    assert_eq!(lines.len(), 5, "{}", csv.text);
    assert!(lines[1].contains(",Ann Zimmer,ann@example.org,'=cmd(),"), "{}", lines[1]);
    assert!(csv.text.contains("José Núñez,jose@example.org,Universität Köln,"));
    let request = http::Request::get(format!("{PEOPLE}.xlsx?sort=name"));
    let request = request.header("authorization", format!("Bearer {}", desk.organizer)).body(bytes::Bytes::new());
    let (parts, body) = desk.api.stack.request(request.unwrap()).await.into_parts();
    assert_eq!(parts.status.as_u16(), 200);
    assert_eq!(parts.headers["content-disposition"], "attachment; filename=\"demo-2030-people.xlsx\"");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(body.to_vec())).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!((rows.len(), rows[0].len()), (11, 16));
    assert_eq!(rows[0][..4], ["id", "name", "email", "affiliation"]);
    let ann = rows.iter().find(|row| row[2] == "ann@example.org").unwrap();
    assert_eq!((ann[1].as_str(), ann[3].as_str(), ann[5].as_str()), ("Ann Zimmer", "=cmd()", "confirmed"));
    assert!(book.worksheet_formula(&book.sheet_names()[0].clone()).is_ok_and(|formulas| formulas.is_empty()));
}

#[tokio::test]
async fn one_person_has_a_page_with_everything() {
    let desk = Desk::full().await;
    desk.api.settle().await;
    let id = desk.id("jose@").await;
    let person = desk.get(&format!("{PEOPLE}/{id}")).await;
    assert_eq!(person.status, 200, "{}", person.text);
    assert_eq!(person.json["addresses"], json!(["jose@example.org"]));
    assert_eq!(person.json["registration"]["state"], "confirmed");
    assert_eq!(person.json["mails"][0]["kind"], "registration-confirmed");
    let by_number = format!("{PEOPLE}/{}", person.json["registration"]["id"].as_str().unwrap());
    assert_eq!(desk.get(&by_number).await.json, person.json, "a registration's number leads to its person");
    let speaker = desk.id("speaker@").await;
    let speaker = desk.get(&format!("{PEOPLE}/{speaker}")).await;
    assert_eq!(speaker.json["proposals"][0]["title"], "Lost packets");
    assert!(speaker.json["mails"].as_array().unwrap().iter().any(|mail| mail["kind"] == "proposal-submitted"));
    let lead = desk.id("lead@").await;
    let lead = desk.get(&format!("{PEOPLE}/{lead}")).await;
    assert_eq!(lead.json["roles"], json!([{"role": "lead", "track": "net", "state": "held"}]));
    assert_eq!(desk.get(&format!("{PEOPLE}/none")).await.problem(), "404 not-found");
    assert_eq!(desk.get(&format!("{PEOPLE}/{}", "0".repeat(26))).await.problem(), "404 not-found");
    let page = desk.api.ask("GET", &format!("{PEOPLE}/{id}")).token(&desk.organizer).page().send().await;
    assert!(page.text.contains("José Núñez") && page.text.contains("Cancel pass"), "{}", page.text);
    let page = desk.api.ask("GET", PEOPLE).token(&desk.organizer).page().send().await;
    assert!(page.text.contains("Łukasz Øst") && page.text.contains("10 people"), "{}", page.text);
}

#[tokio::test]
async fn linked_addresses_are_one_person() {
    let desk = Desk::full().await;
    let ann = desk.api.sign_in("ann@example.org").await;
    let asked = desk.api.ask("POST", "/me/addresses").token(&ann).json(&json!({ "email": "speaker@example.org" }));
    assert_eq!(asked.send().await.status, 202);
    let mails = desk.api.mails_to("speaker@example.org").await;
    let mail = mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("Is this address yours?"));
    let path = api_tests::link_in(mail.unwrap());
    let linked = desk.api.ask("POST", &path).token(&ann).header("accept", "application/json").send().await;
    assert_eq!(linked.status, 200, "{}", linked.text);
    assert_eq!(desk.emails("q=speaker").await, ["ann"]);
    let id = desk.id("ann@").await;
    let person = desk.get(&format!("{PEOPLE}/{id}")).await;
    assert_eq!(person.json["addresses"], json!(["ann@example.org", "speaker@example.org"]));
    assert_eq!(person.json["proposals"][0]["title"], "Lost packets");
}

#[tokio::test]
async fn what_a_dry_run_says_is_what_happens() {
    let desk = Desk::full().await;
    let ids = [desk.id("jose@").await, desk.id("gone@").await, desk.id("speaker@").await, "0".repeat(26)];
    let body = json!({ "action": "cancel", "ids": ids, "reason": "The hall is too small." });
    let said = desk.act(true, &body).await;
    assert_eq!(said.status, 200, "{}", said.text);
    assert_eq!(figures(&said), "total=4 done=1 already=1 skipped=2 failed=0 left=0");
    let unknown = format!("{} unknown", "0".repeat(26));
    assert_eq!(results(&said), [unknown.as_str(), "gone already", "jose done", "speaker no_pass"]);
    assert_eq!(desk.emails("state=confirmed&q=jose").await, ["jose"], "nothing was changed");
    let done = desk.act(false, &body).await;
    assert_eq!((figures(&done), results(&done)), (figures(&said), results(&said)));
    assert_eq!(desk.emails("state=cancelled").await, ["gone", "jose"]);
    // A repeat answers with the result of the first request.
    let again = desk.act(false, &body).await;
    assert_eq!(figures(&again), "total=4 done=0 already=2 skipped=2 failed=0 left=0");
    let mails = desk.api.mails_to("jose@example.org").await;
    let cancelled: Vec<_> =
        mails.iter().filter(|m| m["text"].as_str().unwrap().contains("The hall is too small.")).collect();
    assert_eq!(cancelled.len(), 1, "{mails:?}");
    desk.api.audit().await;
}

#[tokio::test]
async fn an_act_can_be_for_all_who_match() {
    let desk = Desk::full().await;
    let body = json!({ "action": "cancel", "filter": { "state": "confirmed", "attendance": "in_person" } });
    let said = desk.act(true, &body).await;
    assert_eq!(results(&said), ["ann done", "jose done", "lukasz done"]);
    assert_eq!(results(&desk.act(false, &body).await), results(&said));
    assert_eq!(figures(&desk.act(false, &body).await), "total=0 done=0 already=0 skipped=0 failed=0 left=0");
    assert_eq!(desk.emails("state=confirmed").await, ["online"]);
    desk.api.audit().await;
}

#[tokio::test]
async fn people_who_wait_are_moved_with_a_reason() {
    let desk = Desk::with(&calling()).await;
    desk.sell_out().await;
    desk.wait("late@example.org").await;
    desk.wait("later@example.org").await;
    let body = json!({
        "action": "move", "filter": { "state": "waiting", "q": "later" }, "class": "contributor", "reason": "Helps.",
    });
    assert_eq!(results(&desk.act(true, &body).await), ["later done"]);
    assert_eq!(desk.emails("class=contributor").await, [""; 0]);
    assert_eq!(results(&desk.act(false, &body).await), ["later done"]);
    assert_eq!(results(&desk.act(false, &body).await), ["later already"]);
    assert_eq!(desk.emails("class=contributor").await, ["later"]);
    let missing = json!({ "action": "move", "filter": {}, "class": "first" });
    assert_eq!(desk.act(true, &missing).await.errors(), "422 invalid /class /reason");
    desk.api.audit().await;
}

#[tokio::test]
async fn links_are_sent_once_in_a_while() {
    let desk = Desk::full().await;
    let body = json!({ "action": "resend", "filter": { "q": "example.org" } });
    let said = desk.act(true, &body).await;
    let expected = [
        "ann done",
        "gone no_link",
        "jose done",
        "lead no_link",
        "lukasz done",
        "online done",
        "organizer no_link",
        "second no_link",
        "speaker no_link",
        "storage no_link",
    ];
    assert_eq!(results(&said), expected);
    assert_eq!(results(&desk.act(false, &body).await), expected);
    assert_eq!(figures(&desk.act(false, &body).await), "total=10 done=0 already=4 skipped=6 failed=0 left=0");
    desk.api.set_clock("2030-02-01T12:06:00Z");
    assert_eq!(figures(&desk.act(true, &body).await), "total=10 done=4 already=0 skipped=6 failed=0 left=0");
}

#[tokio::test]
async fn invitations_end_with_the_passes_of_the_pool() {
    let desk = Desk::full().await;
    let body = json!({ "action": "invite", "pool": "speakers", "filter": { "q": "example.org" } });
    let said = desk.act(true, &body).await;
    assert_eq!(figures(&said), "total=10 done=3 already=0 skipped=7 failed=0 left=0", "{}", said.text);
    let done = desk.act(false, &body).await;
    assert_eq!((figures(&done), results(&done)), (figures(&said), results(&said)));
    assert_eq!(figures(&desk.act(false, &body).await), "total=10 done=0 already=3 skipped=7 failed=0 left=0");
    let listed = desk.get("/conferences/demo-2030/pools/speakers/invitations").await;
    assert_eq!(listed.json["invitations"].as_array().unwrap().len(), 3);
    let with = |pool: &str| json!({ "action": "invite", "pool": pool, "ids": ["x"] });
    assert_eq!(desk.act(true, &with("general")).await.problem(), "409 pool-open");
    assert_eq!(desk.act(true, &with("none")).await.errors(), "422 invalid /pool");
    desk.api.set_clock("2030-03-05T12:00:00Z");
    let organizer = desk.api.sign_in("organizer@example.org").await;
    let late = desk.api.ask("POST", ACTIONS).token(&organizer).json(&with("net")).send().await;
    assert_eq!(late.problem(), "409 claim-over");
}

#[tokio::test]
async fn an_act_without_people_or_with_two_kinds_of_choice_is_refused() {
    let desk = Desk::with(&calling()).await;
    assert_eq!(desk.act(true, &json!({ "action": "cancel" })).await.errors(), "422 invalid /ids");
    assert_eq!(desk.act(true, &json!({ "action": "boss", "ids": [] })).await.errors(), "422 invalid /action");
    let both = json!({ "action": "cancel", "ids": ["x"], "filter": {} });
    assert_eq!(desk.act(true, &both).await.errors(), "422 invalid /filter");
    let wrong = json!({ "action": "cancel", "filter": { "state": "gone", "colour": "red" } });
    assert_eq!(desk.act(true, &wrong).await.errors(), "422 invalid /filter/colour /filter/state");
}

#[tokio::test]
async fn forms_preview_an_act_and_then_do_it() {
    let desk = Desk::full().await;
    let form = |path: String, body: String| {
        let ask = desk.api.ask("POST", &path).token(&desk.organizer);
        async move { ask.form(&body).send().await }
    };
    let preview = format!("{ACTIONS}?dry_run=true");
    let (jose, gone) = (desk.id("jose@").await, desk.id("gone@").await);
    let chosen = format!("chosen.{jose}=true&chosen.{gone}=true&filter.q=");
    let page = form(preview.clone(), format!("action=cancel&{chosen}")).await;
    assert_eq!(page.status, 200, "{}", page.text);
    assert!(page.text.contains("Cancel 1 pass") && page.text.contains(&format!("chosen.{jose}")), "{}", page.text);
    assert!(!page.text.contains(&format!("name=\"chosen.{gone}")), "only those it concerns are sent again");
    let long = "x".repeat(501);
    let failed = form(ACTIONS.into(), format!("action=cancel&chosen.{jose}=true&reason={long}")).await;
    assert_eq!(failed.status, 422);
    assert!(failed.text.contains(&long) && failed.text.contains("Cancel 1 pass"), "what was typed stays");
    let done = form(ACTIONS.into(), format!("action=cancel&chosen.{jose}=true&reason=Sorry")).await;
    assert_eq!((done.status, done.header("location")), (303, &*format!("{PEOPLE}?done=cancel&count=1")));
    let list = desk.api.ask("GET", done.header("location")).token(&desk.organizer).page().send().await;
    assert!(list.text.contains("1 pass cancelled."), "{}", list.text);
    // An invitation needs a pool first.
    let asks = form(preview.clone(), "action=invite&all=true&filter.q=speaker".into()).await;
    assert_eq!(asks.status, 200, "{}", asks.text);
    assert!(asks.text.contains("name=\"pool\"") && !asks.text.contains("role=\"alert\""), "{}", asks.text);
    let page = form(preview.clone(), "action=invite&all=true&filter.q=speaker&pool=speakers".into()).await;
    assert!(page.text.contains("Invite 1 person"), "{}", page.text);
    let unfiltered = form(preview.clone(), "action=cancel&filter.q=".into()).await;
    assert_eq!(unfiltered.status, 422, "{}", unfiltered.text);
    let asks = form(preview, format!("action=move&chosen.{jose}=true&class=contributor&reason=")).await;
    assert_eq!(asks.status, 422, "{}", asks.text);
}

#[tokio::test]
async fn each_finds_what_is_theirs_to_see() {
    let desk = Desk::full().await;
    let found = desk.get(&format!("{FIND}?q=lost")).await;
    assert_eq!(found.json["proposals"][0]["title"], "Lost packets");
    assert_eq!(found.json["people"], json!([]));
    let names = |answer: &Answer| -> Vec<String> {
        let people = answer.json["people"].as_array().unwrap();
        people.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&desk.get(&format!("{FIND}?q=EXAMPLE.org")).await).len(), 10);
    assert_eq!(names(&desk.get(&format!("{FIND}?q=nunez")).await), ["José Núñez"]);
    assert_eq!(desk.get(&format!("{FIND}?q=")).await.json, json!({"people": [], "proposals": [], "sessions": []}));
    // A lead finds the people of their track, and no others.
    let lead = desk.api.sign_in("lead@example.org").await;
    let by = |token: &str, q: &str| {
        let ask = desk.api.ask("GET", &format!("{FIND}?q={q}")).token(token);
        async move { ask.send().await }
    };
    assert_eq!(names(&by(&lead, "example").await), ["Sam Speaker"]);
    assert_eq!(by(&lead, "packets").await.json["proposals"][0]["track"], "net");
    let other = desk.api.sign_in("storage@example.org").await;
    let nothing = by(&other, "packets").await;
    assert_eq!((names(&by(&other, "speaker").await), &nothing.json["proposals"]), (vec![], &json!([])));
    let speaker = desk.api.sign_in("jose@example.org").await;
    assert_eq!(by(&speaker, "packets").await.problem(), "403 forbidden");
    assert_eq!(desk.api.get(&format!("{FIND}?q=x")).await.problem(), "401 sign-in-required");
    for path in [PEOPLE.to_owned(), format!("{PEOPLE}.csv"), format!("{PEOPLE}.xlsx"), format!("{PEOPLE}/none")] {
        assert_eq!(desk.api.ask("GET", &path).token(&lead).send().await.problem(), "403 forbidden", "{path}");
    }
    let page = desk.api.ask("GET", &format!("{FIND}?q=lost")).token(&desk.organizer).page().send().await;
    assert!(page.text.contains("Lost packets"), "{}", page.text);
}

#[tokio::test]
async fn a_warm_search_costs_little_and_a_registration_no_more_than_before() {
    let desk = Desk::with(&calling().replace("capacity = 10", "capacity = 300")).await;
    for n in 0..200 {
        assert_eq!(desk.api.register(&format!("p{n}@example.org")).await.status, 201);
    }
    // The first call reads everyone, and the second the people who registered in the seconds before.
    for _ in 0..2 {
        assert_eq!(desk.get(PEOPLE).await.json["total"], 204);
    }
    let ctx = desk.api.stack.context();
    let (store, units) = desk.api.stack.store().metered();
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let people = store.directory(ctx, &edition).await.unwrap();
    let shown: Vec<_> = people.iter().take(25).cloned().collect();
    assert_eq!(store.fresh_people(ctx, &edition, &shown).await.unwrap(), shown);
    assert!(units.read() <= 55.0 && units.write() == 0, "{units:?}");
    let (store, units) = desk.api.stack.store().metered();
    let edition = store.edition_hint(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let register = domain::registration::Register {
        name: "Last Person".parse().unwrap(),
        email: "last@example.org".parse().unwrap(),
        attendance: domain::conference::Attendance::InPerson,
        affiliation: None,
        first_time: None,
        answers: std::collections::BTreeMap::new(),
        consents: std::collections::BTreeMap::new(),
        invitation: None,
    };
    let requested =
        store::RegistrationRequest { register, mark: None, language: None, at_door: false, is_address_proved: false };
    let made = store.register(ctx, &edition, &requested).await.unwrap();
    assert!(matches!(made, store::RegisterOutcome::Created(_)), "{made:?}");
    assert_eq!((units.write(), units.calls()), (8, 2), "a registration writes nothing for the list");
    assert_eq!(desk.emails("q=last").await, ["last"], "found at once");
}

/// Another process learns of changes from the index of registrations and mails.
#[tokio::test]
async fn changes_by_other_processes_are_found() {
    let desk = Desk::full().await;
    let client = plumbline::table::dynamodb_client(desk.api.stack.table().clone());
    let (ctx, store) = (desk.api.stack.context(), store::Store::new(client, plumbline::stack::TABLE));
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let known = |people: store::People| {
        let shown =
            |row: &std::sync::Arc<domain::directory::PersonRow>| format!("{} {}", row.email, row.is_registered());
        people.iter().map(shown).collect::<Vec<_>>()
    };
    assert_eq!(store.directory(ctx, &edition).await.unwrap().len(), 10);
    desk.api.set_clock("2030-02-01T12:00:30Z");
    assert_eq!(desk.api.register("new@example.org").await.status, 201);
    let now = known(store.directory(ctx, &edition).await.unwrap());
    assert!(now.contains(&"new@example.org true".to_owned()), "{now:?}");
    let jose = desk.id("jose@").await;
    desk.act(false, &json!({ "action": "cancel", "ids": [jose] })).await;
    desk.api.settle().await;
    let (store, units) = store.metered();
    let now = known(store.directory(ctx, &edition).await.unwrap());
    assert!(now.contains(&"jose@example.org false".to_owned()), "{now:?}");
    assert!(units.read() < 40.0, "{} read units", units.read());
}
