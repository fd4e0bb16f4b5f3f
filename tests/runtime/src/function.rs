//! A function's process.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{Endpoint, Runtime};

/// The keys of a test's tokens.
const SIGNING_KEYS: &str = r#"{"id": "a", "secret": "a secret of a test, long enough for its purpose"}"#;

/// A running function. Killed when dropped.
#[derive(Debug)]
pub struct Function {
    child: Child,
    started: Instant,
}

impl Drop for Function {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Function {
    /// Starts this binary with the environment that Lambda and the template give, and no other.
    /// `quiet` throws its log away.
    pub fn start(binary: &Path, runtime: &Runtime, table: &Endpoint, quiet: bool) -> io::Result<Self> {
        Self::start_trusting(binary, runtime, table, table.roots(), quiet)
    }

    /// The same with these root certificates.
    pub fn start_trusting(
        binary: &Path,
        runtime: &Runtime,
        table: &Endpoint,
        roots: &Path,
        quiet: bool,
    ) -> io::Result<Self> {
        let mut command = Command::new(binary);
        command
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", runtime.address().to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", "test")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "test")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "test")
            .env("AWS_REGION", "eu-west-1")
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_ENDPOINT_URL_DYNAMODB", table.url())
            .env("PLUMBLINE_STACK", "test")
            .env("PLUMBLINE_TABLE", "plumbline")
            .env("PLUMBLINE_BASE_URL", "https://plumbline.example.org")
            .env("PLUMBLINE_MAIL_FROM", "plumbline@example.org")
            .env("PLUMBLINE_SIGNING_KEYS", SIGNING_KEYS)
            .env("SSL_CERT_FILE", roots)
            .stdin(Stdio::null());
        if quiet {
            command.stdout(Stdio::null());
        }
        let started = Instant::now();
        Ok(Self { child: command.spawn()?, started })
    }

    pub fn started(&self) -> Instant {
        self.started
    }

    /// The most memory that it ever had resident, in bytes; `None` where there is no `/proc`.
    pub fn most_memory(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
    }

    /// The processor time that its threads have had; `None` where there is no `/proc`. Unlike the time that passes, it
    /// does not depend on what else the machine does.
    pub fn processor_time(&self) -> Option<Duration> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.child.id())).ok()?;
        let of_thread = |thread: io::Result<fs::DirEntry>| {
            let schedule = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
            schedule.split_whitespace().next()?.parse::<u64>().ok()
        };
        Some(Duration::from_nanos(threads.filter_map(of_thread).sum()))
    }

    /// Kills it, as Lambda does at a time-out.
    pub fn kill(&mut self) -> io::Result<ExitStatus> {
        self.child.kill()?;
        self.child.wait()
    }

    /// Asks it to end (`SIGTERM`), as Lambda does before it takes an environment away, and waits for how it ends;
    /// `None` if it does not end.
    pub fn terminate(&mut self) -> io::Result<Option<ExitStatus>> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        for _ in 0..500 {
            if let Some(ended) = self.child.try_wait()? {
                return Ok(Some(ended));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(None)
    }
}
