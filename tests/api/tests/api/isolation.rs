//! Promise 10: one failure affects only itself. A broken item, a failing mail or an unreadable edition stops no other
//! work. Organizers see the failure, Plumbline retries it, and an organizer can skip it.

use api_tests::{Answer, Api, link_in};
use serde_json::{Value, json};

const AGENDA: &str = "/conferences/demo-2030/agenda";

/// Makes an item unreadable, or repairs it: an attribute gets another value, as by hand in the table. Answers what it
/// was.
fn replace(api: &Api, pk: &str, sk: &str, name: &str, value: &Value) -> Value {
    let body = json!({
        "TableName": "plumbline",
        "Key": { "pk": { "S": pk }, "sk": { "S": sk } },
        "UpdateExpression": "SET #name = :value",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeNames": { "#name": name },
        "ExpressionAttributeValues": { ":value": value },
        "ReturnValues": "UPDATED_OLD",
    });
    let (status, answer) = api.stack.table().answer("DynamoDB_20120810.UpdateItem", body.to_string().as_bytes());
    assert_eq!(status, 200, "{pk} {sk}: {}", String::from_utf8_lossy(&answer));
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    answer["Attributes"][name].clone()
}

fn unreadable() -> Value {
    json!({ "M": { "nothing": { "S": "of the kind" } } })
}

async fn clock(api: &Api, to: &str) -> Vec<Value> {
    let answer = api.ask("POST", "/_local/clock").json(&json!({ "now": to })).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json["failed"].as_array().expect("always there").clone()
}

async fn sold_out(api: &Api) -> Vec<Answer> {
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    registered
}

async fn wait(api: &Api, name: &str) -> Answer {
    let body = json!({ "name": name, "email": format!("{name}@example.org"), "reason": "To come." });
    let joined = api.post("/conferences/demo-2030/waitlist", body).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    joined
}

async fn cancel(api: &Api, registered: &Answer) {
    let path = format!("/conferences/demo-2030/registrations/{}", registered.json["id"].as_str().unwrap());
    let token = registered.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
}

async fn status(api: &Api, joined: &Answer) -> String {
    let path = format!("/conferences/demo-2030/waitlist/{}", joined.json["id"].as_str().unwrap());
    let entry = api.ask("GET", &path).token(joined.json["manage_token"].as_str().unwrap()).send().await;
    entry.json["status"].as_str().unwrap_or("unreadable").to_owned()
}

fn entry_key(joined: &Answer) -> String {
    format!("C#demo-2030#ENTRY#{}", joined.json["id"].as_str().unwrap())
}

/// Signs in while another item can't be processed.
async fn sign_in(api: &Api, email: &str) -> String {
    assert_eq!(api.post("/sign-in", json!({ "email": email })).await.status, 202);
    let _ = api.stack.run_workflows().await;
    let outbox = api.ask("GET", "/_local/outbox").header("accept", "application/json").send().await;
    let mails = outbox.json.as_array().unwrap().clone();
    let asked = |mail: &&Value| {
        mail["to"].to_string().contains(email) && mail["subject"].to_string().contains("is your sign-in code")
    };
    let link = link_in(mails.iter().find(asked).expect("the sign-in mail is sent"));
    let answer = api.ask("POST", &link).header("accept", "application/json").send().await;
    answer.json["token"].as_str().expect("a token").to_owned()
}

/// What needs attention, as an organizer sees it: object and state.
async fn attention(api: &Api, token: &str) -> Vec<(String, String)> {
    let agenda = api.ask("GET", AGENDA).token(token).send().await;
    assert_eq!(agenda.status, 200, "{}", agenda.text);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let failed = agenda.json["set_aside"].as_array().unwrap();
    failed.iter().map(|one| (text(&one["object"]), text(&one["state"]))).collect()
}

async fn decide(api: &Api, token: &str, id: &str, act: &str) -> u16 {
    api.ask("POST", &format!("{AGENDA}/set-aside/{id}/{act}")).token(token).send().await.status
}

async fn findings(api: &Api) -> Vec<String> {
    let audit = api.stack.store().audit().await.expect("the audit runs");
    audit.findings.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_unreadable_offer_stops_no_other_and_is_retried_after_repair() {
    let api = Api::new().await;
    let registered = sold_out(&api).await;
    let (ann, ben) = (wait(&api, "ann").await, wait(&api, "ben").await);
    cancel(&api, &registered[0]).await;
    cancel(&api, &registered[1]).await;
    api.settle().await;
    assert_eq!((status(&api, &ann).await, status(&api, &ben).await), ("offered".into(), "offered".into()));
    let was = replace(&api, &entry_key(&ann), "ENTRY", "joined_at", &unreadable());
    // Both offers run out.
    let failed = clock(&api, "2030-02-10T12:00:00Z").await;
    assert_eq!(failed.len(), 1, "{failed:?}");
    assert_eq!(failed[0]["item"], format!("{} ENTRY", entry_key(&ann)));
    assert_eq!((&failed[0]["workflow"], &failed[0]["set_aside"]), (&json!("promote-waitlist"), &json!(true)));
    assert_eq!(status(&api, &ben).await, "lapsed");
    assert_eq!(api.pool("general").await, "capacity=10 free=1 spare=0 held=1 taken=8");
    let found = findings(&api).await;
    assert!(found.len() == 1 && found[0].contains("cannot be read"), "{found:?}");

    let organizer = sign_in(&api, "organizer@example.org").await;
    let object = format!("waitlist entry {}", ann.json["id"].as_str().unwrap());
    assert_eq!(attention(&api, &organizer).await, [(object, "set_aside".to_owned())]);
    let page = api.ask("GET", AGENDA).token(&organizer).page().send().await;
    assert!(page.text.contains("Needs attention") && page.text.contains("Try again"), "{}", page.text);
    let agenda = api.ask("GET", AGENDA).token(&organizer).send().await;
    let id = agenda.json["set_aside"][0]["id"].as_str().unwrap();
    assert_eq!(agenda.json["set_aside"][0]["failures"], 8);
    assert_eq!(decide(&api, &organizer, "00", "retry").await, 404);
    // Without a repair it fails again, and counts afresh.
    assert_eq!(decide(&api, &organizer, id, "retry").await, 200);
    assert!(api.stack.run_workflows().await.is_err());
    assert_eq!(attention(&api, &organizer).await[0].1, "retrying");
    replace(&api, &entry_key(&ann), "ENTRY", "joined_at", &was);
    for _ in 0..2 {
        assert_eq!(decide(&api, &organizer, id, "retry").await, 200);
        api.settle().await;
    }
    assert_eq!(status(&api, &ann).await, "lapsed");
    assert_eq!(attention(&api, &organizer).await, []);
    api.audit().await;
}

#[tokio::test]
async fn a_skipped_mail_is_left_as_it_is_and_is_no_finding() {
    let api = Api::new().await;
    let made = api.register("ann@example.org").await;
    let key = format!("MAIL#registration-confirmed:{}", made.json["id"].as_str().unwrap());
    let was = replace(&api, &key, "MAIL", "to", &unreadable());
    api.register("ben@example.org").await;
    let error = api.stack.run_workflows().await.expect_err("one mail cannot be read");
    assert!(error.0.len() == 1 && error.to_string().contains(&key), "{error}");
    let organizer = sign_in(&api, "organizer@example.org").await;
    assert!(api.stack.outbox().unwrap().iter().any(|mail| mail.to.contains("ben@example.org")));
    let agenda = api.ask("GET", AGENDA).token(&organizer).send().await;
    let failed = &agenda.json["set_aside"][0];
    assert!(failed["next_try_at"].is_string() && failed["state"] == "retrying", "{failed}");
    for _ in 0..2 {
        assert_eq!(decide(&api, &organizer, failed["id"].as_str().unwrap(), "skip").await, 200);
    }
    assert_eq!(attention(&api, &organizer).await, []);
    assert_eq!(clock(&api, "2030-02-03T12:00:00Z").await, [] as [Value; 0]);
    replace(&api, &key, "MAIL", "to", &was);
    // The mail is queued but not due, because an organizer skipped it: the audit accepts that.
    api.audit().await;
}

#[tokio::test]
async fn the_next_person_after_an_unreadable_entry_gets_the_pass() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let registered = sold_out(&api).await;
    let (ann, ben) = (wait(&api, "ann").await, wait(&api, "ben").await);
    api.settle().await;
    let was = replace(&api, &entry_key(&ann), "ENTRY", "joined_at", &unreadable());
    cancel(&api, &registered[0]).await;
    assert!(api.stack.run_workflows().await.is_err());
    assert_eq!(status(&api, &ben).await, "offered");
    let object = format!("waitlist entry {}", ann.json["id"].as_str().unwrap());
    assert_eq!(attention(&api, &organizer).await, [(object, "retrying".to_owned())]);
    let found = findings(&api).await;
    assert!(found.len() == 1 && found[0].contains("cannot be read"), "{found:?}");
    // Once repaired, the workflow finds it, and processes it next.
    replace(&api, &entry_key(&ann), "ENTRY", "joined_at", &was);
    assert_eq!(clock(&api, "2030-02-01T12:05:00Z").await, [] as [Value; 0]);
    cancel(&api, &registered[1]).await;
    api.settle().await;
    assert_eq!(status(&api, &ann).await, "offered");
    api.audit().await;
}

#[tokio::test]
async fn an_unreadable_shard_does_not_block_the_others() {
    let api = Api::new().await;
    let was = replace(&api, "C#demo-2030#POOL#general#0", "SHARD", "free", &unreadable());
    let mut statuses = Vec::new();
    for n in 0..10 {
        statuses.push(api.register(&format!("a{n}@example.org")).await.status);
    }
    // Three shards have four, three and three passes.
    let sold = statuses.iter().filter(|status| **status == 201).count();
    assert!((6..=7).contains(&sold), "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 201 | 409)), "{statuses:?}");
    replace(&api, "C#demo-2030#POOL#general#0", "SHARD", "free", &was);
    let _ = api.stack.run_workflows().await;
}

#[tokio::test]
async fn an_unreadable_edition_concerns_only_its_own_and_all_is_tried_again() {
    let api = Api::new().await;
    let first = api.sign_in("organizer@example.org").await;
    let second = api.sign_in("second@example.org").await;
    let mut other = api.ask("GET", "/conferences/demo-2030/definition").token(&first).send().await.json;
    other["id"] = json!("other-2030");
    assert_eq!(api.ask("PUT", "/conferences/other-2030").token(&first).json(&other).send().await.status, 201);
    let path = "/conferences/other-2030/registrations";
    assert_eq!(api.post(path, api_tests::attendee("ann@example.org")).await.status, 201);
    assert_eq!(api.register("ben@example.org").await.status, 201);
    // Another revision than this process has read.
    let revision = replace(&api, "C#other-2030", "HEAD", "revision", &json!({ "N": "99" }));
    let was = replace(&api, "C#other-2030", "DEFINITION", "document", &json!({ "S": "{" }));
    api.settle().await;
    let reached = |to: &str| api.stack.outbox().unwrap().iter().filter(|mail| mail.to.contains(to)).count();
    assert_eq!((reached("ann@example.org"), reached("ben@example.org")), (1, 1), "what is known of it still serves");
    assert_eq!(attention(&api, &second).await, []);
    // A reserved pool of both editions ends.
    let failed = clock(&api, "2030-03-03T12:00:00Z").await;
    assert!(failed.iter().all(|one| one["item"].to_string().contains("C#other-2030")), "{failed:?}");
    assert_eq!(api.pool("speakers").await, "capacity=0 free=0 spare=0 held=0 taken=0");
    let first = sign_in(&api, "organizer@example.org").await;
    let second = sign_in(&api, "second@example.org").await;
    let seen = attention(&api, &first).await;
    assert!(seen.iter().any(|(object, _)| object == "definition of other-2030"), "{seen:?}");
    assert_eq!(attention(&api, &second).await, [], "only first organizers see what has no agenda of its own");
    replace(&api, "C#other-2030", "DEFINITION", "document", &was);
    replace(&api, "C#other-2030", "HEAD", "revision", &revision);
    let all = "/conferences/other-2030/agenda/set-aside/all/retry";
    assert_eq!(api.ask("POST", all).token(&first).send().await.status, 200);
    assert_eq!(clock(&api, "2030-03-03T12:10:00Z").await, [] as [Value; 0]);
    api.audit().await;
}

#[tokio::test]
async fn feedback_on_a_mail_that_cannot_be_read_keeps_no_other_from_being_noted() {
    let api = Api::new().await;
    for name in ["ann", "ben"] {
        api.register(&format!("{name}@example.org")).await;
    }
    api.settle().await;
    let keys: Vec<String> = api.stack.outbox().expect("the outbox").into_iter().map(|mail| mail.key).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    let whole = replace(&api, &format!("MAIL#{}", keys[0]), "MAIL", "to", &unreadable());
    let record = |key: &String| {
        let message = json!({
            "eventType": "Bounce",
            "mail": { "messageId": "m1", "headers": [{ "name": "X-Plumbline-Mail", "value": key }] },
            "bounce": { "bounceType": "Permanent", "bouncedRecipients": [] },
        });
        json!({ "Sns": { "Message": message.to_string() } })
    };
    let event = json!({ "Records": keys.iter().map(record).collect::<Vec<_>>() });
    let noted = async |key: &str| {
        let mail = api.stack.store().mail(key).await.expect("a mail that can be read").expect("a mail");
        mail.feedback.is_some()
    };

    // The event has to come again, and what can be noted of it is.
    api.stack.process_feedback(&event).await.expect_err("the first cannot be noted");
    assert!(noted(&keys[1]).await);

    replace(&api, &format!("MAIL#{}", keys[0]), "MAIL", "to", &whole);
    let totals = api.stack.process_feedback(&event).await.expect("both can be noted");
    assert_eq!((totals.known, totals.unknown), (2, 0));
    assert!(noted(&keys[0]).await && noted(&keys[1]).await);
}
