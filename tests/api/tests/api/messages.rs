//! `/conferences/{c}/messages`: writing to groups of people, each once, and the ways to get none.

use api_tests::{Answer, Api, attendee};
use domain::mail::{Feedback, FeedbackKind};
use serde_json::{Value, json};

use crate::proposals::calling;

const MESSAGES: &str = "/conferences/demo-2030/messages";

struct Desk {
    api: Api,
    organizer: String,
}

impl Desk {
    /// Four people with a pass, one of them online; a speaker with two proposals to the track `net`.
    async fn full() -> Self {
        let api = Api::with(&calling()).await;
        for name in ["ann", "ben", "cleo"] {
            assert_eq!(api.register(&format!("{name}@example.org")).await.status, 201);
        }
        let mut online = attendee("online@example.org");
        online["attendance"] = json!("virtual");
        assert_eq!(api.post("/conferences/demo-2030/registrations", online).await.status, 201);
        let speaker = api.sign_in("speaker@example.org").await;
        for title in ["Lost packets", "Found packets"] {
            let talk = json!({
                "title": title, "abstract": "How.", "minutes": 20, "submit": true, "answers": {"level": "new"},
                "speakers": [{"name": "Sam Speaker", "email": "speaker@example.org"}],
            });
            let sent = api.ask("POST", "/conferences/demo-2030/tracks/net/proposals").token(&speaker).json(&talk);
            let sent = sent.send().await;
            assert_eq!(sent.status, 201, "{}", sent.text);
        }
        let organizer = api.sign_in("organizer@example.org").await;
        Self { api, organizer }
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.api.ask("POST", path).token(&self.organizer).json(body).send().await
    }

    async fn get(&self, path: &str) -> Answer {
        self.api.ask("GET", path).token(&self.organizer).send().await
    }

    async fn send(&self, body: &Value) -> String {
        let sent = self.post(MESSAGES, body).await;
        assert_eq!(sent.status, 201, "{}", sent.text);
        self.api.settle().await;
        format!("{MESSAGES}/{}", sent.json["id"].as_str().unwrap())
    }

    /// How many mails with this subject came to an address.
    async fn received(&self, name: &str, subject: &str) -> usize {
        let mails = self.api.mails_to(&format!("{name}@example.org")).await;
        mails.iter().filter(|mail| mail["subject"] == subject).count()
    }
}

fn doors(filter: &Value) -> Value {
    json!({ "subject": "Doors", "body": "They open at **nine**.", "filter": filter })
}

/// The addresses and states of people in an answer, sorted.
fn people(answer: &Answer) -> Vec<String> {
    let one = |person: &Value| {
        let email = person["email"].as_str().unwrap_or_default().replace("@example.org", "");
        format!("{email} {}", person["state"].as_str().unwrap_or_default())
    };
    let mut people: Vec<_> = answer.json["people"].as_array().unwrap().iter().map(one).collect();
    people.sort();
    people
}

fn figures(answer: &Answer) -> String {
    let figure = |name: &str| format!("{name}={}", answer.json["delivery"][name]);
    ["recipients", "queued", "sent", "failed", "bounced", "skipped"].map(figure).join(" ")
}

#[tokio::test]
async fn a_dry_run_names_everybody_and_changes_nothing() {
    let desk = Desk::full().await;
    let body = doors(&json!({ "state": "confirmed", "attendance": "in_person" }));
    let preview = desk.post(&format!("{MESSAGES}?dry_run=true"), &body).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    assert_eq!(people(&preview), ["ann listed", "ben listed", "cleo listed"]);
    assert_eq!((&preview.json["total"], &preview.json["recipients"]), (&json!(3), &json!(3)));
    assert_eq!(preview.json["subject"], "Doors");
    assert!(preview.json["html"].as_str().unwrap().contains("<strong>nine</strong>"));
    assert!(preview.json["text"].as_str().unwrap().contains("They open at **nine**."));
    assert!(!preview.text.contains("/unsubscribe/"), "a link would let the writer opt others out");
    assert_eq!(desk.received("ann", "Doors").await, 0);
    assert_eq!(desk.get(MESSAGES).await.json["messages"], json!([]));
}

#[tokio::test]
async fn each_person_gets_it_once_with_a_way_to_opt_out() {
    let desk = Desk::full().await;
    // The speaker matches by two proposals.
    let path = desk.send(&doors(&json!({}))).await;
    for name in ["ann", "ben", "cleo", "online", "speaker", "lead", "organizer"] {
        assert_eq!(desk.received(name, "Doors").await, 1, "{name}");
    }
    let detail = desk.get(&path).await;
    let count = detail.json["people"].as_array().unwrap().len();
    assert_eq!(figures(&detail), format!("recipients={count} queued=0 sent={count} failed=0 bounced=0 skipped=0"));
    assert!(people(&detail).contains(&"ann sent".to_owned()), "{}", detail.text);
    desk.api.set_clock("2030-02-01T12:05:00Z");
    desk.api.settle().await;
    assert_eq!(desk.get(&path).await.json["state"], "sent");
    let mail = desk.api.mails_to("ann@example.org").await.swap_remove(0);
    let headers = mail.to_string();
    assert!(headers.contains("/unsubscribe/messages~demo-2030."), "{headers}");
    desk.api.audit().await;
}

#[tokio::test]
async fn the_same_request_sends_once_and_another_with_its_key_is_refused() {
    let desk = Desk::full().await;
    let body = doors(&json!({ "state": "confirmed" }));
    let ask = |body: &Value| {
        let ask = desk.api.ask("POST", MESSAGES).token(&desk.organizer).header("idempotency-key", "k1").json(body);
        ask.send()
    };
    let (first, second) = (ask(&body).await, ask(&body).await);
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json["id"], second.json["id"]);
    assert_eq!(desk.received("ann", "Doors").await, 1);
    let mut other = body.clone();
    other["body"] = json!("They open at ten.");
    assert_eq!(ask(&other).await.problem(), "422 idempotency-key-reused");
    assert_eq!(desk.get(MESSAGES).await.json["messages"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_is_sent_that_its_writer_did_not_see() {
    let desk = Desk::full().await;
    let mut body = doors(&json!({ "state": "confirmed" }));
    let preview = desk.post(&format!("{MESSAGES}?dry_run=true"), &body).await;
    body["preview"] = preview.json["preview"].clone();
    desk.api.register("dora@example.org").await;
    assert_eq!(desk.post(MESSAGES, &body).await.errors(), "422 invalid /preview");
    let preview = desk.post(&format!("{MESSAGES}?dry_run=true"), &body).await;
    body["preview"] = preview.json["preview"].clone();
    body["body"] = json!("Something else.");
    assert_eq!(desk.post(MESSAGES, &body).await.errors(), "422 invalid /preview");
    assert_eq!(desk.received("ann", "Doors").await, 0);
    let unmatched = doors(&json!({ "q": "no-such-person" }));
    assert_eq!(desk.post(MESSAGES, &unmatched).await.errors(), "422 invalid /filter");
    let missing = json!({ "subject": "Doors", "body": "At nine." });
    assert_eq!(desk.post(MESSAGES, &missing).await.errors(), "422 invalid /filter");
    let wrong = json!({ "subject": "", "body": "", "filter": { "state": "x", "track": "none", "colour": "red" } });
    let refused = desk.post(MESSAGES, &wrong).await.errors();
    for pointer in ["/subject", "/body", "/filter/state", "/filter/track"] {
        assert!(refused.contains(pointer), "{refused}");
    }
}

#[tokio::test]
async fn a_test_goes_to_its_writer_only() {
    let desk = Desk::full().await;
    let tested = desk.post(&format!("{MESSAGES}?test=true"), &doors(&json!({}))).await;
    assert_eq!((tested.status, &tested.json["sent_to"]), (202, &json!("organizer@example.org")));
    assert_eq!(desk.received("organizer", "Test: Doors").await, 1);
    assert_eq!(desk.received("ann", "Doors").await + desk.received("ann", "Test: Doors").await, 0);
    assert_eq!(desk.get(MESSAGES).await.json["messages"], json!([]));
}

#[tokio::test]
async fn a_scheduled_message_goes_at_its_time_to_the_people_of_that_time() {
    let desk = Desk::full().await;
    let mut body = doors(&json!({ "state": "confirmed" }));
    body["send_at"] = json!("2030-02-02T10:00:00+01:00");
    let path = desk.send(&body).await;
    let detail = desk.get(&path).await;
    assert_eq!((&detail.json["state"], &detail.json["send_at"]), (&json!("scheduled"), &json!("2030-02-02T09:00:00Z")));
    assert_eq!(desk.received("ann", "Doors").await, 0);
    let agenda = desk.get("/conferences/demo-2030/agenda").await;
    let lines = agenda.json["agenda"].as_array().unwrap();
    let line =
        lines.iter().find(|line| line["workflow"] == "send-messages").unwrap_or_else(|| panic!("{}", agenda.text));
    let line = format!("/conferences/demo-2030/agenda/{}", line["id"].as_str().unwrap());
    let about = desk.get(&line).await;
    assert_eq!(about.json["about"].as_array().unwrap().len(), 4, "{}", about.text);
    // Paused, its time passes; resumed, it goes.
    assert_eq!(desk.post(&line, &json!({ "action": "pause" })).await.status, 200);
    desk.api.register("dora@example.org").await;
    desk.api.set_clock("2030-02-02T09:00:00Z");
    assert_eq!(desk.received("dora", "Doors").await, 0);
    assert_eq!(desk.post(&line, &json!({ "action": "resume" })).await.status, 200);
    assert_eq!(desk.received("dora", "Doors").await, 1, "she registered after it was written");
    assert_eq!(desk.received("ann", "Doors").await, 1);
    assert_eq!(desk.post(&path, &json!({ "action": "cancel" })).await.problem(), "409 message-not-scheduled");
    let activity = desk.get("/conferences/demo-2030/activity").await;
    for kind in ["message_scheduled", "message_paused", "message_resumed", "message_sent", "message_mailed"] {
        assert!(activity.text.contains(kind), "{kind}: {}", activity.text);
    }
}

#[tokio::test]
async fn until_its_time_a_message_can_be_changed_and_cancelled() {
    let desk = Desk::full().await;
    let mut body = doors(&json!({ "state": "confirmed" }));
    body["send_at"] = json!("2030-02-02T09:00:00Z");
    let path = desk.send(&body).await;
    let mut change = body.clone();
    (change["action"], change["subject"]) = (json!("change"), json!("Later doors"));
    let changed = desk.post(&path, &change).await;
    assert_eq!((changed.status, &changed.json["subject"]), (200, &json!("Later doors")), "{}", changed.text);
    let cancelled = desk.post(&path, &json!({ "action": "cancel" })).await;
    assert_eq!((cancelled.status, &cancelled.json["state"]), (200, &json!("cancelled")));
    let again = desk.post(&path, &json!({ "action": "cancel" })).await;
    assert_eq!((again.status, &again.json["state"]), (200, &json!("cancelled")), "a repeat changes nothing");
    assert_eq!(desk.post(&path, &change).await.problem(), "409 message-not-scheduled");
    desk.api.set_clock("2030-02-02T09:00:00Z");
    assert_eq!(desk.received("ann", "Doors").await + desk.received("ann", "Later doors").await, 0);
    // Another one goes before its time.
    let mut early = body.clone();
    (early["subject"], early["send_at"]) = (json!("Early"), json!("2030-02-10T09:00:00Z"));
    let path = desk.send(&early).await;
    assert_eq!(desk.post(&path, &json!({ "action": "send" })).await.status, 200);
    assert_eq!(desk.received("ann", "Early").await, 1);
}

/// The path of the unsubscribe link in the latest mail with this subject.
async fn unsubscribe_link(desk: &Desk, name: &str, subject: &str) -> String {
    let mails = desk.api.mails_to(&format!("{name}@example.org")).await;
    let mail = mails.iter().find(|mail| mail["subject"] == subject).expect("the mail");
    let text = mail["text"].as_str().unwrap();
    let line = text.lines().find(|line| line.contains("/unsubscribe/")).expect("a link");
    line[line.find("/unsubscribe/").unwrap()..].to_owned()
}

#[tokio::test]
async fn who_opts_out_gets_no_more_unless_it_is_necessary_and_can_opt_in_again() {
    let desk = Desk::full().await;
    desk.send(&doors(&json!({}))).await;
    let link = unsubscribe_link(&desk, "ann", "Doors").await;
    let one_click = |link: &str, body: &str| desk.api.ask("POST", link).form(body).send();
    // RFC 8058: the mail program sends this.
    assert_eq!(one_click(&link, "List-Unsubscribe=One-Click").await.status, 200);
    let page = desk.api.ask("GET", &link).page().send().await;
    assert!(page.text.contains("Subscribe again") && page.text.contains("Demo 2030"), "{}", page.text);
    // The lead has neither a pass nor a proposal.
    let lead = unsubscribe_link(&desk, "lead", "Doors").await;
    assert_eq!(one_click(&lead, "List-Unsubscribe=One-Click").await.status, 200);
    let mut second = doors(&json!({}));
    second["subject"] = json!("Second");
    let preview = desk.post(&format!("{MESSAGES}?dry_run=true"), &second).await;
    assert!(people(&preview).contains(&"ann opted_out".to_owned()), "{}", preview.text);
    let path = desk.send(&second).await;
    assert_eq!((desk.received("ann", "Second").await, desk.received("ben", "Second").await), (0, 1));
    assert!(people(&desk.get(&path).await).contains(&"ann opted_out".to_owned()));
    let mut necessary = doors(&json!({}));
    (necessary["subject"], necessary["necessary"]) = (json!("Fire"), json!(true));
    desk.send(&necessary).await;
    assert_eq!((desk.received("ann", "Fire").await, desk.received("lead", "Fire").await), (1, 0));
    let again = desk.api.ask("POST", &link).page().form("on=true").send().await;
    assert_eq!(again.status, 200, "{}", again.text);
    let mut third = doors(&json!({}));
    third["subject"] = json!("Third");
    desk.send(&third).await;
    assert_eq!((desk.received("ann", "Third").await, desk.received("lead", "Third").await), (1, 0));
    // Signed in, the lead sees it and opts in.
    let token = desk.api.sign_in("lead@example.org").await;
    let mine = desk.api.ask("GET", "/me/mails").token(&token).send().await;
    assert_eq!(mine.json["messages_off"], json!(["demo-2030"]));
    let on = json!({ "messages": "demo-2030", "on": true });
    let mine = desk.api.ask("POST", "/me/mails").token(&token).json(&on).send().await;
    assert_eq!(mine.json["messages_off"], json!([]), "{}", mine.text);
    // A forged link does nothing.
    let forged = link.replace("messages~demo-2030", "messages~other-2030");
    assert_eq!(one_click(&forged, "").await.status, 404);
}

#[tokio::test]
async fn an_opt_out_counts_until_the_mail_is_queued() {
    let desk = Desk::full().await;
    desk.send(&doors(&json!({}))).await;
    let link = unsubscribe_link(&desk, "ann", "Doors").await;
    let mut second = doors(&json!({}));
    second["subject"] = json!("Second");
    let sent = desk.post(MESSAGES, &second).await;
    // Between the list and the queue.
    assert_eq!(desk.api.ask("POST", &link).form("").send().await.status, 200);
    assert_eq!((desk.received("ann", "Second").await, desk.received("ben", "Second").await), (0, 1));
    let detail = desk.get(&format!("{MESSAGES}/{}", sent.json["id"].as_str().unwrap())).await;
    assert_eq!(detail.json["delivery"]["skipped"], 1, "{}", detail.text);
}

#[tokio::test]
async fn an_address_whose_mail_came_back_is_skipped_and_shown() {
    let desk = Desk::full().await;
    let path = desk.send(&doors(&json!({ "state": "confirmed" }))).await;
    let (store, ctx) = (desk.api.stack.store(), desk.api.stack.context());
    let detail = desk.get(&path).await;
    let ann = detail.json["people"].as_array().unwrap().iter().find(|one| one["email"] == "ann@example.org").unwrap();
    let key = format!("message:{}-{}", path.rsplit('/').next().unwrap(), ann["id"].as_str().unwrap());
    let bounce = Feedback {
        kind: FeedbackKind::Bounced,
        permanent: true,
        at: ctx.now(),
        diagnostic: None,
        message_id: "m1".into(),
        lifted_at: None,
    };
    assert!(store.record_feedback(ctx, &key, &bounce).await.unwrap().known, "{key}");
    let detail = desk.get(&path).await;
    assert!(people(&detail).contains(&"ann bounced".to_owned()), "{}", detail.text);
    assert_eq!(figures(&detail), "recipients=4 queued=0 sent=3 failed=0 bounced=1 skipped=0");
    let preview = desk.post(&format!("{MESSAGES}?dry_run=true"), &doors(&json!({ "state": "confirmed" }))).await;
    assert!(people(&preview).contains(&"ann suppressed".to_owned()), "{}", preview.text);
    assert_eq!((&preview.json["recipients"], &preview.json["skipped"]), (&json!(3), &json!(1)));
}

#[tokio::test]
async fn an_interrupted_and_repeated_run_sends_each_once() {
    let desk = Desk::full().await;
    let pool = desk.api.ask("PATCH", "/conferences/demo-2030/pools/virtual").token(&desk.organizer);
    assert_eq!(pool.json(&json!({ "capacity": 60 })).send().await.status, 200);
    desk.api.settle().await;
    // With the others, two batches.
    for n in 0..45 {
        let mut online = attendee(&format!("p{n}@example.org"));
        online["attendance"] = json!("virtual");
        assert_eq!(desk.api.post("/conferences/demo-2030/registrations", online).await.status, 201);
    }
    let mut body = doors(&json!({ "state": "confirmed" }));
    body["send_at"] = json!("2030-02-02T09:00:00Z");
    let path = desk.send(&body).await;
    desk.api.set_clock("2030-02-02T09:00:00Z");
    let (store, ctx) = (desk.api.stack.store(), desk.api.stack.context());
    // Each run dies a little later than the one before.
    for polls in 0..40 {
        let mut run = std::pin::pin!(store.send_messages_due(ctx));
        for _ in 0..polls {
            if futures_util::future::poll_immediate(&mut run).await.is_some() {
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    let (one, two) = tokio::join!(store.send_messages_due(ctx), store.send_messages_due(ctx));
    let mails: u64 = [one, two].into_iter().map(|run| run.unwrap().done.mails).sum();
    assert!(mails <= 49, "{mails} mails were queued");
    desk.api.settle().await;
    for n in 0..45 {
        assert_eq!(desk.received(&format!("p{n}"), "Doors").await, 1, "p{n}");
    }
    assert_eq!(figures(&desk.get(&path).await), "recipients=49 queued=0 sent=49 failed=0 bounced=0 skipped=0");
    let outbox = desk.api.ask("GET", "/_local/outbox").header("accept", "application/json").send().await;
    let sent = outbox.json.as_array().unwrap().iter().filter(|mail| mail["subject"] == "Doors").count();
    assert_eq!(sent, 49);
}

#[tokio::test]
async fn a_lead_writes_to_the_people_of_their_track_only() {
    let desk = Desk::full().await;
    let lead = desk.api.sign_in("lead@example.org").await;
    let post = |path: &str, body: Value| {
        let ask = desk.api.ask("POST", path).token(&lead).json(&body);
        ask.send()
    };
    let dry = format!("{MESSAGES}?dry_run=true");
    let preview = post(&dry, doors(&json!({ "track": "net" }))).await;
    assert_eq!(people(&preview), ["speaker listed"]);
    assert_eq!(post(&dry, doors(&json!({}))).await.errors(), "422 invalid /filter/track");
    assert_eq!(post(&dry, doors(&json!({ "track": "storage" }))).await.problem(), "403 forbidden");
    let more = json!({ "track": "net", "state": "confirmed" });
    assert_eq!(post(&dry, doors(&more)).await.errors(), "422 invalid /filter");
    let mut necessary = doors(&json!({ "track": "net" }));
    necessary["necessary"] = json!(true);
    assert_eq!(post(&dry, necessary).await.errors(), "422 invalid /necessary");
    let none = doors(&json!({ "track": "net", "speaks": true }));
    assert_eq!(people(&post(&dry, none).await), [""; 0], "nothing is accepted yet");
    let sent = post(MESSAGES, doors(&json!({ "track": "net" }))).await;
    assert_eq!(sent.status, 201, "{}", sent.text);
    assert_eq!((desk.received("speaker", "Doors").await, desk.received("ann", "Doors").await), (1, 0));
    // What organizers write to others is not theirs to see.
    let path = desk.send(&doors(&json!({ "state": "confirmed" }))).await;
    let get = |path: &str| desk.api.ask("GET", path).token(&lead).send();
    assert_eq!(get(&path).await.problem(), "404 not-found");
    assert_eq!(get(MESSAGES).await.json["messages"].as_array().unwrap().len(), 1);
    assert_eq!(desk.get(MESSAGES).await.json["messages"].as_array().unwrap().len(), 2);
    let attendee = desk.api.sign_in("ann@example.org").await;
    assert_eq!(desk.api.ask("GET", MESSAGES).token(&attendee).send().await.problem(), "403 forbidden");
}

#[tokio::test]
async fn the_pages_preview_and_send_without_javascript() {
    let desk = Desk::full().await;
    let get = |path: String| desk.api.ask("GET", &path).token(&desk.organizer).page().send();
    let form = |path: String, body: String| {
        let ask = desk.api.ask("POST", &path).token(&desk.organizer).page().form(&body);
        ask.send()
    };
    let empty = get(MESSAGES.to_owned()).await;
    assert!(empty.text.contains("No messages yet"), "{}", empty.text);
    let compose = get(format!("{MESSAGES}/new?state=confirmed")).await;
    assert!(compose.text.contains(r#"<option value="confirmed" selected>"#), "{}", compose.text);
    let key = "idempotency_key=abc";
    let wrong = form(format!("{MESSAGES}?dry_run=true"), format!("{key}&subject=&body=Kept+text&filter.q=")).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("Kept text"), "{}", wrong.text);
    let fields = format!("{key}&subject=Doors&body=At+nine&filter.state=confirmed&filter.q=&send_at=");
    let preview = form(format!("{MESSAGES}?dry_run=true"), fields.clone()).await;
    assert_eq!(preview.status, 200, "{}", preview.text);
    assert!(preview.text.contains("Send to 4 people") && preview.text.contains("ann@example.org"), "{}", preview.text);
    let id = preview.text.split(r#"name="preview" value=""#).nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let sent = form(MESSAGES.to_owned(), format!("{fields}&preview={id}")).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let path = sent.header("location").to_owned();
    let page = get(path.clone()).await;
    assert!(page.text.contains("Your message is on its way"), "{}", page.text);
    assert_eq!(desk.received("ann", "Doors").await, 1);
    let list = get(MESSAGES.to_owned()).await;
    assert!(list.text.contains("Doors") && list.text.contains("4 recipients"), "{}", list.text);
    // A scheduled one is changed by its form.
    let later =
        "idempotency_key=def&subject=Later&body=Text&filter.state=confirmed&send_at=2030-02-03T10:00".to_string();
    let scheduled = form(MESSAGES.to_owned(), later.clone()).await;
    assert_eq!(scheduled.status, 303, "{}", scheduled.text);
    let path = scheduled.header("location").split('?').next().unwrap().to_owned();
    let id = path.rsplit('/').next().unwrap().to_owned();
    let edit = get(format!("{MESSAGES}/new?message={id}")).await;
    assert!(edit.text.contains(r#"value="2030-02-03T10:00""#), "{}", edit.text);
    let preview = form(format!("{MESSAGES}?dry_run=true"), format!("{later}&message={id}")).await;
    assert!(preview.text.contains("Save changes"), "{}", preview.text);
    let changed = form(path.clone(), format!("{later}&message={id}&action=change&necessary=true")).await;
    assert_eq!(changed.status, 303, "{}", changed.text);
    assert_eq!(desk.get(&path).await.json["necessary"], true);
    let cancelled = form(path.clone(), "action=cancel".into()).await;
    assert_eq!(cancelled.status, 303, "{}", cancelled.text);
    assert_eq!(get(format!("{MESSAGES}/new?message={id}")).await.status, 409);
}
