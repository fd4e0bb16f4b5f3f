//! `plumbline`: a conference on this machine with one command.
//!
//! What it prints is for operators, and is English like the log and the programs around it.

mod options;

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use context::{Clock, KeyRing, Randomness, SetClock, SigningKey, SystemClock};
use jiff::Timestamp;
use plumbline::{ConferenceFile, DataDirectory, LoadError, Loaded, Scene, Stack, season, server};
use tokio::net::TcpListener;

use options::{Command, Options};

/// The default conference.
const SAMPLE: &str = include_str!("../sample/lpc-2023.toml");

/// An error message for the person at the command line.
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
    let data = if options.memory { None } else { Some(DataDirectory::open(options.directory()).map_err(text_of)?) };
    let is_own = is_own(&options, data.as_ref())?;
    let text = match &options.conference {
        Some(file) => Some(read(file)?),
        None => (!is_own).then(|| SAMPLE.to_owned()),
    };
    let to_play = if is_own { None } else { scene_to_play(&options, data.as_ref())? };
    let listener =
        TcpListener::bind(options.listen).await.map_err(|e| format!("cannot listen on {}: {e}", options.listen))?;
    let address = listener.local_addr().map_err(text_of)?;
    let base_url = options.base_url.clone().unwrap_or_else(|| format!("http://{}", reachable(address)));
    let played = match (to_play, &text) {
        (Some(scene), Some(text)) => play(scene, data.as_ref(), text, &base_url).await?,
        _ => None,
    };
    let is_in_memory = played.is_some();
    let has_programme = has_played_scene(&options, data.as_ref())?;
    let clock = match (&played, to_play) {
        (Some(_), Some(scene)) => SetClock::running(scene.shows()),
        _ => clock(&options, data.as_ref(), is_own)?,
    };

    match &data {
        Some(_) => eprintln!("Opening the table in {} …", options.directory().display()),
        None => eprintln!("Making a table in memory …"),
    }
    // Without a file, the first visitor sets Plumbline up.
    let file = text.as_deref().and_then(|text| ConferenceFile::read(text).ok());
    let organizers = file.map(|file| file.conference.organizers).unwrap_or_default();
    let mut builder = Stack::builder(clock)
        .base_url(&base_url)
        .show_units()
        .first_organizers(organizers)
        .webhooks_to_loopback(options.webhooks_to_loopback);
    if let Some(data) = data {
        builder = builder.data(data);
    }
    if let Some(played) = played {
        builder = builder.after(played);
    }
    let stack = builder.build().map_err(text_of)?;
    let background = stack.start_background();
    let loaded = match &text {
        Some(text) if !is_in_memory => load_file(&stack, text, &options, has_programme).await,
        _ => Ok(()),
    };
    if loaded.is_ok() {
        // Only this line is for programs: tests wait for it.
        println!("Plumbline is ready: {base_url}/");
        server::serve(stack, listener, asked_to_stop()).await;
    }
    background.stop().await;
    loaded
}

/// Whether the directory is for conferences of its own, without the sample: it was given, and it was empty when nothing
/// else asked for a conference. The directory remembers it.
fn is_own(options: &Options, data: Option<&DataDirectory>) -> Result<bool, String> {
    let Some(data) = data.filter(|_| options.conference.is_none() && options.scene.is_none()) else {
        return Ok(false);
    };
    if data.is_empty() && options.data.is_some() {
        data.note_own().map_err(text_of)?;
    }
    data.is_own().map_err(text_of)
}

/// The scene to play now: the asked one or the season, unless something was served from the directory before.
fn scene_to_play(options: &Options, data: Option<&DataDirectory>) -> Result<Option<Scene>, String> {
    if options.conference.is_some() || options.now.is_some() {
        return Ok(None);
    }
    let Some(data) = data.filter(|data| !data.is_empty()) else {
        return Ok(Some(options.scene.unwrap_or(Scene::Season)).filter(|scene| *scene != Scene::Start));
    };
    let there = data.scene().map_err(text_of)?.unwrap_or_else(|| Scene::Start.name().into());
    match options.scene {
        Some(asked) if asked.name() != there => Err(format!(
            "{} holds the scene {there} already; give another directory with --data to see {}",
            options.directory().display(),
            asked.name()
        )),
        _ => Ok(None),
    }
}

/// Whether the sample was played into the directory; the timetable is part of the play.
fn has_played_scene(options: &Options, data: Option<&DataDirectory>) -> Result<bool, String> {
    let scene = data.map_or(Ok(None), DataDirectory::scene).map_err(text_of)?;
    Ok(options.conference.is_none() && scene.is_some())
}

/// Plays a scene: into the data directory, or else in memory, which is returned.
async fn play(scene: Scene, data: Option<&DataDirectory>, text: &str, base_url: &str) -> Result<Option<Stack>, String> {
    eprintln!("Playing the sample up to {} …", scene.shows());
    let failed = |error: season::SeasonError| format!("the sample could not be played: {error}");
    if let Some(data) = data {
        return season::play_into(data, scene, text, base_url).await.map(|()| None).map_err(failed);
    }
    let secret = Randomness::from_entropy()?.id("signing-key", 52);
    let keys = KeyRing::new(vec![SigningKey { id: "local".into(), secret }])?;
    season::play(scene, text, base_url, keys).await.map(Some).map_err(failed)
}

/// Loads the conference's file, and the timetable of the sample.
async fn load_file(stack: &Stack, text: &str, options: &Options, has_programme: bool) -> Outcome {
    let source = options.conference.as_ref().map_or("the sample".into(), |file| file.display().to_string());
    load(stack, text, &source).await?;
    if options.conference.is_none() && !has_programme { load_programme(stack, text).await } else { Ok(()) }
}

/// The clock: the time of `--now`, the time when it last ran, the sample's summer, or the machine's time.
fn clock(options: &Options, data: Option<&DataDirectory>, is_own: bool) -> Result<SetClock, String> {
    let last = data.map_or(Ok(None), DataDirectory::last_time).map_err(text_of)?;
    let start = match (options.now, last) {
        (Some(now), Some(last)) if now < last => {
            // The same command line must work again after a crash, and a time that was shown is never shown again.
            eprintln!(
                "The clock in {} has shown {last} already and goes on from there, not from --now {now}.",
                options.directory().display()
            );
            last
        }
        (Some(now), _) => now,
        (None, last) => {
            let first = match options.conference {
                Some(_) => SystemClock.now(),
                None if is_own => SystemClock.now(),
                None if last.is_some() => Timestamp::MIN,
                None => Scene::Start.shows(),
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

/// Gives the sample a timetable from the start, so that there is something to look at.
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
    let stack = Stack::builder(SetClock::stopped(now)).data(data).build().map_err(text_of)?;
    let audit = stack.store().audit_settled().await.map_err(text_of)?;
    println!("Looked at {} shards, {} registrations and {} mails.", audit.shards, audit.registrations, audit.mails);
    if audit.findings.is_empty() {
        println!("Nothing is oversold, lost, double or queued without being due.");
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
                "{} has no errors: {}, {}, {} pools, {} tracks.",
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
            Err(match errors.len() {
                1 => "1 error in the file".to_owned(),
                count => format!("{count} errors in the file"),
            })
        }
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))
}

/// A URL host at which a browser on this machine reaches an address, which may be a wildcard.
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
