//! `/conferences/{conference}/pools`

use std::sync::atomic::{AtomicBool, Ordering};

use api_tests::Api;
use expect_test::expect;
use futures_util::{StreamExt, future::join, stream};
use serde_json::json;

const GENERAL: &str = "/conferences/demo-2030/pools/general";

#[tokio::test]
async fn raised_capacity_can_be_registered_without_another_act() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..10 {
        api.register(&format!("a{n}@example.org")).await;
    }
    assert_eq!(api.register("late@example.org").await.problem(), "409 sold-out");
    let raised = api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": 12})).send().await;
    expect![[r#"{"pool":"general","capacity":12,"free":2,"spare":0,"held":0,"taken":10,"sold_out":false,"dry_run":false,"to_offer":0,"offers_to":[]}"#]]
        .assert_eq(&raised.text);
    assert_eq!(api.pool("general").await, "capacity=12 free=2 spare=0 held=0 taken=10");
    assert_eq!(api.register("late@example.org").await.status, 201);
    api.audit().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn passes_added_while_the_waitlist_is_empty_are_on_sale_at_once() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let register = async |n: usize| api.register(&format!("p{n}@example.org")).await;
    for n in 0..10 {
        assert_eq!(register(n).await.status, 201);
    }
    assert_eq!(register(10).await.problem(), "409 sold-out");
    let answered = AtomicBool::new(false);
    // People keep asking while the capacity changes. Each asks once more after the organizer has the answer.
    let asking = stream::iter(20..40).for_each_concurrent(8, async |n| {
        loop {
            let is_late = answered.load(Ordering::SeqCst);
            let answer = register(n).await;
            match answer.status {
                201 | 200 => break,
                503 => assert_eq!(answer.header("retry-after"), "1"),
                _ => assert_eq!((answer.problem().as_str(), is_late), ("409 sold-out", false), "{n}"),
            }
        }
    });
    let raising = async {
        let ask = api.ask("PATCH", GENERAL).token(&organizer);
        let answer = ask.json(&json!({"capacity": 40})).send().await;
        answered.store(true, Ordering::SeqCst);
        (answer.status, answer.json["spare"].clone())
    };
    let ((), raised) = join(asking, raising).await;
    assert_eq!(raised, (200, json!(0)));
    assert_eq!(api.pool("general").await, "capacity=40 free=10 spare=0 held=0 taken=30");
    api.audit().await;
}

#[tokio::test]
async fn lowering_stops_at_what_people_hold_and_says_so() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    for n in 0..4 {
        api.register(&format!("a{n}@example.org")).await;
    }
    let resize =
        |capacity: u64| api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": capacity})).send();
    assert_eq!(resize(7).await.json["capacity"], 7);
    let refused = resize(3).await;
    assert_eq!(refused.problem(), "409 capacity-in-use");
    assert_eq!(refused.json["detail"], "4 passes of general are taken and 0 are held; the least possible is 4");
    assert_eq!(
        (&refused.json["taken"], &refused.json["held"], &refused.json["least"]),
        (&json!(4), &json!(0), &json!(4))
    );
    assert_eq!(api.pool("general").await, "capacity=7 free=3 spare=0 held=0 taken=4");
    assert_eq!(resize(4).await.json["free"], 0);
    api.audit().await;
}

#[tokio::test]
async fn the_same_resize_sent_twice_resizes_once() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let send = |capacity: u64, id: &str| {
        api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": capacity, "resize_id": id})).send()
    };
    assert_eq!(send(20, "r1").await.status, 200);
    assert_eq!(send(15, "r2").await.json["capacity"], 15);
    // A late repeat of the last one answers as it did.
    assert_eq!(send(15, "r2").await.json["capacity"], 15);
    // So does a late repeat of the one before it, which must not undo the last.
    assert_eq!(send(20, "r1").await.status, 200);
    assert_eq!(send(5, "r3").await.status, 200);
    assert_eq!(send(15, "r2").await.status, 200);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=5 free=5 spare=0 held=0 taken=0");
}

#[tokio::test]
async fn a_resize_id_stands_for_one_capacity() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let send = |capacity: u64, id: &str| {
        api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": capacity, "resize_id": id})).send()
    };
    assert_eq!(send(20, "r1").await.status, 200);
    let other = send(30, "r1").await;
    assert_eq!(other.errors(), "422 idempotency-key-reused /resize_id");
    assert!(other.json["detail"].as_str().unwrap().contains("the capacity 20"), "{}", other.text);
    // A request for the current capacity, and one that was refused, use up their `resize_id` too.
    assert_eq!(send(20, "r2").await.status, 200);
    assert_eq!(send(25, "r2").await.problem(), "422 idempotency-key-reused");
    api.register("ann@example.org").await;
    api.register("bob@example.org").await;
    assert_eq!(send(1, "r3").await.problem(), "409 capacity-in-use");
    assert_eq!(send(5, "r3").await.problem(), "422 idempotency-key-reused");
    assert_eq!(api.pool("general").await, "capacity=20 free=18 spare=0 held=0 taken=2");
    let with_key = |key: String, capacity: u64| {
        let ask = api.ask("PATCH", GENERAL).token(&organizer).header("idempotency-key", &key);
        ask.json(&json!({ "capacity": capacity })).send()
    };
    assert_eq!(with_key("k1".into(), 21).await.status, 200);
    assert_eq!(with_key("k1".into(), 22).await.errors(), "422 idempotency-key-reused");
    assert_eq!(with_key("k".repeat(201), 22).await.problem(), "400 bad-request");
}

#[tokio::test]
async fn a_refused_resize_stays_refused_when_it_is_sent_again() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let held = api.register("ann@example.org").await;
    api.register("bob@example.org").await;
    let send = || api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": 1, "resize_id": "r1"})).send();
    assert_eq!(send().await.problem(), "409 capacity-in-use");
    let path = format!("/conferences/demo-2030/registrations/{}", held.json["id"].as_str().unwrap());
    api.ask("DELETE", &path).token(held.json["manage_token"].as_str().unwrap()).send().await;
    assert_eq!(send().await.problem(), "409 capacity-in-use");
    assert_eq!(api.pool("general").await, "capacity=10 free=8 spare=1 held=0 taken=1");
}

#[tokio::test]
async fn a_large_pool_grows_over_many_shards() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let raised = api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": 3000})).send().await;
    assert_eq!(raised.json["capacity"], 3000, "{}", raised.text);
    api.settle().await;
    assert_eq!(api.pool("general").await, "capacity=3000 free=3000 spare=0 held=0 taken=0");
    let lowered = api.ask("PATCH", GENERAL).token(&organizer).json(&json!({"capacity": 5})).send().await;
    assert_eq!(lowered.json["capacity"], 5, "{}", lowered.text);
    api.audit().await;
}

#[tokio::test]
async fn a_lead_sees_and_hands_out_their_own_allotment_only() {
    let api = Api::new().await;
    let lead = api.sign_in("lead@example.org").await;
    let pools = api.ask("GET", "/conferences/demo-2030/pools").token(&lead).send().await;
    let names: Vec<_> = pools.json["pools"].as_array().unwrap().iter().map(|p| p["pool"].clone()).collect();
    assert_eq!(names, [json!("net")]);
    let invite = |pool: &str| {
        let path = format!("/conferences/demo-2030/pools/{pool}/invitations");
        api.ask("POST", &path).token(&lead).json(&json!({"email": "guest@example.org"})).send()
    };
    assert_eq!(invite("net").await.status, 201);
    assert_eq!(invite("speakers").await.problem(), "403 forbidden");
    let resize = api.ask("PATCH", "/conferences/demo-2030/pools/net").token(&lead).json(&json!({"capacity": 50}));
    assert_eq!(resize.send().await.problem(), "403 forbidden");
}

#[tokio::test]
async fn what_is_no_race_is_not_called_one() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let pools = "/conferences/demo-2030/pools";
    let invite = |pool: &str| {
        let path = format!("{pools}/{pool}/invitations");
        api.ask("POST", &path).token(&organizer).json(&json!({"email": "guest@example.org"})).send()
    };
    let open = invite("general").await;
    assert_eq!(
        (open.problem().as_str(), &open.json["title"]),
        ("409 pool-open", &json!("This pool needs no invitation"))
    );
    let invited = invite("speakers").await;
    let mut claim = api_tests::attendee("guest@example.org");
    claim["invitation"] = invited.json["code"].clone();
    assert_eq!(api.post("/conferences/demo-2030/registrations", claim).await.status, 201);
    let path = format!("{pools}/speakers/invitations/{}", invited.json["id"].as_str().unwrap());
    assert_eq!(api.ask("DELETE", &path).token(&organizer).send().await.problem(), "409 invitation-claimed");
    api.set_clock("2030-03-02T12:00:00Z");
    let organizer = api.sign_in("organizer@example.org").await;
    let late = api.ask("POST", &format!("{pools}/speakers/invitations")).token(&organizer);
    assert_eq!(late.json(&json!({"email": "late@example.org"})).send().await.problem(), "409 claim-over");
}

#[tokio::test]
async fn the_last_pass_of_many_shards_is_found() {
    let api = Api::with(&api_tests::DEMO.replace("capacity = 10", "capacity = 800")).await;
    let token = api.sign_in("organizer@example.org").await;
    let answer = api.ask("PATCH", GENERAL).token(&token).json(&json!({ "capacity": 1 })).send().await;
    assert_eq!(answer.json["free"], 1, "{}", answer.text);
    assert_eq!(api.register("first@example.org").await.status, 201);
    assert_eq!(api.register("second@example.org").await.problem(), "409 sold-out");
}

#[tokio::test]
async fn a_change_of_capacity_is_shown_with_its_figures_before_it_is_made() {
    let api = Api::new().await;
    for n in 0..10 {
        api.register(&format!("first{n}@example.org")).await;
    }
    let requested = json!({ "name": "Ann Waits", "email": "ann@example.org", "reason": "To come." });
    assert_eq!(api.post("/conferences/demo-2030/waitlist", requested).await.status, 201);
    let organizer = api.sign_in("organizer@example.org").await;
    let look =
        |query: &str| api.ask("GET", &format!("/conferences/demo-2030/pools?{query}")).token(&organizer).page().send();
    let page = look("pool=general&capacity=12").await;
    for text in ["Capacity: 10 → 12", "1 person on the waitlist gets an offer at once:", "Ann Waits"] {
        assert!(page.text.contains(text), "{text} is missing in\n{}", page.text);
    }
    assert_eq!(api.pool("general").await, "capacity=10 free=0 spare=0 held=0 taken=10", "nothing is changed");
    let lower = look("pool=general&capacity=4").await;
    assert!(lower.text.contains("the least possible is 10"), "{}", lower.text);
    assert!(look("pool=general&capacity=0").await.text.contains("Must be from 1 to"));
    let form =
        api.ask("POST", "/conferences/demo-2030/pools/general").token(&organizer).form("capacity=12").send().await;
    assert_eq!((form.status, form.header("location")), (303, "/conferences/demo-2030/pools?done=resized&pool=general"));
    let done = look("done=resized&pool=general").await;
    assert!(done.text.contains("The capacity of general is changed."), "{}", done.text);
    // A lead sees figures, and no preview.
    let lead = api.sign_in("lead@example.org").await;
    let page = api.ask("GET", "/conferences/demo-2030/pools?pool=net&capacity=5").token(&lead).page().send().await;
    assert!(page.status == 200 && !page.text.contains("Capacity:"), "{}", page.text);
}

#[tokio::test]
async fn a_table_of_invitations_is_checked_as_a_whole_and_sent_once() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let path = "/conferences/demo-2030/invitations";
    let send = async |token: &str, query: &str, table: &str| {
        api.ask("POST", &format!("{path}{query}")).token(token).raw("text/csv", table.as_bytes()).send().await
    };
    let open = async || {
        let list = api.ask("GET", "/conferences/demo-2030/pools/speakers/invitations").token(&organizer).send().await;
        list.json["invitations"].as_array().unwrap().clone()
    };
    // One wrong line, and nobody is invited; errors name line, column and reason.
    let wrong = "email;name;pool\nann@example.org;Ann;speakers\nbea;Bea;speakers\ncem@example.org;Cem;general\n";
    let refused = send(&organizer, "", wrong).await;
    assert_eq!(refused.errors(), "422 invalid /3/email /4/pool");
    assert!(refused.json["errors"][0]["detail"].as_str().unwrap().starts_with("line 3, column email: "));
    let twice = "email,pool\nann@example.org,speakers\nANN@example.org,net\n";
    assert_eq!(send(&organizer, "", twice).await.errors(), "422 invalid /3/pool");
    assert_eq!(send(&organizer, "", "email\nann@example.org\n").await.errors(), "422 invalid /2/pool");
    assert_eq!(send(&organizer, "", "name\nAnn\n").await.errors(), "422 invalid /1");
    assert!(open().await.is_empty());

    let table = "email,name,note\nann@example.org,Ann,keynote\nann@example.org,Ann,\nbea@example.org,,\n";
    let preview = send(&organizer, "?dry_run=true&pool=speakers", table).await;
    assert_eq!((&preview.json["invited"], &preview.json["repeated"]), (&json!(2), &json!(1)), "{}", preview.text);
    assert!(open().await.is_empty());
    let sent = send(&organizer, "?pool=speakers", table).await;
    assert_eq!(sent.json["people"], preview.json["people"]);
    let invited = open().await;
    assert_eq!(invited.len(), 2);
    assert!(invited.iter().any(|one| one["email"] == "ann@example.org" && one["note"] == "keynote"), "{invited:?}");
    // Sent again, it does nothing.
    let again = send(&organizer, "?pool=speakers", table).await;
    assert_eq!((&again.json["invited"], &again.json["already"]), (&json!(0), &json!(2)), "{}", again.text);
    assert_eq!(open().await.len(), 2);
    assert_eq!(api.mails_to("ann@example.org").await.len(), 1);

    // More people than passes are refused before the first is invited.
    let lines = |count: u64| (0..count).map(|n| format!("p{n}@example.org\n")).collect::<Vec<_>>().concat();
    let many = lines(500);
    assert_eq!(send(&organizer, "?pool=speakers", &format!("email\n{many}")).await.errors(), "422 invalid ");
    let capacity = api.ask("GET", "/conferences/demo-2030/pools/speakers").token(&organizer).send().await;
    let free = capacity.json["free"].as_u64().unwrap();
    let many = lines(free);
    let full = send(&organizer, "?pool=speakers", &format!("email\n{many}")).await;
    assert!(full.errors().starts_with(&format!("422 invalid /{free}/pool")), "{}", full.text);
    assert_eq!(open().await.len(), 2);

    // A lead invites to their own pool only.
    let lead = api.sign_in("lead@example.org").await;
    assert_eq!(send(&lead, "?pool=speakers", "email\ncem@example.org\n").await.errors(), "422 invalid /2/pool");
    assert_eq!(send(&lead, "?pool=net", "email\ncem@example.org\n").await.json["invited"], 1);
}

#[tokio::test]
async fn the_page_for_a_table_shows_a_preview_and_keeps_what_was_pasted() {
    let api = Api::new().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let path = "/conferences/demo-2030/invitations";
    let form = "pool=speakers&csv=email%2Cnote%0Aann%40example.org%2Ckeynote";
    let post = async |query: &str, form: &str| {
        api.ask("POST", &format!("{path}{query}")).token(&organizer).form(form).page().send().await
    };
    let preview = post("?dry_run=true", form).await;
    assert!(preview.status == 200 && preview.text.contains("email,note\nann@example.org,keynote"), "{}", preview.text);
    assert!(preview.text.contains("1 new invitation.") && preview.text.contains("Nothing sent yet"));
    let wrong = post("", "pool=speakers&csv=email%0Aann").await;
    assert!(wrong.status == 422 && wrong.text.contains("line 2, column email"), "{}", wrong.text);
    let sent = post("", form).await;
    assert_eq!((sent.status, sent.header("location")), (303, format!("{path}?done=1").as_str()));
    let page = api.ask("GET", &format!("{path}?done=1")).token(&organizer).page().send().await;
    assert!(page.text.contains("1 invitation sent."), "{}", page.text);
}
