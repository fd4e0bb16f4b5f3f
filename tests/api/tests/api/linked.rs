//! `/me/addresses` and `/me/link/{token}`: addresses of one person.

use api_tests::{Answer, Api, attendee, link_in};
use serde_json::{Value, json};

const REGISTRATIONS: &str = "/conferences/demo-2030/registrations";
const WAITLIST: &str = "/conferences/demo-2030/waitlist";

/// Asks for an address to be linked; answers the path of the mailed link.
async fn asked(api: &Api, own: &str, email: &str) -> String {
    let answer = api.ask("POST", "/me/addresses").token(own).json(&json!({ "email": email })).send().await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    let mails = api.mails_to(email).await;
    let mail = mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("Is this address yours?"));
    link_in(mail.expect("a mail that proves the address"))
}

async fn link(api: &Api, own: &str, email: &str) -> Answer {
    let path = asked(api, own, email).await;
    api.ask("POST", &path).token(own).header("accept", "application/json").send().await
}

/// Two addresses of one person, and both their sessions.
async fn linked() -> (Api, String, String) {
    let api = Api::new().await;
    let ann = api.sign_in("ann@example.org").await;
    let done = link(&api, &ann, "ann@work.example").await;
    assert_eq!(done.status, 200, "{}", done.text);
    let work = api.sign_in("ann@work.example").await;
    (api, ann, work)
}

async fn me(api: &Api, token: &str) -> Value {
    api.ask("GET", "/me").token(token).send().await.json
}

async fn wait(api: &Api, email: &str) -> Answer {
    api.post(WAITLIST, json!({ "name": "An Attendee", "email": email, "reason": "To talk." })).await
}

#[tokio::test]
async fn an_address_is_linked_by_its_mail_and_the_person_who_asked() {
    let api = Api::new().await;
    let ann = api.sign_in("ann@example.org").await;
    let path = asked(&api, &ann, "ann@work.example").await;
    // A mail scanner or the address's owner may press the button too: that links nothing.
    assert_eq!(api.ask("POST", &path).send().await.problem(), "401 sign-in-required");
    let other = api.sign_in("other@example.org").await;
    assert_eq!(api.ask("POST", &path).token(&other).send().await.problem(), "403 forbidden");
    let page = api.ask("GET", &path).token(&ann).page().send().await;
    assert!(page.text.contains("Add ann@work.example"), "{}", page.text);
    assert_eq!(me(&api, &ann).await["addresses"].as_array().unwrap().len(), 1, "looking changes nothing");
    let done = api.ask("POST", &path).token(&ann).form("").send().await;
    assert_eq!((done.status, done.header("location")), (303, "/me?said=linked"));
    let again = api.ask("POST", &path).token(&ann).header("accept", "application/json").send().await;
    assert_eq!(again.status, 200, "twice is once");
    let work = api.sign_in("ann@work.example").await;
    let seen = me(&api, &work).await;
    assert_eq!(seen["email"], "ann@example.org", "either address signs the same person in");
    assert_eq!(seen["addresses"][1]["email"], "ann@work.example");
    let mails = api.mails_to("ann@work.example").await;
    assert!(mails.iter().any(|mail| mail["subject"] == "An address was added to your account"), "{mails:?}");
    api.audit().await;
}

#[tokio::test]
async fn the_code_links_too_and_not_for_ever() {
    let api = Api::new().await;
    let ann = api.sign_in("ann@example.org").await;
    let ask = api.ask("POST", "/me/addresses").token(&ann).form("email=ann%40work.example").send().await;
    let path = ask.header("location").to_owned();
    assert!(path.starts_with("/me/link/"), "{path}");
    let page = api.ask("GET", &path).token(&ann).page().send().await;
    assert!(page.text.contains("Six-digit code"), "{}", page.text);
    let mails = api.mails_to("ann@work.example").await;
    let code = mails[0]["subject"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    let wrong = api.ask("POST", &path).token(&ann).form("code=000000").send().await;
    assert_eq!(wrong.status, 401);
    assert!(wrong.text.contains("Six-digit code"), "the page again: {}", wrong.text);
    let right = api.ask("POST", &path).token(&ann).json(&json!({ "code": code })).send().await;
    assert_eq!(right.status, 200, "{} {}", code, right.text);
    let late = asked(&api, &ann, "late@work.example").await;
    api.set_clock("2030-02-01T12:30:00Z");
    assert_eq!(api.ask("POST", &late).token(&ann).send().await.problem(), "401 sign-in-failed");
}

#[tokio::test]
async fn one_person_has_one_pass_whatever_address_asks() {
    let (api, ann, _) = linked().await;
    let made = api.register("ann@work.example").await;
    assert_eq!(made.status, 201, "{}", made.text);
    // The other address gets the answer that a stranger would get. It holds no id that shows that both are one person.
    let other = api.register("ann@example.org").await;
    assert_eq!(other.problem(), "409 already-registered");
    assert!(!other.text.contains(made.json["id"].as_str().unwrap()), "{}", other.text);
    assert_eq!(api.register("ann@work.example").await.status, 200, "who asked gets their answer again");
    let mine = me(&api, &ann).await;
    assert_eq!(mine["registrations"].as_array().unwrap().len(), 1);
    assert_eq!(mine["registrations"][0]["email"], "ann@work.example");
    let url = mine["registrations"][0]["url"].as_str().unwrap();
    assert_eq!(api.ask("GET", url).send().await.json["status"], "confirmed");
    // Cancelled, it is free for either.
    let path = format!("{REGISTRATIONS}/{}", made.json["id"].as_str().unwrap());
    let token = made.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    api.settle().await;
    assert_eq!(api.register("ann@example.org").await.status, 201);
    assert_eq!(api.register("ann@work.example").await.problem(), "409 already-registered");
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    api.audit().await;
}

#[tokio::test]
async fn a_pass_from_before_the_linking_counts_for_both() {
    let api = Api::new().await;
    assert_eq!(api.register("ann@work.example").await.status, 201);
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(link(&api, &ann, "ann@work.example").await.status, 200);
    assert_eq!(api.register("ann@example.org").await.problem(), "409 already-registered");
    assert_eq!(api.register("ann@work.example").await.status, 200);
    // The link goes to the address that holds the pass, no matter which address asks for it.
    let sent = api.post("/conferences/demo-2030/link", json!({ "email": "ann@example.org" })).await;
    assert_eq!(sent.status, 202);
    let mails = api.mails_to("ann@work.example").await;
    assert!(mails.iter().any(|mail| mail["subject"] == "Your registration link: Demo 2030"), "{mails:?}");
    api.audit().await;
}

#[tokio::test]
async fn two_passes_stand_in_the_way_until_one_is_cancelled() {
    let api = Api::new().await;
    let first = api.register("ann@example.org").await;
    assert_eq!(api.register("ann@work.example").await.status, 201);
    let ann = api.sign_in("ann@example.org").await;
    let refused = link(&api, &ann, "ann@work.example").await;
    assert_eq!(refused.problem(), "409 both-registered");
    assert_eq!(refused.json["conferences"], json!(["demo-2030"]));
    assert!(refused.json["detail"].as_str().unwrap().contains("ann@work.example has a pass"), "{}", refused.text);
    assert_eq!(me(&api, &ann).await["addresses"].as_array().unwrap().len(), 1, "all is as it was");
    let path = format!("{REGISTRATIONS}/{}", first.json["id"].as_str().unwrap());
    let token = first.json["manage_token"].as_str().unwrap();
    assert_eq!(api.ask("DELETE", &path).token(token).send().await.status, 200);
    assert_eq!(link(&api, &ann, "ann@work.example").await.status, 200);
    assert_eq!(api.register("ann@example.org").await.problem(), "409 already-registered");
    api.audit().await;
}

#[tokio::test]
async fn one_person_waits_once_and_accepts_by_either_address() {
    let (api, ann, _) = linked().await;
    let mut first = Value::Null;
    for n in 0..10 {
        let made = api.register(&format!("first{n}@example.org")).await;
        first = made.json;
    }
    let joined = wait(&api, "ann@work.example").await;
    assert_eq!(joined.status, 201, "{}", joined.text);
    let again = wait(&api, "ann@example.org").await;
    assert_eq!(again.problem(), "409 already-waiting");
    assert!(again.json["id"].is_null(), "{}", again.text);
    let path = format!("{REGISTRATIONS}/{}", first["id"].as_str().unwrap());
    api.ask("DELETE", &path).token(first["manage_token"].as_str().unwrap()).send().await;
    api.settle().await;
    let url = me(&api, &ann).await["waitlist"][0]["url"].as_str().unwrap().to_owned();
    let accepted = api.ask("POST", &url.replace("?token", "/accept?token")).send().await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    assert_eq!(api.register("ann@example.org").await.problem(), "409 already-registered");
    assert_eq!(wait(&api, "ann@example.org").await.problem(), "409 already-registered");
    api.audit().await;
}

#[tokio::test]
async fn a_place_from_before_the_linking_is_accepted_as_the_one_person() {
    let api = Api::new().await;
    let mut made = Vec::new();
    for n in 0..10 {
        made.push(api.register(&format!("first{n}@example.org")).await.json);
    }
    let virtual_pass = json!({ "name": "An Attendee", "email": "ann@example.org", "attendance": "virtual" });
    assert_eq!(api.post(REGISTRATIONS, virtual_pass).await.status, 201);
    let joined = wait(&api, "ann@work.example").await;
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(link(&api, &ann, "ann@work.example").await.status, 200, "a virtual pass and a place go together");
    let path = format!("{REGISTRATIONS}/{}", made[0]["id"].as_str().unwrap());
    api.ask("DELETE", &path).token(made[0]["manage_token"].as_str().unwrap()).send().await;
    api.settle().await;
    let accept = format!("{WAITLIST}/{}/accept", joined.json["id"].as_str().unwrap());
    let accepted = api.ask("POST", &accept).token(joined.json["manage_token"].as_str().unwrap()).send().await;
    assert_eq!((accepted.status, &accepted.json["attendance"]), (200, &json!("in_person")), "{}", accepted.text);
    let again = api.ask("POST", &accept).token(joined.json["manage_token"].as_str().unwrap()).send().await;
    api.settle().await;
    assert_eq!(again.json["id"], accepted.json["id"]);
    assert_eq!(api.pool("virtual").await, "capacity=20 free=20 spare=0 held=0 taken=0", "the virtual pass went back");
    api.audit().await;
}

#[tokio::test]
async fn roles_count_for_every_address_and_the_class_follows() {
    let api = Api::new().await;
    let ann = api.sign_in("ann@example.org").await;
    for n in 0..10 {
        api.register(&format!("first{n}@example.org")).await;
    }
    let joined = wait(&api, "ann@example.org").await;
    assert_eq!(joined.json["class"], "everyone");
    assert_eq!(link(&api, &ann, "lead@example.org").await.status, 200);
    let path = format!("{WAITLIST}/{}", joined.json["id"].as_str().unwrap());
    let class = || async {
        api.ask("GET", &path).token(joined.json["manage_token"].as_str().unwrap()).send().await.json["class"].clone()
    };
    assert_eq!(class().await, "contributor");
    assert_eq!(me(&api, &ann).await["roles"][0]["leads"], json!(["net"]));
    assert_eq!(api.ask("GET", "/conferences/demo-2030/roles").token(&ann).send().await.status, 200);
    let lead = me(&api, &ann).await["addresses"][1]["id"].as_str().unwrap().to_owned();
    let gone = api.ask("DELETE", &format!("/me/addresses/{lead}")).token(&ann).send().await;
    assert_eq!(gone.status, 200, "{}", gone.text);
    assert_eq!(class().await, "everyone");
    assert_eq!(api.ask("GET", "/conferences/demo-2030/roles").token(&ann).send().await.problem(), "403 forbidden");
    api.audit().await;
}

#[tokio::test]
async fn unlinking_an_address_leaves_records_and_mails_with_the_first() {
    let (api, ann, work) = linked().await;
    let made = api.register("ann@work.example").await;
    let second = me(&api, &ann).await["addresses"][1]["id"].as_str().unwrap().to_owned();
    let preferred = api.ask("PATCH", &format!("/me/addresses/{second}")).token(&ann).json(&json!({ "primary": true }));
    assert_eq!(preferred.send().await.json["addresses"][0]["email"], "ann@work.example");
    assert_eq!(me(&api, &ann).await["email"], "ann@work.example");
    let calendar = api.ask("POST", "/me/calendar").token(&work).json(&json!({})).send().await;
    let calendar = calendar.json["url"].as_str().unwrap().split_once("/calendar/").unwrap().1.to_owned();
    assert_eq!(api.get(&format!("/calendar/{calendar}")).await.status, 200);
    let gone = api.ask("POST", &format!("/me/addresses/{second}")).token(&ann).form("action=unlink").send().await;
    assert_eq!((gone.status, gone.header("location")), (303, "/me?said=unlinked"));
    assert_eq!(api.get(&format!("/calendar/{calendar}")).await.status, 404, "it would show the other's programme");
    let (left, parted) = (me(&api, &ann).await, me(&api, &work).await);
    assert_eq!((&left["email"], &parted["email"]), (&json!("ann@example.org"), &json!("ann@work.example")));
    assert_eq!(left["registrations"][0]["id"], made.json["id"]);
    assert_eq!(left["registrations"][0]["email"], "ann@example.org", "mails go to the first address now");
    assert_eq!(parted["registrations"], json!([]));
    assert_eq!(api.register("ann@work.example").await.status, 201, "a separate person again");
    // Linked again only when one of the two has gone.
    assert_eq!(link(&api, &ann, "ann@work.example").await.problem(), "409 both-registered");
    api.audit().await;
}

#[tokio::test]
async fn an_address_is_one_persons_only() {
    let (api, ann, _) = linked().await;
    let bob = api.sign_in("bob@example.org").await;
    assert_eq!(link(&api, &bob, "ann@work.example").await.problem(), "409 address-taken");
    assert_eq!(link(&api, &bob, "ann@example.org").await.problem(), "409 address-taken");
    let mine = api.ask("POST", "/me/addresses").token(&ann).json(&json!({ "email": "Ann@Work.example" })).send().await;
    assert_eq!(mine.errors(), "422 invalid /email");
    for n in 0..4 {
        assert_eq!(link(&api, &ann, &format!("ann{n}@example.org")).await.status, 200);
    }
    assert_eq!(link(&api, &ann, "ann9@example.org").await.problem(), "409 conflict");
    let first = me(&api, &ann).await["addresses"][0]["id"].as_str().unwrap().to_owned();
    let first = api.ask("DELETE", &format!("/me/addresses/{first}")).token(&ann).send().await;
    assert_eq!(first.problem(), "409 conflict");
    assert_eq!(api.ask("DELETE", "/me/addresses/none").token(&ann).send().await.problem(), "404 not-found");
    api.audit().await;
}

#[tokio::test]
async fn an_edition_that_comes_later_knows_one_person() {
    let (api, _, _) = linked().await;
    let first = api.sign_in("organizer@example.org").await;
    let mut later = api.ask("GET", "/conferences/demo-2030/definition").token(&first).send().await.json;
    later["id"] = json!("demo-2031");
    assert_eq!(api.ask("PUT", "/conferences/demo-2031").token(&first).json(&later).send().await.status, 201);
    let path = "/conferences/demo-2031/registrations";
    assert_eq!(api.post(path, attendee("ann@work.example")).await.status, 201);
    assert_eq!(api.post(path, attendee("ann@example.org")).await.problem(), "409 already-registered");
    api.audit().await;
}

#[tokio::test]
async fn an_invitation_to_one_address_is_claimed_by_the_other() {
    let (api, _, _) = linked().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let pool = "/conferences/demo-2030/pools/speakers/invitations";
    let invite = api.ask("POST", pool).token(&organizer).json(&json!({ "email": "ann@example.org" })).send().await;
    assert_eq!(invite.status, 201, "{}", invite.text);
    api.settle().await;
    let mails = api.mails_to("ann@example.org").await;
    let link = link_in(mails.iter().find(|mail| mail["text"].to_string().contains("invitation=")).unwrap());
    let claim = |email: &str| {
        let mut claim = attendee(email);
        claim["invitation"] = json!(link.split_once("invitation=").unwrap().1);
        claim
    };
    assert_eq!(api.post(REGISTRATIONS, claim("other@example.org")).await.problem(), "403 invitation-invalid");
    let claimed = api.post(REGISTRATIONS, claim("ann@work.example")).await;
    assert_eq!((claimed.status, &claimed.json["pool"]), (201, &json!("speakers")), "{}", claimed.text);
    api.audit().await;
}

#[tokio::test]
async fn bookmarks_are_one_persons_whatever_address_kept_them() {
    let api = Api::new().await;
    let (ann, path) = (api.sign_in("ann@example.org").await, "/conferences/demo-2030/timetable/bookmarks");
    let work = api.sign_in("ann@work.example").await;
    let put = |token: &str, ids: Value| {
        let ask = api.ask("PUT", path).token(token).json(&json!({ "sessions": ids }));
        async move { assert_eq!(ask.send().await.status, 200) }
    };
    put(&ann, json!(["one"])).await;
    put(&work, json!(["two"])).await;
    assert_eq!(link(&api, &ann, "ann@work.example").await.status, 200);
    let kept = async || api.ask("GET", path).token(&ann).send().await.json["sessions"].clone();
    assert_eq!(kept().await, json!(["one", "two"]));
    put(&ann, json!(["two"])).await;
    assert_eq!(kept().await, json!(["two"]), "what is taken away stays away");
}
