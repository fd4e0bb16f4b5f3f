//! The command line.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand};
use jiff::Timestamp;
use plumbline::Scene;

/// The default data directory.
const DIRECTORY: &str = ".plumbline";

/// Runs a conference on this machine: registration, passes, mails, and everything automatic.
///
/// Without options it serves the sample conference on <http://127.0.0.1:8080/> and keeps everything in .plumbline/.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// The conference to serve, a TOML file; without it, the sample
    #[arg(long, value_name = "FILE")]
    pub(crate) conference: Option<PathBuf>,

    /// Where table, mails, key and clock are kept; without it, .plumbline. In an empty DIR there is no conference at
    /// all, unless --conference or --scene asks for one: set one up at /setup
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,

    /// The moment of the sample to show; it is played once, into an empty DIR. The default is season
    #[arg(long, value_enum, value_name = "SCENE", conflicts_with_all = ["conference", "now"])]
    pub(crate) scene: Option<Scene>,

    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,

    /// What the clock shows at the start, such as 2023-08-19T12:00:00Z; it then runs on. Of the sample it shows the
    /// scene start
    #[arg(long, value_name = "INSTANT")]
    pub(crate) now: Option<Timestamp>,

    /// Keep everything in memory: it is gone when Plumbline stops
    #[arg(long, conflicts_with = "data")]
    pub(crate) memory: bool,

    /// Where people reach this Plumbline, for links in mails; without it, the address it listens on
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(crate) base_url: Option<String>,

    /// Let webhooks go to <http://127.0.0.1> too, to try them on this machine
    #[arg(long)]
    pub(crate) webhooks_to_loopback: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Proves over the table that nothing is oversold, lost, or queued without being due, and says what it looked at
    Audit {
        /// Where the table is kept
        #[arg(long, value_name = "DIR", default_value = DIRECTORY)]
        data: PathBuf,
    },
    /// Checks a conference file and names the line and key of each error
    Check {
        /// The file
        file: PathBuf,
    },
}

impl Options {
    /// The data directory: the one that was given, or the default.
    pub(crate) fn directory(&self) -> &Path {
        self.data.as_deref().unwrap_or(Path::new(DIRECTORY))
    }
}

fn base_url(text: &str) -> Result<String, String> {
    let wrong = "must be an address such as https://plumbline.example.org, without a path";
    let url: http::Uri = text.parse().map_err(|_| wrong)?;
    let is_web = matches!(url.scheme_str(), Some("http" | "https"));
    if is_web && matches!(url.path(), "/" | "") && url.query().is_none() {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(wrong.into())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_options_are_consistent() {
        Options::command().debug_assert();
    }

    #[test]
    fn the_options_of_the_readme_are_understood() {
        let line = "plumbline --conference my.toml --data d --listen 127.0.0.1:0 --now 2023-08-19T12:00:00Z";
        let options = Options::try_parse_from(line.split(' ')).unwrap();
        assert_eq!(options.now, Some("2023-08-19T12:00:00Z".parse().unwrap()));
        assert_eq!(options.directory(), Path::new("d"));
        assert_eq!(Options::try_parse_from(["plumbline"]).unwrap().directory(), Path::new(".plumbline"));
        assert_eq!(Options::try_parse_from(["plumbline", "--scene", "day"]).unwrap().scene, Some(Scene::Day));
        assert!(Options::try_parse_from(["plumbline", "--scene", "day", "--conference", "my.toml"]).is_err());
        assert!(Options::try_parse_from(["plumbline", "--scene", "winter"]).is_err());
        assert!(Options::try_parse_from(["plumbline", "--base-url", "ftp://x"]).is_err());
        assert!(Options::try_parse_from(["plumbline", "--now", "soon"]).is_err());
        assert!(Options::try_parse_from(["plumbline", "--memory"]).unwrap().memory);
    }
}
