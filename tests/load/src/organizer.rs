//! The organizer: signs in by the mailed link and reads the ledger.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::Outcome;
use crate::client::{Ask, Client, wait};
use crate::conference::{Conference, ORGANIZER, VIRTUAL};
use crate::exactness::ValidationError;

/// How long mails may take: there may be some for all people of a run.
pub(crate) const MAIL_WITHIN: Duration = Duration::from_mins(10);

/// An organizer who is signed in.
#[derive(Debug)]
pub(crate) struct Organizer {
    client: Client,
    token: String,
    waited: Duration,
}

/// A pool's ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ledger {
    pub(crate) capacity: i64,
    pub(crate) free: i64,
    pub(crate) returned: i64,
    pub(crate) held: i64,
    pub(crate) taken: i64,
}

/// What the door's page counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct AtTheDoor {
    pub(crate) now: Timestamp,
    pub(crate) here: u64,
    pub(crate) expected: u64,
}

impl Organizer {
    /// Signs in with the newest mail's link.
    pub(crate) async fn sign_in(client: Client) -> Outcome<Self> {
        Self::sign_in_as(client, ORGANIZER).await
    }

    /// The same for anyone, by the link that is mailed to this address.
    pub(crate) async fn sign_in_as(mut client: Client, email: &str) -> Outcome<Self> {
        let before = newest(&mut client, email).await?.map(|mail| mail["id"].clone());
        let answer = client.send(&Ask::post("/sign-in", &json!({ "email": email }))).await?;
        if answer.status != 202 {
            return Err(format!("signing in was answered {}", answer.shown()));
        }
        let asked = Instant::now();
        let mail = loop {
            match newest(&mut client, email).await? {
                Some(mail) if Some(&mail["id"]) != before.as_ref() => break mail,
                _ if asked.elapsed() > MAIL_WITHIN => {
                    return Err(format!("no mail to {email} in {} s", MAIL_WITHIN.as_secs()));
                }
                _ => wait(Duration::from_millis(10)).await,
            }
        };
        let waited = asked.elapsed();
        let path = link(mail["text"].as_str().unwrap_or_default())
            .ok_or_else(|| format!("there is no sign-in link in the newest mail to {email}"))?;
        let answer = client.send(&Ask::post(path, &json!({}))).await?;
        let token = answer.text("token").ok_or_else(|| format!("the link was answered {}", answer.shown()))?.to_owned();
        Ok(Self { client, token, waited })
    }

    /// The session's token.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// How long the mail to sign in took.
    pub(crate) fn waited(&self) -> Duration {
        self.waited
    }

    /// Creates the edition.
    pub(crate) async fn create(&mut self, conference: &Conference) -> Outcome<()> {
        let ask = Ask::put(conference.path(""), &conference.json()).bearer(&self.token);
        match self.client.send(&ask).await? {
            answer if matches!(answer.status, 200 | 201) => Ok(()),
            answer => Err(format!("creating the edition was answered {}", answer.shown())),
        }
    }

    /// Reads the counts of the door.
    pub(crate) async fn door(&mut self, conference: &Conference) -> Outcome<AtTheDoor> {
        let answer = self.client.send(&Ask::get(conference.path("/check-in")).bearer(&self.token)).await?;
        let now = answer.text("now").and_then(|now| now.parse().ok());
        match (now, answer.json["here"].as_u64(), answer.json["expected"].as_u64()) {
            (Some(now), Some(here), Some(expected)) => Ok(AtTheDoor { now, here, expected }),
            _ => Err(format!("the door was answered {}", answer.shown())),
        }
    }

    /// Checks both pools' ledgers against the people who have a pass, and answers that of `general`.
    pub(crate) async fn check_ledger(
        &mut self,
        conference: &Conference,
        registered: u32,
        faults: &mut Vec<ValidationError>,
    ) -> Outcome<Ledger> {
        let answer = self.client.send(&Ask::get(conference.path("/pools")).bearer(&self.token)).await?;
        if answer.status != 200 {
            return Err(format!("asking for the pools was answered {}", answer.shown()));
        }
        let general = pool(&answer.json, "general")?;
        faults.extend(ledger_faults("general", general, conference.passes, registered));
        faults.extend(ledger_faults("virtual", pool(&answer.json, "virtual")?, VIRTUAL, 0));
        Ok(general)
    }
}

async fn newest(client: &mut Client, email: &str) -> Outcome<Option<Value>> {
    // A server that does not know the parameters answers with everything, newest first.
    let mut answer = client.send(&Ask::get(format!("/_local/outbox?to={email}&limit=1"))).await?;
    let Some(mails) = answer.json.as_array_mut() else {
        return Err(format!("the outbox was answered {}; only a local Plumbline has one", answer.shown()));
    };
    Ok(mails.iter_mut().find(|mail| mail["to"].to_string().contains(email)).map(Value::take))
}

/// The path of the sign-in link in a mail's text.
fn link(text: &str) -> Option<&str> {
    text.split_whitespace().find_map(|word| {
        let (scheme, rest) = word.split_once("://")?;
        let path = &rest[rest.find('/')?..];
        let is_link = scheme.trim_start_matches(['<', '(']).starts_with("http") && path.starts_with("/sign-in/");
        is_link.then(|| path.trim_end_matches(['>', ')', '.', ',']))
    })
}

/// A pool's ledger in the list of pools.
fn pool(json: &Value, id: &str) -> Outcome<Ledger> {
    let pool = json["pools"].as_array().into_iter().flatten().find(|pool| pool["pool"] == id);
    let pool = pool.ok_or_else(|| format!("the pool {id} is not in the list of pools"))?;
    let number = |key: &str| pool[key].as_i64().ok_or_else(|| format!("the pool {id} has no number {key}"));
    Ok(Ledger {
        capacity: number("capacity")?,
        free: number("free")?,
        returned: number("spare")?,
        held: number("held")?,
        taken: number("taken")?,
    })
}

fn ledger_faults(id: &str, ledger: Ledger, capacity: u32, registered: u32) -> Vec<ValidationError> {
    let Ledger { free, returned, held, taken, .. } = ledger;
    let mut faults = Vec::new();
    if ledger.capacity != i64::from(capacity) {
        faults.push(format!("{id} has a capacity of {} and was made with {capacity}", ledger.capacity));
    }
    if ledger.capacity != free + returned + held + taken || [free, returned, held, taken].iter().any(|n| *n < 0) {
        faults.push(format!("the ledger of {id} does not add up: {ledger:?}"));
    }
    if taken != i64::from(registered) {
        faults.push(format!("{taken} passes of {id} are taken, and {registered} people were told of one"));
    }
    if returned != 0 || held != 0 {
        faults.push(format!("{id} has {returned} returned and {held} held, and none was cancelled"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_found_in_a_mail() {
        let mail = "Hello,\n\nopen this link:\n\nhttp://127.0.0.1:4000/sign-in/abc.def\n\nOr http://127.0.0.1:4000/.";
        assert_eq!(link(mail), Some("/sign-in/abc.def"));
        assert_eq!(link("See <https://plumbline.example.org/sign-in/a.b>."), Some("/sign-in/a.b"));
        assert_eq!(link("http://127.0.0.1:4000/conferences/x"), None);
        assert_eq!(link("http://127.0.0.1"), None);
    }

    #[test]
    fn a_pool_is_found_in_the_list() {
        let row = json!({"pool": "general", "capacity": 5, "free": 1, "spare": 0, "held": 0, "taken": 4});
        let expected = Ledger { capacity: 5, free: 1, returned: 0, held: 0, taken: 4 };
        assert_eq!(pool(&json!({ "pools": [row] }), "general"), Ok(expected));
        assert!(pool(&json!({ "pools": [row] }), "virtual").is_err());
    }

    #[test]
    fn a_ledger_that_lost_a_pass_is_found() {
        let right = Ledger { capacity: 5, free: 1, returned: 0, held: 0, taken: 4 };
        assert_eq!(ledger_faults("general", right, 5, 4), Vec::<String>::new());
        assert_eq!(ledger_faults("general", Ledger { free: 0, ..right }, 5, 4).len(), 1);
        assert_eq!(ledger_faults("general", right, 5, 5).len(), 1);
    }
}
