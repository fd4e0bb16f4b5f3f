//! `plumbline`: a conference on this machine with one command.

mod options;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use context::{Clock, SetClock, SystemClock};
use jiff::Timestamp;
use plumbline::{ConferenceFile, DataDirectory, LoadError, Loaded, Stack, server};
use tokio::net::TcpListener;

use options::{Command, Options};

/// The conference that is served where none is given.
const SAMPLE: &str = include_str!("../sample/lpc-2023.toml");

/// What the clock shows when the sample is first served: before its calls for proposals close.
const SAMPLE_STARTS: &str = "2023-07-10T12:00:00Z";

/// A request makes thousands of small allocations on one thread and frees them on another.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What went wrong, in words for the person at the command line.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::WARN.into())
        .from_env_lossy();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let options = Options::parse();
    let outcome = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(run(options)),
        Err(error) => Err(format!("the system gives no threads: {error}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Outcome {
    match &options.command {
        None => serve(options).await,
        Some(Command::Audit { data }) => audit(data).await,
        Some(Command::Check { file }) => check(file),
    }
}

async fn serve(options: Options) -> Outcome {
    let text = match &options.conference {
        Some(file) => read(file)?,
        None => SAMPLE.to_owned(),
    };
    let source = options.conference.as_ref().map_or("the sample".into(), |file| file.display().to_string());
    let data = if options.memory { None } else { Some(DataDirectory::open(&options.data).map_err(text_of)?) };
    let clock = clock(&options, data.as_ref())?;
    let listener =
        TcpListener::bind(options.listen).await.map_err(|e| format!("cannot listen on {}: {e}", options.listen))?;
    let address = listener.local_addr().map_err(text_of)?;
    let base_url = options.base_url.unwrap_or_else(|| format!("http://{}", reachable(address)));

    match &data {
        Some(_) => eprintln!("Opening the table in {} …", options.data.display()),
        None => eprintln!("Making a table in memory …"),
    }
    let mut builder = Stack::builder(clock).base_url(&base_url).show_units();
    if let Ok(file) = ConferenceFile::read(&text) {
        builder = builder.first_organizers(file.conference.organizers);
    }
    if let Some(data) = data {
        builder = builder.data(data);
    }
    let stack = builder.build().map_err(text_of)?;
    let background = stack.start_background();
    let mut loaded = load(&stack, &text, &source).await;
    if loaded.is_ok() && options.conference.is_none() {
        loaded = load_programme(&stack, &text).await;
    }
    if loaded.is_ok() {
        // Only this line is for programs: a test waits for it.
        println!("Plumbline is ready: {base_url}/");
        server::serve(stack, listener, asked_to_stop()).await;
    }
    background.stop().await;
    loaded
}

/// The clock: where `--now` says, where it was when it last ran, the sample's summer, or the machine's.
fn clock(options: &Options, data: Option<&DataDirectory>) -> Result<SetClock, String> {
    let last = data.map_or(Ok(None), DataDirectory::last_time).map_err(text_of)?;
    let start = match (options.now, last) {
        (Some(now), Some(last)) if now < last => {
            // The same command line must start again after a crash: what was shown is never shown again.
            eprintln!(
                "The clock in {} has shown {last} already and goes on from there, not from --now {now}.",
                options.data.display()
            );
            last
        }
        (Some(now), _) => now,
        (None, last) => {
            let first = match options.conference {
                Some(_) => SystemClock.now(),
                None if last.is_some() => Timestamp::MIN,
                None => SAMPLE_STARTS.parse().map_err(text_of)?,
            };
            first.max(last.unwrap_or(first))
        }
    };
    // From here on this instant counts as shown, however the process ends.
    data.map_or(Ok(()), |data| data.note_time(start)).map_err(text_of)?;
    Ok(SetClock::running(start))
}

async fn load(stack: &Stack, text: &str, source: &str) -> Outcome {
    eprintln!("Loading {source} …");
    for _ in 0..5 {
        match stack.load_conference(text).await {
            Ok(loaded) => {
                match loaded {
                    Loaded::Created(id) => eprintln!("{id} is new; the clock shows {}.", stack.context().now()),
                    Loaded::Changed(id) => eprintln!("{id} is now what the file says."),
                    Loaded::Unchanged(id) => eprintln!("{id} is loaded already; the file has not changed."),
                }
                return Ok(());
            }
            Err(LoadError::Busy) => stack.context().sleep(Duration::from_millis(200)).await,
            Err(error) => return Err(format!("{source}: {error}")),
        }
    }
    Err(format!("{source}: {}", LoadError::Busy))
}

/// The sample has a timetable from the start, so that there is something to look at.
async fn load_programme(stack: &Stack, text: &str) -> Outcome {
    let Ok(file) = ConferenceFile::read(text) else { return Ok(()) };
    match stack.load_sample_programme(&file.conference.id).await {
        Ok(Some(sessions)) => eprintln!("Its timetable has {sessions} sessions of example proposals."),
        Ok(None) => {}
        Err(error) => return Err(format!("the sample's timetable: {error}")),
    }
    Ok(())
}

async fn audit(directory: &Path) -> Outcome {
    if !directory.join("table.db").exists() {
        return Err(format!("there is no table in {}; give its directory with --data", directory.display()));
    }
    let data = DataDirectory::open(directory).map_err(text_of)?;
    let now = data.last_time().map_err(text_of)?.unwrap_or_else(|| SystemClock.now());
    let stack = Stack::builder(SetClock::standing(now)).data(data).build().map_err(text_of)?;
    let audit = stack.store().audit_settled().await.map_err(text_of)?;
    println!("Looked at {} shards, {} registrations and {} mails.", audit.shards, audit.registrations, audit.mails);
    if audit.findings.is_empty() {
        println!("Nothing is oversold, lost, double or owed without being due.");
        return Ok(());
    }
    for finding in &audit.findings {
        println!("{finding}");
    }
    Err(format!("{} findings; nothing was changed", audit.findings.len()))
}

fn check(path: &Path) -> Outcome {
    match ConferenceFile::read(&read(path)?) {
        Ok(file) => {
            let conference = &file.conference;
            println!(
                "{} is right: {}, {}, {} pools, {} tracks.",
                path.display(),
                conference.name,
                conference.days(),
                conference.pools.len(),
                conference.tracks.len()
            );
            Ok(())
        }
        Err(errors) => {
            for error in &errors {
                eprintln!("{}: {error}", path.display());
            }
            Err(format!("{} faults", errors.len()))
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// How a browser on this machine reaches an address that may stand for all of them.
fn reachable(address: SocketAddr) -> SocketAddr {
    match address {
        SocketAddr::V4(a) if a.ip().is_unspecified() => SocketAddr::from(([127, 0, 0, 1], a.port())),
        SocketAddr::V6(a) if a.ip().is_unspecified() => SocketAddr::from((std::net::Ipv6Addr::LOCALHOST, a.port())),
        other => other,
    }
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

fn text_of(error: impl std::fmt::Display) -> String {
    error.to_string()
}
