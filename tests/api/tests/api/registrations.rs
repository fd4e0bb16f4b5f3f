//! `/conferences/{conference}/registrations`

use api_tests::{Api, attendee, link_in};
use expect_test::expect;
use serde_json::json;

const PATH: &str = "/conferences/demo-2030/registrations";

fn own(answer: &api_tests::Answer) -> (String, String) {
    let id = answer.json["id"].as_str().expect("an id");
    (format!("{PATH}/{id}"), answer.json["manage_token"].as_str().expect("a token").to_owned())
}

#[tokio::test]
async fn one_form_one_answer_one_mail() {
    let api = Api::new().await;
    let answer = api.register("ann@example.org").await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.json["status"], "confirmed");
    assert_eq!(answer.json["pool"], "general");
    assert_eq!(answer.json["attendance"], "in_person");
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    let mails = api.mails_to("ann@example.org").await;
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0]["subject"], "Your pass for Demo 2030");
    api.audit().await;
}

#[tokio::test]
async fn a_repeat_with_its_key_gets_the_same_answer_token_included() {
    let api = Api::new().await;
    let send = || api.ask("POST", PATH).header("idempotency-key", "k1").json(&attendee("ann@example.org")).send();
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json, second.json);
    let other = attendee("ann@example.org");
    let mut other = other;
    other["affiliation"] = json!("Elsewhere");
    let reused = api.ask("POST", PATH).header("idempotency-key", "k1").json(&other).send().await;
    assert_eq!(reused.problem(), "422 idempotency-key-reused");
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
}

#[tokio::test]
async fn a_repeat_without_a_key_gets_no_token_and_the_link_goes_by_mail() {
    let api = Api::new().await;
    let first = api.register("ann@example.org").await;
    api.settle().await;
    api.set_clock("2030-02-01T12:00:01Z");
    let second = api.register("ANN@Example.org").await;
    assert_eq!(second.status, 200);
    assert_eq!(second.json["id"], first.json["id"]);
    assert_eq!(second.json["status"], "confirmed");
    for hidden in ["manage_token", "name", "email", "answers"] {
        assert!(second.json.get(hidden).is_none(), "{hidden} is shown without proof of the address");
    }
    let mails = api.mails_to("ann@example.org").await;
    assert_eq!(mails.len(), 2);
    assert_eq!(mails[0]["subject"], "Your registration link: Demo 2030");
    // Asking again at once queues no third mail.
    api.register("ann@example.org").await;
    assert_eq!(api.mails_to("ann@example.org").await.len(), 2);
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
}

#[tokio::test]
async fn a_domain_in_its_own_script_and_as_dns_has_it_are_one_person() {
    let api = Api::new().await;
    let first = api.register("ann@b\u{fc}cher.example").await;
    assert_eq!(first.status, 201, "{}", first.text);
    let second = api.register("Ann@XN--Bcher-kva.example").await;
    assert_eq!((second.status, &second.json["id"]), (200, &first.json["id"]), "{}", second.text);
    assert_eq!(api.register("ann@bucher.example").await.status, 201);
    api.audit().await;
}

#[tokio::test]
async fn a_different_request_from_the_same_address_is_answered_with_how_to_change() {
    let api = Api::new().await;
    api.register("ann@example.org").await;
    let mut other = attendee("ann@example.org");
    other["attendance"] = json!("virtual");
    let answer = api.post(PATH, other).await;
    assert_eq!(answer.problem(), "409 already-registered");
    assert_eq!(answer.json["link"], "/conferences/demo-2030/link");
    let mut somebody_else = attendee("ann@example.org");
    somebody_else["name"] = json!("Another Person");
    assert_eq!(api.post(PATH, somebody_else).await.problem(), "409 already-registered");
}

#[tokio::test]
async fn sold_out_is_said_with_the_way_on_and_without_a_write() {
    let api = Api::new().await;
    for n in 0..10 {
        assert_eq!(api.register(&format!("a{n}@example.org")).await.status, 201);
    }
    let refused = api.register("late@example.org").await;
    assert_eq!(refused.problem(), "409 sold-out");
    assert_eq!(refused.json["waitlist"], "/conferences/demo-2030/waitlist");
    assert_eq!(refused.json["virtual"], "/conferences/demo-2030/register?attendance=virtual");
    // The sell-out is proved now: from here on a refusal writes nothing.
    let (store, units) = api.stack.store().metered();
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let requested = store::RegistrationRequest {
        register: requested("later@example.org"),
        mark: None,
        language: None,
        at_door: false,
        is_address_proved: false,
    };
    let refused = store.register(api.stack.context(), &edition, &requested).await.unwrap();
    assert!(matches!(refused, store::RegisterOutcome::Refused(_)), "{refused:?}");
    assert_eq!(units.write(), 0);
    // An address that has a pass still gets the same answer as before.
    assert_eq!(api.register("a3@example.org").await.status, 200);
    api.audit().await;
}

fn requested(email: &str) -> domain::registration::Register {
    domain::registration::Register {
        name: "An Attendee".parse().unwrap(),
        email: email.parse().unwrap(),
        attendance: domain::conference::Attendance::InPerson,
        affiliation: None,
        first_time: None,
        answers: std::collections::BTreeMap::new(),
        consents: std::collections::BTreeMap::new(),
        invitation: None,
    }
}

#[tokio::test]
async fn a_registration_costs_at_most_eight_write_units_and_two_round_trips() {
    let api = Api::new().await;
    api.register("first@example.org").await;
    let (store, units) = api.stack.store().metered();
    let edition = store.edition_hint(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let requested = store::RegistrationRequest {
        register: requested("ann@example.org"),
        mark: None,
        language: None,
        at_door: false,
        is_address_proved: false,
    };
    let made = store.register(api.stack.context(), &edition, &requested).await.unwrap();
    assert!(matches!(made, store::RegisterOutcome::Created(_)), "{made:?}");
    assert!(units.write() <= 8, "{} write units", units.write());
    assert_eq!(units.calls(), 2);
}

#[tokio::test]
async fn the_holder_sees_changes_and_cancels() {
    let api = Api::new().await;
    let (path, token) = own(&api.register("ann@example.org").await);
    api.settle().await;
    let seen = api.ask("GET", &path).token(&token).send().await;
    assert_eq!((seen.status, &seen.json["email"]), (200, &json!("ann@example.org")));
    let changed =
        api.ask("PATCH", &path).token(&token).json(&json!({"name": "Ann B", "answers": {"size": "M"}})).send();
    let changed = changed.await;
    assert_eq!((changed.status, &changed.json["name"]), (200, &json!("Ann B")), "{}", changed.text);
    assert_eq!(changed.json["answers"], json!({"size": "M"}));
    api.set_clock("2030-02-01T12:00:01Z");
    api.settle().await;
    api.set_clock("2030-02-01T12:00:02Z");
    let cancelled = api.ask("DELETE", &path).token(&token).send().await;
    assert_eq!((cancelled.status, &cancelled.json["status"]), (200, &json!("cancelled")));
    let again = api.ask("DELETE", &path).token(&token).send().await;
    assert_eq!((again.status, &again.json), (200, &cancelled.json));
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=1 held=0 taken=0");
    let patched = api.ask("PATCH", &path).token(&token).json(&json!({"name": "Ann C"})).send().await;
    assert_eq!(patched.problem(), "409 registration-cancelled");
    let subjects: Vec<_> = api.mails_to("ann@").await.iter().map(|m| m["subject"].clone()).collect();
    expect![[r#"[String("Your pass is cancelled: Demo 2030"), String("Your registration changed: Demo 2030"), String("Your pass for Demo 2030")]"#]]
        .assert_eq(&format!("{subjects:?}"));
    api.audit().await;
}

#[tokio::test]
async fn what_was_said_of_the_first_time_can_be_said_otherwise() {
    let api =
        Api::with(&format!("{}\n[[questions]]\nid = \"dinner\"\nlabel = \"Dinner\"\nkind = \"tick\"", api_tests::DEMO))
            .await;
    let mut said = attendee("ann@example.org");
    (said["first_time"], said["answers"]) = (json!(true), json!({"dinner": true}));
    let (path, token) = own(&api.post(PATH, said).await);
    let patch = |body| api.ask("PATCH", &path).token(&token).json(&body).send();
    assert_eq!(patch(json!({"first_time": false})).await.json["first_time"], false);
    assert_eq!(patch(json!({"name": "Ann"})).await.json["first_time"], false);
    assert_eq!(patch(json!({"first_time": "maybe"})).await.errors(), "422 invalid /first_time");
    // A page's form says nothing of a box without a tick; that it is whole says what that means.
    let form = |body| api.ask("POST", &path).token(&token).form(body).send();
    assert_eq!(form("action=change&first_time=true&answers.dinner=true").await.status, 303);
    assert_eq!(form("action=change&name=Ann").await.status, 303);
    let seen = api.ask("GET", &path).token(&token).send().await;
    assert_eq!((&seen.json["first_time"], &seen.json["answers"]), (&json!(true), &json!({"dinner": "yes"})));
    assert_eq!(form("action=change&whole=true&name=Ann").await.status, 303);
    let seen = api.ask("GET", &path).token(&token).send().await;
    assert_eq!((&seen.json["first_time"], &seen.json["answers"]), (&json!(false), &json!({})));
}

#[tokio::test]
async fn an_answer_can_be_a_day_and_nothing_else() {
    let question = "\n[[questions]]\nid = \"arrival\"\nlabel = \"Day of arrival\"\nkind = \"date\"\nrequired = true";
    let api = Api::with(&format!("{}{question}", api_tests::DEMO)).await;
    let form = api.ask("GET", "/conferences/demo-2030/register").page().send().await;
    assert!(form.text.contains("type=\"date\" id=\"q-arrival\" name=\"answers.arrival\""), "{}", form.text);
    let answered = |answers| {
        let mut person = attendee("ann@example.org");
        person["answers"] = answers;
        api.post(PATH, person)
    };
    assert_eq!(answered(json!({})).await.errors(), "422 invalid /answers/arrival");
    for wrong in ["tomorrow", "2030-02-30", "2030-03-04T10:00:00Z"] {
        assert_eq!(answered(json!({ "arrival": wrong })).await.errors(), "422 invalid /answers/arrival", "{wrong}");
    }
    let registered = answered(json!({ "arrival": "2030-03-04" })).await;
    assert_eq!((registered.status, &registered.json["answers"]), (201, &json!({"arrival": "2030-03-04"})));
}

#[tokio::test]
async fn an_error_about_a_fixed_field_names_those_that_can_change() {
    let api = Api::new().await;
    let (path, token) = own(&api.register("ann@example.org").await);
    let patched = api.ask("PATCH", &path).token(&token).json(&json!({"pool": "speakers"})).send().await;
    assert_eq!(patched.errors(), "422 invalid /pool");
    expect!["is not known here; expected attendance, name, affiliation, first_time, answers"]
        .assert_eq(patched.json["errors"][0]["detail"].as_str().unwrap());
}

#[tokio::test]
async fn a_cancelled_pass_is_on_sale_again_when_the_workflow_has_run() {
    let api = Api::new().await;
    let mut held = Vec::new();
    for n in 0..10 {
        held.push(own(&api.register(&format!("a{n}@example.org")).await));
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    api.ask("DELETE", &held[4].0).token(&held[4].1).send().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=1 held=0 taken=9");
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=1 spare=0 held=0 taken=9");
    assert_eq!(api.register("late@example.org").await.status, 201);
    api.audit().await;
}

#[tokio::test]
async fn coming_and_watching_are_swapped_in_one_step() {
    let api = Api::new().await;
    let (path, token) = own(&api.register("ann@example.org").await);
    let swap = |to: &str| api.ask("PATCH", &path).token(&token).json(&json!({ "attendance": to })).send();
    assert_eq!(swap("virtual").await.json["pool"], "virtual");
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=1 held=0 taken=0");
    assert_eq!(api.pool("virtual").await, "capacity=20 free=19 spare=0 held=0 taken=1");
    api.audit().await;
    assert_eq!(swap("in_person").await.json["pool"], "general");
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=10 free=9 spare=0 held=0 taken=1");
    // Back to virtual, and then everything in person goes: there is no way back, and nothing changes.
    swap("virtual").await;
    api.settle().await;
    for n in 0..10 {
        assert_eq!(api.register(&format!("a{n}@example.org")).await.status, 201);
    }
    assert_eq!(swap("in_person").await.problem(), "409 sold-out");
    assert_eq!(api.pool("virtual").await, "capacity=20 free=19 spare=0 held=0 taken=1");
    api.audit().await;
}

#[tokio::test]
async fn registration_opens_and_closes_on_time() {
    let early = Api::new().await;
    let definition = api_tests::DEMO.replace("opens = \"2030-01-01T09:00:00\"", "opens = \"2030-03-01T09:00:00\"");
    early.stack.load_conference(&definition).await.unwrap();
    let refused = early.register("ann@example.org").await;
    assert_eq!(refused.problem(), "403 registration-not-open");
    assert_eq!(refused.json["opens_at"], "2030-03-01T08:00:00Z");
    early.set_clock("2030-03-01T07:59:59.999Z");
    assert_eq!(early.register("ann@example.org").await.problem(), "403 registration-not-open");
    early.set_clock("2030-03-01T08:00:00Z");
    assert_eq!(early.register("ann@example.org").await.status, 201);
    early.set_clock("2030-04-30T15:59:59.999Z");
    assert_eq!(early.register("bob@example.org").await.status, 201);
    early.set_clock("2030-04-30T16:00:00Z");
    assert_eq!(early.register("cyd@example.org").await.problem(), "403 registration-closed");
    // Who is registered still gets the same answer as before.
    assert_eq!(early.register("ann@example.org").await.status, 200);
}

#[tokio::test]
async fn an_invitation_claims_a_reserved_pass_once_and_for_its_address_only() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let invite = json!({ "email": "speaker@example.org" });
    let path = "/conferences/demo-2030/pools/speakers/invitations";
    let invited = api.ask("POST", path).token(&organizer).json(&invite).send().await;
    assert_eq!(invited.status, 201, "{}", invited.text);
    let mails = api.mails_to("speaker@example.org").await;
    let link = link_in(&mails[0]);
    let code = link.split("invitation=").nth(1).unwrap();
    assert_eq!(invited.json["code"], code);

    let claim = |email: &str| {
        let mut body = attendee(email);
        body["invitation"] = json!(code);
        api.post(PATH, body)
    };
    assert_eq!(claim("somebody@example.org").await.problem(), "403 invitation-invalid");
    let mut wrong = attendee("speaker@example.org");
    wrong["invitation"] = json!(format!("{}x", &code[..code.len() - 1]));
    assert_eq!(api.post(PATH, wrong).await.problem(), "403 invitation-invalid");
    let claimed = claim("Speaker@example.org").await;
    assert_eq!((claimed.status, &claimed.json["pool"]), (201, &json!("speakers")), "{}", claimed.text);
    assert_eq!(api.pool("speakers").await, "capacity=3 free=2 spare=0 held=0 taken=1");
    // The same again is a repeat, not a second pass.
    assert_eq!(claim("speaker@example.org").await.status, 200);
    let (own_path, token) = own(&claimed);
    api.ask("DELETE", &own_path).token(&token).send().await;
    assert_eq!(claim("speaker@example.org").await.problem(), "403 invitation-invalid");
    api.settle().await;
    assert_eq!(api.pool("speakers").await, "capacity=3 free=3 spare=0 held=0 taken=0");
    api.audit().await;
}

#[tokio::test]
async fn an_invitation_ends_with_claim_by_and_when_it_is_taken_back() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let path = "/conferences/demo-2030/pools/speakers/invitations";
    let invite = |email: &str| api.ask("POST", path).token(&organizer).json(&json!({ "email": email })).send();
    let (one, two) = (invite("one@example.org").await, invite("two@example.org").await);
    assert_eq!(invite("one@example.org").await.json["id"], one.json["id"], "a repeat finds the open one");
    assert_eq!(invite("three@example.org").await.status, 201);
    assert_eq!(invite("four@example.org").await.problem(), "409 pool-empty");
    let revoke = format!("{path}/{}", one.json["id"].as_str().unwrap());
    assert_eq!(api.ask("DELETE", &revoke).token(&organizer).send().await.json["status"], "revoked");
    let claim = |email: &str, code: &serde_json::Value| {
        let mut body = attendee(email);
        body["invitation"] = code.clone();
        api.post(PATH, body)
    };
    assert_eq!(claim("one@example.org", &one.json["code"]).await.problem(), "403 invitation-invalid");
    api.set_clock("2030-03-02T12:00:00Z");
    let late = claim("two@example.org", &two.json["code"]).await;
    assert_eq!(late.problem(), "403 invitation-invalid");
    assert!(late.json["detail"].as_str().unwrap().contains("until"), "{}", late.text);
}

#[tokio::test]
async fn send_me_my_link_again_answers_the_same_for_any_address() {
    let api = Api::new().await;
    api.register("ann@example.org").await;
    let known = api.post("/conferences/demo-2030/link", json!({"email": "Ann@example.org"})).await;
    let unknown = api.post("/conferences/demo-2030/link", json!({"email": "nobody@example.org"})).await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    assert_eq!(known.status, 202);
    assert_eq!(api.mails_to("ann@example.org").await.len(), 2);
    assert!(api.mails_to("nobody@example.org").await.is_empty());
}

#[tokio::test]
async fn the_form_for_the_link_leads_to_a_page_that_says_the_same_for_any_address() {
    let api = Api::new().await;
    api.register("ann@example.org").await;
    let mut pages = Vec::new();
    for email in ["ann%40example.org", "nobody%40example.org"] {
        let sent = api.ask("POST", "/conferences/demo-2030/link").form(&format!("email={email}")).send().await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        pages.push(api.ask("GET", sent.header("location")).page().send().await.text);
    }
    assert!(pages[0].contains("its link is on the way"), "{}", pages[0]);
    assert_eq!(pages[0], pages[1]);
    assert_eq!(api.mails_to("ann@example.org").await.len(), 2);
}

#[tokio::test]
async fn who_cancelled_can_register_again_and_the_old_link_still_answers() {
    let api = Api::new().await;
    let (old, old_token) = own(&api.register("ann@example.org").await);
    api.ask("DELETE", &old).token(&old_token).send().await;
    let (new, new_token) = own(&api.register("ann@example.org").await);
    assert_ne!(old, new);
    assert_eq!(api.ask("GET", &old).token(&old_token).send().await.json["status"], "cancelled");
    // Cancelling the old one again does nothing to the new one.
    api.ask("DELETE", &old).token(&old_token).send().await;
    assert_eq!(api.ask("GET", &new).token(&new_token).send().await.json["status"], "confirmed");
    api.audit().await;
}

#[tokio::test]
async fn a_token_opens_its_own_registration_only() {
    let api = Api::new().await;
    let (ann, ann_token) = own(&api.register("ann@example.org").await);
    let (_, bob_token) = own(&api.register("bob@example.org").await);
    assert_eq!(api.get(&ann).await.problem(), "401 sign-in-required");
    assert_eq!(api.ask("GET", &ann).token(&bob_token).send().await.problem(), "401 sign-in-required");
    assert_eq!(api.ask("DELETE", &ann).token(&bob_token).send().await.problem(), "401 sign-in-required");
    assert_eq!(api.get(&format!("{ann}?token={ann_token}")).await.status, 200);
    let stranger = api.sign_in("nobody@example.org").await;
    assert_eq!(api.ask("GET", &ann).token(&stranger).send().await.problem(), "403 forbidden");
    let organizer = api.sign_in("organizer@example.org").await;
    assert_eq!(api.ask("GET", &ann).token(&organizer).send().await.status, 200);
}
