//! `/conferences/{conference}/settings/{section}` and `PATCH /conferences/{conference}`

use std::fmt::Write;

use api_tests::{Answer, Api, DEMO, attendee};
use serde_json::{Value, json};

const HOME: &str = "/conferences/demo-2030";

/// What the demo edition lacks to have a value in most fields.
const MORE: &str = r#"
[tracks.cfp]
opens = "2030-01-01T09:00:00"
closes = "2030-03-20 anywhere on Earth"
reminders = ["P7D"]

[[tracks.formats]]
id = "talk"
label = "Talk <short>"
minutes = [20, 30]

[[tracks]]
id = "ref"
name = "Refereed \"talks\""
kind = "refereed"
description = """
One.

Two & three."""
recorded = false

[tracks.review]
mode = "scored"

[[tracks.review.criteria]]
id = "overall"
label = "Overall"
max = 7

[[rooms]]
id = "big"
name = "Big room"
capacity = 100
features = ["hearing loop", "stage"]

[[blocks]]
track = "net"
room = "big"
starts = "2030-05-01T09:00:00"
minutes = 180

[[breaks]]
label = "Lunch"
starts = "2030-05-01T12:00:00"
ends = "2030-05-01T13:00:00"

[waitlist]
classes = ["contributor", "newcomer", "everyone"]
quiet_hours = { from = "22:00", until = "07:00" }

[announcements]
sold_out = "hold"
"#;

struct Desk {
    api: Api,
    organizer: String,
}

async fn desk() -> Desk {
    let api = Api::with(&format!("{DEMO}{MORE}")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    Desk { api, organizer }
}

type Fields = Vec<(String, String)>;

impl Desk {
    async fn definition(&self) -> Value {
        self.api.ask("GET", &format!("{HOME}/definition")).token(&self.organizer).send().await.json
    }

    async fn page(&self, section: &str) -> Answer {
        let page =
            self.api.ask("GET", &format!("{HOME}/settings/{section}")).token(&self.organizer).page().send().await;
        assert_eq!(page.status, 200, "{}", page.text);
        page
    }

    /// Posts the fields of a page with changes.
    async fn post(&self, section: &str, fields: &Fields, changes: &[(&str, &str)]) -> Answer {
        let mut fields = fields.clone();
        for (name, text) in changes {
            fields.retain(|(other, _)| other != name);
            fields.push(((*name).to_owned(), (*text).to_owned()));
        }
        self.api
            .ask("POST", &format!("{HOME}/settings/{section}"))
            .token(&self.organizer)
            .form(&encoded(&fields))
            .send()
            .await
    }

    /// Opens a page, changes it and sends it.
    async fn change(&self, section: &str, changes: &[(&str, &str)]) -> Answer {
        self.post(section, &fields(&self.page(section).await), changes).await
    }

    async fn patch(&self, query: &str, patch: &Value) -> Answer {
        self.api.ask("PATCH", &format!("{HOME}{query}")).token(&self.organizer).json(patch).send().await
    }

    /// Sells the pool out and lets people join the waitlist.
    async fn sell_out(&self, waiting: &[&str]) {
        for n in 0..10 {
            assert_eq!(self.api.register(&format!("a{n}@example.org")).await.status, 201);
        }
        for name in waiting {
            self.wait(name).await;
        }
    }

    async fn wait(&self, name: &str) {
        let mut body = attendee(&format!("{name}@example.org"));
        body.as_object_mut().unwrap().remove("attendance");
        (body["name"], body["reason"]) = (json!(name), json!("I want to come."));
        let joined = self.api.post(&format!("{HOME}/waitlist"), body).await;
        assert_eq!(joined.status, 201, "{}", joined.text);
    }
}

fn encoded(fields: &Fields) -> String {
    let encode = |text: &str| {
        text.bytes().fold(String::new(), |mut all, byte| {
            if byte.is_ascii_alphanumeric() {
                all.push(byte.into());
            } else {
                write!(all, "%{byte:02X}").unwrap();
            }
            all
        })
    };
    fields.iter().map(|(name, text)| format!("{}={}", encode(name), encode(text))).collect::<Vec<_>>().join("&")
}

fn plain(html: &str) -> String {
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .into_iter()
        .fold(html.to_owned(), |text, (code, letter)| text.replace(code, letter))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(plain)
}

/// What a browser would send for the form of a page that goes to the settings. Of buttons, none is pressed.
fn fields(page: &Answer) -> Fields {
    let (_, form) = page.text.split_once("<form method=\"post\"").expect("a form");
    let (form, _) = form.split_once("</form>").expect("its end");
    let mut found = Vec::new();
    for part in form.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("a tag");
        let name = attribute(tag, "name");
        let kind = attribute(tag, "type").unwrap_or_default();
        let element = tag.split(' ').next().unwrap();
        match (element, name, kind.as_str()) {
            ("input", Some(_), "file") => {}
            ("input", Some(name), "checkbox") if !tag.contains(" checked") => drop(name),
            ("input", Some(name), _) => found.push((name, attribute(tag, "value").unwrap_or_default())),
            ("textarea", Some(name), _) => found.push((name, plain(text))),
            ("select", Some(name), _) => found.push((name, String::new())),
            ("option", ..) if tag.ends_with(" selected") => {
                found.last_mut().unwrap().1 = attribute(tag, "value").unwrap_or_default();
            }
            _ => {}
        }
    }
    found
}

fn value<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str()).unwrap_or_default()
}

/// The sentences in the list of effects.
fn kinds(answer: &Answer) -> Vec<&str> {
    answer.json["effects"].as_array().unwrap().iter().map(|effect| effect["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn each_section_shows_its_part_and_saves_it_as_it_is() {
    let o = desk().await;
    let before = o.definition().await;
    let list = o.api.ask("GET", &format!("{HOME}/settings")).token(&o.organizer).send().await;
    let sections: Vec<_> = list.json["sections"].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect();
    assert_eq!(
        sections,
        ["basics", "passes", "waitlist", "rooms", "tracks", "questions", "mails", "appearance", "badges", "privacy"]
    );
    let index = o.api.ask("GET", &format!("{HOME}/settings")).token(&o.organizer).page().send().await;
    assert!(index.text.contains(&format!("{HOME}/definition\">Import and export")), "{}", index.text);
    for section in sections {
        assert!(index.text.contains(&format!("{HOME}/settings/{section}")));
        let json = o.api.ask("GET", &format!("{HOME}/settings/{section}")).token(&o.organizer).send().await;
        assert_eq!((json.status, json.json["section"].as_str()), (200, Some(section)), "{}", json.text);
        for (key, part) in json.json["settings"].as_object().unwrap() {
            assert_eq!(*part, before[key]);
        }
        let saved = o.change(section, &[]).await;
        assert_eq!((saved.status, saved.header("location")), (303, &*format!("{HOME}/settings/{section}?saved")));
        assert_eq!(o.definition().await, before, "{section}");
    }
    let tag = o.api.ask("GET", &format!("{HOME}/settings/basics")).token(&o.organizer).send().await;
    assert_eq!(tag.header("etag"), "\"1\"");
    for none in ["integrations", "nonsense"] {
        let unknown = o.api.ask("GET", &format!("{HOME}/settings/{none}")).token(&o.organizer).send().await;
        assert_eq!(unknown.problem(), "404 not-found");
    }
}

#[tokio::test]
async fn a_change_without_effects_is_saved_at_once() {
    let o = desk().await;
    let saved = o.change("basics", &[("name", "Demo & \"Co\""), ("place/address", "1 Main Street")]).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let page = o.api.ask("GET", saved.header("location")).token(&o.organizer).page().send().await;
    assert!(page.text.contains("role=\"status\"") && page.text.contains("Saved."));
    assert_eq!(value(&fields(&page), "name"), "Demo & \"Co\"");
    let after = o.definition().await;
    assert_eq!((&after["name"], &after["place"]["address"]), (&json!("Demo & \"Co\""), &json!("1 Main Street")));
    let saved = o.change("waitlist", &[("waitlist/quiet_hours/from", ""), ("waitlist/quiet_hours/until", "")]).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert!(o.definition().await["waitlist"].get("quiet_hours").is_none());
    let saved = o.change("mails", &[("announcements/sold_out", ""), ("announcements/timetable", "off")]).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    assert_eq!(o.definition().await["announcements"], json!({"timetable": "off"}));
}

#[tokio::test]
async fn errors_are_beside_their_fields_and_what_was_typed_stays() {
    let o = desk().await;
    let before = o.definition().await;
    let page = o.change("basics", &[("name", " "), ("ends_on", "2030-04-01"), ("place/city", "Bonn")]).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("id=\"error-name\">Is required"), "{}", page.text);
    assert!(page.text.contains("id=\"error-ends_on\">Must not be before starts_on, 2030-05-01"));
    assert_eq!(value(&fields(&page), "place/city"), "Bonn");
    // A row that goes shifts the others in the document, but not on the page.
    let changes = [("pools/1/remove", "true"), ("pools/2/capacity", "many"), ("pools/4/id", "sponsors")];
    let page = o.change("passes", &changes).await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("id=\"error-pools/2/capacity\">Must be a whole number"), "{}", page.text);
    assert!(page.text.contains("id=\"error-pools/4/capacity\">Is required"));
    assert!(page.text.contains("id=\"error-pools/4/claim_by\">Is required for a reserved pool"));
    let typed = fields(&page);
    assert_eq!((value(&typed, "pools/2/capacity"), value(&typed, "pools/1/remove")), ("many", "true"));
    // An error of a list inside a row.
    let page = o.change("tracks", &[("tracks/0/formats/0/minutes", "20\nlong"), ("tracks/0/topics", "a\nb")]).await;
    assert!(page.text.contains("id=\"error-tracks/0/formats/0/minutes\">Must be a whole number"), "{}", page.text);
    assert_eq!(value(&fields(&page), "tracks/0/topics"), "a\nb");
    // What another section still needs.
    let page = o.change("tracks", &[("tracks/0/remove", "true")]).await;
    assert!(page.status == 422 && page.text.contains("there is no track net"), "{}", page.text);
    assert_eq!(o.definition().await, before);
}

#[tokio::test]
async fn rows_come_and_go_without_a_script() {
    let o = desk().await;
    let new = [
        ("questions/1/id", "food"),
        ("questions/1/label", "Food"),
        ("questions/1/kind", "choice"),
        ("questions/1/choices", "Vegan\r\nOther\r\n"),
        ("questions/1/required", "true"),
    ];
    let saved = o.change("questions", &new).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let food =
        json!({"id": "food", "label": "Food", "kind": "choice", "choices": ["Vegan", "Other"], "required": true});
    assert_eq!(o.definition().await["questions"][1], food);
    // Answers of people go out of sight, so this asks first.
    let asked = o.change("questions", &[("questions/0/remove", "true")]).await;
    assert!(asked.status == 200 && asked.text.contains("The question “T-shirt” is removed."), "{}", asked.text);
    assert_eq!(o.post("questions", &fields(&asked), &[]).await.status, 303);
    assert_eq!(o.definition().await["questions"], json!([food]));
    let room = [("rooms/1/id", "small"), ("rooms/1/name", "Small room"), ("rooms/1/recording", "forbidden")];
    let slot =
        [("bof_slots/0/room", "small"), ("bof_slots/0/starts", "2030-05-01T17:00:00"), ("bof_slots/0/minutes", "45")];
    let saved = o.change("rooms", &[&room[..], &slot[..]].concat()).await;
    assert_eq!(saved.status, 303, "{}", saved.text);
    let after = o.definition().await;
    assert_eq!(after["rooms"][1], json!({"id": "small", "name": "Small room", "recording": "forbidden"}));
    assert_eq!(after["bof_slots"], json!([{"room": "small", "starts": "2030-05-01T17:00:00", "minutes": 45}]));
}

#[tokio::test]
async fn effects_are_listed_first_and_happen_when_they_are_confirmed() {
    let o = desk().await;
    o.sell_out(&["bob", "eve", "kim"]).await;
    let asked = o.change("passes", &[("pools/0/capacity", "12")]).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    assert!(asked.text.contains("general grows from 10 to 12 passes. 2 people get an offer."), "{}", asked.text);
    assert!(asked.text.contains("bob") && asked.text.contains("eve") && !asked.text.contains("kim "));
    assert_eq!(o.api.pool("general").await, "capacity=10 free=0 spare=0 held=0 taken=10");
    // Going back keeps the typed values.
    let back = o.post("passes", &fields(&asked), &[("act", "edit")]).await;
    assert_eq!((back.status, value(&fields(&back), "pools/0/capacity")), (200, "12"));
    let done = o.post("passes", &fields(&asked), &[]).await;
    assert_eq!(done.status, 303, "{}", done.text);
    o.api.settle().await;
    assert_eq!(o.api.pool("general").await, "capacity=12 free=0 spare=0 held=2 taken=10");
    o.api.audit().await;
    // A repeat changes nothing more.
    assert_eq!(o.post("passes", &fields(&asked), &[]).await.status, 412);
    assert_eq!(o.api.pool("general").await, "capacity=12 free=0 spare=0 held=2 taken=10");
}

#[tokio::test]
async fn effects_that_change_meanwhile_are_shown_again() {
    let o = desk().await;
    o.sell_out(&["bob"]).await;
    let asked = o.change("passes", &[("pools/0/capacity", "12")]).await;
    assert!(asked.text.contains("1 person gets an offer. An announcement is published."), "{}", asked.text);
    o.wait("eve").await;
    let again = o.post("passes", &fields(&asked), &[]).await;
    assert!(again.status == 200 && again.text.contains("The effects have changed"), "{}", again.text);
    assert!(again.text.contains("2 people get an offer.") && !again.text.contains("An announcement is published"));
    assert_eq!(o.post("passes", &fields(&again), &[]).await.status, 303);
}

#[tokio::test]
async fn a_pool_cannot_lose_passes_that_people_have() {
    let o = desk().await;
    o.sell_out(&[]).await;
    let refused = o.change("passes", &[("pools/0/capacity", "9")]).await;
    assert_eq!(refused.status, 409);
    assert!(refused.text.contains("id=\"error-pools/0/capacity\">10 passes of general are taken"), "{}", refused.text);
    assert_eq!(value(&fields(&refused), "pools/0/capacity"), "9");
}

#[tokio::test]
async fn a_moved_deadline_names_those_who_hear_of_it() {
    let o = desk().await;
    let ann = o.api.sign_in("ann@example.org").await;
    let draft = json!({"title": "A talk", "abstract": "x", "format": "talk", "minutes": 20, "speakers": [{"name": "Ann", "email": "ann@example.org"}]});
    let made = o.api.ask("POST", &format!("{HOME}/tracks/net/proposals")).token(&ann).json(&draft).send().await;
    assert_eq!(made.status, 201, "{}", made.text);
    let moved = [("tracks/0/cfp/closes", "2030-03-25 anywhere on Earth")];
    let asked = o.change("tracks", &moved).await;
    assert!(asked.text.contains("The call of Networking closes 25 March 2030"), "{}", asked.text);
    assert!(asked.text.contains("The owner of 1 draft gets a mail. An announcement is published."));
    let before = o.api.mails_to("ann@example.org").await.len();
    assert_eq!(o.post("tracks", &fields(&asked), &[]).await.status, 303);
    assert_eq!(o.api.mails_to("ann@example.org").await.len(), before + 1);
    // A call that has opened stays open, as by any other way.
    let page = o.change("tracks", &[("tracks/0/cfp/opens", "2030-03-01T09:00:00")]).await;
    assert!(page.text.contains("id=\"error-tracks/0/cfp/opens\">The call has opened already"), "{}", page.text);
}

#[tokio::test]
async fn the_second_of_two_organizers_sees_both_versions_and_can_save_again() {
    let o = desk().await;
    let mine = fields(&o.page("basics").await);
    let pools = fields(&o.page("passes").await);
    assert_eq!(o.change("basics", &[("name", "Theirs"), ("series", "theirs")]).await.status, 303);
    let both = o.post("basics", &mine, &[("name", "Mine"), ("website", "https://example.org")]).await;
    assert_eq!(both.status, 412);
    assert!(
        both.text.contains("Saved by another person:") && both.text.contains("<pre class=\"theirs\">Theirs</pre>"),
        "{}",
        both.text
    );
    let shown = fields(&both);
    assert_eq!((value(&shown, "name"), value(&shown, "website")), ("Mine", "https://example.org"));
    assert_eq!(o.definition().await["name"], "Theirs");
    assert_eq!(o.post("basics", &shown, &[("series", "theirs")]).await.status, 303);
    let after = o.definition().await;
    assert_eq!(
        (&after["name"], &after["series"], &after["website"]),
        (&json!("Mine"), &json!("theirs"), &json!("https://example.org"))
    );
    // Other sections are not in the way.
    assert_eq!(o.post("passes", &pools, &[("registration/closes", "2030-04-29T18:00:00")]).await.status, 200);
}

#[tokio::test]
async fn a_row_that_another_organizer_added_is_not_lost() {
    let o = desk().await;
    let mine = fields(&o.page("rooms").await);
    assert_eq!(o.change("rooms", &[("rooms/1/id", "small"), ("rooms/1/name", "Small room")]).await.status, 303);
    let both = o
        .post("rooms", &mine, &[("rooms/0/name", "Large room"), ("rooms/1/id", "attic"), ("rooms/1/name", "Attic")])
        .await;
    assert_eq!(both.status, 412, "{}", both.text);
    assert_eq!(o.post("rooms", &fields(&both), &[]).await.status, 303);
    let rooms = o.definition().await["rooms"].clone();
    let names: Vec<_> = rooms.as_array().unwrap().iter().map(|room| room["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Large room", "Attic", "Small room"]);
}

#[tokio::test]
async fn a_logo_is_uploaded_and_removed() {
    let o = desk().await;
    let upload = |parts: &[(&str, &str)]| {
        let part = |(head, content): &(&str, &str)| {
            format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        };
        let body = parts.iter().map(part).chain(["--b--\r\n".to_owned()]).collect::<Vec<_>>().concat();
        let ask = o.api.ask("POST", &format!("{HOME}/settings/appearance")).token(&o.organizer).page();
        ask.raw("multipart/form-data; boundary=b", body.as_bytes()).send()
    };
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    let page =
        upload(&[("name=\"appearance/accent\"", "#ffee00"), ("name=\"appearance/logo\"; filename=\"l.svg\"", svg)])
            .await;
    assert_eq!(page.status, 422, "{}", page.text);
    assert!(page.text.contains("id=\"error-appearance/accent\">Must be darker"));
    // The file need not be chosen again.
    let kept = fields(&page);
    let logo = value(&kept, "appearance/logo");
    assert!(logo.starts_with("data:image/svg+xml;base64,"), "{kept:?}");
    assert_eq!(o.post("appearance", &kept, &[("appearance/accent", "#0f5c8c")]).await.status, 303);
    assert_eq!(o.definition().await["appearance"], json!({"accent": "#0f5c8c", "logo": logo}));
    let page = upload(&[("name=\"appearance/logo\"; filename=\"l.txt\"", "hello")]).await;
    assert!(page.text.contains("id=\"error-appearance/logo\">Must be an image"), "{}", page.text);
    assert_eq!(o.change("appearance", &[("appearance/logo/remove", "true")]).await.status, 303);
    assert_eq!(o.definition().await["appearance"], json!({"accent": "#0f5c8c"}));
}

#[tokio::test]
async fn a_merge_patch_changes_what_it_names() {
    let o = desk().await;
    let mut expected = o.definition().await;
    let patch = json!({"name": "Patched", "place": {"city": "Bonn"}, "breaks": null});
    let answer = o
        .api
        .ask("PATCH", HOME)
        .token(&o.organizer)
        .raw("application/merge-patch+json", patch.to_string().as_bytes())
        .send()
        .await;
    assert_eq!((answer.status, answer.header("etag")), (200, "\"2\""), "{}", answer.text);
    (expected["name"], expected["place"]["city"]) = (json!("Patched"), json!("Bonn"));
    expected.as_object_mut().unwrap().remove("breaks");
    assert_eq!(answer.json["conference"], expected);
    assert_eq!(
        (&answer.json["revision"], &answer.json["dry_run"], &answer.json["effects"]),
        (&json!(2), &json!(false), &json!([]))
    );
    assert_eq!(o.definition().await, expected);
    // What the definition refuses, it refuses here too.
    let refused = o.patch("", &json!({"pools": [{"id": "general", "capacity": 0}], "colour": 1})).await;
    assert_eq!(refused.errors(), "422 invalid /pools/0/capacity /colour");
    assert_eq!(o.patch("", &json!({"id": "other-2030"})).await.errors(), "422 invalid /id");
    assert_eq!(o.patch("", &json!({"id": null, "name": "Same id"})).await.status, 200);
    assert_eq!(o.patch("", &json!(["name"])).await.errors(), "422 invalid ");
    assert_eq!(o.patch("", &json!({"ends_on": "2020-01-01", "starts_on": "2020-01-01"})).await.status, 422);
    let form =
        o.api.ask("PATCH", HOME).token(&o.organizer).raw("application/x-www-form-urlencoded", b"name=x").send().await;
    assert_eq!(form.problem(), "415 unsupported-media-type");
}

#[tokio::test]
async fn a_patch_of_an_outdated_version_changes_nothing() {
    let o = desk().await;
    let conditional = |tag: &str| {
        let ask = o.api.ask("PATCH", HOME).token(&o.organizer).header("if-match", tag);
        ask.json(&json!({"name": format!("For {tag}")})).send()
    };
    assert_eq!(conditional("\"1\"").await.status, 200);
    let late = conditional("\"1\"").await;
    assert_eq!((late.problem().as_str(), &late.json["etag"]), ("412 changed-meanwhile", &json!("\"2\"")));
    assert_eq!(conditional("\"1\", \"2\"").await.status, 200);
    assert_eq!(conditional("*").await.status, 200);
    assert_eq!(conditional("W/\"4\"").await.status, 412);
    assert_eq!(o.definition().await["name"], "For *");
}

#[tokio::test]
async fn a_dry_run_says_what_would_happen_and_changes_nothing() {
    let o = desk().await;
    o.sell_out(&["bob", "eve"]).await;
    let before = o.definition().await;
    let mut pools = before["pools"].clone();
    (pools[0]["capacity"], pools[2]["claim_by"]) = (json!(11), json!("2030-03-02 anywhere on Earth"));
    let patch = json!({"pools": pools, "registration": {"closes": "2030-04-29T18:00:00"}, "organizers": ["organizer@example.org"]});
    let would = o.patch("?dry_run=true", &patch).await;
    assert_eq!(
        (would.status, &would.json["dry_run"], &would.json["revision"]),
        (200, &json!(true), &json!(1)),
        "{}",
        would.text
    );
    assert_eq!(kinds(&would), ["registration_closes", "passes_added", "claim_by_moved", "organizer_removed"]);
    let added = &would.json["effects"][1];
    assert_eq!(
        (&added["about"], &added["was"], &added["becomes"], &added["count"]),
        (&json!("general"), &json!(10), &json!(11), &json!(1))
    );
    assert_eq!(added["text"], "general grows from 10 to 11 passes. 1 person gets an offer.");
    assert_eq!(added["offers_to"][0]["name"], "bob");
    assert_eq!(would.json["effects"][0]["becomes"], "2030-04-29T16:00:00Z");
    assert_eq!(would.json["conference"]["pools"], pools);
    o.api.settle().await;
    assert_eq!(o.definition().await, before);
    assert_eq!(o.api.pool("general").await, "capacity=10 free=0 spare=0 held=0 taken=10");
    let refused = o.patch("?dry_run=true", &json!({"pools": [{"id": "general", "capacity": 9}]})).await;
    assert_eq!(refused.problem(), "409 capacity-in-use");
    let german =
        o.api.ask("PATCH", &format!("{HOME}?dry_run=true")).token(&o.organizer).header("accept-language", "de");
    let german = german.json(&patch).send().await;
    assert_eq!(german.json["effects"][1]["text"], "general wächst von 10 auf 11 Pässe. 1 Person bekommt ein Angebot.");
    let done = o.patch("", &patch).await;
    assert_eq!((kinds(&done), &done.json["revision"]), (kinds(&would), &json!(2)));
    o.api.settle().await;
    assert_eq!(o.api.pool("general").await, "capacity=11 free=0 spare=0 held=1 taken=10");
    o.api.audit().await;
}

#[tokio::test]
async fn a_definition_sets_the_capacity_that_it_changes_whatever_was_set_since() {
    let o = desk().await;
    let resize = o.api.ask("PATCH", &format!("{HOME}/pools/general")).token(&o.organizer);
    assert_eq!(resize.json(&json!({"capacity": 40})).send().await.status, 200);
    let asked = o.change("passes", &[("pools/0/capacity", "30")]).await;
    assert!(asked.text.contains("general shrinks from 40 to 30 passes."), "{}", asked.text);
    assert_eq!(o.post("passes", &fields(&asked), &[]).await.status, 303);
    o.api.settle().await;
    assert_eq!(o.api.pool("general").await, "capacity=30 free=30 spare=0 held=0 taken=0");
    o.api.audit().await;
}

#[tokio::test]
async fn only_organizers_see_and_change_the_settings() {
    let o = desk().await;
    let lead = o.api.sign_in("lead@example.org").await;
    for path in ["/settings", "/settings/tracks"] {
        let path = format!("{HOME}{path}");
        assert_eq!(o.api.ask("GET", &path).token(&lead).send().await.problem(), "403 forbidden");
        assert_eq!(o.api.get(&path).await.problem(), "401 sign-in-required");
    }
    let path = format!("{HOME}/settings/basics");
    let posted = o.api.ask("POST", &path).token(&lead).raw("application/x-www-form-urlencoded", b"name=x").send().await;
    assert_eq!(posted.problem(), "403 forbidden");
    assert_eq!(
        o.api.ask("PATCH", HOME).token(&lead).json(&json!({"name": "x"})).send().await.problem(),
        "403 forbidden"
    );
    let json = o.api.ask("POST", &path).token(&o.organizer).json(&json!({"name": "x"})).send().await;
    assert_eq!(json.problem(), "415 unsupported-media-type");
    // A lead changes the track's own part on its own form.
    let own = o.api.ask("GET", &format!("{HOME}/tracks/net/edit")).token(&lead).page().send().await;
    assert_eq!(own.status, 200);
    let tracks = o.page("tracks").await;
    assert!(tracks.text.contains(&format!("{HOME}/tracks/net/edit")));
    assert!(tracks.text.contains("<span>Sessions are recorded</span>") && !tracks.text.contains(" required"));
}
