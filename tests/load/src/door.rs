//! `load door`: each ticket is scanned by several devices, late and out of order, while the server is killed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};
use serde_json::json;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::Outcome;
use crate::attendee::{Attendee, plan};
use crate::client::{Answer, Ask, Client};
use crate::conference::{Conference, any_number};
use crate::crowd::{Crowd, Progress, send_until_answered};
use crate::exactness::{Judgement, Registered, Rules, ValidationError, judge};
use crate::options::Door;
use crate::organizer::Organizer;
use crate::report;
use crate::server::Server;

/// Scans are up to this many minutes old when they are sent.
const OLDEST: i64 = 6 * 60;

/// Of so many devices, one has no network at first: it sends what it kept once the others have sent half of theirs.
const OFFLINE: u32 = 4;

/// Of so many people, one shows the ticket to the same device once more.
const TWICE: u32 = 5;

/// One scan of a ticket.
#[derive(Clone, Debug)]
struct Scan {
    attendee: Attendee,
    code: Arc<str>,
    device: u32,
    at: Timestamp,
}

/// A scan with its answer.
#[derive(Debug)]
struct Scanned {
    scan: Scan,
    took: Duration,
    answer: Result<Answer, String>,
}

/// Runs it, prints the checks, and returns the deviations.
pub(crate) async fn run(options: &Door) -> Outcome<Vec<ValidationError>> {
    let conference = Conference::new(options.people);
    let mut server = Server::prepare(&options.place, &conference, false)?;
    server.start()?;
    println!("{} people register at http://{}/ …", options.people, server.address());
    let registered = register(&server, &conference, options).await?;
    let mut organizer = Organizer::sign_in(Client::new(server.address())).await?;
    let now = organizer.door(&conference).await?.now;
    let codes = tickets(&server, &conference, &registered, options.devices).await?;
    let scans = scans(options, &codes, now);
    println!(
        "{} devices, {} of them offline at first, scan each ticket {} times or more: {} scans …",
        options.devices,
        (0..options.devices).filter(|device| is_offline_at_first(*device)).count(),
        options.scans,
        scans.len()
    );

    let began = Instant::now();
    let token: Arc<str> = organizer.token().into();
    let (scanned, tally, killed) = scan_all(&mut server, &conference, options, scans, &token).await?;
    let took = began.elapsed();

    let mut faults = faults(&scanned);
    let opened = check_kept(&server, &conference, &registered, &scanned, &mut faults).await?;
    let door = organizer.door(&conference).await?;
    if (door.here, door.expected) != (u64::from(options.people), u64::from(options.people)) {
        faults
            .push(format!("the door counts {} of {} here, and all {} came", door.here, door.expected, options.people));
    }
    let audit = server.audit()?.unwrap_or_else(|said| {
        faults.push(format!("plumbline audit: {}", said.trim().replace('\n', "\n    ")));
        "failed".into()
    });

    report::heading("Scans");
    report::row("scans a second", format!("{:.0}", report::rate(scanned.len(), took)));
    let mut times: Vec<Duration> = scanned.iter().map(|one| one.took).collect();
    times.sort_unstable();
    let at = |percent: usize| times.get(times.len().saturating_sub(1) * percent / 100).copied().unwrap_or_default();
    report::row(
        "time to the answer: half, 99 %",
        format!("{:.1} ms, {:.1} ms", report::ms(at(50)), report::ms(at(99))),
    );
    for (round, down) in (1..).zip(&killed) {
        report::row(&format!("killed, round {round}"), format!("served again in {down:.2?}"));
    }
    report::heading("Answers");
    report::tally(&tally);
    report::heading("Checked");
    report::row("people here", door.here);
    report::row("registrations with the earliest scan", opened);
    report::row("plumbline audit after a last kill", audit.trim().replace('\n', " "));
    Ok(faults)
}

/// Everyone gets a pass.
async fn register(server: &Server, conference: &Conference, options: &Door) -> Outcome<BTreeMap<Attendee, Registered>> {
    // Its sender lives as long as the crowd runs.
    let (_up, is_up) = watch::channel(true);
    let people = plan(options.people, true);
    let crowd = Crowd::new(server.address(), conference.path("/registrations"), options.people, people, is_up);
    let answers = crowd.run(options.devices).await?;
    let rules = Rules { people: options.people, passes: options.people, killed: false };
    let Judgement { registered, faults, .. } = judge(rules, &answers.sent);
    match faults.first() {
        Some(fault) => Err(format!("registering was not exact: {fault}")),
        None => Ok(registered),
    }
}

/// Everyone's ticket, as their QR code has it.
async fn tickets(
    server: &Server,
    conference: &Conference,
    registered: &BTreeMap<Attendee, Registered>,
    clients: u32,
) -> Outcome<Vec<(Attendee, Arc<str>)>> {
    let mut running = JoinSet::new();
    for first in 0..clients as usize {
        let mut client = Client::new(server.address());
        let path = |id: &str| conference.path(&format!("/registrations/{id}/ticket"));
        let asks: Vec<_> = registered
            .iter()
            .skip(first)
            .step_by(clients as usize)
            .filter_map(|(who, own)| Some((*who, Ask::get(path(&own.id)).bearer(own.token.as_deref()?))))
            .collect();
        running.spawn(async move {
            let mut codes = Vec::new();
            for (who, ask) in asks {
                let answer = client.send(&ask).await?;
                let code = answer.text("code").ok_or_else(|| format!("a ticket was answered {}", answer.shown()))?;
                codes.push((who, Arc::from(code)));
            }
            Outcome::Ok(codes)
        });
    }
    let mut codes = Vec::new();
    while let Some(some) = running.join_next().await {
        codes.extend(some.map_err(|e| format!("a client failed: {e}"))??);
    }
    codes.sort();
    Ok(codes)
}

fn is_offline_at_first(device: u32) -> bool {
    device % OFFLINE == OFFLINE - 1
}

/// Each ticket's scans, by different devices and at different minutes. The order in which they are sent has nothing to do
/// with the time at which they were made, but neighbours are of one ticket, so that devices race for it.
fn scans(options: &Door, codes: &[(Attendee, Arc<str>)], now: Timestamp) -> Vec<Scan> {
    let mut scans = Vec::new();
    for (attendee, code) in codes {
        for number in 0..options.scans {
            // Steps that share no factor with what they run around, so that all minutes and devices come up.
            let mixed = i64::from(attendee.0) * 7919 + i64::from(number) * 131;
            let at = now - (mixed % OLDEST).minutes();
            let device = (attendee.0 + number) % options.devices;
            scans.push(Scan { attendee: *attendee, code: Arc::clone(code), device, at });
            if number == 0 && attendee.0.is_multiple_of(TWICE) {
                scans.push(Scan { attendee: *attendee, code: Arc::clone(code), device, at: at - 1.minute() });
            }
        }
    }
    scans
}

type Answers = (Vec<Scanned>, BTreeMap<String, u64>, Vec<Duration>);

/// All devices send their scans at once, each until it is answered. Returns how long the server was down each time.
async fn scan_all(
    server: &mut Server,
    conference: &Conference,
    options: &Door,
    scans: Vec<Scan>,
    token: &Arc<str>,
) -> Outcome<Answers> {
    let moments = moments(options.rounds as usize, scans.len());
    let online = scans.iter().filter(|scan| !is_offline_at_first(scan.device)).count();
    let progress = Arc::new(Progress::new(options.people as usize));
    let (up, is_up) = watch::channel(true);
    let mut running = JoinSet::new();
    for device in 0..options.devices {
        let mut own: Vec<Scan> = scans.iter().filter(|scan| scan.device == device).cloned().collect();
        let (progress, is_up, token) = (Arc::clone(&progress), is_up.clone(), Arc::clone(token));
        let (mut client, path) = (Client::new(server.address()), conference.path("/check-ins"));
        running.spawn(async move {
            let (mut scanned, mut tally) = (Vec::new(), BTreeMap::new());
            if is_offline_at_first(device) {
                progress.wait_answered(online / 2).await;
                // The latest first.
                own.sort_by_key(|scan| std::cmp::Reverse(scan.at));
            }
            for scan in own {
                let device = format!("device-{}", scan.device);
                let body = json!({ "code": &*scan.code, "at": scan.at.to_string(), "device": device });
                let ask = Ask::post(path.as_str(), &body).bearer(&token);
                let began = Instant::now();
                let (_, answer) = send_until_answered(&mut client, &ask, is_up.clone(), &mut tally).await;
                progress.note(scan.attendee, &answer.clone().unwrap_or_default());
                scanned.push(Scanned { scan, took: began.elapsed(), answer });
            }
            (scanned, tally)
        });
    }
    let mut killed = Vec::new();
    for moment in moments {
        progress.wait_answered(moment).await;
        up.send_replace(false);
        let begun = Instant::now();
        server.kill();
        server.start()?;
        killed.push(begun.elapsed());
        up.send_replace(true);
    }
    let (mut scanned, mut tally) = (Vec::new(), BTreeMap::new());
    while let Some(some) = running.join_next().await {
        let (own, counted) = some.map_err(|e| format!("a device failed: {e}"))?;
        scanned.extend(own);
        for (kind, count) in counted {
            *tally.entry(kind).or_default() += count;
        }
    }
    Ok((scanned, tally, killed))
}

/// After how many answers the server is killed: spread over the run, and never the same twice.
fn moments(rounds: usize, scans: usize) -> Vec<usize> {
    let step = scans / (rounds + 1);
    let spread = usize::try_from(any_number() % 1000).unwrap_or_default();
    (1..=rounds).map(|round| step * round + step * ((spread + 379 * round) % 1000) / 2000).collect()
}

fn by_attendee(scanned: &[Scanned]) -> BTreeMap<Attendee, Vec<&Scanned>> {
    let mut by_attendee: BTreeMap<Attendee, Vec<&Scanned>> = BTreeMap::new();
    for one in scanned {
        by_attendee.entry(one.scan.attendee).or_default().push(one);
    }
    by_attendee
}

/// Exactly one scan of each ticket lets in, and each device learns of a first scan that is no later than its own.
fn faults(scanned: &[Scanned]) -> Vec<ValidationError> {
    let mut faults = Vec::new();
    for (attendee, scanned) in by_attendee(scanned) {
        let mut admitted = 0;
        for one in scanned {
            let answer = match &one.answer {
                Ok(answer) if answer.status == 200 => answer,
                Ok(answer) => {
                    faults.push(format!("a scan of {attendee:?} was answered {}", answer.shown()));
                    continue;
                }
                Err(why) => {
                    faults.push(format!("a scan of {attendee:?} was not answered: {why}"));
                    continue;
                }
            };
            admitted += u32::from(answer.text("state") == Some("checked_in"));
            let first_at = answer.text("first_at").and_then(|at| at.parse::<Timestamp>().ok());
            if first_at.is_none_or(|first_at| first_at > one.scan.at) {
                faults.push(format!("{attendee:?} was scanned at {}, and is here since {first_at:?}", one.scan.at));
            }
        }
        if admitted != 1 {
            faults.push(format!("{attendee:?} was let in by {admitted} scans"));
        }
    }
    faults
}

/// Everyone's pass says that they are here since their earliest scan. Returns how many do.
async fn check_kept(
    server: &Server,
    conference: &Conference,
    registered: &BTreeMap<Attendee, Registered>,
    scanned: &[Scanned],
    faults: &mut Vec<ValidationError>,
) -> Outcome<usize> {
    let mut client = Client::new(server.address());
    let mut kept = 0;
    for (attendee, scanned) in by_attendee(scanned) {
        let Some(Registered { id, token: Some(token) }) = registered.get(&attendee) else { continue };
        let ask = Ask::get(conference.path(&format!("/registrations/{id}/ticket"))).bearer(token);
        let answer = client.send(&ask).await?;
        let here_since = answer.text("checked_in_at").and_then(|at| at.parse::<Timestamp>().ok());
        let earliest = scanned.iter().map(|one| one.scan.at).min();
        if here_since == earliest {
            kept += 1;
        } else {
            faults.push(format!("{attendee:?} was first scanned at {earliest:?}, and is here since {here_since:?}"));
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(device: u32, at: &str, state: &str, first_at: &str) -> Scanned {
        let scan = Scan { attendee: Attendee(1), code: "code".into(), device, at: at.parse().unwrap() };
        let json = json!({ "state": state, "first_at": first_at });
        Scanned { scan, took: Duration::ZERO, answer: Ok(Answer { status: 200, json, ..Answer::default() }) }
    }

    #[test]
    fn two_admissions_and_a_first_scan_that_is_too_late_are_found() {
        let (early, late) = ("2030-02-01T08:00:00Z", "2030-02-01T09:00:00Z");
        let right = || scanned(1, late, "checked_in", late);
        assert_eq!(faults(&[right(), scanned(2, early, "already_checked_in", early)]), Vec::<String>::new());
        assert_eq!(faults(&[right(), scanned(2, early, "checked_in", early)]).len(), 1);
        assert_eq!(faults(&[right(), scanned(2, early, "already_checked_in", late)]).len(), 1);
        assert_eq!(faults(&[scanned(1, late, "already_checked_in", late)]).len(), 1);
    }

    #[test]
    fn each_ticket_is_scanned_by_different_devices_at_different_times() {
        let options = Door {
            people: 100,
            devices: 32,
            scans: 3,
            rounds: 0,
            place: crate::options::Place { server: None, dir: None },
        };
        let codes: Vec<_> = (0..100).map(|n| (Attendee(n), Arc::from("code"))).collect();
        let scans = scans(&options, &codes, "2030-02-01T12:00:00Z".parse().unwrap());
        assert_eq!(scans.len(), 320);
        for own in scans.chunk_by(|one, next| one.attendee == next.attendee) {
            let twice = usize::from(own[0].attendee.0.is_multiple_of(TWICE));
            let devices: std::collections::BTreeSet<_> = own.iter().map(|scan| scan.device).collect();
            let times: std::collections::BTreeSet<_> = own.iter().map(|scan| scan.at).collect();
            assert_eq!((devices.len(), times.len()), (3, 3 + twice));
        }
    }
}
