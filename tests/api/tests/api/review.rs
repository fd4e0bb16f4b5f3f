//! Review and selection: what judges see and write, what leads decide, and when speakers get the decision.

mod ballot;
mod blind;
mod programme;
mod release;
mod scoring;

use api_tests::{Answer, Api, DEMO};
use domain::input::{Reading, Source};
use domain::invitation::InvitationState;
use domain::proposal::{Proposal, ProposalId, ProposalRequest};
use serde_json::{Value, json};
use store::{Actor, Edition, ProposeOutcome};

/// The demo edition with a refereed track of two leads; `review` is its policy.
pub(super) fn refereed(review: &str) -> String {
    format!(
        "{DEMO}\n[[tracks]]\nid = \"talks\"\nname = \"Talks\"\nkind = \"refereed\"\n\
         leads = [\"chair@example.org\", \"cochair@example.org\"]\ndescription = \"Talks.\"\n\n[tracks.cfp]\n\
         opens = \"2030-01-15T12:00:00\"\ncloses = \"2030-02-10 anywhere on Earth\"\n\n{review}\n"
    )
}

/// The paths of the track's own pages.
pub(super) const TRACK: &str = "/conferences/demo-2030/tracks/talks";

/// The path of something of a proposal.
pub(super) fn of(id: &str, what: &str) -> String {
    format!("/conferences/demo-2030/proposals/{id}/{what}")
}

pub(super) async fn edition(api: &Api) -> Edition {
    let edition = api.stack.store().edition(&"demo-2030".parse().unwrap()).await.unwrap();
    edition.expect("the demo edition")
}

/// Submits a proposal of one speaker, and answers its id.
pub(super) async fn propose(api: &Api, title: &str, email: &str) -> String {
    let edition = edition(api).await;
    let track = edition.conference.track("talks").unwrap();
    let document = json!({
        "title": title, "abstract": format!("About {title}."), "submit": true,
        "speakers": [{ "name": format!("Speaker {}", email.split('@').next().unwrap()), "email": email }],
    });
    let reading = Reading::new(Source::Typed);
    let requested = reading.root(&document).and_then(|o| ProposalRequest::read(o, &edition.conference, track));
    let requested = reading.finish(requested).unwrap();
    let addresses = [email.parse().unwrap()];
    let by = Actor { addresses: &addresses, as_lead: false };
    let made = api.stack.store().propose(api.stack.context(), &edition, track, &requested, by, None).await.unwrap();
    let ProposeOutcome::Created(proposal) = made else { panic!("{made:?}") };
    proposal.id.to_string()
}

pub(super) async fn proposal(api: &Api, id: &str) -> Proposal {
    let id = ProposalId::parse(id).unwrap();
    let found = api.stack.store().proposal(&"demo-2030".parse().unwrap(), &id).await.unwrap();
    found.expect("the proposal")
}

pub(super) async fn state(api: &Api, id: &str) -> &'static str {
    proposal(api, id).await.state.as_str()
}

pub(super) async fn score(api: &Api, token: &str, id: &str, score: u64) -> Answer {
    api.ask("PUT", &of(id, "reviews/mine")).token(token).json(&json!({ "score": score })).send().await
}

pub(super) async fn decide(api: &Api, token: &str, id: &str, requested: Value) -> Answer {
    api.ask("POST", &of(id, "decision")).token(token).json(&requested).send().await
}

/// The subjects of the mails to an address, latest first, without sign-in mails.
pub(super) async fn subjects(api: &Api, email: &str) -> Vec<String> {
    let mails = api.mails_to(email).await;
    let subjects = mails.iter().map(|mail| mail["subject"].as_str().unwrap().to_owned());
    subjects.filter(|subject| !subject.ends_with("is your sign-in code")).collect()
}

/// The invitations to the speakers' pool: what became of each, and how many proposals have earned it.
pub(super) async fn invitations(api: &Api) -> Vec<(InvitationState, usize)> {
    let (c, pool) = ("demo-2030".parse().unwrap(), "speakers".parse().unwrap());
    let all = api.stack.store().invitations(&c, &pool, None, 99).await.unwrap().items;
    all.into_iter().map(|invitation| (invitation.state, invitation.earned_by.len())).collect()
}
