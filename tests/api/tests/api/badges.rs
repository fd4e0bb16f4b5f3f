//! `/conferences/{c}/badges`: who gets one, what is on it, and how it is printed.

use api_tests::{Answer, Api, DEMO, attendee};
use serde_json::{Value, json};

use crate::proposals::calling;

const HOME: &str = "/conferences/demo-2030";
const BADGES: &str = "/conferences/demo-2030/badges";

struct Desk {
    api: Api,
    organizer: String,
}

impl Desk {
    async fn with(edition: &str) -> Self {
        let api = Api::with(edition).await;
        let organizer = api.sign_in("organizer@example.org").await;
        Self { api, organizer }
    }

    /// The demo edition with some people in person, one online and one who cancelled.
    async fn full() -> Self {
        let desk = Self::with(DEMO).await;
        desk.register(json!({"name": "José Núñez", "email": "jose@example.org", "affiliation": "Universität Köln"}))
            .await;
        desk.register(json!({"name": "王小明", "email": "a-wang@example.org", "first_time": true})).await;
        desk.register(json!({"name": "=Ann", "email": "ann@example.org", "affiliation": "+cmd()"})).await;
        desk.register(json!({"name": "Online Person", "email": "online@example.org", "attendance": "virtual"})).await;
        let gone = desk.register(json!({"name": "Gone Person", "email": "gone@example.org"})).await;
        let path = format!("{HOME}/registrations/{}", gone.json["id"].as_str().unwrap());
        let token = gone.json["manage_token"].as_str().unwrap();
        assert_eq!(desk.api.ask("DELETE", &path).token(token).send().await.status, 200);
        desk
    }

    async fn register(&self, person: Value) -> Answer {
        let mut body = attendee(person["email"].as_str().unwrap());
        body.as_object_mut().unwrap().extend(person.as_object().unwrap().clone());
        let made = self.api.post(&format!("{HOME}/registrations"), body).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made
    }

    async fn get(&self, path: &str) -> Answer {
        self.api.ask("GET", path).token(&self.organizer).send().await
    }

    async fn page(&self, path: &str) -> String {
        let page = self.api.ask("GET", path).token(&self.organizer).page().send().await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.text
    }

    /// The names on the badges that a query asks for.
    async fn names(&self, query: &str) -> Vec<String> {
        let list = self.get(&format!("{BADGES}?{query}")).await;
        assert_eq!(list.status, 200, "{}", list.text);
        let badges = list.json["badges"].as_array().unwrap();
        assert_eq!(list.json["total"], badges.len());
        badges.iter().map(|badge| badge["name"].as_str().unwrap_or("-").to_owned()).collect()
    }

    async fn set(&self, badges: Value) -> Answer {
        self.api.ask("PATCH", HOME).token(&self.organizer).json(&json!({ "badges": badges })).send().await
    }

    /// The style sheet that a page of badges loads.
    async fn style(&self) -> String {
        let page = self.page(BADGES).await;
        let (_, rest) = page.split_once(&format!("<link rel=\"stylesheet\" href=\"{HOME}/appearance/badges-")).unwrap();
        let path = format!("{HOME}/appearance/badges-{}", rest.split('"').next().unwrap());
        let style = self.api.get(&path).await;
        assert_eq!((style.status, style.header("content-type")), (200, "text/css; charset=utf-8"));
        assert!(style.header("cache-control").contains("immutable"));
        style.text
    }
}

#[tokio::test]
async fn only_people_with_a_pass_in_person_get_a_badge_and_every_filter_chooses_among_them() {
    let desk = Desk::full().await;
    assert_eq!(desk.names("").await, ["=Ann", "José Núñez", "王小明"], "by name, without those online or gone");
    assert_eq!(desk.names("sort=email").await, ["王小明", "=Ann", "José Núñez"]);
    assert_eq!(desk.names("q=koln").await, ["José Núñez"]);
    assert_eq!(desk.names("pool=general&q=ann").await, ["=Ann"]);
    for nobody in ["attendance=virtual", "state=cancelled", "q=online", "role=organizer", "speaks=true"] {
        assert!(desk.names(nobody).await.is_empty(), "{nobody}");
    }
    let page = desk.page(&format!("{BADGES}?q=online")).await;
    assert!(page.contains("No one who matches has a pass in person."), "{page}");
    assert_eq!(desk.get(&format!("{BADGES}?sort=size")).await.errors(), "422 invalid /sort");
    assert_eq!(desk.get(&format!("{BADGES}?cursor=x")).await.errors(), "422 invalid /cursor");
}

#[tokio::test]
async fn one_person_has_one_badge_that_their_page_links_to() {
    let desk = Desk::full().await;
    let people = desk.get(&format!("{HOME}/people")).await;
    let id_of = |email: &str| {
        let people = people.json["people"].as_array().unwrap();
        people.iter().find(|person| person["email"] == email).unwrap()["id"].as_str().unwrap().to_owned()
    };
    let (wang, online) = (id_of("a-wang@example.org"), id_of("online@example.org"));
    assert_eq!(desk.names(&format!("person={wang}")).await, ["王小明"]);
    assert!(desk.names(&format!("person={online}")).await.is_empty());
    assert_eq!(desk.get(&format!("{BADGES}?person=none")).await.problem(), "404 not-found");
    let link = format!("href=\"{BADGES}?person=");
    assert!(desk.page(&format!("{HOME}/people/{wang}")).await.contains(&format!("{link}{wang}\"")));
    assert!(!desk.page(&format!("{HOME}/people/{online}")).await.contains(&link));
    // The list's link keeps the filter.
    let list = desk.page(&format!("{HOME}/people?q=koln&sort=name")).await;
    assert!(list.contains(&format!("href=\"{BADGES}?q=koln&#38;sort=name\"")), "{list}");
}

#[tokio::test]
async fn a_badge_never_shows_an_address_and_leaves_a_line_instead() {
    let desk = Desk::with(DEMO).await;
    desk.register(json!({"name": "hidden@example.org", "email": "hidden@example.org"})).await;
    desk.register(json!({"name": "Ann (ann@example.org)", "email": "ann@example.org", "affiliation": "a@example.org"}))
        .await;
    let list = desk.get(BADGES).await;
    for badge in list.json["badges"].as_array().unwrap() {
        assert_eq!((&badge["name"], &badge["affiliation"]), (&Value::Null, &Value::Null));
    }
    let page = desk.page(BADGES).await;
    assert_eq!(page.matches("badge-line").count(), 2, "{page}");
    let csv = desk.get(&format!("{BADGES}.csv")).await.text;
    for text in [list.text, page, csv] {
        assert!(!text.contains("hidden@") && !text.contains("ann@") && !text.contains("a@example"), "{text}");
    }
}

#[tokio::test]
async fn the_csv_has_no_formulas_and_the_code_that_the_door_takes() {
    let desk = Desk::full().await;
    let csv = desk.get(&format!("{BADGES}.csv?q=ann")).await;
    assert!(csv.header("content-disposition").contains("demo-2030-badges.csv"));
    let lines: Vec<_> = csv.text.lines().collect();
    assert_eq!(lines[0].trim_start_matches('\u{feff}'), "person,registration,number,name,affiliation,ribbons,ticket");
    assert_eq!(lines.len(), 2);
    assert!(lines[1].contains(",'=Ann,'+cmd(),,"), "{}", csv.text);
    let code = lines[1].rsplit(',').next().unwrap();
    let scan = json!({"code": code, "device": "gate-1", "at": "2030-02-01T12:00:00Z"});
    let scanned = desk.api.ask("POST", &format!("{HOME}/check-ins")).token(&desk.organizer).json(&scan).send().await;
    assert_eq!((scanned.status, &scanned.json["name"]), (200, &json!("=Ann")), "{}", scanned.text);
    let list = desk.get(&format!("{BADGES}?q=ann")).await;
    assert_eq!(list.json["badges"][0]["ticket"], code);
}

#[tokio::test]
async fn a_badge_has_the_ribbons_that_its_holder_earned() {
    let desk = Desk::with(&calling()).await;
    for email in ["organizer@example.org", "lead@example.org", "plain@example.org"] {
        desk.register(json!({"name": email.replace("@example.org", ""), "email": email, "first_time": true})).await;
    }
    // An invitation is no role yet.
    let offer = json!({"role": "lead", "track": "net", "email": "plain@example.org"});
    let offered = desk.api.ask("POST", &format!("{HOME}/roles")).token(&desk.organizer).json(&offer).send().await;
    assert_eq!(offered.status, 201, "{}", offered.text);
    let list = desk.get(BADGES).await;
    let ribbons: Vec<_> =
        list.json["badges"].as_array().unwrap().iter().map(|badge| badge["ribbons"].to_string()).collect();
    assert_eq!(ribbons, [r#"["lead","first_time"]"#, r#"["organizer","first_time"]"#, r#"["first_time"]"#]);
    let page = desk.page(BADGES).await;
    assert!(page.contains("<li>Track lead</li><li>First time here</li>"), "{page}");
    // Badges are in the edition's language, the rest of the page in the reader's.
    let german = desk.page(&format!("{BADGES}?lang=de")).await;
    assert!(german.contains("<h1>Namensschilder</h1>") && german.contains("<li>Track lead</li>"), "{german}");
}

#[tokio::test]
async fn long_names_are_smaller_and_every_script_keeps_its_direction() {
    let desk = Desk::with(DEMO).await;
    for (name, step) in [("Ann", 1), ("עומר כהן", 1), ("Maximiliane Schmidt-Oberhausen", 4), ("王小明王小明", 2)]
    {
        desk.register(json!({"name": name, "email": format!("a{step}-{}@example.org", name.len())})).await;
        let page = desk.page(BADGES).await;
        assert!(page.contains(&format!("<p class=\"badge-name badge-name-{step}\" dir=\"auto\">{name}</p>")), "{page}");
    }
    assert!(!desk.page(BADGES).await.contains(" style="));
}

#[tokio::test]
async fn badges_are_printed_in_the_size_that_the_settings_say() {
    let desk = Desk::full().await;
    let style = desk.style().await;
    assert!(style.starts_with("@page{size:210mm 297mm;margin:0}"), "{style}");
    assert!(style.contains("repeat(2,90mm)") && style.contains(".badge{width:90mm;height:55mm}"), "{style}");
    let page = desk.page(BADGES).await;
    assert_eq!((page.matches("class=\"badge-page\"").count(), page.matches("class=\"badge-qr\"").count()), (1, 3));
    assert_eq!(desk.set(json!({"kind": "label", "width": 85.5, "height": 40})).await.status, 200);
    let style = desk.style().await;
    assert!(style.starts_with("@page{size:85.5mm 40mm;margin:0}"), "{style}");
    let page = desk.page(BADGES).await;
    assert_eq!((page.matches("class=\"badge-page\"").count(), page.matches("class=\"badge-qr\"").count()), (3, 0));
    // A page that was loaded before the change gets the sizes in force.
    let old = desk.api.get(&format!("{HOME}/appearance/badges-00000000.css")).await;
    assert_eq!((old.text, old.headers["cache-control"].to_str().unwrap()), (style, "no-store"));
}

#[tokio::test]
async fn badges_show_the_edition_s_logo_and_the_page_has_a_button_to_print_them() {
    let desk = Desk::full().await;
    let page = desk.page(BADGES).await;
    assert!(page.contains("data-print hidden>Print<") && !page.contains("badge-logo"), "{page}");
    let logo = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnLz4=";
    let patch = json!({ "appearance": { "logo": logo } });
    let set = desk.api.ask("PATCH", HOME).token(&desk.organizer).json(&patch).send().await;
    assert_eq!(set.status, 200, "{}", set.text);
    let page = desk.page(BADGES).await;
    let image = format!("<img class=\"badge-logo\" src=\"{HOME}/appearance/");
    assert_eq!(page.matches(&image).count(), page.matches("class=\"badge-edition\"").count(), "{page}");
}

#[tokio::test]
async fn sizes_that_cannot_be_printed_are_refused_with_the_name_of_their_field() {
    let desk = Desk::with(DEMO).await;
    let refused =
        desk.set(json!({"kind": "roll", "paper": "a5", "width": 39, "height": "x", "margin": 51, "gap": 1.25})).await;
    assert_eq!(
        refused.errors(),
        "422 invalid /badges/kind /badges/width /badges/height /badges/paper /badges/margin /badges/gap"
    );
    assert_eq!(desk.set(json!({"width": 195})).await.errors(), "422 invalid /badges/width");
    assert_eq!(desk.set(json!({"colour": "red"})).await.errors(), "422 invalid /badges/colour");
    let send = |form: &'static str| {
        desk.api.ask("POST", &format!("{HOME}/settings/badges")).token(&desk.organizer).form(form).send()
    };
    let page = send("badges/width=wide&badges/height=55&badges/qr=true").await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("id=\"error-badges/width\">Must be a number of millimetres"), "{}", page.text);
    assert!(page.text.contains("value=\"wide\""), "{}", page.text);
    let saved = send("badges/width=85,7&badges/height=55&badges/kind=&badges/qr=true").await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let definition = desk.get(&format!("{HOME}/definition")).await;
    assert_eq!(definition.json["badges"], json!({"width": 85.7, "height": 55}));
}
