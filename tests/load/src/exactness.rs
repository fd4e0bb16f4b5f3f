//! Judges what a crowd was answered: who has a pass, and everything that contradicts the promises.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::attendee::Attendee;
use crate::client::Answer;
use crate::crowd::Sent;

/// A contradiction, in words.
pub(crate) type ValidationError = String;

/// What must be true of the answers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) people: u32,
    pub(crate) passes: u32,
    /// Whether the server was killed meanwhile, so that an answer may have been lost after its effect.
    pub(crate) killed: bool,
}

/// The answer to an attendee's registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    pub(crate) id: String,
    /// The manage token; `None` if only repeats were answered.
    pub(crate) token: Option<String>,
}

#[derive(Debug, Default)]
pub(crate) struct Judgement {
    pub(crate) registered: BTreeMap<Attendee, Registered>,
    /// When the last pass was answered, from the start of the run.
    pub(crate) last_sold: Duration,
    pub(crate) faults: Vec<ValidationError>,
}

/// Judges all answers of a run.
pub(crate) fn judge(rules: Rules, sent: &[Sent]) -> Judgement {
    let mut by_attendee: BTreeMap<Attendee, Vec<&Sent>> = BTreeMap::new();
    for one in sent {
        by_attendee.entry(one.attendee).or_default().push(one);
    }
    let mut judgement = Judgement::default();
    let first_refusal = sent.iter().filter(|s| status(s) == Some(409)).map(|s| s.received).min();
    for (attendee, mut sent) in by_attendee {
        sent.sort_by_key(|s| s.received);
        let mut faults = Vec::new();
        if let Some(registered) = one_person(rules, attendee, &sent, &mut faults) {
            let successes = || sent.iter().filter(|s| is_success(s));
            let first = successes().map(|s| s.received).min().unwrap_or_default();
            judgement.last_sold = judgement.last_sold.max(first);
            // No pass returns during a run: the first refusal proves that all were taken by then.
            let began = sent.iter().map(|s| s.first_asked).min();
            if began > first_refusal && first_refusal.is_some() {
                faults.push("got a pass although an earlier request was refused".into());
            }
            if sent.iter().any(|s| status(s) == Some(409) && s.asked > first) {
                faults.push("was told that all is sold out after being told of their pass".into());
            }
            judgement.registered.insert(attendee, registered);
        }
        judgement.faults.extend(faults.into_iter().map(|fault| format!("attendee {} {fault}", attendee.0)));
    }
    let mut owners: HashMap<&str, Attendee> = HashMap::new();
    for (attendee, registered) in &judgement.registered {
        if let Some(other) = owners.insert(&registered.id, *attendee) {
            judgement.faults.push(format!("attendees {} and {} have one registration", other.0, attendee.0));
        }
    }
    let expected = rules.people.min(rules.passes) as usize;
    if judgement.registered.len() != expected {
        judgement.faults.push(format!(
            "{} people were told of a pass; {} people and {} passes make {expected}",
            judgement.registered.len(),
            rules.people,
            rules.passes
        ));
    }
    judgement
}

fn status(sent: &Sent) -> Option<u16> {
    sent.answer.as_ref().ok().map(|answer| answer.status)
}

/// Whether the answer named a pass.
pub(crate) fn is_success(sent: &Sent) -> bool {
    matches!(status(sent), Some(200 | 201))
}

/// All answers to one person, in the order in which they came.
fn one_person(
    rules: Rules,
    attendee: Attendee,
    sent: &[&Sent],
    faults: &mut Vec<ValidationError>,
) -> Option<Registered> {
    let mut registered: Option<Registered> = None;
    let mut made = 0;
    for one in sent {
        let answer = match &one.answer {
            Ok(answer) => answer,
            Err(error) => {
                faults.push(format!("gave up: {error}"));
                continue;
            }
        };
        match answer.status {
            201 => made += 1,
            200 if attendee.key().is_some() => {
                faults.push("repeated with the same key and got another answer, 200 and not 201".into());
            }
            200 => {}
            409 if answer.problem() == Some("sold-out") && rules.people > rules.passes => continue,
            _ => {
                faults.push(format!("was answered {}", answer.shown()));
                continue;
            }
        }
        match read(answer) {
            Ok(now) => merge(&mut registered, now, faults),
            Err(fault) => faults.push(fault),
        }
    }
    if attendee.key().is_none() {
        match (made, &registered) {
            (0, Some(_)) if !rules.killed => faults.push("was only answered 200, and never got a token".into()),
            (2.., _) => faults.push("got a token twice without a key".into()),
            _ => {}
        }
    }
    registered
}

/// The registration in an answer of 200 or 201.
fn read(answer: &Answer) -> Result<Registered, ValidationError> {
    let Some(id) = answer.text("id") else { return Err(format!("got {} without an id", answer.status)) };
    let token = answer.text("manage_token").map(str::to_owned);
    match (answer.status, &token) {
        (201, None) => Err("got 201 without a token".into()),
        (200, Some(_)) => Err("got a token in a 200, where anybody might have asked".into()),
        _ => Ok(Registered { id: id.to_owned(), token }),
    }
}

fn merge(before: &mut Option<Registered>, now: Registered, faults: &mut Vec<ValidationError>) {
    match before {
        None => *before = Some(now),
        Some(before) => {
            if before.id != now.id {
                faults.push("has two registrations".into());
            }
            match (&before.token, now.token) {
                (None, token) => before.token = token,
                (Some(one), Some(other)) if *one != other => faults.push("got another token for a repeat".into()),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use serde_json::json;

    /// `0-3 a1 201 x t`: sent at 0 and received at 3 ms, attendee 1, status, id, token.
    fn sent(line: &str) -> Sent {
        let words: Vec<_> = line.split(' ').collect();
        let (from, to) = words[0].split_once('-').unwrap();
        let at = |text: &str| Duration::from_millis(text.parse().unwrap());
        let mut json = json!({ "type": "/problems/sold-out" });
        if let Some(id) = words.get(3) {
            json = json!({ "id": id });
        }
        if let Some(token) = words.get(4) {
            json["manage_token"] = json!(token);
        }
        let answer = Answer { status: words[2].parse().unwrap(), json, ..Answer::default() };
        Sent {
            attendee: Attendee(words[1][1..].parse().unwrap()),
            first_asked: at(from),
            asked: at(from),
            received: at(to),
            answer: Ok(answer),
        }
    }

    fn check(people: u32, passes: u32, lines: &[&str], expected: &Expect) {
        let sent: Vec<_> = lines.iter().map(|line| sent(line)).collect();
        let judgement = judge(Rules { people, passes, killed: false }, &sent);
        let shown = format!("{} by {:?}", judgement.registered.len(), judgement.last_sold);
        expected.assert_eq(&[vec![shown], judgement.faults].concat().join("\n"));
    }

    // Attendees 0, 1, 4 and 5 send a key; 2, 3, 6 and 7 do not.

    #[test]
    fn a_right_run_has_no_faults() {
        check(
            3,
            2,
            &["0-3 a0 201 x t", "1-4 a0 201 x t", "2-5 a2 201 y u", "2-7 a2 200 y", "4-6 a1 409", "8-9 a1 409"],
            &expect!["2 by 5ms"],
        );
    }

    #[test]
    fn a_refusal_that_crossed_the_last_pass_is_no_fault() {
        check(2, 1, &["0-5 a0 201 x t", "1-4 a0 409", "2-6 a1 409"], &expect!["1 by 5ms"]);
    }

    #[test]
    fn what_contradicts_the_promises_is_found() {
        check(
            2,
            1,
            &["0-3 a0 201 x t", "1-4 a0 201 x other", "2-5 a2 201 x u"],
            &expect![[r"
                2 by 5ms
                attendee 0 got another token for a repeat
                attendees 0 and 2 have one registration
                2 people were told of a pass; 2 people and 1 passes make 1"]],
        );
        check(
            3,
            2,
            &["0-3 a2 200 y u", "0-3 a3 201 z v", "4-5 a3 201 z v", "6-7 a3 409", "8-9 a0 201 w t", "9-9 a0 200 w"],
            &expect![[r"
                2 by 9ms
                attendee 0 repeated with the same key and got another answer, 200 and not 201
                attendee 0 got a pass although an earlier request was refused
                attendee 2 got a token in a 200, where anybody might have asked
                attendee 3 got a token twice without a key
                attendee 3 was told that all is sold out after being told of their pass"]],
        );
        check(
            1,
            1,
            &["0-3 a2 200 y", "4-5 a2 500"],
            &expect![[r"
            1 by 3ms
            attendee 2 was answered 500 sold-out
            attendee 2 was only answered 200, and never got a token"]],
        );
    }
}
