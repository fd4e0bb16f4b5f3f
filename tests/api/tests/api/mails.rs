//! Mails: their contents, and that each is sent once.

use api_tests::{Api, link_in};
use serde_json::json;

#[tokio::test]
async fn a_confirmation_has_text_html_a_link_and_a_calendar_entry() {
    let api = Api::new().await;
    let id = api.register("ann@example.org").await.json["id"].as_str().unwrap().to_owned();
    let mail = api.mails_to("ann@example.org").await.remove(0);
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Hello An Attendee,"), "{text}");
    assert!(mail["html"].as_str().unwrap().contains("<a href=\"http"));
    let link = link_in(&mail);
    assert!(link.starts_with(&format!("/conferences/demo-2030/registrations/{id}?token=")), "{link}");
    // Opening the link moves the token into a cookie and out of the address bar.
    let opened = api.ask("GET", &link).page().send().await;
    assert_eq!(opened.status, 303);
    let cookie = opened.header("set-cookie").split(';').next().unwrap().to_owned();
    let page = api.ask("GET", opened.header("location")).header("cookie", &cookie).page().send().await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Cancel my pass"));

    let attached = mail["attachments"].as_array().unwrap();
    let calendar = attached.iter().find(|part| part["type"].as_str().unwrap().starts_with("text/calendar"));
    let calendar = calendar.expect("a calendar entry");
    let content = calendar["content"].as_str().unwrap().replace("\r\n ", "");
    for line in [
        "METHOD:PUBLISH",
        &format!("UID:{id}@example.org"),
        "DTSTART;VALUE=DATE:20300501",
        "DTEND;VALUE=DATE:20300504",
        "DTSTAMP:20300201T120000Z",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "LOCATION:Hall\\, Berlin\\, Germany",
    ] {
        assert!(content.lines().any(|l| l == line), "{line} is missing in\n{content}");
    }
    for line in ["BEGIN:VEVENT", "DTSTART;", "DTSTAMP:", "SEQUENCE:0"] {
        assert_eq!(content.matches(line).count(), 1, "{line} must be there once in\n{content}");
    }
}

#[tokio::test]
async fn a_cancellation_takes_the_calendar_entry_back() {
    let api = Api::new().await;
    let made = api.register("ann@example.org").await;
    let path = format!("/conferences/demo-2030/registrations/{}", made.json["id"].as_str().unwrap());
    api.settle().await;
    api.set_clock("2030-02-01T12:00:01Z");
    api.ask("DELETE", &path).token(made.json["manage_token"].as_str().unwrap()).send().await;
    let mail = api.mails_to("ann@example.org").await.remove(0);
    let content = mail["attachments"][0]["content"].as_str().unwrap().to_owned();
    for line in ["METHOD:CANCEL", "SEQUENCE:1", "STATUS:CANCELLED"] {
        assert!(content.lines().any(|l| l.trim_end() == line), "{line} is missing in\n{content}");
    }
}

#[tokio::test]
async fn every_mail_goes_once_however_often_delivery_runs() {
    let api = Api::new().await;
    for n in 0..7 {
        api.register(&format!("a{n}@example.org")).await;
    }
    let (one, two) = futures_util::join!(api.stack.run_workflows(), api.stack.run_workflows());
    one.and(two).unwrap();
    api.settle().await;
    assert_eq!(api.stack.outbox().unwrap().len(), 7);
    assert_eq!(api.stack.store().next_due("deliver-mail").await.unwrap(), None);
    api.audit().await;
}

#[tokio::test]
async fn a_mail_that_is_refused_is_shown_and_can_be_sent_again() {
    let api = Api::new().await;
    assert_eq!(api.register("ann@nowhere.invalid").await.status, 201);
    let organizer = api.sign_in("organizer@example.org").await;
    let list = || api.ask("GET", "/conferences/demo-2030/mails").token(&organizer).send();
    let failed = list().await.json["mails"][0].clone();
    assert_eq!(failed["status"], "failed", "{failed}");
    assert!(failed["error"].as_str().unwrap().contains("MessageRejected"), "{failed}");
    assert_eq!(api.stack.store().next_due("deliver-mail").await.unwrap(), None, "it was given up");
    let resend = format!("/conferences/demo-2030/mails/{}/resend", failed["id"].as_str().unwrap());
    let again = api.ask("POST", &resend).token(&organizer).send().await;
    assert_eq!((again.status, &again.json["status"]), (202, &json!("owed")), "{}", again.text);
    assert_eq!(list().await.json["mails"][0]["status"], "owed");
    api.settle().await;
    assert_eq!(list().await.json["mails"][0]["status"], "failed");
    api.audit().await;
}

#[tokio::test]
async fn organizers_see_what_was_sent() {
    let api = Api::new().await;
    api.register("ann@example.org").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let mails = api.ask("GET", "/conferences/demo-2030/mails").token(&organizer).send().await;
    let sent: Vec<_> = mails.json["mails"].as_array().unwrap().iter().map(|m| (&m["to"], &m["status"])).collect();
    assert_eq!(sent, [(&json!("ann@example.org"), &json!("sent"))]);
    let id = mails.json["mails"][0]["id"].as_str().unwrap();
    let resend = format!("/conferences/demo-2030/mails/{id}/resend");
    assert_eq!(api.ask("POST", &resend).token(&organizer).send().await.problem(), "409 mail-not-failed");
}

#[tokio::test]
async fn one_mail_is_shown_as_its_reader_sees_it_without_the_secrets_in_its_links() {
    let api = Api::new().await;
    let made = api.register("ann@example.org").await;
    let token = made.json["manage_token"].as_str().unwrap().to_owned();
    let organizer = api.sign_in("organizer@example.org").await;
    let list = api.ask("GET", "/conferences/demo-2030/mails").token(&organizer).page().send().await;
    assert!(list.text.contains("Pass confirmation"), "the kind in words: {}", list.text);
    let path = format!("/conferences/demo-2030/mails/registration-confirmed:{}", made.json["id"].as_str().unwrap());
    assert!(list.text.contains(&path.replace(':', "%3A")), "{}", list.text);
    let mail = api.ask("GET", &path).token(&organizer).send().await;
    assert_eq!((mail.status, &mail.json["state"]), (200, &json!("sent")), "{}", mail.text);
    assert!(mail.json["text"].as_str().unwrap().contains("Hello An Attendee"), "{}", mail.text);
    assert!(mail.json["html"].as_str().unwrap().contains("?token=…"), "{}", mail.text);
    let page = api.ask("GET", &path).token(&organizer).page().send().await;
    assert!(page.text.contains("<iframe class=\"mail\" sandbox") && page.text.contains("Hello An Attendee"));
    assert!(page.header("content-security-policy").contains("frame-src 'self'"));
    let html = api.ask("GET", &format!("{path}/html")).token(&organizer).page().send().await;
    assert!(html.text.contains("Hello An Attendee"), "{}", html.text);
    let policy = html.header("content-security-policy").to_owned();
    assert!(policy.contains("sandbox") && !policy.contains("script-src"), "{policy}");
    for shown in [&mail.text, &page.text, &html.text] {
        assert!(!shown.contains(&token), "the token is for its reader only");
    }
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(api.ask("GET", &path).token(&lead).send().await.problem(), "403 forbidden");
    let unknown = "/conferences/demo-2030/mails/offer:nothing";
    assert_eq!(api.ask("GET", unknown).token(&organizer).send().await.problem(), "404 not-found");
}

#[tokio::test]
async fn the_outbox_is_filtered_over_all_its_pages() {
    let api = Api::with(&api_tests::DEMO.replace("capacity = 10", "capacity = 200")).await;
    for n in 0..104 {
        // One that fails is older than a page of others.
        let host = if n == 0 { "nowhere.invalid" } else { "example.org" };
        api.register(&format!("a{n}@{host}")).await;
        api.settle().await;
        api.stack.clock().set(api.stack.context().now() + jiff::SignedDuration::from_secs(1));
    }
    let organizer = api.sign_in("organizer@example.org").await;
    let list = |path: &str| api.ask("GET", path).token(&organizer).send();
    let failed = list("/conferences/demo-2030/mails?state=failed").await;
    let to: Vec<_> = failed.json["mails"].as_array().unwrap().iter().map(|mail| &mail["to"]).collect();
    assert_eq!((to, &failed.json["next"]), (vec![&json!("a0@nowhere.invalid")], &json!(null)));
    let sent = list("/conferences/demo-2030/mails?state=sent").await;
    assert_eq!(sent.json["mails"].as_array().unwrap().len(), 100);
    let next = sent.json["next"].as_str().unwrap();
    assert!(next.ends_with("&state=sent"), "{next}");
    assert_eq!(list(next).await.json["mails"].as_array().unwrap().len(), 3);
    assert_eq!(list("/conferences/demo-2030/mails?state=queued").await.json["mails"], json!([]));
    assert_eq!(list("/conferences/demo-2030/mails?state=lost").await.errors(), "422 invalid /state");
}
