//! Delivery feedback from the mail service: bounces, complaints, and their consequences.

use api_tests::{Answer, Api};
use serde_json::{Value, json};

const WAITLIST: &str = "/conferences/demo-2030/waitlist";
const MAILS: &str = "/conferences/demo-2030/mails";

/// What the topic of the mail service would bring about a mail: by its id in the outbox, or by its key.
async fn feedback_on(api: &Api, mail: &str, kind: &str) -> Answer {
    let answer = api.post("/_local/feedback", json!({ "mail": mail, "kind": kind })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer
}

fn offer_of(joined: &Answer) -> String {
    format!("offer:{}", joined.json["id"].as_str().unwrap())
}

async fn join(api: &Api, email: &str) -> Answer {
    let requested = json!({ "name": "Attendee", "email": email, "reason": "To talk about packets." });
    let joined = api.post(WAITLIST, requested).await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    joined
}

async fn entry(api: &Api, joined: &Answer, method: &str, act: &str) -> Answer {
    let path = format!("{WAITLIST}/{}{act}", joined.json["id"].as_str().unwrap());
    api.ask(method, &path).token(joined.json["manage_token"].as_str().unwrap()).send().await
}

async fn status(api: &Api, joined: &Answer) -> String {
    entry(api, joined, "GET", "").await.json["status"].as_str().unwrap_or_default().to_owned()
}

/// Sells out, puts two people on the waitlist and returns one pass: the first of the two has an offer.
async fn offered() -> (Api, Answer, Answer) {
    let api = Api::new().await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    let (ann, bob) = (join(&api, "ann@example.org").await, join(&api, "bob@example.org").await);
    let path = format!("/conferences/demo-2030/registrations/{}", registered[0].json["id"].as_str().unwrap());
    let token = registered[0].json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
    assert_eq!((status(&api, &ann).await, status(&api, &bob).await), ("offered".into(), "waiting".into()));
    (api, ann, bob)
}

async fn mails(api: &Api, organizer: &str) -> Vec<Value> {
    let listed = api.ask("GET", MAILS).token(organizer).send().await;
    assert_eq!(listed.status, 200, "{}", listed.text);
    listed.json["mails"].as_array().unwrap().clone()
}

async fn mail(api: &Api, organizer: &str, kind: &str, to: &str) -> Value {
    let found = mails(api, organizer).await.into_iter().find(|mail| mail["kind"] == kind && mail["to"] == to);
    found.unwrap_or_else(|| panic!("no {kind} to {to}"))
}

#[tokio::test]
async fn an_offer_whose_mail_comes_back_passes_on_to_the_next() {
    let (api, ann, bob) = offered().await;
    let answer = feedback_on(&api, &offer_of(&ann), "bounce").await;
    assert_eq!((&answer.json["known"], &answer.json["lapsed"]), (&json!(true), &json!(true)), "{}", answer.text);
    assert_eq!((status(&api, &ann).await, status(&api, &bob).await), ("lapsed".into(), "offered".into()));
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=1 taken=9");
    assert_eq!(entry(&api, &ann, "POST", "/accept").await.problem(), "410 offer-lapsed");
    let organizer = api.sign_in("organizer@example.org").await;
    let offer = mail(&api, &organizer, "offer", "ann@example.org").await;
    assert_eq!(offer["status"], "sent");
    assert_eq!((&offer["feedback"]["kind"], &offer["feedback"]["permanent"]), (&json!("bounced"), &json!(true)));
    assert!(offer["feedback"]["diagnostic"].as_str().unwrap().contains("550 5.1.1"), "{offer}");
    let lapsed = mail(&api, &organizer, "offer-lapsed", "ann@example.org").await;
    assert_eq!(lapsed["status"], "failed", "nothing more is sent there: {lapsed}");
    let resend = format!("{MAILS}/{}/resend", offer["id"].as_str().unwrap());
    let again = api.ask("POST", &resend).token(&organizer).send().await;
    assert_eq!(again.problem(), "409 mail-not-failed", "the offer that it is about has ended");
    api.audit().await;
}

#[tokio::test]
async fn a_bounce_that_comes_twice_or_late_does_nothing_more() {
    let (api, ann, bob) = offered().await;
    let id = &offer_of(&ann);
    feedback_on(&api, id, "bounce").await;
    let again = feedback_on(&api, id, "bounce").await;
    assert_eq!((&again.json["known"], &again.json["lapsed"]), (&json!(true), &json!(false)));
    assert_eq!(entry(&api, &bob, "POST", "/accept").await.status, 200);
    feedback_on(&api, id, "bounce").await;
    assert_eq!((status(&api, &ann).await, status(&api, &bob).await), ("lapsed".into(), "accepted".into()));
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=0 taken=10");
    api.audit().await;
}

#[tokio::test]
async fn an_accepted_pass_is_kept_when_the_mail_bounces() {
    let (api, ann, bob) = offered().await;
    assert_eq!(entry(&api, &ann, "POST", "/accept").await.status, 200);
    assert_eq!(feedback_on(&api, &offer_of(&ann), "bounce").await.json["lapsed"], false);
    assert_eq!((status(&api, &ann).await, status(&api, &bob).await), ("accepted".into(), "waiting".into()));
    api.audit().await;
}

#[tokio::test]
async fn a_complaint_ends_no_offer_and_suppresses_the_address_until_a_mail_is_sent_again() {
    let (api, ann, _) = offered().await;
    let answer = feedback_on(&api, &offer_of(&ann), "complaint").await;
    assert_eq!((&answer.json["known"], &answer.json["lapsed"]), (&json!(true), &json!(false)));
    assert_eq!(status(&api, &ann).await, "offered");
    let before = api.mails_to("ann@example.org").await.len();
    // However the address is written.
    let body = json!({ "email": "Ann@Example.org" });
    assert_eq!(api.post("/sign-in", body.clone()).await.status, 202);
    assert_eq!(entry(&api, &ann, "POST", "/accept").await.status, 200);
    assert_eq!(api.mails_to("ann@example.org").await.len(), before, "nothing is sent to a suppressed address");
    let organizer = api.sign_in("organizer@example.org").await;
    let confirmation = mail(&api, &organizer, "registration-confirmed", "ann@example.org").await;
    assert_eq!(confirmation["status"], "failed", "{confirmation}");
    assert!(confirmation["error"].as_str().unwrap().contains("lifts that"), "{confirmation}");
    let page = api.ask("GET", MAILS).token(&organizer).page().send().await;
    assert!(page.text.contains("Marked as spam"), "{}", page.text);

    let resend = format!("{MAILS}/{}/resend", confirmation["id"].as_str().unwrap());
    let again = api.ask("POST", &resend).token(&organizer).send().await;
    assert_eq!((again.status, &again.json["status"]), (202, &json!("owed")), "{}", again.text);
    assert_eq!(api.mails_to("ann@example.org").await.len(), before + 1);
    assert_eq!(mail(&api, &organizer, "registration-confirmed", "ann@example.org").await["status"], "sent");
    assert_eq!(api.post("/sign-in", body).await.status, 202);
    api.settle().await;
    let all = api.stack.outbox().unwrap();
    assert!(all[0].to.eq_ignore_ascii_case("ann@example.org"), "the link to sign in: {:?}", all[0]);
    api.audit().await;
}

#[tokio::test]
async fn a_mail_that_came_back_is_sent_again_and_an_old_event_does_not_stop_it() {
    let api = Api::new().await;
    assert_eq!(api.register("ann@example.org").await.status, 201);
    let first = api.mails_to("ann@example.org").await[0]["id"].as_str().unwrap().to_owned();
    feedback_on(&api, &first, "bounce").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let confirmation = mail(&api, &organizer, "registration-confirmed", "ann@example.org").await;
    let resend = format!("{MAILS}/{}/resend", confirmation["id"].as_str().unwrap());
    assert_eq!(api.ask("POST", &resend).token(&organizer).send().await.status, 202);
    api.settle().await;
    let sent = mail(&api, &organizer, "registration-confirmed", "ann@example.org").await;
    assert_eq!(sent["status"], "sent");
    assert!(sent["feedback"]["lifted_at"].is_string(), "{sent}");
    assert_eq!(api.ask("POST", &resend).token(&organizer).send().await.problem(), "409 mail-not-failed");
    feedback_on(&api, &first, "bounce").await;
    assert!(
        mail(&api, &organizer, "registration-confirmed", "ann@example.org").await["feedback"]["lifted_at"].is_string()
    );
    // The second mail bounces too. The feedback names the mail's key, which stands for the newest hand-over.
    feedback_on(&api, confirmation["id"].as_str().unwrap(), "bounce").await;
    let back = mail(&api, &organizer, "registration-confirmed", "ann@example.org").await;
    assert_eq!((&back["feedback"]["kind"], &back["feedback"]["lifted_at"]), (&json!("bounced"), &Value::Null));
    api.audit().await;
}

#[tokio::test]
async fn feedback_on_an_unknown_mail_is_ignored() {
    let api = Api::new().await;
    let message = json!({
        "eventType": "Bounce",
        "mail": { "messageId": "m1", "headers": [{ "name": "X-Plumbline-Mail", "value": "offer:nobody-1" }] },
        "bounce": { "bounceType": "Permanent", "bouncedRecipients": [] },
    });
    for message in [message.to_string(), "{}".into(), "hello".into(), String::new()] {
        let event = json!({ "Records": [{ "Sns": { "Message": message } }] });
        let totals = api.stack.process_feedback(&event).await.unwrap();
        assert_eq!((totals.known, totals.unknown, totals.lapsed), (0, 1, 0), "{message}");
    }
    assert_eq!(api.stack.process_feedback(&json!({})).await.unwrap(), mail_feedback::FeedbackTotals::default());
}

#[tokio::test]
async fn a_rehearsed_bounce_names_its_faults() {
    let api = Api::new().await;
    api.register("ann@example.org").await;
    let id = api.mails_to("ann@example.org").await[0]["id"].clone();
    for (body, expected) in [
        (json!({ "mail": id, "kind": "maybe" }), "422 invalid /kind"),
        (json!({ "mail": "nothing", "kind": "bounce" }), "422 invalid /mail"),
        (json!({ "mail": "", "kind": "bounce" }), "422 invalid /mail"),
        (json!({ "mail": id, "kind": "bounce", "when": 1 }), "422 invalid /when"),
        (json!([]), "422 invalid "),
    ] {
        assert_eq!(api.post("/_local/feedback", body).await.errors(), expected);
    }
    assert_eq!(api.ask("GET", "/_local/feedback").send().await.status, 405);
}

/// The address is suppressed before there is an offer: none is made to it, and nothing waits for it.
#[tokio::test]
async fn an_unreachable_address_is_passed_over_and_the_page_says_why() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let mut registered = Vec::new();
    for n in 0..10 {
        registered.push(api.register(&format!("first{n}@example.org")).await);
    }
    let (ann, bob) = (join(&api, "ann@example.org").await, join(&api, "bob@example.org").await);
    api.settle().await;
    feedback_on(&api, &format!("waitlist-joined:{}", ann.json["id"].as_str().unwrap()), "bounce").await;
    assert_eq!(status(&api, &ann).await, "waiting");
    let path = format!("/conferences/demo-2030/registrations/{}", registered[0].json["id"].as_str().unwrap());
    let token = registered[0].json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
    assert_eq!((status(&api, &ann).await, status(&api, &bob).await), ("lapsed".into(), "offered".into()));
    let shown = entry(&api, &ann, "GET", "").await;
    assert_eq!((&shown.json["unreachable"], &shown.json["offer"]), (&json!(true), &Value::Null), "{}", shown.text);
    let token = ann.json["manage_token"].as_str().unwrap();
    let path = format!("{WAITLIST}/{}", ann.json["id"].as_str().unwrap());
    let page = api.ask("GET", &path).token(token).page().send().await;
    assert!(page.text.contains("bounced, so the offer went to the next person"), "{}", page.text);
    let page = api.ask("GET", WAITLIST).token(&organizer).page().send().await;
    assert!(page.text.contains("bounced, so they were skipped"), "{}", page.text);
    let freed = entry(&api, &bob, "GET", "").await.json["freed_per_week"].clone();
    assert_eq!(freed, json!([{ "week_of": "2030-01-28", "passes": 1 }]));
    let page = api.ask("GET", &format!("{WAITLIST}/{}", bob.json["id"].as_str().unwrap()));
    let page = page.token(bob.json["manage_token"].as_str().unwrap()).page().send().await;
    assert!(page.text.contains("1 in the week of 28 January 2030"), "{}", page.text);
    // Once organizers allow the address again, its owner can join once more.
    assert_eq!(join(&api, "ann@example.org").await.json["position"], 1);
    api.audit().await;
}
