//! Mails in the organizers' own words and in the reader's language.

use api_tests::{Api, attendee};
use serde_json::json;

const HOME: &str = "/conferences/demo-2030";
const LETTER: &str = "/conferences/demo-2030/settings/mails/registered";

async fn subject_to(api: &Api, email: &str) -> String {
    api.settle().await;
    api.mails_to(email).await[0]["subject"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn organizers_write_a_mail_in_their_own_words_and_go_back() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let shown = api.ask("GET", LETTER).token(&organizer).send().await;
    let subject = &shown.json["texts"][0];
    assert_eq!(
        subject,
        &json!({
            "id": "registered-subject", "original": "Your pass for {conference}", "text": null,
            "variables": ["conference", "title", "track"],
        })
    );
    let post = |form: &'static str| {
        let ask = api.ask("POST", LETTER).token(&organizer).form(form).page();
        async move { ask.send().await }
    };
    // A preview of a real mail; nothing is saved.
    api.register("ann@example.org").await;
    assert_eq!(subject_to(&api, "ann@example.org").await, "Your pass for Demo 2030");
    let preview = post("act=preview&registered-subject=See+you+at+%7Bconference%7D").await;
    assert!(
        preview.status == 200 && preview.text.contains("<strong>See you at Demo 2030</strong>"),
        "{}",
        preview.text
    );
    api.register("bea@example.org").await;
    assert_eq!(subject_to(&api, "bea@example.org").await, "Your pass for Demo 2030");

    // A value that the mail does not have is refused beside its text.
    let wrong = post("registered-subject=See+%7Bshoes%7D").await;
    assert!(wrong.status == 422 && wrong.text.contains("error-registered-subject"), "{}", wrong.text);
    assert!(wrong.text.contains("See {shoes}"), "{}", wrong.text);

    assert_eq!(post("registered-subject=See+you+at+%7Bconference%7D").await.status, 303);
    api.register("cem@example.org").await;
    assert_eq!(subject_to(&api, "cem@example.org").await, "See you at Demo 2030");
    let shown = api.ask("GET", LETTER).token(&organizer).send().await;
    assert_eq!(shown.json["texts"][0]["text"], "See you at {conference}");

    assert_eq!(post("act=reset&registered-subject=See+you+at+%7Bconference%7D").await.status, 303);
    let definition = api.ask("GET", &format!("{HOME}/definition")).token(&organizer).send().await;
    assert!(definition.json.get("mail_texts").is_none(), "{}", definition.text);
    let unknown = api.ask("GET", &format!("{HOME}/settings/mails/sign-in")).token(&organizer).send().await;
    assert_eq!(unknown.problem(), "404 not-found");
}

#[tokio::test]
async fn a_definition_with_wrong_texts_of_mails_is_refused() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let path = format!("{HOME}/definition");
    let mut document = api.ask("GET", &path).token(&organizer).send().await.json;
    document["mail_texts"] = json!({
        "registered-subject": "See you {there}", "shoes-subject": "Shoes", "offer-opening": "{", "lapsed-subject": "a\nb",
    });
    let refused = api.ask("PUT", HOME).token(&organizer).json(&document).send().await;
    assert_eq!(refused.errors(), "422 invalid /mail_texts/offer-opening /mail_texts/lapsed-subject");
    document["mail_texts"] = json!({ "registered-subject": "See you {there}", "shoes-subject": "Shoes" });
    let refused = api.ask("PUT", HOME).token(&organizer).json(&document).send().await;
    assert_eq!(refused.errors(), "422 invalid /mail_texts/registered-subject /mail_texts/shoes-subject");
}

#[tokio::test]
async fn mails_are_in_the_language_that_a_person_last_used() {
    let api = Api::new().await;
    let register = |email: &'static str, language: &'static str| {
        let ask = api.ask("POST", &format!("{HOME}/registrations")).json(&attendee(email));
        let ask = ask.header("accept-language", language);
        async move { ask.send().await }
    };
    let made = register("ann@example.org", "de").await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(subject_to(&api, "ann@example.org").await, "Ihr Pass für Demo 2030");
    // An organizer's act is in the reader's language, not in the organizer's.
    let organizer = api.sign_in("organizer@example.org").await;
    let path = format!("{HOME}/registrations/{}", made.json["id"].as_str().unwrap());
    let cancelled = api.ask("DELETE", &path).token(&organizer).header("accept-language", "en").send().await;
    assert_eq!(cancelled.status, 200, "{}", cancelled.text);
    assert_eq!(subject_to(&api, "ann@example.org").await, "Ihr Pass ist storniert: Demo 2030");
    register("bea@example.org", "fr").await;
    assert_eq!(subject_to(&api, "bea@example.org").await, "Your pass for Demo 2030");
    // A link to sign in is about no edition.
    let ask = api.ask("POST", "/sign-in").json(&json!({ "email": "cem@example.org" })).header("accept-language", "de");
    ask.send().await;
    assert!(subject_to(&api, "cem@example.org").await.contains("Code zum Anmelden"));
}
