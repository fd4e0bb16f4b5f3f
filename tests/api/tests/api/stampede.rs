//! Everyone at once: 400 people ask for 100 passes, each asks twice, over 64 clients.

use std::collections::{BTreeMap, BTreeSet};

use api_tests::{Answer, Api, attendee};
use futures_util::{StreamExt, stream};

const PEOPLE: usize = 400;
const PASSES: usize = 100;
const CLIENTS: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_as_many_people_get_a_pass_as_there_are_passes() {
    let api = Api::with(&api_tests::DEMO.replace("capacity = 10", &format!("capacity = {PASSES}"))).await;
    // The two requests of one person are far enough apart to run among other people's, and close enough to overlap.
    let requests = (0..PEOPLE * 2).map(|n| (n / 2 + if n % 2 == 0 { 0 } else { 31 }) % PEOPLE);
    let answers: Vec<(usize, Answer)> = stream::iter(requests)
        .map(|person| {
            let api = &api;
            async move {
                for _ in 0..50 {
                    let ask = api.ask("POST", "/conferences/demo-2030/registrations");
                    let ask = ask.json(&attendee(&format!("p{person}@example.org")));
                    let ask =
                        if person % 2 == 0 { ask.header("idempotency-key", &format!("key-{person}")) } else { ask };
                    let answer = ask.send().await;
                    if answer.status != 503 {
                        return (person, answer);
                    }
                    assert_eq!(answer.header("retry-after"), "1");
                }
                panic!("{person} was told to come again fifty times");
            }
        })
        .buffer_unordered(CLIENTS)
        .collect()
        .await;

    let mut registered: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    let mut refused = BTreeSet::new();
    for (person, answer) in &answers {
        match answer.status {
            201 | 200 => {
                registered.entry(*person).or_default().insert(answer.json["id"].as_str().unwrap().to_owned());
                let token = answer.json.get("manage_token").is_some();
                assert_eq!(token, answer.status == 201, "{}", answer.text);
                assert!(person % 2 == 1 || answer.status == 201, "a repeat with its key gets the same answer");
            }
            409 => {
                assert_eq!(answer.problem(), "409 sold-out");
                refused.insert(*person);
            }
            _ => panic!("{}", answer.text),
        }
    }
    assert_eq!(registered.len(), PASSES);
    assert!(registered.values().all(|ids| ids.len() == 1), "one person, one registration");
    assert!(registered.keys().all(|person| !refused.contains(person)), "a registered person was refused");
    assert_eq!(api.pool("general").await, format!("capacity={PASSES} free=0 spare=0 held=0 taken={PASSES}"));
    api.settle().await;
    assert_eq!(api.stack.outbox().unwrap().iter().filter(|m| m.subject.starts_with("Your pass for")).count(), PASSES);
    api.audit().await;
}
