//! Tickets and the door: `…/ticket`, `…/check-in`, `…/check-ins`.

use api_tests::{Answer, Api, link_in};
use futures_util::future::join_all;
use serde_json::{Value, json};

const DOOR: &str = "/conferences/demo-2030/check-in";
const SCANS: &str = "/conferences/demo-2030/check-ins";
const DAY: &str = "2030-05-01T07:00:00Z";

struct Guest {
    id: String,
    manage: String,
    code: String,
}

impl Guest {
    fn path(&self) -> String {
        format!("/conferences/demo-2030/registrations/{}", self.id)
    }
}

async fn guest(api: &Api, email: &str) -> Guest {
    let made = api.register(email).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let (id, manage) = (made.json["id"].as_str().unwrap(), made.json["manage_token"].as_str().unwrap());
    let path = format!("/conferences/demo-2030/registrations/{id}/ticket");
    let ticket = api.ask("GET", &path).token(manage).send().await;
    assert_eq!(ticket.status, 200, "{}", ticket.text);
    Guest { id: id.into(), manage: manage.into(), code: ticket.json["code"].as_str().unwrap().into() }
}

/// An organizer's session on the day.
async fn opened(api: &Api) -> String {
    api.set_clock(DAY);
    api.sign_in("organizer@example.org").await
}

async fn scan(api: &Api, session: &str, body: Value) -> Answer {
    api.ask("POST", SCANS).token(session).json(&body).send().await
}

fn state(answer: &Answer) -> String {
    format!("{} {} {}", answer.status, answer.json["state"], answer.json["first_at"]).replace('"', "")
}

async fn here(api: &Api, session: &str) -> Value {
    api.ask("GET", DOOR).token(session).send().await.json["here"].clone()
}

#[tokio::test]
async fn one_of_many_racing_scanners_admits() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    let session = opened(&api).await;
    let one = |n: usize| {
        let body = json!({"code": ann.code, "at": format!("2030-05-01T07:00:{n:02}Z"), "device": format!("d{n}")});
        scan(&api, &session, body)
    };
    let answers = join_all((0..32).map(one)).await;
    let admitted: Vec<_> = answers.iter().filter(|a| a.json["state"] == "checked_in").collect();
    assert_eq!(admitted.len(), 1);
    let again = answers.iter().filter(|a| a.json["state"] == "already_checked_in").count();
    assert_eq!(again, 31, "{:?}", answers.iter().map(state).collect::<Vec<_>>());
    // All of them have arrived: the earliest counts.
    let last = scan(&api, &session, json!({"code": ann.code})).await;
    assert_eq!(state(&last), "200 already_checked_in 2030-05-01T07:00:00Z");
    assert_eq!(here(&api, &session).await, 1);
    api.audit().await;
}

#[tokio::test]
async fn a_late_scan_keeps_the_earliest_time_and_a_repeat_gets_the_same_answer() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    let session = opened(&api).await;
    api.set_clock("2030-05-01T12:00:00Z");
    let at = |at: &str, device: &str| json!({"code": ann.code, "at": at, "device": device});
    let first = scan(&api, &session, at("2030-05-01T08:30:00Z", "a")).await;
    assert_eq!(state(&first), "200 checked_in 2030-05-01T08:30:00Z");
    assert_eq!((&first.json["name"], &first.json["pool"]), (&json!("An Attendee"), &json!("general")));
    let repeat = scan(&api, &session, at("2030-05-01T08:30:00Z", "a")).await;
    assert_eq!(repeat.json, first.json);
    let later = scan(&api, &session, at("2030-05-01T09:00:00Z", "b")).await;
    assert_eq!(state(&later), "200 already_checked_in 2030-05-01T08:30:00Z");
    // A device that was offline sends its earlier scan now.
    let late = scan(&api, &session, at("2030-05-01T07:45:00Z", "c")).await;
    assert_eq!(state(&late), "200 already_checked_in 2030-05-01T07:45:00Z");
    let seen = api.ask("GET", &ann.path()).token(&ann.manage).send().await;
    assert_eq!(seen.json["checked_in_at"], "2030-05-01T07:45:00Z");
    let list = api.ask("GET", "/conferences/demo-2030/registrations").token(&session).send().await;
    assert_eq!(list.json["registrations"][0]["checked_in_at"], "2030-05-01T07:45:00Z");
    assert_eq!(here(&api, &session).await, 1);
    let future = scan(&api, &session, at("2030-05-01T13:00:00Z", "d")).await;
    assert_eq!(future.errors(), "422 invalid /at");
}

#[tokio::test]
async fn an_undo_counts_until_a_later_scan() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    let session = opened(&api).await;
    let at = |at: &str| json!({"registration": ann.id, "at": at, "device": "a"});
    assert_eq!(state(&scan(&api, &session, at("2030-05-01T07:00:00Z")).await), "200 checked_in 2030-05-01T07:00:00Z");
    api.set_clock("2030-05-01T08:00:00Z");
    for _ in 0..2 {
        let undone = api.ask("DELETE", &format!("{SCANS}/{}", ann.id)).token(&session).send().await;
        assert_eq!((undone.status, &undone.json["checked_in_at"]), (200, &Value::Null));
    }
    assert_eq!(here(&api, &session).await, 0);
    // A copy of the first scan changes nothing, and an older one is refused.
    let copy = scan(&api, &session, at("2030-05-01T07:00:00Z")).await;
    assert_eq!(copy.json["state"], "checked_in");
    assert_eq!(scan(&api, &session, at("2030-05-01T07:30:00Z")).await.problem(), "409 check-in-undone");
    assert_eq!(here(&api, &session).await, 0);
    api.set_clock("2030-05-01T08:05:00Z");
    let again = scan(&api, &session, at("2030-05-01T08:01:00Z")).await;
    assert_eq!(state(&again), "200 checked_in 2030-05-01T08:01:00Z");
    assert_eq!(here(&api, &session).await, 1);
    api.audit().await;
}

#[tokio::test]
async fn a_cancelled_a_virtual_and_an_unknown_ticket_are_refused() {
    let api = Api::new().await;
    let (ann, bob) = (guest(&api, "ann@example.org").await, guest(&api, "bob@example.org").await);
    let change = json!({"attendance": "virtual"});
    assert_eq!(api.ask("PATCH", &bob.path()).token(&bob.manage).json(&change).send().await.status, 200);
    assert_eq!(api.ask("DELETE", &ann.path()).token(&ann.manage).send().await.status, 200);
    let session = opened(&api).await;
    assert_eq!(scan(&api, &session, json!({"code": ann.code})).await.problem(), "409 registration-cancelled");
    assert_eq!(scan(&api, &session, json!({"code": bob.code})).await.problem(), "409 ticket-virtual");
    for code in ["", "HELLO", &format!("{}0", &bob.code[..bob.code.len() - 1]), &"0".repeat(50)] {
        let met = scan(&api, &session, json!({"code": code})).await.problem();
        assert!(met == "404 ticket-unknown" || (code.is_empty() && met == "422 invalid"), "{code}: {met}");
    }
    assert_eq!(scan(&api, &session, json!({})).await.errors(), "422 invalid /code");
    for (guest, problem) in [(&ann, "409 registration-cancelled"), (&bob, "409 ticket-virtual")] {
        let path = format!("{}/ticket.svg", guest.path());
        assert_eq!(api.ask("GET", &path).token(&guest.manage).send().await.problem(), problem);
    }
    assert_eq!(here(&api, &session).await, 0);
    // The same ticket works again for a person who comes after all.
    let back = json!({"attendance": "in_person"});
    api.settle().await;
    api.set_clock("2030-04-20T12:00:00Z");
    let changed = api.ask("PATCH", &bob.path()).token(&bob.manage).json(&back).send().await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(scan(&api, &session, json!({"code": bob.code})).await.json["state"], "checked_in");
}

#[tokio::test]
async fn the_ticket_is_in_the_mail_and_on_the_pages_and_names_no_person() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    assert!(ann.code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) && ann.code.len() == 50);
    assert!(!ann.code.to_lowercase().contains("ann"));
    let mail = &api.mails_to("ann@example.org").await[0];
    let typed = mail["text"].as_str().unwrap().lines().find(|line| line.starts_with("Ticket:")).unwrap().to_owned();
    assert_eq!(typed.trim_start_matches("Ticket:").trim().replace('-', ""), ann.code);
    assert!(mail["html"].as_str().unwrap().contains("src=\"cid:ticket@plumbline\""), "{}", mail["html"]);
    let types: Vec<_> = mail["attachments"].as_array().unwrap().iter().map(|one| one["type"].clone()).collect();
    assert!(types.contains(&json!("image/png")) && types.contains(&json!("text/calendar")), "{types:?}");
    // The link's token moves into a cookie that the pictures get too.
    let link = link_in(mail);
    let (path, token) = link.split_once("?token=").unwrap();
    let opened = api.ask("GET", &format!("{path}/ticket?token={token}")).page().send().await;
    assert_eq!((opened.status, opened.header("location")), (303, format!("{path}/ticket").as_str()));
    assert!(opened.header("set-cookie").contains(&format!("Path={path};")), "{}", opened.header("set-cookie"));
    for page in [path.to_owned(), format!("{path}/ticket")] {
        let page = api.ask("GET", &page).token(token).page().send().await;
        assert!(page.status == 200 && page.text.contains("class=\"qr\""), "{}", page.text);
    }
    let svg = api.ask("GET", &format!("{path}/ticket.svg")).token(token).send().await;
    assert!(svg.status == 200 && svg.text.starts_with("<svg"), "{}", svg.text);
    assert_eq!(api.get(&format!("{path}/ticket.svg")).await.problem(), "401 sign-in-required");
}

#[tokio::test]
async fn the_door_checks_in_and_does_nothing_else() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    let organizer = opened(&api).await;
    let roles = "/conferences/demo-2030/roles";
    let offer = json!({"role": "door", "email": "door@example.org"});
    let offered = api.ask("POST", roles).token(&organizer).json(&offer).send().await;
    assert_eq!((offered.status, &offered.json["role"]), (201, &json!("door")), "{}", offered.text);
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(api.ask("POST", roles).token(&lead).json(&offer).send().await.problem(), "403 forbidden");
    let door = api.sign_in("door@example.org").await;
    assert_eq!(api.ask("GET", DOOR).token(&door).send().await.problem(), "403 forbidden");
    let path = format!("{roles}/{}", offered.json["id"].as_str().unwrap());
    let accepted = api.ask("POST", &path).token(&door).json(&json!({"action": "accept"})).send().await;
    assert_eq!(accepted.status, 200, "{}", accepted.text);
    assert_eq!(scan(&api, &door, json!({"code": ann.code})).await.json["state"], "checked_in");
    let found = api.ask("GET", &format!("{DOOR}?q=attend")).token(&door).send().await;
    assert_eq!((&found.json["here"], &found.json["expected"]), (&json!(1), &json!(1)));
    assert_eq!(found.json["people"][0]["registration"], ann.id.as_str());
    assert!(!found.text.contains("ann@example.org"), "{}", found.text);
    for path in ["/registrations", "/people", "/roles", "/pools", "/waitlist", "/mails", "/desk"] {
        let answer = api.ask("GET", &format!("/conferences/demo-2030{path}")).token(&door).send().await;
        assert_eq!(answer.problem(), "403 forbidden", "{path}");
    }
    assert_eq!(api.ask("GET", &ann.path()).token(&door).send().await.problem(), "403 forbidden");
    assert_eq!(scan(&api, &lead, json!({"code": ann.code})).await.problem(), "403 forbidden");
    let page = api.ask("GET", DOOR).header("cookie", &format!("__Host-plumbline-session={door}")).page().send().await;
    assert!(page.status == 200 && page.text.contains("/check-ins\""), "{}", page.text);
    assert!(!page.text.contains("/conferences/demo-2030/people\""), "{}", page.text);
}

#[tokio::test]
async fn the_page_works_without_a_script() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    let session = opened(&api).await;
    let cookie = format!("__Host-plumbline-session={session}");
    let send = |form: String| api.ask("POST", SCANS).header("cookie", &cookie).form(&form).send();
    // Sent twice: the form's own device makes it one scan.
    for _ in 0..2 {
        let done = send(format!("device=page-1&code={}", ann.code.to_lowercase())).await;
        let to = format!("{DOOR}?registration={}&done=checked_in", ann.id);
        assert_eq!((done.status, done.header("location")), (303, to.as_str()));
        let page = api.ask("GET", &to).header("cookie", &cookie).page().send().await;
        assert!(page.text.contains("Checked in.") && page.text.contains("An Attendee"), "{}", page.text);
    }
    let failed = send("device=page-2&code=WRONG".into()).await;
    assert_eq!(failed.status, 404);
    assert!(failed.text.contains("This is not a ticket") && failed.text.contains("value=\"WRONG\""), "{}", failed.text);
    let undo = format!("{SCANS}/{}/undo", ann.id);
    let undone = api.ask("POST", &undo).header("cookie", &cookie).form("").send().await;
    assert_eq!(undone.header("location"), format!("{DOOR}?registration={}&done=undone", ann.id));
    assert_eq!(here(&api, &session).await, 0);
}

#[tokio::test]
async fn a_certificate_is_for_people_who_came_and_is_there_after_the_end() {
    let api = Api::new().await;
    let (ann, bob) = (guest(&api, "ann@example.org").await, guest(&api, "bob@example.org").await);
    let session = opened(&api).await;
    api.set_clock("2030-05-01T12:00:00Z");
    let here = json!({"code": ann.code, "at": "2030-05-01T08:30:00Z", "device": "a"});
    assert_eq!(scan(&api, &session, here).await.status, 200);
    let certificate = async |guest: &Guest| {
        api.ask("GET", &format!("{}/certificate", guest.path())).token(&guest.manage).send().await
    };
    let early = certificate(&ann).await;
    assert_eq!(early.problem(), "409 certificate-too-early");
    assert!(early.text.contains("2030-05-"), "{}", early.text);
    api.set_clock("2030-06-01T12:00:00Z");
    let given = certificate(&ann).await;
    assert_eq!((given.status, &given.json["name"]), (200, &json!("An Attendee")), "{}", given.text);
    assert_eq!(given.json["checked_in_at"], "2030-05-01T08:30:00Z");
    assert_eq!(certificate(&bob).await.problem(), "409 not-checked-in");
    // The link of another person does not open it.
    let path = format!("{}/certificate", ann.path());
    assert_eq!(api.ask("GET", &path).token(&bob.manage).send().await.status, 401);
    let page = api.ask("GET", &format!("{path}?token={}", ann.manage)).page().send().await;
    assert_eq!((page.status, page.header("location")), (303, path.as_str()));
    let page = api.ask("GET", &path).token(&ann.manage).page().send().await;
    assert!(page.status == 200 && page.text.contains("Certificate of attendance"), "{}", page.text);
    let pass = api.ask("GET", &ann.path()).token(&ann.manage).page().send().await;
    assert!(pass.text.contains("/certificate\""), "{}", pass.text);
    assert_eq!(api.ask("DELETE", &ann.path()).token(&ann.manage).send().await.status, 200);
    assert_eq!(certificate(&ann).await.problem(), "409 registration-cancelled");
}

const PICTURES: &str = "/conferences/demo-2030/check-ins/pictures";

/// A PNG with these pixels, in grey or, with four bytes for each, as browsers write it.
fn png(width: u32, height: u32, color: png::ColorType, pixels: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(pixels).unwrap();
    drop(writer);
    file
}

/// Pixels that look like nothing, the same for each seed.
fn noise(seed: u32, count: usize) -> Vec<u8> {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..count).map(|_| next()).collect()
}

/// A frame of a camera in which a code of modules, some pixels wide, is a little turned and lit from one side.
fn frame(code: &str) -> Vec<u8> {
    let picture = formats::qr::Picture::of(code).unwrap();
    let decoded = png::Decoder::new(std::io::Cursor::new(picture.png()));
    let mut reader = decoded.read_info().unwrap();
    let side = reader.info().width as usize;
    let mut bits = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bits).unwrap();
    let line = bits.len() / side;
    let is_light = |x: usize, y: usize| bits[y * line + x / 8] >> (7 - x % 8) & 1 == 1;
    let middle = i32::try_from(side).unwrap() / 2;
    let pixel = |n: i32| {
        let (x, y) = (n % 640 - 320, n / 640 - 240);
        // Turned by the angle whose cosine and sine are about 0.98 and 0.2, and a tenth larger.
        let at = |turned: i32| usize::try_from((turned / 110 + middle).clamp(0, 2 * middle - 1)).unwrap();
        let light = 90 + n % 640 / 8;
        let grey = if is_light(at(98 * x + 20 * y), at(98 * y - 20 * x)) { light } else { light / 4 };
        let grey = u8::try_from(grey).unwrap();
        [grey, grey, grey, 255]
    };
    let pixels: Vec<u8> = (0..640 * 480).flat_map(pixel).collect();
    png(640, 480, png::ColorType::Rgba, &pixels)
}

#[tokio::test]
async fn a_code_in_a_picture_of_the_camera_is_read() {
    let api = Api::new().await;
    let ann = guest(&api, "ann@example.org").await;
    let session = opened(&api).await;
    let read = |png: Vec<u8>| {
        let api = &api;
        let session = &session;
        async move { api.ask("POST", PICTURES).token(session).raw("image/png", &png).send().await }
    };
    // What the ticket shows, and what a camera sees of it.
    for seen in [formats::qr::Picture::of(&ann.code).unwrap().png(), frame(&ann.code)] {
        let found = read(seen).await;
        assert_eq!((found.status, &found.json), (200, &json!({ "code": ann.code })));
    }
    // Reading checks nobody in.
    assert_eq!(here(&api, &session).await, 0);
    let admitted = scan(&api, &session, json!({ "code": ann.code })).await;
    assert_eq!(admitted.json["state"], "checked_in");
    // Whatever is on the badge of someone else is found too; it is no ticket.
    let other = read(frame("https://example.org/a")).await;
    assert_eq!(other.json["code"], "https://example.org/a");

    for seed in 0..8 {
        let met = read(png(320, 240, png::ColorType::Grayscale, &noise(seed, 320 * 240))).await;
        assert_eq!(met.problem(), "422 no-code-in-picture");
    }
    let white = png(640, 480, png::ColorType::Rgb, &vec![255; 640 * 480 * 3]);
    assert_eq!(read(white).await.problem(), "422 no-code-in-picture");
}

#[tokio::test]
async fn a_picture_that_is_none_or_too_large_is_refused() {
    let api = Api::new().await;
    let session = opened(&api).await;
    let read = |kind: &'static str, bytes: Vec<u8>| {
        let api = &api;
        let session = &session;
        async move { api.ask("POST", PICTURES).token(session).raw(kind, &bytes).send().await.problem() }
    };
    let grey = |width: u32, height: u32| {
        let count = width as usize * height as usize;
        png(width, height, png::ColorType::Grayscale, &vec![255; count])
    };
    // Four million pixels in a few kilobytes.
    let bomb = grey(2_000, 2_000);
    assert!(bomb.len() < 20_000, "{}", bomb.len());
    assert_eq!(read("image/png", bomb).await, "413 too-large");
    assert_eq!(read("image/png", grey(641, 1)).await, "413 too-large");
    assert_eq!(read("image/png", grey(640, 640)).await, "422 no-code-in-picture");
    assert_eq!(read("image/png", vec![0; 1_000_001]).await, "413 too-large");
    assert_eq!(read("image/png", Vec::new()).await, "400 malformed");
    assert_eq!(read("image/png", b"\x89PNG\r\n\x1a\n".to_vec()).await, "400 malformed");
    let mut torn = grey(64, 64);
    torn.truncate(60);
    assert_eq!(read("image/png", torn).await, "400 malformed");
    assert_eq!(read("application/json", b"{}".to_vec()).await, "415 unsupported-media-type");
    assert_eq!(read("image/jpeg", grey(64, 64)).await, "415 unsupported-media-type");
}
