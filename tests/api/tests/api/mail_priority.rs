//! The order in which mails are sent, and that no mail waits forever.

use api_tests::{Api, DEMO};
use deliver_mail::Delivered;
use domain::mail::MailPriority;
use jiff::{SignedDuration, Timestamp};
use plumbline::stack::TABLE;
use serde_json::json;
use store::keys::Key;
use store::{MailQueue, Run};

/// An edition that many can register for.
async fn large() -> Api {
    Api::with(&DEMO.replace("capacity = 10", "capacity = 600")).await
}

async fn register_many(api: &Api, count: usize) {
    for n in 0..count {
        assert_eq!(api.register(&format!("a{n}@example.org")).await.status, 201);
    }
}

async fn ask_to_sign_in(api: &Api, email: &str) {
    assert_eq!(api.post("/sign-in", json!({ "email": email })).await.status, 202);
}

async fn queue(api: &Api) -> MailQueue<'_> {
    api.stack.store().mail_queue(api.stack.context(), MailPriority::Routine, 100).await.unwrap()
}

fn is_sign_in(key: &Key) -> bool {
    key.pk.starts_with("MAIL#sign-in:")
}

/// Recipients of the mails that were sent, in order.
fn sent_to(api: &Api) -> Vec<String> {
    let mut sent: Vec<_> = api.stack.outbox().unwrap().into_iter().map(|mail| mail.to).collect();
    sent.reverse();
    sent
}

#[tokio::test]
async fn a_sign_in_mail_goes_before_five_hundred_that_were_queued_earlier() {
    let api = large().await;
    register_many(&api, 500).await;
    api.set_clock("2030-02-01T12:05:00Z");
    ask_to_sign_in(&api, "ann@example.org").await;
    assert!(queue(&api).await.take(10).await.unwrap().iter().position(is_sign_in) == Some(0));
    api.settle().await;
    let sent = sent_to(&api);
    assert_eq!(sent.len(), 501);
    // Up to eight are handed over at once.
    let at = sent.iter().position(|to| to == "ann@example.org").unwrap();
    assert!(at < 8, "{at} mails went first");
    api.audit().await;
}

#[tokio::test]
async fn a_sign_in_mail_that_is_asked_for_while_a_batch_goes_is_the_next() {
    let api = large().await;
    register_many(&api, 60).await;
    let mut queue = queue(&api).await;
    assert!(!queue.take(10).await.unwrap().iter().any(is_sign_in));
    for n in 0..30 {
        ask_to_sign_in(&api, &format!("b{n}@example.org")).await;
        let next = queue.take(1).await.unwrap();
        assert!(is_sign_in(&next[0]), "the {n}. did not go at once: {next:?}");
        assert!(!is_sign_in(&queue.take(1).await.unwrap()[0]), "none is given twice");
    }
}

#[tokio::test]
async fn an_endless_stream_of_urgent_mails_leaves_one_turn_in_ten_to_others() {
    let api = large().await;
    register_many(&api, 20).await;
    api.set_clock("2030-02-01T12:05:00Z");
    let mut others = 0;
    // Three batches of a hundred mails, each with more urgent ones than it can take.
    for _ in 0..3 {
        for n in 0..100 {
            let email = format!("b{n}@example.org").parse().unwrap();
            api.stack.store().begin_sign_in(api.stack.context(), &email, None, false).await.unwrap();
        }
        let mut queue = queue(&api).await;
        while !queue.is_empty() {
            let taken = queue.take(10).await.unwrap();
            let routine = taken.iter().filter(|key| !is_sign_in(key)).count();
            assert!((1..=2).contains(&routine), "{taken:?}");
            others += routine;
        }
        assert!(queue.has_more());
    }
    assert!((30..=36).contains(&others), "{others}");
}

#[tokio::test]
async fn a_routine_mail_is_sent_while_sign_in_mails_wait() {
    let api = large().await;
    for n in 0..60 {
        ask_to_sign_in(&api, &format!("b{n}@example.org")).await;
    }
    register_many(&api, 3).await;
    api.settle().await;
    let sent = sent_to(&api);
    assert_eq!(sent.len(), 63);
    let routine = sent.iter().enumerate().filter(|(_, to)| to.starts_with('a')).map(|(at, _)| at);
    for (number, at) in routine.enumerate() {
        // Every ninth at the latest, and up to eight are handed over at once.
        let latest = 9 * (number + 1) + 8;
        assert!(at < latest, "number {number} went after {at} others: {sent:?}");
    }
}

#[tokio::test]
async fn within_a_priority_the_oldest_goes_first() {
    let api = large().await;
    let mut expected = Vec::new();
    for n in 0..24 {
        api.set_clock(&format!("2030-02-01T12:01:{n:02}Z"));
        let made = api.register(&format!("a{n}@example.org")).await;
        expected.push(format!("MAIL#registration-confirmed:{}", made.json["id"].as_str().unwrap()));
    }
    let mut sign_ins = Vec::new();
    for n in 0..5 {
        api.set_clock(&format!("2030-02-01T12:02:{n:02}Z"));
        let email = format!("b{n}@example.org").parse().unwrap();
        let attempt = api.stack.store().begin_sign_in(api.stack.context(), &email, None, false).await.unwrap();
        sign_ins.push(format!("MAIL#sign-in:{}", attempt.id));
    }
    let taken = queue(&api).await.take(29).await.unwrap();
    let taken: Vec<_> = taken.into_iter().map(|key| key.pk).collect();
    assert_eq!(taken, [sign_ins, expected].concat());
}

#[tokio::test]
async fn a_mail_that_was_queued_before_there_were_priorities_is_sent() {
    let api = Api::new().await;
    let email = "ann@example.org".parse().unwrap();
    let attempt = api.stack.store().begin_sign_in(api.stack.context(), &email, None, false).await.unwrap();
    let update = json!({
        "TableName": TABLE,
        "Key": { "pk": { "S": format!("MAIL#sign-in:{}", attempt.id) }, "sk": { "S": "MAIL" } },
        "UpdateExpression": "SET due_pk = :old",
        "ConditionExpression": "begins_with(due_pk, :new)",
        "ExpressionAttributeValues": {
            ":old": { "S": "DUE#deliver-mail#3" },
            ":new": { "S": "DUE#deliver-mail#interactive-" },
        },
    });
    let answer = api.stack.table().answer("DynamoDB_20120810.UpdateItem", update.to_string().as_bytes());
    assert_eq!(answer.0, 200, "{}", String::from_utf8_lossy(&answer.1));
    api.settle().await;
    assert_eq!(sent_to(&api), ["ann@example.org"]);
    assert_eq!(api.stack.store().next_due("deliver-mail").await.unwrap(), None);
}

#[tokio::test]
async fn a_sign_in_mail_that_the_service_refuses_for_now_is_tried_again_soon() {
    let api = Api::new().await;
    let (ctx, store) = (api.stack.context(), api.stack.store());
    ask_to_sign_in(&api, "ann@example.org").await;
    let key = queue(&api).await.take(1).await.unwrap().remove(0);
    let mail = store.mail(key.pk.trim_start_matches("MAIL#")).await.unwrap().expect("it is there");
    let claimed = store.claim_mail(ctx, &mail).await.unwrap().expect("it is due");
    let refused = store::Handover::Delayed { error: "Throttling".into() };
    store.note_mail(ctx, &claimed, refused).await.unwrap();
    assert_eq!(store.next_due("deliver-mail").await.unwrap(), Some(api_tests::at("2030-02-01T12:00:02Z")));
    assert!(queue(&api).await.is_empty());
    api.set_clock("2030-02-01T12:00:02Z");
    assert_eq!(queue(&api).await.take(10).await.unwrap(), [key]);
}

async fn deliver_until(api: &Api, ends_at: Timestamp) -> Run<Delivered> {
    let ses = api.stack.mails().client();
    deliver_mail::run_until(ends_at, api.stack.context(), api.stack.store(), &ses).await.unwrap()
}

#[tokio::test]
async fn one_call_of_deliver_mail_goes_on_until_no_mail_is_due() {
    let api = large().await;
    register_many(&api, 250).await;
    let run = deliver_until(&api, api.stack.context().now() + SignedDuration::from_mins(5)).await;
    // Three batches.
    assert_eq!(run, Run { done: Delivered { sent: 250, ..Delivered::default() }, more: false, failed: Vec::new() });
    assert_eq!(sent_to(&api).len(), 250);
    api.audit().await;
}

#[tokio::test]
async fn a_call_of_deliver_mail_takes_no_mail_once_its_time_is_over() {
    let api = large().await;
    register_many(&api, 3).await;
    let run = deliver_until(&api, api.stack.context().now()).await;
    assert_eq!(run, Run::default());
    assert_eq!(sent_to(&api).len(), 0);
    // The next call sends them.
    let run = deliver_until(&api, api.stack.context().now() + SignedDuration::from_mins(1)).await;
    assert_eq!(run.done.sent, 3);
}
