//! `load kill`: the stampede while the server is killed and started again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tokio::sync::watch;

use crate::Outcome;
use crate::attendee::{Attendee, plan};
use crate::client::{Ask, Client};
use crate::conference::{Conference, any_number};
use crate::crowd::{Crowd, registration};
use crate::exactness::{Judgement, Registered, Rules, ValidationError, judge};
use crate::options::Kill;
use crate::organizer::Organizer;
use crate::report;
use crate::server::Server;
use crate::stampede::check_refusal;

/// A moment at which the server was killed.
#[derive(Debug)]
struct Killed {
    /// How many people had an answer that gave them a pass.
    registered: u32,
    /// How long it took until it served again.
    down: Duration,
}

/// Runs it, prints the checks, and returns the deviations.
pub(crate) async fn run(options: &Kill) -> Outcome<Vec<ValidationError>> {
    let size = options.size;
    let conference = Conference::new(size.passes);
    let mut server = Server::prepare(&options.place, &conference, false)?;
    server.start()?;
    let address = server.address();
    let plan = plan(size.people, false);
    let moments = moments(options, plan.len());
    println!(
        "{} people want {} passes, over {} connections; the server at http://{address}/ is killed after {moments:?} \
         of {} answers …",
        size.people,
        size.passes,
        size.clients,
        plan.len()
    );

    let (up, is_up) = watch::channel(true);
    let crowd = Crowd::new(address, conference.path("/registrations"), size.people, plan, is_up);
    let running = {
        let crowd = std::sync::Arc::clone(&crowd);
        tokio::spawn(async move { crowd.run(size.clients).await })
    };
    let mut killed = Vec::new();
    for moment in moments {
        crowd.progress().wait_answered(moment).await;
        // No request is sent before it listens again: a port without a listener could be taken by a connection to it.
        up.send_replace(false);
        let begun = Instant::now();
        server.kill();
        let registered = crowd.progress().registered();
        // Blocks this thread, and with it the clients, who could only wait.
        server.start()?;
        killed.push(Killed { registered, down: begun.elapsed() });
        up.send_replace(true);
    }
    let answers = running.await.map_err(|e| format!("the clients failed: {e}"))??;
    if server.has_ended() {
        return Err(format!("the server ended by itself. {}", server.last_words()));
    }

    let rules = Rules { people: size.people, passes: size.passes, killed: true };
    let Judgement { registered, mut faults, .. } = judge(rules, &answers.sent);
    let kept = check_kept(&mut Client::new(address), &conference, &registered, &mut faults).await?;
    let mut organizer = Organizer::sign_in(Client::new(address)).await?;
    let count = u32::try_from(registered.len()).unwrap_or(u32::MAX);
    let ledger = organizer.check_ledger(&conference, count, &mut faults).await?;
    faults.extend(check_refusal(&mut Client::new(address), &conference, rules, ledger).await?);
    let audit = match server.audit()? {
        Ok(said) => said,
        Err(said) => {
            faults.push(format!("plumbline audit: {}", said.trim().replace('\n', "\n    ")));
            "failed".into()
        }
    };

    report::heading("Killed");
    for (round, killed) in (1..).zip(&killed) {
        let Killed { registered, down } = killed;
        report::row(&format!("round {round}"), format!("after {registered} passes; served again in {down:.2?}"));
    }
    report::heading("Answers");
    report::tally(&answers.tally);
    report::heading("Checked");
    report::row("people with a pass", count);
    report::row("requests repeated with their key, same answer", kept.repeated);
    report::row("registrations opened with their token", kept.opened);
    report::row("ledger of general", format!("{ledger:?}"));
    report::row("plumbline audit after a last kill", audit.trim().replace('\n', " "));
    Ok(faults)
}

/// After how many answers the server is killed: spread over the time in which passes are sold, and never the same
/// twice. Refusals write nothing that could be lost.
fn moments(options: &Kill, requests: usize) -> Vec<usize> {
    let selling = requests.min(2 * options.size.passes as usize);
    let rounds = options.rounds as usize;
    let step = selling / (rounds + 1);
    let spread = usize::try_from(any_number() % 1000).unwrap_or_default();
    (1..=rounds).map(|round| step * round + step * ((spread + 379 * round) % 1000) / 2000).collect()
}

/// What was asked for again at the end.
#[derive(Debug, Default)]
struct Kept {
    repeated: usize,
    opened: usize,
}

/// Everything that was ever answered with success is still so.
async fn check_kept(
    client: &mut Client,
    conference: &Conference,
    registered: &BTreeMap<Attendee, Registered>,
    faults: &mut Vec<ValidationError>,
) -> Outcome<Kept> {
    let mut kept = Kept::default();
    for (attendee, Registered { id, token }) in registered {
        if attendee.key().is_some() {
            let answer = client.send(&registration(&conference.path("/registrations"), *attendee)).await?;
            let same = answer.text("id") == Some(id) && answer.text("manage_token") == token.as_deref();
            if answer.status == 201 && same {
                kept.repeated += 1;
            } else {
                faults.push(format!("attendee {} repeated their request and got {}", attendee.0, answer.shown()));
            }
        }
        let Some(token) = token else { continue };
        let ask = Ask::get(conference.path(&format!("/registrations/{id}"))).bearer(token);
        let answer = client.send(&ask).await?;
        if answer.status == 200 && answer.text("id") == Some(id) && answer.text("status") == Some("confirmed") {
            kept.opened += 1;
        } else {
            faults.push(format!("attendee {} opened their registration and got {}", attendee.0, answer.shown()));
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::options::{Command, Options};

    #[test]
    fn the_server_is_killed_while_passes_are_sold() {
        let Command::Kill(options) =
            Options::parse_from("load kill --people 3000 --passes 1000 --rounds 3".split(' ')).command
        else {
            unreachable!("it says kill")
        };
        for _ in 0..100 {
            let moments = moments(&options, 6000);
            assert!(moments.is_sorted() && moments[0] >= 500 && moments[2] < 2000, "{moments:?}");
        }
    }
}
