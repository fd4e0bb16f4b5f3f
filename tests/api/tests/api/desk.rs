//! `/conferences/{c}/desk`: figures, what needs a person, what happens next, and who sees which part.

use api_tests::{Answer, Api, DEMO};
use serde_json::{Value, json};
use store::audit::{Audit, Finding};

use crate::review::{decide, propose, refereed, score};

const DESK: &str = "/conferences/demo-2030/desk";
const ROLES: &str = "/conferences/demo-2030/roles";

async fn desk(api: &Api, token: &str) -> Value {
    let desk = api.ask("GET", DESK).token(token).send().await;
    assert_eq!(desk.status, 200, "{}", desk.text);
    desk.json
}

/// What needs the reader: kind and sentence.
async fn needs(api: &Api, token: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let desk = desk(api, token).await;
    let needs = desk["needs_you"].as_array().unwrap();
    needs.iter().map(|need| (text(&need["kind"]), text(&need["text"]))).collect()
}

fn need(kind: &str, text: &str) -> (String, String) {
    (kind.into(), text.into())
}

async fn join(api: &Api, name: &str) -> Answer {
    let requested = json!({ "name": name, "email": format!("{name}@example.org"), "reason": "To come." });
    let joined = api.post("/conferences/demo-2030/waitlist", requested).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    joined
}

async fn cancel(api: &Api, registered: &Answer) {
    let path = format!("/conferences/demo-2030/registrations/{}", registered.json["id"].as_str().unwrap());
    let token = registered.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
}

#[tokio::test]
async fn organizers_see_the_figures_of_passes_waitlist_and_mails() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let before = desk(&api, &organizer).await;
    assert_eq!(before["now"], "2030-02-01T12:00:00Z");
    assert_eq!(before["in_person"], json!({ "taken": 0, "capacity": 10, "sold_out": false }));
    assert_eq!(before["virtual"], json!({ "taken": 0, "capacity": 20, "sold_out": false }));
    assert_eq!(before["registrations_by_day"], json!([]));
    assert_eq!(before["needs_you"], json!([]));
    assert_eq!(before["mails"], json!({ "sent": 0, "queued": 0, "failed": 0, "bounced": 0 }));
    let pools: Vec<_> = before["pools"].as_array().unwrap().iter().map(|pool| &pool["pool"]).collect();
    assert_eq!(pools, ["general", "virtual", "speakers", "net"]);
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    api.set_clock("2030-02-01T23:30:00Z");
    let online = json!({ "name": "Online", "email": "online@example.org", "attendance": "virtual" });
    assert_eq!(api.post("/conferences/demo-2030/registrations", online).await.status, 201);
    for name in ["ann", "ben", "cleo"] {
        join(&api, name).await;
    }
    let queued = desk(&api, &organizer).await;
    assert_eq!(queued["mails"], json!({ "sent": 0, "queued": 14, "failed": 0, "bounced": 0 }));
    assert_eq!(queued["next"][0]["id"], "send-mails", "{queued}");
    cancel(&api, &registered[3]).await;
    api.settle().await;
    let now = desk(&api, &organizer).await;
    assert_eq!(now["in_person"], json!({ "taken": 9, "capacity": 10, "sold_out": true }));
    let line = &now["waitlist"];
    assert_eq!((&line["waiting"], &line["offers_open"]), (&json!(2), &json!(1)), "{line}");
    assert_eq!(line["by_class"], json!({ "contributor": 0, "newcomer": 0, "everyone": 2 }));
    assert_eq!(line["next_expires_at"], "2030-02-04T23:30:00Z", "{line}");
    // The night of 1 February in UTC is the 2nd in Berlin. A cancelled registration is not counted.
    assert_eq!(
        now["registrations_by_day"],
        json!([
            { "date": "2030-02-01", "in_person": 9, "virtual": 0 },
            { "date": "2030-02-02", "in_person": 0, "virtual": 1 },
        ])
    );
    assert_eq!(now["mails"], json!({ "sent": 16, "queued": 0, "failed": 0, "bounced": 0 }));
    let ends = now["next"].as_array().unwrap().iter().find(|line| line["workflow"] == "promote-waitlist");
    assert!(ends.is_some_and(|line| line["concerns"][0]["name"] == "ann"), "{now}");
    let page = api.ask("GET", DESK).token(&organizer).page().send().await;
    for text in ["9 / 10", "Sold out", "Registrations by", "data-live", "/assets/desk-", "Waiting time"] {
        assert!(page.text.contains(text), "{text} is missing in\n{}", page.text);
    }
    assert!(!page.text.contains(" style="), "no inline style");
    api.audit().await;
}

#[tokio::test]
async fn a_pass_counts_on_the_day_it_was_taken_whoever_has_it_before() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let made = api.register("ann@example.org").await;
    let path = format!("/conferences/demo-2030/registrations/{}", made.json["id"].as_str().unwrap());
    let token = made.json["manage_token"].as_str().unwrap();
    api.set_clock("2030-02-03T12:00:00Z");
    let change = |attendance: &str| {
        let requested = json!({ "attendance": attendance });
        let ask = api.ask("PATCH", &path).token(token).json(&requested);
        async move { assert_eq!(ask.send().await.status, 200) }
    };
    change("virtual").await;
    let days = desk(&api, &organizer).await["registrations_by_day"].clone();
    assert_eq!(days, json!([{ "date": "2030-02-01", "in_person": 0, "virtual": 1 }]));
    change("in_person").await;
    api.settle().await;
    let days = desk(&api, &organizer).await["registrations_by_day"].clone();
    assert_eq!(days, json!([{ "date": "2030-02-03", "in_person": 1, "virtual": 0 }]));
    cancel(&api, &made).await;
    assert_eq!(desk(&api, &organizer).await["registrations_by_day"], json!([]));
}

#[tokio::test]
async fn failed_and_bounced_mails_need_a_person_until_they_are_resent() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    api.register("ann@nowhere.invalid").await;
    api.register("ben@example.org").await;
    api.settle().await;
    let failed = need("mail_failed", "1 mail could not be sent.");
    assert_eq!(needs(&api, &organizer).await, std::slice::from_ref(&failed));
    let outbox = api.ask("GET", "/_local/outbox").header("accept", "application/json").send().await;
    let to_ben = |mail: &&Value| mail["to"].to_string().contains("ben@example.org");
    let mail = outbox.json.as_array().unwrap().iter().find(to_ben).unwrap()["id"].clone();
    let answer = api.post("/_local/feedback", json!({ "mail": mail, "kind": "bounce" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(needs(&api, &organizer).await, [failed, need("mail_bounced", "1 mail bounced.")]);
    let figures = desk(&api, &organizer).await["mails"].clone();
    assert_eq!(figures, json!({ "sent": 1, "queued": 0, "failed": 1, "bounced": 1 }));
    for state in ["failed", "bounced"] {
        let list =
            api.ask("GET", &format!("/conferences/demo-2030/mails?state={state}")).token(&organizer).send().await;
        let mails = list.json["mails"].as_array().unwrap();
        assert_eq!(mails.len(), 1, "{state}: {}", list.text);
        let resend = format!("/conferences/demo-2030/mails/{}/resend", mails[0]["id"].as_str().unwrap());
        assert_eq!(api.ask("POST", &resend).token(&organizer).send().await.status, 202);
    }
    assert_eq!(needs(&api, &organizer).await, []);
    assert_eq!(desk(&api, &organizer).await["mails"]["queued"], 2);
    api.settle().await;
    let figures = desk(&api, &organizer).await["mails"].clone();
    assert_eq!(
        figures,
        json!({ "sent": 1, "queued": 0, "failed": 1, "bounced": 0 }),
        "it fails again; the other arrives"
    );
    api.audit().await;
}

#[tokio::test]
async fn an_offered_role_needs_an_answer() {
    let api = Api::new().await;
    let (organizer, lead) = (api.sign_in("organizer@example.org").await, api.sign_in("lead@example.org").await);
    let requested = json!({ "role": "reviewer", "track": "net", "email": "rita@example.org" });
    let offered = api.ask("POST", ROLES).token(&lead).json(&requested).send().await;
    let open = [need("role_not_accepted", "1 person has not accepted a role: reviewer for Networking.")];
    assert_eq!(needs(&api, &organizer).await, open);
    assert_eq!(needs(&api, &lead).await, open);
    let rita = api.sign_in("rita@example.org").await;
    assert_eq!(api.ask("GET", DESK).token(&rita).send().await.problem(), "403 forbidden");
    let accept = api.ask("POST", &format!("{ROLES}/{}", offered.json["id"].as_str().unwrap()));
    assert_eq!(accept.token(&rita).json(&json!({ "action": "accept" })).send().await.status, 200);
    assert_eq!(needs(&api, &organizer).await, []);
    assert_eq!(needs(&api, &rita).await, []);
}

#[tokio::test]
async fn reviews_and_decisions_need_those_who_give_and_release_them() {
    let due = "[tracks.review]\ndue_by = \"2030-02-13T12:00:00Z\"\n";
    let api = Api::with(&refereed(due)).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let (chair, other) = (api.sign_in("chair@example.org").await, api.sign_in("lead@example.org").await);
    let first = propose(&api, "First", "ann@example.org").await;
    // A chair's own proposal is not theirs to review.
    propose(&api, "Second", "chair@example.org").await;
    propose(&api, "Third", "ben@example.org").await;
    assert_eq!(
        desk(&api, &organizer).await["proposals"],
        json!({ "submitted": 3, "drafts": 0, "calls_open": 1, "reviews_due": 5 })
    );
    assert_eq!(needs(&api, &organizer).await, []);
    assert_eq!(needs(&api, &chair).await, [need("reviews_due", "You have 2 reviews to write by 13 Feb.")]);
    assert_eq!(score(&api, &chair, &first, 4).await.status, 200);
    assert_eq!(needs(&api, &chair).await, [need("reviews_due", "You have 1 review to write by 13 Feb.")]);
    assert_eq!(desk(&api, &organizer).await["proposals"]["reviews_due"], 4);

    api.set_clock("2030-02-13T12:00:00Z");
    assert_eq!(needs(&api, &organizer).await, [need("reviews_overdue", "4 reviews for Talks are overdue.")]);
    let own = need("reviews_overdue", "1 of your reviews is overdue.");
    assert_eq!(needs(&api, &chair).await, [own, need("reviews_overdue", "4 reviews for Talks are overdue.")]);
    assert_eq!(needs(&api, &other).await, [], "another track's lead sees nothing of it");

    assert_eq!(decide(&api, &chair, &first, json!({ "decision": "accepted" })).await.status, 200);
    let waits = need("decisions_not_released", "1 decision for Talks is not released.");
    assert!(needs(&api, &organizer).await.contains(&waits));
    let seen = desk(&api, &chair).await;
    let link = seen["needs_you"].as_array().unwrap().iter().find(|need| need["kind"] == "decisions_not_released");
    assert_eq!(link.unwrap()["link"], "/conferences/demo-2030/tracks/talks/decisions/release");
    let release = "/conferences/demo-2030/tracks/talks/decisions/release";
    let preview = api.ask("GET", release).token(&chair).send().await.json["preview"].clone();
    let released = api.ask("POST", release).token(&chair).json(&json!({ "preview": preview })).send().await;
    assert_eq!(released.status, 202, "{}", released.text);
    api.settle().await;
    assert!(!needs(&api, &organizer).await.contains(&waits));
    assert_eq!(desk(&api, &organizer).await["proposals"]["submitted"], 3, "an accepted proposal was submitted too");
    api.audit().await;
}

#[tokio::test]
async fn a_call_that_closes_soon_is_compared_with_the_last_edition() {
    let api = Api::with(&refereed("")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    api.set_clock("2030-02-08T12:00:00Z");
    let few = need("call_closing", "Talks closes in 3 days without proposals.");
    let call = |needs: Vec<(String, String)>| needs.into_iter().find(|(kind, _)| kind == "call_closing");
    assert_eq!(call(needs(&api, &organizer).await), Some(few));
    for n in 0..3 {
        propose(&api, &format!("Talk {n}"), &format!("speaker{n}@example.org")).await;
    }
    assert_eq!(call(needs(&api, &organizer).await), None);

    // The last edition had more at this time before its deadline. Proposals after that time do not count.
    let earlier =
        refereed("").replace("2030", "2029").replace("[[tracks]]\nid = \"net\"", "[[tracks]]\nid = \"other\"");
    let api = Api { stack: plumbline::stack::Stack::in_memory(api_tests::at("2029-02-08T12:00:00Z"), 1).unwrap() };
    api.stack.load_conference(&earlier.replace("track = \"net\"", "track = \"other\"")).await.unwrap();
    for n in 0..8 {
        if n == 7 {
            api.set_clock("2029-02-10T12:00:00Z");
        }
        propose_in(&api, "demo-2029", &format!("Talk {n}")).await;
    }
    api.set_clock("2030-02-08T12:00:00Z");
    api.stack.load_conference(&refereed("")).await.unwrap();
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..3 {
        propose(&api, &format!("Talk {n}"), &format!("speaker{n}@example.org")).await;
    }
    let fewer = "Talks closes in 3 days with 3 proposals. The last edition had 7 by then.";
    assert_eq!(call(needs(&api, &organizer).await), Some(need("call_closing", fewer)));
    propose(&api, "Talk 4", "speaker4@example.org").await;
    assert_eq!(call(needs(&api, &organizer).await), None, "more than half");
}

async fn propose_in(api: &Api, c: &str, title: &str) {
    let ann = api.sign_in("ann@example.org").await;
    let speakers = json!([{ "name": "Ann", "email": "ann@example.org" }]);
    let requested = json!({ "title": title, "abstract": "About it.", "submit": true, "speakers": speakers });
    let path = format!("/conferences/{c}/tracks/talks/proposals");
    let made = api.ask("POST", &path).token(&ann).json(&requested).send().await;
    assert_eq!(made.status, 201, "{}", made.text);
}

#[tokio::test]
async fn unclaimed_passes_need_their_lead_before_claiming_ends() {
    let api = Api::new().await;
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(needs(&api, &lead).await, []);
    api.set_clock("2030-02-20T12:00:00Z");
    let (organizer, lead) = (api.sign_in("organizer@example.org").await, api.sign_in("lead@example.org").await);
    let net = need("allotment_unclaimed", "2 passes of net are unclaimed. They can be claimed until 1 Mar.");
    assert_eq!(needs(&api, &lead).await, std::slice::from_ref(&net));
    let speakers = need("allotment_unclaimed", "3 passes of speakers are unclaimed. They can be claimed until 1 Mar.");
    assert_eq!(needs(&api, &organizer).await, [speakers.clone(), net]);
    let release = api.ask("POST", "/conferences/demo-2030/pools/net/release").token(&organizer);
    assert_eq!(release.send().await.status, 200);
    assert_eq!(needs(&api, &organizer).await, [speakers]);
}

#[tokio::test]
async fn differences_and_work_set_aside_come_first() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let finding = Finding { promise: 1, detail: "C#demo-2030#POOL#general#0 does not add up".into() };
    let mut audit = Audit { findings: [finding].into(), ..Audit::default() };
    audit.editions.insert("demo-2030".into(), Audit::default());
    let store = api.stack.store();
    store.keep_daily(api.stack.context(), &audit).await.unwrap();
    assert_eq!(needs(&api, &organizer).await, [need("consistency", "The last consistency check found 1 difference.")]);
    assert_eq!(api.ask("POST", "/conferences/demo-2030/audit").token(&organizer).send().await.status, 200);
    assert_eq!(needs(&api, &organizer).await, []);

    // A mail that cannot be read is given up after eight tries.
    let made = api.register("ann@example.org").await;
    let key = format!("MAIL#registration-confirmed:{}", made.json["id"].as_str().unwrap());
    let body = json!({
        "TableName": "plumbline",
        "Key": { "pk": { "S": key }, "sk": { "S": "MAIL" } },
        "UpdateExpression": "SET #name = :value",
        "ExpressionAttributeNames": { "#name": "to" },
        "ExpressionAttributeValues": { ":value": { "M": {} } },
    });
    let (status, _) = api.stack.table().answer("DynamoDB_20120810.UpdateItem", body.to_string().as_bytes());
    assert_eq!(status, 200);
    let moved = api.ask("POST", "/_local/clock").json(&json!({ "now": "2030-02-03T12:00:00Z" })).send().await;
    assert_eq!(moved.json["failed"].as_array().map(Vec::len), Some(1), "{}", moved.text);
    let aside = need("set_aside", "1 automatic task failed and was set aside.");
    assert_eq!(needs(&api, &organizer).await, [aside]);
    let skip = api.ask("POST", "/conferences/demo-2030/agenda/set-aside/all/skip").token(&organizer).send().await;
    assert_eq!(skip.status, 200, "{}", skip.text);
    assert_eq!(needs(&api, &organizer).await, []);
}

#[tokio::test]
async fn leads_and_reviewers_see_their_part() {
    let api = Api::with(&refereed("")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let chair = api.sign_in("chair@example.org").await;
    let requested = json!({ "role": "reviewer", "track": "talks", "email": "rita@example.org" });
    let offered = api.ask("POST", ROLES).token(&chair).json(&requested).send().await;
    let rita = api.sign_in("rita@example.org").await;
    let accept = api.ask("POST", &format!("{ROLES}/{}", offered.json["id"].as_str().unwrap()));
    assert_eq!(accept.token(&rita).json(&json!({ "action": "accept" })).send().await.status, 200);
    propose(&api, "First", "ann@example.org").await;
    let lead = api.sign_in("lead@example.org").await;
    for (who, token, submitted, due) in
        [("organizer", &organizer, 1, 1), ("chair", &chair, 1, 1), ("rita", &rita, 1, 1), ("lead", &lead, 0, 0)]
    {
        let seen = desk(&api, token).await;
        assert_eq!(seen["proposals"]["submitted"], submitted, "{who}: {seen}");
        assert_eq!(seen["proposals"]["reviews_due"], due, "{who}: {seen}");
        let is_organizer = who == "organizer";
        for only in ["in_person", "virtual", "waitlist", "mails", "registrations_by_day"] {
            assert_eq!(!seen[only].is_null(), is_organizer, "{who} {only}: {seen}");
        }
        let pools: Vec<_> = seen["pools"].as_array().unwrap().iter().map(|pool| &pool["pool"]).collect();
        match who {
            "organizer" => assert_eq!(pools.len(), 4),
            "lead" => assert_eq!(pools, ["net"]),
            _ => assert!(pools.is_empty(), "{who}: {pools:?}"),
        }
        let page = api.ask("GET", DESK).token(token).page().send().await;
        assert_eq!(page.status, 200, "{who}");
        assert_eq!(page.text.contains("Mails sent"), is_organizer, "{who}");
    }
    assert_eq!(needs(&api, &rita).await, [need("reviews_due", "You have 1 review to write.")]);
    let next = desk(&api, &chair).await["next"].clone();
    let ids: Vec<_> = next.as_array().unwrap().iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"call-closes:talks"), "{ids:?}");
    assert!(ids.iter().all(|id| id.contains("talks")), "{ids:?}");
    assert!(next.as_array().unwrap().iter().all(|line| line["concerns"] == json!([])), "{next}");
}

#[tokio::test]
async fn the_earlier_address_leads_to_the_desk() {
    let api = Api::with(DEMO).await;
    let organizer = api.sign_in("organizer@example.org").await;
    let moved = api.ask("GET", "/conferences/demo-2030/organize").token(&organizer).page().send().await;
    assert_eq!((moved.status, moved.header("location")), (308, DESK));
    assert_eq!(api.get(DESK).await.problem(), "401 sign-in-required");
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(api.ask("GET", DESK).token(&ann).send().await.problem(), "403 forbidden");
}

#[tokio::test]
async fn signing_in_leads_staff_to_their_desk() {
    let api = Api::new().await;
    for (email, home) in [("organizer@example.org", DESK), ("lead@example.org", DESK), ("ann@example.org", "/me")] {
        assert_eq!(api.post("/sign-in", json!({ "email": email })).await.status, 202);
        let link = api_tests::link_in(&api.mails_to(email).await[0]);
        let entered = api.ask("POST", &link).page().form("").send().await;
        assert_eq!((entered.status, entered.header("location")), (303, home), "{email}");
    }
    api.set_clock("2030-07-01T12:00:00Z");
    assert_eq!(api.post("/sign-in", json!({ "email": "lead@example.org" })).await.status, 202);
    let link = api_tests::link_in(&api.mails_to("lead@example.org").await[0]);
    assert_eq!(api.ask("POST", &link).page().form("").send().await.header("location"), "/me", "it is long over");
}
