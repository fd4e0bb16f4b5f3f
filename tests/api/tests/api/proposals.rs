//! Proposals from draft to submission: their people's stories, and the deadline.

mod access;
mod moving;

use api_tests::{Answer, Api, DEMO, link_in};
use serde_json::{Value, json};

const PROPOSALS: &str = "/conferences/demo-2030/proposals";
const NET: &str = "/conferences/demo-2030/tracks/net/proposals";

/// The demo edition, whose two tracks call for proposals; `net` until noon of 10 February, UTC.
pub(crate) fn calling() -> String {
    format!(
        "{DEMO}
formats = [{{ id = \"talk\", label = \"Talk\", minutes = [20, 45] }}]
questions = [{{ id = \"level\", label = \"For whom\", kind = \"choice\", choices = [\"new\", \"old\"] }}]

[tracks.cfp]
opens = \"2030-01-15T12:00:00Z\"
closes = \"2030-02-10T12:00:00Z\"
limit_per_person = 2

[[tracks]]
id = \"storage\"
name = \"Storage\"
kind = \"microconference\"
leads = [\"storage@example.org\"]
description = \"Blocks.\"

[tracks.cfp]
opens = \"2030-01-15T12:00:00Z\"
closes = \"2030-02-05 anywhere on Earth\"
"
    )
}

fn talk(title: &str) -> Value {
    json!({
        "title": title, "abstract": "How *packets* are lost.", "minutes": 20,
        "speakers": [{"name": "Ann", "email": "ann@example.org"}],
    })
}

/// A Plumbline with that edition, and Ann's session.
async fn with_ann() -> (Api, String) {
    let api = Api::with(&calling()).await;
    let ann = api.sign_in("ann@example.org").await;
    (api, ann)
}

async fn propose(api: &Api, token: &str, body: &Value) -> Answer {
    api.ask("POST", NET).token(token).json(body).send().await
}

async fn submitted(api: &Api, token: &str, title: &str) -> Answer {
    let mut body = talk(title);
    body["submit"] = json!(true);
    let answer = propose(api, token, &body).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer
}

fn path(answer: &Answer) -> String {
    format!("{PROPOSALS}/{}", answer.json["id"].as_str().expect("an id"))
}

#[tokio::test]
async fn a_draft_is_kept_incomplete_and_says_what_it_lacks() {
    let (api, ann) = with_ann().await;
    let draft = propose(&api, &ann, &json!({"title": "Half a thought"})).await;
    assert_eq!((draft.status, draft.header("etag")), (201, "\"1\""));
    assert_eq!(draft.header("location"), path(&draft));
    assert_eq!(draft.json["state"], "draft");
    let missing: Vec<_> = draft.json["missing"].as_array().unwrap().iter().map(|f| f["pointer"].clone()).collect();
    assert_eq!(missing, ["/abstract", "/minutes", "/speakers"]);
    let early = api.ask("POST", &format!("{}/submit", path(&draft))).token(&ann).send().await;
    assert_eq!(early.errors(), "422 invalid /abstract /minutes /speakers");
    let whole =
        api.ask("PUT", &path(&draft)).token(&ann).header("if-match", "\"1\"").json(&talk("A thought")).send().await;
    assert_eq!((whole.status, whole.header("etag")), (200, "\"2\""), "{}", whole.text);
    assert!(
        api.mails_to("ann@example.org").await.iter().all(|mail| !mail["subject"].to_string().contains("Submitted"))
    );
    let sent = api.ask("POST", &format!("{}/submit", path(&draft))).token(&ann).send().await;
    assert_eq!((sent.status, &sent.json["state"]), (200, &json!("submitted")), "{}", sent.text);
    let again = api.ask("POST", &format!("{}/submit", path(&draft))).token(&ann).send().await;
    assert_eq!(again.json, sent.json, "a repeat has the effect of one");
    let mails = api.mails_to("ann@example.org").await;
    let receipts: Vec<_> = mails.iter().filter(|mail| mail["subject"].to_string().contains("Submitted")).collect();
    assert_eq!(receipts.len(), 1);
    assert!(receipts[0]["text"].as_str().unwrap().contains("How *packets* are lost."));
    api.audit().await;
}

#[tokio::test]
async fn a_track_says_what_a_proposal_to_it_needs() {
    let (api, ann) = with_ann().await;
    let track = api.get("/conferences/demo-2030/tracks/net").await.json;
    let needs = &track["cfp"]["proposal"];
    assert_eq!(needs["required"], json!(["title", "abstract", "format", "minutes", "speakers"]));
    assert_eq!(needs["formats"], json!([{"id": "talk", "label": "Talk", "minutes": [20, 45]}]));
    let level =
        json!({"id": "level", "label": "For whom", "kind": "choice", "required": false, "choices": ["new", "old"]});
    assert_eq!(needs["questions"], json!([level]));
    assert_eq!((&needs["limits"]["proposals"], &needs["limits"]["abstract"]), (&json!(2), &json!(10_000)));
    // The refusals come from the track's settings. The only format is filled in.
    let nothing = propose(&api, &ann, &json!({"submit": true})).await;
    assert_eq!(nothing.errors(), "422 invalid /title /abstract /minutes /speakers");
    let mut long = talk("A talk");
    (long["minutes"], long["answers"]) = (json!(30), json!({"level": "all"}));
    let refused = propose(&api, &ann, &long).await;
    assert_eq!(refused.errors(), "422 invalid /minutes /answers/level");
    assert!(refused.text.contains("must be one of 20, 45") && refused.text.contains("must be one of new, old"));
    let storage = api.get("/conferences/demo-2030/tracks/storage").await.json;
    let needs = &storage["cfp"]["proposal"];
    assert_eq!(needs["required"], json!(["title", "abstract", "speakers"]));
    assert_eq!((&needs["formats"], &needs["limits"]["proposals"]), (&json!([]), &json!(null)));
}

#[tokio::test]
async fn the_same_request_makes_one_proposal() {
    let (api, ann) = with_ann().await;
    let send = |key: &'static str, title: &'static str| {
        let (api, ann) = (&api, &ann);
        async move { api.ask("POST", NET).token(ann).header("idempotency-key", key).json(&talk(title)).send().await }
    };
    let (first, second) = (send("k1", "One").await, send("k1", "One").await);
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.json["id"], second.json["id"]);
    assert_eq!(send("k1", "Other").await.problem(), "422 idempotency-key-reused");
    assert_ne!(send("k2", "One").await.json["id"], first.json["id"]);
    let mine = api.ask("GET", "/me/proposals").token(&ann).send().await;
    assert_eq!(mine.json["editions"][0]["proposals"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_deadline_is_a_deadline_whether_or_not_the_closing_job_has_run() {
    for job in ["before", "at", "after"] {
        let (api, ann) = with_ann().await;
        let late = propose(&api, &ann, &talk("Late")).await;
        let edited = submitted(&api, &ann, "Edited late").await;
        api.set_clock("2030-02-10T11:59:59.999Z");
        if job == "before" {
            api.settle().await;
        }
        let in_time = submitted(&api, &ann, "In time").await;
        assert_eq!(in_time.json["submitted_at"], "2030-02-10T11:59:59.999Z");
        api.set_clock("2030-02-10T12:00:00Z");
        if job == "at" {
            api.settle().await;
        }
        // Whatever else is wrong with the proposal, the closed call is reported first.
        let exactly = propose(&api, &ann, &json!({"title": "x", "submit": true})).await;
        assert_eq!(exactly.problem(), "403 cfp-closed");
        let refused = api.ask("POST", &format!("{}/submit", path(&late))).token(&ann).send().await;
        assert_eq!(refused.problem(), "403 cfp-closed", "{job}");
        api.set_clock("2030-02-10T12:00:00.001Z");
        if job == "after" {
            api.settle().await;
        }
        let refused = api.ask("POST", &format!("{}/submit", path(&late))).token(&ann).send().await;
        assert_eq!(refused.problem(), "403 cfp-closed", "{job}");
        assert_eq!(refused.json["closes_at"], "2030-02-10T12:00:00Z");
        let detail = refused.json["detail"].as_str().unwrap();
        for part in
            ["Sun 10 February 2030, 13:00 CET", "12:00 UTC", "announced as 2030-02-10T12:00:00Z", "lead@example.org"]
        {
            assert!(detail.contains(part), "{detail}");
        }
        assert_eq!(propose(&api, &ann, &talk("New")).await.problem(), "403 cfp-closed");
        let change =
            api.ask("PUT", &path(&edited)).token(&ann).header("if-match", "*").json(&talk("Changed")).send().await;
        assert_eq!(change.problem(), "403 cfp-closed");
        let kept = api.ask("GET", &path(&in_time)).token(&ann).send().await;
        assert_eq!(kept.json["state"], "submitted");
        api.audit().await;
    }
}

#[tokio::test]
async fn before_the_call_opens_the_answer_says_when() {
    let edition = calling().replacen("2030-01-15T12:00:00Z", "2030-02-05T12:00:00Z", 1);
    let api = Api::with(&edition).await;
    let ann = api.sign_in("ann@example.org").await;
    let early = propose(&api, &ann, &talk("Early")).await;
    assert_eq!(
        (early.problem().as_str(), &early.json["opens_at"]),
        ("403 cfp-not-open", &json!("2030-02-05T12:00:00Z"))
    );
}

#[tokio::test]
async fn a_late_link_lets_one_person_submit_until_its_own_instant() {
    let (api, ann) = with_ann().await;
    let bob = api.sign_in("bob@example.org").await;
    let lead = api.sign_in("lead@example.org").await;
    let drafts = [propose(&api, &ann, &talk("Late")).await, propose(&api, &ann, &talk("Later")).await];
    let bobs = propose(&api, &bob, &talk("Bob's")).await;
    api.set_clock("2030-02-10T13:00:00Z");
    let give = json!({"email": "ann@example.org", "until": "2030-02-11T12:00:00Z"});
    let links = "/conferences/demo-2030/tracks/net/late-links";
    let given = api.ask("POST", links).token(&lead).json(&give).send().await;
    assert!(matches!(given.status, 200 | 201), "{}", given.text);
    let submit = |draft: &Answer, token: &str| api.ask("POST", &format!("{}/submit", path(draft))).token(token).send();
    assert_eq!(submit(&bobs, &bob).await.problem(), "403 cfp-closed");
    assert_eq!(submit(&drafts[0], &ann).await.status, 200);
    let change =
        api.ask("PUT", &path(&drafts[0])).token(&ann).header("if-match", "*").json(&talk("Better")).send().await;
    assert_eq!(change.status, 200, "{}", change.text);
    api.set_clock("2030-02-11T12:00:00Z");
    assert_eq!(submit(&drafts[1], &ann).await.problem(), "403 cfp-closed");
}

#[tokio::test]
async fn one_person_has_no_more_than_the_call_allows_even_at_once() {
    let (api, ann) = with_ann().await;
    let mut drafts = Vec::new();
    for n in 0..4 {
        drafts.push(propose(&api, &ann, &talk(&format!("Talk {n}"))).await);
    }
    let submits = drafts.iter().map(|draft| api.ask("POST", &format!("{}/submit", path(draft))).token(&ann).send());
    let answers = futures_util::future::join_all(submits).await;
    let mut said: Vec<_> = answers.iter().map(Answer::problem).collect();
    said.sort();
    assert_eq!(said, ["200", "200", "409 limit-reached", "409 limit-reached"]);
    let taken = drafts.iter().zip(&answers).find(|(_, answer)| answer.status == 200).unwrap().0;
    let left = drafts.iter().zip(&answers).find(|(_, answer)| answer.status == 409).unwrap().0;
    assert_eq!(
        api.ask("POST", &format!("{}/withdraw", path(taken))).token(&ann).send().await.json["state"],
        "withdrawn"
    );
    assert_eq!(api.ask("POST", &format!("{}/submit", path(left))).token(&ann).send().await.status, 200);
    let back = api.ask("POST", &format!("{}/submit", path(taken))).token(&ann).send().await;
    assert_eq!(back.problem(), "409 limit-reached");
    api.audit().await;
}

#[tokio::test]
async fn of_two_edits_at_once_the_second_is_refused_and_loses_nothing() {
    let (api, ann) = with_ann().await;
    let proposal = submitted(&api, &ann, "First title").await;
    let put = |title: &str, tag: &str| {
        api.ask("PUT", &path(&proposal)).token(&ann).header("if-match", tag).json(&talk(title)).send()
    };
    assert_eq!(
        api.ask("PUT", &path(&proposal)).token(&ann).json(&talk("x")).send().await.problem(),
        "428 precondition-required"
    );
    assert_eq!(put("Second title", "\"1\"").await.status, 200);
    let stale = put("Third title", "\"1\"").await;
    assert_eq!(stale.problem(), "412 changed-meanwhile");
    assert_eq!((&stale.json["current"]["title"], &stale.json["etag"]), (&json!("Second title"), &json!("\"2\"")));
    // The same on a page: the form keeps the text that was typed, with the other person's text beside it.
    let form = "revision=1&action=save&title=Third+title&abstract=My+own+words&slot=talk:20\
                &speaker_1.name=Ann&speaker_1.email=ann@example.org";
    let page = api.ask("POST", &path(&proposal)).token(&ann).form(form).send().await;
    assert_eq!(page.status, 412);
    for part in [
        "Someone else changed this proposal",
        "Third title",
        "Second title",
        "My own words",
        "name=\"revision\" value=\"2\"",
    ] {
        assert!(page.text.contains(part), "{part} is lost:\n{}", page.text);
    }
    let page =
        api.ask("POST", &path(&proposal)).token(&ann).form(&form.replace("revision=1", "revision=2")).send().await;
    assert_eq!(page.status, 303, "{}", page.text);
    let lead = api.sign_in("lead@example.org").await;
    let history = api.ask("GET", &format!("{}/history", path(&proposal))).token(&lead).send().await;
    let deeds: Vec<_> =
        history.json["changes"].as_array().unwrap().iter().map(|c| c["deed"].as_str().unwrap()).collect();
    assert_eq!(deeds, ["edited", "edited", "submitted"]);
    assert_eq!(
        history.json["changes"][1]["fields"][0],
        json!({"field": "title", "before": "First title", "after": "Second title"})
    );
    let page = api.ask("GET", &format!("{}/history", path(&proposal))).token(&lead).page().send().await;
    assert!(page.text.contains("<del>Second") && page.text.contains("<ins>Third"), "{}", page.text);
}

#[tokio::test]
async fn a_speaker_answers_by_the_mailed_link_and_the_owner_gets_a_mail() {
    let (api, ann) = with_ann().await;
    let mut body = talk("Together");
    body["speakers"] = json!([{"name": "Ann", "email": "ann@example.org"}, "bob@example.org", "carol@example.org"]);
    let proposal = propose(&api, &ann, &body).await;
    assert_eq!(proposal.status, 201, "{}", proposal.text);
    let states = |answer: &Answer| {
        let speakers = answer.json["speakers"].as_array().unwrap().iter();
        speakers
            .map(|s| format!("{} {}", s["name"].as_str().unwrap(), s["state"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    assert_eq!(states(&proposal), ["Ann confirmed", "bob invited", "carol invited"]);
    let mails = api.mails_to("bob@example.org").await;
    assert_eq!(mails.len(), 1);
    let link = link_in(&mails[0]);
    // Opening the link changes nothing. Without the token the page can't be read.
    assert_eq!(api.ask("GET", &link).page().send().await.status, 200);
    let bare = link.split('?').next().unwrap();
    assert_eq!(api.get(bare).await.problem(), "401 sign-in-required");
    assert_eq!(api.ask("GET", &link.replace("token=", "token=0")).send().await.problem(), "401 sign-in-required");
    let token = link.split("token=").nth(1).unwrap();
    let form = format!("answer=confirm&name=Bob+B.&token={token}");
    let answered = api.ask("POST", bare).form(&form).send().await;
    assert_eq!(answered.status, 303, "{}", answered.text);
    assert!(api.ask("GET", answered.header("location")).page().send().await.text.contains("confirmed as a speaker"));
    let carol = link_in(&api.mails_to("carol@example.org").await[0]);
    let declined = api.ask("POST", &carol).json(&json!({"answer": "decline"})).send().await;
    assert_eq!(states(&declined), ["Ann confirmed", "Bob B. confirmed", "carol declined"]);
    let subjects: Vec<_> = api.mails_to("ann@example.org").await.iter().map(|m| m["subject"].to_string()).collect();
    assert!(
        subjects.iter().any(|s| s.contains("Bob B. will speak"))
            && subjects.iter().any(|s| s.contains("carol will not speak"))
    );
    // A confirmed speaker can read the proposal; one who declined no longer can.
    let bob = api.sign_in("bob@example.org").await;
    assert_eq!(api.ask("GET", &path(&proposal)).token(&bob).send().await.status, 200);
    let carol = api.sign_in("carol@example.org").await;
    assert_eq!(api.ask("GET", &path(&proposal)).token(&carol).send().await.problem(), "403 forbidden");
    let change = api.ask("PUT", &path(&proposal)).token(&bob).header("if-match", "*").json(&body).send().await;
    assert_eq!(change.status, 200, "{}", change.text);
    assert_eq!(
        api.mails_to("bob@example.org")
            .await
            .iter()
            .filter(|m| m["subject"].to_string().contains("Will you speak?"))
            .count(),
        1
    );
    api.audit().await;
}

#[tokio::test]
async fn mails_to_strangers_are_limited() {
    let (api, ann) = with_ann().await;
    let crowd = |from: usize| -> Vec<_> { (from..from + 10).map(|n| format!("p{n}@example.org")).collect() };
    let mut body = talk("Crowd");
    body["speakers"] = json!(crowd(0));
    let proposal = propose(&api, &ann, &body).await;
    assert_eq!(proposal.status, 201, "{}", proposal.text);
    let put = |from: usize| {
        let mut body = body.clone();
        body["speakers"] = json!(crowd(from));
        let ask = api.ask("PUT", &path(&proposal)).token(&ann).header("if-match", "*").json(&body);
        async move { ask.send().await.problem() }
    };
    assert_eq!(put(10).await, "200");
    assert_eq!(put(20).await, "429 too-many-requests", "a proposal asks 20 people in its life");
    for n in 0..2 {
        body["speakers"] = json!(crowd(100 + 10 * n));
        assert_eq!(propose(&api, &ann, &body).await.status, 201);
    }
    body["speakers"] = json!(crowd(200));
    assert_eq!(propose(&api, &ann, &body).await.problem(), "429 too-many-requests", "a person asks 50 a day");
    body["speakers"] = json!(crowd(0).into_iter().chain(["one@example.org".to_owned()]).collect::<Vec<_>>());
    assert_eq!(propose(&api, &ann, &body).await.errors(), "422 invalid /speakers");
}

#[tokio::test]
async fn text_of_people_does_nothing_but_be_read() {
    let (api, ann) = with_ann().await;
    let mut body = talk("<script>alert(1)</script>\" onmouseover=\"x");
    body["abstract"] = json!("<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1)) **b**");
    body["speakers"] = json!([{"name": "<b>Eve</b>", "email": "ann@example.org"}]);
    body["notes"] = json!("</textarea><script>x</script>");
    body["submit"] = json!(true);
    let proposal = propose(&api, &ann, &body).await;
    assert_eq!(proposal.status, 201, "{}", proposal.text);
    for page in [path(&proposal), format!("{}/edit", path(&proposal)), PROPOSALS.to_owned(), "/me/proposals".to_owned()]
    {
        let shown = api.ask("GET", &page).token(&ann).page().send().await;
        assert_eq!(shown.status, 200);
        for bad in ["<script>alert", "<script>x", "<img", "javascript:alert(1)\"", "<b>Eve", "\" onmouseover"] {
            assert!(!shown.text.contains(bad), "{page} lets {bad} through:\n{}", shown.text);
        }
    }
    for bad in ["Ann\r\nBcc: x@example.org", "Ann\nX"] {
        let mut body = talk("Headers");
        body["speakers"] = json!([{"name": bad, "email": "bob@example.org"}]);
        assert_eq!(propose(&api, &ann, &body).await.errors(), "422 invalid /speakers/0/name");
        body = talk(bad);
        assert_eq!(propose(&api, &ann, &body).await.errors(), "422 invalid /title");
    }
}

#[tokio::test]
async fn a_form_that_fails_is_its_page_again_and_a_draft_saves_itself() {
    let (api, ann) = with_ann().await;
    let form = "/conferences/demo-2030/tracks/net/propose";
    assert_eq!(api.ask("GET", form).page().send().await.status, 401);
    let empty = api.ask("GET", form).token(&ann).page().send().await;
    assert!(empty.text.contains("ann@example.org") && empty.text.contains("Talk · 45 minutes"), "{}", empty.text);
    let typed = "action=submit&idempotency_key=f1&title=Mine&abstract=Words&speaker_1.name=Ann&speaker_1.email=ann";
    let again = api.ask("POST", NET).token(&ann).form(typed).send().await;
    assert_eq!(again.status, 422);
    for part in ["Mine", "Words", "must be an e-mail address"] {
        assert!(again.text.contains(part), "{part}: {}", again.text);
    }
    let preview = api.ask("POST", NET).token(&ann).form("action=preview&abstract=*Words*&title=Mine").send().await;
    assert!(preview.text.contains("<em>Words</em>") && preview.text.contains("*Words*"), "{}", preview.text);
    let body = "action=autosave&idempotency_key=f2&title=Mine&abstract=Words";
    let saved = api.ask("POST", NET).token(&ann).raw("application/x-www-form-urlencoded", body.as_bytes()).send().await;
    assert_eq!((saved.status, &saved.json["state"]), (201, &json!("draft")), "{}", saved.text);
    let body = "action=autosave&revision=1&title=Mine&abstract=More+words";
    let saved = api
        .ask("POST", &path(&saved))
        .token(&ann)
        .raw("application/x-www-form-urlencoded", body.as_bytes())
        .send()
        .await;
    assert_eq!((saved.status, &saved.json["revision"]), (200, &json!(2)), "{}", saved.text);
    let gone = api.ask("POST", &path(&saved)).token(&ann).form("action=delete&revision=2").send().await;
    assert_eq!(gone.header("location"), "/me/proposals?done=deleted");
    let mine = api.ask("GET", "/me/proposals").token(&ann).send().await;
    assert_eq!(mine.json["editions"], json!([]));
    api.audit().await;
}

#[tokio::test]
async fn five_hundred_submissions_of_one_minute_have_numbers_and_codes_of_their_own() {
    let api = Api::with(&calling().replace("limit_per_person = 2", "limit_per_person = 1000")).await;
    let mut people = Vec::new();
    for n in 0..10 {
        people.push(api.sign_in(&format!("author{n}@example.org")).await);
    }
    let mut body = talk("One of many");
    (body["submit"], body["speakers"]) = (json!(true), json!(["ann@example.org"]));
    for batch in 0..10 {
        let asks = (0..50).map(|n| {
            let (key, who) = (format!("{batch}-{n}"), &people[n % people.len()]);
            body["speakers"][0] = json!(format!("author{}@example.org", n % people.len()));
            api.ask("POST", NET).token(who).header("idempotency-key", &key).json(&body).send()
        });
        for answer in futures_util::future::join_all(asks.collect::<Vec<_>>()).await {
            assert_eq!(answer.status, 201, "{}", answer.text);
        }
    }
    let lead = api.sign_in("lead@example.org").await;
    let mut after = Some(PROPOSALS.to_owned());
    let (mut numbers, mut codes) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    while let Some(page) = after {
        let list = api.ask("GET", &page).token(&lead).send().await;
        for proposal in list.json["proposals"].as_array().unwrap() {
            assert!(numbers.insert(proposal["number"].as_u64()) && codes.insert(proposal["code"].to_string()));
        }
        after = list.json["next"].as_str().map(str::to_owned);
    }
    assert_eq!(numbers.len(), 500);
    api.audit().await;
}

#[tokio::test]
async fn who_proposes_waits_as_a_contributor_and_no_longer_when_it_is_withdrawn() {
    let (api, ann) = with_ann().await;
    for n in 0..10 {
        assert_eq!(api.register(&format!("guest{n}@example.org")).await.status, 201);
    }
    let requested = json!({"name": "Ann", "email": "ann@example.org", "reason": "I want to come."});
    let joined = api.post("/conferences/demo-2030/waitlist", requested).await;
    assert_eq!((joined.status, &joined.json["class"]), (201, &json!("everyone")), "{}", joined.text);
    let place = format!("/conferences/demo-2030/waitlist/{}", joined.json["id"].as_str().unwrap());
    let token = joined.json["manage_token"].as_str().unwrap().to_owned();
    let class = || async {
        api.settle().await;
        let entry = api.ask("GET", &place).token(&token).send().await;
        (entry.json["class"].as_str().unwrap_or_default().to_owned(), entry.json["joined_at"].clone())
    };
    let proposal = propose(&api, &ann, &talk("Mine")).await;
    assert_eq!(class().await.0, "everyone", "a draft is no contribution");
    assert_eq!(api.ask("POST", &format!("{}/submit", path(&proposal))).token(&ann).send().await.status, 200);
    assert_eq!(class().await, ("contributor".to_owned(), joined.json["joined_at"].clone()));
    assert_eq!(api.ask("POST", &format!("{}/withdraw", path(&proposal))).token(&ann).send().await.status, 200);
    assert_eq!(class().await.0, "everyone");
    api.audit().await;
}

#[tokio::test]
async fn an_export_of_another_system_is_brought_in_once_and_a_faulty_one_not_at_all() {
    let (api, ann) = with_ann().await;
    let organizer = api.sign_in("organizer@example.org").await;
    let event = |id: u32, guid: &str, title: &str, track: &str| {
        json!({
            "id": id, "guid": guid, "logo": "", "date": "2030-05-01T09:00:00+02:00", "start": "09:00", "duration": "00:20",
            "room": "Hall", "slug": "democon-1-x", "url": "https://example.org/1", "title": title, "subtitle": "",
            "track": track, "type": "Talk", "language": "en", "abstract": "Short.", "description": "Long.",
            "recording_license": "", "do_not_record": false, "links": [], "attachments": [],
            "persons": [{"id": 1, "code": "ABCDEF", "public_name": "Bea", "biography": "", "answers": []}],
        })
    };
    let export = |events: Value| {
        json!({"schedule": {"version": "1", "base_url": "https://example.org", "conference": {
            "acronym": "democon", "title": "Demo", "start": "2030-05-01", "end": "2030-05-01", "daysCount": 1,
            "timeslot_duration": "00:05", "time_zone_name": "Europe/Berlin", "rooms": [{"name": "Hall"}],
            "days": [{"index": 1, "date": "2030-05-01", "day_start": "2030-05-01T04:00:00+02:00",
                      "day_end": "2030-05-02T03:59:00+02:00", "rooms": {"Hall": events}}],
        }}})
    };
    let (one, two) = ("8079583e-8321-506c-95af-fd2903a5f075", "8079583e-8321-506c-95af-fd2903a5f076");
    let bring = |token: &str, query: &str, body: &Value| {
        let ask = api.ask("POST", &format!("{PROPOSALS}/import{query}")).token(token).json(body);
        async move { ask.send().await }
    };
    let mut good = export(json!([event(1, one, "One", "Networking")]));
    assert_eq!(bring(&ann, "", &good).await.problem(), "403 forbidden");
    let preview = bring(&organizer, "?dry_run=true", &good).await;
    assert_eq!((preview.status, &preview.json["new"]), (200, &json!(1)), "{}", preview.text);
    let list = || api.ask("GET", PROPOSALS).token(&organizer).send();
    assert_eq!(list().await.json["proposals"], json!([]));
    let bad = export(json!([event(1, one, "One", "Networking"), event(2, two, "Two", "Nowhere")]));
    let refused = bring(&organizer, "", &bad).await;
    assert_eq!(refused.errors(), "422 invalid /schedule/conference/days/0/rooms/Hall/1/track");
    let twice = export(json!([event(1, one, "One", "Networking"), event(2, one, "Again", "Networking")]));
    assert_eq!(bring(&organizer, "", &twice).await.problem(), "422 invalid");
    assert_eq!(list().await.json["proposals"], json!([]), "nothing changes on a refusal");
    good["emails"] = json!({"Bea": "bea@example.org"});
    let done = bring(&organizer, "", &good).await;
    assert_eq!((&done.json["new"], &done.json["known"]), (&json!(1), &json!(0)), "{}", done.text);
    let again = bring(&organizer, "", &good).await;
    assert_eq!((&again.json["new"], &again.json["known"]), (&json!(0), &json!(1)));
    let proposals = list().await.json["proposals"].clone();
    assert_eq!((&proposals[0]["guid"], &proposals[0]["state"]), (&json!(one), &json!("submitted")));
    assert_eq!(proposals[0]["abstract"], "Short.\n\nLong.");
    assert_eq!(api.mails_to("bea@example.org").await.len(), 1, "who speaks is asked");
    let mut confirmed = export(json!([event(2, two, "Two", "Networking")]));
    confirmed["confirmed"] = json!(true);
    assert_eq!(bring(&organizer, "", &confirmed).await.json["new"], 1);
    let draft = api.ask("GET", "/conferences/demo-2030/timetable/edit").token(&organizer).send().await;
    let unplaced = draft.json["unplaced"].as_array().unwrap();
    assert!(unplaced.len() == 1 && unplaced[0]["title"] == "Two", "what takes place can be placed: {}", draft.text);
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../formats/example-schedule.json");
    let example = std::fs::read_to_string(example).expect("the example is there");
    let mut example: Value = serde_json::from_str(&example).expect("it is JSON");
    example["track"] = json!("net");
    let done = bring(&organizer, "", &example).await;
    // Its first session has the guid that came in above.
    assert_eq!((&done.json["new"], &done.json["known"]), (&json!(35), &json!(1)), "{}", done.text);
    api.audit().await;
}
