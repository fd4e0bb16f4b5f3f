//! The large edition: everyone came through the functions or the store, as in a season.

use context::SetClock;
use domain::input::{Reading, Source};
use domain::person::EmailAddress;
use domain::phrase::Phrase;
use domain::proposal::ProposalRequest;
use domain::role::{RoleKind, RoleState};
use jiff::{SignedDuration, Timestamp};
use plumbline::DataDirectory;
use plumbline::stack::Stack;
use serde_json::{Value, json};
use store::{Actor, ProposeOutcome, RoleOfferOutcome};

use super::{Room, post, sign_in};
use crate::Outcome;
use crate::conference::ORGANIZER;
use crate::options::Desk;

/// While registration and the calls are open.
const NOW: &str = "2030-02-01T12:00:00Z";

const ID: &str = "load-desk";

const TRACKS: u32 = 10;

pub(super) struct Edition {
    pub(super) stack: Stack,
    pub(super) counts: Vec<(&'static str, u64)>,
    organizer: String,
    reviewer: String,
    /// The id of somebody with a pass.
    person: String,
    proposal: String,
}

impl Edition {
    pub(super) async fn make(options: &Desk, data: DataDirectory) -> Outcome<Self> {
        let now: Timestamp = NOW.parse().map_err(|e| format!("{e}"))?;
        let builder = Stack::builder(SetClock::stopped(now)).data(data).show_units();
        let stack = builder.build().map_err(|e| e.to_string())?;
        stack.load_conference(&definition(options)).await.map_err(|e| e.to_string())?;
        // First of all: later, the mail with the link would be one of many thousands.
        let organizer = sign_in(&stack, ORGANIZER).await?;
        let reviewer = sign_in(&stack, &reviewer_email(0)).await?;
        let mut made =
            Self { stack, counts: Vec::new(), organizer, reviewer, person: String::new(), proposal: String::new() };
        made.proposals(options.proposals).await?;
        made.reviewers(options.reviewers).await?;
        made.registrations(options.people).await?;
        made.waitlist(options.waiting).await?;
        made.mails(options.people).await?;
        Ok(made)
    }

    async fn proposals(&mut self, count: u32) -> Outcome<()> {
        let (store, context) = (self.stack.store(), self.stack.context());
        let id = ID.parse().map_err(unnamed)?;
        let edition = store.edition(&id).await.map_err(|e| e.to_string())?.ok_or("the edition is not there")?;
        for number in 0..count {
            let name = format!("track-{}", number % TRACKS);
            let track = edition.conference.track(&name).ok_or("the track is not there")?;
            let email = format!("speaker-{number}@example.org");
            let document = json!({
                "title": format!("Talk {number} about a part of the kernel"),
                "abstract": "What was measured, what was changed, and what came of it. ".repeat(8),
                "speakers": [{ "name": format!("Speaker {number}"), "email": email }],
                "submit": true,
            });
            let reading = Reading::new(Source::Typed);
            let request = reading.root(&document).and_then(|o| ProposalRequest::read(o, &edition.conference, track));
            let request = reading.finish(request).map_err(|errors| format!("{errors:?}"))?;
            let addresses = [address(&email)?];
            let by = Actor { addresses: &addresses, as_lead: false };
            let made = store.propose(context, &edition, track, &request, by, None).await.map_err(|e| e.to_string())?;
            let ProposeOutcome::Created(proposal) = made else { return Err(format!("{made:?}")) };
            self.proposal = proposal.id.to_string();
        }
        self.counts.push(("proposals", count.into()));
        Ok(())
    }

    async fn reviewers(&mut self, count: u32) -> Outcome<()> {
        let (store, context) = (self.stack.store(), self.stack.context());
        let id = ID.parse().map_err(unnamed)?;
        let edition = store.edition(&id).await.map_err(|e| e.to_string())?.ok_or("the edition is not there")?;
        let by = address(ORGANIZER)?;
        for number in 0..count {
            let track = format!("track-{}", number % TRACKS).parse().map_err(unnamed)?;
            let email = address(&reviewer_email(number))?;
            let kind = RoleKind::Reviewer { track };
            let offered = store.offer_role(context, &edition, &kind, &email, &by).await.map_err(|e| e.to_string())?;
            let (RoleOfferOutcome::New(role) | RoleOfferOutcome::Already(role)) = offered;
            let accepted = store.change_role(context, &edition, &role.id, RoleState::Held, &email).await;
            accepted.map_err(|e| e.to_string())?.ok_or("the role is not there")?;
        }
        self.counts.push(("reviewers", count.into()));
        Ok(())
    }

    async fn registrations(&mut self, count: u32) -> Outcome<()> {
        for number in 0..count {
            self.pass();
            let person = json!({
                "name": format!("Attendee Number {number}"),
                "email": format!("attendee-{number}@example.org"),
                "affiliation": format!("Institute {}", number % 300),
                "attendance": "in_person",
            });
            post(&self.stack, &path("/registrations"), None, &person).await?;
        }
        self.counts.push(("registrations", count.into()));
        Ok(())
    }

    async fn waitlist(&mut self, count: u32) -> Outcome<()> {
        for number in 0..count {
            self.pass();
            let person = json!({
                "name": format!("Waiting {number}"),
                "email": format!("waiting-{number}@example.org"),
                "reason": "To hear the talks of my track.",
            });
            post(&self.stack, &path("/waitlist"), None, &person).await?;
        }
        self.counts.push(("waiting", count.into()));
        Ok(())
    }

    /// Lets a moment pass, so that no two came at once.
    fn pass(&self) {
        self.stack.clock().set(self.stack.context().now() + SignedDuration::from_millis(10));
    }

    /// Sends what is queued, and then one message to everyone.
    async fn mails(&mut self, people: u32) -> Outcome<()> {
        let token = self.organizer.clone();
        let message = json!({ "subject": "The programme is published", "body": "Have a look.", "filter": {} });
        post(&self.stack, &path("/messages"), Some(&token), &message).await?;
        self.stack.run_workflows().await.map_err(|e| e.to_string())?;
        let sent = self.stack.outbox().map_err(|e| e.to_string())?.len();
        self.counts.push(("mails", u64::try_from(sent).unwrap_or(u64::MAX)));
        let query = format!("/people?q=attendee-{}", people / 2);
        let found = self.get(&path(&query)).await?;
        found["people"][0]["id"].as_str().ok_or("nobody was found")?.clone_into(&mut self.person);
        Ok(())
    }

    async fn get(&self, path: &str) -> Outcome<Value> {
        let request = http::Request::get(path).header("authorization", format!("Bearer {}", self.organizer));
        let answer = self.stack.request(request.body(bytes::Bytes::new()).map_err(|e| e.to_string())?).await;
        serde_json::from_slice(answer.body()).map_err(|e| format!("GET {path} was answered {}: {e}", answer.status()))
    }

    /// Every room, in the order of the desk's navigation.
    pub(super) fn rooms(&self) -> Vec<Room> {
        let person = format!("/people/{}", self.person);
        let reviews = format!("/proposals/{}/reviews", self.proposal);
        let by_organizer = [
            ("overview", "/desk"),
            ("people", "/people"),
            ("people, by name", "/people?q=number+1234"),
            ("people, by affiliation", "/people?q=institute+17"),
            ("people, who wait", "/people?state=waiting"),
            ("one person", &person),
            ("find", "/find?q=attendee-77"),
            ("registrations", "/registrations"),
            ("waitlist", "/waitlist"),
            ("passes", "/pools"),
            ("invitations", "/invitations"),
            ("proposals", "/proposals"),
            ("a track's selection", "/tracks/track-1/selection"),
            ("a proposal's reviews", &reviews),
            ("timetable editor", "/timetable/edit"),
            ("announcements", "/announcements"),
            ("messages", "/messages"),
            ("mails", "/mails"),
            ("mails, failed", "/mails?state=failed"),
            ("agenda", "/agenda"),
            ("activity", "/activity"),
            ("team", "/roles"),
            ("settings", "/settings"),
            ("settings of tracks", "/settings/tracks"),
            ("check-in", "/check-in"),
            ("badges", "/badges"),
            ("statistics", "/statistics"),
            ("consistency check", "/audit"),
        ];
        let room = |name, rest: &str, token: &String| Room { name, path: path(rest), token: token.clone() };
        let mut rooms: Vec<_> =
            by_organizer.into_iter().map(|(name, rest)| room(name, rest, &self.organizer)).collect();
        rooms.push(room("reviews, by a reviewer", "/reviews", &self.reviewer));
        rooms.push(room("overview, by a reviewer", "/desk", &self.reviewer));
        rooms
    }
}

fn path(rest: &str) -> String {
    format!("/conferences/{ID}{rest}")
}

fn reviewer_email(number: u32) -> String {
    format!("reviewer-{number}@example.org")
}

/// What is wrong with a name or an address that this file made up.
#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn unnamed(wrong: Phrase) -> String {
    wrong.in_log()
}

fn address(text: &str) -> Outcome<EmailAddress> {
    text.parse().map_err(unnamed)
}

fn definition(options: &Desk) -> String {
    use std::fmt::Write;

    let mut file = format!(
        r#"id = "{ID}"
series = "load"
name = "Load test"
starts_on = "2030-05-01"
ends_on = "2030-05-03"
time_zone = "Etc/UTC"
contact = "contact@example.org"
organizers = ["{ORGANIZER}"]

[place]
name = "Hall"
city = "Berlin"
country = "Germany"

[registration]
opens = "2030-01-01T00:00:00Z"
closes = "2030-04-30T00:00:00Z"

[[pools]]
id = "general"
capacity = {}
"#,
        options.people
    );
    for track in 0..TRACKS {
        let _ = write!(
            file,
            r#"
[[tracks]]
id = "track-{track}"
name = "Track {track}"
kind = "refereed"
leads = ["lead-{track}@example.org"]
description = "Talks."

[tracks.cfp]
opens = "2030-01-01T00:00:00Z"
closes = "2030-03-01T00:00:00Z"
"#
        );
    }
    file
}
