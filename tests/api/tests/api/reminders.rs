//! Calls open, are moved and close, and people are reminded: by the rehearsal clock, every mail counted.

use api_tests::Api;
use domain::proposal::{Content, Named, ProposalId, ProposalRequest, Refusal};
use serde_json::{Value, json};
use store::{Actor, ProposeOutcome, RevisionOutcome};

use crate::tracks::with_calls;

const NET: &str = "/conferences/demo-2030/tracks/net";
const SOON: &str = "/conferences/demo-2030/tracks/soon";

/// Moves the clock through everything that is due on the way.
async fn until(api: &Api, to: &str) {
    let moved = api.post("/_local/clock", json!({ "now": to })).await;
    assert_eq!(moved.status, 200, "{}", moved.text);
}

/// The subjects of the mails to an address, latest first, without sign-in mails.
async fn subjects(api: &Api, email: &str) -> Vec<String> {
    let mails = api.mails_to(email).await;
    let subjects = mails.iter().map(|mail| mail["subject"].as_str().unwrap().to_owned());
    subjects.filter(|subject| !subject.contains("sign-in code")).collect()
}

/// Proposes something, as `submit-proposal` does.
async fn propose(api: &Api, track: &str, email: &str, title: &str, submit: bool) -> ProposeOutcome {
    let store = api.stack.store();
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let track = edition.conference.track(track).unwrap();
    let speakers = vec![Named { name: "A Speaker".parse().unwrap(), email: email.parse().unwrap() }];
    let content = Content { title: title.into(), abstract_text: "What it is about.".into(), ..Content::default() };
    let addresses = [email.parse().unwrap()];
    let by = Actor { addresses: &addresses, as_lead: false };
    let requested = ProposalRequest { content, speakers, submit };
    store.propose(api.stack.context(), &edition, track, &requested, by, None).await.unwrap()
}

async fn draft(api: &Api, email: &str, title: &str) -> ProposalId {
    let ProposeOutcome::Created(made) = propose(api, "net", email, title, false).await else {
        panic!("a draft is made")
    };
    made.id
}

/// Submits a draft; answers why not.
async fn submit(api: &Api, email: &str, id: &ProposalId) -> Option<Refusal> {
    let store = api.stack.store();
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let addresses = [email.parse().unwrap()];
    let by = Actor { addresses: &addresses, as_lead: false };
    match store.submit_proposal(api.stack.context(), &edition, (id, None), by).await.unwrap() {
        Some(RevisionOutcome::Done(_)) => None,
        Some(RevisionOutcome::Refused(_, refusal)) => Some(refusal),
        other => panic!("{other:?}"),
    }
}

async fn watch(api: &Api, track: &str, email: &str) {
    let token = api.sign_in(email).await;
    let asked = api.ask("POST", &format!("{track}/remind")).token(&token).json(&json!({})).send().await;
    assert_eq!((asked.status, &asked.json["status"]), (200, &json!("watching")), "{}", asked.text);
}

/// The address in a mail's `List-Unsubscribe`, as a path.
fn unsubscribe(mail: &Value) -> String {
    let text = mail["text"].as_str().unwrap();
    let at = text.find("/unsubscribe/").unwrap_or_else(|| panic!("{text}"));
    text[at..].split_whitespace().next().unwrap().to_owned()
}

#[tokio::test]
async fn a_call_opens_and_closes_by_itself_and_both_are_announced_once() {
    let api = Api::with(&with_calls()).await;
    let kinds = async || {
        let posts = api.get("/conferences/demo-2030/announcements").await.json;
        let kinds = posts["announcements"].as_array().unwrap().iter();
        kinds
            .map(|post| format!("{} {}", post["kind"].as_str().unwrap(), post["at"].as_str().unwrap()))
            .collect::<Vec<_>>()
    };
    until(&api, "2030-02-05T10:59:59Z").await;
    assert_eq!(kinds().await, Vec::<String>::new());
    until(&api, "2030-02-05T12:00:00Z").await;
    assert_eq!(kinds().await, ["call_opened 2030-02-05T11:00:00Z"]);
    until(&api, "2030-02-10T12:00:00Z").await;
    assert_eq!(kinds().await, ["call_closed 2030-02-10T11:00:00Z", "call_opened 2030-02-05T11:00:00Z"]);
    api.settle().await;
    assert_eq!(kinds().await.len(), 2);
    assert_eq!(api.get(SOON).await.json["cfp"]["state"], "after");
    let leads = subjects(&api, "lead.soon@example.org").await;
    assert_eq!(leads[0], "Call closed: Track soon, 0 proposals (Demo 2030)");
}

#[tokio::test]
async fn people_are_reminded_once_for_each_deadline_and_offset() {
    let api = Api::with(&with_calls()).await;
    watch(&api, NET, "watcher@example.org").await;
    until(&api, "2030-02-14T11:59:59Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await, Vec::<String>::new());
    until(&api, "2030-02-14T12:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await, ["Networking closes in 7 days: Demo 2030"]);
    until(&api, "2030-02-21T12:00:00Z").await;
    let all = [
        "Networking closes in 3 hours: Demo 2030",
        "Networking closes in 24 hours: Demo 2030",
        "Networking closes in 7 days: Demo 2030",
    ];
    assert_eq!(subjects(&api, "watcher@example.org").await, all);
    let leads = subjects(&api, "lead@example.org").await;
    assert_eq!(leads.iter().filter(|subject| subject.starts_with("Your call closes")).count(), 3, "{leads:?}");
    let mails = api.mails_to("lead@example.org").await;
    let texts = mails.iter().map(|mail| mail["text"].as_str().unwrap());
    assert_eq!(texts.filter(|text| text.contains("0 submitted, 0 drafts")).count(), 3, "{mails:#?}");
}

#[tokio::test]
async fn after_an_outage_only_the_reminder_that_is_still_useful_comes() {
    let api = Api::with(&with_calls()).await;
    watch(&api, NET, "watcher@example.org").await;
    api.settle().await;
    // The workflow doesn't run when the first two come due.
    api.set_clock("2030-02-20T20:00:00Z");
    assert_eq!(subjects(&api, "watcher@example.org").await, ["Networking closes in 16 hours: Demo 2030"]);
    api.set_clock("2030-02-21T12:00:00Z");
    assert_eq!(subjects(&api, "watcher@example.org").await.len(), 1);
}

#[tokio::test]
async fn one_click_switches_reminders_off_and_the_page_on_again() {
    let api = Api::with(&with_calls()).await;
    watch(&api, NET, "watcher@example.org").await;
    until(&api, "2030-02-14T12:00:00Z").await;
    let mails = api.mails_to("watcher@example.org").await;
    let path = unsubscribe(&mails[0]);
    // Opening the link changes nothing; scanners do that.
    assert_eq!(api.ask("GET", &path).page().send().await.status, 200);
    // As mail programs post it (RFC 8058): no session, and a body of any kind.
    let body = b"List-Unsubscribe=One-Click";
    let click = api.ask("POST", &path).raw("multipart/form-data; boundary=x", body).send().await;
    assert_eq!(click.status, 200, "{}", click.text);
    assert_eq!(api.ask("POST", &path).raw("application/x-www-form-urlencoded", body).send().await.status, 200);
    until(&api, "2030-02-20T13:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await.len(), 1);
    let token = api.sign_in("watcher@example.org").await;
    let preferences = api.ask("GET", "/me/mails").token(&token).send().await.json;
    let on = |preferences: &Value, kind: &str| {
        preferences["kinds"].as_array().unwrap().iter().find(|k| k["kind"] == kind).unwrap()["on"].clone()
    };
    assert_eq!((on(&preferences, "calls"), on(&preferences, "drafts")), (json!(false), json!(true)));
    let again = api.ask("POST", "/me/mails").token(&token).json(&json!({ "kind": "calls", "on": true })).send().await;
    assert_eq!(on(&again.json, "calls"), json!(true));
    until(&api, "2030-02-21T09:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await[0], "Networking closes in 3 hours: Demo 2030");
    // A link that is put together by hand doesn't work.
    let forged = path.replacen("calls", "drafts", 1);
    assert_eq!(api.ask("POST", &forged).send().await.problem(), "404 not-found");
}

#[tokio::test]
async fn a_reminder_has_the_headers_of_one_click_and_no_others() {
    let api = Api::with(&with_calls()).await;
    let name = "A watcher\r\nBcc: everybody@example.org";
    let token = api.sign_in("watcher@example.org").await;
    let body = json!({ "email": format!("x@example.org{name}") });
    let asked = api.ask("POST", &format!("{NET}/remind")).json(&body).send().await;
    assert_eq!(asked.errors(), "422 invalid /email");
    let asked = api.ask("POST", &format!("{NET}/remind")).token(&token).json(&json!({})).send().await;
    assert_eq!(asked.status, 200);
    until(&api, "2030-02-14T12:00:00Z").await;
    let store = api.stack.store();
    let page = store.mails(&"demo-2030".parse().unwrap(), None, 50).await.unwrap();
    let mail = page.items.iter().find(|mail| mail.to.as_str() == "watcher@example.org").unwrap();
    let edition = store.edition(&"demo-2030".parse().unwrap()).await.unwrap().unwrap();
    let composed = mail::compose(api.stack.context(), mail, Some(&edition.conference)).unwrap();
    let raw = String::from_utf8(composed.raw).unwrap();
    let head = raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
    let header = |name: &str| head.lines().filter(|line| line.starts_with(name)).map(str::to_owned).collect::<Vec<_>>();
    let list = header("List-Unsubscribe: ");
    assert!(list.len() == 1 && list[0].contains("/unsubscribe/calls.") && list[0].ends_with('>'), "{head}");
    assert_eq!(header("List-Unsubscribe-Post: "), ["List-Unsubscribe-Post: List-Unsubscribe=One-Click"]);
    assert_eq!(header("Bcc"), Vec::<String>::new());
}

#[tokio::test]
async fn people_who_are_not_signed_in_confirm_by_mail() {
    let api = Api::with(&with_calls()).await;
    let remind = format!("{NET}/remind");
    let asked = api.post(&remind, json!({ "email": "watcher@example.org" })).await;
    assert_eq!((asked.status, &asked.json["status"]), (202, &json!("asked")));
    let mails = api.mails_to("watcher@example.org").await;
    let text = mails[0]["text"].as_str().unwrap();
    let link =
        text[text.find("/conferences/demo-2030/tracks/net/remind/").unwrap()..].split_whitespace().next().unwrap();
    // Opening the link is not pressing the button.
    assert_eq!(api.ask("GET", link).page().send().await.status, 200);
    assert_eq!(api.post(&remind, json!({ "email": "silent@example.org" })).await.status, 202);
    assert_eq!(api.ask("POST", link).form("").send().await.status, 303);
    assert_eq!(api.ask("POST", link).form("").send().await.status, 303);
    let wrong = link.replace("token=", "token=x");
    assert_eq!(api.ask("POST", &wrong).send().await.problem(), "404 not-found");
    until(&api, "2030-02-14T12:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await[0], "Networking closes in 7 days: Demo 2030");
    // Without the button pressed, an address gets the mail that asks and no other.
    assert_eq!(subjects(&api, "silent@example.org").await.len(), 1);
    // Asked again, the answer is the same and no mail comes; after the close there is nothing to ask for.
    assert_eq!(api.post(&remind, json!({ "email": "watcher@example.org" })).await.status, 202);
    assert_eq!(subjects(&api, "watcher@example.org").await.len(), 2);
    let token = api.sign_in("watcher@example.org").await;
    assert_eq!(api.ask("DELETE", &remind).token(&token).send().await.status, 200);
    until(&api, "2030-02-21T12:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await.len(), 2);
    assert_eq!(api.post(&remind, json!({ "email": "x@example.org" })).await.problem(), "403 cfp-closed");
}

#[tokio::test]
async fn organizers_see_reminders_to_come_hold_them_back_and_run_them() {
    let api = Api::with(&with_calls()).await;
    watch(&api, NET, "watcher@example.org").await;
    let organizer = api.sign_in("organizer@example.org").await;
    let agenda = async || api.ask("GET", "/conferences/demo-2030/agenda").token(&organizer).send().await.json;
    let lines = agenda().await["agenda"].as_array().unwrap().clone();
    let ids: Vec<_> = lines.iter().map(|l| l["id"].as_str().unwrap()).filter(|id| id.contains("net")).collect();
    assert_eq!(
        ids,
        ["remind:call:net:PT168H", "remind:call:net:PT24H", "remind:call:net:PT3H", "call-closes:net"]
            .into_iter()
            .chain(ids.iter().copied().filter(|id| id.contains("tell-leads") || id.starts_with("release")))
            .collect::<Vec<_>>()
    );
    let first = lines.iter().find(|line| line["id"] == "remind:call:net:PT168H").unwrap();
    assert_eq!(
        (&first["at"], &first["count"], &first["can_run"]),
        (&json!("2030-02-14T12:00:00Z"), &json!(2), &json!(true))
    );
    let act = async |line: &str, action: &str| {
        let path = format!("/conferences/demo-2030/agenda/{line}");
        api.ask("POST", &path).token(&organizer).json(&json!({ "action": action })).send().await
    };
    assert_eq!(act("remind:call:net:PT168H", "pause").await.status, 200);
    until(&api, "2030-02-14T13:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await, Vec::<String>::new());
    assert_eq!(act("remind:call:net:PT24H", "resume").await.status, 200);
    assert_eq!(subjects(&api, "watcher@example.org").await, ["Networking closes in 6 days: Demo 2030"]);
    assert_eq!(act("remind:call:net:PT24H", "run").await.status, 200);
    assert_eq!(subjects(&api, "watcher@example.org").await.len(), 2);
    assert_eq!(act("remind:call:net:PT24H", "run").await.problem(), "404 not-found");
    assert_eq!(act("call-closes:net", "run").await.problem(), "409 agenda-fixed");
    until(&api, "2030-02-21T12:00:00Z").await;
    assert_eq!(subjects(&api, "watcher@example.org").await.len(), 3);
}

#[tokio::test]
async fn an_extension_repeats_no_reminder_and_is_mailed_to_people_with_drafts() {
    let api = Api::with(&with_calls()).await;
    draft(&api, "author@example.org", "Faster packets").await;
    until(&api, "2030-02-14T12:00:00Z").await;
    let reminder = "Networking closes in 7 days, and your proposal is not submitted: Demo 2030";
    assert_eq!(subjects(&api, "author@example.org").await, [reminder]);
    until(&api, "2030-02-18T12:00:00Z").await;
    let lead = api.sign_in("lead@example.org").await;
    let extended = json!({ "cfp": { "closes": "2030-02-27 anywhere on Earth" } });
    assert_eq!(api.ask("PATCH", NET).token(&lead).json(&extended).send().await.status, 200);
    let extended = "More time for your proposal: Networking is extended (Demo 2030)";
    assert_eq!(subjects(&api, "author@example.org").await, [extended, reminder]);
    let text = api.mails_to("author@example.org").await[0]["text"].as_str().unwrap().to_owned();
    for said in ["27 February 2030, end of day anywhere on Earth", "20 February 2030", "Faster packets"] {
        assert!(text.contains(said), "{text}");
    }
    // Seven days before the new deadline nothing comes; what had not come yet comes at its new time.
    until(&api, "2030-02-27T11:59:59Z").await;
    assert_eq!(subjects(&api, "author@example.org").await.len(), 2);
    until(&api, "2030-02-28T12:00:00Z").await;
    let day = "Networking closes in 24 hours, and your proposal is not submitted: Demo 2030";
    let hours = "Networking closes in 3 hours, and your proposal is not submitted: Demo 2030";
    assert_eq!(subjects(&api, "author@example.org").await, [hours, day, extended, reminder]);
}

#[tokio::test]
async fn what_several_deadlines_have_for_one_person_is_one_mail() {
    let same = with_calls().replace("2030-02-10T12:00:00", "2030-02-20 anywhere on Earth");
    let api = Api::with(&same).await;
    draft(&api, "author@example.org", "Faster packets").await;
    watch(&api, SOON, "author@example.org").await;
    until(&api, "2030-02-14T12:00:00Z").await;
    assert_eq!(subjects(&api, "author@example.org").await, ["2 deadlines, the first in 7 days: Demo 2030"]);
    let text = api.mails_to("author@example.org").await[0]["text"].as_str().unwrap().to_owned();
    assert!(text.contains("Networking: closes") && text.contains("Track soon: closes"), "{text}");
    assert!(text.contains("Faster packets"), "{text}");
}

#[tokio::test]
async fn leads_hear_what_came_in_and_nothing_of_what_is_in_a_draft() {
    let api = Api::with(&with_calls()).await;
    draft(&api, "author@example.org", "A secret plan").await;
    let id = draft(&api, "speaker@example.org", "Faster packets").await;
    assert_eq!(submit(&api, "speaker@example.org", &id).await, None);
    until(&api, "2030-02-21T12:00:00Z").await;
    let mails = api.mails_to("lead@example.org").await;
    let closed = mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("Call closed")).unwrap();
    assert_eq!(closed["subject"], "Call closed: Networking, 1 proposal (Demo 2030)");
    let text = closed["text"].as_str().unwrap();
    assert!(text.contains("Faster packets (A Speaker)") && text.contains("Drafts not submitted: 1"), "{text}");
    assert!(
        !mails.iter().any(|mail| mail["text"].as_str().unwrap().contains("A secret plan")),
        "a mail mentions a draft"
    );
    // The mail is sent once: running again adds nothing.
    let count = mails.len();
    api.settle().await;
    assert_eq!(api.mails_to("lead@example.org").await.len(), count);
}

#[tokio::test]
async fn the_deadline_holds_with_the_closing_job_before_at_and_after_it() {
    for job in [false, true] {
        let api = Api::with(&with_calls()).await;
        let id = draft(&api, "early@example.org", "In time").await;
        let other = draft(&api, "late@example.org", "Too late").await;
        api.set_clock("2030-02-21T11:59:59.999Z");
        if job {
            api.settle().await;
        }
        assert_eq!(submit(&api, "early@example.org", &id).await, None);
        api.set_clock("2030-02-21T12:00:00Z");
        if job {
            api.settle().await;
        }
        let closed_at = "2030-02-21T12:00:00Z".parse().unwrap();
        let refused = submit(&api, "late@example.org", &other).await;
        assert_eq!(refused, Some(Refusal::Closed { closed_at }), "the job has run: {job}");
    }
}

#[tokio::test]
async fn five_hundred_proposals_close_in_one_minute() {
    let api = Api::with(&with_calls()).await;
    api.set_clock("2030-02-21T11:59:30Z");
    for n in 0..500 {
        let made = propose(&api, "net", &format!("author-{n}@example.org"), &format!("Proposal {n}"), true).await;
        assert!(matches!(made, ProposeOutcome::Created(_)), "{n}: {made:?}");
    }
    api.set_clock("2030-02-21T12:00:00Z");
    let mails = api.mails_to("lead@example.org").await;
    let closed = mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("Call closed")).unwrap();
    assert_eq!(closed["subject"], "Call closed: Networking, 500 proposals (Demo 2030)");
    let text = closed["text"].as_str().unwrap();
    assert!(text.contains("lists the first 200") && text.contains("200: "), "{text}");
}
