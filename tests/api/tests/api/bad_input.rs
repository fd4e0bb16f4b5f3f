//! Bad input: a documented problem with a pointer, and nothing changed.

use api_tests::{Answer, Api, attendee};
use domain::sign_in::REQUESTS_PER_ADDRESS;
use expect_test::{Expect, expect};
use messages::Messages;
use serde_json::json;

const PATH: &str = "/conferences/demo-2030/registrations";

async fn check(body: &[u8], expected: Expect) {
    let api = Api::new().await;
    let answer = api.ask("POST", PATH).raw("application/json", body).send().await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    expected.assert_eq(&answer.errors());
    assert_eq!(api.pool("general").await, "capacity=10 free=10 spare=0 held=0 taken=0");
    api.settle().await;
    assert!(api.stack.outbox().unwrap().is_empty());
}

#[tokio::test]
async fn json_that_is_not_right() {
    check(b"", expect!["400 malformed"]).await;
    check(b"{", expect!["400 malformed"]).await;
    check(b"[]", expect!["422 invalid "]).await;
    check(b"{}", expect!["422 invalid /name /email /attendance"]).await;
    check(b"{\"name\": \"\xff\"}", expect!["400 malformed /name"]).await;
    check(br#"{"name": "a", "name": "b"}"#, expect!["400 malformed /name"]).await;
    check(br#"{"name": "a", "answers": {"size": "M", "size": "L"}}"#, expect!["400 malformed /answers/size"]).await;
    check(br#"{"name": 5, "email": "ann@example.org", "attendance": "in_person"}"#, expect!["422 invalid /name"]).await;
    check(
        br#"{"name": "Ann", "email": "ann@example.org", "attendance": "maybe", "colour": "red"}"#,
        expect!["422 invalid /attendance /colour"],
    )
    .await;
    check(
        br#"{"name": "Ann", "email": "ann@example.org", "attendance": "in_person", "answers": {"size": "XXL", "x": "y"}}"#,
        expect!["422 invalid /answers/size /answers/x"],
    )
    .await;
    let huge = json!({"name": "a".repeat(1_000_000), "email": "ann@example.org", "attendance": "in_person"});
    check(huge.to_string().as_bytes(), expect!["422 invalid /name"]).await;
    for size in [web::BODY_MAX + 1, 3_000_000, 7_000_000] {
        check(&vec![b' '; size], expect!["413 too-large"]).await;
        let answer = Api::new().await.ask("POST", PATH).raw("application/json", &vec![b' '; size]).send().await;
        assert_eq!(answer.json["detail"], Messages::default().say(&web::too_large(web::BODY_MAX)));
    }
    check(&vec![b' '; web::BODY_MAX], expect!["400 malformed"]).await;
}

#[tokio::test]
async fn addresses_that_cannot_get_mail() {
    for email in ["ann", "ann@", "ann@example", "ann@example.org\r\nBcc: bob@example.org", "a b@example.org", ""] {
        let mut body = attendee("x@example.org");
        body["email"] = json!(email);
        check(body.to_string().as_bytes(), expect!["422 invalid /email"]).await;
    }
    let mut body = attendee("ann@example.org");
    body["name"] = json!("Ann\r\nBcc: bob@example.org");
    check(body.to_string().as_bytes(), expect!["422 invalid /name"]).await;
}

#[tokio::test]
async fn a_name_of_invisible_characters_or_one_that_turns_a_list_around_is_refused() {
    for name in ["\u{200b}", "\u{feff}\u{2060}", "\u{3164}", "\u{202e}nnA", "Ann \u{2066}Lee"] {
        let mut body = attendee("ann@example.org");
        body["name"] = json!(name);
        check(body.to_string().as_bytes(), expect!["422 invalid /name"]).await;
    }
    let mut body = attendee("a\u{200b}nn@example.org");
    body["name"] = json!("Ann");
    check(body.to_string().as_bytes(), expect!["422 invalid /email"]).await;
}

#[tokio::test]
async fn a_pasted_name_loses_what_cannot_be_seen_and_keeps_its_spelling() {
    let api = Api::new().await;
    for (number, (sent, kept)) in [
        ("\u{feff}Ann\u{200b} Lee", "Ann Lee"),
        (
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
            "\u{645}\u{6cc}\u{200c}\u{62e}\u{648}\u{627}\u{647}\u{645}",
        ),
        ("Ann \u{1f469}\u{200d}\u{1f4bb}", "Ann \u{1f469}\u{200d}\u{1f4bb}"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body = attendee(&format!("ann{number}@example.org"));
        body["name"] = json!(sent);
        let answer = api.ask("POST", PATH).json(&body).send().await;
        assert_eq!((answer.status, &answer.json["name"]), (201, &json!(kept)));
    }
}

#[tokio::test]
async fn requests_that_fit_no_route() {
    let api = Api::new().await;
    let registered = api.register("ann@example.org").await;
    let own = format!("{PATH}/{}", registered.json["id"].as_str().unwrap());
    let problem = |method: &'static str, path: &str| {
        let send = api.ask(method, path).json(&json!({}));
        async { send.send().await.problem() }
    };
    assert_eq!(problem("GET", "/nowhere").await, "404 not-found");
    assert_eq!(problem("DELETE", PATH).await, "405 method-not-allowed");
    assert_eq!(api.ask("DELETE", PATH).send().await.header("allow"), "POST, GET");
    assert_eq!(api.ask("DELETE", "/_local/outbox").send().await.header("allow"), "GET, HEAD");
    let clock = api.ask("GET", "/_local/clock").send().await;
    assert_eq!((clock.problem().as_str(), clock.header("allow")), ("405 method-not-allowed", "POST"));
    assert_eq!(problem("POST", "/conferences/none-2030/registrations").await, "404 not-found");
    assert_eq!(problem("POST", "/conferences/..%2f/registrations").await, "404 not-found");
    assert_eq!(api.ask("GET", &format!("{own}x")).token("x").send().await.problem(), "401 sign-in-required");
    assert_eq!(api.ask("GET", &own).token("wrong").send().await.problem(), "401 sign-in-required");
    let text = api.ask("POST", PATH).raw("text/plain", b"hello").send().await;
    assert_eq!(text.problem(), "415 unsupported-media-type");
    let bad_host = api.ask("GET", "/").header("host", "a b/").send().await;
    assert_eq!(bad_host.status, 400);
    let long_key = api.ask("POST", PATH).header("idempotency-key", &"k".repeat(201)).json(&attendee("b@example.org"));
    assert_eq!(long_key.send().await.problem(), "400 bad-request");
}

#[tokio::test]
async fn a_slash_too_many_leads_to_the_path_without() {
    let api = Api::new().await;
    for (asked, location) in [
        ("/conferences/demo-2030/", "/conferences/demo-2030"),
        ("/conferences/demo-2030/tracks/", "/conferences/demo-2030/tracks"),
        (
            "/conferences/demo-2030/timetable/?zone=Asia/Tokyo&q=a+b",
            "/conferences/demo-2030/timetable?zone=Asia%2FTokyo&q=a+b",
        ),
    ] {
        let answer = api.get(asked).await;
        assert_eq!((answer.status, answer.header("location")), (308, location), "{asked}");
    }
    let posted = api.ask("POST", &format!("{PATH}/")).json(&attendee("ann@example.org")).send().await;
    assert_eq!((posted.status, posted.header("location")), (308, PATH));
    for nowhere in ["/nowhere/", "//example.org/", "/conferences//", "/conferences/demo-2030//"] {
        assert_eq!(api.get(nowhere).await.problem(), "404 not-found", "{nowhere}");
    }
}

#[tokio::test]
async fn pools_and_editions_that_cannot_be() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let general = "/conferences/demo-2030/pools/general";
    let resize = |body: serde_json::Value| api.ask("PATCH", general).token(&organizer).json(&body).send();
    assert_eq!(resize(json!({"capacity": 0})).await.errors(), "422 invalid /capacity");
    assert_eq!(resize(json!({"capacity": "many"})).await.errors(), "422 invalid /capacity");
    assert_eq!(resize(json!({"capacity": -1})).await.errors(), "422 invalid /capacity");
    assert_eq!(resize(json!({})).await.errors(), "422 invalid /capacity");
    let none = api.ask("PATCH", "/conferences/demo-2030/pools/none").token(&organizer).json(&json!({"capacity": 1}));
    assert_eq!(none.send().await.problem(), "404 not-found");

    let document = api.ask("GET", "/conferences/demo-2030/definition").token(&organizer).send().await.json;
    let put = |key: &str, value: serde_json::Value| {
        let mut changed = document.clone();
        changed[key] = value;
        api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&changed).send()
    };
    assert_eq!(put("ends_on", json!("2030-01-01")).await.errors(), "422 invalid /ends_on");
    assert_eq!(put("pools", json!([{"id": "general", "capacity": 0}])).await.errors(), "422 invalid /pools/0/capacity");
    assert_eq!(put("time_zone", json!("Nowhere/City")).await.errors(), "422 invalid /time_zone");
    let mut past = document.clone();
    (past["starts_on"], past["ends_on"]) = (json!("2029-05-01"), json!("2029-05-03"));
    let answer = api.ask("PUT", "/conferences/demo-2030").token(&organizer).json(&past).send().await;
    assert_eq!(answer.errors(), "422 invalid /ends_on");
    assert_eq!(api.get("/conferences/demo-2030").await.json["ends_on"], "2030-05-03");
}

#[tokio::test]
async fn a_form_with_faults_comes_back_with_what_was_typed() {
    let api = Api::new().await;
    let body = "name=Ann+%3Cb%3E&email=ann&attendance=virtual&affiliation=Here&answers.size=M";
    let page = api.ask("POST", PATH).form(body).send().await;
    assert_eq!(page.status, 422);
    for kept in
        ["Ann &#60;b&#62;", "value=\"ann\"", "value=\"Here\"", "<option selected>M</option>", "must be an e-mail"]
    {
        assert!(page.text.contains(kept), "{kept} is missing in {}", page.text);
    }
    assert!(!page.text.contains("<b>"));
    let empty = api.ask("POST", PATH).form("").send().await;
    assert_eq!(empty.status, 422);
    let body = "name=Ann&email=ann%40example.org&attendance=in_person&invitation=none.none";
    let page = api.ask("POST", PATH).form(body).send().await;
    assert_eq!(page.status, 403);
    beside(&page, "invitation", "none.none", "not known for this e-mail");
}

#[tokio::test]
async fn a_page_about_what_cannot_be_read_names_it_and_leads_back() {
    let api = Api::new().await;
    let page = api.ask("POST", PATH).form("name=Ann&name=Bob&email=ann%40example.org").send().await;
    assert_eq!(page.status, 400);
    assert!(page.text.contains("<strong>Name</strong> is there twice"), "{}", page.text);
    assert!(page.text.contains("href=\"/conferences/demo-2030\">Back to the conference</a>"), "{}", page.text);
    let page = api.ask("GET", "/assets/none").page().send().await;
    assert_eq!(page.status, 404);
    assert!(page.text.contains("href=\"/\">All conferences</a>"), "{}", page.text);
}

/// Checks that a page shows a field again, marked as wrong: the text that was typed, and the error beside it.
fn beside(page: &Answer, name: &str, typed: &str, wrong: &str) {
    let (_, input) = page.text.split_once(&format!(" name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
    let (input, rest) = input.split_once('>').unwrap();
    assert!(input.contains(&format!("value=\"{typed}\"")), "{name} lost what was typed: {input}");
    assert!(input.contains("aria-invalid=\"true\""), "{name} is not marked: {input}");
    let (beside, _) = rest.split_once("</div>").unwrap();
    let (_, beside) =
        beside.split_once("class=\"fault\" id=\"").unwrap_or_else(|| panic!("nothing beside {name}: {rest}"));
    let (id, beside) = beside.split_once("\">").unwrap();
    assert!(beside.contains(wrong), "{beside}");
    assert!(input.contains(id), "{name} is not described by {id}: {input}");
    assert!(page.text.contains("<div class=\"note bad\" id=\"errors\""), "{}", page.text);
}

#[tokio::test]
async fn an_organizers_form_that_fails_comes_back_with_what_was_typed() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let send = |path: &str, body: &'static str| {
        api.ask("POST", &format!("/conferences/demo-2030{path}")).token(&organizer).form(body).send()
    };
    let pools = send("/pools/general", "capacity=many").await;
    assert_eq!(pools.status, 422);
    beside(&pools, "capacity", "many", "a whole number");
    assert_eq!(pools.text.matches("aria-invalid").count(), 1, "the other pools are right");
    api.register("ann@example.org").await;
    api.register("bob@example.org").await;
    let in_use = send("/pools/general", "capacity=1").await;
    assert_eq!(in_use.status, 409);
    beside(&in_use, "capacity", "1", "2 passes of general are taken");

    let invited = send("/pools/speakers/invitations", "email=guest&name=A+Guest").await;
    assert_eq!(invited.status, 422);
    beside(&invited, "email", "guest", "Must be an e-mail address");
    assert!(invited.text.contains("value=\"A Guest\""), "{}", invited.text);
    let open = send("/pools/general/invitations", "email=guest%40example.org").await;
    assert_eq!(open.status, 409);
    assert!(open.text.contains("This pool needs no invitation") && open.text.contains("value=\"guest@example.org\""));
    let unknown = send("/pools/speakers/invitations/none", "").await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.text.contains("Passes of speakers"), "{}", unknown.text);

    let mails = api.ask("GET", "/conferences/demo-2030/mails").token(&organizer).send().await;
    let id = mails.json["mails"][0]["id"].as_str().unwrap();
    api.settle().await;
    let resent = send(&format!("/mails/{id}/resend"), "").await;
    assert_eq!(resent.status, 409);
    assert!(resent.text.contains("<h1>Outbox</h1>") && resent.text.contains("It is sent"), "{}", resent.text);
}

#[tokio::test]
async fn a_form_to_sign_in_that_fails_comes_back_with_what_was_typed() {
    let api = Api::new().await;
    for path in ["/sign-in", "/conferences/demo-2030/link"] {
        let page = api.ask("POST", path).form("email=nowhere").send().await;
        assert_eq!(page.status, 422);
        beside(&page, "email", "nowhere", "Must be an e-mail address");
    }
    let asked = api.ask("POST", "/sign-in").form("email=ann%40example.org").send().await;
    let wrong = api.ask("POST", asked.header("location")).form("code=12ab").send().await;
    assert_eq!(wrong.status, 401);
    beside(&wrong, "code", "12ab", "It is wrong");
    let empty = api.ask("POST", asked.header("location")).form("code=").send().await;
    assert_eq!(empty.status, 422);
    beside(&empty, "code", "", "Is required.");
    for n in 0..REQUESTS_PER_ADDRESS {
        api.post("/sign-in", json!({ "email": format!("b{n}@example.org") })).await;
    }
    let slowed = api.ask("POST", "/sign-in").form("email=ann%40example.org").send().await;
    assert_eq!((slowed.status, slowed.header("retry-after")), (429, "900"));
    assert!(
        slowed.text.contains("value=\"ann@example.org\"") && slowed.text.contains("Too many asked"),
        "{}",
        slowed.text
    );
}

#[tokio::test]
async fn a_change_by_form_that_fails_comes_back_with_what_was_typed() {
    let api = Api::new().await;
    let made = api.register("ann@example.org").await;
    let path = format!("{PATH}/{}", made.json["id"].as_str().unwrap());
    let token = made.json["manage_token"].as_str().unwrap();
    let page = api.ask("POST", &path).token(token);
    let body = "action=change&name=&affiliation=Here&attendance=virtual&answers.size=XXL&first_time=true";
    let page = page.form(body).send().await;
    assert_eq!(page.status, 422);
    beside(&page, "name", "", "Must not be empty.");
    for kept in ["value=\"Here\"", "value=\"virtual\" checked", "value=\"true\" checked", "must be one of S, M, L"] {
        assert!(page.text.contains(kept), "{kept} is missing in {}", page.text);
    }
    let seen = api.ask("GET", &path).token(token).send().await;
    assert_eq!(seen.json["name"], "An Attendee");
}

/// Whoever names a language reads what is wrong in it, beside the field and in JSON. Programs that name none, and are
/// compared with English texts, get English.
#[tokio::test]
async fn what_is_wrong_is_said_in_the_readers_language() {
    let api = Api::new().await;
    let body = json!({"name": "Ann", "email": "ann", "attendance": "in_person", "colour": "red"});

    let german = api.ask("POST", PATH).header("accept-language", "de").json(&body).send().await;
    assert_eq!(german.header("content-language"), "de");
    assert_eq!(german.json["title"], "Bitte prüfen Sie Ihre Angaben");
    assert_eq!(german.json["detail"], "Prüfen Sie 2 Felder");
    assert_eq!(german.json["errors"][0]["detail"], "muss eine E-Mail-Adresse sein, zum Beispiel name@example.org");

    let english = api.post(PATH, body).await;
    assert_eq!(english.header("content-language"), "en");
    assert_eq!(english.json["detail"], "check 2 fields");
    assert_eq!(english.json["errors"][0]["detail"], "must be an e-mail address such as name@example.org");

    let form = "name=Ann&email=ann&attendance=in_person";
    let page = api.ask("POST", PATH).page().header("accept-language", "de").form(form).send().await;
    let beside = r#"id="error-email">Muss eine E-Mail-Adresse sein, zum Beispiel name@example.org.</p>"#;
    assert!(page.text.contains(beside), "{}", page.text);
    // At the top of the page, an error has the name that the form gives the field.
    assert!(page.text.contains("<strong>E-Mail</strong> muss eine E-Mail-Adresse sein"), "{}", page.text);
    let page = api.ask("POST", PATH).page().form(form).send().await;
    let beside = r#"id="error-email">Must be an e-mail address such as name@example.org.</p>"#;
    assert!(page.text.contains(beside), "{}", page.text);
    assert!(page.text.contains("<strong>E-mail</strong> must be an e-mail address"), "{}", page.text);

    let gone = api.ask("GET", "/conferences/none-2030").page().header("accept-language", "de").send().await;
    assert!(gone.text.contains("Es gibt keine Konferenz mit diesem Namen."), "{}", gone.text);
    assert!(gone.text.contains(">Alle Konferenzen</a>"), "{}", gone.text);
}

#[tokio::test]
async fn what_was_done_is_said_in_the_readers_language() {
    let api = Api::new().await;
    for (path, german, english) in [
        (
            "/sign-in",
            "eine E-Mail mit einem Link und einem Code ist unterwegs",
            "a mail with a link and a code is on its way",
        ),
        (
            "/conferences/demo-2030/link",
            "falls diese Adresse registriert ist, ist ihr Link per E-Mail unterwegs",
            "if this address is registered, its link is on its way by mail",
        ),
    ] {
        let body = json!({"email": "ann@example.org"});
        let answer = api.ask("POST", path).header("accept-language", "de").json(&body).send().await;
        assert!(answer.json["detail"].as_str().unwrap().starts_with(german), "{}", answer.text);
        let answer = api.post(path, body).await;
        assert!(answer.json["detail"].as_str().unwrap().starts_with(english), "{}", answer.text);
    }
}
