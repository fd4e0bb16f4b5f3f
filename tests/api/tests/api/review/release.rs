//! Releases: each decision is mailed once, with the passes that acceptances earn; and how speakers answer.

use api_tests::{Api, link_in};
use domain::invitation::InvitationState::{Open, Revoked};
use serde_json::{Value, json};

use super::{TRACK, decide, edition, invitations, of, propose, refereed, score, state, subjects};

const RELEASE: &str = "/conferences/demo-2030/tracks/talks/decisions/release";

pub(super) async fn release(api: &Api, token: &str) -> Value {
    let looked = api.ask("GET", RELEASE).token(token).send().await;
    let requested = json!({ "preview": looked.json["preview"] });
    let released = api.ask("POST", RELEASE).token(token).json(&requested).send().await;
    assert_eq!(released.status, 202, "{}", released.text);
    api.settle().await;
    released.json
}

#[tokio::test]
async fn a_refereed_tracks_whole_selection() {
    let api = Api::with(&refereed("")).await;
    let (chair, cochair) = (api.sign_in("chair@example.org").await, api.sign_in("cochair@example.org").await);
    let mut ids = Vec::new();
    for (title, email, points) in [
        ("Good", "good@example.org", [5, 4]),
        ("Fine", "fine@example.org", [4, 4]),
        ("Close", "close@example.org", [3, 4]),
        ("Closer", "closer@example.org", [4, 4]),
        ("Weak", "weak@example.org", [1, 2]),
        ("Forgotten", "forgotten@example.org", [3, 3]),
    ] {
        let id = propose(&api, title, email).await;
        assert_eq!(score(&api, &chair, &id, points[0]).await.status, 200);
        assert_eq!(score(&api, &cochair, &id, points[1]).await.status, 200);
        ids.push(id);
    }
    let many = json!({ "proposals": [ids[0], ids[1]], "decision": "accepted", "note": "Please bring slides." });
    let many = api.ask("POST", &format!("{TRACK}/decisions")).token(&chair).json(&many).send().await;
    assert_eq!((&many.json["decided"], &many.json["refused"]), (&json!([ids[0], ids[1]]), &json!([])));
    let form = format!("proposals.{}=0&proposals.{}=0&decision=standby&note=", ids[2], ids[3]);
    let many = api.ask("POST", &format!("{TRACK}/decisions")).token(&cochair).form(&form).send().await;
    assert_eq!(many.status, 303, "{}", many.text);
    assert_eq!(decide(&api, &chair, &ids[4], json!({ "decision": "rejected" })).await.status, 200);

    // The preview names what is missing and shows every mail.
    let looked = api.ask("GET", RELEASE).token(&chair).send().await;
    assert_eq!(looked.json["counts"], json!({ "accepted": 2, "standby": 2, "rejected": 1 }));
    assert_eq!(looked.json["undecided"][0]["title"], "Forgotten");
    assert_eq!((looked.json["mails"].as_array().unwrap().len(), &looked.json["invited"]), (5, &json!(2)));
    assert!(looked.json["mails"][0]["text"].as_str().unwrap().contains("Please bring slides."));
    assert!(!looked.text.contains("token="), "no link that only its reader gets");
    let page = api.ask("GET", RELEASE).token(&chair).page().send().await;
    assert!(page.text.contains("Release 5 decisions") && page.text.contains("Forgotten"), "{}", page.text);
    // A release of an outdated preview is refused.
    assert_eq!(decide(&api, &cochair, &ids[4], json!({ "decision": "rejected", "note": "Sorry." })).await.status, 200);
    let stale = json!({ "preview": looked.json["preview"] });
    let stale = api.ask("POST", RELEASE).token(&chair).json(&stale).send().await;
    assert_eq!(stale.problem(), "409 conflict");
    assert_eq!(state(&api, &ids[0]).await, "submitted");

    let released = release(&api, &chair).await;
    assert_eq!((&released["round"], &released["count"]), (&json!(1), &json!(5)));
    let states = ["accepted", "accepted", "standby", "standby", "rejected", "submitted"];
    for (id, expected) in ids.iter().zip(states) {
        assert_eq!(state(&api, id).await, expected);
    }
    assert_eq!(subjects(&api, "good@example.org").await.len(), 3, "receipt, decision, invitation");
    assert!(
        subjects(&api, "weak@example.org")
            .await
            .contains(&"Your proposal was not accepted: Weak (Demo 2030)".to_owned())
    );
    assert!(
        subjects(&api, "close@example.org")
            .await
            .contains(&"Your proposal is on standby: Close (Demo 2030)".to_owned())
    );
    assert_eq!(subjects(&api, "forgotten@example.org").await.len(), 1, "no decision, no mail");
    // The same again is free.
    let repeat = json!({ "preview": released["preview"] });
    let repeat = api.ask("POST", RELEASE).token(&chair).json(&repeat).send().await;
    assert_eq!((repeat.status, &repeat.json["round"]), (202, &json!(1)));
    api.settle().await;
    assert_eq!(subjects(&api, "good@example.org").await.len(), 3);

    // Good confirms by the link of the mail; opening it does nothing.
    let mails = api.mails_to("good@example.org").await;
    let mail =
        mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("Your proposal was accepted")).unwrap();
    assert!(mail["text"].as_str().unwrap().contains("Please bring slides."));
    let link = link_in(mail);
    let page = api.ask("GET", &link).page().send().await;
    assert!(page.text.contains("Your proposal was accepted"), "{}", page.text);
    assert_eq!(state(&api, &ids[0]).await, "accepted");
    let other = link.replace(&ids[0], &ids[1]);
    assert_eq!(api.ask("GET", &other).page().send().await.status, 401, "a link is for its own proposal");
    let confirm = link.replace("/answer", "/confirm");
    for _ in 0..2 {
        let confirmed = api.ask("POST", &confirm).send().await;
        assert_eq!((confirmed.status, &confirmed.json["state"]), (200, &json!("confirmed")));
    }
    assert!(subjects(&api, "good@example.org").await.contains(&"Confirmed: Good (Demo 2030)".to_owned()));
    assert_eq!(subjects(&api, "good@example.org").await.len(), 4);

    // Fine declines by API: the pass returns, and the leads get a mail that names the next proposal on standby.
    let selection = api.ask("GET", &format!("{TRACK}/selection?q=fine")).token(&chair).send().await;
    assert_eq!(selection.json["proposals"][0]["passes"][0]["standing"], "unclaimed");
    let fine = api.sign_in("fine@example.org").await;
    let declined = api.ask("POST", &of(&ids[1], "decline")).token(&fine).send().await;
    assert_eq!(declined.json["state"], "declined");
    let invited = invitations(&api).await;
    assert_eq!((invited.len(), invited.iter().filter(|(state, _)| *state == Open).count()), (2, 1));
    let mails = api.mails_to("cochair@example.org").await;
    let freed = mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("A place is free")).unwrap();
    assert!(freed["text"].as_str().unwrap().contains("Next on standby: Closer"), "{}", freed["text"]);
    let selection = api.ask("GET", &format!("{TRACK}/selection")).token(&chair).send().await;
    assert_eq!(selection.json["next_on_standby"], json!(ids[3]));

    // The next one is accepted and released in a second round; the others get no second mail.
    assert_eq!(decide(&api, &chair, &ids[3], json!({ "decision": "accepted" })).await.status, 200);
    let refused = decide(&api, &chair, &ids[2], json!({ "decision": "standby", "note": "again" })).await;
    assert_eq!(refused.problem(), "409 decision-released");
    assert_eq!(release(&api, &chair).await["round"], 2);
    assert_eq!(state(&api, &ids[3]).await, "accepted");
    assert_eq!(subjects(&api, "closer@example.org").await.len(), 4, "receipt, standby, acceptance, invitation");
    assert_eq!(subjects(&api, "weak@example.org").await.len(), 2);
    let settled = decide(&api, &chair, &ids[0], json!({ "decision": "rejected" })).await;
    assert_eq!(settled.problem(), "409 not-decidable");
    let late = score(&api, &chair, &ids[0], 1).await;
    assert_eq!(late.problem(), "409 review-closed");
    api.audit().await;
}

#[tokio::test]
async fn a_release_that_dies_in_the_middle_is_finished_without_second_mails() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let mut ids = Vec::new();
    for n in 0..25 {
        ids.push(propose(&api, &format!("Talk {n}"), &format!("s{n}@example.org")).await);
    }
    let many = json!({ "proposals": ids, "decision": "standby" });
    let many = api.ask("POST", &format!("{TRACK}/decisions")).token(&chair).json(&many).send().await;
    assert_eq!(many.json["decided"].as_array().unwrap().len(), 25);
    let (store, ctx, edition) = (api.stack.store(), api.stack.context(), edition(&api).await);
    let track = "talks".parse().unwrap();
    store.release_decisions(ctx, &edition, &track, None, &"chair@example.org".parse().unwrap()).await.unwrap();
    // One step, and no more: the process is gone.
    let first = store.notify_released_decisions(ctx).await.unwrap();
    assert!(first.done.notified > 0 && first.done.notified < 25 && first.more, "{first:?}");
    // Then two at once, as after a restart.
    let (one, other) =
        futures_util::future::join(store.notify_released_decisions(ctx), store.notify_released_decisions(ctx)).await;
    one.unwrap();
    other.unwrap();
    api.settle().await;
    assert_eq!(store.selection(edition.id(), &track).await.unwrap().going, []);
    for (n, id) in ids.iter().enumerate() {
        assert_eq!(state(&api, id).await, "standby");
        assert_eq!(subjects(&api, &format!("s{n}@example.org")).await.len(), 2, "receipt and decision of {n}");
    }
    api.audit().await;
}

#[tokio::test]
async fn an_acceptance_goes_out_also_when_the_speakers_pool_is_empty_and_the_pass_follows() {
    let api = Api::with(&refereed("")).await;
    let (chair, organizer) = (api.sign_in("chair@example.org").await, api.sign_in("organizer@example.org").await);
    let mut ids = Vec::new();
    for n in 0..5 {
        ids.push(propose(&api, &format!("Talk {n}"), &format!("s{n}@example.org")).await);
    }
    // A person who has an in-person pass needs no invitation.
    assert_eq!(api.register("s0@example.org").await.status, 201);
    let many = json!({ "proposals": ids, "decision": "accepted" });
    api.ask("POST", &format!("{TRACK}/decisions")).token(&chair).json(&many).send().await;
    let looked = api.ask("GET", RELEASE).token(&chair).send().await;
    assert_eq!((&looked.json["invited"], &looked.json["without_pass"]), (&json!(3), &json!(1)));
    release(&api, &chair).await;
    for id in &ids {
        assert_eq!(state(&api, id).await, "accepted");
    }
    let mails = api.mails_to("s4@example.org").await;
    let accepted =
        mails.iter().find(|mail| mail["subject"].as_str().unwrap().starts_with("Your proposal was accepted")).unwrap();
    assert!(accepted["text"].as_str().unwrap().contains("No pass is reserved for you yet"), "{}", accepted["text"]);
    let short = "1 speaker of Talks has no pass: Demo 2030";
    for reader in ["chair@example.org", "organizer@example.org"] {
        assert!(subjects(&api, reader).await.contains(&short.to_owned()), "{reader}");
    }
    let selection = api.ask("GET", &format!("{TRACK}/selection?q=Talk+4")).token(&chair).send().await;
    assert_eq!(selection.json["proposals"][0]["passes"][0]["standing"], "none");
    assert_eq!(
        (&selection.json["counts"]["unclaimed"], &selection.json["counts"]["without_pass"]),
        (&json!(3), &json!(1))
    );
    // The organizer adds a pass. The next check, which is automatic, invites the speaker.
    let raise = api.ask("PATCH", "/conferences/demo-2030/pools/speakers").token(&organizer);
    assert_eq!(raise.json(&json!({ "capacity": 5 })).send().await.status, 200);
    api.stack.run_until(api_tests::at("2030-02-02T13:00:00Z")).await.unwrap();
    assert!(subjects(&api, "s4@example.org").await.contains(&"A pass is reserved for you: Demo 2030".to_owned()));
    let count = subjects(&api, "organizer@example.org").await.iter().filter(|s| **s == short).count();
    assert_eq!(count, 1, "it was said once");
    api.audit().await;
}

#[tokio::test]
async fn an_invitation_that_two_talks_have_earned_stays_for_the_other() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let (one, two) = (propose(&api, "One", "ann@example.org").await, propose(&api, "Two", "ann@example.org").await);
    for id in [&one, &two] {
        assert_eq!(decide(&api, &chair, id, json!({ "decision": "accepted" })).await.status, 200);
    }
    release(&api, &chair).await;
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(invitations(&api).await, [(Open, 2)]);
    assert_eq!(api.ask("POST", &of(&one, "decline")).token(&ann).send().await.status, 200);
    assert_eq!(invitations(&api).await, [(Open, 1)]);
    assert_eq!(api.ask("POST", &of(&two, "decline")).token(&ann).send().await.status, 200);
    assert_eq!(invitations(&api).await, [(Revoked, 0)]);
    api.audit().await;
}

#[tokio::test]
async fn releasing_nothing_says_so_and_a_withdrawn_proposal_gets_no_mail() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let nothing = api.ask("POST", RELEASE).token(&chair).json(&json!({})).send().await;
    assert_eq!(nothing.problem(), "409 nothing-decided");
    let page = api.ask("POST", RELEASE).token(&chair).form("preview=x").send().await;
    assert_eq!(page.status, 409);
    let id = propose(&api, "First", "ann@example.org").await;
    assert_eq!(decide(&api, &chair, &id, json!({ "decision": "accepted" })).await.status, 200);
    let (store, ctx, edition) = (api.stack.store(), api.stack.context(), edition(&api).await);
    let track = "talks".parse().unwrap();
    store.release_decisions(ctx, &edition, &track, None, &"chair@example.org".parse().unwrap()).await.unwrap();
    let (addresses, wanted) = (["ann@example.org".parse().unwrap()], domain::proposal::ProposalId::parse(&id).unwrap());
    let by = store::Actor { addresses: &addresses, as_lead: false };
    store.withdraw_proposal(ctx, &edition, (&wanted, None), by).await.unwrap();
    api.settle().await;
    assert_eq!(state(&api, &id).await, "withdrawn");
    assert!(
        subjects(&api, "ann@example.org")
            .await
            .iter()
            .all(|subject| !subject.starts_with("Your proposal was accepted"))
    );
    api.audit().await;
}

#[tokio::test]
async fn what_was_taken_back_and_submitted_again_is_decided_and_released_again() {
    let api = Api::with(&refereed("")).await;
    let (chair, ann) = (api.sign_in("chair@example.org").await, api.sign_in("ann@example.org").await);
    let id = propose(&api, "First", "ann@example.org").await;
    let accepted = json!({ "decision": "accepted" });
    let act = async |what: &str| {
        let done = api.ask("POST", &of(&id, what)).token(&ann).send().await;
        assert_eq!(done.status, 200, "{}", done.text);
    };
    let acceptances = async || {
        let subjects = subjects(&api, "ann@example.org").await;
        subjects.iter().filter(|subject| subject.starts_with("Your proposal was accepted")).count()
    };
    // Released, and withdrawn before the mail is queued: no mail goes out until it is released again.
    assert_eq!(decide(&api, &chair, &id, accepted.clone()).await.status, 200);
    let (store, ctx, edition) = (api.stack.store(), api.stack.context(), edition(&api).await);
    let (track, lead) = ("talks".parse().unwrap(), "chair@example.org".parse().unwrap());
    store.release_decisions(ctx, &edition, &track, None, &lead).await.unwrap();
    act("withdraw").await;
    api.settle().await;
    act("submit").await;
    api.settle().await;
    assert_eq!((state(&api, &id).await, acceptances().await), ("submitted", 0));
    release(&api, &chair).await;
    assert_eq!((state(&api, &id).await, acceptances().await), ("accepted", 1));
    // Once the proposal is withdrawn and submitted again, the same decision counts as a new one.
    act("withdraw").await;
    act("submit").await;
    let again = decide(&api, &chair, &id, accepted).await;
    assert_eq!((&again.json["decision"], &again.json["released"]), (&json!("accepted"), &json!(false)));
    release(&api, &chair).await;
    assert_eq!((state(&api, &id).await, acceptances().await), ("accepted", 2));
    api.audit().await;
}

#[tokio::test]
async fn leads_get_the_missing_confirmations_after_the_deadline_and_a_late_yes_still_counts() {
    let api = Api::with(&refereed("")).await;
    let chair = api.sign_in("chair@example.org").await;
    let (late, prompt) =
        (propose(&api, "Late", "late@example.org").await, propose(&api, "Prompt", "prompt@example.org").await);
    for id in [&late, &prompt] {
        assert_eq!(decide(&api, &chair, id, json!({ "decision": "accepted" })).await.status, 200);
    }
    release(&api, &chair).await;
    let yes = api.sign_in("prompt@example.org").await;
    assert_eq!(api.ask("POST", &of(&prompt, "confirm")).token(&yes).send().await.status, 200);
    api.stack.run_until(api_tests::at("2030-02-20T12:00:00Z")).await.unwrap();
    let subject = "1 accepted proposal of Talks not confirmed: Demo 2030".to_owned();
    let received = subjects(&api, "cochair@example.org").await;
    assert_eq!(received.iter().filter(|one| **one == subject).count(), 1, "{received:?}");
    let link = {
        let mails = api.mails_to("late@example.org").await;
        link_in(
            mails
                .iter()
                .find(|mail| mail["subject"].as_str().unwrap().starts_with("Your proposal was accepted"))
                .unwrap(),
        )
    };
    let page = api.ask("GET", &link).page().send().await;
    assert!(page.text.contains("your answer still counts"), "{}", page.text);
    assert_eq!(api.ask("POST", &link.replace("/answer", "/confirm")).send().await.json["state"], "confirmed");
    api.audit().await;
}

#[tokio::test]
async fn people_are_reminded_of_reviews_that_they_owe_and_of_acceptances_that_they_have_not_answered() {
    let due = "[tracks.review]\ndue_by = \"2030-02-13T12:00:00Z\"\n";
    let api = Api::with(&refereed(due)).await;
    let (chair, organizer) = (api.sign_in("chair@example.org").await, api.sign_in("organizer@example.org").await);
    let id = propose(&api, "First", "ann@example.org").await;
    assert_eq!(score(&api, &chair, &id, 4).await.status, 200);
    let agenda = api.ask("GET", "/conferences/demo-2030/agenda").token(&organizer).send().await;
    assert!(agenda.text.contains("Remind reviewers of Talks"), "{}", agenda.text);
    api.stack.run_until(api_tests::at("2030-02-07T12:00:00Z")).await.unwrap();
    let reminded = |subjects: Vec<String>, what: &str| subjects.iter().filter(|s| s.contains(what)).count();
    // A reviewer without open reviews gets no reminder.
    assert_eq!(reminded(subjects(&api, "cochair@example.org").await, "Reviews are due"), 1);
    let to_chair = api.mails_to("\"chair@example.org").await;
    assert!(to_chair.iter().all(|mail| !mail["subject"].as_str().unwrap().contains("Reviews are due")));
    assert_eq!(decide(&api, &chair, &id, json!({ "decision": "accepted" })).await.status, 200);
    release(&api, &chair).await;
    let agenda = api.ask("GET", "/conferences/demo-2030/agenda").token(&organizer).send().await;
    assert!(agenda.text.contains("Notify the leads of Talks of acceptances without an answer"), "{}", agenda.text);
    // Accepted on 7 February, to be answered by the 21st: reminded 7, 3 and 1 days before.
    api.stack.run_until(api_tests::at("2030-02-19T12:00:00Z")).await.unwrap();
    assert_eq!(reminded(subjects(&api, "ann@example.org").await, "Please confirm your acceptance"), 2);
    let ann = api.sign_in("ann@example.org").await;
    assert_eq!(api.ask("POST", &of(&id, "confirm")).token(&ann).send().await.status, 200);
    api.stack.run_until(api_tests::at("2030-02-22T12:00:00Z")).await.unwrap();
    assert_eq!(reminded(subjects(&api, "ann@example.org").await, "Please confirm your acceptance"), 2);
}
