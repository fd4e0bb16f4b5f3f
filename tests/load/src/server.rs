//! A Plumbline of our own: a child process on a free port.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::Outcome;
use crate::client::address_of;
use crate::conference::Conference;
use crate::options::Place;
use crate::process::{self, Usage};

/// How long it may take until it serves: a scene of the sample is played first, perhaps by a debug build.
const READY_WITHIN: Duration = Duration::from_mins(3);

/// What the clock shows when it is first started. Later starts go on from what it last showed.
const NOW: &str = "2030-02-01T12:00:00Z";

/// A server's binary with its own conference and directory. Dropping this stops the process and deletes the directory.
#[derive(Debug)]
pub(crate) struct Server {
    binary: PathBuf,
    directory: TempDir,
    address: SocketAddr,
    memory: bool,
    /// The moment of the sample to play, instead of a conference of our own.
    scene: Option<&'static str>,
    starts: u32,
    child: Option<Child>,
}

impl Server {
    /// Makes the directory and the conference file; nothing runs yet.
    pub(crate) fn prepare(place: &Place, conference: &Conference, memory: bool) -> Outcome<Self> {
        let server = Self::new(place, memory, None)?;
        fs::write(server.directory.path().join("conference.toml"), conference.toml())
            .map_err(|e| format!("the conference file cannot be written: {e}"))?;
        Ok(server)
    }

    /// One that plays the sample in memory up to a scene.
    pub(crate) fn of_sample(place: &Place, scene: &'static str) -> Outcome<Self> {
        Self::new(place, true, Some(scene))
    }

    fn new(place: &Place, memory: bool, scene: Option<&'static str>) -> Outcome<Self> {
        let here = std::env::current_exe().map_err(|e| format!("this program's own path is not known: {e}"))?;
        let beside = here.parent().unwrap_or(Path::new("."));
        let binary = place.server.clone().unwrap_or_else(|| beside.join("plumbline"));
        if !binary.is_file() {
            return Err(format!(
                "there is no server at {}; build it with cargo build --release -p plumbline, or name it with --server",
                binary.display()
            ));
        }
        let parent = place.dir.as_deref().unwrap_or(beside);
        let directory = tempfile::Builder::new()
            .prefix("load-")
            .tempdir_in(parent)
            .map_err(|e| format!("no directory can be made in {}: {e}", parent.display()))?;
        Ok(Self { binary, directory, address: free_address()?, memory, scene, starts: 0, child: None })
    }

    /// Starts the process and waits until it serves.
    pub(crate) fn start(&mut self) -> Outcome<()> {
        self.kill();
        let log = File::options().create(true).append(true).open(self.log()).map_err(|e| format!("no log: {e}"))?;
        let mut command = Command::new(&self.binary);
        match self.scene {
            Some(scene) => command.args(["--scene", scene]),
            None => command.arg("--conference").arg(self.directory.path().join("conference.toml")),
        };
        command.arg("--listen").arg(self.address.to_string());
        if self.memory {
            command.arg("--memory");
        } else {
            command.arg("--data").arg(self.data());
        }
        if self.starts == 0 && self.scene.is_none() {
            command.args(["--now", NOW]);
        }
        self.starts += 1;
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|e| format!("{} does not start: {e}", self.binary.display()))?;
        let stdout = child.stdout.take();
        self.child = Some(child);
        let ready = stdout.map(ready_line).and_then(|line| line.recv_timeout(READY_WITHIN).ok());
        let url = ready.ok_or_else(|| format!("the server did not say that it is ready. {}", self.last_words()))?;
        self.address = address_of(&url)?;
        Ok(())
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The directory that also holds its data, for measurements on the same disk.
    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    fn data(&self) -> PathBuf {
        self.directory.path().join("data")
    }

    fn log(&self) -> PathBuf {
        self.directory.path().join("log")
    }

    /// What it has used so far; `None` if it does not run or the system does not report it.
    pub(crate) fn usage(&self) -> Option<Usage> {
        process::usage(self.child.as_ref()?.id())
    }

    /// Ends the process with SIGKILL, if it runs: no clean-up, as if the machine had lost its power.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; then there is nothing to do.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Whether the process ended without being asked to.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| child.try_wait().is_ok_and(|status| status.is_some()))
    }

    /// Runs `plumbline audit` on the directory, which must not be in use, and answers what it printed: `Err` if it
    /// found something.
    pub(crate) fn audit(&mut self) -> Outcome<Result<String, String>> {
        self.kill();
        let output = Command::new(&self.binary)
            .args(["audit", "--data"])
            .arg(self.data())
            .output()
            .map_err(|e| format!("the audit does not start: {e}"))?;
        let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(Ok(said));
        }
        said.push_str(&String::from_utf8_lossy(&output.stderr));
        Ok(Err(said))
    }

    /// The end of its log.
    pub(crate) fn last_words(&self) -> String {
        let log = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        let last = lines[lines.len().saturating_sub(10)..].join("\n");
        if last.is_empty() { "Its log is empty.".into() } else { format!("Its log ends:\n{last}") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// An address on this machine that is free at this moment.
fn free_address() -> Outcome<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|e| format!("there is no free port: {e}"))?;
    listener.local_addr().map_err(|e| e.to_string())
}

/// Waits on a separate thread for the line that says where it serves. It reads on, so that the process never blocks.
fn ready_line(stdout: ChildStdout) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix("Plumbline is ready: ") {
                // No listener is left once it was stopped.
                let _ = sender.send(url.trim().to_owned());
            }
        }
    });
    receiver
}
