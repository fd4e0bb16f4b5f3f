//! The choice of microconferences: proposals of a call for tracks, and making tracks of them.

#![allow(clippy::needless_raw_string_hashes, reason = "expect_test writes them")]

use api_tests::{Answer, Api, DEMO};
use domain::input::{Reading, Source};
use domain::person::EmailAddress;
use domain::proposal::{Proposal, ProposalRequest};
use expect_test::expect;
use serde_json::{Value, json};
use store::{Actor, ProposeOutcome};

const CALL: &str = r#"
[[tracks]]
id = "choice"
name = "Microconferences"
kind = "other"
leads = ["chooser@example.org"]
description = "Propose one."

[tracks.cfp]
opens = "2030-01-01T09:00:00"
closes = "2030-02-20 anywhere on Earth"

[tracks.new_tracks]
closes = "2030-03-15 anywhere on Earth"
claim_by = "2030-04-01 anywhere on Earth"
room_for = 1
"#;

struct Choice {
    api: Api,
    organizer: String,
}

async fn choice() -> Choice {
    let api = Api::with(&format!("{DEMO}{CALL}")).await;
    let organizer = api.sign_in("organizer@example.org").await;
    Choice { api, organizer }
}

impl Choice {
    /// Submits a proposal by the lead of the track to be; the co-lead and the other speakers have not answered yet.
    async fn proposes(&self, who: &str, title: &str, content: &Value) -> Proposal {
        let asked = json!({
            "format": "full", "answers": {"topics": "One\nTwo", "recorded": "yes", "accomplishments": "Merged."},
        });
        self.proposes_to("choice", who, title, [&asked, content]).await
    }

    async fn proposes_to(&self, track: &str, who: &str, title: &str, contents: [&Value; 2]) -> Proposal {
        let store = self.api.stack.store();
        let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
        let track = edition.conference.track(track).unwrap();
        let address: EmailAddress = format!("{who}@example.org").parse().unwrap();
        let mut document = json!({
            "title": title, "abstract": "What is *open*.", "submit": true,
            "speakers": [{"name": who, "email": address.as_str()}, {"name": "Kim", "email": "kim@example.org"}],
            "links": [{"label": "Last year", "url": "https://example.org/2029"}],
        });
        for content in contents {
            document.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
        }
        let reading = Reading::new(Source::Typed);
        let requested = reading.root(&document).and_then(|o| ProposalRequest::read(o, &edition.conference, track));
        let requested = reading.finish(requested).unwrap();
        let by = Actor { addresses: &[address], as_lead: false };
        match store.propose(self.api.stack.context(), &edition, track, &requested, by, None).await.unwrap() {
            ProposeOutcome::Created(proposal) => *proposal,
            other => panic!("{other:?}"),
        }
    }

    /// As the release of its decision leaves it.
    fn accepted(&self, proposal: &Proposal) {
        let table = &self.api.stack.context().settings().table;
        let update = json!({
            "TableName": table,
            "Key": {"pk": {"S": format!("C#demo-2030#PROPOSAL#{}", proposal.id)}, "sk": {"S": "PROPOSAL"}},
            "UpdateExpression": "SET #state = :accepted, decided_at = :now",
            "ConditionExpression": "#state = :submitted",
            "ExpressionAttributeNames": {"#state": "state"},
            "ExpressionAttributeValues": {
                ":accepted": {"S": "accepted"}, ":submitted": {"S": "submitted"},
                ":now": {"S": self.api.stack.context().now().to_string()},
            },
        });
        let (status, body) =
            self.api.stack.table().answer("DynamoDB_20120810.UpdateItem", update.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
        let row = json!({
            "TableName": table,
            "Key": {
                "pk": {"S": format!("C#demo-2030#TRACK#{}#PROPOSALS", proposal.track)},
                "sk": {"S": proposal.id.to_string()},
            },
            "UpdateExpression": "SET #row.#state = :accepted",
            "ExpressionAttributeNames": {"#row": "row", "#state": "state"},
            "ExpressionAttributeValues": {
                ":accepted": {"M": {
                    "state": {"S": "accepted"}, "decided_at": {"S": self.api.stack.context().now().to_string()},
                }},
            },
        });
        let (status, body) = self.api.stack.table().answer("DynamoDB_20120810.UpdateItem", row.to_string().as_bytes());
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    }

    async fn become_track(&self, proposal: &Proposal, terms: &Value) -> Answer {
        let path = format!("/conferences/demo-2030/proposals/{}/become-track", proposal.id);
        self.api.ask("POST", &path).token(&self.organizer).json(terms).send().await
    }

    async fn definition(&self) -> Value {
        self.api.ask("GET", "/conferences/demo-2030/definition").token(&self.organizer).send().await.json
    }
}

#[tokio::test]
async fn an_accepted_proposal_becomes_a_track_with_its_lead_its_call_and_its_passes() {
    let o = choice().await;
    let ann = o.api.sign_in("ann@example.org").await;
    let tracing = o.proposes("ann", "Tracing", &json!({})).await;
    let refused = o.become_track(&tracing, &json!({})).await;
    assert_eq!(refused.problem(), "409 proposal-state");
    assert!(refused.json["detail"].as_str().unwrap().contains("accept it and release the decision first"));
    o.accepted(&tracing);
    let became = o.become_track(&tracing, &json!({"passes": 2})).await;
    assert_eq!(became.status, 201, "{}", became.text);
    assert_eq!((&became.json["track"], &became.json["leads"]), (&json!("tracing"), &json!(["ann@example.org"])));
    assert_eq!(became.json["pool"]["capacity"], 2);
    let again = o.become_track(&tracing, &json!({"passes": 2})).await;
    assert_eq!((again.status, &again.json), (200, &became.json), "{}", again.text);
    assert_eq!(o.become_track(&tracing, &json!({"id": "other"})).await.errors(), "422 invalid /id");
    let edition = o.api.get("/conferences/demo-2030").await;
    let tracks = edition.json["tracks"].as_array().unwrap();
    let track = tracks.iter().find(|track| track["id"] == "tracing").unwrap();
    assert_eq!((&track["kind"], &track["cfp"]["state"]), (&json!("microconference"), &json!("open")));
    let definition = o.definition().await;
    let written = definition["tracks"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&written["topics"], &written["accomplishments"]), (&json!(["One", "Two"]), &json!(["Merged."])));
    assert_eq!((&written["block_minutes"], &written["recorded"]), (&json!(210), &json!(true)));
    // Its lead keeps the track's passes, and a mail says what to do next.
    let invitations = "/conferences/demo-2030/pools/mc-tracing/invitations";
    let invited = o.api.ask("POST", invitations).token(&ann).json(&json!({"email": "guest@example.org"})).send().await;
    assert_eq!(invited.status, 201, "{}", invited.text);
    let mails = o.api.mails_to("ann@example.org").await;
    let to_lead: Vec<_> =
        mails.iter().filter(|m| m["subject"].as_str().unwrap().starts_with("Tracing is now a track")).collect();
    assert_eq!(to_lead.len(), 1, "{mails:#?}");
    let text = to_lead[0]["text"].as_str().unwrap();
    assert!(text.contains("Passes to give: 2 passes") && text.contains("Call closes:    15 March 2030"), "{text}");
    assert!(
        !o.api.mails_to("kim@example.org").await.iter().any(|m| m["subject"].to_string().contains("is now a track"))
    );
    o.api.audit().await;
}

#[tokio::test]
async fn leads_of_a_new_track_wait_as_contributors() {
    let o = choice().await;
    let tracing = o.proposes("ann", "Tracing", &json!({})).await;
    o.accepted(&tracing);
    for n in 0..10 {
        o.api.register(&format!("first{n}@example.org")).await;
    }
    let requested = json!({ "name": "Ann", "email": "ann@example.org", "reason": "To lead." });
    assert_eq!(o.api.post("/conferences/demo-2030/waitlist", requested).await.status, 201);
    assert_eq!(o.become_track(&tracing, &json!({})).await.status, 201);
    let list = o.api.ask("GET", "/conferences/demo-2030/waitlist").token(&o.organizer).send().await;
    assert_eq!(list.json["waitlist"][0]["class"], "contributor", "{}", list.text);
}

#[tokio::test]
async fn two_proposals_become_one_track_with_the_leads_of_both() {
    let o = choice().await;
    let tracing = o.proposes("ann", "Tracing", &json!({})).await;
    let profiling = o
        .proposes("bob", "Profiling", &json!({"format": "half", "answers": {"topics": "three", "recorded": "no"}}))
        .await;
    o.accepted(&tracing);
    let merged = json!({"name": "Tracing and Profiling", "id": "observing", "merge_with": profiling.id});
    let became = o.become_track(&tracing, &merged).await;
    assert_eq!(became.status, 201, "{}", became.text);
    assert_eq!(became.json["leads"], json!(["ann@example.org", "bob@example.org"]));
    assert_eq!((&became.json["block_minutes"], &became.json["recorded"]), (&json!(210), &json!(false)));
    let subjects = o.api.mails_to("bob@example.org").await;
    assert!(subjects.iter().any(|mail| mail["subject"].to_string().contains("Tracing and Profiling is now a track")));
    let list = o.api.ask("GET", "/conferences/demo-2030/new-tracks").token(&o.organizer).send().await;
    let rows = list.json["calls"][0]["proposals"].as_array().unwrap();
    let shown: Vec<_> =
        rows.iter().map(|r| format!("{} {} {} {}", r["title"], r["state"], r["became"], r["merged_into"])).collect();
    assert_eq!(shown[0], r#""Tracing" "accepted" "observing" null"#);
    assert_eq!(shown[1], format!("\"Profiling\" \"withdrawn\" null \"{}\"", tracing.id));
    let itself = o.proposes("eve", "Other", &json!({})).await;
    o.accepted(&itself);
    assert_eq!(o.become_track(&itself, &json!({"merge_with": itself.id})).await.errors(), "422 invalid /merge_with");
    assert_eq!(o.become_track(&itself, &json!({"merge_with": tracing.id})).await.errors(), "422 invalid /merge_with");
    assert_eq!(o.become_track(&itself, &json!({"merge_with": profiling.id})).await.problem(), "409 proposal-state");
}

#[tokio::test]
async fn more_is_proposed_than_fits_and_drafts_stay_private() {
    let o = choice().await;
    let tracing = o.proposes("ann", "Tracing", &json!({})).await;
    o.proposes("bob", "Profiling", &json!({"format": "half"})).await;
    let draft = o.proposes("eve", "Draft", &json!({"submit": false})).await;
    o.accepted(&tracing);
    let list = || o.api.ask("GET", "/conferences/demo-2030/new-tracks").token(&o.organizer);
    let call = list().send().await.json["calls"][0].clone();
    assert_eq!((&call["room_for"], &call["proposed"], &call["chosen"]), (&json!(1), &json!(3), &json!(2)));
    assert_eq!(call["proposals"].as_array().unwrap().len(), 2);
    let page = list().page().send().await;
    assert!(page.text.contains("<b>1\u{bd}</b>") && page.text.contains("More proposals than room"), "{}", page.text);
    assert!(page.text.contains("Create track") && !page.text.contains("Draft"));
    assert_eq!(o.become_track(&draft, &json!({})).await.problem(), "404 not-found");
}

#[tokio::test]
async fn errors_are_shown_beside_their_fields_and_nothing_is_written() {
    let o = choice().await;
    let net = o.proposes("ann", "Net", &json!({})).await;
    o.accepted(&net);
    let before = o.definition().await;
    assert_eq!(o.become_track(&net, &json!({})).await.errors(), "422 invalid /id");
    assert_eq!(
        o.become_track(&net, &json!({"id": "net2", "closes": "2030-01-01T00:00:00"})).await.errors(),
        "422 invalid /closes"
    );
    assert_eq!(
        o.become_track(&net, &json!({"id": "N", "length": "long", "x": 1})).await.errors(),
        "422 invalid /id /length /x"
    );
    let path = format!("/conferences/demo-2030/proposals/{}/become-track", net.id);
    let page = o.api.ask("GET", &path).token(&o.organizer).page().send().await;
    assert!(page.text.contains("value=\"2030-03-15 anywhere on Earth\""), "{}", page.text);
    assert!(page.text.contains("Kim has not accepted the invitation to lead yet."));
    let form = "name=Net&id=net&length=full&recorded=no&passes=1&closes=2030-03-20T18:00:00";
    let wrong = o.api.ask("POST", &path).token(&o.organizer).form(form).send().await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("error-id") && wrong.text.contains("2030-03-20T18:00:00"), "{}", wrong.text);
    assert_eq!(o.definition().await, before);
    let done = o.api.ask("POST", &path).token(&o.organizer).form(&form.replace("id=net", "id=net-2")).send().await;
    assert_eq!((done.status, done.header("location")), (303, "/conferences/demo-2030/new-tracks#net-2"));
    let after = o.definition().await;
    assert_eq!(after["tracks"].as_array().unwrap().last().unwrap()["recorded"], false);
}

#[tokio::test]
async fn a_proposal_for_a_track_says_what_a_call_for_tracks_asks() {
    let o = choice().await;
    let edition = o.api.stack.store().edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let track = edition.conference.track("choice").unwrap();
    let asked: Vec<_> = track.questions.iter().map(|q| format!("{} {}", q.id, q.required)).collect();
    expect![[r#"["topics true", "key_attendees false", "accomplishments false", "recorded true"]"#]]
        .assert_eq(&format!("{asked:?}"));
    let formats: Vec<_> = track.formats.iter().map(|f| format!("{} {:?}", f.id, f.minutes)).collect();
    expect![[r#"["full [210]", "half [105]"]"#]].assert_eq(&format!("{formats:?}"));
}

const NET: &str = "/conferences/demo-2030/tracks/net/outcomes";

#[tokio::test]
async fn leads_say_what_came_of_their_track_and_the_next_call_starts_from_it() {
    let o = choice().await;
    let lead = o.api.sign_in("lead@example.org").await;
    let say = |body: Value| o.api.ask("PUT", NET).token(&lead).json(&body).send();
    let said = say(json!({"lines": ["Queues are *merged*.", "A plan for 2031."]})).await;
    assert_eq!((said.status, &said.json["revision"]), (200, &json!(1)), "{}", said.text);
    assert_eq!(
        say(json!({"lines": ["Queues are *merged*.", "A plan for 2031."], "revision": 0})).await.json,
        said.json
    );
    let late = say(json!({"lines": ["Something else."], "revision": 0})).await;
    assert_eq!((late.problem().as_str(), &late.json["now"]["lines"][1]), ("409 conflict", &json!("A plan for 2031.")));
    assert_eq!(say(json!({"sessions": [{"id": "none"}]})).await.errors(), "422 invalid /sessions/0/id");
    assert_eq!(o.api.get(NET).await.json["lines"][1], "A plan for 2031.");
    let page = o.api.ask("GET", "/conferences/demo-2030/tracks/net").page().send().await;
    assert!(page.text.contains("Outcomes") && page.text.contains("Queues are *merged*."), "{}", page.text);
    let next = "/conferences/demo-2030/next-edition?id=demo-2031&starts_on=2031-05-07";
    let definition = o.api.ask("GET", next).token(&o.organizer).send().await;
    assert_eq!(definition.status, 200, "{}", definition.text);
    assert_eq!(definition.json["tracks"][0]["accomplishments"], json!(["Queues are *merged*.", "A plan for 2031."]));
    assert_eq!((&definition.json["name"], &definition.json["ends_on"]), (&json!("Demo 2031"), &json!("2031-05-09")));
    // As a form: made, looked through, created.
    let page = o.api.ask("GET", &format!("{next}&without.choice=yes")).token(&o.organizer).page().send().await;
    assert!(page.text.contains("Create edition") && page.text.contains("Demo 2031"), "{}", page.text);
    let text = definition.json.to_string().replace('&', "%26").replace('+', "%2B");
    let form = format!("definition={text}");
    let create = |token: &str| o.api.ask("POST", "/conferences/demo-2030/next-edition").token(token).form(&form).send();
    let second = o.api.sign_in("second@example.org").await;
    assert_eq!(create(&second).await.status, 403, "only who creates editions here");
    let created = create(&o.organizer).await;
    assert_eq!((created.status, created.header("location")), (303, "/conferences/demo-2031/desk"), "{}", created.text);
    let again = create(&o.organizer).await;
    assert!(again.status == 422 && again.text.contains("demo-2031 is here already"), "{}", again.text);
    let net = o.api.get("/conferences/demo-2031/tracks/net").await;
    assert_eq!(net.json["accomplishments"][1], "A plan for 2031.");
    o.api.audit().await;
}

#[tokio::test]
async fn a_next_edition_needs_an_id_and_a_day_of_its_own() {
    let o = choice().await;
    let ask =
        |query: &str| o.api.ask("GET", &format!("/conferences/demo-2030/next-edition{query}")).token(&o.organizer);
    assert_eq!(ask("").send().await.errors(), "422 invalid /id /starts_on");
    assert_eq!(ask("?id=demo-2030&starts_on=2030-05-03").send().await.errors(), "422 invalid /id /starts_on");
    let page = ask("").page().send().await;
    assert!(page.text.contains("value=\"demo-2031\""), "{}", page.text);
    let page = ask("?id=x&starts_on=soon").page().send().await;
    assert_eq!(page.status, 422);
    assert!(page.text.contains("value=\"soon\"") && page.text.contains("error-starts_on"), "{}", page.text);
}

#[tokio::test]
async fn what_came_of_sessions_is_said_by_form_and_two_who_save_at_once_lose_nothing() {
    let o = choice().await;
    let chooser = o.api.sign_in("chooser@example.org").await;
    let tracing = o.proposes("ann", "Tracing", &json!({})).await;
    o.accepted(&tracing);
    let path = "/conferences/demo-2030/tracks/choice/outcomes";
    let page = o.api.ask("GET", path).token(&chooser).page().send().await;
    assert!(page.text.contains(&format!("lines_of.{}", tracing.id)), "{}", page.text);
    assert!(
        !o.api
            .ask("GET", path)
            .page()
            .send()
            .await
            .text
            .contains("<form method=\"post\" action=\"/conferences/demo-2030/tracks/choice")
    );
    let form = |revision: u32, lines: &str| {
        let id = &tracing.id;
        format!(
            "revision={revision}&lines={lines}&lines_of.{id}=Merged.&recording_of.{id}=https%3A%2F%2Fexample.org%2Fr"
        )
    };
    let post = |form: String| o.api.ask("POST", path).token(&chooser).form(&form).send();
    let saved = post(form(0, "A+plan.")).await;
    assert_eq!((saved.status, saved.header("location")), (303, &*format!("{path}?saved")));
    let read = o.api.get(path).await;
    assert_eq!(read.json["sessions"][0]["recording"], "https://example.org/r");
    let late = post(form(0, "Mine.")).await;
    assert_eq!(late.status, 409);
    assert!(
        late.text.contains("A plan.") && late.text.contains("Mine.") && late.text.contains("value=\"1\""),
        "{}",
        late.text
    );
    assert_eq!(post(form(1, "Mine.")).await.status, 303);
    let wrong = post(format!("revision=2&recording_of.{}=ftp%3A%2F%2Fx", tracing.id)).await;
    assert!(wrong.status == 422 && wrong.text.contains(&format!("error-recording-{}", tracing.id)), "{}", wrong.text);
}

#[tokio::test]
async fn a_proposal_for_a_track_is_no_session_and_sessions_of_a_track_without_recording_are_not_recorded() {
    let o = choice().await;
    let tracing = o.proposes("ann", "Tracing", &json!({})).await;
    o.accepted(&tracing);
    assert_eq!(o.become_track(&tracing, &json!({"recorded": false})).await.status, 201);
    let nothing = json!({});
    let talk = o.proposes_to("tracing", "bob", "Rings", [&nothing, &nothing]).await;
    o.accepted(&talk);
    let store = o.api.stack.store();
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let draft = store.draft(&edition).await.unwrap();
    let sessions: Vec<_> =
        draft.draft.sessions.iter().map(|s| (s.session.title.as_str(), s.session.not_recorded)).collect();
    assert_eq!(sessions, [("Rings", true)]);
}
