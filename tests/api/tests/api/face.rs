//! What pages look like and which language they speak: the reader's choice, and the edition's colours and logo.

use api_tests::{Api, DEMO};

const HOME: &str = "/conferences/demo-2030";

async fn page(api: &Api, path: &str, headers: &[(&str, &str)]) -> String {
    let ask = headers.iter().fold(api.ask("GET", path).page(), |ask, (name, value)| ask.header(name, value));
    ask.send().await.text
}

#[tokio::test]
async fn a_reader_gets_the_language_they_ask_for_and_can_choose_another() {
    let api = Api::new().await;
    let register = format!("{HOME}/register");
    let english = page(&api, &register, &[]).await;
    assert!(english.contains("<html lang=\"en\"") && english.contains("How will you attend?"), "{english}");
    let german = page(&api, &register, &[("accept-language", "de-AT, en;q=0.5")]).await;
    assert!(german.contains("<html lang=\"de\"") && german.contains("Wie nehmen Sie teil?"), "{german}");
    assert!(german.contains("1.–3. Mai 2030"), "{german}");
    let other = page(&api, &register, &[("accept-language", "fr")]).await;
    assert!(other.contains("<html lang=\"en\""), "{other}");

    // The link in the footer shows the same page in the other language, and keeps the choice.
    assert!(english.contains(&format!("href=\"{register}?lang=de\"")), "{english}");
    let chosen = api.ask("GET", &format!("{register}?attendance=virtual&lang=de")).page().send().await;
    assert!(chosen.status == 200 && chosen.text.contains("<html lang=\"de\""), "{}", chosen.text);
    assert_eq!(chosen.header("cache-control"), "no-store");
    let cookie = chosen.header("set-cookie").split(';').next().unwrap().to_owned();
    let german = page(&api, &register, &[("cookie", &cookie), ("accept-language", "en")]).await;
    assert!(german.contains("<html lang=\"de\""), "{german}");

    // A language that does not exist changes nothing, and answers for programs stay as they are.
    let unknown = api.ask("GET", &format!("{register}?lang=xx")).page().send().await;
    assert_eq!(unknown.status, 200);
    let json = api.ask("GET", HOME).header("accept-language", "de").send().await;
    assert_eq!(json.json["name"], "Demo 2030");
}

#[tokio::test]
async fn an_edition_has_its_own_language_for_pages_and_mails() {
    let api = Api::with(&format!("language = \"de\"\n{DEMO}")).await;
    let german = page(&api, HOME, &[]).await;
    assert!(german.contains("<html lang=\"de\"") && german.contains("Registrieren"), "{german}");
    let english = page(&api, HOME, &[("accept-language", "en")]).await;
    assert!(english.contains("<html lang=\"en\""), "{english}");
    api.register("ann@example.org").await;
    api.settle().await;
    let mail = &api.mails_to("ann@example.org").await[0];
    assert_eq!(mail["subject"], "Ihr Pass für Demo 2030");
    let text = mail["text"].as_str().unwrap();
    assert!(text.starts_with("Hallo") && text.contains("Tage:          1.–3. Mai 2030"), "{text}");
    assert!(mail["html"].as_str().unwrap().contains("<html lang=\"de\">"), "{mail}");
}

#[tokio::test]
async fn the_test_languages_show_long_and_mirrored_text() {
    let api = Api::new().await;
    let long = page(&api, HOME, &[("cookie", "lang=en-XA")]).await;
    assert!(long.contains("<html lang=\"en-XA\" dir=\"ltr\"") && long.contains("Réégííštéér"), "{long}");
    let mirrored = page(&api, HOME, &[("cookie", "lang=ar-XB")]).await;
    assert!(mirrored.contains("dir=\"rtl\""), "{mirrored}");
}

#[tokio::test]
async fn an_edition_has_its_own_colours_and_logo() {
    let plain = Api::new().await;
    assert!(!page(&plain, HOME, &[]).await.contains("/appearance/"));
    assert_eq!(plain.get(&format!("{HOME}/appearance/x.css")).await.problem(), "404 not-found");

    let appearance = "[appearance]\naccent = \"#7a1f5c\"\nlogo = \"data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnLz4=\"\n";
    let api = Api::with(&format!("{DEMO}\n{appearance}")).await;
    let home = page(&api, HOME, &[]).await;
    let path = |start: &str| {
        let (_, rest) = home.split_once(start).unwrap_or_else(|| panic!("no {start} in {home}"));
        format!("{HOME}/appearance/{}", rest.split('"').next().unwrap())
    };
    let style = path(&format!("<link rel=\"stylesheet\" href=\"{HOME}/appearance/"));
    let css = api.get(&style).await;
    assert_eq!((css.status, css.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(css.header("cache-control").contains("immutable") && css.text.contains("--accent:#7a1f5c"), "{}", css.text);
    let old = api.get(&format!("{HOME}/appearance/00000000.css")).await;
    assert_eq!((old.status, old.header("cache-control")), (200, "no-store"), "a page from before still gets colours");
    let logo = api.get(&path(&format!("<img src=\"{HOME}/appearance/"))).await;
    assert_eq!((logo.status, logo.header("content-type")), (200, "image/svg+xml"));
    api.register("ann@example.org").await;
    api.settle().await;
    assert!(api.mails_to("ann@example.org").await[0]["html"].as_str().unwrap().contains("background:#7a1f5c"));

    // A colour on which text cannot be read is refused, with the figures.
    let organizer = api.sign_in("organizer@example.org").await;
    let mut document = api.ask("GET", &format!("{HOME}/definition")).token(&organizer).send().await.json;
    document["appearance"] = serde_json::json!({ "accent": "#ffcc00" });
    let refused = api.ask("PUT", HOME).token(&organizer).json(&document).send().await;
    assert_eq!(refused.errors(), "422 invalid /appearance/accent");
    assert!(refused.text.contains("must be darker"), "{}", refused.text);
}
