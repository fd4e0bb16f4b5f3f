//! `load stampede`: everyone at once, each twice.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::sync::watch;

use crate::Outcome;
use crate::attendee::{Attendee, plan};
use crate::baseline::{self, Rate};
use crate::client::{Client, address_of};
use crate::conference::Conference;
use crate::crowd::{Answers, Crowd, registration};
use crate::exactness::{Judgement, Rules, ValidationError, is_success, judge};
use crate::figures::Figures;
use crate::options::Stampede;
use crate::organizer::{Ledger, MAIL_WITHIN, Organizer};
use crate::outbox;
use crate::process::{self, Usage};
use crate::report;
use crate::server::Server;

/// How long a sign-in mail waits behind others.
struct MailDelay {
    queued: u32,
    waited: Duration,
}

impl MailDelay {
    fn print(&self, mails_after: Duration) {
        report::row("mails queued when a sign-in mail was requested", self.queued);
        report::row("  the sign-in mail came after", format!("{:.2} s", self.waited.as_secs_f64()));
        report::row("  all mails were out after", format!("{:.1} s", mails_after.as_secs_f64()));
    }
}

/// Signs the organizer in while the confirmations are on their way, then waits for these.
async fn sign_in_behind_mails(
    address: SocketAddr,
    registered: u32,
    faults: &mut Vec<ValidationError>,
) -> Outcome<(Organizer, MailDelay)> {
    let mut client = Client::new(address);
    let sent = outbox::count(&mut client).await?;
    let organizer = Organizer::sign_in(Client::new(address)).await?;
    let delay = MailDelay { queued: registered.saturating_sub(sent), waited: organizer.waited() };
    // One for each registration, and the one to sign in.
    if !outbox::wait_for(&mut client, registered + 1, MAIL_WITHIN).await? {
        faults.push(format!("fewer than {registered} confirmations in {} s", MAIL_WITHIN.as_secs()));
    }
    Ok((organizer, delay))
}

/// Ends the server and lets it audit what it stored; answers what the audit says.
fn end(
    server: &mut Server,
    in_memory: bool,
    usage: &mut UsageMarks,
    faults: &mut Vec<ValidationError>,
) -> Outcome<Option<String>> {
    if server.has_ended() {
        faults.push(format!("the server ended by itself. {}", server.last_words()));
    }
    usage.end = server.usage();
    server.kill();
    if in_memory {
        return Ok(None);
    }
    match server.audit()? {
        Ok(said) => return Ok(Some(said)),
        Err(said) => faults.push(format!("plumbline audit: {}", said.trim().replace('\n', "\n    "))),
    }
    Ok(None)
}

/// Runs it, prints the figures, and returns the deviations.
pub(crate) async fn run(options: &Stampede) -> Outcome<Vec<ValidationError>> {
    let size = options.size;
    let conference = Conference::new(size.passes);
    let mut server = match &options.url {
        Some(_) => None,
        None => Some(Server::prepare(&options.place, &conference, options.memory)?),
    };
    let elsewhere = tempfile::tempdir().map_err(|e| format!("no directory can be made: {e}"))?;
    let directory = server.as_ref().map_or(elsewhere.path(), Server::directory).to_owned();
    let directory = (!options.memory).then_some(directory.as_path());
    let before = baseline::transactions(directory)?;
    if let Some(server) = &mut server {
        server.start()?;
    }
    let address = match (&options.url, &server) {
        (Some(url), _) => address_of(url)?,
        (None, Some(server)) => server.address(),
        (None, None) => unreachable!("without an address there is a server of our own"),
    };
    let mut organizer = None;
    if options.url.is_some() {
        let mut signed_in = Organizer::sign_in(Client::new(address)).await?;
        signed_in.create(&conference).await?;
        organizer = Some(signed_in);
    }

    let plan = plan(size.people, options.once);
    println!(
        "{} people want {} passes, over {} connections, with {} requests, from {} at http://{address}/ …",
        size.people,
        size.passes,
        size.clients,
        plan.len(),
        storage(options)
    );
    // This server stays up.
    let (_up, is_up) = watch::channel(true);
    let crowd = Crowd::new(address, conference.path("/registrations"), size.people, plan, is_up);
    let mut usage = UsageMarks { before: server.as_ref().and_then(Server::usage), ..UsageMarks::default() };
    let own = process::usage(std::process::id());
    let sold = size.people.min(size.passes);
    let answers = {
        let run = crowd.run(size.clients);
        tokio::pin!(run);
        tokio::select! {
            answers = &mut run => answers?,
            () = crowd.progress().wait_registered(sold) => {
                usage.sold = server.as_ref().and_then(Server::usage);
                run.await?
            }
        }
    };
    let took = crowd.start().elapsed();
    usage.after = server.as_ref().and_then(Server::usage);
    let own = own.zip(process::usage(std::process::id())).map(|(before, after)| after.cpu.saturating_sub(before.cpu));

    let rules = Rules { people: size.people, passes: size.passes, killed: false };
    let Judgement { registered, last_sold, mut faults } = judge(rules, &answers.sent);
    for (kind, count) in answers.tally.iter().filter(|(kind, _)| *kind == "connection lost") {
        faults.push(format!("{kind} {count} times, although the server was not killed"));
    }
    let registered = u32::try_from(registered.len()).unwrap_or(u32::MAX);
    let (mut organizer, delay) = if let Some(organizer) = organizer {
        (organizer, None)
    } else {
        let (organizer, delay) = sign_in_behind_mails(address, registered, &mut faults).await?;
        (organizer, Some(delay))
    };
    let mails_after = crowd.start().elapsed().saturating_sub(took);
    let ledger = organizer.check_ledger(&conference, registered, &mut faults).await?;
    faults.extend(check_refusal(&mut Client::new(address), &conference, rules, ledger).await?);

    let audit = match &mut server {
        Some(server) => end(server, options.memory, &mut usage, &mut faults)?,
        None => None,
    };

    let figures = Figures::of(&answers.sent);
    let limits = Limits {
        before,
        after: baseline::transactions(directory)?,
        answers: baseline::answers(size.clients, figures.registrations.size).await?,
    };
    print_rates(&answers, last_sold, took, registered, &limits);
    report::kinds(&figures);
    report::heading("Answers");
    report::tally(&answers.tally);
    print_usage(&usage, registered, answers.sent.len(), own);
    report::heading("Checked");
    report::row("people with a pass", registered);
    report::row("ledger of general", format!("{ledger:?}"));
    if let Some(delay) = delay {
        delay.print(mails_after);
    }
    if let Some(audit) = audit {
        report::row("plumbline audit", audit.trim().replace('\n', " "));
    }
    Ok(faults)
}

fn storage(options: &Stampede) -> &'static str {
    match (&options.url, options.memory) {
        (Some(_), _) => "a server that ran already",
        (None, true) => "a server in memory",
        (None, false) => "a server on disk, every write flushed",
    }
}

/// A request after the sell-out: refused as sold out, without a write, if and only if nothing is left.
pub(crate) async fn check_refusal(
    client: &mut Client,
    conference: &Conference,
    rules: Rules,
    ledger: Ledger,
) -> Outcome<Vec<ValidationError>> {
    let mut faults = Vec::new();
    if rules.people <= rules.passes {
        return Ok(faults);
    }
    if ledger.free != 0 {
        faults.push(format!("people were refused and {} passes are free", ledger.free));
    }
    let answer = client.send(&registration(&conference.path("/registrations"), Attendee(rules.people))).await?;
    if answer.status != 409 || answer.problem() != Some("sold-out") {
        faults.push(format!("a request after the sell-out was answered {}", answer.shown()));
    }
    if let Some(units) = answer.units.filter(|units| units.write > 0.0) {
        faults.push(format!("a refusal after the end cost {} write units", units.write));
    }
    Ok(faults)
}

/// The machine's own speed, without the product.
#[derive(Debug)]
struct Limits {
    /// Transactions, before the server was started.
    before: Rate,
    /// Transactions, after it had ended.
    after: Rate,
    /// HTTP answers, after it had ended.
    answers: Rate,
}

fn print_rates(answers: &Answers, last_sold: Duration, took: Duration, registered: u32, limits: &Limits) {
    let Limits { before, after, answers: bare } = limits;
    let registered = registered as usize;
    let until_sold = answers.sent.iter().filter(|sent| sent.received <= last_sold).count();
    let repeats = answers.sent.iter().filter(|sent| is_success(sent) && sent.received <= last_sold).count();
    let selling = report::rate(registered, last_sold);
    let of = |value: f64, limit: f64| format!("{:.0} %", value / limit * 100.0);
    report::heading("Rates, a second");
    report::row("registrations until the last pass was sold", format!("{selling:.0} (in {last_sold:.2?})"));
    report::row("  with repeats, which are answered too", format!("{:.0}", report::rate(repeats, last_sold)));
    report::row("registrations over the whole run", format!("{:.0}", report::rate(registered, took)));
    report::row("requests until the last pass was sold", format!("{:.0}", report::rate(until_sold, last_sold)));
    let requests = report::rate(answers.sent.len(), took);
    report::row("requests over the whole run", format!("{requests:.0} (in {took:.2?})"));
    if let Some(rest) = took.checked_sub(last_sold).filter(|rest| !rest.is_zero()) {
        let after = answers.sent.len() - until_sold;
        report::row("requests after the last pass was sold", format!("{:.0}", report::rate(after, rest)));
    }
    report::heading("The machine's own limits, and what part of them that is");
    report::row(
        "bare transactions of two items, 1 to 8 threads",
        format!(
            "{:.0}/s before, {:.0}/s after; registrations make {} of the mean",
            before.per_second,
            after.per_second,
            of(selling, f64::midpoint(before.per_second, after.per_second))
        ),
    );
    report::row(
        "bare HTTP answers, same clients",
        format!("{:.0}/s; requests make {}", bare.per_second, of(requests, bare.per_second)),
    );
    println!("                            count      p50      p95      p99      max");
    println!("  {:<20}{}", "before, ms", report::latency(&before.latency));
    println!("  {:<20}{}", "after, ms", report::latency(&after.latency));
    println!("  {:<20}{}", "answers, ms", report::latency(&bare.latency));
}

/// What the server had used at four moments.
#[derive(Debug, Default)]
struct UsageMarks {
    before: Option<Usage>,
    /// When the last pass was sold.
    sold: Option<Usage>,
    after: Option<Usage>,
    /// When the mails had gone out.
    end: Option<Usage>,
}

fn print_usage(usage: &UsageMarks, registered: u32, requests: usize, own: Option<Duration>) {
    report::heading("Processor and memory");
    let each = |from: Option<Usage>, to: Option<Usage>, count: u32| {
        let cpu = to?.cpu.saturating_sub(from?.cpu);
        (count > 0).then(|| format!("{:.2} ms (of {cpu:.2?})", report::ms(cpu) / f64::from(count)))
    };
    let requests = u32::try_from(requests).unwrap_or(u32::MAX);
    let rows = [
        ("server CPU per registration, until sold out", each(usage.before, usage.sold, registered)),
        ("server CPU per registration, whole run", each(usage.before, usage.after, registered)),
        ("server CPU per request, whole run", each(usage.before, usage.after, requests)),
        ("server CPU per registration, mails included", each(usage.before, usage.end, registered)),
        ("server memory after the run", usage.after.map(|usage| report::mb(usage.resident))),
        ("server memory, the most", usage.end.map(|usage| report::mb(usage.most_resident))),
        ("load generator CPU per request", own.map(|cpu| format!("{:.2} ms", report::ms(cpu) / f64::from(requests)))),
    ];
    for (name, value) in rows {
        report::row(name, value.unwrap_or_else(|| "not known".into()));
    }
}
