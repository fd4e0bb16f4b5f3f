//! `load waitlist`: passes return while a long queue waits. Reports the time until all offers are made and their mails
//! queued, and what an offer costs.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use bytes::Bytes;
use context::SetClock;
use http::Request;
use jiff::{SignedDuration, Timestamp};
use plumbline::DataDirectory;
use plumbline::stack::Stack;
use serde_json::{Value, json};

use crate::Outcome;
use crate::conference::Conference;
use crate::exactness::ValidationError;
use crate::options::Waitlist;
use crate::report;

/// While registration is open.
const NOW: &str = "2030-02-01T12:00:00Z";

/// Joins `waiting` people, brings back `passes`, and runs the workflow as its function does, on a table on disk.
pub(crate) async fn run(options: &Waitlist) -> Outcome<Vec<ValidationError>> {
    let here = std::env::current_exe().map_err(|e| e.to_string())?;
    let parent = options.dir.as_deref().unwrap_or(here.parent().unwrap_or(Path::new(".")));
    let directory = tempfile::Builder::new().prefix("load-").tempdir_in(parent).map_err(|e| e.to_string())?;
    let data = DataDirectory::open(directory.path()).map_err(|e| e.to_string())?;
    let now: Timestamp = NOW.parse().map_err(|e| format!("{e}"))?;
    let stack = Stack::builder(SetClock::stopped(now)).data(data).build().map_err(|e| e.to_string())?;
    let conference = Conference::new(1);
    stack.load_conference(&conference.toml()).await.map_err(|e| e.to_string())?;

    let person = |n: u32| json!({ "name": "Attendee", "email": format!("w{n}@example.org"), "reason": "To come." });
    let first = json!({ "name": "First", "email": "first@example.org", "attendance": "in_person" });
    expect(201, &post(&stack, &conference.path("/registrations"), &first).await?)?;
    let began = Instant::now();
    for n in 0..options.waiting {
        stack.clock().set(now + SignedDuration::from_millis(i64::from(n)));
        expect(201, &post(&stack, &conference.path("/waitlist"), &person(n)).await?)?;
    }
    let joined = began.elapsed();

    let (store, units) = stack.store().metered();
    let in_log = |refused: domain::phrase::Phrase| refused.in_log();
    let (c, pool) = (conference.id.parse().map_err(in_log)?, "general".parse().map_err(in_log)?);
    let capacity = u64::from(options.passes) + 1;
    let raised = store.resize(stack.context(), &c, &pool, "load", capacity).await;
    raised.map_err(|e| e.to_string())?;
    let before = (units.write(), units.calls());
    let began = Instant::now();
    let mut offered = 0;
    loop {
        let run = promote_waitlist::run(stack.context(), &store).await.map_err(|e| e.to_string())?;
        offered += run.done.offered;
        if !run.more {
            break;
        }
    }
    let took = began.elapsed();
    let (written, calls) = (units.write() - before.0, units.calls() - before.1);

    let mut faults = Vec::new();
    let expected = u64::from(options.passes.min(options.waiting));
    if offered != expected {
        faults.push(format!("{offered} offers were made instead of {expected}"));
    }
    faults.extend(order(&stack, &c, expected).await?);
    let audit = stack.store().audit().await.map_err(|e| e.to_string())?;
    faults.extend(audit.findings.iter().map(ToString::to_string));

    report::heading("Waitlist");
    report::row("waiting", options.waiting);
    report::row(
        "joins a second, one after the other",
        format!("{:.0}", report::rate(options.waiting as usize, joined)),
    );
    report::row("passes that came back", options.passes);
    report::row("time to all offers, their mails queued", format!("{:.0} ms", report::ms(took)));
    #[allow(clippy::cast_precision_loss, reason = "a few thousand")]
    let per = |n: f64| format!("{:.2}", n / offered.max(1) as f64);
    report::row("  for each", format!("{} ms", per(report::ms(took))));
    #[allow(clippy::cast_precision_loss, reason = "a few thousand")]
    let (written, calls) = (written as f64, calls as f64);
    report::row("write units for each", per(written));
    report::row("calls of the table for each", per(calls));
    Ok(faults)
}

/// Whether exactly the first to join have an offer.
async fn order(stack: &Stack, c: &domain::conference::ConferenceId, offered: u64) -> Outcome<Vec<ValidationError>> {
    let mut got = BTreeSet::new();
    let mut after: Option<store::Cursor> = None;
    loop {
        let page = stack.store().entries(c, after.as_ref(), 500).await.map_err(|e| e.to_string())?;
        got.extend(page.items.iter().filter(|entry| entry.offer.is_some()).map(|entry| entry.joined_at));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let now: Timestamp = NOW.parse().map_err(|e| format!("{e}"))?;
    let last = now + SignedDuration::from_millis(i64::try_from(offered).unwrap_or(0) - 1);
    let passed_over = got.iter().filter(|at| **at > last).count();
    Ok((passed_over > 0).then(|| format!("{passed_over} offers went to people who joined later")).into_iter().collect())
}

async fn post(stack: &Stack, path: &str, body: &Value) -> Outcome<(u16, Bytes)> {
    let request = Request::post(path).header("content-type", "application/json").body(body.to_string().into());
    let answer = stack.request(request.map_err(|e| e.to_string())?).await;
    Ok((answer.status().as_u16(), answer.into_body()))
}

fn expect(status: u16, answer: &(u16, Bytes)) -> Outcome<()> {
    if answer.0 == status {
        return Ok(());
    }
    Err(format!("answered {} instead of {status}: {}", answer.0, String::from_utf8_lossy(&answer.1)))
}
