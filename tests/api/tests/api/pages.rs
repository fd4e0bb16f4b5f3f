//! The pages of this slice, as a browser without JavaScript asks for them.

use api_tests::Api;

#[tokio::test]
async fn every_page_has_a_title_one_heading_and_a_language() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for path in [
        "/",
        "/conferences/demo-2030",
        "/conferences/demo-2030/register",
        "/conferences/demo-2030/register?attendance=virtual",
        "/conferences/demo-2030/link",
        "/conferences/demo-2030/desk",
        "/conferences/demo-2030/pools",
        "/conferences/demo-2030/pools/speakers/invitations",
        "/conferences/demo-2030/invitations",
        "/conferences/demo-2030/registrations",
        "/conferences/demo-2030/mails",
        "/conferences/demo-2030/definition",
        "/sign-in",
        "/me",
        "/me/calendar",
        "/me/data",
        "/me/mails",
        "/conferences/demo-2030/tracks",
        "/conferences/demo-2030/tracks/net",
        "/conferences/demo-2030/tracks/net/edit",
        "/conferences/demo-2030/tracks/net/late-links",
        "/problems/sold-out",
        "/nowhere",
    ] {
        let page = api.ask("GET", path).token(&organizer).page().send().await;
        assert_eq!(page.status, if path == "/nowhere" { 404 } else { 200 }, "{path}: {}", page.text);
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert_eq!(page.text.matches("<h1").count(), 1, "{path}");
        assert!(page.text.contains("<html lang=\"en\" dir=\"ltr\">") && page.text.contains("<title>"), "{path}");
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        let own = page.text.matches("<script src=\"/assets/").count();
        assert_eq!(page.text.matches("<script").count(), own, "{path} has inline code");
        assert!(!page.text.contains(" style="), "{path} has inline style");
    }
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_a_year_under_a_name_that_changes_with_it() {
    let api = Api::new().await;
    let home = api.ask("GET", "/").page().send().await;
    let (_, rest) = home.text.split_once("href=\"/assets/").unwrap();
    let path = format!("/assets/{}", rest.split('"').next().unwrap());
    let style = api.get(&path).await;
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(style.header("cache-control").contains("immutable"));
    for unknown in
        ["/assets/other.css", "/assets/other-01234567.css", "/assets/plumbline-0123.css", "/assets/plumbline.css"]
    {
        assert_eq!(api.get(unknown).await.status, 404, "{unknown}");
    }
}

/// During a gradual deployment, a page of the new version may load its style sheet from the old one.
#[tokio::test]
async fn a_page_of_another_version_gets_a_style_sheet_that_is_not_cached() {
    let api = Api::new().await;
    let style = api.get("/assets/plumbline-01234567.css").await;
    assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(style.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_form_registers_once_however_often_it_is_sent() {
    let api = Api::new().await;
    let form = api.ask("GET", "/conferences/demo-2030/register").page().send().await;
    let (_, rest) = form.text.split_once("name=\"idempotency_key\" value=\"").unwrap();
    let key = rest.split('"').next().unwrap();
    let body = format!("idempotency_key={key}&name=Ann&email=ann%40example.org&attendance=in_person&affiliation=");
    let send = || api.ask("POST", "/conferences/demo-2030/registrations").form(&body).send();
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, second.status), (303, 303));
    assert_eq!(first.header("location"), second.header("location"));
    assert!(!first.header("location").contains("token"), "a secret in an address");
    let cookie = first.header("set-cookie").split(';').next().unwrap().to_owned();
    let own = api.ask("GET", first.header("location")).header("cookie", &cookie).page().send().await;
    assert!(own.text.contains("Confirmed"), "{}", own.text);
    let cancelled =
        api.ask("POST", first.header("location")).header("cookie", &cookie).form("action=cancel").send().await;
    assert_eq!(cancelled.status, 303);
    let own = api.ask("GET", cancelled.header("location")).header("cookie", &cookie).page().send().await;
    assert!(own.text.contains("is cancelled"), "{}", own.text);
}

#[tokio::test]
async fn sold_out_says_what_comes_next() {
    let api = Api::new().await;
    for n in 0..10 {
        api.register(&format!("a{n}@example.org")).await;
    }
    let body = "name=Late&email=late%40example.org&attendance=in_person";
    let page = api.ask("POST", "/conferences/demo-2030/registrations").form(body).send().await;
    assert_eq!(page.status, 409);
    assert!(page.text.contains("Take part online") && page.text.contains("late@example.org"), "{}", page.text);
    let home = api.ask("GET", "/conferences/demo-2030").page().send().await;
    assert!(home.text.contains("Sold out"), "{}", home.text);
}

fn radio(page: &str, value: &str) -> (bool, String) {
    let (_, rest) = page.split_once(&format!("name=\"attendance\" value=\"{value}\"")).expect("a radio button");
    let (attributes, rest) = rest.split_once('>').unwrap();
    let (label, _) = rest.split_once("</label>").unwrap();
    let words: Vec<_> = label.split(['<', '>']).filter(|part| !part.is_empty() && !part.contains("span")).collect();
    (attributes.contains("checked"), words.join(": "))
}

#[tokio::test]
async fn pages_say_which_passes_are_sold_out_and_offer_only_what_can_be_had() {
    let api = Api::with(&api_tests::DEMO.replace("capacity = 20", "capacity = 2")).await;
    let page = |path: &'static str| async { api.ask("GET", path).page().send().await.text };
    let form = "/conferences/demo-2030/register";
    let register = |email: String, attendance: &'static str| {
        let mut body = api_tests::attendee(&email);
        body["attendance"] = attendance.into();
        api.post("/conferences/demo-2030/registrations", body)
    };
    for n in 0..2 {
        assert_eq!(register(format!("v{n}@example.org"), "virtual").await.status, 201);
    }
    assert_eq!(register("v9@example.org".into(), "virtual").await.problem(), "409 sold-out");
    let virtual_out = page("/conferences/demo-2030/register?attendance=virtual").await;
    assert_eq!(radio(&virtual_out, "virtual"), (false, "Online: Sold out".into()));
    assert_eq!(radio(&virtual_out, "in_person"), (true, "In person: Berlin".into()));
    assert!(virtual_out.contains("Online passes are sold out."), "{virtual_out}");
    assert!(
        page("/conferences/demo-2030")
            .await
            .contains("<a class=\"btn full\" href=\"/conferences/demo-2030/register\">")
    );

    for n in 0..10 {
        assert_eq!(register(format!("a{n}@example.org"), "in_person").await.status, 201);
    }
    let body = "name=Late&email=late%40example.org&attendance=in_person";
    let refused = api.ask("POST", "/conferences/demo-2030/registrations").form(body).send().await;
    assert_eq!(refused.status, 409);
    for (path, text) in [("the answer", refused.text), (form, page(form).await)] {
        assert!(text.contains("All passes are sold out."), "{path}: {text}");
        assert!(!text.contains("<button>Register</button>"), "{path} has a button that can only fail: {text}");
        assert!(!text.contains("Take part online"), "{path} leads to what is sold out: {text}");
        assert!(text.contains("Use invitation"), "{path}: {text}");
    }
    let edition = page("/conferences/demo-2030").await;
    assert!(
        edition.matches("Sold out</span>").count() == 2
            && !edition.contains("btn full\" href=\"/conferences/demo-2030/register\">"),
        "{edition}"
    );
    assert!(edition.contains("<a class=\"btn full\" href=\"/conferences/demo-2030/join-waitlist\">"), "{edition}");
    let invited = page("/conferences/demo-2030/register?invitation=code").await;
    assert!(invited.contains("<button>Register</button>") && !invited.contains("sold out."), "{invited}");
    assert_eq!(radio(&invited, "in_person"), (true, "In person: Berlin".into()));
    api.audit().await;
}

#[tokio::test]
async fn after_the_sell_out_the_form_has_the_virtual_pass_chosen() {
    let api = Api::new().await;
    for n in 0..10 {
        api.register(&format!("a{n}@example.org")).await;
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    let form = api.ask("GET", "/conferences/demo-2030/register").page().send().await.text;
    assert_eq!(radio(&form, "virtual"), (true, "Online: Live streams, chat and questions".into()));
    assert_eq!(radio(&form, "in_person"), (false, "In person: Sold out, unless you have an invitation".into()));
    assert!(form.contains("In-person passes are sold out."), "{form}");
    let edition = api.ask("GET", "/conferences/demo-2030").page().send().await.text;
    assert!(edition.contains("register?attendance=virtual\">Register to attend online</a>"), "{edition}");
}

#[tokio::test]
async fn the_list_of_registrations_is_paged_and_comes_as_csv() {
    let api = Api::with(&api_tests::DEMO.replace("capacity = 10", "capacity = 150")).await;
    for n in 0..130 {
        api.set_clock(&format!("2030-02-01T12:{:02}:{:02}Z", n / 60 + 1, n % 60));
        api.register(&format!("a{n}@example.org")).await;
    }
    let organizer = api.sign_in("organizer@example.org").await;
    let list = "/conferences/demo-2030/registrations";
    let first = api.ask("GET", list).token(&organizer).send().await;
    assert_eq!(first.json["registrations"].as_array().unwrap().len(), 100);
    assert_eq!(first.json["registrations"][0]["email"], "a129@example.org");
    let next = first.json["next"].as_str().unwrap();
    assert!(next.starts_with(&format!("{list}?cursor=2030-02-01T")), "{next}");
    let page = api.ask("GET", list).token(&organizer).page().send().await;
    assert!(page.text.contains(&format!("href=\"{next}\">Next page</a>")), "{}", page.text);
    let second = api.ask("GET", next).token(&organizer).send().await;
    assert_eq!(second.json["registrations"].as_array().unwrap().len(), 30);
    assert_eq!(second.json["registrations"][29]["email"], "a0@example.org");
    assert!(second.json["next"].is_null());
    for list in ["registrations", "mails", "pools/speakers/invitations"] {
        let wrong = api.ask("GET", &format!("/conferences/demo-2030/{list}?cursor=yesterday")).token(&organizer);
        assert_eq!(wrong.send().await.errors(), "422 invalid /cursor", "{list}");
    }
    let csv = api.ask("GET", &format!("{list}.csv")).token(&organizer).send().await;
    assert_eq!(csv.text.lines().count(), 131);
    assert!(csv.text.starts_with("\u{feff}id,status,name,email,"));
}
