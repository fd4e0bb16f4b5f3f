//! After the decision: an accepted proposal becomes a session, its speakers get its time and room by mail, and a
//! withdrawn one is cancelled.

use api_tests::{Answer, Api};
use domain::invitation::InvitationState::{Open, Revoked};
use serde_json::{Value, json};

use super::release::release;
use super::{decide, invitations, of, propose, refereed, state};

const HOME: &str = "/conferences/demo-2030";

/// A refereed track, a room, and an accepted proposal; answers the tokens of chair and organizer, and its id.
async fn accepted() -> (Api, String, String, String) {
    let room = "[[rooms]]\nid = \"big\"\nname = \"Big room\"\n";
    let api = Api::with(&format!("{}\n{room}", refereed(""))).await;
    let (chair, organizer) = (api.sign_in("chair@example.org").await, api.sign_in("organizer@example.org").await);
    let id = propose(&api, "Counting", "ann@example.org").await;
    assert_eq!(decide(&api, &chair, &id, json!({ "decision": "accepted" })).await.status, 200);
    release(&api, &chair).await;
    (api, chair, organizer, id)
}

async fn place(api: &Api, organizer: &str, id: &str, at: &str) -> Answer {
    let body = json!({ "room": "big", "starts_at": at, "minutes": 30 });
    api.ask("PUT", &format!("{HOME}/sessions/{id}/placement")).token(organizer).json(&body).send().await
}

async fn publish(api: &Api, organizer: &str) -> Value {
    let published =
        api.ask("POST", &format!("{HOME}/timetable/publish")).token(organizer).json(&json!({})).send().await;
    assert_eq!(published.status, 200, "{}", published.text);
    api.settle().await;
    published.json
}

/// The mails about the timetable to an address, oldest first: the subject and the calendar entry.
async fn mails_of(api: &Api, email: &str) -> Vec<(String, String)> {
    let mails = api.mails_to(email).await;
    let of_timetable = mails.iter().rev().filter(|mail| mail["attachments"][0]["content"].is_string());
    let calendar = |mail: &Value| mail["attachments"][0]["content"].as_str().unwrap().to_owned();
    of_timetable.map(|mail| (mail["subject"].as_str().unwrap().to_owned(), calendar(mail))).collect()
}

fn line<'a>(calendar: &'a str, name: &str) -> &'a str {
    calendar.lines().find(|line| line.starts_with(name)).unwrap_or_default()
}

#[tokio::test]
async fn its_speaker_gets_one_mail_when_it_is_placed_moved_or_cancelled() {
    let (api, _, organizer, id) = accepted().await;
    let unplaced = api.ask("GET", &format!("{HOME}/timetable/edit")).token(&organizer).send().await;
    assert_eq!(unplaced.json["unplaced"][0]["title"], "Counting", "{}", unplaced.text);
    assert_eq!(place(&api, &organizer, &id, "2030-05-01T10:00:00").await.status, 200);
    assert_eq!(mails_of(&api, "ann@example.org").await, [], "a draft causes no mail");
    assert_eq!(publish(&api, &organizer).await["changes"][0]["change"], "new");
    publish(&api, &organizer).await;
    let first = mails_of(&api, "ann@example.org").await;
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(first[0].1.contains("SEQUENCE:0") && first[0].1.contains("LOCATION:Big room"), "{}", first[0].1);

    assert_eq!(place(&api, &organizer, &id, "2030-05-01T11:00:00").await.status, 200);
    publish(&api, &organizer).await;
    let second = mails_of(&api, "ann@example.org").await;
    assert_eq!(second.len(), 2, "{second:?}");
    assert_eq!(line(&second[1].1, "UID:"), line(&first[0].1, "UID:"), "the calendar knows it again");
    assert!(second[1].1.contains("SEQUENCE:1") && second[1].1.contains("T090000Z"), "{}", second[1].1);

    // She declines: it is called off, and her pass is taken back.
    assert_eq!(invitations(&api).await, [(Open, 1)]);
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(api.ask("POST", &of(&id, "decline")).token(&ann).send().await.status, 200);
    assert_eq!(invitations(&api).await, [(Revoked, 0)]);
    assert_eq!(publish(&api, &organizer).await["changes"][0]["change"], "cancelled");
    let third = mails_of(&api, "ann@example.org").await;
    assert!(third.len() == 3 && third[2].1.contains("STATUS:CANCELLED"), "{third:?}");
    api.audit().await;
}

#[tokio::test]
async fn withdrawing_after_the_acceptance_takes_back_what_is_unclaimed_and_leaves_what_is_claimed() {
    let (api, chair, _, id) = accepted().await;
    let other = propose(&api, "Measuring", "bea@example.org").await;
    assert_eq!(decide(&api, &chair, &other, json!({ "decision": "accepted" })).await.status, 200);
    release(&api, &chair).await;
    // Bea claims hers; Ann does not.
    let mails = api.mails_to("bea@example.org").await;
    let invited = mails.iter().find(|mail| mail["subject"].as_str().unwrap().contains("reserved for you")).unwrap();
    let link = api_tests::link_in(invited);
    let mut claim = api_tests::attendee("bea@example.org");
    claim["invitation"] = json!(link.split_once("invitation=").unwrap().1);
    let claimed = api.post(&format!("{HOME}/registrations"), claim).await;
    assert_eq!((claimed.status, &claimed.json["pool"]), (201, &json!("speakers")), "{}", claimed.text);
    for (id, email) in [(&id, "ann@example.org"), (&other, "bea@example.org")] {
        let token = api.sign_in(email).await;
        let gone = api.ask("POST", &of(id, "withdraw")).token(&token).json(&json!({})).send().await;
        assert_eq!(gone.status, 200, "{}", gone.text);
        assert_eq!(state(&api, id).await, "withdrawn");
    }
    api.settle().await;
    let mut left: Vec<_> = invitations(&api).await.into_iter().map(|(state, _)| format!("{state:?}")).collect();
    left.sort();
    assert!(left.len() == 2 && left[0].starts_with("Claimed") && left[1] == "Revoked", "{left:?}");
    let kept = api.ask("GET", &format!("{HOME}/registrations/{}", claimed.json["id"].as_str().unwrap()));
    let kept = kept.token(claimed.json["manage_token"].as_str().unwrap()).send().await;
    assert_eq!(kept.json["status"], "confirmed", "who has a pass keeps it");
    api.audit().await;
}

#[tokio::test]
async fn a_speaker_who_joins_after_the_acceptance_is_invited_too() {
    let (api, chair, _, id) = accepted().await;
    let path = format!("{HOME}/proposals/{id}");
    let shown = api.ask("GET", &path).token(&chair).send().await;
    let body = json!({
        "title": "Counting", "abstract": "About Counting.",
        "speakers": [
            { "name": "Speaker ann", "email": "ann@example.org" },
            { "name": "Speaker bea", "email": "bea@example.org" },
        ],
    });
    let changed = api.ask("PUT", &path).token(&chair).header("if-match", shown.header("etag")).json(&body).send().await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    api.settle().await;
    assert_eq!(invitations(&api).await, [(Open, 1)], "not before they have said that they speak");
    let mails = api.mails_to("bea@example.org").await;
    let answer = api_tests::link_in(&mails[0]);
    let said = api.ask("POST", &answer).json(&json!({ "answer": "confirm" })).send().await;
    assert_eq!(said.status, 200, "{}", said.text);
    api.settle().await;
    assert_eq!(invitations(&api).await, [(Open, 1), (Open, 1)]);
    api.audit().await;
}
